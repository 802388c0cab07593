//! The two files: opening them together, and what is done when one is missing, damaged or of another installation.
//!
//! Nothing is ever deleted or overwritten: a file that cannot be used is set aside under a name with the time.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::compile::register_functions;
use super::error::StoreError;
use super::schema::{CACHE, STATE, Schema, copy_into, damage, sql_path};
use super::status::{self, Relation};
use super::{Notice, feeds};
use crate::domain::SafeText;

/// How long a statement waits for another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The largest cache that is checked page by page after the last process did not close it in order; the check
/// reads about 1 GB/s. Damage in a larger one shows when it is read, and is mended then.
const CHECK_MAX_BYTES: u64 = 64 * 1024 * 1024;
/// How old the copy of state.db may grow.
const BACKUP_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The data folder.
#[derive(Clone, Debug)]
pub(super) struct Files {
    folder: PathBuf,
}

/// Why the files could not be opened together.
enum Trouble {
    /// Nothing that can be mended here.
    Refused(StoreError),
    /// This file stands in the way.
    Unusable(Schema, Why),
}

/// Why a file is set aside.
enum Why {
    Damaged(rusqlite::Error),
    /// The cache's numbers mean another state.db's feeds.
    OfAnotherState,
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl Files {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The copies of state.db, the newer first.
    fn backups(&self) -> [PathBuf; 2] {
        [BACKUP, "state.backup-old"].map(|name| self.folder.join(format!("{name}.db")))
    }

    fn sound_backup(&self) -> Option<PathBuf> {
        self.backups().into_iter().find(|backup| !is_missing(backup) && standing(backup).is_ok())
    }

    /// Opens both files, creating and migrating them as needed. When this process is `alone`, what is damaged is
    /// set aside, and the notices say so.
    pub(super) fn open(&self, alone: bool, now: Timestamp) -> Result<(Connection, Vec<Notice>), StoreError> {
        for schema in [STATE, CACHE] {
            schema.refuse_foreign(&schema.path(&self.folder))?;
        }
        self.open_after(Vec::new(), alone, now)
    }

    /// Opens both files after something was mended already.
    fn open_after(
        &self,
        mut notices: Vec<Notice>,
        alone: bool,
        now: Timestamp,
    ) -> Result<(Connection, Vec<Notice>), StoreError> {
        if alone && is_missing(&STATE.path(&self.folder)) && self.sound_backup().is_some() {
            notices.push(self.mend_state(Why::Damaged(missing()), now)?);
        }
        // State, cache, and a cache that does not belong to a state brought back: more cannot be wrong.
        for _ in 0..3 {
            match self.try_open(alone, now, &mut notices) {
                Ok(conn) => return Ok((conn, notices)),
                Err(Trouble::Refused(error)) => return Err(error),
                Err(Trouble::Unusable(_, Why::Damaged(source))) if !alone => {
                    let sentence =
                        "The article store is damaged; quit every other chancery and start again to mend it.";
                    return Err(StoreError::Damaged { sentence: sentence.into(), source });
                }
                Err(Trouble::Unusable(schema, why)) => notices.push(self.mend(schema, why, now)?),
            }
        }
        Err(damage("the files were set aside, and the new ones are damaged as well"))
    }

    /// Sets a damaged cache aside while the store is in use, and opens a new one. The notices say what was mended.
    pub(super) fn reopen_without_cache(
        &self,
        error: rusqlite::Error,
        now: Timestamp,
    ) -> Result<(Connection, Vec<Notice>), StoreError> {
        let notice = self.mend_cache(Why::Damaged(error), now)?;
        self.open_after(vec![notice], true, now)
    }

    fn try_open(&self, alone: bool, now: Timestamp, notices: &mut Vec<Notice>) -> Result<Connection, Trouble> {
        let clean = self.prepare(CACHE, alone, now, |conn| {
            let clean: bool = conn.query_row("SELECT clean FROM meta", [], |row| row.get(0))?;
            let small = fs::metadata(CACHE.path(&self.folder)).is_ok_and(|file| file.len() <= CHECK_MAX_BYTES);
            if alone && !clean && small { check(conn).map(|()| clean) } else { Ok(clean) }
        })?;
        self.prepare(STATE, alone, now, |conn| if alone && !clean { check(conn) } else { Ok(()) })?;
        let mut conn = self.connect()?;
        let related = self.relate(&mut conn, alone, notices);
        if let Err(Trouble::Refused(error)) = related {
            return Err(match error.corruption() {
                Ok(error) => {
                    keep_log(&conn);
                    Trouble::Unusable(culprit(&conn), Why::Damaged(error))
                }
                Err(error) => Trouble::Refused(error),
            });
        }
        related.map(|()| conn)
    }

    /// Opens one file by itself: refuses it, migrates it, and looks whether it is sound.
    fn prepare<T>(
        &self,
        schema: Schema,
        alone: bool,
        now: Timestamp,
        check: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, Trouble> {
        let path = schema.path(&self.folder);
        if is_missing(&path) {
            if !alone {
                return Err(Trouble::Refused(StoreError::Locked));
            }
            // The log of a file that is gone must not be taken for the new one's.
            self.set_aside(schema.name, "left-over", now)?;
        }
        let prepared = || {
            let mut conn = Connection::open(&path)?;
            conn.busy_timeout(BUSY_TIMEOUT)?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            keep_log(&conn);
            let outdated = schema.is_outdated(&conn, &path)?;
            if outdated && !alone {
                return Err(StoreError::Locked);
            }
            if schema == STATE && Schema::is_blank(&conn)? && self.sound_backup().is_some() {
                return Err(damage("state.db is blank"));
            }
            if alone {
                // A restored copy is not in this mode.
                conn.pragma_update(None, "journal_mode", "WAL")?;
            }
            if outdated {
                schema.migrate(&mut conn, &self.folder, &stamp(now))?;
            }
            if alone {
                check_length(&conn, &path)?;
            }
            check(&conn)
        };
        prepared().map_err(|error| match error.corruption() {
            Ok(error) => Trouble::Unusable(schema, Why::Damaged(error)),
            Err(error) => Trouble::Refused(error),
        })
    }

    fn connect(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(STATE.path(&self.folder), flags)?;
        conn.busy_timeout(BUSY_TIMEOUT)?;
        conn.set_prepared_statement_cache_capacity(128);
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        conn.execute("ATTACH DATABASE ? AS cache", [sql_path(&CACHE.path(&self.folder))?])?;
        // FULL flushes the disk at every commit, so that a power cut takes back nothing that was answered. NORMAL
        // may lose the last commits, but never breaks the file: what polling learned is learned again, and what
        // the user did is followed again from state.db.
        // The log is moved into the file when nothing waits (see the worker); by itself only at 64 MB.
        conn.execute_batch(
            "PRAGMA main.synchronous = FULL;
             PRAGMA cache.synchronous = NORMAL;
             PRAGMA fullfsync = ON;
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache.cache_size = -16000;
             PRAGMA wal_autocheckpoint = 4000;
             PRAGMA cache.journal_size_limit = 67108864;
             PRAGMA wal_autocheckpoint = 16000;",
        )?;
        register_functions(&conn)?;
        Ok(conn)
    }

    /// Makes the two files agree.
    ///
    /// # Errors
    /// [`Trouble::Unusable`] when the cache cannot be this state's.
    fn relate(&self, conn: &mut Connection, alone: bool, notices: &mut Vec<Notice>) -> Result<(), Trouble> {
        match status::relation(conn).map_err(Trouble::Refused)? {
            Relation::Follows => {}
            Relation::NewCache => {
                let known = conn.query_row("SELECT EXISTS (SELECT 1 FROM main.status)", [], |row| row.get(0));
                if known.map_err(StoreError::from)? && notices.is_empty() {
                    notices.push(notice(
                        "The article cache was missing and has been created anew; your stars, tags and read marks \
                         are kept, and articles come back at the next poll.",
                    ));
                }
                status::adopt_cache(conn)?;
            }
            Relation::StateBehind => {
                if notices.is_empty() {
                    notices.push(notice(
                        "state.db, which holds stars, tags and read marks, was missing or older than the article \
                         cache; they were taken back from the cache as far as it has them.",
                    ));
                }
                status::recover_state(conn)?;
            }
            Relation::Foreign => return Err(foreign_cache(alone)),
        }
        if !feeds::agree(conn)? {
            return Err(foreign_cache(alone));
        }
        status::follow(conn)?;
        Ok(())
    }

    fn mend(&self, schema: Schema, why: Why, now: Timestamp) -> Result<Notice, StoreError> {
        if schema == STATE { self.mend_state(why, now) } else { self.mend_cache(why, now) }
    }

    fn mend_cache(&self, why: Why, now: Timestamp) -> Result<Notice, StoreError> {
        let aside = self.set_aside(CACHE.name, "damaged", now)?;
        let what = match why {
            Why::Damaged(error) => {
                tracing::error!(%error, aside, "cache.db is damaged");
                "was damaged"
            }
            Why::OfAnotherState => "does not belong to this state.db",
        };
        Ok(notice(&format!(
            "The article cache {what} and has been set aside as {aside}; your stars, tags and read marks are kept, \
             and articles come back at the next poll."
        )))
    }

    fn mend_state(&self, why: Why, now: Timestamp) -> Result<Notice, StoreError> {
        if let Why::Damaged(error) = why {
            tracing::error!(%error, "state.db cannot be used");
        }
        for backup in self.backups() {
            STATE.refuse_foreign(&backup)?;
        }
        let path = STATE.path(&self.folder);
        let what = if is_missing(&path) {
            self.set_aside(STATE.name, "left-over", now)?;
            "was missing".to_owned()
        } else {
            format!("was damaged and has been set aside as {}", self.set_aside(STATE.name, "damaged", now)?)
        };
        let Some(backup) = self.sound_backup() else {
            return Ok(notice(&format!(
                "state.db, which holds stars, tags and read marks, {what}; there is no sound copy of it, so they were \
                 taken back from the article cache as far as it has them."
            )));
        };
        let new = path.with_extension("db-new");
        fs::copy(&backup, &new).map_err(StoreError::io("copy", &backup))?;
        put_in_place(&new, &path)?;
        let made = fs::metadata(&backup).and_then(|file| file.modified()).ok();
        let made = made.and_then(|time| Timestamp::try_from(time).ok()).unwrap_or(now);
        Ok(notice(&format!(
            "state.db, which holds stars, tags and read marks, {what}; the copy of {} was restored, and later changes \
             were taken back from the article cache as far as it has them.",
            made.strftime("%Y-%m-%d %H:%M UTC")
        )))
    }

    /// Moves the file `name`.db with its log to a free name and returns that name. The log goes first: a log without
    /// its file is ignored, but a file would take up another's log.
    fn set_aside(&self, name: &str, why: &str, now: Timestamp) -> Result<String, StoreError> {
        let beside = |name: &str, suffix: &str| self.folder.join(format!("{name}.db{suffix}"));
        let taken = |name: &str| SUFFIXES.iter().any(|suffix| beside(name, suffix).exists());
        let base = format!("{name}.{why}-{}", stamp(now));
        let names = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}-{number}")));
        let aside = names.into_iter().find(|name| !taken(name)).expect("the numbers do not end");
        for suffix in SUFFIXES {
            let from = beside(name, suffix);
            if from.exists() {
                fs::rename(&from, beside(&aside, suffix)).map_err(StoreError::io("set aside", &from))?;
            }
        }
        Ok(format!("{aside}.db"))
    }

    /// Copies state.db when the last copy is a day old, which then becomes the older of two. A damaged or empty
    /// state never replaces a good copy, and a copy that is not an earlier state of this one is set aside.
    pub(super) fn back_up_state(&self, conn: &Connection, now: Timestamp) -> Result<(), StoreError> {
        let [backup, older] = self.backups();
        let fresh = |time: SystemTime| time.elapsed().is_ok_and(|age| age < BACKUP_AGE);
        if fs::metadata(&backup).and_then(|file| file.modified()).is_ok_and(fresh) {
            return Ok(());
        }
        let something: bool = conn.query_row("SELECT EXISTS (SELECT 1 FROM main.feed)", [], |row| row.get(0))?;
        if !something {
            return Ok(());
        }
        check(conn)?;
        let new = backup.with_extension("db-new");
        if new.exists() {
            fs::remove_file(&new).map_err(StoreError::io("replace", &new))?;
        }
        copy_into(conn, &new)?;
        if !is_missing(&backup) {
            let (store, seq) = status::standing(conn)?;
            match standing(&backup) {
                Ok((other, earlier)) if other == store && earlier <= seq => {
                    fs::rename(&backup, &older).map_err(StoreError::io("keep", &backup))?;
                }
                Ok(_) => drop(self.set_aside(BACKUP, "other", now)?),
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "the copy of state.db is damaged");
                    self.set_aside(BACKUP, "damaged", now)?;
                }
            }
        }
        put_in_place(&new, &backup)
    }
}

