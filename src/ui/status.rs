//! The last line: what just happened, and the keys that help.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use crate::app::action::Action;
use crate::app::key::show_sequence;
use crate::app::model::{Model, Tone, ViewTarget};
use crate::app::panes::Pane;
use crate::domain::{SafeText, View};
use crate::text::{fit, width};

pub fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let hints = hints(model, area.width);
    let hints_width = width(&hints) as u16;
    let (text, style) = match &model.notice {
        _ if !model.pressed.is_empty() => (SafeText::line(&show_sequence(&model.pressed)), theme.key),
        Some(notice) if notice.tone == Tone::Problem => (notice.text.clone(), theme.problem),
        Some(notice) => (notice.text.clone(), theme.text),
        None => (failing_feed(model).unwrap_or_default(), theme.problem),
    };
    let room = usize::from(area.width.saturating_sub(hints_width + 3));
    // A sentence that needs the room is worth more than the hints.
    let (room, with_hints) =
        if width(&text) > room { (usize::from(area.width.saturating_sub(2)), false) } else { (room, true) };
    buffer.set_stringn(area.x + 1, area.y, fit(&text, room).as_str(), room, style);
    if with_hints {
        let x = area.right().saturating_sub(hints_width + 1);
        buffer.set_stringn(x, area.y, hints, usize::from(hints_width), theme.dim);
    }
}

/// Why the feed under the views' cursor fails.
fn failing_feed(model: &Model) -> Option<SafeText> {
    match (&model.views.cursor, model.focus) {
        (ViewTarget::View(View::Feed(id)), Pane::Views) => {
            model.poll.failing.get(id).map(|failure| failure.sentence.clone())
        }
        _ => None,
    }
}

fn hints(model: &Model, columns: u16) -> String {
    let actions: &[(Action, &str)] = match columns {
        0..60 => &[(Action::Help, "help")],
        _ => &[(Action::Help, "help"), (Action::Palette, "command"), (Action::Search, "search")],
    };
    let hint =
        |(action, word): &(Action, &str)| model.keymap.keys_of(*action).first().map(|key| format!("{key} {word}"));
    actions.iter().filter_map(hint).collect::<Vec<_>>().join("  ")
}
