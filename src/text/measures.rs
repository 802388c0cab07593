//! Times and sizes in at most five columns, for tables.

use jiff::Timestamp;

use crate::domain::{SafeText, safe};

/// Units of time in seconds, the longest first.
const UNITS: [(u64, &str); 4] = [(365 * 24 * 3_600, "y"), (24 * 3_600, "d"), (3_600, "h"), (60, "m")];

/// How far a moment is from now, before or after it: `now`, `5m`, `3h`, `12d`, `7y`.
pub fn distance(at: Timestamp, now: Timestamp) -> SafeText {
    let seconds = now.as_second().abs_diff(at.as_second());
    let unit = UNITS.into_iter().find(|(length, _)| seconds >= *length);
    unit.map_or_else(|| "now".into(), |(length, unit)| safe!("{}{}", seconds / length, unit))
}

/// A number of bytes: `512`, `34K`, `1.2M`, `12M`, `3.4G`, of 1024 each.
pub fn size(bytes: u64) -> SafeText {
    const UNITS: [&str; 5] = ["K", "M", "G", "T", "P"];
    if bytes < 1_024 {
        return safe!("{}", bytes);
    }
    let mut tenths = bytes / 1_024 * 10 + bytes % 1_024 * 10 / 1_024;
    let mut units = UNITS.into_iter();
    let mut unit = units.next().unwrap_or_default();
    while tenths >= 10_240 {
        let Some(larger) = units.next() else { break };
        (tenths, unit) = (tenths / 1_024, larger);
    }
    match unit {
        "K" => safe!("{}K", tenths / 10),
        _ if tenths < 100 => safe!("{}.{}{}", tenths / 10, tenths % 10, unit),
        _ => safe!("{}{}", tenths / 10, unit),
    }
}

/// How many things a day there are: `0`, `3.5`, `120`.
pub fn per_day(number: f64) -> SafeText {
    SafeText::line(&if number.fract() == 0.0 || number >= 100.0 {
        format!("{number:.0}")
    } else {
        format!("{number:.1}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_short_in_either_direction() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        for (seconds, text) in [
            (0, "now"),
            (59, "now"),
            (60, "1m"),
            (-3_599, "59m"),
            (3_600, "1h"),
            (86_399, "23h"),
            (-86_400, "1d"),
            (364 * 86_400, "364d"),
            (10 * 365 * 86_400, "10y"),
        ] {
            let at = Timestamp::from_second(now.as_second() - seconds).unwrap();
            assert_eq!(distance(at, now), text, "{seconds}");
        }
        assert!(distance(Timestamp::MIN, Timestamp::MAX).ends_with('y'));
    }

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (0, "0"),
            (1_023, "1023"),
            (1_024, "1K"),
            (1_048_575, "1023K"),
            (1_048_576, "1.0M"),
            (12_900_000, "12M"),
            (3_650_722_300, "3.4G"),
            (u64::MAX, "16383P"),
        ] {
            assert_eq!(size(bytes), text, "{bytes}");
        }
    }

    #[test]
    fn rates_have_a_fraction_only_where_it_tells_something() {
        assert_eq!([0.0, 0.5, 3.0, 120.5].map(per_day), ["0", "0.5", "3", "120"].map(SafeText::from));
    }
}
