//! The last line: what just happened, and the keys that help.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{hint, put};
use crate::app::action::Action;
use crate::app::key::show_sequence;
use crate::app::keymap::Place;
use crate::app::model::{Model, Tone, ViewTarget};
use crate::app::panes::Pane;
use crate::domain::{SafeText, safe};
use crate::text::{fit, width};

pub fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let hints = hints(model, area.width);
    let hints_width = width(&hints) as u16;
    let (text, style) = match &model.notice {
        _ if !model.pressed.is_empty() => (show_sequence(&model.pressed), theme.key),
        Some(notice) if notice.tone == Tone::Problem => (notice.text.clone(), theme.problem),
        Some(notice) => (notice.text.clone(), theme.text),
        None => match failing_feed(model) {
            Some(sentence) => (sentence, theme.problem),
            None => match found(model) {
                Some(sentence) => (sentence, theme.text),
                None => (tagging(model).or_else(|| full_texts(model)).unwrap_or_default(), theme.dim),
            },
        },
    };
    let room = usize::from(area.width.saturating_sub(hints_width + 3));
    // A sentence that needs the room is worth more than the hints.
    let (room, with_hints) =
        if width(&text) > room { (usize::from(area.width.saturating_sub(2)), false) } else { (room, true) };
    put(vec![(fit(&text, room), style)], Rect { x: area.x + 1, ..area }, 0, buffer);
    if with_hints {
        let x = area.right().saturating_sub(hints_width + 1);
        put(vec![(hints, theme.dim)], Rect { x, width: hints_width, ..area }, 0, buffer);
    }
}

/// Why the feed under the views' cursor fails.
fn failing_feed(model: &Model) -> Option<SafeText> {
    match (&model.views.cursor, model.focus) {
        (ViewTarget::Feed { feed, .. }, Pane::Views) => {
            model.poll.failing.get(feed).map(|failure| failure.sentence.clone())
        }
        _ => None,
    }
}

/// What stands found in the article, and how to go through it.
fn found(model: &Model) -> Option<SafeText> {
    let find = model.sheet().filter(|_| model.focus == Pane::Article)?.find.as_ref()?;
    let keys = [(Action::NextUnread, "next"), (Action::PreviousUnread, "before"), (Action::Back, "ends")];
    let keys = keys.map(|(action, does)| hint(model, action, does));
    Some(safe!("“{}” {} · {}", find.words, find.position(), SafeText::join(&keys, " · ")))
}

/// How far articles are tagged anew.
fn tagging(model: &Model) -> Option<SafeText> {
    let (done, of) = model.poll.tagging?;
    Some(safe!("tagging {} of {}", grouped(done), grouped(of)))
}

/// How many whole articles are fetched.
fn full_texts(model: &Model) -> Option<SafeText> {
    let (done, of) = model.poll.full_texts?;
    Some(safe!("full texts {} of {}", done, of))
}

/// A number with a comma between its thousands.
fn grouped(number: u64) -> SafeText {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    SafeText::line(&text)
}

fn hints(model: &Model, columns: u16) -> SafeText {
    let actions: &[(Action, &'static str)] = match columns {
        60.. if model.place() == Place::Feeds => {
            &[(Action::Help, "help"), (Action::SortFeeds, "sort"), (Action::Search, "filter")]
        }
        0..60 => &[(Action::Help, "help")],
        _ if matches!(model.place(), Place::Article | Place::Zen) => {
            &[(Action::Help, "help"), (Action::Palette, "command"), (Action::FindInArticle, "find")]
        }
        _ => &[(Action::Help, "help"), (Action::Palette, "command"), (Action::Search, "search")],
    };
    let hint = |(action, word): &(Action, &'static str)| {
        model.keymap.keys_of(*action).first().map(|key| safe!("{} {}", key, word))
    };
    SafeText::join(&actions.iter().filter_map(hint).collect::<Vec<_>>(), "  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, text) in [(0, "0"), (999, "999"), (1_200, "1,200"), (4_210_000, "4,210,000")] {
            assert_eq!(grouped(number), text);
        }
    }
}
