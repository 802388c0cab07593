//! Dates as publishers write them: one ladder for all formats of feeds.
//!
//! A step that does not understand the whole of a text leaves it to the next, and what no step understands has no
//! date: none is better than a wrong one. So `03/04/2026` is none, and `13/04/2026` is one. A time without a zone is
//! taken for UTC, as RFC 822's readers do.

mod clock;
mod iso;
mod words;
mod zones;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use self::zones::Zone;

/// The longest date that is looked at, in bytes.
const MAX_BYTES: usize = 160;

/// The moment that a text names.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    epoch(text).or_else(|| iso::moment(text)).or_else(|| words::moment(text))
}

/// Seconds or milliseconds since 1970, of this century: fewer digits would be a calendar's.
fn epoch(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    match whole.len() {
        10 => Timestamp::from_second(whole.parse().ok()?).ok(),
        13 => Timestamp::from_millisecond(whole.parse().ok()?).ok(),
        _ => None,
    }
}

/// A day and a time on it become a moment. 24:00 is the next day's beginning
/// ([ISO 8601](https://en.wikipedia.org/wiki/ISO_8601#Times)).
fn at(date: Date, clock: clock::Clock, zone: &Zone) -> Option<Timestamp> {
    let midnight = clock.hour == 24;
    if midnight && (clock.minute, clock.second, clock.nanosecond) != (0, 0, 0) {
        return None;
    }
    let date = if midnight { date.tomorrow().ok()? } else { date };
    // A leap second is not told from the one before it.
    let time = Time::new(if midnight { 0 } else { clock.hour }, clock.minute, clock.second.min(59), clock.nanosecond);
    zone.moment(date.to_datetime(time.ok()?))
}

#[cfg(test)]
mod tests;
