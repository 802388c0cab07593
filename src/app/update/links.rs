//! Links: to articles in the cache, to the browser, to the clipboard.

use super::super::effect::{Effect, Effects};
use super::super::model::{Model, Overlay};
use super::super::panes::Pane;
use super::super::sheet::Sheet;
use super::{queue, trail};
use crate::domain::{SafeText, WebUrl, safe};

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
    match model.sheet().map(Sheet::link_count) {
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

/// Lists the headings of the open article, with the cursor on that of the part that is being read.
pub fn list_headings(model: &mut Model) -> Effects {
    let Some(sections) = model.sheet().map(|sheet| sheet.outline()) else {
        model.say_nothing_is_selected();
        return Effects::none();
    };
    if sections.is_empty() {
        model.say("the article has no headings");
        return Effects::none();
    }
    let above = sections.iter().take_while(|section| section.line <= model.article.top).count();
    model.overlay = Some(Overlay::Outline { cursor: above.saturating_sub(1) });
    Effects::none()
}

/// Goes to a heading of the open article, from 0.
pub fn go_to_heading(model: &mut Model, number: usize) -> Effects {
    model.overlay = None;
    let line = model.sheet().and_then(|sheet| Some(sheet.outline().get(number)?.line));
    if let Some(line) = line {
        model.focus = Pane::Article;
        trail::jump(model, line);
    }
    Effects::none()
}

/// Opens a link of the open article, by its number from 1: one within the text goes there, others open in the reader
/// where they lead to an article in the cache, else in the browser.
pub fn open_link(model: &mut Model, number: usize) -> Effects {
    if let Some(line) = model.sheet().and_then(|sheet| sheet.line_of_jump(number)) {
        model.overlay = None;
        model.focus = Pane::Article;
        trail::jump(model, line);
        return Effects::none();
    }
    open_numbered(model, number)
}

/// Opens the link with this number behind it in the text.
pub fn open_numbered(model: &mut Model, number: usize) -> Effects {
    let Some(link) = link(model, number) else { return Effects::none() };
    match model.article.linked.get(&link) {
        Some(&id) => trail::follow(model, id),
        None => queue::open_or_queue(model, link, None),
    }
}

/// Opens a link of the open article in the browser, wherever it leads.
pub fn open_link_in_browser(model: &mut Model, number: usize) -> Effects {
    match address(model, number) {
        Some(link) => queue::open_or_queue(model, link, None),
        None => Effects::none(),
    }
}

/// The address of a link of the list, or a sentence that it has none.
fn address(model: &mut Model, number: usize) -> Option<WebUrl> {
    if model.sheet().is_some_and(|sheet| sheet.jump(number).is_some()) {
        model.say("it leads to a place in this article, which has no address");
        return None;
    }
    link(model, number)
}

/// The link of this number, or a sentence that there is none.
fn link(model: &mut Model, number: usize) -> Option<WebUrl> {
    let link = model.sheet().and_then(|sheet| sheet.document.links.get(number.checked_sub(1)?).cloned());
    if link.is_none() {
        model.say(safe!("the article has no link {}", number));
    }
    link
}

/// Copies a link of the open article.
pub fn copy_link(model: &mut Model, number: usize) -> Effects {
    match address(model, number) {
        Some(link) => Effect::Copy { text: SafeText::block(link.as_str()), what: "the link" }.into(),
        None => Effects::none(),
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
