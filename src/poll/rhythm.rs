//! How long a feed lets wait for something new, as learned from its answers.
//!
//! The rhythm is the time between two new articles, on a moving average of ratios: a feed that goes from one article
//! a week to ten an hour is known for it after two answers. Long silence counts as a slow rhythm while it lasts, but
//! is not learned: a feed that wakes up is asked as often as before at once.

use std::time::Duration;

use jiff::Timestamp;

use super::schedule::since;

/// How many of the newest articles tell the rhythm of a feed that is asked for the first time.
const FIRST_LOOK: usize = 10;
/// How much longer than usual a silence may count when it ends.
const SILENCE_LEARNED: u32 = 4;
/// Which part of a silence counts as rhythm while it lasts. Newsrooms sleep at night, and wake in the morning.
const SILENCE_COUNTS: u32 = 4;
/// A year is never.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);
const SHORTEST: Duration = Duration::from_secs(1);

/// How long to wait for the next answer: half of the time in which something new is expected.
pub(super) fn wish(rhythm: Option<Duration>, silence: Duration) -> Duration {
    // Where nothing is known, often.
    rhythm.map_or(Duration::ZERO, |rhythm| rhythm.max(silence / SILENCE_COUNTS) / 2)
}

/// The rhythm at first sight, from the dates of articles.
pub(super) fn at_first_sight(dates: impl IntoIterator<Item = Timestamp>, now: Timestamp) -> Option<Duration> {
    let mut dates: Vec<_> = dates.into_iter().collect();
    dates.sort_unstable_by(|a, b| b.cmp(a));
    dates.truncate(FIRST_LOOK);
    let (count, oldest) = (u32::try_from(dates.len()).ok()?, *dates.last()?);
    Some((since(Some(oldest), now) / count).clamp(SHORTEST, LONGEST))
}

/// The rhythm after `new` articles came, `gap` after the last that were new.
pub(super) fn after_news(rhythm: Option<Duration>, gap: Duration, new: usize) -> Duration {
    let gap = rhythm.map_or(gap, |rhythm| gap.min(rhythm.saturating_mul(SILENCE_LEARNED)));
    let each = gap.min(LONGEST).div_f64(new.max(1) as f64).clamp(SHORTEST, LONGEST);
    let Some(rhythm) = rhythm else { return each };
    let mean = (rhythm.clamp(SHORTEST, LONGEST).as_secs_f64() * each.as_secs_f64()).sqrt();
    Duration::from_secs_f64(mean).clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3_600);
    const DAY: Duration = Duration::from_secs(24 * 3_600);

    fn now() -> Timestamp {
        "2024-05-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_first_look_goes_by_the_newest_articles() {
        let every = |gap: Duration, count: u32| (1..=count).map(move |n| now() - gap * n);
        assert_eq!(at_first_sight(every(HOUR, 30), now()), Some(HOUR));
        assert_eq!(at_first_sight(every(DAY, 3), now()), Some(DAY));
        assert_eq!(at_first_sight([], now()), None);
        // Dead for decades, and all at once before.
        assert_eq!(at_first_sight([now() - DAY * 9_000; 20], now()), Some(LONGEST));
        assert_eq!(at_first_sight([now() + DAY], now()), Some(SHORTEST), "a date of the future is of now");
    }

    #[test]
    fn the_rhythm_is_learned_within_a_few_answers() {
        let mut rhythm = None;
        for _ in 0..3 {
            rhythm = Some(after_news(rhythm, HOUR, 4));
        }
        assert_eq!(rhythm, Some(MINUTE * 15));
        // From one a week to one in five minutes.
        let once = after_news(Some(DAY * 7), HOUR * 6, 72);
        let twice = after_news(Some(once), HOUR * 3, 36);
        assert!(once < HOUR * 4 && twice < HOUR, "{once:?} {twice:?}");
    }

    #[test]
    fn a_feed_that_slept_wakes_with_the_rhythm_it_had() {
        let asleep = wish(Some(HOUR), DAY * 30);
        assert!(asleep > DAY, "{asleep:?}");
        let awake = wish(Some(after_news(Some(HOUR), DAY * 30, 1)), Duration::ZERO);
        assert_eq!(awake, HOUR);
    }

    #[test]
    fn a_night_is_no_sleep() {
        let morning = wish(Some(HOUR), HOUR * 10);
        assert!(morning < MINUTE * 90, "{morning:?}");
    }

    #[test]
    fn nothing_is_so_odd_that_it_cannot_be_learned() {
        for rhythm in [None, Some(Duration::ZERO), Some(HOUR), Some(Duration::MAX)] {
            for gap in [Duration::ZERO, Duration::MAX] {
                for new in [0, 1, usize::MAX] {
                    let learned = after_news(rhythm, gap, new);
                    assert!((SHORTEST..=LONGEST).contains(&learned), "{rhythm:?} {gap:?} {new}: {learned:?}");
                }
            }
        }
    }
}
