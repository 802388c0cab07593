//! The words of a text, taken apart once for all that looks names and cues up.

use super::hash::{FNV_PRIME, FNV_START};

/// A run of letters and digits in a text, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
    /// The [`word_hash`] of the word.
    pub hash: u64,
}

/// About how long a word with its space is, in bytes.
const WORD_BYTES: usize = 6;

/// For each ASCII letter and digit its small form; 0 for every other byte.
const SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            small[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// The words of the text in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(text.len() / WORD_BYTES);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() && SMALL[usize::from(byte)] == 0 {
            at += 1;
            continue;
        }
        let word = word_at(text, at);
        if word.end > at {
            words.push(word);
            at = word.end;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    words
}

/// The word that begins at `start`; empty when none does.
fn word_at(text: &str, start: usize) -> Word {
    let bytes = text.as_bytes();
    let (mut end, mut hash) = (start, FNV_START);
    loop {
        for &byte in bytes.get(end..).unwrap_or_default() {
            let small = SMALL[usize::from(byte)];
            if small == 0 {
                break;
            }
            hash = (hash ^ u64::from(small)).wrapping_mul(FNV_PRIME);
            end += 1;
        }
        // The rare letter that is not ASCII.
        let is_other = bytes.get(end).is_some_and(|byte| !byte.is_ascii());
        let letter = text[end..].chars().next().filter(|c| is_other && is_alphanumeric(*c));
        let Some(letter) = letter else { return Word { start, end, hash } };
        for byte in &bytes[end..end + letter.len_utf8()] {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME);
        }
        end += letter.len_utf8();
    }
}

/// The end of the word that begins at `start`; `start` itself when none does.
pub(super) fn word_end(text: &str, start: usize) -> usize {
    word_at(text, start).end
}

/// The hash of a word, the same for its ASCII letters in any case.
pub(super) fn word_hash(word: &str) -> u64 {
    super::hash::hash(word.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// Whether no letter or digit stands at `end`.
pub(super) fn ends_word(text: &str, end: usize) -> bool {
    match text.as_bytes().get(end) {
        None => end == text.len(),
        Some(byte) if byte.is_ascii() => SMALL[usize::from(*byte)] == 0,
        Some(_) => text.get(end..).is_some_and(|rest| !rest.starts_with(is_alphanumeric)),
    }
}

/// [`char::is_alphanumeric`], which is slow for the letters that Cyrillic, Arabic and Chinese text is made of.
pub(super) fn is_alphanumeric(c: char) -> bool {
    matches!(c, 'Ѐ'..='ҁ' | '\u{620}'..='\u{64A}' | '\u{4E00}'..='\u{9FFF}') || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_those_of_unicode() {
        assert!((char::MIN..=char::MAX).all(|c| is_alphanumeric(c) == c.is_alphanumeric()));
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let text = "U.S. envoy’s é-mail, Київ 5G\n—";
        let found: Vec<&str> = words(text).iter().map(|word| &text[word.start..word.end]).collect();
        assert_eq!(found, ["U", "S", "envoy", "s", "é", "mail", "Київ", "5G"]);
        assert_eq!(words(""), []);
    }

    proptest::proptest! {
        #[test]
        fn every_word_is_whole_and_has_its_hash(text in "(\\PC|[a-zA-Z0-9 ]|é|К){0,40}") {
            let mut last = 0;
            for word in words(&text) {
                let written = &text[word.start..word.end];
                proptest::prop_assert!(!written.is_empty() && written.chars().all(char::is_alphanumeric));
                proptest::prop_assert!(word.start >= last && ends_word(&text, word.end));
                proptest::prop_assert!(!text[last..word.start].contains(char::is_alphanumeric));
                proptest::prop_assert_eq!(word.hash, word_hash(written));
                last = word.end;
            }
            proptest::prop_assert!(!text[last..].contains(char::is_alphanumeric));
        }
    }
}
