//! How fast text is made readable: HTML to documents, documents to lines.

use chancery::domain::SafeText;
use chancery::text::{Layout, Setting, document, wrap};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

const LENGTHS: [usize; 2] = [6_000, 60_000];
const LANGUAGES: [&str; 4] = ["English", "Chinese", "Arabic", "Thai"];

fn main() {
    divan::main();
}

/// An article of so many words with the markup that news articles have.
fn english(words: usize) -> String {
    let sentence = [
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
    let paragraphs = (0..words).map(|n| if n % 120 == 0 { "</p>\n<p>" } else { "" });
    paragraphs.zip(sentence.iter().cycle()).flat_map(|(paragraph, word)| [paragraph, word]).collect()
}

/// About so many words in a language.
fn body(language: &str, words: usize) -> SafeText {
    let paragraph = match language {
        "English" => return SafeText::block(&english(words)),
        "Chinese" => "<p>安理会成员表示，停火协议“可能”不会持续很久。</p>",
        "Arabic" => "<p>قال أعضاء المجلس إن وقف إطلاق النار (قد) يصمد، ولكن «ليس طويلا».</p>",
        _ => "<p>สมาชิกสภากล่าวว่าการหยุดยิงอาจดำเนินต่อไปแต่คงไม่นานนัก</p>",
    };
    SafeText::block(&paragraph.repeat(words / 12))
}

#[divan::bench(args = LANGUAGES, consts = LENGTHS)]
fn html_to_document<const WORDS: usize>(bencher: Bencher<'_, '_>, language: &str) {
    let body = body(language, WORDS);
    bencher.counter(BytesCount::of_str(&body)).bench(|| document(black_box(&body), None));
}

#[divan::bench(args = LANGUAGES, consts = LENGTHS)]
fn wrap_at_72<const WORDS: usize>(bencher: Bencher<'_, '_>, language: &str) {
    let document = document(&body(language, WORDS), None);
    let layout = Layout { width: 72, setting: Setting { reorder: true, ..Setting::default() } };
    bencher.counter(ItemsCount::new(WORDS)).bench(|| wrap(black_box(&document), layout));
}

/// What no body may cost more than: read and laid out, each in less than 200 ms.
#[divan::bench(args = [
    "nested div", "nested b", "crossed links", "nested tables", "a great table", "attributes", "odd colspans", "Thai",
    "Hebrew", "one word",
])]
fn hostile(bencher: Bencher<'_, '_>, name: &str) {
    let html = match name {
        "nested div" => format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000)),
        "nested b" => format!("{}x", "<b>".repeat(100_000)),
        "crossed links" => "<a href=/x><i>x".repeat(100_000),
        "nested tables" => "<table><tr><td>y".repeat(5_000),
        "a great table" => format!("<table>{}</table>", format!("<tr>{}", "<td>x".repeat(1_000)).repeat(1_000)),
        "attributes" => format!("<p{}>x</p>", (0..100_000).map(|n| format!(" a{n}=1")).collect::<String>()),
        "odd colspans" => {
            "<table><tr><td colspan=99999 rowspan=-1>x<td colspan=0>y<tr><td colspan=x rowspan=65534>z".repeat(10_000)
        }
        "Thai" => "ทูตานุทูต".repeat(70_000),
        "Hebrew" => "שלום (עולם) ".repeat(80_000),
        _ => "x".repeat(2_000_000),
    };
    let body = SafeText::block(&html);
    bencher.bench(|| wrap(&document(black_box(&body), None), 72));
}
