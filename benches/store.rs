//! What the reader waits for: the first screen over a large archive, a search in it, and the saving of a round of
//! polls.

use std::ops::Range;
use std::sync::LazyLock;

use chancery::domain::{
    ArticleId, CountryCode, Edge, FeedId, Field, Identity, NewArticle, Query, Region, SafeText, Scope, Source,
    SourceKind, Span, Tag, TagKind, Term, View, WebUrl, Window,
};
use chancery::store::{PollState, Store};
use divan::Bencher;
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

const FEEDS: usize = 200;
const ARCHIVE: usize = 100_000;
const SCREEN: usize = 50;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime starts"));

/// A folder with an archive of [`ARCHIVE`] articles, indexed and closed in order.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    RUNTIME.block_on(async {
        let store = open(&folder);
        for first in (0..ARCHIVE / FEEDS).step_by(50) {
            poll(&store, first..first + 50).await;
        }
        store.finish_index().await.expect("the index fills");
        let newest = store.page(Scope::of(View::All), Window::Top, 1).await.expect("a page");
        store.set_starred(newest.headlines[0].id, true).await.expect("a star");
        store.close().await;
    });
    folder
});

fn open(folder: &TempDir) -> Store {
    let (store, notices) = Store::open(folder.path()).expect("the store opens");
    assert!(notices.is_empty());
    store
}

/// Polls every feed at once: articles with these numbers from each.
async fn poll(store: &Store, numbers: Range<usize>) {
    let feeds = store.declare_feeds((0..FEEDS).map(source).collect()).await.expect("feeds");
    let new = |index| numbers.clone().map(|number| article(index, number)).collect();
    save(store, feeds.iter().enumerate().map(|(index, feed)| (feed.id, new(index))).collect()).await;
}

/// What a poll of every feed brings.
fn polls() -> Vec<(FeedId, Vec<NewArticle>)> {
    let new = |index| (0..30).map(|number| article(index, number)).collect();
    (0..FEEDS).map(|index| (FeedId(index as i64 + 1), new(index))).collect()
}

async fn save(store: &Store, polls: Vec<(FeedId, Vec<NewArticle>)>) {
    let saved = polls.into_iter().map(|(feed, new)| store.save_poll(feed, new, PollState::default()));
    for saved in futures::future::join_all(saved).await {
        divan::black_box(saved.expect("the poll is saved"));
    }
}

fn source(index: usize) -> Source {
    let url = WebUrl::parse(&format!("https://publisher{index}.example/feed")).expect("an address");
    let mut source = Source::unknown(SafeText::line(&format!("Publisher {index}")), url);
    source.card.kind = SourceKind::ALL[index % SourceKind::ALL.len()];
    source
}

/// About 2 KB of text from a vocabulary of 5,000 words with a natural slope, four tags.
fn article(feed: usize, number: usize) -> NewArticle {
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
        body: SafeText::block(&format!("<p>{text}</p>")),
        text: SafeText::block(&text),
        tags: vec![
            tag(TagKind::Country, country.into(), true),
            tag(TagKind::Person, format!("Person {}", seed % 400), false),
            tag(TagKind::Organisation, format!("Organisation {}", seed % 90), false),
            tag(TagKind::Topic, format!("topic-{}", seed % 30), true),
        ],
        regions: vec![Region::ALL[number % Region::ALL.len()]],
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

fn text(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: false })
}

/// Closes the store outside of the measured time, so that the next sample opens it as a new process would.
struct Closing(Option<Store>);

impl Drop for Closing {
    fn drop(&mut self) {
        RUNTIME.block_on(self.0.take().expect("it is closed once").close());
    }
}

#[divan::bench]
fn open_an_archive_of_100_000_and_load_the_first_screen(bencher: Bencher) {
    LazyLock::force(&FOLDER);
    bencher.bench_local(|| {
        RUNTIME.block_on(async {
            let store = open(&FOLDER);
            store.declare_feeds((0..FEEDS).map(source).collect()).await.expect("feeds");
            let page = store.page(Scope::of(View::Unread), Window::Top, SCREEN).await.expect("a page");
            let counts = store.counts().await.expect("counts");
            assert_eq!((page.headlines.len(), counts.total), (SCREEN, ARCHIVE as u64));
            Closing(Some(store))
        })
    });
}

