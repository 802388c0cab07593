//! The order in which text that is read from right to left is seen: the
//! [Unicode bidirectional algorithm](https://www.unicode.org/reports/tr9/), for terminals that do not apply it.
//!
//! Text is kept in the order in which it is read, and put in the order in which it is seen line by line, at the very
//! end. What is moved are grapheme clusters, so that marks stay with their letters; how Arabic letters join is left to
//! the terminal.

use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::SafeText;

/// Whether a text holds anything that is read from right to left.
pub(super) fn has_rtl(text: &str) -> bool {
    // The first such character is U+0590, whose first byte is this.
    text.bytes().any(|byte| byte >= 0xd6) && text.chars().any(is_rtl)
}

/// Whether a text is read from right to left: its first letter is (rules P2 and P3).
pub fn first_is_rtl(text: &str) -> bool {
    let strong = |c: char| match c {
        'A'..='Z' | 'a'..='z' => Some(false),
        _ if is_rtl(c) => Some(true),
        _ => (bidi_class(c) == BidiClass::L).then_some(false),
    };
    text.chars().find_map(strong).unwrap_or(false)
}

/// By [Unicode block](https://www.unicode.org/Public/UNIDATA/Blocks.txt) first: asking for a class is a search.
fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// How deep each part of a text, by its first byte, is embedded in text of the other direction: odd is right to left.
pub(super) fn levels(text: &str, parts: &[Range<usize>], rtl: bool) -> Vec<Level> {
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(text, Some(base));
    parts.iter().map(|part| info.levels.get(part.start).copied().unwrap_or(base)).collect()
}

/// The places of a line's parts in the order in which they are seen from left to right (rule L2).
pub(super) fn visual_order(levels: &[Level]) -> Vec<usize> {
    BidiInfo::reorder_visual(levels)
}

/// The mirror image of a bracket, which is written the same but seen the other way in text from right to left.
pub(super) fn mirrored(cluster: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 9] =
        [("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"), ("‹", "›"), ("≤", "≥"), ("⟨", "⟩"), ("⟪", "⟫")];
    PAIRS.into_iter().find_map(|(open, close)| match cluster {
        _ if cluster == open => Some(close),
        _ if cluster == close => Some(open),
        _ => None,
    })
}

/// A line of text in the order in which it is seen, to be written to a terminal that does not reorder by itself.
pub fn visual_line(text: &SafeText) -> SafeText {
    if has_rtl(text) { in_visual_order(text, first_is_rtl(text)) } else { text.clone() }
}

/// A line in the order in which it is seen among text of this direction.
pub(super) fn in_visual_order(text: &str, rtl: bool) -> SafeText {
    let clusters: Vec<Range<usize>> = text.grapheme_indices(true).map(|(at, c)| at..at + c.len()).collect();
    let levels = levels(text, &clusters, rtl);
    let seen = |place: usize| {
        let cluster = &text[clusters[place].clone()];
        if levels[place].is_rtl() { mirrored(cluster).unwrap_or(cluster) } else { cluster }
    };
    SafeText::block(&visual_order(&levels).into_iter().map(seen).collect::<String>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_put_in_the_order_in_which_it_is_seen() {
        for (read, seen) in [
            ("Talks in Geneva", "Talks in Geneva"),
            ("אבג", "גבא"),
            ("שלום (1905) NATO", "NATO (1905) םולש"),
            ("The treaty of שלום, x", "The treaty of םולש, x"),
            ("سلام!", "!مالس"),
            ("בֹּקֶר", "רקֶבֹּ"),
            ("家 אב", "家 בא"),
        ] {
            assert_eq!(visual_line(&SafeText::line(read)), seen, "{read}");
        }
    }

    #[test]
    fn the_first_letter_says_how_a_text_is_read() {
        for (text, rtl) in [("«1905» — שלום, x", true), ("x שלום", false), ("1905 …", false), ("外交 שלום", false)]
        {
            assert_eq!(first_is_rtl(text), rtl, "{text}");
        }
        assert!(has_rtl("x (و)") && !has_rtl("Ωmega — 外交"));
    }

    proptest! {
        #[test]
        fn every_character_is_still_there(raw in "[a-c0-9 ()אבגسلا\u{5b9}]{0,30}") {
            let text = SafeText::line(&raw);
            let sorted = |text: &str| {
                let mut chars: Vec<char> = text.chars().map(|c| if c == ')' { '(' } else { c }).collect();
                chars.sort_unstable();
                chars
            };
            prop_assert_eq!(sorted(&visual_line(&text)), sorted(&text));
        }
    }
}
