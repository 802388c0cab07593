//! The user's notes: kept as stars are, and found.

use std::fs;

use super::support::*;
use crate::domain::{Field, NewArticle, Query, SafeText, Term};

fn words(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: false })
}

fn article_text(guid: &str) -> NewArticle {
    NewArticle { body: "<p>grain <b>deal</b></p>".into(), text: "grain deal".into(), ..article(guid) }
}

async fn noted_desk() -> (Desk, crate::domain::FeedId) {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![article_text("a"), article_text("b")]).await;
    desk.store.finish_index().await.unwrap();
    desk.store.set_note(id("wire", "a"), "ask the embassy\nabout visas".into()).await.unwrap();
    (desk, feed)
}

async fn note(desk: &Desk) -> String {
    desk.store.article(id("wire", "a")).await.unwrap().unwrap().note.to_string()
}

#[tokio::test]
async fn a_note_is_shown_found_changed_and_removed() {
    let (desk, _) = noted_desk().await;
    assert_eq!(note(&desk).await, "ask the embassy\nabout visas");
    desk.store.finish_index().await.unwrap();
    let noted = Query::Term(Term::Noted);
    let in_note = |word: &'static str| Query::Term(Term::Note(vec![word.into()]));
    assert_eq!(desk.found(words("embassy")).await, ["a"]);
    assert_eq!(desk.found(words("grain")).await, ["a", "b"], "the article's words still are");
    assert_eq!(desk.found(Query::And(vec![words("visas"), words("deal")])).await, ["a"]);
    assert_eq!(
        (desk.found(noted.clone()).await, desk.found(in_note("visa")).await),
        (vec!["a".into()], vec!["a".into()])
    );
    assert_eq!(desk.found(in_note("grain")).await, [""; 0]);

    desk.store.set_note(id("wire", "a"), "call the consulate".into()).await.unwrap();
    desk.store.finish_index().await.unwrap();
    assert_eq!((desk.found(words("embassy")).await.len(), desk.found(words("consulate")).await.len()), (0, 1));

    desk.store.set_note(id("wire", "a"), SafeText::default()).await.unwrap();
    desk.store.finish_index().await.unwrap();
    assert_eq!((note(&desk).await, desk.found(noted).await), (String::new(), vec![]));
    assert_eq!((desk.found(words("consulate")).await.len(), desk.found(words("grain")).await.len()), (0, 2));
}

#[tokio::test]
async fn a_note_stays_findable_when_its_article_changes() {
    let (desk, feed) = noted_desk().await;
    desk.poll(feed, vec![NewArticle { body: "<p>wheat</p>".into(), text: "wheat".into(), ..article("a") }]).await;
    desk.store.finish_index().await.unwrap();
    assert_eq!(desk.found(Query::And(vec![words("wheat"), words("embassy")])).await, ["a"]);
}

#[tokio::test]
async fn a_note_outlives_the_cache_and_the_subscription() {
    let (desk, _) = noted_desk().await;
    let desk = desk
        .reopen_after(|folder| {
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(folder.join(format!("cache.db{end}")));
            }
        })
        .await;
    desk.declare(&["other"]).await;
    desk.store.finish_index().await.unwrap();
    assert_eq!(note(&desk).await, "ask the embassy\nabout visas", "before its article comes back");
    assert_eq!(desk.found(words("embassy")).await, ["a"]);
    assert_eq!(desk.found(Query::Term(Term::Noted)).await, ["a"]);
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![article_text("a"), article_text("b")]).await;
    desk.store.finish_index().await.unwrap();
    assert_eq!(desk.found(Query::And(vec![words("grain"), words("embassy")])).await, ["a"]);
    assert_eq!(desk.store.counts().await.unwrap().total, 2);
}

#[tokio::test]
async fn notes_are_taken_back_from_the_cache_when_the_state_is_lost() {
    for with_copy in [true, false] {
        let (desk, _) = noted_desk().await;
        // The copy of the state is made when it is closed: it is older than what follows.
        let desk = desk.reopen().await;
        desk.store.set_note(id("wire", "b"), "second".into()).await.unwrap();
        desk.store.set_note(id("wire", "a"), "changed".into()).await.unwrap();
        let desk = desk
            .reopen_after(|folder| {
                for end in ["", "-wal", "-shm"] {
                    let _ = fs::remove_file(folder.join(format!("state.db{end}")));
                }
                if !with_copy {
                    fs::remove_file(folder.join("state.backup.db")).unwrap();
                }
            })
            .await;
        assert!(!desk.notices.is_empty());
        assert_eq!(note(&desk).await, "changed", "with a copy: {with_copy}");
        assert_eq!(desk.declare(&["wire"]).await.len(), 1);
        assert_eq!(desk.found(Query::Term(Term::Noted)).await, ["a", "b"]);
    }
}

#[tokio::test]
async fn what_is_not_there_has_no_note() {
    let desk = Desk::new();
    assert!(desk.store.set_note(id("wire", "nothing"), "x".into()).await.is_err());
}
