//! Step 8: the type of a text in Atom becomes `text` or `html`, whatever it is called.
//!
//! [Atom 1.0](https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1) knows text, html and xhtml; Atom 0.3 had a MIME
//! type and a mode (xml, escaped, base64); feeds write any mixture. A type that a parser does not know can refuse
//! the whole feed.

use super::tag::Tag;

/// How the text of an element is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// As it is: characters mean themselves.
    Text,
    /// HTML, escaped once.
    Html,
    /// XHTML, as elements.
    Xhtml,
    /// Bytes in base64.
    Base64,
    /// Something else, such as an image.
    Foreign,
}

/// What a tag says of its text.
pub(super) fn writing(tag: &Tag) -> Writing {
    let stated = tag.value("type").unwrap_or("text").trim().to_ascii_lowercase();
    let kind = stated.split(';').next().unwrap_or_default().trim_end();
    if tag.value("mode").is_some_and(|mode| mode.trim().eq_ignore_ascii_case("base64")) {
        return Writing::Base64;
    }
    match kind {
        "" | "text" | "plain" | "text/plain" => Writing::Text,
        "html" | "text/html" | "escaped" | "text/x-html" => Writing::Html,
        "xhtml" | "xml" => Writing::Xhtml,
        _ if kind.ends_with("/xml") || kind.ends_with("+xml") || kind.ends_with("xhtml") => Writing::Xhtml,
        _ if kind.starts_with("text/") || !kind.contains('/') => Writing::Text,
        "application/octet-stream" => Writing::Base64,
        _ => Writing::Foreign,
    }
}

/// Says that a text is HTML or is not; where nothing is said, it is not.
pub(super) fn state(tag: &mut Tag, is_html: bool) {
    tag.remove("mode");
    if is_html {
        tag.set("type", "html");
    } else if tag.value("type").is_some_and(|stated| stated != "text") {
        tag.set("type", "text");
    }
}

/// The text in [base64](https://www.rfc-editor.org/rfc/rfc4648#section-4), if it is one.
pub(super) fn base64_text(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in encoded.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.contains(|c: char| c.is_control() && !c.is_whitespace())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::doctype::Entities;
    use super::super::tokens::Tokens;
    use super::*;

    #[test]
    fn every_type_is_one_of_five() {
        let cases = [
            ("<t>", Writing::Text),
            ("<t type='TEXT'>", Writing::Text),
            ("<t type='text/plain; charset=utf-8'>", Writing::Text),
            ("<t type='text/markdown'>", Writing::Text),
            ("<t type='nonsense'>", Writing::Text),
            ("<t type='html'>", Writing::Html),
            ("<t type=' text/HTML' mode='escaped'>", Writing::Html),
            ("<t type='xhtml'>", Writing::Xhtml),
            ("<t type='application/xhtml+xml' mode='xml'>", Writing::Xhtml),
            ("<t type='text/xml'>", Writing::Xhtml),
            ("<t type='image/svg+xml'>", Writing::Xhtml),
            ("<t type='text/html' mode='base64'>", Writing::Base64),
            ("<t type='application/octet-stream'>", Writing::Base64),
            ("<t type='image/png'>", Writing::Foreign),
        ];
        for (text, expected) in cases {
            let token = Tokens::new(text).next().unwrap();
            assert_eq!(writing(&Tag::read(text, &token, &mut Entities::default())), expected, "{text}");
        }
    }

    #[test]
    fn base64_is_read_where_it_is_text() {
        assert_eq!(base64_text("VGFsa3Mg\n 4oCTIDxiPm9uPC9iPg==").as_deref(), Some("Talks – <b>on</b>"));
        assert_eq!(base64_text("").as_deref(), Some(""));
        assert_eq!(base64_text("iVBORw0KGgo="), None);
        assert_eq!(base64_text("not base64!"), None);
    }
}
