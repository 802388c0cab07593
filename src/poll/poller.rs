//! The task that asks feeds for as long as the reader runs, and the handle to it.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::config::Polling;
use crate::domain::Feed;
use crate::fetch::Client;
use crate::store::Store;
use crate::tagging::SharedTagger;

use super::desk::{Closed, Desk};
use super::pack::{PackEvent, PackOrder, PackSetup, Packing, pack};
use super::round::{Flow, Kind, Round, offline};
use super::{Outcome, Pages, PollEvent, Refresh, pages, retagging};

/// How many events wait for a listener before the poller waits too.
const EVENTS_WAITING: usize = 256;
/// How long quitting may take.
const STOP_WITHIN: Duration = Duration::from_secs(1);

/// What a poller needs.
#[derive(Debug)]
pub struct Setup {
    pub client: Client,
    pub store: Store,
    pub tagger: SharedTagger,
    pub settings: Polling,
    pub feeds: Vec<Feed>,
    /// Where what breaks the parser is kept, beside the log.
    pub log_dir: Option<PathBuf>,
    /// Whether whole articles are fetched of all feeds, and not only of those whose user wants that.
    pub full_text: bool,
    /// Never touch the network.
    pub offline: bool,
}

/// The poller. It lives in its task; see [`Poller::spawn`].
#[derive(Debug)]
pub struct Poller;

/// What the poller is told to do.
#[derive(Debug)]
pub(super) enum Command {
    Refresh(Refresh),
    SetFeeds(Vec<Feed>),
    Cancel,
    Stop,
}

/// Tells the poller what to do; no method waits for the network. The poller ends when this is dropped.
#[derive(Debug)]
pub struct PollerHandle {
    commands: mpsc::UnboundedSender<Command>,
    task: JoinHandle<()>,
    retag: mpsc::UnboundedSender<retagging::Order>,
    retagging: JoinHandle<()>,
    packing: PackSetup,
    full_texts: mpsc::UnboundedSender<pages::Order>,
    fetching: JoinHandle<()>,
}

/// Who is to know when rounds begin and end.
struct Rounds {
    busy: watch::Sender<bool>,
    retag: mpsc::UnboundedSender<retagging::Order>,
    full_texts: mpsc::UnboundedSender<pages::Order>,
}

impl Rounds {
    fn begin(&self) {
        self.busy.send_replace(true);
    }

    /// A round is over, after which there is a network or not.
    fn end(&self, is_online: bool) {
        self.busy.send_replace(false);
        // Who is gone need not know.
        let _ = self.retag.send(retagging::Order::RoundEnded);
        if is_online {
            let _ = self.full_texts.send(pages::Order::RoundEnded);
        }
    }
}

impl Poller {
    /// Starts polling what is due, on the current tokio runtime. The receiver has to be read: the poller waits
    /// when it is full, and ends when it is dropped.
    pub fn spawn(setup: Setup) -> (PollerHandle, mpsc::Receiver<PollEvent>) {
        let (events, listener) = mpsc::channel(EVENTS_WAITING);
        let (commands, orders) = mpsc::unbounded_channel();
        let (busy, is_busy) = watch::channel(false);
        let (retag, retagging) = retagging::spawn(retagging::Setup {
            store: setup.store.clone(),
            tagger: setup.tagger.clone(),
            feeds: setup.feeds.clone(),
            events: events.downgrade(),
            busy: is_busy.clone(),
        });
        let (client, settings) = (setup.client.clone(), &setup.settings);
        let pages = Pages::new(client, setup.store.clone(), setup.tagger.clone(), settings, &setup.feeds);
        let packing = PackSetup { pages: pages.clone(), store: setup.store.clone(), settings: settings.clone() };
        let (full_texts, fetching) = pages::spawn(pages::Setup {
            pages,
            store: setup.store.clone(),
            feeds: setup.feeds.clone(),
            of_all: setup.full_text,
            events: events.downgrade(),
            busy: is_busy,
        });
        let rounds = Rounds { busy, retag: retag.clone(), full_texts: full_texts.clone() };
        let task = tokio::spawn(async move {
            // It ends with an error when nobody listens any more, which is no fault.
            let _ = if setup.offline {
                stay_offline(orders, events).await
            } else {
                poll(setup, rounds, orders, events).await
            };
        });
        (PollerHandle { commands, task, retag, retagging, packing, full_texts, fetching }, listener)
    }
}

impl PollerHandle {
    /// Asks these feeds now. Joins the round that is under way, if one is.
    pub fn refresh(&self, refresh: Refresh) {
        self.order(Command::Refresh(refresh));
    }

    /// Takes a new list of feeds, also while a round is on: what is added is asked at once, what is removed is not asked
    /// any more, and what is changed about a feed holds from its next request on.
    pub fn set_feeds(&self, feeds: Vec<Feed>) {
        // A task that has ended has nothing to obey; so below.
        let _ = self.retag.send(retagging::Order::Feeds(feeds.clone()));
        self.packing.pages.set_feeds(&feeds);
        let _ = self.full_texts.send(pages::Order::Feeds(feeds.clone()));
        self.order(Command::SetFeeds(feeds));
    }

    /// Ends the round that is under way; what was fetched is still stored. The feeds that were not asked have
    /// their next turn after the interval.
    pub fn cancel(&self) {
        self.order(Command::Cancel);
    }

