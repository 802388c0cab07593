//! The offline cache: the only SQL of the project.
//!
//! Two SQLite files in the data folder: `state.db` holds what the user said (subscriptions' numbers, read,
//! starred, own tags) and is small and kept safe; `cache.db` holds what polling brought and can be rebuilt.
//! One thread owns both; a [`Store`] is a handle that sends it work and awaits the reply.

use std::path::Path;

use jiff::Timestamp;

use crate::domain::{
    Article, ArticleId, Counts, Failure, Feed, FeedId, NewArticle, OwnTag, Page, Query, SafeText, Scope, Source,
    WebUrl, Window,
};

/// A handle to the store's thread. Cheap to clone; the thread ends when the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Store {}

/// A sentence about something that was found and mended when the store was opened (a damaged cache set aside).
#[derive(Clone, Debug, PartialEq)]
pub struct Notice(pub SafeText);

/// Why the store cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("not written yet")]
    Todo,
}

impl StoreError {
    /// A sentence for the reader.
    pub fn sentence(&self) -> SafeText {
        "not written yet".into()
    }
}

/// What polling learned of a feed: an observation, it can be thrown away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PollState {
    /// `ETag` of the last full answer, as sent.
    pub etag: Option<String>,
    /// `Last-Modified` of the last full answer, as sent.
    pub last_modified: Option<String>,
    /// When the validators were received; they are dropped after a few days, because some servers answer 304
    /// for ever.
    pub validated_at: Option<Timestamp>,
    pub last_attempt: Option<Timestamp>,
    pub last_success: Option<Timestamp>,
    /// When it is due again.
    pub next_due: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// The last failure, if the last attempt failed.
    pub failure: Option<Failure>,
    /// The feed's own title and site, as last seen.
    pub title: Option<SafeText>,
    pub site: Option<WebUrl>,
}

/// What storing one feed's poll did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// Articles that were not known.
    pub new: Vec<ArticleId>,
    /// Articles that were known already.
    pub kept: usize,
}

impl Store {
    /// Opens (or creates) the store in `folder` and starts its thread.
    ///
    /// # Errors
    /// When a file is from a newer version (it is left untouched), or the folder cannot be written.
    pub fn open(folder: &Path) -> Result<(Self, Vec<Notice>), StoreError> {
        let _ = folder;
        todo!()
    }

    /// Gives every declared source its number; sources no longer declared keep their articles' status and are
    /// not shown. Returns the feeds in the order given.
    pub async fn declare_feeds(&self, sources: Vec<Source>) -> Result<Vec<Feed>, StoreError> {
        let _ = sources;
        todo!()
    }

    /// What polling learned of every feed so far.
    pub async fn poll_states(&self) -> Result<Vec<(FeedId, PollState)>, StoreError> {
        todo!()
    }

    /// Stores what a poll of one feed brought: its new articles and what was learned. One transaction.
    pub async fn save_poll(
        &self,
        feed: FeedId,
        articles: Vec<NewArticle>,
        state: PollState,
    ) -> Result<Saved, StoreError> {
        let _ = (feed, articles, state);
        todo!()
    }

    /// A window of a list, newest first, at most `limit` headlines.
    pub async fn page(&self, scope: Scope, window: Window, limit: usize) -> Result<Page, StoreError> {
        let _ = (scope, window, limit);
        todo!()
    }

    /// How many articles of the scope there are (all of them, not only a window).
    pub async fn count(&self, scope: Scope) -> Result<u64, StoreError> {
        let _ = scope;
        todo!()
    }

    /// An article with its text and tags; `None` when the cache does not hold it.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Article>, StoreError> {
        let _ = id;
        todo!()
    }

    /// The numbers beside the views; their cost does not grow with the archive.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        todo!()
    }

    /// Marks articles read or unread. Returns once it is durable (`synchronous=FULL`), as do the next three.
    pub async fn set_read(&self, ids: Vec<ArticleId>, read: bool) -> Result<(), StoreError> {
        let _ = (ids, read);
        todo!()
    }

    /// Stars an article or takes its star away.
    pub async fn set_starred(&self, id: ArticleId, starred: bool) -> Result<(), StoreError> {
        let _ = (id, starred);
        todo!()
    }

    /// Puts an own tag on an article. Putting it twice is no error.
    pub async fn add_tag(&self, id: ArticleId, tag: OwnTag) -> Result<(), StoreError> {
        let _ = (id, tag);
        todo!()
    }

    /// Takes an own tag off an article. Taking what is not there is no error.
    pub async fn remove_tag(&self, id: ArticleId, tag: OwnTag) -> Result<(), StoreError> {
        let _ = (id, tag);
        todo!()
    }

    /// Marks every unread article of the scope read that arrived up to `until`, and returns which they were,
    /// for undo.
    pub async fn mark_all_read(&self, scope: Scope, until: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let _ = (scope, until);
        todo!()
    }

    /// The articles whose id begins with these hexadecimal digits; at most two are returned, which is enough
    /// to say "none", "this one" or "ambiguous".
    pub async fn resolve(&self, prefix: &str) -> Result<Vec<ArticleId>, StoreError> {
        let _ = prefix;
        todo!()
    }

    /// Everything the query matches, newest first, at most `limit`, with text and tags, for the command line.
    pub async fn list(&self, query: Query, limit: usize) -> Result<Vec<Article>, StoreError> {
        let _ = (query, limit);
        todo!()
    }

    /// Waits until the full-text index holds every article, and returns how many it had to add.
    pub async fn finish_index(&self) -> Result<u64, StoreError> {
        todo!()
    }
}
