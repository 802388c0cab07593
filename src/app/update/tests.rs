//! Model + message → model + effects, as tables.

use jiff::Timestamp;
use ratatui::layout::Size;

use crate::app::effect::{Change, ChangeId, Effect, Effects, RequestId};
use crate::app::key::parse_sequence;
use crate::app::keymap::Keymap;
use crate::app::message::{FeedOutcome, Message, Mouse, MouseWhat, PollNews};
use crate::app::model::{Model, Options, Overlay, PromptKind, Setup, Shown, Tone};
use crate::app::panes::Pane;
use crate::app::{start, update};
use crate::domain::{
    Article, ArticleId, Counts, Document, Failure, FailureKind, Feed, FeedId, Headline, Marks, OwnTag, Page, Query,
    QueryError, SafeText, Source, Span, Status, Tag, TagKind, Term, Verdict, View, WebUrl, Window,
};

mod edits;
mod feeds;
mod find;
mod full_text;
mod leaving;
mod links;
mod notes;
mod packing;
mod pictures;
mod queue;
mod subscriptions;
mod trail;

const NOW: &str = "2026-11-22T14:05[UTC]";

fn feed(id: i64) -> Feed {
    let url = WebUrl::parse(&format!("https://feed-{id}.example/rss")).unwrap();
    Feed { id: FeedId(id), source: Source::unknown(SafeText::line(&format!("Feed {id}")), url), moved: None }
}

/// A headline of feed 1; a larger number is newer.
fn headline(number: u64) -> Headline {
    Headline {
        id: ArticleId(number),
        feed: FeedId(1),
        title: SafeText::line(&format!("Headline {number}")),
        link: WebUrl::parse(&format!("https://feed-1.example/{number}")).ok(),
        published: None,
        arrived: Timestamp::from_second(1_700_000_000 + number as i64).unwrap(),
        status: Status::default(),
        own_tags: Vec::new(),
        marks: Marks::default(),
    }
}

fn page(numbers: impl IntoIterator<Item = u64>) -> Page {
    Page { headlines: numbers.into_iter().map(headline).collect(), ..Page::default() }
}

fn setup() -> Setup {
    Setup {
        feeds: vec![feed(1), feed(2)],
        failing: Default::default(),
        keymap: Keymap::default(),
        options: Options::default(),
        now: NOW.parse().unwrap(),
        size: Size { width: 140, height: 40 },
    }
}

/// A reader whose first page is loaded, with the cursor on nothing yet.
fn reader(numbers: impl IntoIterator<Item = u64>) -> Model {
    let mut model = Model::new(setup());
    let effects = start(&mut model);
    let _ = answer_page(&mut model, &effects, page(numbers));
    model
}

/// Presses keys (written as in the config file, separated by spaces) and returns all that follows.
fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for word in keys.split(' ') {
        for key in parse_sequence(word).unwrap() {
            effects.extend(update(model, Message::Key(key)).0);
        }
    }
    effects
}

fn page_request(effects: &[Effect]) -> RequestId {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::LoadPage { request, .. } => Some(*request),
        _ => None,
    });
    found.expect("a page is asked for")
}

fn answer_page(model: &mut Model, effects: &Effects, page: Page) -> Effects {
    let request = page_request(&effects.0);
    update(model, Message::PageLoaded { request, page: Ok(page) })
}

fn open_with_tags(model: &mut Model, effects: &[Effect], tags: Vec<Tag>) {
    let (request, id) = effects
        .iter()
        .find_map(|effect| match effect {
            Effect::LoadArticle { request, id } => Some((*request, *id)),
            _ => None,
        })
        .expect("an article is asked for");
    let article = Article { tags, ..Article::new(headline(id.0), "".into(), "<p>Text</p>".into()) };
    let opened = Ok(Some(Box::new((article, Document::default()))));
    let _ = update(model, Message::ArticleLoaded { request, id, article: opened });
}

/// The article that is asked for comes, with this HTML. Returns what follows.
fn open_with_body(model: &mut Model, effects: &[Effect], html: &str) -> Vec<Effect> {
    let article = |id: ArticleId| Article::new(headline(id.0), "".into(), SafeText::block(html));
    open(model, effects, article)
}

fn open(model: &mut Model, effects: &[Effect], article: impl FnOnce(ArticleId) -> Article) -> Vec<Effect> {
    let asked = effects.iter().rev().find_map(|effect| match effect {
        Effect::LoadArticle { request, id } => Some((*request, *id)),
        _ => None,
    });
    let (request, id) = asked.expect("an article is asked for");
    let article = article(id);
    let document = crate::text::document(&article.body, None);
    update(model, Message::ArticleLoaded { request, id, article: Ok(Some(Box::new((article, document)))) }).0
}

