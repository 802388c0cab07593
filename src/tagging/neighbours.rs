//! The words around a place in folded text, and the line and sentence it stands in.

use super::words::is_alphanumeric;

/// How far a sentence or a line is looked at in each direction, in bytes. Bounds the work on text without
/// full stops.
const REACH: usize = 300;

/// The text around a range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neighbours<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Neighbours<'a> {
    /// The neighbours of a range of bytes.
    pub fn of(text: &'a str, start: usize, end: usize) -> Self {
        Self { text, start, end }
    }

    /// What stands before, on the reach's length.
    pub fn before(&self) -> &'a str {
        &self.text[floor(self.text, self.start.saturating_sub(REACH))..self.start]
    }

    /// What stands behind, on the reach's length.
    pub fn after(&self) -> &'a str {
        &self.text[self.end..floor(self.text, (self.end + REACH).min(self.text.len()))]
    }

    /// The word before, when nothing but one space is between.
    pub fn word_before(&self) -> Option<&'a str> {
        last_word(self.before().strip_suffix(' ')?)
    }

    /// The word behind, when nothing but one space is between.
    pub fn word_after(&self) -> Option<&'a str> {
        first_word(self.after().strip_prefix(' ')?)
    }

    /// The words before, nearest first, over spaces and commas, within the sentence.
    pub fn words_before(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let mut rest = self.sentence_before();
        std::iter::from_fn(move || {
            rest = rest.trim_end_matches([' ', ',', '"']);
            let word = last_word(rest)?;
            rest = &rest[..rest.len() - word.len()];
            Some(word)
        })
    }

    /// The part of the sentence before.
    pub fn sentence_before(&self) -> &'a str {
        let before = self.before();
        let begin = before
            .rmatch_indices(['.', '!', '?', '\n', ';'])
            .find(|(at, end)| *end != "." || before[at + 1..].starts_with(' ') && !is_abbreviation(&before[..*at]))
            .map_or(0, |(at, end)| at + end.len());
        &before[begin..]
    }

    /// The part of the sentence behind.
    pub fn sentence_after(&self) -> &'a str {
        let after = self.after();
        let end = after
            .match_indices(['.', '!', '?', '\n', ';'])
            .find(|(at, end)| {
                *end != "." || after[at + 1..].starts_with([' ', '\n']) && !is_abbreviation(&after[..*at])
            })
            .map_or(after.len(), |(at, _)| at);
        &after[..end]
    }

    /// Whether it begins a sentence, a quotation or a line.
    pub fn begins_sentence(&self) -> bool {
        self.before().trim_end_matches(' ').chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != ',')
    }

    /// Whether a hyphen joins it to a capitalised word: "Melbourne-Blake".
    pub fn is_hyphenated(&self) -> bool {
        let is_behind = self.after().strip_prefix('-').and_then(first_word).is_some_and(is_capitalised);
        is_behind || self.before().strip_suffix('-').and_then(last_word).is_some_and(is_capitalised)
    }

    /// Whether its line is set in capitals, as some headlines and datelines are: more than one word, no small
    /// letter on the reach's length.
    pub fn line_in_capitals(&self) -> bool {
        let words = || self.line_words();
        words().nth(1).is_some() && !words().any(|word| word.contains(char::is_lowercase))
    }

    /// Whether its line is set In Title Case: hardly any long word begins with a small letter.
    pub fn line_in_title_case(&self) -> bool {
        let (mut small, mut capital) = (0, 0);
        for word in self.line_words().filter(|word| word.len() >= 4) {
            match word.chars().next() {
                Some(first) if first.is_lowercase() => small += 1,
                _ => capital += 1,
            }
        }
        capital > 3 * small
    }

    fn line_words(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let before = self.before().rsplit('\n').next().unwrap_or_default();
        let after = self.after().split('\n').next().unwrap_or_default();
        let itself = &self.text[self.start..self.end];
        let words = |text: &'a str| text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty());
        words(before).chain(words(itself)).chain(words(after))
    }
}

/// Whether the word begins with a capital letter and has a small one ("Michael", not "US").
pub(super) fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
}

fn is_word(c: char) -> bool {
    is_alphanumeric(c) || matches!(c, '\'' | '-')
}

fn last_word(text: &str) -> Option<&str> {
    let begin =
        text.rfind(|c: char| !is_word(c)).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    Some(&text[begin..]).filter(|word| !word.is_empty())
}

fn first_word(text: &str) -> Option<&str> {
    let plain = text.bytes().take_while(|byte| byte.is_ascii() && is_word(char::from(*byte))).count();
    let end = text[plain..].find(|c: char| !is_word(c)).map_or(text.len(), |at| plain + at);
    let word = text[..end].trim_end_matches("'s").trim_end_matches('\'');
    Some(word).filter(|word| !word.is_empty())
}

/// Whether a full stop behind this text ends an abbreviation or an initial rather than a sentence.
fn is_abbreviation(text: &str) -> bool {
    let word = last_word(text).unwrap_or_default();
    word.chars().count() == 1
        || matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "Gov" | "Sen" | "Rep" | "Gen" | "Lt" | "Col")
}

/// The nearest character boundary at or below `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around<'a>(text: &'a str, word: &str) -> Neighbours<'a> {
        let start = text.find(word).unwrap();
        Neighbours::of(text, start, start + word.len())
    }

    #[test]
    fn neighbours_stand_one_space_away() {
        let near = around("Rep. Jim Jordan's aide", "Jordan");
        assert_eq!((near.word_before(), near.word_after()), (Some("Jim"), None));
        let far = around("Amman, Jordan (AP)", "Jordan");
        assert_eq!((far.word_before(), far.word_after()), (None, None));
        assert_eq!(around("Ēriks Jordan Élan", "Jordan").word_before(), Some("Ēriks"));
    }

    #[test]
    fn a_sentence_ends_at_its_stop_but_not_at_an_abbreviation() {
        let text = "It rained. Gov. Kemp met the U.S. envoy in Oslo today. Then";
        let near = around(text, "Oslo");
        assert_eq!(near.sentence_before(), " Gov. Kemp met the U.S. envoy in ");
        assert_eq!(near.sentence_after(), " today");
        assert_eq!(near.words_before().take(2).collect::<Vec<_>>(), ["in", "envoy"]);
    }

    #[test]
    fn lines_in_capitals_and_in_title_case_are_told_apart() {
        let capitals = |text, word| around(text, word).line_in_capitals();
        assert!(capitals("WAR AND PEACE IN MALI\nBamako is calm", "MALI"));
        assert!(!capitals("Peace in MALI", "MALI"));
        let title_case = |text, word| around(text, word).line_in_title_case();
        assert!(title_case("Why Chad Leaves the Alliance\nIt was expected by everyone.", "Chad"));
        assert!(!title_case("Chad Smith resigns as governor", "Chad"));
    }

    #[test]
    fn the_reach_is_bounded_and_never_splits_a_character() {
        let text = format!("{}Jordan{}", "é".repeat(REACH), "é".repeat(REACH));
        let near = around(&text, "Jordan");
        assert!(!near.is_hyphenated());
        assert!(near.before().len() <= REACH + 1 && near.after().len() <= REACH);
        assert!(!near.begins_sentence());
    }
}
