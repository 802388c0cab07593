//! `chancery refresh`: ask every feed for news, once.

use std::io::{self, IsTerminal};

use clap::Args;

use super::Done;
use super::error::Error;
use super::json::{PolledFeed, Status, time};
use super::output::{Out, counted, say};
use super::pages;
use super::session::{Feeds, Session};
use crate::config::Polling;
use crate::domain::{ArticleId, SafeText, Source};
use crate::fetch::Client;
use crate::poll::{Outcome, Pages, PollEvent, Refresh, Setup, once};
use crate::store::Store;
use crate::tagging::SharedTagger;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Then fetch the pages of new articles whose feeds give less than all of them
    #[arg(long)]
    full_text: bool,
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
}

/// What asking one feed brought.
struct Polled {
    source: Source,
    outcome: Outcome,
    retry_at: Option<jiff::Timestamp>,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<Done, Error> {
    let settings = session.settings()?;
    let tagger = session.tagger()?;
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let polled = poll(session, settings.polling.clone(), &store, tagger.clone(), &feeds, Refresh::All).await?;
        let told = if arguments.json { tell(&polled, out) } else { Ok(()) };
        let done = summary(&polled);
        if arguments.full_text && !session.offline {
            let new = polled.iter().flat_map(Polled::new_articles).copied().collect();
            let client = client(session, &settings.polling)?;
            let from = Pages::new(client, store.clone(), tagger, &settings.polling, &feeds.0);
            pages::fetch(&from, &store, new).await?;
        }
        // The next search should find what has just come. Nobody has to wait for it to learn what that is.
        store.finish_index().await?;
        told?;
        Ok(done)
    })
}

/// Asks one feed for the first time, and says what it brought.
pub(super) async fn first(
    session: &Session,
    settings: Polling,
    tagger: SharedTagger,
    source: &Source,
) -> Result<Done, Error> {
    let (store, feeds) = session.store_with_feeds().await?;
    let Some(id) = feeds.0.iter().find(|feed| feed.source.url == source.url).map(|feed| feed.id) else {
        return Ok(Done::Wholly);
    };
    let polled = poll(session, settings, &store, tagger, &feeds, Refresh::Feeds(vec![id])).await?;
    store.finish_index().await?;
    Ok(if polled.iter().any(Polled::has_failed) { Done::InPart } else { Done::Wholly })
}

/// Asks feeds, and says on the way what each brought.
async fn poll(
    session: &Session,
    settings: Polling,
    store: &Store,
    tagger: SharedTagger,
    feeds: &Feeds,
    which: Refresh,
) -> Result<Vec<Polled>, Error> {
    let sources = feeds.by_id();
    let setup = Setup {
        client: client(session, &settings)?,
        store: store.clone(),
        tagger,
        settings,
        feeds: feeds.0.clone(),
        log_dir: Some(session.paths.log_dir.clone()),
        full_text: false,
        offline: session.offline,
    };
    let mut events = once(setup, which);
    let mut polled = Vec::new();
    while let Some(event) = events.recv().await {
        match event {
            PollEvent::FeedFinished { feed, outcome, done, of, next_due } => {
                let Some(source) = sources.get(&feed) else { continue };
                progress(source, &outcome, done, of);
                polled.push(Polled { source: (*source).clone(), outcome, retry_at: next_due });
            }
            PollEvent::Portal { sentence } => say(&[&sentence]),
            PollEvent::Moved { feed, to } => {
                let Some(source) = sources.get(&feed) else { continue };
                say(&[&source.name, &" has moved to ", &to, &" and is asked there from now on."]);
            }
            PollEvent::Offline { .. } => say(&[&"No server can be reached; the network seems to be gone."]),
            PollEvent::RoundStarted { .. } | PollEvent::RoundEnded { .. } | PollEvent::BackOnline => {}
            PollEvent::Tagging { .. } | PollEvent::Tagged { .. } => {}
            PollEvent::FullTexts { .. } | PollEvent::FullText { .. } | PollEvent::FullTextsEnded { .. } => {}
        }
    }
    Ok(polled)
}

fn client(session: &Session, settings: &Polling) -> Result<Client, Error> {
    let client = Client::new(settings).map_err(|error| Error::failed("the network cannot be used.", error))?;
    Ok(client.in_folder(session.paths.feeds_folder()))
}

fn tell(polled: &[Polled], out: &mut Out) -> io::Result<()> {
    out.json_list(polled.iter().map(Polled::json))?;
    out.flush()
}

/// Says on standard error that a feed is done.
pub(super) fn progress(source: &Source, outcome: &Outcome, done: usize, of: usize) {
    match outcome {
        Outcome::Failed(failure) => say(&[&done, &"/", &of, &"  ", &source.name, &": ", &failure.sentence]),
        Outcome::New { ids, .. } => say(&[&done, &"/", &of, &"  ", &source.name, &": ", &ids.len(), &" new"]),
        // Hundreds of feeds without news are no news, unless someone watches.
        Outcome::Unchanged if io::stderr().is_terminal() => say(&[&done, &"/", &of, &"  ", &source.name]),
        Outcome::Unchanged => {}
    }
}

fn summary(polled: &[Polled]) -> Done {
    let new: usize = polled.iter().map(|feed| feed.new_articles().len()).sum();
    let failed = polled.iter().filter(|feed| feed.has_failed()).count();
    let (asked, articles) = (counted(polled.len(), "feed"), counted(new, "new article"));
    say(&[&asked, &" asked: ", &articles, &", ", &counted(failed, "failure"), &"."]);
    if failed == 0 { Done::Wholly } else { Done::InPart }
}

impl Polled {
    fn new_articles(&self) -> &[ArticleId] {
        match &self.outcome {
            Outcome::New { ids, .. } => ids,
            Outcome::Unchanged | Outcome::Failed(_) => &[],
        }
    }

    fn has_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }

    fn json(&self) -> PolledFeed<'_> {
        let (status, message, kept): (_, Option<&SafeText>, _) = match &self.outcome {
            Outcome::New { kept, .. } => (Status::Ok, None, *kept),
            Outcome::Unchanged => (Status::Unchanged, None, 0),
            Outcome::Failed(failure) => (Status::Failed(failure.kind), Some(&failure.sentence), 0),
        };
        PolledFeed {
            url: &self.source.url,
            name: &self.source.name,
            status,
            message,
            new: self.new_articles().len(),
            kept,
            retry_at: message.and(self.retry_at).map(time),
        }
    }
}
