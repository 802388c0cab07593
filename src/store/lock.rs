//! Who else has the data folder open.
//!
//! SQLite's own locks let several processes read and write. This lock only tells whether a process is alone: a
//! damaged file must not be moved from under another process, nor a schema changed under an older one.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::error::StoreError;

/// How long an opening process waits for another that is just opening.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open lock file: held exclusively while a process is alone and opens, shared afterwards.
#[derive(Debug)]
pub(super) struct FolderLock {
    file: File,
    alone: bool,
}

impl FolderLock {
    /// Takes the folder's lock.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process is opening the store for longer than it should.
    pub(super) fn take(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join("store.lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(StoreError::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file, alone: true }),
            Err(TryLockError::WouldBlock) => {
                wait_for_share(&file)?;
                Ok(Self { file, alone: false })
            }
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "the file system has no locks; taking the store for unshared");
                Ok(Self { file, alone: true })
            }
        }
    }

    /// Whether no other process has the store open.
    pub(super) fn alone(&self) -> bool {
        self.alone
    }

    /// Lets others in.
    pub(super) fn share(&mut self) {
        // Converting an exclusive lock waits for nobody that matters here: others ask for shared ones.
        if let Err(error) = self.file.lock_shared() {
            tracing::debug!(%error, "cannot share the store's lock");
        }
        self.alone = false;
    }

    /// Asks again whether no other process has the store open, and if so keeps others out.
    pub(super) fn become_alone(&mut self) -> bool {
        self.alone = match self.file.try_lock() {
            Ok(()) | Err(TryLockError::Error(_)) => true,
            Err(TryLockError::WouldBlock) => {
                // A failed conversion may have lost the shared lock.
                self.share();
                false
            }
        };
        self.alone
    }
}

#[expect(clippy::disallowed_methods, reason = "a file lock cannot be awaited with a deadline in any other way")]
fn wait_for_share(file: &File) -> Result<(), StoreError> {
    let start = Instant::now();
    while let Err(error) = file.try_lock_shared() {
        match error {
            TryLockError::WouldBlock if start.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(10)),
            TryLockError::WouldBlock => return Err(StoreError::Locked),
            TryLockError::Error(error) => {
                tracing::debug!(%error, "cannot share the store's lock");
                return Ok(());
            }
        }
    }
    Ok(())
}
