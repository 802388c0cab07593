//! Articles in a store, what a user did with them, and whether it is all there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chancery::domain::{ArticleId, FeedId, Identity, NewArticle, PollState, Query, SafeText, Source, WebUrl};
use chancery::store::{Store, StoreError};

/// How many articles there are to mark.
pub const ARTICLES: u64 = 40;

/// Something that a user does to an article.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    Star(bool),
    Read(bool),
    Tag(&'static str, bool),
}

/// The articles with marks, by their number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks(BTreeMap<u64, Marked>);

#[derive(Clone, Debug, Default, PartialEq)]
struct Marked {
    starred: bool,
    read: bool,
    tags: BTreeSet<String>,
}

/// A number for a number, as if drawn by lot ([SplitMix64](https://prng.di.unimi.it/splitmix64.c)).
pub fn drawn(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The mark that a repeatable user makes as their `number`th, and the article's number.
pub fn nth_mark(number: u64) -> (u64, Mark) {
    let lot = drawn(number);
    let mark = match lot % 8 {
        0..3 => Mark::Star(true),
        3 => Mark::Star(false),
        4 => Mark::Read(lot & 64 == 0),
        5 => Mark::Tag("grain", true),
        6 => Mark::Tag("strait", true),
        _ => Mark::Tag("grain", false),
    };
    ((lot >> 8) % ARTICLES, mark)
}

impl Marks {
    /// What stands after the first `count` marks.
    pub fn after(count: u64) -> Self {
        let mut marks = Self::default();
        for (article, mark) in (0..count).map(nth_mark) {
            let marked = marks.0.entry(article).or_default();
            match mark {
                Mark::Star(starred) => marked.starred = starred,
                Mark::Read(read) => marked.read = read,
                Mark::Tag(tag, true) => drop(marked.tags.insert(tag.to_owned())),
                Mark::Tag(tag, false) => drop(marked.tags.remove(tag)),
            }
        }
        marks.0.retain(|_, marked| *marked != Marked::default());
        marks
    }

    /// What stands in a store.
    pub async fn in_store(store: &Store) -> Self {
        let mut marks = Self::default();
        for article in store.list(Query::Everything, 1_000_000).await.unwrap() {
            let headline = article.headline;
            let Some(number) = headline.title.strip_prefix("Article ") else { continue };
            let tags = headline.own_tags.iter().map(|tag| tag.as_str().to_owned()).collect();
            let marked = Marked { starred: headline.status.starred, read: headline.status.read, tags };
            marks.0.insert(number.parse().unwrap(), marked);
        }
        marks.0.retain(|_, marked| *marked != Marked::default());
        marks
    }

    /// Those that outlive the loss of the cache's text: read marks show again when their article comes back.
    pub fn without_reading(mut self) -> Self {
        self.0.values_mut().for_each(|marked| marked.read = false);
        self.0.retain(|_, marked| *marked != Marked::default());
        self
    }
}

pub fn source(name: &str) -> Source {
    let url = WebUrl::parse(&format!("https://{name}.example/feed")).unwrap();
    Source::unknown(SafeText::line(name), url)
}

fn id_of(number: u64) -> ArticleId {
    ArticleId::derive(source("wire").url.as_str(), &Identity::Guid(number.to_string()))
}

pub fn article(guid: &str, title: &str) -> NewArticle {
    NewArticle {
        identity: Identity::Guid(guid.to_owned()),
        title: SafeText::line(title),
        author: SafeText::default(),
        link: None,
        published: None,
        updated: None,
        body: SafeText::block(&format!("<p>{title}. {}</p>", "Words of a dispatch. ".repeat(20))),
        text: SafeText::line(title),
        tags: Vec::new(),
        rejected: Vec::new(),
        event: None,
        regions: Vec::new(),
        tagger: chancery::tagging::VERSION,
        extras: Default::default(),
    }
}

/// Declares the feeds `wire` and `other`, and polls the articles of `wire`.
pub async fn poll_wire(store: &Store) -> [FeedId; 2] {
    let feeds = store.declare_feeds(vec![source("wire"), source("other")]).await.unwrap();
    let articles = (0..ARTICLES).map(|number| article(&number.to_string(), &format!("Article {number}")));
    store.save_poll(feeds[0].id, articles.collect(), PollState::default()).await.unwrap();
    [feeds[0].id, feeds[1].id]
}

/// Makes the `number`th mark, and returns when it is acknowledged.
pub async fn make(store: &Store, number: u64) {
    try_to_make(store, number).await.unwrap();
}

/// Makes the `number`th mark, if the store can.
pub async fn try_to_make(store: &Store, number: u64) -> Result<(), StoreError> {
    let (article, mark) = nth_mark(number);
    let id = id_of(article);
    match mark {
        Mark::Star(starred) => store.set_starred(id, starred).await,
        Mark::Read(read) => store.set_read(vec![id], read).await,
        Mark::Tag(tag, true) => store.add_tag(id, tag.parse().unwrap()).await,
        Mark::Tag(tag, false) => store.remove_tag(id, tag.parse().unwrap()).await,
    }
}

/// Copies the files of a folder, as a crash would leave them.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}
