//! What waits for the store's thread. There are two queues: what the user waits for (a star, a list) goes before what
//! polls bring.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use tokio::runtime::{self, Runtime};
use tokio::sync::{mpsc, oneshot};

use super::Saved;
use super::articles::Poll;
use super::db::Db;
use super::error::StoreError;

/// The most jobs of a queue; who asks for more waits.
const QUEUE: usize = 64;

/// The most articles that polls put into one commit.
const GROUP_MAX_ARTICLES: usize = 2_000;
/// The most polls in one commit: half of those that the poller lets wait, so that it goes on meanwhile.
const GROUP_MAX_POLLS: usize = 16;

/// What the user waits for.
pub(super) type Urgent = Box<dyn FnOnce(&mut Db) + Send>;

/// What can wait.
pub(super) enum Bulk {
    Save(Box<Save>),
    /// Something that nobody looks at while it is done.
    Work(Urgent),
    /// Replies once everything is indexed that was saved before.
    FinishIndex {
        reply: oneshot::Sender<Result<u64, StoreError>>,
    },
    /// Closes the files in order and ends the thread.
    Close {
        reply: oneshot::Sender<()>,
    },
}

/// A poll to save and who waits for it.
pub(super) struct Save {
    pub poll: Poll,
    pub reply: oneshot::Sender<Result<Saved, StoreError>>,
    /// Whether it must not share a commit, because one of those that it shared one with failed.
    pub alone: bool,
}

impl Save {
    pub fn new(poll: Poll, reply: oneshot::Sender<Result<Saved, StoreError>>) -> Self {
        Self { poll, reply, alone: false }
    }
}

/// What the thread does next.
pub(super) enum Next {
    Urgent(Urgent),
    Bulk(Bulk),
    /// Nothing came in time.
    Idle,
    /// Nobody is left who could ask.
    End,
}

/// The thread's side of the queues.
pub(super) struct Queues {
    urgent: mpsc::Receiver<Urgent>,
    bulk: mpsc::Receiver<Bulk>,
    /// Came while polls were gathered.
    held_urgent: Option<Urgent>,
    /// Put back, or came while polls were gathered.
    held_bulk: VecDeque<Bulk>,
    /// Only to await two channels, and for how long; it does no I/O.
    runtime: Runtime,
}

/// Makes the queues: the ends of those who ask, and the thread's.
pub(super) fn queues() -> std::io::Result<(mpsc::Sender<Urgent>, mpsc::Sender<Bulk>, Queues)> {
    let (urgent_sender, urgent) = mpsc::channel(QUEUE);
    let (bulk_sender, bulk) = mpsc::channel(QUEUE);
    let runtime = runtime::Builder::new_current_thread().enable_time().build()?;
    Ok((urgent_sender, bulk_sender, Queues { urgent, bulk, held_urgent: None, held_bulk: VecDeque::new(), runtime }))
}

impl Queues {
    /// Waits for the next job, until something else is `due`.
    pub fn next(&mut self, due: Option<Instant>) -> Next {
        if let Some(job) = self.held_urgent.take().or_else(|| self.urgent.try_recv().ok()) {
            return Next::Urgent(job);
        }
        match self.held_bulk.pop_front() {
            Some(job) => Next::Bulk(job),
            None => self.receive(due),
        }
    }

    /// Adds the polls to a group that wait already, or come within a time of each other, as many as share a commit;
    /// none when somebody more urgent waits.
    pub fn gather(&mut self, group: &mut Vec<Save>, time: Duration) {
        let has_room = |group: &[Save]| {
            let articles: usize = group.iter().map(|save| save.poll.articles.len()).sum();
            articles < GROUP_MAX_ARTICLES && group.len() < GROUP_MAX_POLLS && !group.iter().any(|save| save.alone)
        };
        while has_room(group) {
            match self.next_poll_within(time) {
                Some(save) => group.push(save),
                None => return,
            }
        }
    }

    /// The polls that wait already, but for those behind something else.
    pub fn waiting_polls(&mut self) -> Vec<Save> {
        std::iter::from_fn(|| self.next_poll_within(Duration::ZERO)).collect()
    }

    /// Another poll that may share a commit, if one comes within a time and nobody more urgent waits.
    fn next_poll_within(&mut self, time: Duration) -> Option<Save> {
        if self.held_urgent.is_some() {
            return None;
        }
        if !self.held_bulk.is_empty() {
            let sharing = self.held_bulk.pop_front_if(|job| matches!(job, Bulk::Save(save) if !save.alone));
            return sharing.and_then(|job| if let Bulk::Save(save) = job { Some(*save) } else { None });
        }
        match self.receive(Some(Instant::now() + time)) {
            Next::Bulk(Bulk::Save(save)) => return Some(*save),
            Next::Bulk(job) => self.held_bulk.push_back(job),
            Next::Urgent(job) => self.held_urgent = Some(job),
            Next::Idle | Next::End => {}
        }
        None
    }

    /// Lets polls wait again, before those that came later.
    pub fn put_back(&mut self, saves: Vec<Save>) {
        for save in saves.into_iter().rev() {
            self.held_bulk.push_front(Bulk::Save(Box::new(save)));
        }
    }

    /// Whether nobody waits.
    pub fn are_empty(&self) -> bool {
        self.held_urgent.is_none() && self.held_bulk.is_empty() && self.urgent.is_empty() && self.bulk.is_empty()
    }

    /// Whether nobody can ask any more.
    pub fn are_closed(&self) -> bool {
        self.urgent.is_closed() && self.bulk.is_closed()
    }

    fn receive(&mut self, due: Option<Instant>) -> Next {
        let Self { urgent, bulk, runtime, .. } = self;
        let job = async {
            tokio::select! {
                biased;
                Some(job) = urgent.recv() => Next::Urgent(job),
                Some(job) = bulk.recv() => Next::Bulk(job),
                else => Next::End,
            }
        };
        runtime.block_on(async {
            match due {
                Some(due) => tokio::time::timeout_at(due.into(), job).await.unwrap_or(Next::Idle),
                None => job.await,
            }
        })
    }
}
