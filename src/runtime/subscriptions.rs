//! The user's subscriptions: looked for on the network, changed in the user's file.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::outside::{blocking, logged, sentence};
use crate::app::effect::FeedChange;
use crate::config::subscriptions::{Removed, edit, load, restore, subscribe, unsubscribe};
use crate::config::{ConfigError, Paths};
use crate::domain::{Candidate, CountryCode, Feed, FeedUrl, PREVIEW_MAX, SafeText, Source, Teaser, nearest, safe};
use crate::fetch::{self, Client};
use crate::store::Store;
use crate::tagging::country_codes;

/// Makes what asks the network, when it is first needed.
pub type Connect = Arc<dyn Fn() -> anyhow::Result<Client> + Send + Sync>;

/// Where subscriptions lie, and how new ones are looked for.
#[derive(Clone)]
pub struct Subscriptions {
    paths: Paths,
    connect: Connect,
    /// What was unsubscribed from in this session, to be put back as it stood.
    removed: HashMap<FeedUrl, Removed>,
}

impl Subscriptions {
    /// The subscriptions of the user whose files these are.
    pub fn new(paths: Paths, connect: Connect) -> Self {
        Self { paths, connect, removed: HashMap::new() }
    }

    /// What makes the client that asks the network.
    pub(super) fn connect(&self) -> Connect {
        self.connect.clone()
    }

    /// Looks for feeds at what the user typed.
    ///
    /// # Errors
    /// The sentence that says why there are none.
    pub(super) async fn discover(self, address: SafeText) -> Result<Vec<Candidate>, SafeText> {
        let connect = self.connect;
        let client =
            blocking(move || connect()).await?.map_err(|error| logged(&error, "the network cannot be used"))?;
        match fetch::discover(&client, &address).await {
            Ok(found) => Ok(found.into_iter().map(candidate).collect()),
            Err(failure) => {
                tracing::info!(%address, detail = %failure.detail, "no feed was found");
                Err(failure.sentence)
            }
        }
    }

    /// Makes a change in the user's file, and returns the feeds that there are then.
    ///
    /// # Errors
    /// The sentence that says why it was not made; the file is as it was.
    pub(super) async fn change(&mut self, what: FeedChange, store: &Store) -> Result<Vec<Feed>, SafeText> {
        let url = what.source().url.clone();
        let (paths, removed) = (self.paths.clone(), self.removed.remove(&url));
        let made = blocking(move || {
            let removed = make(&paths, what, removed)?;
            load(&paths).map(|sources| (sources, removed)).map_err(refusal)
        });
        let (sources, removed) = made.await??;
        self.removed.extend(removed.map(|removed| (url, removed)));
        store.declare_feeds(sources).await.map_err(sentence)
    }
}

impl fmt::Debug for Subscriptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscriptions").field("file", &self.paths.feeds_file).finish_non_exhaustive()
    }
}

/// Makes a change in the file; returns what was taken out of it.
fn make(paths: &Paths, what: FeedChange, removed: Option<Removed>) -> Result<Option<Removed>, SafeText> {
    match what {
        FeedChange::Subscribe(source) => add(paths, *source)?,
        FeedChange::Edit { before, after } => {
            check_country(&before, &after)?;
            edit(paths, &before, &after).map_err(refusal)?;
        }
        FeedChange::Unsubscribe(source) => return unsubscribe(paths, &source.url).map(Some).map_err(refusal),
        FeedChange::Restore(source) => match removed {
            Some(removed) => restore(paths, &removed).map_err(refusal)?,
            None => add(paths, *source)?,
        },
    }
    Ok(None)
}

fn add(paths: &Paths, source: Source) -> Result<(), SafeText> {
    let name = source.name.clone();
    let subscribed = subscribe(paths, vec![source]).map_err(refusal)?;
    if subscribed.added.is_empty() { Err(safe!("{} is subscribed to already", name)) } else { Ok(()) }
}

/// Refuses two letters that are no country's code, unless they stood there before.
///
/// # Errors
/// A sentence with the nearest code there is.
pub fn check_country(before: &Source, after: &Source) -> Result<(), SafeText> {
    let Some(code) = after.card.country.filter(|code| before.card.country != Some(*code)) else { return Ok(()) };
    let known = country_codes();
    if known.contains(&code) {
        return Ok(());
    }
    match nearest(code.as_str(), known.iter().map(CountryCode::as_str)) {
        Some(near) => Err(safe!("{} is no country's code; did you mean {}?", code, SafeText::line(near))),
        None => Err(safe!("{} is no country's code", code)),
    }
}

fn refusal(error: ConfigError) -> SafeText {
    logged(&error.into(), "the subscriptions are not changed")
}

fn candidate(found: fetch::Candidate) -> Candidate {
    let newest = found.newest(PREVIEW_MAX).into_iter().map(|(at, title)| Teaser { title, at }).collect();
    Candidate { title: found.title(), site: found.feed.site.clone(), newest, url: found.url, format: found.format }
}
