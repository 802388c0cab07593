//! Subscriptions are changed: saved in the user's file first, then shown.

use std::collections::HashSet;

use super::super::action::Action;
use super::super::dialog::Dialog;
use super::super::effect::{ChangeId, Effect, Effects, FeedChange};
use super::super::model::{Inverse, Model, ViewTarget};
use super::super::panes::Pane;
use super::super::views;
use super::{feeds, lists, load_counts, prompt, state};
use crate::domain::{Feed, FeedId, SafeText, SavedView, View, safe};

/// The feed that actions on feeds act on: the form's, else the one under the cursor of the feeds screen or of the
/// views, else the open list's.
pub fn meant(model: &Model) -> Option<&Feed> {
    if model.dialog.is_none() && model.feeds_screen.is_some() {
        return model.chosen_feed();
    }
    let id = match (&model.dialog, model.focus, &model.views.cursor, &model.list.scope.view) {
        (Some(Dialog::Form { feed, .. }), ..) => *feed,
        (_, Pane::Views, ViewTarget::Feed { feed, .. }, _) => *feed,
        (_, Pane::Views, ..) => return None,
        (.., View::Feed(feed)) => *feed,
        _ => return None,
    };
    model.feed(id)
}

/// Says that there is no feed to act on.
pub fn say_no_feed_is_meant(model: &mut Model) {
    match model.keymap.keys_of(Action::GoToFeeds).first().cloned() {
        Some(key) => model.say(safe!("go to a feed first: {} shows them", key)),
        None => model.say("go to a feed first"),
    }
}

/// Ends the subscription to the feed that is meant.
pub fn remove(model: &mut Model) -> Effects {
    let Some(source) = meant(model).map(|feed| feed.source.clone()) else {
        say_no_feed_is_meant(model);
        return Effects::none();
    };
    let what = FeedChange::Unsubscribe(Box::new(source));
    if model.unsaved_feeds.values().any(|change| *change == what) {
        return Effects::none();
    }
    make(model, what).1
}

/// Begins a change; it shows when it is saved, and can be undone.
pub fn make(model: &mut Model, what: FeedChange) -> (ChangeId, Effects) {
    let inverse = Inverse::Feeds(what.inverse());
    let (change, effects) = save(model, what);
    state::remember(model, change, inverse);
    (change, effects)
}

/// Undoes a change.
pub fn take_back(model: &mut Model, inverse: FeedChange) -> Effects {
    let name = inverse.source().name.clone();
    model.say(match &inverse {
        FeedChange::Subscribe(_) | FeedChange::Restore(_) => safe!("undone: {} is subscribed to again", name),
        FeedChange::Unsubscribe(_) => safe!("undone: {} is not subscribed to any more", name),
        FeedChange::Edit { .. } => safe!("undone: {} is as it was", name),
    });
    save(model, inverse).1
}

fn save(model: &mut Model, what: FeedChange) -> (ChangeId, Effects) {
    let change = model.next_change();
    model.unsaved_feeds.insert(change, what.clone());
    (change, Effect::ChangeFeeds { change, what }.into())
}

/// A change is saved; or it was not made, and what was typed for it is kept.
pub fn saved(model: &mut Model, change: ChangeId, result: Result<Vec<Feed>, SafeText>) -> Effects {
    let Some(what) = model.unsaved_feeds.remove(&change) else { return Effects::none() };
    match result {
        Ok(feeds) => {
            let effects = take_in(model, feeds);
            if model.undo.iter().any(|(made, _)| *made == change) {
                tell(model, &what);
            }
            effects.and(prompt::saved(model, change))
        }
        Err(sentence) => {
            state::forget(model, change);
            prompt::not_saved(model, change, sentence)
        }
    }
}

fn tell(model: &mut Model, what: &FeedChange) {
    let name = &what.source().name;
    let (sentence, way_back) = match what {
        FeedChange::Subscribe(_) | FeedChange::Restore(_) => (safe!("Subscribed to {}", name), "takes it back"),
        FeedChange::Unsubscribe(_) => (safe!("Removed {}, its starred articles stay", name), "brings it back"),
        FeedChange::Edit { .. } => (safe!("Saved {}", name), "undoes"),
    };
    model.offer_undo(&sentence, way_back);
}

/// The user's file was changed elsewhere: these are the feeds and the saved views now.
pub fn changed(model: &mut Model, now: Vec<Feed>, saved: Vec<SavedView>) -> Effects {
    if now == model.feeds && saved == model.saved {
        return Effects::none();
    }
    model.saved = saved;
    let ids = |feeds: &[Feed]| feeds.iter().map(|feed| feed.id).collect::<HashSet<FeedId>>();
    let (before, after) = (ids(&model.feeds), ids(&now));
    match (after.difference(&before).count(), before.difference(&after).count()) {
        (0, 0) => model.mention("feeds.toml: what was changed holds now"),
        (added, removed) => model.mention(safe!("feeds.toml: {} added, {} removed", added, removed)),
    }
    take_in(model, now)
}

