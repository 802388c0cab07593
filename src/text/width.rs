//! How many columns a text takes, exactly as ratatui counts them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::SafeText;

/// The columns that a text takes on one line.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// The columns of one grapheme cluster. None for one with a control character: ratatui does not draw it.
pub(super) fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    // ratatui 0.30 adds a cell for each half-width katakana sound mark, though unicode-width 0.2.3 counts it too.
    // Columns must be where ratatui draws them, so the fault is kept.
    let sound_marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    grapheme.width() + sound_marks
}

/// The text cut at a grapheme boundary so that it is at most `columns` wide; a cut one ends in `…`.
pub fn fit(text: &SafeText, columns: usize) -> SafeText {
    if width(text) <= columns {
        return text.clone();
    }
    let Some(room) = columns.checked_sub(1) else {
        return SafeText::default();
    };
    let mut used = 0;
    let kept: String = text
        .graphemes(true)
        .take_while(|grapheme| {
            used += grapheme_width(grapheme);
            used <= room
        })
        .collect();
    SafeText::block(&format!("{}…", kept.trim_end()))
}

/// The text cut as [`fit`] does, or filled with spaces, so that it is exactly `columns` wide.
pub fn pad(text: &SafeText, columns: usize) -> SafeText {
    let fitted = fit(text, columns);
    match columns - width(&fitted) {
        0 => fitted,
        missing => SafeText::block(&format!("{fitted}{}", " ".repeat(missing))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    /// The columns that ratatui fills with a text.
    fn drawn(text: &str) -> usize {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 1_000, 1));
        let (end, _) = buffer.set_stringn(0, 0, text, 1_000, Style::default());
        end.into()
    }

    #[test]
    fn widths_are_those_that_ratatui_draws() {
        for (text, columns) in [
            ("plain", 5),
            ("家 a", 4),
            ("e\u{301}", 1),
            ("👩\u{200d}🚀", 2),
            ("🇺🇦🇵🇱", 4),
            ("ｶﾞ", 3),
            ("a\nb", 2),
            ("क्षि", 3),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
            assert_eq!(drawn(text), columns, "{text:?}");
        }
    }

    #[test]
    fn a_text_is_cut_between_clusters_and_ends_in_an_ellipsis() {
        for (text, columns, cut) in [
            ("Kyiv", 4, "Kyiv"),
            ("Kyiv presses", 8, "Kyiv pr…"),
            ("Kyiv presses", 6, "Kyiv…"),
            ("外交部", 4, "外…"),
            ("外交部", 5, "外交…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(fit(&SafeText::line(text), columns), cut, "{text:?} in {columns}");
        }
        assert_eq!(pad(&SafeText::line("外交部"), 4), "外… ");
    }

    proptest! {
        #[test]
        fn any_text_is_as_wide_as_drawn_and_fits(raw in any::<String>(), columns in 0usize..40) {
            let text = SafeText::line(&raw);
            prop_assert_eq!(width(&text), drawn(&text));
            prop_assert!(width(&fit(&text, columns)) <= columns);
            prop_assert_eq!(width(&pad(&text, columns)), columns);
        }
    }
}
