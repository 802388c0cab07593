//! Names in languages that inflect them: a name is a sequence of words, and a word may be a stem that takes one
//! of the language's endings ("Украин*" is Украина, Украины, Украиной …).

use std::collections::{HashMap, HashSet};

use crate::tagging::normalise::fold;
use crate::tagging::words::word_end;

/// The names of one language, found word by word.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    patterns: Vec<Pattern>,
    /// By the first word's letters.
    by_first_word: HashMap<String, Vec<usize>>,
    endings: HashSet<String>,
    longest_ending: usize,
    /// What may be written together with the word behind it.
    prefixes: Vec<String>,
}

#[derive(Debug)]
struct Pattern {
    words: Vec<Word>,
    /// The caller's number for it.
    id: usize,
    is_mask: bool,
}

/// What makes one name win over another at a word: its length; being a mask; a capital, which says more than a
/// small letter; a longer stem.
type Rank = (usize, bool, bool, usize);

#[derive(Debug)]
struct Word {
    /// What stands between it and the word before.
    separator: String,
    /// Folded, in small letters.
    letters: String,
    /// Whether an ending may follow.
    is_stem: bool,
    /// Whether it must begin with a capital.
    is_capital: bool,
    /// Whether it must be all in capitals: "WHO" is not "Who".
    is_acronym: bool,
}

impl Patterns {
    /// No names yet, with the endings that stems take and the prefixes that words take.
    pub fn new(endings: &[String], prefixes: &[String]) -> Self {
        let endings: HashSet<String> = endings.iter().map(|ending| small(ending)).collect();
        let longest_ending = endings.iter().map(String::len).max().unwrap_or_default();
        let prefixes = prefixes.iter().map(|prefix| small(prefix)).collect();
        Self { endings, longest_ending, prefixes, ..Self::default() }
    }

    /// Adds a name as the tables write it.
    pub fn add(&mut self, name: &str, id: usize, is_mask: bool) {
        let words = words_of(&fold(name));
        let Some(first) = words.first() else { return };
        self.by_first_word.entry(first.letters.clone()).or_default().push(self.patterns.len());
        self.patterns.push(Pattern { words, id, is_mask });
    }

    /// The longest name at the word from `start` to `first_word_end`, with its end.
    pub fn find(&self, text: &str, start: usize, first_word_end: usize) -> Option<(usize, usize)> {
        let word = small(&text[start..first_word_end]);
        let mut best: Option<(Rank, usize, usize)> = None;
        for (stem, is_whole) in self.readings(&word) {
            for &at in self.by_first_word.get(stem).into_iter().flatten() {
                let pattern = &self.patterns[at];
                let first = &pattern.words[0];
                if !(first.is_stem || is_whole) || !first.is_written_so(&text[start..first_word_end]) {
                    continue;
                }
                let Some(end) = self.rest(text, first_word_end, &pattern.words[1..]) else { continue };
                let rank = (end, pattern.is_mask, first.is_capital, stem.len());
                if best.is_none_or(|(known, ..)| known < rank) {
                    best = Some((rank, end, pattern.id));
                }
            }
        }
        best.map(|(_, end, id)| (end, id))
    }

    /// Where a name's further words end, when they follow.
    fn rest(&self, text: &str, mut end: usize, words: &[Word]) -> Option<usize> {
        for word in words {
            let start = end + word.separator.len();
            if !text[end..].starts_with(&word.separator) {
                return None;
            }
            end = word_end(text, start);
            let written = small(&text[start..end]);
            let fits =
                self.readings(&written).any(|(stem, is_whole)| stem == word.letters && (word.is_stem || is_whole));
            if !fits || !word.is_written_so(&text[start..end]) {
                return None;
            }
        }
        Some(end)
    }

