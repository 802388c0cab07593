//! The poller against loopback servers and a store of its own.

use std::time::{Duration, Instant};

use chancery::config::Polling;
use chancery::domain::{Failure, FailureKind, Feed, FeedId, NewArticle, PollState, Query, SafeText, Source, WebUrl};
use chancery::fetch::Client;
use chancery::poll::{Outcome, PollEvent, Poller, PollerHandle, Refresh, Setup, once};
use chancery::store::Store;
use chancery::tagging::SharedTagger;
use tempfile::TempDir;
use tokio::sync::mpsc::Receiver;

use crate::support::marks;
use crate::support::server::{Gate, Reply, Server, reply};

mod moves;
mod network;

/// A store in a folder of its own, and limits that no test has to wait for.
struct Desk {
    store: Store,
    settings: Polling,
    offline: bool,
    _folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (store, _) = Store::open(folder.path()).unwrap();
        let settings = Polling { timeout: Duration::from_secs(30), concurrency: 8, per_host: 8, ..Polling::default() };
        Self { store, settings, offline: false, _folder: folder }
    }

    async fn feeds(&self, urls: impl IntoIterator<Item = WebUrl>) -> Vec<Feed> {
        let sources = urls.into_iter().map(|url| Source::unknown(SafeText::line(url.as_str()), url));
        self.store.declare_feeds(sources.collect()).await.unwrap()
    }

    fn setup(&self, feeds: &[Feed]) -> Setup {
        Setup {
            client: Client::new(&self.settings).unwrap(),
            store: self.store.clone(),
            tagger: SharedTagger::default(),
            settings: self.settings.clone(),
            feeds: feeds.to_vec(),
            log_dir: None,
            full_text: false,
            offline: self.offline,
        }
    }

    fn spawn(&self, feeds: &[Feed]) -> (PollerHandle, Receiver<PollEvent>) {
        Poller::spawn(self.setup(feeds))
    }

    async fn state(&self, feed: &Feed) -> PollState {
        let states = self.store.poll_states().await.unwrap();
        states.into_iter().find(|(id, _)| *id == feed.id).map(|(_, state)| state).unwrap_or_default()
    }
}

fn feed_of(title: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>World</title><item><title>{title}</title>\
         <guid>{title}</guid></item></channel></rss>"
    )
}

/// A feed that knows whether it has changed.
fn serve_with_etag(server: &Server, path: &str) {
    let body = feed_of(path);
    server.on(path, move |request| match request.header("if-none-match") {
        Some("\"1\"") => reply(304, &[], ""),
        _ => reply(200, &[("etag", "\"1\"")], &body),
    });
}

/// An address where no server is.
async fn nobody() -> WebUrl {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    WebUrl::parse(&format!("http://{}/feed", listener.local_addr().unwrap())).unwrap()
}

/// The next event; a test that waits in vain ends.
async fn next(events: &mut Receiver<PollEvent>) -> Option<PollEvent> {
    tokio::time::timeout(Duration::from_secs(20), events.recv()).await.expect("an event comes")
}

/// The events up to the end of a round, that included.
async fn round(events: &mut Receiver<PollEvent>) -> Vec<PollEvent> {
    let mut seen = Vec::new();
    while let Some(event) = next(events).await {
        let is_end = matches!(event, PollEvent::RoundEnded { .. });
        seen.push(event);
        if is_end {
            break;
        }
    }
    seen
}

/// The feeds that finished, in that order.
fn finished(events: &[PollEvent]) -> Vec<(FeedId, &Outcome)> {
    let each = events.iter().filter_map(|event| match event {
        PollEvent::FeedFinished { feed, outcome, .. } => Some((*feed, outcome)),
        _ => None,
    });
    each.collect()
}

fn failure(outcome: &Outcome) -> &Failure {
    match outcome {
        Outcome::Failed(failure) => failure,
        other => panic!("not a failure: {other:?}"),
    }
}

