//! Which open elements set text off. They may cross (`<b><i></b></i>`), so they are counted, not stacked.

use crate::domain::Emphasis;
use crate::text::html::element::Element;

/// How many elements of each emphasis are open.
#[derive(Default)]
pub(super) struct OpenEmphasis {
    strong: usize,
    italic: usize,
    code: usize,
    strike: usize,
    underline: usize,
    superscript: usize,
    subscript: usize,
}

impl OpenEmphasis {
    /// Counts an element that was opened or closed, if it sets text off.
    pub fn change(&mut self, element: Element, change: fn(usize) -> usize) {
        let count = match element {
            Element::Strong | Element::Term | Element::Summary => &mut self.strong,
            Element::Italic => &mut self.italic,
            Element::Code => &mut self.code,
            Element::Strike => &mut self.strike,
            Element::Underline => &mut self.underline,
            Element::Superscript => &mut self.superscript,
            Element::Subscript => &mut self.subscript,
            _ => return,
        };
        *count = change(*count);
    }

    /// How text that comes now is shown.
    pub fn shown(&self) -> Emphasis {
        Emphasis {
            strong: self.strong > 0,
            italic: self.italic > 0,
            code: self.code > 0,
            strike: self.strike > 0,
            underline: self.underline > 0,
        }
    }

    /// Whether text that comes now stands above or below the line.
    pub fn shift(&self) -> Option<Shift> {
        match (self.superscript, self.subscript) {
            (0, 0) => None,
            (0, _) => Some(Shift::Below),
            _ => Some(Shift::Above),
        }
    }
}

/// Where text stands that is not on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    Above,
    Below,
}

impl Shift {
    /// The text as it is written on the line: in characters of its own where it has them, or 10⁵ would read as 105.
    /// What is only a matter of style (4th, 1er) or has its own brackets (the mark of a footnote) needs no sign.
    pub fn written(self, text: &str) -> String {
        let (own, sign) = match self {
            Self::Above => (superscript as fn(char) -> Option<char>, '^'),
            Self::Below => (subscript as fn(char) -> Option<char>, '_'),
        };
        let words = text.trim();
        let is_word = words.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '™' | '℠' | '®' | '*' | '†' | '‡'));
        let is_bracketed = ["[]", "()"].iter().any(|pair| {
            let inside = words.strip_prefix(&pair[..1]).and_then(|rest| rest.strip_suffix(&pair[1..]));
            inside.is_some()
        });
        if is_bracketed || is_word && (self == Self::Above || words.chars().any(|c| own(c).is_none())) {
            return text.to_owned();
        }
        match words.chars().map(own).collect::<Option<String>>() {
            Some(shifted) => text.replacen(words, &shifted, 1),
            None => text.replacen(words, &format!("{sign}({words})"), 1),
        }
    }
}

fn superscript(c: char) -> Option<char> {
    Some(match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' => '⁰',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '+' => '⁺',
        '-' | '−' | '–' => '⁻',
        '=' => '⁼',
        '(' => '⁽',
        ')' => '⁾',
        'n' => 'ⁿ',
        'i' => 'ⁱ',
        _ => return None,
    })
}

fn subscript(c: char) -> Option<char> {
    const LETTERS: &str = "aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ+₊-₋−₋=₌(₍)₎";
    if let Some(digit) = c.to_digit(10) {
        return char::from_u32('₀' as u32 + digit);
    }
    let mut pairs = LETTERS.chars().step_by(2).zip(LETTERS.chars().skip(1).step_by(2));
    pairs.find_map(|(plain, shifted)| (plain == c).then_some(shifted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifted_text_is_told_from_text_on_the_line() {
        for (shift, text, written) in [
            (Shift::Above, "5", "⁵"),
            (Shift::Above, " −12 ", " ⁻¹² "),
            (Shift::Above, "th", "th"),
            (Shift::Above, "[12]", "[12]"),
            (Shift::Above, "2,3", "^(2,3)"),
            (Shift::Below, "2", "₂"),
            (Shift::Below, "max", "ₘₐₓ"),
            (Shift::Below, "eff", "eff"),
            (Shift::Below, "i,j", "_(i,j)"),
            (Shift::Above, "", ""),
        ] {
            assert_eq!(shift.written(text), written, "{text:?}");
        }
    }
}
