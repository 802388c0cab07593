//! What stands around a name in its line.

use std::ops::Range;

use super::lists::{Classes, NameLists};

/// The most bytes of a line that are looked at before a name, and behind it.
const REACH: usize = 120;

/// The words of an apposition among which its office is looked for: ", the country's former army chief".
const APPOSITION_WORDS: usize = 8;

/// What stands right before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before<'a> {
    /// A word, one space away.
    Word(&'a str),
    /// A word and a comma: "the minister, X Y".
    WordAndComma(&'a str),
    Other,
}

pub(super) fn before(text: &str, at: usize) -> Before<'_> {
    let near = line_before(text, at);
    let trimmed = near.trim_end_matches(' ');
    if trimmed.len() == near.len() {
        return Before::Other;
    }
    match trimmed.strip_suffix(',') {
        Some(rest) => last_word(rest.trim_end()).map_or(Before::Other, Before::WordAndComma),
        None => last_word(trimmed).map_or(Before::Other, Before::Word),
    }
}

/// Whether a sentence begins at `at`.
pub(super) fn begins_sentence(text: &str, at: usize) -> bool {
    let near = line_before(text, at).trim_end_matches([' ', '"', '\'', '(', '[', '*', '\t']);
    match near.chars().next_back() {
        None | Some('.' | '!' | '?' | ':' | '|' | '>') => true,
        Some(last) => matches!(last, '-' | '\u{2013}' | '\u{2014}' | '\u{2022}' | '\u{B7}'),
    }
}

/// The possessive before a name: the end of the word that has it ("Russia" in "Russia's Foreign Ministry").
pub(super) fn owner_before(text: &str, at: usize) -> Option<usize> {
    let near = line_before(text, at).strip_suffix(' ')?;
    let owner = near.strip_suffix("'s").or_else(|| near.strip_suffix('\''))?.trim_end();
    Some(at - (line_before(text, at).len() - owner.len()))
}

/// The fewest small words around capitals that make the line prose rather than a table or a heading.
const SMALL_WORDS_OF_PROSE: usize = 4;

/// Whether the words around are those of a sentence, and no number stands beside.
pub(super) fn is_in_prose(text: &str, name: &Range<usize>) -> bool {
    let (near_before, near_behind) = (line_before(text, name.start), line_behind(text, name.end));
    let is_small = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase());
    let small = near_before.split(' ').chain(near_behind.split(' ')).filter(is_small).count();
    let is_number = |word: Option<&str>| word.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let is_counted =
        is_number(near_before.split_whitespace().next_back()) || is_number(near_behind.split_whitespace().next());
    let is_of_compound = near_before.ends_with(['/', '-', '"', '$']) || near_behind.starts_with(['/', '-', '$']);
    small >= SMALL_WORDS_OF_PROSE && !is_counted && !is_of_compound
}

/// Whether a name is all of its line, above a dateline: "John Smith\nPARIS, May 5".
pub(super) fn is_byline(text: &str, name: &Range<usize>) -> bool {
    if !line_before(text, name.start).is_empty() || !line_behind(text, name.end).trim_end().is_empty() {
        return false;
    }
    let next = text[name.end..].trim_start();
    let city = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    city.len() >= 2
        && city.chars().all(char::is_uppercase)
        && line_behind(next, 0).contains(|c: char| c.is_ascii_digit())
}

/// Whether "By" opens the line of a name: "By John Smith".
pub(super) fn follows_by(text: &str, at: usize) -> bool {
    matches!(line_before(text, at).trim_end(), "By" | "by" | "BY")
}

/// What stands behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Behind<'a> {
    /// A small word, one space away.
    Word(&'a str),
    /// ", 45,", "(45)".
    Age,
    /// ", who".
    Who,
    /// ", a spokesman for": the bytes from the comma to the office.
    Apposition(Range<usize>),
    /// "(Spain)": the bytes within.
    Brackets(Range<usize>),
    /// "(D-Texas)".
    PartyAndState,
    Possessive,
    Other,
}

pub(super) fn behind<'a>(text: &'a str, at: usize, lists: &NameLists) -> Behind<'a> {
    let near = line_behind(text, at);
    if near.starts_with("'s") || near.starts_with(" 's ") {
        return Behind::Possessive;
    }
    let rest = near.trim_start_matches(' ');
    if let Some(inner) = rest.strip_prefix('(') {
        return brackets(inner, at + near.len() - inner.len());
    }
    if let Some(clause) = rest.strip_prefix(',') {
        return comma(clause.trim_start(), at..at + near.len(), lists);
    }
    match first_word(rest) {
        Some(word) if rest.len() + 1 == near.len() => Behind::Word(word),
        _ => Behind::Other,
    }
}

fn brackets<'a>(inner: &str, start: usize) -> Behind<'a> {
    let inner = inner.trim_start();
    let Some(end) = inner.find(')') else { return Behind::Other };
    if is_age(&inner[..end]) {
        Behind::Age
    } else if ["D-", "R-", "I-", "D.", "R."].iter().any(|party| inner.starts_with(party)) {
        Behind::PartyAndState
    } else {
        Behind::Brackets(start..start + end)
    }
}

