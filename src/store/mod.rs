//! The offline cache: the only SQL of the project.
//!
//! Two SQLite files in the data folder: `state.db` holds what the user said (subscriptions' numbers, read,
//! starred, own tags) and is small and kept safe; `cache.db` holds what polling brought and can be rebuilt.
//! One thread owns both; a [`Store`] is a handle that sends it work and awaits the reply.

mod articles;
mod column;
mod compile;
mod db;
mod error;
mod events;
mod feeds;
mod files;
mod fingerprint;
mod health;
mod inspect;
mod kept;
mod links;
mod list;
mod lock;
mod moves;
mod pages;
mod pictures;
mod places;
mod queued_links;
mod queues;
mod rejections;
mod repeated;
mod revisions;
mod schema;
mod sql;
mod stale;
mod status;
mod tags;
mod words;
mod worker;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

use self::articles::Poll;
use self::db::{Clock, Db, Opened};
use self::queues::{Bulk, Save, Urgent};
use self::rejections::Evidence;
use self::status::Change;
use crate::domain::{
    Article, ArticleId, Counts, Event, Feed, FeedId, FeedReport, Headline, Judged, Move, NewArticle, OwnTag, Page,
    PollState, Query, ReadingPlace, Region, Rejection, Revision, SafeText, Scope, Source, TagKind, WebUrl, Window,
};

pub use self::articles::Learn;
pub use self::error::StoreError;
pub use self::inspect::{Condition, FileCheck, inspect};
pub use self::pages::{PageText, PagesWanted};
pub use self::pictures::PICTURES_MAX_BYTES;
pub use self::stale::{Retagged, Stale};

/// A handle to the store's thread. Cheap to clone; the thread ends when the last handle is dropped.
///
/// Every answer of a writing method comes after its commit.
#[derive(Clone, Debug)]
pub struct Store {
    urgent: mpsc::Sender<Urgent>,
    bulk: mpsc::Sender<Bulk>,
    notices: Arc<Mutex<Option<mpsc::Receiver<Notice>>>>,
}

/// A sentence about something that was found, and mended where that can be: a damaged cache set aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice(pub SafeText);

