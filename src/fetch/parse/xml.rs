//! A feed's elements, as slices of its text: what nobody asks for is passed over and never built.
//!
//! A feed is read as its publisher meant it, not as a validator would: names in any case and with any prefix, end
//! tags that do not fit, namespaces undeclared or misspelt. So nothing here fails; what cannot be understood is
//! left out.

use std::borrow::Cow;
use std::rc::Rc;

use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

use crate::domain::WebUrl;

use super::space::{Prefixes, Space};

/// The most elements that are taken from one parent; what follows is passed over.
const MAX_CHILDREN: usize = 2_000;
/// The most attributes of an element that are looked at.
const MAX_ATTRIBUTES: usize = 64;

/// What an element inherits from those around it.
#[derive(Clone, Default)]
pub(super) struct Scope {
    /// What relative addresses are relative to: the nearest [`xml:base`](https://www.w3.org/TR/xmlbase/), else the
    /// feed's own address where it is known.
    pub base: Option<Rc<WebUrl>>,
    /// Whether an `xml:base` says so.
    pub is_base_stated: bool,
    /// The language that the nearest `xml:lang` states.
    pub language: Option<Rc<str>>,
    prefixes: Rc<Prefixes>,
}

impl Scope {
    /// The scope of a feed from this address.
    pub fn of(url: Option<&WebUrl>) -> Self {
        Self { base: url.cloned().map(Rc::new), ..Self::default() }
    }

    fn inside(&self, attributes_text: &str) -> Self {
        let mut scope = self.clone();
        if !attributes_text.contains("xml") {
            return scope;
        }
        for (name, value) in attributes(attributes_text) {
            match name.split_once(':').unwrap_or((name, "")) {
                ("xmlns", prefix) => Rc::make_mut(&mut scope.prefixes).declare(prefix, &resolved(value)),
                ("xml", "lang") => scope.language = Some(resolved(value).trim().into()),
                ("xml", "base") => {
                    if let Some(base) = self.resolve(&resolved(value)) {
                        scope.base = Some(Rc::new(base));
                        scope.is_base_stated = true;
                    }
                }
                _ => {}
            }
        }
        scope
    }

    /// An address as it is meant here; `None` when it is relative to nothing, or no web address.
    pub fn resolve(&self, reference: &str) -> Option<WebUrl> {
        let reference = reference.trim();
        if reference.is_empty() {
            return None;
        }
        self.base.as_deref().map_or_else(|| WebUrl::parse(reference), |base| base.join(reference)).ok()
    }
}

/// One element and what stands in it.
#[derive(Clone)]
pub(super) struct Element<'a> {
    pub space: Space,
    /// The local name in lower case.
    pub name: Cow<'a, str>,
    /// What stands between its tags, as written.
    pub inner: &'a str,
    /// Whether other elements stand in it.
    pub has_elements: bool,
    pub scope: Scope,
    attributes: &'a str,
}

impl<'a> Element<'a> {
    pub fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name == name
    }

    /// An attribute by its name as written, in any case; `None` when it is missing or empty.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let (_, value) = attributes(self.attributes).find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        let value = resolved(value).trim().to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// Its text without tags, trimmed, its references resolved.
    pub fn text(&self) -> Cow<'a, str> {
        if !self.inner.contains(['<', '&']) {
            return self.inner.trim().into();
        }
        let mut text = String::with_capacity(self.inner.len());
        let mut reader = reader(self.inner);
        loop {
            match reader.read_event() {
                Ok(Event::Text(piece)) => text.push_str(&String::from_utf8_lossy(&piece)),
                Ok(Event::CData(piece)) => text.push_str(&String::from_utf8_lossy(&piece)),
                Ok(Event::GeneralRef(reference)) => push_reference(&mut text, &reference),
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        text.trim().to_owned().into()
    }

    /// The elements that stand directly in it.
    pub fn children(&self) -> Vec<Element<'a>> {
        let mut children = Vec::new();
        if !self.has_elements {
            return children;
        }
        let mut tags = Tags::new(self.inner);
        while let Some(tag) = tags.next_tag() {
            match tag {
                Tag::Open(_) if children.len() == MAX_CHILDREN => break,
                Tag::Open(open) => children.push(tags.element(&open, &self.scope)),
                Tag::Close(_) => {}
            }
        }
        children
    }
}

/// A start tag.
pub(super) struct Open<'a> {
    prefix: &'a str,
    local: &'a str,
    attributes: &'a str,
    /// Whether it ends where it begins.
    pub is_empty: bool,
}

