//! The user's feeds have changed.

use std::collections::HashSet;

use super::super::effect::{Effect, Effects};
use super::super::model::{Model, ViewTarget};
use super::super::views;
use super::{lists, load_counts};
use crate::domain::{Feed, FeedId, SavedView, View, safe};

/// Takes the feeds that there are from now on. The list is loaded again where the reader stands, and an open article
/// stays open, also when its feed has gone.
pub fn changed(model: &mut Model, feeds: Vec<Feed>, saved: Vec<SavedView>) -> Effects {
    if feeds == model.feeds && saved == model.saved {
        return Effects::none();
    }
    model.saved = saved;
    let ids = |feeds: &[Feed]| feeds.iter().map(|feed| feed.id).collect::<HashSet<FeedId>>();
    let (before, now) = (ids(&model.feeds), ids(&feeds));
    let (added, removed) = (now.difference(&before).count(), before.difference(&now).count());
    match (added, removed) {
        (0, 0) => model.say("feeds.toml: what was changed holds now"),
        _ => model.say(safe!("feeds.toml: {} added, {} removed", added, removed)),
    }
    model.poll.failing.retain(|id, _| now.contains(id));
    model.feeds = feeds.clone();
    let has_row = |target: &ViewTarget| views::rows(model).iter().any(|row| row.target.as_ref() == Some(target));
    if !has_row(&model.views.cursor) {
        model.views.cursor = ViewTarget::View(View::Unread);
    }
    load_counts(model).and(Effect::SetFeeds(feeds).into()).and(lists::reload_in_place(model))
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
        assert_eq!(model.views.cursor, ViewTarget::View(View::Unread));
    }
}
