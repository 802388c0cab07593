//! What the store answers: pages and counts of a large archive, a search in it, a star, and the saving of a round of
//! polls.

#[path = "support/archive.rs"]
mod archive;

use archive::{FEEDS, RUNTIME, archive, article, open, poll, polls, remove_archives, save, source};
use chancery::domain::{ArticleId, CountryCode, Edge, Field, Query, Region, Scope, SourceKind, Term, View, Window};
use divan::Bencher;
use jiff::Timestamp;

fn main() {
    divan::main();
    remove_archives();
}

const ARCHIVE: usize = 100_000;
const SCREEN: usize = 50;

fn text(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: false })
}

#[divan::bench(args = ["unread", "all", "feed", "folder", "region", "country"])]
fn page_of_a_view_from_the_middle(bencher: Bencher, view: &str) {
    let store = open(&archive(ARCHIVE));
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

#[divan::bench(args = [1_000, 10_000, ARCHIVE])]
fn counts(bencher: Bencher, articles: usize) {
    let store = open(&archive(articles));
    bencher.bench_local(|| RUNTIME.block_on(store.counts()).expect("counts"));
}

/// How every feed does, for the feeds screen.
#[divan::bench(args = [1_000, 10_000, ARCHIVE])]
fn feed_reports(bencher: Bencher, articles: usize) {
    let store = open(&archive(articles));
    RUNTIME.block_on(store.declare_feeds((0..FEEDS).map(source).collect())).expect("feeds");
    let now = Timestamp::now();
    bencher.bench_local(|| RUNTIME.block_on(store.feed_reports(None, now)).expect("reports"));
}

#[divan::bench]
fn star(bencher: Bencher) {
    let store = open(&archive(ARCHIVE));
    let page = RUNTIME.block_on(store.page(Scope::of(View::All), Window::Top, SCREEN)).expect("a page");
    let mut starred = false;
    bencher.bench_local(|| {
        starred = !starred;
        RUNTIME.block_on(store.set_starred(page.headlines[7].id, starred)).expect("a star");
    });
}

#[divan::bench(args = ["rare", "common", "two_common", "phrase", "with_country", "nothing"])]
fn search_100_000(bencher: Bencher, which: &str) {
    search(bencher, ARCHIVE, which);
}

/// What of a search grows with the archive.
#[divan::bench(args = [1_000, 10_000])]
fn search_for_two_common_words(bencher: Bencher, articles: usize) {
    search(bencher, articles, "two_common");
}

fn search(bencher: Bencher, articles: usize, which: &str) {
    let store = open(&archive(articles));
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
        (store, folder, polls())
    };
    bencher.with_inputs(empty).bench_local_values(|(store, folder, polls)| {
        RUNTIME.block_on(save(&store, polls));
        (store, folder)
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
        (store, folder)
    };
    bencher.with_inputs(polled).bench_local_values(|(store, folder)| {
        RUNTIME.block_on(store.finish_index()).expect("the index fills");
        (store, folder)
    });
}
