//! Step 9: markup that nobody escaped in a text becomes part of the text, as `CDATA`, so that the text is one piece and
//! nothing is cut at the first tag.

use super::references::{cdata, escaped, resolved, sound_text};
use super::tag::Tag;
use super::tokens::{Kind, Token};
use super::walk::{MAX_DEPTH, Walk, local_of};

/// What becomes of what stands in a text element that holds elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// Its tags are HTML's, and its text is HTML that is escaped already.
    Html,
    /// All of it is XML, as in Atom's `type="xhtml"`, where a `div` around the whole
    /// [is not part of it](https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3).
    Xhtml { keeps_div: bool },
    /// The same for any other XML, which may be a feed itself.
    Xml,
    /// The first text in it counts, and nothing else.
    Plain,
    /// This text takes its place.
    Instead(String),
}

impl<'a> Walk<'a> {
    /// Reads the text element that `start` has begun up to its end tag, or to what ends it otherwise.
    pub fn inside(&mut self, start: &Token, inside: Inside) {
        let mut wrapper = Wrapper::new(&inside);
        let mut out = if let Inside::Instead(text) = &inside { text.clone() } else { String::new() };
        let mut end = start.end;
        let mut nested = Vec::new();
        while let Some(token) = self.next_inside(start, &inside, &mut nested) {
            end = token.end;
            let is_words = matches!(token.kind, Kind::Text | Kind::CData);
            match &inside {
                _ if wrapper.is(self.text, &token) => {}
                Inside::Instead(_) => {}
                Inside::Plain if is_words && out.trim().is_empty() => self.push_words(&mut out, &token),
                Inside::Plain => {}
                Inside::Html if is_words => self.push_words(&mut out, &token),
                Inside::Xhtml { .. } | Inside::Xml if token.kind == Kind::CData => {
                    out.push_str(&escaped(token.data(self.text)))
                }
                Inside::Xhtml { .. } | Inside::Xml if is_words => {
                    // Its references are HTML's.
                    out.push_str(&sound_text(token.source(self.text), &mut self.entities));
                }
                _ => self.push_tag(&mut out, &token),
            }
        }
        self.edits.replace(start.end, end, &cdata(&out));
    }

    /// The next token in the text element that `start` has begun. `nested` are the elements in it that have the name
    /// of one around it, or its own.
    fn next_inside(&mut self, start: &Token, inside: &Inside, nested: &mut Vec<&'a str>) -> Option<Token> {
        let before = self.tokens.place();
        let token = self.tokens.next()?;
        let name = token.name(self.text);
        let ends = match token.kind {
            Kind::Start => {
                let ends = *inside != Inside::Xml && self.ends_text(&token, start.name(self.text));
                let is_known = nested.len() < MAX_DEPTH && self.position(name).is_some();
                if !ends && is_known && !token.is_empty_element(self.text) {
                    nested.push(name);
                }
                ends
            }
            Kind::End => match nested.iter().rposition(|known| known.eq_ignore_ascii_case(name)) {
                Some(position) => {
                    nested.truncate(position);
                    false
                }
                None => self.position(name).is_some(),
            },
            _ => false,
        };
        if ends {
            self.tokens.return_to(before);
            return None;
        }
        Some(token)
    }

    /// The characters that text or data means.
    fn push_words(&mut self, out: &mut String, token: &Token) {
        match token.kind {
            Kind::CData => out.push_str(token.data(self.text)),
            _ => out.push_str(&resolved(&sound_text(token.source(self.text), &mut self.entities))),
        }
    }

    /// A tag without what only XML needs: prefixes and declarations of namespaces.
    fn push_tag(&mut self, out: &mut String, token: &Token) {
        let name = token.name(self.text);
        match token.kind {
            Kind::Start if token.attributes(self.text).contains("xmlns") => {
                let mut tag = Tag::read(self.text, token, &mut self.entities);
                tag.attributes.retain(|attribute| attribute.name != "xmlns" && !attribute.name.starts_with("xmlns:"));
                tag.rename(local_of(name));
                out.push_str(&tag.written());
            }
            Kind::Start | Kind::End => {
                let source = token.source(self.text);
                let before = source.len() - source.trim_start_matches(['<', '/']).len();
                out.push_str(&source[..before]);
                out.push_str(local_of(name));
                out.push_str(&source[before + name.len()..]);
            }
            _ => {}
        }
    }
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
    fn new(inside: &Inside) -> Self {
        if *inside == (Inside::Xhtml { keeps_div: false }) { Self::Awaited } else { Self::None }
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
