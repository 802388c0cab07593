//! The prompt in the last line, with what it offers or complains of in a box above it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::theme::Theme;
use super::{clear, put};
use crate::app::model::{Model, Offer, Prompt, PromptKind};
use crate::domain::{QueryError, SafeText};
use crate::text::{pad, width};

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
    let lead = label(&prompt.kind);
    let scroll = prompt.input.visual_scroll(room(lead, area));
    let column = width(lead) + prompt.input.visual_cursor().saturating_sub(scroll);
    Some(Position::new(area.x + (column as u16).min(area.width.saturating_sub(1)), area.y))
}

pub fn draw(prompt: &Prompt, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lead = label(&prompt.kind);
    let room = room(lead, area);
    let typed = visible(prompt.input.value(), prompt.input.visual_scroll(room), room);
    clear(theme, area, buffer);
    put(vec![(lead.to_owned(), theme.key), (typed, theme.text)], area, 0, buffer);
    let rows = match &prompt.error {
        Some(error) => complaint(error, prompt, theme, area),
        None => offers(prompt, model, theme, area),
    };
    draw_above(rows, theme, area, buffer);
}

/// The columns that what is typed has, less one for the cursor behind it.
fn room(lead: &str, area: Rect) -> usize {
    usize::from(area.width).saturating_sub(width(lead) + 1)
}

/// The part of the input from a column on. Spaces stay as they were typed, or the cursor would stand beside them.
fn visible(text: &str, from: usize, columns: usize) -> String {
    let mut at = 0;
    let text = SafeText::block(text);
    let shown = text.graphemes(true).filter(|grapheme| {
        let start = at;
        at += width(grapheme);
        start >= from && at <= from + columns
    });
    shown.collect()
}

/// The mistake under the word it stands at, and the nearest right one.
fn complaint(error: &QueryError, prompt: &Prompt, theme: &Theme, area: Rect) -> Vec<(String, Style)> {
    let mut message = error.message.to_string();
    if let Some(hint) = &error.hint {
        message += &format!(" — did you mean `{hint}`?");
    }
    let columns = usize::from(area.width);
    let lines = wrapped(&message, columns.saturating_sub(2)).into_iter().map(|line| format!(" {line}"));
    lines.chain([carets(error, prompt, area)]).map(|row| (row, theme.problem)).collect()
}

/// Marks the place of the mistake; with `<` where it was scrolled away.
fn carets(error: &QueryError, prompt: &Prompt, area: Rect) -> String {
    let lead = label(&prompt.kind);
    let value = prompt.input.value();
    let scroll = prompt.input.visual_scroll(room(lead, area));
    let column = |byte: usize| width(value.get(..byte).unwrap_or(value)).saturating_sub(scroll);
    let (start, end) = (column(error.start), column(error.end));
    let mark = if end == 0 && scroll > 0 { "<".to_owned() } else { "^".repeat(end.saturating_sub(start).max(1)) };
    format!("{}{mark}", " ".repeat(width(lead) + start))
}

/// The text in lines of at most so many columns, broken at spaces.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut().filter(|line| width(line) + 1 + width(word) <= columns) {
            Some(line) => *line += &format!(" {word}"),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn offers(prompt: &Prompt, model: &Model, theme: &Theme, area: Rect) -> Vec<(String, Style)> {
    let offers = prompt.offers(&model.counts);
    let top = (prompt.chosen + 1).saturating_sub(OFFERS_SHOWN);
    let row = |(place, offer): (usize, &Offer)| {
        let style = if place == prompt.chosen { theme.selected } else { theme.text };
        (offer_text(offer, model, area.width), style)
    };
    offers.iter().enumerate().skip(top).take(OFFERS_SHOWN).map(row).collect()
}

fn offer_text(offer: &Offer, model: &Model, columns: u16) -> String {
    match offer {
        Offer::Tag(tag) => format!(" #{tag}"),
        Offer::Action(action) => {
            // Where there is no room for all three, the keys are what can be looked up elsewhere.
            let keys = match columns {
                0..80 => String::new(),
                _ => format!("{:<16}  ", model.keymap.keys_of(*action).join(" ")),
            };
            format!(" {:<20}  {keys}{}", action.name(), action.help())
        }
    }
}

/// Rows above the prompt, parted by a line from what they cover.
fn draw_above(rows: Vec<(String, Style)>, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if rows.is_empty() {
        return;
    }
    let height = (rows.len() as u16 + 1).min(area.y);
    let above = Rect { y: area.y - height, height, ..area };
    let columns = usize::from(area.width);
    clear(theme, above, buffer);
    put(vec![("─".repeat(columns), theme.border)], above, 0, buffer);
    for (place, (text, style)) in (1..height).zip(rows) {
        put(vec![(pad(&SafeText::block(&text), columns).to_string(), style)], above, place, buffer);
    }
}
