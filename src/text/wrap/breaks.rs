//! Where a line may end: a small part of the Unicode line breaking algorithm
//! ([UAX 14](https://www.unicode.org/reports/tr14/)) and of the Japanese rules of what may not begin or end a line
//! (kinsoku shori).

/// What a character is to line breaking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A line ends before it only where one must.
    Word,
    Space,
    /// The text says that the line ends here.
    LineEnd,
    /// Between two letters, a line may end after it.
    Hyphen,
    /// A character of a script without spaces: a line may end before and after it.
    Ideograph,
    /// Never the last on a line.
    Opening,
    /// Never the first on a line.
    Closing,
}

impl Class {
    /// The class of a grapheme cluster, by its first character.
    pub fn of(first: char) -> Self {
        match first {
            ' ' => Self::Space,
            '\n' => Self::LineEnd,
            '-' | '‐' | '–' | '—' => Self::Hyphen,
            '0'..='9' | 'A'..='Z' | 'a'..='z' => Self::Word,
            '(' | '[' | '{' | '«' | '„' | '“' | '‘' | '（' | '「' | '『' | '【' | '〔' | '〈' | '《' | '［' | '｛' => {
                Self::Opening
            }
            ')' | ']' | '}' | '»' | '”' | '’' | ',' | '.' | ';' | ':' | '!' | '?' | '…' | '%' | '‥' | '、' | '。'
            | '，' | '．' | '：' | '；' | '！' | '？' | '）' | '」' | '』' | '】' | '〕' | '〉' | '》' | '］'
            | '｝' | '・' | 'ー' | '々' | '〜' | '～' | '゛' | '゜' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | 'ぁ' | 'ぃ'
            | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ'
            | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' | '％' | '｡' | '､' | '｣' | 'ｰ' => Self::Closing,
            '\u{2e80}'..='\u{312f}'
            | '\u{3190}'..='\u{a4cf}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff00}'..='\u{ff9f}'
            | '\u{1f300}'..='\u{1faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Ideograph,
            _ => Self::Word,
        }
    }

    /// Whether a line may end between `self` and `next`.
    pub fn may_end_before(self, next: Self) -> bool {
        match (self, next) {
            // A space at a line's end is not shown; French sets one before `:` and `»`, which stay with their word.
            (_, Self::Space | Self::LineEnd | Self::Closing) | (Self::Opening, _) => false,
            (Self::Space | Self::LineEnd, _) => true,
            (Self::Hyphen, Self::Word | Self::Ideograph | Self::Opening) => true,
            (Self::Ideograph, Self::Word | Self::Hyphen | Self::Ideograph | Self::Opening) => true,
            (Self::Word | Self::Closing, Self::Ideograph) | (Self::Closing, Self::Opening) => true,
            _ => false,
        }
    }
}
