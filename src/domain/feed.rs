//! Feeds and what is known of who publishes them.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Access, CountryCode, FeedUrl, OwnTag, SafeText, WebUrl};

/// The number of a subscription in this installation's state database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeedId(pub i64);

/// A subscription with its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    pub id: FeedId,
    pub source: Source,
    /// Where it moved to, as polling found. The source keeps the address that the user gave.
    pub moved: Option<WebUrl>,
}

impl Feed {
    /// Where it is asked.
    pub fn address(&self) -> FeedUrl {
        self.moved.clone().map_or_else(|| self.source.url.clone(), FeedUrl::Web)
    }
}

/// A move that polling found. The address before is kept, so that it can be undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    pub feed: FeedId,
    pub to: WebUrl,
    pub at: Timestamp,
    /// Whether the user took it back; then it is not made again.
    pub undone: bool,
}

/// A feed, with what is known of its publisher. A declaration: it says what the user (or the default list)
/// said, never what polling learned.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Source {
    pub name: SafeText,
    pub url: FeedUrl,
    /// The publisher's page, when known.
    #[serde(default)]
    pub site: Option<WebUrl>,
    /// The folders it is filed under, such as `Asia/East`, each once; without any it stands under its kind's label.
    #[serde(default)]
    pub folders: Vec<SafeText>,
    #[serde(flatten)]
    pub card: SourceCard,
    /// What the user calls its articles, every one of them.
    #[serde(skip)]
    pub tags: Vec<OwnTag>,
    /// How often it is asked, when the user does not leave that to the schedule.
    #[serde(skip)]
    pub interval: Option<Duration>,
    /// Whether the whole article is fetched from its page.
    #[serde(skip)]
    pub full_text: bool,
    /// Whether it is not asked; what it brought is kept and read.
    #[serde(skip)]
    pub disabled: bool,
    #[serde(skip)]
    pub access: Access,
}

impl Source {
    /// A source of which nothing is known but its name and address.
    pub fn unknown(name: SafeText, url: impl Into<FeedUrl>) -> Self {
        Self {
            name,
            url: url.into(),
            site: None,
            folders: Vec::new(),
            card: SourceCard::default(),
            tags: Vec::new(),
            interval: None,
            full_text: false,
            disabled: false,
            access: Access::default(),
        }
    }

    /// The headings it is filed under in the views; at least one.
    pub fn folder_labels(&self) -> Vec<SafeText> {
        if self.folders.is_empty() { vec![SafeText::from(self.card.kind.label())] } else { self.folders.clone() }
    }

    /// Whether it is filed under this heading, or under one that is nested in it.
    pub fn is_in(&self, label: &SafeText) -> bool {
        let is_or_holds = |folder: &SafeText| {
            folder.strip_prefix(label.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.folder_labels().iter().any(is_or_holds)
    }
}

/// What a reader should know of a publisher before believing it. Unknown is a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceCard {
    #[serde(default)]
    pub kind: SourceKind,
    /// The country it speaks from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// The part of the world it covers, where that is not one country ("world", "Latin America").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<SafeText>,
    /// The language it writes in, [BCP 47](https://www.rfc-editor.org/info/bcp47), such as `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<SafeText>,
    #[serde(default)]
    pub owner: Owner,
    /// Publishers of one family (all BBC feeds) count as one voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<SafeText>,
    /// What else is worth knowing ("government-funded, independent editorial statute").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<SafeText>,
}

/// Whether a text has the form of a language tag ([BCP 47](https://www.rfc-editor.org/info/bcp47)): subtags of one to
/// eight letters and digits, the first of two or three letters.
pub fn is_language_tag(text: &str) -> bool {
    let first = text.split('-').next().unwrap_or_default();
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    matches!(first.len(), 2 | 3)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && text.len() <= 35
        && text.split('-').all(is_subtag)
}

/// What sort of publisher it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    Wire,
    PublicBroadcaster,
    StateMedia,
    RegionalPress,
    Official,
    Ngo,
    ThinkTank,
    Osint,
    #[default]
    Unknown,
}

impl SourceKind {
    /// Every kind, in the order shown.
    pub const ALL: [Self; 9] = [
        Self::Wire,
        Self::PublicBroadcaster,
        Self::StateMedia,
        Self::RegionalPress,
        Self::Official,
        Self::Ngo,
        Self::ThinkTank,
        Self::Osint,
        Self::Unknown,
    ];

    /// The name in files and queries, such as `regional-press`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::PublicBroadcaster => "public-broadcaster",
            Self::StateMedia => "state-media",
            Self::RegionalPress => "regional-press",
            Self::Official => "official",
            Self::Ngo => "ngo",
            Self::ThinkTank => "think-tank",
            Self::Osint => "osint",
            Self::Unknown => "unknown",
        }
    }

    /// The name shown as a heading, such as "Regional press".
    pub fn label(self) -> &'static str {
        match self {
            Self::Wire => "Wires",
            Self::PublicBroadcaster => "Public broadcasters",
            Self::StateMedia => "State media",
            Self::RegionalPress => "Press",
            Self::Official => "Official",
            Self::Ngo => "UN & NGOs",
            Self::ThinkTank => "Think tanks",
            Self::Osint => "OSINT",
            Self::Unknown => "Other feeds",
        }
    }

    /// What one publisher is, in a sentence, such as "think tank"; `None` for what is not known.
    pub fn noun(self) -> Option<&'static str> {
        match self {
            Self::Wire => Some("wire"),
            Self::PublicBroadcaster => Some("public broadcaster"),
            Self::StateMedia => Some("state media"),
            Self::RegionalPress => Some("press"),
            Self::Official => Some("official"),
            Self::Ngo => Some("UN or NGO"),
            Self::ThinkTank => Some("think tank"),
            Self::Osint => Some("OSINT"),
            Self::Unknown => None,
        }
    }
}

/// Whose voice it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// Owned or directed by a state.
    State,
    /// Not state-affiliated.
    Independent,
    #[default]
    Unknown,
}

impl Owner {
    /// Every owner.
    pub const ALL: [Self; 3] = [Self::State, Self::Independent, Self::Unknown];

    /// The name in files.
    pub fn slug(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Independent => "independent",
            Self::Unknown => "unknown",
        }
    }

    /// The word shown in the article's border.
    pub fn label(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Independent => "independent",
            Self::Unknown => "owner unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_in_its_folders_and_what_they_are_nested_in() {
        let mut source = Source::unknown("A".into(), WebUrl::parse("https://a.example/").unwrap());
        assert!(source.is_in(&"Other feeds".into()));
        source.folders = vec!["Asia/East".into(), "Daily".into()];
        for (label, is_in) in [
            ("Asia", true),
            ("Asia/East", true),
            ("Daily", true),
            ("As", false),
            ("East", false),
            ("Other feeds", false),
        ] {
            assert_eq!(source.is_in(&label.into()), is_in, "{label}");
        }
    }
}
