//! Stars, read marks and tags: shown at once, saved behind, taken back when the save fails.

use super::super::action::Action;
use super::super::effect::{Change, ChangeId, Effect, Effects};
use super::super::model::{Inverse, Model, Shown, Unsaved};
use super::super::panes::Pane;
use super::super::tags::{self, TagRow};
use super::{load_counts, subscriptions};
use crate::domain::{Article, ArticleId, Headline, OwnTag, SafeText, TagRef, safe};
use crate::text::words_of_tag;

/// The most changes that can be undone.
const UNDO_MAX: usize = 100;

/// Stars the article that keys act on, or takes its star away.
pub fn toggle_star(model: &mut Model) -> Effects {
    match model.subject().map(|headline| (headline.id, !headline.status.starred)) {
        Some((id, starred)) => make(model, Change::Starred { id, starred }),
        None => {
            model.say_nothing_is_selected();
            Effects::none()
        }
    }
}

/// Marks the article that keys act on as read, or as unread.
pub fn toggle_read(model: &mut Model) -> Effects {
    match model.subject().map(|headline| (headline.id, !headline.status.read)) {
        Some((id, read)) => make(model, Change::Read { ids: vec![id], read }),
        None => {
            model.say_nothing_is_selected();
            Effects::none()
        }
    }
}

/// Marks the article that keys act on as read.
pub fn mark_subject_read(model: &mut Model) -> Effects {
    match model.subject().filter(|headline| !headline.status.read).map(|headline| headline.id) {
        Some(id) => make(model, Change::Read { ids: vec![id], read: true }),
        None => Effects::none(),
    }
}

/// Marks the headline under the cursor as read because it was opened, if the user wants that.
pub fn mark_opened(model: &mut Model) -> Effects {
    let opened = model.list.selected().filter(|headline| !headline.status.read).map(|headline| headline.id);
    match opened.filter(|_| model.options.mark_read_on_open) {
        Some(id) => make(model, Change::Read { ids: vec![id], read: true }),
        None => Effects::none(),
    }
}

/// Puts an own tag on an article.
pub fn add_tag(model: &mut Model, id: ArticleId, tag: OwnTag) -> Effects {
    let already = headlines_mut(model, id).any(|headline| headline.own_tags.contains(&tag));
    if already {
        model.say(safe!("#{} is on it already", tag));
        return Effects::none();
    }
    make(model, Change::TagAdded { id, tag })
}

/// Takes an own tag off an article.
pub fn remove_tag(model: &mut Model, id: ArticleId, tag: OwnTag) -> Effects {
    make(model, Change::TagRemoved { id, tag })
}

/// Writes a note on an article, or takes it away.
pub fn note(model: &mut Model, change: Change) -> Effects {
    make(model, change)
}

/// Rejects the tag under the tags' cursor, or takes that back.
pub fn reject_tag(model: &mut Model) -> Effects {
    let Some(sheet) = model.sheet().filter(|_| model.focus == Pane::Tags) else {
        model.say("go to a tag first: it is rejected among the tags");
        return Effects::none();
    };
    let (tag, rejected) = match tags::selectable(&sheet.article).get(model.tags_cursor) {
        Some(TagRow::Extracted(tag)) => (*tag, true),
        Some(TagRow::Rejected(tag)) => (*tag, false),
        Some(TagRow::Own(_)) => {
            model.say(remove_instead(model));
            return Effects::none();
        }
        Some(TagRow::Heading(_)) | None => {
            model.say("the article has no tags");
            return Effects::none();
        }
    };
    let words = words_of_tag(&sheet.title.text, &sheet.tagged_text(), tag);
    let (id, tag) = (sheet.article.headline.id, tag.to_ref());
    let sentence = match rejected {
        true => safe!("rejected in this source: {}", tag.label),
        false => safe!("a tag in this source again: {}", tag.label),
    };
    let effects = make(model, Change::Rejected { id, tag, words, rejected });
    model.offer_undo(&sentence, "undoes");
    effects
}

fn remove_instead(model: &Model) -> SafeText {
    match model.keymap.keys_of(Action::RemoveTag).first() {
        Some(key) => safe!("{} takes a tag of yours off", key),
        None => "a tag of yours is taken off, not rejected".into(),
    }
}

