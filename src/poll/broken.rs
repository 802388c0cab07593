//! What broke the parser is kept beside the log, so that the fault can be found.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::domain::FeedId;

/// The most files that are kept.
const FILES_MAX: usize = 20;
/// The most that is kept of one feed, in bytes.
const BYTES_MAX: usize = 1024 * 1024;
const PREFIX: &str = "broken-";

/// Keeps the beginning of a body, in place of what was kept of the same feed before, and returns where. The oldest files
/// give way. Blocks.
///
/// # Errors
/// When the folder cannot be written.
pub(super) fn keep(folder: &Path, feed: FeedId, body: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{PREFIX}{}.feed", feed.0));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&body[..body.len().min(BYTES_MAX)])?;
    file.persist(&path).map_err(|error| error.error)?;
    for old in oldest(folder)? {
        fs::remove_file(old)?;
    }
    Ok(path)
}

/// The files that are too many.
fn oldest(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut kept = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            let written = entry.metadata()?.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            kept.push((written, entry.path()));
        }
    }
    kept.sort();
    let too_many = kept.len().saturating_sub(FILES_MAX);
    Ok(kept.into_iter().take(too_many).map(|(_, path)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_files_are_kept_and_none_is_large() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        fs::create_dir(&log).unwrap();
        fs::write(log.join("chancery.2024-05-01.log"), "a line").unwrap();
        for feed in 0..30 {
            let path = keep(&log, FeedId(feed), format!("<rss {feed}").as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(path).unwrap(), format!("<rss {feed}"));
        }
        assert_eq!(fs::read_dir(&log).unwrap().count(), FILES_MAX + 1, "the log itself stays");

        let path = keep(&log, FeedId(29), &vec![b'x'; BYTES_MAX * 2]).unwrap();
        assert_eq!(fs::metadata(path).unwrap().len(), BYTES_MAX as u64);
        assert_eq!(fs::read_dir(&log).unwrap().count(), FILES_MAX + 1, "one file a feed");
    }

    #[test]
    fn a_folder_that_cannot_be_is_an_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(keep(&file.path().join("log"), FeedId(1), b"<rss").is_err());
    }
}
