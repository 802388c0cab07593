//! A round: a set of feeds is asked, a few at a time, and each is told of when it is done.
//!
//! A feed whose server cannot be reached is not blamed until some server was, for the fault may be the
//! network's. When enough servers were tried and none reached, nothing more is started; once all that is under
//! way has ended, the poller is offline, and the feeds stay due.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};

use crate::domain::PollState;
use crate::domain::{Failure, FailureKind, FeedId, Rejections, SafeText, Verdict};

use super::desk::{Closed, Desk, Tracked};
use super::hosts::Hosts;
use super::job::{self, Asked, Job, Settled};
use super::poller::Command;
use super::{Outcome, PollEvent};

/// The most answers that are read and stored at a time, while the next are fetched; what they bring is in memory
/// until then. The store puts those that wait together into one commit.
const UNSETTLED_MAX: usize = 32;

/// Who began a round, which decides what is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The clock.
    Due,
    /// The user.
    Wanted,
    /// The user, who wants to hear of every feed: also of those that were spared or not reached.
    Every,
    /// The poller, to see whether the network is back. Nothing is told until it is.
    Probe,
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
    under_way: HashMap<Id, usize>,
    /// What the store knew of the feeds when the round began; `None` when it could not say.
    known: Option<HashMap<FeedId, PollState>>,
    /// What the user had rejected then. What is rejected since, the store sees to.
    rejections: Arc<Rejections>,
    hosts: Hosts,
    cancel: watch::Sender<bool>,
    /// Feeds that were not reached while none was.
    suspects: Vec<(usize, Failure)>,
    reached: bool,
    announced: bool,
    flow: Flow,
    done: usize,
    new: usize,
    failed: usize,
}

impl<'a> Round<'a> {
    pub fn new(desk: &'a mut Desk, kind: Kind, feeds: Vec<usize>) -> Self {
        let hosts = Hosts::new(desk.settings.concurrency, desk.settings.per_host);
        Self {
            desk,
            kind,
            members: feeds.iter().copied().collect(),
            wanted_again: HashSet::new(),
            queue: feeds.into(),
            asking: JoinSet::new(),
            settling: JoinSet::new(),
            under_way: HashMap::new(),
            known: None,
            rejections: Arc::default(),
            hosts,
            cancel: watch::Sender::new(false),
            suspects: Vec::new(),
            reached: false,
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
        }
        ended
    }