/// So many paragraphs of different words.
fn long_body(paragraphs: usize) -> String {
    (1..=paragraphs).map(|number| format!("<p>Paragraph {number} of many.</p>")).collect()
}

fn shown(model: &Model) -> u64 {
    model.sheet().expect("an article is open").article.headline.id.0
}

fn ukraine() -> Tag {
    let spans = vec![Span { start: 0, end: 7 }];
    Tag { kind: TagKind::Country, key: "UA".into(), label: "Ukraine".into(), main: true, score: 0.9, spans }
}

fn notice(model: &Model) -> &str {
    model.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

fn selected(model: &Model) -> Option<u64> {
    model.list.selected().map(|headline| headline.id.0)
}

fn saved_change(effects: &[Effect]) -> (ChangeId, Change) {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Save { change, what } => Some((*change, what.clone())),
        _ => None,
    });
    found.expect("a change is saved")
}

fn arrival() -> Message {
    Message::Poll(PollNews::FeedFinished { feed: FeedId(1), outcome: FeedOutcome::Fetched { new: 2 }, done: 1, of: 2 })
}

#[test]
fn the_unread_view_and_the_counts_are_loaded_first() {
    let mut model = Model::new(setup());
    let effects = start(&mut model).0;
    assert!(effects.iter().any(|effect| matches!(effect, Effect::LoadCounts { .. })));
    assert!(effects.iter().any(|effect| matches!(
        effect,
        Effect::LoadPage { scope, window: Window::Top, .. } if scope.view == View::Unread
    )));
}

#[test]
fn an_untouched_list_takes_in_what_arrives() {
    let mut model = reader([3, 2, 1]);
    let effects = update(&mut model, arrival());
    let _ = answer_page(&mut model, &effects, page([5, 4, 3, 2, 1]));
    assert_eq!(model.list.rows.len(), 5);
    assert_eq!(selected(&model), None);
}

#[test]
fn what_arrives_never_moves_a_chosen_cursor() {
    let mut model = reader([3, 2, 1]);
    press(&mut model, "j j");
    assert_eq!(selected(&model), Some(2));
    let effects = update(&mut model, arrival()).0;
    let peek = effects.iter().find_map(|effect| match effect {
        Effect::Peek { request, .. } => Some(*request),
        _ => None,
    });
    let mut newer = page([5, 4, 3, 2, 1]);
    for headline in &mut newer.headlines[..2] {
        headline.arrived = model.now.timestamp();
    }
    let _ = update(&mut model, Message::Peeked { request: peek.unwrap(), page: Ok(newer.clone()) });
    assert_eq!(selected(&model), Some(2));
    assert_eq!(model.list.rows.len(), 3);
    assert_eq!(model.list.new, 2);

    let effects = Effects(press(&mut model, "i"));
    let _ = answer_page(&mut model, &effects, newer);
    assert_eq!(selected(&model), Some(2));
    assert_eq!((model.list.rows.len(), model.list.new), (5, 0));
}

#[test]
fn a_reply_that_is_no_longer_wanted_is_dropped() {
    let mut model = reader([3, 2, 1]);
    let first = press(&mut model, "ga");
    let second = press(&mut model, "gs");
    let stale = page_request(&first);
    let _ = update(&mut model, Message::PageLoaded { request: stale, page: Ok(page([9])) });
    assert!(model.list.rows.is_empty(), "the page of a view that was left is not shown");
    let _ = answer_page(&mut model, &Effects(second), page([7]));
    assert_eq!(selected(&model), Some(7));
}

#[test]
fn only_the_article_under_the_cursor_is_shown() {
    let mut model = reader([3, 2, 1]);
    let first = press(&mut model, "j");
    let second = press(&mut model, "j");
    open_with_tags(&mut model, &first, vec![ukraine()]);
    assert_eq!(model.article.shown, Shown::Nothing);
    open_with_tags(&mut model, &second, vec![]);
    assert_eq!(model.sheet().unwrap().article.headline.id, ArticleId(2));
}

#[test]
fn a_star_shows_at_once_and_is_taken_back_when_it_cannot_be_saved() {
    let mut model = reader([2, 1]);
    let effects = press(&mut model, "j s");
    assert!(model.list.rows[0].status.starred);
    let (change, what) = saved_change(&effects);
    assert_eq!(what, Change::Starred { id: ArticleId(2), starred: true });

    let _ = update(&mut model, Message::Saved { change, result: Err("the disk is full".into()) });
    assert!(!model.list.rows[0].status.starred);
    assert_eq!(notice(&model), "the disk is full");
    assert_eq!(model.notice.as_ref().unwrap().tone, Tone::Problem);
    press(&mut model, "Ctrl-z");
    assert_eq!(notice(&model), "there is nothing to undo");
}

