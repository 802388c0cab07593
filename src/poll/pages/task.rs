//! The task that fetches whole articles without being asked for each: behind the rounds, and only while there is a
//! network.

use std::collections::{HashSet, VecDeque};

use jiff::{Timestamp, ToSpan};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};

use super::{PageFetched, Pages, Urgency};
use crate::domain::{ArticleId, Feed, WebUrl};
use crate::fetch::Fault;
use crate::poll::PollEvent;
use crate::poll::desk::Closed;
use crate::store::{PagesWanted, Store, StoreError};

/// How many days ago an article may have come whose page is fetched unasked.
const DAYS: i64 = 7;
/// How many days old it may be.
const DAYS_OLD: i64 = 30;
/// The most articles of one go; the others come after the next round.
const GO_MAX: usize = 500;
/// How many pages are waited for at once; most of them wait for their host's turn.
const AT_ONCE: usize = 8;
/// So many hosts that are not reached, one after the other, are the network.
const SILENT_MAX: usize = 3;

/// What the task is told.
#[derive(Debug)]
pub(in crate::poll) enum Order {
    /// Articles came, and there is a network.
    RoundEnded,
    /// These are the feeds now.
    Feeds(Vec<Feed>),
    /// The user wants no more of it.
    Stop,
}

/// What the task runs on.
pub(in crate::poll) struct Setup {
    pub pages: Pages,
    pub store: Store,
    pub feeds: Vec<Feed>,
    /// Whether all feeds' articles are fetched, and not only those of feeds whose user wants that.
    pub of_all: bool,
    /// Weak, so that the listener learns when the poller itself has ended.
    pub events: mpsc::WeakSender<PollEvent>,
    /// Whether feeds are being polled.
    pub busy: watch::Receiver<bool>,
}

/// Starts the task; it ends when it is aborted, or when nobody gives orders or listens any more.
pub(in crate::poll) fn spawn(setup: Setup) -> (mpsc::UnboundedSender<Order>, JoinHandle<()>) {
    let (sender, orders) = mpsc::unbounded_channel();
    let task = tokio::spawn(async move {
        // It ends with an error when nobody listens any more, which is no fault.
        let _ = Work { setup, stopped: false, due: false }.run(orders).await;
    });
    (sender, task)
}

struct Work {
    setup: Setup,
    stopped: bool,
    /// Articles may have come since the last go began.
    due: bool,
}

/// One go: the articles that are to be fetched, until there are none.
struct Go {
    queue: VecDeque<(ArticleId, WebUrl)>,
    fetching: JoinSet<(ArticleId, WebUrl, Result<PageFetched, StoreError>)>,
    of: usize,
    done: usize,
    stored: usize,
    /// Hosts that were not reached since any was.
    silent: HashSet<String>,
}

impl Work {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) -> Result<(), Closed> {
        loop {
            match orders.recv().await {
                Some(order) => self.obey(order),
                None => return Ok(()),
            }
            while std::mem::take(&mut self.due) && !self.stopped {
                self.go(&mut orders).await?;
            }
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::RoundEnded => self.due = true,
            Order::Feeds(feeds) => self.setup.feeds = feeds,
            Order::Stop => self.stopped = true,
        }
    }

    async fn go(&mut self, orders: &mut mpsc::UnboundedReceiver<Order>) -> Result<(), Closed> {
        let queue = self.wanted().await.unwrap_or_else(|error| {
            failed(&error);
            VecDeque::new()
        });
        if queue.is_empty() {
            return Ok(());
        }
        let (of, fetching) = (queue.len(), JoinSet::new());
        let mut go = Go { queue, fetching, of, done: 0, stored: 0, silent: HashSet::new() };
        self.tell(PollEvent::FullTexts { done: 0, of }).await?;
        while !self.stopped && !go.is_over() {
            let may_start = go.fetching.len() < AT_ONCE && !go.queue.is_empty();
            tokio::select! {
                biased;
                order = orders.recv() => match order {
                    Some(order) => self.obey(order),
                    None => return Err(Closed),
                },
                Some(ended) = go.fetching.join_next() => {
                    if let Ok((id, page, fetched)) = ended {
                        self.ended(&mut go, id, page.host(), fetched).await?;
                    }
                }
                rested = rest(&mut self.setup.busy), if may_start => {
                    rested?;
                    go.start(&self.setup.pages);
                }
            }
        }
        // What was fetched is stored already; the others are dropped.
        go.fetching.shutdown().await;
        tracing::info!(articles = go.stored, of = go.of, "full texts fetched");
        self.tell(PollEvent::FullTextsEnded { articles: go.stored }).await
    }

    async fn wanted(&self) -> Result<VecDeque<(ArticleId, WebUrl)>, StoreError> {
        let Setup { feeds, of_all, store, .. } = &self.setup;
        let now = Timestamp::now();
        let is_asked = |feed: &&Feed| !feed.source.disabled && feed.source.full_text;
        let feeds: Vec<_> = feeds.iter().filter(is_asked).map(|feed| feed.id).collect();
        if feeds.is_empty() && !of_all {
            return Ok(VecDeque::new());
        }
        let [since, dated_since] = [DAYS, DAYS_OLD].map(|days| now.saturating_sub((days * 24).hours()).unwrap_or(now));
        let wanted = PagesWanted { feeds, of_all: *of_all, since, dated_since, limit: GO_MAX };
        Ok(store.pages_wanted(wanted, now).await?.into())
    }

    async fn ended(
        &self,
        go: &mut Go,
        article: ArticleId,
        host: &str,
        fetched: Result<PageFetched, StoreError>,
    ) -> Result<(), Closed> {
        go.done += 1;
        match fetched {
            Ok(PageFetched { result: Ok(_), .. }) => {
                go.stored += 1;
                go.silent.clear();
                self.tell(PollEvent::FullText { article }).await?;
            }
            // Their turn comes with another go.
            Ok(PageFetched { fault: Some(Fault::Network), .. }) => go.leave_out(host),
            Ok(PageFetched { fault: Some(Fault::Patience(_)), .. }) => {}
            Ok(_) => go.silent.clear(),
            Err(error) => failed(&error),
        }
        self.tell(PollEvent::FullTexts { done: go.done, of: go.of }).await
    }

    async fn tell(&self, event: PollEvent) -> Result<(), Closed> {
        let events = self.setup.events.upgrade().ok_or(Closed)?;
        events.send(event).await.map_err(|_| Closed)
    }
}

impl Go {
    fn is_over(&self) -> bool {
        (self.queue.is_empty() && self.fetching.is_empty()) || self.silent.len() >= SILENT_MAX
    }

    /// A host was not reached, and its other pages would not be either.
    fn leave_out(&mut self, host: &str) {
        self.silent.insert(host.to_owned());
        let before = self.queue.len();
        self.queue.retain(|(_, page)| page.host() != host);
        self.of -= before - self.queue.len();
    }

    fn start(&mut self, pages: &Pages) {
        let Some((id, page)) = self.queue.pop_front() else { return };
        let pages = pages.clone();
        self.fetching.spawn(async move { (id, page, pages.fetch(id, Urgency::InTurn).await) });
    }
}

/// Waits until no round is on.
async fn rest(busy: &mut watch::Receiver<bool>) -> Result<(), Closed> {
    busy.wait_for(|busy| !busy).await.map(drop).map_err(|_| Closed)
}

fn failed(error: &StoreError) {
    tracing::error!(error = error as &dyn std::error::Error, "full texts are not fetched");
}
