//! An archive to measure with: articles of about 2 KB from a vocabulary with a natural slope, four tags each, from
//! 200 feeds.

use std::collections::BTreeMap;
use std::ops::{Deref, Range};
use std::sync::{Arc, LazyLock, Mutex};

use chancery::domain::{
    FeedId, Identity, NewArticle, PollState, Region, SafeText, Scope, Source, SourceKind, Span, Tag, TagKind, View,
    WebUrl, Window,
};
use chancery::store::Store;
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub const FEEDS: usize = 200;

pub static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime starts"));

static ARCHIVES: Mutex<BTreeMap<usize, Arc<TempDir>>> = Mutex::new(BTreeMap::new());

/// A folder with an archive of so many articles, indexed and closed in order; made once.
pub fn archive(articles: usize) -> Arc<TempDir> {
    let mut archives = ARCHIVES.lock().expect("no bench panicked");
    archives.entry(articles).or_insert_with(|| Arc::new(RUNTIME.block_on(fill(articles)))).clone()
}

/// Removes the archives; for the end of `main`, because statics are never dropped.
pub fn remove_archives() {
    ARCHIVES.lock().expect("no bench panicked").clear();
}

async fn fill(articles: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (store, _) = Store::open(folder.path()).expect("the store opens");
    for first in (0..articles / FEEDS).step_by(50) {
        poll(&store, first..(first + 50).min(articles / FEEDS)).await;
    }
    store.finish_index().await.expect("the index fills");
    let newest = store.page(Scope::of(View::All), Window::Top, 1).await.expect("a page");
    store.set_starred(newest.headlines[0].id, true).await.expect("a star");
    store.close().await;
    folder
}

/// A store that is closed before its folder goes, outside of what is measured.
pub struct Closing(Option<Store>);

impl Drop for Closing {
    fn drop(&mut self) {
        RUNTIME.block_on(self.0.take().expect("it is closed once").close());
    }
}

impl Deref for Closing {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.0.as_ref().expect("it is open until it is dropped")
    }
}

pub fn open(folder: &TempDir) -> Closing {
    let (store, notices) = Store::open(folder.path()).expect("the store opens");
    assert!(notices.is_empty());
    Closing(Some(store))
}

/// Polls every feed at once: articles with these numbers from each.
pub async fn poll(store: &Store, numbers: Range<usize>) {
    let feeds = store.declare_feeds((0..FEEDS).map(source).collect()).await.expect("feeds");
    let new = |index| numbers.clone().map(|number| article(index, number)).collect();
    save(store, feeds.iter().enumerate().map(|(index, feed)| (feed.id, new(index))).collect()).await;
}

/// What a poll of every feed brings.
pub fn polls() -> Vec<(FeedId, Vec<NewArticle>)> {
    let new = |index| (0..30).map(|number| article(index, number)).collect();
    (0..FEEDS).map(|index| (FeedId(index as i64 + 1), new(index))).collect()
}

pub async fn save(store: &Store, polls: Vec<(FeedId, Vec<NewArticle>)>) {
    let saved = polls.into_iter().map(|(feed, new)| store.save_poll(feed, new, PollState::default()));
    for saved in futures::future::join_all(saved).await {
        divan::black_box(saved.expect("the poll is saved"));
    }
}

pub fn source(index: usize) -> Source {
    let url = WebUrl::parse(&format!("https://publisher{index}.example/feed")).expect("an address");
    let mut source = Source::unknown(SafeText::line(&format!("Publisher {index}")), url);
    source.card.kind = SourceKind::ALL[index % SourceKind::ALL.len()];
    source
}

/// About 2 KB of text from a vocabulary of 5,000 words with a natural slope, four tags.
pub fn article(feed: usize, number: usize) -> NewArticle {
    let seed = (feed * 1_000_003 + number) as u64;
    let words: Vec<_> = (0..300).map(|place| word(mix(seed * 1_000 + place))).collect();
    let text = words.join(" ");
    let tag = |kind, key: String, main| Tag {
        kind,
        label: SafeText::line(&key),
        key: SafeText::line(&key),
        main,
        score: 0.5,
        spans: vec![Span { start: 0, end: 4 }, Span { start: 90, end: 97 }],
    };
    let country = ["UA", "RU", "US", "CN", "FR", "EG", "IN", "BR"][number % 8];
    NewArticle {
        identity: Identity::Guid(format!("article-{number}")),
        title: SafeText::line(&words[..9].join(" ")),
        author: SafeText::from("A. Writer"),
        link: WebUrl::parse(&format!("https://publisher{feed}.example/{number}")).ok(),
        published: Timestamp::from_second(1_700_000_000 + (number * 3_600 + feed * 17) as i64).ok(),
        updated: None,
        body: SafeText::block(&format!("<p>{text}</p>")),
        text: SafeText::block(&text),
        tags: vec![
            tag(TagKind::Country, country.into(), true),
            tag(TagKind::Person, format!("Person {}", seed % 400), false),
            tag(TagKind::Organisation, format!("Organisation {}", seed % 90), false),
            tag(TagKind::Topic, format!("topic-{}", seed % 30), true),
        ],
        regions: vec![Region::ALL[number % Region::ALL.len()]],
        rejected: Vec::new(),
        event: None,
        extras: Default::default(),
        tagger: 1,
    }
}

/// Word 0 is the most frequent; each later one is rarer.
fn word(random: u64) -> String {
    let uniform = (random % 1_000_000) as f64 / 1_000_000.0;
    format!("word{}", (5_000f64.powf(uniform) - 1.0) as u32)
}

fn mix(seed: u64) -> u64 {
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 20
}