    /// Sees to what the user rejected, or took back: the feed's articles are tagged anew.
    pub fn retag_rejected(&self) {
        let _ = self.retag.send(retagging::Order::Rejected);
    }

    /// Leaves articles with old tags as they are, until the next start.
    pub fn stop_tagging(&self) {
        let _ = self.retag.send(retagging::Order::Stop);
    }

    /// What fetches the pages of articles.
    pub fn pages(&self) -> Pages {
        self.packing.pages.clone()
    }

    /// Packs for a journey, as politely to each host as the poller's own fetching of pages, with which it shares its
    /// turns.
    pub fn pack(&self, order: PackOrder) -> (Packing, mpsc::Receiver<PackEvent>) {
        pack(self.packing.clone(), order)
    }

    /// Fetches no more whole articles by itself, until the next start.
    pub fn stop_full_texts(&self) {
        let _ = self.full_texts.send(pages::Order::Stop);
    }

    /// Ends the poller; waits until what was fetched is stored, also when nobody listens any more, but never longer
    /// than a second.
    pub async fn stop(self) {
        self.order(Command::Stop);
        self.retagging.abort();
        self.fetching.abort();
        let mut task = self.task;
        if tokio::time::timeout(STOP_WITHIN, &mut task).await.is_err() {
            task.abort();
        }
    }

    fn order(&self, command: Command) {
        // A poller that has ended has nothing to obey.
        let _ = self.commands.send(command);
    }
}

/// Asks every feed that is wanted one time, due or not, and tells of each: also of those that are spared for
/// asking for patience, or that no network reaches. The receiver ends after [`PollEvent::RoundEnded`]; dropping
/// it ends the work, but for storing what was fetched.
pub fn once(setup: Setup, refresh: Refresh) -> mpsc::Receiver<PollEvent> {
    let (events, listener) = mpsc::channel(EVENTS_WAITING);
    tokio::spawn(async move {
        let offline = setup.offline;
        let mut desk = Desk::open(setup, events).await;
        // Ends early only when nobody listens any more, which is no fault.
        let _ = if offline { tell_all_offline(&desk, &refresh).await } else { one_round(&mut desk, &refresh).await };
    });
    listener
}

async fn poll(
    setup: Setup,
    rounds: Rounds,
    mut orders: mpsc::UnboundedReceiver<Command>,
    events: mpsc::Sender<PollEvent>,
) -> Result<(), Closed> {
    let mut desk = Desk::open(setup, events).await;
    loop {
        let (kind, feeds) = tokio::select! {
            order = orders.recv() => match order {
                Some(Command::Refresh(refresh)) => (Kind::Wanted, desk.wanted(&refresh).0),
                Some(Command::SetFeeds(feeds)) => {
                    desk.set_feeds(feeds).await;
                    desk.sweep();
                    continue;
                }
                Some(Command::Cancel) => continue,
                Some(Command::Stop) | None => return Ok(()),
            },
            () = tokio::time::sleep(desk.rest()) => match desk.network.patience() {
                Some(patience) => (Kind::Probe { within: patience }, desk.probe().into_iter().collect()),
                None => (Kind::Due, desk.due()),
            },
        };
        desk.look_at_the_clock();
        // A sleep in pieces may end before anything is due.
        if feeds.is_empty() && kind != Kind::Wanted {
            continue;
        }
        rounds.begin();
        let flow = Round::new(&mut desk, kind, feeds).run(&mut orders).await?;
        rounds.end(desk.network.patience().is_none());
        desk.sweep();
        if flow == Flow::Stop {
            return Ok(());
        }
    }
}

async fn stay_offline(
    mut orders: mpsc::UnboundedReceiver<Command>,
    events: mpsc::Sender<PollEvent>,
) -> Result<(), Closed> {
    let since = Timestamp::now();
    loop {
        events.send(PollEvent::Offline { since }).await.map_err(|_| Closed)?;
        loop {
            match orders.recv().await {
                Some(Command::Refresh(_)) => break,
                Some(Command::SetFeeds(_) | Command::Cancel) => {}
                Some(Command::Stop) | None => return Ok(()),
            }
        }
    }
}

async fn one_round(desk: &mut Desk, refresh: &Refresh) -> Result<(), Closed> {
    let (wanted, spared) = desk.wanted(refresh);
    // Held open and silent: there is nobody to give orders.
    let (_commands, mut orders) = mpsc::unbounded_channel();
    let mut round = Round::new(desk, Kind::Every, wanted);
    round.tell_of_spared(spared).await?;
    round.run(&mut orders).await.map(|_| ())
}

async fn tell_all_offline(desk: &Desk, refresh: &Refresh) -> Result<(), Closed> {
    let (mut feeds, spared) = desk.wanted(refresh);
    feeds.extend(spared);
    let of = feeds.len();
    desk.tell(PollEvent::RoundStarted { feeds: of }).await?;
    for (before, at) in feeds.into_iter().enumerate() {
        let tracked = &desk.feeds[at];
        let event = PollEvent::FeedFinished {
            feed: tracked.feed.id,
            outcome: Outcome::Failed(offline()),
            done: before + 1,
            of,
            next_due: tracked.state.next_due,
        };
        desk.tell(event).await?;
    }
    desk.tell(PollEvent::RoundEnded { new: 0, failed: of }).await
}
