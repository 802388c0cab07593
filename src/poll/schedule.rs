//! When a feed is due. Pure: every function takes the time.
//!
//! A feed that answered is asked again when its [`rhythm`] suggests it, between the two intervals of the
//! settings; later when its server or the feed itself wants that, but never by more than a day. A feed that failed is
//! left alone longer with each failure. Every time is spread a little, by numbers that belong to the feed, so
//! that feeds do not come all at once.

use std::time::Duration;

use jiff::Timestamp;

use super::rhythm;
use crate::config::Polling;
use crate::domain::{Failure, FeedId, Pace, PollState, Source, Verdict};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The most that a server or a feed can ask for: what is longer is a mistake more often than a wish.
const MAX_ASKED: Duration = DAY;
/// So many failures in a row, about three days, are no passing trouble.
const LASTING: u32 = 16;
/// How long a feed is left alone then, unless the user wants it to be asked more seldom.
const MAX_BACKOFF: Duration = DAY;
/// How long a feed is left alone that says it is gone for good.
const GONE: Duration = Duration::from_secs(30 * DAY.as_secs());
/// How long validators are used; some servers answer 304 for ever.
const VALIDATORS_LAST: Duration = Duration::from_secs(4 * DAY.as_secs());

/// How often one feed may be asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    /// The least time between two requests.
    least: Duration,
    /// The most, when all is well.
    most: Duration,
    /// What the user wants for this feed instead.
    own: Option<Duration>,
}

impl Limits {
    /// The limits of a feed by the settings and by what the user wants of its source.
    pub fn new(settings: &Polling, source: &Source) -> Self {
        // An interval of nothing would be a flood.
        let least = settings.interval.max(Duration::from_secs(1));
        let own = source.interval.map(|own| own.max(Duration::from_secs(1)));
        Self { least, most: settings.max_interval.max(least), own }
    }

    /// How long a feed is left alone for what another feed of its host was told.
    pub fn most(&self) -> Duration {
        self.most
    }

    fn first_backoff(&self) -> Duration {
        self.own.unwrap_or(self.least)
    }
}

/// When a feed is due again of which `state` is known since it answered just now.
pub(super) fn after_success(feed: FeedId, limits: Limits, state: &PollState, now: Timestamp) -> Timestamp {
    if let Some(own) = limits.own {
        return later(now, spread(feed, 0, own));
    }
    let wish = rhythm::wish(state.rhythm, since(state.last_new, now)).clamp(limits.least, limits.most);
    let asked = state.pace.ttl.unwrap_or_default().max(until(state.not_before, now)).min(MAX_ASKED);
    rested(later(now, spread(feed, 0, wish).max(asked)), state.pace)
}

/// When a feed is due again that failed for the `failures`th time in a row: after the least interval, doubled with
/// each failure up to the longest interval, and once a day when it goes on failing; later when its server asks for more.
pub(super) fn after_failure(
    feed: FeedId,
    limits: Limits,
    failures: u32,
    verdict: Verdict,
    now: Timestamp,
) -> Timestamp {
    let asked = match verdict {
        Verdict::Gone => return later(now, spread(feed, 0, GONE)),
        Verdict::Retry { after } => after.unwrap_or_default().min(MAX_ASKED),
    };
    let first = limits.first_backoff();
    let longest = if failures < LASTING { limits.most.min(MAX_BACKOFF) } else { MAX_BACKOFF };
    let doubled = first.saturating_mul(1 << failures.saturating_sub(1).min(20)).min(longest.max(first));
    later(now, spread(feed, failures, doubled).max(asked))
}

/// Whether a feed is to be asked at `at`. A due time further off than the schedule ever sets comes from a clock
/// that was wrong then, or is now, or from an interval that was longer; it counts as due.
pub(super) fn is_due(state: &PollState, limits: Limits, at: Timestamp) -> bool {
    state.next_due.is_none_or(|due| due <= at || due > later(at, furthest(state, limits)))
}

