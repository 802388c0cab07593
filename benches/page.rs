//! How fast the article of a page is found.

use chancery::domain::WebUrl;
use chancery::fetch::{extract, page_text};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jiff::Timestamp;

fn main() {
    divan::main();
}

/// A page with this many paragraphs of an article, and what stands around one: menus, teasers, scripts.
fn page(paragraphs: usize) -> String {
    let sentence =
        "The <b>delegations</b> met again in the <a href=\"/evening\">evening</a>, and spoke for two hours. ";
    let menu = "<ul>".to_owned() + &"<li class=item><a href=\"/topic\">Topic of the day</a></li>".repeat(60) + "</ul>";
    let teaser = "<div class=teaser><a href=\"/story\"><img src=\"/a.jpg\" alt=\"\"><h3>Another story</h3></a></div>";
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Talks go on</title><script>{}</script></head>
         <body><header><nav>{menu}</nav></header><main><article><h1>Talks go on</h1>{}</article></main>
         <aside>{}</aside><footer>{menu}</footer></body></html>",
        "var state = {};".repeat(3_000),
        format!("<p>{}</p>", sentence.repeat(5)).repeat(paragraphs),
        teaser.repeat(80),
    )
}

#[divan::bench(args = [20, 200, 1000])]
fn extract_a_page(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let html = page(paragraphs);
    let url = WebUrl::parse("https://news.example/talks").expect("it is an address");
    bencher.counter(BytesCount::of_str(&html)).bench(|| {
        let text = page_text(black_box(html.as_bytes()), None);
        extract(&text, &url, Timestamp::UNIX_EPOCH).expect("the page holds an article")
    });
}
