//! Facts that already happened: everything that reaches [`super::update()`].

use std::path::PathBuf;

use jiff::{Timestamp, Zoned};

use super::edits::ShownEdit;
use super::effect::{ChangeId, RequestId};
use super::key::Key;
use super::pictures::{NoPicture, Pixels};
use super::sheet::Text;
use crate::domain::{
    Article, ArticleId, Candidate, Counts, Document, Failure, Feed, FeedId, FeedReport, PackProgress, PackReport, Page,
    PageFailure, Query, QueryError, QueuedLink, SafeText, SavedView, WebUrl,
};

/// A fact that already happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// It is now this late; comes first in every batch, because `update` has no clock.
    Clock(Zoned),
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Pasted(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has this size, in cells.
    Resized { columns: u16, rows: u16 },
    /// A window of a list was loaded, or not.
    PageLoaded { request: RequestId, page: Result<Page, SafeText> },
    /// How many headlines the list has in all.
    TotalLoaded { request: RequestId, total: Result<u64, SafeText> },
    /// The top of the list as it would be if it were loaded now.
    Peeked { request: RequestId, page: Result<Page, SafeText> },
    /// The next unread headline beyond what is loaded, if there is one.
    UnreadFound { request: RequestId, page: Result<Page, SafeText> },
    /// An article was loaded; `None` when the cache does not hold it.
    ArticleLoaded { request: RequestId, id: ArticleId, article: Result<Option<Box<(Article, Document)>>, SafeText> },
    /// These links of an article lead to articles in the cache.
    LinkedFound { id: ArticleId, found: Vec<(WebUrl, ArticleId)> },
    /// The place in an article is kept, or not.
    PlaceKept(Result<(), SafeText>),
    /// The open article was loaded again to show this of its texts.
    TextLoaded {
        request: RequestId,
        id: ArticleId,
        text: Text,
        article: Result<Option<Box<(Article, Document)>>, SafeText>,
    },
    /// The whole article was fetched from its page and is stored, or there is none.
    PageFetched { request: RequestId, id: ArticleId, result: Result<(), PageFailure> },
    /// A picture is ready to be drawn and is of this size; or it is not.
    PictureLoaded { request: RequestId, picture: Result<Pixels, NoPicture> },
    /// What the source of an article changed, the oldest edit first.
    EditsLoaded { request: RequestId, id: ArticleId, edits: Result<Vec<ShownEdit>, SafeText> },
    /// The user has written a note, in a draft; or has left it as it was, or it could not be written.
    NoteWritten { id: ArticleId, before: SafeText, result: Result<Option<(SafeText, PathBuf)>, SafeText> },
    /// The numbers beside the views.
    CountsLoaded { request: RequestId, counts: Counts },
    /// It is known how all feeds do, or `feed` alone, or not.
    FeedsLoaded { request: RequestId, feed: Option<FeedId>, reports: Result<Vec<FeedReport>, SafeText> },
    /// A change is durable, or was not made; then the sentence says why.
    Saved { change: ChangeId, result: Result<(), SafeText> },
    /// These articles were marked as read with their whole view.
    AllMarkedRead { change: ChangeId, result: Result<Vec<ArticleId>, SafeText> },
    /// What the user typed is this query, or has a mistake.
    QueryParsed { request: RequestId, text: SafeText, query: Result<Query, QueryError> },
    /// The feeds that were found, at least one; or a sentence that says why there is none.
    Discovered { request: RequestId, found: Result<Vec<Candidate>, SafeText> },
    /// A change of the subscriptions is in the user's file, and these are the feeds now; or it was not made.
    FeedsSaved { change: ChangeId, result: Result<Vec<Feed>, SafeText> },
    /// The store found damage while in use and mended it; what was loaded may be gone.
    StoreMended(SafeText),
    /// These are the feeds and the saved views from now on: the user's file was changed.
    FeedsChanged { feeds: Vec<Feed>, saved: Vec<SavedView> },
    /// Packing is so far.
    Packing(PackProgress),
    /// Packing is over: what can be read, or why it broke.
    Packed(Result<Box<PackReport>, SafeText>),
    /// The links that wait for a network.
    QueueLoaded(Result<Vec<QueuedLink>, SafeText>),
    /// A link waits for a network now, or not; these do.
    LinkQueued(Result<Vec<QueuedLink>, SafeText>),
    /// So many links that waited were opened, or dropped; these still wait. The sentence says what could not be done.
    LinksUnqueued { opened: usize, left: Result<Vec<QueuedLink>, SafeText>, problem: Option<SafeText> },
    /// The poller has news.
    Poll(PollNews),
    /// A command has answered, or failed.
    CommandEnded { request: RequestId, answer: Result<Box<Answer>, SafeText> },
    /// Something outside was done (a link opened, a text copied): a sentence for the status line.
    Done(SafeText),
    /// Something outside could not be done: a sentence with a hint.
    Failed(SafeText),
}

/// What a command made of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub text: SafeText,
    pub document: Document,
    /// When it was kept, where it is.
    pub kept: Option<Timestamp>,
}

/// What the poller tells.
#[derive(Clone, Debug, PartialEq)]
pub enum PollNews {
    /// A round over this many feeds began.
    RoundStarted { feeds: usize },
    /// A feed of the round is done.
    FeedFinished { feed: FeedId, outcome: FeedOutcome, done: usize, of: usize },
    /// The round is over.
    RoundEnded { new: usize, failed: usize },
    /// No network can be reached, since then.
    Offline { since: Zoned },
    /// A sign-in page stands between this machine and the feeds, which the sentence says.
    Portal { sentence: SafeText },
    /// A feed has moved and is asked there from now on.
    Moved { feed: FeedId, to: WebUrl },
    /// The network can be reached again.
    BackOnline,
    /// Articles are being tagged anew, so many of all that were to be.
    Tagging { done: u64, of: u64 },
    /// That is over for now: so many articles have new tags.
    Tagged { articles: usize },
    /// Whole articles are being fetched, so many of all that are to be.
    FullTexts { done: usize, of: usize },
    /// The whole of this article is there.
    FullText { article: ArticleId },
    /// That is over for now: so many whole articles came.
    FullTextsEnded { articles: usize },
}

/// What a feed's poll brought.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedOutcome {
    /// This many articles that were not known; 0 when nothing changed.
    Fetched {
        new: usize,
    },
    Failed(Failure),
}

/// What the mouse did, at a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub column: u16,
    pub row: u16,
    pub what: MouseWhat,
}

/// A mouse gesture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseWhat {
    Click,
    WheelUp,
    WheelDown,
}
