//! The two files' schemas, and the migrator that brings a file up to this program's version.
//!
//! A migration is never edited once released: a change is a new file. The version stands in SQLite's
//! `user_version`, and `application_id` tells our files from other programs'.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::error::StoreError;

/// One of the two files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Schema {
    /// The file's name without `.db`.
    pub name: &'static str,
    pub application_id: i32,
    /// SQL, oldest first; version n is reached by running the first n.
    pub migrations: &'static [&'static str],
}

/// What the user said.
pub(super) const STATE: Schema = Schema {
    name: "state",
    application_id: i32::from_be_bytes(*b"chST"),
    migrations: &[
        include_str!("migrations/state/0001_what_the_user_said.sql"),
        include_str!("migrations/state/0002_a_feed_is_its_address.sql"),
        include_str!("migrations/state/0003_rejected_tags.sql"),
        include_str!("migrations/state/0004_moved.sql"),
        include_str!("migrations/state/0005_feed_tags.sql"),
        include_str!("migrations/state/0006_notes.sql"),
        include_str!("migrations/state/0007_places.sql"),
        include_str!("migrations/state/0008_queued_links.sql"),
    ],
};

/// What polling learned.
pub(super) const CACHE: Schema = Schema {
    name: "cache",
    application_id: i32::from_be_bytes(*b"chCA"),
    migrations: &[
        include_str!("migrations/cache/0001_what_polling_learned.sql"),
        include_str!("migrations/cache/0002_polls_tally.sql"),
        include_str!("migrations/cache/0003_tags_made_anew.sql"),
        include_str!("migrations/cache/0004_event_line.sql"),
        include_str!("migrations/cache/0005_manners.sql"),
        include_str!("migrations/cache/0006_what_a_feed_says.sql"),
        include_str!("migrations/cache/0007_articles_a_day.sql"),
        include_str!("migrations/cache/0008_full_text.sql"),
        include_str!("migrations/cache/0009_edits.sql"),
        include_str!("migrations/cache/0010_pictures.sql"),
        include_str!("migrations/cache/0011_kept_results.sql"),
        include_str!("migrations/cache/0012_repeated.sql"),
        include_str!("migrations/cache/0013_links_and_dates.sql"),
    ],
};

impl Schema {
    /// Where the file lies in the data folder.
    pub(super) fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.db", self.name))
    }

    /// The version that this program reads and writes.
    pub(super) fn known(&self) -> i32 {
        i32::try_from(self.migrations.len()).expect("there are fewer than two thousand million migrations")
    }

    /// Refuses a file that must not even be opened, by its first hundred bytes.
    ///
    /// # Errors
    /// When it is from a newer version or another program's.
    pub(super) fn refuse_foreign(&self, path: &Path) -> Result<(), StoreError> {
        match header(path)? {
            Some(header) => self.admit(path, header),
            None => Ok(()),
        }
    }

    fn admit(&self, path: &Path, header: Header) -> Result<(), StoreError> {
        // A file whose creation was cut short has neither id nor version.
        if header.application_id != self.application_id && header != (Header { version: 0, application_id: 0 }) {
            return Err(StoreError::NotOurs { file: path.to_owned() });
        }
        if header.version > self.known() {
            return Err(StoreError::NewerVersion { file: path.to_owned(), found: header.version, known: self.known() });
        }
        Ok(())
    }

    /// Whether the open file must be migrated before it can be used.
    ///
    /// # Errors
    /// As [`Schema::refuse_foreign`], but through SQLite, which also sees what only the write-ahead log holds.
    pub(super) fn is_outdated(&self, conn: &Connection, path: &Path) -> Result<bool, StoreError> {
        let header = Header {
            version: conn.pragma_query_value(None, "user_version", |row| row.get(0))?,
            application_id: conn.pragma_query_value(None, "application_id", |row| row.get(0))?,
        };
        let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let admitted = match self.admit(path, header) {
            Ok(()) if header.application_id == 0 && tables > 0 => Err(StoreError::NotOurs { file: path.to_owned() }),
            other => other,
        };
        if admitted.is_err() {
            // Closing would otherwise move the log into the file, and it is to stay untouched.
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        }
        admitted.map(|()| header.version < self.known())
    }

    /// Whether the open file holds nothing at all yet.
    pub(super) fn is_blank(conn: &Connection) -> Result<bool, StoreError> {
        Ok(conn.query_row("SELECT NOT EXISTS (SELECT 1 FROM main.sqlite_schema)", [], |row| row.get(0))?)
    }

    /// Brings the file up to date in one transaction. When it holds something, a copy is kept beside it first,
    /// named after its version and `stamp`.
    pub(super) fn migrate(&self, conn: &mut Connection, folder: &Path, stamp: &str) -> Result<(), StoreError> {
        let before: i32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if before > 0 {
            let copy = folder.join(format!("{}.version-{before}-{stamp}.db", self.name));
            copy_into(conn, &copy)?;
        }
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read again under the lock: another process may have been first.
        let version: i32 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for migration in self.migrations.iter().skip(usize::try_from(version).unwrap_or(0)) {
            tx.execute_batch(migration)?;
        }
        tx.pragma_update(None, "application_id", self.application_id)?;
        tx.pragma_update(None, "user_version", self.known())?;
        Ok(tx.commit()?)
    }
}

