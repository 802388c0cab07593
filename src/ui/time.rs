//! Moments as a reader wants them, in the reader's own time zone.

use jiff::{Timestamp, Zoned};

use crate::domain::SafeText;

/// For a list, at most six columns: `14:02` today, `21 Nov` this year, else the year.
pub fn brief(at: Timestamp, now: &Zoned) -> SafeText {
    let at = at.to_zoned(now.time_zone().clone());
    let format = match () {
        () if at.date() == now.date() => "%H:%M",
        () if at.year() == now.year() => "%-d %b",
        () => "%Y",
    };
    SafeText::line(&at.strftime(format).to_string())
}

/// The time of the day, to the second.
pub fn of_day(at: &Zoned) -> SafeText {
    SafeText::line(&at.strftime("%H:%M:%S").to_string())
}

/// For an article: `22 Nov 14:02`, with the year when it is another.
pub fn full(at: Timestamp, now: &Zoned) -> SafeText {
    let at = at.to_zoned(now.time_zone().clone());
    let format = if at.year() == now.year() { "%-d %b %H:%M" } else { "%-d %b %Y %H:%M" };
    SafeText::line(&at.strftime(format).to_string())
}

/// As [`full`], without the date where it is the same as that of `first`, which stands before it.
pub fn after(at: Timestamp, first: Timestamp, now: &Zoned) -> SafeText {
    let date = |at: Timestamp| at.to_zoned(now.time_zone().clone()).date();
    if date(at) != date(first) {
        return full(at, now);
    }
    SafeText::line(&at.to_zoned(now.time_zone().clone()).strftime("%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_as_short_as_they_can_be() {
        let now: Zoned = "2026-11-22T14:05[UTC]".parse().unwrap();
        let cases = [
            ("2026-11-22T09:02Z", "09:02", "22 Nov 09:02"),
            ("2026-11-21T09:02Z", "21 Nov", "21 Nov 09:02"),
            ("1815-06-09T18:00Z", "1815", "9 Jun 1815 18:00"),
        ];
        for (at, short, long) in cases {
            let at: Timestamp = at.parse().unwrap();
            assert_eq!((brief(at, &now).as_str(), full(at, &now).as_str()), (short, long));
        }
    }
}
