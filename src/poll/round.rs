//! A round: a set of feeds is asked, a few at a time, and each is told of when it is done.
//!
//! A feed whose server cannot be reached is not blamed until some server was, for the fault may be the network's; nor
//! is one in whose place a page stands, for that may be a portal's ([`verdict`]). When enough servers were tried and
//! none reached, nothing more is started; once all that is under way has ended, the poller is offline, and the feeds
//! stay due.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};

use crate::domain::{Failure, FailureKind, FeedId, PollState, Rejections};

use super::desk::{Closed, Desk, Tracked};
use super::hosts::Next;
use super::job::{Asked, Job, Settled};
use super::poller::Command;
use super::portal::Sign;
use super::{Outcome, PollEvent};

mod verdict;

pub(super) use verdict::offline;

/// The most answers that are read and stored at a time, while the next are fetched; what they bring is in memory
/// until then. The store puts those that wait together into one commit.
const UNSETTLED_MAX: usize = 32;

/// The shortest time that a probe has: less would tell a slow network from none.
const PROBE_AT_LEAST: Duration = Duration::from_secs(5);

/// Who began a round, which decides what is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The clock. Its requests are paced.
    Due,
    /// The user.
    Wanted,
    /// The user, who wants to hear of every feed: also of those that were spared or not reached.
    Every,
    /// The poller, to see whether the network is back, which shows soon or not at all. Nothing is told until it is.
    Probe { within: Duration },
}

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Continue,
    Stop,
}

pub(super) struct Round<'a> {
    desk: &'a mut Desk,
    kind: Kind,
    queue: VecDeque<usize>,
    /// Every feed that is or was part of this round, but for those that were cancelled.
    members: HashSet<usize>,
    /// Feeds that were wanted again after they were cancelled, while their job did not know yet.
    wanted_again: HashSet<usize>,
    asking: JoinSet<Asked>,
    settling: JoinSet<Settled>,
    /// The feeds of both.
    under_way: HashMap<Id, UnderWay>,
    /// What the store knew of the feeds when the round began; `None` when it could not say.
    known: Option<HashMap<FeedId, PollState>>,
    /// What the user had rejected then. What is rejected since, the store sees to.
    rejections: Arc<Rejections>,
    cancel: watch::Sender<bool>,
    /// Feeds that were not reached while none was.
    suspects: Vec<(usize, Failure)>,
    /// Feeds in whose place something else stood, while it is open whose fault that is.
    strange: Vec<(usize, Sign, Failure)>,
    /// Whether those that were not reached are reason to hear another feed.
    wants_witness: bool,
    /// A server was reached.
    reached: bool,
    /// A feed came.
    genuine: bool,
    /// A sign-in page stands between.
    portal: bool,
    announced: bool,
    flow: Flow,
    done: usize,
    new: usize,
    failed: usize,
}

/// A feed that is being asked or settled.
struct UnderWay {
    at: usize,
    /// The host that is asked, until it has answered.
    host: Option<String>,
}

impl<'a> Round<'a> {
    /// A round over these feeds.
    pub fn new(desk: &'a mut Desk, kind: Kind, feeds: Vec<usize>) -> Self {
        Self {
            desk,
            kind,
            members: feeds.iter().copied().collect(),
            queue: feeds.into(),
            wanted_again: HashSet::new(),
            asking: JoinSet::new(),
            settling: JoinSet::new(),
            under_way: HashMap::new(),
            known: None,
            rejections: Arc::default(),
            cancel: watch::Sender::new(false),
            suspects: Vec::new(),
            strange: Vec::new(),
            wants_witness: false,
            reached: false,
            genuine: false,
            portal: false,
            announced: false,
            flow: Flow::Continue,
            done: 0,
            new: 0,
            failed: 0,
        }
    }

    /// Asks all its feeds, obeying commands meanwhile. When nobody listens any more, it ends as if it were cancelled.
    pub async fn run(mut self, commands: &mut mpsc::UnboundedReceiver<Command>) -> Result<Flow, Closed> {
        let ended = self.ask(commands).await;
        if ended.is_err() {
            self.cancel();
            // Dropped, they would lose what they fetched.
            while let Some(asked) = self.asking.join_next().await {
                if let Ok(Asked::Answered(answered)) = asked {
                    self.settling.spawn(answered.settle());
                }
            }
            while self.settling.join_next().await.is_some() {}
            for UnderWay { host, .. } in self.under_way.values() {
                self.desk.hosts.end(host.as_deref().unwrap_or_default(), Instant::now());
            }
        }
        ended
    }

