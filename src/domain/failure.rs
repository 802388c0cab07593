//! Why a poll brought nothing, for the reader, for the log, and for the schedule.

use std::time::Duration;

use serde::Serialize;

use super::SafeText;

/// A poll that failed: a sentence for the reader, a line for the log, and what to do next.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{detail}")]
pub struct Failure {
    pub kind: FailureKind,
    /// A whole sentence for the reader, with a hint where there is one to give.
    pub sentence: SafeText,
    /// The whole chain of causes on one line, for the log.
    pub detail: SafeText,
    pub verdict: Verdict,
}

/// The sort of failure, which is also the `status` of `chancery refresh --json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// Anything that fits none of the others (an HTTP error, a broken feed, a time-out).
    Failed,
    /// More bytes than the limit, after decompression.
    TooLarge,
    /// A page or a file, but no feed.
    NotAFeed,
    /// A sign-in page of a network stands where the feed should be.
    Portal,
    /// The network cannot be reached at all.
    Offline,
    /// The server asks for patience (429, or 503 with `Retry-After`).
    RateLimited,
}

/// What the schedule makes of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Try again; after this long when the server said so, else by the schedule's own patience.
    Retry { after: Option<Duration> },
    /// The server says that it is gone for good (410).
    Gone,
}
