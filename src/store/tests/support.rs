//! A store in a temporary folder, with a clock that tests set, and short ways to make what it stores.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use tempfile::TempDir;

use crate::domain::{
    ArticleId, Event, Feed, FeedId, FullText, Identity, Judged, NewArticle, OwnTag, Plover, PollState, Query, Region,
    SafeText, Scope, Source, Span, Tag, TagKind, TagRef, View, WebUrl, Window,
};
use crate::store::{Found, Notice, PageText, Saved, Store};

/// A moment: seconds after an arbitrary beginning.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

pub struct Desk {
    pub store: Store,
    pub notices: Vec<Notice>,
    clock: Arc<AtomicI64>,
    folder: Arc<TempDir>,
}

impl Desk {
    pub fn new() -> Self {
        Self::open(Arc::new(tempfile::tempdir().unwrap()), Arc::default())
    }

    fn open(folder: Arc<TempDir>, clock: Arc<AtomicI64>) -> Self {
        let hand = Arc::clone(&clock);
        let (store, notices) =
            Store::open_with_clock(folder.path(), Arc::new(move || at(hand.load(Ordering::SeqCst)))).unwrap();
        Self { store, notices, clock, folder }
    }

    /// Closes the store in order, lets `change` do something to its folder, and opens it again.
    pub async fn reopen_after(self, change: impl FnOnce(&Path)) -> Self {
        let Self { store, clock, folder, .. } = self;
        store.close().await;
        change(folder.path());
        Self::open(folder, clock)
    }

    pub async fn reopen(self) -> Self {
        self.reopen_after(|_| {}).await
    }

    /// Closes the store and gives the folder back.
    pub async fn close(self) -> Arc<TempDir> {
        self.store.close().await;
        self.folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Sets the clock.
    pub fn now(&self, seconds: i64) {
        self.clock.store(seconds, Ordering::SeqCst);
    }

    pub fn notice(&self) -> String {
        self.notices.iter().map(|notice| notice.0.as_str()).collect::<Vec<_>>().join("\n")
    }

    pub async fn declare(&self, names: &[&str]) -> Vec<FeedId> {
        let feeds = self.store.declare_feeds(names.iter().map(|name| source(name)).collect()).await.unwrap();
        feeds.iter().map(|feed: &Feed| feed.id).collect()
    }

    pub async fn poll(&self, feed: FeedId, articles: Vec<NewArticle>) -> Saved {
        self.store.save_poll(feed, articles, PollState::default()).await.unwrap()
    }

    /// What polling learned of a feed.
    pub async fn known(&self, feed: FeedId) -> Option<PollState> {
        self.store.poll_states().await.unwrap().into_iter().find(|(id, _)| *id == feed).map(|(_, state)| state)
    }

    /// The titles of the first headlines of a view.
    pub async fn titles(&self, view: View) -> Vec<String> {
        let page = self.store.page(Scope::of(view), Window::Top, 100).await.unwrap();
        page.headlines.iter().map(|headline| headline.title.as_str().to_owned()).collect()
    }

    /// The titles of what a query finds, in alphabetical order.
    pub async fn found(&self, query: Query) -> Vec<String> {
        let mut titles = self.titles(View::Search { text: "".into(), query }).await;
        titles.sort();
        titles
    }
}

pub fn source(name: &str) -> Source {
    let url = WebUrl::parse(&format!("https://{name}.example/feed")).unwrap();
    Source::unknown(SafeText::line(name), url)
}

/// The id of the article with this guid in the feed that [`source`] makes.
pub fn id(feed: &str, guid: &str) -> ArticleId {
    ArticleId::derive(source(feed).url.as_str(), &Identity::Guid(guid.into()))
}

/// An article whose title, body and text are `words`, and whose guid is their first one.
pub fn article(words: &str) -> NewArticle {
    let guid = words.split(' ').next().unwrap_or_default().to_owned();
    NewArticle {
        link: WebUrl::parse(&format!("https://news.example/{guid}")).ok(),
        identity: Identity::Guid(guid),
        title: SafeText::line(words),
        author: SafeText::default(),
        published: None,
        updated: None,
        body: SafeText::block(&format!("<p>{words}</p>")),
        text: SafeText::block(words),
        tags: Vec::new(),
        rejected: Vec::new(),
        event: None,
        regions: Vec::new(),
        tagger: 1,
        extras: crate::domain::Extras::default(),
    }
}

pub fn dated(words: &str, seconds: i64) -> NewArticle {
    NewArticle { published: Some(at(seconds)), ..article(words) }
}

/// The article of a page at this address.
pub fn page_of(address: &str, words: &str) -> PageText {
    let full_text = FullText {
        url: WebUrl::parse(address).unwrap(),
        title: SafeText::default(),
        byline: SafeText::default(),
        body: SafeText::block(words),
        fetched: at(500),
    };
    let found = Found { judged: Judged::default(), event: None, regions: Vec::new() };
    PageText { full_text, text: SafeText::block(words), found, tagger: 1 }
}

pub fn tag(kind: TagKind, key: &str, main: bool) -> Tag {
    let key = SafeText::line(key);
    Tag { kind, label: key.clone(), key, main, score: 0.5, spans: vec![Span { start: 0, end: 3 }] }
}

pub fn tag_ref(kind: TagKind, key: &str) -> TagRef {
    tag(kind, key, true).to_ref()
}

/// Who did ASSAULT to whom, both countries.
pub fn event(who: &str, whom: Option<&str>) -> Event {
    Event {
        verb: Plover::Assault,
        phrase: Span { start: 1, end: 9 },
        who: tag_ref(TagKind::Country, who),
        whom: whom.map(|key| tag_ref(TagKind::Country, key)),
        negated: true,
        conditional: false,
        historical: true,
    }
}

pub fn own(word: &str) -> OwnTag {
    word.parse().unwrap()
}

pub fn with_regions(article: NewArticle, regions: &[Region]) -> NewArticle {
    NewArticle { regions: regions.to_vec(), ..article }
}
