//! What a feed's texts say: as one line, and as HTML whose addresses lead somewhere.

use std::borrow::Cow;

use crate::domain::{SafeText, WebUrl};
use crate::text;

/// Attributes that hold an address ([HTML §attributes](https://html.spec.whatwg.org/multipage/indices.html#attributes-3)).
const ADDRESSES: [&str; 8] = ["href", "src", "poster", "cite", "action", "data", "longdesc", "background"];
/// Elements of HTML that texts are written with; what is named otherwise is rather a text about tags.
const ELEMENTS: [&str; 46] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "u",
    "ul",
];

/// The longest reference that is recognised: `#x10FFFF`.
const REFERENCE_MAX_BYTES: usize = 9;
/// How much of a text is looked at for a line, in bytes; a line is far shorter, but markup may stand in it.
const LINE_SOURCE_MAX_BYTES: usize = 32 * 1024;

/// Titles are meant to be plain text, but hold tags and entities as often as not, now and then escaped twice.
pub(in crate::fetch) fn one_line(raw: &str) -> SafeText {
    let raw = &raw[..raw.floor_char_boundary(LINE_SOURCE_MAX_BYTES)];
    if !raw.contains(['<', '&']) {
        return SafeText::line(raw);
    }
    let escaped;
    let html = if raw.contains('<') && !looks_like_html(raw) {
        escaped = raw.replace('<', "&lt;");
        &escaped
    } else {
        raw
    };
    let once = text_of(html);
    if has_reference(&once) { SafeText::line(&text_of(&once.replace('<', "&lt;"))) } else { SafeText::line(&once) }
}

/// A title that is marked up, on one line; empty for one that is not.
pub(super) fn marked_up(raw: &str) -> SafeText {
    if raw.contains('<') && looks_like_html(raw) { SafeText::line(raw) } else { SafeText::default() }
}

fn text_of(html: &str) -> SafeText {
    text::document(&SafeText::block(&format!("<p>{html}</p>")), None).text
}

/// What is called plain text is HTML as often as not.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if looks_like_html(text) || !text.contains(['<', '&']) { text.into() } else { escaped(text).into() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether a text is meant as HTML: it holds a tag that texts are written with, or a character reference.
fn looks_like_html(text: &str) -> bool {
    let is_tag = |at: usize| {
        let inside = text[at + 1..].trim_start_matches('/');
        let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
        // `<a@b.example>` is an address.
        let is_name = inside[end..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/'));
        is_name && (1..=10).contains(&end) && ELEMENTS.contains(&inside[..end].to_ascii_lowercase().as_str())
    };
    text.match_indices('<').any(|(at, _)| is_tag(at)) || has_reference(text)
}

fn has_reference(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        // Never further than a reference reaches, or many `&` would cost the square of their number.
        let inside = &text.as_bytes()[at + 1..];
        let end = inside.iter().take(REFERENCE_MAX_BYTES).position(|byte| *byte == b';');
        let name = end.and_then(|end| text.get(at + 1..at + 1 + end)).unwrap_or_default();
        let digits = name.strip_prefix('#').map(|number| number.trim_start_matches(['x', 'X']));
        matches!(name, "amp" | "quot" | "apos" | "nbsp" | "lt" | "gt")
            || digits.is_some_and(|digits| {
                (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
    })
}

/// The HTML with the relative addresses in its tags resolved.
pub(super) fn resolve_addresses(html: &str, base: &WebUrl) -> String {
    let mut resolved = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end);
        resolved.push_str(&rest[..at]);
        resolve_in_tag(&rest[at..end], base, &mut resolved);
        rest = &rest[end..];
    }
    resolved.push_str(rest);
    resolved
}

fn resolve_in_tag(tag: &str, base: &WebUrl, resolved: &mut String) {
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let name = before.trim_end().rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        let value = after.trim_start();
        resolved.push_str(before);
        resolved.push('=');
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some((quote, end)) = quote.and_then(|quote| Some((quote, value[1..].find(quote)? + 1))) else {
            rest = after;
            continue;
        };
        let address = &value[1..end];
        let is_address = ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known));
        let absolute = (is_address && !address.starts_with('#')).then(|| base.join(address).ok()).flatten();
        resolved.push(quote);
        resolved.push_str(absolute.as_ref().map_or(address, WebUrl::as_str));
        resolved.push(quote);
        rest = &value[end + 1..];
    }
    resolved.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_escaped_unless_it_is_html_all_the_same() {
        let cases = [
            ("the <blink> tag, R&D", "the &lt;blink&gt; tag, R&amp;D"),
            ("<p>Talks</p>", "<p>Talks</p>"),
            ("Talks &amp; tea", "Talks &amp; tea"),
            ("Talks", "Talks"),
        ];
        for (text, html) in cases {
            assert_eq!(plain(text), html, "{text}");
        }
    }

    #[test]
    fn addresses_are_resolved_in_tags_only() {
        let html = "a=b <a title=\"x=y\" href=\"c?d=1\">1</a> <img src='/p.png' alt='='> <a href='#n'> \
            <a href = 'http://z.example/'> <a href=bare> href='d' <a href='cut";
        let expected = "a=b <a title=\"x=y\" href=\"http://a.example/b/c?d=1\">1</a> \
            <img src='http://a.example/p.png' alt='='> <a href='#n'> <a href ='http://z.example/'> <a href=bare> \
            href='d' <a href='cut";
        let base = WebUrl::parse("http://a.example/b/").unwrap();
        assert_eq!(resolve_addresses(html, &base), expected);
    }

    #[test]
    fn a_line_is_plain_text_however_often_it_was_escaped() {
        let cases = [
            ("Talks & tea", "Talks & tea"),
            ("Talks &amp; tea", "Talks & tea"),
            ("Talks &amp;amp; tea", "Talks & tea"),
            ("It&amp;#8217;s on", "It’s on"),
            ("<i>Le Monde</i> on it", "Le Monde on it"),
            ("The <blink> tag", "The <blink> tag"),
            ("1 < 2", "1 < 2"),
            ("<i@a.example>", "<i@a.example>"),
        ];
        for (raw, expected) in cases {
            assert_eq!(one_line(raw), expected, "{raw}");
        }
    }
}