#[test]
fn a_failed_save_leaves_what_the_user_did_later() {
    let mut model = reader([2, 1]);
    let (first, _) = saved_change(&press(&mut model, "j s"));
    press(&mut model, "s");
    press(&mut model, "s");
    let _ = update(&mut model, Message::Saved { change: first, result: Err("no".into()) });
    assert!(model.list.rows[0].status.starred, "the last press was a star");
}

#[test]
fn a_page_that_was_read_before_a_star_does_not_take_it_back() {
    let mut model = reader([3, 2, 1]);
    let effects = press(&mut model, "j");
    open_with_tags(&mut model, &effects, Vec::new());
    let effects = Effects(press(&mut model, "i"));
    let (change, _) = saved_change(&press(&mut model, "s"));
    let _ = update(&mut model, Message::Saved { change, result: Ok(()) });
    let _ = answer_page(&mut model, &effects, page([3, 2, 1]));
    assert!(model.list.rows[0].status.starred, "the page was read before the star was saved");

    let (change, _) = saved_change(&press(&mut model, "s"));
    let effects = Effects(press(&mut model, "i"));
    let _ = update(&mut model, Message::Saved { change, result: Ok(()) });
    let mut stale = page([3, 2, 1]);
    stale.headlines[0].status.starred = true;
    let _ = answer_page(&mut model, &effects, stale);
    assert!(!model.list.rows[0].status.starred, "the change was on its way when the page was asked for");

    let fresh = Effects(press(&mut model, "i"));
    let mut elsewhere = page([3, 2, 1]);
    elsewhere.headlines[0].status.starred = true;
    let _ = answer_page(&mut model, &fresh, elsewhere);
    assert!(model.list.rows[0].status.starred, "what is known by the disk is believed again");
}

#[test]
fn every_change_can_be_undone() {
    let tag: OwnTag = "grain-deal".parse().unwrap();
    type IsChanged = fn(&Headline) -> bool;
    let cases: [(&str, IsChanged); 3] = [
        ("s", |headline| headline.status.starred),
        ("m", |headline| headline.status.read),
        ("t g r a i n - d e a l Enter", |headline| !headline.own_tags.is_empty()),
    ];
    for (keys, is_changed) in cases {
        let mut model = reader([2, 1]);
        press(&mut model, "j");
        press(&mut model, keys);
        assert!(is_changed(&model.list.rows[0]), "{keys}");
        press(&mut model, "Ctrl-z");
        assert!(!is_changed(&model.list.rows[0]), "{keys}");
    }
    let mut model = reader([1]);
    let effects = press(&mut model, "j t g r a i n - d e a l Enter");
    assert_eq!(saved_change(&effects).1, Change::TagAdded { id: ArticleId(1), tag });
}

#[test]
fn a_whole_view_is_marked_read_and_undone() {
    let mut model = reader([3, 2, 1]);
    let effects = press(&mut model, "A");
    let Some(Effect::MarkAllRead { change, .. }) = effects.first() else { panic!("{effects:?}") };
    assert!(model.list.rows.iter().all(|row| row.status.read));
    let ids = vec![ArticleId(3), ArticleId(2), ArticleId(1)];
    let _ = update(&mut model, Message::AllMarkedRead { change: *change, result: Ok(ids.clone()) });
    assert_eq!(notice(&model), "marked 3 as read · Ctrl-z undoes");
    let effects = press(&mut model, "Ctrl-z");
    assert_eq!(saved_change(&effects).1, Change::Read { ids, read: false });
    assert!(model.list.rows.iter().all(|row| !row.status.read));
}

#[test]
fn opening_marks_as_read_and_moving_does_not() {
    let mut model = reader([2, 1]);
    press(&mut model, "j j");
    assert!(model.list.rows.iter().all(|row| !row.status.read));
    press(&mut model, "Enter");
    assert!(model.list.rows[1].status.read);
    assert_eq!(model.focus, Pane::Article);
}

#[test]
fn the_next_unread_is_looked_for_beyond_what_is_loaded() {
    let mut model = Model::new(setup());
    let effects = start(&mut model);
    let mut first = page([9, 8]);
    first.more_after = true;
    for headline in &mut first.headlines {
        headline.status.read = true;
    }
    let _ = answer_page(&mut model, &effects, first);
    press(&mut model, "j");
    let effects = press(&mut model, "n");
    let Some(Effect::FindUnread { request, scope, window: Window::After(edge) }) = effects.first() else {
        panic!("{effects:?}")
    };
    assert_eq!(edge.id, ArticleId(8));
    assert_eq!(scope.filter.as_ref().unwrap().1, Query::Term(Term::Read(false)));
    let effects = update(&mut model, Message::UnreadFound { request: *request, page: Ok(page([5])) });
    let _ = answer_page(&mut model, &effects, page([6, 5, 4]));
    assert_eq!(selected(&model), Some(5));
}

