//! A light and tolerant tokenizer: text becomes tags, character data, comments and the text between them.
//!
//! Every byte belongs to exactly one token, nothing is an error, and the time is linear: what was looked for in
//! vain once is not looked for again.

use memchr::memmem;
use memchr::{memchr, memchr2};

/// What a [`Token`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text; a `<` in it begins no markup.
    Text,
    /// A `CDATA` section; one that never ends reaches to the end of the input.
    CData,
    Start,
    End,
    Comment,
    /// A processing instruction, a document type, a tag that the end of the input cut off, or another `<!…>`.
    Other,
}

/// A piece of the text, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Where a tag's name ends.
    name_end: usize,
}

impl Token {
    /// The token as written.
    pub fn source<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }

    /// The name of a tag as written, with its prefix.
    pub fn name<'a>(&self, text: &'a str) -> &'a str {
        match self.kind {
            Kind::Start => &text[self.start + 1..self.name_end],
            Kind::End => &text[self.start + 2..self.name_end],
            _ => "",
        }
    }

    /// What stands in a start tag behind its name, without what closes the tag.
    pub fn attributes<'a>(&self, text: &'a str) -> &'a str {
        let inside = text[self.name_end..self.end].trim_end_matches('>');
        inside.strip_suffix('/').unwrap_or(inside)
    }

    /// Whether a start tag ends its element, too: `<link/>`.
    pub fn is_empty_element(&self, text: &str) -> bool {
        self.kind == Kind::Start && self.source(text).ends_with("/>")
    }

    /// The text of a `CDATA` section.
    pub fn data<'a>(&self, text: &'a str) -> &'a str {
        let inside = self.source(text).strip_prefix(CDATA).unwrap_or_default();
        inside.strip_suffix(CDATA_END).unwrap_or(inside)
    }

    /// Whether a `CDATA` section lacks its end.
    pub fn is_cut(&self, text: &str) -> bool {
        self.kind == Kind::CData && !(self.end - self.start >= 12 && self.source(text).ends_with(CDATA_END))
    }
}

const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// The tokens of a text, in order. A clone looks ahead.
#[derive(Clone)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// The markup that ended the last text.
    next: Option<Token>,
    missing: Missing,
}

/// The ends that do not come any more.
#[derive(Clone, Copy, Default)]
struct Missing {
    comment: bool,
    instruction: bool,
    subset: bool,
    single_quote: bool,
    double_quote: bool,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, next: None, missing: Missing::default() }
    }

    fn text_until(&mut self, from: usize) -> Token {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            at += found;
            if let Some(markup) = self.markup(at) {
                self.next = Some(markup);
                return token(Kind::Text, from, at);
            }
            at += 1;
        }
        token(Kind::Text, from, bytes.len())
    }

    /// The markup that begins at a `<`, if one does.
    fn markup(&mut self, start: usize) -> Option<Token> {
        let bytes = self.text.as_bytes();
        match bytes.get(start + 1)? {
            b'!' => Some(self.declaration(start)),
            b'?' => self.instruction(start),
            b'/' => self.end_tag(start),
            _ => self.start_tag(start),
        }
    }

    fn declaration(&mut self, start: usize) -> Token {
        let rest = &self.text[start..];
        if rest.starts_with("<!--") && !self.missing.comment {
            if let Some(found) = memmem::find(&rest.as_bytes()[4..], b"-->") {
                return token(Kind::Comment, start, start + 4 + found + 3);
            }
            self.missing.comment = true;
        }
        if rest.starts_with("<!--") {
            // A comment that never ends would take the rest of the feed with it.
            return token(Kind::Other, start, start + 4);
        }
        if rest.starts_with(CDATA) {
            let end = memmem::find(&rest.as_bytes()[CDATA.len()..], CDATA_END.as_bytes());
            let length = end.map_or(rest.len(), |found| CDATA.len() + found + CDATA_END.len());
            return token(Kind::CData, start, start + length);
        }
        token(Kind::Other, start, self.end_of_declaration(start))
    }

    /// Behind the `>` of a `<!DOCTYPE …>`, which may hold a subset in brackets.
    fn end_of_declaration(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let Some(found) = memchr2(b'>', b'[', &bytes[start..]) else { return bytes.len() };
        let first = start + found;
        if bytes[first] == b'[' && !self.missing.subset {
            let mut at = first;
            while let Some(found) = memchr(b']', &bytes[at..]) {
                at += found + 1;
                let spaces = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if bytes.get(at + spaces) == Some(&b'>') {
                    return at + spaces + 1;
                }
            }
            self.missing.subset = true;
        }
        memchr(b'>', &bytes[first..]).map_or(bytes.len(), |found| first + found + 1)
    }

    fn instruction(&mut self, start: usize) -> Option<Token> {
        let rest = &self.text.as_bytes()[start..];
        let is_name = rest.get(2).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
        if !is_name {
            return None;
        }
        if !self.missing.instruction {
            if let Some(found) = memmem::find(rest, b"?>") {
                return Some(token(Kind::Other, start, start + found + 2));
            }
            self.missing.instruction = true;
        }
        let end = memchr(b'>', rest).map_or(rest.len(), |found| found + 1);
        Some(token(Kind::Other, start, start + end))
    }

    fn end_tag(&self, start: usize) -> Option<Token> {
        let rest = &self.text.as_bytes()[start + 2..];
        let length = memchr2(b'>', b'<', rest).unwrap_or(rest.len());
        let name = name_length(&self.text[start + 2..start + 2 + length]);
        let closed = usize::from(rest.get(length) == Some(&b'>'));
        if name == 0 && closed == 0 {
            return None;
        }
        Some(Token { kind: Kind::End, start, end: start + 2 + length + closed, name_end: start + 2 + name })
    }

    fn start_tag(&mut self, start: usize) -> Option<Token> {
        let length = name_length(&self.text[start + 1..]);
        let name_end = start + 1 + length;
        if length == 0 || !is_name(&self.text[start + 1..name_end]) {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = name_end;
        let mut before = b' ';
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => return Some(Token { kind: Kind::Start, start, end: at + 1, name_end }),
                b'<' => return None,
                b'"' | b'\'' if before == b'=' => at = self.end_of_value(at).unwrap_or(at),
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                before = byte;
            }
            at += 1;
        }
        Some(token(Kind::Other, start, bytes.len()))
    }

    /// The place of the quote that ends the value which begins with the quote at `open`.
    fn end_of_value(&mut self, open: usize) -> Option<usize> {
        let quote = self.text.as_bytes()[open];
        let missing = if quote == b'"' { &mut self.missing.double_quote } else { &mut self.missing.single_quote };
        if *missing {
            return None;
        }
        let length = value_length(&self.text[open..]);
        if length.is_none() && memchr(quote, &self.text.as_bytes()[open + 1..]).is_none() {
            *missing = true;
        }
        length.map(|length| open + length - 1)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.at == self.text.len() {
            return None;
        }
        let next = match self.next.take() {
            Some(markup) => markup,
            None => {
                let text = self.text_until(self.at);
                if text.start < text.end { text } else { self.next.take()? }
            }
        };
        self.at = next.end;
        Some(next)
    }
}