#[tokio::test]
async fn a_new_article_is_stored_and_an_unchanged_feed_is_not_read_again() {
    let (desk, server) = (Desk::new(), Server::start().await);
    serve_with_etag(&server, "/feed");
    let feeds = desk.feeds([server.url("/feed")]).await;
    let (poller, mut events) = desk.spawn(&feeds);
    let first = round(&mut events).await;
    assert_eq!(first[0], PollEvent::RoundStarted { feeds: 1 });
    let [(_, Outcome::New { ids, kept: 0 })] = finished(&first)[..] else { panic!("{first:?}") };
    let article = desk.store.article(ids[0]).await.unwrap().expect("it is stored before it is told of");
    assert_eq!(article.headline.title, "/feed");
    assert_eq!(first.last(), Some(&PollEvent::RoundEnded { new: 1, failed: 0 }));

    poller.refresh(Refresh::All);
    let second = round(&mut events).await;
    assert_eq!(finished(&second), [(feeds[0].id, &Outcome::Unchanged)]);
    let state = desk.state(&feeds[0]).await;
    assert_eq!(state.etag.as_deref(), Some("\"1\""));
    assert_eq!((state.failures, state.failure), (0, None));
    assert_eq!(state.title.as_ref().map(SafeText::as_str), Some("World"));
    assert!(state.next_due > state.last_success);
}

