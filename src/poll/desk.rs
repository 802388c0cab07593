//! What the poller knows between rounds: the feeds, what was learned of them, and whether there is a network.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::config::Polling;
use crate::domain::{Feed, FeedId, PollState, WebUrl};
use crate::fetch::Client;
use crate::store::Store;
use crate::tagging::SharedTagger;

use super::clock::Watch;
use super::hosts::Hosts;
use super::network::{Cause, Network};
use super::schedule;
use super::tracked::Tracked;
use super::{PollEvent, Refresh, Setup};

/// The longest sleep in one piece: a machine that sleeps stops the clock that sleeping is measured by, and is to have
/// its news soon after it wakes.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// Feeds that will be due this soon are taken along.
const TAKEN_ALONG: Duration = Duration::from_secs(20);

/// Nobody listens to the poller any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed;

/// What outlives a round. Feeds are named by their place in `feeds`, which holds until the next [`Desk::sweep`].
pub(super) struct Desk {
    pub client: Client,
    pub store: Store,
    pub tagger: SharedTagger,
    pub settings: Polling,
    pub feeds: Vec<Tracked>,
    pub hosts: Hosts,
    pub log_dir: Option<Arc<Path>>,
    pub network: Network,
    /// Whether the store was read just now.
    is_fresh: bool,
    events: mpsc::Sender<PollEvent>,
    /// Where the next probe begins, so that one dead server is not asked every time.
    next_probe: usize,
    watch: Watch,
}

impl Desk {
    /// A desk with these feeds, and what the store knows of them.
    pub async fn open(setup: Setup, events: mpsc::Sender<PollEvent>) -> Self {
        let Setup { client, store, tagger, settings, feeds, log_dir, full_text: _, offline: _ } = setup;
        let states = states(&store).await;
        let is_fresh = states.is_some();
        let mut states = states.unwrap_or_default();
        let tracked = feeds
            .into_iter()
            .map(|feed| Tracked::new(feed.clone(), states.remove(&feed.id).unwrap_or_default(), &settings));
        Self {
            feeds: tracked.collect(),
            hosts: Hosts::new(&settings),
            log_dir: log_dir.map(Into::into),
            network: Network::default(),
            client,
            store,
            tagger,
            settings,
            is_fresh,
            events,
            next_probe: 0,
            watch: Watch::new(Timestamp::now(), Instant::now()),
        }
    }

    /// Tells what happened; waits while the listener has no room.
    pub async fn tell(&self, event: PollEvent) -> Result<(), Closed> {
        self.events.send(event).await.map_err(|_| Closed)
    }

    /// What the store knows of the feeds now; `None` when it cannot say.
    pub async fn known(&mut self) -> Option<HashMap<FeedId, PollState>> {
        if std::mem::take(&mut self.is_fresh) {
            return Some(self.feeds.iter().map(|tracked| (tracked.feed.id, tracked.state.clone())).collect());
        }
        states(&self.store).await
    }

    /// Takes a new list of feeds; returns the places of those that were added.
    pub async fn set_feeds(&mut self, feeds: Vec<Feed>) -> Vec<usize> {
        let mut given: HashMap<FeedId, Feed> = feeds.iter().map(|feed| (feed.id, feed.clone())).collect();
        for tracked in &mut self.feeds {
            match given.remove(&tracked.feed.id) {
                Some(feed) => *tracked = Tracked::new(feed, std::mem::take(&mut tracked.state), &self.settings),
                None => tracked.removed = true,
            }
        }
        let first = self.feeds.len();
        if !given.is_empty() {
            let mut states = states(&self.store).await.unwrap_or_default();
            for feed in feeds.into_iter().filter(|feed| given.remove(&feed.id).is_some()) {
                let state = states.remove(&feed.id).unwrap_or_default();
                self.feeds.push(Tracked::new(feed, state, &self.settings));
            }
        }
        (first..self.feeds.len()).filter(|at| self.feeds[*at].is_asked()).collect()
    }

