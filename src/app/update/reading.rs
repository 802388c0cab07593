//! The article pane: loading and scrolling.

use super::super::effect::{Effect, Effects, RequestId};
use super::super::model::{Model, Shown};
use super::super::panes::Pane;
use super::super::sheet::Sheet;
use super::state;
use crate::domain::{Article, ArticleId, Document, SafeText};

/// Shows the article under the list's cursor, unless it is shown or on its way already.
pub fn preview(model: &mut Model) -> Effects {
    let Some(id) = model.list.selected().map(|headline| headline.id) else {
        return Effects::none();
    };
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

/// An article has come. One that is no longer wanted is dropped.
pub fn article_loaded(
    model: &mut Model,
    request: RequestId,
    id: ArticleId,
    article: Result<Option<Box<(Article, Document)>>, SafeText>,
) -> Effects {
    if model.article.wanted != Some((request, id)) {
        return Effects::none();
    }
    model.article.wanted = None;
    model.article.top = 0;
    model.tags_cursor = 0;
    model.article.shown = match article {
        Ok(Some(opened)) => {
            let (article, document) = *opened;
            let (width, strip) = (model.text_width(), model.tags_as_strip());
            Shown::Open(Box::new(Sheet::new(article, document, width, strip)))
        }
        Ok(None) => match model.list.row_of(id) {
            Some(row) => Shown::Missing(Box::new(model.list.rows[row].clone())),
            None => Shown::Nothing,
        },
        Err(sentence) => Shown::Failed(sentence),
    };
    state::catch_up(model);
    Effects::none()
}

/// Scrolls the article.
pub fn scroll(model: &mut Model, lines: isize) -> Effects {
    let last_top = last_top(model);
    model.article.top = model.article.top.saturating_add_signed(lines).min(last_top);
    Effects::none()
}

/// The first line on the screen when the article's last line is on it.
pub fn last_top(model: &Model) -> usize {
    let lines = model.sheet().map_or(0, Sheet::len);
    lines.saturating_sub(model.rows_of(Pane::Article))
}
