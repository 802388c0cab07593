//! Every pane and overlay at the four sizes, in characters and styles, and what must hold on all of them.
//!
//! After a wanted change, `INSTA_UPDATE=always cargo test --test it screens` writes the snapshots anew; read the diff
//! as a reader of news would. A missing or different snapshot fails.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use chancery::app::message::{FeedOutcome, Message, PollNews};
use chancery::app::model::Options;
use chancery::app::panes::{Areas, Pane};
use chancery::domain::{ArticleId, Counts, Document, FeedId, Headline, SafeText};
use chancery::ui::Theme;
use insta::assert_snapshot;
use ratatui::buffer::Buffer;

use crate::support::dump::{dump, shown};
use crate::support::newsroom;
use crate::support::stage::{Stage, setup};

const SIZES: [(u16, u16); 4] = [(140, 40), (100, 30), (80, 24), (50, 20)];

/// A screen with the name of its snapshot.
struct Screen {
    name: String,
    stage: Stage,
    theme: Theme,
}

fn screen(name: &str, stage: Stage) -> Screen {
    let size = stage.model.size;
    Screen { name: format!("{name}_{}x{}", size.width, size.height), stage, theme: Theme::colour() }
}

fn screens() -> Vec<Screen> {
    [desk(), reading(), overlays(), prompts(), empty_states(), polling()].into_iter().flatten().collect()
}

/// The panes with each focus; the tags with one lit up in the article.
fn desk() -> Vec<Screen> {
    let focus = |columns, rows| {
        let open = || Stage::new(columns, rows).press("j Enter");
        [
            screen("desk_views", Stage::new(columns, rows).press("j gf j j j Space j j Space j")),
            screen("desk_headlines", Stage::new(columns, rows).press("j j j j")),
            screen("desk_article", open()),
            screen("desk_tags", open().press("Tab j j j j")),
        ]
    };
    let mut screens: Vec<Screen> = SIZES.into_iter().flat_map(|(columns, rows)| focus(columns, rows)).collect();
    let plain = screen("plain_desk_tags", Stage::new(140, 40).press("j Enter Tab j j j j"));
    screens.push(Screen { theme: Theme::plain(), ..plain });
    screens.push(screen("too_small", Stage::new(39, 9).press("j")));
    screens
}

/// What the article and the list can be besides open and long.
fn reading() -> Vec<Screen> {
    let missing = || {
        let stage = Stage::new(100, 30).silence().press("j");
        let (request, id) = stage.model.article.wanted.expect("the headline's article is asked for");
        stage.tell(Message::ArticleLoaded { request, id, article: Ok(None) })
    };
    vec![
        screen("zen", Stage::new(140, 40).press("j z")),
        screen("zen", Stage::new(80, 24).press("j z")),
        screen("article_end", Stage::new(140, 40).press("j Enter G")),
        screen("article_middle", Stage::new(80, 24).press("j Enter Space")),
        screen("article_end", Stage::new(50, 20).press("j Enter G")),
        screen("article_of_a_state", Stage::new(100, 30).press("j j j Enter")),
        screen("article_of_a_long_name", Stage::new(100, 30).press("j j j j j j j Enter")),
        screen("article_missing", missing()),
        screen("feed", Stage::new(100, 30).press("gf j j j Space j Enter")),
        screen(
            "narrowed_and_filtered",
            Stage::new(100, 30).press("j Enter Tab j j j j j Enter f").type_in("cargo").press("Enter"),
        ),
    ]
}

fn overlays() -> Vec<Screen> {
    let open = |columns, rows| Stage::new(columns, rows).press("j Enter");
    vec![
        screen("help", Stage::new(140, 40).press("?")),
        screen("help", Stage::new(80, 24).press("? Space")),
        screen("help_end", Stage::new(50, 20).press("? G")),
        screen("links", open(100, 30).press("u j")),
        screen("links", open(50, 20).press("u j j")),
    ]
}

