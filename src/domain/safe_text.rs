//! The one cleaning place: [`SafeText`] is the only text that may be stored or drawn.
//!
//! A feed is written by strangers, and a terminal obeys what it is sent: an escape sequence in a headline
//! could retitle the window, fill the clipboard or hide text. ratatui drops control sequences but lets bidi
//! overrides and invisible characters through, and `chancery list` prints without ratatui. So every string
//! from outside becomes a `SafeText` at the border, and everything behind the border takes `SafeText`.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_width::UnicodeWidthChar;

/// The most characters a one-line text keeps; what is longer ends in `…`.
pub const LINE_MAX_CHARS: usize = 1_000;
/// The most bytes a block of text keeps (an article's markup included).
pub const BLOCK_MAX_BYTES: usize = 2 * 1024 * 1024;
/// The most zero-width characters (combining marks, joiners, variation selectors) on one base character.
const MARKS_MAX: u8 = 4;

/// Text that a terminal may show: no C0 or C1 control but `\n`, no ESC, no bidi control, no tag character, no
/// invisible filler, at most four zero-width characters on a base character, and a bounded length.
///
/// Cheap to clone. Literals of our own become `SafeText` through `From<&'static str>`, unchanged.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeText(Arc<str>);

impl SafeText {
    /// One line of text: white space folded to single spaces and trimmed, at most [`LINE_MAX_CHARS`] characters.
    pub fn line(raw: &str) -> Self {
        let mut cleaned = String::with_capacity(raw.len().min(4 * LINE_MAX_CHARS));
        let mut filter = Filter::default();
        let mut space_due = false;
        let mut chars = 0;
        for c in raw.chars() {
            if c.is_whitespace() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') {
                space_due = !cleaned.is_empty();
                continue;
            }
            if c == SOFT_HYPHEN || !filter.admits(c) {
                continue;
            }
            if chars >= LINE_MAX_CHARS {
                cleaned.push('…');
                break;
            }
            if space_due {
                cleaned.push(' ');
                chars += 1;
                space_due = false;
            }
            cleaned.push(c);
            chars += 1;
        }
        Self(cleaned.into())
    }

    /// Text of several lines, or markup: line ends become `\n`, tabs four spaces, other white space is kept.
    /// At most [`BLOCK_MAX_BYTES`] bytes.
    pub fn block(raw: &str) -> Self {
        if raw.len() <= BLOCK_MAX_BYTES && raw.bytes().all(|b| matches!(b, b'\n' | b' '..=b'~')) {
            return Self(raw.into());
        }
        let mut cleaned = String::with_capacity(raw.len().min(BLOCK_MAX_BYTES));
        let mut filter = Filter::default();
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            if cleaned.len() + 4 > BLOCK_MAX_BYTES {
                break;
            }
            match c {
                '\r' if chars.peek() == Some(&'\n') => {}
                '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
                '\t' => cleaned.push_str("    "),
                c if filter.admits(c) => cleaned.push(c),
                _ => {}
            }
        }
        Self(cleaned.into())
    }

    /// The text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Grows a [`SafeText`] word by word under the rules of [`SafeText::block`]. The limits on zero-width characters
/// and on the length hold across words, and what stands in it never changes, so byte offsets stay right.
#[derive(Default)]
pub struct SafeTextBuilder {
    text: String,
    filter: Filter,
}

