//! From article to article: links to those in the cache, back and forward, and the places in those that were left.

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::model::Model;
use super::super::panes::Pane;
use super::super::sheet::Sheet;
use super::super::trail::{Visit, Way};
use super::{reading, state};
use crate::domain::{ArticleId, ReadingPlace, safe};

/// Opens an article that a link leads to.
pub fn follow(model: &mut Model, id: ArticleId) -> Effects {
    open(model, id, Way::Link)
}

/// Goes back to the article before, where it was left.
pub fn back(model: &mut Model) -> Effects {
    let here = here(model);
    match model.trail.back(here) {
        Some(visit) => visit_again(model, visit),
        None => {
            model.say("there is no article to go back to");
            Effects::none()
        }
    }
}

/// Goes forward to where was gone back from.
pub fn forward(model: &mut Model) -> Effects {
    let here = here(model);
    match model.trail.forward(here) {
        Some(visit) => visit_again(model, visit),
        None => {
            model.say("there is no article to go forward to");
            Effects::none()
        }
    }
}

/// Goes to a line of the open article, from which the way back leads here.
pub fn jump(model: &mut Model, line: usize) {
    if let Some(here) = here(model) {
        model.trail.leave(here);
    }
    reading::go_to_line(model, line);
}

/// The open article is left: its place is kept where it is worth it.
pub fn keep_place(model: &Model) -> Effects {
    let Some(sheet) = model.sheet().filter(|_| model.article.moved) else { return Effects::none() };
    let place = worth_keeping(model, sheet);
    if place.is_none() && sheet.article.place.is_none() {
        return Effects::none();
    }
    Effect::KeepPlace { id: sheet.article.headline.id, place }.into()
}

/// The place in a long article that was left in its middle.
fn worth_keeping(model: &Model, sheet: &Sheet) -> Option<ReadingPlace> {
    let (top, rows) = (model.article.top, model.rows_of(Pane::Article));
    let is_long = sheet.len() > rows * 2;
    sheet.place(top).filter(|_| is_long && !sheet.shows_end(top, rows))
}

/// Another article is about to be shown. `way` says how it was asked for, if not by the list's cursor.
pub fn leave(model: &mut Model, way: Option<Way>) -> Effects {
    let effects = keep_place(model);
    // What was gone back from is on the way forward already.
    if model.article.opened
        && !matches!(way, Some(Way::Again(_)))
        && let Some(here) = here(model)
    {
        model.trail.leave(here);
    }
    effects
}

/// An article is shown: it begins where it was left.
pub fn arrive(model: &mut Model, way: Option<Way>) -> Effects {
    let Some(sheet) = model.sheet() else { return Effects::none() };
    let place = match way {
        Some(Way::Again(place)) => place,
        Some(Way::Link) | None => sheet.article.place,
    };
    let (id, top) = (sheet.article.headline.id, sheet.line_of_place(place));
    model.article.top = top.min(model.last_top());
    model.article.apart = way.is_some() && model.list.selected().is_none_or(|selected| selected.id != id);
    if way.is_none() && place.is_some() {
        let percent = model.percent_read().unwrap_or(0);
        model.mention(match model.keymap.keys_of(Action::GoToTop).first() {
            Some(key) => safe!("continues at {} % · {} goes to its beginning", percent, key),
            None => safe!("continues at {} %", percent),
        });
    }
    let opened = if way == Some(Way::Link) { state::mark_opened(model) } else { Effects::none() };
    opened.and(find_linked(model))
}

/// Asks which of the open article's links lead to articles in the cache.
pub fn find_linked(model: &Model) -> Effects {
    match model.sheet().map(|sheet| (sheet.article.headline.id, &sheet.document.links)) {
        Some((id, links)) if !links.is_empty() => Effect::FindLinked { id, links: links.clone() }.into(),
        _ => Effects::none(),
    }
}

/// It is known which links lead to articles in the cache.
pub fn linked_found(model: &mut Model, id: ArticleId, found: Vec<(crate::domain::WebUrl, ArticleId)>) -> Effects {
    if model.sheet().is_some_and(|sheet| sheet.article.headline.id == id) {
        // A link to the article itself leads to its page, not in a circle.
        model.article.linked = found.into_iter().filter(|(_, linked)| *linked != id).collect();
    }
    Effects::none()
}

/// The open article and the place in it.
fn here(model: &Model) -> Option<Visit> {
    let sheet = model.sheet()?;
    Some(Visit { id: sheet.article.headline.id, place: sheet.place(model.article.top) })
}

fn visit_again(model: &mut Model, Visit { id, place }: Visit) -> Effects {
    if let Some(line) = model
        .sheet()
        .filter(|sheet| sheet.article.headline.id == id && model.article.wanted.is_none())
        .map(|sheet| sheet.line_of_place(place))
    {
        model.focus = Pane::Article;
        reading::go_to_line(model, line);
        return Effects::none();
    }
    open(model, id, Way::Again(place))
}

/// Opens an article that need not be in the list; where it is, the cursor goes to it.
fn open(model: &mut Model, id: ArticleId, way: Way) -> Effects {
    if let Some(row) = model.list.row_of(id) {
        model.list.select(row);
        model.list.was_moved();
        model.seek = None;
    }
    model.overlay = None;
    model.focus = Pane::Article;
    state::note_request(model);
    let request = model.next_request();
    model.article.wanted = Some((request, id));
    model.trail.going = Some((id, way));
    Effect::LoadArticle { request, id }.into()
}