fn furthest(state: &PollState, limits: Limits) -> Duration {
    let Limits { least, most, own } = limits;
    let set = match (&state.failure, own) {
        (Some(Failure { verdict: Verdict::Gone, .. }), _) => GONE,
        (Some(_), _) => MAX_BACKOFF.max(limits.first_backoff()),
        (None, Some(own)) => own,
        (None, None) => {
            let asked = state.pace.ttl.is_some() || state.not_before.is_some();
            let rests = state.pace.skip_hours != 0 || state.pace.skip_days != 0;
            most.max(if asked { MAX_ASKED } else { most }) + if rests { DAY } else { Duration::ZERO }
        }
    };
    set + set / 10 + HOUR.min(least)
}

/// Whether the validators may still be used at `now`.
pub(super) fn are_validators_fresh(state: &PollState, now: Timestamp) -> bool {
    state.validated_at.is_some_and(|at| at <= now && now < later(at, VALIDATORS_LAST))
}

/// The first moment from `at` on, by whole hours, in which the feed does not ask for rest; at most a day later,
/// whatever it asks ([`skipHours` and `skipDays`](https://www.rssboard.org/skip-hours-days)).
fn rested(at: Timestamp, pace: Pace) -> Timestamp {
    let hours = (0..24).map(|hours| later(at, HOUR * hours));
    hours.into_iter().find(|at| !rests(*at, pace)).unwrap_or_else(|| later(at, DAY))
}

fn rests(at: Timestamp, pace: Pace) -> bool {
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    let (hour, day) = (at.hour().unsigned_abs(), at.weekday().to_monday_zero_offset().unsigned_abs());
    pace.skip_hours & (1 << hour) != 0 || pace.skip_days & (1 << day) != 0
}

/// `now` plus `time`, or the end of time.
pub(super) fn later(now: Timestamp, time: Duration) -> Timestamp {
    now.checked_add(time).unwrap_or(Timestamp::MAX)
}

/// How long ago a moment was; no time at all when it lies in the future, for then a clock was wrong.
pub(super) fn since(moment: Option<Timestamp>, now: Timestamp) -> Duration {
    moment.and_then(|moment| Duration::try_from(now.duration_since(moment)).ok()).unwrap_or_default()
}

fn until(moment: Option<Timestamp>, now: Timestamp) -> Duration {
    moment.and_then(|moment| Duration::try_from(moment.duration_since(now)).ok()).unwrap_or_default()
}

