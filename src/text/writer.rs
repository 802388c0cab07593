//! Writes a [`Document`] block by block: folds white space, keeps run ranges right, numbers links, holds limits.

use std::collections::HashMap;

use super::bidi::first_is_rtl;
use super::places::Places;
use super::unspaced;
use crate::domain::{
    BLOCK_MAX_BYTES, Block, BlockKind, Break, Container, Document, Emphasis, Picture, Run, SafeText, SafeTextBuilder,
    WebUrl,
};

/// The most blocks of a document; what follows is left out.
pub(super) const BLOCKS_MAX: usize = 20_000;
/// The most numbered links; the text of later ones is kept without a number.
pub(super) const LINKS_MAX: usize = 2_000;
/// The most pictures whose addresses are kept.
const PICTURES_MAX: usize = 500;
/// The most quotes and list items that a block stands in; deeper ones show as the last.
const CONTAINERS_MAX: usize = 16;

/// What a text block is; [`BlockKind`] without what only a finished block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Kind {
    #[default]
    Paragraph,
    Heading(u8),
    Preformatted,
    Caption,
    Image,
}

impl From<Kind> for BlockKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Paragraph => Self::Paragraph,
            Kind::Heading(level) => Self::Heading(level),
            Kind::Preformatted => Self::Preformatted,
            Kind::Caption => Self::Caption,
            Kind::Image => Self::Image { picture: None },
        }
    }
}

/// How the text that comes is set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub emphasis: Emphasis,
    pub link: Option<usize>,
}

impl Style {
    /// What both have. White space has what is before it, around it and after it in common.
    fn common(self, other: Self) -> Self {
        let (a, b) = (self.emphasis, other.emphasis);
        Self {
            emphasis: Emphasis {
                strong: a.strong && b.strong,
                italic: a.italic && b.italic,
                code: a.code && b.code,
                strike: a.strike && b.strike,
                underline: a.underline && b.underline,
            },
            link: if self.link == other.link { self.link } else { None },
        }
    }
}

/// White space that was seen and is written only when text follows it in the same block.
#[derive(Clone, Copy, Debug, Default)]
struct Gap {
    line_ends: usize,
    spaces: usize,
    /// The style where it was seen.
    style: Style,
}

#[derive(Default)]
pub(super) struct Writer {
    /// The kind that the next block gets.
    pub kind: Kind,
    pub style: Style,
    /// Whether the next block is read from right to left, where its markup says so.
    pub rtl: Option<bool>,
    /// Where links within the text begin and lead to.
    pub places: Places,
    text: SafeTextBuilder,
    /// The finished blocks; those of an open table's cells too, until the table is closed.
    pub(super) blocks: Vec<Block>,
    open: Option<Block>,
    gap: Gap,
    containers: Vec<Container>,
    links: Vec<WebUrl>,
    link_numbers: HashMap<WebUrl, usize>,
    pictures: Vec<Picture>,
    breaks: Vec<Break>,
}

impl Writer {
    /// How much text is written: the next will stand behind it.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether a limit is reached, so that nothing more need be written.
    pub fn is_full(&self) -> bool {
        self.text.len() + 4 > BLOCK_MAX_BYTES || self.blocks.len() >= BLOCKS_MAX
    }

    /// Appends text to the open block, or opens one of the kind that is set.
    pub fn push(&mut self, text: &str) {
        if self.kind == Kind::Preformatted {
            return self.push_preformatted(text);
        }
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if folds(first) {
                self.gap.spaces = 1;
                self.gap.style = self.style;
                rest = rest.trim_start_matches(folds);
            } else {
                let end = rest.find(folds).unwrap_or(rest.len());
                self.push_syllables(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }

    fn push_preformatted(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.gap = Gap { line_ends: self.gap.line_ends + 1, spaces: 0, style: self.style };
            }
            for part in line.split_inclusive([' ', '\t', '\u{a0}']) {
                let word = part.trim_end_matches([' ', '\t', '\u{a0}']);
                if !word.is_empty() {
                    self.push_syllables(word);
                }
                self.gap.spaces += if part.ends_with('\t') { 4 } else { usize::from(part.len() > word.len()) };
            }
        }
    }

