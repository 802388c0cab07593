//! Step 1: bytes become text.
//!
//! What counts, in this order: a byte-order mark; the pattern of zeros that UTF-16 and UTF-32 leave; UTF-8, where the
//! bytes are valid and not mere ASCII, as nothing else looks like it; the charset that the server states; the one
//! of the XML declaration; and what the bytes look like. A label under which the bytes make no sense is passed over.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of a body is searched for its declaration, in bytes.
const DECLARATION: usize = 1_024;
/// How much is shown to the detector; more does not make it surer.
const DETECTED: usize = 256 << 10;

/// The text of a body. `charset` is what the server states; what cannot be read becomes U+FFFD.
pub fn decode<'a>(body: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    let text = match marked(body).or_else(|| patterned(body)) {
        Some(text) => text,
        None => unmarked(body, charset),
    };
    without_mark(text)
}

/// A body that begins with a byte-order mark.
fn marked(body: &[u8]) -> Option<Cow<'_, str>> {
    match body {
        [0xFF, 0xFE, 0, 0, rest @ ..] => Some(utf32(rest, u32::from_le_bytes)),
        [0, 0, 0xFE, 0xFF, rest @ ..] => Some(utf32(rest, u32::from_be_bytes)),
        [0xFF, 0xFE, rest @ ..] => Some(UTF_16LE.decode_without_bom_handling(rest).0),
        [0xFE, 0xFF, rest @ ..] => Some(UTF_16BE.decode_without_bom_handling(rest).0),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            Some(std::str::from_utf8(rest).map_or_else(|_| mostly_utf8(rest), Cow::Borrowed))
        }
        _ => None,
    }
}

/// A body whose zeros show how wide its characters are: a feed begins with ASCII.
fn patterned(body: &[u8]) -> Option<Cow<'_, str>> {
    match body.first_chunk::<4>()?.map(|byte| byte != 0) {
        [true, false, false, false] => Some(utf32(body, u32::from_le_bytes)),
        [false, false, false, true] => Some(utf32(body, u32::from_be_bytes)),
        [true, false, true, false] => Some(UTF_16LE.decode_without_bom_handling(body).0),
        [false, true, false, true] => Some(UTF_16BE.decode_without_bom_handling(body).0),
        _ => None,
    }
}

fn utf32(body: &[u8], number: fn([u8; 4]) -> u32) -> Cow<'_, str> {
    let (units, _) = body.as_chunks::<4>();
    units.iter().map(|unit| char::from_u32(number(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn unmarked<'a>(body: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    let labels = [charset.and_then(of_label), declared(body).and_then(of_label)];
    match std::str::from_utf8(body) {
        // The one encoding that is ASCII to the eye and is another.
        Ok(_) if body.contains(&0x1B) && labels.contains(&Some(ISO_2022_JP)) => ISO_2022_JP.decode(body).0,
        Ok(text) => Cow::Borrowed(text),
        Err(_) if is_mostly_utf8(body) => mostly_utf8(body),
        Err(_) => legacy(body, labels),
    }
}

/// A body in an older encoding: the first label that fits, else what it looks like.
fn legacy<'a>(body: &'a [u8], labels: [Option<&'static Encoding>; 2]) -> Cow<'a, str> {
    for encoding in labels.into_iter().flatten() {
        let (text, had_errors) = encoding.decode_without_bom_handling(body);
        if !had_errors || is_nearly_sound(&text) {
            return text;
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&body[..body.len().min(DETECTED)], body.len() <= DETECTED);
    detector.guess(None, Utf8Detection::Allow).decode_without_bom_handling(body).0
}

/// The encoding of a label, if it is one that a body of bytes can have.
fn of_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''));
    // UTF-8 and UTF-16 were looked for before; what is left under such a label is something else.
    Encoding::for_label(label.as_bytes()).filter(|found| ![UTF_8, UTF_16LE, UTF_16BE].contains(found))
}

/// The label in `<?xml version="1.0" encoding="…"?>`.
fn declared(body: &[u8]) -> Option<&str> {
    let head = &body[..body.len().min(DECLARATION)];
    let start = memchr::memmem::find(head, b"<?xml")?;
    let length = memchr::memchr(b'>', &head[start..])?;
    let declaration = std::str::from_utf8(&head[start..start + length]).ok()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(label, _)| label)
}

/// Whether a body is UTF-8 but for a few places: an edited page, or one that was cut within a character.
fn is_mostly_utf8(body: &[u8]) -> bool {
    const SOUND_TO_ONE: usize = 2;
    let (mut sound, mut broken) = (0, 0);
    let mut behind = 0;
    for chunk in body.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        behind += chunk.valid().len() + chunk.invalid().len();
        let is_cut = behind == body.len() && is_beginning(chunk.invalid());
        broken += usize::from(!chunk.invalid().is_empty() && !is_cut);
    }
    sound >= broken * SOUND_TO_ONE
}

