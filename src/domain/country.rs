//! Country codes and the regions of the world.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An [ISO 3166-1](https://www.iso.org/iso-3166-country-codes.html) alpha-2 code, upper case; `XK` for Kosovo,
/// and `EU` and `UN` where a source card or a metonym needs them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([u8; 2]);

/// The text is not two ASCII letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a country code is two letters, such as UA")]
pub struct NotACountryCode;

impl CountryCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a country code is ASCII")
    }
}

impl FromStr for CountryCode {
    type Err = NotACountryCode;
    fn from_str(text: &str) -> Result<Self, NotACountryCode> {
        match text.as_bytes() {
            &[a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(NotACountryCode),
        }
    }
}

impl TryFrom<String> for CountryCode {
    type Error = NotACountryCode;
    fn try_from(text: String) -> Result<Self, NotACountryCode> {
        text.parse()
    }
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A part of the world, as a foreign desk divides it. A country lies in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    Europe,
    RussiaCentralAsia,
    MiddleEast,
    Africa,
    SouthAsia,
    EastAsia,
    SoutheastAsia,
    Oceania,
    NorthAmerica,
    LatinAmerica,
}

impl Region {
    /// Every region, in the order shown.
    pub const ALL: [Self; 10] = [
        Self::Europe,
        Self::RussiaCentralAsia,
        Self::MiddleEast,
        Self::Africa,
        Self::SouthAsia,
        Self::EastAsia,
        Self::SoutheastAsia,
        Self::Oceania,
        Self::NorthAmerica,
        Self::LatinAmerica,
    ];

    /// The name in data files and queries, such as `middle-east`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Europe => "europe",
            Self::RussiaCentralAsia => "russia-central-asia",
            Self::MiddleEast => "middle-east",
            Self::Africa => "africa",
            Self::SouthAsia => "south-asia",
            Self::EastAsia => "east-asia",
            Self::SoutheastAsia => "southeast-asia",
            Self::Oceania => "oceania",
            Self::NorthAmerica => "north-america",
            Self::LatinAmerica => "latin-america",
        }
    }

    /// The name shown, such as "Middle East".
    pub fn label(self) -> &'static str {
        match self {
            Self::Europe => "Europe",
            Self::RussiaCentralAsia => "Russia & C. Asia",
            Self::MiddleEast => "Middle East",
            Self::Africa => "Africa",
            Self::SouthAsia => "South Asia",
            Self::EastAsia => "East Asia",
            Self::SoutheastAsia => "Southeast Asia",
            Self::Oceania => "Oceania",
            Self::NorthAmerica => "North America",
            Self::LatinAmerica => "Latin America",
        }
    }
}

impl FromStr for Region {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|region| region.slug() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_two_letters_in_upper_case() {
        assert_eq!("ua".parse::<CountryCode>().unwrap().as_str(), "UA");
        for bad in ["", "U", "UKR", "U1", "Ü"] {
            assert_eq!(bad.parse::<CountryCode>(), Err(NotACountryCode), "{bad}");
        }
    }

    #[test]
    fn every_region_is_found_by_its_slug() {
        for region in Region::ALL {
            assert_eq!(region.slug().parse(), Ok(region));
        }
    }
}
