//! Articles, and what the reader did with them.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{
    Event, Extras, FeedId, FullText, OwnTag, PageFailure, ReadingPlace, Region, SafeText, Tag, TagRef, WebUrl,
};

/// The stable name of an article: the first 64 bits of SHA-256 over its feed's key and its identity.
///
/// Derived, not counted up, so that a star still finds its article after the cache was deleted and fetched
/// again, and so that a script may keep it. Written as 16 hexadecimal digits; any unambiguous beginning of
/// four digits or more names it on the command line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u64);

impl ArticleId {
    /// The id of the article that `identity` names within the feed with this key (its address; under another
    /// it is another feed).
    pub fn derive(feed_key: &str, identity: &Identity) -> Self {
        let mut hash = Sha256::new();
        for part in [feed_key, identity.scheme(), identity.value()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        Self(u64::from_be_bytes(digest[..8].try_into().expect("a SHA-256 digest has 32 bytes")))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleId({self})")
    }
}

impl FromStr for ArticleId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

/// What makes an article the same article at the next poll: its guid, else its link, else a hash of its title
/// and date. The same guid in two feeds is two articles.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The feed's own id for it (RSS `guid`, Atom `id`, JSON Feed `id`).
    Guid(String),
    /// Its link, where there is no guid.
    Link(String),
    /// SHA-256 over title and date, in hexadecimal, where there is neither.
    Hash(String),
}

impl Identity {
    /// Chooses the identity from what an entry has. Empty texts count as missing.
    pub fn of(guid: &str, link: Option<&WebUrl>, title: &str, published: Option<Timestamp>) -> Self {
        if !guid.trim().is_empty() {
            return Self::Guid(guid.trim().to_owned());
        }
        if let Some(link) = link {
            return Self::Link(link.as_str().to_owned());
        }
        let mut hash = Sha256::new();
        hash.update(title.trim());
        hash.update([0]);
        hash.update(published.map(|at| at.to_string()).unwrap_or_default());
        Self::Hash(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn scheme(&self) -> &'static str {
        match self {
            Self::Guid(_) => "guid",
            Self::Link(_) => "link",
            Self::Hash(_) => "hash",
        }
    }

    /// The guid, the link or the hash.
    pub fn value(&self) -> &str {
        match self {
            Self::Guid(value) | Self::Link(value) | Self::Hash(value) => value,
        }
    }
}

/// What the reader did with an article, and when it first came. Outlives the article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Status {
    pub read: bool,
    pub starred: bool,
}

/// An article as a poll brings it, cleaned and tagged, before the store knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewArticle {
    pub identity: Identity,
    /// One line; never empty (the parser falls back to the first words, then to "Untitled").
    pub title: SafeText,
    pub author: SafeText,
    pub link: Option<WebUrl>,
    /// The date the feed states, when it is sane: not missing, not absurd, not in the future but for the hour by which
    /// clocks may differ.
    pub published: Option<Timestamp>,
    /// When the feed says that it was last changed, where that is sane and not the date above.
    pub updated: Option<Timestamp>,
    /// HTML (or plain text) as the feed gave it, cleaned by [`SafeText::block`].
    pub body: SafeText,
    /// The readable text: `Document::text` of `body`, for the index.
    pub text: SafeText,
    /// What the tagger found in `title + "\n" + text`.
    pub tags: Vec<Tag>,
    /// What it found there and the user has rejected.
    pub rejected: Vec<Tag>,
    /// What its title or lead says was done.
    pub event: Option<Event>,
    /// The regions of the countries among the tags, each once.
    pub regions: Vec<Region>,
    /// The version of the tagger that found them.
    pub tagger: u32,
    pub extras: Extras,
}

/// A row of the headline list.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    pub id: ArticleId,
    pub feed: FeedId,
    pub title: SafeText,
    pub link: Option<WebUrl>,
    /// What the feed states, when sane. For showing.
    pub published: Option<Timestamp>,
    /// When the first poll that saw it stored it.
    pub arrived: Timestamp,
    pub status: Status,
    /// The user's own tags on it.
    pub own_tags: Vec<OwnTag>,
    pub marks: Marks,
}

/// What else a headline says of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Marks {
    /// The whole article can be read without a network.
    pub complete: bool,
    /// Its source has changed it since it came.
    pub edited: bool,
    /// The user has written a note on it.
    pub noted: bool,
}

impl Headline {
    /// When the article is from, for ordering and showing: its published date when sane, else its arrival.
    pub fn at(&self) -> Timestamp {
        self.published.unwrap_or(self.arrived)
    }
}

