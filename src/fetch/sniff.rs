//! A first look at a body, before the parser gets it: where it begins, whether it is a web page, how deep it
//! nests.

/// The body without a byte-order mark and white space before its first character; both are common and each
/// would be an error to one of the parsers.
pub(super) fn trimmed(body: &[u8]) -> &[u8] {
    const BOM: &[u8] = b"\xEF\xBB\xBF";
    let mut rest = body;
    loop {
        let before = rest.len();
        rest = rest.strip_prefix(BOM).unwrap_or(rest).trim_ascii_start();
        if rest.len() == before {
            return rest;
        }
    }
}

/// Whether a body is a web page: its beginning names HTML and no root of a feed.
pub(super) fn is_html(body: &[u8]) -> bool {
    const LOOKED_AT: usize = 1_024;
    let head = trimmed(body);
    let head = head[..head.len().min(LOOKED_AT)].to_ascii_lowercase();
    let holds = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    let names_html = holds(b"<!doctype html") || holds(b"<html");
    head.starts_with(b"<") && names_html && !holds(b"<rss") && !holds(b"<feed") && !holds(b"<rdf")
}

/// Whether the parser takes a body for XML and not for JSON: whichever's first sign comes first.
pub(super) fn is_xml(body: &[u8]) -> bool {
    body.iter().find(|byte| matches!(byte, b'<' | b'{')) == Some(&b'<')
}

/// Whether XML elements stand more than `limit` deep in each other. Character data (`CDATA`), comments and
/// quoted attributes are passed over; the names of tags are not compared, that is the parser's work.
pub(super) fn nests_deeper_than(limit: usize, body: &[u8]) -> bool {
    let mut depth: usize = 0;
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        rest = match rest {
            [b'!', b'-', b'-', ..] => after(rest, b"-->"),
            [b'!', b'[', ..] => after(rest, b"]]>"),
            [b'?', ..] => after(rest, b"?>"),
            [b'!', ..] => after(rest, b">"),
            [b'/', ..] => {
                depth = depth.saturating_sub(1);
                after(rest, b">")
            }
            [b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':' | 0x80.., ..] => {
                let (tag, following) = rest.split_at(tag_length(rest));
                depth += usize::from(!tag.ends_with(b"/"));
                following
            }
            _ => rest,
        };
        if depth > limit {
            return true;
        }
    }
    false
}

fn after<'a>(text: &'a [u8], end: &[u8]) -> &'a [u8] {
    let at = text.windows(end.len()).position(|window| window == end);
    at.map_or(&[], |at| &text[at + end.len()..])
}

/// How many bytes stand before the `>` that ends a start tag.
fn tag_length(text: &[u8]) -> usize {
    let mut quote = None;
    for (at, byte) in text.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_blanks_before_the_beginning_are_passed_over() {
        assert_eq!(trimmed(b"\xEF\xBB\xBF \r\n\xEF\xBB\xBF<rss/>"), b"<rss/>");
        assert_eq!(trimmed(b" \n"), b"");
    }

    #[test]
    fn a_web_page_is_told_from_a_feed() {
        let pages: [&[u8]; 4] = [
            b"<!DOCTYPE html><title>Sign in</title>",
            b"\n<!-- cached --><html lang='en'>",
            b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html/>",
            b"\xEF\xBB\xBF<HTML>",
        ];
        for page in pages {
            assert!(is_html(page), "{}", String::from_utf8_lossy(page));
        }
        let others: [&[u8]; 5] = [
            b"<rss><channel><title>About &lt;html></title>",
            b"<feed><title><html/></title></feed>",
            b"{\"title\": \"<html>\"}",
            b"plain words",
            b"",
        ];
        for other in others {
            assert!(!is_html(other), "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn xml_is_told_from_json() {
        for (body, expected) in
            [("<rss>{}", true), ("\0<rss>", true), ("{\"html\": \"<br>\"}", false), (")]}'{<", false), ("", false)]
        {
            assert_eq!(is_xml(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn depth_counts_open_elements_only() {
        let shallow = [
            "<a><b/><b/><b/></a>",
            "<a><b></b><b></b></a>",
            "<a><![CDATA[<x><x><x><x>]]></a>",
            "<a><!-- <x><x><x><x> --></a>",
            "<?xml?><!DOCTYPE a><a><b x='/>' y=\">\"/></a>",
            "<a> 1 < 2 < 3 < 4 < 5 </a>",
            "<a",
            "<a><![CDATA[ open",
        ];
        for xml in shallow {
            assert!(!nests_deeper_than(2, xml.as_bytes()), "{xml}");
        }
        assert!(nests_deeper_than(2, b"<a><b><c>"));
        assert!(nests_deeper_than(512, "<x>".repeat(200_000).as_bytes()));
    }
}
