//! All that the reader knows: the one state that `update` changes and the screen shows.

mod measures;
mod notices;
mod progress;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Zoned;
use ratatui::layout::Size;

use super::dialog::Dialog;
use super::edits::Edits;
use super::effect::{Change, ChangeId, FeedChange, RequestId};
use super::feeds::FeedsScreen;
use super::hints::{Hints, labels};
use super::key::Key;
use super::keymap::{Keymap, Place};
use super::list::HeadlineList;
use super::panes::Pane;
use super::pictures::{Drawing, Held, Images, Showing};
use super::result::{ResultPane, Running};
use super::sheet::Sheet;
use super::trail::Trail;

pub use self::notices::{Notice, Tone};
pub use self::progress::{PackStatus, PollStatus};
pub use super::prompt::{Offer, Prompt, PromptKind};
use crate::domain::{
    ArticleId, Counts, Edge, Failure, Feed, FeedId, Headline, QueuedLink, SafeText, SavedView, Scope, View, WebUrl,
};

/// What the reader is started with.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    pub feeds: Vec<Feed>,
    /// Feeds whose last poll failed.
    pub failing: HashMap<FeedId, Failure>,
    pub keymap: Keymap,
    pub options: Options,
    pub now: Zoned,
    pub size: Size,
}

/// The settings that the reader itself needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most columns a line of an article has.
    pub measure: u16,
    /// Whether opening an article marks it as read.
    pub mark_read_on_open: bool,
    /// Whether the user asked for no network at all.
    pub offline: bool,
    /// Whether nothing is told by looks alone.
    pub plain: bool,
    /// Whether text that is read from right to left is drawn in the order in which it is seen, because the terminal
    /// does not reorder it.
    pub reorder: bool,
    /// Where articles are exported to.
    pub export_folder: SafeText,
    /// Whether articles show pictures.
    pub images: Images,
    /// Whether the terminal can show them.
    pub drawing: Drawing,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            measure: 72,
            mark_read_on_open: true,
            offline: false,
            plain: false,
            reorder: true,
            export_folder: SafeText::default(),
            images: Images::default(),
            drawing: Drawing::default(),
        }
    }
}

/// The state of the reader.
#[derive(Clone, Debug)]
pub struct Model {
    pub options: Options,
    pub keymap: Keymap,
    pub now: Zoned,
    pub size: Size,
    pub focus: Pane,
    pub zen: bool,
    pub feeds: Vec<Feed>,
    pub counts: Counts,
    pub views: ViewsPane,
    /// The user's saved views.
    pub saved: Vec<SavedView>,
    pub list: HeadlineList,
    /// Lists that were left for another view, to go back to.
    pub history: Vec<Left>,
    pub article: ArticlePane,
    /// The articles that were open, to go back and forward.
    pub trail: Trail,
    /// The letters over the links on the screen, while one is to be typed.
    pub hints: Option<Hints>,
    /// The pictures of the open article that are ready to be drawn, or on their way.
    pub held_pictures: Vec<Held>,
    /// Which of the open article's tags the cursor is on.
    pub tags_cursor: usize,
    /// The feeds screen, while it is open; it lies over the panes.
    pub feeds_screen: Option<FeedsScreen>,
    pub prompt: Option<Prompt>,
    pub overlay: Option<Overlay>,
    /// What the overlay of edits shows, while it is there.
    pub edits: Option<Edits>,
    /// The edits that were asked for and have not come.
    pub edits_wanted: Option<RequestId>,
    /// What is asked of the user about feeds, over all else.
    pub dialog: Option<Dialog>,
    /// What a command made of the open article, while that is shown beside it.
    pub result: Option<ResultPane>,
    /// Commands that run.
    pub running: BTreeMap<RequestId, Running>,
    /// Lines that the article was piped to, the last first.
    pub piped: Vec<SafeText>,
    /// Keys pressed that begin a longer sequence.
    pub pressed: Vec<Key>,
    pub notice: Option<Notice>,
    pub poll: PollStatus,
    pub packing: PackStatus,
    /// The links that wait for a network.
    pub queue: Vec<QueuedLink>,
    /// Changes on their way to the disk.
    pub unsaved: BTreeMap<ChangeId, Unsaved>,
    /// Changes that a list or article on its way may not know of, because it was read before them.
    pub overtaken: Vec<Change>,
    /// Changes of the subscriptions on their way to the user's file.
    pub unsaved_feeds: BTreeMap<ChangeId, FeedChange>,
    /// What `undo` would do, the next last.
    pub undo: Vec<(ChangeId, Inverse)>,
    /// The peek that is under way, and whether another is due after it.
    pub peek: Peek,
    /// The request whose numbers are shown beside the views.
    pub counted: RequestId,
    /// The search for an unread headline that is under way.
    pub seek: Option<RequestId>,
    last_request: u64,
    last_change: u64,
}

