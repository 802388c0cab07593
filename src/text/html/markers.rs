//! What stands before the items of a list.

use crate::domain::SafeText;

const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// How a list marks its items (the `type` of an `ol`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbering {
    Decimal,
    /// `a`, `b` … `z`, `aa`; in capital letters when so.
    Letters {
        capital: bool,
    },
    Roman {
        capital: bool,
    },
}

impl Numbering {
    pub fn of(kind: Option<&str>) -> Self {
        match kind.map(str::trim) {
            Some("a") => Self::Letters { capital: false },
            Some("A") => Self::Letters { capital: true },
            Some("i") => Self::Roman { capital: false },
            Some("I") => Self::Roman { capital: true },
            _ => Self::Decimal,
        }
    }

    /// The marker of an item. Numbers that have no letters are written in digits.
    pub fn marker(self, number: i64) -> SafeText {
        let (text, capital) = match self {
            Self::Decimal => (None, false),
            Self::Letters { capital } => (letters(number), capital),
            Self::Roman { capital } => (roman(number), capital),
        };
        let text = text.unwrap_or_else(|| number.to_string());
        SafeText::line(&format!("{}.", if capital { text.to_uppercase() } else { text }))
    }
}

/// The marker of an item of a list without numbers, so deep in others.
pub(super) fn bullet(level: usize) -> SafeText {
    BULLETS[level.min(BULLETS.len() - 1)].into()
}

fn letters(number: i64) -> Option<String> {
    let mut left = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut letters = Vec::new();
    while left > 0 {
        letters.push(char::from(b'a' + u8::try_from((left - 1) % 26).ok()?));
        left = (left - 1) / 26;
    }
    Some(letters.into_iter().rev().collect())
}

fn roman(number: i64) -> Option<String> {
    const PARTS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut left = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut text = String::new();
    for (value, letters) in PARTS {
        while left >= value {
            text.push_str(letters);
            left -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_counted_in_digits_letters_and_roman_numerals() {
        for (kind, number, marker) in [
            (None, 12, "12."),
            (Some("a"), 1, "a."),
            (Some("a"), 28, "ab."),
            (Some("A"), 702, "ZZ."),
            (Some("A"), 703, "AAA."),
            (Some("i"), 1949, "mcmxlix."),
            (Some("I"), 4, "IV."),
            (Some("i"), 4000, "4000."),
            (Some("a"), 0, "0."),
            (Some("I"), -3, "-3."),
            (Some("x"), 3, "3."),
        ] {
            assert_eq!(Numbering::of(kind).marker(number), marker, "{kind:?} {number}");
        }
        assert!(!letters(i64::from(u32::MAX)).unwrap().is_empty());
    }
}
