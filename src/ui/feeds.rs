//! The feeds screen.
//!
//! ```text
//! ┌ Feeds · by trouble ─────────────────────────── 2/82 ┐
//! │   state      name         newest    ok  next  a day │
//! │ ! failing    Levant Gaz…     12d    3d    2h      4 │
//! │ ~ stale      Straits         10y   14m    3m      0 │
//! └─────────────────────────────── 1 failing, 1 stale ──┘
//! ┌ Levant Gazette ─────────────────────────── failing ┐
//! │ the card of the feed under the cursor               │   feed_card.rs
//! └─────────────────────────────────────────────────────┘
//! ```
//!
//! The card stands beside the list where there is room. A narrow list leaves out the state's word, for which its sign
//! stands, and then the last columns.

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;
use super::{Frame, clear, empty_state, feed_card, key_of, put, seen};
use crate::app::action::Action;
use crate::app::feeds::FeedsScreen;
use crate::app::model::Model;
use crate::app::panes::FeedsAreas;
use crate::domain::{Feed, Health, HealthState, SafeText, safe};
use crate::text::{distance, pad, per_day, size};

pub fn draw(screen: &FeedsScreen, model: &Model, theme: &Theme, buffer: &mut Buffer) {
    let areas = FeedsAreas::of(model.size);
    clear(theme, areas.list, buffer);
    draw_list(screen, model, theme, areas.list, buffer);
    clear(theme, areas.card, buffer);
    let chosen = model.chosen_feed().and_then(|feed| Some((feed, screen.health(feed.id)?)));
    feed_card::draw(chosen, model, theme, areas.card, buffer);
}

fn draw_list(screen: &FeedsScreen, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let mut title = safe!("Feeds · by {}", screen.sort.label());
    if !screen.filter.is_empty() {
        title = safe!("{} · {}", title, screen.filter);
    }
    let position = match screen.row() {
        Some(row) => safe!("{}/{}", row + 1, screen.order.len()),
        None => SafeText::default(),
    };
    let frame = Frame { focused: true, title, right: position, below: troubles(screen) };
    let inside = frame.draw(theme, area, buffer);
    if screen.order.is_empty() {
        return empty_state(theme, &empty_sentences(screen, model), inside, buffer);
    }
    let columns = Columns::of(usize::from(inside.width));
    put(vec![(columns.heading(), theme.dim)], inside, 0, buffer);
    let rows = screen.order.iter().enumerate().skip(screen.top).take(usize::from(inside.height).saturating_sub(1));
    for (place, (_, id)) in rows.enumerate() {
        let (Some(feed), Some(health)) = (model.feed(*id), screen.health(*id)) else { continue };
        let selected = screen.cursor == Some(*id);
        let style = match selected {
            true => theme.selected,
            false => style(health.state, theme),
        };
        let words = if selected { theme.selected } else { words_style(health.state, theme) };
        let pieces = vec![
            (columns.state(health.state), style),
            (columns.name(model, feed), words),
            (columns.numbers(health, model.now.timestamp()), words),
        ];
        put(pieces, inside, place as u16 + 1, buffer);
    }
}

/// "2 failing, 1 stale".
fn troubles(screen: &FeedsScreen) -> SafeText {
    let words: Vec<SafeText> = screen.troubles().iter().map(|(count, word)| safe!("{} {}", *count, *word)).collect();
    SafeText::join(&words, ", ")
}

fn empty_sentences(screen: &FeedsScreen, model: &Model) -> Vec<SafeText> {
    if let Some(sentence) = &screen.failure {
        return vec![sentence.clone()];
    }
    if model.feeds.is_empty() {
        return vec![
            "No feeds yet.".into(),
            "`chancery add URL` brings one, `chancery import FILE.opml` yours; `chancery paths` says where feeds.toml \
             lies."
                .into(),
        ];
    }
    if screen.is_loading() {
        return vec!["Loading …".into()];
    }
    vec!["No feed has these words.".into(), safe!("{} shows all again.", key_of(model, Action::Back))]
}

/// The colour of a state; its sign and its word say the same without.
pub(super) fn style(state: HealthState, theme: &Theme) -> Style {
    match state {
        state if state.is_failing() => theme.problem,
        state if state.is_trouble() => theme.star,
        HealthState::Moving => theme.flag,
        HealthState::New | HealthState::Disabled => theme.dim,
        _ => theme.text,
    }
}

fn words_style(state: HealthState, theme: &Theme) -> Style {
    if state == HealthState::Disabled { theme.dim } else { theme.text }
}

const STATE_COLUMNS: usize = 11;
const NAME_MIN: usize = 20;
const NUMBER_COLUMNS: usize = 7;
/// The least columns of a list that has the state's word.
const WITH_WORDS: usize = 60;

/// What a list of a width has room for.
struct Columns {
    has_words: bool,
    name: usize,
    numbers: usize,
}

/// A column of numbers: its heading, and what stands in it.
type Number = (&'static str, fn(&Health, Timestamp) -> Option<SafeText>);

const NUMBERS: [Number; 5] = [
    ("newest", |health, now| health.newest.map(|at| distance(at, now))),
    ("ok", |health, now| health.poll.last_success.map(|at| distance(at, now))),
    ("next", |health, now| next_poll(health, now)),
    ("a day", |health, _| health.held.a_day.map(per_day)),
    ("size", |health, _| health.poll.bytes.map(|bytes| size(bytes.into()))),
];

fn next_poll(health: &Health, now: Timestamp) -> Option<SafeText> {
    match health.poll.next_due {
        _ if health.state == HealthState::Disabled => None,
        Some(due) if due > now => Some(distance(due, now)),
        _ => Some("due".into()),
    }
}

impl Columns {
    fn of(width: usize) -> Self {
        let has_words = width >= WITH_WORDS;
        // A space, the sign, a space.
        let state = 3 + if has_words { STATE_COLUMNS } else { 0 };
        let numbers = width.saturating_sub(state + NAME_MIN) / NUMBER_COLUMNS;
        let numbers = numbers.min(NUMBERS.len());
        Self { has_words, name: width.saturating_sub(state + numbers * NUMBER_COLUMNS), numbers }
    }

    fn heading(&self) -> SafeText {
        let word = if self.has_words { safe!("{:<11}", "state") } else { SafeText::default() };
        let numbers: Vec<SafeText> = NUMBERS[..self.numbers].iter().map(|(label, _)| safe!("{:>6} ", *label)).collect();
        safe!("   {}{}{}", word, pad(&"name".into(), self.name), SafeText::join(&numbers, ""))
    }

    fn state(&self, state: HealthState) -> SafeText {
        match self.has_words {
            true => safe!(" {} {:<11}", state.sign(), state.label()),
            false => safe!(" {} ", state.sign()),
        }
    }

    fn name(&self, model: &Model, feed: &Feed) -> SafeText {
        pad(&seen(model, &feed.source.name, self.name), self.name)
    }

    fn numbers(&self, health: &Health, now: Timestamp) -> SafeText {
        let text = |(_, of): &Number| safe!("{:>6} ", of(health, now).unwrap_or_else(|| "–".into()));
        SafeText::join(&NUMBERS[..self.numbers].iter().map(text).collect::<Vec<_>>(), "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_fill_every_width_and_the_name_comes_first() {
        for width in 38..200 {
            let columns = Columns::of(width);
            assert_eq!(crate::text::width(&columns.heading()), width);
            assert!(columns.name >= NAME_MIN.min(width - 3), "{width}");
        }
        assert_eq!([38, 48, 78, 98].map(|width| Columns::of(width).numbers), [2, 3, 5, 5]);
    }
}
