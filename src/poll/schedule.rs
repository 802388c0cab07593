//! When a feed is due. Pure: every function takes the time.

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::PollState;
use crate::domain::{Failure, FeedId, Verdict};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The longest that a failing feed is left alone, whatever its server asks.
const MAX_BACKOFF: Duration = DAY;
/// How long a feed is left alone that says it is gone for good.
const GONE: Duration = Duration::from_secs(30 * DAY.as_secs());
/// How long validators are used; some servers answer 304 for ever.
const VALIDATORS_LAST: Duration = Duration::from_secs(4 * DAY.as_secs());

/// When a feed that answered is due again: after the interval, spread by up to a tenth either way, always the
/// same for one feed, so that feeds do not come all at once.
pub(super) fn after_success(feed: FeedId, interval: Duration, now: Timestamp) -> Timestamp {
    later(now, spread(feed, interval))
}

/// When a feed is due again that failed for the `failures`th time in a row: a quarter of the interval, at least
/// a minute, doubled with each failure up to a day; later when its server asks for more.
pub(super) fn after_failure(
    feed: FeedId,
    interval: Duration,
    failures: u32,
    verdict: Verdict,
    now: Timestamp,
) -> Timestamp {
    let asked = match verdict {
        Verdict::Gone => return later(now, spread(feed, GONE)),
        Verdict::Retry { after } => after.unwrap_or_default().min(MAX_BACKOFF),
    };
    let first = (interval / 4).max(MINUTE);
    let doubled = first.saturating_mul(1 << failures.saturating_sub(1).min(20)).min(MAX_BACKOFF);
    later(now, spread(feed, doubled).max(asked))
}

/// Whether a feed is to be asked at `at`. A due time further off than the schedule ever sets comes from a clock
/// that was wrong then, or is now, or from an interval that was longer; it counts as due.
pub(super) fn is_due(state: &PollState, interval: Duration, at: Timestamp) -> bool {
    state.next_due.is_none_or(|due| due <= at || due > later(at, furthest(state, interval)))
}

fn furthest(state: &PollState, interval: Duration) -> Duration {
    let set = match &state.failure {
        Some(Failure { verdict: Verdict::Gone, .. }) => GONE,
        Some(_) => MAX_BACKOFF,
        None => interval,
    };
    set + set / 10 + HOUR.min(interval)
}

/// Whether the validators may still be used at `now`.
pub(super) fn are_validators_fresh(state: &PollState, now: Timestamp) -> bool {
    state.validated_at.is_some_and(|at| at <= now && now < later(at, VALIDATORS_LAST))
}

/// `now` plus `time`, or the end of time.
pub(super) fn later(now: Timestamp, time: Duration) -> Timestamp {
    now.checked_add(time).unwrap_or(Timestamp::MAX)
}

