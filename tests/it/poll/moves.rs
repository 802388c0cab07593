//! Permanent redirects, believed late and undone for good.

use chancery::domain::Moving;
use jiff::{SignedDuration, Timestamp};

use super::*;

fn redirect(to: &WebUrl) -> Reply {
    reply(301, &[("location", to.as_str())], "")
}

/// A feed that has been seen to redirect twice, three days ago and yesterday.
async fn seen_twice(desk: &Desk, feed: &Feed, to: &WebUrl) {
    let ago = |days: i64| Timestamp::now() - SignedDuration::from_hours(24 * days);
    let moving = Moving { to: to.clone(), first: ago(3), last: ago(1), sightings: 2 };
    let state = PollState { moving: Some(moving), ..desk.state(feed).await };
    desk.store.save_poll(feed.id, Vec::new(), state).await.unwrap();
}

fn paths(server: &Server) -> Vec<String> {
    server.requests().into_iter().map(|request| request.path).collect()
}

#[tokio::test]
async fn a_feed_that_moved_is_asked_there_until_that_is_undone() {
    let (desk, server) = (Desk::new(), Server::start().await);
    let (old, new) = (server.url("/old"), server.url("/new"));
    server.on_any("/old", reply(200, &[], feed_of("one")));
    let feeds = desk.feeds([old.clone()]).await;
    round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    server.on_any("/old", redirect(&new));
    serve_changing(&server, "/new", "one");
    seen_twice(&desk, &feeds[0], &new).await;

    let (poller, mut events) = desk.spawn(&feeds);
    poller.refresh(Refresh::All);
    let seen = round(&mut events).await;
    let moved = PollEvent::Moved { feed: feeds[0].id, to: new.clone() };
    assert!(seen.contains(&moved), "{seen:?}");
    poller.refresh(Refresh::All);
    assert!(!round(&mut events).await.contains(&moved), "it is told once");
    assert_eq!(paths(&server), ["/old", "/old", "/new", "/new"]);

    assert_eq!(desk.store.undo_move(feeds[0].id).await.unwrap(), Some(new.clone()));
    seen_twice(&desk, &feeds[0], &new).await;
    poller.set_feeds(desk.feeds([old]).await);
    poller.refresh(Refresh::All);
    assert!(!round(&mut events).await.contains(&moved), "what was undone is not made again");
    assert_eq!(paths(&server)[4..], ["/old", "/new"]);
    assert_eq!(desk.state(&feeds[0]).await.moving, None);
}

#[tokio::test]
async fn a_feed_does_not_move_to_one_that_has_none_of_its_articles() {
    let (desk, server) = (Desk::new(), Server::start().await);
    let (old, new) = (server.url("/old"), server.url("/new"));
    server.on_any("/old", reply(200, &[], feed_of("one")));
    let feeds = desk.feeds([old]).await;
    round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    server.on_any("/old", redirect(&new));
    server.on_any("/new", reply(200, &[], feed_of("something else")));
    seen_twice(&desk, &feeds[0], &new).await;
    round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    assert_eq!(desk.store.moves().await.unwrap(), []);
    assert_eq!(desk.state(&feeds[0]).await.moving.map(|moving| moving.sightings), Some(2));
}

/// A feed whose bytes are others each time, with an article of this guid in it.
fn serve_changing(server: &Server, path: &str, guid: &str) {
    let (guid, asked) = (guid.to_owned(), std::sync::atomic::AtomicUsize::new(0));
    server.on(path, move |_| {
        let asked = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        reply(200, &[], format!("{}<!-- {asked} -->", feed_of(&guid)))
    });
}
