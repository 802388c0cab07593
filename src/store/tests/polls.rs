//! What a poll stores, and what later polls may change.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rusqlite::Connection;

use super::support::*;
use crate::domain::{
    Extras, Failure, FailureKind, Field, Moving, NewArticle, Pace, PollState, Query, Region, SafeText, Scope, TagKind,
    Term, Verdict, View, WebUrl, Window,
};
use crate::store::{Saved, StoreError};

#[tokio::test]
async fn an_article_comes_back_whole() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    let new = NewArticle {
        author: "A. Writer".into(),
        tags: vec![tag(TagKind::Country, "UA", true), tag(TagKind::Topic, "peace-talks", false)],
        event: Some(event("UA", Some("RU"))),
        ..with_regions(dated("g1 talks open", 50), &[Region::Europe])
    };
    let saved = desk.poll(feed, vec![new.clone()]).await;
    assert_eq!(saved, Saved { new: vec![id("wire", "g1")], kept: 0 });

    let article = desk.store.article(id("wire", "g1")).await.unwrap().unwrap();
    assert_eq!((article.headline.feed, &article.headline.title, &article.headline.link), (feed, &new.title, &new.link));
    assert_eq!((article.headline.published, article.headline.arrived), (Some(at(50)), at(100)));
    assert_eq!((article.author, article.body, article.tags), (new.author, new.body, new.tags));
    assert_eq!(article.event, new.event);
    assert_eq!(desk.store.article(id("wire", "other")).await.unwrap(), None);
}

#[tokio::test]
async fn later_polls_change_the_text_but_never_when_it_came_nor_its_place() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![dated("g1 first", 50), article("g2 undated")]).await;
    desk.store.set_read(vec![id("wire", "g1")], true).await.unwrap();

    desk.now(200);
    let saved = desk.poll(feed, vec![dated("g1 second", 190), dated("g2 now dated", 180)]).await;
    assert_eq!(saved, Saved { new: vec![], kept: 2 });
    for (guid, title, published, read) in [("g1", "g1 second", Some(at(50)), true), ("g2", "g2 now dated", None, false)]
    {
        let headline = desk.store.article(id("wire", guid)).await.unwrap().unwrap().headline;
        assert_eq!((headline.title.as_str(), headline.status.read), (title, read));
        assert_eq!((headline.published, headline.arrived), (published, at(100)));
    }
}

#[tokio::test]
async fn a_date_after_the_arrival_is_taken_for_the_arrival() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![dated("future", 101), dated("present", 100)]).await;
    let published = async |guid| desk.store.article(id("wire", guid)).await.unwrap().unwrap().headline.published;
    // The publisher's clock runs ahead; what is far in the future the parser has dropped.
    assert_eq!(published("future").await, Some(at(100)));
    assert_eq!(published("present").await, Some(at(100)));
}

#[tokio::test]
async fn the_same_guid_in_two_feeds_is_two_articles_and_twice_in_one_is_one() {
    let desk = Desk::new();
    let feeds = desk.declare(&["wire", "paper"]).await;
    assert_eq!(desk.poll(feeds[0], vec![article("g1 a"), article("g1 b")]).await.new.len(), 1);
    assert_eq!(desk.poll(feeds[1], vec![article("g1 c")]).await.new, [id("paper", "g1")]);
    assert_eq!(desk.titles(View::All).await.len(), 2);
}

#[tokio::test]
async fn an_article_that_lost_its_text_keeps_the_one_it_had() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let full = NewArticle { tags: vec![tag(TagKind::Country, "FR", true)], ..article("g1 full") };
    desk.poll(feed, vec![full.clone()]).await;
    desk.store.finish_index().await.unwrap();
    let cut = NewArticle { author: "Desk".into(), body: "".into(), text: "".into(), tags: vec![], ..article("g1 cut") };
    desk.poll(feed, vec![cut]).await;
    desk.store.finish_index().await.unwrap();
    let stored = desk.store.article(id("wire", "g1")).await.unwrap().unwrap();
    // With its title, for tags and index speak of both.
    assert_eq!((stored.headline.title, stored.body, stored.tags), (full.title, full.body, full.tags));
    assert_eq!(stored.author.as_str(), "Desk");
    let found = Query::Term(Term::Text { words: "full".into(), field: Field::Title, prefix: false });
    assert_eq!(desk.found(found).await, ["g1 full"]);
}

#[tokio::test]
async fn an_article_says_which_tagger_made_its_tags() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let tagger = || {
        let conn = Connection::open(desk.path("cache.db")).unwrap();
        conn.query_row("SELECT tagger FROM article", [], |row| row.get::<_, u32>(0)).unwrap()
    };
    for version in [3, 4] {
        desk.poll(feed, vec![NewArticle { tagger: version, ..article("g1 x") }]).await;
        assert_eq!(tagger(), version);
    }
}

