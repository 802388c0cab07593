//! The model becomes cells: a file a region of the screen.
//!
//! ```text
//! header                                header.rs
//! ┌ views ┐┌ headlines ┐┌ article ┐┌ tags ┐
//! │       ││           ││         ││      │   views.rs headlines.rs article.rs tags.rs
//! └───────┘└───────────┘└─────────┘└──────┘
//! status line, or the prompt            status.rs prompt.rs
//! ```
//!
//! What a command made of the article stands beside it (`result.rs`). The feeds screen takes the place of the panes
//! (`feeds.rs`, `feed_card.rs`). Help, lists and an article's edits are laid over all (`help.rs`, `links.rs`,
//! `outline.rs`, `queue.rs`, `packed.rs`, `edits.rs`), and what is asked about feeds over that (`candidates.rs`,
//! `form.rs`). Above the article's text stands `article_head.rs`; what is lit up in it is `marked.rs`, and its pictures
//! hang in `gallery.rs`. All that is drawn is [`crate::domain::SafeText`], or put together of it by `safe!`.

mod article;
mod article_head;
mod candidates;
mod edits;
mod feed_card;
mod feeds;
mod form;
pub mod gallery;
mod header;
mod headlines;
mod help;
mod links;
mod marked;
mod outline;
mod packed;
#[cfg(feature = "images")]
pub mod pictures;
mod prompt;
mod queue;
mod result;
mod status;
mod tags;
mod theme;
mod time;
mod views;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Paragraph, Widget, Wrap};

use crate::app::action::Action;
use crate::app::dialog::Dialog;
use crate::app::model::{Model, Overlay};
use crate::app::panes::{Areas, MIN_SIZE, Pane};
use crate::domain::{SafeText, safe};
use crate::text::{fit, visual_line, width};

pub use gallery::Gallery;
pub use theme::Theme;

/// The whole screen as a widget.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    pub model: &'a Model,
    pub theme: &'a Theme,
    pub gallery: &'a Gallery,
}

impl Screen<'_> {
    /// Where the terminal's cursor stands: in the prompt, if there is one.
    pub fn cursor(&self) -> Option<Position> {
        let areas = self.model.areas()?;
        prompt::cursor(self.model.prompt.as_ref()?, areas.status)
    }
}

impl Widget for Screen<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let Screen { model, theme, gallery } = self;
        buffer.set_style(area, theme.text);
        let Some(areas) = model.areas().filter(|areas| areas.status.bottom() <= area.bottom()) else {
            return too_small(area, buffer);
        };
        header::draw(model, theme, areas.header, buffer);
        match &model.feeds_screen {
            Some(screen) => feeds::draw(screen, model, theme, buffer),
            None => panes(model, theme, gallery, &areas, buffer),
        }
        let body = Rect::new(area.x, area.y + 1, area.width, area.height - 2);
        match model.overlay {
            Some(Overlay::Help { top }) => help::draw(model, theme, top, body, buffer),
            Some(Overlay::Links { cursor }) => links::draw(model, theme, cursor, body, buffer),
            Some(Overlay::Outline { cursor }) => outline::draw(model, theme, cursor, body, buffer),
            Some(Overlay::Packed { cursor }) => packed::draw(model, theme, cursor, body, buffer),
            Some(Overlay::Queue { cursor }) => queue::draw(model, theme, cursor, body, buffer),
            Some(Overlay::Edits) => edits::draw(model, theme, areas.article.unwrap_or(body), buffer),
            None => {}
        }
        match &model.dialog {
            Some(Dialog::Looking { address, .. }) => candidates::draw_looking(model, theme, address, body, buffer),
            Some(Dialog::Found { candidates, cursor, .. }) => {
                candidates::draw(model, theme, candidates, *cursor, body, buffer);
            }
            Some(Dialog::Form { feed, cursor }) => form::draw(model, theme, *feed, *cursor, body, buffer),
            None => {}
        }
        match &model.prompt {
            Some(prompt) => prompt::draw(prompt, model, theme, areas.status, buffer),
            None => status::draw(model, theme, areas.status, buffer),
        }
    }
}

fn panes(model: &Model, theme: &Theme, gallery: &Gallery, areas: &Areas, buffer: &mut Buffer) {
    if let Some((result, place)) = model.result.as_ref().zip(areas.result) {
        result::draw(result, model, theme, place, buffer);
    }
    let tiled = [Pane::Views, Pane::Headlines, Pane::Article, Pane::Tags];
    for pane in tiled.into_iter().filter(|pane| areas.floating != Some(*pane)).chain(areas.floating) {
        let Some(place) = areas.place(pane) else { continue };
        clear(theme, place, buffer);
        match pane {
            Pane::Views => views::draw(model, theme, place, buffer),
            Pane::Headlines => headlines::draw(model, theme, place, buffer),
            Pane::Article => article::draw(model, theme, gallery, place, buffer),
            Pane::Tags => tags::draw(model, theme, place, buffer),
        }
    }
}