fn token(kind: Kind, start: usize, end: usize) -> Token {
    Token { kind, start, end, name_end: start }
}

/// The length of the quoted value that a text begins with, with its quotes.
///
/// XML allows no `<` in it. Where there is one, the quote must be followed by what may follow: else it opens the
/// next value, and the end of this one was forgotten.
pub(super) fn value_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = memchr(*bytes.first()?, &bytes[1..])?;
    let after = bytes.get(length + 2);
    let ends = after.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    (ends || memchr(b'<', &bytes[1..=length]).is_none()).then_some(length + 2)
}

/// How many bytes of a text may be a tag's name.
fn name_length(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'<' | b'=' | b'"' | b'\''))
        .count()
}

/// Whether a text is a [qualified name](https://www.w3.org/TR/xml-names/#ns-qualnames).
pub(super) fn is_name(text: &str) -> bool {
    let begins = |part: &str| part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii());
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || !c.is_ascii();
    let is_part = |part: &str| begins(part) && part.chars().all(goes_on);
    match text.split_once(':') {
        Some((prefix, local)) => is_part(prefix) && is_part(local),
        None => is_part(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<(Kind, &str)> {
        Tokens::new(text).map(|token| (token.kind, token.source(text))).collect()
    }

    #[test]
    fn tags_text_and_data_are_told_apart() {
        use Kind::{CData, Comment, End, Other, Start, Text};
        let cases: [(&str, &[(Kind, &str)]); 16] = [
            ("", &[]),
            ("a", &[(Text, "a")]),
            ("<a>b</a>", &[(Start, "<a>"), (Text, "b"), (End, "</a>")]),
            ("<a b='>'/>", &[(Start, "<a b='>'/>")]),
            ("<a b = \">\" >", &[(Start, "<a b = \">\" >")]),
            ("<a b=it's>c", &[(Start, "<a b=it's>"), (Text, "c")]),
            ("<a b=\"c>d</a>", &[(Start, "<a b=\"c>"), (Text, "d"), (End, "</a>")]),
            ("<a b=\"c>d<e f=\"g\">", &[(Start, "<a b=\"c>"), (Text, "d"), (Start, "<e f=\"g\">")]),
            ("1 < 2 <3 <-", &[(Text, "1 < 2 <3 <-")]),
            ("<me@news.example>", &[(Text, "<me@news.example>")]),
            ("a <b and <c>", &[(Text, "a <b and "), (Start, "<c>")]),
            ("<![CDATA[<a>]]>b", &[(CData, "<![CDATA[<a>]]>"), (Text, "b")]),
            ("<![CDATA[<a>", &[(CData, "<![CDATA[<a>")]),
            ("<!-- <a> --><!-- b", &[(Comment, "<!-- <a> -->"), (Other, "<!--"), (Text, " b")]),
            (
                "<!DOCTYPE a [<!ENTITY b \"c\">] ><?php d > ?>",
                &[(Other, "<!DOCTYPE a [<!ENTITY b \"c\">] >"), (Other, "<?php d > ?>")],
            ),
            ("a</b", &[(Text, "a"), (End, "</b")]),
        ];
        for (text, expected) in cases {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }

    #[test]
    fn a_tag_knows_its_name_and_attributes() {
        let text = "<a:b c=\"d\"/></a:b >";
        let found: Vec<Token> = Tokens::new(text).collect();
        assert_eq!((found[0].name(text), found[0].attributes(text)), ("a:b", " c=\"d\""));
        assert!(found[0].is_empty_element(text));
        assert_eq!(found[1].name(text), "a:b");
    }

    proptest! {
        #[test]
        fn the_tokens_of_any_text_are_the_text(text in r#"([<>/!?\[\]"'= a-c-]|CDATA|é){0,60}"#) {
            let joined: String = Tokens::new(&text).map(|token| token.source(&text)).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
