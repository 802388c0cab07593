//! Work that the outside must do for the reader, as data.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use ratatui::layout::Size;

use super::sheet::Text;
use crate::domain::{
    Article, ArticleId, CommandInput, Document, ExportFormat, Feed, FeedId, OwnTag, ReadingPlace, SafeText, Scope,
    Source, TagRef, WebUrl, Window,
};

/// The number of a request; a reply whose number the model no longer waits for is dropped, so cancelling needs
/// no flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub u64);

/// The number of a change of state that is on its way to the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChangeId(pub u64);

/// Work that the outside must do. Each is answered by a [`super::message::Message`].
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Load a window of a list.
    LoadPage { request: RequestId, scope: Scope, window: Window },
    /// Count a list.
    LoadTotal { request: RequestId, scope: Scope },
    /// Load the top of the list again, to see what has arrived.
    Peek { request: RequestId, scope: Scope },
    /// Find the next unread headline beyond the window.
    FindUnread { request: RequestId, scope: Scope, window: Window },
    /// Load an article and make its document.
    LoadArticle { request: RequestId, id: ArticleId },
    /// Find out which of these links of an article lead to articles in the cache.
    FindLinked { id: ArticleId, links: Vec<WebUrl> },
    /// Keep the place where a long article was left, or forget it.
    KeepPlace { id: ArticleId, place: Option<ReadingPlace> },
    /// Load the open article again, to show this of its texts.
    LoadText { request: RequestId, id: ArticleId, text: Text },
    /// Fetch the whole article from its page and store it.
    FetchPage { request: RequestId, id: ArticleId },
    /// Make a picture ready to be drawn in so much room: from the cache, or else, with `fetch`, from the network.
    /// `source` is the feed whose article names it.
    LoadPicture { request: RequestId, url: WebUrl, room: Size, fetch: bool, source: Option<Box<Source>> },
    /// Let go of pictures, ready or on their way.
    DropPictures(Vec<WebUrl>),
    /// Load what the source of an article changed; `marked` where looks tell nothing.
    LoadEdits { request: RequestId, id: ArticleId, marked: bool },
    /// Let the user write a note on an article.
    WriteNote { id: ArticleId, before: SafeText },
    /// Load the numbers beside the views.
    LoadCounts { request: RequestId },
    /// Load how all feeds do, or `feed` alone.
    LoadFeeds { request: RequestId, feed: Option<FeedId> },
    /// Make a change durable.
    Save { change: ChangeId, what: Change },
    /// Mark everything in the scope read that arrived up to then.
    MarkAllRead { change: ChangeId, scope: Scope, until: Timestamp },
    /// Read what the user typed as a query.
    ParseQuery { request: RequestId, text: SafeText },
    /// Open an address in the browser.
    OpenLink(WebUrl),
    /// Fetch whole articles of the scope for reading without a network, those of these queries before others; then their
    /// pictures, if they are wanted.
    Pack { scope: Scope, watched: Vec<SafeText>, pictures: bool },
    /// Stop that.
    StopPacking,
    /// Load the links that wait for a network.
    LoadQueue,
    /// Let a link wait for a network.
    QueueLink { url: WebUrl, title: SafeText },
    /// Open links that waited in the browser, which then wait no more.
    OpenQueued(Vec<WebUrl>),
    /// Drop a link that waits.
    DropQueued(WebUrl),
    /// Put a text on the clipboard.
    Copy { text: SafeText, what: &'static str },
    /// Write articles to a file; the feeds say where they are from.
    Export { what: Exported, format: ExportFormat, file: SafeText, title: SafeText, feeds: Vec<Feed> },
    /// Run a command on an article.
    RunCommand { request: RequestId, run: Box<CommandRun> },
    /// End a command with all that it started.
    StopCommand(RequestId),
    /// Give a command the terminal until it ends.
    LendTo(Box<CommandRun>),
    /// Look for feeds at what the user typed: the address of a feed or of a site.
    Discover { request: RequestId, address: SafeText },
    /// Stop looking.
    StopDiscovery,
    /// Change the subscriptions in the user's file.
    ChangeFeeds { change: ChangeId, what: FeedChange },
    /// Poll feeds now; all of them for `None`.
    Refresh(Option<Vec<FeedId>>),
    /// Poll these feeds from now on, and no others.
    SetFeeds(Vec<Feed>),
    /// Stop the round that is on.
    StopRefresh,
    /// Tag articles anew whose feed's tags were rejected, or taken back.
    RetagRejected,
    /// Stop tagging articles anew.
    StopTagging,
    /// Stop fetching whole articles unasked.
    StopFullTexts,
    /// Stop the process until the shell resumes it.
    Suspend,
    /// Draw every cell again.
    Redraw,
    /// Leave.
    Quit,
}