fn too_small(area: Rect, buffer: &mut Buffer) {
    let (needed, there) = (MIN_SIZE, area);
    let text = safe!(
        "chancery needs {}×{}, and this terminal is {}×{}.",
        needed.width,
        needed.height,
        there.width,
        there.height
    );
    Paragraph::new(text.as_str()).wrap(Wrap { trim: true }).render(area, buffer);
}

/// A place in the middle of an area, as large as is wanted and as there is room for.
fn centred(area: Rect, columns: u16, rows: usize) -> Rect {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    let (width, height) = (columns.min(area.width), rows.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// Makes room for something laid over the screen.
fn clear(theme: &Theme, area: Rect, buffer: &mut Buffer) {
    Clear.render(area, buffer);
    buffer.set_style(area, theme.text);
    // A wide character that reaches into the area from the left would be drawn over its border.
    for y in area.top()..area.bottom() {
        for x in area.left().saturating_sub(WIDEST_CHARACTER)..area.left() {
            if x + width(buffer[(x, y)].symbol()) as u16 > area.left() {
                buffer[(x, y)].set_symbol(" ");
            }
        }
    }
}

/// More columns than any grapheme cluster takes that a script is written with.
const WIDEST_CHARACTER: u16 = 8;

/// A border with what is written on it. The title is cut where it has no room, the others are left out.
#[derive(Default)]
struct Frame {
    focused: bool,
    title: SafeText,
    /// At the right of the upper line.
    right: SafeText,
    /// At the right of the lower line.
    below: SafeText,
}

impl Frame {
    /// The columns that the title of a frame of this width has, when nothing stands at its right.
    fn title_room(width: u16) -> usize {
        usize::from(width.saturating_sub(4))
    }

    /// Draws it and returns what is left inside.
    fn draw(self, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Rect {
        // The words are there to be read, the lines only to part.
        let (lines, words) = match self.focused {
            true => (theme.border_focused, theme.border_focused),
            false => (theme.border, Style::reset().patch(theme.text).patch(theme.dim)),
        };
        let label = |text: &SafeText| line(vec![(safe!(" {} ", text), words)]);
        let taken = |text: &str| if text.is_empty() { 0 } else { width(text) + 2 };
        let room = Self::title_room(area.width);
        let mut block = Block::bordered().border_type(BorderType::Plain).border_style(lines);
        let title = fit(&self.title, room.saturating_sub(taken(&self.right)));
        if !title.is_empty() {
            block = block.title(label(&title));
        }
        if !self.right.is_empty() && taken(&self.right) <= room {
            block = block.title(label(&self.right).right_aligned());
        }
        if !self.below.is_empty() && taken(&self.below) <= room {
            block = block.title_bottom(label(&self.below).right_aligned());
        }
        let inside = block.inner(area);
        block.render(area, buffer);
        inside
    }
}

/// A name without its article, which would take half of a narrow column.
fn short(name: &SafeText) -> SafeText {
    name.strip_prefix("The ").map_or_else(|| name.clone(), SafeText::line)
}

/// So many columns of a line, in the order in which it is seen where the terminal does not see to that itself.
fn seen(model: &Model, text: &SafeText, columns: usize) -> SafeText {
    let line = fit(text, columns);
    if model.options.reorder { visual_line(&line) } else { line }
}

/// What a key does, such as "q closes"; an action without keys is named as the palette knows it.
fn hint(model: &Model, action: Action, does: &'static str) -> SafeText {
    safe!("{} {}", key_of(model, action), does)
}

/// The first key of an action, or what the palette calls it.
fn key_of(model: &Model, action: Action) -> SafeText {
    model.keymap.keys_of(action).into_iter().next().unwrap_or_else(|| safe!(":{}", action.name()))
}

/// Paragraphs of dim text in the middle of an area: what to do next where there is nothing to show.
fn empty_state(theme: &Theme, sentences: &[SafeText], area: Rect, buffer: &mut Buffer) {
    let inner = area.inner(ratatui::layout::Margin { horizontal: 2, vertical: 1 });
    let lines: Vec<Line> = sentences.iter().map(|sentence| Line::styled(sentence.to_string(), theme.dim)).collect();
    Paragraph::new(lines).wrap(Wrap { trim: false }).render(inner, buffer);
}

/// A stretch of text of one look. Nothing but [`SafeText`] is drawn.
type Piece = (SafeText, Style);

/// One line of styled pieces, cut at the area's right edge.
fn put(pieces: Vec<Piece>, area: Rect, row: u16, buffer: &mut Buffer) {
    buffer.set_line(area.x, area.y + row, &line(pieces), area.width);
}

fn line(pieces: Vec<Piece>) -> Line<'static> {
    pieces.into_iter().map(|(text, style)| Span::styled(text.to_string(), style)).collect()
}
