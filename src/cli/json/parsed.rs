//! What was read from a feed, as JSON.

use serde::Serialize;

use super::{EnclosureJson, stated, time};
use crate::domain::{SafeText, WebUrl};
use crate::fetch::{Entry, ParsedFeed};

/// A feed in a file: `chancery parse --json`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct ParsedJson<'a> {
    pub feed: ParsedFeedJson<'a>,
    pub entries: Vec<ParsedEntryJson<'a>>,
}

#[derive(Debug, Serialize)]
pub(in crate::cli) struct ParsedFeedJson<'a> {
    pub title: Option<&'a SafeText>,
    /// The publisher's page.
    pub link: Option<&'a WebUrl>,
    pub description: Option<&'a SafeText>,
    pub language: Option<&'a SafeText>,
    pub updated: Option<String>,
}

#[derive(Debug, Serialize)]
pub(in crate::cli) struct ParsedEntryJson<'a> {
    /// The feed's own, else its link, else a stable one.
    pub id: &'a SafeText,
    pub title: &'a SafeText,
    pub link: Option<&'a WebUrl>,
    /// When it was published, else changed.
    pub published: Option<String>,
    pub updated: Option<String>,
    pub summary: Option<&'a SafeText>,
    pub content: Option<&'a SafeText>,
    pub authors: &'a [SafeText],
    pub categories: &'a [SafeText],
    pub enclosures: Vec<EnclosureJson<'a>>,
}

impl<'a> ParsedJson<'a> {
    pub fn of(feed: &'a ParsedFeed) -> Self {
        Self {
            feed: ParsedFeedJson {
                title: stated(&feed.title_html).or(stated(&feed.title)),
                link: feed.site.as_ref(),
                description: stated(&feed.description),
                language: feed.language.as_ref(),
                updated: feed.updated.map(time),
            },
            entries: feed.entries.iter().map(ParsedEntryJson::of).collect(),
        }
    }
}

impl<'a> ParsedEntryJson<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            id: &entry.id,
            title: stated(&entry.title_html).unwrap_or(&entry.title),
            link: entry.link.as_ref(),
            published: entry.published.or(entry.updated).map(time),
            updated: entry.updated.map(time),
            summary: stated(&entry.summary),
            content: stated(&entry.content),
            authors: &entry.authors,
            categories: &entry.categories,
            enclosures: entry.enclosures.iter().map(EnclosureJson::of).collect(),
        }
    }
}
