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
mod relations;
#[cfg(test)]
mod tests;
mod use_of_names;
mod words;

use std::ops::Range;

use lists::Classes;
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
/// organisations and masks are not discovered again, and no discovered name overlaps them, but masks that the table
/// of masks calls a newspaper's, a club's or a firm's are organisations. Names may overlap known
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
    relations::note_members(&article, &organisations, &mut people);
    relations::note_lists(&article, &mut people);
    if people.is_empty() && organisations.is_empty() {
        return Vec::new();
    }
    references::resolve(&article, &people, &organisations)
}

/// Where a known organisation's name ends with its legal form: "Quux Co", "Quux Group Plc".
pub(in crate::tagging) fn end_with_legal_form(text: &str, end: usize, lists: &NameLists) -> usize {
    let word_behind =
        |at: usize| around::first_word(text[at..].strip_prefix(' ')?).map(|word| (word, at + 1 + word.len()));
    let is_legal = |word: &str| lists.classes(word).any(Classes::LEGAL_FORM) && !matches!(word, "AS" | "SE");
    match word_behind(end) {
        Some((word, end)) if is_legal(word) => end_with_legal_form(text, end, lists),
        Some((word, behind)) if lists.classes(word).any(Classes::HEAD) => match word_behind(behind) {
            Some((word, end)) if is_legal(word) => end,
            _ => end,
        },
        _ => end,
    }
}

/// Where a known person's name begins: with initials ("H.D. Quux"), without an office ("Pope John Paul").
pub(in crate::tagging) fn start_of_person(text: &str, name: Range<usize>, lists: &NameLists) -> usize {
    match text[name.clone()].split_once(' ') {
        Some((first, rest)) if lists.classes(first).any(Classes::TITLE) && rest.contains(' ') => {
            return name.start + first.len() + 1;
        }
        _ => {}
    }
    let before = text[..name.start].strip_suffix(' ').unwrap_or_default();
    let initials = before.bytes().rev().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'.').count();
    let initials = &before[before.len() - initials..];
    let is_initials = (2..=8).contains(&initials.len())
        && initials.len().is_multiple_of(2)
        && initials.bytes().enumerate().all(|(at, byte)| (byte == b'.') == (at % 2 == 1))
        && before[..before.len() - initials.len()].ends_with([' ', '\n', '(', '"']);
    if is_initials { name.start - 1 - initials.len() } else { name.start }
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