/// A list that was left, and where the reader stood in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    pub scope: Scope,
    pub at: Option<Edge>,
}

/// The views pane.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewsPane {
    pub cursor: ViewTarget,
    /// Folders whose feeds are shown.
    pub unfolded: HashSet<SafeText>,
    /// The first row on the screen.
    pub top: usize,
}

/// What a row of the views pane stands for, whatever moves around it.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewTarget {
    View(View),
    Folder(SafeText),
    /// A feed, where it stands in this folder: it may be in several.
    Feed {
        feed: FeedId,
        folder: SafeText,
    },
    /// A saved view; its query is read when it is opened.
    Saved(SavedView),
}

impl ViewTarget {
    /// The view that it opens, when that is known already.
    pub fn view(&self) -> Option<View> {
        match self {
            Self::View(view) => Some(view.clone()),
            Self::Folder(label) => Some(View::Folder(label.clone())),
            Self::Feed { feed, .. } => Some(View::Feed(*feed)),
            Self::Saved(_) => None,
        }
    }
}

/// The article pane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticlePane {
    pub shown: Shown,
    /// The first line on the screen.
    pub top: usize,
    /// The article that was asked for and has not come.
    pub wanted: Option<(RequestId, ArticleId)>,
    /// The open article, asked for again because its tags have changed.
    pub renewing: Option<(RequestId, ArticleId)>,
    /// Whether it was opened, not only shown beside the list.
    pub opened: bool,
    /// Whether the reader has moved in it.
    pub moved: bool,
    /// Whether it was opened by a link or gone back to, and is not the one under the list's cursor.
    pub apart: bool,
    /// Which of its links lead to articles in the cache.
    pub linked: HashMap<WebUrl, ArticleId>,
    /// The article whose page is being fetched because the user asked for it.
    pub fetching: Option<(RequestId, ArticleId)>,
    /// The open article, asked for again to show its other text.
    pub switching: Option<(RequestId, ArticleId)>,
}

impl ArticlePane {
    fn is_waiting(&self) -> bool {
        self.wanted.is_some() || self.renewing.is_some() || self.switching.is_some()
    }
}

/// What the article pane shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shown {
    #[default]
    Nothing,
    /// The headline is known, the text is not in the cache.
    Missing(Box<Headline>),
    Failed(SafeText),
    Open(Box<Sheet>),
}

/// Something laid over the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The keys, scrolled by this many lines.
    Help { top: usize },
    /// The open article's links, then those within its text, with the cursor on one, from 0.
    Links { cursor: usize },
    /// The open article's headings, with the cursor on one, from 0.
    Outline { cursor: usize },
    /// The links that wait for a network, with the cursor on one, from 0.
    Queue { cursor: usize },
    /// What the source of the article changed; see [`Model::edits`].
    Edits,
    /// What the last packing left out, with the cursor on one, from 0.
    Packed { cursor: usize },
}

/// A change that is on its way to the disk.
#[derive(Clone, Debug, PartialEq)]
pub enum Unsaved {
    One(Change),
    /// A whole view marked as read: the rows that were changed on the screen.
    AllRead(Vec<ArticleId>),
}

impl Unsaved {
    /// What it changed on the screen.
    pub fn change(&self) -> Change {
        match self {
            Self::One(change) => change.clone(),
            Self::AllRead(ids) => Change::Read { ids: ids.clone(), read: true },
        }
    }
}

/// What takes a change back.
#[derive(Clone, Debug, PartialEq)]
pub enum Inverse {
    Article(Change),
    Feeds(FeedChange),
    /// It is not known yet which articles the change was about.
    Unknown,
}

/// Looking at what has arrived, one look at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peek {
    pub pending: Option<RequestId>,
    pub due: bool,
}

