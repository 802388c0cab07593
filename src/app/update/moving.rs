//! The cursor and the focus: up and down, from pane to pane, and reading on.

use super::super::effect::Effects;
use super::super::list::Select;
use super::super::model::{Model, Shown, ViewTarget};
use super::super::panes::Pane;
use super::super::{tags, views};
use super::{commands, lists, reading, state};

/// The lines that are still seen when a page is read on.
const OVERLAP: usize = 2;

/// Moves the cursor of the focused pane; in the article, scrolls.
pub fn move_by(model: &mut Model, rows: isize) -> Effects {
    match model.focus {
        Pane::Headlines => lists::move_cursor(model, rows),
        Pane::Article if commands::has_focus(model) => commands::scroll(model, rows),
        Pane::Article => reading::scroll(model, rows),
        Pane::Views => {
            move_in_views(model, rows);
            Effects::none()
        }
        Pane::Tags => move_in_tags(model, rows),
    }
}

/// Moves the cursor among the tags.
pub fn move_in_tags(model: &mut Model, rows: isize) -> Effects {
    let last = selectable_tags(model).saturating_sub(1);
    model.tags_cursor = model.tags_cursor.saturating_add_signed(rows).min(last);
    Effects::none()
}

fn move_in_views(model: &mut Model, rows: isize) {
    let all = views::rows(model);
    let targets: Vec<usize> = (0..all.len()).filter(|&row| all[row].target.is_some()).collect();
    let at = targets.iter().position(|&row| all[row].target.as_ref() == Some(&model.views.cursor)).unwrap_or(0);
    let to = at.saturating_add_signed(rows).min(targets.len() - 1);
    if let Some(target) = &all[targets[to]].target {
        model.views.cursor = target.clone();
    }
    reveal_view(model, targets[to], all.len());
}

/// Scrolls the views as little as shows a row.
fn reveal_view(model: &mut Model, row: usize, rows: usize) {
    let height = model.rows_of(Pane::Views);
    let top = model.views.top.min(rows.saturating_sub(height));
    model.views.top = top.clamp((row + 1).saturating_sub(height), row);
}

/// Goes to the first or the last row of the focused pane.
pub fn go_to_end(model: &mut Model, end: Select) -> Effects {
    match model.focus {
        Pane::Headlines => lists::go_to_end(model, end),
        Pane::Article if commands::has_focus(model) => {
            move_by(model, if end == Select::First { isize::MIN / 2 } else { isize::MAX / 2 })
        }
        Pane::Article => reading::scroll(model, if end == Select::First { isize::MIN / 2 } else { isize::MAX / 2 }),
        Pane::Views | Pane::Tags => move_by(model, if end == Select::First { isize::MIN / 2 } else { isize::MAX / 2 }),
    }
}

fn selectable_tags(model: &Model) -> usize {
    model.sheet().map_or(0, |sheet| tags::selectable(&sheet.article).len())
}

/// Gives a pane the focus, if there is one in that direction.
pub fn focus(model: &mut Model, pane: Option<Pane>) -> Effects {
    let Some(pane) = pane else { return Effects::none() };
    if let Some(result) = &mut model.result {
        result.focused = false;
    }
    if model.zen && matches!(pane, Pane::Views | Pane::Headlines) {
        model.zen = false;
    }
    model.focus = pane;
    if matches!(pane, Pane::Article | Pane::Tags) && matches!(model.article.shown, Shown::Nothing) {
        return reading::preview(model);
    }
    Effects::none()
}

/// Shows or hides the feeds of the folder under the views' cursor.
pub fn fold(model: &mut Model) -> Effects {
    let label = match &model.views.cursor {
        ViewTarget::Folder(label) => Some(label.clone()),
        ViewTarget::Feed { folder, .. } => Some(folder.clone()),
        ViewTarget::View(_) | ViewTarget::Saved(_) => None,
    };
    if let Some(label) = label {
        model.views.cursor = ViewTarget::Folder(label.clone());
        if !model.views.unfolded.remove(&label) {
            model.views.unfolded.insert(label);
        }
    }
    Effects::none()
}

/// The rows of a page in the focused pane.
pub fn page(model: &Model) -> isize {
    rows(model).saturating_sub(1).max(1) as isize
}

/// The rows of half a page in the focused pane.
pub fn half_page(model: &Model) -> isize {
    (rows(model) / 2).max(1) as isize
}

/// The rows of what keys move in.
fn rows(model: &Model) -> usize {
    if commands::has_focus(model) { model.result_size().height.into() } else { model.rows_of(model.focus) }
}

/// A page further in the article under the cursor; at its end it is read, and the next unread one is opened.
pub fn read_on(model: &mut Model) -> Effects {
    if commands::has_focus(model) {
        return commands::scroll(model, page(model));
    }
    if model.list.cursor.is_none() && !model.article.apart {
        return lists::go_to_unread(model, true).and(state::mark_opened(model));
    }
    if model.areas().is_some_and(|areas| areas.article.is_none()) {
        // Nothing is read that is not seen.
        model.focus = Pane::Article;
        return reading::preview(model).and(state::mark_opened(model));
    }
    if model.article.wanted.is_some() {
        return Effects::none();
    }
    let is_shown = model.article.apart
        || model.sheet().map(|sheet| sheet.article.headline.id) == model.list.selected().map(|row| row.id);
    if is_shown && model.article.top < model.last_top() {
        let page = model.rows_of(Pane::Article).saturating_sub(OVERLAP).max(1) as isize;
        model.article.opened = true;
        return reading::scroll(model, page).and(state::mark_opened(model));
    }
    let effects = state::mark_opened(model).and(lists::go_to_unread(model, true));
    // Where only the article is seen, the next one is opened and not only chosen.
    if model.focus == Pane::Article { effects.and(state::mark_opened(model)) } else { effects }
}
