//! Tags: what the tagger found in an article, and what the user wrote on it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthChar;

use super::{CountryCode, SafeText};

/// What kind of thing an extracted tag names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TagKind {
    Country,
    Person,
    Organisation,
    Place,
    Topic,
}

impl TagKind {
    /// Every kind, in the order shown.
    pub const ALL: [Self; 5] = [Self::Country, Self::Person, Self::Organisation, Self::Place, Self::Topic];

    /// The name in queries, in files and on the command line.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Topic => "topic",
        }
    }

    /// The heading in the tags pane.
    pub fn label(self) -> &'static str {
        match self {
            Self::Country => "Countries",
            Self::Person => "People",
            Self::Organisation => "Organisations",
            Self::Place => "Places",
            Self::Topic => "Topics",
        }
    }
}

/// A thing that an article is about or mentions, with the evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    pub kind: TagKind,
    /// What it is compared by: the ISO code of a country (`UA`), the id of a topic (`peace-talks`), else the
    /// canonical name (`NATO`).
    pub key: SafeText,
    /// What is shown ("Ukraine").
    pub label: SafeText,
    /// Whether the article is about it, or only mentions it.
    pub main: bool,
    /// How sure and how central, from 0 to 1.
    pub score: f32,
    /// Where it stands in `title + "\n" + text`; ascending, without overlaps within one tag.
    pub spans: Vec<Span>,
}

impl Tag {
    /// The tag without its evidence.
    pub fn to_ref(&self) -> TagRef {
        TagRef { kind: self.kind, key: self.key.clone(), label: self.label.clone() }
    }
}

/// A range of bytes in `title + "\n" + text`, on character boundaries, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// An extracted tag to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TagRef {
    pub kind: TagKind,
    pub key: SafeText,
    pub label: SafeText,
}

/// A word that the user put on an article: lower case, no white space, no leading `#`, at most 40 characters. With a
/// kind before it (`country:ua`) it counts in queries as that tag.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OwnTag(SafeText);

/// The text cannot be a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a tag is one word of at most 40 letters, digits, `-`, `_`, `.` or `/`, such as grain-deal; or a kind with one, such \
     as country:UA"
)]
pub struct NotATag;

impl OwnTag {
    const MAX_CHARS: usize = 40;

    /// The tag's word.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The kind and the rest of a tag that names something, such as `country:ua`.
    pub fn named(&self) -> Option<(TagKind, &str)> {
        let (slug, name) = self.as_str().split_once(':')?;
        Some((TagKind::ALL.into_iter().find(|kind| kind.slug() == slug)?, name))
    }

    /// The tag's word as text to show.
    pub fn text(&self) -> &SafeText {
        &self.0
    }
}

impl FromStr for OwnTag {
    type Err = NotATag;
    /// Accepts a leading `#` and inner spaces (they become `-`); folds to lower case.
    fn from_str(text: &str) -> Result<Self, NotATag> {
        let word = SafeText::line(text);
        let word = word.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        // Many scripts write vowels and tones as marks without a width; they belong to the letter before.
        let mark = |c: char| c.width() == Some(0);
        let allowed = |c: char| c.is_alphanumeric() || mark(c) || matches!(c, '-' | '_' | '.' | '/');
        // Queries say `org`.
        let word = word.strip_prefix("org:").map_or_else(|| word.clone(), |name| format!("organisation:{name}"));
        let tag = Self(SafeText::line(&word));
        let name = tag.named().map_or(word.as_str(), |(_, name)| name);
        let is_country = !matches!(tag.named(), Some((TagKind::Country, code)) if code.parse::<CountryCode>().is_err());
        if name.is_empty()
            || name.starts_with(mark)
            || word.chars().count() > Self::MAX_CHARS
            || !name.chars().all(allowed)
            || !is_country
        {
            return Err(NotATag);
        }
        Ok(tag)
    }
}

impl TryFrom<String> for OwnTag {
    type Error = NotATag;
    fn try_from(text: String) -> Result<Self, NotATag> {
        text.parse()
    }
}

impl From<OwnTag> for String {
    fn from(tag: OwnTag) -> Self {
        tag.0.as_str().to_owned()
    }
}

impl fmt::Display for OwnTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_tags_are_one_folded_word() {
        let tag = |text: &str| text.parse::<OwnTag>().map(|tag| tag.as_str().to_owned());
        assert_eq!(tag("#Grain-Deal"), Ok("grain-deal".into()));
        assert_eq!(tag(" grain deal "), Ok("grain-deal".into()));
        assert_eq!(tag("Зерно"), Ok("зерно".into()));
        for word in ["हिन्दी", "ข้าวไทย", "cafe\u{301}", "i\u{307}stanbul", "می\u{200c}رود"]
        {
            assert_eq!(tag(word), Ok(word.into()));
        }
        assert_eq!(tag("country:UA"), Ok("country:ua".into()));
        assert_eq!(tag("org:Harbour League"), Ok("organisation:harbour-league".into()));
        for bad in [
            "country:",
            "country:UKR",
            "contry:UA",
            "topic:a:b",
            ":a",
            "",
            "#",
            "a,b",
            "\u{1b}[2J",
            &"x".repeat(41),
            "#\u{301}a",
            "\u{200d}",
            "a b,c",
        ] {
            assert_eq!(tag(bad), Err(NotATag), "{bad:?}");
        }
    }
}
