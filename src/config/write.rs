//! A file of the user's is replaced whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::ConfigError;

/// Replaces a file's text: written beside it, made durable, then renamed over it. A link stays a link, and the
/// permissions stay.
///
/// # Errors
/// When that fails; the file is then as it was.
pub(super) fn replace(file: &Path, text: &str) -> Result<(), ConfigError> {
    try_replace(file, text).map_err(|error| ConfigError::file(file, &format!("it cannot be written: {error}")))
}

fn try_replace(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    // Someone's feeds.toml may be a link into a repository of dotfiles.
    let target = match file.canonicalize() {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => std::path::absolute(file)?,
        Err(error) => return Err(error),
    };
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let beside = folder.join(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));
    let written = write_durably(&beside, text, &target).and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        // The rename's error is the one to tell; a leftover file does no harm.
        let _ = fs::remove_file(&beside);
        return written;
    }
    sync_folder(folder)
}

fn write_durably(beside: &Path, text: &str, target: &Path) -> io::Result<()> {
    let mut new = OpenOptions::new().write(true).create(true).truncate(true).open(beside)?;
    if let Ok(old) = fs::metadata(target) {
        new.set_permissions(old.permissions())?;
    }
    new.write_all(text.as_bytes())?;
    new.sync_all()
}

/// Makes the rename itself durable, where folders can be synchronised.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_and_its_folders_are_made() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/b/feeds.toml");
        replace(&file, "text").unwrap();
        replace(&file, "new text").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new text");
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.toml"), folder.path().join("feeds.toml"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&real, &link).unwrap();
        replace(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
