//! The user's note on an article: written in an editor, kept as a star is.

use std::path::PathBuf;

use super::super::effect::{Change, Effect, Effects};
use super::super::model::Model;
use super::state;
use crate::domain::{ArticleId, SafeText};

/// Lets the user write on the article that keys act on.
pub fn write(model: &mut Model) -> Effects {
    let Some(id) = model.subject().map(|headline| headline.id) else {
        model.say_nothing_is_selected();
        return Effects::none();
    };
    match model.sheet().map(|sheet| &sheet.article).filter(|article| article.headline.id == id) {
        Some(article) => Effect::WriteNote { id, before: article.note.clone() }.into(),
        None => {
            model.say("its text is not there yet; again in a moment");
            Effects::none()
        }
    }
}

/// What the user has written: nothing where it stays as it was.
pub fn written(
    model: &mut Model,
    id: ArticleId,
    before: SafeText,
    result: Result<Option<(SafeText, PathBuf)>, SafeText>,
) -> Effects {
    match result {
        Ok(Some((after, draft))) => {
            let sentence = if after.is_empty() { "the note is removed" } else { "noted" };
            let effects = state::note(model, Change::Noted { id, before, after, draft: Some(draft) });
            model.offer_undo(&sentence.into(), "undoes");
            effects
        }
        Ok(None) => {
            model.say("the note stays as it was");
            Effects::none()
        }
        Err(sentence) => {
            model.complain(sentence);
            Effects::none()
        }
    }
}
