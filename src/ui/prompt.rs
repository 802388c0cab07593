//! The prompt in the last line, with what it offers or complains of in a box above it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::put;
use super::theme::Theme;
use crate::app::model::{Model, Offer, Prompt, PromptKind};
use crate::domain::{QueryError, SafeText};
use crate::text::{fit, width};

/// The most offers shown at once.
const OFFERS_SHOWN: usize = 8;

fn label(kind: &PromptKind) -> &'static str {
    match kind {
        PromptKind::Search => " search: ",
        PromptKind::Filter => " narrow to: ",
        PromptKind::AddTag(_) => " tag: ",
        PromptKind::RemoveTag(..) => " remove tag: ",
        PromptKind::Palette => " :",
    }
}

/// Where the terminal's cursor stands in the prompt.
pub fn cursor(prompt: &Prompt, area: Rect) -> Option<Position> {
    let lead = width(label(&prompt.kind));
    let room = usize::from(area.width).saturating_sub(lead + 1);
    let scroll = prompt.input.visual_scroll(room);
    let column = lead + prompt.input.visual_cursor().saturating_sub(scroll);
    Some(Position::new(area.x + (column as u16).min(area.width.saturating_sub(1)), area.y))
}

pub fn draw(prompt: &Prompt, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lead = label(&prompt.kind);
    let room = usize::from(area.width).saturating_sub(width(lead) + 1);
    let typed = SafeText::line(&visible(prompt.input.value(), prompt.input.visual_scroll(room), room));
    Clear.render(area, buffer);
    put(vec![(lead.to_owned(), theme.key), (typed.to_string(), theme.text)], area, 0, buffer);
    match &prompt.error {
        Some(error) => draw_error(error, prompt, lead, theme, area, buffer),
        None => draw_offers(prompt, model, theme, area, buffer),
    }
}

/// The part of the input from a column on.
fn visible(text: &str, from: usize, columns: usize) -> String {
    let mut at = 0;
    let shown = text.chars().filter(|c| {
        let start = at;
        at += width(c.encode_utf8(&mut [0; 4]));
        start >= from && at <= from + columns
    });
    shown.collect()
}

/// The mistake under the word it stands at, and the nearest right one.
fn draw_error(error: &QueryError, prompt: &Prompt, lead: &str, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let value = prompt.input.value();
    let columns = |end: usize| width(value.get(..end.min(value.len())).unwrap_or(value));
    let (start, end) = (columns(error.start), columns(error.end));
    let carets = format!("{}{}", " ".repeat(width(lead) + start), "^".repeat((end - start.min(end)).max(1)));
    let mut message = format!(" {}", error.message);
    if let Some(hint) = &error.hint {
        message += &format!(" — did you mean `{hint}`?");
    }
    let rows = [(message, theme.problem), (carets, theme.problem)];
    draw_above(rows.into(), theme, area, buffer);
}

fn draw_offers(prompt: &Prompt, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let offers = prompt.offers(&model.counts);
    let top = (prompt.chosen + 1).saturating_sub(OFFERS_SHOWN);
    let row = |(place, offer): (usize, &Offer)| {
        let text = match offer {
            Offer::Tag(tag) => format!("  #{tag}"),
            Offer::Action(action) => {
                let keys = model.keymap.keys_of(*action).join(" ");
                format!("  {:<22} {:<10} {}", action.name(), keys, action.help())
            }
        };
        let style = if place == prompt.chosen { theme.selected } else { theme.text };
        (text, style)
    };
    let rows = offers.iter().enumerate().skip(top).take(OFFERS_SHOWN).map(row).collect();
    draw_above(rows, theme, area, buffer);
}

fn draw_above(rows: Vec<(String, Style)>, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let height = (rows.len() as u16).min(area.y);
    let above = Rect { y: area.y - height, height, ..area };
    Clear.render(above, buffer);
    buffer.set_style(above, theme.text);
    for (place, (text, style)) in rows.into_iter().take(usize::from(height)).enumerate() {
        let columns = usize::from(area.width);
        // Not through `SafeText::line`, which would trim the leading spaces that place the carets.
        let shown = if width(&text) > columns { fit(&SafeText::line(&text), columns).to_string() } else { text };
        let padded = format!("{shown}{}", " ".repeat(columns.saturating_sub(width(&shown))));
        put(vec![(padded, style)], above, place as u16, buffer);
    }
}