/// Which articles are exported.
#[derive(Clone, Debug, PartialEq)]
pub enum Exported {
    Article(ArticleId),
    /// The first of a list.
    List(Scope),
}

/// A command that is to run on an article.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandRun {
    /// What it is called; a line that was typed is its own name.
    pub name: SafeText,
    /// What `sh -c` runs.
    pub line: SafeText,
    pub input: CommandInput,
    /// Whether what it answers is kept with the article.
    pub keep: bool,
    pub timeout: Duration,
    pub article: Article,
    /// The text that is shown of it.
    pub document: Document,
    /// The source's name; empty when its feed is no longer subscribed to.
    pub source: SafeText,
}

/// A change of an article's state by the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Read {
        ids: Vec<ArticleId>,
        read: bool,
    },
    Starred {
        id: ArticleId,
        starred: bool,
    },
    TagAdded {
        id: ArticleId,
        tag: OwnTag,
    },
    TagRemoved {
        id: ArticleId,
        tag: OwnTag,
    },
    /// An extracted tag is rejected, or is one again: in all articles of the feed where it rests on these words.
    Rejected {
        id: ArticleId,
        tag: TagRef,
        words: Vec<SafeText>,
        rejected: bool,
    },
    /// A note is written in the place of another; an empty text is none.
    Noted {
        id: ArticleId,
        before: SafeText,
        after: SafeText,
        /// The file that it was written in, which is there until it is saved.
        draft: Option<PathBuf>,
    },
}

impl Change {
    /// The change that takes this one back.
    pub fn inverse(&self) -> Self {
        match self.clone() {
            Self::Read { ids, read } => Self::Read { ids, read: !read },
            Self::Starred { id, starred } => Self::Starred { id, starred: !starred },
            Self::TagAdded { id, tag } => Self::TagRemoved { id, tag },
            Self::TagRemoved { id, tag } => Self::TagAdded { id, tag },
            Self::Rejected { id, tag, words, rejected } => Self::Rejected { id, tag, words, rejected: !rejected },
            Self::Noted { id, before, after, .. } => Self::Noted { id, before: after, after: before, draft: None },
        }
    }
}

/// A change of the subscriptions by the user. A feed is known by its address.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedChange {
    Subscribe(Box<Source>),
    /// What differs between the two is changed.
    Edit {
        before: Box<Source>,
        after: Box<Source>,
    },
    Unsubscribe(Box<Source>),
    /// What was unsubscribed from stands again where it stood.
    Restore(Box<Source>),
}

impl FeedChange {
    /// The change that takes this one back.
    pub fn inverse(&self) -> Self {
        match self.clone() {
            Self::Subscribe(source) | Self::Restore(source) => Self::Unsubscribe(source),
            Self::Edit { before, after } => Self::Edit { before: after, after: before },
            Self::Unsubscribe(source) => Self::Restore(source),
        }
    }

    /// The feed as it is when the change is made.
    pub fn source(&self) -> &Source {
        match self {
            Self::Subscribe(source) | Self::Unsubscribe(source) | Self::Restore(source) => source,
            Self::Edit { after, .. } => after,
        }
    }
}

/// The effects of one message, in order.
#[derive(Debug, Default, PartialEq)]
#[must_use = "effects do nothing until the runtime carries them out"]
pub struct Effects(pub Vec<Effect>);

impl Effects {
    /// Nothing to do.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, effect: Effect) {
        self.0.push(effect);
    }

    /// Adds others.
    pub fn and(mut self, others: Effects) -> Self {
        self.0.extend(others.0);
        self
    }
}

impl From<Effect> for Effects {
    fn from(effect: Effect) -> Self {
        Self(vec![effect])
    }
}

impl<const N: usize> From<[Effect; N]> for Effects {
    fn from(effects: [Effect; N]) -> Self {
        Self(effects.into())
    }
}
