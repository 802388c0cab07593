//! The feeds screen.

use super::*;
use crate::domain::{FeedReport, HealthState, Held, PollState};

const FAILED: Verdict = Verdict::Retry { after: None };

fn failure(sentence: &'static str) -> Failure {
    Failure { kind: FailureKind::Failed, sentence: sentence.into(), detail: "".into(), verdict: FAILED }
}

/// A feed that answered, with an article of this day and so many articles a day.
fn well(id: i64, newest: &str, a_day: f64) -> FeedReport {
    let now = NOW.parse::<jiff::Zoned>().unwrap().timestamp();
    let newest = Some(format!("{newest}T12:00:00Z").parse().unwrap());
    FeedReport {
        feed: FeedId(id),
        poll: PollState { last_attempt: Some(now), last_success: Some(now), ..PollState::default() },
        held: Held { articles: 7, newest, a_day: Some(a_day), ..Held::default() },
    }
}

fn ill(id: i64, sentence: &'static str) -> FeedReport {
    let mut report = well(id, "2026-11-20", 1.0);
    report.poll.failure = Some(failure(sentence));
    report.poll.failures = 3;
    report
}

/// Four feeds: fine, failing, stale, fine; the screen is open and knows them.
fn screen() -> Model {
    let feeds = (1..=4).map(feed).collect();
    let mut model = Model::new(Setup { feeds, ..setup() });
    let effects = start(&mut model);
    let _ = answer_page(&mut model, &effects, page([1]));
    let effects = press(&mut model, "gf");
    let reports =
        vec![well(1, "2026-11-21", 2.0), ill(2, "no server"), well(3, "2016-05-03", 0.0), well(4, "2026-11-22", 9.0)];
    tell(&mut model, &effects, reports);
    model
}

/// Answers the question after feeds among these effects.
fn tell(model: &mut Model, effects: &[Effect], reports: Vec<FeedReport>) {
    let (request, feed) = effects
        .iter()
        .find_map(|effect| match effect {
            Effect::LoadFeeds { request, feed } => Some((*request, *feed)),
            _ => None,
        })
        .expect("feeds are asked for");
    let _ = update(model, Message::FeedsLoaded { request, feed, reports: Ok(reports) });
}

fn order(model: &Model) -> Vec<i64> {
    model.feeds_screen.as_ref().unwrap().order.iter().map(|feed| feed.0).collect()
}

fn chosen(model: &Model) -> Option<i64> {
    model.chosen_feed().map(|feed| feed.id.0)
}

fn state(model: &Model, feed: i64) -> HealthState {
    model.feeds_screen.as_ref().unwrap().health(FeedId(feed)).unwrap().state
}

#[test]
fn the_worst_feed_comes_first_and_sorting_goes_round() {
    let mut model = screen();
    assert_eq!((order(&model), chosen(&model)), (vec![2, 3, 1, 4], Some(2)));
    for sorted in [[1, 2, 3, 4], [4, 1, 2, 3], [4, 1, 2, 3], [2, 3, 1, 4]] {
        press(&mut model, "j s");
        assert_eq!((order(&model), chosen(&model)), (sorted.to_vec(), Some(sorted[0])));
    }
}

#[test]
fn the_cursor_moves_among_the_feeds_and_stops_at_the_ends() {
    let mut model = screen();
    for (keys, feed) in [("j", 3), ("G", 4), ("j", 4), ("k", 1), ("gg", 2), ("Ctrl-d", 4), ("PageUp", 2)] {
        press(&mut model, keys);
        assert_eq!(chosen(&model), Some(feed), "{keys}");
    }
}

#[test]
fn feeds_are_filtered_by_words_and_by_trouble() {
    let mut model = screen();
    for (words, shown) in [
        ("trouble", vec![2, 3]),
        ("STALE feed", vec![3]),
        ("feed-4.example", vec![4]),
        ("other feeds", vec![2, 3, 1, 4]),
        ("zebra", vec![]),
    ] {
        press(&mut model, "/ Ctrl-u");
        let _ = update(&mut model, Message::Pasted(words.into()));
        press(&mut model, "Enter");
        assert_eq!(order(&model), shown, "{words}");
    }
    assert_eq!(press(&mut model, "r o y Enter"), [], "nothing is selected");
    press(&mut model, "q");
    assert_eq!((order(&model).len(), chosen(&model)), (4, Some(2)), "the first step back shows all again");
    press(&mut model, "Esc");
    assert!(model.feeds_screen.is_none());
}

