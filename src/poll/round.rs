//! A round: a set of feeds is asked, a few at a time, and each is told of when it is done.
//!
//! A feed whose server cannot be reached is not blamed until some server was, for the fault may be the
//! network's. When enough servers were tried and none reached, nothing more is started; once all that is under
//! way has ended, the poller is offline, and the feeds stay due.

use std::collections::{HashMap, HashSet, VecDeque};

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};

use crate::domain::{Failure, FailureKind, SafeText, Verdict};

use super::desk::{Closed, Desk};
use super::hosts::Hosts;
use super::job::{self, Ended, Job};
use super::poller::Command;
use super::{Outcome, PollEvent};

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
    jobs: JoinSet<Ended>,
    under_way: HashMap<Id, usize>,
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
            jobs: JoinSet::new(),
            under_way: HashMap::new(),
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
            while self.jobs.join_next().await.is_some() {}
        }
        ended
    }

    async fn ask(&mut self, commands: &mut mpsc::UnboundedReceiver<Command>) -> Result<Flow, Closed> {
        if self.kind != Kind::Probe {
            self.announce().await?;
        }
        loop {
            self.launch();
            if self.jobs.is_empty() {
                break;
            }
            tokio::select! {
                Some(ended) = self.jobs.join_next_with_id() => self.settle(ended).await?,
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
        while !self.hosts.is_full() && !self.is_holding() {
            let host = |at: &usize| self.desk.feeds[*at].feed.source.url.host();
            let Some(place) = self.queue.iter().position(|at| self.hosts.admits(host(at))) else { return };
            let Some(at) = self.queue.remove(place) else { return };
            let tracked = &self.desk.feeds[at];
            self.hosts.start(tracked.feed.source.url.host());
            let job = Job {
                client: self.desk.client.clone(),
                store: self.desk.store.clone(),
                settings: self.desk.settings.clone(),
                feed: tracked.feed.clone(),
                state: tracked.state.clone(),
                cancelled: self.cancel.subscribe(),
            };
            let task = self.jobs.spawn(job.run());
            self.under_way.insert(task.id(), at);
        }
    }

    /// Whether so many feeds were not reached that it is wiser to see what becomes of those under way.
    fn is_holding(&self) -> bool {
        self.kind != Kind::Probe && !self.reached && !self.suspects.is_empty() && self.desk.is_network_gone()
    }

    async fn settle(&mut self, ended: Result<(Id, Ended), JoinError>) -> Result<(), Closed> {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let Some(at) = self.under_way.remove(&id) else { return Ok(()) };
        self.hosts.end(self.desk.feeds[at].feed.source.url.host());
        let is_wanted_again = self.wanted_again.remove(&at);
        match ended {
            Ok((_, Ended::Settled { outcome, state })) => {
                self.reach().await?;
                self.desk.feeds[at].state = state;
                self.finish(at, outcome).await
            }
            Ok((_, Ended::Unreached(failure))) if self.reached => self.blame(at, failure).await,
            Ok((_, Ended::Unreached(failure))) => {
                self.desk.note_unreached(at);
                self.suspects.push((at, failure));
                Ok(())
            }
            Ok((_, Ended::Cancelled)) => {
                if is_wanted_again {
                    self.queue.push_back(at);
                } else {
                    self.members.remove(&at);
                    self.desk.postpone(at);
                }
                Ok(())
            }
            Err(panic) => {
                let failure = job::own_fault(&self.desk.feeds[at].feed, &panic.to_string());
                self.blame(at, failure).await
            }
        }
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
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use tempfile::TempDir;

    use super::*;
    use crate::config::Polling;
    use crate::domain::{Source, WebUrl};
    use crate::fetch::Client;
    use crate::poll::Refresh;
    use crate::store::Store;

    /// A desk with three feeds, whose events are heard by the receiver.
    async fn desk(folder: &TempDir) -> (Desk, mpsc::Receiver<PollEvent>) {
        let (store, _) = Store::open(folder.path()).unwrap();
        let urls = ["a", "b", "c"].map(|name| WebUrl::parse(&format!("http://127.0.0.1:1/{name}")).unwrap());
        let sources = urls.map(|url| Source::unknown(SafeText::line(url.as_str()), url));
        let feeds = store.declare_feeds(sources.into()).await.unwrap();
        let settings = Polling::default();
        let (events, listener) = mpsc::channel(100);
        (Desk::open(Client::new(&settings).unwrap(), store, settings, feeds, events).await, listener)
    }

    impl Round<'_> {
        /// Puts a job under way for the first feed of the queue.
        fn start(&mut self, job: impl Future<Output = Ended> + Send + 'static) -> Id {
            let at = self.queue.pop_front().unwrap();
            self.hosts.start(self.desk.feeds[at].feed.source.url.host());
            let id = self.jobs.spawn(job).id();
            self.under_way.insert(id, at);
            id
        }
    }

    #[tokio::test]
    async fn a_refresh_asks_again_for_what_was_just_cancelled() {
        let folder = TempDir::new().unwrap();
        let (mut desk, _listener) = desk(&folder).await;
        let mut round = Round::new(&mut desk, Kind::Due, vec![0, 1, 2]);
        let job = round.start(std::future::pending());
        round.obey(Some(Command::Cancel)).await.unwrap();
        assert!(round.queue.is_empty());
        // The second refresh finds the cancel over, but the job still under way.
        for refresh in [Refresh::Feeds(vec![round.desk.feeds[1].feed.id]), Refresh::All] {
            round.obey(Some(Command::Refresh(refresh))).await.unwrap();
        }
        assert_eq!(round.queue, [1, 2]);
        // Its job learns only now that it was cancelled, and the refresh wanted it too.
        round.settle(Ok((job, Ended::Cancelled))).await.unwrap();
        assert_eq!(round.queue, [1, 2, 0]);
        assert_eq!(round.members.len(), 3);
    }

    #[tokio::test]
    async fn a_cancelled_feed_belongs_to_the_round_no_more() {
        let folder = TempDir::new().unwrap();
        let (mut desk, _listener) = desk(&folder).await;
        let mut round = Round::new(&mut desk, Kind::Due, vec![0, 1, 2]);
        let job = round.start(std::future::pending());
        round.obey(Some(Command::Cancel)).await.unwrap();
        round.settle(Ok((job, Ended::Cancelled))).await.unwrap();
        assert!(round.queue.is_empty() && round.members.is_empty());
    }

    #[tokio::test]
    async fn what_was_fetched_is_stored_when_nobody_listens_any_more() {
        let folder = TempDir::new().unwrap();
        let (mut desk, listener) = desk(&folder).await;
        let mut round = Round::new(&mut desk, Kind::Due, vec![0, 1]);
        let stored = Arc::new(AtomicBool::new(false));
        let (is_stored, mut cancelled) = (Arc::clone(&stored), round.cancel.subscribe());
        round.start(async move {
            cancelled.wait_for(|cancelled| *cancelled).await.unwrap();
            is_stored.store(true, Ordering::SeqCst);
            Ended::Cancelled
        });
        drop(listener);
        let (_commands, mut orders) = mpsc::unbounded_channel();
        assert_eq!(round.run(&mut orders).await, Err(Closed));
        assert!(stored.load(Ordering::SeqCst));
    }
}