#[test]
fn a_tag_narrows_the_list_and_widens_it_again() {
    let mut model = reader([3, 2, 1]);
    let effects = press(&mut model, "j Enter");
    open_with_tags(&mut model, &effects, vec![ukraine()]);
    let effects = press(&mut model, "Tab Enter");
    assert_eq!(model.list.scope.narrowed.as_ref().unwrap().label, "Ukraine");
    let _ = answer_page(&mut model, &Effects(effects), page([3, 1]));
    assert_eq!(selected(&model), Some(3), "the cursor stays on its article");
    let effects = press(&mut model, "Enter");
    assert_eq!(model.list.scope.narrowed, None);
    let _ = answer_page(&mut model, &Effects(effects), page([3, 2, 1]));
    assert_eq!(selected(&model), Some(3));
}

#[test]
fn back_goes_outwards_step_by_step() {
    let mut model = reader([3, 2, 1]);
    let effects = press(&mut model, "j Enter");
    open_with_tags(&mut model, &effects, vec![ukraine()]);
    press(&mut model, "Tab Enter z");
    assert!(model.zen);
    press(&mut model, "q");
    assert!(!model.zen);
    press(&mut model, "q");
    assert_eq!(model.list.scope.narrowed, None);
    let _ = update(&mut model, Message::Poll(PollNews::RoundStarted { feeds: 82 }));
    assert!(press(&mut model, "Esc").contains(&Effect::StopRefresh));
    let _ = update(&mut model, Message::Poll(PollNews::RoundEnded { new: 0, failed: 0 }));
    press(&mut model, "Esc");
    assert_eq!(notice(&model), "Q quits");
    assert_eq!(press(&mut model, "Q"), [Effect::Quit]);
}

#[test]
fn a_view_left_by_a_search_comes_back() {
    let mut model = reader([1]);
    let effects = press(&mut model, "/ k y i v Enter");
    let Some(Effect::ParseQuery { request, text }) = effects.last() else { panic!("{effects:?}") };
    assert_eq!(text, "kyiv");
    let query = Query::Term(Term::Starred);
    let parsed = Message::QueryParsed { request: *request, text: text.clone(), query: Ok(query) };
    let effects = update(&mut model, parsed);
    assert!(model.prompt.is_none());
    assert!(matches!(model.list.scope.view, View::Search { .. }));
    let _ = answer_page(&mut model, &effects, page([7]));
    press(&mut model, "q");
    assert_eq!(model.list.scope.view, View::Unread);
}

#[test]
fn a_mistake_in_a_query_keeps_the_prompt_open() {
    let mut model = reader([1]);
    let effects = press(&mut model, "/ x Enter");
    let Some(Effect::ParseQuery { request, text }) = effects.last() else { panic!("{effects:?}") };
    let error = QueryError { start: 0, end: 1, message: "there is no field `x`".into(), hint: None };
    let _ =
        update(&mut model, Message::QueryParsed { request: *request, text: text.clone(), query: Err(error.clone()) });
    assert_eq!(model.prompt.as_ref().unwrap().error, Some(error));
    press(&mut model, "y");
    assert_eq!(model.prompt.as_ref().unwrap().error, None, "typing on takes the complaint away");
}

#[test]
fn known_tags_are_completed_and_wrong_ones_refused() {
    let mut model = reader([1]);
    let counts = Counts { own_tags: vec![("grain-deal".parse().unwrap(), 3)], ..Counts::default() };
    let _ = update(&mut model, Message::CountsLoaded { request: RequestId(1_000), counts });
    press(&mut model, "j t g r Tab");
    assert_eq!(model.prompt.as_ref().unwrap().input.value(), "grain-deal");
    press(&mut model, "Ctrl-u a , b Enter");
    assert!(model.prompt.as_ref().unwrap().error.is_some());
    press(&mut model, "Esc");
    assert!(model.prompt.is_none());
    assert!(model.list.rows[0].own_tags.is_empty());
}

#[test]
fn a_broken_sequence_gives_its_last_key_back() {
    let mut model = reader([3, 2, 1]);
    press(&mut model, "j j g");
    assert_eq!(model.pressed.len(), 1);
    press(&mut model, "j");
    assert_eq!(selected(&model), Some(1));
    press(&mut model, "gg");
    assert_eq!(selected(&model), Some(3));
}

#[test]
fn pasted_text_is_never_taken_for_keys() {
    let mut model = reader([1]);
    assert_eq!(update(&mut model, Message::Pasted("Q\u{1b}QQ".into())), Effects::none());
    press(&mut model, "/");
    let _ = update(&mut model, Message::Pasted("grain\ndeal".into()));
    assert_eq!(model.prompt.as_ref().unwrap().input.value(), "grain deal");
}

