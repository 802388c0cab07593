//! The store's thread: it alone holds the connection, and does what the handles ask, one thing after another.
//!
//! Polls that come together share a commit; and when nothing waits, articles are indexed a batch at a time.

use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use super::db::Db;
use super::error::StoreError;
use super::queues::{Bulk, Next, Queues, Save, Urgent, queues};
use super::tags::Names;
use super::{Saved, articles, links, words};

/// How long a commit waits for another poll. Articles lie scattered in the indexes, so that a commit for two polls
/// writes little more than one for one.
const LINGER: Duration = Duration::from_millis(2);

/// How long no poll has to come before articles are indexed: while a round is on, many small transactions of the
/// index would cost more than the polls.
const QUIET: Duration = Duration::from_millis(100);

/// How often a reader that stays open looks whether the copy of state.db is old.
const BACKUP_CHECK: Duration = Duration::from_secs(60 * 60);

/// The thread and what it has in hand.
pub(super) struct Worker {
    db: Db,
    queues: Queues,
    backup_check: Instant,
    /// When to index what waits.
    index_due: Option<Instant>,
    checkpoint_due: bool,
    /// Who waits for the index, and how much was indexed since.
    finishers: Vec<(oneshot::Sender<Result<u64, StoreError>>, u64)>,
}

/// Starts the thread over open files.
pub(super) fn start(db: Db) -> Result<(mpsc::Sender<Urgent>, mpsc::Sender<Bulk>), StoreError> {
    let folder = db.folder().to_owned();
    let start = || {
        let (urgent, bulk, queues) = queues()?;
        let worker = Worker {
            db,
            queues,
            backup_check: Instant::now() + BACKUP_CHECK,
            index_due: Some(Instant::now()),
            checkpoint_due: false,
            finishers: Vec::new(),
        };
        std::thread::Builder::new().name("store".into()).spawn(move || worker.run())?;
        Ok((urgent, bulk))
    };
    start().map_err(StoreError::io("start the thread for", &folder))
}

impl Worker {
    fn run(mut self) {
        loop {
            match self.next() {
                Next::Urgent(job) => job(&mut self.db),
                Next::Bulk(Bulk::Save(save)) => self.save_group(*save),
                Next::Bulk(Bulk::Work(job)) => {
                    job(&mut self.db);
                    (self.index_due, self.checkpoint_due) = (Some(Instant::now() + QUIET), true);
                }
                Next::Bulk(Bulk::FinishIndex { reply }) => {
                    self.index_due = Some(Instant::now());
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
        let Self { db, queues, .. } = self;
        drop(queues);
        db.close();
    }

    fn next(&mut self) -> Next {
        let due = if self.queues.are_closed() { None } else { self.due() };
        self.queues.next(due)
    }

    /// When something is to be done that nobody asks for.
    fn due(&self) -> Option<Instant> {
        let now = Instant::now();
        if self.backup_check <= now { Some(now) } else { self.index_due }
    }

    /// Saves a poll, and those that come soon behind it, in one commit.
    fn save_group(&mut self, first: Save) {
        let mut group = vec![first];
        let mut together = self.save_together(&mut group);
        if let Err(StoreError::Damaged { .. }) = together {
            // A new cache may be open by now.
            together = self.save_together(&mut group);
        }
        (self.index_due, self.checkpoint_due) = (Some(Instant::now() + QUIET), true);
        match together {
            Ok(all_saved) => {
                for (save, saved) in group.into_iter().zip(all_saved) {
                    let _ = save.reply.send(Ok(saved));
                }
            }
            // One that fails must not take the others with it.
            Err(error) if group.len() > 1 && !error.is_of_the_store() => {
                group.iter_mut().for_each(|save| save.alone = true);
                self.queues.put_back(group);
            }
            // Each by itself would wait for the same lock, or fill the same disk; so would those that wait.
            Err(error) => {
                if error.is_of_the_store() {
                    group.extend(self.queues.waiting_polls());
                }
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

    /// Saves the polls of a group, which grows by those that come meanwhile.
    fn save_together(&mut self, group: &mut Vec<Save>) -> Result<Vec<Saved>, StoreError> {
        let Self { db, queues, .. } = self;
        let renewed = db.renewed();
        db.cache_change(|tx, now| {
            let (mut names, mut all_saved) = (Names::default(), Vec::new());
            while let Some(save) = group.get(all_saved.len()) {
                all_saved.push(articles::save_poll(tx, &mut names, &save.poll, renewed, now)?);
                if all_saved.len() == group.len() {
                    queues.gather(group, LINGER);
                }
            }
            Ok(all_saved)
        })
    }

    /// Lets some articles of before be found by links to them. Says whether there were any.
    fn address_links(&mut self) -> Result<bool, StoreError> {
        let any = self.db.with(|conn| links::any_wait(conn))?;
        if any {
            self.db.cache_change(|tx, _| links::address_batch(tx))?;
        }
        Ok(any)
    }

    fn idle(&mut self) {
        if self.backup_check <= Instant::now() {
            self.backup_check = Instant::now() + BACKUP_CHECK;
            self.db.back_up_state();
            return;
        }
        match self.address_links() {
            Ok(true) => {
                self.checkpoint_due = true;
                return;
            }
            Ok(false) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "articles could not be found by links");
            }
        }
        let queues = &self.queues;
        let somebody_waits = || !queues.are_empty();
        let indexed = match self.db.with(|conn| words::any_wait(conn)) {
            Ok(true) => self.db.write(|conn| words::index_batch(conn, somebody_waits)),
            Ok(false) => Ok(0),
            Err(error) => Err(error),
        };
        match indexed {
            Ok(0) => {
                self.index_due = None;
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
                self.index_due = None;
                // The first that waits gets the cause, the others learn that the index did not finish.
                let mut error = Some(error);
                for (reply, _) in self.finishers.drain(..) {
                    let _ = reply.send(Err(error.take().unwrap_or(StoreError::Closed)));
                }
            }
        }
    }
}
