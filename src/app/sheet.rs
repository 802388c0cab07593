//! An open article laid out for a width: every line that scrolling passes.

mod evidence;
mod pictures;
mod places;
#[cfg(test)]
mod tests;

use super::find::Find;
use super::pictures::{Known, Placed, Showing};
use crate::domain::{Article, Block, BlockKind, Document, Emphasis, Enclosure, Run, SafeText};
use crate::text::{Layout, Line, Piece, first_is_rtl, plain_document, reading_minutes, repeated_blocks, wrap};

pub use places::Section;

/// Which text of an article is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The whole article from its page.
    Page,
    /// What the feed gave.
    Feed,
}

impl Text {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Page => Self::Feed,
            Self::Feed => Self::Page,
        }
    }
}

/// An article with its document, wrapped for a width.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub article: Article,
    pub document: Document,
    /// Which of the article's texts the document is.
    pub text: Text,
    /// Whether the whole article is on its way.
    pub is_fetching: bool,
    /// Whole minutes of reading, at least 1.
    pub minutes: usize,
    /// The title as a document, so that it is wrapped as the text is.
    pub title: Document,
    title_lines: Vec<Line>,
    body_lines: Vec<Line>,
    /// The user's note as a document.
    pub note: Document,
    note_lines: Vec<Line>,
    layout: Layout,
    with_event: bool,
    with_page_line: bool,
    tags_as_strip: bool,
    /// Which pictures the user wants to see here; `None` for what is set for all articles.
    pub showing: Option<Showing>,
    /// What is known of each picture of the document.
    pub pictures: Vec<Known>,
    /// What stands among the lines for each picture.
    placed: Vec<Placed>,
    /// How many of the document's links stand in its text; behind them stand the article's files.
    text_links: usize,
    pub repeated: Repeated,
    /// What was looked for in it.
    pub find: Option<Find>,
}

/// The blocks that a source repeats in its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// Their places in the document.
    pub blocks: Vec<usize>,
    pub is_folded: bool,
}

