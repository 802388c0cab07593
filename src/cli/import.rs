//! `chancery import`: subscribe to the feeds of an OPML file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::error::Error;
use super::output::{counted, say};
use super::session::Session;
use crate::config::subscriptions::subscribe;
use crate::domain::SafeText;
use crate::opml;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The OPML file, or - for standard input
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<(), Error> {
    session.settings()?;
    let name = SafeText::line(&arguments.file.to_string_lossy());
    let bytes = read_bounded(&arguments.file, opml::MAX_BYTES)
        .map_err(|error| Error::usage(&format!("{name} cannot be read: {error}."), "Name an OPML file, or -."))?;
    let opml = opml::read(&bytes).map_err(|error| {
        let hint = "Other readers call it \"export subscriptions\" or \"OPML export\".";
        Error::usage(&format!("{name} is not imported: {error}."), hint)
    })?;
    for skipped in &opml.skipped {
        say(&[&"skipped ", &skipped.name, &": ", &skipped.reason]);
    }
    if opml.damaged {
        say(&[&"chancery: ", &name, &" is damaged; only what stands before that place was read."]);
    }
    let subscribed = subscribe(&session.paths, opml.feeds)?;
    let added = counted(subscribed.added.len(), "feed");
    let file = SafeText::line(&session.paths.feeds_file.to_string_lossy());
    let (known, skipped) = (subscribed.known, opml.skipped.len());
    say(&[&added, &" added to ", &file, &"; ", &known, &" subscribed to already, ", &skipped, &" skipped."]);
    Ok(())
}

/// A file's bytes, or standard input's for `-`; one byte more than `limit` at most, for the reader to refuse.
pub(super) fn read_bounded(file: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = limit as u64 + 1;
    if file == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
