//! Whole articles beside what their feeds gave.

use super::support::*;
use crate::domain::{
    ArticleId, FeedId, Field, FullText, Judged, NewArticle, NoArticle, PageFailure, Query, Region, SafeText, Scope,
    Span, Tag, TagKind, Term, View, WebUrl,
};
use crate::store::{Found, PageText, PagesWanted, Retagged};

const NEW: u32 = 9;

fn egypt() -> Tag {
    Tag { spans: vec![Span { start: 4, end: 9 }], ..tag(TagKind::Country, "EG", true) }
}

/// An article about France, by what its feed gives.
fn french(words: &str, seconds: i64) -> NewArticle {
    NewArticle {
        tags: vec![tag(TagKind::Country, "FR", true)],
        ..with_regions(dated(words, seconds), &[Region::Europe])
    }
}

/// The page of an article, which is about Egypt.
fn page(words: &str) -> PageText {
    PageText {
        full_text: FullText {
            url: WebUrl::parse("https://www.news.example/g1").unwrap(),
            title: "A title".into(),
            byline: "Leyla Deniz".into(),
            body: SafeText::block(&format!("<p>{words}</p>")),
            fetched: at(500),
        },
        text: SafeText::block(words),
        found: Found {
            judged: Judged { tags: vec![egypt()], rejected: Vec::new() },
            event: Some(event("EG", None)),
            regions: vec![Region::Africa],
        },
        tagger: 1,
    }
}

fn failure(why: NoArticle, seconds: i64) -> PageFailure {
    PageFailure { why, sentence: "No.".into(), at: at(seconds) }
}

async fn found(desk: &Desk, words: &'static str) -> usize {
    desk.store.finish_index().await.unwrap();
    let text = Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: false });
    desk.found(text).await.len()
}

async fn about(desk: &Desk, key: &str) -> u64 {
    let narrowed = Some(tag_ref(TagKind::Country, key));
    desk.store.count(Scope { narrowed, ..Scope::of(View::All) }).await.unwrap()
}

/// A store with one article whose page was fetched.
async fn with_page() -> (Desk, FeedId, ArticleId) {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![french("g1 summary", 10)]).await;
    assert!(desk.store.save_full_text(id("wire", "g1"), page("whole words")).await.unwrap());
    (desk, feed, id("wire", "g1"))
}

#[tokio::test]
async fn an_article_is_tagged_and_searched_by_its_page_and_keeps_what_its_feed_gave() {
    let (desk, _, id) = with_page().await;
    let article = desk.store.article(id).await.unwrap().unwrap();
    assert_eq!(article.body, "<p>g1 summary</p>");
    assert_eq!(article.full_text, Some(page("whole words").full_text));
    assert_eq!(article.best_body(), "<p>whole words</p>");
    assert!(article.headline.marks.complete);
    assert_eq!((article.tags, article.event), (vec![egypt()], Some(event("EG", None))));
    assert_eq!((about(&desk, "FR").await, about(&desk, "EG").await), (0, 1));
    assert_eq!(desk.store.counts().await.unwrap().regions, [(Region::Africa, 1)]);
    assert_eq!([found(&desk, "whole").await, found(&desk, "summary").await], [1, 1]);
    assert!(!desk.store.save_full_text(ArticleId(7), page("x")).await.unwrap());
}

#[tokio::test]
async fn a_page_stays_when_the_feed_changes_its_own_text() {
    let (desk, feed, id) = with_page().await;
    desk.store.finish_index().await.unwrap();
    desk.poll(feed, vec![french("g1 summary", 10)]).await;
    assert_eq!(desk.store.finish_index().await.unwrap(), 0, "the feed changed nothing, so nothing was stored");

    let changed = NewArticle { body: "<p>other</p>".into(), text: "other".into(), ..french("g1 summary", 10) };
    for indexed in [1, 0] {
        desk.poll(feed, vec![changed.clone()]).await;
        assert_eq!(desk.store.finish_index().await.unwrap(), indexed, "stored once");
    }
    let article = desk.store.article(id).await.unwrap().unwrap();
    assert_eq!(article.body, "<p>other</p>");
    assert_eq!(article.best_body(), "<p>whole words</p>");
    assert!(article.headline.marks.complete);
    assert_eq!(article.tags, [egypt()]);
    assert_eq!([found(&desk, "whole").await, found(&desk, "other").await], [1, 1]);
    assert_eq!(desk.store.count_stale(1).await.unwrap(), 0);

    let emptied = NewArticle { body: SafeText::default(), text: SafeText::default(), ..changed };
    desk.poll(feed, vec![emptied]).await;
    assert_eq!(desk.store.article(id).await.unwrap().unwrap().body, "<p>other</p>");
}

#[tokio::test]
async fn a_changed_title_lets_the_page_be_tagged_anew() {
    let (desk, feed, id) = with_page().await;
    let renamed = NewArticle { title: "g1 Suez".into(), ..french("g1 summary", 10) };
    desk.poll(feed, vec![renamed.clone()]).await;
    let stale = desk.store.stale(1, 9).await.unwrap();
    assert_eq!((stale.len(), stale[0].title.as_str(), stale[0].body.as_str()), (1, "g1 Suez", "<p>whole words</p>"));
    let found = Found { regions: vec![Region::Africa], ..Found::default() };
    let retagged = Retagged { article: stale[0].clone(), found: Some(found), tagger: 1 };
    assert_eq!(desk.store.save_retagged(vec![retagged]).await.unwrap(), 1);
    desk.store.finish_index().await.unwrap();
    desk.poll(feed, vec![renamed]).await;
    assert_eq!(desk.store.finish_index().await.unwrap(), 0, "a poll of the same stores nothing");
    let article = desk.store.article(id).await.unwrap().unwrap();
    assert_eq!((article.headline.title.as_str(), article.tags.len()), ("g1 Suez", 0));
    assert_eq!(article.best_body(), "<p>whole words</p>");
}

