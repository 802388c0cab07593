//! `chancery pack`: fetch whole articles for reading without a network.

use std::io::{self, IsTerminal};

use clap::Args;
use jiff::Zoned;
use tokio::sync::mpsc;

use super::Done;
use super::error::Error;
use super::json::PackJson;
use super::list::query_of;
use super::output::{Look, Out, say, say_over};
use super::session::Session;
use crate::config::{Polling, parse_size, subscriptions};
use crate::domain::{PackProgress, PackReport, Query, SafeText, SavedView, Scope, Term, View, safe};
use crate::fetch::Client;
use crate::poll::{PACK_BUDGET, PACK_JOBS, PackEvent, PackOrder, PackSetup, Packing, Pages, pack};
use crate::store::StoreError;
use crate::tagging::SharedTagger;
use crate::text::{pad, size, width};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// What to pack, such as 'ukraine after:7d'; what is unread or starred without it
    #[arg(allow_hyphen_values = true)]
    query: Option<String>,
    // A query of several words without quotation marks.
    #[arg(hide = true)]
    more: Vec<String>,
    /// How much to download at most, such as 50MB
    #[arg(long, value_name = "SIZE", default_value_t = PACK_BUDGET, hide_default_value = true, value_parser = budget)]
    budget: u64,
    /// Fetch pictures too, once all texts are there
    #[arg(long)]
    images: bool,
    /// How many pages to fetch at once, 1 to 16
    #[arg(long, value_name = "NUMBER", default_value_t = PACK_JOBS as u8, value_parser = clap::value_parser!(u8).range(1..=16))]
    jobs: u8,
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
}

fn budget(text: &str) -> Result<u64, &'static str> {
    parse_size(text).filter(|bytes| *bytes > 0).ok_or("a size is written 500kB, 200MB or 1GiB")
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<Done, Error> {
    let settings = session.settings()?;
    if session.offline {
        let sentence = "Packing fetches from the network, which --offline leaves alone.";
        return Err(Error::usage(sentence, "Run it without --offline while there is a network."));
    }
    let tagger = session.tagger()?;
    let now = Zoned::now();
    let query = arguments.query(&now, &tagger)?;
    let watched = watched(subscriptions::load_all(&session.paths)?.views, &now, &tagger);
    let jobs = usize::from(arguments.jobs);
    // Pages are fetched as politely as feeds, but as many at once as the user says.
    let polling = Polling { concurrency: jobs, ..settings.polling };
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let client = Client::new(&polling).map_err(|error| Error::failed("the network cannot be used.", error))?;
        let client = client.in_folder(session.paths.feeds_folder());
        let pages = Pages::new(client, store.clone(), tagger, &polling, &feeds.0);
        let setup = PackSetup { pages, store: store.clone(), settings: polling };
        let scope = Scope::of(View::Search { text: "".into(), query });
        let order = PackOrder { scope, watched, budget: arguments.budget, pictures: arguments.images, jobs };
        let (packing, events) = pack(setup, order);
        let report = watch(packing, events, out.columns()).await?;
        if arguments.json {
            out.json(&PackJson::from(&report))?
        } else {
            tell(&report, out)?
        }
        out.flush()?;
        // What came is to be found by the next search, without a network too.
        store.finish_index().await?;
        Ok(if report.lacking.is_empty() && report.halt.is_none() { Done::Wholly } else { Done::InPart })
    })
}

impl Arguments {
    fn query(&self, now: &Zoned, names: &SharedTagger) -> Result<Query, Error> {
        let words: Vec<&str> = self.query.iter().chain(&self.more).map(String::as_str).collect();
        if words.is_empty() {
            return Ok(Query::Or(vec![Query::Term(Term::Read(false)), Query::Term(Term::Starred)]));
        }
        query_of(&words, "pack", now, names)
    }
}

/// The saved views' queries. One with a mistake is passed over: it shows when it is opened.
fn watched(views: Vec<SavedView>, now: &Zoned, names: &SharedTagger) -> Vec<Query> {
    views.iter().filter_map(|view| Query::parse(&view.query, now, names).ok()).collect()
}

/// Shows how far it is until it is over. Ctrl-C stops it, and what is there by then is told.
async fn watch(
    packing: Packing,
    mut events: mpsc::Receiver<PackEvent>,
    columns: Option<u16>,
) -> Result<PackReport, StoreError> {
    let is_watched = io::stderr().is_terminal();
    let columns = usize::from(columns.unwrap_or(80)).saturating_sub(1);
    let mut told = None;
    let ended = loop {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = tokio::signal::ctrl_c() => {
                packing.stop();
                continue;
            }
        };
        match event {
            Some(PackEvent::Progress(progress)) if is_watched => say_over(&[&pad(&bar(&progress), columns)]),
            Some(PackEvent::Progress(progress)) => {
                // A line for each tenth is enough for a log.
                let tenth = progress.done * 10 / progress.of.max(1);
                if progress.of > 0 && told.replace(tenth) != Some(tenth) {
                    say(&[&words(&progress)]);
                }
            }
            Some(PackEvent::Ended(report)) => break report,
            None => break Err(StoreError::Closed),
        }
    };
    if is_watched {
        say(&[]);
    }
    ended
}

/// "[██████░░░░]  120 of 430 · 12M · 3 min left".
fn bar(progress: &PackProgress) -> SafeText {
    const CELLS: usize = 24;
    let full = (progress.done * CELLS).checked_div(progress.of).unwrap_or(CELLS);
    safe!("[{}{}]  {}", SafeText::repeat("█", full), SafeText::repeat("░", CELLS - full), words(progress))
}

fn words(progress: &PackProgress) -> SafeText {
    let mut words = vec![safe!("{} of {}", progress.done, progress.of), size(progress.bytes)];
    words.extend(progress.left_in_words().map(|left| safe!("{} left", left)));
    SafeText::join(&words, " · ")
}

/// The report, and each article that cannot be read, with the reason.
fn tell(report: &PackReport, out: &mut Out) -> io::Result<()> {
    const ID_DIGITS: usize = 8;
    out.line(&[&report.sentence()])?;
    if let Some(halt) = &report.halt {
        out.piece(Some(Look::Problem), halt)?;
        out.line(&[])?;
    }
    let labels = report.lacking.iter().map(|lacking| width(lacking.why.label())).max().unwrap_or(0);
    for lacking in &report.lacking {
        let id = SafeText::line(&lacking.id.to_string()[..ID_DIGITS]);
        out.piece(Some(Look::Faint), &id)?;
        out.line(&[&"  ", &pad(&lacking.why.label().into(), labels), &"  ", &lacking.title])?;
        out.line(&[&"          ", &lacking.sentence])?;
    }
    Ok(())
}