fn prompts() -> Vec<Screen> {
    let search = |columns, rows, text| Stage::new(columns, rows).press("j /").type_in(text).press("Enter");
    vec![
        screen("search_mistake", search(100, 30, "strait contry:TR is:unread")),
        screen("search_mistake", search(50, 20, "straits of the world after the war topic:sanctoins is:unread")),
        screen("search_mistake_long", search(50, 20, "topic:sanctoins after the war in the straits of the world")),
        screen(
            "search_typed",
            Stage::new(80, 24).press("j /").type_in("黒海 country:Türkiye 👩‍🚀").press("Space Space x"),
        ),
        screen("tag_completion", Stage::new(80, 24).press("j j t").type_in("t").press("Down")),
        screen("tag_mistake", Stage::new(80, 24).press("j j t").type_in("a,b").press("Enter")),
        screen("remove_tag", Stage::new(80, 24).press("j T")),
        screen("palette", Stage::new(100, 30).press("j :").type_in("go to").press("Down")),
        screen("palette", Stage::new(50, 20).press("j :")),
        screen("keys_begun", Stage::new(50, 20).press("j g")),
    ]
}

/// Where there is nothing to show, the screen says what to do next.
fn empty_states() -> Vec<Screen> {
    let (columns, rows) = (80, 24);
    let none = Counts { own_tags: Vec::new(), ..Counts::default() };
    let empty = |counts: &Counts| Stage::of(setup(columns, rows), Vec::new(), counts.clone());
    let no_feeds =
        chancery::app::model::Setup { feeds: Vec::new(), failing: Default::default(), ..setup(columns, rows) };
    let offline = chancery::app::model::Setup {
        options: Options { offline: true, ..Options::default() },
        ..setup(columns, rows)
    };
    vec![
        screen("welcome", Stage::new(140, 40)),
        screen("no_feeds", Stage::of(no_feeds, Vec::new(), none.clone())),
        screen("nothing_unread", empty(&Counts { unread: 0, ..newsroom::counts() })),
        screen("nothing_starred", empty(&newsroom::counts()).press("gs")),
        screen("nothing_found", Stage::new(columns, rows).press("/").type_in("zebra").press("Enter")),
        screen("nothing_matches", Stage::new(50, 20).press("f").type_in("zebra").press("Enter")),
        screen("nothing_cached_offline", Stage::of(offline, Vec::new(), none.clone())),
        screen("nothing_cached_no_network", empty(&none).tell(no_network())),
        screen("loading", Stage::of(setup(columns, rows), Vec::new(), none.clone()).silence().press("ga")),
        screen("first_round", empty(&none).tell(Message::Poll(PollNews::RoundStarted { feeds: 82 }))),
        screen("list_failed", list_failed(columns, rows)),
    ]
}

fn list_failed(columns: u16, rows: u16) -> Stage {
    let stage = Stage::new(columns, rows).silence().press("ga");
    let (request, _) = stage.model.list.pending.clone().expect("the list is asked for");
    let sentence = "the cache cannot be read: the disk has an error; `chancery paths` says where it lies";
    stage.tell(Message::PageLoaded { request, page: Err(sentence.into()) })
}

/// The header and the borders while feeds are polled.
fn polling() -> Vec<Screen> {
    let finished = |done, new| {
        let outcome = FeedOutcome::Fetched { new };
        Message::Poll(PollNews::FeedFinished { feed: FeedId(1), outcome, done, of: 82 })
    };
    let mut screens = Vec::new();
    for (columns, rows) in [(140, 40), (50, 20)] {
        screens.push(screen("offline", Stage::new(columns, rows).press("j").tell(no_network())));
        let round = Stage::new(columns, rows).press("j").arrive(arrivals()).tell(finished(41, 2));
        screens.push(screen("new_arrivals", round));
    }
    screens.push(screen("offline_in_a_round", Stage::new(80, 24).press("j").tell(no_network()).tell(finished(3, 0))));
    screens.push(screen("smallest", Stage::new(40, 10).press("j").tell(no_network()).tell(finished(3, 0))));
    screens
}

fn no_network() -> Message {
    Message::Poll(PollNews::Offline { since: "2026-11-22T13:20[UTC]".parse().unwrap() })
}

fn arrivals() -> Vec<Headline> {
    let mut headlines = newsroom::headlines();
    headlines.truncate(2);
    for (number, headline) in headlines.iter_mut().enumerate() {
        headline.id = ArticleId(1_000 + number as u64);
        headline.arrived = newsroom::now().timestamp();
        headline.published = None;
    }
    headlines
}

#[test]
fn every_screen_is_as_it_was_accepted() {
    let mut different = Vec::new();
    for Screen { name, stage, theme } in screens() {
        let screen = dump(&stage.draw(&theme), stage.cursor(&theme));
        if catch_unwind(AssertUnwindSafe(|| assert_snapshot!(name.as_str(), screen))).is_err() {
            different.push(name);
        }
    }
    assert!(different.is_empty(), "not as accepted: {}", different.join(", "));
}
