//! Finding what a reader types in a text.

use std::ops::Range;

use super::fold::push_folded;

/// Where the words stand in the text, as ranges of its bytes, ascending and apart.
///
/// Accents do not count, nor does the case while the words have no capital letter (smart case); any white space is
/// like any other, so that words are found over the end of a paragraph's line.
pub fn find_all(text: &str, words: &str) -> Vec<Range<usize>> {
    let with_case = words.chars().any(char::is_uppercase);
    let needle = Folded::of(words.trim(), with_case).text;
    if needle.is_empty() {
        return Vec::new();
    }
    let folded = Folded::of(text, with_case);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in folded.text.match_indices(&needle) {
        let start = folded.origins[at];
        let after = text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
        // Of a letter that folds to two, one may be found.
        let end = folded.origins[at + needle.len()].max(after);
        if found.last().is_none_or(|last| last.end <= start) {
            found.push(start..end);
        }
    }
    found
}

/// A text as it is compared, and where each of its bytes comes from.
struct Folded {
    text: String,
    /// The first byte of the character behind each byte of the text, and the end.
    origins: Vec<usize>,
}

impl Folded {
    fn of(raw: &str, with_case: bool) -> Self {
        let mut folded = Self { text: String::with_capacity(raw.len()), origins: Vec::with_capacity(raw.len() + 1) };
        let mut letters = String::new();
        for (at, c) in raw.char_indices() {
            if c.is_ascii() {
                folded.text.push(match c {
                    '\t' | '\n' => ' ',
                    c if with_case => c,
                    c => c.to_ascii_lowercase(),
                });
            } else {
                letters.clear();
                push_folded(&mut letters, c);
                match with_case {
                    true => folded.text.push_str(&letters),
                    false => folded.text.extend(letters.chars().flat_map(char::to_lowercase)),
                }
            }
            folded.origins.resize(folded.text.len(), at);
        }
        folded.origins.push(raw.len());
        folded
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(text: &'a str, words: &str) -> Vec<&'a str> {
        find_all(text, words).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_found_without_case_and_accents() {
        for (text, words, expected) in [
            ("Kyiv, kyiv and KYIV", "kyiv", vec!["Kyiv", "kyiv", "KYIV"]),
            ("Kyiv, kyiv and KYIV", "Kyiv", vec!["Kyiv"]),
            ("Erdoğan met ERDOGAN", "erdogan", vec!["Erdoğan", "ERDOGAN"]),
            ("Erdoğan met ERDOGAN", "erdoğan", vec!["Erdoğan", "ERDOGAN"]),
            ("Cafe\u{301} de Paris", "café de", vec!["Cafe\u{301} de"]),
            ("co\u{ad}opera\u{ad}tion", "cooperation", vec!["co\u{ad}opera\u{ad}tion"]),
            ("the Black\nSea", "black sea", vec!["Black\nSea"]),
            ("the Black\u{a0}Sea", " black sea ", vec!["Black\u{a0}Sea"]),
            ("Straße", "s", vec!["S", "ß"]),
            ("Straße", "strasse", vec!["Straße"]),
            ("黒海の海峡", "海", vec!["海", "海"]),
            ("Київ і КИЇВ", "київ", vec!["Київ", "КИЇВ"]),
            ("İstanbul", "istanbul", vec!["İstanbul"]),
            ("aaa", "aa", vec!["aa"]),
            ("anything", "", vec![]),
            ("anything", " ", vec![]),
            ("", "a", vec![]),
        ] {
            assert_eq!(found(text, words), expected, "{words:?} in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_found_are_parts_of_the_text_in_order(text in "\\PC{0,40}", words in "\\PC{0,3}") {
            let mut end = 0;
            for range in find_all(&text, &words) {
                prop_assert!(range.start >= end && range.end > range.start);
                prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }

        #[test]
        fn a_text_is_found_in_itself(text in "[a-zäöüß ]{0,9}[a-z]") {
            prop_assert!(!find_all(&text, &text).is_empty());
        }
    }
}