#[divan::bench(args = ["unread", "all", "feed", "folder", "region", "country"])]
fn page_of_a_view_from_the_middle(bencher: Bencher, view: &str) {
    let store = open(&FOLDER);
    let all = |view| Scope::of(view);
    let middle = RUNTIME.block_on(async {
        let feeds = store.declare_feeds((0..FEEDS).map(source).collect()).await.expect("feeds");
        let at = Timestamp::from_second(1_700_000_000 + 250 * 3_600).expect("a moment");
        (feeds[7].id, Edge { at, id: ArticleId(0) })
    });
    let scope = match view {
        "unread" => all(View::Unread),
        "all" => all(View::All),
        "feed" => all(View::Feed(middle.0)),
        "folder" => all(View::Folder(SourceKind::Wire.label().into())),
        "region" => all(View::Region(Region::Oceania)),
        _ => Scope { narrowed: Some(article(0, 0).tags[0].to_ref()), ..all(View::Unread) },
    };
    bencher.bench_local(|| {
        let window = Window::Around(middle.1);
        RUNTIME.block_on(store.page(scope.clone(), window, SCREEN)).expect("a page")
    });
}

#[divan::bench]
fn counts(bencher: Bencher) {
    let store = open(&FOLDER);
    bencher.bench_local(|| RUNTIME.block_on(store.counts()).expect("counts"));
}

#[divan::bench]
fn star(bencher: Bencher) {
    let store = open(&FOLDER);
    let page = RUNTIME.block_on(store.page(Scope::of(View::All), Window::Top, SCREEN)).expect("a page");
    let mut starred = false;
    bencher.bench_local(|| {
        starred = !starred;
        RUNTIME.block_on(store.set_starred(page.headlines[7].id, starred)).expect("a star");
    });
}

#[divan::bench(args = ["rare", "common", "two_common", "phrase", "with_country", "nothing"])]
fn search_100_000(bencher: Bencher, which: &str) {
    let store = open(&FOLDER);
    let country = Term::Country { codes: vec!["UA".parse::<CountryCode>().expect("a code")], main: true };
    let query = match which {
        "rare" => Query::And(vec![text("word4900"), text("word4800")]),
        "common" => text("word2"),
        "two_common" => Query::And(vec![text("word7"), text("word20")]),
        "phrase" => text("word0 word3"),
        "with_country" => Query::And(vec![text("word30"), Query::Term(country)]),
        _ => text("absent"),
    };
    let scope = Scope::of(View::Search { text: "".into(), query });
    bencher.bench_local(|| RUNTIME.block_on(store.page(scope.clone(), Window::Top, SCREEN)).expect("a page"));
}

/// 200 feeds of 30 articles into an empty store; the index of words is filled later.
#[divan::bench(sample_count = 10)]
fn save_200_polls_of_30(bencher: Bencher) {
    let empty = || {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = open(&folder);
        RUNTIME.block_on(store.declare_feeds((0..FEEDS).map(source).collect())).expect("feeds");
        (folder, store, polls())
    };
    bencher.with_inputs(empty).bench_local_values(|(folder, store, polls)| {
        RUNTIME.block_on(save(&store, polls));
        (folder, store)
    });
}

/// The same polls again, with nothing new in them.
#[divan::bench(sample_count = 10)]
fn save_200_polls_of_30_again(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = open(&folder);
    RUNTIME.block_on(poll(&store, 0..30));
    RUNTIME.block_on(store.finish_index()).expect("the index fills");
    bencher.with_inputs(polls).bench_local_values(|polls| RUNTIME.block_on(save(&store, polls)));
}

/// The index of words for 6,000 articles of 300 words.
#[divan::bench(sample_count = 3)]
fn index_6_000_articles(bencher: Bencher) {
    let polled = || {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = open(&folder);
        RUNTIME.block_on(poll(&store, 0..30));
        (folder, store)
    };
    bencher.with_inputs(polled).bench_local_values(|(folder, store)| {
        RUNTIME.block_on(store.finish_index()).expect("the index fills");
        (folder, store)
    });
}
