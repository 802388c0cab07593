//! Links that are opened while there is no network wait for one.

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::model::{Model, Overlay};
use crate::domain::{QueuedLink, SafeText, WebUrl, safe};

/// Opens a link in the browser, or lets it wait for a network, under a title where one is known.
pub fn open_or_queue(model: &mut Model, url: WebUrl, title: Option<SafeText>) -> Effects {
    if !model.is_offline() {
        return Effect::OpenLink(url).into();
    }
    let title = title.unwrap_or_else(|| safe!("{}", url));
    Effect::QueueLink { url, title }.into()
}

/// What waits from before is known: it is offered, if there may be a network.
pub fn loaded(model: &mut Model, links: Result<Vec<QueuedLink>, SafeText>) -> Effects {
    if take(model, links) && !model.is_offline() {
        offer(model);
    }
    Effects::none()
}

/// A link waits, or the sentence says why it does not.
pub fn queued(model: &mut Model, links: Result<Vec<QueuedLink>, SafeText>) -> Effects {
    if take(model, links) {
        model.say(safe!("queued: {} to open when back online", model.queue.len()));
    }
    Effects::none()
}

/// Links were opened, or dropped.
pub fn unqueued(
    model: &mut Model,
    opened: usize,
    left: Result<Vec<QueuedLink>, SafeText>,
    problem: Option<SafeText>,
) -> Effects {
    if !take(model, left) {
        return Effects::none();
    }
    match (problem, opened) {
        (Some(problem), _) => model.complain(problem),
        (None, 0) => model.say(safe!("dropped: {} left", model.queue.len())),
        (None, opened) => model.say(safe!("opened {}", links(opened))),
    }
    if let Some(Overlay::Queue { cursor }) = model.overlay {
        let last = model.queue.len().checked_sub(1);
        model.overlay = last.map(|last| Overlay::Queue { cursor: cursor.min(last) });
    }
    Effects::none()
}

/// Takes the links that wait; says whether they are known.
fn take(model: &mut Model, links: Result<Vec<QueuedLink>, SafeText>) -> bool {
    match links {
        Ok(links) => {
            model.queue = links;
            true
        }
        Err(sentence) => {
            model.complain(sentence);
            false
        }
    }
}

/// Says that links wait, if any do.
pub fn offer(model: &mut Model) {
    let count = model.queue.len();
    if count > 0 {
        let keys = model.keymap.keys_of(Action::QueuedLinks).into_iter().next();
        let wait = if count == 1 { "waits" } else { "wait" };
        model.say(safe!(
            "{} {}: {} opens the list",
            links(count),
            wait,
            keys.unwrap_or_else(|| ":queued-links".into())
        ));
    }
}

fn links(count: usize) -> SafeText {
    safe!("{} {}", count, if count == 1 { "link" } else { "links" })
}

/// Lists the links that wait.
pub fn list(model: &mut Model) -> Effects {
    if model.queue.is_empty() {
        model.say("no links wait; those that are opened without a network do");
    } else {
        model.overlay = Some(Overlay::Queue { cursor: 0 });
    }
    Effects::none()
}

/// Opens the link at this place of the list.
pub fn open(model: &mut Model, cursor: usize) -> Effects {
    let urls = model.queue.get(cursor).map(|link| link.url.clone());
    open_these(model, urls.into_iter().collect())
}

/// Opens all that wait.
pub fn open_all(model: &mut Model) -> Effects {
    let urls = model.queue.iter().map(|link| link.url.clone()).collect();
    open_these(model, urls)
}

fn open_these(model: &mut Model, urls: Vec<WebUrl>) -> Effects {
    if model.is_offline() {
        model.say("there is no network; they wait on");
        return Effects::none();
    }
    if urls.is_empty() { Effects::none() } else { Effect::OpenQueued(urls).into() }
}

/// Drops the link at this place of the list.
pub fn drop_one(model: &Model, cursor: usize) -> Effects {
    let dropped = model.queue.get(cursor).map(|link| Effect::DropQueued(link.url.clone()));
    dropped.map_or_else(Effects::none, Effects::from)
}
