//! The edits of an article, one of them shown: what its source changed, word by word.

use jiff::Timestamp;

use crate::domain::{ArticleId, Document};
use crate::text::{Layout, Line, wrap};

/// What a source changed at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownEdit {
    /// When the new words were found.
    pub at: Timestamp,
    /// What was taken out is struck in it, and what was put in is strong.
    pub diff: Document,
}

/// The edits of an article, over its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Edits {
    pub id: ArticleId,
    /// The oldest first; at least one.
    edits: Vec<ShownEdit>,
    /// Which of them is shown.
    place: usize,
    /// The first line on the screen.
    pub top: usize,
    lines: Vec<Line>,
    layout: Layout,
}

impl Edits {
    /// The last of these edits, laid out; `None` where there are none.
    pub fn new(id: ArticleId, edits: Vec<ShownEdit>, layout: impl Into<Layout>) -> Option<Self> {
        let place = edits.len().checked_sub(1)?;
        let layout = layout.into();
        let lines = wrap(&edits[place].diff, layout);
        Some(Self { id, edits, place, top: 0, lines, layout })
    }

    /// The edit that is shown.
    pub fn shown(&self) -> &ShownEdit {
        &self.edits[self.place]
    }

    /// Its number from 1, and how many there are.
    pub fn position(&self) -> (usize, usize) {
        (self.place + 1, self.edits.len())
    }

    /// Goes to a later edit, or with a negative number to an earlier one. Says whether there is one.
    pub fn step(&mut self, by: isize) -> bool {
        let place = self.place.saturating_add_signed(by).min(self.edits.len() - 1);
        if place == self.place {
            return false;
        }
        (self.place, self.top) = (place, 0);
        self.lines = wrap(&self.shown().diff, self.layout);
        true
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Lays it out again if the layout changed, and keeps the last line on the screen's last row at most.
    pub fn fit(&mut self, layout: impl Into<Layout>, rows: usize) {
        let layout = layout.into();
        if self.layout != layout {
            self.layout = layout;
            self.lines = wrap(&self.shown().diff, layout);
        }
        self.top = self.top.min(self.lines.len().saturating_sub(rows));
    }
}
