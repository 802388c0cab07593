//! Zones: offsets, abbreviations, and names of the zone database.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// What a time is counted from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Zone {
    /// Minutes east of Greenwich.
    Offset(i32),
    /// A place with rules of its own.
    Place(TimeZone),
}

impl Zone {
    pub const UTC: Self = Self::Offset(0);

    pub fn moment(&self, local: DateTime) -> Option<Timestamp> {
        match self {
            Self::Offset(minutes) => Offset::from_seconds(minutes * 60).ok()?.to_timestamp(local).ok(),
            Self::Place(zone) => zone.to_timestamp(local).ok(),
        }
    }
}

/// The furthest offset that is used, in minutes: UTC+14 in Kiribati.
const FURTHEST: i32 = 14 * 60;

/// `+0200`, `+02:00`, `+2`, `-05`, with its sign.
pub(super) fn offset(text: &str) -> Option<Zone> {
    let (sign, digits) = match text.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, text.strip_prefix(['-', '−'])?),
    };
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some(parts), _) => parts,
        (None, 1 | 2) => (digits, "0"),
        (None, 3 | 4) if digits.is_ascii() => digits.split_at(digits.len() - 2),
        _ => return None,
    };
    // Seconds, as of local mean times, stand behind another colon.
    let minutes = minutes.split(':').next().unwrap_or(minutes);
    let is_number = |digits: &str| (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let all = hours * 60 + minutes;
    (minutes < 60 && all <= FURTHEST).then_some(Zone::Offset(sign * all))
}

/// A zone by its name, in lower case: an abbreviation, or such as `europe/brussels`.
pub(super) fn named(name: &str) -> Option<Zone> {
    if let Some((_, minutes)) = ABBREVIATIONS.iter().find(|(known, _)| *known == name) {
        return Some(Zone::Offset(*minutes));
    }
    let place = PLACES.iter().find(|(known, _)| *known == name).map_or(name, |(_, place)| place);
    let (area, rest) = place.split_once('/')?;
    let is_name =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/'));
    if !AREAS.contains(&area.to_ascii_lowercase().as_str()) || !is_name(rest) {
        return None;
    }
    TimeZone::get(place).ok().map(Zone::Place)
}

/// The areas of the [zone database](https://www.iana.org/time-zones).
const AREAS: [&str; 13] = [
    "africa",
    "america",
    "antarctica",
    "arctic",
    "asia",
    "atlantic",
    "australia",
    "brazil",
    "canada",
    "etc",
    "europe",
    "indian",
    "pacific",
];

/// Abbreviations that do not say whether it is summer.
const PLACES: [(&str, &str); 6] = [
    ("at", "America/Halifax"),
    ("et", "America/New_York"),
    ("ct", "America/Chicago"),
    ("mt", "America/Denver"),
    ("pt", "America/Los_Angeles"),
    ("uk", "Europe/London"),
];

/// Minutes east of Greenwich. Where an abbreviation means several zones it is the one that
/// [RFC 822](https://www.rfc-editor.org/rfc/rfc822#section-5) names, else the one of most feeds: `BST` is Britain's,
/// `IST` India's.
const ABBREVIATIONS: [(&str, i32); 76] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("zulu", 0),
    // Europe.
    ("bst", 60),
    ("west", 60),
    ("cet", 60),
    ("mez", 60),
    ("met", 60),
    ("cest", 120),
    ("mesz", 120),
    ("mest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("мск", 180),
    ("msd", 240),
    ("trt", 180),
    ("samt", 240),
    // Africa.
    ("wat", 60),
    ("cat", 120),
    ("sast", 120),
    ("eat", 180),
    // Asia.
    ("idt", 180),
    ("irst", 210),
    ("irdt", 270),
    ("gst", 240),
    ("azt", 240),
    ("get", 240),
    ("aft", 270),
    ("pkt", 300),
    ("uzt", 300),
    ("yekt", 300),
    ("ist", 330),
    ("npt", 345),
    ("bdt", 360),
    ("omst", 360),
    ("mmt", 390),
    ("ict", 420),
    ("wib", 420),
    ("krat", 420),
    ("hkt", 480),
    ("sgt", 480),
    ("myt", 480),
    ("pht", 480),
    ("wita", 480),
    ("irkt", 480),
    ("jst", 540),
    ("kst", 540),
    ("wit", 540),
    ("yakt", 540),
    ("vlat", 600),
    // Australia and the Pacific.
    ("awst", 480),
    ("acst", 570),
    ("acdt", 630),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    // America.
    ("nst", -210),
    ("ndt", -150),
    ("ast", -240),
    ("adt", -180),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
];