/// The time, made up to a tenth shorter or longer by a number that belongs to the feed and to the occasion.
fn spread(feed: FeedId, occasion: u32, time: Duration) -> Duration {
    // Fibonacci hashing: neighbouring numbers land far apart.
    let number = (feed.0 as u64).wrapping_add(u64::from(occasion) << 40);
    let hash = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let place = hash as f64 / f64::from(u32::MAX);
    time.mul_f64(0.9 + 0.2 * place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{FailureKind, SafeText, WebUrl};

    const MINUTE: Duration = Duration::from_secs(60);
    const QUARTER: Duration = Duration::from_secs(15 * 60);
    const LIMITS: Limits = Limits { least: QUARTER, most: Duration::from_secs(6 * 60 * 60), own: None };

    fn now() -> Timestamp {
        // A Wednesday.
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

    fn after(state: &PollState) -> Duration {
        wait(after_success(FeedId(1), LIMITS, state, now()))
    }

    #[test]
    fn feeds_that_answered_are_spread_around_the_interval() {
        let state = PollState::default();
        let waits: Vec<_> = (0..100).map(|id| wait(after_success(FeedId(id), LIMITS, &state, now()))).collect();
        assert!(waits.iter().all(|wait| within_a_tenth(*wait, QUARTER)));
        let early = waits.iter().filter(|wait| **wait < QUARTER).count();
        assert!((40..60).contains(&early), "{early} of 100 are early");
        assert_eq!(after(&state), after(&state));
    }

    #[test]
    fn a_feed_is_asked_twice_for_each_thing_that_is_new_within_the_limits() {
        let rhythm = |rhythm: Duration| PollState { rhythm: Some(rhythm), last_new: Some(now()), ..Default::default() };
        for (known, expected) in
            [(MINUTE, QUARTER), (HOUR, HOUR / 2), (HOUR * 5, HOUR * 5 / 2), (DAY, HOUR * 6), (DAY * 900, HOUR * 6)]
        {
            assert!(within_a_tenth(after(&rhythm(known)), expected), "{known:?}: {:?}", after(&rhythm(known)));
        }
        let silent = PollState { last_new: Some(now() - DAY * 30), ..rhythm(MINUTE) };
        assert!(within_a_tenth(after(&silent), HOUR * 6), "{:?}", after(&silent));
    }

    #[test]
    fn a_server_and_a_feed_can_ask_for_more_but_for_no_more_than_a_day() {
        let ttl = |ttl| PollState { pace: Pace { ttl: Some(ttl), ..Pace::default() }, ..PollState::default() };
        let fresh = |time| PollState { not_before: Some(later(now(), time)), ..PollState::default() };
        for state in [ttl, fresh] {
            assert!(within_a_tenth(after(&state(MINUTE)), QUARTER));
            assert_eq!(after(&state(HOUR * 2)), HOUR * 2);
            assert_eq!(after(&state(DAY * 365)), DAY);
        }
        assert!(within_a_tenth(after(&fresh(Duration::ZERO)), QUARTER));
    }

    #[test]
    fn hours_and_days_of_rest_are_kept() {
        let due = |skip_hours: u32, skip_days: u8| {
            let pace = Pace { ttl: None, skip_hours, skip_days };
            rested(now(), pace).to_string()
        };
        assert_eq!(due(0, 0), "2024-05-01T12:00:00Z");
        assert_eq!(due(1 << 11, 1 << 3), "2024-05-01T12:00:00Z", "neither the hour nor the day");
        assert_eq!(due(0b111 << 12, 0), "2024-05-01T15:00:00Z");
        assert_eq!(due(0, 1 << 2), "2024-05-02T00:00:00Z");
        assert_eq!(due(1, 1 << 2), "2024-05-02T01:00:00Z");
        // Who rests always is asked once a day.
        assert_eq!(due(u32::MAX, 0), "2024-05-02T12:00:00Z");
        assert_eq!(due(0, u8::MAX), "2024-05-02T12:00:00Z");
    }

    #[test]
    fn the_users_own_interval_stands_above_all_but_a_servers_refusal() {
        let own = Limits { own: Some(HOUR * 12), ..LIMITS };
        let busy = PollState {
            rhythm: Some(MINUTE),
            pace: Pace { ttl: Some(DAY), skip_hours: u32::MAX, skip_days: 0 },
            not_before: Some(now() + DAY),
            ..PollState::default()
        };
        assert!(within_a_tenth(wait(after_success(FeedId(1), own, &busy, now())), HOUR * 12));
        let often = Limits { own: Some(MINUTE), ..LIMITS };
        let asked = Verdict::Retry { after: Some(HOUR) };
        assert_eq!(wait(after_failure(FeedId(1), often, 1, asked, now())), HOUR);
        // Shortened in the file, it holds at once.
        let far = PollState { next_due: Some(now() + HOUR * 12), ..PollState::default() };
        assert!(!is_due(&far, own, now()) && is_due(&far, often, now()));
    }

    #[test]
    fn failures_double_the_wait_up_to_the_longest_interval_and_at_last_to_a_day() {
        let retry = Verdict::Retry { after: None };
        for (failures, expected) in [
            (0, QUARTER),
            (1, QUARTER),
            (2, QUARTER * 2),
            (5, HOUR * 4),
            (6, HOUR * 6),
            (15, HOUR * 6),
            (16, DAY),
            (u32::MAX, DAY),
        ] {
            let wait = wait(after_failure(FeedId(1), LIMITS, failures, retry, now()));
            assert!(within_a_tenth(wait, expected), "{failures}: {wait:?}");
        }
        let weekly = Limits { own: Some(DAY * 7), ..LIMITS };
        assert!(within_a_tenth(wait(after_failure(FeedId(1), weekly, 9, retry, now())), DAY * 7));
    }

    #[test]
    fn each_failure_is_spread_in_its_own_way() {
        let retry = Verdict::Retry { after: None };
        let waits = (6..16).map(|failures| after_failure(FeedId(1), LIMITS, failures, retry, now()));
        assert!(waits.collect::<std::collections::HashSet<_>>().len() > 5);
    }

    #[test]
    fn a_server_that_asks_for_more_patience_gets_it_up_to_a_day() {
        let wait_when = |seconds, failures| {
            let verdict = Verdict::Retry { after: Some(Duration::from_secs(seconds)) };
            wait(after_failure(FeedId(1), LIMITS, failures, verdict, now()))
        };
        assert_eq!(wait_when(7_200, 1), HOUR * 2);
        assert_eq!(wait_when(u64::MAX, 1), DAY);
        assert!(within_a_tenth(wait_when(1, 1), QUARTER), "the schedule's own patience is longer");
    }

    #[test]
    fn a_feed_that_is_gone_rests_for_a_month() {
        let wait = wait(after_failure(FeedId(1), LIMITS, 1, Verdict::Gone, now()));
        assert!(within_a_tenth(wait, GONE), "{wait:?}");
    }

    #[test]
    fn a_feed_is_due_when_its_time_has_come_or_cannot_be_right() {
        let retry = Verdict::Retry { after: None };
        let due = |next_due: Option<Duration>, failure: Option<Failure>| {
            let next_due = next_due.map(|wait| later(now(), wait));
            is_due(&PollState { next_due, failure, ..PollState::default() }, LIMITS, now())
        };
        assert!(due(None, None), "never asked");
        assert!(due(Some(Duration::ZERO), None));
        assert!(!due(Some(QUARTER), None));
        assert!(!due(Some(HOUR * 6), None));
        assert!(due(Some(HOUR * 8), None), "further off than the longest interval");
        assert!(!due(Some(DAY), failed(retry)));
        assert!(due(Some(DAY * 2), failed(retry)));
        assert!(!due(Some(GONE), failed(Verdict::Gone)));
        assert!(due(Some(GONE * 2), failed(Verdict::Gone)));
    }

    #[test]
    fn a_clock_that_jumps_makes_all_due_and_freezes_none() {
        let years = DAY * 3_653;
        let state = |asked: Timestamp| PollState {
            last_attempt: Some(asked),
            last_success: Some(asked),
            last_new: Some(asked),
            rhythm: Some(HOUR),
            next_due: Some(after_success(FeedId(1), LIMITS, &PollState::default(), asked)),
            ..PollState::default()
        };
        for asked in [now() - years, now() + years] {
            let state = state(asked);
            assert!(is_due(&state, LIMITS, now()), "{asked}");
            let due = after_success(FeedId(1), LIMITS, &state, now());
            assert!(wait(due) <= HOUR * 7, "{due}");
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

    #[test]
    fn limits_come_from_the_settings_and_the_source() {
        let url = WebUrl::parse("https://wire.example/").unwrap();
        let source = Source { interval: Some(Duration::ZERO), ..Source::unknown("Wire".into(), url) };
        let settings = Polling { interval: DAY, max_interval: HOUR, ..Polling::default() };
        let second = Duration::from_secs(1);
        assert_eq!(Limits::new(&settings, &source), Limits { least: DAY, most: DAY, own: Some(second) });
    }

    fn any_state() -> impl Strategy<Value = PollState> {
        let time = || proptest::option::of((0..10_000_000_u64).prop_map(Duration::from_secs));
        let moment = || time().prop_map(|time| time.map(|time| now() + time - DAY * 60));
        (time(), moment(), time(), moment(), any::<u32>(), any::<u8>()).prop_map(
            |(rhythm, last_new, ttl, not_before, skip_hours, skip_days)| PollState {
                rhythm,
                last_new,
                not_before,
                pace: Pace { ttl, skip_hours, skip_days },
                ..PollState::default()
            },
        )
    }

    proptest! {
        #[test]
        fn what_the_schedule_sets_is_within_its_own_bounds(
            state in any_state(),
            feed in 0..10_000_i64,
            own in proptest::option::of(1..10_000_000_u64),
            failures in any::<u32>(),
        ) {
            let limits = Limits { own: own.map(Duration::from_secs), ..LIMITS };
            let due = after_success(FeedId(feed), limits, &state, now());
            prop_assert!(wait(due) >= limits.own.unwrap_or(QUARTER).mul_f64(0.899));
            let again = PollState { next_due: Some(due), ..state.clone() };
            prop_assert!(!is_due(&again, limits, now()));
            for verdict in
                [Verdict::Gone, Verdict::Retry { after: None }, Verdict::Retry { after: Some(Duration::MAX) }]
            {
                let next_due = Some(after_failure(FeedId(feed), limits, failures, verdict, now()));
                let state = PollState { next_due, failure: failed(verdict), ..state.clone() };
                prop_assert!(!is_due(&state, limits, now()), "{:?}", verdict);
            }
        }
    }
}
