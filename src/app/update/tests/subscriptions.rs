//! Feeds are added, edited and removed; folders nest.

use super::*;
use crate::app::dialog::Dialog;
use crate::app::effect::FeedChange;
use crate::app::model::ViewTarget;
use crate::app::views::{self, RowShape};
use crate::domain::{Candidate, Teaser};

fn candidate(number: i64) -> Candidate {
    Candidate {
        url: WebUrl::parse(&format!("https://feed-{number}.example/rss")).unwrap(),
        title: SafeText::line(&format!("Feed {number}")),
        site: WebUrl::parse(&format!("https://feed-{number}.example/")).ok(),
        format: "RSS".into(),
        newest: vec![Teaser { title: "News".into(), at: None }],
    }
}

fn type_in(model: &mut Model, text: &str) {
    let _ = update(model, Message::Pasted(text.to_owned()));
}

fn answer(model: &mut Model, text: &str) -> Vec<Effect> {
    type_in(model, text);
    press(model, "Enter")
}

fn typed(model: &Model) -> &str {
    model.prompt.as_ref().map_or("no prompt", |prompt| prompt.input.value())
}

fn refusal(model: &Model) -> &str {
    let error = model.prompt.as_ref().and_then(|prompt| prompt.error.as_ref());
    error.map_or("not refused", |error| error.message.as_str())
}

/// Looks for feeds and finds these.
fn found(model: &mut Model, found: Result<Vec<Candidate>, SafeText>) {
    press(model, "a");
    let effects = answer(model, "feed-9.example");
    let request = effects.iter().find_map(|effect| match effect {
        Effect::Discover { request, address } if address == "feed-9.example" => Some(*request),
        _ => None,
    });
    let _ = update(model, Message::Discovered { request: request.expect("feeds are looked for"), found });
}

fn change_of(effects: &[Effect]) -> (ChangeId, FeedChange) {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::ChangeFeeds { change, what } => Some((*change, what.clone())),
        _ => None,
    });
    found.expect("the subscriptions are changed")
}

/// The change among these effects is saved, and the feeds are these now.
fn save(model: &mut Model, effects: &[Effect], feeds: Vec<Feed>) -> Vec<Effect> {
    let change = change_of(effects).0;
    update(model, Message::FeedsSaved { change, result: Ok(feeds) }).0
}