impl<'a> Open<'a> {
    /// `source` is the whole tag, from `<` to `>`.
    fn of(source: &'a str, is_empty: bool) -> Self {
        let inside = source.trim_start_matches('<').trim_end_matches('>');
        let inside = if is_empty { inside.trim_end_matches('/') } else { inside };
        let end = inside.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inside.len());
        let (prefix, local) = inside[..end].split_once(':').unwrap_or(("", &inside[..end]));
        Self { prefix, local, attributes: &inside[end..], is_empty }
    }
}

/// A tag at whatever depth.
pub(super) enum Tag<'a> {
    Open(Open<'a>),
    /// An end tag, with its local name.
    Close(&'a str),
}

/// The tags of a text in their order.
pub(super) struct Tags<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
}

impl<'a> Tags<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, reader: reader(text) }
    }

    /// The next tag; `None` at the end, or where nothing more can be read.
    pub fn next_tag(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.position();
            let (is_end, is_empty) = match self.reader.read_event() {
                Ok(Event::Start(_)) => (false, false),
                Ok(Event::Empty(_)) => (false, true),
                Ok(Event::End(_)) => (true, false),
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => continue,
            };
            let source = self.text.get(start..self.position()).unwrap_or_default();
            if !is_end {
                return Some(Tag::Open(Open::of(source, is_empty)));
            }
            let name = source.trim_start_matches("</").trim_end_matches('>').trim();
            return Some(Tag::Close(name.split_once(':').map_or(name, |(_, local)| local)));
        }
    }

    /// The element that `open` begins, without what stands in it, which comes as the next tags.
    pub fn head(&self, open: &Open<'a>, around: &Scope) -> Element<'a> {
        let scope = around.inside(open.attributes);
        let name = match open.local {
            lower if lower.bytes().all(|byte| !byte.is_ascii_uppercase()) => Cow::Borrowed(lower),
            mixed => Cow::Owned(mixed.to_ascii_lowercase()),
        };
        let space = scope.prefixes.space(open.prefix);
        Element { space, name, inner: "", has_elements: false, scope, attributes: open.attributes }
    }

    /// The whole element that `open` begins: to the end tag of its name, else to the text's end.
    pub fn element(&mut self, open: &Open<'a>, around: &Scope) -> Element<'a> {
        let mut element = self.head(open, around);
        let start = self.position();
        let mut depth = usize::from(!open.is_empty);
        while depth > 0 {
            let end = self.position();
            match self.next_tag() {
                Some(Tag::Open(inner)) => {
                    element.has_elements = true;
                    depth += usize::from(!inner.is_empty && inner.local.eq_ignore_ascii_case(open.local));
                }
                Some(Tag::Close(name)) if name.eq_ignore_ascii_case(open.local) => {
                    depth -= 1;
                    // Text before the end tag has been read with it.
                    let upto = self.position();
                    let source = self.text.get(start..upto).unwrap_or_default();
                    element.inner = &source[..source.rfind("</").unwrap_or(end.saturating_sub(start))];
                }
                Some(Tag::Close(_)) => {}
                None => {
                    element.inner = self.text.get(start..).unwrap_or_default();
                    break;
                }
            }
        }
        element
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len())
    }
}

/// A reader that minds as little as it can.
fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let rules = reader.config_mut();
    rules.check_end_names = false;
    rules.allow_unmatched_ends = true;
    rules.allow_dangling_amp = true;
    reader
}

/// Names and values as written. A name that comes twice is given twice.
fn attributes(source: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut attributes = Attributes::html(source, 0);
    attributes.with_checks(false);
    attributes.take(MAX_ATTRIBUTES).filter_map(Result::ok).filter_map(move |attribute| {
        let value = match attribute.value {
            Cow::Borrowed(value) => std::str::from_utf8(value).ok()?,
            Cow::Owned(_) => return None,
        };
        Some((std::str::from_utf8(attribute.key.into_inner()).ok()?, value))
    })
}

/// A text with its references resolved.
fn resolved(source: &str) -> Cow<'_, str> {
    if !source.contains('&') {
        return source.into();
    }
    let mut text = String::with_capacity(source.len());
    let mut reader = reader(source);
    loop {
        match reader.read_event() {
            Ok(Event::Text(piece)) => text.push_str(&String::from_utf8_lossy(&piece)),
            Ok(Event::GeneralRef(reference)) => push_reference(&mut text, &reference),
            Ok(Event::Eof) | Err(_) => return text.into(),
            Ok(_) => {}
        }
    }
}

