//! A stretch of text as glyphs, and the greedy breaking of it into lines.

use std::ops::Range;

use unicode_bidi::Level;
use unicode_segmentation::UnicodeSegmentation;

use super::breaks::{Chance, chances};
use super::{Look, Piece, Segment, Setting};
use crate::domain::{Document, Emphasis, Run, SafeText};
use crate::text::bidi;
use crate::text::width::grapheme_width;

/// The widest glyph. Some scripts can chain letters to a grapheme cluster without end; a wider one is taken apart.
pub(super) const GLYPH_WIDTH_MAX: usize = 6;
/// What stands for a glyph that is wider than a whole line.
const TOO_WIDE: &str = "·";
/// What stands behind a link to what comes later in the text, and to what came before.
const DOWN: &str = "↓";
const UP: &str = "↑";

/// Text to be broken into lines: runs of the document and what we add of our own.
pub(super) struct Flow<'a> {
    document: &'a Document,
    /// The most columns of a line, at least 1.
    room: usize,
    setting: Setting,
    /// The added text; its glyphs hold ranges of it.
    own: String,
    /// How far the source's glyphs reach.
    source_end: usize,
    glyphs: Vec<Glyph>,
    styles: Vec<Style>,
}

/// What is never parted: a grapheme cluster.
struct Glyph {
    /// Bytes of the document's text or of the added one. Small, because a hostile paragraph has two million glyphs.
    start: u32,
    end: u32,
    is_own: bool,
    width: u16,
    kind: Kind,
    /// Whether a line may end before it.
    chance: Chance,
    /// Its place in [`Flow::styles`].
    style: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    /// Not shown at a line's end.
    Space,
    /// The text says that the line ends here.
    LineEnd,
}

#[derive(Clone, Copy, PartialEq)]
struct Style {
    look: Look,
    emphasis: Emphasis,
    link: Option<usize>,
}

/// The glyphs of a line, and whether a hyphen ends it.
struct LineRange {
    glyphs: Range<usize>,
    hyphen: bool,
}

impl Glyph {
    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place in a text, which is never longer than [`crate::domain::BLOCK_MAX_BYTES`].
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'a> Flow<'a> {
    pub fn new(document: &'a Document, room: usize, setting: Setting) -> Self {
        let (own, glyphs, styles) = (String::new(), Vec::new(), Vec::new());
        Self { document, room: room.max(1), setting, own, source_end: 0, glyphs, styles }
    }

    /// Appends runs, which must follow one another, with the mark `[n]` after each link.
    pub fn push_linked(&mut self, runs: &[Run], look: Look) {
        let chances = self.chances(runs);
        let mut chances = chances.iter().copied().peekable();
        for stretch in runs.chunk_by(|a, b| a.link == b.link && a.range.end == b.range.start) {
            self.push_stretch(stretch, look, &mut chances);
            self.push_link_mark(stretch[0].link);
        }
    }

    /// Appends runs, which must follow one another, without marks.
    pub fn push_runs(&mut self, runs: &[Run], look: Look) {
        let chances = self.chances(runs);
        self.push_stretch(runs, look, &mut chances.iter().copied().peekable());
    }

    /// Where lines may end in the text of runs, as bytes of the document's text.
    fn chances(&self, runs: &[Run]) -> Vec<(usize, Chance)> {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return Vec::new() };
        let (start, end) = (first.range.start, last.range.end);
        let mut places = chances(&self.document.text[start..end]);
        places.iter_mut().for_each(|(at, _)| *at += start);
        let written = &self.document.breaks;
        let written = &written[written.partition_point(|place| place.at <= start)..];
        let written = written.iter().take_while(|place| place.at < end);
        let count = places.len();
        places.extend(written.map(|place| (place.at, if place.hyphen { Chance::Hyphenated } else { Chance::Here })));
        if places.len() > count {
            places.sort_by_key(|(at, _)| *at);
        }
        places
    }

    fn push_stretch<I>(&mut self, runs: &[Run], look: Look, chances: &mut std::iter::Peekable<I>)
    where
        I: Iterator<Item = (usize, Chance)>,
    {
        for run in runs {
            let end = self.push_jumps(run, look, chances);
            let style = self.style(Style { look, emphasis: run.emphasis, link: run.link });
            self.push_source(end..run.range.end, style, chances);
        }
    }

