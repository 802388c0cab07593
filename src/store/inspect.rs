//! A look at the two files without opening the store: nothing is created, migrated or mended.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::StoreError;
use super::files::{check, keep_log};
use super::schema::{CACHE, STATE, Schema};
use crate::domain::SafeText;

/// How long until an interruption that was lost is repeated.
const AGAIN: Duration = Duration::from_millis(10);

/// What one of the two files looks like.
#[derive(Clone, Debug, PartialEq)]
pub struct FileCheck {
    /// `state.db` or `cache.db`.
    pub name: SafeText,
    /// With its log.
    pub bytes: u64,
    pub condition: Condition,
}

/// Whether a file can be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// There is none yet.
    Missing,
    /// Every page is sound. An older version is brought up to date when the store is opened.
    Sound { version: i32, known: i32 },
    /// It could be read, but there was no time for every page.
    Unchecked { version: i32, known: i32 },
    /// It is damaged.
    Damaged(SafeText),
    /// It is of a newer chancery, of another program, or cannot be read.
    Unusable(SafeText),
}

/// Looks at the files of a data folder, at each for at most `limit`. Blocks for as long.
pub fn inspect(folder: &Path, limit: Duration) -> [FileCheck; 2] {
    [STATE, CACHE].map(|schema| {
        let path = schema.path(folder);
        let length = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
        FileCheck {
            name: SafeText::line(&format!("{}.db", schema.name)),
            bytes: length(&path) + length(&path.with_extension("db-wal")),
            condition: condition(schema, &path, limit),
        }
    })
}

fn condition(schema: Schema, path: &Path, limit: Duration) -> Condition {
    if !path.exists() {
        return Condition::Missing;
    }
    match look(schema, path, limit) {
        Ok(condition) => condition,
        Err(error) => match error.corruption() {
            Ok(damage) => Condition::Damaged(SafeText::line(&damage.to_string())),
            Err(error) => Condition::Unusable(error.sentence()),
        },
    }
}

fn look(schema: Schema, path: &Path, limit: Duration) -> Result<Condition, StoreError> {
    schema.refuse_foreign(path)?;
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    keep_log(&conn);
    schema.is_outdated(&conn, path)?;
    let version = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = schema.known();
    match within(&conn, limit, check) {
        Ok(()) => Ok(Condition::Sound { version, known }),
        Err(StoreError::Sqlite(error)) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
            Ok(Condition::Unchecked { version, known })
        }
        Err(error) => Err(error),
    }
}

/// Does a work that is interrupted after a time.
fn within<T>(
    conn: &Connection,
    limit: Duration,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let handle = conn.get_interrupt_handle();
    let (done, waits) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            // It ends at once when the work is done, because the other end is dropped then. Between two statements an
            // interruption is lost, so it is repeated.
            let mut wait = limit;
            while waits.recv_timeout(wait) == Err(mpsc::RecvTimeoutError::Timeout) {
                handle.interrupt();
                wait = AGAIN;
            }
        });
        let result = work(conn);
        drop(done);
        result
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const LONG: Duration = Duration::from_secs(60);

    async fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        Store::open(folder.path()).unwrap().0.close().await;
        folder
    }

    fn conditions(folder: &Path) -> [Condition; 2] {
        inspect(folder, LONG).map(|file| file.condition)
    }

    #[tokio::test]
    async fn a_store_in_order_is_sound_also_while_it_is_open() {
        let folder = folder().await;
        let is_sound =
            |condition: &Condition| matches!(condition, Condition::Sound { version, known } if version == known);
        assert!(conditions(folder.path()).iter().all(is_sound));
        let (store, _) = Store::open(folder.path()).unwrap();
        assert!(conditions(folder.path()).iter().all(is_sound));
        store.close().await;
    }

    #[test]
    fn an_empty_folder_stays_empty() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(conditions(folder.path()), [Condition::Missing, Condition::Missing]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn damage_is_told_and_left_as_it_is() {
        let folder = folder().await;
        let cache = folder.path().join("cache.db");
        let mut bytes = fs::read(&cache).unwrap();
        let end = bytes.len();
        bytes[4_096..end.min(40_960)].fill(0xa5);
        fs::write(&cache, &bytes).unwrap();
        let [state, damaged] = conditions(folder.path());
        assert!(matches!(state, Condition::Sound { .. }), "{state:?}");
        assert!(matches!(damaged, Condition::Damaged(_)), "{damaged:?}");
        assert_eq!(fs::read(&cache).unwrap(), bytes);

        fs::write(&cache, b"not a database, and longer than a header of a hundred bytes would have to be, as one sees")
            .unwrap();
        assert!(matches!(conditions(folder.path())[1], Condition::Damaged(_)));
    }

    #[tokio::test]
    async fn a_file_of_a_newer_version_is_told_as_such() {
        let folder = folder().await;
        let conn = Connection::open(folder.path().join("state.db")).unwrap();
        conn.pragma_update(None, "user_version", 1_000).unwrap();
        drop(conn);
        let [state, _] = conditions(folder.path());
        assert!(matches!(&state, Condition::Unusable(why) if why.contains("newer chancery")), "{state:?}");
    }

    #[test]
    fn a_check_without_time_is_given_up() {
        let conn = Connection::open_in_memory().unwrap();
        let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let work = |conn: &Connection| Ok(conn.query_row(endless, [], |row| row.get::<_, i64>(0))?);
        let Err(StoreError::Sqlite(error)) = within(&conn, Duration::from_millis(1), work) else { panic!("it ended") };
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::OperationInterrupted));
    }
}