/// What a reference stands for. One that is unknown stays as written: HTML may know it, and a feed's own
/// definitions are never expanded.
fn push_reference(text: &mut String, reference: &BytesRef<'_>) {
    let name = String::from_utf8_lossy(reference);
    match character(&name) {
        Some(character) => text.push(character),
        None => text.extend(["&", &*name, ";"]),
    }
}

/// The character that `amp` or `#38` names; only what XML itself knows.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']);
            let code = hexadecimal.map_or_else(|| number.parse(), |digits| u32::from_str_radix(digits, 16));
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The first element of a text, whole.
    fn element<'a>(text: &'a str) -> Element<'a> {
        let mut tags = Tags::new(text);
        let Some(Tag::Open(open)) = tags.next_tag() else { panic!("{text}") };
        tags.element(&open, &Scope::default())
    }

    #[test]
    fn an_element_ends_at_the_end_tag_of_its_name() {
        let cases = [
            ("<a>b</a>", "b"),
            ("x <a href='>'>b</a> c", "b"),
            ("<a/>b", ""),
            ("<a>1<a>2</a>3</a>4", "1<a>2</a>3"),
            ("<a>1<a/>2</a>", "1<a/>2"),
            ("<a>1<br>2</p>3</A >4", "1<br>2</p>3"),
            ("<a><![CDATA[</a>]]></a>", "<![CDATA[</a>]]>"),
            ("<a>cut o", "cut o"),
            ("<x:a>1</a>", "1"),
        ];
        for (text, inner) in cases {
            assert_eq!(element(text).inner, inner, "{text}");
        }
    }

    #[test]
    fn a_text_has_no_tags_and_its_references_are_resolved() {
        let cases = [
            ("<a> plain </a>", "plain"),
            ("<a>1 &lt; 2 &amp;amp; &#233;&#xE9; &nbsp; & &c</a>", "1 < 2 &amp; éé &nbsp; & &c"),
            ("<a><![CDATA[<b>&amp;</b>]]> <!-- no --> &gt;</a>", "<b>&amp;</b>  >"),
            ("<a>some <b>bold</b> words</a>", "some bold words"),
        ];
        for (text, expected) in cases {
            assert_eq!(element(text).text(), expected, "{text}");
        }
    }

    #[test]
    fn attributes_are_found_in_any_case_and_form() {
        let link = element("<Link HREF=\"/a?b=1&amp;c=2\" rel = 'self' type=text/html empty=''/>");
        assert_eq!(link.name, "link");
        assert_eq!(link.attribute("href").as_deref(), Some("/a?b=1&c=2"));
        assert_eq!(link.attribute("rel").as_deref(), Some("self"));
        assert_eq!(link.attribute("type").as_deref(), Some("text/html"));
        assert_eq!(link.attribute("empty"), None);
    }

    #[test]
    fn base_and_language_are_inherited() {
        let feed = element(
            "<f xml:base='http://a.example/x/' xml:lang='de'><e xml:base='y/'><l>z</l></e><e xml:base='ftp://b/'/></f>",
        );
        let entries = feed.children();
        let inner = &entries[0].children()[0].scope;
        assert_eq!(inner.resolve("z").unwrap().as_str(), "http://a.example/x/y/z");
        assert_eq!(inner.language.as_deref(), Some("de"));
        assert_eq!(entries[1].scope.resolve("z").unwrap().as_str(), "http://a.example/x/z");
        assert!(Scope::default().resolve("z").is_none());
    }

    #[test]
    fn prefixes_are_known_by_their_declaration() {
        let item = element("<i xmlns:d='http://purl.org/dc/terms/'><d:created/><q:created/></i>");
        let spaces: Vec<_> = item.children().iter().map(|child| child.space).collect();
        assert_eq!(spaces, [Space::DublinCore, Space::Other]);
    }

    #[test]
    fn the_number_of_children_is_bounded() {
        let many = format!("<a>{}</a>", "<b/>".repeat(MAX_CHILDREN + 5));
        assert_eq!(element(&many).children().len(), MAX_CHILDREN);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[<>/&;a-c:='\" \u{e9}!\\[\\]-]{0,60}") {
            let mut tags = Tags::new(&text);
            while let Some(tag) = tags.next_tag() {
                if let Tag::Open(open) = tag {
                    let element = tags.element(&open, &Scope::default());
                    let _ = (element.text(), element.attribute("a"), element.children().len());
                }
            }
        }
    }
}
