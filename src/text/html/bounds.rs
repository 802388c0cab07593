//! Keeps the tokenizer linear: html5ever compares every attribute of a tag with all before it, so a tag with
//! 100,000 attributes takes seconds. Tags lose what is beyond [`ATTRIBUTES_MAX`] before they are tokenized.

use std::borrow::Cow;

use super::element::Element;

/// The most attributes of a tag.
pub(super) const ATTRIBUTES_MAX: usize = 64;

/// The same markup, in which no tag has more than `ATTRIBUTES_MAX` attributes.
///
/// Follows the [tokenization of HTML](https://html.spec.whatwg.org/multipage/parsing.html#tokenization) as far as
/// needed to know what is a tag: comments, text without tags (scripts), quoted values.
pub fn cap_attributes(html: &str) -> Cow<'_, str> {
    let mut scanner = Scanner { bytes: html.as_bytes(), at: 0 };
    let mut capped = String::new();
    let mut kept_to = 0;
    while let Some(tag) = scanner.next_tag() {
        if let Some(excess) = tag.excess {
            capped.push_str(&html[kept_to..excess]);
            capped.push(' '); // So that a `/` before it does not close the tag.
            kept_to = tag.end;
        }
        if tag.is_raw {
            scanner.skip_raw_text(&html[tag.name.clone()]);
        }
    }
    if kept_to == 0 {
        return Cow::Borrowed(html);
    }
    capped.push_str(&html[kept_to..]);
    Cow::Owned(capped)
}

struct Tag {
    name: std::ops::Range<usize>,
    /// Where its `>` stands, or the end of the text.
    end: usize,
    /// Where the first attribute too many begins.
    excess: Option<usize>,
    /// Whether text without tags follows.
    is_raw: bool,
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_until(&mut self, stops: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|b| stops(*b)).unwrap_or(rest.len());
    }

    /// Goes to the next tag and through it, up to its `>`.
    fn next_tag(&mut self) -> Option<Tag> {
        loop {
            self.skip_until(|b| b == b'<');
            self.at += 1;
            match (self.peek()?, self.bytes.get(self.at + 1)) {
                (b'!', Some(b'-')) if self.bytes.get(self.at + 2) == Some(&b'-') => self.skip_comment(),
                (b'!' | b'?', _) => self.skip_until(|b| b == b'>'),
                (b'/', Some(next)) if next.is_ascii_alphabetic() => {
                    self.at += 1;
                    return Some(self.tag(false));
                }
                (b'/', Some(_)) => self.skip_until(|b| b == b'>'),
                (first, _) if first.is_ascii_alphabetic() => return Some(self.tag(true)),
                _ => {}
            }
        }
    }

    /// From the `!` of `<!--` to the `>` that ends the comment.
    fn skip_comment(&mut self) {
        let dashes = self.at + 1;
        self.at += 3;
        loop {
            self.skip_until(|b| b == b'>');
            let inside = &self.bytes[dashes..self.at];
            let ends = inside.ends_with(b"--") || inside.len() >= 5 && inside.ends_with(b"--!");
            if ends || self.at >= self.bytes.len() {
                return;
            }
            self.at += 1;
        }
    }

    /// From the first letter of a tag's name to its `>`.
    fn tag(&mut self, is_start: bool) -> Tag {
        let start = self.at;
        self.skip_until(|b| is_space(b) || matches!(b, b'/' | b'>'));
        let name = start..self.at;
        let mut attributes = 0;
        let mut excess = None;
        let mut self_closing = false;
        while let Some(byte) = self.peek().filter(|b| *b != b'>') {
            if is_space(byte) || byte == b'/' {
                self_closing = byte == b'/';
                self.at += 1;
                continue;
            }
            self_closing = false;
            attributes += 1;
            if attributes > ATTRIBUTES_MAX {
                excess.get_or_insert(self.at);
            }
            self.attribute();
        }
        let lower = String::from_utf8_lossy(&self.bytes[name.clone()]).to_ascii_lowercase();
        // What is left of a capped tag ends in ` >`, so only an uncapped one can be self-closing.
        let is_raw =
            is_start && !(self_closing && excess.is_none()) && matches!(Element::named(&lower), Some(Element::Raw(_)));
        Tag { name, end: self.at, excess, is_raw }
    }

    /// An attribute's name and its value, if it has one.
    fn attribute(&mut self) {
        self.at += 1; // Its first character may be anything, even `=`.
        self.skip_until(|b| is_space(b) || matches!(b, b'/' | b'>' | b'='));
        self.skip_until(|b| !is_space(b));
        if self.peek() != Some(b'=') {
            return;
        }
        self.at += 1;
        self.skip_until(|b| !is_space(b));
        match self.peek() {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                self.skip_until(|b| b == quote);
                self.at = (self.at + 1).min(self.bytes.len());
            }
            Some(b'>') | None => {}
            Some(_) => self.skip_until(|b| is_space(b) || b == b'>'),
        }
    }

    /// To the end tag `</name` that ends text without tags, or to the end.
    fn skip_raw_text(&mut self, name: &str) {
        loop {
            self.skip_until(|b| b == b'<');
            let rest = &self.bytes[self.at..];
            let after = rest.get(2 + name.len());
            let ends = rest.get(1) == Some(&b'/')
                && rest.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && after.is_some_and(|b| is_space(*b) || matches!(b, b'/' | b'>'));
            if ends || rest.is_empty() {
                return;
            }
            self.at += 1;
        }
    }
}

