//! The dates of a query: ages and calendar dates.

use jiff::civil::{Date, DateTime};
use jiff::{Span, Timestamp, Zoned};

use super::QueryError;
use super::lex::Value;
use crate::domain::nearest;

/// The moment that a date of a query begins at.
pub(super) fn moment(value: &Value, now: &Zoned) -> Result<Timestamp, QueryError> {
    let text = value.text.to_ascii_lowercase();
    let midnight = |date: Date| date.to_zoned(now.time_zone().clone());
    let found = match text.as_str() {
        "today" => Some(midnight(now.date())),
        "yesterday" => Some(now.date().yesterday().and_then(midnight)),
        _ => age(&text)
            .map(|age| age.and_then(|age| now.checked_sub(age)))
            .or_else(|| calendar(&text).map(|at| at.to_zoned(now.time_zone().clone()))),
    };
    match found {
        Some(Ok(at)) => Ok(at.timestamp()),
        Some(Err(_)) => Err(QueryError::at(value.range.clone(), &format!("{} is too far away.", value.text))),
        None => {
            let message = format!("{} is no date; dates look like 7d, 2w, 3mo, today or 2026-11-01.", value.text);
            let hint = nearest(&text, ["today", "yesterday"]);
            Err(QueryError::at(value.range.clone(), &message).with_hint(hint))
        }
    }
}

/// `12h`, `7d`, `2w`, `3mo`, `1y`; an error when the number is beyond what a calendar holds.
fn age(text: &str) -> Option<Result<Span, jiff::Error>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    if digits == 0 {
        return None;
    }
    // A number that does not fit is as far away as one that fits and is too large.
    let number: i64 = number.parse().unwrap_or(i64::MAX);
    Some(match unit {
        "h" => Span::new().try_hours(number),
        "d" => Span::new().try_days(number),
        "w" => Span::new().try_weeks(number),
        "mo" => Span::new().try_months(number),
        "y" => Span::new().try_years(number),
        _ => return None,
    })
}

/// The first moment of an ISO 8601 year, month, day or minute.
fn calendar(text: &str) -> Option<DateTime> {
    let numbers = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten();
    let date = match text.split('-').collect::<Vec<_>>().as_slice() {
        [year] if year.len() == 4 => Date::new(numbers(year)?, 1, 1).ok()?,
        [year, month] if year.len() == 4 && month.len() == 2 => {
            Date::new(numbers(year)?, i8::try_from(numbers(month)?).ok()?, 1).ok()?
        }
        // Only what begins as a date does: jiff also reads other forms, such as 20261101.
        [year, month, _] if year.len() == 4 && month.len() == 2 => return text.parse().ok(),
        _ => return None,
    };
    Some(date.at(0, 0, 0, 0))
}