impl Model {
    /// The state at the start: the unread view, nothing loaded.
    pub fn new(setup: Setup) -> Self {
        Self {
            options: setup.options,
            keymap: setup.keymap,
            now: setup.now,
            size: setup.size,
            focus: Pane::Headlines,
            zen: false,
            feeds: setup.feeds,
            counts: Counts::default(),
            views: ViewsPane { cursor: ViewTarget::View(View::Unread), unfolded: HashSet::new(), top: 0 },
            saved: Vec::new(),
            list: HeadlineList::new(View::Unread),
            history: Vec::new(),
            article: ArticlePane::default(),
            trail: Trail::default(),
            hints: None,
            held_pictures: Vec::new(),
            tags_cursor: 0,
            feeds_screen: None,
            prompt: None,
            overlay: None,
            edits: None,
            edits_wanted: None,
            dialog: None,
            result: None,
            running: BTreeMap::new(),
            piped: Vec::new(),
            pressed: Vec::new(),
            notice: None,
            poll: PollStatus { failing: setup.failing, ..PollStatus::default() },
            packing: PackStatus::default(),
            queue: Vec::new(),
            unsaved: BTreeMap::new(),
            overtaken: Vec::new(),
            unsaved_feeds: BTreeMap::new(),
            undo: Vec::new(),
            peek: Peek::default(),
            counted: RequestId::default(),
            seek: None,
            last_request: 0,
            last_change: 0,
        }
    }

    /// Whether links cannot be opened now: there is no network, or the user wants none.
    pub fn is_offline(&self) -> bool {
        self.options.offline || self.poll.offline_since.is_some()
    }

    /// Where keys are pressed.
    pub fn place(&self) -> Place {
        match self.focus {
            _ if matches!(self.overlay, Some(Overlay::Queue { .. })) => Place::Queue,
            _ if self.feeds_screen.is_some() => Place::Feeds,
            // While matches stand, the keys that go through them mean that here too.
            Pane::Article if self.zen && !self.stands_found() => Place::Zen,
            Pane::Article => Place::Article,
            _ => Place::Desk,
        }
    }

    /// Whether matches stand in the article that has the focus.
    pub fn stands_found(&self) -> bool {
        self.focus == Pane::Article && self.sheet().is_some_and(|sheet| sheet.find.is_some())
    }

    /// Which pictures the open article shows.
    pub fn showing(&self) -> Showing {
        self.sheet().and_then(|sheet| sheet.showing).unwrap_or(self.options.images.into())
    }

    /// The open article.
    pub fn sheet(&self) -> Option<&Sheet> {
        match &self.article.shown {
            Shown::Open(sheet) => Some(sheet),
            _ => None,
        }
    }

    /// The open article.
    pub fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        match &mut self.article.shown {
            Shown::Open(sheet) => Some(sheet),
            _ => None,
        }
    }

    /// The links on the screen and those within the text, each with the letters that open it.
    pub fn hinted_links(&self) -> Vec<(usize, String)> {
        let is_shown = self.areas().is_some_and(|areas| areas.article.is_some());
        let Some(sheet) = self.sheet().filter(|_| is_shown) else { return Vec::new() };
        let links = sheet.links_on(self.article.top..self.article.top + self.rows_of(Pane::Article));
        let labels = labels(links.len());
        links.into_iter().zip(labels).collect()
    }

    /// The headline that a key acts on: the list's while the list has the focus, else the open article's.
    pub fn subject(&self) -> Option<&Headline> {
        let open = match &self.article.shown {
            Shown::Open(sheet) => Some(&sheet.article.headline),
            Shown::Missing(headline) => Some(&**headline),
            _ => None,
        };
        match self.focus {
            // What was asked for by a link is not the one under the list's cursor.
            Pane::Article | Pane::Tags if self.article.wanted.is_none() || self.trail.going.is_some() => {
                open.or(self.list.selected())
            }
            _ => self.list.selected().or(open),
        }
    }

    /// The feed with this number, if it is still subscribed to.
    pub fn feed(&self, id: FeedId) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.id == id)
    }

    /// The feed that is asked at this address, if it is subscribed to.
    pub fn subscription(&self, url: &WebUrl) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.source.url == *url || feed.moved.as_ref() == Some(url))
    }

    /// Whether a list or an article is on its way, so that it may not know of changes made now.
    pub fn is_waiting(&self) -> bool {
        self.list.pending.is_some() || self.article.is_waiting()
    }

    /// A number for a new request.
    pub fn next_request(&mut self) -> RequestId {
        self.last_request += 1;
        RequestId(self.last_request)
    }

    /// A number for a new change.
    pub fn next_change(&mut self) -> ChangeId {
        self.last_change += 1;
        ChangeId(self.last_change)
    }
}