    /// Appends a run as far as links within the text reach in it, with their marks. Returns the end of what it appended.
    fn push_jumps<I>(&mut self, run: &Run, look: Look, chances: &mut std::iter::Peekable<I>) -> usize
    where
        I: Iterator<Item = (usize, Chance)>,
    {
        let document = self.document;
        let Range { start, end } = run.range;
        let mut at = start;
        if !self.setting.jump_marks || run.link.is_some() {
            return at;
        }
        let first = document.jumps.partition_point(|jump| jump.from.end <= start);
        for (place, jump) in document.jumps.iter().enumerate().skip(first) {
            if jump.from.start >= end {
                break;
            }
            let (emphasis, link) = (run.emphasis, Some(document.links.len() + place + 1));
            let plain = self.style(Style { look, emphasis, link: None });
            self.push_source(at..jump.from.start.max(at), plain, chances);
            let linked = self.style(Style { look, emphasis, link });
            let reached = jump.from.end.min(end).max(at);
            self.push_source(jump.from.start.max(at)..reached, linked, chances);
            at = reached;
            if reached == jump.from.end {
                let mark = self.style(Style { look: Look::LinkMark, emphasis: Emphasis::default(), link });
                self.push_own_glyphs(if jump.to < jump.from.start { UP } else { DOWN }, mark, &[]);
            }
        }
        at
    }

    /// Appends the mark of a link, if there is one. It is never parted from the word before it.
    pub fn push_link_mark(&mut self, link: Option<usize>) {
        if let Some(number) = link.filter(|_| self.setting.link_marks) {
            let style = self.style(Style { look: Look::LinkMark, emphasis: Emphasis::default(), link });
            self.push_own_glyphs(&format!("[{number}]"), style, &[]);
        }
    }

    /// Appends text that the document does not hold.
    pub fn push_own(&mut self, text: &str, look: Look) {
        let style = self.style(Style { look, emphasis: Emphasis::default(), link: None });
        self.push_own_glyphs(text, style, &chances(text));
    }

    fn style(&mut self, style: Style) -> u32 {
        if self.styles.last() != Some(&style) {
            self.styles.push(style);
        }
        u32::try_from(self.styles.len() - 1).unwrap_or(u32::MAX)
    }

    fn push_own_glyphs(&mut self, text: &str, style: u32, chances: &[(usize, Chance)]) {
        for (at, cluster) in text.grapheme_indices(true) {
            let chance = chances.iter().find(|(place, _)| *place == at).map_or(Chance::Never, |(_, chance)| *chance);
            for (part, width) in unparted(cluster, self.room) {
                let shown = if usize::from(width) > self.room { TOO_WIDE } else { &cluster[part] };
                self.push_own_glyph(shown, style, chance);
            }
        }
    }

    fn push_own_glyph(&mut self, text: &str, style: u32, chance: Chance) {
        let range = self.own.len()..self.own.len() + text.len();
        self.own.push_str(text);
        let width = u16::try_from(grapheme_width(text)).unwrap_or(u16::MAX);
        let kind = if text == " " { Kind::Space } else { Kind::Text };
        self.glyphs.push(Glyph {
            start: place(range.start),
            end: place(range.end),
            is_own: true,
            width,
            kind,
            chance,
            style,
        });
    }

    fn push_source<I>(&mut self, range: Range<usize>, style: u32, chances: &mut std::iter::Peekable<I>)
    where
        I: Iterator<Item = (usize, Chance)>,
    {
        let source = self.document.text.as_str();
        let bytes = source.as_bytes();
        // A cluster that began in the run before belongs to it whole.
        let mut at = range.start.max(self.source_end);
        while at < range.end {
            while chances.next_if(|(place, _)| *place < at).is_some() {}
            let mut chance = Chance::Never;
            while let Some((_, another)) = chances.next_if(|(place, _)| *place == at) {
                chance = another;
            }
            // A space after our own text is a place like one between words of the document.
            if self.glyphs.last().is_some_and(|last| last.is_own && last.kind == Kind::Space) {
                chance = Chance::Here;
            }
            // Two ASCII characters are never one cluster, so most text needs no segmentation.
            if bytes[at].is_ascii() && bytes.get(at + 1).is_none_or(u8::is_ascii) {
                self.push_glyph(at..at + 1, u16::from(bytes[at] != b'\n'), style, chance);
                at += 1;
                continue;
            }
            let cluster = source[at..].graphemes(true).next().unwrap_or(&source[at..]);
            for (part, width) in unparted(cluster, self.room) {
                self.push_glyph(at + part.start..at + part.end, width, style, chance);
                chance = Chance::Never;
            }
            at += cluster.len();
        }
        self.source_end = at;
    }

