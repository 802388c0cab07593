//! A feed is added: an address is typed, feeds are found there, one is chosen and filed.

use super::super::dialog::Dialog;
use super::super::effect::{Effect, Effects, FeedChange, RequestId};
use super::super::form;
use super::super::model::{Model, Prompt, PromptKind};
use super::{prompt, subscriptions};
use crate::domain::{Candidate, SafeText, safe};

/// Asks for the address of a feed or of a site.
pub fn ask(model: &mut Model) -> Effects {
    if model.options.offline {
        model.say("started with --offline: the network is left alone");
        return Effects::none();
    }
    model.prompt = Some(Prompt::new(PromptKind::AddFeed));
    Effects::none()
}

/// Looks for feeds at what was typed.
pub fn look(model: &mut Model, address: SafeText) -> Effects {
    model.prompt = None;
    if address.is_empty() {
        return Effects::none();
    }
    let request = model.next_request();
    model.dialog = Some(Dialog::Looking { request, address: address.clone() });
    Effect::Discover { request, address }.into()
}

/// Feeds were found, or none: then what was typed can be mended.
pub fn discovered(model: &mut Model, request: RequestId, found: Result<Vec<Candidate>, SafeText>) -> Effects {
    let Some(Dialog::Looking { request: wanted, address }) = &model.dialog else { return Effects::none() };
    if *wanted != request {
        return Effects::none();
    }
    let address = address.clone();
    match found {
        Ok(candidates) if !candidates.is_empty() => {
            let is_new = |candidate: &Candidate| model.subscription(&candidate.url).is_none();
            let cursor = candidates.iter().position(is_new).unwrap_or(0);
            model.dialog = Some(Dialog::Found { candidates, cursor });
            Effects::none()
        }
        nothing => {
            let sentence = nothing.err().unwrap_or_else(|| "no feed was found there".into());
            model.dialog = None;
            model.prompt = Some(Prompt { input: address.as_str().into(), ..Prompt::new(PromptKind::AddFeed) });
            prompt::refuse(model, sentence)
        }
    }
}

/// Takes the feed under the cursor, and asks where it is to be filed.
pub fn choose(model: &mut Model, candidate: Candidate) -> Effects {
    if let Some(feed) = model.subscription(&candidate.url) {
        let name = feed.source.name.clone();
        model.say(safe!("you subscribe to it already, as {}", name));
        return Effects::none();
    }
    model.prompt = Some(Prompt::new(PromptKind::Folders(Box::new(candidate))));
    Effects::none()
}

/// Subscribes to a feed that was found, in the folders that were typed.
pub fn subscribe(model: &mut Model, candidate: &Candidate, folders: &SafeText) -> Effects {
    let source = candidate.source(form::folders(folders));
    let (change, effects) = subscriptions::make(model, FeedChange::Subscribe(Box::new(source)));
    prompt::wait_for(model, change);
    effects
}
