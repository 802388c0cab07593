//! No word of a page is lost or added between the tree that Readability leaves and the lines.

use dom_query::{Document, NodeRef};
use proptest::prelude::*;

use super::*;
use crate::text::{Layout, Setting, line_text, literal_document, width, wrap};

/// Elements that part their text from what is around them, as a browser shows them.
const PARTING: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "img",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];
/// Elements whose text is not for people.
const PROGRAMS: &[&str] = &["script", "style", "iframe", "template"];

/// What a browser calls the text content, with white space between blocks.
fn text_content(html: &str) -> String {
    fn add(node: &NodeRef<'_>, text: &mut String) {
        if node.is_text() {
            return text.push_str(&node.text());
        }
        let name = node.node_name().map(|name| name.to_lowercase()).unwrap_or_default();
        if PROGRAMS.contains(&name.as_str()) {
            return;
        }
        let separator = if PARTING.contains(&name.as_str()) { " " } else { "" };
        text.push_str(separator);
        for child in node.children() {
            add(&child, text);
        }
        text.push_str(separator);
    }
    let mut text = String::new();
    add(&Document::from(html).root(), &mut text);
    text
}

/// The words of a text without what a terminal must not be sent and what only says where words may be parted.
fn words(text: &str) -> Vec<String> {
    let text = SafeText::block(text).replace('\u{ad}', "");
    text.split_whitespace().map(str::to_owned).collect()
}

/// Markup as Readability writes it: from the tree that a parser makes of it.
fn as_written(markup: &str) -> String {
    Document::from(markup).html().to_string()
}

fn assert_faithful(html: &str, columns: impl IntoIterator<Item = u16>) {
    let document = literal_document(&SafeText::block(html), None);
    let expected = words(&text_content(html));
    assert_eq!(words(&document.text), expected, "{html}");
    let setting = Setting { link_marks: false, whole_words: true, ..Setting::default() };
    for columns in columns {
        let lines = wrap(&document, Layout { width: columns, setting });
        let lines: Vec<String> = lines.iter().map(|line| line_text(line, &document)).collect();
        assert!(lines.iter().all(|line| width(line) <= columns.into()), "{columns} columns: {lines:?}");
        let joined: String = lines.iter().flat_map(|line| line.split_whitespace()).collect();
        for word in &expected {
            assert!(joined.contains(word), "{columns} columns: {word:?} of {html}: {lines:?}");
        }
    }
}

const WIDTHS: [u16; 9] = [2, 3, 7, 11, 20, 33, 60, 72, 100];

#[test]
fn pages_of_every_kind_keep_their_words() {
    for html in [
        // An encyclopaedia's.
        "<p>The <b>Treaty</b><sup id=r1><a href='#n1'>[1]</a></sup> of 10<sup>5</sup> words, CO<sub>2</sub>\
         <i>x</i><sub>i,j</sub>.<span class=reference>[2]</span></p><table><caption>Signatories</caption><thead><tr>\
         <th>State<th>Date</thead><tr><th rowspan=2>Åland<td>1921-10-20<br>(ratified)<tr><td colspan=2>Later</table>\
         <dl><dt>Term<dd>Its meaning<dd>Another</dl><ol start=3><li>Third<ul><li>within</ul><li>Fourth</ol>",
        // A programmer's.
        "<p>Call <code>run()</code> or <kbd>Ctrl</kbd>+<kbd>C</kbd>:</p><pre>fn main() {\n\tlet a =&nbsp;1;\n}\n</pre>\
         <p>Then <var>n</var><sup>2</sup> <q>quoted <q>within</q></q>, <abbr title='World Trade Organization'>WTO</abbr>",
        // Old pages.
        "<center><font size=5>TITLE</font></center>one<br>two<br><br>three&nbsp;four<br>\n<br><br><font>five</font>six\
         <div>seven</div>eight<div style='display:inline-block'>nine</div><hr>ten",
        "<figure><img alt='A map' src=/m.png width=600 height=400><figcaption>A map of the <em>river</em>\
         </figcaption></figure><p>He<img class=emoji alt=':)' src=/e.png> laughed.<p>well\u{ad}known pro&shy;cess<wbr>ing\
         zero&#8203;width &#8206;left&#8207; end&zwnj;less",
        "<p>Text <svg><title>Icon</title><path/></svg> <math><mi>x</mi><semantics><annotation>y^2</annotation>\
         </semantics></math> <button>Press</button> <label>Field</label> <noscript>Without</noscript>\
         <video src=/v><p>No video</video><object>Fallback</object><canvas>Drawn</canvas><details><summary>More</summary>\
         Hidden</details><ins>new</ins><del>old</del><textarea>Written</textarea>",
        "<p>外交部发言人<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>で、「会談」が行われた。<ruby>漢<rt>かん</rt></ruby>\
         <p lang=ko>한국의 정상은 <b>회담</b>에서<p>ทูตานุทูต<p>क्षि त्र",
        "<p dir=rtl>السلام عليكم (1905) <b>لا</b> إله<blockquote dir=rtl><p>שלום «עולם» https://news.example/a/long/path\
         </blockquote><ul dir=rtl><li>הראשון<li>الثاني</ul>",
        "<blockquote><p>https://news.example/a-very-long-address/that-no-line/of-twenty-columns/has-room-for?a=b&amp;c=d\
         <blockquote>Donaudampfschifffahrtsgesellschaftskapitänsmütze</blockquote></blockquote>",
        "<table><tr><td>外交部发言人办公室主任<td>Well-established-institution-of-learning<td>x<td>y<tr><td>a<td>b<td>c<td>d\
         </table><table role=presentation><tr><td><p>Laid out<td><p>side by side</table>",
        "<p>👩\u{200d}🚀 and 👨\u{200d}👩\u{200d}👧\u{200d}👦 🇺🇦🇵🇱 ☺️ 👍🏽 e\u{301}a",
    ] {
        assert_faithful(&as_written(html), WIDTHS);
    }
}

