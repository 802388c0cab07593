//! How a feed does, and what to do about it. Pure: every judgement takes the time.

use std::cmp::{Ordering, Reverse};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::{Failure, FailureKind, Feed, FeedId, FeedUrl, PollState, SafeText, Source, Verdict, WebUrl, safe};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Silence that no feed has to explain.
const PATIENCE_MIN: Duration = Duration::from_secs(30 * DAY.as_secs());
/// How many of a feed's own pauses it may be silent: ministries and institutes publish rarely.
const PAUSES: u32 = 10;
/// Silence that no rhythm explains.
const PATIENCE_MAX: Duration = Duration::from_secs(2 * 365 * DAY.as_secs());
/// So many failures in a row are more than a bad hour of its server.
const PERSISTENT: u32 = 5;

/// What is known of a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedReport {
    pub feed: FeedId,
    /// What polling learned.
    pub poll: PollState,
    pub held: Held,
}

/// What the cache holds of a feed: an observation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Held {
    pub articles: u64,
    /// The date of the newest of them.
    pub newest: Option<Timestamp>,
    /// The median pause between its newest articles.
    pub pause: Option<Duration>,
    /// The day on which it last brought something new, but for the day it was first asked: then everything is new,
    /// of whatever age.
    pub last_arrival: Option<Timestamp>,
    /// The median of new articles a day over thirty days, or for as long as it is known; `None` before its second
    /// whole day.
    pub a_day: Option<f64>,
}

/// How a feed does.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    pub state: HealthState,
    /// Since when it is so: when it last was not, as far as that is known.
    pub since: Option<Timestamp>,
    /// What is to be said of it, a whole sentence.
    pub sentence: SafeText,
    /// What to do about it; empty when there is nothing to do.
    pub remedy: SafeText,
    /// The date of its newest article.
    pub newest: Option<Timestamp>,
    /// The publisher's page, as far as it is known.
    pub site: Option<WebUrl>,
    pub poll: PollState,
    pub held: Held,
}

/// A feed's state in a word; the worst trouble comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// Its server says that it is gone for good (410).
    Gone,
    /// Something else stands at its address.
    NotAFeed,
    /// The last attempt failed.
    Failing,
    /// It answers, and there never was an article in it.
    Empty,
    /// It answers, but has brought nothing for much longer than it used to let wait.
    Stale,
    /// The network is at fault: there is none, or it wants a sign-in.
    Network,
    /// Its server asks for patience.
    Patience,
    /// It answers from another address, to where it is to move.
    Moving,
    /// It was never asked.
    New,
    Fine,
    /// The user has switched it off.
    Disabled,
}

impl HealthState {
    /// Every state, the worst first.
    pub const ALL: [Self; 11] = [
        Self::Gone,
        Self::NotAFeed,
        Self::Failing,
        Self::Empty,
        Self::Stale,
        Self::Network,
        Self::Patience,
        Self::Moving,
        Self::New,
        Self::Fine,
        Self::Disabled,
    ];

    /// The state of a feed whose last attempt failed so.
    pub fn of_failure(failure: &Failure) -> Self {
        match (failure.verdict, failure.kind) {
            (Verdict::Gone, _) => Self::Gone,
            (_, FailureKind::NotAFeed) => Self::NotAFeed,
            (_, FailureKind::Portal | FailureKind::Offline) => Self::Network,
            (_, FailureKind::RateLimited) => Self::Patience,
            (_, FailureKind::Failed | FailureKind::TooLarge) => Self::Failing,
        }
    }

    /// The word for it, of at most ten columns.
    pub fn label(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::NotAFeed => "not a feed",
            Self::Failing => "failing",
            Self::Empty => "empty",
            Self::Stale => "stale",
            Self::Network => "no network",
            Self::Patience => "waiting",
            Self::Moving => "moving",
            Self::New => "new",
            Self::Fine => "fine",
            Self::Disabled => "off",
        }
    }

    /// A sign for it, one column wide: each is told from the others without colour.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Gone => "✗",
            Self::NotAFeed => "?",
            Self::Failing => "!",
            Self::Empty => "∅",
            Self::Stale => "~",
            Self::Network => "%",
            Self::Patience => "…",
            Self::Moving => "→",
            Self::New => "·",
            Self::Fine => "✓",
            Self::Disabled => "-",
        }
    }

    /// Whether the feed's last attempt failed and the fault is its own.
    pub fn is_failing(self) -> bool {
        matches!(self, Self::Gone | Self::NotAFeed | Self::Failing)
    }

    /// Whether something is not as it should be.
    pub fn is_trouble(self) -> bool {
        self <= Self::Patience
    }
}

