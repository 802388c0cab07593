//! Links that wait for a network.

use super::support::*;
use crate::domain::{QueuedLink, WebUrl};

fn url(path: &str) -> WebUrl {
    WebUrl::parse(&format!("https://wire.example/{path}")).unwrap()
}

fn queued(path: &str, title: &'static str, seconds: i64) -> QueuedLink {
    QueuedLink { url: url(path), title: title.into(), at: at(seconds) }
}

#[tokio::test]
async fn links_wait_in_their_order_until_they_are_taken_out() {
    let desk = Desk::new();
    for (seconds, path, title) in [(10, "b", "B"), (20, "a", "A"), (30, "b", "B again"), (40, "c", "C")] {
        desk.now(seconds);
        desk.store.queue_link(url(path), title.into()).await.unwrap();
    }
    let all = [queued("b", "B", 10), queued("a", "A", 20), queued("c", "C", 40)];
    assert_eq!(desk.store.queued_links().await.unwrap(), all);
    let desk = desk.reopen().await;
    let left = desk.store.unqueue_links(vec![url("a"), url("c"), url("never")]).await.unwrap();
    assert_eq!(left, all[..1]);
    let desk = desk.reopen_after(|folder| std::fs::remove_file(folder.join("cache.db")).unwrap()).await;
    assert_eq!(desk.store.queued_links().await.unwrap(), all[..1], "they are the user's, and not of the cache");
}
