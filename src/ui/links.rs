//! The list of the open article's links.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{Frame, centred, clear, hint, put};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::{SafeText, safe};
use crate::text::{fit, width};

pub fn draw(model: &Model, theme: &Theme, cursor: usize, area: Rect, buffer: &mut Buffer) {
    let Some(sheet) = model.sheet() else { return };
    let links = &sheet.document.links;
    let wanted = (links.len() as u16).saturating_add(2);
    let place = centred(area, 100, wanted);
    clear(theme, place, buffer);
    let position = safe!("{}/{}", cursor + 1, links.len());
    let keys = safe!("{} · {}", hint(model, Action::Open, "opens"), hint(model, Action::Back, "closes"));
    let frame = Frame { focused: true, title: "Links".into(), right: position, below: keys };
    let inside = frame.draw(theme, place, buffer);
    let height = usize::from(inside.height);
    let top = (cursor + 1).saturating_sub(height);
    for (row, (index, link)) in links.iter().enumerate().skip(top).take(height).enumerate() {
        let number = safe!(" {:>2}  ", index + 1);
        let room = usize::from(inside.width).saturating_sub(width(&number));
        let address = fit(&SafeText::line(link.as_str()), room);
        let gap = SafeText::repeat(" ", room.saturating_sub(width(&address)));
        let (number_style, style) =
            if index == cursor { (theme.selected, theme.selected) } else { (theme.key, theme.link) };
        put(vec![(number, number_style), (safe!("{}{}", address, gap), style)], inside, row as u16, buffer);
    }
}
