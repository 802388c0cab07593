//! Keys while something is asked about feeds.

use super::super::action::Action;
use super::super::dialog::Dialog;
use super::super::effect::{Effect, Effects, FeedChange};
use super::super::form::{FeedField, Way};
use super::super::model::{Model, Prompt, PromptKind};
use super::{discovery, prompt, state, subscriptions};
use crate::domain::{FeedId, SafeText};

/// How many rows a page has here.
const PAGE: isize = 5;

/// Carries out an action on the dialog.
pub fn act(model: &mut Model, action: Action) -> Effects {
    match action {
        Action::MoveDown => move_by(model, 1),
        Action::MoveUp => move_by(model, -1),
        Action::HalfPageDown | Action::PageDown | Action::ReadOn => move_by(model, PAGE),
        Action::HalfPageUp | Action::PageUp => move_by(model, -PAGE),
        Action::GoToTop => move_by(model, isize::MIN / 2),
        Action::GoToEnd => move_by(model, isize::MAX / 2),
        Action::Open => open(model),
        Action::Back => close(model),
        Action::Undo => state::undo(model),
        Action::RemoveFeed if matches!(model.dialog, Some(Dialog::Form { .. })) => subscriptions::remove(model),
        Action::Quit => Effect::Quit.into(),
        Action::Redraw => Effect::Redraw.into(),
        Action::Suspend => Effect::Suspend.into(),
        _ => Effects::none(),
    }
}

/// Moves the cursor among the feeds that were found, or among the fields.
pub fn move_by(model: &mut Model, rows: isize) -> Effects {
    let (cursor, count) = match &mut model.dialog {
        Some(Dialog::Found { candidates, cursor, .. }) => (cursor, candidates.len()),
        Some(Dialog::Form { cursor, .. }) => (cursor, FeedField::ALL.len()),
        Some(Dialog::Looking { .. }) | None => return Effects::none(),
    };
    *cursor = cursor.saturating_add_signed(rows).min(count.saturating_sub(1));
    Effects::none()
}

fn close(model: &mut Model) -> Effects {
    match model.dialog.take() {
        Some(Dialog::Looking { .. }) => Effect::StopDiscovery.into(),
        _ => Effects::none(),
    }
}

fn open(model: &mut Model) -> Effects {
    match &model.dialog {
        Some(Dialog::Found { candidates, cursor, .. }) => match candidates.get(*cursor).cloned() {
            Some(candidate) => discovery::choose(model, candidate),
            None => Effects::none(),
        },
        Some(Dialog::Form { feed, cursor }) => {
            let (feed, field) = (*feed, FeedField::ALL[(*cursor).min(FeedField::ALL.len() - 1)]);
            open_field(model, feed, field)
        }
        Some(Dialog::Looking { .. }) | None => Effects::none(),
    }
}

/// Opens the form of the feed that is meant.
pub fn edit(model: &mut Model) -> Effects {
    match subscriptions::meant(model).map(|feed| feed.id) {
        Some(feed) => model.dialog = Some(Dialog::Form { feed, cursor: 0 }),
        None => subscriptions::say_no_feed_is_meant(model),
    }
    Effects::none()
}

/// Asks what a field shall say, with what it says now; a toggle is changed at once.
fn open_field(model: &mut Model, feed: FeedId, field: FeedField) -> Effects {
    let Some(source) = model.feed(feed).map(|feed| &feed.source) else { return Effects::none() };
    let value = field.value(source);
    let mut prompt = Prompt::new(PromptKind::FeedField(feed, field));
    match field.way() {
        Way::Line | Way::List => prompt.input = value.as_str().into(),
        // Every choice is offered, beginning with the one that holds.
        Way::Choice => prompt.chosen = field.choices().iter().position(|one| value == *one).unwrap_or(0),
        Way::Toggle => return set_field(model, feed, field, &SafeText::default()),
        Way::Fixed => {
            model.say(field.hint());
            return Effects::none();
        }
    }
    model.prompt = Some(prompt);
    Effects::none()
}

/// Changes what a field says; what cannot be is refused where it was typed.
pub fn set_field(model: &mut Model, feed: FeedId, field: FeedField, typed: &SafeText) -> Effects {
    let Some(before) = model.feed(feed).map(|feed| feed.source.clone()) else {
        model.prompt = None;
        return Effects::none();
    };
    match field.set(&before, typed) {
        Ok(after) if after == before => {
            model.prompt = None;
            Effects::none()
        }
        Ok(after) => {
            let what = FeedChange::Edit { before: Box::new(before), after: Box::new(after) };
            let (change, effects) = subscriptions::make(model, what);
            prompt::wait_for(model, change);
            effects
        }
        Err(sentence) => prompt::refuse(model, sentence),
    }
}
