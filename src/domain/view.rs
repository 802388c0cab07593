//! What a headline list shows, and which window of it.

use jiff::Timestamp;

use super::{ArticleId, FeedId, Headline, OwnTag, Query, Region, SafeText, TagRef};

/// A named list of headlines, as the views pane offers it.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    Unread,
    All,
    Starred,
    /// Articles with any tag of the user's own.
    Tagged,
    OwnTag(OwnTag),
    /// Articles about a country of the region.
    Region(Region),
    /// All feeds filed under one folder.
    Folder(SafeText),
    Feed(FeedId),
    /// The result of a search, with the words that asked for it.
    Search {
        text: SafeText,
        query: Query,
    },
}

/// A search with a name, which the views offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub name: SafeText,
    /// As it is typed; whether it is a right query shows when it is opened.
    pub query: SafeText,
}

/// A view, narrowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    pub view: View,
    /// Only articles with this extracted tag.
    pub narrowed: Option<TagRef>,
    /// Only articles that also match this query (`f`), with the words that asked for it.
    pub filter: Option<(SafeText, Query)>,
}

impl Scope {
    /// The whole of a view.
    pub fn of(view: View) -> Self {
        Self { view, narrowed: None, filter: None }
    }
}

/// Where a headline stands in a list: newest first, ties by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub at: Timestamp,
    pub id: ArticleId,
}

impl From<&Headline> for Edge {
    fn from(headline: &Headline) -> Self {
        Self { at: headline.at(), id: headline.id }
    }
}

/// Which part of a list to load. The list is never loaded whole: its first screen costs the same in an archive
/// of any size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Window {
    /// The newest.
    Top,
    /// The oldest.
    Bottom,
    /// What follows this headline (older).
    After(Edge),
    /// What precedes this headline (newer).
    Before(Edge),
    /// Headlines around this one, itself included when it is still in the list.
    Around(Edge),
}

/// A part of a list, newest first.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Page {
    pub headlines: Vec<Headline>,
    /// Whether newer ones precede the first.
    pub more_before: bool,
    /// Whether older ones follow the last.
    pub more_after: bool,
    /// Articles that the full-text index does not hold yet, when the list came from a search of text.
    pub unindexed: u64,
}

/// The numbers beside the views.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Counts {
    pub total: u64,
    pub unread: u64,
    pub starred: u64,
    /// Articles with any own tag.
    pub tagged: u64,
    /// Unread articles of a feed.
    pub feeds: Vec<(FeedId, u64)>,
    /// Unread articles about a region.
    pub regions: Vec<(Region, u64)>,
    /// Every own tag in use with how many articles carry it, most used first.
    pub own_tags: Vec<(OwnTag, u64)>,
}
