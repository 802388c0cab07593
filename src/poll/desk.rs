//! What the poller knows between rounds: the feeds, what was learned of them, and whether there is a network.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::config::Polling;
use crate::domain::{Failure, FailureKind, Feed, FeedId, PollState, Verdict, WebUrl};
use crate::fetch::Client;
use crate::store::Store;
use crate::tagging::SharedTagger;

use super::{PollEvent, Refresh, Setup, schedule};

/// So many feeds that cannot be reached, on as many servers if there are as many, and none that can, mean that
/// the network is gone.
const WITNESSES: usize = 3;
/// How long after the network went the first attempt is made to find it again, when the interval is not shorter;
/// doubled with each.
const FIRST_PATIENCE: Duration = Duration::from_secs(15);
const LAST_PATIENCE: Duration = Duration::from_secs(120);
/// The longest sleep in one piece: a machine that sleeps stops the clock that sleeping is measured by.
const LONGEST_SLEEP: Duration = Duration::from_secs(5 * 60);
/// Feeds that will be due this soon are taken along.
const TAKEN_ALONG: Duration = Duration::from_secs(20);

/// Nobody listens to the poller any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed;

/// A feed with what polling learned of it.
pub(super) struct Tracked {
    pub feed: Feed,
    pub state: PollState,
    /// The host and port it is asked at.
    server: String,
}

/// What outlives a round. Feeds are named by their place in `feeds`.
pub(super) struct Desk {
    pub client: Client,
    pub store: Store,
    pub tagger: SharedTagger,
    pub settings: Polling,
    pub feeds: Vec<Tracked>,
    /// Witnesses: feeds in good order that could not be reached since any was.
    unreached: HashSet<usize>,
    events: mpsc::Sender<PollEvent>,
    offline: Option<Offline>,
    /// Where the next probe begins, so that one dead server is not asked every time.
    next_probe: usize,
}

struct Offline {
    since: Timestamp,
    patience: Duration,
}

impl Desk {
    /// A desk with these feeds, and what the store knows of them.
    pub async fn open(setup: Setup, events: mpsc::Sender<PollEvent>) -> Self {
        let Setup { client, store, tagger, settings, feeds, offline: _ } = setup;
        let mut states: HashMap<FeedId, PollState> = match store.poll_states().await {
            Ok(states) => states.into_iter().collect(),
            Err(error) => {
                tracing::error!(%error, "poll states not read; every feed counts as new");
                HashMap::new()
            }
        };
        let tracked = feeds.into_iter().map(|feed| Tracked {
            state: states.remove(&feed.id).unwrap_or_default(),
            server: feed.source.url.web().map(server).unwrap_or_default(),
            feed,
        });
        Self {
            client,
            store,
            tagger,
            // An interval of nothing would be a flood.
            settings: Polling { interval: settings.interval.max(Duration::from_secs(1)), ..settings },
            feeds: tracked.collect(),
            unreached: HashSet::new(),
            events,
            offline: None,
            next_probe: 0,
        }
    }

    /// Tells what happened; waits while the listener has no room.
    pub async fn tell(&self, event: PollEvent) -> Result<(), Closed> {
        self.events.send(event).await.map_err(|_| Closed)
    }

