//! Pages made to break the extraction. Each ends in time, within its stack and its memory; how fast, a bench shows.

use std::thread;

use super::*;

/// Pages by what they are made of.
fn pages() -> Vec<(&'static str, String)> {
    let n = if cfg!(debug_assertions) { 4_000 } else { 100_000 };
    let numbered = |count: usize, piece: fn(usize) -> String| (0..count).map(piece).collect::<String>();
    let words = "Words, and more words, and then some words for the count. ";
    vec![
        ("nested div", "<div>".repeat(100_000) + words),
        ("nested div with text", format!("<div>{words}").repeat(n / 2)),
        ("nested b", "<b>".repeat(100_000) + words),
        ("nested span", format!("<span>{words}").repeat(n / 2)),
        ("nested table", "<table><tr><td>".repeat(n / 3) + words),
        ("nested font", numbered(n, |i| format!("<font size={i}>x"))),
        ("unclosed a", numbered(n, |i| format!("<a href={i}>x"))),
        ("br", "<br>".repeat(n * 10)),
        ("br and words", "a<br>".repeat(n * 5)),
        ("br and spaces", " <br> <br>x".repeat(n)),
        ("p", format!("<p>{words}").repeat(n / 2)),
        ("short p", "<p>x".repeat(n)),
        ("one long text", "word, ".repeat(n * 8)),
        ("one long paragraph", format!("<p>{}</p>", "word, ".repeat(n * 8))),
        ("attributes", format!("<p {}>{words}", numbered(n, |i| format!(" a{i}=1")))),
        ("deep svg", "<svg><g>".repeat(n) + words),
        ("deep math", "<math><mrow>".repeat(n) + words),
        ("deep template", "<template><div>".repeat(n) + words),
        ("entities", "&amp;&notin;&#65;".repeat(n)),
        ("adoption agency", "<a><b><i><p>x</a></b></i>".repeat(n)),
        ("misnested", numbered(n, |i| format!("<b id={i}><p>x</b>"))),
        ("formatting opened again", numbered(n / 20, |i| format!("<b id={i}>")) + &"<p>x".repeat(n)),
        ("few formatting opened again", numbered(400, |i| format!("<b id={i}>")) + &"<p>x".repeat(n)),
        ("formatting in cells", numbered(n, |i| format!("<b id={i}><table><td></b></table>x"))),
        ("foster parents", "<table>x<tr>y<b>z".repeat(n)),
        ("foster parent", format!("<table>{}", "x<tr>".repeat(n))),
        ("links", numbered(n, |i| format!("<li><a href=/{i}>{i} headline words</a>"))),
        ("lists in lists", "<ul><li>x".repeat(n)),
        ("divs of divs", format!("{}{}", "<div>".repeat(400), format!("<div><p>{words}</div>").repeat(10_000))),
        ("deep divs with much text", "<div>".repeat(400) + &words.repeat(n / 5)),
        ("deep divs with much text in paragraphs", "<div>".repeat(400) + &format!("<p>{words}").repeat(5_000)),
        ("divs side by side", format!("<div>{words}</div>").repeat(n / 2)),
        ("spans side by side", format!("<div>{}</div>", "<span>word, </span>".repeat(n))),
        ("nested lists of links", format!("{}{}", "<ul><li>".repeat(200), "<a href=x>link</a> ".repeat(n / 5))),
        ("table", format!("<table>{}", ("<tr>".to_owned() + &"<td>x".repeat(300)).repeat(300))),
        ("wide table", format!("<table><tr>{}", "<td colspan=1000>x".repeat(n))),
        ("images", "<img src=data:image/gif;base64,AAAA data-src=/a.jpg class=lazy>".repeat(n / 2)),
        ("noscript images", "<img><noscript><img src=/a.jpg></noscript>".repeat(n / 3)),
        ("nested noscript", "<noscript><img>".repeat(n)),
        ("class names", format!("<div class=\"{}\"><p>{words}", "a ".repeat(n * 10))),
        ("escapes in an attribute", format!("<p>{words}<img src=a alt='{}'>", "&".repeat(n * 20))),
        ("escapes in a template", format!("<template>{}</template><p>{words}", "&".repeat(n * 20))),
        ("json", format!("<script type=application/ld+json>{}</script><p>{words}", "[".repeat(n * 10))),
        ("json objects", format!("<script type=application/ld+json>{}</script><p>{words}", "{\"a\":".repeat(n))),
        ("json scripts", "<script type=application/ld+json>{\"@type\":1}</script>".repeat(n / 5)),
        ("metas", numbered(n / 2, |i| format!("<meta name=author content=a{i}>"))),
        ("title", format!("<title>{}</title><h1>x</h1><p>{words}", "a: b | ".repeat(n * 2))),
        (
            "headings",
            format!("<title>{}</title>{}", "many words ".repeat(1000), "<h2>many words here</h2>".repeat(n / 5)),
        ),
        ("srcset", format!("<p>{words}<img srcset=\"{}\">", "a.jpg 1x, ".repeat(n * 2))),
        ("comments", "<!-- -->".repeat(n * 2)),
        ("comments after br", format!("<br>{}", "<!-- -->".repeat(n * 2)).repeat(2)),
        ("framesets", "<frameset>".repeat(n)),
        ("nul", "\0".repeat(n * 10)),
        ("unclosed tag", format!("<p {}", "a ".repeat(n * 10))),
        ("select", format!("<select>{}", "<option>x".repeat(n))),
        ("forms", "<form><input>".repeat(n)),
        ("td outside of tables", format!("<div>{}", "<tr><td>x</td></tr>".repeat(n))),
        ("ins in ins", "<ins>".repeat(n) + words),
        ("del and a", "<div><a href=x><del>x</del></a>".repeat(n / 4)),
    ]
}

#[test]
fn no_page_overflows_the_stack_or_breaks_the_extraction() {
    let work = || {
        for (name, page) in pages() {
            let url = WebUrl::parse("https://news.example/").unwrap();
            assert!(guarded(|| article(&page, &url, Timestamp::UNIX_EPOCH)).is_ok(), "{name} panics");
        }
    };
    thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap();
}
