//! What is known of each feed, told at a cost that does not grow with the archive.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::column::{Millis, count};
use super::error::StoreError;
use super::feeds;
use crate::domain::{FeedId, FeedReport, Held};

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// The days that the median of new articles is taken of.
const DAYS: i64 = 30;
/// How many of a feed's newest articles tell its rhythm.
const PAUSES_OF: u32 = 21;

/// The dates of a feed's newest articles.
pub(super) const NEWEST: &str = "SELECT at FROM cache.article WHERE feed = ? ORDER BY at DESC LIMIT ?";

/// Notes that a feed brought articles that were never seen before. What the median does not need any more goes, but for
/// the first day, which says since when the feed is known.
pub(super) fn note_new(conn: &Connection, feed: FeedId, new: usize, now: Timestamp) -> Result<(), StoreError> {
    if new == 0 {
        return Ok(());
    }
    let (today, new) = (day(now), i64::try_from(new).unwrap_or(i64::MAX));
    conn.prepare_cached("INSERT INTO cache.daily VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET new = new + excluded.new")?
        .execute(params![feed, today, new])?;
    conn.prepare_cached(
        "DELETE FROM cache.daily
         WHERE feed = ?1 AND day < ?2 AND day > (SELECT min(day) FROM cache.daily WHERE feed = ?1)",
    )?
    .execute(params![feed, today - DAYS])?;
    Ok(())
}

/// What is known of every subscribed feed, or of `only` one.
pub(super) fn reports(conn: &Connection, only: Option<FeedId>, now: Timestamp) -> Result<Vec<FeedReport>, StoreError> {
    let articles = article_counts(conn, only)?;
    let mut days = new_by_day(conn, only)?;
    let mut dates = conn.prepare_cached(NEWEST)?;
    let mut statement = conn.prepare_cached(
        "SELECT * FROM cache.feed
         WHERE id IN (SELECT id FROM main.feed WHERE declared = 1) AND (?1 IS NULL OR id = ?1) ORDER BY id",
    )?;
    let polls = statement.query_map([only], |row| Ok((row.get("id")?, feeds::state(row)?)))?;
    let mut reports = Vec::new();
    for poll in polls {
        let (feed, poll) = poll?;
        let newest = dates.query_map(params![feed, PAUSES_OF], |row| row.get(0))?;
        let newest: Vec<Millis> = newest.collect::<Result<_, _>>()?;
        let held = Held {
            articles: articles.get(&feed).copied().unwrap_or(0),
            newest: newest.first().and_then(|newest| newest.timestamp()),
            pause: median_pause(&newest),
            ..of_days(&days.remove(&feed).unwrap_or_default(), day(now))
        };
        reports.push(FeedReport { feed, poll, held });
    }
    Ok(reports)
}

fn article_counts(conn: &Connection, only: Option<FeedId>) -> Result<HashMap<FeedId, u64>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT feed, sum(total) AS total FROM cache.tally WHERE ?1 IS NULL OR feed = ?1 GROUP BY feed",
    )?;
    let counts = statement.query_map([only], |row| Ok((row.get(0)?, count(row, "total")?)))?;
    Ok(counts.collect::<Result<_, _>>()?)
}

/// A day with how many articles it brought.
type NewOfDay = (i64, i64);

fn new_by_day(conn: &Connection, only: Option<FeedId>) -> Result<HashMap<FeedId, Vec<NewOfDay>>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT feed, day, new FROM cache.daily WHERE ?1 IS NULL OR feed = ?1 ORDER BY feed, day")?;
    let mut rows = statement.query([only])?;
    let mut days: HashMap<FeedId, Vec<NewOfDay>> = HashMap::new();
    while let Some(row) = rows.next()? {
        days.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
    }
    Ok(days)
}

/// What the days tell, the first of which is that on which the feed was first asked. Today is not over, and counts for
/// nothing yet but a sign of life.
fn of_days(days: &[NewOfDay], today: i64) -> Held {
    let Some((&(first, _), later)) = days.split_first() else { return Held::default() };
    let last_arrival = later.iter().rev().map(|(day, _)| *day).find(|day| *day <= today);
    let from = (today - DAYS).max(first.saturating_add(1));
    let whole_days = usize::try_from(today.saturating_sub(from)).unwrap_or(0);
    let mut counts: Vec<i64> =
        later.iter().filter(|(day, _)| (from..today).contains(day)).map(|(_, new)| *new).collect();
    counts.resize(whole_days.max(counts.len()), 0);
    Held {
        last_arrival: last_arrival.and_then(|day| Millis(day.saturating_mul(DAY)).timestamp()),
        a_day: median(counts),
        ..Held::default()
    }
}

fn median_pause(newest: &[Millis]) -> Option<Duration> {
    let pauses = newest.windows(2).map(|pair| pair[0].0.saturating_sub(pair[1].0)).collect();
    let pause = median(pauses)?;
    Some(Duration::from_millis(pause.max(0.0) as u64))
}

fn median(mut numbers: Vec<i64>) -> Option<f64> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)? as f64;
    Some(if numbers.len() % 2 == 1 { upper } else { (numbers[middle - 1] as f64 + upper) / 2.0 })
}

fn day(moment: Timestamp) -> i64 {
    Millis::from(moment).0.div_euclid(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_new_articles_leaves_out_the_first_day_and_today() {
        let a_day = |days: &[NewOfDay]| of_days(days, 100).a_day;
        assert_eq!(a_day(&[]), None);
        assert_eq!(a_day(&[(100, 30)]), None, "first asked today");
        assert_eq!(a_day(&[(99, 30), (100, 4)]), None, "first asked yesterday");
        assert_eq!(a_day(&[(98, 30), (99, 4), (100, 1)]), Some(4.0));
        assert_eq!(a_day(&[(96, 30), (97, 2), (99, 5)]), Some(2.0), "a day without any counts too");
        assert_eq!(a_day(&[(97, 30), (98, 2), (99, 5)]), Some(3.5));
        assert_eq!(a_day(&[(1, 30), (99, 5)]), Some(0.0));
        assert_eq!(a_day(&[(1, 30), (50, 900)]), Some(0.0), "older than the days that count");
    }

    #[test]
    fn the_last_arrival_is_none_of_the_first_day_and_none_of_the_future() {
        let last = |days: &[NewOfDay]| of_days(days, 100).last_arrival.map(|at| at.as_millisecond() / DAY);
        assert_eq!(last(&[(98, 30)]), None);
        assert_eq!(last(&[(90, 30), (98, 1)]), Some(98));
        assert_eq!(last(&[(90, 30), (98, 1), (4_000, 1)]), Some(98));
        assert_eq!(last(&[(i64::MIN, 30), (i64::MIN, 1)]), None, "days beyond all calendars are no days");
    }

    #[test]
    fn a_rhythm_is_the_median_pause() {
        let pause = |hours: &[i64]| {
            let at: Vec<Millis> = hours.iter().map(|hour| Millis(hour * 3_600_000)).collect();
            median_pause(&at).map(|pause| pause.as_secs() / 3_600)
        };
        assert_eq!((pause(&[]), pause(&[7])), (None, None));
        assert_eq!(pause(&[100, 99, 97, 10]), Some(2));
        assert_eq!(pause(&[100, 96]), Some(4));
    }
}