/// These are the feeds now. Cursor and open article stay where they are.
fn take_in(model: &mut Model, now: Vec<Feed>) -> Effects {
    if now == model.feeds {
        return Effects::none();
    }
    let lists_differ = filed(&model.feeds) != filed(&now);
    let row = row_of_cursor(model);
    model.feeds = now.clone();
    let ids: HashSet<FeedId> = model.feeds.iter().map(|feed| feed.id).collect();
    model.poll.failing.retain(|id, _| ids.contains(id));
    if let Some(Dialog::Form { feed, .. }) = &model.dialog
        && !ids.contains(feed)
    {
        model.dialog = None;
    }
    keep_cursor(model, row);
    let lists = if lists_differ { load_counts(model).and(lists::reload_in_place(model)) } else { Effects::none() };
    lists.and(Effect::SetFeeds(now).into()).and(feeds::subscriptions_changed(model))
}

/// Which feeds there are, and what they are filed under: lists hang on nothing else.
fn filed(feeds: &[Feed]) -> HashSet<(FeedId, Vec<SafeText>)> {
    feeds.iter().map(|feed| (feed.id, feed.source.folder_labels())).collect()
}

fn row_of_cursor(model: &Model) -> Option<usize> {
    views::rows(model).iter().position(|row| row.target.as_ref() == Some(&model.views.cursor))
}

/// The views' cursor follows its feed to another folder; where its row is gone, the next takes its place.
fn keep_cursor(model: &mut Model, row: Option<usize>) {
    let Some(row) = row.filter(|_| row_of_cursor(model).is_none()) else { return };
    if let ViewTarget::Feed { feed, .. } = model.views.cursor
        && let Some(folder) = model.feed(feed).and_then(|feed| feed.source.folder_labels().into_iter().next())
    {
        views::unfold(model, &folder);
        model.views.cursor = ViewTarget::Feed { feed, folder };
        return;
    }
    let rows = views::rows(model);
    let nearest = rows.iter().take(row + 1).rev().find_map(|row| row.target.clone());
    model.views.cursor = nearest.unwrap_or(ViewTarget::View(View::Unread));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::Setup;
    use crate::domain::{SafeText, Source, WebUrl};

    fn feed(id: i64, folder: Option<&'static str>) -> Feed {
        let url = WebUrl::parse(&format!("https://{id}.example/")).unwrap();
        let mut source = Source::unknown(SafeText::line(&format!("Feed {id}")), url);
        source.folders = folder.map(SafeText::from).into_iter().collect();
        Feed { id: FeedId(id), source, moved: None }
    }

    #[test]
    fn changed_feeds_are_polled_listed_and_told_of_once() {
        let mut model = Model::new(Setup {
            feeds: vec![feed(1, Some("Asia/East")), feed(2, None)],
            failing: Default::default(),
            keymap: Default::default(),
            options: Default::default(),
            now: "2026-11-22T14:05[UTC]".parse().unwrap(),
            size: ratatui::layout::Size { width: 140, height: 40 },
        });
        model.views.cursor = ViewTarget::Folder("Asia".into());
        let now = vec![feed(1, Some("Asia")), feed(2, None)];
        let Effects(effects) = changed(&mut model, now.clone(), Vec::new());
        assert!(effects.contains(&Effect::SetFeeds(now.clone())), "{effects:?}");
        assert!(effects.iter().any(|effect| matches!(effect, Effect::LoadPage { .. })), "{effects:?}");
        assert_eq!(model.views.cursor, ViewTarget::Folder("Asia".into()));
        assert_eq!(changed(&mut model, now.clone(), Vec::new()), Effects::none());

        let saved = SavedView { name: "Straits".into(), query: "tag:straits".into() };
        let _ = changed(&mut model, now, vec![saved.clone()]);
        let target = ViewTarget::Saved(saved);
        assert!(views::rows(&model).iter().any(|row| row.target.as_ref() == Some(&target)));
        let Effects(effects) = lists::open_target(&mut model, target);
        assert!(matches!(&effects[..], [Effect::ParseQuery { text, .. }] if *text == "tag:straits"), "{effects:?}");
        model.prompt = None;

        let _ = changed(&mut model, vec![feed(3, None)], Vec::new());
        assert_eq!(model.notice.as_ref().unwrap().text, "feeds.toml: 1 added, 2 removed");
        assert_eq!(model.views.cursor, ViewTarget::Folder("Other feeds".into()), "what is in its place now");
    }
}