#[tokio::test]
async fn tags_follow_the_text() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let about = |key, region| NewArticle {
        tags: vec![tag(TagKind::Country, key, true), tag(TagKind::Country, key, false)],
        ..with_regions(article(&format!("g1 {key}")), &[region])
    };
    desk.poll(feed, vec![about("FR", Region::Europe)]).await;
    desk.poll(feed, vec![about("EG", Region::Africa)]).await;

    let narrowed = |key| Scope { narrowed: Some(tag_ref(TagKind::Country, key)), ..Scope::of(View::All) };
    assert_eq!(desk.store.count(narrowed("FR")).await.unwrap(), 0);
    assert_eq!(desk.store.count(narrowed("EG")).await.unwrap(), 1, "a tag given twice counts once");
    assert_eq!(desk.store.counts().await.unwrap().regions, [(Region::Africa, 1)]);
}

#[tokio::test]
async fn an_event_follows_the_text() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    for told in [None, Some(event("FR", None)), Some(event("FR", Some("EG"))), Some(event("EG", None)), None] {
        desk.poll(feed, vec![NewArticle { event: told.clone(), ..article("g1 x") }]).await;
        assert_eq!(desk.store.article(id("wire", "g1")).await.unwrap().unwrap().event, told);
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_read_hides_no_article() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let told = NewArticle { tags: vec![tag(TagKind::Country, "FR", true)], ..article("g1 x") };
    desk.poll(feed, vec![NewArticle { event: Some(event("FR", Some("EG"))), ..told.clone() }]).await;
    let cache = Connection::open(desk.path("cache.db")).unwrap();
    let stored: String = cache.query_row("SELECT event FROM article_text", [], |row| row.get(0)).unwrap();
    for damaged in [stored.replace("ASSAULT", "DANCE"), stored.replace("1,2", "1,99"), "[".into(), "null".into()] {
        assert_ne!(damaged, stored);
        cache.execute("UPDATE article_text SET event = ?", [&damaged]).unwrap();
        let article = desk.store.article(id("wire", "g1")).await.unwrap().unwrap();
        assert_eq!((article.event, article.tags), (None, told.tags.clone()), "{damaged}");
    }
}

#[tokio::test]
async fn what_polling_learned_of_a_feed_comes_back() {
    let desk = Desk::new();
    let feeds = desk.declare(&["wire", "paper"]).await;
    let mut state = PollState {
        language: Some("en".into()),
        etag: Some("W/\"1\"".into()),
        last_modified: Some("Sat, 22 Nov 2026 14:00:00 GMT".into()),
        validated_at: Some(at(1)),
        last_attempt: Some(at(2)),
        last_success: Some(at(3)),
        next_due: Some(at(4)),
        failures: 2,
        failure: None,
        title: Some("Wire news".into()),
        site: WebUrl::parse("https://wire.example/").ok(),
        validated_url: WebUrl::parse("https://cdn.example/feed").ok(),
        not_before: Some(at(5)),
        pace: Pace { ttl: Some(Duration::from_secs(3_600)), skip_hours: 1 << 23, skip_days: 1 << 6 },
        last_new: Some(at(6)),
        rhythm: Some(Duration::from_secs(7_200)),
        newest: Some(at(7)),
        bytes: Some(40_000),
        body_hash: Some(-1),
        moving: Some(Moving {
            to: WebUrl::parse("https://new.example/feed").unwrap(),
            first: at(8),
            last: at(9),
            sightings: 2,
        }),
    };
    let verdicts =
        [Verdict::Gone, Verdict::Retry { after: None }, Verdict::Retry { after: Some(Duration::from_secs(90)) }];
    for (kind, verdict) in
        [FailureKind::TooLarge, FailureKind::Portal, FailureKind::RateLimited].into_iter().zip(verdicts)
    {
        state.failure = Some(Failure { kind, sentence: "It failed.".into(), detail: "because".into(), verdict });
        desk.store.save_poll(feeds[0], vec![], state.clone()).await.unwrap();
        let states = desk.store.poll_states().await.unwrap();
        assert_eq!(states, [(feeds[0], state.clone()), (feeds[1], PollState::default())]);
        for (feed, state) in states {
            assert_eq!(desk.known(feed).await, Some(state));
        }
        assert_eq!(desk.known(crate::domain::FeedId(999)).await, None);
    }
}

