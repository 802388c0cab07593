//! The article pane: loading and scrolling.

use super::super::effect::{Effect, Effects, RequestId};
use super::super::model::{ArticlePane, Model, Overlay, Shown};
use super::super::sheet::{Sheet, Text};
use super::super::tags;
use super::{find, full_text, state, trail};
use crate::domain::{Article, ArticleId, Document, SafeText};

/// Shows the article under the list's cursor, unless it is shown or on its way already.
pub fn preview(model: &mut Model) -> Effects {
    let Some(id) = model.list.selected().map(|headline| headline.id) else {
        return Effects::none();
    };
    (model.article.apart, model.trail.going) = (false, None);
    let coming = model.article.wanted.map(|(_, wanted)| wanted);
    let shown = model.sheet().map(|sheet| sheet.article.headline.id);
    if coming == Some(id) {
        return Effects::none();
    }
    if shown == Some(id) {
        model.article.wanted = None;
        return Effects::none();
    }
    state::note_request(model);
    let request = model.next_request();
    model.article.wanted = Some((request, id));
    Effect::LoadArticle { request, id }.into()
}

/// Asks for the open article again, because its tags have changed.
pub fn renew(model: &mut Model) -> Effects {
    let Some(sheet) = model.sheet() else { return Effects::none() };
    let id = sheet.article.headline.id;
    if sheet.text == Text::Feed && sheet.article.full_text.is_some() {
        return full_text::show(model, id, Text::Feed);
    }
    state::note_request(model);
    let request = model.next_request();
    model.article.renewing = Some((request, id));
    Effect::LoadArticle { request, id }.into()
}

/// The open article has come again: its place and the cursor among its tags stay.
fn renewed(model: &mut Model, article: Article, document: Document) {
    let (layout, strip) = (model.text_layout(), model.tags_as_strip());
    replace(model, Sheet::new(article, document, layout, strip));
}

/// Lays another sheet of the open article in the place of the one that is shown; the cursor stays on its tag, what was
/// found stays marked, and its pictures stay.
pub fn replace(model: &mut Model, mut sheet: Sheet) {
    let is_other = model.sheet().is_some_and(|old| old.document != sheet.document);
    if is_other {
        leave_lists(model);
    }
    find::carry_over(model.sheet(), &mut sheet);
    if let Some(old) = model.sheet() {
        sheet.inherit_pictures(old);
    }
    let cursor = model.tags_cursor;
    let cursor = model.sheet().and_then(|old| {
        let old = tags::selectable(&old.article);
        let held = old.get(cursor)?;
        tags::selectable(&sheet.article).iter().position(|row| row.is_same(held))
    });
    model.tags_cursor = cursor.unwrap_or(model.tags_cursor);
    model.article.shown = Shown::Open(Box::new(sheet));
    state::catch_up(model);
    if is_other {
        find::text_changed(model);
    }
}

/// An article has come. One that is no longer wanted is dropped.
pub fn article_loaded(
    model: &mut Model,
    request: RequestId,
    id: ArticleId,
    article: Result<Option<Box<(Article, Document)>>, SafeText>,
) -> Effects {
    if model.article.renewing.take_if(|renewing| *renewing == (request, id)).is_some() {
        let is_open = model.sheet().is_some_and(|sheet| sheet.article.headline.id == id);
        // What cannot be had again stays as it is.
        let (true, Ok(Some(opened))) = (is_open, article) else { return Effects::none() };
        let reads_feeds_text = model.sheet().is_some_and(|sheet| sheet.text == Text::Feed);
        if reads_feeds_text && opened.0.full_text.is_some() {
            // The whole article came meanwhile: it is not pushed under the reader's eyes.
            return full_text::show(model, id, Text::Feed);
        }
        renewed(model, opened.0, opened.1);
        return Effects::none();
    }
    if model.article.wanted != Some((request, id)) {
        return Effects::none();
    }
    model.article.wanted = None;
    let way = model.trail.going.take().filter(|(going, _)| *going == id).map(|(_, way)| way);
    if way.is_some() && !matches!(article, Ok(Some(_))) {
        // What is open stays open.
        model.complain(article.err().unwrap_or_else(|| "that article is not in the cache any more".into()));
        return Effects::none();
    }
    let left = trail::leave(model, way);
    leave_lists(model);
    if model.edits.as_ref().is_some_and(|edits| edits.id != id) {
        // Those of the one that comes may have been there before it.
        model.overlay.take_if(|overlay| *overlay == Overlay::Edits);
    }
    model.article = ArticlePane { fetching: model.article.fetching, ..ArticlePane::default() };
    model.tags_cursor = 0;
    model.article.shown = match article {
        Ok(Some(opened)) => {
            let (article, document) = *opened;
            let (layout, strip) = (model.text_layout(), model.tags_as_strip());
            Shown::Open(Box::new(Sheet::new(article, document, layout, strip)))
        }
        Ok(None) => match model.list.row_of(id) {
            Some(row) => Shown::Missing(Box::new(model.list.rows[row].clone())),
            None => Shown::Nothing,
        },
        Err(sentence) => Shown::Failed(sentence),
    };
    state::catch_up(model);
    let arrived = trail::arrive(model, way);
    find::text_changed(model);
    left.and(arrived)
}

/// What lists places of the text that was shown goes: they are not those of the next one.
fn leave_lists(model: &mut Model) {
    model.hints = None;
    model.overlay.take_if(|overlay| matches!(overlay, Overlay::Links { .. } | Overlay::Outline { .. }));
}

/// Shows the paragraphs that the source repeats, or folds them away; the words on top stay there.
pub fn fold_repeated(model: &mut Model) -> Effects {
    let top = model.article.top;
    match &mut model.article.shown {
        Shown::Open(sheet) if sheet.repeated.blocks.is_empty() => {
            model.say("its source repeats none of these paragraphs");
        }
        Shown::Open(sheet) => model.article.top = sheet.toggle_repeated(top),
        _ => {}
    }
    scroll(model, 0)
}

/// Scrolls the article.
pub fn scroll(model: &mut Model, lines: isize) -> Effects {
    let last_top = model.last_top();
    let top = model.article.top.saturating_add_signed(lines).min(last_top);
    go_to_line(model, top);
    Effects::none()
}

/// Puts a line on top of the screen, or as high as it goes.
pub fn go_to_line(model: &mut Model, line: usize) {
    model.article.top = line.min(model.last_top());
    model.article.moved = true;
}
