//! Reading feeds: `cargo bench --bench fetch`.

use std::fmt::Write;

use chancery::domain::WebUrl;
use chancery::fetch::parse;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use jiff::Timestamp;

fn main() {
    divan::main();
}

/// An RSS feed of this many items, each with a paragraph of escaped HTML, as a newspaper sends it.
fn rss(items: usize) -> String {
    let mut feed = String::from("<rss version=\"2.0\"><channel><title>World</title>");
    let paragraph =
        "&lt;p&gt;The delegations met for a third day and agreed on little &amp;amp; less.&lt;/p&gt;".repeat(8);
    for n in 0..items {
        write!(
            feed,
            "<item><title>Talks &amp;amp; more talks, day {n}</title><link>https://news.example/{n}</link>\
             <guid>{n}</guid><pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate>\
             <description>{paragraph}</description></item>"
        )
        .expect("a string takes what is written");
    }
    feed + "</channel></rss>"
}

#[divan::bench(args = [30, 1_000])]
fn parse_a_feed(bencher: Bencher, items: usize) {
    let url = WebUrl::parse("https://news.example/feed").expect("a valid address");
    let now = Timestamp::now();
    let feed = rss(items);
    bencher
        .counter(BytesCount::of_str(&feed))
        .counter(ItemsCount::new(items))
        .bench(|| parse(divan::black_box(feed.as_bytes()), None, Some(&url), now));
}
