//! Networks that are lost, and sign-in pages in the place of feeds.

use super::*;

/// A server on a loopback address of its own: another host.
async fn host(number: u8) -> Server {
    Server::start_at(&WebUrl::parse(&format!("http://127.0.0.{number}:0/")).unwrap()).await
}

/// Feeds of three hosts that have been read once.
async fn three_hosts(desk: &Desk) -> (Vec<Server>, Vec<Feed>) {
    let mut servers = Vec::new();
    for number in 2..5 {
        let server = host(number).await;
        serve_with_etag(&server, "/feed");
        servers.push(server);
    }
    let feeds = desk.feeds(servers.iter().map(|server| server.url("/feed"))).await;
    let seen = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    assert_eq!(seen.last(), Some(&PollEvent::RoundEnded { new: 3, failed: 0 }));
    (servers, feeds)
}

/// As [`Desk::feeds`], all but the first of which the user wants to be asked once a day.
async fn only_the_first_is_due(desk: &Desk, feeds: &[Feed]) -> Vec<Feed> {
    let sources =
        feeds.iter().map(|feed| Source { interval: Some(Duration::from_secs(86_400)), ..feed.source.clone() });
    let mut feeds = desk.store.declare_feeds(sources.collect()).await.unwrap();
    feeds[0].source.interval = None;
    round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    feeds
}

const LOGIN: &str = "<!doctype html><html><title>Hotel Westphalia: sign in</title></html>";

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_sign_in_page_is_told_once_and_nothing_of_it_is_kept() {
    let desk = Desk::new();
    let (servers, feeds) = three_hosts(&desk).await;
    let login = host(9).await;
    login.on_any("/", reply(200, &[], LOGIN));
    for server in &servers {
        server.on_any("/feed", reply(302, &[("location", login.url("/").as_str())], ""));
    }
    let (poller, mut events) = desk.spawn(&feeds);
    poller.refresh(Refresh::All);
    let seen = round(&mut events).await;
    let told: Vec<_> = seen.iter().filter(|event| matches!(event, PollEvent::Portal { .. })).collect();
    let [PollEvent::Portal { sentence }] = told[..] else { panic!("{seen:?}") };
    assert!(sentence.contains("127.0.0.9"), "{sentence}");
    assert_eq!(finished(&seen), [], "no feed is blamed");
    for feed in &feeds {
        let state = desk.state(feed).await;
        assert_eq!((state.failures, state.etag.as_deref(), state.moving), (0, Some("\"1\""), None));
    }
    for server in &servers {
        serve_with_etag(server, "/feed");
    }
    poller.refresh(Refresh::All);
    let seen = round(&mut events).await;
    assert!(seen.contains(&PollEvent::BackOnline), "{seen:?}");
    assert_eq!(seen.last(), Some(&PollEvent::RoundEnded { new: 0, failed: 0 }));
    assert_eq!(desk.store.counts().await.unwrap().total, 3);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn asking_once_behind_a_sign_in_page_tells_of_every_feed() {
    let desk = Desk::new();
    let (servers, feeds) = three_hosts(&desk).await;
    for server in &servers {
        server.on_any("/feed", reply(200, &[], LOGIN));
    }
    let told = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    let outcomes = finished(&told);
    assert_eq!(outcomes.len(), 3, "{told:?}");
    assert!(outcomes.iter().all(|(_, outcome)| failure(outcome).kind == FailureKind::Portal), "{told:?}");
    assert_eq!(desk.state(&feeds[0]).await.failures, 0);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_site_that_turned_into_a_page_is_its_own_fault() {
    let mut desk = Desk::new();
    desk.settings.interval = Duration::from_secs(1);
    let (servers, feeds) = three_hosts(&desk).await;
    let feeds = only_the_first_is_due(&desk, &feeds).await;
    servers[0].on_any("/feed", reply(200, &[], LOGIN));
    // Due alone, it is not blamed before another feed was heard.
    let (_poller, mut events) = desk.spawn(&feeds);
    let seen = round(&mut events).await;
    let outcomes = finished(&seen);
    assert_eq!(outcomes.len(), 2, "{seen:?}");
    assert_eq!(outcomes[0].1, &Outcome::Unchanged);
    assert_eq!((outcomes[1].0, failure(outcomes[1].1).kind), (feeds[0].id, FailureKind::NotAFeed));
    assert_eq!(desk.state(&feeds[0]).await.failures, 1);
}

#[tokio::test]
async fn a_network_that_is_lost_shows_also_when_one_feed_alone_is_due() {
    let mut desk = Desk::new();
    desk.settings.interval = Duration::from_secs(1);
    let mut servers = Vec::new();
    for _ in 0..3 {
        let server = Server::start().await;
        serve_with_etag(&server, "/feed");
        servers.push(server);
    }
    let feeds = desk.feeds(servers.iter().map(|server| server.url("/feed"))).await;
    let feeds = only_the_first_is_due(&desk, &feeds).await;
    drop(servers);
    let (_poller, mut events) = desk.spawn(&feeds);
    let seen = round(&mut events).await;
    assert!(seen.iter().any(|event| matches!(event, PollEvent::Offline { .. })), "{seen:?}");
    assert_eq!(finished(&seen), []);
    assert_eq!(desk.state(&feeds[0]).await.failures, 0);
}

#[tokio::test]
async fn connections_that_break_off_everywhere_are_the_networks_fault() {
    let desk = Desk::new();
    let mut servers = Vec::new();
    for _ in 0..3 {
        let server = Server::start().await;
        server.on_any("/feed", Reply::Bytes(Vec::new()));
        servers.push(server);
    }
    let feeds = desk.feeds(servers.iter().map(|server| server.url("/feed"))).await;
    let (_poller, mut events) = desk.spawn(&feeds);
    let seen = round(&mut events).await;
    assert!(seen.iter().any(|event| matches!(event, PollEvent::Offline { .. })), "{seen:?}");
    assert_eq!(finished(&seen), []);
}
