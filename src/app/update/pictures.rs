//! The pictures of the open article: shown or not, and which of them are held ready for the screen.

use super::super::effect::{Effect, Effects, RequestId};
use super::super::model::Model;
use super::super::panes::Pane;
use super::super::pictures::{Drawing, Held, Images, Known, NoPicture, Pixels, Showing};
use crate::domain::{SafeText, WebUrl};

/// The most pictures that are held at once.
const HELD_MAX: usize = 24;

/// Shows the article's pictures, fetching those that are not in the cache; or hides them.
pub fn toggle(model: &mut Model) -> Effects {
    let sentence: Option<SafeText> = match model.options.drawing {
        _ if model.options.images == Images::Never => {
            Some("pictures are switched off: reading.images is \"never\"".into())
        }
        Drawing::NotBuilt => Some("this chancery was built without pictures (cargo install --features images)".into()),
        Drawing::NoColour => Some("pictures need colours, and those are switched off".into()),
        Drawing::Cells(_) => match model.sheet() {
            None => Some("no article is open".into()),
            Some(sheet) if sheet.pictures.is_empty() => Some("the article has no pictures".into()),
            Some(_) => None,
        },
    };
    if let Some(sentence) = sentence {
        model.say(sentence);
        return Effects::none();
    }
    let showing = if is_all_shown(model) { Showing::Captions } else { Showing::All };
    if showing == Showing::All && model.is_offline() {
        model.say("offline: only pictures that are in the cache can be shown");
    }
    if let Some(sheet) = model.sheet_mut() {
        sheet.showing = Some(showing);
        // What could not be shown is tried again the next time.
        sheet.pictures.iter_mut().for_each(|known| known.trouble = None);
    }
    Effects::none()
}

/// Whether there is nothing left that could be shown beside what is.
fn is_all_shown(model: &Model) -> bool {
    let is_settled = |known: &Known| known.pixels.is_some() || known.trouble.is_some();
    match model.showing() {
        Showing::Captions => false,
        Showing::Cached => model.sheet().is_some_and(|sheet| sheet.pictures.iter().all(is_settled)),
        Showing::All => true,
    }
}

/// A picture is ready to be drawn, or is not. One that is no longer wanted is dropped.
pub fn loaded(model: &mut Model, request: RequestId, picture: Result<Pixels, NoPicture>) -> Effects {
    let Some(held) = model.held_pictures.iter_mut().find(|held| held.request == request) else {
        return Effects::none();
    };
    held.is_missing = picture == Err(NoPicture::NotCached);
    let url = held.url.clone();
    let known = match picture {
        Ok(pixels) => Known { pixels: Some(pixels), ..Known::default() },
        Err(NoPicture::Broken(why)) => Known { trouble: Some(why), ..Known::default() },
        Err(NoPicture::NotCached) => Known { is_missing: true, ..Known::default() },
    };
    if let Some(sheet) = model.sheet_mut() {
        for (picture, place) in sheet.document.pictures.iter().zip(&mut sheet.pictures) {
            if picture.url == url {
                *place = known.clone();
            }
        }
    }
    Effects::none()
}

/// Lets go of the pictures that are held, so that those that are shown are made anew: the terminal may have lost them.
pub fn forget(model: &mut Model) -> Effects {
    let urls: Vec<WebUrl> = model.held_pictures.drain(..).map(|held| held.url).collect();
    if urls.is_empty() { Effects::none() } else { Effect::DropPictures(urls).into() }
}

/// Asks for the pictures that are in view or near it, and lets go of the others.
pub fn load(model: &mut Model) -> Effects {
    let Some(wanted) = wanted(model) else { return Effects::none() };
    let mut effects = Effects::none();
    let held = std::mem::take(&mut model.held_pictures);
    let (keep, drop): (Vec<Held>, Vec<Held>) =
        held.into_iter().partition(|held| wanted.iter().any(|want| want.url == held.url));
    if !drop.is_empty() {
        effects.push(Effect::DropPictures(drop.into_iter().map(|held| held.url).collect()));
    }
    let feed = model.sheet().and_then(|sheet| model.feed(sheet.article.headline.feed));
    let source = feed.map(|feed| Box::new(feed.source.clone()));
    for want in wanted {
        let same = keep.iter().find(|held| {
            held.url == want.url && held.room == want.room && !(held.is_missing && want.may_fetch && !held.may_fetch)
        });
        if let Some(held) = same {
            model.held_pictures.push(held.clone());
            continue;
        }
        let request = model.next_request();
        let Held { url, room, may_fetch, .. } = want.clone();
        model.held_pictures.push(Held { request, ..want });
        effects.push(Effect::LoadPicture { request, url, room, fetch: may_fetch, source: source.clone() });
    }
    effects
}

/// The pictures that ought to be held, each once; `None` while the article has no place on the screen.
fn wanted(model: &Model) -> Option<Vec<Held>> {
    let (Some(canvas), Some(sheet)) = (model.canvas(), model.sheet()) else { return Some(Vec::new()) };
    let showing = model.showing();
    if showing == Showing::Captions || sheet.pictures.is_empty() {
        return Some(Vec::new());
    }
    model.areas()?.place(Pane::Article)?;
    // An article that the cursor only passes in the list is not worth the network.
    let is_opened = model.focus != Pane::Headlines && model.focus != Pane::Views;
    let may_fetch = showing == Showing::All && is_opened && !model.is_offline();
    let (top, rows) = (model.article.top, model.rows_of(Pane::Article));
    let mut near = sheet.pictures_on(top..top + 2 * rows);
    near.extend(sheet.pictures_on(top.saturating_sub(rows)..top));
    let mut wanted: Vec<Held> = Vec::new();
    for picture in near {
        let url = &sheet.document.pictures[picture].url;
        if wanted.len() < HELD_MAX && wanted.iter().all(|held| held.url != *url) {
            let (request, url, room) = (RequestId::default(), url.clone(), canvas.room);
            wanted.push(Held { request, url, room, may_fetch, is_missing: false });
        }
    }
    Some(wanted)
}
