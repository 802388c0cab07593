//! The list of the open article's headings.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{Frame, centred, clear, hint, put, seen};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::{SafeText, safe};
use crate::text::{pad, width};

/// The columns by which a heading is indented under that of the level above.
const INDENT: usize = 2;
/// The most columns that the list takes.
const WIDTH_MAX: u16 = 76;

pub fn draw(model: &Model, theme: &Theme, cursor: usize, area: Rect, buffer: &mut Buffer) {
    let sections = model.sheet().map(|sheet| sheet.outline()).unwrap_or_default();
    let place = centred(area, WIDTH_MAX, sections.len() + 2);
    clear(theme, place, buffer);
    let position = safe!("{}/{}", cursor + 1, sections.len());
    let keys = safe!("{} · {}", hint(model, Action::Open, "goes there"), hint(model, Action::Back, "closes"));
    let frame = Frame { focused: true, title: "Headings".into(), right: position, below: keys };
    let inside = frame.draw(theme, place, buffer);
    let height = usize::from(inside.height);
    let highest = sections.iter().map(|section| section.level).min().unwrap_or(1);
    let current = sections.iter().rposition(|section| section.line <= model.article.top);
    let top = (cursor + 1).saturating_sub(height);
    for (row, (index, section)) in sections.iter().enumerate().skip(top).take(height).enumerate() {
        let mark = if current == Some(index) { "▸" } else { " " };
        let indent = SafeText::repeat(" ", usize::from(section.level - highest) * INDENT);
        let title = seen(model, &section.title, usize::from(inside.width).saturating_sub(2 + width(&indent)));
        let line = pad(&safe!("{} {}{}", mark, indent, title), inside.width.into());
        let style = match () {
            () if index == cursor => theme.selected,
            () if section.level == highest => theme.heading,
            () => theme.text,
        };
        put(vec![(line, style)], inside, row as u16, buffer);
    }
}