/// Whether bytes are the beginning of a character of UTF-8.
fn is_beginning(bytes: &[u8]) -> bool {
    matches!(bytes, [0xC3..=0xF4]) || (bytes.len() > 1 && matches!(bytes[0], 0xE0..=0xF4))
}

/// UTF-8 with what is not read as windows-1252, which is what such places were.
fn mostly_utf8(body: &[u8]) -> Cow<'_, str> {
    let mut text = String::with_capacity(body.len() + body.len() / 16);
    let mut behind = 0;
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        behind += chunk.valid().len() + chunk.invalid().len();
        if behind < body.len() || !is_beginning(chunk.invalid()) {
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    Cow::Owned(text)
}

/// Whether so little of a text is unreadable that its label may be right.
fn is_nearly_sound(text: &str) -> bool {
    const SOUND_TO_ONE: usize = 100;
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    count(|c| !c.is_ascii()) >= count(|c| c == char::REPLACEMENT_CHARACTER) * SOUND_TO_ONE
}

fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    const MARK: char = '\u{FEFF}';
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches(MARK)),
        Cow::Owned(text) if text.starts_with(MARK) => Cow::Owned(text.trim_start_matches(MARK).to_owned()),
        owned => owned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<?xml version=\"1.0\"?><rss><title>Gespräche – café 外交</title></rss>";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn utf32_of(text: &str, bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|c| bytes(u32::from(c))).collect()
    }

    #[test]
    fn wide_encodings_are_read_with_and_without_a_mark() {
        for mark in ["", "\u{FEFF}"] {
            let text = format!("{mark}{TEXT}");
            let bodies = [
                text.clone().into_bytes(),
                utf16(&text, u16::to_le_bytes),
                utf16(&text, u16::to_be_bytes),
                utf32_of(&text, u32::to_le_bytes),
                utf32_of(&text, u32::to_be_bytes),
            ];
            for body in bodies {
                assert_eq!(decode(&body, Some("windows-1251")), TEXT);
            }
        }
        assert_eq!(decode("\u{FEFF}\u{FEFF}a".as_bytes(), None), "a");
        assert_eq!(decode(&[0xFF, 0xFE, 0, 0, 0, 0, 0x11, 0], None), "\u{FFFD}");
    }

    #[test]
    fn utf_8_beats_every_label_and_is_not_copied() {
        let body = "<?xml version=\"1.0\" encoding=\"koi8-r\"?><t>Україна</t>";
        for charset in [None, Some("iso-8859-1"), Some("nonsense")] {
            let text = decode(body.as_bytes(), charset);
            assert!(matches!(text, Cow::Borrowed(_)));
            assert_eq!(text, body);
        }
    }

    #[test]
    fn the_server_s_label_goes_before_the_feed_s_and_each_only_where_it_fits() {
        let encoded = |label: &str, charset: &str, text: &str| {
            let declared = format!("<?xml version='1.0' encoding='{label}'?><t>{text}</t>");
            Encoding::for_label(charset.as_bytes()).unwrap().encode(&declared).0.into_owned()
        };
        let russian = "Переговоры в Женеве";
        let cases = [
            ("windows-1251", "windows-1251", None, russian),
            ("utf-8", "windows-1251", Some("windows-1251"), russian),
            ("iso-8859-1", "koi8-r", Some("\"KOI8-R\""), russian),
            ("shift_jis", "shift_jis", None, "外交交渉"),
            ("gb2312", "gbk", None, "外交部"),
            ("big5", "big5", Some("x-unknown"), "外交部"),
            ("iso-2022-jp", "iso-2022-jp", None, "外交交渉"),
            ("iso-8859-1", "windows-1252", None, "“Où?” – café"),
            // Neither label is right.
            ("utf-8", "windows-1251", Some("utf-8"), "Переговоры в Женеве прошли без результата"),
            ("utf-8", "windows-1252", None, "Les négociations à Genève"),
        ];
        for (label, charset, stated, text) in cases {
            let decoded = decode(&encoded(label, charset, text), stated).into_owned();
            assert!(decoded.contains(text), "{label} {charset} {stated:?}: {decoded}");
        }
    }

    #[test]
    fn one_wrong_byte_does_not_turn_utf_8_into_something_else() {
        let mut body = "Gespräche über Zölle, größere Schäden".as_bytes().to_vec();
        body.extend(b" \x96 caf\xE9.");
        assert_eq!(decode(&body, Some("utf-8")), "Gespräche über Zölle, größere Schäden – café.");
        let cut = &"Genève, où 外".as_bytes()[.."Genève, où 外".len() - 1];
        assert_eq!(decode(cut, None), "Genève, où ");
        assert_eq!(decode(b"plain \xE5\xA4", None), "plain ");
    }

    #[test]
    fn a_bare_declaration_is_enough() {
        assert_eq!(declared(b"junk <?xml version=\"1.0\" encoding = 'x' ?>"), Some("x"));
        for none in ["", "<?xml", "<?xml encoding=?>", "<?xml version='1.0'?>", "encoding='x'", "<?xml encoding='x?>"] {
            assert_eq!(declared(none.as_bytes()), None, "{none}");
        }
    }
}
