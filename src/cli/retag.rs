//! `chancery retag`: tag the cached articles anew that another tagger tagged.

use std::io::{self, IsTerminal};

use clap::Args;

use super::Done;
use super::error::Error;
use super::json::RetagJson;
use super::output::{Out, counted, say, say_over};
use super::session::Session;
use crate::poll::{Retagger, Wanted};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Tag all articles anew, not only those whose tags are out of date
    #[arg(long)]
    all: bool,
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<Done, Error> {
    session.settings()?;
    let tagger = session.tagger()?;
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        if arguments.all {
            store.mark_all_stale().await?;
        }
        let retagger = Retagger::new(store, tagger, &feeds.0).await?;
        let tagged = tag(&retagger).await?;
        let left = retagger.count().await?;
        if arguments.json {
            out.json(&RetagJson { tagged, left })?;
            out.flush()?;
        }
        if left == 0 {
            say(&[&counted(tagged, "article"), &" tagged anew."]);
            return Ok(Done::Wholly);
        }
        say(&[&counted(tagged, "article"), &" tagged anew, ", &left, &" left; the next `chancery retag` goes on."]);
        Ok(Done::InPart)
    })
}

/// Tags until all are up to date or the user stops it, and returns how many were.
async fn tag(retagger: &Retagger) -> Result<usize, Error> {
    let of = retagger.count().await?;
    let is_watched = io::stderr().is_terminal() && of > 0;
    let mut stopped = std::pin::pin!(tokio::signal::ctrl_c());
    let mut tagged = 0;
    loop {
        let batch = tokio::select! {
            biased;
            _ = &mut stopped => break,
            batch = retagger.batch(Wanted::Every) => batch?,
        };
        // What could not be stored would only come again.
        if batch.saved == 0 {
            break;
        }
        tagged += batch.saved;
        if is_watched {
            say_over(&[&"articles tagged ", &tagged, &" of ", &of]);
        }
    }
    if is_watched {
        say(&[]);
    }
    Ok(tagged)
}