    fn push_glyph(&mut self, range: Range<usize>, width: u16, style: u32, chance: Chance) {
        if usize::from(width) > self.room {
            return self.push_own_glyph(TOO_WIDE, style, chance);
        }
        let kind = match &self.document.text[range.clone()] {
            " " => Kind::Space,
            "\n" => Kind::LineEnd,
            _ => Kind::Text,
        };
        let (start, end) = (place(range.start), place(range.end));
        self.glyphs.push(Glyph { start, end, is_own: false, width, kind, chance, style });
    }

    /// The widest line when only the text itself ends lines.
    pub fn natural_width(&self) -> usize {
        self.natural_lines().max().unwrap_or(0)
    }

    /// The widest part that no line may end in.
    pub fn narrowest_width(&self) -> usize {
        self.widest_part(|glyph| glyph.chance == Chance::Here || glyph.kind != Kind::Text)
    }

    /// The widest part between white space.
    pub fn widest_word(&self) -> usize {
        self.widest_part(|glyph| glyph.kind != Kind::Text)
    }

    fn widest_part(&self, ends: fn(&Glyph) -> bool) -> usize {
        let words = self.glyphs.chunk_by(|_, next| !ends(next));
        let width_of = |word: &[Glyph]| {
            word.iter().filter(|glyph| glyph.kind == Kind::Text).map(|glyph| usize::from(glyph.width)).sum()
        };
        words.map(width_of).max().unwrap_or(0)
    }

    /// About how many lines the text takes at a width.
    pub fn estimated_lines(&self, width: usize) -> usize {
        self.natural_lines().map(|line| line.div_ceil(width.max(1)).max(1)).sum()
    }

    fn natural_lines(&self) -> impl Iterator<Item = usize> {
        let lines = self.glyphs.split(|glyph| glyph.kind == Kind::LineEnd);
        lines.map(|line| line.iter().map(|glyph| usize::from(glyph.width)).sum())
    }

    /// Breaks the text into lines, each in the order in which it is read.
    pub fn lines(&self) -> Vec<Vec<Segment>> {
        self.line_ranges().into_iter().map(|line| self.segments(&self.shown(&line), line.hyphen)).collect()
    }

    /// Breaks the text into lines, each in the order in which it is seen when the text is read in this direction.
    pub fn visual_lines(&self, rtl: bool) -> Vec<Vec<Segment>> {
        let text: String = self.glyphs.iter().map(|glyph| self.text_of(glyph)).collect();
        if !rtl && !bidi::has_rtl(&text) {
            return self.lines();
        }
        let mut end = 0;
        let starts = self.glyphs.iter().map(|glyph| {
            end += glyph.range().len();
            end - glyph.range().len()
        });
        let levels = bidi::levels(&text, starts, rtl);
        let lines = self.line_ranges().into_iter().map(|line| self.visual_segments(&line, &levels, rtl));
        lines.collect()
    }

    fn line_ranges(&self) -> Vec<LineRange> {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut used = 0;
        // The last places where the line may end, with the columns before them.
        let mut here: Option<(usize, usize, bool)> = None;
        let mut rather: Option<(usize, usize)> = None;
        for (index, glyph) in self.glyphs.iter().enumerate() {
            if glyph.kind == Kind::LineEnd {
                lines.push(LineRange { glyphs: start..index, hyphen: false });
                (start, used, here, rather) = (index + 1, 0, None, None);
                continue;
            }
            let width = usize::from(glyph.width);
            loop {
                if index > start {
                    match glyph.chance {
                        Chance::Here => here = Some((index, used, false)),
                        Chance::Hyphenated if used < self.room => here = Some((index, used, true)),
                        Chance::Rather => rather = Some((index, used)),
                        Chance::Hyphenated | Chance::Never => {}
                    }
                }
                if glyph.kind == Kind::Space || used + width <= self.room || index <= start {
                    break;
                }
                let within_word = rather.take_if(|_| here.is_none()).map(|(next, before)| (next, before, false));
                let (next, before, hyphen) = here.take().or(within_word).unwrap_or((index, used, false));
                lines.push(LineRange { glyphs: start..next, hyphen });
                start = next;
                used -= before;
                rather = rather.filter(|(place, _)| *place > start).map(|(place, columns)| (place, columns - before));
            }
            used += width;
        }
        if start < self.glyphs.len() {
            lines.push(LineRange { glyphs: start..self.glyphs.len(), hyphen: false });
        }
        lines
    }

