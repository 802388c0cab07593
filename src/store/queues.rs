//! What waits for the store's thread. There are two queues: what the user waits for (a star, a list) goes before what
//! polls bring.

use std::time::{Duration, Instant};

use tokio::runtime::{self, Runtime};
use tokio::sync::{mpsc, oneshot};

use super::Saved;
use super::articles::Poll;
use super::db::Db;
use super::error::StoreError;

/// The most jobs of a queue; who asks for more waits.
const QUEUE: usize = 64;

/// What the user waits for.
pub(super) type Urgent = Box<dyn FnOnce(&mut Db) + Send>;

/// What can wait.
pub(super) enum Bulk {
    Save(Box<Save>),
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
    /// Came while polls were gathered, and is no poll.
    held: Option<Next>,
    /// Only to await two channels, and for how long; it does no I/O.
    runtime: Runtime,
}

/// Makes the queues: the ends of those who ask, and the thread's.
pub(super) fn queues() -> std::io::Result<(mpsc::Sender<Urgent>, mpsc::Sender<Bulk>, Queues)> {
    let (urgent_sender, urgent) = mpsc::channel(QUEUE);
    let (bulk_sender, bulk) = mpsc::channel(QUEUE);
    let runtime = runtime::Builder::new_current_thread().enable_time().build()?;
    Ok((urgent_sender, bulk_sender, Queues { urgent, bulk, held: None, runtime }))
}

impl Queues {
    /// Waits for the next job, until something else is `due`.
    pub fn next(&mut self, due: Option<Instant>) -> Next {
        match self.held.take() {
            Some(held) => held,
            None => self.receive(due),
        }
    }

    /// Another poll, if one comes within a time and nobody more urgent waits.
    pub fn next_poll_within(&mut self, time: Duration) -> Option<Save> {
        if self.held.is_some() {
            return None;
        }
        match self.receive(Some(Instant::now() + time)) {
            Next::Bulk(Bulk::Save(save)) => Some(*save),
            other => {
                self.held = Some(other).filter(|other| !matches!(other, Next::Idle));
                None
            }
        }
    }

    /// Whether nobody waits.
    pub fn are_empty(&self) -> bool {
        self.held.is_none() && self.urgent.is_empty() && self.bulk.is_empty()
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
