use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::super::testing::item;
use super::*;
use crate::text::document;

fn markdown(html: &str) -> String {
    let document = document(&SafeText::block(html), None);
    let mut out = String::new();
    Writer { document: &document, level: 1, out: &mut out, indents: Vec::new() }.blocks();
    out
}

/// The text that a parser reads, without the marks.
fn parsed(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::InlineHtml(tag) if &*tag == "<br>" => text.push(' '),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => text.push(' '),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::CodeBlock(_) | Tag::Heading { .. }) | Event::End(_)
                if !matches!(
                    event,
                    Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Strikethrough)
                ) =>
            {
                text.push(' ');
            }
            _ => {}
        }
    }
    text
}

#[test]
fn every_kind_of_block_has_its_markdown() {
    let cases = [
        ("<h2>One # two</h2><p>Text</p>", "### One \\# two\n\nText\n"),
        ("<p>a <b>bold</b>, <i>slanted</i> and <code>co`de</code></p>", "a **bold**, *slanted* and ``co`de``\n"),
        (
            "<p>see <a href='https://a.example/(x)?a=1&amp;b=2'>this</a>!</p>",
            "see [this](<https://a.example/(x)?a=1&amp;b=2>)!\n",
        ),
        ("<p>Read! <a href='https://a.example/'>it</a></p>", "Read! [it](https://a.example/)\n"),
        ("<ul><li>one</li><li>two<ol><li>deep</li><li>er</li></ol></li></ul>", "- one\n- two\n\n  1. deep\n  2. er\n"),
        ("<blockquote><p>one</p><p>two</p></blockquote><p>after</p>", "> one\n>\n> two\n\nafter\n"),
        ("<ol start=3><li><p>a</p><p>b</p></li></ol>", "3. a\n\n   b\n"),
        ("<pre>let x = `1`;\n  # y</pre>", "```\nlet x = `1`;\n  # y\n```\n"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td>3</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 | 3 |\n",
        ),
        (
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
            "|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n",
        ),
        ("<p>one<br>- two<br>3. three</p>", "one\\\n\\- two\\\n3\\. three\n"),
        ("<p>a</p><hr><p>b</p>", "a\n\n***\n\nb\n"),
        ("<p># a_b _c_ &amp;amp; R&amp;D *x* [y] &lt;z&gt;</p>", "\\# a_b \\_c\\_ \\&amp; R&D \\*x\\* \\[y\\] \\<z>\n"),
        ("<p><b>„Zitat“</b>danach</p>", "<strong>„Zitat“</strong>danach\n"),
        ("<p>中<b>文</b>字</p>", "中**文**字\n"),
    ];
    for (html, expected) in cases {
        assert_eq!(markdown(html), expected, "{html}");
    }
}

#[test]
fn an_article_stands_under_its_title_and_facts() {
    let text = write(&"Talks".into(), &[item("Talks # 1", "<h1>Part</h1><p>Envoys met.</p>")]);
    assert_eq!(
        text,
        "# Talks \\# 1\n\n- Source: Gazette · wire · CH · independent\n- Author: Ada\n\
         - Published: 2026-11-22 14:02 UTC\n- First seen: 2026-11-22 14:05 UTC\n- Retrieved: 2026-11-22 14:05 UTC\n\
         - About: Switzerland\n- Own tags: \\#deal\n\
         - Link: [https://gazette.example/talks](https://gazette.example/talks)\n\n\
         ## Part\n\nEnvoys met.\n\n## Note\n\nAsk *Ada*.\n\n---\n\nRetrieved with chancery\n"
    );
}

#[test]
fn several_articles_have_a_table_of_contents() {
    let text = write(&"Starred".into(), &[item("One", "<p>1</p>"), item("Two", "<p>2</p>")]);
    assert!(
        text.starts_with("# Starred\n\n1. [One](#article-1) (Gazette)\n2. [Two](#article-2) (Gazette)\n"),
        "{text}"
    );
    assert!(text.contains("\n<a id=\"article-2\"></a>\n\n## Two\n"), "{text}");
}

/// Pieces of HTML and of Markdown's own marks.
fn pieces() -> impl Strategy<Value = String> {
    let tags = [
        "p",
        "b",
        "i",
        "em",
        "code",
        "s",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h2",
        "pre",
        "table",
        "tr",
        "td",
        "th",
        "br",
        "hr",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
    ];
    prop_oneof![
        proptest::sample::select(tags.to_vec()).prop_map(|tag| format!("<{tag}>")),
        proptest::sample::select(tags.to_vec()).prop_map(|tag| format!("</{tag}>")),
        Just("<a href='https://a.example/x_(y)*|z'>".to_owned()),
        Just("</a>".to_owned()),
        Just("<img src='https://a.example/i.png' alt='a [picture]'>".to_owned()),
        "[a-c文é]{1,4}",
        "[-+*_#>~=|:.!`\\[\\]() 0-9\\\\\n\t]{1,5}",
        Just("&amp;amp;".to_owned()),
        Just("&lt;b&gt;".to_owned()),
        Just("&#96;".to_owned()),
    ]
}

proptest! {
    #[test]
    fn a_parser_reads_back_the_same_words(pieces in proptest::collection::vec(pieces(), 0..40)) {
        let html = format!("<div>{}</div>", pieces.concat());
        let document = document(&SafeText::block(&html), None);
        let text = markdown(&html);
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&parsed(&text)), letters(&document.text), "{}", text);
    }
}
