//! `chancery parse`: what would be kept of a feed in a file.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::error::Error;
use super::import::read_bounded;
use super::json::ParsedJson;
use super::output::{Look, Out};
use super::session::Session;
use crate::domain::{SafeText, WebUrl};
use crate::fetch::{Entry, ParsedFeed, parse};
use crate::text;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The feed; - for standard input
    file: PathBuf,
    /// The address that it came from, which relative links in it are relative to
    #[arg(long)]
    url: Option<WebUrl>,
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    let name = SafeText::line(&arguments.file.to_string_lossy());
    let most = usize::try_from(session.settings()?.polling.max_body).unwrap_or(usize::MAX);
    let bytes = read_bounded(&arguments.file, most).map_err(|error| {
        Error::usage(&format!("{name} cannot be read: {error}."), "Name a file with a feed, or - for standard input.")
    })?;
    if bytes.len() > most {
        let sentence = format!("{name} is longer than {most} bytes.");
        return Err(Error::usage(&sentence, "max_body in config.toml says how large a feed may be."));
    }
    let feed = parse(&bytes, None, arguments.url.as_ref(), Timestamp::now())
        .map_err(|failure| Error::failed(&failure.sentence, anyhow::anyhow!("{}", failure.detail)))?;
    if arguments.json {
        out.json(&ParsedJson::of(&feed))?;
    } else {
        head(&feed, out)?;
        for entry in &feed.entries {
            paragraph(entry, out)?;
        }
    }
    Ok(out.flush()?)
}

/// The feed's title and site.
fn head(feed: &ParsedFeed, out: &mut Out) -> Result<(), Error> {
    out.piece(Some(Look::Strong), &feed.title)?;
    out.line(&[])?;
    if let Some(site) = &feed.site {
        out.line(&[site])?;
    }
    Ok(())
}

/// An entry: its title, when and by whom, its address, its text.
fn paragraph(entry: &Entry, out: &mut Out) -> Result<(), Error> {
    out.line(&[])?;
    out.piece(Some(Look::Strong), &entry.title)?;
    out.line(&[])?;
    let at = entry.published.or(entry.updated).map(|at| SafeText::line(&at.to_string()));
    let facts: Vec<SafeText> = at.into_iter().chain([entry.author_line()]).filter(|fact| !fact.is_empty()).collect();
    if !facts.is_empty() {
        out.line(&[&SafeText::join(&facts, " · ")])?;
    }
    if let Some(link) = &entry.link {
        out.line(&[link])?;
    }
    let text = text::document(entry.body(), entry.link.as_ref()).text;
    if !text.is_empty() {
        out.line(&[&text])?;
    }
    Ok(())
}
