//! A second try for a feed that breaks the parser: the same feed without the elements that are known to.

use std::borrow::Cow;

use super::edits::Edits;
use super::tokens::{Kind, Token, Tokens};
use super::walk::local_of;

/// The local names of the elements of which parsers make more than text: people with their addresses, and times of
/// media.
pub const FRAGILE: [&str; 9] =
    ["author", "contributor", "creator", "credit", "duration", "managingEditor", "owner", "publisher", "webMaster"];

/// A repaired feed without the elements of these local names, whatever their prefix.
pub fn without<'a>(text: &'a str, names: &[&str]) -> Cow<'a, str> {
    let mut edits = Edits::new(text);
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next() {
        if token.kind == Kind::Start && names.contains(&local_of(token.name(text))) {
            let end = end_of(text, &token, &mut tokens);
            edits.remove(token.start, end);
        }
    }
    edits.finish(text.len(), 0, "")
}

/// Where the element that `start` begins ends.
fn end_of(text: &str, start: &Token, tokens: &mut Tokens) -> usize {
    let mut open = usize::from(!start.is_empty_element(text));
    let mut end = start.end;
    while open > 0 {
        let Some(token) = tokens.next() else { return text.len() };
        let is_same = token.name(text) == start.name(text);
        match token.kind {
            Kind::Start if is_same && !token.is_empty_element(text) => open += 1,
            Kind::End if is_same => open -= 1,
            _ => {}
        }
        end = token.end;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_go_with_all_that_stands_in_them() {
        let cases = [
            ("<a><b>1</b><author>x<y/></author><c/></a>", "<a><b>1</b><c/></a>"),
            ("<a><dc:creator/><creator2/></a>", "<a><creator2/></a>"),
            ("<a><author><author>x</author></author>1</a>", "<a>1</a>"),
            ("<a><![CDATA[<author>]]></a>", "<a><![CDATA[<author>]]></a>"),
            ("<a><author>x", "<a>"),
        ];
        for (text, expected) in cases {
            assert_eq!(without(text, &FRAGILE), expected, "{text}");
        }
    }
}
