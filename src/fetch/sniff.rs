//! A first look at a body, before the parser gets it: where it begins, whether it is a web page, and
//! what it is written in.

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
}
