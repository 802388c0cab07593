//! When feeds are asked, and how gently.
//!
//! The poller is a task of its own. It owns the network, hands finished work to the store, and then tells what
//! happened over a bounded channel; nobody waits for it. [`Poller::spawn`] goes on for as long as the reader
//! runs, [`once`] asks every feed one time.
//!
//! A round asks a set of feeds: what is due, or what the user wants. When no server at all can be reached, the
//! fault is the network's: the round says so once, no feed is blamed, and the poller goes on trying with
//! patience until a server answers.
//!
//! Articles that another tagger tagged are tagged anew ([`Retagger`]): by the poller when no round is on, and by
//! `chancery retag`.

mod desk;
mod find;
mod hosts;
mod job;
mod poller;
mod retag;
mod retagging;
mod round;
mod schedule;

pub use poller::{Poller, PollerHandle, Setup, once};
pub use retag::{Batch, Retagger, Wanted};

use jiff::Timestamp;

use crate::domain::{ArticleId, Failure, FeedId};

/// Which feeds to ask now, due or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// Every feed but those that asked for patience or said that they are gone.
    All,
    /// These, whatever they said.
    Feeds(Vec<FeedId>),
}

/// What the poller did.
#[derive(Clone, Debug, PartialEq)]
pub enum PollEvent {
    /// A round begins over this many feeds.
    RoundStarted { feeds: usize },
    /// One feed of the round is done and stored; `done` of `of` are. `of` grows when feeds join the round.
    FeedFinished {
        feed: FeedId,
        outcome: Outcome,
        done: usize,
        of: usize,
        /// When it is asked again.
        next_due: Option<Timestamp>,
    },
    /// The round is over: it brought `new` articles, and `failed` feeds failed.
    RoundEnded { new: usize, failed: usize },
    /// No server can be reached since then. Sent once, and again as the answer to a refresh.
    Offline { since: Timestamp },
    /// A server answered again.
    BackOnline,
    /// Articles are being tagged anew: so many are done, of all that were to be.
    Tagging { done: u64, of: u64 },
    /// That is over for now, or was stopped: so many articles have new tags.
    Tagged { articles: usize },
}

/// What asking one feed brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A whole feed: the articles that are new, and how many were known.
    New {
        ids: Vec<ArticleId>,
        kept: usize,
    },
    /// Nothing has changed (304).
    Unchanged,
    Failed(Failure),
}