#[test]
fn the_palette_finds_an_action_by_its_words() {
    let mut model = reader([1]);
    let effects = press(&mut model, ": r e f r e s h - a l l Enter");
    assert_eq!(effects.last(), Some(&Effect::Refresh(None)));
    assert!(model.prompt.is_none());
    assert_eq!(press(&mut model, ": r e f r e s h - a l Enter"), [Effect::Refresh(None)]);
    let effects = press(&mut model, ": r e f r e s h Enter");
    assert!(matches!(effects[..], [Effect::Refresh(_)]), "not `back`, which can stop a refresh: {effects:?}");
    press(&mut model, ": n o s u c h Enter");
    assert_eq!(notice(&model), "no action is called “nosuch”");
}

#[test]
fn refreshing_a_feed_asks_only_for_it() {
    let mut model = reader([1]);
    press(&mut model, "h G Space j");
    assert_eq!(press(&mut model, "r"), [Effect::Refresh(Some(vec![FeedId(1)]))]);
    model.options.offline = true;
    assert_eq!(press(&mut model, "R"), []);
    assert_eq!(notice(&model), "started with --offline: the network is left alone");
}

#[test]
fn the_network_going_and_coming_is_told() {
    let mut model = reader([1]);
    let _ = update(&mut model, Message::Poll(PollNews::Offline { since: NOW.parse().unwrap() }));
    assert!(model.poll.offline_since.is_some());
    let _ = update(&mut model, Message::Poll(PollNews::BackOnline));
    assert_eq!((model.poll.offline_since.as_ref(), notice(&model)), (None, "back online"));
}

#[test]
fn a_failing_feed_is_counted_until_it_answers() {
    let mut model = reader([1]);
    let failure = Failure {
        kind: FailureKind::Failed,
        sentence: "the server has an error".into(),
        detail: "500".into(),
        verdict: Verdict::Retry { after: None },
    };
    let outcome = FeedOutcome::Failed(failure);
    let _ = update(&mut model, Message::Poll(PollNews::FeedFinished { feed: FeedId(2), outcome, done: 1, of: 2 }));
    assert_eq!(model.poll.failing.len(), 1);
    assert_eq!(model.poll.round, Some((1, 2)));
    let outcome = FeedOutcome::Fetched { new: 0 };
    let _ = update(&mut model, Message::Poll(PollNews::FeedFinished { feed: FeedId(2), outcome, done: 2, of: 2 }));
    assert!(model.poll.failing.is_empty());
}

#[test]
fn help_opens_over_everything_and_closes() {
    let mut model = reader([1]);
    press(&mut model, "? j j");
    assert_eq!(model.overlay, Some(Overlay::Help { top: 2 }));
    press(&mut model, "q");
    assert_eq!(model.overlay, None);
}

#[test]
fn without_a_headline_nothing_is_changed() {
    let mut model = reader([]);
    for key in ["s", "m", "t", "T", "o", "y"] {
        assert_eq!(press(&mut model, key), [], "{key}");
        assert_eq!(notice(&model), "no headline is selected", "{key}");
    }
    assert!(model.prompt.is_none());
    assert_eq!(press(&mut model, "A"), []);
}

#[test]
fn a_prompt_for_a_tag_remembers_its_article() {
    let mut model = reader([2, 1]);
    press(&mut model, "j t");
    assert_eq!(model.prompt.as_ref().unwrap().kind, PromptKind::AddTag(ArticleId(2)));
}

#[test]
fn any_size_is_survived() {
    let mut model = reader([3, 2, 1]);
    let effects = press(&mut model, "j Enter");
    open_with_tags(&mut model, &effects, vec![ukraine()]);
    for (columns, rows) in [(1, 1), (0, 0), (40, 10), (72, 10), (100, 12), (500, 200)] {
        let _ = update(&mut model, Message::Resized { columns, rows });
        for keys in
            ["j k G gg Space z z", "Tab Tab Tab j G Space", "Shift-Tab Shift-Tab Shift-Tab Shift-Tab j k", "? j q"]
        {
            press(&mut model, keys);
        }
    }
}

#[test]
fn what_is_read_keeps_its_row_when_the_list_lacks_it_now() {
    let mut model = reader([3, 2, 1]);
    press(&mut model, "j");
    let effects = press(&mut model, "j Enter");
    open_with_tags(&mut model, &effects, vec![ukraine()]);
    let effects = press(&mut model, "Tab Enter");
    // The unread view holds the article no longer, because opening it marked it as read.
    let _ = answer_page(&mut model, &Effects(effects), page([3, 1]));
    let rows: Vec<u64> = model.list.rows.iter().map(|row| row.id.0).collect();
    assert_eq!((rows.as_slice(), selected(&model)), ([3, 2, 1].as_slice(), Some(2)));
    assert_eq!(model.sheet().unwrap().article.headline.id, ArticleId(2));
    press(&mut model, "Enter");
    assert_eq!(model.list.scope.narrowed, None, "the same tag widens again");
}

