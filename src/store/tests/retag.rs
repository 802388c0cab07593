//! Tags that are made anew, and tags that the user rejected.

use rusqlite::Connection;

use super::support::*;
use crate::domain::{ArticleId, Judged, NewArticle, PollState, Region, Rejection, SafeText, Scope, Tag, TagKind, View};
use crate::store::{Found, Retagged, Stale, StoreError};

const NEW: u32 = 9;

/// An article about France, as tagger 1 found.
fn french(words: &str, seconds: i64) -> NewArticle {
    NewArticle {
        tags: vec![tag(TagKind::Country, "FR", true)],
        event: Some(event("FR", Some("EG"))),
        ..with_regions(dated(words, seconds), &[Region::Europe])
    }
}

/// What the new tagger finds: Egypt, and what it did.
fn egyptian(article: Stale) -> Retagged {
    let tags = vec![tag(TagKind::Country, "EG", true)];
    let found = Found {
        judged: Judged { tags, rejected: Vec::new() },
        event: Some(event("EG", None)),
        regions: vec![Region::Africa],
    };
    Retagged { article, found: Some(found), tagger: NEW }
}

async fn titles(desk: &Desk, limit: usize) -> Vec<String> {
    let stale = desk.store.stale(NEW, limit).await.unwrap();
    stale.iter().map(|article| article.title.as_str().to_owned()).collect()
}

async fn about(desk: &Desk, key: &str) -> u64 {
    let narrowed = Some(tag_ref(TagKind::Country, key));
    desk.store.count(Scope { narrowed, ..Scope::of(View::All) }).await.unwrap()
}

async fn reject(desk: &Desk, id: ArticleId, words: &'static str, rejected: bool) {
    desk.store.set_rejected(id, TagKind::Country, "FR".into(), vec![words.into()], rejected).await.unwrap();
}

#[tokio::test]
async fn articles_of_other_taggers_are_handed_out_newest_first_and_tagged_anew() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    let current = NewArticle { tagger: NEW, ..french("g3 Suez", 30) };
    desk.poll(feed, vec![french("g1 old", 10), current, french("g4 new", 40), french("g2 Nile", 20)]).await;
    desk.store.set_starred(id("wire", "g4"), true).await.unwrap();
    desk.store.add_tag(id("wire", "g4"), own("canal")).await.unwrap();
    assert_eq!(desk.store.count_stale(NEW).await.unwrap(), 3);
    assert_eq!(titles(&desk, 2).await, ["g4 new", "g2 Nile"]);

    let stale = desk.store.stale(NEW, 2).await.unwrap();
    assert_eq!((stale[0].feed, stale[0].body.as_str(), stale[0].marked), (feed, "<p>g4 new</p>", false));
    assert_eq!(desk.store.save_retagged(stale.into_iter().map(egyptian).collect()).await.unwrap(), 2);
    assert_eq!((desk.store.count_stale(NEW).await.unwrap(), titles(&desk, 9).await), (1, vec!["g1 old".to_owned()]));
    assert_eq!((about(&desk, "FR").await, about(&desk, "EG").await), (2, 2));
    assert_eq!(desk.store.counts().await.unwrap().regions, [(Region::Europe, 2), (Region::Africa, 2)]);
    let kept = desk.store.article(id("wire", "g4")).await.unwrap().unwrap();
    assert!(kept.headline.status.starred && kept.headline.own_tags == [own("canal")], "{kept:?}");
    assert_eq!((kept.tags, kept.event), (vec![tag(TagKind::Country, "EG", true)], Some(event("EG", None))));
}

#[tokio::test]
async fn what_changed_since_it_was_handed_out_is_passed_over() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![french("g1 a", 10), french("g2 b", 20), french("g3 c", 30)]).await;
    let handed_out = desk.store.stale(NEW, 9).await.unwrap();
    desk.poll(feed, vec![french("g2 changed", 20)]).await;
    let saved = desk.store.save_retagged(handed_out.into_iter().map(egyptian).collect()).await.unwrap();
    assert_eq!((saved, titles(&desk, 9).await), (2, vec!["g2 changed".to_owned()]));

    let handed_out = desk.store.stale(NEW, 9).await.unwrap();
    reject(&desk, id("wire", "g1"), "anything", true).await;
    assert_eq!(desk.store.save_retagged(handed_out.into_iter().map(egyptian).collect()).await.unwrap(), 0);
    assert_eq!(desk.store.count_stale(NEW).await.unwrap(), 3);
}

#[tokio::test]
async fn a_poll_of_the_same_stores_nothing_after_an_article_was_tagged_anew() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![french("g1 a", 10)]).await;
    let stale = desk.store.stale(NEW, 9).await.unwrap();
    let retagged = egyptian(stale[0].clone());
    let Found { judged, event, regions } = retagged.found.clone().unwrap();
    desk.store.save_retagged(vec![retagged]).await.unwrap();
    desk.store.finish_index().await.unwrap();
    let again = NewArticle { tags: judged.tags, event, regions, tagger: NEW, ..french("g1 a", 10) };
    desk.poll(feed, vec![again]).await;
    assert_eq!(desk.store.finish_index().await.unwrap(), 0, "nothing was stored, so nothing waits for the index");
}

#[tokio::test]
async fn an_article_that_no_tagger_can_read_is_not_handed_out_for_ever() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![french("g1 a", 10)]).await;
    let article = desk.store.stale(NEW, 9).await.unwrap().remove(0);
    assert_eq!(desk.store.save_retagged(vec![Retagged { article, found: None, tagger: NEW }]).await.unwrap(), 1);
    assert_eq!((desk.store.count_stale(NEW).await.unwrap(), about(&desk, "FR").await), (0, 1));
}

