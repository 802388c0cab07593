//! Which open elements set text off. They may cross (`<b><i></b></i>`), so they are counted, not stacked.

use std::borrow::Cow;

use crate::domain::Emphasis;
use crate::text::html::element::Element;

/// How many elements of each emphasis are open.
#[derive(Default)]
pub(super) struct OpenEmphasis {
    strong: usize,
    italic: usize,
    code: usize,
    strike: usize,
    superscript: usize,
}

impl OpenEmphasis {
    /// Counts an element that was opened or closed, if it sets text off.
    pub fn change(&mut self, element: Element, change: fn(usize) -> usize) {
        let count = match element {
            Element::Strong | Element::Term | Element::Summary => &mut self.strong,
            Element::Italic => &mut self.italic,
            Element::Code => &mut self.code,
            Element::Strike => &mut self.strike,
            Element::Superscript => &mut self.superscript,
            _ => return,
        };
        *count = change(*count);
    }

    /// How text that comes now is shown.
    pub fn shown(&self) -> Emphasis {
        Emphasis { strong: self.strong > 0, italic: self.italic > 0, code: self.code > 0, strike: self.strike > 0 }
    }

    /// The text as it is written: raised digits have characters of their own, or 10⁵ would read as 105.
    pub fn written<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.superscript == 0 {
            return Cow::Borrowed(text);
        }
        text.chars().map(superscript).collect()
    }
}

fn superscript(c: char) -> char {
    match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32('⁰' as u32 + (c as u32 - '0' as u32)).unwrap_or(c),
        _ => c,
    }
}