/// A line of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SheetLine<'a> {
    /// A line of the title; its ranges are of [`Sheet::title`].
    Title(&'a Line),
    /// The title that it had before.
    FormerTitle,
    /// Date, reading time and the like.
    Meta,
    /// Who did what to whom.
    Event,
    /// What becomes of the whole article: it is on its way, or why there is none.
    Page,
    /// What the feed says of it: whom it is from, and the feed's own words for what it is about.
    Said,
    /// The tags, where their pane has no room.
    Tags,
    Blank,
    /// A line of the text; its ranges are of [`Sheet::document`].
    Body(&'a Line),
    /// That paragraphs were folded away that the source repeats.
    Repeated,
    /// The heading of the user's note.
    NoteHeading,
    /// A line of the note; its ranges are of [`Sheet::note`].
    Note(&'a Line),
    /// The heading of the list of links.
    LinksHeading,
    /// A link of the list, from 1.
    Link(usize),
}

impl Sheet {
    /// Lays an article out, for a text width in cells or for more than that: the whole article where it is there, else
    /// what the feed gave.
    pub fn new(article: Article, document: Document, layout: impl Into<Layout>, tags_as_strip: bool) -> Self {
        Self::showing(Text::Page, article, document, layout, tags_as_strip)
    }

    /// Lays this text of an article out, or what the feed gave where there is no other.
    pub fn showing(
        text: Text,
        article: Article,
        mut document: Document,
        layout: impl Into<Layout>,
        tags_as_strip: bool,
    ) -> Self {
        let layout = layout.into();
        let text_links = document.links.len();
        document.links.extend(article.extras.enclosures.iter().map(|file| file.url.clone()));
        let title = title_document(&article.headline.title);
        let note = plain_document(&article.note);
        let blocks = repeated_blocks(&document, &article.repeated);
        let mut sheet = Self {
            minutes: reading_minutes(&document.text),
            with_event: article.event_line().is_some(),
            with_page_line: has_page_line(&article, false),
            text: if article.full_text.is_some() { text } else { Text::Feed },
            is_fetching: false,
            title_lines: wrap(&title, layout),
            body_lines: Vec::new(),
            note_lines: wrap(&note, layout),
            note,
            showing: None,
            pictures: vec![Known::default(); document.pictures.len()],
            placed: vec![Placed::Caption; document.pictures.len()],
            article,
            document,
            title,
            layout,
            tags_as_strip,
            text_links,
            repeated: Repeated { is_folded: !blocks.is_empty(), blocks },
            find: None,
        };
        sheet.tags_as_strip &= sheet.has_tags();
        sheet.body_lines = sheet.wrapped();
        sheet
    }

    /// Shows what is folded away, or folds it again. Returns the line where the words stand now that stood on line
    /// `top`.
    pub fn toggle_repeated(&mut self, top: usize) -> usize {
        if self.repeated.blocks.is_empty() {
            return top;
        }
        let anchor = self.first_byte(top);
        self.repeated.is_folded = !self.repeated.is_folded;
        self.body_lines = self.wrapped();
        self.placed.fill(Placed::Caption);
        anchor.map_or(top, |byte| self.line_of(byte))
    }

    /// The lines of the text, without what is folded away.
    fn wrapped(&self) -> Vec<Line> {
        if !self.repeated.is_folded {
            return wrap(&self.document, self.layout);
        }
        let mut shown = self.document.clone();
        let mut place = 0..;
        shown.blocks.retain(|_| place.next().is_none_or(|place| self.repeated.blocks.binary_search(&place).is_err()));
        wrap(&shown, self.layout)
    }

    /// Lays it out again if the layout, the place of the tags or what is above the text changed. Returns the line where
    /// the words stand now that stood on line `top`.
    pub fn fit(&mut self, layout: impl Into<Layout>, tags_as_strip: bool, top: usize) -> usize {
        let layout = layout.into();
        let tags_as_strip = tags_as_strip && self.has_tags();
        let with_event = self.article.event_line().is_some();
        let with_page_line = has_page_line(&self.article, self.is_fetching);
        let before = (self.layout, self.tags_as_strip, self.with_event, self.with_page_line);
        if before == (layout, tags_as_strip, with_event, with_page_line) {
            return top;
        }
        let anchor = self.first_byte(top);
        self.with_event = with_event;
        self.with_page_line = with_page_line;
        self.tags_as_strip = tags_as_strip;
        if self.layout != layout {
            self.layout = layout;
            self.title_lines = wrap(&self.title, layout);
            self.body_lines = self.wrapped();
            self.note_lines = wrap(&self.note, layout);
            self.placed.fill(Placed::Caption);
        }
        anchor.map_or(top, |byte| self.line_of(byte))
    }

    /// Puts a note in the place of the one that stands.
    pub fn set_note(&mut self, note: SafeText) {
        self.note = plain_document(&note);
        self.note_lines = wrap(&self.note, self.layout);
        self.article.note = note;
    }

    /// The first byte of the text that stands on a line of the body or below it; `None` above the body.
    fn first_byte(&self, line: usize) -> Option<usize> {
        let line = line.checked_sub(self.body_start())?;
        self.body_lines.iter().skip(line).find_map(start_of)
    }

    /// The line that holds a byte of the text.
    fn line_of(&self, byte: usize) -> usize {
        let starts = self.body_lines.iter().enumerate().filter_map(|(line, words)| Some((line, start_of(words)?)));
        let line = starts.take_while(|(_, start)| *start <= byte).last().map_or(0, |(line, _)| line);
        self.body_start() + line
    }

    /// The file that a link of the list, from 1, leads to; `None` where it is a link of the text.
    pub fn file(&self, number: usize) -> Option<&Enclosure> {
        self.article.extras.enclosures.get(number.checked_sub(self.text_links + 1)?)
    }

    fn has_said(&self) -> bool {
        !self.article.extras.categories.is_empty() || self.article.extras.via.is_some()
    }

    fn has_tags(&self) -> bool {
        !self.article.tags.is_empty() || !self.article.headline.own_tags.is_empty()
    }

    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.body_start() + self.body_lines.len() + self.repeated_len() + self.note_len() + self.links_len()
    }

    /// Never: a sheet has at least its title.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn body_start(&self) -> usize {
        // The title, the one before, the line of facts, the page, what the feed says, the event, the tags, a blank line.
        let between =
            [self.has_former_title(), self.with_page_line, self.has_said(), self.with_event, self.tags_as_strip];
        self.title_lines.len() + 1 + between.into_iter().filter(|line| *line).count() + 1
    }

    /// The line of what is folded away, and the blank one above it.
    fn repeated_len(&self) -> usize {
        if self.repeated.blocks.is_empty() { 0 } else { 2 }
    }

    fn note_len(&self) -> usize {
        match self.note_lines.len() {
            0 => 0,
            lines => lines + 2,
        }
    }

    fn has_former_title(&self) -> bool {
        self.article.former_title.is_some()
    }

    fn links_len(&self) -> usize {
        match self.document.links.len() {
            0 => 0,
            links => links + 2,
        }
    }

    /// The line at a place, from 0; `None` past the end.
    pub fn line(&self, at: usize) -> Option<SheetLine<'_>> {
        let titles = self.title_lines.len();
        if at < titles {
            return Some(SheetLine::Title(&self.title_lines[at]));
        }
        if at < self.body_start() {
            let head = [
                self.has_former_title().then_some(SheetLine::FormerTitle),
                Some(SheetLine::Meta),
                self.with_page_line.then_some(SheetLine::Page),
                self.has_said().then_some(SheetLine::Said),
                self.with_event.then_some(SheetLine::Event),
                self.tags_as_strip.then_some(SheetLine::Tags),
            ];
            return Some(head.into_iter().flatten().nth(at - titles).unwrap_or(SheetLine::Blank));
        }
        let at = at - self.body_start();
        if let Some(line) = self.body_lines.get(at) {
            return Some(SheetLine::Body(line));
        }
        let at = at - self.body_lines.len();
        if at < self.repeated_len() {
            return Some(if at == 0 { SheetLine::Blank } else { SheetLine::Repeated });
        }
        let at = at - self.repeated_len();
        if at < self.note_len() {
            return Some(match at {
                0 => SheetLine::Blank,
                1 => SheetLine::NoteHeading,
                line => SheetLine::Note(&self.note_lines[line - 2]),
            });
        }
        match at - self.note_len() {
            past if past >= self.links_len() => None,
            0 => Some(SheetLine::Blank),
            1 => Some(SheetLine::LinksHeading),
            link => Some(SheetLine::Link(link - 1)),
        }
    }

    /// The line of another sheet of this article where the words stand that stand on line `top` here; its beginning
    /// where they do not.
    pub fn same_place(&self, top: usize, other: &Self) -> usize {
        const WORDS: usize = 60;
        let Some(byte) = self.first_byte(top) else { return top };
        let words: String = self.document.text[byte..].chars().take_while(|c| *c != '\n').take(WORDS).collect();
        other.document.text.find(words.as_str()).filter(|_| !words.is_empty()).map_or(0, |byte| other.line_of(byte))
    }
}

fn has_page_line(article: &Article, is_fetching: bool) -> bool {
    is_fetching || (article.page_failure.is_some() && article.full_text.is_none())
}

/// The first byte of the text on a line, if it holds any. Where it is written from right to left, that is not its first
/// segment's.
fn start_of(line: &Line) -> Option<usize> {
    let starts = line.segments.iter().filter_map(|segment| match &segment.piece {
        Piece::Source(range) => Some(range.start),
        Piece::Own(_) => None,
    });
    starts.min()
}

fn title_document(title: &SafeText) -> Document {
    let run = Run { range: 0..title.len(), emphasis: Emphasis::default(), link: None };
    let block = Block { kind: BlockKind::Heading(1), inside: Vec::new(), runs: vec![run], rtl: first_is_rtl(title) };
    Document { text: title.clone(), blocks: vec![block], ..Document::default() }
}
