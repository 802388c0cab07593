//! The tags pane: what the article is about (◆) and what it only mentions, the user's own tags, and the rejected ones.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::theme::Theme;
use super::{Frame, empty_state, put};
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::tags::{TagRow, first_row, row_of_cursor, rows};
use crate::domain::{SafeText, Tag, safe};
use crate::text::{fit, pad, width};

pub fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let focused = model.focus == Pane::Tags;
    let inside = Frame { focused, title: "Tags".into(), ..Frame::default() }.draw(theme, area, buffer);
    let Some(sheet) = model.sheet() else { return };
    let rows = rows(&sheet.article);
    if rows.is_empty() {
        return empty_state(theme, &["No tags.".into()], inside, buffer);
    }
    let cursor = row_of_cursor(&rows, model.tags_cursor);
    let height = usize::from(inside.height);
    let top = first_row(&rows, model.tags_cursor, height);
    for (place, row) in rows.iter().enumerate().skip(top).take(height) {
        let selected = focused && place == cursor;
        draw_row(model, row, selected, theme, inside, (place - top) as u16, buffer);
    }
}

fn draw_row(model: &Model, row: &TagRow, selected: bool, theme: &Theme, area: Rect, place: u16, buffer: &mut Buffer) {
    let columns = usize::from(area.width);
    let (lead, label, count, style) = match row {
        TagRow::Heading(label) => {
            return put(vec![(safe!(" {}", fit(label, columns - 1)), theme.heading)], area, place, buffer);
        }
        TagRow::Extracted(tag) => {
            let lead = if tag.main { " ◆ " } else { "   " };
            let style = if tag.main { theme.main_tag } else { theme.text };
            (lead, tag.label.clone(), count(model, tag), style)
        }
        TagRow::Rejected(tag) => {
            ("   ", tag.label.clone(), SafeText::default(), theme.dim.add_modifier(Modifier::CROSSED_OUT))
        }
        TagRow::Own(tag) => ("   ", safe!("#{}", tag), SafeText::default(), theme.own_tag),
    };
    let room = columns.saturating_sub(width(lead));
    // That a tag stands in one place only is worth less than its name.
    let is_crowded = width(&label) + width(&count) + 2 > room;
    let count =
        if count.is_empty() || (count == "1" && is_crowded) { SafeText::default() } else { safe!(" {} ", count) };
    let label = pad(&label, room.saturating_sub(width(&count)));
    let (style, count_style) = if selected { (theme.selected, theme.selected) } else { (style, theme.dim) };
    put(vec![(safe!("{}{}", lead, label), style), (count, count_style)], area, place, buffer);
}

/// In how many places the tag stands, or the sign that the list is narrowed to it.
fn count(model: &Model, tag: &Tag) -> SafeText {
    let narrowed = &model.list.scope.narrowed;
    let holds = narrowed.as_ref().is_some_and(|held| (held.kind, &held.key) == (tag.kind, &tag.key));
    if holds { "⊂".into() } else { safe!("{}", tag.spans.len()) }
}
