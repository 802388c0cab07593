//! Step 3: characters that XML [does not allow](https://www.w3.org/TR/xml/#charsets) go, and those between
//! U+0080 and U+009F, which nobody means, are what windows-1252 has in their place.

use std::borrow::Cow;

use html5ever::data::C1_REPLACEMENTS;

/// A text of characters that may stand in a feed.
pub(super) fn legal(text: &str) -> Cow<'_, str> {
    if !is_suspicious(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().filter_map(instead));
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Whether some character may have to go. Without branches, so that it runs at the speed of memory.
fn is_suspicious(bytes: &[u8]) -> bool {
    const AT_ONCE: usize = 4_096;
    let pair = |(a, b): (&u8, &u8)| {
        let control = *a < 0x20 && *a != b'\t' && *a != b'\n' && *a != b'\r';
        control | ((*a == 0xC2) & (*b < 0xA0)) | ((*a == 0xBF) & (*b >= 0xBE))
    };
    bytes.chunks(AT_ONCE).enumerate().any(|(n, chunk)| {
        let behind = bytes.get((n + 1) * AT_ONCE).unwrap_or(&b' ');
        let last = chunk.last().is_some_and(|last| pair((last, behind)));
        chunk.iter().zip(&chunk[1..]).map(pair).fold(last, |found, one| found | one)
    })
}

fn instead(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' => Some(c),
        '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => None,
        '\u{80}'..='\u{9F}' => C1_REPLACEMENTS[c as usize - 0x80],
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_legal_is_not_copied() {
        for text in ["", "a\tb\r\nc", "é ü \u{A0} 外交 \u{FFFD} 🎉\u{10FFBE}"] {
            assert!(matches!(legal(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn what_is_not_goes_wherever_it_stands() {
        assert_eq!(legal("a\u{0}b\u{B}\u{1B}[31mc\u{FFFF}\u{FFFE}"), "ab[31mc");
        // As long as before, and yet another text.
        assert_eq!(legal("\u{92}\u{1}"), "’");
        assert_eq!(legal("it\u{92}s \u{93}so\u{94}\u{81}"), "it’s “so”");
        for before in [0, 1, 4_094, 4_095, 4_096, 4_097] {
            let text = "x".repeat(before);
            assert_eq!(legal(&format!("{text}\u{92}\u{1}\u{FFFE}y")), format!("{text}’y"));
        }
    }
}
