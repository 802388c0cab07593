//! A stretch of text as glyphs, and the greedy breaking of it into lines.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::breaks::Class;
use super::{Look, Piece, Segment};
use crate::domain::{Emphasis, Run, SafeText};
use crate::text::width::grapheme_width;

/// The widest glyph. Some scripts can chain letters to a grapheme cluster without end; a wider one is taken apart.
pub(super) const GLYPH_WIDTH_MAX: usize = 6;

/// Text to be broken into lines: runs of the document and what we add of our own.
pub(super) struct Flow<'a> {
    source: &'a str,
    /// The added text; its glyphs hold ranges of it.
    own: String,
    /// How far the source's glyphs reach.
    source_end: usize,
    glyphs: Vec<Glyph>,
    styles: Vec<Style>,
}

/// What is never parted: a grapheme cluster.
struct Glyph {
    range: Range<usize>,
    is_own: bool,
    width: u16,
    class: Class,
    /// Its place in [`Flow::styles`].
    style: u32,
}

#[derive(Clone, Copy, PartialEq)]
struct Style {
    look: Look,
    emphasis: Emphasis,
    link: Option<usize>,
}

/// Which ends of lines a text has.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Breaking {
    /// Between words.
    Words,
    /// Only where the text has them, or where the line is full.
    Hard,
}

