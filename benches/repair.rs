//! The repair pass beside the parser it works for: `cargo bench --bench repair`. With what each allocates, as a
//! feed of 5 MB may cost 100 MB at most.

use std::borrow::Cow;
use std::fmt::Write;

use chancery::fetch::repair::{decode, repaired};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const HOSTILE_BYTES: usize = 5_000_000;

fn main() {
    divan::main();
}

/// An RSS feed of this many items, each with a paragraph of escaped HTML, as a newspaper sends it.
fn clean(items: usize) -> String {
    let mut feed = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <channel><title>World</title>",
    );
    let paragraph =
        "&lt;p&gt;The delegations met for a third day and agreed on little &amp;amp; less.&lt;/p&gt;".repeat(8);
    for n in 0..items {
        write!(
            feed,
            "<item><title>Talks &amp;amp; more talks, day {n}</title><link>https://news.example/{n}</link>\
             <guid isPermaLink=\"false\">{n}</guid><dc:creator><![CDATA[A. Name]]></dc:creator>\
             <pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><description>{paragraph}</description></item>"
        )
        .expect("a string takes what is written");
    }
    feed + "</channel></rss>"
}

/// The same with a fault in each item: a bare `&`, markup that nobody escaped, an end tag that is missing.
fn broken(items: usize) -> String {
    clean(items).replace("&amp;amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("</guid>", "")
}

fn parse(text: &str) -> usize {
    feed_rs::parser::parse(text.as_bytes()).map_or(0, |feed| feed.entries.len())
}

#[divan::bench(args = [30, 1_000])]
fn repair_a_clean_feed(bencher: Bencher, items: usize) {
    let feed = clean(items);
    let repair = |feed: &str| matches!(repaired(decode(feed.as_bytes(), Some("utf-8"))), Cow::Borrowed(_));
    assert!(repair(&feed), "it needs no repair");
    bencher.counter(BytesCount::of_str(&feed)).bench(|| repair(black_box(&feed)));
}

#[divan::bench(args = [30, 1_000])]
fn parse_a_clean_feed(bencher: Bencher, items: usize) {
    let feed = clean(items);
    bencher.counter(BytesCount::of_str(&feed)).bench(|| parse(black_box(&feed)));
}

#[divan::bench(args = [30, 1_000])]
fn repair_a_broken_feed(bencher: Bencher, items: usize) {
    let feed = broken(items);
    bencher.counter(BytesCount::of_str(&feed)).bench(|| repaired(Cow::Borrowed(black_box(&feed))).len());
}

/// Inputs of 5 MB that are made to be slow, by what is repeated in them.
const HOSTILE: [&str; 24] = [
    "<",
    "&",
    "]",
    "<!--",
    "<![CDATA[",
    "<?x",
    "<!DOCTYPE [",
    "<a>",
    "</a>",
    "<a b=\"",
    "<a b='",
    "<a b=c ",
    " b=\"c\"",
    "<b>x</b>",
    "<item>",
    "<title>",
    "<title><!--",
    "<media:a>",
    "&#0;",
    "&quot;",
    "<x:y xmlns:x=\"u\">",
    "\u{92}",
    "<item><title>a & b</title></item>",
    "<link href=\"a\">",
];

#[divan::bench(args = HOSTILE, sample_count = 3, sample_size = 1)]
fn repair_and_parse_what_is_hostile(bencher: Bencher, piece: &str) {
    let start = if piece.starts_with(' ') { "<rss><channel><item" } else { "<rss><channel><item><title>" };
    let feed = format!("{start}{}", piece.repeat(HOSTILE_BYTES / piece.len()));
    bencher.bench(|| parse(&repaired(Cow::Borrowed(black_box(&feed)))));
}