/// Marks the whole list as read, also what is not loaded of it; what arrived since it was loaded
/// stays unread.
pub fn mark_all_read(model: &mut Model) -> Effects {
    if model.list.rows.is_empty() {
        model.say("there is nothing here to mark");
        return Effects::none();
    }
    let rows: Vec<ArticleId> = model.list.rows.iter().filter(|row| !row.status.read).map(|row| row.id).collect();
    // Everything that is shown, and all that had arrived when it was asked for.
    let newest = model.list.rows.iter().map(|row| row.arrived).max();
    let until = newest.map_or(model.list.loaded_at, |newest| newest.max(model.list.loaded_at));
    let change = model.next_change();
    let unsaved = Unsaved::AllRead(rows);
    apply(model, &unsaved.change());
    note_overtaking(model, unsaved.change());
    model.unsaved.insert(change, unsaved);
    remember(model, change, Inverse::Unknown);
    Effect::MarkAllRead { change, scope: model.list.scope.clone(), until }.into()
}

/// The whole view was marked, or not.
pub fn all_marked_read(model: &mut Model, change: ChangeId, result: Result<Vec<ArticleId>, SafeText>) -> Effects {
    let Some(Unsaved::AllRead(rows)) = model.unsaved.remove(&change) else { return Effects::none() };
    match result {
        Ok(ids) if ids.is_empty() => {
            forget(model, change);
            model.say("everything here was read already");
            Effects::none()
        }
        Ok(ids) => {
            model.offer_undo(&safe!("marked {} as read", ids.len()), "undoes");
            let inverse = Inverse::Article(Change::Read { ids, read: false });
            if let Some((_, undo)) = model.undo.iter_mut().find(|(made, _)| *made == change) {
                *undo = inverse;
            }
            load_counts(model)
        }
        Err(sentence) => {
            forget(model, change);
            take_back(model, change, &Change::Read { ids: rows, read: true });
            model.complain(sentence);
            Effects::none()
        }
    }
}

/// Undoes the last change.
pub fn undo(model: &mut Model) -> Effects {
    let inverse = match model.undo.pop() {
        Some((_, Inverse::Article(inverse))) => inverse,
        Some((_, Inverse::Feeds(inverse))) => return subscriptions::take_back(model, inverse),
        Some(unanswered @ (_, Inverse::Unknown)) => {
            model.undo.push(unanswered);
            model.say("still being marked; undo again in a moment");
            return Effects::none();
        }
        None => {
            model.say("there is nothing to undo");
            return Effects::none();
        }
    };
    apply(model, &inverse);
    model.say(SafeText::line(&format!("undone: {}", describe(&inverse))));
    save(model, inverse).1
}

/// A change is durable; or it could not be made and is taken back.
pub fn saved(model: &mut Model, change: ChangeId, result: Result<(), SafeText>) -> Effects {
    let Some(Unsaved::One(what)) = model.unsaved.remove(&change) else { return Effects::none() };
    match result {
        Ok(()) => {
            let retag = match what {
                Change::Rejected { .. } => Effect::RetagRejected.into(),
                _ => Effects::none(),
            };
            if model.unsaved.is_empty() { retag.and(load_counts(model)) } else { retag }
        }
        Err(sentence) => {
            forget(model, change);
            take_back(model, change, &what);
            model.complain(sentence);
            Effects::none()
        }
    }
}

/// Takes a change off the screen again; later changes of the same article stand as the user made them.
fn take_back(model: &mut Model, id: ChangeId, change: &Change) {
    model.overtaken.retain(|made| made != change);
    apply(model, &change.inverse());
    let later: Vec<Change> = model.unsaved.range(id..).map(|(_, unsaved)| unsaved.change()).collect();
    later.iter().for_each(|change| apply(model, change));
}

fn note_overtaking(model: &mut Model, change: Change) {
    if model.is_waiting() {
        model.overtaken.push(change);
    }
}

/// Notes that a list or article is asked for: what is not saved by now may be missing in it.
pub fn note_request(model: &mut Model) {
    if !model.is_waiting() {
        model.overtaken = model.unsaved.values().map(Unsaved::change).collect();
    }
}

/// Makes the changes again on what has just come, which may have been read before them.
pub fn catch_up(model: &mut Model) {
    let overtaken = std::mem::take(&mut model.overtaken);
    overtaken.iter().for_each(|change| apply(model, change));
    if model.is_waiting() {
        model.overtaken = overtaken;
    }
}

