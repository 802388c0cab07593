use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::testing::item;
use super::*;
use crate::text::document;

fn html(body: &str) -> String {
    let document = document(&SafeText::block(body), None);
    let mut page = Page::default();
    Writer { document: &document, level: 1, page: &mut page, open: Vec::new() }.blocks();
    page.out
}

/// The text of markup; an error where it is not well-formed.
fn text_of(markup: &str) -> Result<String, quick_xml::Error> {
    let mut reader = Reader::from_str(markup);
    let mut text = String::new();
    loop {
        match reader.read_event()? {
            Event::Text(piece) => text.push_str(&piece.decode()?),
            Event::GeneralRef(name) => text.push_str(match &*name.decode()? {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                other => panic!("{other} is a reference that XML does not know"),
            }),
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

#[test]
fn every_kind_of_block_has_its_element() {
    let cases = [
        ("<h2>One</h2><p>a <b><i>b</i></b></p>", "<h3>One</h3>\n<p>a <strong><em>b</em></strong></p>\n"),
        ("<ul><li>one</li><li>two</li></ul>", "<ul><li><p>one</p>\n</li>\n<li><p>two</p>\n</li></ul>\n"),
        (
            "<ol start=2><li><p>a</p><p>b</p></li></ol><ul><li>c</li></ul>",
            "<ol start=\"2\"><li><p>a</p>\n<p>b</p>\n</li></ol>\n<ul><li><p>c</p>\n</li></ul>\n",
        ),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote><p>a</p>\n<p>b</p>\n</blockquote>\n"),
        ("<p>a<br>b</p><pre>c\nd</pre>", "<p>a<br/>b</p>\n<pre>c\nd</pre>\n"),
        ("<p>&lt;script&gt; &amp; \"x\"</p>", "<p>&lt;script&gt; &amp; &quot;x&quot;</p>\n"),
        (
            "<p><a href='https://a.example/?a=1&amp;b=2'>x</a></p>",
            "<p><a href=\"https://a.example/?a=1&amp;b=2\">x</a></p>\n",
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n",
        ),
        (
            "<p>a</p><img src='https://a.example/i.png' alt='A bridge'>",
            "<p>a</p>\n<p class=\"caption\"><a href=\"https://a.example/i.png\">Image: A bridge</a></p>\n",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(html(body), expected, "{body}");
    }
}

#[test]
fn a_page_says_its_title_and_facts_and_asks_nobody_for_anything() {
    let page = write(&"A & B".into(), &[item("A & B", "<p>x</p><img src='https://a.example/i.png'>")]);
    for part in [
        "<title>A &amp; B</title>",
        "<article lang=\"en\" xml:lang=\"en\" dir=\"auto\">",
        "<h1>A &amp; B</h1>",
        "<dt>Published</dt><dd>2026-11-22 14:02 UTC</dd>",
        "<div class=\"note\" dir=\"auto\">Ask *Ada*.</div>",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(!page.contains(" src="), "{page}");
    assert!(text_of(&page).is_ok());
}

#[test]
fn several_articles_have_a_table_of_contents() {
    let page = write(&"Starred".into(), &[item("One", "<p>1</p>"), item("Two", "<p>2</p>")]);
    assert!(page.contains("<li><a href=\"#article-2\">Two</a> (Gazette)</li>"), "{page}");
    assert!(page.contains("<article id=\"article-2\" lang=\"en\""), "{page}");
}

proptest! {
    #[test]
    fn what_is_written_is_well_formed_and_keeps_the_words(body in "(<(p|b|i|ul|ol|li|blockquote|table|tr|td|pre|a href='https://a.example/')>|</(p|b|ul|li|blockquote|table|td)>|[a-z&<>\"' \n]{1,6}){0,40}") {
        let body = format!("<div>{body}</div>");
        let document = document(&SafeText::block(&body), None);
        let text = text_of(&format!("<root>{}</root>", html(&body))).unwrap();
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&text), letters(&document.text));
    }
}
