//! Step 9: markup that nobody escaped in a text is escaped, so that the text is one piece and nothing is cut at the
//! first tag.

use std::borrow::Cow;

use super::doctype::Entities;
use super::references::{escaped, sound_text};
use super::tag::Tag;
use super::tokens::{Kind, Token};
use super::walk::{Walk, local_of, words};

/// What becomes of what stands in a text element that holds elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// Its tags are HTML's, and its text is HTML that is escaped already.
    Html,
    /// All of it is XML, as in Atom's `type="xhtml"`, where a `div` around the whole
    /// [is not part of it](https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3).
    Xhtml { keeps_div: bool },
    /// The first text in it counts, and nothing else.
    Plain,
    /// It goes.
    Nothing,
}

impl<'a> Walk<'a> {
    /// Reads the text element that was begun last up to its end tag, or to what ends it otherwise.
    pub fn inside(&mut self, raw: &str, inside: Inside) {
        let mut nested = 0;
        let mut wrapper = Wrapper::new(inside);
        let mut has_text = false;
        loop {
            let before = self.tokens.clone();
            let Some(token) = self.tokens.next() else { return };
            let is_own =
                matches!(token.kind, Kind::Start | Kind::End) && token.name(self.text).eq_ignore_ascii_case(raw);
            let ends = match token.kind {
                Kind::End => (is_own && nested == 0) || self.ends_outer(&token),
                Kind::Start => self.ends_text(&token, raw),
                _ => false,
            };
            if ends {
                self.tokens = before;
                return;
            }
            match token.kind {
                Kind::End if is_own => nested -= 1,
                Kind::Start if is_own && !token.is_empty_element(self.text) => nested += 1,
                _ => {}
            }
            let goes = wrapper.is(self.text, &token)
                || match inside {
                    Inside::Nothing => true,
                    Inside::Plain => has_text || !matches!(token.kind, Kind::Text | Kind::CData),
                    Inside::Html | Inside::Xhtml { .. } => matches!(token.kind, Kind::Comment | Kind::Other),
                };
            has_text |= matches!(token.kind, Kind::Text | Kind::CData) && !words(self.text, &token).trim().is_empty();
            if goes {
                self.edits.remove(token.start, token.end);
            } else {
                self.escape(&token, matches!(inside, Inside::Xhtml { .. }));
            }
        }
    }

    fn escape(&mut self, token: &Token, is_xml: bool) {
        let text = self.text;
        let with = match token.kind {
            Kind::Start | Kind::End => escaped(&html_tag(text, token, &mut self.entities)),
            Kind::Text if is_xml => {
                // Its own references are HTML's, one level deeper.
                sound_text(token.source(text), &mut self.entities).replace('&', "&amp;")
            }
            Kind::CData if is_xml => escaped(&escaped(token.data(text))),
            Kind::CData => return self.data(token),
            _ => return self.text(token),
        };
        self.edits.replace(token.start, token.end, &with);
    }
}

/// A tag without what only XML needs: prefixes and declarations of namespaces.
fn html_tag<'a>(text: &'a str, token: &Token, entities: &mut Entities) -> Cow<'a, str> {
    let source = token.source(text);
    let name = token.name(text);
    if token.kind == Kind::End {
        return if name.contains(':') { format!("</{}>", local_of(name)).into() } else { source.into() };
    }
    if !name.contains(':') && !source.contains("xmlns") {
        return source.into();
    }
    let mut tag = Tag::read(text, token, entities);
    tag.attributes.retain(|attribute| attribute.name != "xmlns" && !attribute.name.starts_with("xmlns:"));
    tag.rename(local_of(name));
    tag.written().into()
}

/// The `div` around an XHTML text: where it is, its two tags go.
enum Wrapper {
    /// It may come.
    Awaited,
    /// So many of its kind are open.
    Open(usize),
    /// There is none, or it has ended.
    None,
}

impl Wrapper {
    fn new(inside: Inside) -> Self {
        if inside == (Inside::Xhtml { keeps_div: false }) { Self::Awaited } else { Self::None }
    }

    /// Whether a token is one of its tags.
    fn is(&mut self, text: &str, token: &Token) -> bool {
        let is_div = local_of(token.name(text)).eq_ignore_ascii_case("div");
        let is_empty = token.is_empty_element(text);
        let (next, is) = match (&self, token.kind) {
            (Self::Awaited, Kind::Start) if is_div => (if is_empty { Self::None } else { Self::Open(1) }, true),
            (Self::Awaited, Kind::Start | Kind::End | Kind::CData) => (Self::None, false),
            (Self::Awaited, Kind::Text) if !token.source(text).trim().is_empty() => (Self::None, false),
            (Self::Open(count), Kind::Start) if is_div && !is_empty => (Self::Open(count + 1), false),
            (Self::Open(1), Kind::End) if is_div => (Self::None, true),
            (Self::Open(count), Kind::End) if is_div => (Self::Open(count - 1), false),
            _ => return false,
        };
        *self = next;
        is
    }
}
