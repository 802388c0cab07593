//! Why the store could not do what was asked, for the reader and for the log.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::{ArticleId, FeedId, SafeText};

/// Why the store cannot do what was asked. [`StoreError::sentence`] is for the reader, the chain of sources for
/// the log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by a newer chancery. It was not touched.
    #[error("{} has version {found}; this program knows versions up to {known}", file.display())]
    NewerVersion { file: PathBuf, found: i32, known: i32 },
    /// The file is another program's database. It was not touched.
    #[error("{} is a database of another program", file.display())]
    NotOurs { file: PathBuf },
    /// A file is damaged. The sentence says what became of it.
    #[error("{sentence}")]
    Damaged { sentence: SafeText, source: rusqlite::Error },
    /// Another process holds the store, and did not let go in time.
    #[error("another process holds the store")]
    Locked,
    /// Neither cache nor state knows the article.
    #[error("there is no article {0}")]
    NoSuchArticle(ArticleId),
    /// No feed has this number.
    #[error("there is no feed number {}", .0.0)]
    NoSuchFeed(FeedId),
    /// The store's thread has ended.
    #[error("the store is closed")]
    Closed,
    /// A file or folder could not be used.
    #[error("cannot {doing} {}", path.display())]
    Io { doing: &'static str, path: PathBuf, source: std::io::Error },
    /// SQLite refused.
    #[error("the database refused")]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    /// A whole sentence for the reader, with a hint where there is one to give.
    pub fn sentence(&self) -> SafeText {
        let sentence = match self {
            Self::NewerVersion { file, .. } => format!(
                "{} was written by a newer chancery and has been left untouched; update chancery, or choose \
                 another folder with --data-dir.",
                file.display()
            ),
            Self::NotOurs { file } => format!(
                "{} belongs to another program and has been left untouched; move it away, or choose another \
                 folder with --data-dir.",
                file.display()
            ),
            Self::Damaged { sentence, .. } => return sentence.clone(),
            Self::Locked => LOCKED.into(),
            Self::NoSuchArticle(id) => format!("There is no article {id}; `chancery list` shows the ids."),
            Self::NoSuchFeed(id) => format!("There is no feed number {}.", id.0),
            Self::Closed => "The article store has been closed; start chancery again.".into(),
            Self::Io { doing, path, source } => {
                format!("chancery cannot {doing} {}: {source}.", path.display())
            }
            Self::Sqlite(error) => sqlite_sentence(error),
        };
        SafeText::line(&sentence)
    }

    /// Wraps an I/O error: `map_err(StoreError::io("create", path))`.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    /// Whether the store is at fault and not what was asked of it, so that asking for something else now fails alike.
    pub(super) fn is_of_the_store(&self) -> bool {
        match self {
            Self::NoSuchArticle(_) | Self::NoSuchFeed(_) => false,
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::DiskFull
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::ReadOnly
                        | ErrorCode::PermissionDenied
                        | ErrorCode::CannotOpen
                        | ErrorCode::OutOfMemory
                )
            ),
            _ => true,
        }
    }

    /// The same trouble, for another who waits.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Closed => Self::Closed,
            Self::Damaged { sentence, source } => Self::Damaged { sentence: sentence.clone(), source: same(source) },
            Self::Sqlite(error) => Self::Sqlite(same(error)),
            other => Self::Sqlite(failure(rusqlite::ffi::SQLITE_ERROR, other)),
        }
    }

    /// SQLite's error, when it says that a file is not a sound database.
    pub(super) fn corruption(self) -> Result<rusqlite::Error, Self> {
        match self {
            Self::Sqlite(error)
                if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)) =>
            {
                Ok(error)
            }
            other => Err(other),
        }
    }
}

fn same(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => rusqlite::Error::SqliteFailure(*code, message.clone()),
        other => failure(other.sqlite_error().map_or(rusqlite::ffi::SQLITE_ERROR, |code| code.extended_code), other),
    }
}

fn failure(code: i32, error: &dyn std::error::Error) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), Some(error.to_string()))
}

const LOCKED: &str = "Another process is using the article store; wait for it to finish, or quit it, and try again.";

fn sqlite_sentence(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "The disk is full, so this could not be saved; make room and try again.".into(),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            "The data folder cannot be written, so this could not be saved; check its permissions.".into()
        }
        Some(ErrorCode::CannotOpen) => {
            "The article store cannot be opened; check the data folder's permissions.".into()
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LOCKED.into(),
        Some(ErrorCode::SystemIoFailure) => {
            "The disk reported an error while the article store was used; check the disk and its free space.".into()
        }
        _ => format!("The article store failed: {error}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_failures_have_sentences_with_a_hint() {
        let cases = [
            (rusqlite::ffi::SQLITE_FULL, "make room"),
            (rusqlite::ffi::SQLITE_READONLY, "permissions"),
            (rusqlite::ffi::SQLITE_CANTOPEN, "permissions"),
            (rusqlite::ffi::SQLITE_BUSY, "try again"),
            (rusqlite::ffi::SQLITE_IOERR, "check the disk"),
        ];
        for (code, hint) in cases {
            let failure = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            let sentence = StoreError::from(failure).sentence();
            assert!(sentence.contains(hint), "{sentence}");
        }
    }

    #[test]
    fn a_path_cannot_smuggle_control_characters_into_a_sentence() {
        let error = StoreError::NotOurs { file: "/tmp/\u{1b}[31mcache.db".into() };
        assert!(!error.sentence().contains('\u{1b}'));
    }
}
