//! `chancery import`: subscribe to the feeds of another reader's list.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::error::Error;
use super::output::{Out, counted, say};
use super::session::Session;
use crate::config::subscriptions::{save_views, subscribe};
use crate::domain::{SafeText, SavedView, Source};
use crate::newsboat::{self, HIDDEN};
use crate::opml;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The OPML file or newsboat's urls file, or - for standard input
    file: PathBuf,
}

/// What a list of either kind holds.
#[derive(Default)]
struct List {
    feeds: Vec<Source>,
    /// Names and reasons.
    skipped: Vec<(SafeText, SafeText)>,
    views: Vec<SavedView>,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    let name = SafeText::line(&arguments.file.to_string_lossy());
    let bytes = read_bounded(&arguments.file, opml::MAX_BYTES).map_err(|error| {
        Error::usage(&format!("{name} cannot be read: {error}."), "Name an OPML file, newsboat's urls, or -.")
    })?;
    let list = if opml::is_xml(&bytes) { read_opml(&name, &bytes)? } else { read_urls(&name, &bytes)? };
    for (name, reason) in &list.skipped {
        say(&[&"skipped ", name, &": ", reason]);
    }
    let subscribed = subscribe(&session.paths, list.feeds)?;
    let added = counted(subscribed.added.len(), "feed");
    let file = SafeText::line(&session.paths.feeds_file.to_string_lossy());
    let (known, skipped) = (subscribed.known, list.skipped.len());
    say(&[&added, &" added to ", &file, &"; ", &known, &" subscribed to already, ", &skipped, &" skipped."]);
    if !list.views.is_empty() {
        let views = save_views(&session.paths, &list.views)?;
        say(&[&counted(views.len(), "query feed"), &" saved as views; they also work with chancery list:"]);
        for SavedView { name, query } in &views {
            out.line(&[name, &": ", query])?;
        }
    }
    Ok(out.flush()?)
}

fn read_opml(name: &SafeText, bytes: &[u8]) -> Result<List, Error> {
    let opml = opml::read(bytes).map_err(|error| {
        let hint = "Other readers call it \"export subscriptions\" or \"OPML export\".";
        Error::usage(&format!("{name} is not imported: {error}."), hint)
    })?;
    if opml.damaged {
        say(&[&"chancery: ", name, &" is damaged; only what stands before that place was read."]);
    }
    let skipped = opml.skipped.into_iter().map(|skipped| (skipped.name, skipped.reason)).collect();
    Ok(List { feeds: opml.feeds, skipped, ..List::default() })
}

fn read_urls(name: &SafeText, bytes: &[u8]) -> Result<List, Error> {
    if bytes.len() > newsboat::MAX_BYTES {
        let sentence =
            format!("{name} is not imported: it is larger than {} MiB.", newsboat::MAX_BYTES / (1024 * 1024));
        return Err(Error::usage(&sentence, "A list of feeds is much smaller."));
    }
    let urls = newsboat::read(bytes);
    if urls.feeds.is_empty() && urls.queries.is_empty() {
        let sentence = format!("{name} is not imported: it holds no feed.");
        return Err(Error::usage(
            &sentence,
            "It should be an OPML file, or newsboat's urls file with an address a line.",
        ));
    }
    if urls.hidden > 0 {
        say(&[&counted(urls.hidden, "feed"), &" that newsboat hides is shown here, and tagged ", &HIDDEN, &"."]);
    }
    let skipped = urls.skipped.into_iter().map(|skipped| (skipped.name, skipped.reason)).collect();
    Ok(List { feeds: urls.feeds, skipped, views: urls.queries })
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
