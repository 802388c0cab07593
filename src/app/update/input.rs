//! Keys, pasted text and the mouse.

use tui_input::InputRequest;

use super::super::action::Action;
use super::super::effect::Effects;
use super::super::key::{Key, KeyCode};
use super::super::keymap::Resolved;
use super::super::message::{Mouse, MouseWhat};
use super::super::model::{Model, PromptKind};
use super::super::panes::{Pane, inside};
use super::super::sheet::SheetLine;
use super::super::tags::TagRow;
use super::super::{tags, views};
use super::{act, commands, dialog, feeds, find, hints, links, lists, moving, overlay, prompt, reading};
use crate::domain::SafeText;
use crate::text::width;

/// How many lines a notch of the wheel scrolls.
const WHEEL_LINES: isize = 3;

/// A key goes to the prompt while there is one, else through the keymap.
pub fn key(model: &mut Model, key: Key) -> Effects {
    if model.prompt.is_some() {
        return prompt::key(model, key);
    }
    model.notice = None;
    if model.hints.is_some() {
        return hints::key(model, key);
    }
    model.pressed.push(key);
    match model.keymap.resolve(&model.pressed, model.place()) {
        Resolved::Pending => Effects::none(),
        Resolved::Action(action) => {
            model.pressed.clear();
            act::act(model, action)
        }
        Resolved::Command(place) => {
            model.pressed.clear();
            commands::call(model, place, false)
        }
        Resolved::Nothing => {
            let was_sequence = model.pressed.len() > 1;
            model.pressed.clear();
            // A key that breaks off a sequence still means what it means alone, but for Esc, which only breaks off.
            if was_sequence && key.code != KeyCode::Esc { self::key(model, key) } else { Effects::none() }
        }
    }
}

/// Pasted text goes into the prompt, never to the keymap: a pasted `Q` must not quit.
pub fn paste(model: &mut Model, text: &str) -> Effects {
    if let Some(prompt) = &mut model.prompt {
        prompt.error = None;
        prompt.chosen = 0;
        prompt.picked = false;
        let room = prompt::INPUT_MAX.saturating_sub(prompt.input.value().chars().count());
        // Spaces in quotation marks count in a line of the shell.
        let text = match prompt.kind {
            PromptKind::Pipe(_) => SafeText::block(&text.replace(['\r', '\n'], " ")),
            _ => SafeText::line(text),
        };
        for c in text.chars().take(room) {
            prompt.input.handle(InputRequest::InsertChar(c));
        }
        find::typed(model);
    }
    Effects::none()
}

/// A click selects and focuses, the wheel scrolls what is under it.
pub fn mouse(model: &mut Model, mouse: Mouse) -> Effects {
    if model.prompt.is_some() {
        return Effects::none();
    }
    if model.dialog.is_some() {
        return match mouse.what {
            // A click beside it would lose what was found.
            MouseWhat::Click => Effects::none(),
            MouseWhat::WheelUp => dialog::move_by(model, -1),
            MouseWhat::WheelDown => dialog::move_by(model, 1),
        };
    }
    if let Some(overlay) = model.overlay {
        return match mouse.what {
            MouseWhat::Click => {
                model.overlay = None;
                Effects::none()
            }
            MouseWhat::WheelUp => overlay::move_by(model, overlay, -WHEEL_LINES),
            MouseWhat::WheelDown => overlay::move_by(model, overlay, WHEEL_LINES),
        };
    }
    if model.feeds_screen.is_some() {
        return feeds::mouse(model, mouse);
    }
    if model.areas().and_then(|areas| areas.result).is_some_and(|area| area.contains((mouse.column, mouse.row).into()))
    {
        return match mouse.what {
            MouseWhat::WheelUp => commands::scroll(model, -WHEEL_LINES),
            MouseWhat::WheelDown => commands::scroll(model, WHEEL_LINES),
            MouseWhat::Click => commands::focus(model),
        };
    }
    let Some((pane, areas)) = model.areas().and_then(|areas| Some((areas.pane_at(mouse.column, mouse.row)?, areas)))
    else {
        return Effects::none();
    };
    if let Some(result) = &mut model.result {
        result.focused = false;
    }
    let content = inside(areas.place(pane).unwrap_or_default());
    let row = mouse.row.checked_sub(content.y).filter(|row| *row < content.height).map(usize::from);
    match mouse.what {
        MouseWhat::WheelUp => wheel(model, pane, -WHEEL_LINES),
        MouseWhat::WheelDown => wheel(model, pane, WHEEL_LINES),
        MouseWhat::Click => {
            model.focus = pane;
            row.map_or_else(Effects::none, |row| click(model, pane, row, mouse.column))
        }
    }
}

fn wheel(model: &mut Model, pane: Pane, lines: isize) -> Effects {
    match pane {
        Pane::Headlines => {
            let height = model.rows_of(Pane::Headlines);
            let before = model.list.selected().map(|headline| headline.id);
            model.list.scroll_by(lines, height);
            if model.list.selected().map(|headline| headline.id) != before {
                return reading::preview(model);
            }
            Effects::none()
        }
        Pane::Article => reading::scroll(model, lines),
        Pane::Views => {
            let last_top = views::rows(model).len().saturating_sub(model.rows_of(Pane::Views));
            model.views.top = model.views.top.saturating_add_signed(lines).min(last_top);
            Effects::none()
        }
        Pane::Tags => moving::move_in_tags(model, lines.signum()),
    }
}

fn click(model: &mut Model, pane: Pane, row: usize, column: u16) -> Effects {
    match pane {
        Pane::Headlines => {
            let row = model.list.top + row;
            if row >= model.list.rows.len() {
                return Effects::none();
            }
            lists::put_cursor(model, row)
        }
        Pane::Views => {
            let clicked = views::rows(model).get(model.views.top + row).and_then(|row| row.target.clone());
            let Some(target) = clicked else { return Effects::none() };
            model.views.cursor = target.clone();
            lists::open_target(model, target)
        }
        Pane::Tags => {
            let Some(sheet) = model.sheet() else { return Effects::none() };
            let rows = tags::rows(&sheet.article);
            let row = row + tags::first_row(&rows, model.tags_cursor, model.rows_of(Pane::Tags));
            if matches!(rows.get(row), None | Some(TagRow::Heading(_))) {
                return Effects::none();
            }
            model.tags_cursor = rows[..row].iter().filter(|row| !matches!(row, TagRow::Heading(_))).count();
            act::act(model, Action::Open)
        }
        Pane::Article => link_at(model, row, column),
    }
}

/// A click on a link's words, its mark or its line in the list of links opens the link; one on the line of repeated
/// paragraphs shows them.
fn link_at(model: &mut Model, row: usize, column: u16) -> Effects {
    let Some(sheet) = model.sheet() else { return Effects::none() };
    let number = match sheet.line(model.article.top + row) {
        Some(SheetLine::Repeated) => return act::act(model, Action::FoldRepeated),
        Some(SheetLine::Link(number)) => Some(number),
        Some(SheetLine::Body(line)) => {
            let clicked = column.checked_sub(model.text_area().x).map(usize::from);
            let mut end = 0;
            let at_column = line.segments.iter().find(|segment| {
                end += width(segment.piece.text(&sheet.document));
                clicked.is_some_and(|clicked| clicked < end)
            });
            at_column.and_then(|segment| segment.link)
        }
        _ => None,
    };
    number.map_or_else(Effects::none, |number| links::open_link(model, number))
}