#[test]
fn a_list_that_fails_is_not_asked_for_again_and_again() {
    let mut model = Model::new(setup());
    let effects = start(&mut model);
    let mut first = page((0..60).rev());
    first.more_after = true;
    let effects = answer_page(&mut model, &effects, first);
    let request = page_request(&effects.0);
    let failed = Message::PageLoaded { request, page: Err("the disk is gone".into()) };
    assert_eq!(update(&mut model, failed), Effects::none());
    assert_eq!((model.list.rows.len(), notice(&model)), (60, "the disk is gone"));
    assert!(press(&mut model, "ga").iter().any(|effect| matches!(effect, Effect::LoadPage { .. })));
}

#[test]
fn a_view_that_fails_shows_nothing_of_another() {
    let mut model = reader([3, 2, 1]);
    let effects = press(&mut model, "j Enter");
    open_with_tags(&mut model, &effects, vec![ukraine()]);
    let effects = press(&mut model, "Tab Enter");
    let request = page_request(&effects);
    let _ = update(&mut model, Message::PageLoaded { request, page: Err("no".into()) });
    assert!(model.list.rows.is_empty());
    assert_eq!(model.list.failure.as_ref().unwrap(), &"no");
}

#[test]
fn a_reply_does_not_take_the_cursor_back_to_where_it_was_asked() {
    let mut model = reader([3, 2, 1]);
    press(&mut model, "j");
    let effects = press(&mut model, "i");
    press(&mut model, "j j");
    let _ = answer_page(&mut model, &Effects(effects), page([4, 3, 2, 1]));
    assert_eq!(selected(&model), Some(1));

    let mut model = Model::new(setup());
    let effects = start(&mut model);
    let mut first = page([9, 8]);
    first.more_after = true;
    first.headlines.iter_mut().for_each(|headline| headline.status.read = true);
    let _ = answer_page(&mut model, &effects, first);
    press(&mut model, "j j");
    let effects = press(&mut model, "n");
    let Some(Effect::FindUnread { request, .. }) = effects.first() else { panic!("{effects:?}") };
    press(&mut model, "k");
    assert_eq!(update(&mut model, Message::UnreadFound { request: *request, page: Ok(page([5])) }), Effects::none());
    assert_eq!(selected(&model), Some(9));
}

#[test]
fn space_reads_nothing_that_is_not_seen() {
    let mut model = reader([3, 2, 1]);
    let _ = update(&mut model, Message::Resized { columns: 50, rows: 20 });
    let effects = press(&mut model, "j Space");
    assert_eq!(model.focus, Pane::Article, "the article takes the screen before it is read");
    press(&mut model, "Space Space");
    assert_eq!(selected(&model), Some(3), "while it loads it is not passed over");
    assert!(!effects.is_empty());
}

#[test]
fn undo_waits_for_a_view_that_is_being_marked() {
    let mut model = reader([2, 1]);
    press(&mut model, "j s");
    let effects = press(&mut model, "A");
    let Some(Effect::MarkAllRead { change, .. }) = effects.first() else { panic!("{effects:?}") };
    press(&mut model, "Ctrl-z");
    assert!(model.list.rows[0].status.starred, "the star was made before and is not undone first");
    let _ = update(&mut model, Message::AllMarkedRead { change: *change, result: Ok(vec![ArticleId(2)]) });
    press(&mut model, "Ctrl-z");
    assert!(!model.list.rows[0].status.read);
    press(&mut model, "Ctrl-z");
    assert!(!model.list.rows[0].status.starred);
}

#[test]
fn marking_a_view_covers_every_row_that_is_shown() {
    let mut model = reader([2, 1]);
    model.list.rows[0].arrived = model.now.timestamp() + jiff::SignedDuration::from_secs(9);
    let arrived = model.list.rows[0].arrived;
    let effects = press(&mut model, "A");
    assert!(matches!(effects.first(), Some(Effect::MarkAllRead { until, .. }) if *until == arrived), "{effects:?}");
}

#[test]
fn keys_typed_behind_a_query_are_meant_for_its_list() {
    let mut model = reader([1]);
    let effects = press(&mut model, "/ x Enter j j");
    let Some(Effect::ParseQuery { request, text }) = effects.last() else { panic!("{effects:?}") };
    let parsed = Message::QueryParsed {
        request: *request,
        text: text.clone(),
        query: Err(QueryError { start: 0, end: 1, message: "no".into(), hint: None }),
    };
    let _ = update(&mut model, parsed);
    assert_eq!(model.prompt.as_ref().unwrap().input.value(), "xjj", "after a mistake they are typed");
}

