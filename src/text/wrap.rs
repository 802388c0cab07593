//! A document and a width make lines: what the article pane and `chancery show` print.

mod breaks;
mod flow;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use self::flow::{Flow, GLYPH_WIDTH_MAX};
use self::table::Table;
use super::bidi;
use super::width::width as width_of;
use crate::domain::{Block, BlockKind, Container, Document, Emphasis, SafeText};

/// How a document is laid out. A number of columns says the rest in the usual way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The most columns of a line. No line has more, even if nothing can be read in so few.
    pub width: u16,
    pub setting: Setting,
}

/// What else there is to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Whether links have their numbers behind them.
    pub link_marks: bool,
    /// Whether links within the text have an arrow behind them: the interface can follow it.
    pub jump_marks: bool,
    /// Whether text that is read from right to left is put in the order in which it is seen, as most terminals do not.
    pub reorder: bool,
    /// Whether each word is found in the lines when they are put together: columns of a table stand side by side only
    /// where they part no word, and quotes have no bars.
    pub whole_words: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self { link_marks: true, jump_marks: false, reorder: false, whole_words: false }
    }
}

impl From<u16> for Layout {
    fn from(width: u16) -> Self {
        Self { width, setting: Setting::default() }
    }
}

/// The widest rule; more is no clearer.
const RULE_WIDTH_MAX: usize = 72;

/// One line of the screen. An empty one stands between blocks.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Line {
    pub segments: Vec<Segment>,
    /// What the line is of a picture.
    pub picture: Option<PictureLine>,
}

/// What a line is of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureLine {
    /// Its place in [`Document::pictures`].
    pub picture: usize,
    pub part: PicturePart,
}

/// A part of a picture. Wrapping makes captions only; whoever shows pictures adds the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PicturePart {
    /// The line that stands for it begins here.
    Caption,
    /// A row of it, from 0.
    Row(u16),
    /// Why it is not shown.
    Trouble,
}

/// A stretch of a line of one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub piece: Piece,
    pub look: Look,
    pub emphasis: Emphasis,
    /// The number of the link that the text or the mark belongs to, from 1. Where links within the text are marked,
    /// they are numbered on behind [`Document::links`].
    pub link: Option<usize>,
}

/// Where a segment's text comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Bytes of [`Document::text`]: what tags and matches can light up.
    Source(Range<usize>),
    /// What wrapping adds: bars, bullets, link marks, rules, spaces.
    Own(SafeText),
}

/// What a segment is, for the theme to choose a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Body,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Text in a quote, and the bar before it.
    Quote,
    /// A list item's bullet or number.
    Marker,
    /// The `[n]` after a link.
    LinkMark,
    Code,
    Caption,
    Image,
    /// A line across, and the lines of a table.
    Rule,
    TableHead,
}

impl Piece {
    /// The piece's text.
    pub fn text<'a>(&'a self, document: &'a Document) -> &'a str {
        match self {
            Self::Source(range) => &document.text[range.clone()],
            Self::Own(text) => text,
        }
    }
}

impl Segment {
    fn own(text: impl Into<SafeText>, look: Look) -> Self {
        Self { piece: Piece::Own(text.into()), look, emphasis: Emphasis::default(), link: None }
    }

    /// The bars and spaces before a line in quotes and lists.
    fn prefix(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::own(SafeText::block(text), Look::Quote))
    }

    fn spaces(columns: usize) -> Self {
        Self::own(SafeText::block(&" ".repeat(columns)), Look::Body)
    }
}

/// The text of a line as it is shown.
pub fn line_text(line: &Line, document: &Document) -> String {
    line.segments.iter().map(|segment| segment.piece.text(document)).collect()
}

/// The columns that segments take.
pub(super) fn columns_of(segments: &[Segment], document: &Document) -> usize {
    segments.iter().map(|segment| width_of(segment.piece.text(document))).sum()
}

