//! What each tag does: a small bounded stack of open elements, and calls to the [`Writer`].

mod emphasis;
mod links;
mod lists;
mod media;

use std::collections::HashSet;

use html5ever::LocalName;
use html5ever::tokenizer::Tag;

use self::emphasis::OpenEmphasis;
use self::links::Link;
use self::lists::List;
use super::element::{Element, RawText};
use super::table::OpenTable;
use crate::domain::{Container, Document, WebUrl};
use crate::text::writer::{Kind, Writer};

/// The most open elements; what is opened deeper is taken as its text.
const DEPTH_MAX: usize = 512;

/// Walks over the tags and texts of a piece of HTML.
pub(super) struct Walker<'a> {
    base: Option<&'a WebUrl>,
    rendering: Rendering,
    writer: Writer,
    open: Vec<Open>,
    /// Elements open beyond [`DEPTH_MAX`].
    too_deep: usize,
    emphasis: OpenEmphasis,
    /// Text above or below the line, until its end shows how it is written.
    shifted: String,
    /// How many open elements drop their text.
    dropped: usize,
    /// How many of them may hold pictures.
    fallbacks: usize,
    /// The address that an image gets from the `source` before it.
    image_source: Option<String>,
    /// In text without tags, which is all dropped.
    in_raw_text: bool,
    link: Link,
    links_open: usize,
    lists: Vec<List>,
    tables: Vec<OpenTable>,
    quotations: usize,
    /// The titles of abbreviations that were told.
    told: HashSet<String>,
}

/// What text is made of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rendering {
    /// What is best read: with quotation marks, raised digits, what stands for pictures.
    Readable,
    /// The markup's own text and nothing else.
    Literal,
}

/// An element whose end did not come yet.
struct Open {
    name: LocalName,
    element: Element,
    /// What to go back to at its end: the kind of block, and how many containers.
    kind: Kind,
    depth: usize,
    /// Whether blocks were read from right to left before.
    rtl: Option<bool>,
    /// Where its text begins.
    start: usize,
    /// An abbreviation's title, a recording's address, what a formula says of itself.
    note: Option<String>,
    /// Whether it had its effects; what is opened in a dropped element has none.
    is_live: bool,
}

impl<'a> Walker<'a> {
    pub fn new(base: Option<&'a WebUrl>, rendering: Rendering) -> Self {
        Self {
            base,
            rendering,
            writer: Writer::default(),
            open: Vec::new(),
            too_deep: 0,
            emphasis: OpenEmphasis::default(),
            shifted: String::new(),
            dropped: 0,
            fallbacks: 0,
            image_source: None,
            in_raw_text: false,
            link: Link::None,
            links_open: 0,
            lists: Vec::new(),
            tables: Vec::new(),
            quotations: 0,
            told: HashSet::new(),
        }
    }

    pub fn text(&mut self, text: &str) {
        if self.in_raw_text || self.dropped > 0 || self.writer.is_full() {
            return;
        }
        if self.emphasis.shift().is_some() {
            return self.shifted.push_str(text);
        }
        self.write(text);
    }

    fn write(&mut self, text: &str) {
        self.number_link(text);
        self.writer.push(text);
    }

    /// Writes what stands above or below the line, before anything else happens.
    fn write_shifted(&mut self) {
        if !self.shifted.is_empty() {
            let text = std::mem::take(&mut self.shifted);
            let written = self.emphasis.shift().map(|shift| shift.written(&text));
            self.write(&written.unwrap_or(text));
        }
    }

    /// A start tag. Says which text without tags follows, if any.
    pub fn start(&mut self, tag: Tag) -> Option<RawText> {
        self.write_shifted();
        self.name_place(&tag);
        let element = self.element(&tag.name)?;
        if let Element::Raw(raw) = element {
            if raw == RawText::Frame {
                self.frame(&tag);
            }
            self.in_raw_text = !tag.self_closing;
            return self.in_raw_text.then_some(raw);
        }
        if self.writer.is_full() {
            return None;
        }
        if element.is_void() {
            self.void(element, &tag);
            return None;
        }
        self.close_what_ends_before(element);
        self.push(element, &tag);
        if tag.self_closing {
            self.end(&tag.name);
        }
        None
    }

    /// An end tag.
    pub fn end(&mut self, name: &LocalName) {
        self.write_shifted();
        match self.element(name) {
            Some(Element::Raw(_)) => self.in_raw_text = false,
            Some(Element::Break) => self.void_break(),
            Some(element) if element.is_void() => {}
            Some(element) if self.too_deep > 0 => {
                self.too_deep -= 1;
                self.part(element);
            }
            Some(element) => match self.topmost(element, |open| open.name == *name) {
                Some(place) if element.is_inline() => self.remove(place),
                Some(place) => self.pop_to(place),
                None => self.part(element),
            },
            None => {}
        }
    }

