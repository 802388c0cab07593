//! The views pane: lists of headlines, regions, feeds in folders.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{Frame, put, seen};
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::views::{self, RowShape, ViewRow};
use crate::domain::{SafeText, safe};
use crate::text::{pad, width};

/// The most levels that are indented.
const INDENTS_MAX: usize = 3;

pub fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let focused = model.focus == Pane::Views;
    let inside = Frame { focused, title: "Views".into(), ..Frame::default() }.draw(theme, area, buffer);
    let rows = views::rows(model);
    let top = model.views.top.min(rows.len().saturating_sub(usize::from(inside.height)));
    for (place, row) in rows.iter().skip(top).take(usize::from(inside.height)).enumerate() {
        let selected = row.target.as_ref() == Some(&model.views.cursor);
        draw_row(model, row, (selected, focused), theme, inside, place as u16, buffer);
    }
}

fn draw_row(
    model: &Model,
    row: &ViewRow,
    (selected, focused): (bool, bool),
    theme: &Theme,
    area: Rect,
    place: u16,
    buffer: &mut Buffer,
) {
    let columns = usize::from(area.width);
    if row.shape == RowShape::Heading {
        let text = safe!("─ {} ", row.label);
        let rest = SafeText::repeat("─", columns.saturating_sub(width(&text)));
        return put(vec![(safe!("{}{}", text, rest), theme.dim)], area, place, buffer);
    }
    let lead = match row.shape {
        RowShape::Folder { unfolded: true } => " ▾ ",
        RowShape::Folder { unfolded: false } => " ▸ ",
        RowShape::Feed { .. } => "   ",
        RowShape::Plain | RowShape::Heading => " ",
    };
    // A name is worth more than how deep it lies.
    let lead = safe!("{}{}", SafeText::repeat("  ", row.depth.min(INDENTS_MAX)), lead);
    let signs = match row.shape {
        RowShape::Feed { failing: true, state_owned: true } => " ⚐ !",
        RowShape::Feed { failing: true, .. } => " !",
        RowShape::Feed { state_owned: true, .. } => " ⚐",
        _ => "",
    };
    let mark = if row.count > 0 { safe!("{} {} ", signs, row.count) } else { safe!("{} ", signs) };
    let room = columns.saturating_sub(width(&lead) + width(&mark));
    let label = pad(&seen(model, &row.label, room), room);
    let style = match (selected, focused) {
        (true, true) => theme.selected,
        (true, false) => theme.selected_dim,
        _ => theme.text,
    };
    let mark_style = match row.shape {
        RowShape::Feed { failing: true, .. } if !selected => theme.problem,
        _ if selected => style,
        _ => theme.dim,
    };
    put(vec![(safe!("{}{}", lead, label), style), (mark, mark_style)], area, place, buffer);
}