#[tokio::test]
async fn polls_that_wait_together_are_each_answered_and_one_failing_takes_no_other_with_it() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let polls = (0..40).map(|number| {
        let unknown = number % 7 == 3;
        let feed = if unknown { crate::domain::FeedId(999) } else { feed };
        let saved = desk.store.save_poll(feed, vec![article(&format!("g{number} x"))], PollState::default());
        async move { (unknown, saved.await) }
    });
    for (unknown, saved) in futures::future::join_all(polls).await {
        match saved {
            Ok(saved) => assert!(!unknown && saved.new.len() == 1),
            Err(error) => assert!(unknown && matches!(error, StoreError::NoSuchFeed(_)), "{error}"),
        }
    }
    assert_eq!(desk.store.counts().await.unwrap().total, 34);
}

/// Polls that wait together while another process holds the cache: one patience for all, not one for each.
#[tokio::test]
async fn a_cache_in_use_elsewhere_is_waited_for_once_and_all_are_told() {
    static WAITS: AtomicUsize = AtomicUsize::new(0);
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![article("g x")]).await;
    desk.store.finish_index().await.unwrap();
    let elsewhere = Connection::open(desk.path("cache.db")).unwrap();
    elsewhere.execute_batch("BEGIN IMMEDIATE").unwrap();

    let (go, gone) = std::sync::mpsc::channel();
    let block = desk.store.ask(move |db| {
        gone.recv().expect("the test goes on");
        db.with(|conn| {
            let wait_no_longer = |_| {
                WAITS.fetch_add(1, Ordering::SeqCst);
                false
            };
            Ok(conn.busy_handler(Some(wait_no_longer))?)
        })
    });
    let polls =
        (0..30).map(|number| desk.store.save_poll(feed, vec![article(&format!("g{number} x"))], PollState::default()));
    let (blocked, saved, ()) =
        tokio::join!(biased; block, futures::future::join_all(polls), async { go.send(()).expect("it waits") });
    blocked.unwrap();
    for saved in saved {
        assert!(saved.unwrap_err().sentence().contains("Another process is using"));
    }
    assert_eq!(WAITS.load(Ordering::SeqCst), 1);

    elsewhere.execute_batch("ROLLBACK").unwrap();
    assert_eq!(desk.poll(feed, vec![article("g1 x")]).await.new.len(), 1);
}

#[tokio::test]
async fn a_star_does_not_wait_behind_the_polls() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![article("g x")]).await;
    let saved = Cell::new(0);
    let polls = (0..60).map(|poll| {
        let articles = (0..30).map(|number| article(&format!("g{poll}-{number} x"))).collect();
        async {
            desk.poll(feed, articles).await;
            saved.set(saved.get() + 1);
        }
    });
    let star = async {
        desk.store.set_starred(id("wire", "g"), true).await.unwrap();
        assert!(saved.get() < 60);
    };
    futures::future::join(futures::future::join_all(polls), star).await;
    assert_eq!((saved.get(), desk.titles(View::Starred).await.len()), (60, 1));
}

#[tokio::test]
async fn feeds_keep_their_numbers_and_removed_ones_are_hidden_but_for_what_was_kept() {
    let desk = Desk::new();
    let feeds = desk.declare(&["wire", "paper"]).await;
    desk.poll(feeds[0], vec![article("w1 a"), article("w2 b")]).await;
    desk.poll(feeds[1], vec![article("p1 c"), article("p2 d"), article("p3 e")]).await;
    desk.store.set_starred(id("paper", "p1"), true).await.unwrap();
    desk.store.add_tag(id("paper", "p2"), own("grain")).await.unwrap();

    assert_eq!(desk.declare(&["wire"]).await, feeds[..1]);
    assert_eq!(desk.titles(View::All).await.len(), 2);
    assert_eq!(desk.titles(View::Feed(feeds[1])).await, [""; 0]);
    assert_eq!(desk.titles(View::Starred).await, ["p1 c"]);
    assert_eq!(desk.titles(View::Tagged).await, ["p2 d"]);
    assert_eq!(desk.found(Query::Everything).await, ["p1 c", "p2 d", "w1 a", "w2 b"]);
    let counts = desk.store.counts().await.unwrap();
    assert_eq!((counts.total, counts.unread, counts.starred, counts.tagged), (2, 2, 1, 1));

    assert_eq!(desk.declare(&["paper", "wire"]).await, [feeds[1], feeds[0]]);
    assert_eq!(desk.store.counts().await.unwrap().total, 5);
}

