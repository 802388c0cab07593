//! Steps 3 and 4 for references: what stands behind each `&` becomes something that every XML parser knows.
//!
//! A bare `&` is the commonest fault of feeds, and one of them refuses a whole feed. The rules for numbers are
//! [HTML's](https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state), the names
//! are those of HTML and the short ones of the document's own type.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr3;

use super::doctype::Entities;

/// The longest name of HTML has 31 letters.
const MAX_NAME: usize = 32;

/// A text between tags in which every `<` and `&` means what it should, and no `]]>` is left over.
pub(super) fn sound_text<'a>(text: &'a str, entities: &mut Entities) -> Cow<'a, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr3(b'&', b'<', b']', &bytes[at..]) {
        at += found;
        let (length, with) = match bytes[at] {
            b'&' => reference(&text[at..], entities),
            b'<' => (1, Some(Cow::Borrowed("&lt;"))),
            _ if text[at..].starts_with("]]>") => (3, Some(Cow::Borrowed(""))),
            _ => (1, None),
        };
        if let Some(with) = with {
            out.push_str(&text[copied..at]);
            out.push_str(&with);
            copied = at + length;
        }
        at += length;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The length of the reference that a text begins with, and what is put in its place.
fn reference<'a>(text: &'a str, entities: &mut Entities) -> (usize, Option<Cow<'a, str>>) {
    const BARE: (usize, Option<Cow<'_, str>>) = (1, Some(Cow::Borrowed("&amp;")));
    if let Some(number) = text.strip_prefix("&#") {
        return numeric(number).unwrap_or(BARE);
    }
    let length = text.bytes().skip(1).take(MAX_NAME).take_while(|byte| is_name_byte(*byte)).count();
    let name = &text[1..=length];
    if name.is_empty() || text.as_bytes().get(length + 1) != Some(&b';') {
        return BARE;
    }
    if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
        return (length + 2, None);
    }
    if let Some(value) = entities.expand(name) {
        return (length + 2, Some(Cow::Owned(value)));
    }
    match NAMED_ENTITIES.get(&text[1..length + 2]) {
        Some((first, second)) if *first != 0 => {
            let chars = [*first, *second].into_iter().filter(|code| *code != 0).filter_map(char::from_u32);
            (length + 2, Some(Cow::Owned(chars.fold(String::new(), escaped_onto))))
        }
        _ => BARE,
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// The same for what stands behind `&#`.
fn numeric<'a>(number: &str) -> Option<(usize, Option<Cow<'a, str>>)> {
    let is_hex = number.starts_with(['x', 'X']);
    let digits = &number[usize::from(is_hex)..];
    let radix = if is_hex { 16 } else { 10 };
    let count = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    let ends = digits.as_bytes().get(count) == Some(&b';');
    let length = 2 + usize::from(is_hex) + count + usize::from(ends);
    let code = u32::from_str_radix(&digits[..count], radix).unwrap_or(u32::MAX);
    let is_sound = ends && count <= 8 && !number.starts_with('X');
    Some((
        length,
        match meant(code) {
            Some(c) if u32::from(c) == code && is_sound => None,
            Some(c) => Some(Cow::Owned(escaped_onto(String::new(), c))),
            None => Some(Cow::Borrowed("")),
        },
    ))
}

/// The character that a number means; none for the controls that XML forbids.
fn meant(code: u32) -> Option<char> {
    let instead = match code {
        1..=8 | 0xB | 0xC | 0xE..=0x1F => return None,
        0x80..=0x9F => C1_REPLACEMENTS.get(code as usize - 0x80).copied().flatten(),
        0 | 0xFFFE | 0xFFFF => None,
        _ => char::from_u32(code),
    };
    Some(instead.unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn escaped_onto(mut text: String, c: char) -> String {
    match c {
        '<' => text.push_str("&lt;"),
        '>' => text.push_str("&gt;"),
        '&' => text.push_str("&amp;"),
        '"' => text.push_str("&quot;"),
        c => text.push(c),
    }
    text
}

/// A text in which nothing is markup any more.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(text: &str) -> String {
        sound_text(text, &mut Entities::default()).into_owned()
    }

    #[test]
    fn what_is_sound_is_not_copied() {
        for text in ["", "plain", "a &amp; b &lt;c&gt; &#8217; &#x2019; a]b]]"] {
            assert!(matches!(sound_text(text, &mut Entities::default()), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn every_fault_of_a_reference_is_mended() {
        let cases = [
            ("Q&A", "Q&amp;A"),
            ("a & b", "a &amp; b"),
            ("&", "&amp;"),
            ("?a=1&b=2&amp;c=3", "?a=1&amp;b=2&amp;c=3"),
            ("&nbsp;&eacute;&Eacute;", "\u{A0}éÉ"),
            ("&LT;b&GT; &QUOT;", "&lt;b&gt; &quot;"),
            ("&NotEqualTilde;", "\u{2242}\u{338}"),
            ("&nosuchname; &no", "&amp;nosuchname; &amp;no"),
            ("&#0;&#xD800;&#x110000;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("a&#1;b&#x1F;c", "abc"),
            ("&#X41;&#X3c;", "A&lt;"),
            ("&#146;&#x93;&#129;", "’“\u{FFFD}"),
            ("It&#8217s &#38 so", "It’s &amp; so"),
            ("&#;&#x;&#xg;", "&amp;#;&amp;#x;&amp;#xg;"),
            ("1 < 2", "1 &lt; 2"),
            ("a ]]> b", "a  b"),
        ];
        for (text, expected) in cases {
            assert_eq!(sound(text), expected, "{text}");
            assert_eq!(sound(expected), expected);
        }
    }
}
