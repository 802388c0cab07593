//! How feeds do, as JSON.

use serde::Serialize;

use super::{SourceJson, time};
use crate::domain::{FailureKind, Feed, Health, HealthState, OwnTag, SafeText, WebUrl};

/// How a feed does: an element of `chancery feeds --json`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct FeedJson<'a> {
    pub source: SourceJson<'a>,
    pub folders: &'a [SafeText],
    pub tags: &'a [OwnTag],
    /// The publisher's page.
    pub site: Option<&'a WebUrl>,
    pub state: HealthState,
    /// Whether something is not as it should be.
    pub trouble: bool,
    pub since: Option<String>,
    /// A sentence for the reader.
    pub message: &'a SafeText,
    /// What to do about it; empty when there is nothing to do.
    pub remedy: &'a SafeText,
    /// Why the last attempt failed.
    pub failure: Option<FailureKind>,
    /// Failures in a row.
    pub failures: u32,
    pub last_attempt: Option<String>,
    pub last_success: Option<String>,
    pub next_due: Option<String>,
    /// The date of its newest article.
    pub newest: Option<String>,
    /// Articles in the cache.
    pub articles: u64,
    /// The median of new articles a day.
    pub a_day: Option<f64>,
    /// Of its last whole answer, unpacked.
    pub bytes: Option<u32>,
    /// Where its server says that it has moved.
    pub moving_to: Option<&'a WebUrl>,
    /// Where it is asked since it moved.
    pub moved_to: Option<&'a WebUrl>,
}

impl<'a> FeedJson<'a> {
    pub fn of(feed: &'a Feed, health: &'a Health) -> Self {
        let (source, poll) = (&feed.source, &health.poll);
        Self {
            source: SourceJson::of(source),
            folders: &source.folders,
            tags: &source.tags,
            site: health.site.as_ref(),
            state: health.state,
            trouble: health.state.is_trouble(),
            since: health.since.map(time),
            message: &health.sentence,
            remedy: &health.remedy,
            failure: poll.failure.as_ref().map(|failure| failure.kind),
            failures: poll.failures,
            last_attempt: poll.last_attempt.map(time),
            last_success: poll.last_success.map(time),
            next_due: poll.next_due.map(time),
            newest: health.newest.map(time),
            articles: health.held.articles,
            a_day: health.held.a_day,
            bytes: poll.bytes,
            moving_to: poll.moving.as_ref().map(|moving| &moving.to),
            moved_to: feed.moved.as_ref(),
        }
    }
}
