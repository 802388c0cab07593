//! Keys while the help, the list of links or of headings, or an article's edits lie over the panes.

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::help;
use super::super::model::{Model, Overlay};
use super::edits;
use super::links::{self, open_link};
use super::moving::half_page;
use super::{packing, queue};

/// Carries out an action on the overlay.
pub fn act(model: &mut Model, overlay: Overlay, action: Action) -> Effects {
    match action {
        Action::MoveDown => move_by(model, overlay, 1),
        Action::MoveUp => move_by(model, overlay, -1),
        Action::HalfPageDown | Action::PageDown | Action::ReadOn => move_by(model, overlay, half_page(model)),
        Action::HalfPageUp | Action::PageUp => move_by(model, overlay, -half_page(model)),
        Action::GoToTop => move_by(model, overlay, isize::MIN / 2),
        Action::GoToEnd => move_by(model, overlay, isize::MAX / 2),
        Action::Open => match overlay {
            Overlay::Links { cursor } => open_link(model, cursor + 1),
            Overlay::Outline { cursor } => links::go_to_heading(model, cursor),
            Overlay::Queue { cursor } => queue::open(model, cursor),
            Overlay::Packed { cursor } => packing::show(model, cursor),
            Overlay::Help { .. } | Overlay::Edits => close(model),
        },
        Action::CopyLink => match overlay {
            Overlay::Links { cursor } => links::copy_link(model, cursor + 1),
            _ => Effects::none(),
        },
        Action::OpenInBrowser => match overlay {
            Overlay::Links { cursor } => links::open_link_in_browser(model, cursor + 1),
            _ => Effects::none(),
        },
        Action::OpenAllQueued => queue::open_all(model),
        Action::DropQueued => match overlay {
            Overlay::Queue { cursor } => queue::drop_one(model, cursor),
            _ => Effects::none(),
        },
        Action::OlderEdit | Action::NewerEdit if overlay == Overlay::Edits => edits::step(model, action),
        Action::ShowEdits if overlay == Overlay::Edits => close(model),
        Action::Back | Action::Help | Action::ListLinks | Action::Outline | Action::QueuedLinks => close(model),
        Action::Quit => Effect::Quit.into(),
        Action::Redraw => Effect::Redraw.into(),
        _ => match action.link_number().filter(|_| overlay != Overlay::Edits) {
            Some(number) => links::open_numbered(model, number),
            None => Effects::none(),
        },
    }
}

/// Scrolls the help, or moves among the links or headings.
pub fn move_by(model: &mut Model, overlay: Overlay, lines: isize) -> Effects {
    model.overlay = Some(match overlay {
        Overlay::Help { top } => {
            let visible = usize::from(model.size.height).saturating_sub(4);
            let last_top = help::lines(&model.keymap, model.place()).len().saturating_sub(visible);
            Overlay::Help { top: top.saturating_add_signed(lines).min(last_top) }
        }
        Overlay::Links { cursor } => {
            let last = model.sheet().map_or(0, |sheet| sheet.link_count().saturating_sub(1));
            Overlay::Links { cursor: cursor.saturating_add_signed(lines).min(last) }
        }
        Overlay::Outline { cursor } => {
            let last = model.sheet().map_or(0, |sheet| sheet.outline().len().saturating_sub(1));
            Overlay::Outline { cursor: cursor.saturating_add_signed(lines).min(last) }
        }
        Overlay::Packed { cursor } => {
            let last = model.packing.report.as_ref().map_or(0, |report| report.lacking.len().saturating_sub(1));
            Overlay::Packed { cursor: cursor.saturating_add_signed(lines).min(last) }
        }
        Overlay::Queue { cursor } => {
            let last = model.queue.len().saturating_sub(1);
            Overlay::Queue { cursor: cursor.saturating_add_signed(lines).min(last) }
        }
        Overlay::Edits => {
            edits::scroll(model, lines);
            Overlay::Edits
        }
    });
    Effects::none()
}

fn close(model: &mut Model) -> Effects {
    model.overlay = None;
    Effects::none()
}