/// The newer copy of state.db, without `.db`.
const BACKUP: &str = "state.backup";

/// Whether there is no file, or an empty one, which SQLite would take for a new database.
fn is_missing(path: &Path) -> bool {
    !fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// Which state a copy of state.db is of, and how far it goes.
///
/// # Errors
/// When it is not sound.
fn standing(backup: &Path) -> Result<(String, i64), StoreError> {
    let conn = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    check_length(&conn, backup)?;
    check(&conn)?;
    status::standing(&conn)
}

fn foreign_cache(alone: bool) -> Trouble {
    if alone { Trouble::Unusable(CACHE, Why::OfAnotherState) } else { Trouble::Refused(StoreError::Locked) }
}

/// A database file and what SQLite keeps beside it, in the order in which they are moved.
const SUFFIXES: [&str; 3] = ["-wal", "-shm", ""];

/// Renames a file that is complete over the one it replaces, so that a crash leaves either.
fn put_in_place(new: &Path, path: &Path) -> Result<(), StoreError> {
    fs::File::open(new).and_then(|file| file.sync_all()).map_err(StoreError::io("save", new))?;
    fs::rename(new, path).map_err(StoreError::io("replace", path))?;
    if let Some(folder) = path.parent().and_then(|folder| fs::File::open(folder).ok()) {
        // Where folders cannot be flushed, the rename is as durable as the system makes it.
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Checks every page of the main database (but not that indexes match their tables).
pub(super) fn check(conn: &Connection) -> Result<(), StoreError> {
    let verdict: String = conn.query_row("PRAGMA main.quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(damage(verdict)) }
}

/// Sees that the file ends where a page does. SQLite would read what is missing of the last one as zeros. While the
/// log holds pages, the file may be anything: the log mends it.
fn check_length(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let page: u32 = conn.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let length = fs::metadata(path).map_err(StoreError::io("read", path))?.len();
    let log = fs::metadata(path.with_extension("db-wal")).map_or(0, |log| log.len());
    if log > 0 || length % u64::from(page) == 0 { Ok(()) } else { Err(damage("the file ends within a page")) }
}

/// Leaves the log as it is when this connection is closed. It would else be moved into a file that is damaged, and is
/// to be set aside as it was found.
pub(super) fn keep_log(conn: &Connection) {
    if let Err(error) = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true) {
        tracing::warn!(%error, "the log of a damaged file cannot be kept beside it");
    }
}

/// Which of the two files of a connection is damaged: state.db is small enough to look.
pub(super) fn culprit(conn: &Connection) -> Schema {
    if check(conn).is_ok() { CACHE } else { STATE }
}

fn missing() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN),
        Some("state.db is missing".into()),
    )
}

fn notice(sentence: &str) -> Notice {
    Notice(SafeText::line(sentence))
}

fn stamp(now: Timestamp) -> String {
    now.strftime("%Y%m%dT%H%M%SZ").to_string()
}