#[tokio::test]
async fn a_page_that_came_while_its_feeds_text_was_tagged_anew_keeps_its_tags() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![french("g1 summary", 10)]).await;
    let article = desk.store.stale(NEW, 9).await.unwrap().remove(0);
    desk.store.save_full_text(id("wire", "g1"), page("whole words")).await.unwrap();
    let retagged = Retagged { article, found: Some(Found::default()), tagger: NEW };
    assert_eq!(desk.store.save_retagged(vec![retagged]).await.unwrap(), 0);
    assert_eq!(desk.store.article(id("wire", "g1")).await.unwrap().unwrap().tags, [egypt()]);
}

#[tokio::test]
async fn a_feed_that_gives_the_whole_article_makes_it_complete() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let long = |guid: &str, end: &str| {
        let text = SafeText::block(&format!("{}{end}", "word ".repeat(400)));
        NewArticle { text, ..article(guid) }
    };
    desk.poll(feed, vec![long("g1", ""), long("g2", "[…]"), article("g3 short")]).await;
    for (guid, complete) in [("g1", true), ("g2", false), ("g3", false)] {
        let article = desk.store.article(id("wire", guid)).await.unwrap().unwrap();
        assert_eq!(article.headline.marks.complete, complete, "{guid}");
    }
    desk.poll(feed, vec![long("g3", "")]).await;
    assert!(desk.store.article(id("wire", "g3")).await.unwrap().unwrap().headline.marks.complete);
}

#[tokio::test]
async fn why_there_is_no_article_is_remembered_until_there_is_one() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![french("g1 summary", 10)]).await;
    let g1 = id("wire", "g1");
    assert!(desk.store.save_page_failure(g1, failure(NoArticle::Paywall, 20)).await.unwrap());
    assert!(!desk.store.save_page_failure(ArticleId(7), failure(NoArticle::Paywall, 20)).await.unwrap());
    let article = desk.store.article(g1).await.unwrap().unwrap();
    assert_eq!(article.page_failure, Some(failure(NoArticle::Paywall, 20)));
    desk.store.save_full_text(g1, page("whole")).await.unwrap();
    assert_eq!(desk.store.article(g1).await.unwrap().unwrap().page_failure, None);
}

#[tokio::test]
async fn pages_are_wanted_newest_first_and_failed_ones_with_growing_patience() {
    const MINUTE: i64 = 60;
    let desk = Desk::new();
    let feeds = desk.declare(&["wire", "other"]).await;
    desk.poll(feeds[0], vec![dated("early", 70)]).await;
    desk.now(1_000);
    let whole = NewArticle { text: SafeText::block(&"word ".repeat(400)), ..dated("whole", 60) };
    desk.poll(feeds[0], vec![dated("old", -9_999), dated("a", 10), dated("b", 20), whole]).await;
    desk.poll(feeds[1], vec![dated("c", 30), NewArticle { link: None, ..dated("d", 40) }, dated("e", 50)]).await;
    desk.store.set_read(vec![id("other", "e")], true).await.unwrap();
    let wanted = async |feeds: &[FeedId], of_all, now: i64| {
        let wanted = PagesWanted { feeds: feeds.to_vec(), of_all, since: at(500), dated_since: at(0), limit: 9 };
        let ids = desk.store.pages_wanted(wanted, at(now)).await.unwrap();
        let name = |id: ArticleId| {
            let all = [("wire", "a"), ("wire", "b"), ("wire", "whole"), ("other", "c")];
            all.into_iter().find(|(feed, guid)| self::id(feed, guid) == id).unwrap().1
        };
        ids.into_iter().map(|(id, _)| name(id)).collect::<Vec<_>>()
    };
    assert_eq!(wanted(&[], false, 100).await, [""; 0]);
    assert_eq!(wanted(&feeds[..1], false, 100).await, ["whole", "b", "a"], "the user asked for these");
    assert_eq!(wanted(&[], true, 100).await, ["c", "b", "a"], "what is whole need not be fetched");

    desk.store.save_full_text(id("wire", "a"), page("whole")).await.unwrap();
    desk.store.save_page_failure(id("wire", "whole"), failure(NoArticle::Paywall, 100)).await.unwrap();
    let b = id("wire", "b");
    let mut times = Vec::new();
    for attempt in 0..3 {
        let now = attempt * 1_000 * MINUTE;
        desk.store.save_page_failure(b, failure(NoArticle::Failed, now)).await.unwrap();
        let mut minutes = [14, 16, 119, 121, 9_999].into_iter();
        let mut again = None;
        for minute in minutes.by_ref() {
            if !wanted(&feeds[..1], false, now + minute * MINUTE).await.is_empty() {
                again = Some(minute);
                break;
            }
        }
        times.push(again);
    }
    assert_eq!(times, [Some(16), Some(121), None]);
}
