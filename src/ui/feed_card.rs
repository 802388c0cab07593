//! The card of a feed: what is the matter with it, what to do, and all that is known of it. What matters most stands
//! first, because a small screen shows no more.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget, Wrap};

use super::theme::Theme;
use super::{Frame, Piece, feeds, hint, line, seen, time};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::{Feed, Health, HealthState, SafeText, Source, safe};
use crate::text::{distance, per_day, size};

pub fn draw(chosen: Option<(&Feed, &Health)>, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some((feed, health)) = chosen else {
        Frame::default().draw(theme, area, buffer);
        return;
    };
    let title = seen(model, &feed.source.name, Frame::title_room(area.width));
    let inside = Frame { title, right: health.state.label().into(), ..Frame::default() }.draw(theme, area, buffer);
    let inside = inside.inner(ratatui::layout::Margin { horizontal: 1, vertical: 0 });
    let lines: Vec<Line> = lines(feed, health, model, theme).into_iter().map(line).collect();
    Paragraph::new(lines).wrap(Wrap { trim: false }).render(inside, buffer);
}

fn lines(feed: &Feed, health: &Health, model: &Model, theme: &Theme) -> Vec<Vec<Piece>> {
    let mut lines = vec![vec![
        (safe!("{} ", health.state.sign()), feeds::style(health.state, theme)),
        (health.sentence.clone(), feeds::style(health.state, theme)),
    ]];
    if !health.remedy.is_empty() {
        lines.push(vec![("→ ".into(), theme.key), (health.remedy.clone(), theme.text)]);
    }
    if let Some(keys) = keys(health.state, model) {
        lines.push(vec![(keys, theme.dim)]);
    }
    lines.push(vec![(polling(health, model), theme.text)]);
    lines.push(vec![(safe!("{}", feed.address()), theme.link)]);
    if feed.moved.is_some() {
        lines.push(vec![("moved there from ".into(), theme.dim), (safe!("{}", feed.source.url), theme.text)]);
    }
    if let Some(moving) = &health.poll.moving {
        let seen = time::brief(moving.last, &model.now);
        lines.push(vec![(
            safe!("moving to {}, seen {} times, last {}", moving.to, u64::from(moving.sightings), seen),
            theme.flag,
        )]);
    }
    if let Some(site) = &health.site {
        lines.push(vec![("site ".into(), theme.dim), (safe!("{}", site), theme.link)]);
    }
    lines.push(vec![(held(health, &feed.source), theme.text)]);
    lines.push(filed(&feed.source, theme));
    lines.push(vec![(card(&feed.source), theme.dim)]);
    if let Some(note) = &feed.source.card.note {
        lines.push(vec![(note.clone(), theme.dim)]);
    }
    lines
}

/// What ends the trouble, where the user has to do it: "dd removes it · E edits it · a adds another".
fn keys(state: HealthState, model: &Model) -> Option<SafeText> {
    let (remove, edit) = (hint(model, Action::RemoveFeed, "removes it"), hint(model, Action::EditFeed, "edits it"));
    match state {
        HealthState::Gone | HealthState::NotAFeed | HealthState::Failing | HealthState::Empty | HealthState::Stale => {
            Some(safe!("{} · {} · {}", remove, edit, hint(model, Action::AddFeed, "adds another")))
        }
        HealthState::Disabled => Some(safe!("{} · {}", edit, remove)),
        _ => None,
    }
}

/// "12 failures in a row · last success 21 Nov · next in 3h".
fn polling(health: &Health, model: &Model) -> SafeText {
    let poll = &health.poll;
    let now = model.now.timestamp();
    let mut words = Vec::new();
    match poll.failures {
        0 => {}
        1 => words.push("1 failure".into()),
        failures => words.push(safe!("{} failures in a row", u64::from(failures))),
    }
    match poll.last_success {
        Some(at) => words.push(safe!("last success {}", time::full(at, &model.now))),
        None if poll.last_attempt.is_some() => words.push("never a success".into()),
        None => {}
    }
    match poll.next_due {
        _ if health.state == HealthState::Disabled => {}
        Some(due) if due > now => words.push(safe!("next in {}", distance(due, now))),
        _ => words.push("due now".into()),
    }
    SafeText::join(&words, " · ")
}

/// "120 articles, newest 21 Nov 14:02 · 3.5 a day · 34K · every 30 min".
fn held(health: &Health, source: &Source) -> SafeText {
    let mut words = vec![match health.held.articles {
        1 => "1 article".into(),
        articles => safe!("{} articles", articles),
    }];
    words.extend(health.held.a_day.map(|a_day| safe!("{} a day", per_day(a_day))));
    words.extend(health.poll.bytes.map(|bytes| size(bytes.into())));
    words.extend(source.interval.map(|interval| safe!("asked every {} min", interval.as_secs().div_ceil(60))));
    if source.full_text {
        words.push("full text".into());
    }
    SafeText::join(&words, " · ")
}

fn filed(source: &Source, theme: &Theme) -> Vec<Piece> {
    let mut pieces = vec![("in ".into(), theme.dim), (SafeText::join(&source.folder_labels(), ", "), theme.text)];
    pieces.extend(source.tags.iter().map(|tag| (safe!(" #{}", tag), theme.own_tag)));
    pieces
}

/// What a reader should know of the publisher: "think-tank · TR · en · independent".
fn card(source: &Source) -> SafeText {
    let card = &source.card;
    let mut words = vec![SafeText::from(card.kind.slug())];
    words.extend(card.country.map(|country| safe!("{}", country)));
    words.extend([&card.region, &card.language].into_iter().flatten().cloned());
    words.push(card.owner.label().into());
    words.extend(card.family.as_ref().map(|family| safe!("of {}", family)));
    SafeText::join(&words, " · ")
}