    /// Appends a word. Its soft hyphens and zero-width spaces are kept as places to part it, but not in the text: who
    /// searches it or reads it for names shall see whole words.
    fn push_syllables(&mut self, word: &str) {
        for syllable in word.split_inclusive([SOFT_HYPHEN, ZERO_WIDTH_SPACE]) {
            self.push_word(syllable.trim_end_matches([SOFT_HYPHEN, ZERO_WIDTH_SPACE]));
            if syllable.ends_with([SOFT_HYPHEN, ZERO_WIDTH_SPACE]) {
                self.break_word(syllable.ends_with(SOFT_HYPHEN));
            }
        }
    }

    /// The word that is being written may be parted here, with or without a hyphen.
    pub fn break_word(&mut self, hyphen: bool) {
        let at = self.text.len();
        let within_block = self.open.is_some() && self.gap.spaces == 0 && self.gap.line_ends == 0;
        if within_block && self.breaks.last().is_none_or(|last| last.at < at) {
            self.breaks.push(Break { at, hyphen });
        }
    }

    fn push_word(&mut self, word: &str) {
        if self.is_full() {
            return;
        }
        let Some(block) = &mut self.open else {
            return self.open_block(word);
        };
        let gap = if self.gap.line_ends > 0 && self.kind != Kind::Preformatted {
            Gap { spaces: 0, ..self.gap }
        } else {
            self.gap
        };
        let written = self.text.push(gap.line_ends, gap.spaces, word);
        if written.is_empty() {
            return;
        }
        self.gap = Gap::default();
        let gap_start = written.start - gap.line_ends - gap.spaces;
        let around = block.runs.last().map_or(self.style, |run| style_of(run).common(self.style));
        let gap_style = around.common(gap.style);
        extend(&mut block.runs, gap_start..written.start, gap_style);
        extend(&mut block.runs, written, self.style);
    }

    /// Opens a block with its first word. White space before it is dropped, but for an indented first line of code.
    fn open_block(&mut self, word: &str) {
        let word = word.trim_start_matches('\u{3000}');
        let indent = if self.kind == Kind::Preformatted { self.gap.spaces } else { 0 };
        let written = self.text.push(usize::from(!self.text.is_empty()), indent, word);
        if written.is_empty() {
            return;
        }
        self.gap = Gap::default();
        let mut runs = Vec::with_capacity(1);
        extend(&mut runs, written.start - indent..written.end, self.style);
        let rtl = self.rtl.unwrap_or(false);
        self.open = Some(Block { kind: self.kind.into(), inside: self.take_containers(), runs, rtl });
    }

    /// What the next block stands in. A marker stands before one block only, so it is taken.
    fn take_containers(&mut self) -> Vec<Container> {
        let inside = self.containers.clone();
        for container in &mut self.containers {
            if let Container::Item { marker } = container {
                *marker = None;
            }
        }
        inside
    }

    /// A line end within the block. Two in a row part paragraphs, as feeds mean them.
    pub fn break_line(&mut self) {
        self.gap.line_ends += 1;
        self.gap.style = self.style;
        if self.gap.line_ends > 1 && self.kind != Kind::Preformatted {
            self.end_block();
        }
    }

    /// Ends the open block, if there is one. Trailing white space is dropped.
    pub fn end_block(&mut self) {
        self.gap = Gap::default();
        let Some(mut block) = self.open.take() else { return };
        if let (None, Some(first)) = (self.rtl, block.runs.first()) {
            block.rtl = first_is_rtl(self.text.written(first.range.start));
        }
        self.blocks.push(block);
    }

    /// A line across; several in a row are one.
    pub fn rule(&mut self) {
        self.end_block();
        if self.blocks.last().is_some_and(|block| block.kind != BlockKind::Rule) {
            self.push_empty_block(BlockKind::Rule);
        }
    }