    async fn ask(&mut self, commands: &mut mpsc::UnboundedReceiver<Command>) -> Result<Flow, Closed> {
        if !self.is_probe() {
            self.announce().await?;
        }
        self.known = self.desk.known().await;
        match self.desk.store.rejections().await {
            Ok(rejections) => self.rejections = Arc::new(rejections.into_iter().collect()),
            Err(error) => tracing::error!(?error, "rejected tags not read; they are seen to later"),
        }
        loop {
            let next_start = self.launch();
            if self.under_way.is_empty() && next_start.is_none() {
                if self.call_witness() {
                    continue;
                }
                break;
            }
            tokio::select! {
                Some(ended) = self.asking.join_next_with_id() => self.asked(ended).await?,
                Some(ended) = self.settling.join_next_with_id() => self.settled(ended).await?,
                command = commands.recv(), if self.flow == Flow::Continue => self.obey(command).await?,
                () = until(next_start) => {}
            }
        }
        self.judge().await?;
        if self.announced {
            self.desk.tell(PollEvent::RoundEnded { new: self.new, failed: self.failed }).await?;
        }
        Ok(self.flow)
    }

    fn is_probe(&self) -> bool {
        matches!(self.kind, Kind::Probe { .. })
    }

    /// Tells of feeds that a refresh spares, with what their servers said last.
    pub async fn tell_of_spared(&mut self, spared: Vec<usize>) -> Result<(), Closed> {
        self.members.extend(&spared);
        self.announce().await?;
        for at in spared {
            if let Some(failure) = self.desk.feeds[at].state.failure.clone() {
                self.finish(at, Outcome::Failed(failure)).await?;
            }
        }
        Ok(())
    }

    async fn announce(&mut self) -> Result<(), Closed> {
        if std::mem::replace(&mut self.announced, true) {
            return Ok(());
        }
        self.desk.tell(PollEvent::RoundStarted { feeds: self.members.len() }).await
    }

    /// Starts what may start now. Returns when the next may, unless that depends on one that is under way.
    fn launch(&mut self) -> Option<Instant> {
        while self.settling.len() < UNSETTLED_MAX && !self.is_holding() {
            let now = Instant::now();
            let hosts = self.queue.iter().map(|at| self.desk.feeds[*at].host.as_str());
            match self.desk.hosts.next(hosts, self.kind == Kind::Due, now) {
                Next::Start(place) => {
                    if let Some(at) = self.queue.remove(place) {
                        self.start(at, now);
                    }
                }
                Next::At(at) => return Some(at),
                Next::Ended => return None,
            }
        }
        None
    }

    fn start(&mut self, at: usize, now: Instant) {
        let tracked = &self.desk.feeds[at];
        let host = tracked.host.clone();
        let job = Job {
            client: self.desk.client.clone(),
            store: self.desk.store.clone(),
            tagger: self.desk.tagger.clone(),
            limits: tracked.limits,
            feed: tracked.feed.clone(),
            state: self.known_state(tracked),
            rejections: Arc::clone(&self.rejections),
            log_dir: self.desk.log_dir.clone(),
            within: match self.kind {
                Kind::Probe { within } => Some(within.max(PROBE_AT_LEAST)),
                _ => None,
            },
            cancelled: self.cancel.subscribe(),
        };
        self.desk.hosts.start(&host, now);
        let task = self.asking.spawn(job.ask());
        self.under_way.insert(task.id(), UnderWay { at, host: Some(host) });
    }

    /// What to ask a feed with is what the store knows, not what was learned before: after the store had to begin its
    /// cache anew it knows nothing, and a 304 would leave it empty.
    fn known_state(&self, tracked: &Tracked) -> PollState {
        match &self.known {
            Some(known) => known.get(&tracked.feed.id).cloned().unwrap_or_default(),
            None => PollState { etag: None, last_modified: None, body_hash: None, ..tracked.state.clone() },
        }
    }

