//! Loading lists: views, pages, narrowing, arrivals, the next unread.

use super::super::effect::{Effect, Effects, RequestId};
use super::super::list::{HeadlineList, Load, PAGE_SIZE, Select};
use super::super::model::{Left, Model, ViewTarget};
use super::super::panes::Pane;
use super::{prompt, reading, state};
use crate::domain::{Edge, Headline, Page, Query, SafeText, TagRef, Term, View, Window, safe};

/// The most views that are remembered to go back to.
const HISTORY_MAX: usize = 50;
/// The most articles of a peek that are counted as new.
pub const NEW_MAX: usize = 99;

/// Opens what a row of the views stands for.
pub fn open_target(model: &mut Model, target: ViewTarget) -> Effects {
    match target {
        ViewTarget::Saved(saved) => prompt::search(model, saved.query),
        ViewTarget::View(view) => open_view(model, view),
        ViewTarget::Folder(label) => open_view(model, View::Folder(label)),
        ViewTarget::Feed { feed, .. } => open_view(model, View::Feed(feed)),
    }
}

/// Opens a view and gives the list the focus.
pub fn open_view(model: &mut Model, view: View) -> Effects {
    model.zen = false;
    model.focus = Pane::Headlines;
    if model.list.scope.view != view {
        let left = Left { scope: model.list.scope.clone(), at: model.list.selected().map(Edge::from) };
        if model.history.len() == HISTORY_MAX {
            model.history.remove(0);
        }
        model.history.push(left);
    }
    show(model, view, Select::First)
}

/// Shows a whole view from its top.
pub fn show(model: &mut Model, view: View, select: Select) -> Effects {
    point_views_at(model, &view);
    model.list = HeadlineList::new(view);
    reload(model, Window::Top, select)
}

/// Puts the views' cursor on the view that is shown; a search has no row there.
fn point_views_at(model: &mut Model, view: &View) {
    if model.views.cursor.view().as_ref() == Some(view) {
        return;
    }
    let folder_of = |feed| model.feed(feed)?.source.folder_labels().into_iter().next();
    model.views.cursor = match view {
        View::Search { .. } => return,
        View::Folder(label) => ViewTarget::Folder(label.clone()),
        View::Feed(feed) => match folder_of(*feed) {
            Some(folder) => ViewTarget::Feed { feed: *feed, folder },
            None => return,
        },
        view => ViewTarget::View(view.clone()),
    };
}

/// Loads the list anew with its scope as it is.
pub fn reload(model: &mut Model, window: Window, select: Select) -> Effects {
    state::note_request(model);
    let request = model.next_request();
    model.list.pending = Some((request, Load::Fresh { window, select }));
    model.list.counting = Some(request);
    model.list.loaded_at = model.now.timestamp();
    model.list.failure = None;
    model.seek = None;
    model.peek.pending = None;
    let scope = model.list.scope.clone();
    [Effect::LoadPage { request, scope: scope.clone(), window }, Effect::LoadTotal { request, scope }].into()
}

/// Narrows the list to a tag; to the same tag again widens it.
pub fn narrow(model: &mut Model, tag: TagRef) -> Effects {
    let again = model.list.scope.narrowed.as_ref().is_some_and(|held| (held.kind, &held.key) == (tag.kind, &tag.key));
    model.list.scope.narrowed = (!again).then_some(tag);
    reload_around_cursor(model)
}

/// Filters the list by a query.
pub fn filter(model: &mut Model, text: SafeText, query: Query) -> Effects {
    model.list.scope.filter = (query != Query::Everything).then_some((text, query));
    model.focus = Pane::Headlines;
    reload(model, Window::Top, Select::First)
}

/// Takes the last narrowing away, or goes back to the view before; `None` when there is nothing to widen.
pub fn widen(model: &mut Model) -> Option<Effects> {
    let scope = &mut model.list.scope;
    if scope.filter.take().is_some() || scope.narrowed.take().is_some() {
        return Some(reload_around_cursor(model));
    }
    let Left { scope, at } = model.history.pop()?;
    point_views_at(model, &scope.view);
    model.list = HeadlineList::new(scope.view.clone());
    model.list.scope = scope;
    let (window, select) = at.map_or((Window::Top, Select::First), |edge| (Window::Around(edge), Select::Near(edge)));
    Some(reload(model, window, select))
}

