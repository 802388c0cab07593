//! Links leave for the browser or the clipboard.

use super::super::effect::{Effect, Effects};
use super::super::model::{Model, Overlay};
use super::queue;
use crate::domain::{SafeText, safe};

/// Opens the article that keys act on.
pub fn open_in_browser(model: &mut Model) -> Effects {
    match model.subject().map(|headline| (headline.link.clone(), headline.title.clone())) {
        Some((Some(link), title)) => queue::open_or_queue(model, link, Some(title)),
        Some((None, _)) => {
            model.say("the feed gave no link for this article");
            Effects::none()
        }
        None => {
            model.say_nothing_is_selected();
            Effects::none()
        }
    }
}

/// Lists the links of the open article.
pub fn list_links(model: &mut Model) -> Effects {
    match model.sheet().map(|sheet| sheet.document.links.len()) {
        None => {
            model.say_nothing_is_selected();
            Effects::none()
        }
        Some(0) => {
            model.say("the article has no links");
            Effects::none()
        }
        Some(_) => {
            model.overlay = Some(Overlay::Links { cursor: 0 });
            Effects::none()
        }
    }
}

/// Opens a link of the open article, by its number from 1.
pub fn open_link(model: &mut Model, number: usize) -> Effects {
    let link = model.sheet().and_then(|sheet| sheet.document.links.get(number - 1).cloned());
    match link {
        Some(link) => queue::open_or_queue(model, link, None),
        None => {
            model.say(safe!("the article has no link {}", number));
            Effects::none()
        }
    }
}

/// Copies the link of the article that keys act on, and its title if wanted.
pub fn copy(model: &mut Model, with_title: bool) -> Effects {
    let Some(headline) = model.subject() else {
        model.say_nothing_is_selected();
        return Effects::none();
    };
    let Some(link) = headline.link.clone() else {
        model.say("the feed gave no link for this article");
        return Effects::none();
    };
    let title = headline.title.clone();
    let effect = match with_title {
        // As it is, with a password that it may hold: what is shown is without.
        false => Effect::Copy { text: SafeText::block(link.as_str()), what: "the link" },
        true => Effect::Copy { text: safe!("{}\n{}", title, SafeText::block(link.as_str())), what: "title and link" },
    };
    effect.into()
}