impl SafeTextBuilder {
    /// The bytes so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing was appended yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What stands in it from a byte on; empty where that is no part of it.
    pub fn written(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    /// Appends line ends, then spaces, then what of `word` may be shown; nothing at all where nothing of it may,
    /// or where [`BLOCK_MAX_BYTES`] are reached. Returns where the word stands, in bytes.
    pub fn push(&mut self, line_ends: usize, spaces: usize, word: &str) -> Range<usize> {
        let start = self.text.len() + line_ends + spaces;
        if start + word.len() <= BLOCK_MAX_BYTES && word.bytes().all(|b| matches!(b, b'!'..=b'~')) && !word.is_empty() {
            self.push_gap(line_ends, spaces);
            self.text.push_str(word);
            self.filter = Filter { marks: 0, has_base: true };
            return start..self.text.len();
        }
        if line_ends > 0 {
            self.filter = Filter::default();
        }
        for c in word.chars() {
            if c == SOFT_HYPHEN || !self.filter.admits(c) {
                continue;
            }
            if self.text.len().max(start) + c.len_utf8() > BLOCK_MAX_BYTES {
                break;
            }
            if self.text.len() < start {
                self.push_gap(line_ends, spaces);
            }
            self.text.push(c);
        }
        start..self.text.len().max(start)
    }

    fn push_gap(&mut self, line_ends: usize, spaces: usize) {
        self.text.extend(std::iter::repeat_n('\n', line_ends));
        self.text.extend(std::iter::repeat_n(' ', spaces));
    }

    /// The text as it stands.
    pub fn finish(self) -> SafeText {
        SafeText(self.text.into())
    }
}

/// What may be written to a terminal by its `Display`: our own literals and numbers, and what was cleaned or
/// checked when it was made. Widgets, the command line and notices take nothing else; see `safe!`.
pub trait Safe: fmt::Display {}

macro_rules! declare_safe {
    ($($type:ty),*) => { $(impl Safe for $type {})* };
}

declare_safe!(
    SafeText,
    &'static str,
    u8,
    u16,
    u64,
    usize,
    super::WebUrl,
    super::FeedUrl,
    super::ArticleId,
    super::OwnTag
);
declare_safe!(super::CountryCode);

impl<T: Safe> Safe for &T {}

/// Lets nothing through that is not [`Safe`]; for `safe!`.
pub(crate) fn is_safe<T: Safe>(part: &T) -> &T {
    part
}

/// Makes a [`SafeText`] of a format and [`Safe`] arguments, as `format!` does. Captured variables are refused, so
/// that no argument escapes the check.
macro_rules! safe {
    ($format:literal $(, $part:expr)* $(,)?) => {
        $crate::domain::SafeText::of_safe(::std::format_args!(::std::concat!($format) $(, $crate::domain::is_safe(&$part))*))
    };
}
pub(crate) use safe;

impl SafeText {
    /// A part of the text; empty when the range is none of it. A part of what is safe is safe.
    pub fn slice(&self, range: std::ops::Range<usize>) -> Self {
        Self(self.0.get(range).unwrap_or_default().into())
    }

    /// A literal of ours so many times.
    pub fn repeat(piece: &'static str, times: usize) -> Self {
        Self(piece.repeat(times).into())
    }

    /// The texts with a literal of ours between them.
    pub fn join(texts: &[Self], between: &'static str) -> Self {
        let texts: Vec<&str> = texts.iter().map(Self::as_str).collect();
        Self(texts.join(between).into())
    }

    /// Joins what is safe already; only through `safe!`, which checks its parts.
    pub(crate) fn of_safe(parts: fmt::Arguments<'_>) -> Self {
        Self(parts.to_string().into())
    }
}

const SOFT_HYPHEN: char = '\u{AD}';

/// Decides character by character, remembering how many zero-width characters the last base carries.
#[derive(Default)]
struct Filter {
    marks: u8,
    has_base: bool,
}

impl Filter {
    fn admits(&mut self, c: char) -> bool {
        if is_forbidden(c) {
            return false;
        }
        let zero_width = c.width() == Some(0);
        if !zero_width {
            self.marks = 0;
            self.has_base = true;
            return true;
        }
        self.marks = self.marks.saturating_add(1);
        self.has_base && self.marks <= MARKS_MAX
    }
}

/// Characters that change what a terminal does, or that cannot be seen and so can only deceive.
fn is_forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}'       // C0, DEL, C1
        | '\u{34F}'                                 // combining grapheme joiner
        | '\u{61C}' | '\u{200E}' | '\u{200F}'       // bidi marks
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' // bidi embeddings, overrides, isolates
        | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
        | '\u{17B4}' | '\u{17B5}' | '\u{180E}'      // Khmer inherent vowels, Mongolian separator
        | '\u{200B}' | '\u{2028}' | '\u{2029}'      // zero-width space; line separators where no line may end
        | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' // invisible operators, deprecated format characters
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'      // byte-order mark, interlinear annotation
        | '\u{FFFE}' | '\u{FFFF}'                   // noncharacters
        | '\u{E0000}'..='\u{E007F}'                 // tag characters
    )
}

