//! How long a server says that its answer will do, and when it wants to be asked again.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use reqwest::header::{self, HeaderMap, HeaderName};

/// A feed that is fresh for longer was never thought about as one: its server says the same of every file.
const MAX_FRESH: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// For how long an answer is fresh that came at `now`, as a cache of one user's reckons
/// ([RFC 9111 §4.2](https://www.rfc-editor.org/rfc/rfc9111#section-4.2)): `max-age`, or else `Expires`, less what has
/// passed since. `None` when the server does not say, wants to be asked every time, or says what makes no sense;
/// nothing is guessed.
///
/// `s-maxage` is for shared caches. `must-revalidate` and the `stale-…` say what to do once it is not fresh any more,
/// and that is always to ask.
pub(super) fn fresh_for(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let directives = directives(headers);
    let is_forbidden = |name: &str| matches!(name, "no-store" | "no-cache");
    if directives.iter().any(|(name, _)| is_forbidden(name)) {
        return None;
    }
    // The shortest, if there are several (§4.2.1).
    let max_age = directives.iter().filter(|(name, _)| name == "max-age").map(|(_, value)| seconds(value)).min();
    let lifetime = match max_age {
        Some(max_age) => max_age?,
        None if directives.is_empty() && is_uncached_in_http_1_0(headers) => return None,
        None => until(date(headers, header::EXPIRES)?, headers, now),
    };
    let age = text(headers, header::AGE).and_then(seconds).unwrap_or_default();
    let left = lifetime.saturating_sub(age);
    (!left.is_zero() && left <= MAX_FRESH).then_some(left)
}

/// How long `Retry-After` asks to wait: seconds, or a date
/// ([RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)). A date that has passed is zero.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = text(headers, header::RETRY_AFTER)?;
    seconds(value).or_else(|| Some(until(http_date(value)?, headers, now)))
}

/// The time from when the answer was made, by the clock of its server: this machine's may be wrong.
fn until(at: Timestamp, headers: &HeaderMap, now: Timestamp) -> Duration {
    let made = date(headers, header::DATE).unwrap_or(now);
    Duration::try_from(at.duration_since(made)).unwrap_or(Duration::ZERO)
}

/// The directives of `Cache-Control`, names in lower case, values without quotes.
fn directives(headers: &HeaderMap) -> Vec<(String, &str)> {
    let values = headers.get_all(header::CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let parts = values.flat_map(|value| value.split(',')).map(str::trim).filter(|part| !part.is_empty());
    let pairs = parts.map(|part| part.split_once('=').unwrap_or((part, "")));
    pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"'))).collect()
}

/// Counts only where there is no `Cache-Control` ([RFC 9111 §5.4](https://www.rfc-editor.org/rfc/rfc9111#section-5.4)).
fn is_uncached_in_http_1_0(headers: &HeaderMap) -> bool {
    text(headers, header::PRAGMA).is_some_and(|value| value.to_ascii_lowercase().contains("no-cache"))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    http_date(text(headers, name)?)
}

/// A whole number of seconds; more than fits is as good as for ever.
fn seconds(value: &str) -> Option<Duration> {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Duration::from_secs(u64::from(value.parse::<u32>().unwrap_or(u32::MAX))))
}

/// A date of HTTP: the form of today, or one of the two that were before
/// ([RFC 9110 §5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)).
fn http_date(value: &str) -> Option<Timestamp> {
    const TODAY: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    const BEFORE: [&str; 2] = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    TODAY.parse_timestamp(value).ok().or_else(|| {
        let parsed = BEFORE.iter().find_map(|form| DateTime::strptime(form, value).ok())?;
        parsed.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "1994-11-06T08:49:00Z";

    /// Headers written as lines.
    fn headers(lines: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines.lines().filter_map(|line| line.trim().split_once(':')) {
            headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn freshness_is_what_the_server_says() {
        let cases = [
            ("", None),
            ("cache-control: max-age=600", Some(600)),
            ("cache-control: public, MAX-AGE = \"600\", must-revalidate", Some(600)),
            ("cache-control: max-age=600, stale-while-revalidate=60, stale-if-error=86400", Some(600)),
            ("cache-control: s-maxage=3600, max-age=600", Some(600)),
            ("cache-control: s-maxage=3600", None),
            ("cache-control: max-age=600, max-age=60", Some(60)),
            ("cache-control: public\ncache-control: max-age=60", Some(60)),
            ("cache-control: max-age=600\nage: 100", Some(500)),
            ("cache-control: max-age=600\nage: 900", None),
            ("cache-control: max-age=600\nage: old", Some(600)),
            ("cache-control: max-age=0", None),
            ("cache-control: max-age=-1", None),
            ("cache-control: max-age=soon", None),
            ("cache-control: max-age=604800", Some(604_800)),
            ("cache-control: max-age=31536000", None),
            ("cache-control: max-age=99999999999999999999", None),
            ("cache-control: no-cache, max-age=600", None),
            ("cache-control: no-store", None),
            ("cache-control: no-cache=\"set-cookie\", max-age=600", None),
            // `max-age` goes before `Expires`, also where it says nothing.
            ("cache-control: max-age=60\nexpires: Sun, 06 Nov 1994 09:49:00 GMT", Some(60)),
            ("cache-control: max-age=x\nexpires: Sun, 06 Nov 1994 09:49:00 GMT", None),
            ("cache-control: public\nexpires: Sun, 06 Nov 1994 08:59:00 GMT", Some(600)),
            ("expires: Sun, 06 Nov 1994 08:59:00 GMT", Some(600)),
            ("expires: Sunday, 06-Nov-94 08:59:00 GMT", Some(600)),
            ("expires: Sun Nov  6 08:59:00 1994", Some(600)),
            // The server's clock is an hour ahead of this one's.
            ("date: Sun, 06 Nov 1994 09:49:00 GMT\nexpires: Sun, 06 Nov 1994 09:59:00 GMT", Some(600)),
            ("date: Sun, 06 Nov 1994 08:49:00 GMT\nexpires: Sun, 06 Nov 1994 08:59:00 GMT\nage: 60", Some(540)),
            ("expires: Sun, 06 Nov 1994 08:00:00 GMT", None),
            ("expires: 0", None),
            ("expires: -1", None),
            ("pragma: no-cache\nexpires: Sun, 06 Nov 1994 08:59:00 GMT", None),
            ("pragma: no-cache\ncache-control: max-age=60", Some(60)),
        ];
        for (lines, expected) in cases {
            let fresh = fresh_for(&headers(lines), NOW.parse().unwrap());
            assert_eq!(fresh, expected.map(Duration::from_secs), "{lines}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let cases = [
            ("retry-after: 120", Some(120)),
            ("retry-after:  0 ", Some(0)),
            ("retry-after: 99999999999999999999", Some(u64::from(u32::MAX))),
            ("retry-after: Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            ("retry-after: Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
            ("retry-after: Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("retry-after: Sun, 06 Nov 1994 09:49:37 GMT\ndate: Sun, 06 Nov 1994 09:49:00 GMT", Some(37)),
            ("retry-after: soon", None),
            ("retry-after: -5", None),
            ("retry-after:", None),
            ("", None),
        ];
        for (lines, seconds) in cases {
            let after = retry_after(&headers(lines), NOW.parse().unwrap());
            assert_eq!(after, seconds.map(Duration::from_secs), "{lines}");
        }
    }

    #[test]
    fn every_date_of_http_is_the_same_moment() {
        for value in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Mon, 06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(http_date(value), Some("1994-11-06T08:49:37Z".parse().unwrap()), "{value}");
        }
        assert_eq!(http_date("tomorrow"), None);
    }
}