/// What a clause behind a comma says; `near` is the reach it lies at the end of.
fn comma<'a>(clause: &str, near: Range<usize>, lists: &NameLists) -> Behind<'a> {
    let number = clause.split([',', ' ', '.', ';', ')']).next().unwrap_or_default();
    if is_age(number) && clause[number.len()..].trim_start().starts_with([',', '.', ';']) {
        return Behind::Age;
    }
    let mut words = clause.split(' ').filter(|word| !word.is_empty());
    if words.clone().next() == Some("who") {
        return Behind::Who;
    }
    let mut end = near.end - clause.len();
    for raw in words.by_ref().take(APPOSITION_WORDS) {
        end = (end + raw.len() + 1).min(near.end);
        let word = raw.trim_matches(|c: char| !c.is_alphanumeric());
        let classes = lists.classes(word);
        if classes.any(Classes::ROLE) || word.starts_with(char::is_uppercase) && classes.any(Classes::TITLE) {
            // "..., analyst John Smith said" is another's office.
            let next = words.next().filter(|_| !raw.ends_with(|c: char| c.is_ascii_punctuation()));
            return match next {
                Some(next) if next.starts_with(char::is_uppercase) => Behind::Other,
                _ => Behind::Apposition(near.start..end),
            };
        }
        let ends = raw.ends_with([',', '.', ';', ':']) && !raw.ends_with("U.S.");
        if ends || ENDS_OF_APPOSITION.contains(&word) || classes.any(Classes::SPEECH) {
            break;
        }
    }
    Behind::Other
}

/// Words that lead on from a name to something else than what its bearer is.
const ENDS_OF_APPOSITION: &[&str] = &[
    "and", "but", "or", "whose", "which", "where", "when", "while", "as", "with", "is", "was", "are", "were", "has",
    "had", "have", "who", "to", "in", "on", "at", "from", "that", "this", "not", "will", "would", "for", "by", "after",
    "before", "because", "although", "he", "she", "they", "it", "we", "I", "said",
];

/// A number that may be a person's age.
fn is_age(number: &str) -> bool {
    matches!(number.len(), 1..=2) && number.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn line_before(text: &str, at: usize) -> &str {
    let near = &text[text.floor_char_boundary(at.saturating_sub(REACH))..at];
    near.rsplit('\n').next().unwrap_or_default()
}

fn line_behind(text: &str, at: usize) -> &str {
    let near = &text[at..text.floor_char_boundary(at + REACH)];
    near.split('\n').next().unwrap_or_default()
}

fn last_word(text: &str) -> Option<&str> {
    let start = text.rfind(|c: char| !is_word(c)).map_or(0, |at| text.ceil_char_boundary(at + 1));
    Some(&text[start..]).filter(|word| !word.is_empty())
}

pub(super) fn first_word(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    Some(&text[..end]).filter(|word| !word.is_empty())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::names::tests::lists;

    fn behind_name<'a>(text: &'a str, name: &str) -> Behind<'a> {
        behind(text, text.find(name).unwrap() + name.len(), lists())
    }

    #[test]
    fn the_word_before_is_told_from_the_word_before_a_comma() {
        let before = |text: &'static str| before(text, text.find("Ann").unwrap());
        assert_eq!(before("said Ann"), Before::Word("said"));
        assert_eq!(before("the minister, Ann"), Before::WordAndComma("minister"));
        assert_eq!(before("said.\nAnn"), Before::Other);
        assert_eq!(before("(Ann"), Before::Other);
    }

    #[test]
    fn sentences_begin_behind_stops_dashes_and_line_breaks() {
        for (text, expected) in
            [("Ann", true), ("It fell. Ann", true), ("LONDON - Ann", true), ("so\nAnn", true), ("and Ann", false)]
        {
            assert_eq!(begins_sentence(text, text.find("Ann").unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn what_follows_a_name_tells_a_person() {
        for text in ["Ann Lee, Sudan's army chief, left", "Ann Lee, a spokesman for the bank", "Ann Lee, chairman of X"]
        {
            assert!(matches!(behind_name(text, "Ann Lee"), Behind::Apposition(_)), "{text}");
        }
        assert_eq!(behind_name("Ann Lee, 45, said", "Ann Lee"), Behind::Age);
        assert_eq!(behind_name("Ann Lee (45) said", "Ann Lee"), Behind::Age);
        assert_eq!(behind_name("Ann Lee, who left", "Ann Lee"), Behind::Who);
        assert_eq!(behind_name("Ann Lee (D-Texas) left", "Ann Lee"), Behind::PartyAndState);
        assert_eq!(behind_name("Ann Lee (Spain) left", "Ann Lee"), Behind::Brackets(9..14));
        assert_eq!(behind_name("Ann Lee said", "Ann Lee"), Behind::Word("said"));
        assert_eq!(behind_name("Ann Lee's aide", "Ann Lee"), Behind::Possessive);
    }

    #[test]
    fn what_follows_a_comma_may_be_anothers() {
        for text in ["Ann Lee, analyst Bob May said", "Ann Lee, whose chairman left", "Ann Lee, 1996, said"] {
            assert_eq!(behind_name(text, "Ann Lee"), Behind::Other, "{text}");
        }
    }

    #[test]
    fn prose_has_small_words_and_no_numbers_beside_a_name() {
        for (text, expected) in [
            ("it was the QZK that won", true),
            ("QZK 453.5 +1.25 a b c d", false),
            ("FOR QZK ONLY", false),
            ("it was the B/QZK that won", false),
        ] {
            let at = text.find("QZK").unwrap();
            assert_eq!(is_in_prose(text, &(at..at + 3)), expected, "{text}");
        }
    }

    #[test]
    fn a_possessive_has_an_owner() {
        let text = "Russia's Ann";
        assert_eq!(owner_before(text, 9), Some(6));
        assert_eq!(owner_before("said Ann", 5), None);
    }
}
