//! The store's thread: it alone holds the connection, and does what the handles ask, one thing after another.
//!
//! There are two queues. What the user waits for (a star, a list) goes before what polls bring; polls that wait
//! together share a commit; and when nothing waits, articles are indexed a batch at a time.

use std::collections::VecDeque;

use tokio::runtime;
use tokio::sync::{mpsc, oneshot};

use super::articles::{self, Poll};
use super::db::Db;
use super::error::StoreError;
use super::{Saved, words};

/// The most jobs of a queue; who asks for more waits.
const QUEUE: usize = 64;
/// The most articles that polls put into one commit.
const GROUP_MAX_ARTICLES: usize = 2_000;

/// What the user waits for.
pub(super) type Urgent = Box<dyn FnOnce(&mut Db) + Send>;

/// What can wait.
pub(super) enum Bulk {
    Save {
        poll: Poll,
        reply: oneshot::Sender<Result<Saved, StoreError>>,
    },
    /// Replies once everything is indexed that was saved before.
    FinishIndex {
        reply: oneshot::Sender<Result<u64, StoreError>>,
    },
    /// Closes the files in order and ends the thread.
    Close {
        reply: oneshot::Sender<()>,
    },
}

/// The worker's side of the queues and what it has in hand.
pub(super) struct Worker {
    db: Db,
    urgent: mpsc::Receiver<Urgent>,
    bulk: mpsc::Receiver<Bulk>,
    /// Taken from `bulk` to see what can share a commit.
    waiting: VecDeque<Bulk>,
    backup_due: bool,
    index_due: bool,
    /// Who waits for the index, and how much was indexed since.
    finishers: Vec<(oneshot::Sender<Result<u64, StoreError>>, u64)>,
}

enum Next {
    Urgent(Urgent),
    Bulk(Bulk),
    Idle,
    End,
}

/// Starts the thread over open files.
pub(super) fn start(db: Db) -> Result<(mpsc::Sender<Urgent>, mpsc::Sender<Bulk>), StoreError> {
    let (urgent_sender, urgent) = mpsc::channel(QUEUE);
    let (bulk_sender, bulk) = mpsc::channel(QUEUE);
    let worker =
        Worker { db, urgent, bulk, waiting: VecDeque::new(), backup_due: true, index_due: true, finishers: Vec::new() };
    // Only to await two channels at once; it has neither timers nor I/O.
    let runtime = runtime::Builder::new_current_thread().build();
    let folder = worker.db.folder().to_owned();
    let io = |result: std::io::Result<_>| result.map_err(StoreError::io("start the thread for", &folder));
    let runtime = runtime.map_err(StoreError::io("start the thread for", &folder))?;
    io(std::thread::Builder::new().name("store".into()).spawn(move || worker.run(&runtime)).map(drop))?;
    Ok((urgent_sender, bulk_sender))
}

impl Worker {
    fn run(mut self, runtime: &runtime::Runtime) {
        loop {
            match self.next(runtime) {
                Next::Urgent(job) => job(&mut self.db),
                Next::Bulk(Bulk::Save { poll, reply }) => self.save_group((poll, reply)),
                Next::Bulk(Bulk::FinishIndex { reply }) => {
                    self.index_due = true;
                    self.finishers.push((reply, 0));
                }
                Next::Bulk(Bulk::Close { reply }) => {
                    self.end();
                    // Who asked may have gone.
                    let _ = reply.send(());
                    return;
                }
                Next::Idle => self.idle(),
                Next::End => return self.end(),
            }
        }
    }

    /// Closes queues and files; when this returns, another may open them.
    fn end(self) {
        let Self { db, urgent, bulk, .. } = self;
        drop((urgent, bulk));
        db.close();
    }

    fn next(&mut self, runtime: &runtime::Runtime) -> Next {
        if let Ok(job) = self.urgent.try_recv() {
            return Next::Urgent(job);
        }
        if let Some(job) = self.waiting.pop_front().or_else(|| self.bulk.try_recv().ok()) {
            return Next::Bulk(job);
        }
        let orphaned = self.urgent.is_closed() && self.bulk.is_closed();
        if (self.backup_due || self.index_due) && !orphaned {
            return Next::Idle;
        }
        runtime.block_on(async {
            tokio::select! {
                biased;
                Some(job) = self.urgent.recv() => Next::Urgent(job),
                Some(job) = self.bulk.recv() => Next::Bulk(job),
                else => Next::End,
            }
        })
    }

    /// Saves a poll, and those that wait behind it, in one commit, until somebody more urgent waits.
    fn save_group(&mut self, first: (Poll, oneshot::Sender<Result<Saved, StoreError>>)) {
        let mut articles = first.0.articles.len();
        let mut group = vec![first];
        while articles < GROUP_MAX_ARTICLES && self.urgent.is_empty() {
            match self.waiting.pop_front().or_else(|| self.bulk.try_recv().ok()) {
                Some(Bulk::Save { poll, reply }) => {
                    articles += poll.articles.len();
                    group.push((poll, reply));
                }
                Some(other) => {
                    self.waiting.push_front(other);
                    break;
                }
                None => break,
            }
        }
        self.index_due = true;
        let mut done = 0;
        let urgent = &self.urgent;
        let together = self.db.cache_change(|tx, now| {
            let mut all_saved = Vec::new();
            for (poll, _) in &group {
                all_saved.push(articles::save_poll(tx, poll, now)?);
                if !urgent.is_empty() {
                    break;
                }
            }
            Ok(all_saved)
        });
        if let Ok(all_saved) = together {
            done = all_saved.len();
            for ((_, reply), saved) in group.drain(..done).zip(all_saved) {
                let _ = reply.send(Ok(saved));
            }
            for (poll, reply) in group.drain(..).rev() {
                self.waiting.push_front(Bulk::Save { poll, reply });
            }
            return;
        }
        // One that fails must not take the others with it: each by itself.
        for (poll, reply) in group.drain(done..) {
            let saved = self.db.cache_change(|tx, now| articles::save_poll(tx, &poll, now));
            let _ = reply.send(saved);
        }
    }

    fn idle(&mut self) {
        if self.backup_due {
            self.backup_due = false;
            self.db.back_up_state();
            return;
        }
        let (urgent, bulk) = (&self.urgent, &self.bulk);
        let indexed = self.db.with(|conn| words::index_batch(conn, || !urgent.is_empty() || !bulk.is_empty()));
        match indexed {
            Ok(0) => {
                self.index_due = false;
                for (reply, count) in self.finishers.drain(..) {
                    let _ = reply.send(Ok(count));
                }
            }
            Ok(indexed) => {
                for (_, count) in &mut self.finishers {
                    *count += indexed as u64;
                }
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the index of words could not be filled");
                // Tried again after the next poll; until then searches say what is missing.
                self.index_due = false;
                // The first that waits gets the cause, the others learn that the index did not finish.
                let mut error = Some(error);
                for (reply, _) in self.finishers.drain(..) {
                    let _ = reply.send(Err(error.take().unwrap_or(StoreError::Closed)));
                }
            }
        }
    }
}
