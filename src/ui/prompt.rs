//! The prompt in the last line, with what it offers or complains of in a box above it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::theme::Theme;
use super::{Piece, clear, put};
use crate::app::form::FeedField;
use crate::app::model::{Model, Offer, Prompt, PromptKind};
use crate::domain::{QueryError, SafeText, safe};
use crate::text::{pad, width};

/// The most offers shown at once.
const OFFERS_SHOWN: usize = 8;

fn label(kind: &PromptKind) -> SafeText {
    match kind {
        PromptKind::Search => " search: ".into(),
        PromptKind::Filter => " narrow to: ".into(),
        PromptKind::AddTag(_) => " tag: ".into(),
        PromptKind::RemoveTag(..) => " remove tag: ".into(),
        PromptKind::Feeds => " feeds with: ".into(),
        PromptKind::AddFeed => " feed or site: ".into(),
        PromptKind::Folders(_) => " folders: ".into(),
        PromptKind::FeedField(_, field) => safe!(" {}: ", field.label()),
        PromptKind::Palette => " :".into(),
        PromptKind::Pipe(input) => safe!(" pipe {} to: ", input.name()),
        PromptKind::ExportFormat => " export: ".into(),
        PromptKind::ExportFile(_, format) => safe!(" {} to: ", format.label()),
        PromptKind::Find { .. } => " find: ".into(),
    }
}

/// What to know before typing.
fn advice(kind: &PromptKind) -> Option<&'static str> {
    match kind {
        PromptKind::AddFeed => Some("a feed's address, or a site's, as in news.example"),
        PromptKind::Folders(_) => Some(FeedField::Folders.hint()),
        PromptKind::FeedField(_, field) => Some(field.hint()),
        PromptKind::Pipe(_) => Some("a line for sh · ! before it: with the terminal · Ctrl-t: text, HTML, Markdown …"),
        PromptKind::ExportFile(..) => Some("a file that is there already is kept: a number is added"),
        _ => None,
    }
}

/// Where the terminal's cursor stands in the prompt.
pub fn cursor(prompt: &Prompt, area: Rect) -> Option<Position> {
    let lead = label(&prompt.kind);
    let scroll = prompt.input.visual_scroll(room(&lead, area));
    let column = width(&lead) + prompt.input.visual_cursor().saturating_sub(scroll);
    Some(Position::new(area.x + (column as u16).min(area.width.saturating_sub(1)), area.y))
}

pub fn draw(prompt: &Prompt, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lead = label(&prompt.kind);
    let room = room(&lead, area);
    let typed = visible(prompt.input.value(), prompt.input.visual_scroll(room), room);
    clear(theme, area, buffer);
    put(vec![(lead, theme.key), (typed, theme.text)], area, 0, buffer);
    if let Some(position) = found(prompt, model) {
        let columns = (width(&position) as u16).min(area.width);
        let place = Rect { x: area.right() - columns, width: columns, ..area };
        put(vec![(position, theme.dim)], place, 0, buffer);
    }
    let rows = match &prompt.error {
        Some(error) => complaint(error, prompt, theme, area),
        None => {
            let advice = advice(&prompt.kind).map(|words| (safe!(" {}", words), theme.dim));
            advice.into_iter().chain(offers(prompt, model, theme, area)).collect()
        }
    };
    draw_above(rows, theme, area, buffer);
}

/// How many matches what is typed has, and which is shown.
fn found(prompt: &Prompt, model: &Model) -> Option<SafeText> {
    let find = model.sheet()?.find.as_ref().filter(|find| !find.words.is_empty());
    let is_find = matches!(prompt.kind, PromptKind::Find { .. });
    find.filter(|_| is_find).map(|find| safe!(" {} ", find.position()))
}

/// The columns that what is typed has, less one for the cursor behind it.
fn room(lead: &str, area: Rect) -> usize {
    usize::from(area.width).saturating_sub(width(lead) + 1)
}

