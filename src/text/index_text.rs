//! Text as the index of words reads it.

use std::borrow::Cow;

use super::fold::{lowered_digit, raised_digit};

/// Puts spaces around every character of a script that is written without spaces between words, so that each
/// becomes a word of its own to the index, and a word of such a script is found as a phrase of its characters.
///
/// Without this, SQLite's `unicode61` tokenizer takes a whole Chinese sentence for one word, and neither `外交`
/// nor `外交部` is found in it. Hangul is treated alike, because Korean words carry their particles.
///
/// A raised digit (a footnote's) is a word of its own as well, and a lowered one (`CO₂`) is like any other.
pub fn index_text(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| stands_alone(c) || lowered_digit(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len() * 3 / 2);
    for c in text.chars() {
        if stands_alone(c) {
            if !spaced.ends_with(' ') {
                spaced.push(' ');
            }
            spaced.push(raised_digit(c).unwrap_or(c));
            spaced.push(' ');
        } else {
            spaced.push(lowered_digit(c).unwrap_or(c));
        }
    }
    Cow::Owned(spaced)
}

/// Whether the character is a raised digit or belongs to a script without spaces between words, by
/// [Unicode block](https://www.unicode.org/Public/UNIDATA/Blocks.txt).
fn stands_alone(c: char) -> bool {
    let is_unspaced = matches!(c,
        '\u{0E01}'..='\u{0E30}' | '\u{0E81}'..='\u{0EB0}'   // Thai and Lao letters (marks part words already)
        | '\u{1000}'..='\u{102A}' | '\u{1780}'..='\u{17B3}' // Myanmar and Khmer letters
        | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' // Hangul letters
        | '\u{AC00}'..='\u{D7A3}'                           // Hangul syllables
        | '\u{3005}'..='\u{3007}'                           // iteration mark, closing mark, zero
        | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' // Hiragana, Katakana
        | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' // small and halfwidth Katakana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' // Han
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' // Han, compatibility and rare
    );
    is_unspaced || raised_digit(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_unspaced_scripts_become_words() {
        let cases = [
            ("Kyiv and Moscow", "Kyiv and Moscow"),
            ("外交部", " 外 交 部 "),
            ("G7サミット", "G7 サ ミ ッ ト "),
            ("한국은 2026", " 한 국 은  2026"),
            ("Erdoğan¹², CO₂ and 10⁵ m²", "Erdoğan 1 2 , CO2 and 10 5  m 2 "),
            ("Пекин (北京), 12", "Пекин ( 北 京 ), 12"),
            ("", ""),
        ];
        for (text, spaced) in cases {
            assert_eq!(index_text(text), spaced, "{text}");
        }
    }

    #[test]
    fn text_of_spaced_scripts_is_not_copied() {
        assert!(matches!(index_text("déclaré à Genève, Женева, جنيف"), Cow::Borrowed(_)));
    }
}
