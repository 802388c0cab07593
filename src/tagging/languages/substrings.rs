//! Names in languages that write no spaces: found anywhere, the longest first. Words in katakana and Latin letters
//! have borders all the same: タイ is no part of タイトル.

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

/// The names of one language.
#[derive(Debug)]
pub(super) struct Substrings(AhoCorasick);

impl Substrings {
    /// Builds the automaton over folded names.
    ///
    /// # Errors
    /// When the names exceed what the automaton can hold.
    pub fn new(names: &[String]) -> Result<Self, BuildError> {
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).map(Self)
    }

    /// The names in the text with their places in the list: start, end, name.
    pub fn find(&self, text: &str) -> impl Iterator<Item = (usize, usize, usize)> {
        let hits = self.0.find_iter(text).map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()));
        hits.filter(|&(start, end, _)| !continues(text, start) && !continues(text, end))
    }
}

/// Whether a word in katakana or in Latin letters goes on over `at`.
fn continues(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let both = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
    both(is_katakana) || both(|c| c.is_ascii_alphanumeric())
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_anywhere_but_not_within_a_word_in_katakana() {
        let names = ["タイ", "中国", "イラン", "印度", "印度尼西亚", "EU"].map(str::to_owned);
        let substrings = Substrings::new(&names).unwrap();
        let found = |text| substrings.find(text).map(|(_, _, name)| names[name].as_str()).collect::<Vec<_>>();
        assert_eq!(found("中国外交部とタイ政府"), ["中国", "タイ"]);
        assert_eq!(found("タイトルとスタイル"), [""; 0]);
        assert_eq!(found("EUとMUSEUM"), ["EU"]);
        assert_eq!(found("印度尼西亚和印度"), ["印度尼西亚", "印度"]);
    }
}