    async fn asked(&mut self, ended: Result<(Id, Asked), JoinError>) -> Result<(), Closed> {
        let Some(at) = self.ended(&ended) else { return Ok(()) };
        let is_wanted_again = self.wanted_again.remove(&at);
        match ended {
            Ok((_, Asked::Answered(answered))) => {
                let task = self.settling.spawn(answered.settle());
                self.under_way.insert(task.id(), UnderWay { at, host: None });
                Ok(())
            }
            Ok((_, Asked::Unreached(failure))) => self.unreached(at, failure).await,
            Ok((_, Asked::Cancelled)) => {
                if is_wanted_again {
                    self.queue.push_back(at);
                } else {
                    self.members.remove(&at);
                    self.desk.postpone(at);
                }
                Ok(())
            }
            Err(panic) => self.own_fault(at, &panic).await,
        }
    }

    async fn settled(&mut self, ended: Result<(Id, Settled), JoinError>) -> Result<(), Closed> {
        let Some(at) = self.ended(&ended) else { return Ok(()) };
        match ended {
            Ok((_, Settled::Done { outcome, state, moved })) => {
                if self.desk.feeds[at].is_of_the_web() {
                    self.reach(!matches!(outcome, Outcome::Failed(_))).await?;
                }
                self.desk.feeds[at].state = state;
                if matches!(&outcome, Outcome::Failed(failure) if failure.kind == FailureKind::RateLimited) {
                    self.desk.spare_host(at);
                }
                if let Some(to) = moved {
                    let feed = self.desk.feeds[at].feed.id;
                    tracing::info!(feed = feed.0, %to, "the feed has moved");
                    self.desk.relocate(at, to.clone());
                    self.desk.tell(PollEvent::Moved { feed, to }).await?;
                }
                self.finish(at, outcome).await
            }
            Ok((_, Settled::Strange { sign, failure })) => self.strange(at, sign, failure).await,
            Err(panic) => self.own_fault(at, &panic).await,
        }
    }

    /// The feed whose task ended.
    fn ended<T>(&mut self, ended: &Result<(Id, T), JoinError>) -> Option<usize> {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let UnderWay { at, host } = self.under_way.remove(&id)?;
        if let Some(host) = host {
            self.desk.hosts.end(&host, Instant::now());
        }
        Some(at)
    }

    fn join(&mut self, feeds: Vec<usize>) {
        self.queue.extend(feeds.into_iter().filter(|at| self.members.insert(*at)));
    }

    async fn finish(&mut self, at: usize, outcome: Outcome) -> Result<(), Closed> {
        self.done += 1;
        match &outcome {
            Outcome::New { ids, .. } => self.new += ids.len(),
            Outcome::Unchanged => {}
            Outcome::Failed(_) => self.failed += 1,
        }
        let tracked = &self.desk.feeds[at];
        let (feed, next_due) = (tracked.feed.id, tracked.state.next_due);
        let (done, of) = (self.done, self.members.len());
        self.desk.tell(PollEvent::FeedFinished { feed, outcome, done, of, next_due }).await
    }

    async fn obey(&mut self, command: Option<Command>) -> Result<(), Closed> {
        match command {
            Some(Command::Refresh(refresh)) => {
                self.kind = Kind::Wanted;
                let (wanted, _) = self.desk.wanted(&refresh);
                if *self.cancel.borrow() {
                    self.cancel = watch::Sender::new(false);
                }
                // Those of them that were not cancelled will be done before it matters.
                self.wanted_again.extend(self.under_way.values().map(|way| way.at).filter(|at| wanted.contains(at)));
                self.join(wanted);
                self.announce().await?;
            }
            Some(Command::SetFeeds(feeds)) => {
                let added = self.desk.set_feeds(feeds).await;
                let feeds = &self.desk.feeds;
                let members = &mut self.members;
                self.queue.retain(|at| {
                    if feeds[*at].removed {
                        members.remove(at);
                    }
                    !feeds[*at].removed
                });
                if !self.is_probe() && !*self.cancel.borrow() {
                    self.join(added);
                }
            }
            Some(Command::Cancel) => self.cancel(),
            Some(Command::Stop) | None => {
                self.cancel();
                self.flow = Flow::Stop;
            }
        }
        Ok(())
    }

    fn cancel(&mut self) {
        self.cancel.send_replace(true);
        self.wanted_again.clear();
        for at in std::mem::take(&mut self.queue) {
            self.members.remove(&at);
            self.desk.postpone(at);
        }
    }
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
