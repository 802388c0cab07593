//! Who wrote an article, out of what stands in its byline.

use crate::domain::SafeText;

/// What a byline begins with, in lower case.
const PREFIXES: &[&str] = &[
    "by ",
    "written by ",
    "author: ",
    "authors: ",
    "reported by ",
    "words by ",
    "von ",
    "autor: ",
    "autorin: ",
    "text: ",
    "par ",
    "auteur : ",
    "auteur: ",
    "por ",
    "di ",
    "door ",
    "av ",
    "af ",
    "przez ",
    "autor ",
    "автор: ",
    "авторы: ",
    "текст: ",
    "yazan: ",
    "بقلم ",
    "بقلم: ",
    "מאת ",
    "מאת: ",
    "作者：",
    "作者:",
    "文：",
    "文/",
    "記者",
    "記者：",
    "기자 ",
];
/// What parts a name from a date, a place or an office.
const SEPARATORS: &[char] = &['|', '•', '·', '\n', ';'];
/// The longest name, in characters; what is longer is a sentence.
const NAME_MAX_CHARS: usize = 120;

/// The names in a byline; empty where there are none.
pub(super) fn names(raw: &str) -> SafeText {
    let parts = raw.split(SEPARATORS).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" – "));
    parts.map(name).find(|name| !name.is_empty()).unwrap_or_default()
}

/// A part of a byline, if it is names: without "By", addresses and times.
fn name(part: &str) -> SafeText {
    let line = SafeText::line(part);
    let mut rest = line.as_str().trim();
    for prefix in PREFIXES {
        let beginning: String = rest.chars().take(prefix.chars().count()).collect();
        if beginning.to_lowercase() == *prefix {
            rest = rest[beginning.len()..].trim();
        }
    }
    let words: Vec<&str> = rest.split_whitespace().filter(|word| !word.contains('@')).collect();
    let is_other = |word: &&str| word.contains("://") || word.starts_with("www.") || is_time(word);
    let has_letters = words.iter().any(|word| word.chars().any(char::is_alphabetic));
    if !has_letters || words.iter().any(is_other) || rest.chars().count() > NAME_MAX_CHARS {
        return SafeText::default();
    }
    SafeText::line(words.join(" ").trim_matches([',', ':', '(', ')', '/', ' ']))
}

/// A year, a time or a date in figures.
fn is_time(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits >= 3 && word.chars().all(|c| c.is_ascii_digit() || ":.,/-".contains(c))
        || word.chars().any(|c| "年月日".contains(c)) && digits > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_left_of_a_byline() {
        for (raw, expected) in [
            ("Ada Lovelace", "Ada Lovelace"),
            ("  By   Ada Lovelace and Émilie du Châtelet ", "Ada Lovelace and Émilie du Châtelet"),
            ("BY ADA LOVELACE", "ADA LOVELACE"),
            ("By Ada Lovelace | March 3, 2026", "Ada Lovelace"),
            ("March 3, 2026 · Ada Lovelace", "Ada Lovelace"),
            ("Ada Lovelace ada@news.example", "Ada Lovelace"),
            ("Ada Lovelace - Correspondent in Geneva", "Ada Lovelace"),
            ("Von Ada Lovelace, Genf", "Ada Lovelace, Genf"),
            ("Jean-Paul Marat", "Jean-Paul Marat"),
            ("Автор: Анна Ахматова", "Анна Ахматова"),
            ("作者：魯迅", "魯迅"),
            ("Bylaw Committee", "Bylaw Committee"),
            ("https://news.example/people/ada", ""),
            ("2026-03-03 10:15", ""),
            ("2026年3月3日", ""),
            ("", ""),
        ] {
            assert_eq!(&*names(raw), expected, "{raw:?}");
        }
        assert_eq!(&*names(&"long sentence ".repeat(20)), "");
    }
}
