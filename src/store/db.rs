//! The open files, and the rules that every use of them follows: user's changes first to state.db and then to the
//! cache, and a damaged cache set aside when it shows.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::mpsc;

use super::error::StoreError;
use super::files::{Files, culprit, keep_log};
use super::lock::FolderLock;
use super::schema::CACHE;
use super::{Notice, status};
use crate::domain::SafeText;

/// The most notices that wait to be read.
const NOTICES: usize = 16;

/// Tells the time; tests bring their own.
pub(super) type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Both files, open.
pub(super) struct Db {
    /// `None` after the files could not be opened again.
    conn: Option<Connection>,
    files: Files,
    folder: Box<Path>,
    lock: FolderLock,
    clock: Clock,
    /// The cache says that it is in use.
    marked: bool,
    /// Damage was seen: the next start is to check every page.
    suspicious: bool,
    /// When the cache was created anew while in use.
    renewed: Option<Timestamp>,
    notices: mpsc::Sender<Notice>,
    /// The last notice, which is not given twice.
    noticed: Option<Notice>,
}

/// Files as they were opened.
#[derive(Debug)]
pub(super) struct Opened {
    pub db: Db,
    /// What was found and mended.
    pub notices: Vec<Notice>,
    /// What is found and mended from now on.
    pub later: mpsc::Receiver<Notice>,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Db").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens the files in `folder`, which is created when it is missing.
    pub(super) fn open(folder: &Path, clock: Clock) -> Result<Opened, StoreError> {
        std::fs::create_dir_all(folder).map_err(StoreError::io("create", folder))?;
        let mut lock = FolderLock::take(folder)?;
        let files = Files::new(folder);
        let (conn, notices) = files.open(lock.alone(), clock())?;
        lock.share();
        let (sender, later) = mpsc::channel(NOTICES);
        let db = Self {
            conn: Some(conn),
            files,
            folder: folder.into(),
            lock,
            clock,
            marked: false,
            suspicious: false,
            renewed: None,
            notices: sender,
            noticed: None,
        };
        Ok(Opened { db, notices, later })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The time by the clock that articles arrive by.
    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// When a damaged cache was last replaced by a new one since the opening.
    pub(super) fn renewed(&self) -> Option<Timestamp> {
        self.renewed
    }

    /// Uses the connection. When the use shows that the cache is damaged, the cache is set aside and a new one
    /// opened; the error then says so, and so does a notice, because not every error is shown.
    pub(super) fn with<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let conn = self.conn.as_mut().ok_or(StoreError::Closed)?;
        work(conn).map_err(|error| match error.corruption() {
            Ok(damage) => self.mend(damage),
            Err(error) => error,
        })
    }

    /// Uses the connection to write. From then on until this process closes in order, the cache says that it was
    /// not, and whoever opens it next checks its pages.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !self.marked {
            self.with(|conn| Ok(conn.execute("UPDATE cache.meta SET clean = 0 WHERE clean = 1", [])?))?;
            self.marked = true;
        }
        self.with(work)
    }

    /// A change of the cache by a poll, in one transaction.
    pub(super) fn cache_change<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, Timestamp) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let now = (self.clock)();
        self.write(|conn| in_transaction(conn, |tx| work(tx, now)))
    }

    /// A change by the user: durable in state.db when this returns. The cache follows; when it cannot, that is
    /// logged and made up for at the next change or start.
    pub(super) fn user_change<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, i64) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let done = self.write(|conn| in_transaction(conn, |tx| work(tx, status::next_seq(tx)?)))?;
        if let Err(error) = self.with(status::follow) {
            tracing::error!(error = &error as &dyn std::error::Error, "the cache could not follow a change");
        }
        Ok(done)
    }

    /// Copies state.db when the last copy is a day old.
    pub(super) fn back_up_state(&mut self) {
        let (files, now) = (self.files.clone(), (self.clock)());
        if let Err(error) = self.with(|conn| files.back_up_state(conn, now)) {
            tracing::error!(error = &error as &dyn std::error::Error, "state.db could not be copied");
        }
    }

    /// Moves what the cache's log holds into the file.
    pub(super) fn checkpoint(&mut self) {
        let moved = self.with(|conn| Ok(conn.query_row("PRAGMA cache.wal_checkpoint(PASSIVE)", [], |_| Ok(()))?));
        if let Err(error) = moved {
            tracing::warn!(error = &error as &dyn std::error::Error, "the cache's log could not be moved");
        }
    }

    fn mend(&mut self, damage: rusqlite::Error) -> StoreError {
        let error = self.mended(damage);
        tracing::error!(error = &error as &dyn std::error::Error, "damage was found while the store was in use");
        self.notify(error.sentence());
        error
    }

    /// Tells whoever listens. Where nobody reads, the log has it.
    fn notify(&mut self, sentence: SafeText) {
        let notice = Notice(sentence);
        if self.noticed.as_ref() != Some(&notice) {
            self.noticed = Some(notice.clone());
            let _ = self.notices.try_send(notice);
        }
    }

    /// Mends what can be mended, and says in an error what became of it.
    fn mended(&mut self, damage: rusqlite::Error) -> StoreError {
        self.suspicious = true;
        let broken = |sentence: &'static str, source| StoreError::Damaged { sentence: sentence.into(), source };
        let Some(conn) = self.conn.take_if(|conn| culprit(conn) == CACHE) else {
            return broken("state.db is damaged; start chancery again to restore it from its copy.", damage);
        };
        if !self.lock.become_alone() {
            self.conn = Some(conn);
            return broken("The article cache is damaged; quit every chancery and start again to mend it.", damage);
        }
        keep_log(&conn);
        drop(conn);
        let code = damage.sqlite_error().copied();
        let now = (self.clock)();
        let reopened = self.files.reopen_without_cache(damage, now);
        self.lock.share();
        match reopened {
            Ok((conn, notices)) => {
                (self.conn, self.renewed) = (Some(conn), Some(now));
                (self.marked, self.suspicious) = (false, false);
                let code = code.unwrap_or(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT));
                let sentences: Vec<_> = notices.iter().map(|notice| notice.0.as_str()).collect();
                let sentence = SafeText::line(&sentences.join(" "));
                StoreError::Damaged { sentence, source: rusqlite::Error::SqliteFailure(code, None) }
            }
            Err(error) => error,
        }
    }

    /// Closes the files in order.
    pub(super) fn close(mut self) {
        self.back_up_state();
        let Some(conn) = self.conn.take() else { return };
        let last = self.lock.become_alone();
        let clean = || {
            conn.execute_batch("PRAGMA optimize")?;
            if last || self.suspicious {
                conn.execute("UPDATE cache.meta SET clean = ?1 WHERE clean <> ?1", [!self.suspicious])?;
            }
            Ok::<_, rusqlite::Error>(())
        };
        if let Err(error) = clean() {
            tracing::warn!(error = &error as &dyn std::error::Error, "the store was not closed in order");
        }
    }
}

fn in_transaction<T>(
    conn: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&tx)?;
    tx.commit()?;
    Ok(done)
}
