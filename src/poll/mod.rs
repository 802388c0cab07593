//! When feeds are asked, and how gently.
//!
//! The poller is a task of its own. It owns the network, hands finished work to the store, and then tells what
//! happened over a bounded channel; nobody waits for it. [`Poller::spawn`] goes on for as long as the reader
//! runs, [`once`] asks every feed one time.
//!
//! A round asks a set of feeds: what is due, or what the user wants. When no server at all can be reached, or a
//! sign-in page answers for all of them, the fault is the network's: the round says so once, no feed is blamed, and
//! the poller goes on trying with patience until a feed answers.
//!
//! Articles that another tagger tagged are tagged anew ([`Retagger`]): by the poller when no round is on, and by
//! `chancery retag`.
//!
//! Whole articles come from their pages ([`Pages`]): when the user asks for one, and by themselves after a round, for
//! feeds whose user wants that.

mod broken;
mod clock;
mod desk;
mod find;
mod hosts;
mod job;
mod learn;
mod moves;
mod network;
mod pack;
mod pages;
mod poller;
mod portal;
mod read;
mod retag;
mod retagging;
mod rhythm;
mod round;
mod schedule;
mod tracked;
#[cfg(test)]
mod week;

pub use pack::{PACK_BUDGET, PACK_JOBS, PackEvent, PackOrder, PackSetup, Packing, pack};
pub use pages::{PageFetched, Pages, PictureFetched, Urgency};
pub use poller::{Poller, PollerHandle, Setup, once};
pub use retag::{Batch, Retagger, Wanted};

use jiff::Timestamp;

use crate::domain::{ArticleId, Failure, FeedId, SafeText, WebUrl};

/// Which feeds to ask now, due or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// Every feed but those that asked for patience, said that they are gone, or are disabled.
    All,
    /// These, whatever they said, disabled or not.
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
    /// A sign-in page stands between this machine and the feeds, which the sentence says. Sent as [`Self::Offline`] is.
    Portal { sentence: SafeText },
    /// A server answered again.
    BackOnline,
    /// A feed has moved and is asked there from now on; the store knows it, and can undo it.
    Moved { feed: FeedId, to: WebUrl },
    /// Articles are being tagged anew: so many are done, of all that were to be.
    Tagging { done: u64, of: u64 },
    /// That is over for now, or was stopped: so many articles have new tags.
    Tagged { articles: usize },
    /// Whole articles are being fetched from their pages: so many pages were asked for, of all that are to be.
    FullTexts { done: usize, of: usize },
    /// The whole of this article is stored.
    FullText { article: ArticleId },
    /// That is over for now, or was stopped: so many whole articles came.
    FullTextsEnded { articles: usize },
}

/// What asking one feed brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A whole feed: the articles that are new, and how many were known.
    New {
        ids: Vec<ArticleId>,
        kept: usize,
    },
    /// Nothing has changed (304, or the same bytes).
    Unchanged,
    Failed(Failure),
}