    /// An image with its alternative text, which may be empty. One of which nothing is known gives way to the next:
    /// it stood for it until that was loaded. So does the same image again.
    pub fn image(&mut self, alternative: &str, picture: Option<Picture>) {
        self.end_block();
        if let Some(known) = &picture
            && self.last_picture().is_some_and(|last| last.url == known.url)
        {
            return;
        }
        let is_unknown = |block: &Block| block.kind == BlockKind::Image { picture: None } && block.runs.is_empty();
        if self.blocks.last().is_some_and(is_unknown) {
            self.blocks.pop();
        }
        let place = picture.filter(|_| self.pictures.len() < PICTURES_MAX).map(|picture| {
            self.pictures.push(picture);
            self.pictures.len() - 1
        });
        let kind = std::mem::replace(&mut self.kind, Kind::Image);
        self.push(alternative);
        self.kind = kind;
        if self.open.is_none() {
            self.push_empty_block(BlockKind::Image { picture: None });
        }
        self.end_block();
        if let Some(Block { kind: BlockKind::Image { picture }, .. }) = self.blocks.last_mut() {
            *picture = place;
        }
    }

    /// The picture of the last block, if it is one.
    fn last_picture(&self) -> Option<&Picture> {
        match self.blocks.last()?.kind {
            BlockKind::Image { picture } => self.pictures.get(picture?),
            _ => None,
        }
    }

    fn push_empty_block(&mut self, kind: BlockKind) {
        if !self.is_full() {
            let inside = self.take_containers();
            let rtl = self.rtl.unwrap_or(false);
            self.blocks.push(Block { kind, inside, runs: Vec::new(), rtl });
        }
    }

    /// How many quotes and items the next block stands in.
    pub fn depth(&self) -> usize {
        self.containers.len()
    }

    /// The next blocks stand in `container`, until [`Self::leave`].
    pub fn enter(&mut self, container: Container) {
        if self.containers.len() < CONTAINERS_MAX {
            self.containers.push(container);
        }
    }

    /// Leaves all containers deeper than `depth`.
    pub fn leave(&mut self, depth: usize) {
        self.containers.truncate(depth);
    }

    /// The containers as they stand now, without taking the markers.
    pub fn containers(&self) -> &[Container] {
        &self.containers
    }

    /// Gives the items of a list other markers: those of the blocks from `first` on that stand in containers of this
    /// depth, in order.
    pub fn mark_items(&mut self, first: usize, depth: usize, mut markers: impl Iterator<Item = SafeText>) {
        self.end_block();
        for block in self.blocks.iter_mut().skip(first) {
            if let Some(Container::Item { marker: Some(marker) }) = block.inside.get_mut(depth)
                && let Some(other) = markers.next()
            {
                *marker = other;
            }
        }
    }

    /// The number of the link to `address`, from 1; the same address has one number. `None` when there are too many.
    pub fn link(&mut self, address: WebUrl) -> Option<usize> {
        if let Some(number) = self.link_numbers.get(&address) {
            return Some(*number);
        }
        if self.links.len() >= LINKS_MAX {
            return None;
        }
        self.links.push(address.clone());
        self.link_numbers.insert(address, self.links.len());
        Some(self.links.len())
    }

    pub fn finish(mut self) -> Document {
        self.end_block();
        if self.blocks.last().is_some_and(|block| block.kind == BlockKind::Rule) {
            self.blocks.pop();
        }
        let text = self.text.finish();
        let mut breaks = self.breaks;
        breaks.extend(unspaced::breaks(&text));
        breaks.sort_by_key(|place| place.at);
        breaks.dedup_by_key(|place| place.at);
        Document {
            jumps: self.places.jumps(&text),
            text,
            blocks: self.blocks,
            links: self.links,
            pictures: self.pictures,
            breaks,
        }
    }
}

const SOFT_HYPHEN: char = '\u{ad}';
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// White space that folds into one space: all but the ideographic space, which is written on purpose.
fn folds(c: char) -> bool {
    c.is_whitespace() && c != '\u{3000}'
}

fn style_of(run: &Run) -> Style {
    Style { emphasis: run.emphasis, link: run.link }
}

fn extend(runs: &mut Vec<Run>, range: std::ops::Range<usize>, style: Style) {
    if range.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some(last) if style_of(last) == style && last.range.end == range.start => last.range.end = range.end,
        _ => runs.push(Run { range, emphasis: style.emphasis, link: style.link }),
    }
}