impl<'a> Flow<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, own: String::new(), source_end: 0, glyphs: Vec::new(), styles: Vec::new() }
    }

    /// Appends runs, which must follow one another, with the mark `[n]` after each link.
    pub fn push_linked(&mut self, runs: &[Run], look: Look, breaking: Breaking) {
        for stretch in runs.chunk_by(|a, b| a.link == b.link && a.range.end == b.range.start) {
            self.push_runs(stretch, look, breaking);
            self.push_link_mark(stretch[0].link);
        }
    }

    /// Appends runs, which must follow one another, without marks.
    pub fn push_runs(&mut self, runs: &[Run], look: Look, breaking: Breaking) {
        for run in runs {
            let style = self.style(Style { look, emphasis: run.emphasis, link: run.link });
            self.push_source(run.range.clone(), style, breaking);
        }
    }

    /// Appends the mark of a link, if there is one. It is never parted from the word before it.
    pub fn push_link_mark(&mut self, link: Option<usize>) {
        if let Some(number) = link {
            let style = self.style(Style { look: Look::LinkMark, emphasis: Emphasis::default(), link });
            self.push_own_glyphs(&format!("[{number}]"), style, |_| Class::Closing);
        }
    }

    /// Appends text that the document does not hold.
    pub fn push_own(&mut self, text: &str, look: Look) {
        let style = self.style(Style { look, emphasis: Emphasis::default(), link: None });
        self.push_own_glyphs(text, style, Class::of);
    }

    fn style(&mut self, style: Style) -> u32 {
        if self.styles.last() != Some(&style) {
            self.styles.push(style);
        }
        u32::try_from(self.styles.len() - 1).unwrap_or(u32::MAX)
    }

    fn push_own_glyphs(&mut self, text: &str, style: u32, class: fn(char) -> Class) {
        let offset = self.own.len();
        self.own.push_str(text);
        for (at, cluster) in text.grapheme_indices(true) {
            for (part, width) in unparted(cluster) {
                let class = cluster[part.clone()].chars().next().map_or(Class::Word, class);
                let range = offset + at + part.start..offset + at + part.end;
                self.glyphs.push(Glyph { range, is_own: true, width, class, style });
            }
        }
    }

    fn push_source(&mut self, range: Range<usize>, style: u32, breaking: Breaking) {
        let source = self.source;
        let bytes = source.as_bytes();
        // A cluster that began in the run before belongs to it whole.
        let mut at = range.start.max(self.source_end);
        while at < range.end {
            // Two ASCII characters are never one cluster, so most text needs no segmentation.
            if bytes[at].is_ascii() && bytes.get(at + 1).is_none_or(u8::is_ascii) {
                self.push_glyph(at..at + 1, u16::from(bytes[at] != b'\n'), style, breaking);
                at += 1;
                continue;
            }
            let cluster = source[at..].graphemes(true).next().unwrap_or(&source[at..]);
            for (part, width) in unparted(cluster) {
                self.push_glyph(at + part.start..at + part.end, width, style, breaking);
            }
            at += cluster.len();
        }
        self.source_end = at;
    }

    fn push_glyph(&mut self, range: Range<usize>, width: u16, style: u32, breaking: Breaking) {
        let first = self.source[range.clone()].chars().next().unwrap_or(' ');
        let class = match (Class::of(first), breaking) {
            (Class::LineEnd, _) => Class::LineEnd,
            (_, Breaking::Hard) => Class::Word,
            // A space that carries a mark is seen, so it is not dropped at a line's end.
            (Class::Space, _) if range.len() > 1 => Class::Word,
            (class, Breaking::Words) => self.class_in_context(class, first),
        };
        self.glyphs.push(Glyph { range, is_own: false, width, class, style });
    }

    /// A hyphen ends a line only after a word, and not before a digit (`-5`, `--flag`, `2026-11-22`).
    fn class_in_context(&mut self, class: Class, first: char) -> Class {
        let Some(last) = self.glyphs.last_mut() else { return class };
        if last.class == Class::Hyphen && first.is_ascii_digit() {
            last.class = Class::Word;
        }
        if class == Class::Hyphen && !matches!(last.class, Class::Word | Class::Closing) { Class::Word } else { class }
    }

    /// The widest line when only the text itself ends lines.
    pub fn natural_width(&self) -> usize {
        self.natural_lines().max().unwrap_or(0)
    }

    /// About how many lines the text takes at a width.
    pub fn estimated_lines(&self, width: usize) -> usize {
        self.natural_lines().map(|line| line.div_ceil(width.max(1)).max(1)).sum()
    }

    fn natural_lines(&self) -> impl Iterator<Item = usize> {
        let lines = self.glyphs.split(|glyph| glyph.class == Class::LineEnd);
        lines.map(|line| line.iter().map(|glyph| usize::from(glyph.width)).sum())
    }

    /// Breaks the text into lines of at most `width` columns.
    pub fn lines(&self, width: usize) -> Vec<Vec<Segment>> {
        self.line_ranges(width).into_iter().map(|line| self.segments(line)).collect()
    }

    fn line_ranges(&self, room: usize) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut used = 0;
        // The last place where the line may end, and the columns before it.
        let mut last_break = None;
        for (index, glyph) in self.glyphs.iter().enumerate() {
            if glyph.class == Class::LineEnd {
                lines.push(start..index);
                (start, used, last_break) = (index + 1, 0, None);
                continue;
            }
            if index > start && self.glyphs[index - 1].class.may_end_before(glyph.class) {
                last_break = Some((index, used));
            }
            let width = usize::from(glyph.width);
            while glyph.class != Class::Space && used + width > room && index > start {
                let (next, before) = last_break.take().unwrap_or((index, used));
                lines.push(start..next);
                start = next;
                used -= before;
            }
            used += width;
        }
        if start < self.glyphs.len() {
            lines.push(start..self.glyphs.len());
        }
        lines
    }

    /// The segments of a line, without the spaces at its end.
    fn segments(&self, line: Range<usize>) -> Vec<Segment> {
        let glyphs = &self.glyphs[line];
        let end = glyphs.iter().rposition(|glyph| glyph.class != Class::Space).map_or(0, |last| last + 1);
        glyphs[..end]
            .chunk_by(|a, b| a.style == b.style && a.is_own == b.is_own && a.range.end == b.range.start)
            .map(|stretch| self.segment(stretch))
            .collect()
    }

    fn segment(&self, stretch: &[Glyph]) -> Segment {
        let first = &stretch[0];
        let range = first.range.start..stretch[stretch.len() - 1].range.end;
        let Style { look, emphasis, link } = self.styles[first.style as usize];
        let piece = if first.is_own { Piece::Own(SafeText::block(&self.own[range])) } else { Piece::Source(range) };
        Segment { piece, look, emphasis, link }
    }
}

/// What of a grapheme cluster stays together, with its columns: all of it, unless it is too wide.
fn unparted(cluster: &str) -> impl Iterator<Item = (Range<usize>, u16)> {
    let is_whole = grapheme_width(cluster) <= GLYPH_WIDTH_MAX;
    let parts = cluster.char_indices().map(|(at, c)| at..at + c.len_utf8()).filter(move |_| !is_whole);
    let parts = is_whole.then_some(0..cluster.len()).into_iter().chain(parts);
    parts.map(|part| {
        let width = grapheme_width(&cluster[part.clone()]);
        (part, u16::try_from(width).unwrap_or(u16::MAX))
    })
}