impl Default for SafeText {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&'static str> for SafeText {
    /// A literal of the program itself: trusted, so kept as it is.
    fn from(literal: &'static str) -> Self {
        Self(literal.into())
    }
}

impl Deref for SafeText {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for SafeText {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for SafeText {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for SafeText {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for SafeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SafeText {
    /// Reads a string and cleans it as [`SafeText::line`] does.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|raw| Self::line(&raw))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_folds_white_space_and_drops_what_a_terminal_obeys() {
        let cases = [
            ("  Kyiv\n\t presses  on ", "Kyiv presses on"),
            ("\u{1b}]0;owned\u{7}title", "]0;ownedtitle"),
            ("\u{9b}31mred", "31mred"),
            ("abc\u{202e}fed\u{2066}x", "abcfedx"),
            ("flag\u{e0067}\u{e0062}", "flag"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("soft\u{ad}hyphen", "softhyphen"),
            ("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}\u{301}"),
            ("\u{301}leading", "leading"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}🚀 家", "👩\u{200d}🚀 家"),
        ];
        for (raw, clean) in cases {
            assert_eq!(SafeText::line(raw), clean, "{raw:?}");
        }
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(SafeText::block("a\r\nb\rc\u{2028}\td\u{1b}[2J"), "a\nb\nc\n    d[2J");
    }

    #[test]
    fn a_builder_keeps_offsets_and_the_limit_on_marks_across_words() {
        let mut builder = SafeTextBuilder::default();
        assert_eq!(builder.push(0, 0, "one"), 0..3);
        assert_eq!(builder.push(0, 1, "\u{1b}\u{ad}"), 4..4, "nothing to show, so no space either");
        assert_eq!(builder.push(1, 2, "\u{301}e\u{301}\u{301}\u{301}"), 6..13, "no mark without its letter");
        assert_eq!(builder.push(0, 0, "\u{301}\u{301}x"), 13..16);
        assert_eq!(builder.finish(), "one\n  e\u{301}\u{301}\u{301}\u{301}x");
    }

    #[test]
    fn a_builder_stops_at_the_greatest_length() {
        let mut builder = SafeTextBuilder::default();
        builder.push(0, 0, &"x".repeat(BLOCK_MAX_BYTES - 2));
        assert_eq!(builder.push(0, 2, "y").len(), 0);
        builder.push(0, 1, "家y");
        assert_eq!(builder.push(0, 0, "zzz").len(), 2);
        assert_eq!(builder.finish().len(), BLOCK_MAX_BYTES);
    }

    #[test]
    fn a_long_line_ends_in_an_ellipsis() {
        let line = SafeText::line(&"家".repeat(LINE_MAX_CHARS + 1));
        assert_eq!(line.chars().count(), LINE_MAX_CHARS + 1);
        assert!(line.ends_with('…'));
    }

    proptest! {
        #[test]
        fn nothing_forbidden_passes(raw in any::<String>()) {
            for text in [SafeText::line(&raw), SafeText::block(&raw)] {
                prop_assert!(!text.chars().any(|c| c != '\n' && is_forbidden(c)));
            }
            prop_assert!(!SafeText::line(&raw).contains('\n'));
        }

        #[test]
        fn cleaning_twice_changes_nothing(raw in any::<String>()) {
            let line = SafeText::line(&raw);
            prop_assert_eq!(SafeText::line(&line), line);
            let block = SafeText::block(&raw);
            prop_assert_eq!(SafeText::block(&block), block);
        }
    }
}
