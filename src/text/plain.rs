//! Plain text to a [`Document`]: paragraphs at blank lines, bare addresses as links.

use std::ops::{Range, RangeInclusive};

use super::writer::Writer;
use crate::domain::{Document, WebUrl};

/// A line of so many characters was ended by a mail program or an editor, not by its writer.
const HARD_WRAPPED: RangeInclusive<usize> = 50..=100;

/// The document that a plain text makes. Character references are resolved by now.
pub(super) fn paragraphs(text: &str) -> Document {
    let mut writer = Writer::default();
    for line in text.lines() {
        if line.trim().is_empty() {
            writer.end_block();
            continue;
        }
        push_line(&mut writer, line);
        if HARD_WRAPPED.contains(&line.trim().chars().count()) {
            writer.push(" ");
        } else {
            writer.break_line();
        }
    }
    writer.finish()
}

fn push_line(writer: &mut Writer, line: &str) {
    for piece in line.split_inclusive(|c: char| c.is_whitespace() || is_delimiter(c)) {
        let Some((range, address)) = address_in(piece) else {
            writer.push(piece);
            continue;
        };
        writer.push(&piece[..range.start]);
        writer.style.link = writer.link(address);
        writer.push(&piece[range.clone()]);
        writer.style.link = None;
        writer.push(&piece[range.end..]);
    }
}

/// The http(s) address in a piece of a line, without the punctuation of the sentence around it.
fn address_in(piece: &str) -> Option<(Range<usize>, WebUrl)> {
    let start = piece.find("https://").or_else(|| piece.find("http://"))?;
    let candidate = piece[start..].trim_end_matches(|c: char| c.is_whitespace() || is_delimiter(c));
    let address = trim_sentence(candidate);
    Some((start..start + address.len(), WebUrl::parse(address).ok()?))
}

/// Characters that surround addresses in running text and do not stand in them.
fn is_delimiter(c: char) -> bool {
    matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '，' | '。' | '、' | '「' | '」' | '（' | '）')
}

/// Drops closing punctuation; a closing parenthesis stays when it was opened within.
fn trim_sentence(address: &str) -> &str {
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    address.trim_end_matches(|c| {
        let unopened = c == ')' && closed > opened;
        closed -= usize::from(unopened);
        unopened || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | ']' | '}' | '…')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::dump::dump;

    #[test]
    fn blank_lines_part_paragraphs_and_short_lines_stay() {
        let cases = [
            ("one\ntwo\n\n \nthree", "p one⏎two\np three"),
            ("  indented   words  ", "p indented words"),
            (
                "A sentence that a mail program ended after seventy-two columns or\nso, and its rest.\nNext.",
                "p A sentence that a mail program ended after seventy-two columns or so, and its rest.⏎Next.",
            ),
            ("a <john@x.example> b", "p a <john@x.example> b"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(dump(&paragraphs(text)), expected, "{text}");
        }
    }

    #[test]
    fn bare_addresses_become_links() {
        let cases = [
            ("See https://a.example/x.", "p See {https://a.example/x}1.\n[1] https://a.example/x"),
            ("(http://a.example/b_(c))", "p ({http://a.example/b_(c)}1)\n[1] http://a.example/b_(c)"),
            ("<https://a.example/>,x", "p <{https://a.example/}1>,x\n[1] https://a.example/"),
            ("https:// ftp://a http", "p https:// ftp://a http"),
        ];
        for (text, expected) in cases {
            assert_eq!(dump(&paragraphs(text)), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_word_is_kept(text in "([a-z]{1,8}|https?://[a-z]{1,4}|[ \n.()])*") {
            let kept = paragraphs(&text).text;
            prop_assert!(kept.split_whitespace().eq(text.split_whitespace()));
        }
    }
}
