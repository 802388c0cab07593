//! A text with changes, copied only once there is one.

use std::borrow::Cow;

/// Changes to a text, made from its beginning to its end.
pub(super) struct Edits<'a> {
    source: &'a str,
    /// How much of the source is in `out` or replaced.
    copied: usize,
    out: String,
    changed: bool,
}

impl<'a> Edits<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, copied: 0, out: String::new(), changed: false }
    }

    /// Puts `with` in the place of a part that lies behind every change made before.
    pub fn replace(&mut self, start: usize, end: usize, with: &str) {
        if !self.changed {
            self.out.reserve(self.source.len());
            self.changed = true;
        }
        self.out.push_str(&self.source[self.copied..start]);
        self.out.push_str(with);
        self.copied = end;
    }

    pub fn remove(&mut self, start: usize, end: usize) {
        self.replace(start, end, "");
    }

    pub fn insert(&mut self, at: usize, what: &str) {
        self.replace(at, at, what);
    }

    /// Where the place `at` of the source, at or behind every change, will be in the result.
    pub fn place_of(&self, at: usize) -> usize {
        self.out.len() + (at - self.copied)
    }

    /// The text up to `end` with its changes, and with `what` inserted at a place of the result.
    pub fn finish(mut self, end: usize, at: usize, what: &str) -> Cow<'a, str> {
        if !self.changed && what.is_empty() {
            return Cow::Borrowed(&self.source[..end]);
        }
        // The end may lie inside of what was replaced.
        self.out.push_str(self.source.get(self.copied..end).unwrap_or_default());
        self.out.insert_str(at, what);
        Cow::Owned(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_copied_without_a_change() {
        assert!(matches!(Edits::new("abc").finish(2, 0, ""), Cow::Borrowed("ab")));
    }

    #[test]
    fn changes_come_out_in_their_places() {
        let mut edits = Edits::new("0123456789");
        edits.replace(1, 3, "a");
        edits.insert(5, "b");
        let place = edits.place_of(6);
        edits.remove(7, 8);
        assert_eq!(edits.finish(9, place, "-"), "0a34b5-68");
    }
}
