//! `chancery doctor`: looks at everything that chancery needs, and says how to mend what it finds.
//!
//! Nothing is changed but what a refresh changes. A store that is damaged is not opened, because opening it would set
//! it aside.

mod files;
mod network;
mod report;
mod terminal;

use std::io::{self, IsTerminal};

use clap::Args;
use jiff::Timestamp;

use super::Done;
use super::error::Error;
use super::output::Out;
use super::session::{Feeds, Session};
use crate::config::Settings;
use crate::domain::Source;
use report::{Area, Report};
use terminal::Terminal;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
    /// Do not ask the feeds
    #[arg(long)]
    no_feeds: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<Done, Error> {
    let mut report = Report::default();
    let (settings, sources) = files::settings(session, &mut report);
    files::folders(&session.paths, &mut report);
    let may_open = files::store(&session.paths, &mut report);
    let terminal = Terminal { is_there: io::stdout().is_terminal(), size: out.size() };
    terminal::check(session.environment(), terminal, &mut report);
    let sources = sources.filter(|_| may_open);
    session.wait(outside(arguments, session, &settings, sources, &mut report))?;
    let done = if report.is_bad() { Done::InPart } else { Done::Wholly };
    let findings = report.sorted();
    if arguments.json {
        out.json_list(&findings)?;
        out.flush()?;
    } else {
        report::tell(&findings, out)?;
    }
    Ok(done)
}

/// Network, clock and feeds. Without sources (there is a mistake in them, or the store is damaged) nobody is asked.
async fn outside(
    arguments: &Arguments,
    session: &Session,
    settings: &Settings,
    sources: Option<Vec<Source>>,
    report: &mut Report,
) -> Result<(), Error> {
    let Some(sources) = sources else {
        report.note(Area::Feeds, "Not asked, because of what is said above.", "");
        return Ok(());
    };
    if sources.is_empty() {
        let remedy = "`chancery add URL` brings one, `chancery import FILE.opml` those of another reader.";
        report.note(Area::Feeds, "There are no subscriptions.", remedy);
    }
    let (store, notices) = match session.store_with_notices() {
        Ok(opened) => opened,
        Err(Error::Store(error)) => {
            report.bad(Area::Store, error.sentence(), "");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    for notice in notices {
        report.note(Area::Store, notice.0, "");
    }
    let feeds = Feeds(store.declare_feeds(sources).await?);
    let last_asked = store.poll_states().await?.into_iter().filter_map(|(_, state)| state.last_attempt).max();
    let ahead = match session.offline {
        true => {
            report.good(Area::Network, "Left alone, because of --offline.");
            None
        }
        false => network::network(&feeds.0, settings, report).await,
    };
    network::clock(ahead, last_asked, Timestamp::now(), report);
    match (session.offline, arguments.no_feeds) {
        (true, _) => report.good(Area::Feeds, "Not asked, because of --offline."),
        (_, true) => report.good(Area::Feeds, "Not asked, because of --no-feeds."),
        _ if feeds.0.is_empty() => {}
        _ => network::feeds(session, settings, &store, &feeds, report).await?,
    }
    Ok(())
}