#[test]
fn a_problem_stays_until_a_key_is_pressed() {
    let mut model = reader([1]);
    let _ = update(&mut model, Message::Failed("the cache was set aside".into()));
    let _ = update(&mut model, Message::Poll(PollNews::RoundEnded { new: 3, failed: 0 }));
    assert_eq!(notice(&model), "the cache was set aside");
    press(&mut model, "j");
    let _ = update(&mut model, Message::Poll(PollNews::RoundEnded { new: 3, failed: 0 }));
    assert_eq!(notice(&model), "refreshed: 3 new");
}

#[test]
fn back_returns_to_the_place_that_was_left() {
    let mut model = reader([3, 2, 1]);
    press(&mut model, "j j");
    let effects = press(&mut model, "ga");
    let _ = answer_page(&mut model, &Effects(effects), page([9, 8]));
    let effects = press(&mut model, "q");
    assert!(
        matches!(effects.first(), Some(Effect::LoadPage { window: Window::Around(edge), .. }) if edge.id == ArticleId(2))
    );
    let _ = answer_page(&mut model, &Effects(effects), page([3, 2, 1]));
    assert_eq!(selected(&model), Some(2));
}

#[test]
fn a_tag_that_was_gone_to_is_taken() {
    let mut model = reader([1]);
    let counts = Counts { own_tags: vec![("grain-deal".parse().unwrap(), 3)], ..Counts::default() };
    let _ = update(&mut model, Message::CountsLoaded { request: RequestId(1_000), counts });
    let effects = press(&mut model, "j t Down Enter");
    assert_eq!(saved_change(&effects).1, Change::TagAdded { id: ArticleId(1), tag: "grain-deal".parse().unwrap() });
}

#[test]
fn the_words_that_are_read_stay_in_sight_when_the_width_changes() {
    let words: String = (0..2_000).map(|word| format!("word{word} ")).collect();
    let body = SafeText::line(&words[..900.min(words.len())]);
    let document = crate::text::document(&SafeText::block(&words), None);
    let article = Article::new(headline(1), "".into(), body);
    let mut model = reader([1]);
    let effects = press(&mut model, "j Enter");
    let Some(Effect::LoadArticle { request, id }) =
        effects.iter().find(|effect| matches!(effect, Effect::LoadArticle { .. }))
    else {
        panic!("{effects:?}")
    };
    let _ = update(
        &mut model,
        Message::ArticleLoaded { request: *request, id: *id, article: Ok(Some(Box::new((article, document)))) },
    );
    let first_word = |model: &Model| {
        let sheet = model.sheet().unwrap();
        match sheet.line(model.article.top) {
            Some(crate::app::sheet::SheetLine::Body(line)) => crate::text::line_text(line, &sheet.document),
            other => panic!("{other:?}"),
        }
    };
    press(&mut model, "Ctrl-d Ctrl-d Ctrl-d");
    let before = first_word(&model);
    let word = before.split(' ').next().unwrap().to_owned();
    press(&mut model, "z");
    assert!(first_word(&model).contains(&word), "{before} / {}", first_word(&model));
}

/// A reader with an article open whose words are tagged, and the focus on its tags.
fn reader_of_tags() -> Model {
    let mut model = reader([3, 2, 1]);
    let effects = press(&mut model, "j Enter");
    let spans = vec![Span { start: 0, end: 8 }];
    let headline_tag =
        Tag { kind: TagKind::Topic, key: "press".into(), label: "Press".into(), main: false, score: 0.5, spans };
    open_with_tags(&mut model, &effects, vec![ukraine(), headline_tag]);
    press(&mut model, "Tab");
    model
}

fn labels(tags: &[Tag]) -> Vec<&str> {
    tags.iter().map(|tag| tag.label.as_str()).collect()
}

fn shown_tags(model: &Model) -> (Vec<&str>, Vec<&str>) {
    let article = &model.sheet().unwrap().article;
    (labels(&article.tags), labels(&article.rejected))
}

#[test]
fn a_tag_is_rejected_with_its_words_and_taken_back() {
    let mut model = reader_of_tags();
    let effects = press(&mut model, "j X");
    let (change, what) = saved_change(&effects);
    let words = vec![SafeText::from("headline")];
    let tag = model.sheet().unwrap().article.rejected[0].to_ref();
    let rejected = Change::Rejected { id: ArticleId(3), tag, words, rejected: true };
    assert_eq!(what, rejected);
    assert_eq!(shown_tags(&model), (vec!["Ukraine"], vec!["Press"]));
    assert_eq!(notice(&model), "rejected in this source: Press · Ctrl-z undoes");
    let effects = update(&mut model, Message::Saved { change, result: Ok(()) }).0;
    assert!(effects.contains(&Effect::RetagRejected), "{effects:?}");

    // The row below the tags that are left is the rejected one.
    assert_eq!(saved_change(&press(&mut model, "X")).1, rejected.inverse());
    assert_eq!(shown_tags(&model), (vec!["Ukraine", "Press"], vec![]));
    press(&mut model, "Ctrl-z");
    assert_eq!(shown_tags(&model), (vec!["Ukraine"], vec!["Press"]));
    press(&mut model, "Ctrl-z");
    assert_eq!((shown_tags(&model).1, notice(&model)), (vec![], "undone: Press is a tag again"));
}