    /// How long nothing needs to be done.
    pub fn rest(&self) -> Duration {
        if let Some(offline) = &self.offline {
            return offline.patience;
        }
        let now = Timestamp::now();
        let waits = self.feeds.iter().map(|tracked| {
            if schedule::is_due(&tracked.state, self.settings.interval, now) {
                return Duration::ZERO;
            }
            let due = tracked.state.next_due.unwrap_or(now);
            Duration::try_from(due.duration_since(now)).unwrap_or(Duration::ZERO)
        });
        waits.min().unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)
    }

    /// The feeds that are due, and those that nearly are; the longest due first.
    pub fn due(&self) -> Vec<usize> {
        let soon = schedule::later(Timestamp::now(), TAKEN_ALONG.min(self.settings.interval / 10));
        let is_due = |at: &usize| schedule::is_due(&self.feeds[*at].state, self.settings.interval, soon);
        let mut due: Vec<usize> = (0..self.feeds.len()).filter(is_due).collect();
        due.sort_by_key(|at| self.feeds[*at].state.next_due);
        due
    }

    /// The feeds that a refresh means, and those that it spares.
    pub fn wanted(&self, refresh: &Refresh) -> (Vec<usize>, Vec<usize>) {
        let everyone = 0..self.feeds.len();
        match refresh {
            Refresh::All => everyone.partition(|at| !self.asked_for_patience(*at)),
            Refresh::Feeds(ids) => (everyone.filter(|at| ids.contains(&self.feeds[*at].feed.id)).collect(), Vec::new()),
        }
    }

    /// Whether a server asked not to be asked yet. Not even a reader in a hurry is impolite to it.
    fn asked_for_patience(&self, at: usize) -> bool {
        let state = &self.feeds[at].state;
        let asked = state.failure.as_ref().is_some_and(|Failure { kind, verdict, .. }| {
            *kind == FailureKind::RateLimited || *verdict == Verdict::Gone
        });
        asked && !schedule::is_due(state, self.settings.interval, Timestamp::now())
    }

    /// A few feeds of different servers, to see whether the network is back.
    pub fn probe(&mut self) -> Vec<usize> {
        let count = self.feeds.len();
        let mut servers = HashSet::new();
        let mut chosen = Vec::new();
        for at in (0..count).map(|step| (self.next_probe + step) % count) {
            if chosen.len() == WITNESSES {
                self.next_probe = at;
                break;
            }
            if servers.insert(&self.feeds[at].server) {
                chosen.push(at);
            }
        }
        chosen
    }

    /// A feed could not be reached. One that failed before is no witness, unless all did: dead feeds come due more
    /// often than the others, and alone.
    pub fn note_unreached(&mut self, at: usize) {
        let has_failed = |tracked: &Tracked| tracked.state.failures > 0;
        if !has_failed(&self.feeds[at]) || self.feeds.iter().all(has_failed) {
            self.unreached.insert(at);
        }
    }

    /// Whether it is likelier that there is no network than that all these servers are down.
    pub fn is_network_gone(&self) -> bool {
        let unreached = servers(self.unreached.iter().map(|at| &self.feeds[*at]));
        let enough = WITNESSES.min(servers(self.feeds.iter()));
        self.offline.is_some() || (self.unreached.len() >= WITNESSES && unreached >= enough)
    }

    /// Leaves a feed alone until its next turn, as if it had answered.
    pub fn postpone(&mut self, at: usize) {
        let Tracked { feed, state, .. } = &mut self.feeds[at];
        state.next_due = Some(schedule::after_success(feed.id, self.settings.interval, Timestamp::now()));
    }

    /// Since when there is no network.
    pub fn offline_since(&self) -> Option<Timestamp> {
        self.offline.as_ref().map(|offline| offline.since)
    }

    /// No server was reached. Says so when it is news, or when `asked`; else grows more patient.
    pub async fn go_offline(&mut self, asked: bool) -> Result<(), Closed> {
        let was_offline = self.offline.is_some();
        let patience = FIRST_PATIENCE.min(self.settings.interval);
        let offline = self.offline.get_or_insert_with(|| Offline { since: Timestamp::now(), patience });
        let since = offline.since;
        if !was_offline {
            tracing::warn!("offline");
        } else if !asked {
            offline.patience = (offline.patience * 2).min(LAST_PATIENCE);
            return Ok(());
        }
        self.tell(PollEvent::Offline { since }).await
    }

    /// A server was reached. Returns whether that is news.
    pub async fn go_online(&mut self) -> Result<bool, Closed> {
        self.unreached.clear();
        if self.offline.take().is_none() {
            return Ok(false);
        }
        tracing::info!("back online");
        self.tell(PollEvent::BackOnline).await?;
        Ok(true)
    }
}

fn server(url: &WebUrl) -> String {
    let (_, rest) = url.as_str().split_once("://").unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default().to_owned()
}

/// How many different servers these feeds have.
fn servers<'a>(feeds: impl Iterator<Item = &'a Tracked>) -> usize {
    feeds.map(|tracked| &tracked.server).collect::<HashSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_host_with_its_port() {
        for (url, expected) in [
            ("https://news.example/feed", "news.example"),
            ("http://name:word@news.example:8080?x=@y", "news.example:8080"),
            ("http://[::1]:80/", "[::1]"),
        ] {
            assert_eq!(server(&WebUrl::parse(url).unwrap()), expected);
        }
    }
}