/// The time, made up to a tenth shorter or longer by a number that belongs to the feed.
fn spread(feed: FeedId, time: Duration) -> Duration {
    // Fibonacci hashing: neighbouring numbers land far apart.
    let hash = (feed.0 as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let place = hash as f64 / f64::from(u32::MAX);
    time.mul_f64(0.9 + 0.2 * place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FailureKind, SafeText};

    const QUARTER: Duration = Duration::from_secs(15 * 60);

    fn now() -> Timestamp {
        "2024-05-01T12:00:00Z".parse().unwrap()
    }

    fn wait(due: Timestamp) -> Duration {
        Duration::try_from(due.duration_since(now())).unwrap()
    }

    fn failed(verdict: Verdict) -> Option<Failure> {
        let text = SafeText::from("x");
        Some(Failure { kind: FailureKind::Failed, sentence: text.clone(), detail: text, verdict })
    }

    fn within_a_tenth(actual: Duration, of: Duration) -> bool {
        actual >= of.mul_f64(0.899) && actual <= of.mul_f64(1.101)
    }

    #[test]
    fn feeds_that_answered_are_spread_around_the_interval() {
        let waits: Vec<_> = (0..100).map(|id| wait(after_success(FeedId(id), QUARTER, now()))).collect();
        assert!(waits.iter().all(|wait| within_a_tenth(*wait, QUARTER)));
        let early = waits.iter().filter(|wait| **wait < QUARTER).count();
        assert!((40..60).contains(&early), "{early} of 100 are early");
        assert_eq!(after_success(FeedId(7), QUARTER, now()), after_success(FeedId(7), QUARTER, now()));
    }

    #[test]
    fn failures_double_the_wait_up_to_a_day() {
        let retry = Verdict::Retry { after: None };
        let first = QUARTER / 4;
        for (failures, expected) in
            [(0, first), (1, first), (2, first * 2), (5, first * 16), (10, DAY), (99, DAY), (u32::MAX, DAY)]
        {
            let wait = wait(after_failure(FeedId(1), QUARTER, failures, retry, now()));
            assert!(within_a_tenth(wait, expected), "{failures}: {wait:?}");
        }
        let short = wait(after_failure(FeedId(1), Duration::from_secs(5), 1, retry, now()));
        assert!(within_a_tenth(short, MINUTE), "{short:?}");
    }

    #[test]
    fn a_server_that_asks_for_more_patience_gets_it_up_to_a_day() {
        let wait_when = |seconds, failures| {
            let verdict = Verdict::Retry { after: Some(Duration::from_secs(seconds)) };
            wait(after_failure(FeedId(1), QUARTER, failures, verdict, now()))
        };
        assert_eq!(wait_when(7_200, 1), HOUR * 2);
        assert_eq!(wait_when(u64::MAX, 1), DAY);
        assert!(within_a_tenth(wait_when(1, 1), QUARTER / 4), "the schedule's own patience is longer");
    }

    #[test]
    fn a_feed_that_is_gone_rests_for_a_month() {
        let wait = wait(after_failure(FeedId(1), QUARTER, 1, Verdict::Gone, now()));
        assert!(within_a_tenth(wait, GONE), "{wait:?}");
    }

    #[test]
    fn a_feed_is_due_when_its_time_has_come_or_cannot_be_right() {
        let retry = Verdict::Retry { after: None };
        let due = |next_due: Option<Duration>, failure: Option<Failure>| {
            let next_due = next_due.map(|wait| later(now(), wait));
            is_due(&PollState { next_due, failure, ..PollState::default() }, QUARTER, now())
        };
        assert!(due(None, None), "never asked");
        assert!(due(Some(Duration::ZERO), None));
        assert!(!due(Some(QUARTER), None));
        assert!(!due(Some(QUARTER.mul_f64(1.1)), None));
        assert!(due(Some(HOUR), None), "further off than the interval");
        assert!(!due(Some(DAY), failed(retry)));
        assert!(due(Some(DAY * 2), failed(retry)));
        assert!(!due(Some(GONE), failed(Verdict::Gone)));
        assert!(due(Some(GONE * 2), failed(Verdict::Gone)));
    }

    #[test]
    fn what_the_schedule_sets_is_never_out_of_its_own_bounds() {
        for id in 0..200 {
            let feed = FeedId(id);
            let verdicts =
                [Verdict::Gone, Verdict::Retry { after: None }, Verdict::Retry { after: Some(Duration::MAX) }];
            for verdict in verdicts {
                let next_due = Some(after_failure(feed, QUARTER, 50, verdict, now()));
                let state = PollState { next_due, failure: failed(verdict), ..PollState::default() };
                assert!(!is_due(&state, QUARTER, now()), "{feed:?} {verdict:?}");
            }
            let next_due = Some(after_success(feed, QUARTER, now()));
            assert!(!is_due(&PollState { next_due, ..PollState::default() }, QUARTER, now()), "{feed:?}");
        }
    }

    #[test]
    fn validators_are_dropped_after_four_days() {
        let fresh = |age: Option<i64>| {
            let validated_at = age.map(|seconds| now() - jiff::SignedDuration::from_secs(seconds));
            are_validators_fresh(&PollState { validated_at, ..PollState::default() }, now())
        };
        let day = 24 * 60 * 60;
        assert!(fresh(Some(0)) && fresh(Some(3 * day)));
        assert!(!fresh(None) && !fresh(Some(4 * day)));
        assert!(!fresh(Some(-60)), "received in the future: the clock was wrong");
    }

    #[test]
    fn the_end_of_time_is_not_passed() {
        assert_eq!(later(now(), Duration::MAX), Timestamp::MAX);
    }
}