#[test]
fn keys_act_on_the_feed_under_the_cursor() {
    let mut model = screen();
    assert_eq!(press(&mut model, "r"), [Effect::Refresh(Some(vec![FeedId(2)]))]);
    assert_eq!(press(&mut model, "R"), [Effect::Refresh(None)]);
    let site = WebUrl::parse("https://feed-2.example/").unwrap();
    assert_eq!(press(&mut model, "o"), [Effect::OpenLink(site)]);
    let address = Effect::Copy { text: "https://feed-2.example/rss".into(), what: "the address" };
    assert_eq!(press(&mut model, "y"), [address]);
    model.options.offline = true;
    assert_eq!(press(&mut model, "r"), []);
    assert_eq!(notice(&model), "started with --offline: the network is left alone");
}

#[test]
fn keys_of_articles_do_nothing_here_and_say_so() {
    let mut model = screen();
    assert_eq!(press(&mut model, "m"), []);
    assert_eq!(notice(&model), "that is for articles; q goes back to them");
    assert!(press(&mut model, "t T A n z f Esc").is_empty());
    assert!(model.prompt.is_none() && !model.zen);
}

#[test]
fn enter_shows_the_articles_of_the_feed() {
    let mut model = screen();
    let effects = press(&mut model, "j Enter");
    assert!(model.feeds_screen.is_none());
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::LoadPage { scope, .. } if scope.view == View::Feed(FeedId(3))))
    );
    let mut model = screen();
    press(&mut model, "gs");
    assert_eq!((model.feeds_screen.is_none(), &model.list.scope.view), (true, &View::Starred));
}

#[test]
fn a_feed_that_was_asked_is_told_anew_and_no_row_moves() {
    let mut model = screen();
    press(&mut model, "j");
    let finished = |outcome| Message::Poll(PollNews::FeedFinished { feed: FeedId(2), outcome, done: 1, of: 4 });
    let effects = update(&mut model, finished(FeedOutcome::Fetched { new: 0 })).0;
    assert_eq!(state(&model, 2), HealthState::Failing, "until it is known");
    tell(&mut model, &effects, vec![well(2, "2026-11-22", 1.0)]);
    assert_eq!((state(&model, 2), order(&model), chosen(&model)), (HealthState::Fine, vec![2, 3, 1, 4], Some(3)));

    press(&mut model, "q");
    let effects = update(&mut model, finished(FeedOutcome::Fetched { new: 0 })).0;
    assert_eq!(effects, [], "nobody looks");
}

#[test]
fn an_older_answer_does_not_replace_a_newer_one() {
    let mut model = screen();
    let failed = || FeedOutcome::Failed(failure("again"));
    let finished = || Message::Poll(PollNews::FeedFinished { feed: FeedId(1), outcome: failed(), done: 1, of: 4 });
    let first = update(&mut model, finished()).0;
    let second = update(&mut model, finished()).0;
    tell(&mut model, &second, vec![ill(1, "again")]);
    tell(&mut model, &first, vec![well(1, "2026-11-22", 1.0)]);
    assert_eq!(state(&model, 1), HealthState::Failing);
}

#[test]
fn the_header_and_the_screen_count_the_same_feeds_as_failing() {
    let mut model = screen();
    let waiting = Failure { kind: FailureKind::RateLimited, ..failure("patience") };
    for (id, failure) in [(2, failure("no server")), (1, waiting)] {
        let outcome = FeedOutcome::Failed(failure);
        let _ = update(&mut model, Message::Poll(PollNews::FeedFinished { feed: FeedId(id), outcome, done: 1, of: 4 }));
    }
    let troubles = model.feeds_screen.as_ref().unwrap().troubles();
    assert_eq!(troubles, [(1, "failing"), (1, "stale")]);
    assert_eq!(model.poll.failing_feeds(), 1);
}

#[test]
fn a_click_chooses_a_feed_and_the_wheel_moves() {
    let mut model = screen();
    let at = |row, what| Message::Mouse(Mouse { column: 5, row, what });
    let _ = update(&mut model, at(5, MouseWhat::Click));
    assert_eq!(chosen(&model), Some(1), "below the header, the border, the heading and two rows");
    let _ = update(&mut model, at(30, MouseWhat::Click));
    let _ = update(&mut model, Message::Mouse(Mouse { column: 139, row: 5, what: MouseWhat::Click }));
    assert_eq!(chosen(&model), Some(1), "no feed stands there");
    let _ = update(&mut model, at(5, MouseWhat::WheelDown));
    assert_eq!(chosen(&model), Some(4));
}

#[test]
fn what_cannot_be_known_is_said() {
    let mut model = Model::new(setup());
    let effects = press(&mut model, "gf");
    let Some(Effect::LoadFeeds { request, .. }) = effects.last().cloned() else { panic!("{effects:?}") };
    let _ = update(&mut model, Message::FeedsLoaded { request, feed: None, reports: Err("no cache".into()) });
    assert_eq!(model.feeds_screen.as_ref().unwrap().failure.as_deref(), Some("no cache"));
}
