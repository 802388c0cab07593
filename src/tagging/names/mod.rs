//! People and organisations that the gazetteer does not know, found by how a text speaks of them.
//!
//! ```text
//! text ─▶ words ─▶ runs ─┬▶ organisations ─┐
//!                        └▶ people ────────┴▶ references ─▶ discovered
//! ```
//!
//! Written for English prose. Its lists are `assets/names.toml` and the tables of given names and surnames.

mod around;
mod evidence;
mod lists;
mod organisations;
mod people;
mod references;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub(in crate::tagging) use lists::{NameLists, NameTables};
use words::Word;

use crate::domain::TagKind;

/// What the gazetteer reads a stretch of the text as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tagging) struct Known {
    pub range: Range<usize>,
    pub kind: KnownKind,
    /// Whether the reading is a guess: then it neither hinders a discovery nor speaks for one.
    pub in_doubt: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tagging) enum KnownKind {
    Country,
    Demonym,
    Place,
    Person,
    Organisation,
    Mask,
}

/// A name that the text itself shows to be a person's or an organisation's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tagging) struct Discovered {
    /// [`TagKind::Person`] or [`TagKind::Organisation`].
    pub kind: TagKind,
    /// The longest form in the text, without titles and articles.
    pub label: String,
    /// Ascending, without overlaps: the whole name, the surname alone, the acronym.
    pub spans: Vec<Range<usize>>,
    /// The country or demonym in the office or name, as the gazetteer found it: "Sudan" for "X Y, Sudan's army
    /// chief", "Russian" for "Russian Foreign Ministry".
    pub country: Option<Range<usize>>,
}

/// The people and organisations in a folded text, by their first mention. `known` ascends; its sure people,
/// organisations and masks are not discovered again, and no discovered name overlaps them. Names may overlap known
/// places ("Jordan" in "Michael Jordan"): those are no places then. A name never crosses a line break.
pub(in crate::tagging) fn discover(text: &str, known: &[Known], lists: &NameLists) -> Vec<Discovered> {
    let article = Article { text, words: words::scan(text, known, lists), known, lists };
    let (mut people, mut organisations, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for run in article.runs() {
        found.clear();
        organisations::read(&article, run.clone(), &mut found);
        let mut start = run.start;
        for name in &found {
            people::read(&article, start..name.words.start, &mut people);
            start = name.words.end;
        }
        people::read(&article, start..run.end, &mut people);
        organisations.append(&mut found);
    }
    if people.is_empty() && organisations.is_empty() {
        return Vec::new();
    }
    references::resolve(&article, &people, &organisations)
}

/// A text with its capitalised words.
struct Article<'a> {
    text: &'a str,
    words: Vec<Word>,
    known: &'a [Known],
    lists: &'a NameLists,
}

impl Article<'_> {
    /// The words that follow each other with only a space between, as ranges of [`Self::words`].
    fn runs(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let begin = start;
            let rest = self.words.get(begin..).filter(|rest| !rest.is_empty())?;
            start = begin + 1 + rest[1..].iter().take_while(|word| word.joined).count();
            Some(begin..start)
        })
    }

    /// Whether a comma stands between the word and the one that it continues, as in "Ministry of Labour, Health
    /// and Welfare".
    fn follows_comma(&self, index: usize) -> bool {
        self.words[index].joined && self.text[..self.words[index].start].ends_with(", ")
    }

    /// The text from the first of the words to the last.
    fn phrase(&self, words: &Range<usize>) -> &str {
        match &self.words[words.clone()] {
            [first, .., last] => &self.text[first.start..last.end],
            [only] => only.text(self.text),
            [] => "",
        }
    }

    /// The first country or demonym in a range of the text.
    fn country_in(&self, range: Range<usize>) -> Option<Range<usize>> {
        let first = self.known.partition_point(|known| known.range.end <= range.start);
        let within = self.known[first..].iter().take_while(|known| known.range.start < range.end);
        within
            .filter(|known| matches!(known.kind, KnownKind::Country | KnownKind::Demonym))
            .map(|known| known.range.clone())
            .next()
    }
}
