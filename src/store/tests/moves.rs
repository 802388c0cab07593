//! Moves of feeds: noted, undone, and not made again.

use super::support::*;
use crate::domain::{FeedId, Move, WebUrl};
use crate::store::StoreError;

fn url(path: &str) -> WebUrl {
    WebUrl::parse(&format!("https://new.example/{path}")).unwrap()
}

async fn moved(desk: &Desk) -> Option<WebUrl> {
    desk.store.declare_feeds(vec![source("wire")]).await.unwrap().remove(0).moved
}

#[tokio::test]
async fn a_feed_is_asked_where_it_moved_and_its_old_address_is_kept() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    assert_eq!(moved(&desk).await, None);
    for (seconds, path) in [(10, "a"), (20, "b")] {
        desk.now(seconds);
        assert!(desk.store.move_feed(feed, url(path)).await.unwrap());
        assert_eq!(moved(&desk).await, Some(url(path)));
    }
    let desk = desk.reopen().await;
    let feeds = desk.store.declare_feeds(vec![source("wire")]).await.unwrap();
    assert_eq!((&feeds[0].source.url, &feeds[0].moved), (&source("wire").url, &Some(url("b"))));
    let made = |seconds, path| Move { feed, to: url(path), at: at(seconds), undone: false };
    assert_eq!(desk.store.moves().await.unwrap(), [made(10, "a"), made(20, "b")]);
}

#[tokio::test]
async fn a_move_that_was_undone_is_not_made_again() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    for path in ["a", "b"] {
        desk.store.move_feed(feed, url(path)).await.unwrap();
    }
    desk.now(10);
    desk.store.move_feed(feed, url("a")).await.unwrap();
    assert_eq!(desk.store.undo_move(feed).await.unwrap(), Some(url("a")));
    assert_eq!(moved(&desk).await, Some(url("b")), "the move before holds again");
    assert!(!desk.store.move_feed(feed, url("a")).await.unwrap());
    assert_eq!(desk.store.undo_move(feed).await.unwrap(), Some(url("b")));
    assert_eq!((moved(&desk).await, desk.store.undo_move(feed).await.unwrap()), (None, None));
    assert!(desk.store.moves().await.unwrap().iter().all(|one| one.undone));
}

#[tokio::test]
async fn an_unknown_feed_cannot_move() {
    let error = Desk::new().store.move_feed(FeedId(99), url("a")).await.unwrap_err();
    assert!(matches!(error, StoreError::NoSuchFeed(FeedId(99))), "{error}");
}
