//! Finding names in a text: at each word the longest name of the gazetteer, of the article's language, or of a
//! town. What a name covers is not looked at again, so a mask ("South China Sea") hides what lies in it.

use std::cmp::Reverse;

use super::gazetteer::{Gazetteer, Surface, Traits};
use super::index::Index;
use super::languages::Language;
use super::towns::{Town, Towns};
use super::words::Word;

/// The most names of an article. Real text has one in fifty bytes; the rules look around each, so text of nothing
/// but names must end somewhere.
const NAMES_MAX: usize = 40_000;

/// A name in a text; bytes of the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    pub start: usize,
    pub end: usize,
    pub name: Name<'a>,
}

/// Which table a name is from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name<'a> {
    Known(&'a Surface),
    Town(Town),
    /// None: the text itself shows what it is.
    Discovered,
}

impl<'a> Name<'a> {
    /// The name as its table has it, folded; empty when no table has it.
    pub fn text(self) -> &'a str {
        match self {
            Self::Known(surface) => &surface.text,
            Self::Town(town) => town.name,
            Self::Discovered => "",
        }
    }

    /// Whether the user's own gazetteer has it.
    fn is_users(self) -> bool {
        matches!(self, Self::Known(surface) if surface.is_users)
    }

    /// What the rules know of it.
    pub fn traits(self) -> Traits {
        match self {
            Self::Known(surface) => surface.traits,
            Self::Town(_) | Self::Discovered => Traits::default(),
        }
    }
}

/// What names are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matcher<'a> {
    pub gazetteer: &'a Gazetteer,
    pub index: &'a Index,
    /// The names of the article's language, when it is not English.
    pub language: Option<&'a Language>,
    /// Towns by their English names; none in other languages, whose ordinary words are too often names of towns.
    pub towns: &'a [Towns],
}

impl<'a> Matcher<'a> {
    /// The first [`NAMES_MAX`] names in folded text with these words, ascending, without overlaps.
    pub fn find(&self, text: &str, words: &[Word]) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let mut free_from = 0;
        for word in words {
            if word.start >= free_from
                && let Some(hit) = self.at_word(text, *word)
            {
                free_from = hit.end;
                found.push(hit);
                if found.len() == NAMES_MAX {
                    break;
                }
            }
        }
        if let Some(language) = self.language {
            let anywhere = language.find_anywhere(text);
            found.extend(anywhere.iter().map(|&(start, end, surface)| Found {
                start,
                end,
                name: Name::Known(surface),
            }));
            without_overlaps(&mut found);
            found.truncate(NAMES_MAX);
        }
        found
    }

    /// The longest name that begins with the word.
    fn at_word(&self, text: &str, word: Word) -> Option<Found<'a>> {
        let Word { start, end, hash } = word;
        let surfaces = &self.gazetteer.surfaces;
        let mut best: Option<Found<'a>> = None;
        let mut offer = |found: Option<(usize, Name<'a>)>| {
            if let Some((end, name)) = found
                && best.is_none_or(|best| best.end < end || (best.end == end && name.is_users()))
            {
                best = Some(Found { start, end, name });
            }
        };
        if let Some(language) = self.language {
            offer(language.find(text, start, end).map(|(end, surface)| (end, Name::Known(surface))));
        }
        let may_be_town = !self.towns.is_empty() && text[start..].starts_with(char::is_uppercase);
        let may_be_known = self.index.may_begin(text, start);
        if !may_be_town && !may_be_known {
            return best;
        }
        if may_be_known {
            let is_meant = |at: usize| self.language.is_none_or(|language| language.allows(&surfaces[at].text));
            let mut known = self.index.find(text, start, hash, |at| &surfaces[at].text);
            let known = known.find(|&(at, _)| is_meant(at));
            offer(known.map(|(at, end)| (end, Name::Known(&surfaces[at]))));
        }
        if may_be_town {
            for towns in self.towns {
                offer(towns.find(text, start, hash).map(|(end, town)| (end, Name::Town(town))));
            }
        }
        best
    }
}

/// Keeps the leftmost, and of those the longest.
fn without_overlaps(found: &mut Vec<Found<'_>>) {
    found.sort_by_key(|hit| (hit.start, Reverse(hit.end)));
    let mut free_from = 0;
    found.retain(|hit| {
        let is_free = hit.start >= free_from;
        if is_free {
            free_from = hit.end;
        }
        is_free
    });
}

#[cfg(test)]
mod tests {
    use super::NAMES_MAX;
    use crate::tagging::Tagger;
    use crate::tagging::words::words;

    fn matches(text: &str) -> Vec<&str> {
        let tagger = Tagger::embedded();
        let found = tagger.matcher(None, true).find(text, &words(text));
        found.iter().map(|hit| &text[hit.start..hit.end]).collect()
    }

    #[test]
    fn names_are_bounded() {
        assert_eq!(matches(&"Mali ".repeat(NAMES_MAX + 1)).len(), NAMES_MAX);
    }

    #[test]
    fn a_name_within_a_word_is_no_match() {
        assert_eq!(matches("Omanesque, Oman's; focus, usage, Peruvia"), ["Oman"]);
        assert_eq!(matches("MaliКиев éOman Omané 5Mali"), [""; 0]);
    }

    #[test]
    fn the_longest_name_that_ends_a_word_wins() {
        assert_eq!(
            matches("Equatorial Guinea, Guinea-Bissau, Papua New Guinea, Guinea-based"),
            ["Equatorial Guinea", "Guinea-Bissau", "Papua New Guinea", "Guinea"]
        );
        assert_eq!(matches("South Sudanese, Sudan"), ["South Sudanese", "Sudan"]);
    }
}
