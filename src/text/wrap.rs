//! A document and a width make lines: what the article pane and `chancery show` print.

mod breaks;
mod flow;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use self::flow::{Breaking, Flow, GLYPH_WIDTH_MAX};
use super::width::width as width_of;
use crate::domain::{Block, BlockKind, Container, Document, Emphasis, Run, SafeText};

/// The narrowest width that is wrapped to; a narrower screen cuts.
pub const WIDTH_MIN: u16 = 8;
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
    /// The number of the link that the text or the mark belongs to, from 1.
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

/// Breaks a document into lines of at most `width` columns ([`WIDTH_MIN`] at least), in time linear in its text.
///
/// Lines end at spaces, after hyphens and between ideographs; what is longer than a line is broken at its end, but
/// never within a grapheme cluster.
pub fn wrap(document: &Document, width: u16) -> Vec<Line> {
    let mut wrapper =
        Wrapper { text: &document.text, width: width.max(WIDTH_MIN).into(), lines: Vec::new(), indents: Vec::new() };
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
    text: &'a str,
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

impl Wrapper<'_> {
    fn block(&mut self, block: &Block) {
        let prefix = self.prefix(&block.inside);
        let width = self.width - prefix.width;
        let lines = match &block.kind {
            BlockKind::Table { header, rows } => table::lines(self.text, rows, *header, width),
            BlockKind::Rule => vec![vec![rule(width)]],
            BlockKind::Image { .. } => self.image(&block.runs).lines(width),
            BlockKind::Preformatted => self.flow(&block.runs, Look::Code, Breaking::Hard).lines(width),
            BlockKind::Heading(level) => self.flow(&block.runs, Look::Heading(*level), Breaking::Words).lines(width),
            BlockKind::Caption => self.flow(&block.runs, Look::Caption, Breaking::Words).lines(width),
            BlockKind::Paragraph => {
                let look = if block.inside.contains(&Container::Quote) { Look::Quote } else { Look::Body };
                self.flow(&block.runs, look, Breaking::Words).lines(width)
            }
        };
        let picture = match block.kind {
            BlockKind::Image { picture } => picture,
            _ => None,
        };
        for (index, line) in lines.into_iter().enumerate() {
            let mut segments = if index == 0 { prefix.first.clone() } else { prefix.rest.clone() };
            segments.extend(line);
            let picture = picture.filter(|_| index == 0);
            let picture = picture.map(|picture| PictureLine { picture, part: PicturePart::Caption });
            self.lines.push(Line { segments, picture });
        }
    }

    fn flow(&self, runs: &[Run], look: Look, breaking: Breaking) -> Flow<'_> {
        let mut flow = Flow::new(self.text);
        flow.push_linked(runs, look, breaking);
        flow
    }

    fn image(&self, runs: &[Run]) -> Flow<'_> {
        let mut flow = Flow::new(self.text);
        if runs.is_empty() {
            flow.push_own("[image]", Look::Image);
            return flow;
        }
        flow.push_own("[image: ", Look::Image);
        flow.push_runs(runs, Look::Image, Breaking::Words);
        flow.push_own("]", Look::Image);
        flow.push_link_mark(runs.iter().find_map(|run| run.link));
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
            let before = if *container == Container::Quote { "│ ".to_owned() } else { " ".repeat(*indent) };
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
        let room = (self.width / 2).min(self.width - GLYPH_WIDTH_MAX);
        let mut used = 0;
        let shown = self.indents.iter().rev().take_while(|indent| {
            used += **indent;
            used <= room
        });
        self.indents.len() - shown.count()
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
    let is_captioned = (above.kind == BlockKind::Caption) != (below.kind == BlockKind::Caption)
        && [above, below].iter().any(|block| matches!(block.kind, BlockKind::Image { .. } | BlockKind::Table { .. }));
    !is_next_item && !is_definition && !is_captioned
}
