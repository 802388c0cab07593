//! The task that tags articles anew behind the reader's back: never in a hurry, and not while feeds are polled.

use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::PollEvent;
use super::desk::Closed;
use super::retag::{Batch, Retagger, Wanted};
use crate::domain::Feed;
use crate::store::{Store, StoreError};
use crate::tagging::SharedTagger;

/// How often progress is told.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// The longest pause between two batches; it is as long as the batch took, so that half of a core is left.
const PAUSE_MAX: Duration = Duration::from_millis(200);

/// What the task is told.
#[derive(Debug)]
pub(super) enum Order {
    /// The user rejected a tag, or took that back: see to it at once.
    Rejected,
    /// Articles came.
    RoundEnded,
    /// These are the feeds now.
    Feeds(Vec<Feed>),
    /// The user wants no more of it; only what is rejected is seen to from now on.
    Stop,
}

/// What the task runs on.
pub(super) struct Setup {
    pub store: Store,
    pub tagger: SharedTagger,
    pub feeds: Vec<Feed>,
    /// Weak, so that the listener learns when the poller itself has ended.
    pub events: mpsc::WeakSender<PollEvent>,
    /// Whether feeds are being polled.
    pub busy: watch::Receiver<bool>,
}

/// Starts the task; it ends when it is aborted, or when nobody gives orders or listens any more.
pub(super) fn spawn(setup: Setup) -> (mpsc::UnboundedSender<Order>, JoinHandle<()>) {
    let (sender, orders) = mpsc::unbounded_channel();
    let task = tokio::spawn(async move {
        let Setup { store, tagger, feeds, events, busy } = setup;
        let retagger = match Retagger::new(store, tagger, &feeds).await {
            Ok(retagger) => retagger,
            Err(error) => return failed(&error),
        };
        let work = Work { retagger, events, busy, wanted: Wanted::Every, hurried: false, progress: None };
        // It ends with an error when nobody listens any more, which is no fault.
        let _ = work.run(orders).await;
    });
    (sender, task)
}

struct Work {
    retagger: Retagger,
    events: mpsc::WeakSender<PollEvent>,
    busy: watch::Receiver<bool>,
    wanted: Wanted,
    /// Whether somebody waits for what comes next.
    hurried: bool,
    /// What is under way, once there was something to do.
    progress: Option<Progress>,
}

struct Progress {
    /// How many articles there were to tag.
    of: u64,
    /// How many have been stored.
    saved: usize,
    /// When it was told.
    told: Option<Instant>,
}

impl Work {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) -> Result<(), Closed> {
        let mut idle = false;
        loop {
            let order = if idle {
                orders.recv().await
            } else {
                tokio::select! {
                    biased;
                    order = orders.recv() => order,
                    more = self.step() => {
                        idle = !more?;
                        continue;
                    }
                }
            };
            match order {
                Some(Order::Rejected) => (idle, self.hurried) = (false, true),
                Some(Order::RoundEnded) => idle &= self.wanted == Wanted::Marked,
                Some(Order::Feeds(feeds)) => {
                    if let Err(error) = self.retagger.set_feeds(&feeds).await {
                        failed(&error);
                    }
                }
                Some(Order::Stop) => {
                    self.wanted = Wanted::Marked;
                    idle = true;
                    self.end().await?;
                }
                None => return Ok(()),
            }
        }
    }

    /// Tags a few articles, when it is time; says whether there may be more to do.
    async fn step(&mut self) -> Result<bool, Closed> {
        if !self.hurried && self.busy.wait_for(|busy| !busy).await.is_err() {
            return Err(Closed);
        }
        let began = Instant::now();
        let batch = self.batch().await.unwrap_or_else(|error| {
            failed(&error);
            Batch::default()
        });
        self.hurried = batch.marked;
        // What could not be stored would only come again.
        if batch.saved == 0 {
            self.end().await?;
            return Ok(false);
        }
        self.tell_progress().await?;
        if !self.hurried {
            tokio::time::sleep(began.elapsed().min(PAUSE_MAX)).await;
        }
        Ok(true)
    }

    async fn batch(&mut self) -> Result<Batch, StoreError> {
        if self.progress.is_none() {
            let of = self.retagger.count().await?;
            if of == 0 {
                return Ok(Batch::default());
            }
            self.progress = Some(Progress { of, saved: 0, told: None });
        }
        let batch = self.retagger.batch(self.wanted).await?;
        if let Some(progress) = &mut self.progress {
            progress.saved += batch.saved;
        }
        Ok(batch)
    }

    /// Tells how far it is, now and then. How many articles are left is counted, because polls tag some too.
    async fn tell_progress(&mut self) -> Result<(), Closed> {
        let Some(progress) = &mut self.progress else { return Ok(()) };
        if self.wanted == Wanted::Marked || progress.told.is_some_and(|told| told.elapsed() < TELL_EVERY) {
            return Ok(());
        }
        progress.told = Some(Instant::now());
        let of = progress.of;
        match self.retagger.count().await {
            Ok(left) => self.tell(PollEvent::Tagging { done: of.saturating_sub(left), of }).await,
            Err(error) => {
                failed(&error);
                Ok(())
            }
        }
    }

    /// Tells that it is over for now, if there was anything to tell.
    async fn end(&mut self) -> Result<(), Closed> {
        match self.progress.take() {
            Some(Progress { saved, told, .. }) if saved > 0 || told.is_some() => {
                tracing::info!(articles = saved, "tagged anew");
                self.tell(PollEvent::Tagged { articles: saved }).await
            }
            _ => Ok(()),
        }
    }

    async fn tell(&self, event: PollEvent) -> Result<(), Closed> {
        let events = self.events.upgrade().ok_or(Closed)?;
        events.send(event).await.map_err(|_| Closed)
    }
}

fn failed(error: &StoreError) {
    tracing::error!(error = error as &dyn std::error::Error, "articles are not tagged anew");
}
