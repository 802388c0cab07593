//! How fast text is made readable: HTML to documents, documents to lines.

use chancery::domain::SafeText;
use chancery::text::{document, wrap};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

const WORDS: usize = 60_000;
const WIDTH: u16 = 72;

fn main() {
    divan::main();
}

/// An article of [`WORDS`] words with the markup that news articles have.
fn article() -> SafeText {
    let words = [
        "The ",
        "<b>council’s</b> ",
        "members ",
        "<a href=\"https://news.example/1\">said</a> ",
        "that ",
        "a ",
        "cease-fire ",
        "<em>may</em> ",
        "hold, ",
        "though ",
        "not ",
        "&ldquo;for&nbsp;long&rdquo;. ",
    ];
    let paragraphs = (0..WORDS).map(|n| if n % 120 == 0 { "</p>\n<p>" } else { "" });
    let body: String = paragraphs.zip(words.iter().cycle()).flat_map(|(paragraph, word)| [paragraph, word]).collect();
    SafeText::block(&body)
}

/// About as long in a script without spaces.
fn chinese() -> SafeText {
    SafeText::block(&"<p>安理会成员表示，停火协议“可能”不会持续很久。</p>".repeat(WORDS / 12))
}

/// A body by the name of its language, which is what the results show.
fn body(language: &str) -> SafeText {
    if language == "English" { article() } else { chinese() }
}

#[divan::bench(args = ["English", "Chinese"])]
fn html_to_document(bencher: Bencher<'_, '_>, language: &str) {
    let body = body(language);
    bencher.counter(BytesCount::of_str(&body)).bench(|| document(black_box(&body), None));
}

#[divan::bench(args = ["English", "Chinese"])]
fn wrap_at_72(bencher: Bencher<'_, '_>, language: &str) {
    let document = document(&body(language), None);
    bencher.counter(ItemsCount::new(WORDS)).bench(|| wrap(black_box(&document), WIDTH));
}