    /// Forgets the feeds that were removed. Not while a round is on, whose places would change.
    pub fn sweep(&mut self) {
        self.feeds.retain(|tracked| !tracked.removed);
    }

    /// Asks a feed elsewhere from now on.
    pub fn relocate(&mut self, at: usize, to: WebUrl) {
        let tracked = &mut self.feeds[at];
        let feed = Feed { moved: Some(to), ..tracked.feed.clone() };
        *tracked = Tracked::new(feed, std::mem::take(&mut tracked.state), &self.settings);
    }

    /// Drops connections that outlived a sleep of the machine: who answers at their other end has forgotten them.
    pub fn look_at_the_clock(&mut self) {
        if self.watch.has_jumped(Timestamp::now(), Instant::now()) {
            tracing::info!("the machine slept, or its clock was set");
            self.client.drop_connections();
        }
    }

    /// How long nothing needs to be done.
    pub fn rest(&self) -> Duration {
        if let Some(patience) = self.network.patience() {
            return patience;
        }
        let now = Timestamp::now();
        let waits = self.feeds.iter().filter(|tracked| tracked.is_asked()).map(|tracked| {
            if schedule::is_due(&tracked.state, tracked.limits, now) {
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
        let is_due = |at: &usize| {
            let tracked = &self.feeds[*at];
            tracked.is_asked() && schedule::is_due(&tracked.state, tracked.limits, soon)
        };
        let mut due: Vec<usize> = (0..self.feeds.len()).filter(is_due).collect();
        due.sort_by_key(|at| self.feeds[*at].state.next_due);
        due
    }

    /// The feeds that a refresh means, and those that it spares.
    pub fn wanted(&self, refresh: &Refresh) -> (Vec<usize>, Vec<usize>) {
        let now = Timestamp::now();
        let everyone = 0..self.feeds.len();
        match refresh {
            Refresh::All => everyone
                .filter(|at| self.feeds[*at].is_asked())
                .partition(|at| !self.feeds[*at].asked_for_patience(now)),
            Refresh::Feeds(ids) => {
                let ids: HashSet<_> = ids.iter().collect();
                let is_meant = |at: &usize| !self.feeds[*at].removed && ids.contains(&self.feeds[*at].feed.id);
                (everyone.filter(is_meant).collect(), Vec::new())
            }
        }
    }

    /// The one feed to see by whether the network is back: one that is due, if any is, each time another server's.
    pub fn probe(&mut self) -> Option<usize> {
        let (now, count) = (Timestamp::now(), self.feeds.len());
        let turns: Vec<usize> = (0..count).map(|step| (self.next_probe + step) % count).collect();
        let may = |at: &&usize| {
            let tracked = &self.feeds[**at];
            tracked.is_asked() && tracked.is_of_the_web() && !tracked.asked_for_patience(now)
        };
        let is_due = |at: &&usize| schedule::is_due(&self.feeds[**at].state, self.feeds[**at].limits, now);
        let chosen = *turns.iter().filter(may).find(is_due).or_else(|| turns.iter().find(may))?;
        // On to the next server.
        let server = &self.feeds[chosen].server;
        let next = (1..count).map(|step| (chosen + step) % count).find(|at| self.feeds[*at].server != *server);
        self.next_probe = next.unwrap_or(chosen + 1);
        Some(chosen)
    }

    /// A feed in good order to hear before others are blamed for what may be the network's: of a server that is not
    /// among these, and the soonest due.
    pub fn witness(&self, heard: &HashSet<usize>) -> Option<usize> {
        let (now, servers) = (Timestamp::now(), self.servers(heard));
        let fit = (0..self.feeds.len()).filter(|at| {
            let tracked = &self.feeds[*at];
            let may = tracked.state.not_before.is_none_or(|at| at <= now);
            tracked.is_asked()
                && tracked.is_of_the_web()
                && tracked.is_in_order()
                && may
                && !servers.contains(tracked.server.as_str())
        });
        fit.min_by_key(|at| self.feeds[*at].state.next_due)
    }

    /// The servers of these feeds.
    pub fn servers(&self, feeds: &HashSet<usize>) -> HashSet<&str> {
        feeds.iter().map(|at| self.feeds[*at].server.as_str()).collect()
    }

    /// A feed could not be reached. One that failed before is no witness, unless all did: dead feeds come due more
    /// often than the others, and alone. Says whether it is one.
    pub fn note_unreached(&mut self, at: usize) -> bool {
        let has_failed = |tracked: &Tracked| tracked.state.failures > 0;
        let is_witness = !has_failed(&self.feeds[at]) || self.feeds.iter().all(has_failed);
        if is_witness {
            let tracked = &self.feeds[at];
            self.network.note_unreached(tracked.feed.id, &tracked.server);
        }
        is_witness
    }

    /// Whether it is likelier that there is no network than that all these servers are down.
    pub fn is_network_gone(&self) -> bool {
        let of_the_web = self.feeds.iter().filter(|tracked| tracked.is_of_the_web());
        let servers: HashSet<_> = of_the_web.map(|tracked| &tracked.server).collect();
        self.network.is_gone(servers.len())
    }

    /// Leaves a feed alone until its next turn, as if it had answered.
    pub fn postpone(&mut self, at: usize) {
        let Tracked { feed, state, limits, .. } = &mut self.feeds[at];
        state.next_due = Some(schedule::after_success(feed.id, *limits, state, Timestamp::now()));
    }

    /// A host asked for patience for one of its feeds: the others are spared as well, for as long as feeds wait anyway.
    pub fn spare_host(&mut self, at: usize) {
        let (now, host) = (Timestamp::now(), self.feeds[at].host.clone());
        let Some(until) = self.feeds[at].state.next_due else { return };
        for tracked in self.feeds.iter_mut().filter(|tracked| tracked.host == host) {
            let until = until.min(schedule::later(now, tracked.limits.most()));
            tracked.state.next_due = tracked.state.next_due.max(Some(until));
        }
    }

    /// No feed can be asked. Says so when it is news, or when `asked`.
    pub async fn leave(&mut self, cause: Cause, asked: bool) -> Result<(), Closed> {
        let interval = self.settings.interval.max(Duration::from_secs(1));
        match self.network.leave(cause, asked, interval, Timestamp::now()) {
            Some(event) => {
                tracing::warn!(?event, "no feed can be asked");
                self.tell(event).await
            }
            None => Ok(()),
        }
    }

    /// A server was reached, `genuine` when it sent a feed. Returns whether that is news.
    pub async fn come_back(&mut self, genuine: bool) -> Result<bool, Closed> {
        if !self.network.come_back(genuine) {
            return Ok(false);
        }
        tracing::info!("back online");
        self.tell(PollEvent::BackOnline).await?;
        Ok(true)
    }
}

async fn states(store: &Store) -> Option<HashMap<FeedId, PollState>> {
    match store.poll_states().await {
        Ok(states) => Some(states.into_iter().collect()),
        Err(error) => {
            tracing::error!(?error, "poll states not read");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::domain::{SafeText, Source};

    /// A desk with a feed at each of these addresses.
    async fn desk(folder: &TempDir, urls: &[&str]) -> Desk {
        let (store, _) = Store::open(folder.path()).unwrap();
        let source = |url: &&str| Source::unknown(SafeText::line(url), WebUrl::parse(url).unwrap());
        let feeds = store.declare_feeds(urls.iter().map(source).collect()).await.unwrap();
        let settings = Polling::default();
        let client = Client::new(&settings).unwrap();
        let tagger = SharedTagger::default();
        let setup = Setup { client, store, tagger, settings, feeds, log_dir: None, full_text: false, offline: false };
        Desk::open(setup, mpsc::channel(1).0).await
    }

    #[tokio::test]
    async fn a_host_that_asks_for_patience_gets_it_for_all_its_feeds() {
        let folder = TempDir::new().unwrap();
        let mut desk = desk(&folder, &["https://a.example/1", "https://a.example/2", "https://b.example/"]).await;
        let now = Timestamp::now();
        for (hours, at_most) in [(2, 2), (24, 6)] {
            desk.feeds[0].state.next_due = Some(now + Duration::from_secs(hours * 3_600));
            desk.spare_host(0);
            let due = desk.feeds[1].state.next_due.unwrap();
            assert!(due.duration_since(now).as_hours() == at_most, "{due}");
            assert!(!desk.due().contains(&1) && desk.due().contains(&2));
        }
    }

    #[tokio::test]
    async fn the_network_is_looked_for_at_one_server_after_the_other() {
        let folder = TempDir::new().unwrap();
        let urls = ["https://a.example/1", "https://a.example/2", "https://b.example/", "https://c.example/"];
        let mut desk = desk(&folder, &urls).await;
        let probes: Vec<_> = (0..4).map(|_| desk.probe()).collect();
        assert_eq!(probes, [Some(0), Some(2), Some(3), Some(0)]);
        // What is due goes before what is not.
        for at in [0, 1, 2] {
            desk.postpone(at);
        }
        assert_eq!(desk.probe(), Some(3));
        desk.postpone(3);
        assert!(desk.probe().is_some());
    }

    #[tokio::test]
    async fn a_witness_is_a_feed_in_order_of_a_server_that_was_not_heard() {
        let folder = TempDir::new().unwrap();
        let urls = ["https://a.example/1", "https://a.example/2", "https://b.example/", "https://c.example/"];
        let mut desk = desk(&folder, &urls).await;
        let heard = HashSet::from([0]);
        assert_eq!(desk.witness(&heard), None, "none of them ever answered");
        let now = Timestamp::now();
        for (at, due) in [(1, 1), (2, 30), (3, 20)] {
            desk.feeds[at].state.last_success = Some(now);
            desk.feeds[at].state.next_due = Some(now + Duration::from_secs(due));
        }
        assert_eq!(desk.witness(&heard), Some(3), "the soonest due");
        desk.feeds[3].state.not_before = Some(now + Duration::from_secs(60));
        assert_eq!(desk.witness(&heard), Some(2), "who asked for time is left alone");
    }

    #[tokio::test]
    async fn a_new_list_of_feeds_keeps_what_is_known_and_forgets_who_left() {
        let folder = TempDir::new().unwrap();
        let mut desk = desk(&folder, &["https://a.example/", "https://b.example/"]).await;
        desk.postpone(1);
        let (kept, due) = (desk.feeds[1].feed.clone(), desk.feeds[1].state.next_due);
        let new = Source::unknown("c".into(), WebUrl::parse("https://c.example/").unwrap());
        let off =
            Source { disabled: true, ..Source::unknown("d".into(), WebUrl::parse("https://d.example/").unwrap()) };
        let kept = Source { interval: Some(Duration::from_secs(7_200)), ..kept.source };
        let feeds = desk.store.declare_feeds(vec![new, kept, off]).await.unwrap();
        let named = Refresh::Feeds(feeds.iter().map(|feed| feed.id).collect());
        assert_eq!(desk.set_feeds(feeds.clone()).await, [2], "neither the one that was known nor the disabled one");
        assert_eq!(desk.wanted(&Refresh::All).0, [1, 2]);
        assert_eq!(desk.wanted(&named).0, [1, 2, 3], "by name a disabled feed is asked");
        desk.sweep();
        assert_eq!(
            desk.feeds.iter().map(|tracked| tracked.feed.id).collect::<Vec<_>>(),
            [feeds[1].id, feeds[0].id, feeds[2].id]
        );
        assert_eq!(desk.feeds[0].state.next_due, due);
        assert_eq!(desk.feeds[0].feed.source.interval, Some(Duration::from_secs(7_200)));
    }
}