#[test]
fn an_extracted_page_keeps_its_words() {
    let paragraph = "<p>The delegations<sup>2</sup> met <q>again</q> in the evening and spoke for two hours, as the chairman \
                     told <abbr title='Agence France-Presse'>AFP</abbr>. <a href=/more>More</a><sup>[3]</sup></p>";
    let html = format!("<title>Talks</title><article><h1>Talks</h1>{}</article>", paragraph.repeat(12));
    let url = WebUrl::parse("https://news.example/talks").unwrap();
    let body = extract(&html, &url, Timestamp::UNIX_EPOCH).unwrap().body;
    assert!(body.contains("<sup>2</sup>"), "{body}");
    assert_faithful(&body, WIDTHS);
}

/// Markup out of tags and words of several scripts.
fn markup() -> impl Strategy<Value = String> {
    let names = vec![
        "p",
        "div",
        "h2",
        "b",
        "span",
        "a href='/x'",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "code",
        "table",
        "tr",
        "td",
        "th colspan=3",
        "caption",
        "figure",
        "figcaption",
        "img alt='a b'",
        "br",
        "hr",
        "q",
        "sup",
        "sub",
        "svg",
        "title",
        "math",
        "button",
        "script",
        "style",
        "video",
        "abbr title='t u'",
        "ruby",
        "rt",
        "rp",
        "noscript",
        "wbr",
        "font",
        "textarea",
        "label",
        "center",
        "p dir=rtl",
        "details",
        "summary",
    ];
    let tag = (prop::sample::select(names), any::<bool>()).prop_map(|(tag, ends)| {
        let name = tag.split(' ').next().unwrap_or_default();
        if ends { format!("</{name}>") } else { format!("<{tag}>") }
    });
    let text = prop_oneof![
        "[a-z]{1,30}( [a-z0-9]{1,9}){0,6}",
        "[ \\n]{1,4}",
        "[日本語、。（）「」ーっ外交部]{1,12}",
        prop::sample::select(vec![
            "&nbsp;",
            "&amp;",
            "&lt;b>",
            "한국어 뉴스",
            "שלום (עולם) 1905",
            "«السلام» عليكم",
            "ทูตานุทูต",
            "क्षि",
            "soft&shy;hyphen",
            "https://x.example/a-b-c",
            "well-known -5",
            "x\u{200b}y",
            "👩\u{200d}🚀",
            "e\u{301}",
            "²₃½",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(prop_oneof![tag, text], 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_tree_keeps_its_words(markup in markup(), columns in 2u16..90) {
        assert_faithful(&as_written(&markup), [columns]);
    }
}