/// What was found in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub judged: Judged,
    /// What its title or lead says was done.
    pub event: Option<Event>,
    /// The regions of the countries among the tags, each once.
    pub regions: Vec<Region>,
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
        Self::open_with_clock(folder, Arc::new(Timestamp::now))
    }

    fn open_with_clock(folder: &Path, clock: Clock) -> Result<(Self, Vec<Notice>), StoreError> {
        let Opened { db, notices, later } = Db::open(folder, clock)?;
        let (urgent, bulk) = worker::start(db)?;
        Ok((Self { urgent, bulk, notices: Arc::new(Mutex::new(Some(later))) }, notices))
    }

    /// What is found and mended from the opening on, while the store is in use: the lists may be empty from one
    /// moment to the next. The channel ends with the store's thread. `None` when it was taken before, from this
    /// handle or a clone of it.
    pub fn notices(&self) -> Option<mpsc::Receiver<Notice>> {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Gives every declared source its number; sources no longer declared keep their articles' status and are
    /// not shown. Returns the feeds in the order given.
    pub async fn declare_feeds(&self, sources: Vec<Source>) -> Result<Vec<Feed>, StoreError> {
        self.ask(move |db| db.with(|conn| feeds::declare(conn, sources))).await
    }

    /// What polling learned of every feed so far.
    pub async fn poll_states(&self) -> Result<Vec<(FeedId, PollState)>, StoreError> {
        self.ask(|db| db.with(|conn| feeds::states(conn))).await
    }

    /// What is known of every subscribed feed, or of `only` one, as of `now`; the cost does not grow with the archive.
    pub async fn feed_reports(&self, only: Option<FeedId>, now: Timestamp) -> Result<Vec<FeedReport>, StoreError> {
        self.ask(move |db| db.with(|conn| health::reports(conn, only, now))).await
    }

    /// Stores what a poll of one feed brought: its new articles and what was learned. One transaction, which
    /// polls that wait together may share.
    pub async fn save_poll(
        &self,
        feed: FeedId,
        articles: Vec<NewArticle>,
        state: PollState,
    ) -> Result<Saved, StoreError> {
        self.save_answer(feed, articles, Arc::new(move |_| state.clone())).await
    }

    /// As [`Store::save_poll`], where what was learned depends on which articles are new.
    pub async fn save_answer(
        &self,
        feed: FeedId,
        articles: Vec<NewArticle>,
        learn: Learn,
    ) -> Result<Saved, StoreError> {
        let poll = Poll { feed, articles, learn };
        self.queue(|reply| Bulk::Save(Box::new(Save::new(poll, reply)))).await?
    }

    /// Where feeds moved to, those moves too that were undone.
    pub async fn moves(&self) -> Result<Vec<Move>, StoreError> {
        self.ask(|db| db.with(|conn| moves::all(conn))).await
    }

    /// Notes that a feed is asked elsewhere from now on; its articles stay its own. Says whether that holds, which it
    /// does not when the user has undone this move before.
    pub async fn move_feed(&self, feed: FeedId, to: WebUrl) -> Result<bool, StoreError> {
        self.ask(move |db| {
            let now = db.now();
            db.user_change(|tx, _| moves::note(tx, feed, &to, now))
        })
        .await
    }

    /// Takes a feed's last move back, for good. Returns where it had moved to; `None` when there is nothing to undo.
    pub async fn undo_move(&self, feed: FeedId) -> Result<Option<WebUrl>, StoreError> {
        self.ask(move |db| db.user_change(|tx, _| moves::undo(tx, feed))).await
    }

    /// A window of a list, newest first, at most `limit` headlines (and at most 1,000).
    pub async fn page(&self, scope: Scope, window: Window, limit: usize) -> Result<Page, StoreError> {
        self.ask(move |db| db.with(|conn| list::page(conn, &scope, window, limit))).await
    }

    /// The headlines of a scope, newest first, at most `limit`; for work on all of them, not for showing.
    pub async fn headlines(&self, scope: Scope, limit: usize) -> Result<Vec<Headline>, StoreError> {
        self.work(move |db| db.with(|conn| list::headlines(conn, &scope, limit))).await
    }

    /// How many articles of the scope there are (all of them, not only a window).
    pub async fn count(&self, scope: Scope) -> Result<u64, StoreError> {
        self.ask(move |db| db.with(|conn| list::count(conn, &scope))).await
    }

    /// An article with its text and tags; `None` when the cache does not hold it.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Article>, StoreError> {
        self.ask(move |db| db.with(|conn| articles::article(conn, id))).await
    }

    /// The articles that these links lead to, each once: whatever of an address does not matter to which page it is
    /// ([`WebUrl::canonical`]).
    pub async fn articles_with_links(&self, links: Vec<WebUrl>) -> Result<Vec<(WebUrl, ArticleId)>, StoreError> {
        self.ask(move |db| db.with(|conn| links::articles_with(conn, links))).await
    }

    /// Keeps the place where a long article was left, or forgets it. Durable, as what the user does.
    pub async fn keep_place(&self, id: ArticleId, place: Option<ReadingPlace>) -> Result<(), StoreError> {
        self.ask(move |db| {
            let now = db.now();
            db.user_change(|tx, _| places::keep(tx, id, place, now.into()))
        })
        .await
    }

    /// What an article said before its source changed it, the oldest first.
    pub async fn revisions(&self, id: ArticleId) -> Result<Vec<Revision>, StoreError> {
        self.ask(move |db| db.with(|conn| revisions::all(conn, id))).await
    }

    /// The numbers beside the views; their cost does not grow with the archive. Feeds and regions without unread
    /// articles are left out.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        self.ask(|db| db.with(|conn| list::counts(conn))).await
    }

    /// Marks articles read or unread; those that are gone are passed over. Returns once it is durable
    /// (`synchronous=FULL`), as do the next three.
    pub async fn set_read(&self, ids: Vec<ArticleId>, read: bool) -> Result<(), StoreError> {
        self.ask(move |db| {
            db.user_change(|tx, seq| {
                for id in ids {
                    match status::record(tx, id, Change::Read(read), seq) {
                        Ok(()) | Err(StoreError::NoSuchArticle(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(())
            })
        })
        .await
    }

    /// Stars an article or takes its star away.
    pub async fn set_starred(&self, id: ArticleId, starred: bool) -> Result<(), StoreError> {
        self.ask(move |db| db.user_change(|tx, seq| status::record(tx, id, Change::Starred(starred), seq))).await
    }

    /// Puts an own tag on an article. Putting it twice is no error.
    pub async fn add_tag(&self, id: ArticleId, tag: OwnTag) -> Result<(), StoreError> {
        self.ask(move |db| db.user_change(|tx, seq| status::record(tx, id, Change::AddTag(&tag), seq))).await
    }

    /// Takes an own tag off an article. Taking what is not there is no error.
    pub async fn remove_tag(&self, id: ArticleId, tag: OwnTag) -> Result<(), StoreError> {
        self.ask(move |db| db.user_change(|tx, seq| status::record(tx, id, Change::RemoveTag(&tag), seq))).await
    }

    /// Writes a note on an article in the place of the one that stands; an empty one removes it. It is kept as a star
    /// is, and its words are found as the article's are.
    pub async fn set_note(&self, id: ArticleId, text: SafeText) -> Result<(), StoreError> {
        self.ask(move |db| {
            let at = db.now().into();
            db.user_change(|tx, seq| status::record(tx, id, Change::Note { text: &text, at }, seq))
        })
        .await?;
        // Nobody has to wait until it is indexed. Where the queue is full, polls wait, behind which that is done.
        let _ = self.bulk.try_send(Bulk::Work(Box::new(|_| {})));
        Ok(())
    }

    /// Rejects a tag of an article, or takes that back: the words that it rests on no longer mean it in the articles of
    /// the same feed. This article shows it at once; the others are to be tagged anew ([`Store::stale`]).
    pub async fn set_rejected(
        &self,
        id: ArticleId,
        kind: TagKind,
        key: SafeText,
        words: Vec<SafeText>,
        rejected: bool,
    ) -> Result<(), StoreError> {
        self.ask(move |db| {
            let evidence = Evidence { kind, key, words };
            db.user_change(|tx, seq| rejections::record(tx, id, &evidence, rejected, seq))?;
            let shown = db.cache_change(|tx, _| tags::set_rejected(tx, id, kind, &evidence.key, rejected));
            if let Err(error) = shown {
                // It is made up for when the article is tagged anew.
                tracing::error!(error = &error as &dyn std::error::Error, "the cache could not follow a rejection");
            }
            Ok(())
        })
        .await
    }

    /// Everything that the user rejected, by feed.
    pub async fn rejections(&self) -> Result<Vec<Rejection>, StoreError> {
        self.ask(|db| db.with(|conn| rejections::all(conn, None))).await
    }

    /// Marks every unread article of the scope read that arrived up to `until`, and returns which they were,
    /// for undo.
    pub async fn mark_all_read(&self, scope: Scope, until: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        self.ask(move |db| {
            db.user_change(|tx, seq| {
                let ids = list::unread_ids(tx, &scope, until)?;
                for &id in &ids {
                    status::record(tx, id, Change::Read(true), seq)?;
                }
                Ok(ids)
            })
        })
        .await
    }

    /// The articles whose id begins with these hexadecimal digits (at least four); at most two are returned,
    /// which is enough to say "none", "this one" or "ambiguous".
    pub async fn resolve(&self, prefix: &str) -> Result<Vec<ArticleId>, StoreError> {
        let prefix = prefix.to_owned();
        self.ask(move |db| db.with(|conn| articles::resolve(conn, &prefix))).await
    }

    /// Everything the query matches, newest first, at most `limit`, with text and tags, for the command line.
    pub async fn list(&self, query: Query, limit: usize) -> Result<Vec<Article>, StoreError> {
        self.ask(move |db| {
            db.with(|conn| {
                let ids = list::ids(conn, &query, limit)?;
                let articles = ids.into_iter().map(|id| articles::article(conn, id));
                articles.filter_map(Result::transpose).collect()
            })
        })
        .await
    }

    /// Keeps what one of the user's commands made of an article.
    pub async fn keep_result(&self, id: ArticleId, command: SafeText, text: SafeText) -> Result<(), StoreError> {
        self.ask(move |db| db.cache_change(|tx, now| kept::keep(tx, id, &command, &text, now))).await
    }

    /// Waits until the full-text index holds every article, and returns how many it had to add.
    pub async fn finish_index(&self) -> Result<u64, StoreError> {
        self.queue(|reply| Bulk::FinishIndex { reply }).await?
    }

    /// Finishes what was asked before, closes the files in order, and ends the thread; other handles then get
    /// [`StoreError::Closed`].
    pub async fn close(self) {
        // An error says that it is closed already.
        let _ = self.queue(|reply| Bulk::Close { reply }).await;
    }

    async fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (job, answer) = answered(job);
        self.urgent.send(job).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// As [`Store::ask`], behind what the user waits for.
    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (job, answer) = answered(job);
        self.bulk.send(Bulk::Work(job)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    async fn queue<T>(&self, job: impl FnOnce(oneshot::Sender<T>) -> Bulk) -> Result<T, StoreError> {
        let (sender, answer) = oneshot::channel();
        self.bulk.send(job(sender)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)
    }
}

/// A job whose result is sent back.
fn answered<T: Send + 'static>(
    job: impl FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
) -> (Urgent, oneshot::Receiver<Result<T, StoreError>>) {
    let (sender, answer) = oneshot::channel();
    let job = move |db: &mut Db| {
        // Who asked may have gone; the work is done all the same.
        let _ = sender.send(job(db));
    };
    (Box::new(job), answer)
}
