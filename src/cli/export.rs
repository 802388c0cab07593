//! `chancery export`: the subscriptions for another reader, or articles for any other program.

mod articles;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::{Timestamp, Zoned};

use super::error::Error;
use super::output::{Out, counted, say};
use super::session::Session;
use crate::config::subscriptions;
use crate::domain::{ExportFormat, Query, SafeText};
use crate::export::{ARTICLES_MAX, Existing, save};
use crate::tagging::SharedTagger;
use crate::{newsboat, opml};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// What to write
    #[arg(default_value = "opml")]
    format: Format,
    /// Which articles, such as 'is:starred after:7d'; all articles without it
    #[arg(allow_hyphen_values = true)]
    query: Option<String>,
    // A query of several words without quotation marks.
    #[arg(hide = true)]
    more: Vec<String>,
    /// Write this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
    /// How many articles at most
    #[arg(long, default_value_t = ARTICLES_MAX, value_name = "NUMBER")]
    limit: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Format {
    /// An OPML 2.0 file of all subscriptions
    Opml,
    /// The subscriptions as newsboat's urls file
    Urls,
    /// Articles as Markdown
    Md,
    /// Articles as one HTML page
    Html,
    /// Articles as plain text
    Txt,
    /// Articles as a book
    Epub,
    /// Articles as JSON (see docs/json.md)
    Json,
}

impl Format {
    /// The form that articles are written in; `None` for JSON and for subscriptions.
    fn of_articles(self) -> Option<ExportFormat> {
        match self {
            Self::Md => Some(ExportFormat::Markdown),
            Self::Html => Some(ExportFormat::Html),
            Self::Txt => Some(ExportFormat::Text),
            Self::Epub => Some(ExportFormat::Epub),
            Self::Opml | Self::Urls | Self::Json => None,
        }
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    if arguments.format == Format::Epub && arguments.output.is_none() && out.is_terminal() {
        let hint = "Name a file, as in `chancery export epub is:starred -o starred.epub`.";
        return Err(Error::usage("A book cannot be shown on a terminal.", hint));
    }
    let bytes = match arguments.format {
        Format::Opml | Format::Urls => subscribed(arguments, session)?,
        _ => articles::export(arguments, session)?,
    };
    let Some(file) = &arguments.output else { return Ok(out.bytes(&bytes)?) };
    let existing = if arguments.force { Existing::Replace } else { Existing::Refuse };
    match save(file, &bytes, existing) {
        Ok(file) => {
            say(&[&"Wrote ", &SafeText::line(&file.to_string_lossy()), &"."]);
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::usage(&format!("{} is there already.", file.display()), "--force replaces it."))
        }
        Err(error) => Err(Error::failed(&format!("{} could not be written.", file.display()), error)),
    }
}

fn subscribed(arguments: &Arguments, session: &Session) -> Result<Vec<u8>, Error> {
    if arguments.query.is_some() {
        let hint = "A query chooses articles, as in `chancery export md is:starred`.";
        return Err(Error::usage("Subscriptions are exported whole.", hint));
    }
    let mut sources = subscriptions::load(&session.paths)?;
    for source in &mut sources {
        // Other readers do not know kinds of sources, but they know folders.
        source.folders = source.folder_labels();
    }
    let local = sources.iter().filter(|source| source.url.web().is_none()).count();
    if local > 0 {
        say(&[&counted(local, "feed"), &" of this machine, a file or a command, is left out."]);
    }
    let text = match arguments.format {
        Format::Urls => newsboat::write(&sources),
        _ => opml::write(&sources, Timestamp::now()),
    };
    Ok(text.into_bytes())
}

impl Arguments {
    /// The query as it was typed.
    fn typed(&self) -> String {
        self.query.iter().chain(&self.more).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    fn query(&self, now: &Zoned, names: &SharedTagger) -> Result<Query, Error> {
        let input = self.typed();
        // A query may begin with a minus, but a mistaken option should not pass for one.
        if input.starts_with("--") {
            let option = input.split(' ').next().unwrap_or_default();
            let sentence = format!("{option} is no option of export.");
            return Err(Error::usage(&sentence, "`chancery export --help` shows the options."));
        }
        Query::parse(&input, now, names).map_err(|error| Error::Query { input, error })
    }

    /// What is written above several articles.
    fn title(&self) -> SafeText {
        match SafeText::line(&self.typed()) {
            typed if typed.is_empty() => "All articles".into(),
            typed => typed,
        }
    }
}
