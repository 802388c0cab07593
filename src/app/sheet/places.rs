//! Where things stand on a sheet: the reader, matches, headings, links.

use std::collections::HashMap;
use std::ops::Range;

use super::super::find::Spot;
use super::{Sheet, SheetLine, start_of};
use crate::domain::{BlockKind, Jump, ReadingPlace, SafeText};
use crate::text::{Line, Look, Piece};

/// A heading of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// 1 to 6.
    pub level: u8,
    pub title: SafeText,
    /// The line that it begins on.
    pub line: usize,
}

impl Sheet {
    /// The place whose line is on top of the screen; none at the beginning.
    pub fn place(&self, top: usize) -> Option<ReadingPlace> {
        let of = self.document.text.len();
        (top > self.body_start()).then(|| ReadingPlace { byte: self.first_byte(top).unwrap_or(of), of })
    }

    /// The line to show on top for a place.
    pub fn line_of_place(&self, place: Option<ReadingPlace>) -> usize {
        place.map_or(0, |place| self.line_of(place.byte_in(self.document.text.len())))
    }

    /// Whether so many rows from this line on show the end of the text.
    pub fn shows_end(&self, top: usize, rows: usize) -> bool {
        top + rows >= self.body_start() + self.body_lines.len()
    }

    /// The line that a match begins on.
    pub fn line_of_spot(&self, spot: Spot) -> usize {
        match spot {
            Spot::Title(byte) => holding(&self.title_lines, byte).unwrap_or(0),
            // What is hidden in the layout counts as where it would stand.
            Spot::Text(byte) => {
                holding(&self.body_lines, byte).map_or_else(|| self.line_of(byte), |line| self.body_start() + line)
            }
        }
    }

    /// The part of the text that these lines show.
    pub fn text_on(&self, lines: Range<usize>) -> Range<usize> {
        let shown = lines.map_while(|at| self.line(at)).filter_map(|line| match line {
            SheetLine::Body(line) => Some(line),
            _ => None,
        });
        let parts = shown.flat_map(|line| &line.segments).filter_map(|segment| match &segment.piece {
            Piece::Source(range) => Some(range.clone()),
            Piece::Own(_) => None,
        });
        parts.reduce(|all, part| all.start.min(part.start)..all.end.max(part.end)).unwrap_or_default()
    }

    /// The headings of the text, in order.
    pub fn outline(&self) -> Vec<Section> {
        let headings = self.document.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading(level) => Some((level, block.runs.first()?.range.start, block.runs.last()?.range.end)),
            _ => None,
        });
        let section = |(level, start, end): (u8, usize, usize)| {
            let title = SafeText::line(&self.document.text[start..end]);
            Section { level, title, line: self.line_of(start) }
        };
        headings.map(section).filter(|section| !section.title.is_empty()).collect()
    }

    /// How many links it has, those within the text counted.
    pub fn link_count(&self) -> usize {
        self.document.links.len() + self.document.jumps.len()
    }

    /// The link within the text that has this number: they are numbered on behind the others.
    pub fn jump(&self, number: usize) -> Option<&Jump> {
        self.document.jumps.get(number.checked_sub(self.document.links.len() + 1)?)
    }

    /// The line that a link within the text leads to.
    pub fn line_of_jump(&self, number: usize) -> Option<usize> {
        self.jump(number).map(|jump| self.line_of_spot(Spot::Text(jump.to)))
    }

    /// The words that a link within the text leads to, as far as their line reaches in the text.
    pub fn words_at_jump(&self, jump: &Jump) -> SafeText {
        let rest = &self.document.text[jump.to..];
        SafeText::line(rest.split('\n').next().unwrap_or(rest))
    }

    /// The numbers of the links that these lines show, in order, each once; links within the text among them.
    pub fn links_on(&self, lines: Range<usize>) -> Vec<usize> {
        let mut found = Vec::new();
        for line in lines.map_while(|at| self.line(at)) {
            let numbers: Vec<usize> = match line {
                SheetLine::Body(line) => {
                    let marks = line.segments.iter().filter(|segment| segment.look == Look::LinkMark);
                    marks.filter_map(|segment| segment.link).collect()
                }
                SheetLine::Link(number) => vec![number],
                _ => Vec::new(),
            };
            for number in numbers {
                if !found.contains(&number) {
                    found.push(number);
                }
            }
        }
        found
    }

    /// The words that lead to each link of the text, where it first stands.
    pub fn link_words(&self) -> HashMap<usize, SafeText> {
        let mut ranges: HashMap<usize, Range<usize>> = HashMap::new();
        for segment in self.body_lines.iter().flat_map(|line| &line.segments) {
            let (Some(link), Piece::Source(part)) = (segment.link, &segment.piece) else { continue };
            let range = ranges.entry(link).or_insert_with(|| part.clone());
            // The space at the end of a line is not on it. What stands elsewhere is another of its links.
            if (range.end..=range.end + 1).contains(&part.start) {
                range.end = part.end;
            } else if (part.end..=part.end + 1).contains(&range.start) {
                range.start = part.start;
            }
        }
        ranges.into_iter().map(|(link, range)| (link, SafeText::line(&self.document.text[range]))).collect()
    }
}

/// The first line that shows a byte of the text.
fn holding(lines: &[Line], byte: usize) -> Option<usize> {
    lines.iter().position(|line| {
        start_of(line).is_some_and(|start| start <= byte)
            && line.segments.iter().any(|segment| match &segment.piece {
                Piece::Source(range) => range.contains(&byte),
                Piece::Own(_) => false,
            })
    })
}
