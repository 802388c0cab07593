//! The words that a tag rests on.

use super::fold_case;
use crate::domain::{SafeText, Span, Tag};

/// The most different words of one tag that are told apart.
const WORDS_MAX: usize = 100;

/// The words of a span of `title + "\n" + text`, folded: what a rejection remembers. Empty when the span is no part
/// of them.
pub fn words_of(title: &str, text: &str, span: Span) -> SafeText {
    SafeText::line(&fold_case(&written(title, text, span)))
}

/// The words of a span as they are written, on one line.
pub fn quote(title: &SafeText, text: &SafeText, span: Span) -> SafeText {
    SafeText::line(&written(title, text, span))
}

fn written(title: &str, text: &str, span: Span) -> String {
    let (start, end, offset) = (span.start as usize, span.end as usize, title.len() + 1);
    match (start < offset, end < offset) {
        (true, true) => title.get(start..end).unwrap_or_default().to_owned(),
        (true, false) => {
            let parts = [title.get(start..), text.get(..end - offset)].map(Option::unwrap_or_default);
            parts.join(" ")
        }
        _ => text.get(start.saturating_sub(offset)..end.saturating_sub(offset)).unwrap_or_default().to_owned(),
    }
}

/// The different words that a tag rests on, in the order they stand in.
pub fn words_of_tag(title: &str, text: &str, tag: &Tag) -> Vec<SafeText> {
    let mut all: Vec<SafeText> = Vec::new();
    for words in tag.spans.iter().map(|span| words_of(title, text, *span)) {
        if all.len() < WORDS_MAX && !words.is_empty() && !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TagKind;

    #[test]
    fn words_are_those_of_title_and_text_folded() {
        let (title, text) = ("Élysée talks", "talks in  Paris\nand Élysée");
        for (start, end, words) in [
            (0, 8, "elysee"),
            (9, 14, "talks"),
            (9, 20, "talks talks"),
            (21, 30, "in paris"),
            (35, 43, "elysee"),
            (1, 8, ""),
            (40, 99, ""),
            (8, 3, ""),
        ] {
            assert_eq!(words_of(title, text, Span { start, end }), words, "{start}..{end}");
        }
        assert_eq!(quote(&title.into(), &text.into(), Span { start: 21, end: 43 }), "in Paris and Élysée");
    }

    #[test]
    fn a_tags_words_are_each_told_once() {
        let spans = [(0, 8), (9, 14), (35, 43)].map(|(start, end)| Span { start, end }).to_vec();
        let tag =
            Tag { kind: TagKind::Country, key: "FR".into(), label: "France".into(), main: true, score: 0.5, spans };
        assert_eq!(words_of_tag("Élysée talks", "talks in  Paris\nand Élysée", &tag), ["elysee", "talks"]);
    }
}
