//! The user's own files, the folders, and the store's two files.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::report::{Area, Grade, Report};
use crate::cli::reader;
use crate::cli::session::Session;
use crate::config::{ConfigError, Paths, Settings, subscriptions};
use crate::domain::{SafeText, Source};
use crate::store::{Condition, inspect};
use crate::text::size;

/// How long each of the store's files may be read.
const CHECK_LIMIT: Duration = Duration::from_secs(10);
/// Less room than this is worth knowing; the cache's log alone may grow to 64 MB.
const ROOM_LOW: u64 = 512 * 1024 * 1024;
/// With less than this nothing can be relied on to be saved.
const ROOM_GONE: u64 = 32 * 1024 * 1024;

fn shown(path: &Path) -> SafeText {
    SafeText::line(&path.to_string_lossy())
}

/// Reads what the user wrote, and returns what can be worked with: the defaults where the settings have mistakes,
/// nothing where the subscriptions have.
pub(super) fn settings(session: &mut Session, report: &mut Report) -> (Settings, Option<Vec<Source>>) {
    let settings = Settings::load(&session.paths, session.environment());
    let keys = settings.as_ref().ok().map(|settings| reader::keymap(settings, session).map(drop));
    let file = |paths: &Paths| paths.config_file.clone();
    let settings = match settings {
        Ok(settings) => {
            match keys {
                Some(Err(error)) => mistakes(&error, report),
                _ => said(&file(&session.paths), "the defaults hold", report),
            }
            settings
        }
        Err(error) => {
            mistakes(&error, report);
            Settings::default()
        }
    };
    // A log that cannot be begun says so itself.
    let _ = session.log_by(&settings.log);
    let subscriptions = match subscriptions::load(&session.paths) {
        Ok(sources) => {
            said(&session.paths.feeds_file, "the feeds that chancery comes with are read", report);
            Some(sources)
        }
        Err(error) => {
            mistakes(&error, report);
            None
        }
    };
    match session.tagger() {
        Ok(_) => said(&session.paths.gazetteer_file, "no names of your own", report),
        Err(error) => mistakes(&error, report),
    }
    (settings, subscriptions)
}

const MEND: &str = "Change that line; it holds from the next start on.";

fn mistakes(error: &ConfigError, report: &mut Report) {
    for mistake in &error.mistakes {
        report.bad(Area::Settings, SafeText::line(&mistake.to_string()), MEND);
    }
}

fn said(file: &Path, without: &str, report: &mut Report) {
    let (name, is_there) = (shown(file), file.exists());
    let message = if is_there { "no mistakes".to_owned() } else { format!("not there: {without}") };
    report.add(Grade::Good, Area::Settings, Some(name), SafeText::line(&message), SafeText::default());
}

/// Looks whether the folders can be written, and what room there is.
pub(super) fn folders(paths: &Paths, report: &mut Report) {
    let folder = &paths.data_dir;
    let there = folder.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(Path::new("."));
    match tempfile::tempfile_in(there) {
        Ok(_) if there == folder => {
            report.good(Area::Folders, SafeText::line(&format!("{} can be written.", shown(folder))))
        }
        Ok(_) => {
            report.good(Area::Folders, SafeText::line(&format!("{} will be made when it is needed.", shown(folder))))
        }
        Err(error) => {
            let message = format!("{} cannot be written: {error}.", shown(there));
            let remedy =
                "Change its permissions, or choose another folder with --data-dir: nothing is kept until then.";
            report.bad(Area::Folders, SafeText::line(&message), remedy);
        }
    }
    if paths.log_dir.exists() && tempfile::tempfile_in(&paths.log_dir).is_err() {
        let message = format!("{} cannot be written, so nothing is logged.", shown(&paths.log_dir));
        report.note(Area::Folders, SafeText::line(&message), "Change its permissions.");
    }
    if fs::metadata(there).is_ok()
        && let Some(room) = room(there)
    {
        let message = SafeText::line(&format!("{} are free there.", size(room)));
        match room {
            ..ROOM_GONE => report.bad(Area::Folders, message, "Make room: soon nothing can be saved any more."),
            ROOM_GONE..ROOM_LOW => report.note(Area::Folders, message, "Make room before it runs out."),
            _ => report.good(Area::Folders, message),
        }
    }
}

/// How many bytes may still be written to the disk of a folder.
#[cfg(unix)]
fn room(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn room(_folder: &Path) -> Option<u64> {
    None
}

/// Looks at the store's files. Says whether the store may be opened: opening would mend what is damaged, and that is
/// for the user to know first.
pub(super) fn store(paths: &Paths, report: &mut Report) -> bool {
    let mut may_open = true;
    for file in inspect(&paths.data_dir, CHECK_LIMIT) {
        let subject = Some(file.name.clone());
        let is_state = file.name == "state.db";
        let version = |version: i32, known: i32| match version == known {
            true => format!("version {version}, {}", size(file.bytes)),
            false => format!("version {version}, brought to {known} at the next start, {}", size(file.bytes)),
        };
        let (grade, message, remedy) = match &file.condition {
            Condition::Missing => (Grade::Good, "not there yet".to_owned(), ""),
            Condition::Sound { version: found, known } => {
                (Grade::Good, format!("sound, {}", version(*found, *known)), "")
            }
            Condition::Unchecked { version: found, known } => {
                let message = format!("too large to check every page in time, {}", version(*found, *known));
                (Grade::Good, message, "")
            }
            Condition::Damaged(why) if is_state => (
                Grade::Bad,
                format!("damaged: {why}"),
                "Quit every chancery and start one: it sets the file aside and restores the last copy.",
            ),
            Condition::Damaged(why) => (
                Grade::Bad,
                format!("damaged: {why}"),
                "Quit every chancery and start one: it sets the file aside and fetches the articles again; stars, tags \
                 and read marks are kept.",
            ),
            Condition::Unusable(sentence) => (Grade::Bad, sentence.to_string(), ""),
        };
        may_open &= grade != Grade::Bad;
        report.add(grade, Area::Store, subject, SafeText::line(&message), remedy.into());
    }
    may_open
}
