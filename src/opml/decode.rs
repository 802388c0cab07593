//! A file's bytes become text.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// How far into a file its XML declaration can reach, in bytes.
const DECLARATION_MAX: usize = 200;

/// The text of a file: by its byte-order mark; else as UTF-8, when it is that, whatever it says; else as its XML
/// declaration says ([XML 1.0, appendix F](https://www.w3.org/TR/xml/#sec-guessing)).
pub(super) fn decode(file: &[u8]) -> Cow<'_, str> {
    let marked = Encoding::for_bom(file).map(|(encoding, _)| encoding);
    let encoding = marked.or_else(|| unmarked_utf16(file)).or_else(|| match std::str::from_utf8(file) {
        Ok(_) => None,
        Err(_) => declared(file),
    });
    // Removes the mark, and replaces what is none of the encoding's characters.
    encoding.unwrap_or(encoding_rs::UTF_8).decode_with_bom_removal(file).0
}

/// Whether a file is written in angle brackets, as OPML is, so that it is no list of lines.
pub fn is_xml(file: &[u8]) -> bool {
    decode(file).trim_start().starts_with('<')
}

/// UTF-16 shows by the zeros in its first characters, `<` and `?` or `o`.
fn unmarked_utf16(file: &[u8]) -> Option<&'static Encoding> {
    match file {
        [b'<', 0, _, 0, ..] => Some(encoding_rs::UTF_16LE),
        [0, b'<', 0, _, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

fn declared(file: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&file[..file.len().min(DECLARATION_MAX)]);
    let (declaration, _) = start.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_by_its_mark_its_form_or_its_declaration() {
        let utf16 = |text: &str, big: bool, mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xFEFF);
            let units = mark.into_iter().chain(text.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><opml>\xe9</opml>";
        let cyrillic = b"<?xml version=\"1.0\" encoding = \"windows-1251\" ?><opml>\xc0</opml>";
        let lies = "<?xml version='1.0' encoding='ISO-8859-1'?><opml>é</opml>";
        for (bytes, expected) in [
            (latin.to_vec(), "é"),
            (cyrillic.to_vec(), "А"),
            (lies.as_bytes().to_vec(), "é"),
            ([b"\xef\xbb\xbf".as_slice(), "<opml>é".as_bytes()].concat(), "é"),
            (utf16("<opml>é</opml>", true, true), "é"),
            (utf16("<opml>é</opml>", false, true), "é"),
            (utf16("<opml>é</opml>", true, false), "é"),
            (utf16("<?xml?><opml>é</opml>", false, false), "é"),
            (b"<opml>\xe9</opml>".to_vec(), "\u{fffd}"),
        ] {
            let text = decode(&bytes);
            assert!(text.contains(expected) && text.trim_start().starts_with('<'), "{text}");
        }
    }
}
