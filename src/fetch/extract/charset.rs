//! What a page is written in.

use std::borrow::Cow;

use crate::fetch::repair::decode;

/// How much of a page is searched for the charset that it states, in bytes. [HTML] says 1,024; browsers find it later
/// too.
///
/// [HTML]: https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
const LOOKED_AT: usize = 8 << 10;

/// The text of a page. `charset` is what the server states; without one the page's own statement counts.
pub fn page_text<'a>(body: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    let head = &body[..body.len().min(LOOKED_AT)];
    let stated = charset.is_none().then(|| stated(head)).flatten();
    decode(body, charset.or(stated.as_deref()))
}

/// The charset that a `<meta>` states: `<meta charset="x">` or `<meta http-equiv content="text/html; charset=x">`.
fn stated(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.match_indices("<meta").find_map(|(at, _)| {
        let tag = head[at..].split('>').next()?;
        let (_, after) = tag.split_once("charset")?;
        let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let label: String = value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.+".contains(*c)).collect();
        (!label.is_empty()).then_some(label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_s_own_charset_counts_where_the_server_states_none() {
        let page = |meta: &str| [meta.as_bytes(), b"<p>\xCC\xE8\xF0</p>"].concat();
        let cases = [
            (r#"<meta charset="windows-1251">"#, None),
            ("<META http-equiv=Content-Type content='text/html; charset=windows-1251'>", None),
            ("<meta name=a content=b><meta charset = Windows-1251 />", None),
            (r#"<meta charset="iso-8859-1">"#, Some("windows-1251")),
        ];
        for (meta, charset) in cases {
            let body = page(meta);
            assert!(page_text(&body, charset).ends_with("<p>Мир</p>"), "{meta}");
        }
        let utf8 = "<meta charset=windows-1251><p>Мир</p>";
        assert_eq!(page_text(utf8.as_bytes(), Some("iso-8859-1")), utf8);
    }
}
