//! Cancelling, refreshing and leaving in the middle of a round.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use super::*;
use crate::config::Polling;
use crate::domain::{SafeText, Source, WebUrl};
use crate::fetch::Client;
use crate::poll::{Refresh, Setup};
use crate::store::Store;
use crate::tagging::SharedTagger;

/// A desk with three feeds, whose events are heard by the receiver.
async fn desk(folder: &TempDir) -> (Desk, mpsc::Receiver<PollEvent>) {
    let (store, _) = Store::open(folder.path()).unwrap();
    let urls = ["a", "b", "c"].map(|name| WebUrl::parse(&format!("http://127.0.0.1:1/{name}")).unwrap());
    let sources = urls.map(|url| Source::unknown(SafeText::line(url.as_str()), url));
    let feeds = store.declare_feeds(sources.into()).await.unwrap();
    let settings = Polling::default();
    let (events, listener) = mpsc::channel(100);
    let client = Client::new(&settings).unwrap();
    let setup = Setup {
        client,
        store,
        tagger: SharedTagger::default(),
        settings,
        feeds,
        log_dir: None,
        full_text: false,
        offline: false,
    };
    (Desk::open(setup, events).await, listener)
}

impl Round<'_> {
    /// Puts a job under way for the first feed of the queue.
    fn begin(&mut self, job: impl Future<Output = Asked> + Send + 'static) -> Id {
        let at = self.queue.pop_front().unwrap();
        let id = self.asking.spawn(job).id();
        self.under_way.insert(id, UnderWay { at, host: None });
        id
    }
}

#[tokio::test]
async fn a_refresh_asks_again_for_what_was_just_cancelled() {
    let folder = TempDir::new().unwrap();
    let (mut desk, _listener) = desk(&folder).await;
    let mut round = Round::new(&mut desk, Kind::Due, vec![0, 1, 2]);
    let job = round.begin(std::future::pending());
    round.obey(Some(Command::Cancel)).await.unwrap();
    assert!(round.queue.is_empty());
    // The second refresh finds the cancel over, but the job still under way.
    for refresh in [Refresh::Feeds(vec![round.desk.feeds[1].feed.id]), Refresh::All] {
        round.obey(Some(Command::Refresh(refresh))).await.unwrap();
    }
    assert_eq!(round.queue, [1, 2]);
    // Its job learns only now that it was cancelled, and the refresh wanted it too.
    round.asked(Ok((job, Asked::Cancelled))).await.unwrap();
    assert_eq!(round.queue, [1, 2, 0]);
    assert_eq!(round.members.len(), 3);
}

#[tokio::test]
async fn a_cancelled_feed_belongs_to_the_round_no_more() {
    let folder = TempDir::new().unwrap();
    let (mut desk, _listener) = desk(&folder).await;
    let mut round = Round::new(&mut desk, Kind::Due, vec![0, 1, 2]);
    let job = round.begin(std::future::pending());
    round.obey(Some(Command::Cancel)).await.unwrap();
    round.asked(Ok((job, Asked::Cancelled))).await.unwrap();
    assert!(round.queue.is_empty() && round.members.is_empty());
}

#[tokio::test]
async fn what_was_fetched_is_stored_when_nobody_listens_any_more() {
    let folder = TempDir::new().unwrap();
    let (mut desk, listener) = desk(&folder).await;
    let mut round = Round::new(&mut desk, Kind::Due, vec![0, 1]);
    let stored = Arc::new(AtomicBool::new(false));
    let (is_stored, mut cancelled) = (Arc::clone(&stored), round.cancel.subscribe());
    round.settling.spawn(async move {
        cancelled.wait_for(|cancelled| *cancelled).await.unwrap();
        is_stored.store(true, Ordering::SeqCst);
        Settled::Done { outcome: Outcome::Unchanged, state: PollState::default(), moved: None }
    });
    drop(listener);
    let (_commands, mut orders) = mpsc::unbounded_channel();
    assert_eq!(round.run(&mut orders).await, Err(Closed));
    assert!(stored.load(Ordering::SeqCst));
}
