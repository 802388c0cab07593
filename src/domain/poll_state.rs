//! What polling learned of a feed.

use std::time::Duration;

use jiff::Timestamp;

use super::{Failure, SafeText, WebUrl};

/// What polling learned of a feed: an observation, it can be thrown away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PollState {
    /// `ETag` of the last full answer, as sent.
    pub etag: Option<String>,
    /// `Last-Modified` of the last full answer, as sent.
    pub last_modified: Option<String>,
    /// When the validators were received; they are dropped after a few days, because some servers answer 304
    /// for ever.
    pub validated_at: Option<Timestamp>,
    pub last_attempt: Option<Timestamp>,
    pub last_success: Option<Timestamp>,
    /// When it is due again.
    pub next_due: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// The last failure, if the last attempt failed.
    pub failure: Option<Failure>,
    /// The feed's own title and site, as last seen.
    pub title: Option<SafeText>,
    pub site: Option<WebUrl>,
    /// The language that the feed says it is written in.
    pub language: Option<SafeText>,
    /// The address that gave the validators, after redirects; they are for no other.
    pub validated_url: Option<WebUrl>,
    /// When its server or the feed itself wants to be asked again at the earliest (`Cache-Control`, `Expires`, `ttl`).
    pub not_before: Option<Timestamp>,
    /// The pace that the feed itself states, for answers without a body (304).
    pub pace: Pace,
    /// When it last brought an article that was new.
    pub last_new: Option<Timestamp>,
    /// How long it lets wait for something new, as learned so far.
    pub rhythm: Option<Duration>,
    /// The date of its newest article, as of the last full answer.
    pub newest: Option<Timestamp>,
    /// How many bytes the last full answer had, unpacked.
    pub bytes: Option<u32>,
    /// A hash of the last full answer: the same bytes need not be read again.
    pub body_hash: Option<i64>,
    /// Where a permanent redirect leads, while it is not believed yet.
    pub moving: Option<Moving>,
}

/// The pace that a feed states for itself ([RSS 2.0](https://www.rssboard.org/rss-specification): `ttl`, `skipHours`,
/// `skipDays`; `sy:updatePeriod` of [RSS 1.0](https://web.resource.org/rss/1.0/modules/syndication/)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// The least time between two requests.
    pub ttl: Option<Duration>,
    /// The hours (UTC) in which it asks for rest: bit 0 is from 0:00 to 1:00.
    pub skip_hours: u32,
    /// The days (UTC) on which it asks for rest: bit 0 is Monday.
    pub skip_days: u8,
}

/// Sightings of a permanent redirect (301, 308).
#[derive(Clone, Debug, PartialEq)]
pub struct Moving {
    pub to: WebUrl,
    pub first: Timestamp,
    pub last: Timestamp,
    /// How often it was seen.
    pub sightings: u32,
}
