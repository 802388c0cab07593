//! Durations as they are typed and shown, in
//! [jiff's friendly format](https://docs.rs/jiff/latest/jiff/fmt/friendly/index.html).

use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::{SignedDuration, Span, SpanRelativeTo};

/// How often a feed may be asked, in seconds.
pub const INTERVAL: RangeInclusive<u64> = 60..=30 * 24 * 60 * 60;

/// A duration such as `15m` or `1h 30m`, a day having 24 hours.
pub fn parse_duration(text: &str) -> Option<Duration> {
    let span: Span = text.parse().ok()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?.try_into().ok()
}

/// How often a feed is to be asked; `None` for what is no duration, or beyond [`INTERVAL`].
pub fn parse_interval(text: &str) -> Option<Duration> {
    parse_duration(text).filter(|duration| INTERVAL.contains(&duration.as_secs()))
}

/// A duration as it is typed, such as `1h 30m`.
pub fn duration_text(duration: Duration) -> String {
    SignedDuration::try_from(duration).map(|duration| format!("{duration:#}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_read_back_from_its_text() {
        for (text, seconds) in [("1m", 60), ("1h 30m", 5_400), ("26h", 93_600)] {
            let duration = Duration::from_secs(seconds);
            assert_eq!((parse_duration(text), duration_text(duration).as_str()), (Some(duration), text));
        }
        assert_eq!([parse_interval("59s"), parse_interval("31d"), parse_interval("soon")], [None; 3]);
    }
}