fn filed(id: i64, folders: &[&'static str]) -> Feed {
    let mut feed = feed(id);
    feed.source.folders = folders.iter().copied().map(SafeText::from).collect();
    feed
}

/// A reader of these feeds in the views pane, with all folders shown and the cursor on the first feed.
fn at_feeds(feeds: Vec<Feed>) -> Model {
    let mut model = Model::new(Setup { feeds, ..setup() });
    let effects = start(&mut model);
    let _ = answer_page(&mut model, &effects, page([3, 2, 1]));
    press(&mut model, "j h");
    for folder in views::folders(&model).into_iter().chain(["Other feeds".into()]) {
        views::unfold(&mut model, &folder);
    }
    let first = views::rows(&model).into_iter().find(|row| matches!(row.shape, RowShape::Feed { .. }));
    model.views.cursor = first.and_then(|row| row.target).expect("there is a feed");
    model
}

#[test]
fn a_feed_is_found_chosen_and_filed() {
    let mut model = reader([1]);
    found(&mut model, Ok(vec![candidate(1), candidate(9)]));
    press(&mut model, "k Enter");
    assert_eq!(notice(&model), "you subscribe to it already, as Feed 1");

    press(&mut model, "j Enter");
    let effects = answer(&mut model, "Asia/East, Wires");
    let (_, what) = change_of(&effects);
    let source = what.source().clone();
    assert_eq!(what, FeedChange::Subscribe(Box::new(source.clone())));
    assert_eq!((source.name.as_str(), &source.folders), ("Feed 9", &vec!["Asia/East".into(), "Wires".into()]));
    assert_eq!(source.site, candidate(9).site);

    save(&mut model, &effects, vec![feed(1), feed(2), Feed { source, ..feed(9) }]);
    let _ = update(&mut model, Message::Poll(PollNews::RoundEnded { new: 3, failed: 0 }));
    assert_eq!(notice(&model), "Subscribed to Feed 9 · Ctrl-z takes it back", "a round says less than that");
    assert!(model.prompt.is_none() && model.dialog.is_none());

    let undone = press(&mut model, "Ctrl-z");
    assert!(matches!(change_of(&undone).1, FeedChange::Unsubscribe(source) if source.name == "Feed 9"));
    save(&mut model, &undone, vec![feed(1), feed(2)]);
    assert_eq!(notice(&model), "undone: Feed 9 is not subscribed to any more");
    press(&mut model, "Ctrl-z");
    assert_eq!(notice(&model), "there is nothing to undo");
}

#[test]
fn what_was_typed_is_kept_when_nothing_is_found() {
    let mut model = reader([1]);
    found(&mut model, Err("No feed was found there.".into()));
    assert_eq!((typed(&model), refusal(&model)), ("feed-9.example", "No feed was found there."));
    assert_eq!(model.dialog, None);
}

#[test]
fn looking_is_stopped_and_what_is_found_later_is_dropped() {
    let mut model = reader([1]);
    press(&mut model, "a");
    let effects = answer(&mut model, "feed-9.example");
    let Some(Effect::Discover { request, .. }) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(press(&mut model, "j Esc"), [Effect::StopDiscovery]);
    let _ = update(&mut model, Message::Discovered { request: *request, found: Ok(vec![candidate(9)]) });
    assert!(model.dialog.is_none() && model.prompt.is_none());
}

#[test]
fn without_a_network_nothing_is_looked_for() {
    let mut model = Model::new(Setup { options: Options { offline: true, ..Options::default() }, ..setup() });
    assert_eq!(press(&mut model, "a"), []);
    assert!(model.prompt.is_none());
}

#[test]
fn keys_pressed_while_a_change_is_saved_are_meant_for_what_comes_after() {
    let mut model = reader([3, 2, 1]);
    found(&mut model, Ok(vec![candidate(9)]));
    press(&mut model, "Enter");
    let effects = press(&mut model, "Enter");
    press(&mut model, "j j");
    assert_eq!(selected(&model), None);
    save(&mut model, &effects, vec![feed(1), feed(2), feed(9)]);
    assert_eq!(selected(&model), Some(2));
}

#[test]
fn folders_are_completed_part_by_part() {
    let mut model = Model::new(Setup { feeds: vec![filed(1, &["Asia/East", "Daily"])], ..setup() });
    found(&mut model, Ok(vec![candidate(9)]));
    press(&mut model, "Enter");
    type_in(&mut model, "Wires, as");
    press(&mut model, "Down Down Tab");
    assert_eq!(typed(&model), "Wires, Asia/East");
}

#[test]
fn a_field_is_typed_saved_and_undone() {
    let mut model = at_feeds(vec![feed(1), feed(2)]);
    press(&mut model, "E Enter");
    assert_eq!(typed(&model), "Feed 1");
    press(&mut model, "Ctrl-u");
    let effects = answer(&mut model, "Gazette");
    let (_, FeedChange::Edit { before, after }) = change_of(&effects) else { panic!("{effects:?}") };
    assert_eq!((before.name.as_str(), after.name.as_str()), ("Feed 1", "Gazette"));
    save(&mut model, &effects, vec![Feed { source: (*after).clone(), ..feed(1) }, feed(2)]);
    assert_eq!(notice(&model), "Saved Gazette · Ctrl-z undoes");
    assert_eq!(model.dialog, Some(Dialog::Form { feed: FeedId(1), cursor: 0 }));

    let undone = press(&mut model, "Ctrl-z");
    assert_eq!(change_of(&undone).1, FeedChange::Edit { before: after, after: before });
}

#[test]
fn a_toggle_is_changed_at_once_and_a_choice_is_offered() {
    let mut model = at_feeds(vec![feed(1)]);
    press(&mut model, "E G k");
    let (_, what) = change_of(&press(&mut model, "Enter"));
    assert!(what.source().disabled);

    press(&mut model, "gg j j j j Enter");
    let (_, what) = change_of(&answer(&mut model, "think"));
    assert_eq!(what.source().card.kind.slug(), "think-tank");
}

#[test]
fn what_cannot_be_or_is_not_saved_keeps_what_was_typed() {
    let mut model = at_feeds(vec![feed(1)]);
    press(&mut model, "E j j j j j Enter");
    assert_eq!(answer(&mut model, "Ukraine"), []);
    assert_eq!((typed(&model), refusal(&model)), ("Ukraine", "a country code is two letters, such as UA"));

    press(&mut model, "Ctrl-u");
    let effects = answer(&mut model, "UA");
    let (change, _) = change_of(&effects);
    let result = Err("feeds.toml:3:1: it is no TOML file".into());
    let _ = update(&mut model, Message::FeedsSaved { change, result });
    assert_eq!((typed(&model), refusal(&model)), ("UA", "feeds.toml:3:1: it is no TOML file"));
    assert!(model.undo.is_empty(), "what was not made cannot be undone");
}

#[test]
fn nothing_is_edited_or_removed_where_no_feed_is_meant() {
    let mut model = reader([1]);
    for key in ["E", "dd"] {
        assert_eq!(press(&mut model, key), []);
        assert_eq!(notice(&model), "go to a feed first: gf shows them");
    }
}

#[test]
fn a_removed_feed_leaves_cursor_and_article_and_comes_back() {
    let mut model = at_feeds(vec![feed(1), feed(2), feed(3)]);
    press(&mut model, "j");
    let effects = press(&mut model, "dd");
    assert_eq!(change_of(&effects).1, FeedChange::Unsubscribe(Box::new(feed(2).source)));
    assert_eq!(press(&mut model, "dd"), [], "it is being removed already");
    save(&mut model, &effects, vec![feed(1), feed(3)]);
    assert_eq!(notice(&model), "Removed Feed 2, its starred articles stay · Ctrl-z brings it back");
    assert_eq!(selected(&model), Some(3));
    let here = ViewTarget::Feed { feed: FeedId(3), folder: "Other feeds".into() };
    assert_eq!(model.views.cursor, here);

    let undone = press(&mut model, "Ctrl-z");
    assert_eq!(change_of(&undone).1, FeedChange::Restore(Box::new(feed(2).source)));
    save(&mut model, &undone, vec![feed(1), feed(2), feed(3)]);
    assert_eq!((model.views.cursor.clone(), selected(&model)), (here, Some(3)));
}

#[test]
fn the_list_of_one_feed_is_about_that_feed() {
    let mut model = at_feeds(vec![feed(1), feed(2)]);
    let effects = Effects(press(&mut model, "Enter"));
    let _ = answer_page(&mut model, &effects, page([3]));
    press(&mut model, "E");
    assert_eq!(model.dialog, Some(Dialog::Form { feed: FeedId(1), cursor: 0 }));
}

#[test]
fn feeds_that_change_elsewhere_leave_the_reader_where_they_are() {
    let mut model = at_feeds(vec![filed(1, &["A"]), filed(2, &["A"])]);
    let before = selected(&model);
    let effects = update(
        &mut model,
        Message::FeedsChanged { feeds: vec![filed(1, &["B"]), filed(2, &["A"])], saved: Vec::new() },
    )
    .0;
    assert!(effects.iter().any(|effect| matches!(effect, Effect::LoadPage { window: Window::Around(_), .. })));
    assert_eq!(model.views.cursor, ViewTarget::Feed { feed: FeedId(1), folder: "B".into() });
    assert!(model.views.unfolded.contains(&SafeText::from("B")), "the cursor's row is seen");
    assert_eq!(selected(&model), before);
    let same = model.feeds.clone();
    assert_eq!(update(&mut model, Message::FeedsChanged { feeds: same, saved: Vec::new() }).0, []);
}

#[test]
fn the_form_closes_with_its_feed() {
    let mut model = at_feeds(vec![feed(1), feed(2)]);
    press(&mut model, "E");
    let _ = update(&mut model, Message::FeedsChanged { feeds: vec![feed(2)], saved: Vec::new() });
    assert_eq!(model.dialog, None);
}

/// The rows below "Feeds": folders with their depth and number, feeds with theirs.
fn tree(model: &Model) -> Vec<String> {
    let rows = views::rows(model);
    let feeds = rows.iter().skip_while(|row| row.label != "Feeds").skip(1);
    feeds.map(|row| format!("{}{} {}", "  ".repeat(row.depth), row.label, row.count)).collect()
}

#[test]
fn folders_nest_and_count_each_feed_once() {
    let feeds = vec![filed(1, &["A/B", "A/C", "D"]), filed(2, &["A"]), filed(3, &["A/B"]), feed(4)];
    let mut model = Model::new(Setup { feeds, ..setup() });
    model.counts.feeds = (1..=4).map(|id| (FeedId(id), 10_u64.pow(id as u32))).collect();
    assert_eq!(tree(&model), ["A 1110", "D 10", "Other feeds 10000"]);
    model.views.unfolded.insert("A".into());
    assert_eq!(tree(&model)[..4], ["A 1110", "  B 1010", "  C 10", "Feed 2 100"]);
    model.views.unfolded.insert("A/B".into());
    assert_eq!(tree(&model)[1..4], ["  B 1010", "  Feed 1 10", "  Feed 3 1000"]);
    model.views.unfolded.remove("A");
    assert_eq!(tree(&model), ["A 1110", "D 10", "Other feeds 10000"], "a folded one hides what is in it");
    assert_eq!(views::feeds_of(&model, &View::Folder("A".into())), Some([1, 2, 3].map(FeedId).to_vec()));
}

#[test]
fn the_cursor_passes_a_feed_that_is_in_two_folders() {
    let mut model = at_feeds(vec![filed(1, &["A", "B"])]);
    press(&mut model, "j j");
    assert_eq!(model.views.cursor, ViewTarget::Feed { feed: FeedId(1), folder: "B".into() });
    press(&mut model, "Space");
    assert_eq!(model.views.cursor, ViewTarget::Folder("B".into()));
}