    /// The places of a line's glyphs, without the spaces at its end.
    fn shown(&self, line: &LineRange) -> Vec<usize> {
        let glyphs = &self.glyphs[line.glyphs.clone()];
        let end = glyphs.iter().rposition(|glyph| glyph.kind != Kind::Space).map_or(0, |last| last + 1);
        (line.glyphs.start..line.glyphs.start + end).collect()
    }

    fn segments(&self, places: &[usize], hyphen: bool) -> Vec<Segment> {
        let follows = |a: &Glyph, b: &Glyph| a.style == b.style && a.is_own == b.is_own && a.end == b.start;
        let stretches = places.chunk_by(|a, b| follows(&self.glyphs[*a], &self.glyphs[*b]));
        let mut segments: Vec<Segment> = stretches
            .map(|stretch| {
                let (first, last) = (&self.glyphs[stretch[0]], &self.glyphs[stretch[stretch.len() - 1]]);
                self.segment(first, self.piece(first.is_own, first.range().start..last.range().end))
            })
            .collect();
        if let (true, Some(last)) = (hyphen, places.last()) {
            segments.push(self.segment(&self.glyphs[*last], Piece::Own("-".into())));
        }
        segments
    }

    /// The segments of a line from left to right. What is read the other way is a segment a glyph, so that every one
    /// still says where in the text it stands.
    fn visual_segments(&self, line: &LineRange, levels: &[Level], rtl: bool) -> Vec<Segment> {
        let places = self.shown(line);
        let levels_of_line: Vec<Level> = places.iter().map(|place| levels[*place]).collect();
        let order = bidi::visual_order(&levels_of_line);
        let mut segments: Vec<Segment> = Vec::new();
        for stretch in order.chunk_by(|a, b| b.wrapping_sub(*a) == 1 && levels_of_line[*b].is_ltr()) {
            let seen: Vec<usize> = stretch.iter().map(|place| places[*place]).collect();
            let glyph = &self.glyphs[seen[0]];
            match bidi::mirrored(self.text_of(glyph)).filter(|_| levels_of_line[stretch[0]].is_rtl()) {
                Some(image) => segments.push(self.segment(glyph, Piece::Own(image.into()))),
                None => segments.extend(self.segments(&seen, false)),
            }
        }
        if let (true, Some(last)) = (line.hyphen, places.last()) {
            let hyphen = self.segment(&self.glyphs[*last], Piece::Own("-".into()));
            segments.insert(if rtl { 0 } else { segments.len() }, hyphen);
        }
        segments
    }

    fn segment(&self, glyph: &Glyph, piece: Piece) -> Segment {
        let Style { look, emphasis, link } = self.styles[glyph.style as usize];
        Segment { piece, look, emphasis, link }
    }

    fn piece(&self, is_own: bool, range: Range<usize>) -> Piece {
        if is_own { Piece::Own(SafeText::block(&self.own[range])) } else { Piece::Source(range) }
    }

    fn text_of(&self, glyph: &Glyph) -> &str {
        if glyph.is_own { &self.own[glyph.range()] } else { &self.document.text[glyph.range()] }
    }
}

/// What of a grapheme cluster stays together, with its columns: all of it, unless it is too wide for a glyph or for a
/// line of at least two columns.
fn unparted(cluster: &str, room: usize) -> impl Iterator<Item = (Range<usize>, u16)> {
    let is_whole = grapheme_width(cluster) <= GLYPH_WIDTH_MAX.min(room) || room < 2;
    let parts = cluster.char_indices().map(|(at, c)| at..at + c.len_utf8()).filter(move |_| !is_whole);
    let parts = is_whole.then_some(0..cluster.len()).into_iter().chain(parts);
    parts.map(|part| {
        let width = grapheme_width(&cluster[part.clone()]);
        (part, u16::try_from(width).unwrap_or(u16::MAX))
    })
}