fn reload_around_cursor(model: &mut Model) -> Effects {
    match model.list.selected().map(Edge::from) {
        Some(edge) => reload(model, Window::Around(edge), Select::Same),
        None => reload(model, Window::Top, Select::First),
    }
}

/// Articles have new tags: a list that hangs on tags is loaded again where the reader stands.
pub fn retagged(model: &mut Model) -> Effects {
    let scope = &model.list.scope;
    let hangs_on_tags = scope.narrowed.is_some()
        || scope.filter.is_some()
        || matches!(scope.view, View::Region(_) | View::Search { .. });
    if !hangs_on_tags || model.list.is_loading() {
        return Effects::none();
    }
    reload_in_place(model)
}

/// Loads the list again where the reader stands.
pub fn reload_in_place(model: &mut Model) -> Effects {
    match model.list.selected().map(Edge::from) {
        Some(edge) => reload(model, Window::Around(edge), Select::Same),
        None => reload(model, Window::Top, Select::Nothing),
    }
}

/// Brings in what has arrived. The cursor stays on its article, unless that is too far down to be shown with what
/// is new.
pub fn bring_in(model: &mut Model) -> Effects {
    let select = match (model.list.selected(), model.list.position()) {
        (None, _) => Select::Nothing,
        (Some(_), Some(position)) if position <= PAGE_SIZE as u64 / 2 => Select::Same,
        (Some(_), _) => Select::First,
    };
    reload(model, Window::Top, select)
}

/// Goes to the first or last headline of the whole list, not only of what is loaded.
pub fn go_to_end(model: &mut Model, end: Select) -> Effects {
    let (is_loaded, window) = match end {
        Select::Last => (model.list.is_at_end(), Window::Bottom),
        _ => (model.list.is_at_top(), Window::Top),
    };
    if !is_loaded {
        return reload(model, window, end);
    }
    put_cursor(model, if end == Select::Last { usize::MAX } else { 0 })
}

/// Puts the cursor on a row. What is on its way does not take it elsewhere.
pub fn put_cursor(model: &mut Model, row: usize) -> Effects {
    model.list.select(row);
    moved(model)
}

/// Moves the cursor by so many rows.
pub fn move_cursor(model: &mut Model, rows: isize) -> Effects {
    model.list.move_by(rows);
    moved(model)
}

fn moved(model: &mut Model) -> Effects {
    model.seek = None;
    model.list.was_moved();
    reading::preview(model)
}

/// Asks for the next page when the reader comes near the end of what is loaded.
pub fn load_more(model: &mut Model) -> Effects {
    let height = model.rows_of(Pane::Headlines);
    let Some((load, window)) = model.list.wants(height) else { return Effects::none() };
    state::note_request(model);
    let request = model.next_request();
    model.list.pending = Some((request, load));
    Effect::LoadPage { request, scope: model.list.scope.clone(), window }.into()
}

/// A page has come.
pub fn page_loaded(model: &mut Model, request: RequestId, page: Result<Page, SafeText>) -> Effects {
    let Some((_, load)) = model.list.pending.take_if(|(pending, _)| *pending == request) else {
        return Effects::none();
    };
    let page = match page {
        Ok(page) => page,
        Err(sentence) => {
            model.list.fail(&load, sentence.clone());
            model.complain(sentence);
            return Effects::none();
        }
    };
    let is_fresh = matches!(load, Load::Fresh { .. });
    model.list.take(load, page);
    state::catch_up(model);
    if !is_fresh {
        return Effects::none();
    }
    // What was opened by a link goes on being read.
    let is_apart = model.article.apart || model.trail.going.is_some();
    let effects = if is_apart { Effects::none() } else { reading::preview(model) };
    if std::mem::take(&mut model.peek.due) { effects.and(arrived(model)) } else { effects }
}

/// The length of the list has come.
pub fn total_loaded(model: &mut Model, request: RequestId, total: Result<u64, SafeText>) -> Effects {
    if model.list.counting.take_if(|counting| *counting == request).is_none() {
        return Effects::none();
    }
    // Without it the list only lacks its length, and the page that failed with it has said why.
    if let Ok(total) = total {
        model.list.total = Some(total);
        // Rows loaded from the end know their place only now.
        if model.list.before.is_none() && model.list.is_at_end() {
            model.list.before = Some(total.saturating_sub(model.list.rows.len() as u64));
        }
    }
    Effects::none()
}

