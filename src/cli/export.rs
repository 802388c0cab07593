//! `chancery export`: the subscriptions for another reader.

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::error::Error;
use super::output::{Out, counted, say};
use super::session::Session;
use crate::config::subscriptions;
use crate::opml;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// What to write
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// An OPML 2.0 file of all subscriptions
    Opml,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    let mut sources = subscriptions::load(&session.paths)?;
    for source in &mut sources {
        // Other readers do not know kinds of sources, but they know folders.
        source.folders = source.folder_labels();
    }
    let local = sources.iter().filter(|source| source.url.web().is_none()).count();
    if local > 0 {
        say(&[&counted(local, "feed"), &" of this machine, a file or a command, is left out."]);
    }
    match arguments.format {
        Format::Opml => out.text(&opml::write(&sources, Timestamp::now()))?,
    }
    Ok(())
}
