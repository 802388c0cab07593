//! How long a text takes to read.

use crate::domain::SafeText;

/// Words that a practised reader reads in a minute, in a language that parts words with spaces.
const WORDS_A_MINUTE: usize = 230;
/// Chinese and Japanese characters that a practised reader reads in a minute.
const CHARACTERS_A_MINUTE: usize = 500;

/// The minutes that a text takes to read, rounded up, at least 1.
pub fn reading_minutes(text: &SafeText) -> usize {
    let mut words = 0;
    let mut characters = 0;
    for word in text.split_whitespace() {
        let ideographs = word.chars().filter(|c| is_cjk(*c)).count();
        characters += ideographs;
        words += usize::from(word.chars().any(|c| c.is_alphanumeric() && !is_cjk(c)));
    }
    let parts = words * CHARACTERS_A_MINUTE + characters * WORDS_A_MINUTE;
    parts.div_ceil(WORDS_A_MINUTE * CHARACTERS_A_MINUTE).max(1)
}

/// Han characters and kana, which are written without spaces.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_count_words_and_characters() {
        for (text, minutes) in [
            (String::new(), 1),
            ("word ".repeat(230), 1),
            ("word ".repeat(231), 2),
            ("слово — ".repeat(460), 2),
            ("国".repeat(501), 2),
            ("国".repeat(250) + &" word".repeat(116), 2),
        ] {
            assert_eq!(reading_minutes(&SafeText::block(&text)), minutes, "{} bytes", text.len());
        }
    }
}
