//! Every setting with its name, its type and its bounds: the one table that the file, the environment and the
//! example are read by.

use std::ops::RangeInclusive;
use std::time::Duration;

use toml::de::DeValue;

use super::document::described;
use super::{BIDI, IMAGE_PROTOCOLS, IMAGES, KEY_PRESETS, LOG_LEVELS, Settings, THEMES};
use crate::domain::{duration_text, nearest, parse_duration};

/// The place of a setting's value, with what may stand in it.
pub(super) enum Slot<'a> {
    Flag(&'a mut bool),
    Count(&'a mut usize, RangeInclusive<usize>),
    Columns(&'a mut u16, RangeInclusive<u16>),
    Duration(&'a mut Duration, RangeInclusive<Duration>),
    /// Bytes.
    Size(&'a mut u64, RangeInclusive<u64>),
    Choice(&'a mut String, &'static [&'static str]),
    /// A path; empty for the custom of the system.
    Folder(&'a mut String),
}

/// Why a value cannot stand in a slot.
#[derive(Debug, PartialEq)]
pub(super) struct Wrong {
    pub message: String,
    pub hint: Option<&'static str>,
}

/// Every setting but the key bindings, by section and key.
pub(super) fn slots(settings: &mut Settings) -> Vec<(&'static str, Slot<'_>)> {
    use Slot::{Choice, Columns, Count, Duration, Flag, Folder, Size};
    let Settings { polling, reading, ui, log, keys, commands: _ } = settings;
    vec![
        ("polling.interval", Duration(&mut polling.interval, seconds(60)..=seconds(7 * 24 * 3600))),
        ("polling.max_interval", Duration(&mut polling.max_interval, seconds(60)..=seconds(7 * 24 * 3600))),
        ("polling.concurrency", Count(&mut polling.concurrency, 1..=64)),
        ("polling.per_host", Count(&mut polling.per_host, 1..=8)),
        ("polling.host_pause", Duration(&mut polling.host_pause, seconds(0)..=seconds(60))),
        ("polling.connect_timeout", Duration(&mut polling.connect_timeout, seconds(1)..=seconds(120))),
        ("polling.timeout", Duration(&mut polling.timeout, seconds(1)..=seconds(600))),
        ("polling.max_body", Size(&mut polling.max_body, 64 * KIB..=GIB)),
        ("polling.max_download", Size(&mut polling.max_download, 64 * KIB..=GIB)),
        ("polling.max_redirects", Count(&mut polling.max_redirects, 0..=20)),
        ("reading.measure", Columns(&mut reading.measure, 20..=200)),
        ("reading.mark_read_on_open", Flag(&mut reading.mark_read_on_open)),
        ("reading.export_folder", Folder(&mut reading.export_folder)),
        ("reading.full_text", Flag(&mut reading.full_text)),
        ("reading.bidi", Choice(&mut reading.bidi, BIDI)),
        ("reading.images", Choice(&mut reading.images, IMAGES)),
        ("reading.image_protocol", Choice(&mut reading.image_protocol, IMAGE_PROTOCOLS)),
        ("ui.mouse", Flag(&mut ui.mouse)),
        ("ui.theme", Choice(&mut ui.theme, THEMES)),
        ("log.level", Choice(&mut log.level, LOG_LEVELS)),
        ("log.days", Count(&mut log.days, 1..=365)),
        ("keys.preset", Choice(&mut keys.preset, KEY_PRESETS)),
    ]
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

impl Slot<'_> {
    /// Takes a value from a TOML file.
    pub fn set_toml(&mut self, value: &DeValue<'_>) -> Result<(), Wrong> {
        match (&self, value) {
            (Self::Flag(_), DeValue::Boolean(flag)) => self.set_text(&flag.to_string()),
            (Self::Count(..) | Self::Columns(..), DeValue::Integer(number)) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => self.set_text(&number.to_string()),
                    Err(_) => self.set_text(number.as_str()),
                }
            }
            (Self::Duration(..) | Self::Size(..) | Self::Choice(..) | Self::Folder(_), DeValue::String(text)) => {
                self.set_text(text)
            }
            _ => Err(self.wrong(&format!("not {}", described(value)))),
        }
    }

    /// Takes a value written as plain text, as in an environment variable.
    pub fn set_text(&mut self, text: &str) -> Result<(), Wrong> {
        let taken = match self {
            Self::Flag(flag) => put(*flag, text.parse().ok(), |_| true),
            Self::Count(count, range) => put(*count, text.parse().ok(), |value| range.contains(value)),
            Self::Columns(columns, range) => put(*columns, text.parse().ok(), |value| range.contains(value)),
            Self::Duration(duration, range) => put(*duration, parse_duration(text), |value| range.contains(value)),
            Self::Size(size, range) => put(*size, parse_size(text), |value| range.contains(value)),
            Self::Choice(choice, allowed) => {
                put(*choice, Some(text.to_owned()), |value| allowed.contains(&value.as_str()))
            }
            Self::Folder(folder) => put(*folder, Some(text.to_owned()), |_| true),
        };
        if taken {
            return Ok(());
        }
        let mut wrong = self.wrong(&format!("not {text:?}"));
        if let Self::Choice(_, allowed) = self {
            wrong.hint = nearest(text, allowed.iter().copied());
        }
        Err(wrong)
    }

    fn wrong(&self, found: &str) -> Wrong {
        let needed = match self {
            Self::Flag(_) => "true or false".to_owned(),
            Self::Count(_, range) => format!("a number from {} to {}", range.start(), range.end()),
            Self::Columns(_, range) => format!("a number of columns from {} to {}", range.start(), range.end()),
            Self::Duration(_, range) => {
                format!(
                    "a duration such as \"15m\", from {} to {},",
                    duration_text(*range.start()),
                    duration_text(*range.end())
                )
            }
            Self::Size(_, range) => {
                let text = |bytes: &u64| {
                    if *bytes >= MIB { format!("{}MiB", bytes / MIB) } else { format!("{}KiB", bytes / KIB) }
                };
                format!("a size such as \"16MiB\", from {} to {},", text(range.start()), text(range.end()))
            }
            Self::Choice(_, allowed) => format!("one of {}", allowed.join(", ")),
            Self::Folder(_) => "a folder such as \"~/articles\"".to_owned(),
        };
        Wrong { message: format!("{needed} is needed here, {found}"), hint: None }
    }
}

/// Puts the value in its place, if there is one and it may stand there.
fn put<T>(place: &mut T, value: Option<T>, allowed: impl Fn(&T) -> bool) -> bool {
    match value.filter(allowed) {
        Some(value) => {
            *place = value;
            true
        }
        None => false,
    }
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
const GIB: u64 = 1024 * MIB;

/// A size in bytes: a whole number and a unit, decimal (`kB`, `MB`, `GB`) or binary (`KiB`, `MiB`, `GiB`).
pub fn parse_size(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim_start().to_ascii_lowercase().as_str() {
        "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "kib" => KIB,
        "mib" => MIB,
        "gib" => GIB,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_are_numbers_with_units() {
        let durations = [
            ("15m", Some(900)),
            ("90s", Some(90)),
            ("1h 30m", Some(5400)),
            ("2d", Some(172_800)),
            ("15", None),
            ("-5m", None),
            ("1mo", None),
            ("", None),
        ];
        for (text, expected) in durations {
            assert_eq!(parse_duration(text), expected.map(Duration::from_secs), "{text}");
        }
        let sizes = [
            ("16MiB", Some(16 * MIB)),
            ("16 mb", Some(16_000_000)),
            ("512KiB", Some(512 * KIB)),
            ("16", None),
            ("-1MiB", None),
            ("99999999999999999GiB", None),
        ];
        for (text, expected) in sizes {
            assert_eq!(parse_size(text), expected, "{text}");
        }
    }

    #[test]
    fn a_value_out_of_bounds_says_what_is_needed() {
        let mut settings = Settings::default();
        let mut wrong = |name: &str, text: &str| {
            let mut slots = slots(&mut settings);
            let slot = slots.iter_mut().find(|(key, _)| *key == name);
            slot.expect("the setting exists").1.set_text(text).expect_err(text).message
        };
        let cases = [
            ("polling.interval", "5s", "a duration such as \"15m\", from 1m to 168h, is needed here, not \"5s\""),
            ("polling.max_body", "1kB", "a size such as \"16MiB\", from 64KiB to 1024MiB, is needed here, not \"1kB\""),
            ("polling.concurrency", "0", "a number from 1 to 64 is needed here, not \"0\""),
            ("reading.measure", "-3", "a number of columns from 20 to 200 is needed here, not \"-3\""),
            ("ui.mouse", "yes", "true or false is needed here, not \"yes\""),
        ];
        for (name, text, message) in cases {
            assert_eq!(wrong(name, text), message, "{name}");
        }
        assert_eq!(settings, Settings::default(), "a wrong value changes nothing");
    }
}
