//! What the source of an article changed: loaded, shown over its text, stepped through.

use super::super::action::Action;
use super::super::edits::{Edits, ShownEdit};
use super::super::effect::{Effect, Effects, RequestId};
use super::super::model::{Model, Overlay};
use super::super::panes::Pane;
use crate::domain::{ArticleId, SafeText};

/// Asks for the edits of the article that keys act on.
pub fn ask(model: &mut Model) -> Effects {
    let Some(headline) = model.subject() else {
        model.say_nothing_is_selected();
        return Effects::none();
    };
    if !headline.marks.edited {
        model.say("its source has not changed this article");
        return Effects::none();
    }
    let id = headline.id;
    let request = model.next_request();
    model.edits_wanted = Some(request);
    Effect::LoadEdits { request, id, marked: model.options.plain }.into()
}

/// They have come.
pub fn loaded(
    model: &mut Model,
    request: RequestId,
    id: ArticleId,
    edits: Result<Vec<ShownEdit>, SafeText>,
) -> Effects {
    // What the user has turned away from meanwhile is not laid over something else.
    let is_wanted = model.edits_wanted.take_if(|wanted| *wanted == request).is_some();
    if !is_wanted || model.overlay.is_some() || model.subject().is_none_or(|headline| headline.id != id) {
        return Effects::none();
    }
    match edits.map(|edits| Edits::new(id, edits, model.text_layout())) {
        Ok(Some(edits)) => {
            model.edits = Some(edits);
            model.overlay = Some(Overlay::Edits);
            model.focus = Pane::Article;
        }
        Ok(None) => model.say("what it said before is not kept any more"),
        Err(sentence) => model.complain(sentence),
    }
    Effects::none()
}

/// Goes to an earlier or later edit.
pub fn step(model: &mut Model, action: Action) -> Effects {
    let (by, end) = match action {
        Action::OlderEdit => (-1, "this is the first edit that is kept"),
        _ => (1, "this is the last edit"),
    };
    match model.edits.as_mut().map(|edits| edits.step(by)) {
        Some(true) => {}
        Some(false) => model.say(end),
        None => model.say("no edits are shown"),
    }
    Effects::none()
}

/// Scrolls the edit that is shown.
pub fn scroll(model: &mut Model, lines: isize) {
    if let Some(edits) = &mut model.edits {
        edits.top = edits.top.saturating_add_signed(lines);
    }
}