#[tokio::test]
async fn mark_all_read_spares_what_arrived_later_and_says_what_it_did() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(10);
    desk.poll(feed, vec![dated("g1 a", 1), dated("g2 b", 2)]).await;
    desk.store.set_read(vec![id("wire", "g2"), id("wire", "gone")], true).await.unwrap();
    desk.now(20);
    desk.poll(feed, vec![dated("g3 c", 3)]).await;
    let scope = Scope::of(View::All);
    assert_eq!(desk.store.mark_all_read(scope.clone(), at(10)).await.unwrap(), [id("wire", "g1")]);
    assert_eq!(desk.titles(View::Unread).await, ["g3 c"]);
    assert_eq!(desk.store.mark_all_read(scope, at(20)).await.unwrap(), [id("wire", "g3")]);
    desk.store.set_read(vec![id("wire", "g1"), id("wire", "g3")], false).await.unwrap();
    assert_eq!(desk.titles(View::Unread).await, ["g3 c", "g1 a"]);
}

#[tokio::test]
async fn an_unknown_article_cannot_be_starred_or_tagged() {
    let desk = Desk::new();
    let unknown = id("wire", "none");
    assert!(matches!(desk.store.set_starred(unknown, true).await, Err(StoreError::NoSuchArticle(_))));
    assert!(matches!(desk.store.add_tag(unknown, own("x")).await, Err(StoreError::NoSuchArticle(_))));
    assert_eq!(desk.store.counts().await.unwrap(), Default::default());
}

#[tokio::test]
async fn a_prefix_names_an_article() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let articles: Vec<_> = (0..300).map(|number| article(&format!("g{number} x"))).collect();
    let ids = desk.poll(feed, articles).await.new;
    for id in &ids {
        let text = id.to_string();
        assert_eq!(desk.store.resolve(&text).await.unwrap(), [*id]);
        assert!(
            desk.store
                .resolve(&text[..4].to_uppercase())
                .await
                .unwrap()
                .iter()
                .all(|found| found.to_string().starts_with(&text[..4]))
        );
    }
    assert_eq!(desk.store.resolve("").await.unwrap(), []);
}

#[tokio::test]
async fn what_cannot_be_read_in_one_row_hides_no_other() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![dated("g1 a", 1), dated("g2 b", 2)]).await;
    desk.store.add_tag(id("wire", "g1"), own("grain")).await.unwrap();
    let conn = Connection::open(desk.path("cache.db")).unwrap();
    conn.execute_batch(
        "UPDATE article SET link = 'nonsense', published = 9223372036854775807, title = CAST(x'67ff' AS TEXT)
             WHERE title = 'g1 a';
         UPDATE own_tag SET tag = 'two words, a comma';
         UPDATE feed SET site = 'nonsense', next_due = 9223372036854775807;",
    )
    .unwrap();
    assert_eq!(desk.titles(View::All).await, ["g2 b", "g\u{fffd}"]);
    let headline = desk.store.article(id("wire", "g1")).await.unwrap().unwrap().headline;
    assert_eq!((headline.link, headline.published, headline.own_tags), (None, None, vec![]));
    assert_eq!(desk.store.counts().await.unwrap().own_tags, []);
    assert_eq!(desk.known(feed).await, Some(PollState::default()));
    conn.execute_batch("UPDATE article SET arrived = -9223372036854775808").unwrap();
    assert_eq!(desk.titles(View::All).await.len(), 2);
}

#[tokio::test]
async fn a_list_for_the_command_line_is_whole_and_bounded() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, (0..20).map(|number| dated(&format!("g{number} x"), number)).collect()).await;
    let listed = desk.store.list(Query::Term(Term::Read(false)), 3).await.unwrap();
    let titles: Vec<_> = listed.iter().map(|article| article.headline.title.as_str()).collect();
    assert_eq!(titles, ["g19 x", "g18 x", "g17 x"]);
    assert_eq!(listed[0].body, SafeText::from("<p>g19 x</p>"));
    let page = desk.store.page(Scope::of(View::All), Window::Top, 0).await.unwrap();
    assert_eq!((page.headlines.len(), page.more_after), (1, true));
}

#[tokio::test]
async fn what_a_feed_says_of_an_article_is_kept_and_follows_its_feed() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    let said = |word: &'static str| Extras { categories: vec![word.into()], ..Extras::default() };
    desk.poll(feed, vec![article("g1 x")]).await;
    let id = desk.store.list(Query::Term(Term::Read(false)), 1).await.unwrap()[0].headline.id;
    assert_eq!(desk.store.article(id).await.unwrap().unwrap().extras, Extras::default());
    for word in ["Talks", "Trade"] {
        desk.poll(feed, vec![NewArticle { extras: said(word), ..article("g1 x") }]).await;
        assert_eq!(desk.store.article(id).await.unwrap().unwrap().extras, said(word));
    }
}