/// Breaks a document into lines of at most so many columns, in time linear in its text.
///
/// Lines end where the Unicode standard and its writers' habits let them; what is longer than a line is broken at its
/// end, but never within a grapheme cluster. A glyph that is wider than the whole line becomes a dot.
pub fn wrap(document: &Document, layout: impl Into<Layout>) -> Vec<Line> {
    let Layout { width, setting } = layout.into();
    let mut wrapper = Wrapper { document, setting, width: width.max(1).into(), lines: Vec::new(), indents: Vec::new() };
    let mut previous: Option<&Block> = None;
    for block in &document.blocks {
        wrapper.indent(&block.inside);
        if let Some(previous) = previous.filter(|previous| is_parted(previous, block)) {
            wrapper.blank(&previous.inside, &block.inside);
        }
        wrapper.block(block);
        previous = Some(block);
    }
    wrapper.lines
}

struct Wrapper<'a> {
    document: &'a Document,
    setting: Setting,
    width: usize,
    lines: Vec<Line>,
    /// The columns that each open container took last, outermost first, so that an item's later blocks stand
    /// under its first.
    indents: Vec<usize>,
}

/// What stands before a block's lines.
struct Prefix {
    first: Vec<Segment>,
    rest: Vec<Segment>,
    width: usize,
}

impl<'a> Wrapper<'a> {
    fn block(&mut self, block: &Block) {
        let prefix = self.prefix(&block.inside);
        let width = self.width - prefix.width;
        let lines = match &block.kind {
            BlockKind::Table { header, rows } => {
                let Self { document, setting, .. } = *self;
                Table { document, rows, header: *header, rtl: block.rtl, setting }.lines(width)
            }
            BlockKind::Rule => vec![vec![rule(width)]],
            BlockKind::Image { picture } => self.broken(&self.image(block, *picture, width), block),
            _ => {
                let mut flow = self.flow(width);
                flow.push_linked(&block.runs, look_of(block));
                self.broken(&flow, block)
            }
        };
        let picture = match block.kind {
            BlockKind::Image { picture } => picture,
            _ => None,
        };
        let is_turned = block.rtl && self.setting.reorder;
        for (index, line) in lines.into_iter().enumerate() {
            let before = if index == 0 { &prefix.first } else { &prefix.rest };
            let segments = if is_turned { self.turned(before, line, width) } else { [before.clone(), line].concat() };
            let picture = picture.filter(|_| index == 0);
            let picture = picture.map(|picture| PictureLine { picture, part: PicturePart::Caption });
            self.lines.push(Line { segments, picture });
        }
    }

    fn broken(&self, flow: &Flow<'_>, block: &Block) -> Vec<Vec<Segment>> {
        if self.setting.reorder { flow.visual_lines(block.rtl) } else { flow.lines() }
    }

    /// A line that is read from right to left begins at the right.
    fn turned(&self, before: &[Segment], line: Vec<Segment>, width: usize) -> Vec<Segment> {
        let missing = width.saturating_sub(columns_of(&line, self.document));
        let mut segments: Vec<Segment> = (missing > 0).then(|| Segment::spaces(missing)).into_iter().collect();
        segments.extend(line);
        segments.extend(before.iter().rev().map(|segment| {
            let text = bidi::in_visual_order(segment.piece.text(self.document), true);
            Segment { piece: Piece::Own(text), ..segment.clone() }
        }));
        segments
    }

