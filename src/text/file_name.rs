//! Names for files of articles.

use jiff::Timestamp;

use crate::domain::SafeText;

/// The most bytes of a name before its ending: file systems take 255, and a number may be added.
const STEM_MAX_BYTES: usize = 120;

/// A file's name without its ending: a day in UTC and words, such as `2026-11-22-gazette-talks-stall`.
///
/// Letters and digits of every script stay, for file systems know them; all else becomes a hyphen, so that no title
/// can name another folder, hide the file or be taken for an option.
pub fn file_stem(day: Timestamp, words: &[&SafeText]) -> SafeText {
    let mut stem = day.strftime("%Y-%m-%d").to_string();
    for word in words.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())) {
        let word = word.to_lowercase();
        if stem.len() + 1 + word.len() > STEM_MAX_BYTES {
            break;
        }
        if !word.is_empty() {
            stem.push('-');
            stem.push_str(&word);
        }
    }
    SafeText::line(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_letters_and_digits_whatever_the_title() {
        let day = "2026-11-22T23:30:00Z".parse().unwrap();
        let cases = [
            ("Gazette", "Talks stall: “no deal”, says Kyiv", "2026-11-22-gazette-talks-stall-no-deal-says-kyiv"),
            ("../../etc", "-rf $(reboot) \\ / \n ;", "2026-11-22-etc-rf-reboot"),
            ("新华社", "外交部：会谈继续", "2026-11-22-新华社-外交部-会谈继续"),
            ("", "", "2026-11-22"),
        ];
        for (source, title, expected) in cases {
            assert_eq!(file_stem(day, &[&SafeText::line(source), &SafeText::line(title)]), expected, "{title}");
        }
        let long = SafeText::line(&"word ".repeat(100));
        assert!(file_stem(day, &[&long]).len() <= STEM_MAX_BYTES);
        let endless = SafeText::line(&"字".repeat(500));
        assert_eq!(file_stem(day, &[&endless]), "2026-11-22");
    }
}