/// A whole article as the reader opens it.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    pub headline: Headline,
    pub author: SafeText,
    /// HTML (or plain text) as the feed gave it, cleaned.
    pub body: SafeText,
    pub tags: Vec<Tag>,
    /// Tags that were found and that the user has rejected.
    pub rejected: Vec<Tag>,
    /// What its title or lead says was done, as it was found; see [`Article::event_line`].
    pub event: Option<Event>,
    pub extras: Extras,
    /// The article of its page, where that was fetched; then tags and index are made of it and not of `body`.
    pub full_text: Option<FullText>,
    /// Why its page gave no article when it was asked for last.
    pub page_failure: Option<PageFailure>,
    /// The user's note; empty for none.
    pub note: SafeText,
    /// When the feed said that it was last changed.
    pub updated: Option<Timestamp>,
    /// How far it was read, when it is long and was left in the middle.
    pub place: Option<ReadingPlace>,
    /// When its source last changed what it says.
    pub edited: Option<Timestamp>,
    /// The title that it had before, where its source has changed that.
    pub former_title: Option<SafeText>,
}

impl Article {
    /// An article of which nothing more is known.
    pub fn new(headline: Headline, author: SafeText, body: SafeText) -> Self {
        Self {
            headline,
            author,
            body,
            tags: Vec::new(),
            rejected: Vec::new(),
            event: None,
            extras: Extras::default(),
            full_text: None,
            page_failure: None,
            note: SafeText::default(),
            updated: None,
            place: None,
            edited: None,
            former_title: None,
        }
    }

    /// The text that tags and index are made of: the page's article where there is one, else what the feed gave.
    pub fn best_body(&self) -> &SafeText {
        self.full_text.as_ref().map_or(&self.body, |full_text| &full_text.body)
    }

    /// What its title or lead says was done, to show: nothing when the user rejected who did it or whom it was done to.
    pub fn event_line(&self) -> Option<&Event> {
        let is_rejected =
            |actor: &TagRef| self.rejected.iter().any(|tag| (tag.kind, &tag.key) == (actor.kind, &actor.key));
        self.event
            .as_ref()
            .filter(|event| ![Some(&event.who), event.whom.as_ref()].into_iter().flatten().any(is_rejected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Plover, Span, TagKind};

    #[test]
    fn identity_is_guid_else_link_else_title_and_date() {
        let link = WebUrl::parse("https://a.example/1").unwrap();
        assert_eq!(Identity::of(" g1 ", Some(&link), "t", None), Identity::Guid("g1".into()));
        assert_eq!(Identity::of(" ", Some(&link), "t", None), Identity::Link("https://a.example/1".into()));
        let dated = Identity::of("", None, "t", Some(Timestamp::UNIX_EPOCH));
        assert!(matches!(dated, Identity::Hash(_)));
        assert_ne!(dated, Identity::of("", None, "t", None));
    }

    #[test]
    fn an_event_is_not_shown_when_an_actor_is_rejected() {
        let tag = |key: &'static str| Tag {
            kind: TagKind::Country,
            key: key.into(),
            label: key.into(),
            main: true,
            score: 0.5,
            spans: Vec::new(),
        };
        let event = Event {
            verb: Plover::Accuse,
            phrase: Span { start: 0, end: 7 },
            who: tag("RS").to_ref(),
            whom: Some(tag("XK").to_ref()),
            negated: false,
            conditional: false,
            historical: false,
        };
        let headline = Headline {
            id: ArticleId(1),
            feed: FeedId(1),
            title: "t".into(),
            link: None,
            published: None,
            arrived: Timestamp::UNIX_EPOCH,
            status: Status::default(),
            own_tags: Vec::new(),
            marks: Marks::default(),
        };
        let (author, body) = (SafeText::default(), SafeText::default());
        let mut article = Article { event: Some(event), ..Article::new(headline, author, body) };
        for (rejected, shown) in [(None, true), (Some("RS"), false), (Some("XK"), false), (Some("GE"), true)] {
            article.rejected = rejected.map(tag).into_iter().collect();
            assert_eq!(article.event_line().is_some(), shown, "{rejected:?}");
        }
    }

    #[test]
    fn the_same_guid_in_two_feeds_is_two_articles() {
        let identity = Identity::Guid("g1".into());
        let here = ArticleId::derive("https://a.example/feed", &identity);
        assert_ne!(here, ArticleId::derive("https://b.example/feed", &identity));
        assert_ne!(here, ArticleId::derive("https://a.example/feed", &Identity::Link("g1".into())));
        assert_eq!(here.to_string().parse(), Ok(here));
    }
}
