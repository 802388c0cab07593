//! The whole article from its page: asked for, shown, and changed for the feed's own text and back.

use super::super::effect::{Effect, Effects, RequestId};
use super::super::model::{Model, Shown};
use super::super::sheet::{Sheet, Text};
use super::{reading, state};
use crate::domain::{Article, ArticleId, Document, PageFailure, SafeText};

/// Shows the other text of the open article; fetches the whole one where there is none yet.
pub fn toggle(model: &mut Model) -> Effects {
    let subject = model.subject().map(|headline| headline.id);
    let sheet = match &model.article.shown {
        Shown::Open(sheet) if Some(sheet.article.headline.id) == subject => sheet,
        _ => {
            model.say(match subject {
                Some(_) => "the article is not open yet",
                None => "no headline is selected",
            });
            return Effects::none();
        }
    };
    let id = sheet.article.headline.id;
    if sheet.article.full_text.is_some() {
        let other = sheet.text.other();
        return show(model, id, other);
    }
    if sheet.article.headline.link.is_none() {
        model.say("the feed gives no link to the article's page");
        return Effects::none();
    }
    if model.article.fetching.is_some_and(|(_, fetching)| fetching == id) {
        return Effects::none();
    }
    if model.options.offline {
        model.say("started with --offline: the page is not fetched");
        return Effects::none();
    }
    if model.poll.offline_since.is_some() {
        model.say("no network: the page cannot be fetched now");
        return Effects::none();
    }
    let request = model.next_request();
    model.article.fetching = Some((request, id));
    Effect::FetchPage { request, id }.into()
}

/// Asks for one of the open article's texts.
pub fn show(model: &mut Model, id: ArticleId, text: Text) -> Effects {
    state::note_request(model);
    let request = model.next_request();
    model.article.switching = Some((request, id));
    Effect::LoadText { request, id, text }.into()
}

/// The article's page was fetched, or there is no article on it. It is shown unless the reader has gone on.
pub fn fetched(model: &mut Model, request: RequestId, id: ArticleId, result: Result<(), PageFailure>) -> Effects {
    if result.is_ok() {
        mark_complete(model, id);
    }
    if model.article.fetching.take_if(|fetching| *fetching == (request, id)).is_none() {
        return Effects::none();
    }
    let Some(sheet) = model.sheet_mut().filter(|sheet| sheet.article.headline.id == id) else {
        return Effects::none();
    };
    match result {
        Ok(()) => show(model, id, Text::Page),
        Err(failure) => {
            let sentence = failure.line();
            sheet.article.page_failure = Some(failure);
            model.complain(sentence);
            Effects::none()
        }
    }
}

/// One of the open article's texts has come. The words that were read stay where they are, if they stand in it.
pub fn loaded(
    model: &mut Model,
    request: RequestId,
    id: ArticleId,
    text: Text,
    article: Result<Option<Box<(Article, Document)>>, SafeText>,
) -> Effects {
    if model.article.switching.take_if(|switching| *switching == (request, id)).is_none() {
        return Effects::none();
    }
    let (layout, strip, top) = (model.text_layout(), model.tags_as_strip(), model.article.top);
    let Some(old) = model.sheet().filter(|sheet| sheet.article.headline.id == id) else { return Effects::none() };
    let (article, document) = match article {
        Ok(Some(opened)) => *opened,
        // What cannot be had again stays as it is.
        Ok(None) => return Effects::none(),
        Err(sentence) => {
            model.complain(sentence);
            return Effects::none();
        }
    };
    let sheet = Sheet::showing(text, article, document, layout, strip);
    model.article.top = old.same_place(top, &sheet);
    reading::replace(model, sheet);
    Effects::none()
}

/// The whole of an article can be read without a network from now on.
pub fn mark_complete(model: &mut Model, id: ArticleId) {
    for row in model.list.rows.iter_mut().filter(|row| row.id == id) {
        row.marks.complete = true;
    }
    if let Some(sheet) = model.sheet_mut().filter(|sheet| sheet.article.headline.id == id) {
        sheet.article.headline.marks.complete = true;
    }
}
