//! Articles found by links to them, dates of changes, and places in long articles.

use rusqlite::Connection;

use super::support::*;
use crate::domain::{ArticleId, NewArticle, ReadingPlace, SafeText, WebUrl};

fn url(address: &str) -> WebUrl {
    WebUrl::parse(address).unwrap()
}

async fn found(desk: &Desk, address: &str) -> Option<ArticleId> {
    let found = desk.store.articles_with_links(vec![url("https://elsewhere.example/"), url(address)]).await.unwrap();
    assert!(found.iter().all(|(link, _)| *link == url(address)));
    found.first().map(|(_, id)| *id)
}

#[tokio::test]
async fn an_article_is_found_by_any_address_of_its_page() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![dated("g1 old", 10), dated("g2 new", 20)]).await;
    assert_eq!(found(&desk, "http://www.news.example/g1/?utm_source=x#end").await, Some(id("wire", "g1")));
    assert_eq!(found(&desk, "https://news.example/g3").await, None);

    let moved = NewArticle { link: Some(url("https://news.example/g3")), ..dated("g1 old", 10) };
    desk.poll(feed, vec![moved]).await;
    assert_eq!(found(&desk, "https://news.example/g3").await, Some(id("wire", "g1")));
    assert_eq!(found(&desk, "https://news.example/g1").await, None);

    let newer = NewArticle { link: Some(url("https://news.example/g3?fbclid=1")), ..dated("g4 newer", 30) };
    desk.poll(feed, vec![newer]).await;
    assert_eq!(found(&desk, "https://news.example/g3").await, Some(id("wire", "g4")), "the newest of several");
}

#[tokio::test]
async fn an_article_is_found_by_where_its_page_was_found_at_last() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![dated("g1 old", 10), dated("g2 new", 20)]).await;
    let page = page_of("https://paper.example/world/g1?id=7", "whole words");
    assert!(desk.store.save_full_text(id("wire", "g1"), page).await.unwrap());
    let final_address = "https://www.paper.example/world/g1?id=7&utm_source=x";
    assert_eq!(found(&desk, final_address).await, Some(id("wire", "g1")));
    assert_eq!(
        found(&desk, "https://news.example/g1").await,
        Some(id("wire", "g1")),
        "the feed's link leads there too"
    );
    assert_eq!(found(&desk, "https://paper.example/world/g1?id=8").await, None);
}

#[tokio::test]
async fn articles_of_an_older_cache_are_found_once_the_store_has_been_idle() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let mut articles: Vec<_> = (0..300).map(|number| article(&format!("g{number}"))).collect();
    let whole = SafeText::block(&"word ".repeat(400));
    articles[8] = NewArticle { body: whole.clone(), text: whole, ..article("g8") };
    desk.poll(feed, articles).await;
    let desk = desk
        .reopen_after(|folder| {
            let cache = Connection::open(folder.join("cache.db")).unwrap();
            cache
                .execute(
                    "UPDATE article SET address = NULL, complete = 0, link = iif(title = 'g7', 'no link', link)",
                    [],
                )
                .unwrap();
        })
        .await;
    desk.store.finish_index().await.unwrap();
    assert_eq!(found(&desk, "https://news.example/g299").await, Some(id("wire", "g299")));
    assert_eq!(found(&desk, "https://news.example/g7").await, None);
    let complete = async |guid| desk.store.article(id("wire", guid)).await.unwrap().unwrap().headline.marks.complete;
    assert_eq!((complete("g8").await, complete("g9").await), (true, false));
}

#[tokio::test]
async fn when_a_feed_changed_an_article_is_kept() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    let updated = async |desk: &Desk| desk.store.article(id("wire", "g1")).await.unwrap().unwrap().updated;
    desk.poll(feed, vec![dated("g1 a", 10)]).await;
    assert_eq!(updated(&desk).await, None);
    desk.poll(feed, vec![NewArticle { updated: Some(at(20)), body: "b".into(), ..dated("g1 a", 10) }]).await;
    assert_eq!(updated(&desk).await, Some(at(20)));
    desk.poll(feed, vec![NewArticle { updated: Some(at(30)), body: "b".into(), ..dated("g1 a", 10) }]).await;
    assert_eq!(updated(&desk).await, Some(at(20)), "nothing of it has changed");
}

#[tokio::test]
async fn the_newest_places_in_articles_are_kept() {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.poll(feed, vec![article("g1"), article("g2")]).await;
    let place = |byte| Some(ReadingPlace { byte, of: 90 });
    desk.store.keep_place(id("wire", "g1"), place(5)).await.unwrap();
    desk.store.keep_place(id("wire", "g1"), place(7)).await.unwrap();
    let desk = desk.reopen().await;
    let kept = async |guid| desk.store.article(id("wire", guid)).await.unwrap().unwrap().place;
    assert_eq!((kept("g1").await, kept("g2").await), (place(7), None));

    let desk = desk
        .reopen_after(|folder| {
            let state = Connection::open(folder.join("state.db")).unwrap();
            let mut insert = state.prepare("INSERT INTO place VALUES (?, 1, 90, ?)").unwrap();
            (0..1_999_i64).for_each(|number| assert_eq!(insert.execute([number, i64::MAX]).unwrap(), 1));
        })
        .await;
    let kept = async |guid| desk.store.article(id("wire", guid)).await.unwrap().unwrap().place;
    desk.now(10);
    desk.store.keep_place(id("wire", "g2"), place(8)).await.unwrap();
    assert_eq!(kept("g1").await, None, "the oldest gives way");
    desk.store.keep_place(id("wire", "g2"), place(9)).await.unwrap();
    desk.store.keep_place(id("wire", "g2"), None).await.unwrap();
    assert_eq!(kept("g2").await, None);
}
