//! The file is changed: read, edited and replaced, without losing what somebody else writes meanwhile.

use std::fs::File;
use std::path::Path;

use toml_edit::DocumentMut;

use super::read::Subscriptions;
use super::{ConfigError, Paths, parse};
use crate::config::document::read as read_file;
use crate::config::write::replace;

/// What a new file begins with.
pub(super) const HEADER: &str = "\
# Your subscriptions. Feeds that chancery comes with are switched by name or group: on = [\"BBC Europe\"],
# off = [\"kind:state-media\"]; defaults = false leaves them all out. Your own stand below, each as [[feed]] with a
# name and a url.
";
/// How often an edit is made anew because the file was changed meanwhile.
const ATTEMPTS: usize = 10;

/// The text of a changed file before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Changed {
    /// `None` when there was no file.
    pub before: Option<String>,
    pub after: String,
}

/// Lets `edit` make a new text of the file's, and replaces the file by it. It is called again when the file was
/// changed meanwhile. What it makes has to be a file that can be read.
pub(super) fn change<T>(
    paths: &Paths,
    mut edit: impl FnMut(&str, Subscriptions) -> Result<(String, T), ConfigError>,
) -> Result<(Changed, T), ConfigError> {
    let file = &paths.feeds_file;
    let _lock = lock(file);
    for _ in 0..ATTEMPTS {
        let before = read_file(file)?;
        let text = before.clone().unwrap_or_else(|| HEADER.to_owned());
        let (after, result) = edit(&text, parse(file, &text)?)?;
        let after = with_line_ends_of(&text, after);
        parse(file, &after)?;
        if read_file(file)? != before {
            continue;
        }
        if after != text {
            replace(file, &after)?;
        }
        return Ok((Changed { before, after }, result));
    }
    Err(ConfigError::file(file, "something else keeps changing it; try again"))
}

/// The text as toml_edit has it.
pub(super) fn document(text: &str) -> Result<DocumentMut, ConfigError> {
    text.parse().map_err(|_| ConfigError::file(Path::new("feeds.toml"), "it is no TOML file"))
}

/// Keeps other processes of ours from changing the file at the same time. The folder is locked, so that nothing is
/// left behind; where that is not possible, the comparison before the file is replaced has to do.
fn lock(file: &Path) -> Option<File> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// What toml_edit drops: a byte-order mark, and line ends of two characters.
fn with_line_ends_of(before: &str, after: String) -> String {
    let mut after = after;
    if before.contains("\r\n") && before.matches('\n').count() == before.matches("\r\n").count() {
        after = after.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if before.starts_with('\u{feff}') && !after.starts_with('\u{feff}') {
        after.insert(0, '\u{feff}');
    }
    after
}

#[cfg(test)]
mod tests {
    use super::super::testing::paths;
    use super::*;

    #[test]
    fn what_is_written_meanwhile_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let file = &paths.feeds_file;
        std::fs::write(file, "off = []\n").unwrap();
        let mut attempts = 0;
        change(&paths, |text, _| {
            attempts += 1;
            if attempts == 1 {
                std::fs::write(file, "# by hand\noff = []\n").unwrap();
            }
            Ok((text.replace("off", "on"), ()))
        })
        .unwrap();
        assert_eq!((attempts, std::fs::read_to_string(file).unwrap().as_str()), (2, "# by hand\non = []\n"));
    }

    #[test]
    fn a_file_is_never_made_unreadable_and_changes_nothing_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        assert!(change(&paths, |text, _| Ok((format!("{text}on = 3"), ()))).is_err());
        change(&paths, |text, _| Ok((text.to_owned(), ()))).unwrap();
        assert!(!paths.feeds_file.exists());
    }
}
