//! `chancery note`: the user's note on an article, shown, written or removed.

use std::io::{self, Read};

use clap::Args;

use super::error::Error;
use super::output::Out;
use super::session::{Session, find};
use crate::domain::{NOTE_MAX_BYTES, SafeText};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The article's id, or an unambiguous beginning of it
    id: String,
    /// What to write in the place of the note that stands; - reads it from standard input
    #[arg(allow_hyphen_values = true)]
    text: Option<String>,
    /// Take the note away
    #[arg(long, conflicts_with = "text")]
    remove: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    let note = match &arguments.text {
        None => arguments.remove.then(SafeText::default),
        Some(text) if text == "-" => Some(bounded(&from_stdin()?)?),
        Some(text) => Some(bounded(text)?),
    };
    session.wait(async {
        let store = session.store()?;
        let id = find(&store, &arguments.id).await?;
        match note {
            Some(note) => {
                let verb = if note.is_empty() { "removed the note on " } else { "noted " };
                store.set_note(id, note).await?;
                out.line(&[&verb, &id])?;
            }
            None => {
                let note = store.article(id).await?.map(|article| article.note).unwrap_or_default();
                if !note.is_empty() {
                    out.line(&[&note])?;
                }
            }
        }
        Ok(out.flush()?)
    })
}

fn from_stdin() -> Result<String, Error> {
    let mut text = String::new();
    // One byte more than is taken, to know that it is too long.
    let read = io::stdin().take(NOTE_MAX_BYTES as u64 + 1).read_to_string(&mut text);
    read.map_err(|error| {
        Error::usage(&format!("The note could not be read: {error}."), "It has to be text in UTF-8.")
    })?;
    Ok(text)
}

fn bounded(text: &str) -> Result<SafeText, Error> {
    if text.len() > NOTE_MAX_BYTES {
        let sentence = format!("A note has at most {} KiB.", NOTE_MAX_BYTES / 1024);
        return Err(Error::usage(&sentence, "Keep the rest in a file of your own."));
    }
    Ok(SafeText::block(text.trim()))
}