impl Health {
    /// Judges a feed by what is known of it.
    pub fn of(feed: &Feed, report: FeedReport, now: Timestamp) -> Self {
        let FeedReport { poll, held, .. } = report;
        // A date of the future says nothing of the past.
        let newest = poll.newest.filter(|newest| *newest <= now).max(held.newest);
        let state = state(&feed.source, &poll, &held, newest, now);
        let site = site(feed, &poll);
        Self {
            since: since(state, &poll, newest),
            sentence: sentence(state, &poll, newest),
            remedy: remedy(state, feed, &poll, site.as_ref()),
            state,
            newest,
            site,
            poll,
            held,
        }
    }

    /// Whether it does not come right by itself.
    pub fn is_to_mend(&self) -> bool {
        match self.state {
            HealthState::Failing => is_persistent(&self.poll),
            state => state.is_failing(),
        }
    }
}

fn state(source: &Source, poll: &PollState, held: &Held, newest: Option<Timestamp>, now: Timestamp) -> HealthState {
    if source.disabled {
        return HealthState::Disabled;
    }
    if let Some(failure) = &poll.failure {
        return HealthState::of_failure(failure);
    }
    if poll.last_success.is_none() {
        return HealthState::New;
    }
    let Some(newest) = newest else { return HealthState::Empty };
    let last_sign = held.last_arrival.map_or(newest, |arrival| arrival.max(newest));
    match &poll.moving {
        _ if is_older(last_sign, patience(poll, held), now) => HealthState::Stale,
        Some(_) => HealthState::Moving,
        None => HealthState::Fine,
    }
}

/// How long a feed may be silent: ten times its own median pause, at least 30 days and at most two years.
fn patience(poll: &PollState, held: &Held) -> Duration {
    let pause = held.pause.or(poll.rhythm).unwrap_or_default();
    pause.saturating_mul(PAUSES).clamp(PATIENCE_MIN, PATIENCE_MAX)
}

fn is_older(moment: Timestamp, age: Duration, now: Timestamp) -> bool {
    Duration::try_from(now.duration_since(moment)).is_ok_and(|elapsed| elapsed > age)
}

fn since(state: HealthState, poll: &PollState, newest: Option<Timestamp>) -> Option<Timestamp> {
    match state {
        HealthState::Stale => newest,
        HealthState::Moving => poll.moving.as_ref().map(|moving| moving.first),
        HealthState::Gone | HealthState::NotAFeed | HealthState::Failing => poll.last_success,
        _ => None,
    }
}

fn sentence(state: HealthState, poll: &PollState, newest: Option<Timestamp>) -> SafeText {
    match (state, &poll.failure, &poll.moving) {
        (HealthState::Disabled, ..) => "It is switched off, and not asked.".into(),
        (_, Some(failure), _) => failure.sentence.clone(),
        (HealthState::New, ..) => "It has not been asked yet.".into(),
        (HealthState::Empty, ..) => "It answers, but there is no article in it.".into(),
        (HealthState::Stale, ..) => safe!("It answers, but its newest article is of {}.", date(newest)),
        (HealthState::Moving, _, Some(moving)) => {
            safe!("It has moved to {}, says its server since {}.", moving.to, date(Some(moving.first)))
        }
        _ => safe!("It answers, and its newest article is of {}.", date(newest)),
    }
}

/// A day in UTC, such as `9 Jun 1815`.
fn date(at: Option<Timestamp>) -> SafeText {
    at.map_or_else(SafeText::default, |at| SafeText::line(&at.strftime("%-d %b %Y").to_string()))
}