    pub fn finish(mut self) -> Document {
        self.write_shifted();
        self.pop_to(0);
        self.writer.finish()
    }

    /// What a tag means here.
    fn element(&self, name: &LocalName) -> Option<Element> {
        let element = Element::named(name)?;
        match self.rendering {
            Rendering::Readable => Some(element),
            Rendering::Literal => element.literal(),
        }
    }

    /// Parts the text before a block's tag from the text after it.
    fn part(&mut self, element: Element) {
        if element.is_block() && self.dropped == 0 {
            self.writer.end_block();
        }
    }

    /// The topmost open element that fits, as far down as the end of `element` reaches: to the cell, list or table
    /// that it is in.
    fn topmost(&self, element: Element, fits: impl Fn(&Open) -> bool) -> Option<usize> {
        for (place, open) in self.open.iter().enumerate().rev() {
            if fits(open) {
                return Some(place);
            }
            if !element.may_close_beyond(open.element) {
                return None;
            }
        }
        None
    }

    /// Closes what HTML says has ended where `element` starts, though no end tag was written.
    fn close_what_ends_before(&mut self, element: Element) {
        if self.dropped > 0 {
            return self.break_out_of_drawing(element);
        }
        let ends: fn(Element) -> bool = match element {
            Element::Link => return self.close_link(),
            Element::Heading(_) => {
                return self.close_innermost(|open| matches!(open, Element::Heading(_) | Element::Paragraph));
            }
            Element::Item => |open| open == Element::Item,
            Element::Term | Element::Definition => |open| matches!(open, Element::Term | Element::Definition),
            Element::RowGroup => {
                |open| matches!(open, Element::RowGroup | Element::Row | Element::Cell | Element::Caption)
            }
            Element::Row => |open| matches!(open, Element::Row | Element::Cell | Element::Caption),
            Element::Cell => |open| matches!(open, Element::Cell | Element::Caption),
            _ if element.is_block() => return self.close_innermost(|open| open == Element::Paragraph),
            _ => return,
        };
        while let Some(place) = self.topmost(element, |open| ends(open.element)) {
            self.pop_to(place);
        }
    }

    /// Closes the innermost blocks as long as they are such. Paragraphs hold no blocks, so an open one is innermost.
    fn close_innermost(&mut self, ends: fn(Element) -> bool) {
        while let Some(place) = self.open.iter().rposition(|open| !open.element.is_inline())
            && ends(self.open[place].element)
        {
            self.pop_to(place);
        }
    }

    /// An `svg` without an end tag ends where something begins that cannot stand in one, as HTML has it.
    fn break_out_of_drawing(&mut self, element: Element) {
        let breaks_out = matches!(
            element,
            Element::Paragraph | Element::Heading(_) | Element::List { .. } | Element::Quote | Element::Table
        );
        if breaks_out && let Some(place) = self.open.iter().position(|open| &*open.name == "svg") {
            self.pop_to(place);
        }
    }

    fn push(&mut self, element: Element, tag: &Tag) {
        self.part(element);
        if self.open.len() >= DEPTH_MAX {
            self.too_deep += 1;
            return;
        }
        let note = match element {
            Element::Abbreviation => attribute(tag, "title"),
            Element::Recording => attribute(tag, "src"),
            Element::Formula => attribute(tag, "alttext"),
            _ => None,
        };
        let (kind, depth, rtl, start) = (self.writer.kind, self.writer.depth(), self.writer.rtl, self.writer.len());
        let is_live = self.dropped == 0;
        self.open.push(Open { name: tag.name.clone(), element, kind, depth, rtl, start, note, is_live });
        self.dropped += usize::from(element.is_dropped());
        self.fallbacks += usize::from(element == Element::Fallback);
        if is_live {
            self.opened(element, tag);
        }
    }

