//! The time of the day.

/// A time of the day as written; its parts may still be out of bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Clock {
    /// 0 to 24.
    pub hour: i8,
    pub minute: i8,
    /// 0 to 60.
    pub second: i8,
    pub nanosecond: i32,
}

/// Which half of the day an hour is in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

impl Clock {
    /// `9:15`, `09:15:07`, `09:15:07.25`, `09:15:07,25`; with `compact` also `0915` and `091507`, and an hour alone.
    pub fn of(text: &str, compact: bool) -> Option<Self> {
        let (whole, fraction) = match text.split_once(['.', ',']) {
            Some((whole, fraction)) => (whole, fraction),
            None => (text, ""),
        };
        let is_compact = compact && !whole.contains(':') && matches!(whole.len(), 2 | 4 | 6) && whole.is_ascii();
        let parts: Vec<&str> = match is_compact {
            true => (0..whole.len()).step_by(2).map(|at| &whole[at..at + 2]).collect(),
            false => whole.split(':').collect(),
        };
        if (parts.len() < 2 && !is_compact) || parts.len() > 3 || parts.len() < 3 && !fraction.is_empty() {
            return None;
        }
        let clock = Self {
            hour: part(parts[0], 24)?,
            minute: parts.get(1).map_or(Some(0), |minute| part(minute, 59))?,
            second: parts.get(2).map_or(Some(0), |second| part(second, 60))?,
            nanosecond: nanoseconds(fraction)?,
        };
        Some(clock)
    }

    /// The hour of the day of an hour of its half. An hour that is none of a half is that of the day already.
    pub fn in_half(self, half: Half) -> Option<Self> {
        let hour = match (half, self.hour) {
            (Half::Morning, 12) => 0,
            (Half::Afternoon, hour @ 1..12) => hour + 12,
            (Half::Morning, hour @ 0..12) | (Half::Afternoon, hour @ 12..24) => hour,
            _ => return None,
        };
        Some(Self { hour, ..self })
    }
}

fn part(text: &str, most: i8) -> Option<i8> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|value| is_number && *value <= most)
}

fn nanoseconds(fraction: &str) -> Option<i32> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    digits.parse().ok()
}