fn remedy(state: HealthState, feed: &Feed, poll: &PollState, site: Option<&WebUrl>) -> SafeText {
    let search = match site {
        Some(site) => safe!("`chancery add {}` looks for another feed there", site),
        None => "look for another feed of this publisher".into(),
    };
    match state {
        HealthState::Gone => safe!("{}; else remove this one: its starred articles stay.", search),
        HealthState::NotAFeed => match feed.address().web() {
            Some(url) => safe!("`chancery add {}` looks for the feed on that page.", url),
            None => "What it reads has to be RSS, Atom or JSON Feed.".into(),
        },
        HealthState::Failing if !is_persistent(poll) => "Nothing yet: it is asked again by itself.".into(),
        HealthState::Failing => match feed.source.url {
            FeedUrl::File(_) | FeedUrl::Exec(_) => "Change its address in feeds.toml, or remove it.".into(),
            FeedUrl::Web(_) if poll.last_success.is_none() => {
                safe!("It has never been read: look whether its address is right; {}.", search)
            }
            FeedUrl::Web(_) => safe!("Open the site to see whether it still exists; {}, or remove it.", search),
        },
        HealthState::Empty => safe!("Open the site to see whether anything is published there; {}.", search),
        HealthState::Stale => safe!("Open the site to see whether it goes on elsewhere; {}.", search),
        HealthState::Network => match poll.failure.as_ref().map(|failure| failure.kind) {
            Some(FailureKind::Portal) => "Open any page in a browser and sign in to the network.".into(),
            _ => "Nothing: it is asked as soon as the network is back.".into(),
        },
        HealthState::Patience => "Nothing: it is asked again when its server allows it.".into(),
        HealthState::Moving => "Nothing: its address is changed once that has proved true.".into(),
        HealthState::Disabled => "Take `disabled = true` out of its entry in feeds.toml to read it again.".into(),
        HealthState::New | HealthState::Fine => SafeText::default(),
    }
}

/// Whether failures are more than a bad hour: there were many, or there never was anything else.
fn is_persistent(poll: &PollState) -> bool {
    poll.failures >= PERSISTENT || poll.last_success.is_none()
}

/// The publisher's page: as declared, as the feed says, else the front page of its server.
fn site(feed: &Feed, poll: &PollState) -> Option<WebUrl> {
    let front_page = || {
        let address = feed.address();
        let (scheme, rest) = address.web()?.as_str().split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        // A name and a password are for the feed, and not for a browser's history.
        let (_, server) = authority.rsplit_once('@').unwrap_or(("", authority));
        WebUrl::parse(&format!("{scheme}://{server}/")).ok()
    };
    feed.source.site.clone().or_else(|| poll.site.clone()).or_else(front_page)
}

/// What a list of feeds is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeedSort {
    /// The worst first.
    #[default]
    Trouble,
    Name,
    /// The one with the newest article first.
    Newest,
    /// The one that brings most first.
    Volume,
}

impl FeedSort {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Trouble, Self::Name, Self::Newest, Self::Volume];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Trouble => "trouble",
            Self::Name => "name",
            Self::Newest => "newest",
            Self::Volume => "volume",
        }
    }

    /// The order after this one, the first after the last.
    pub fn next(self) -> Self {
        match self {
            Self::Trouble => Self::Name,
            Self::Name => Self::Newest,
            Self::Newest => Self::Volume,
            Self::Volume => Self::Trouble,
        }
    }

    /// Compares two feeds; those that are alike go by name.
    pub fn compare(self, (one, a): (&Source, &Health), (other, b): (&Source, &Health)) -> Ordering {
        let by_this = match self {
            Self::Trouble => {
                let key = |health: &Health| (health.state, Reverse(health.poll.failures), health.since);
                key(a).cmp(&key(b))
            }
            Self::Name => Ordering::Equal,
            Self::Newest => b.newest.cmp(&a.newest),
            Self::Volume => {
                let volume = |health: &Health| health.held.a_day.unwrap_or(-1.0);
                volume(b).total_cmp(&volume(a)).then_with(|| b.held.articles.cmp(&a.held.articles))
            }
        };
        by_this.then_with(|| one.name.to_lowercase().cmp(&other.name.to_lowercase()))
    }
}

#[cfg(test)]
mod tests;
