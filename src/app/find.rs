//! What was looked for in the open article, and where it stands.

use std::ops::Range;

use crate::domain::{SafeText, safe};
use crate::text::find_all;

/// Words that were looked for in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Find {
    /// As they were typed.
    pub words: SafeText,
    /// Where they stand in the title.
    pub title: Vec<Range<usize>>,
    /// Where they stand in the text.
    pub text: Vec<Range<usize>>,
    /// The match that the reader is at, from 0; those of the title come first.
    pub current: usize,
}

/// Where a match begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A byte of the title.
    Title(usize),
    /// A byte of the text.
    Text(usize),
}

impl Find {
    /// Looks for words in a title and a text.
    pub fn new(words: SafeText, title: &str, text: &str) -> Self {
        Self { title: find_all(title, &words), text: find_all(text, &words), words, current: 0 }
    }

    /// How many matches there are.
    pub fn len(&self) -> usize {
        self.title.len() + self.text.len()
    }

    /// Whether the words do not occur.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which match the reader is at, of how many: "3/17".
    pub fn position(&self) -> SafeText {
        if self.is_empty() { "no match".into() } else { safe!("{}/{}", self.current + 1, self.len()) }
    }

    /// Where a match begins.
    pub fn spot(&self, number: usize) -> Option<Spot> {
        let in_title = self.title.get(number).map(|range| Spot::Title(range.start));
        in_title.or_else(|| Some(Spot::Text(self.text.get(number.checked_sub(self.title.len())?)?.start)))
    }

    /// The match that the reader is at, where it stands in the title.
    pub fn current_in_title(&self) -> Option<&Range<usize>> {
        self.title.get(self.current)
    }

    /// The match that the reader is at, where it stands in the text.
    pub fn current_in_text(&self) -> Option<&Range<usize>> {
        self.text.get(self.current.checked_sub(self.title.len())?)
    }

    /// Goes to the next match, or the one before. Says whether that was at the other end.
    pub fn step(&mut self, forward: bool) -> bool {
        let last = self.len().saturating_sub(1);
        let (next, wrapped) = match (forward, self.current) {
            (true, current) if current >= last => (0, true),
            (true, current) => (current + 1, false),
            (false, 0) => (last, true),
            (false, current) => (current - 1, false),
        };
        self.current = next;
        wrapped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_counted_from_the_title_and_go_round() {
        let mut find = Find::new("sea".into(), "Sea lanes", "The sea, the sea");
        assert_eq!((find.len(), find.title.len()), (3, 1));
        assert_eq!([0, 1, 2].map(|number| find.spot(number).unwrap()), [Spot::Title(0), Spot::Text(4), Spot::Text(13)]);
        assert_eq!(find.spot(3), None);
        assert_eq!((find.current_in_title(), find.current_in_text()), (Some(&(0..3)), None));
        let steps = [true, true, true, false].map(|forward| (find.step(forward), find.current));
        assert_eq!(steps, [(false, 1), (false, 2), (true, 0), (true, 2)]);
        assert_eq!((find.current_in_title(), find.current_in_text()), (None, Some(&(13..16))));
    }
}
