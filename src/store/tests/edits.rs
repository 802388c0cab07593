//! What is kept of an article that its source changes.

use super::support::*;
use crate::domain::{FeedId, NewArticle, Origin, Query, SafeText, Term};

/// The article `a` with these words.
fn saying(title: &str, words: &str) -> NewArticle {
    NewArticle { title: SafeText::line(title), body: SafeText::block(words), ..article("a") }
}

async fn desk_saying(title: &str, words: &str) -> (Desk, FeedId) {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![saying(title, words)]).await;
    (desk, feed)
}

/// The bodies of what is kept, the oldest first.
async fn kept(desk: &Desk) -> Vec<String> {
    let revisions = desk.store.revisions(id("wire", "a")).await.unwrap();
    assert!(revisions.is_sorted_by(|one, other| one.until < other.until));
    revisions.iter().map(|revision| revision.body.to_string()).collect()
}

#[tokio::test]
async fn what_an_article_said_is_kept_and_the_headline_is_marked() {
    let (desk, feed) = desk_saying("Talks begin", "<p>12 killed</p>").await;
    let read = async || desk.store.article(id("wire", "a")).await.unwrap().unwrap();
    assert!(!read().await.headline.marks.edited);

    desk.now(100);
    desk.poll(feed, vec![saying("Talks begin", "<div>12  killed</div><p>Updated 14:05</p>")]).await;
    assert_eq!((read().await.edited, kept(&desk).await), (None, vec![]), "that says the same");

    desk.now(200);
    desk.poll(feed, vec![saying("Talks fail", "<p>14 killed</p>")]).await;
    let now = read().await;
    assert_eq!((now.edited, now.headline.marks.edited), (Some(at(200)), true));
    assert_eq!(now.former_title.as_deref(), Some("Talks begin"));
    assert_eq!(now.body, "<p>14 killed</p>");
    let revisions = desk.store.revisions(now.headline.id).await.unwrap();
    assert_eq!((revisions[0].until, revisions[0].origin), (at(200), Origin::Feed));
    assert_eq!(revisions[0].body, "<div>12  killed</div><p>Updated 14:05</p>", "as it was last");
    let edits = now.edits(&revisions);
    assert_eq!((edits[0].before.1.as_str(), edits[0].after.0.as_str()), (revisions[0].body.as_str(), "Talks fail"));
    assert_eq!(desk.found(Query::Term(Term::Edited)).await, ["Talks fail"]);
}

#[tokio::test]
async fn a_text_that_is_cut_or_gone_stays_and_one_that_comes_late_is_no_edit() {
    let whole = "Talks between both sides go on in Geneva. ".repeat(20);
    let (desk, feed) = desk_saying("Talks", "").await;
    for (given, stands) in [(whole.as_str(), whole.as_str()), ("Talks between both …", &whole), ("", &whole)] {
        desk.poll(feed, vec![saying("Talks", given)]).await;
        let now = desk.store.article(id("wire", "a")).await.unwrap().unwrap();
        assert_eq!((now.body.as_str(), now.edited), (SafeText::block(stands).as_str(), None), "{given}");
    }
    desk.poll(feed, vec![saying("War", "Talks between both …")]).await;
    assert_eq!(kept(&desk).await, [whole], "with another title it is taken over, and nothing is lost");
}

#[tokio::test]
async fn the_first_and_the_last_of_many_revisions_are_kept() {
    let (desk, feed) = desk_saying("Talks", "<p>version 0</p>").await;
    for version in 1..=30 {
        desk.now(version * 60);
        desk.poll(feed, vec![saying("Talks", &format!("<p>version {version}</p>"))]).await;
    }
    let kept = kept(&desk).await;
    assert_eq!(kept.len(), 10);
    assert_eq!((kept[0].as_str(), kept[9].as_str()), ("<p>version 0</p>", "<p>version 29</p>"));
}

#[tokio::test]
async fn large_revisions_are_bounded_together_and_one_always_stays() {
    let body = |number: u64, bytes: usize| format!("<p>version {number} {}</p>", "word ".repeat(bytes / 5));
    let (desk, feed) = desk_saying("Talks", &body(0, 100_000)).await;
    for version in 1..=4 {
        desk.poll(feed, vec![saying("Talks", &body(version, 100_000))]).await;
    }
    let lengths: Vec<_> = kept(&desk).await.iter().map(String::len).collect();
    assert_eq!(lengths.len(), 2, "{lengths:?}");
    desk.poll(feed, vec![saying("Talks", &body(5, 400_000))]).await;
    desk.poll(feed, vec![saying("Talks", "<p>other words</p>")]).await;
    assert_eq!(kept(&desk).await.len(), 1);
}

#[tokio::test]
async fn two_wordings_by_turns_are_kept_once_each() {
    let (desk, feed) = desk_saying("Talks", "yes").await;
    for _ in 0..5 {
        desk.poll(feed, vec![saying("Talks", "no")]).await;
        desk.poll(feed, vec![saying("Talks", "yes")]).await;
    }
    assert_eq!(kept(&desk).await, ["yes", "no"]);
}