    /// The effects of an element that was just pushed; [`Self::closed`] takes them back.
    fn opened(&mut self, element: Element, tag: &Tag) {
        if element.is_block() {
            self.turn(tag);
        }
        match element {
            Element::Heading(level) => self.writer.kind = Kind::Heading(level),
            Element::Preformatted => self.writer.kind = Kind::Preformatted,
            Element::Caption => self.writer.kind = Kind::Caption,
            Element::Quote => self.writer.enter(Container::Quote),
            Element::Definition => self.writer.enter(Container::Item { marker: None }),
            Element::List { ordered } => self.open_list(ordered, tag),
            Element::Item => self.item(tag),
            Element::Table => {
                let is_layout = attribute(tag, "role").is_some_and(|role| role == "presentation" || role == "none");
                self.tables.push(OpenTable::new(&self.writer, is_layout));
            }
            Element::RowGroup => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = &*tag.name == "thead";
                }
            }
            Element::Row => self.row(),
            Element::Cell => {
                if let Some(table) = self.tables.last_mut() {
                    let span = |name| number(tag, name).and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
                    table.start_cell(&self.writer, &*tag.name == "th", span("colspan"), span("rowspan"));
                }
            }
            Element::Link => self.open_link(tag),
            Element::Quotation => {
                let (mark, _) = self.quotation_marks();
                self.text(mark);
                self.quotations += 1;
            }
            Element::Reading => self.text("("),
            _ => self.emphasize(element, |count| count + 1),
        }
    }

    /// Takes back the effects of an element.
    fn closed(&mut self, open: Open) {
        self.dropped -= usize::from(open.element.is_dropped());
        self.fallbacks -= usize::from(open.element == Element::Fallback);
        if !open.is_live {
            return;
        }
        if open.element.is_block() {
            self.part(open.element);
            self.writer.kind = open.kind;
            self.writer.leave(open.depth);
            self.writer.rtl = open.rtl;
        }
        match open.element {
            Element::List { .. } => self.end_list(open.depth),
            Element::Cell => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell(&self.writer);
                }
            }
            Element::RowGroup => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = false;
                }
            }
            Element::Table => {
                if let Some(table) = self.tables.pop() {
                    table.finish(&mut self.writer);
                }
            }
            Element::Link => self.end_link(),
            Element::Quotation => {
                self.quotations -= 1;
                let (_, mark) = self.quotation_marks();
                self.text(mark);
            }
            Element::Abbreviation => self.abbreviation(open.note),
            Element::Formula if self.writer.len() == open.start => self.text(&open.note.unwrap_or_default()),
            Element::Reading => self.text(")"),
            Element::Recording => {
                let address = open.note.and_then(|address| self.resolve(&address));
                self.link_line(&format!("[{}]", &*open.name), address);
            }
            element => self.emphasize(element, |count| count - 1),
        }
    }

    /// Closes the open elements from the top to `place`, inclusive.
    fn pop_to(&mut self, place: usize) {
        while self.open.len() > place {
            if let Some(open) = self.open.pop() {
                self.closed(open);
            }
        }
    }

    /// Closes one inline element and leaves what was opened in it: `<b><i></b></i>`.
    fn remove(&mut self, place: usize) {
        let open = self.open.remove(place);
        self.closed(open);
    }

    fn emphasize(&mut self, element: Element, change: fn(usize) -> usize) {
        self.emphasis.change(element, change);
        self.writer.style.emphasis = self.emphasis.shown();
    }

    /// Reads what comes in the direction that an element asks for.
    fn turn(&mut self, tag: &Tag) {
        if let Some(direction) = attribute(tag, "dir") {
            self.writer.rtl = match direction.trim().to_ascii_lowercase().as_str() {
                "rtl" => Some(true),
                "ltr" => Some(false),
                _ => None,
            };
        }
    }

    fn row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        if table.is_full() {
            let rest = table.continuation();
            std::mem::replace(table, rest).finish(&mut self.writer);
        }
        table.start_row();
    }

    fn quotation_marks(&self) -> (&'static str, &'static str) {
        if self.quotations.is_multiple_of(2) { ("“", "”") } else { ("‘", "’") }
    }

    /// Says what an abbreviation stands for, the first time.
    fn abbreviation(&mut self, title: Option<String>) {
        let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        if let Some(title) = title
            && self.told.insert(title.clone())
        {
            self.text(&format!(" ({title})"));
        }
    }

    fn void(&mut self, element: Element, tag: &Tag) {
        if element == Element::Source {
            return self.source(tag);
        }
        if self.dropped > self.fallbacks || self.dropped > 0 && element != Element::Image {
            return;
        }
        match element {
            Element::Break => self.void_break(),
            Element::WordBreak => self.writer.break_word(false),
            Element::Rule => {
                self.close_what_ends_before(Element::Group);
                self.writer.rule();
            }
            Element::Image => self.image(tag),
            _ => {}
        }
    }

    fn void_break(&mut self) {
        if self.dropped == 0 {
            self.writer.break_line();
        }
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

fn number(tag: &Tag, name: &str) -> Option<i64> {
    attribute(tag, name)?.trim().parse().ok()
}