#[tokio::test]
async fn what_was_learned_outlives_the_poller() {
    let (desk, server) = (Desk::new(), Server::start().await);
    serve_with_etag(&server, "/feed");
    let feeds = desk.feeds([server.url("/feed")]).await;
    round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    // Nothing is due any more, so that a new poller does nothing until it is told to.
    let (poller, mut events) = desk.spawn(&feeds);
    poller.refresh(Refresh::Feeds(vec![feeds[0].id]));
    assert_eq!(finished(&round(&mut events).await), [(feeds[0].id, &Outcome::Unchanged)]);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_host_is_asked_by_few_at_once_and_so_are_all_together() {
    let (mut desk, server) = (Desk::new(), Server::start().await);
    desk.settings.per_host = 2;
    desk.settings.concurrency = 3;
    let gate = Gate::closed();
    let paths: Vec<String> = (0..12).map(|n| format!("/{n}")).collect();
    for path in &paths {
        server.on_any(path, Reply::After(gate.clone(), Box::new(reply(200, &[], feed_of(path)))));
    }
    let (by_number, by_name) = paths.split_at(6);
    let urls = by_number.iter().map(|path| server.url(path)).chain(by_name.iter().map(|path| server.named_url(path)));
    let feeds = desk.feeds(urls).await;
    let (_poller, mut events) = desk.spawn(&feeds);
    assert_eq!(next(&mut events).await, Some(PollEvent::RoundStarted { feeds: 12 }));
    server.wait_for(3).await;
    let hosts: Vec<String> = server.requests().iter().map(|request| request.header("host").unwrap().into()).collect();
    let numbers = hosts.iter().filter(|host| host.starts_with("127.")).count();
    assert!((1..=2).contains(&numbers), "{hosts:?}");
    gate.open();
    assert_eq!(round(&mut events).await.last(), Some(&PollEvent::RoundEnded { new: 12, failed: 0 }));
    assert_eq!(server.most_at_once(), 3);
}

#[tokio::test]
async fn one_bad_feed_delays_and_breaks_no_other() {
    let (mut desk, server) = (Desk::new(), Server::start().await);
    desk.settings.concurrency = 2;
    let gate = Gate::closed();
    server.on_any("/slow", Reply::After(gate.clone(), Box::new(reply(200, &[], feed_of("slow")))));
    let broken = r#"{"version": "https://jsonfeed.org/version/1.1", "items": 7}"#;
    server.on_any("/broken", reply(200, &[], broken));
    server.on_any("/page", reply(200, &[], "<html></html>"));
    for path in ["/a", "/b"] {
        server.on_any(path, reply(200, &[], feed_of(path)));
    }
    let dead = nobody().await;
    let paths = ["/slow", "/broken", "/page", "/missing", "/a", "/b"];
    let feeds = desk.feeds([dead].into_iter().chain(paths.map(|path| server.url(path)))).await;
    let (_poller, mut events) = desk.spawn(&feeds);
    let mut seen = Vec::new();
    while finished(&seen).len() < feeds.len() - 1 {
        seen.push(next(&mut events).await.unwrap());
    }
    gate.open();
    seen.extend(round(&mut events).await);
    let outcomes = finished(&seen);
    let outcome = |at: usize| outcomes.iter().find(|(id, _)| *id == feeds[at].id).unwrap().1;
    assert!(failure(outcome(0)).sentence.contains("refuses the connection"));
    assert!(failure(outcome(2)).sentence.contains("broken"));
    assert_eq!(failure(outcome(3)).kind, FailureKind::NotAFeed);
    assert!(failure(outcome(4)).sentence.contains("404"));
    assert_eq!(seen.last(), Some(&PollEvent::RoundEnded { new: 3, failed: 4 }));
    assert_eq!(outcomes.last().unwrap().0, feeds[1].id, "the slow one came last");
    let state = desk.state(&feeds[0]).await;
    assert_eq!(state.failures, 1);
    assert_eq!(state.failure.as_ref(), Some(failure(outcome(0))));
}

#[tokio::test]
async fn without_a_network_no_feed_is_blamed_and_the_first_answer_ends_it() {
    let desk = Desk::new();
    let feeds = desk.feeds([nobody().await, nobody().await, nobody().await]).await;
    let (poller, mut events) = desk.spawn(&feeds);
    let lost = round(&mut events).await;
    let [
        PollEvent::RoundStarted { feeds: 3 },
        PollEvent::Offline { since },
        PollEvent::RoundEnded { new: 0, failed: 0 },
    ] = lost[..]
    else {
        panic!("{lost:?}")
    };
    assert_eq!(desk.state(&feeds[0]).await.failures, 0);
    // Asking again says the same, since the same time.
    poller.refresh(Refresh::All);
    assert!(round(&mut events).await.contains(&PollEvent::Offline { since }));

    let _revived = Server::start_at(feeds[0].source.url.web().unwrap()).await;
    poller.refresh(Refresh::All);
    let found = round(&mut events).await;
    assert!(found.contains(&PollEvent::BackOnline), "{found:?}");
    let outcomes = finished(&found);
    assert_eq!(outcomes.len(), 3, "those that are still not reached have to blame themselves: {found:?}");
    assert_eq!(desk.state(&feeds[1]).await.failures, 1);
}

#[tokio::test]
async fn the_network_is_found_again_without_being_asked_for() {
    let mut desk = Desk::new();
    desk.settings.interval = Duration::from_secs(1);
    let feeds = desk.feeds([nobody().await, nobody().await, nobody().await, nobody().await]).await;
    let (_poller, mut events) = desk.spawn(&feeds);
    round(&mut events).await;
    let revived = Server::start_at(feeds[3].source.url.web().unwrap()).await;
    revived.on_any("/feed", reply(200, &[], feed_of("back")));
    // The first three are looked for, in vain and in silence; then the fourth is among them.
    assert_eq!(next(&mut events).await, Some(PollEvent::BackOnline));
    let seen = round(&mut events).await;
    assert_eq!(seen[0], PollEvent::RoundStarted { feeds: 4 });
    assert_eq!(seen.last(), Some(&PollEvent::RoundEnded { new: 1, failed: 3 }));
}

#[tokio::test]
async fn where_all_feeds_come_from_one_server_its_loss_is_the_networks() {
    let desk = Desk::new();
    let dead = nobody().await;
    let feeds = desk.feeds(["/a", "/b", "/c"].map(|path| dead.join(path).unwrap())).await;
    let (_poller, mut events) = desk.spawn(&feeds);
    let seen = round(&mut events).await;
    assert!(seen.iter().any(|event| matches!(event, PollEvent::Offline { .. })), "{seen:?}");
    assert_eq!(finished(&seen), []);
}

#[tokio::test]
async fn one_dead_server_alone_is_not_the_network() {
    let desk = Desk::new();
    let feeds = desk.feeds([nobody().await]).await;
    let (_poller, mut events) = desk.spawn(&feeds);
    let seen = round(&mut events).await;
    assert!(failure(finished(&seen)[0].1).sentence.contains("refuses"), "{seen:?}");
}

#[tokio::test]
async fn feeds_that_were_dead_before_are_no_sign_of_a_lost_network() {
    let (desk, server) = (Desk::new(), Server::start().await);
    serve_with_etag(&server, "/feed");
    let urls = [server.url("/feed"), nobody().await, nobody().await, nobody().await];
    let feeds = desk.feeds(urls).await;
    let (poller, mut events) = desk.spawn(&feeds);
    assert_eq!(round(&mut events).await.last(), Some(&PollEvent::RoundEnded { new: 1, failed: 3 }));
    // They come due by themselves, before the one that answered.
    poller.refresh(Refresh::Feeds(feeds[1..].iter().map(|feed| feed.id).collect()));
    let alone = round(&mut events).await;
    assert_eq!(alone.last(), Some(&PollEvent::RoundEnded { new: 0, failed: 3 }), "{alone:?}");
    assert_eq!(desk.state(&feeds[1]).await.failures, 2);
}

#[tokio::test]
async fn what_cannot_be_stored_is_not_the_feeds_fault() {
    let (desk, server) = (Desk::new(), Server::start().await);
    serve_with_etag(&server, "/feed");
    let mut feeds = desk.feeds([server.url("/feed")]).await;
    feeds[0].id = FeedId(99);
    let seen = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    let told = seen.iter().find_map(|event| match event {
        PollEvent::FeedFinished { outcome, next_due, .. } => Some((failure(outcome), *next_due)),
        _ => None,
    });
    let (failure, next_due) = told.expect("it is told of");
    assert_eq!(failure.sentence, "There is no feed number 99.");
    let wait = next_due.unwrap().duration_since(jiff::Timestamp::now());
    assert!(wait.as_secs_f64() > desk.settings.interval.as_secs_f64() * 0.8, "{wait}");
}

#[tokio::test]
async fn a_cache_that_was_lost_is_filled_again() {
    let (desk, server) = (Desk::new(), Server::start().await);
    serve_with_etag(&server, "/feed");
    let feeds = desk.feeds([server.url("/feed")]).await;
    let (poller, mut events) = desk.spawn(&feeds);
    round(&mut events).await;
    // What the store knows of its feeds after it had to begin anew.
    desk.store.save_poll(feeds[0].id, Vec::new(), PollState::default()).await.unwrap();
    poller.refresh(Refresh::All);
    let seen = round(&mut events).await;
    assert!(matches!(finished(&seen)[..], [(_, Outcome::New { .. })]), "{seen:?}");
}

#[tokio::test]
async fn the_same_bytes_are_unchanged_whatever_the_server_says() {
    let (desk, server) = (Desk::new(), Server::start().await);
    server.on_any("/feed", reply(200, &[], feed_of("one")));
    let feeds = desk.feeds([server.url("/feed")]).await;
    round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    let second = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    assert_eq!(finished(&second), [(feeds[0].id, &Outcome::Unchanged)]);
    server.on_any("/feed", reply(200, &[], feed_of("two")));
    let third = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    assert!(matches!(finished(&third)[..], [(_, Outcome::New { .. })]), "{third:?}");
    let state = desk.state(&feeds[0]).await;
    assert_eq!(state.bytes, Some(feed_of("two").len() as u32));
    assert!(state.rhythm.is_some() && state.last_new == state.last_success);
}

#[tokio::test]
async fn a_new_list_of_feeds_holds_while_the_poller_runs() {
    let (desk, server) = (Desk::new(), Server::start().await);
    for path in ["/a", "/b"] {
        serve_with_etag(&server, path);
    }
    let gate = Gate::closed();
    server.on_any("/slow", Reply::After(gate.clone(), Box::new(reply(200, &[], feed_of("slow")))));
    let urls = ["/slow", "/a", "/b"].map(|path| server.url(path));
    let old = desk.feeds([urls[0].clone(), urls[1].clone()]).await;
    let (poller, mut events) = desk.spawn(&old);
    server.wait_for(2).await;
    // In the middle of a round: one is added, one is dropped, and what is under way is still stored.
    let new = desk.feeds([urls[1].clone(), urls[2].clone()]).await;
    poller.set_feeds(new.clone());
    server.wait_for(3).await;
    gate.open();
    let seen = round(&mut events).await;
    assert_eq!(seen.last(), Some(&PollEvent::RoundEnded { new: 3, failed: 0 }), "{seen:?}");
    // Between two rounds.
    poller.refresh(Refresh::All);
    assert_eq!(finished(&round(&mut events).await).len(), 2);
    poller.set_feeds(old.clone());
    poller.refresh(Refresh::All);
    let seen = round(&mut events).await;
    let ids: Vec<_> = finished(&seen).into_iter().map(|(id, _)| id).collect();
    assert!(ids.contains(&old[0].id) && !ids.contains(&new[1].id), "{seen:?}");
}

#[tokio::test]
async fn a_cancelled_round_ends_at_once_and_starts_nothing_more() {
    let (mut desk, server) = (Desk::new(), Server::start().await);
    desk.settings.concurrency = 2;
    let paths: Vec<String> = (0..6).map(|n| format!("/{n}")).collect();
    for path in &paths {
        server.on_any(path, Reply::Silence);
    }
    let feeds = desk.feeds(paths.iter().map(|path| server.url(path))).await;
    let (poller, mut events) = desk.spawn(&feeds);
    server.wait_for(2).await;
    poller.cancel();
    assert_eq!(round(&mut events).await.last(), Some(&PollEvent::RoundEnded { new: 0, failed: 0 }));
    // The poller still obeys, and does not take up by itself what was cancelled.
    server.on_any("/5", reply(200, &[], feed_of("5")));
    poller.refresh(Refresh::Feeds(vec![feeds[5].id]));
    assert_eq!(finished(&round(&mut events).await).len(), 1);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_refresh_joins_the_round_that_is_under_way() {
    let (desk, server) = (Desk::new(), Server::start().await);
    let gate = Gate::closed();
    server.on_any("/slow", Reply::After(gate.clone(), Box::new(reply(200, &[], feed_of("slow")))));
    serve_with_etag(&server, "/other");
    let feeds = desk.feeds([server.url("/slow"), server.url("/other")]).await;
    round(&mut once(desk.setup(&feeds[1..]), Refresh::All)).await;
    let (poller, mut events) = desk.spawn(&feeds);
    server.wait_for(2).await;
    poller.refresh(Refresh::Feeds(vec![feeds[1].id]));
    server.wait_for(3).await;
    gate.open();
    let seen = round(&mut events).await;
    assert_eq!(finished(&seen).len(), 2, "{seen:?}");
    let of = seen.iter().filter_map(|event| match event {
        PollEvent::FeedFinished { of, .. } => Some(*of),
        _ => None,
    });
    assert_eq!(of.collect::<Vec<_>>(), [2, 2]);
}

#[tokio::test]
async fn quitting_waits_for_no_server() {
    let (desk, server) = (Desk::new(), Server::start().await);
    server.on_any("/feed", Reply::Silence);
    let feeds = desk.feeds([server.url("/feed")]).await;
    let (poller, events) = desk.spawn(&feeds);
    server.wait_for(1).await;
    let begun = Instant::now();
    poller.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    drop(events);
}

#[tokio::test]
async fn offline_never_touches_the_network() {
    let (mut desk, server) = (Desk::new(), Server::start().await);
    desk.offline = true;
    let feeds = desk.feeds([server.url("/feed")]).await;
    let (poller, mut events) = desk.spawn(&feeds);
    assert!(matches!(next(&mut events).await, Some(PollEvent::Offline { .. })));
    poller.refresh(Refresh::All);
    assert!(matches!(next(&mut events).await, Some(PollEvent::Offline { .. })));
    let told = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    assert_eq!(failure(finished(&told)[0].1).kind, FailureKind::Offline);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_server_that_asks_for_patience_gets_it_even_from_a_reader_in_a_hurry() {
    let (desk, server) = (Desk::new(), Server::start().await);
    server.on_any("/busy", reply(429, &[("retry-after", "3600")], ""));
    serve_with_etag(&server, "/feed");
    let feeds = desk.feeds([server.url("/busy"), server.url("/feed")]).await;
    let first = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    assert_eq!(finished(&first).len(), 2);
    let second = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    let busy = second.iter().find_map(|event| match event {
        PollEvent::FeedFinished { feed, outcome, next_due, of: 2, .. } if *feed == feeds[0].id => {
            Some((failure(outcome).kind, *next_due))
        }
        _ => None,
    });
    let (kind, next_due) = busy.expect("a feed that is spared is told of too");
    assert_eq!(kind, FailureKind::RateLimited);
    let wait = next_due.unwrap().duration_since(jiff::Timestamp::now());
    assert!(wait.as_secs() > 3_500, "{wait}");
    assert_eq!(server.requests().iter().filter(|request| request.path == "/busy").count(), 1);
    round(&mut once(desk.setup(&feeds), Refresh::Feeds(vec![feeds[0].id]))).await;
    assert_eq!(server.requests().iter().filter(|request| request.path == "/busy").count(), 2);
}

#[tokio::test]
async fn a_host_that_refuses_one_feed_is_not_asked_for_its_others() {
    let (mut desk, server) = (Desk::new(), Server::start().await);
    desk.settings.per_host = 1;
    server.on_any("/busy", reply(429, &[("retry-after", "3600")], ""));
    serve_with_etag(&server, "/a");
    serve_with_etag(&server, "/b");
    let urls = [server.url("/busy"), server.url("/a"), server.named_url("/b")];
    let feeds = desk.feeds(urls.clone()).await;
    let seen = round(&mut once(desk.setup(&feeds[..2]), Refresh::All)).await;
    let outcomes = finished(&seen);
    assert_eq!(outcomes.len(), 2, "who wants to hear of all feeds does: {seen:?}");
    assert!(outcomes.iter().all(|(_, outcome)| failure(outcome).kind == FailureKind::RateLimited), "{seen:?}");
    assert_eq!((server.requests().len(), desk.state(&feeds[1]).await.failures), (1, 0));

    let desk = Desk { settings: desk.settings, ..Desk::new() };
    let feeds = desk.feeds(urls).await;
    let (_poller, mut events) = desk.spawn(&feeds);
    let seen = round(&mut events).await;
    assert_eq!(seen.last(), Some(&PollEvent::RoundEnded { new: 1, failed: 1 }), "{seen:?}");
    assert_eq!(server.requests().iter().filter(|request| request.path == "/a").count(), 0);
}

#[tokio::test]
async fn asking_once_without_a_network_tells_of_every_feed() {
    let desk = Desk::new();
    let mut urls = Vec::new();
    for _ in 0..12 {
        urls.push(nobody().await);
    }
    let feeds = desk.feeds(urls).await;
    let told = round(&mut once(desk.setup(&feeds), Refresh::All)).await;
    let outcomes = finished(&told);
    assert_eq!(outcomes.len(), 12);
    assert!(outcomes.iter().all(|(_, outcome)| failure(outcome).kind == FailureKind::Offline), "{told:?}");
    assert_eq!(told.last(), Some(&PollEvent::RoundEnded { new: 0, failed: 12 }));
}

#[tokio::test]
async fn feeds_are_asked_again_by_themselves() {
    let (mut desk, server) = (Desk::new(), Server::start().await);
    desk.settings.interval = Duration::from_secs(1);
    serve_with_etag(&server, "/feed");
    let feeds = desk.feeds([server.url("/feed")]).await;
    let (_poller, mut events) = desk.spawn(&feeds);
    round(&mut events).await;
    assert_eq!(finished(&round(&mut events).await), [(feeds[0].id, &Outcome::Unchanged)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn tagging_anew_is_told_stopped_and_still_sees_to_what_is_rejected() {
    let mut desk = Desk::new();
    desk.offline = true;
    let urls = ["many", "one"].map(|name| WebUrl::parse(&format!("https://{name}.example/feed")).unwrap());
    let feeds = desk.feeds(urls).await;
    let old = |guid: &str| NewArticle { tagger: 0, ..marks::article(guid, &format!("Japan votes {guid}")) };
    let many = (0..500).map(|number| NewArticle { tagger: 7, ..old(&number.to_string()) }).collect();
    desk.store.save_poll(feeds[0].id, many, PollState::default()).await.unwrap();

    let (poller, mut events) = desk.spawn(&feeds);
    let mut tagging = Vec::new();
    while tagging.is_empty() {
        if let Some(PollEvent::Tagging { done, of }) = next(&mut events).await {
            tagging.push((done, of));
        }
    }
    assert_eq!(tagging, [(32, 500)]);
    poller.stop_tagging();
    while !matches!(next(&mut events).await, Some(PollEvent::Tagged { .. })) {}
    let version = SharedTagger::default().version();
    let left = desk.store.count_stale(version).await.unwrap();
    assert!(left > 0);

    desk.store.save_poll(feeds[1].id, vec![old("one")], PollState::default()).await.unwrap();
    poller.retag_rejected();
    assert_eq!(next(&mut events).await, Some(PollEvent::Tagged { articles: 1 }));
    assert_eq!(desk.store.count_stale(version).await.unwrap(), left, "what was stopped stays stopped");
    let found = desk.store.list(Query::Everything, 1_000).await.unwrap();
    let one = found.iter().find(|article| article.headline.title == "Japan votes one").unwrap();
    assert_eq!(one.tags[0].key, "JP");
    poller.stop().await;
}
