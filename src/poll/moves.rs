//! When a permanent redirect is believed to be a move. Pure.
//!
//! 301 and 308 say that an address is no more ([RFC 9110 §15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)),
//! but sign-in pages and broken servers say so too, and readers that believed them at once have lost every
//! subscription. So a move needs to be seen three times over two days, over a connection that nobody can forge, and
//! the feed there has to hold articles of the old one.

use std::time::Duration;

use jiff::Timestamp;

use super::schedule::since;
use crate::domain::{Feed, FeedUrl, Moving, WebUrl};

const SIGHTINGS: u32 = 3;
const OVER: Duration = Duration::from_secs(2 * 24 * 60 * 60);
/// A longer pause between two sightings starts anew: the machine was off for long, or its clock jumped.
const PAUSE_MAX: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// What is known of a redirect after another sighting of it.
pub(super) fn sighted(before: Option<&Moving>, to: &WebUrl, now: Timestamp) -> Moving {
    match before {
        Some(Moving { to: known, first, last, sightings })
            if known == to && *first <= *last && *last <= now && since(Some(*last), now) <= PAUSE_MAX =>
        {
            Moving { to: to.clone(), first: *first, last: now, sightings: sightings.saturating_add(1) }
        }
        _ => Moving { to: to.clone(), first: now, last: now, sightings: 1 },
    }
}

/// Whether it was seen often enough and for long enough.
pub(super) fn is_believed(moving: &Moving) -> bool {
    moving.sightings >= SIGHTINGS && since(Some(moving.first), moving.last) >= OVER
}

/// Whether a feed may move there at all: over TLS, and with no credentials that were given for another server.
pub(super) fn may_move(feed: &Feed, to: &WebUrl) -> bool {
    let FeedUrl::Web(asked) = feed.address() else { return false };
    let access = &feed.source.access;
    let has_secrets = access.credentials.is_some() || !access.headers.is_empty();
    let keeps_secrets = !asked.has_login() && !to.has_login() && (!has_secrets || asked.is_same_origin(to));
    // From http to https on one host: the certificate shows that it is the same.
    let is_sure = to.is_tls() && (asked.is_tls() || asked.host() == to.host());
    asked != *to && keeps_secrets && (is_sure || is_own_machine(&asked, to))
}

/// Nobody stands between this machine and itself.
fn is_own_machine(asked: &WebUrl, to: &WebUrl) -> bool {
    [asked, to].iter().all(|url| url.ip().is_some_and(|ip| ip.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Credentials, FeedId, Password, SafeText, Secret, Source};

    const DAY: i64 = 24 * 60 * 60;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + seconds).unwrap()
    }

    fn url(text: &str) -> WebUrl {
        WebUrl::parse(text).unwrap()
    }

    fn feed(address: &str) -> Feed {
        Feed { id: FeedId(1), source: Source::unknown("Wire".into(), url(address)), moved: None }
    }

    /// What is known after sightings at these seconds.
    fn seen(seconds: &[i64]) -> Moving {
        let to = url("https://new.example/feed");
        let all = seconds.iter().fold(None, |before, second| Some(sighted(before.as_ref(), &to, at(*second))));
        all.unwrap()
    }

    #[test]
    fn a_move_is_seen_three_times_over_two_days() {
        for (seconds, believed) in [
            (&[0, DAY, 2 * DAY][..], true),
            (&[0, 900, 1_800, 2_700, 2 * DAY], true),
            (&[0, 2 * DAY], false),
            (&[0, 900, 1_800, 2_700], false),
            (&[0, DAY, 2 * DAY - 1], false),
            (&[0, 10, 3_653 * DAY], false),
            (&[3_653 * DAY, 0, 10], false),
        ] {
            assert_eq!(is_believed(&seen(seconds)), believed, "{seconds:?}");
        }
    }

    #[test]
    fn another_target_starts_anew() {
        let before = seen(&[0, DAY]);
        let other = sighted(Some(&before), &url("https://other.example/"), at(2 * DAY));
        assert_eq!((other.sightings, other.first), (1, at(2 * DAY)));
    }

    #[test]
    fn a_feed_moves_only_where_nobody_can_have_forged_it() {
        for (from, to, may) in [
            ("https://old.example/feed", "https://new.example/feed", true),
            ("http://old.example/feed", "https://old.example/feed", true),
            ("http://old.example/feed", "https://new.example/feed", false),
            ("https://old.example/feed", "http://old.example/feed", false),
            ("http://old.example/feed", "http://new.example/feed", false),
            ("https://old.example/feed", "https://old.example/feed", false),
            ("http://127.0.0.1:81/a", "http://127.0.0.1:82/b", true),
            ("http://old.example/feed", "http://127.0.0.1/b", false),
            ("https://ada:word@old.example/feed", "https://new.example/feed", false),
            ("https://ada:word@old.example/feed", "https://old.example/new", false),
            ("https://old.example/feed", "https://ada:word@new.example/", false),
        ] {
            assert_eq!(may_move(&feed(from), &url(to)), may, "{from} {to}");
        }
    }

    #[test]
    fn a_feed_with_a_password_stays_with_its_server() {
        let mut feed = feed("https://old.example/feed");
        feed.source.access.headers = vec![(SafeText::from("x-key"), Secret::new("sesame"))];
        assert!(!may_move(&feed, &url("https://new.example/feed")));
        feed.source.access.headers.clear();
        feed.source.access.credentials = Some(Credentials::Bearer(Password::Given(Secret::new("sesame"))));
        assert!(!may_move(&feed, &url("https://new.example/feed")));
        assert!(may_move(&feed, &url("https://old.example/new")));
    }

    #[test]
    fn a_feed_that_moved_can_move_on() {
        let moved = Feed { moved: Some(url("https://new.example/feed")), ..feed("http://old.example/feed") };
        assert!(may_move(&moved, &url("https://newer.example/feed")));
    }
}