/// Copies the open database into a new file, which must not exist.
pub(super) fn copy_into(conn: &Connection, copy: &Path) -> Result<(), StoreError> {
    conn.execute("VACUUM main INTO ?1", [sql_path(copy)?])?;
    File::open(copy).and_then(|file| file.sync_all()).map_err(StoreError::io("save", copy))
}

/// A path as SQL takes it.
pub(super) fn sql_path(path: &Path) -> Result<&str, StoreError> {
    path.to_str().ok_or_else(|| {
        let source = std::io::Error::new(std::io::ErrorKind::InvalidInput, "its name is not UTF-8");
        StoreError::io("use", path)(source)
    })
}

/// SQLite's complaint about a file that is not a sound database, with our own words.
pub(super) fn damage(what: impl Into<String>) -> StoreError {
    let code = rusqlite::ffi::Error { code: ErrorCode::DatabaseCorrupt, extended_code: rusqlite::ffi::SQLITE_CORRUPT };
    StoreError::Sqlite(rusqlite::Error::SqliteFailure(code, Some(what.into())))
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Header {
    version: i32,
    application_id: i32,
}

/// The numbers in a [database header](https://www.sqlite.org/fileformat.html#the_database_header), read without
/// opening the database; `None` when the file is missing, empty, or no database at all.
fn header(path: &Path) -> Result<Option<Header>, StoreError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(StoreError::io("open", path))?,
    };
    let mut bytes = Vec::with_capacity(100);
    file.take(100).read_to_end(&mut bytes).map_err(StoreError::io("read", path))?;
    if bytes.len() < 100 || !bytes.starts_with(b"SQLite format 3\0") {
        return Ok(None);
    }
    let number = |at: usize| i32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes were asked for"));
    Ok(Some(Header { version: number(60), application_id: number(68) }))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const THREE: Schema = Schema {
        name: "test",
        application_id: 7,
        migrations: &[
            "CREATE TABLE word (text TEXT NOT NULL); INSERT INTO word VALUES ('one');",
            "ALTER TABLE word ADD COLUMN length INTEGER NOT NULL DEFAULT 0;",
            "UPDATE word SET length = length(text);",
        ],
    };

    fn first(count: usize) -> Schema {
        Schema { migrations: &THREE.migrations[..count], ..THREE }
    }

    fn words(conn: &Connection) -> Vec<(String, i64)> {
        let mut statement = conn.prepare("SELECT text, length FROM word").unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn a_file_is_migrated_from_every_version_and_a_copy_is_kept() {
        for version in 0..=3 {
            let folder = tempfile::tempdir().unwrap();
            let path = THREE.path(folder.path());
            let mut conn = Connection::open(&path).unwrap();
            first(version).migrate(&mut conn, folder.path(), "then").unwrap();
            assert_eq!(THREE.is_outdated(&conn, &path).unwrap(), version < 3);
            if version < 3 {
                THREE.migrate(&mut conn, folder.path(), "now").unwrap();
            }
            assert_eq!(words(&conn), [("one".to_owned(), 3)], "from {version}");
            assert!(!THREE.is_outdated(&conn, &path).unwrap());

            let copy = folder.path().join(format!("test.version-{version}-now.db"));
            assert_eq!(copy.exists(), (1..3).contains(&version));
            if copy.exists() {
                assert!(THREE.is_outdated(&Connection::open(&copy).unwrap(), &copy).unwrap());
            }
        }
    }

    #[test]
    fn a_failing_migration_leaves_the_file_at_its_version() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = Connection::open(THREE.path(folder.path())).unwrap();
        first(1).migrate(&mut conn, folder.path(), "then").unwrap();
        const BROKEN: Schema =
            Schema { migrations: &[THREE.migrations[0], THREE.migrations[1], "SELECT nonsense"], ..THREE };
        assert!(BROKEN.migrate(&mut conn, folder.path(), "now").is_err());
        assert_eq!(conn.pragma_query_value(None, "user_version", |row| row.get(0)), Ok(1));
        assert!(conn.prepare("SELECT length FROM word").is_err());
    }

    #[test]
    fn a_newer_file_is_refused_before_and_after_opening() {
        let folder = tempfile::tempdir().unwrap();
        let path = THREE.path(folder.path());
        let mut conn = Connection::open(&path).unwrap();
        conn.pragma_update(None, "journal_mode", "WAL").unwrap();
        THREE.migrate(&mut conn, folder.path(), "now").unwrap();
        assert!(matches!(first(2).is_outdated(&conn, &path), Err(StoreError::NewerVersion { found: 3, known: 2, .. })));
        // The version still stands in the log only; the file itself must stay as it is.
        let before = fs::read(&path).unwrap();
        drop(conn);
        assert_eq!(fs::read(&path).unwrap(), before);
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("UPDATE word SET length = 4").unwrap();
        drop(conn);
        assert!(matches!(first(2).refuse_foreign(&path), Err(StoreError::NewerVersion { .. })));
    }

    #[test]
    fn another_programs_database_is_refused() {
        for sql in ["PRAGMA application_id = 99", "CREATE TABLE theirs (a)", "PRAGMA user_version = 1"] {
            let folder = tempfile::tempdir().unwrap();
            let path = THREE.path(folder.path());
            let conn = Connection::open(&path).unwrap();
            conn.execute_batch(sql).unwrap();
            assert!(matches!(THREE.is_outdated(&conn, &path), Err(StoreError::NotOurs { .. })), "{sql}");
        }
    }
}
