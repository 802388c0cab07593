//! Finding surfaces: leftmost-longest among the matches that stand on word boundaries.
//!
//! The automaton reports every match, and the boundaries are checked before one is chosen: so "Niger" within
//! "Nigerian" hides nothing, and when the longest match breaks a word the next shorter one still counts.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};

use super::gazetteer::{Surface, SurfaceId};

/// The automaton over the gazetteer's surfaces.
#[derive(Debug)]
pub(super) struct Matcher(AhoCorasick);

/// A surface in a text; bytes of the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub surface: SurfaceId,
}

impl Matcher {
    /// Builds the automaton.
    ///
    /// # Errors
    /// When the surfaces exceed what the automaton can hold.
    pub fn new(surfaces: &[Surface]) -> Result<Self, BuildError> {
        AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(surfaces.iter().map(|surface| &surface.text))
            .map(Self)
    }

    /// The surfaces in folded text, ascending, without overlaps.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut found: Vec<Found> = self
            .0
            .find_overlapping_iter(text)
            .filter(|hit| is_bounded(text, hit.start(), hit.end()))
            .map(|hit| Found { start: hit.start(), end: hit.end(), surface: SurfaceId(hit.pattern().as_u32()) })
            .collect();
        found.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let mut free_from = 0;
        found.retain(|hit| {
            let free = hit.start >= free_from;
            if free {
                free_from = hit.end;
            }
            free
        });
        found
    }
}

/// Whether no letter or digit touches the range. A possessive's apostrophe and a hyphen end a word.
pub(super) fn is_bounded(text: &str, start: usize, end: usize) -> bool {
    !ends_in_word(text, start) && !begins_with_word(text, end)
}

/// Whether a letter or digit stands directly before `at`.
pub(super) fn ends_in_word(text: &str, at: usize) -> bool {
    match text.as_bytes()[..at].last() {
        None => false,
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => text[..at].chars().next_back().is_some_and(char::is_alphanumeric),
    }
}

/// Whether a letter or digit stands directly behind `at`.
pub(super) fn begins_with_word(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        None => false,
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => text[at..].chars().next().is_some_and(char::is_alphanumeric),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::gazetteer::Traits;

    fn matches<'a>(names: &[&'static str], text: &'a str) -> Vec<&'a str> {
        let surface =
            |text: &&str| Surface { text: (*text).into(), meanings: vec![], sense: None, traits: Traits::default() };
        let surfaces: Vec<Surface> = names.iter().map(surface).collect();
        let found = Matcher::new(&surfaces).unwrap().find(text);
        found.iter().map(|hit| &text[hit.start..hit.end]).collect()
    }

    #[test]
    fn a_name_within_a_word_is_no_match() {
        let names = ["Chad", "Niger", "Nigerian", "Oman", "US", "Mali"];
        assert_eq!(matches(&names, "Chadwick, Oman's Nigerians; FOCUS, USAGE, Malian"), ["Oman"]);
        assert_eq!(matches(&names, "a Nigerian and Niger"), ["Nigerian", "Niger"]);
        assert_eq!(matches(&names, "MaliКиев éOman Omané 5US"), Vec::<&str>::new());
    }

    #[test]
    fn the_longest_name_that_ends_a_word_wins() {
        let names = ["Guinea", "Guinea-Bissau", "Equatorial Guinea", "New Guinea", "Papua New Guinea"];
        assert_eq!(
            matches(&names, "Equatorial Guinea, Guinea-Bissau, Papua New Guinea, Guinea-based"),
            ["Equatorial Guinea", "Guinea-Bissau", "Papua New Guinea", "Guinea"]
        );
        assert_eq!(matches(&names, "Guinea-Bissauan"), ["Guinea"]);
        assert_eq!(matches(&["South Sudan", "Sudan"], "South Sudanese Sudan"), ["Sudan"]);
    }
}