#[test]
fn a_rejection_that_cannot_be_saved_is_taken_back() {
    let mut model = reader_of_tags();
    let (change, _) = saved_change(&press(&mut model, "X"));
    let effects = update(&mut model, Message::Saved { change, result: Err("the disk is full".into()) }).0;
    assert_eq!(effects, []);
    assert_eq!(shown_tags(&model).1, [""; 0]);
    assert_eq!(notice(&model), "the disk is full");
}

#[test]
fn only_a_tag_that_the_cursor_is_on_is_rejected() {
    let mut model = reader_of_tags();
    assert_eq!(press(&mut model, "h X"), []);
    assert_eq!(notice(&model), "go to a tag first: it is rejected among the tags");
    press(&mut model, "t g r a i n Enter");
    assert_eq!(press(&mut model, "l G X"), []);
    assert_eq!(notice(&model), "T takes a tag of yours off");
    let mut model = reader([1]);
    let effects = press(&mut model, "j Enter");
    open_with_tags(&mut model, &effects, Vec::new());
    assert_eq!(press(&mut model, "Tab X"), []);
    assert_eq!(notice(&model), "the article has no tags");
}

#[test]
fn tagging_shows_its_progress_and_is_stopped_after_the_refresh() {
    let mut model = reader([1]);
    let _ = update(&mut model, Message::Poll(PollNews::Tagging { done: 32, of: 4_210 }));
    assert_eq!(model.poll.tagging, Some((32, 4_210)));
    let _ = update(&mut model, Message::Poll(PollNews::RoundStarted { feeds: 82 }));
    assert!(press(&mut model, "Esc").contains(&Effect::StopRefresh));
    let _ = update(&mut model, Message::Poll(PollNews::RoundEnded { new: 0, failed: 0 }));
    assert_eq!(press(&mut model, "Esc"), [Effect::StopTagging]);
    assert_eq!(model.poll.tagging, None);
    assert_eq!(notice(&model), "tagging stopped; it goes on when chancery starts again");
    press(&mut model, "Esc");
    assert_eq!(notice(&model), "Q quits");
}

#[test]
fn new_tags_are_shown_without_moving_the_reader() {
    let mut model = reader_of_tags();
    press(&mut model, "j");
    let tagged = Message::Poll(PollNews::Tagged { articles: 7 });
    let effects = update(&mut model, tagged.clone()).0;
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::LoadPage { .. })), "no tag is asked for here");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::LoadCounts { .. })), "{effects:?}");
    // A star that is made meanwhile is not taken back by what was read before it.
    press(&mut model, "s");
    let held = model.sheet().unwrap().article.tags[1].clone();
    let chile = Tag { key: "CL".into(), label: "Chile".into(), main: false, ..ukraine() };
    open_with_tags(&mut model, &effects, vec![ukraine(), chile, held]);
    assert_eq!(shown_tags(&model).0, ["Ukraine", "Chile", "Press"]);
    assert_eq!(model.tags_cursor, 2, "the cursor stays on its tag");
    assert!(model.sheet().unwrap().article.headline.status.starred);
    assert_eq!(model.focus, Pane::Tags);

    press(&mut model, "k k Enter");
    let effects = update(&mut model, tagged).0;
    let page = effects.iter().find(|effect| matches!(effect, Effect::LoadPage { .. }));
    assert_eq!(page, None, "the narrowed list is on its way already");
    let nothing = update(&mut model, Message::Poll(PollNews::Tagged { articles: 0 })).0;
    assert_eq!(nothing, []);
}

#[test]
fn a_list_that_hangs_on_tags_is_loaded_again_where_the_reader_stands() {
    let mut model = reader_of_tags();
    let effects = Effects(press(&mut model, "Enter"));
    let _ = answer_page(&mut model, &effects, page([3, 1]));
    let effects = update(&mut model, Message::Poll(PollNews::Tagged { articles: 7 }));
    assert!(
        effects.0.iter().any(
            |effect| matches!(effect, Effect::LoadPage { window: Window::Around(edge), .. } if edge.id == ArticleId(3))
        ),
        "{effects:?}"
    );
    let _ = answer_page(&mut model, &effects, page([5, 4, 1]));
    assert_eq!(selected(&model), Some(3), "what is read stays, though it has lost the tag");
}