    fn flow(&self, width: usize) -> Flow<'a> {
        Flow::new(self.document, width, self.setting)
    }

    /// `[image: what it shows · 1200×800]`
    fn image(&self, block: &Block, picture: Option<usize>, width: usize) -> Flow<'a> {
        let picture = picture.and_then(|place| self.document.pictures.get(place));
        let size = picture.and_then(|picture| Some(format!(" · {}×{}", picture.width?, picture.height?)));
        let mut flow = self.flow(width);
        flow.push_own(if block.runs.is_empty() { "[image" } else { "[image: " }, Look::Image);
        flow.push_runs(&block.runs, Look::Image);
        flow.push_own(&size.unwrap_or_default(), Look::Image);
        flow.push_own("]", Look::Image);
        flow.push_link_mark(block.runs.iter().find_map(|run| run.link));
        flow
    }

    /// A line between two blocks. The bar of a quote that both stand in goes through.
    fn blank(&mut self, above: &[Container], below: &[Container]) {
        let same = above.iter().zip(below).take_while(|(above, below)| match below {
            Container::Quote => **above == Container::Quote,
            Container::Item { marker } => marker.is_none() && **above != Container::Quote,
        });
        let shared = &below[..same.count()];
        let bars = shared.iter().rposition(|container| *container == Container::Quote).map_or(0, |last| last + 1);
        let segments = self.prefix(&shared[..bars]).rest;
        self.lines.push(Line { segments, picture: None });
    }

    /// Sets the indents for a block. An item's later blocks keep the width of its marker.
    fn indent(&mut self, inside: &[Container]) {
        self.indents.resize(inside.len(), 2);
        for (container, indent) in inside.iter().zip(&mut self.indents) {
            if let Container::Item { marker: Some(marker) } = container {
                *indent = width_of(marker) + 1;
            }
        }
    }

    /// What stands before the lines of a block in these containers: the outermost of those that indents are set for.
    fn prefix(&self, inside: &[Container]) -> Prefix {
        let mut prefix = Prefix { first: Vec::new(), rest: Vec::new(), width: 0 };
        // What stands before the next marker: bars and spaces.
        let mut plain = String::new();
        let mut rest = String::new();
        for (container, indent) in inside.iter().zip(&self.indents).skip(self.hidden_containers()) {
            let has_bar = *container == Container::Quote && !self.setting.whole_words;
            let before = if has_bar { "│ ".to_owned() } else { " ".repeat(*indent) };
            rest.push_str(&before);
            prefix.width += indent;
            if let Container::Item { marker: Some(marker) } = container {
                prefix.first.extend(Segment::prefix(&std::mem::take(&mut plain)));
                prefix.first.push(Segment::own(SafeText::block(&format!("{marker} ")), Look::Marker));
            } else {
                plain.push_str(&before);
            }
        }
        prefix.first.extend(Segment::prefix(&plain));
        prefix.rest.extend(Segment::prefix(&rest));
        prefix
    }

    /// How many of the outer containers are not shown, so that half of the width is left for text.
    fn hidden_containers(&self) -> usize {
        let room = (self.width / 2).min(self.width.saturating_sub(GLYPH_WIDTH_MAX));
        let mut used = 0;
        let shown = self.indents.iter().rev().take_while(|indent| {
            used += **indent;
            used <= room
        });
        self.indents.len() - shown.count()
    }
}

/// How a block of text looks.
fn look_of(block: &Block) -> Look {
    match block.kind {
        BlockKind::Preformatted => Look::Code,
        BlockKind::Heading(level) => Look::Heading(level),
        BlockKind::Caption => Look::Caption,
        _ if block.inside.contains(&Container::Quote) => Look::Quote,
        _ => Look::Body,
    }
}

fn rule(width: usize) -> Segment {
    Segment::own(SafeText::block(&"─".repeat(width.min(RULE_WIDTH_MAX))), Look::Rule)
}

/// Whether an empty line parts two blocks that follow each other.
fn is_parted(above: &Block, below: &Block) -> bool {
    let has_marker = |block: &Block| block.inside.iter().any(|c| matches!(c, Container::Item { marker: Some(_) }));
    // The items of a list stand together, unless one has several paragraphs.
    let is_next_item = has_marker(above) && has_marker(below);
    // A definition stands under its term.
    let is_definition = below.inside.len() == above.inside.len() + 1
        && matches!(below.inside.last(), Some(Container::Item { marker: None }));
    // Under a picture or a table, or over a table: https://html.spec.whatwg.org/multipage/tables.html#the-caption-element
    let is_captioned = matches!(
        (&above.kind, &below.kind),
        (BlockKind::Image { .. } | BlockKind::Table { .. }, BlockKind::Caption)
            | (BlockKind::Caption, BlockKind::Table { .. })
    );
    !is_next_item && !is_definition && !is_captioned
}
