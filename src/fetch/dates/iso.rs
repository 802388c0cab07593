//! ISO 8601 in all its forms, and [W3C's profile of it](https://www.w3.org/TR/NOTE-datetime).

use jiff::Timestamp;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::clock::Clock;
use super::zones::{self, Zone};

/// The moment of a text that is nothing but ISO 8601; with its accidents: a space for the `T`, parts of one digit,
/// small letters, a zone by name.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let starts_with_year = text.bytes().take_while(u8::is_ascii_digit).count() >= 4;
    if !starts_with_year || !text.is_ascii() {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let (date, rest) = match text.find(['t', ' ', '_']) {
        Some(at) => (&text[..at], text[at + 1..].trim_start_matches(['t', ' '])),
        None => (text.strip_suffix('z').unwrap_or(&text), ""),
    };
    let date = date_of(date)?;
    if rest.is_empty() {
        return super::at(date, Clock::default(), &Zone::UTC);
    }
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(rest.len());
    let clock = Clock::of(&rest[..end], true)?;
    super::at(date, clock, &zone_of(rest[end..].trim())?)
}

fn zone_of(text: &str) -> Option<Zone> {
    // Go prints "+0200 CEST".
    let first = text.split(' ').next().unwrap_or_default();
    match text {
        "" => Some(Zone::UTC),
        _ if text.starts_with(['+', '-']) => {
            let rest = text[first.len()..].trim();
            zones::offset(first).filter(|_| rest.is_empty() || rest.bytes().all(|byte| byte.is_ascii_alphabetic()))
        }
        _ => zones::named(text),
    }
}

fn date_of(text: &str) -> Option<Date> {
    if let Some((year, week)) = text.split_once('w') {
        return week_date(year.trim_end_matches('-'), week);
    }
    let separator = text.chars().find(|c| !c.is_ascii_digit());
    let parts: Vec<&str> = match separator {
        Some(separator @ ('-' | '/' | '.')) => text.split(separator).collect(),
        Some(_) => return None,
        None => compact(text)?,
    };
    let number =
        |digits: &&str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i16>().ok())?;
    let numbers: Vec<i16> = parts.iter().map(number).collect::<Option<_>>()?;
    let is_short = |part: &str| (1..=2).contains(&part.len());
    match (parts.as_slice(), numbers.as_slice()) {
        ([year], [value]) if year.len() == 4 => Date::new(*value, 1, 1).ok(),
        ([year, day], [value, number]) if year.len() == 4 && day.len() == 3 => day_of_year(*value, *number),
        ([year, month], [value, number])
            if year.len() == 4 && is_short(month) && matches!(separator, Some('-') | None) =>
        {
            Date::new(*value, i8::try_from(*number).ok()?, 1).ok()
        }
        ([year, month, day], [value, months, days]) if year.len() == 4 && is_short(month) && is_short(day) => {
            Date::new(*value, i8::try_from(*months).ok()?, i8::try_from(*days).ok()?).ok()
        }
        _ => None,
    }
}

/// `20040131`, `2004031`, `2004`, and six digits that can only be one of a year with a month and a short date.
fn compact(text: &str) -> Option<Vec<&str>> {
    match text.len() {
        4 => Some(vec![text]),
        6 => is_year_and_month(text).then(|| vec![&text[..4], &text[4..]]),
        7 => Some(vec![&text[..4], &text[4..]]),
        8 => Some(vec![&text[..4], &text[4..6], &text[6..]]),
        _ => None,
    }
}

/// Whether `199912` cannot be a date with a short year, as `200312` can.
fn is_year_and_month(text: &str) -> bool {
    let is_within = |digits: &str, most: u8| digits.parse().is_ok_and(|number: u8| (1..=most).contains(&number));
    text.starts_with(['1', '2']) && is_within(&text[4..], 12) && !is_within(&text[2..4], 12)
}

fn day_of_year(year: i16, day: i16) -> Option<Date> {
    let first = Date::new(year, 1, 1).ok()?;
    let date = first.checked_add(jiff::Span::new().try_days(i64::from(day) - 1).ok()?).ok()?;
    (day >= 1 && date.year() == year).then_some(date)
}

/// `2004-W07-3`, `2004W073`, and a week by its Monday.
fn week_date(year: &str, week: &str) -> Option<Date> {
    let (week, day) = match week.len() {
        2 => (week, "1"),
        3 => week.split_at(2),
        4 => week.split_once('-')?,
        _ => return None,
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || ![year, week, day].into_iter().all(is_number) {
        return None;
    }
    let day = Weekday::from_monday_one_offset(day.parse().ok()?).ok()?;
    ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, day).ok().map(ISOWeekDate::date)
}
