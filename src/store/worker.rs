//! The store's thread: it alone holds the connection, and does what the handles ask, one thing after another.
//!
//! There are two queues. What the user waits for (a star, a list) goes before what polls bring; polls that wait
//! together share a commit; and when nothing waits, articles are indexed a batch at a time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

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

/// How often a reader that stays open looks whether the copy of state.db is old.
const BACKUP_CHECK: Duration = Duration::from_secs(60 * 60);

/// What the user waits for.
pub(super) type Urgent = Box<dyn FnOnce(&mut Db) + Send>;

/// What can wait.
pub(super) enum Bulk {
    Save(Box<Save>),
    /// Replies once everything is indexed that was saved before.
    FinishIndex {
        reply: oneshot::Sender<Result<u64, StoreError>>,
    },
    /// Closes the files in order and ends the thread.
    Close {
        reply: oneshot::Sender<()>,
    },
}

/// A poll to save and who waits for it.
pub(super) struct Save {
    poll: Poll,
    reply: oneshot::Sender<Result<Saved, StoreError>>,
    /// Whether it must not share a commit, because one of those that it shared one with failed.
    alone: bool,
}

impl Save {
    pub(super) fn new(poll: Poll, reply: oneshot::Sender<Result<Saved, StoreError>>) -> Self {
        Self { poll, reply, alone: false }
    }
}

/// The worker's side of the queues and what it has in hand.
pub(super) struct Worker {
    db: Db,
    urgent: mpsc::Receiver<Urgent>,
    bulk: mpsc::Receiver<Bulk>,
    /// Taken from `bulk` to see what can share a commit.
    waiting: VecDeque<Bulk>,
    backup_check: Instant,
    index_due: bool,
    checkpoint_due: bool,
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
    let worker = Worker {
        db,
        urgent,
        bulk,
        waiting: VecDeque::new(),
        backup_check: Instant::now() + BACKUP_CHECK,
        index_due: true,
        checkpoint_due: false,
        finishers: Vec::new(),
    };
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
                Next::Bulk(Bulk::Save(save)) => self.save_group(*save),
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
        if let Some(job) = self.next_bulk() {
            return Next::Bulk(job);
        }
        let orphaned = self.urgent.is_closed() && self.bulk.is_closed();
        if (self.index_due || self.backup_check <= Instant::now()) && !orphaned {
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
    fn save_group(&mut self, first: Save) {
        (self.index_due, self.checkpoint_due) = (true, true);
        let mut group = self.group(first);
        let mut together = self.save_together(&mut group);
        if let Err(StoreError::Damaged { .. }) = together {
            // A new cache may be open by now.
            together = self.save_together(&mut group);
        }
        match together {
            Ok(all_saved) => {
                self.put_back(group.split_off(all_saved.len()));
                for (save, saved) in group.into_iter().zip(all_saved) {
                    let _ = save.reply.send(Ok(saved));
                }
            }
            // One that fails must not take the others with it.
            Err(error) if group.len() > 1 && !error.is_of_the_store() => {
                group.iter_mut().for_each(|save| save.alone = true);
                self.put_back(group);
            }
            // Each by itself would wait for the same lock, or fill the same disk.
            Err(error) => {
                let last = group.pop();
                for save in group {
                    let _ = save.reply.send(Err(error.again()));
                }
                if let Some(save) = last {
                    let _ = save.reply.send(Err(error));
                }
            }
        }
    }

    /// Saves as many of the polls, from the first on, as there is time for.
    fn save_together(&mut self, group: &mut [Save]) -> Result<Vec<Saved>, StoreError> {
        if let Some(renewed) = self.db.renewed() {
            group.iter_mut().for_each(|save| save.poll.forget_validators_before(renewed));
        }
        let urgent = &self.urgent;
        self.db.cache_change(|tx, now| {
            let mut all_saved = Vec::new();
            for save in &*group {
                all_saved.push(articles::save_poll(tx, &save.poll, now)?);
                if !urgent.is_empty() {
                    break;
                }
            }
            Ok(all_saved)
        })
    }

    /// Lets polls wait again, before those that came later.
    fn put_back(&mut self, saves: Vec<Save>) {
        for save in saves.into_iter().rev() {
            self.waiting.push_front(Bulk::Save(Box::new(save)));
        }
    }

    /// The polls that wait, as many as one commit takes.
    fn group(&mut self, first: Save) -> Vec<Save> {
        let mut articles = first.poll.articles.len();
        let mut group = vec![first];
        while !group[0].alone && articles < GROUP_MAX_ARTICLES {
            match self.next_bulk() {
                Some(Bulk::Save(save)) if !save.alone => {
                    articles += save.poll.articles.len();
                    group.push(*save);
                }
                Some(other) => {
                    self.waiting.push_front(other);
                    break;
                }
                None => break,
            }
        }
        group
    }

    fn next_bulk(&mut self) -> Option<Bulk> {
        self.waiting.pop_front().or_else(|| self.bulk.try_recv().ok())
    }

    fn idle(&mut self) {
        if self.backup_check <= Instant::now() {
            self.backup_check = Instant::now() + BACKUP_CHECK;
            self.db.back_up_state();
            return;
        }
        let (urgent, bulk) = (&self.urgent, &self.bulk);
        let somebody_waits = || !urgent.is_empty() || !bulk.is_empty();
        let indexed = match self.db.with(|conn| words::any_wait(conn)) {
            Ok(true) => self.db.write(|conn| words::index_batch(conn, somebody_waits)),
            Ok(false) => Ok(0),
            Err(error) => Err(error),
        };
        match indexed {
            Ok(0) => {
                self.index_due = false;
                if std::mem::take(&mut self.checkpoint_due) {
                    self.db.checkpoint();
                }
                for (reply, count) in self.finishers.drain(..) {
                    let _ = reply.send(Ok(count));
                }
            }
            Ok(indexed) => {
                self.checkpoint_due = true;
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
