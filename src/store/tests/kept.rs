//! What commands made of articles is kept with them.

use super::support::*;
use crate::domain::{ArticleId, KeptResult};

#[tokio::test]
async fn what_a_command_made_is_kept_until_it_makes_it_again() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let id = desk.poll(feed, vec![article("a")]).await.new[0];
    for (seconds, command, text) in [(10, "translate", "one"), (20, "summary", "two"), (30, "translate", "three")] {
        desk.now(seconds);
        desk.store.keep_result(id, command.into(), text.into()).await.unwrap();
    }
    let desk = desk.reopen().await;
    let kept = |command: &'static str, text: &'static str, seconds| KeptResult {
        command: command.into(),
        text: text.into(),
        at: at(seconds),
    };
    let article = desk.store.article(id).await.unwrap().unwrap();
    assert_eq!(article.kept, [kept("summary", "two", 20), kept("translate", "three", 30)]);
    assert!(desk.store.keep_result(ArticleId(1), "translate".into(), "x".into()).await.is_ok(), "it may be gone");
}