/// White space in a tag. A carriage return is a line end by then.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c' | b'\r')
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use html5ever::tokenizer::states::RawKind;
    use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult};
    use proptest::prelude::*;

    use super::*;
    use crate::text::html::tokenize;

    fn attributes(count: usize) -> String {
        (0..count).map(|n| format!(" a{n}=\"<>\"")).collect()
    }

    #[test]
    fn only_a_tag_with_too_many_attributes_is_cut() {
        let few = format!("<p{}>x</p>", attributes(ATTRIBUTES_MAX));
        assert!(matches!(cap_attributes(&few), Cow::Borrowed(_)));
        let many = format!("a<p{}>x</p>", attributes(ATTRIBUTES_MAX + 3));
        assert_eq!(cap_attributes(&many), format!("a<p{}  >x</p>", attributes(ATTRIBUTES_MAX)));
    }

    #[test]
    fn what_looks_like_a_tag_in_a_comment_or_a_script_is_none() {
        let many = attributes(ATTRIBUTES_MAX + 3);
        for html in [
            format!("<!-- <p{many}> --><b>"),
            format!("<script><p{many}></script><b>"),
            format!("a < b{many}"),
            format!("<title><p{many}></titles></title><b>"),
        ] {
            assert!(matches!(cap_attributes(&html), Cow::Borrowed(_)), "{html}");
        }
    }

    /// The most attributes that a tag has when html5ever reads the markup.
    #[derive(Default)]
    struct Most(RefCell<usize>);

    impl TokenSink for Most {
        type Handle = ();

        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            if let Token::TagToken(tag) = token {
                let most = (*self.0.borrow()).max(tag.attrs.len());
                self.0.replace(most);
                let is_raw = matches!(Element::named(&tag.name), Some(Element::Raw(_)));
                if tag.kind == TagKind::StartTag && is_raw && !tag.self_closing {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
            }
            TokenSinkResult::Continue
        }
    }

    /// Markup made of what is special to a tokenizer, with a tag of many attributes somewhere in it.
    fn markup() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[-<>/!?='\" a\n]{1,6}",
            prop::sample::select(vec!["<!--", "-->", "--!>", "<script", "</script>", "<title>", "</title", "<p", "/>"])
                .prop_map(str::to_owned),
        ];
        let pieces = || prop::collection::vec(piece.clone(), 0..12).prop_map(|pieces| pieces.concat());
        let many: String = (0..ATTRIBUTES_MAX + 20).map(|n| format!(" b{n}")).collect();
        (pieces(), pieces()).prop_map(move |(before, after)| format!("{before}<x{many}{after}"))
    }

    proptest! {
        #[test]
        fn the_tokenizer_never_sees_too_many_attributes(html in markup()) {
            let most = tokenize(&cap_attributes(&html), Most::default()).0.into_inner();
            prop_assert!(most <= ATTRIBUTES_MAX, "{} attributes", most);
        }

        #[test]
        fn markup_within_bounds_is_untouched(html in "[-<>/!='\" a-d\n]{0,60}") {
            prop_assert_eq!(cap_attributes(&html), html.as_str());
        }
    }
}