/// Makes a change: on the screen now, on the disk soon.
fn make(model: &mut Model, change: Change) -> Effects {
    let inverse = change.inverse();
    apply(model, &change);
    let (id, effects) = save(model, change);
    remember(model, id, Inverse::Article(inverse));
    effects
}

fn save(model: &mut Model, what: Change) -> (ChangeId, Effects) {
    let change = model.next_change();
    model.unsaved.insert(change, Unsaved::One(what.clone()));
    note_overtaking(model, what.clone());
    (change, Effect::Save { change, what }.into())
}

/// Notes what would take a change back.
pub fn remember(model: &mut Model, id: ChangeId, inverse: Inverse) {
    if model.undo.len() == UNDO_MAX {
        model.undo.remove(0);
    }
    model.undo.push((id, inverse));
}

/// A change was not made: there is nothing to take back.
pub fn forget(model: &mut Model, id: ChangeId) {
    model.undo.retain(|(made, _)| *made != id);
}

fn apply(model: &mut Model, change: &Change) {
    match change {
        Change::Read { ids, read } => {
            for &id in ids {
                headlines_mut(model, id).for_each(|headline| headline.status.read = *read);
            }
        }
        Change::Starred { id, starred } => {
            headlines_mut(model, *id).for_each(|headline| headline.status.starred = *starred);
        }
        Change::TagAdded { id, tag } => headlines_mut(model, *id).for_each(|headline| {
            if !headline.own_tags.contains(tag) {
                headline.own_tags.push(tag.clone());
                headline.own_tags.sort();
            }
        }),
        Change::TagRemoved { id, tag } => {
            headlines_mut(model, *id).for_each(|headline| headline.own_tags.retain(|held| held != tag));
        }
        Change::Rejected { id, tag, rejected, .. } => {
            let open = model.sheet_mut().map(|sheet| &mut sheet.article);
            if let Some(article) = open.filter(|article| article.headline.id == *id) {
                set_rejected(article, tag, *rejected);
            }
        }
        Change::Noted { id, after, .. } => {
            headlines_mut(model, *id).for_each(|headline| headline.marks.noted = !after.is_empty());
            if let Some(sheet) = model.sheet_mut().filter(|sheet| sheet.article.headline.id == *id) {
                sheet.set_note(after.clone());
            }
        }
    }
}

/// Moves a tag to those that are rejected, or back.
fn set_rejected(article: &mut Article, tag: &TagRef, rejected: bool) {
    let Article { tags, rejected: others, .. } = article;
    let (from, to) = if rejected { (tags, others) } else { (others, tags) };
    if let Some(place) = from.iter().position(|held| (held.kind, &held.key) == (tag.kind, &tag.key)) {
        to.push(from.remove(place));
    }
}

/// Every copy of an article's headline: in the list and in the article pane.
fn headlines_mut(model: &mut Model, id: ArticleId) -> impl Iterator<Item = &mut Headline> {
    let open = match &mut model.article.shown {
        Shown::Open(sheet) => Some(&mut sheet.article.headline),
        Shown::Missing(headline) => Some(&mut **headline),
        _ => None,
    };
    model.list.rows.iter_mut().chain(open).filter(move |headline| headline.id == id)
}

fn describe(change: &Change) -> SafeText {
    let articles =
        |count: usize| -> SafeText { if count == 1 { "an article".into() } else { safe!("{} articles", count) } };
    match change {
        Change::Read { ids, read: true } => safe!("{} read again", articles(ids.len())),
        Change::Read { ids, read: false } => safe!("{} unread again", articles(ids.len())),
        Change::Starred { starred: true, .. } => "starred again".into(),
        Change::Starred { starred: false, .. } => "no longer starred".into(),
        Change::TagAdded { tag, .. } => safe!("#{} is on it again", tag),
        Change::TagRemoved { tag, .. } => safe!("#{} is off it again", tag),
        Change::Rejected { tag, rejected: true, .. } => safe!("{} is rejected again", tag.label),
        Change::Rejected { tag, rejected: false, .. } => safe!("{} is a tag again", tag.label),
        Change::Noted { after, .. } if after.is_empty() => "the note is gone".into(),
        Change::Noted { .. } => "the note is as it was".into(),
    }
}
