//! A start tag taken apart, so that it can be changed and written anew.

use std::borrow::Cow;

use super::doctype::Entities;
use super::references::sound_text;
use super::tokens::{Token, is_name, value_length};

/// More attributes than any element has; parsers compare each with all others.
const MAX_ATTRIBUTES: usize = 100;

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub name: Cow<'a, str>,
    pub attributes: Vec<Attribute<'a>>,
    /// Whether it ends its element, too.
    pub empty: bool,
    /// Whether it is something else than what was written.
    pub changed: bool,
}

/// An attribute; the value as it may stand between double quotes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attribute<'a> {
    pub name: Cow<'a, str>,
    pub value: Cow<'a, str>,
}

impl<'a> Tag<'a> {
    /// The tag of a start token. What XML does not allow (values without quotes, names without values, a name
    /// for a second time, a bare `&`) is put right or dropped.
    pub fn read(text: &'a str, token: &Token, entities: &mut Entities) -> Self {
        let mut tag = Self {
            name: Cow::Borrowed(token.name(text)),
            attributes: Vec::new(),
            empty: token.is_empty_element(text),
            changed: false,
        };
        let mut rest = token.attributes(text);
        loop {
            let spaces = rest.len() - rest.trim_ascii_start().len();
            rest = &rest[spaces..];
            if rest.is_empty() {
                return tag;
            }
            let (name, value, length) = first_attribute(rest);
            rest = &rest[length..];
            let Some(quoted) = value.filter(|_| is_name(name) && tag.attributes.len() < MAX_ATTRIBUTES) else {
                tag.changed = true;
                continue;
            };
            if tag.attributes.iter().any(|known| known.name == name) {
                tag.changed = true;
                continue;
            }
            let bare = quoted.trim_matches(['"', '\'']);
            let is_quoted = quoted.len() >= 2 && value_length(quoted) == Some(quoted.len());
            let inside = if is_quoted { &quoted[1..quoted.len() - 1] } else { bare };
            let mut value = sound_text(inside, entities);
            if value.contains('"') {
                value = Cow::Owned(value.replace('"', "&quot;"));
            }
            let is_single = is_quoted && quoted.starts_with('\'');
            tag.changed |= !is_quoted
                || spaces == 0
                || (matches!(value, Cow::Owned(_)) && !(is_single && inside == value.replace("&quot;", "\"")));
            tag.attributes.push(Attribute { name: Cow::Borrowed(name), value });
        }
    }

    /// The value of an attribute, whatever the case of its name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|known| known.name.eq_ignore_ascii_case(name)).map(|known| &*known.value)
    }

    /// Sets an attribute; a value that it has already is no change.
    pub fn set(&mut self, name: &'static str, value: &str) {
        match self.attributes.iter_mut().find(|known| known.name == name) {
            Some(known) if known.value == value => return,
            Some(known) => known.value = Cow::Owned(value.to_owned()),
            None => self.attributes.push(Attribute { name: name.into(), value: Cow::Owned(value.to_owned()) }),
        }
        self.changed = true;
    }

    pub fn remove(&mut self, name: &str) {
        let before = self.attributes.len();
        self.attributes.retain(|known| known.name != name);
        self.changed |= self.attributes.len() < before;
    }

    /// Gives the element another local name under the same prefix.
    pub fn name_as(&mut self, local: &'static str) {
        let (prefix, known) = self.name.split_once(':').unwrap_or(("", &self.name));
        if known == local {
            return;
        }
        let name = if prefix.is_empty() { Cow::Borrowed(local) } else { Cow::Owned(format!("{prefix}:{local}")) };
        self.rename(name);
    }

    pub fn rename(&mut self, name: impl Into<Cow<'a, str>>) {
        self.name = name.into();
        self.changed = true;
    }

    /// The tag as XML.
    pub fn written(&self) -> String {
        let mut out = format!("<{}", self.name);
        for Attribute { name, value } in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(value);
            out.push('"');
        }
        out.push_str(if self.empty { "/>" } else { ">" });
        out
    }
}

/// The name of the attribute that a text begins with, its value with its quotes if it has one, and how long both
/// are; at least one byte.
fn first_attribute(text: &str) -> (&str, Option<&str>, usize) {
    let name_end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '"' | '\'' | '/' | '<'));
    let name = &text[..name_end.unwrap_or(text.len())];
    if name.is_empty() {
        // Stray punctuation; what follows may be an attribute again.
        return ("", None, text.chars().next().map_or(1, char::len_utf8));
    }
    let Some(value) = text[name.len()..].trim_ascii_start().strip_prefix('=') else {
        return (name, None, name.len());
    };
    let value = value.trim_ascii_start();
    let start = text.len() - value.len();
    let length = match value.as_bytes().first() {
        Some(b'"' | b'\'') => value_length(value),
        _ => None,
    };
    let length = length.or_else(|| value.find(|c: char| c.is_ascii_whitespace())).unwrap_or(value.len());
    (name, Some(&value[..length]), start + length)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::Tokens;
    use super::*;

    fn read(text: &str) -> Tag<'_> {
        let token = Tokens::new(text).next().unwrap();
        Tag::read(text, &token, &mut Entities::default())
    }

    #[test]
    fn a_sound_tag_is_not_changed() {
        for text in ["<a>", "<a/>", "<a b='c' d=\"e\">", "<a b='\"c\"'>", "<a\n b = \"?c&amp;d\" />", "<a b=\"it's\">"]
        {
            assert!(!read(text).changed, "{text}");
        }
    }

    #[test]
    fn a_tag_that_is_not_sound_is_put_right() {
        let cases = [
            ("<a b=c d='e'>", "<a b=\"c\" d=\"e\">"),
            ("<a b c=\"d\"/>", "<a c=\"d\"/>"),
            ("<a b=\"c\"d=\"e\">", "<a b=\"c\" d=\"e\">"),
            ("<a b=\"1\" b=\"2\">", "<a b=\"1\">"),
            ("<a href=\"?a=1&b=2\">", "<a href=\"?a=1&amp;b=2\">"),
            ("<a href=http://news.example/a/>", "<a href=\"http://news.example/a\"/>"),
            ("<a b=\"1 < 2\">", "<a b=\"1 &lt; 2\">"),
            ("<a \"b=\"c\">", "<a b=\"c\">"),
            ("<a b='say \"c\" & d'>", "<a b=\"say &quot;c&quot; &amp; d\">"),
            ("<a b=\"c>", "<a b=\"c\">"),
            ("<a 1=\"b\">", "<a>"),
            ("<a b=\"\" =>", "<a b=\"\">"),
        ];
        for (text, expected) in cases {
            let tag = read(text);
            assert!(tag.changed, "{text}");
            assert_eq!(tag.written(), expected, "{text}");
            assert!(!read(expected).changed, "{expected}");
        }
    }

    #[test]
    fn attributes_are_set_and_removed() {
        let mut tag = read("<a b=\"1\">");
        tag.set("b", "1");
        assert!(!tag.changed);
        tag.set("b", "2");
        tag.set("c", "3");
        assert_eq!((tag.changed, tag.value("B")), (true, Some("2")));
        tag.remove("b");
        assert_eq!(tag.written(), "<a c=\"3\">");
    }

    #[test]
    fn a_million_attributes_are_cut() {
        let many: String = (0..200_000).fold("<a".to_owned(), |text, n| text + &format!(" b{n}=\"\"")) + ">";
        assert_eq!(read(&many).attributes.len(), MAX_ATTRIBUTES);
    }
}
