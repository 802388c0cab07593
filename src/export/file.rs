//! The one place where what leaves is written to a file.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    Replace,
    Refuse,
    /// It stays, and a number is added to the new one's name.
    Keep,
}

/// The most numbers that are tried.
const NUMBERS_MAX: u32 = 1_000;

/// Writes a file whole or not at all, and returns where it is.
///
/// # Errors
/// When it cannot be written; [`io::ErrorKind::AlreadyExists`] when one is there that is to be kept.
pub fn save(file: &Path, bytes: &[u8], existing: Existing) -> io::Result<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    // As any other program makes a file: what the user's mask leaves of it.
    #[cfg(unix)]
    let permissions: Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut beside = builder.prefix(".chancery-").tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    if existing == Existing::Replace {
        beside.persist(file).map_err(|error| error.error)?;
        return Ok(file.to_owned());
    }
    let mut target = file.to_owned();
    for number in 2..NUMBERS_MAX {
        match beside.persist_noclobber(&target) {
            Ok(_) => return Ok(target),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists && existing == Existing::Keep => {
                beside = error.file;
                target = numbered(file, number);
            }
            Err(error) => return Err(error.error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// `talks-2.md` for `talks.md`.
fn numbered(file: &Path, number: u32) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(ending) = file.extension() {
        name.push(".");
        name.push(ending);
    }
    file.with_file_name(name)
}

/// Makes the folder of a file, if it is not there.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder_of(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_kept_refused_or_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("talks.md");
        for (text, name) in [("one", "talks.md"), ("two", "talks-2.md"), ("three", "talks-3.md")] {
            assert_eq!(save(&file, text.as_bytes(), Existing::Keep).unwrap(), folder.path().join(name));
        }
        let refused = save(&file, b"four", Existing::Refuse).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&file).unwrap(), b"one");
        save(&file, b"five", Existing::Replace).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"five");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing else is left behind");
        assert!(save(&folder.path().join("nowhere/talks.md"), b"", Existing::Keep).is_err());
    }
}
