//! Step 8: what one field says of itself can refuse no whole feed.

use url::Url;

use super::elements::Holds;
use super::markup::Inside;
use super::namespaces::Space;
use super::tag::{Attribute, Tag};
use super::tokens::Token;
use super::types::{Writing, base64_text, state, writing};
use super::walk::{Ahead, Walk, local_of, words};

impl<'a> Walk<'a> {
    /// The text of an item as a page: an old way to send what `content:encoded` holds today.
    pub fn is_page(&self, space: Space, local: &str) -> bool {
        let is_in_item = self.open.last().is_some_and(|parent| matches!(parent.raw, "item" | "entry"));
        space == Space::Xhtml && matches!(local, "body" | "div") && is_in_item
    }

    /// A text of Atom, whose type says how it is written.
    pub fn construct(&mut self, token: &Token, mut tag: Tag<'a>, ahead: &Ahead) {
        let has_elements = ahead.child.is_some();
        let stated = writing(&tag);
        if tag.value("src").is_some() {
            return self.elsewhere(token, tag, ahead);
        }
        // Only a content can be an image: on a title such a type is a mistake that would refuse the whole feed.
        if stated == Writing::Foreign && ahead.text.is_some() && tag.name.ends_with("content") {
            return self.text_element(token, tag, Inside::Plain);
        }
        if stated == Writing::Base64 && !has_elements {
            let encoded = ahead.text.map_or("", |text| words(self.text, &text));
            if let Some(decoded) = base64_text(encoded) {
                let is_plain = tag.value("type").is_some_and(|stated| stated.trim().eq_ignore_ascii_case("text/plain"));
                state(&mut tag, !is_plain);
                return self.text_element(token, tag, Inside::Instead(decoded));
            }
        }
        state(&mut tag, has_elements || matches!(stated, Writing::Html | Writing::Xhtml | Writing::Xml));
        match (has_elements, stated) {
            (false, _) => self.begin(token, tag, Holds::Markup),
            (true, Writing::Html) => self.text_element(token, tag, Inside::Html),
            (true, Writing::Xml) => self.text_element(token, tag, Inside::Xml),
            (true, _) => {
                self.take_base(&mut tag, ahead);
                let keeps_div = self.keeps_divs;
                self.text_element(token, tag, Inside::Xhtml { keeps_div });
            }
        }
    }

    /// The base of the `div` around an XHTML text is the text's, as the `div` is not part of it.
    fn take_base(&mut self, tag: &mut Tag<'a>, ahead: &Ahead) {
        let is_div = |child: &&Token| local_of(child.name(self.text)).eq_ignore_ascii_case("div");
        let Some(child) = ahead.child.as_ref().filter(|_| ahead.text.is_none()).filter(is_div) else { return };
        let mut div = Tag::read(self.text, child, &mut self.entities);
        drop_broken_base(&mut div);
        let Some(inner) = div.value("xml:base") else { return };
        let joined = tag.value("xml:base").and_then(|outer| Url::parse(outer).ok()?.join(inner).ok());
        tag.set("xml:base", joined.as_ref().map_or(inner, Url::as_str));
    }

    /// A content that is elsewhere, which must be empty, and whose type must be a MIME type.
    fn elsewhere(&mut self, token: &Token, mut tag: Tag<'a>, ahead: &Ahead) {
        if ahead.child.is_some() || ahead.text.is_some() {
            tag.remove("src");
            return self.construct(token, tag, ahead);
        }
        if tag.value("type").is_some_and(|stated| !is_mime_type(stated)) {
            tag.remove("type");
        }
        self.text_element(token, tag, Inside::Instead(String::new()));
    }

    /// A text of Media RSS or of a podcast: plain or HTML.
    pub fn described(&mut self, token: &Token, mut tag: Tag<'a>, space: Space, ahead: &Ahead) {
        if tag.value("type").is_some() {
            let is_html =
                ahead.child.is_some() || matches!(writing(&tag), Writing::Html | Writing::Xhtml | Writing::Xml);
            let plain = if space == Space::Media { "plain" } else { "text" };
            tag.set("type", if is_html { "html" } else { plain });
        }
        match ahead.child {
            Some(_) => self.text_element(token, tag, Inside::Html),
            None => self.begin(token, tag, Holds::Markup),
        }
    }

    /// A duration; one with a number that no parser can hold goes.
    pub fn duration(&mut self, token: &Token, tag: Tag<'a>, ahead: &Ahead) {
        let text = ahead.text.map_or("", |text| words(self.text, &text));
        let inside = if is_time(text) { Inside::Plain } else { Inside::Instead(String::new()) };
        if ahead.child.is_none() && is_time(text) {
            return self.begin(token, tag, Holds::Plain);
        }
        self.text_element(token, tag, inside);
    }

    /// A person of Atom; a mere name becomes one.
    pub fn person(&mut self, token: &Token, tag: Tag<'a>, ahead: &Ahead) {
        self.begin(token, tag, Holds::Elements);
        if ahead.is_text() {
            self.put_inside(token, "name");
        }
    }

    /// Opens an element of ours in the one just begun; it ends with that.
    fn put_inside(&mut self, token: &Token, local: &str) {
        let prefix = token.name(self.text).split_once(':').map(|(prefix, _)| prefix);
        let name = prefix.map_or_else(|| local.to_owned(), |prefix| format!("{prefix}:{local}"));
        self.edits.insert(token.end, &format!("<{name}>"));
        self.push("", Some(name.into()), Holds::Plain, false);
    }
}

/// Drops an [`xml:base`](https://www.w3.org/TR/xmlbase/) that is no address: parsers refuse the whole feed for it.
pub(super) fn drop_broken_base(tag: &mut Tag) {
    let is_broken = |base: &str| !matches!(Url::parse(base), Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase));
    if tag.value("xml:base").is_some_and(is_broken) {
        tag.remove("xml:base");
    }
}

/// Drops times of media that no parser can hold.
pub(super) fn drop_broken_times(tag: &mut Tag, space: Space) {
    let is_broken = |attribute: &Attribute| {
        matches!(&*attribute.name, "start" | "end" | "time" | "duration") && !is_time(&attribute.value)
    };
    if space == Space::Media && tag.attributes.iter().any(is_broken) {
        tag.attributes.retain(|attribute| !is_broken(attribute));
        tag.changed = true;
    }
}

/// Whether the numbers in a text are ASCII's, and of a length that every type can hold.
fn is_time(text: &str) -> bool {
    const MAX_DIGITS: usize = 9;
    let is_short = |digits: &str| digits.len() <= MAX_DIGITS;
    text.split(|c: char| !c.is_ascii_digit()).all(is_short) && !text.contains(|c: char| c.is_numeric() && !c.is_ascii())
}

/// Whether a text is a type and a subtype, such as `image/png`.
pub(super) fn is_mime_type(text: &str) -> bool {
    let is_token = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_what_breaks_parsers() {
        for time in ["", "12:05:35.123", "3600", "1h 30m", "PT5M"] {
            assert!(is_time(time), "{time}");
        }
        for none in ["12345678901234567890", "١٢:٠٥:٣٥", "9999999999:00:00"] {
            assert!(!is_time(none), "{none}");
        }
    }

    #[test]
    fn mime_types_have_two_parts() {
        for kind in ["image/png", "application/atom+xml", "application/vnd.ms-excel"] {
            assert!(is_mime_type(kind), "{kind}");
        }
        for none in ["", "html", "image/", "/png", "a b/c", "text/html; charset=utf-8"] {
            assert!(!is_mime_type(none), "{none}");
        }
    }
}