#[tokio::test]
async fn a_star_whose_text_is_gone_is_tagged_by_its_title() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, vec![french("g1 Suez", 10)]).await;
    desk.store.set_starred(id("wire", "g1"), true).await.unwrap();
    let desk = desk.reopen_after(|folder| std::fs::remove_file(folder.join("cache.db")).unwrap()).await;
    desk.declare(&["wire"]).await;
    let stale = desk.store.stale(NEW, 9).await.unwrap();
    assert_eq!((stale[0].title.as_str(), stale[0].body.as_str()), ("g1 Suez", ""));
    desk.store.save_retagged(stale.into_iter().map(egyptian).collect()).await.unwrap();
    assert_eq!(about(&desk, "EG").await, 1);
    desk.poll(feed, vec![french("g1 Suez", 10)]).await;
    let back = desk.store.article(id("wire", "g1")).await.unwrap().unwrap();
    assert_eq!((back.body.as_str(), about(&desk, "FR").await), ("<p>g1 Suez</p>", 1));
}

#[tokio::test]
async fn all_articles_can_be_marked() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![NewArticle { tagger: NEW, ..french("g1 a", 10) }]).await;
    assert_eq!(desk.store.count_stale(NEW).await.unwrap(), 0);
    desk.store.mark_all_stale().await.unwrap();
    assert!(desk.store.stale(NEW, 9).await.unwrap()[0].marked);
}

#[tokio::test]
async fn a_rejected_tag_shows_no_more_and_its_feed_is_tagged_anew_before_all_others() {
    let desk = Desk::new();
    let feeds = desk.declare(&["wire", "paper"]).await;
    desk.now(100);
    let current = |words, at| NewArticle { tagger: NEW, ..french(words, at) };
    desk.poll(feeds[0], vec![current("g1 a", 10), current("g2 b", 20)]).await;
    desk.poll(feeds[1], vec![french("p1 c", 90)]).await;
    reject(&desk, id("wire", "g1"), "the french", true).await;

    let article = desk.store.article(id("wire", "g1")).await.unwrap().unwrap();
    let france = tag(TagKind::Country, "FR", true);
    assert_eq!((article.tags, article.rejected), (vec![], vec![france.clone()]));
    assert_eq!(about(&desk, "FR").await, 2);
    assert_eq!(titles(&desk, 9).await, ["g2 b", "g1 a", "p1 c"]);
    let words = "the french".into();
    let rejection = Rejection { feed: feeds[0], kind: TagKind::Country, key: "FR".into(), words };
    assert_eq!(desk.store.rejections().await.unwrap(), std::slice::from_ref(&rejection));

    // It outlives a restart, and the loss of the cache.
    let desk = desk.reopen_after(|folder| std::fs::remove_file(folder.join("cache.db")).unwrap()).await;
    desk.declare(&["wire", "paper"]).await;
    assert_eq!(desk.store.rejections().await.unwrap(), [rejection]);
    desk.poll(feeds[0], vec![NewArticle { rejected: vec![france], tags: vec![], ..current("g1 a", 10) }]).await;
    reject(&desk, id("wire", "g1"), "the french", false).await;
    let article = desk.store.article(id("wire", "g1")).await.unwrap().unwrap();
    assert_eq!((article.tags.len(), article.rejected.len(), about(&desk, "FR").await), (1, 0, 1));
    assert_eq!((desk.store.rejections().await.unwrap(), titles(&desk, 9).await), (vec![], vec!["g1 a".to_owned()]));
}

#[tokio::test]
async fn what_a_poll_brings_of_rejected_words_is_tagged_anew() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![NewArticle { tagger: NEW, ..article("old x") }]).await;
    reject(&desk, id("wire", "old"), "gau", true).await;
    let _ = desk.store.save_retagged(desk.store.stale(NEW, 9).await.unwrap().into_iter().map(egyptian).collect()).await;
    // The tag's span holds the first three letters.
    let poll = |words: &str| NewArticle { tagger: NEW, ..french(words, 10) };
    desk.poll(feed, vec![poll("gaul x"), poll("paris x")]).await;
    assert_eq!(titles(&desk, 9).await, ["gaul x"]);
}

#[tokio::test]
async fn nothing_is_rejected_in_an_unknown_article() {
    let desk = Desk::new();
    let refused = desk.store.set_rejected(ArticleId(1), TagKind::Country, "FR".into(), vec!["x".into()], true).await;
    assert!(matches!(refused, Err(StoreError::NoSuchArticle(ArticleId(1)))), "{refused:?}");
}

#[tokio::test]
async fn rejections_that_cannot_be_read_hide_no_other() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![article("g1 x")]).await;
    reject(&desk, id("wire", "g1"), "good", true).await;
    let state = Connection::open(desk.path("state.db")).unwrap();
    state.execute_batch("INSERT INTO rejection VALUES (1, 'nonsense', 'FR', 'x', 1, 1)").unwrap();
    let words: Vec<SafeText> =
        desk.store.rejections().await.unwrap().into_iter().map(|rejection| rejection.words).collect();
    assert_eq!(words, ["good"]);
    let brought = NewArticle { tags: Vec::<Tag>::new(), ..article("g2 y") };
    assert_eq!(desk.store.save_poll(feed, vec![brought], PollState::default()).await.unwrap().new.len(), 1);
}