    /// What a word may be: itself or a stem with an ending, with and without a prefix; and whether no ending
    /// was taken off.
    fn readings<'w>(&self, word: &'w str) -> impl Iterator<Item = (&'w str, bool)> {
        let without = self.prefixes.iter().filter_map(|prefix| word.strip_prefix(prefix.as_str()));
        std::iter::once(word).chain(without).filter(|bare| !bare.is_empty()).flat_map(|bare| {
            let shortest = bare.len().saturating_sub(self.longest_ending);
            let ends = bare.char_indices().map(|(at, _)| at).skip(1).filter(move |&at| at >= shortest);
            let stems = ends.filter(|&at| self.endings.contains(&bare[at..])).map(|at| (&bare[..at], false));
            std::iter::once((bare, true)).chain(stems)
        })
    }
}

/// The words of a folded name with what stands between them.
fn words_of(name: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while at < name.len() {
        let start = name[at..].find(char::is_alphanumeric).map_or(name.len(), |found| at + found);
        let end = word_end(name, start);
        if start < end {
            words.push(Word {
                separator: if words.is_empty() { String::new() } else { name[at..start].to_owned() },
                letters: small(&name[start..end]),
                is_stem: name[end..].starts_with('*'),
                is_capital: begins_with_capital(&name[start..end]),
                is_acronym: is_acronym(&name[start..end]),
            });
        }
        at = end + usize::from(name[end..].starts_with('*'));
    }
    words
}

impl Word {
    fn is_written_so(&self, word: &str) -> bool {
        (!self.is_capital || begins_with_capital(word)) && (!self.is_acronym || is_acronym(word))
    }
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
}

fn begins_with_capital(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

fn small(word: &str) -> String {
    word.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name at the beginning of the text, by its number, and what it covers.
    fn found<'t>(names: &[&str], endings: &[&str], prefixes: &[&str], text: &'t str) -> Option<(usize, &'t str)> {
        let owned = |words: &[&str]| -> Vec<String> { words.iter().map(|&word| word.to_owned()).collect() };
        let mut patterns = Patterns::new(&owned(endings), &owned(prefixes));
        for (id, name) in names.iter().enumerate() {
            patterns.add(name, id, false);
        }
        patterns.find(text, 0, word_end(text, 0)).map(|(end, id)| (id, &text[..end]))
    }

    #[test]
    fn a_stem_takes_the_languages_endings_and_no_others() {
        let names = ["Украин*", "украинск*"];
        let endings = ["а", "ы", "ой", "ий", "ого"];
        assert_eq!(found(&names, &endings, &[], "Украиной довольны"), Some((0, "Украиной")));
        assert_eq!(found(&names, &endings, &[], "украинского"), Some((1, "украинского")));
        assert_eq!(found(&names, &endings, &[], "УКРАИНА"), Some((0, "УКРАИНА")));
        assert_eq!(found(&names, &endings, &[], "украина"), None);
        assert_eq!(found(&names, &endings, &[], "Украинка"), None);
    }

    #[test]
    fn every_word_of_a_name_is_inflected_and_the_longest_name_wins() {
        let names = ["Велик* Британи*", "Велик*", "Кот-д'Ивуар*"];
        let endings = ["ая", "ой", "я", "и", "е"];
        assert_eq!(found(&names, &endings, &[], "Великой Британии нет"), Some((0, "Великой Британии")));
        assert_eq!(found(&names, &endings, &[], "Великой страны"), Some((1, "Великой")));
        assert_eq!(found(&names, &endings, &[], "Кот-д'Ивуаре"), Some((2, "Кот-д'Ивуаре")));
    }

    #[test]
    fn an_acronym_is_in_capitals_and_a_capital_says_more() {
        assert_eq!(found(&["WHO"], &[], &[], "Who kommt"), None);
        assert_eq!(found(&["russ*", "Russo"], &["o"], &[], "Russo dice"), Some((1, "Russo")));
    }

    #[test]
    fn prefixes_are_taken_off() {
        let (names, endings, prefixes) = (["عراق*"], ["ي", "يه"], ["ال", "وال", "لل"]);
        for text in ["العراق", "والعراق", "للعراق", "عراقي", "العراقيه"] {
            assert_eq!(found(&names, &endings, &prefixes, text), Some((0, text)));
        }
        assert_eq!(found(&names, &endings, &prefixes, "عراقيل"), None);
    }
}