    async fn ask(&mut self, commands: &mut mpsc::UnboundedReceiver<Command>) -> Result<Flow, Closed> {
        if self.kind != Kind::Probe {
            self.announce().await?;
        }
        self.known = match self.desk.store.poll_states().await {
            Ok(states) => Some(states.into_iter().collect()),
            Err(error) => {
                tracing::error!(?error, "poll states not read; asking for whole feeds");
                None
            }
        };
        match self.desk.store.rejections().await {
            Ok(rejections) => self.rejections = Arc::new(rejections.into_iter().collect()),
            Err(error) => tracing::error!(?error, "rejected tags not read; they are seen to later"),
        }
        loop {
            self.launch();
            if self.under_way.is_empty() {
                break;
            }
            tokio::select! {
                Some(ended) = self.asking.join_next_with_id() => self.asked(ended).await?,
                Some(ended) = self.settling.join_next_with_id() => self.settled(ended).await?,
                command = commands.recv(), if self.flow == Flow::Continue => self.obey(command).await?,
            }
        }
        self.judge().await?;
        if self.announced {
            self.desk.tell(PollEvent::RoundEnded { new: self.new, failed: self.failed }).await?;
        }
        Ok(self.flow)
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

    /// Starts what may start now.
    fn launch(&mut self) {
        while !self.hosts.is_full() && self.settling.len() < UNSETTLED_MAX && !self.is_holding() {
            let host = |at: &usize| self.desk.feeds[*at].feed.source.url.host();
            let Some(place) = self.queue.iter().position(|at| self.hosts.admits(host(at))) else { return };
            let Some(at) = self.queue.remove(place) else { return };
            let tracked = &self.desk.feeds[at];
            self.hosts.start(tracked.feed.source.url.host());
            let job = Job {
                client: self.desk.client.clone(),
                store: self.desk.store.clone(),
                tagger: self.desk.tagger.clone(),
                settings: self.desk.settings.clone(),
                feed: tracked.feed.clone(),
                state: self.known_state(tracked),
                rejections: Arc::clone(&self.rejections),
                cancelled: self.cancel.subscribe(),
            };
            let task = self.asking.spawn(job.ask());
            self.under_way.insert(task.id(), at);
        }
    }

    /// Whether so many feeds were not reached that it is wiser to see what becomes of those under way.
    fn is_holding(&self) -> bool {
        self.kind != Kind::Probe && !self.reached && !self.suspects.is_empty() && self.desk.is_network_gone()
    }

    /// What to ask a feed with is what the store knows, not what was learned before: after the store had to begin its
    /// cache anew it knows nothing, and a 304 would leave it empty.
    fn known_state(&self, tracked: &Tracked) -> PollState {
        match &self.known {
            Some(known) => known.get(&tracked.feed.id).cloned().unwrap_or_default(),
            None => PollState { etag: None, last_modified: None, ..tracked.state.clone() },
        }
    }

    async fn asked(&mut self, ended: Result<(Id, Asked), JoinError>) -> Result<(), Closed> {
        let Some(at) = self.ended(&ended) else { return Ok(()) };
        self.hosts.end(self.desk.feeds[at].feed.source.url.host());
        let is_wanted_again = self.wanted_again.remove(&at);
        match ended {
            Ok((_, Asked::Answered(answered))) => {
                let task = self.settling.spawn(answered.settle());
                self.under_way.insert(task.id(), at);
                self.reach().await
            }
            Ok((_, Asked::Unreached(failure))) if self.reached => self.blame(at, failure).await,
            Ok((_, Asked::Unreached(failure))) => {
                self.desk.note_unreached(at);
                self.suspects.push((at, failure));
                Ok(())
            }
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
            Ok((_, Settled { outcome, state })) => {
                self.desk.feeds[at].state = state;
                self.finish(at, outcome).await
            }
            Err(panic) => self.own_fault(at, &panic).await,
        }
    }

    /// The feed whose task ended.
    fn ended<T>(&mut self, ended: &Result<(Id, T), JoinError>) -> Option<usize> {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        self.under_way.remove(&id)
    }

    async fn own_fault(&mut self, at: usize, panic: &JoinError) -> Result<(), Closed> {
        let failure = job::own_fault(&self.desk.feeds[at].feed, &panic.to_string());
        self.blame(at, failure).await
    }

    /// A server was reached: there is a network, and who was not reached has to blame himself.
    async fn reach(&mut self) -> Result<(), Closed> {
        if self.desk.go_online().await? && self.kind == Kind::Probe {
            let due = self.desk.due();
            self.join(due);
            self.announce().await?;
        }
        if std::mem::replace(&mut self.reached, true) {
            return Ok(());
        }
        self.announce().await?;
        for (at, failure) in std::mem::take(&mut self.suspects) {
            self.blame(at, failure).await?;
        }
        Ok(())
    }

    fn join(&mut self, feeds: Vec<usize>) {
        self.queue.extend(feeds.into_iter().filter(|at| self.members.insert(*at)));
    }

    async fn blame(&mut self, at: usize, failure: Failure) -> Result<(), Closed> {
        let tracked = &mut self.desk.feeds[at];
        let feed = &tracked.feed;
        tracing::warn!(feed = feed.id.0, url = %feed.source.url, detail = %failure.detail, "feed failed");
        tracked.state = job::after_failure(feed, &tracked.state, &self.desk.settings, &failure, Timestamp::now());
        if let Err(error) = self.desk.store.save_poll(feed.id, Vec::new(), tracked.state.clone()).await {
            tracing::error!(feed = feed.id.0, %error, "poll not stored");
        }
        self.finish(at, Outcome::Failed(failure)).await
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
                self.wanted_again.extend(self.under_way.values().filter(|at| wanted.contains(at)));
                self.join(wanted);
                self.announce().await?;
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

    /// At the end: what to make of feeds that were not reached when none was.
    async fn judge(&mut self) -> Result<(), Closed> {
        if self.suspects.is_empty() {
            return Ok(());
        }
        let suspects = std::mem::take(&mut self.suspects);
        let is_network =
            self.desk.is_network_gone() || suspects.iter().all(|(_, failure)| failure.kind == FailureKind::Offline);
        if !is_network {
            for (at, failure) in suspects {
                self.blame(at, failure).await?;
            }
            return Ok(());
        }
        for (_, failure) in &suspects {
            tracing::info!(cause = %failure.detail, "not reached");
        }
        self.desk.go_offline(matches!(self.kind, Kind::Wanted | Kind::Every)).await?;
        if self.kind == Kind::Every {
            let left = std::mem::take(&mut self.queue);
            for at in suspects.into_iter().map(|(at, _)| at).chain(left) {
                self.finish(at, Outcome::Failed(offline())).await?;
            }
        }
        Ok(())
    }
}

/// What is told of a feed that could not be asked for want of a network.
pub(super) fn offline() -> Failure {
    Failure {
        kind: FailureKind::Offline,
        sentence: SafeText::from("The network cannot be reached; what was fetched before is still there to read."),
        detail: SafeText::from("offline"),
        verdict: Verdict::Retry { after: None },
    }
}

#[cfg(test)]
mod tests;