/// Something arrived: an untouched list takes it in, otherwise it is counted.
pub fn arrived(model: &mut Model) -> Effects {
    let is_live = (model.list.cursor.is_none() && model.list.top == 0) || model.list.rows.is_empty();
    if is_live {
        if model.list.is_loading() {
            model.peek.due = true;
            return Effects::none();
        }
        return reload(model, Window::Top, Select::Nothing);
    }
    if model.peek.pending.is_some() {
        model.peek.due = true;
        return Effects::none();
    }
    let request = model.next_request();
    model.peek.pending = Some(request);
    Effect::Peek { request, scope: model.list.scope.clone() }.into()
}

/// The top of the list as it is now: what came since the list was loaded is new.
pub fn peeked(model: &mut Model, request: RequestId, page: Result<Page, SafeText>) -> Effects {
    if model.peek.pending.take_if(|pending| *pending == request).is_none() {
        return Effects::none();
    }
    let Some(page) = page_or_complaint(model, page) else { return Effects::none() };
    let loaded_at = model.list.loaded_at.as_second();
    let is_new = |row: &&Headline| row.arrived.as_second() >= loaded_at && model.list.row_of(row.id).is_none();
    model.list.new = page.headlines.iter().filter(is_new).count().min(NEW_MAX);
    if std::mem::take(&mut model.peek.due) { arrived(model) } else { Effects::none() }
}

/// The page, or a complaint in the status line.
fn page_or_complaint(model: &mut Model, page: Result<Page, SafeText>) -> Option<Page> {
    page.map_err(|sentence| model.complain(sentence)).ok()
}

/// Goes to the next (or previous) unread headline, beyond what is loaded if need be. In a search every headline is
/// a match, and the next one is the next match.
pub fn go_to_unread(model: &mut Model, forward: bool) -> Effects {
    if matches!(model.list.scope.view, View::Search { .. }) {
        return move_cursor(model, if forward { 1 } else { -1 });
    }
    let rows = &model.list.rows;
    let found = match (model.list.cursor, forward) {
        (None, _) => rows.iter().position(|row| !row.status.read),
        (Some(at), true) => (at + 1..rows.len()).find(|&row| !rows[row].status.read),
        (Some(at), false) => (0..at).rev().find(|&row| !rows[row].status.read),
    };
    if let Some(row) = found {
        return put_cursor(model, row);
    }
    let (edge, is_all) = match forward {
        true => (rows.last(), model.list.is_at_end()),
        false => (rows.first(), model.list.is_at_top()),
    };
    let Some(edge) = edge.filter(|_| !is_all).map(Edge::from) else {
        return no_unread(model);
    };
    let mut scope = model.list.scope.clone();
    let unread = Query::Term(Term::Read(false));
    scope.filter = Some(match scope.filter.take() {
        Some((text, query)) => (text, Query::And(vec![query, unread])),
        None => ("is:unread".into(), unread),
    });
    let request = model.next_request();
    model.seek = Some(request);
    let window = if forward { Window::After(edge) } else { Window::Before(edge) };
    Effect::FindUnread { request, scope, window }.into()
}

fn no_unread(model: &mut Model) -> Effects {
    let more = model.list.new;
    match more {
        0 => model.say("nothing more is unread in this direction"),
        _ => model.say(safe!("nothing more is unread here; {} new have arrived", more)),
    }
    Effects::none()
}

/// An unread headline beyond what is loaded was found, or none.
pub fn unread_found(model: &mut Model, request: RequestId, page: Result<Page, SafeText>) -> Effects {
    if model.seek.take_if(|seek| *seek == request).is_none() {
        return Effects::none();
    }
    let Some(page) = page_or_complaint(model, page) else { return Effects::none() };
    match page.headlines.first() {
        Some(headline) => {
            let edge = Edge::from(headline);
            reload(model, Window::Around(edge), Select::Near(edge))
        }
        None => no_unread(model),
    }
}
