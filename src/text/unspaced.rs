//! Words of scripts that are written without spaces and whose lines end between words all the same: Thai, Lao, Khmer,
//! Burmese.
//!
//! Where one ends only a model of the language can say. It is asked once, when the document is made, because it takes
//! longer than all else: wrapping for another width finds its answers in [`Document::breaks`].
//!
//! [`Document::breaks`]: crate::domain::Document::breaks

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::domain::Break;

/// The most bytes of a document that the model is asked about: 7,000 characters, two to three thousand words. What
/// follows is broken where lines are full.
const ASKED_MAX: usize = 21_000;

static MODEL: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_lstm(LineBreakOptions::default()));

/// The places between words of such scripts, ascending.
pub(super) fn breaks(text: &str) -> Vec<Break> {
    let mut places = Vec::new();
    let mut left = ASKED_MAX;
    let mut end = 0;
    while let Some(run) = next_run(text, end) {
        end = run.end;
        if run.len() > left {
            break;
        }
        left -= run.len();
        let words = MODEL.segment_str(&text[run.clone()]).filter(|at| (1..run.len()).contains(at));
        places.extend(words.map(|at| Break { at: run.start + at, hyphen: false }));
    }
    places
}

fn next_run(text: &str, from: usize) -> Option<Range<usize>> {
    // All these characters begin with one of two bytes, which are rare elsewhere.
    let first = from + text.as_bytes()[from..].iter().position(|byte| matches!(byte, 0xe0 | 0xe1 | 0xea))?;
    let start = first + text[first..].find(is_unspaced)?;
    let length = text[start..].find(|c| !is_unspaced(c)).unwrap_or(text.len() - start);
    Some(start..start + length)
}

/// By [Unicode block](https://www.unicode.org/Public/UNIDATA/Blocks.txt).
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}'     // Thai, Lao
        | '\u{1000}'..='\u{109f}' // Myanmar
        | '\u{1780}'..='\u{17ff}' // Khmer
        | '\u{aa60}'..='\u{aa7f}' // Myanmar, extended
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_unspaced_scripts_are_told_apart() {
        for (text, words) in [
            ("คณะทูตลงนามในสนธิสัญญา", "คณะ|ทูต|ลง|นาม|ใน|สนธิสัญญา"),
            ("NATO กับสันติภาพ, 2026", "NATO กับ|สันติภาพ, 2026"),
            ("ភាសាខ្មែរជាភាសា", "ភាសា|ខ្មែរ|ជា|ភាសា"),
            ("plain — 外交 हिन्दी", "plain — 外交 हिन्दी"),
            ("", ""),
        ] {
            let places: Vec<usize> = breaks(text).into_iter().map(|place| place.at).collect();
            let mut marked = String::new();
            for (at, c) in text.char_indices() {
                if places.contains(&at) {
                    marked.push('|');
                }
                marked.push(c);
            }
            assert_eq!(marked, words);
        }
    }

    #[test]
    fn the_model_is_asked_about_a_bounded_part() {
        let sentence = "การทูต ";
        let text = sentence.repeat(100_000);
        assert!(breaks(&text).last().unwrap().at < ASKED_MAX * 2);
        assert_eq!(breaks(&"ก".repeat(1_000_000)), []);
    }
}