/// The part of the input from a column on. Spaces stay as they were typed, or the cursor would stand beside them.
fn visible(text: &str, from: usize, columns: usize) -> SafeText {
    let mut at = 0;
    let shown = text.graphemes(true).filter(|grapheme| {
        let start = at;
        at += width(grapheme);
        start >= from && at <= from + columns
    });
    SafeText::block(&shown.collect::<String>())
}

/// The mistake under the word it stands at, and the nearest right one.
fn complaint(error: &QueryError, prompt: &Prompt, theme: &Theme, area: Rect) -> Vec<Piece> {
    let message = match &error.hint {
        Some(hint) => safe!("{} — did you mean `{}`?", error.message, hint),
        None => error.message.clone(),
    };
    let columns = usize::from(area.width);
    let lines = wrapped(&message, columns.saturating_sub(2)).into_iter().map(|line| safe!(" {}", line));
    lines.chain([carets(error, prompt, area)]).map(|row| (row, theme.problem)).collect()
}

/// Marks the place of the mistake; with `<` where it was scrolled away.
fn carets(error: &QueryError, prompt: &Prompt, area: Rect) -> SafeText {
    let lead = label(&prompt.kind);
    let value = prompt.input.value();
    let scroll = prompt.input.visual_scroll(room(&lead, area));
    let column = |byte: usize| width(value.get(..byte).unwrap_or(value)).saturating_sub(scroll);
    let (start, end) = (column(error.start), column(error.end));
    let mark = if end == 0 && scroll > 0 {
        SafeText::from("<")
    } else {
        SafeText::repeat("^", end.saturating_sub(start).max(1))
    };
    safe!("{}{}", SafeText::repeat(" ", width(&lead) + start), mark)
}

/// The text in lines of at most so many columns, broken at spaces.
fn wrapped(text: &SafeText, columns: usize) -> Vec<SafeText> {
    let mut lines: Vec<SafeText> = Vec::new();
    for word in text.split(' ').map(SafeText::line) {
        match lines.last_mut().filter(|line| width(line) + 1 + width(&word) <= columns) {
            Some(line) => *line = safe!("{} {}", *line, word),
            None => lines.push(word),
        }
    }
    lines
}

fn offers(prompt: &Prompt, model: &Model, theme: &Theme, area: Rect) -> Vec<Piece> {
    let offers = prompt.offers(model);
    let top = (prompt.chosen + 1).saturating_sub(OFFERS_SHOWN);
    let row = |(place, offer): (usize, &Offer)| {
        let style = if prompt.taken() == Some(place) { theme.selected } else { theme.text };
        (offer_text(offer, model, area.width), style)
    };
    offers.iter().enumerate().skip(top).take(OFFERS_SHOWN).map(row).collect()
}

fn offer_text(offer: &Offer, model: &Model, columns: u16) -> SafeText {
    match offer {
        Offer::Tag(tag) => safe!(" #{}", tag),
        Offer::Word(word) => safe!(" {}", word),
        Offer::Export(what, format) => safe!(" {} as {}", what.label(), format.label()),
        Offer::Command(place) => match model.keymap.commands().get(*place) {
            Some(command) => safe!(" {:<20}  {}", command.name, command.run),
            None => SafeText::default(),
        },
        Offer::Action(action) => {
            // Where there is no room for all three, the keys are what can be looked up elsewhere.
            let keys = match columns {
                0..80 => SafeText::default(),
                _ => safe!("{:<16}  ", SafeText::join(&model.keymap.keys_of(*action), " ")),
            };
            safe!(" {:<20}  {}{}", action.name(), keys, action.help())
        }
    }
}

/// Rows above the prompt, parted by a line from what they cover.
fn draw_above(rows: Vec<Piece>, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if rows.is_empty() {
        return;
    }
    let height = (rows.len() as u16 + 1).min(area.y);
    let above = Rect { y: area.y - height, height, ..area };
    let columns = usize::from(area.width);
    clear(theme, above, buffer);
    put(vec![(SafeText::repeat("─", columns), theme.border)], above, 0, buffer);
    for (place, (text, style)) in (1..height).zip(rows) {
        put(vec![(pad(&text, columns), style)], above, place, buffer);
    }
}
