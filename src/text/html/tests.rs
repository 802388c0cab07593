use crate::domain::{SafeText, WebUrl};
use crate::text::document;
use crate::text::dump::dump;

fn base() -> WebUrl {
    WebUrl::parse("https://news.example/world/1").expect("a literal address")
}

fn dumped(html: &str) -> String {
    dump(&document(&SafeText::block(html), Some(&base())))
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        assert_eq!(dumped(html), *expected, "{html}");
    }
}

#[test]
fn blocks_part_their_text_and_fold_white_space() {
    check(&[
        ("<p>one\n  two</p>  <p> three </p>", "p one two\np three"),
        ("before<div>in <section>deeper</section></div>after", "p before\np in\np deeper\np after"),
        ("<p>a&nbsp;b</p><p>&nbsp;</p><p>\u{3000}日本</p>", "p a b\np 日本"),
        ("<h1>A</h1><h3>B <em>c</em></h3><p>d", "h1 A\nh3 B /c/\np d"),
        ("<h2><p>in</p></h2><p>out", "h2 in\np out"),
        ("<p>one<br>two<br/> three</p>", "p one⏎two⏎three"),
        ("one<br><br>two<br><br><br><br>three<br>", "p one\np two\np three"),
        ("<hr><p>a<hr><hr>b</p><hr>", "p a\nrule\np b"),
        ("<details><summary>More</summary>text</details>", "p *More*\np text"),
        ("<pre>\n  fn a() {\n\n    b  c\n}\n</pre>", "pre   fn a() {⏎⏎    b  c⏎}"),
        ("<p></p><div> <p> </p></div>", ""),
    ]);
}

#[test]
fn inline_elements_set_their_text_off() {
    check(&[
        ("<p><b>a</b> <strong>b</strong> c", "p *a* *b* c"),
        ("<p><em>a <b>b</b></em><i>c</i><cite>d</cite>", "p /a /*/b/*/cd/"),
        ("<p>run <code>ls</code>, <kbd>q</kbd> <s>not</s> <del>this</del>", "p run `ls`, `q` ~not~ ~this~"),
        ("<p>10<sup>5</sup> m<sup>2</sup> H<sub>2</sub>O 4<sup>th</sup>", "p 10⁵ m² H₂O 4th"),
        ("<p><q>a <q>b</q></q>", "p “a ‘b’”"),
        (
            r#"<p><abbr title="International Court of Justice">ICJ</abbr>, <abbr title="International Court of Justice">ICJ</abbr>"#,
            "p ICJ (International Court of Justice), ICJ",
        ),
        (
            "<p>x<sup><a href='/a'>2</a></sup> y<sub>i,j</sub> <sup>a &minus;1</sup>",
            "p x{²}1 y_(i,j) ^(a −1)\n[1] https://news.example/a",
        ),
        (
            "<p><u>a</u><ins>b</ins><mark>c</mark> <math alttext='x'><mi>y</mi></math>, <math alttext='x'></math>",
            "p abc y, x",
        ),
        ("<p><ruby>外交<rp>[</rp><rt>がいこう</rt></ruby>", "p 外交(がいこう)"),
        ("<p><span>a</span><font color=red>b</font><unknown>c</unknown>", "p abc"),
    ]);
}

#[test]
fn links_are_numbered_by_address() {
    check(&[
        (
            r#"<p><a href="/a">one</a> <a href="https://x.example/">two</a> <a href="https://news.example/a">again</a>"#,
            "p {one}1 {two}2 {again}1\n[1] https://news.example/a\n[2] https://x.example/",
        ),
        (
            r##"<p><a href="#top">up</a> <a href="mailto:a@b.c">mail</a> <a href="javascript:x()">js</a> <a>none</a>"##,
            "p up mail js none",
        ),
        (r#"<p><a href="/a"> </a><a href="/b"></a>text"#, "p text"),
        (r#"<p>see <a href="/a">this </a>now"#, "p see {this}1 now\n[1] https://news.example/a"),
        (
            r#"<p><a href="/a">one<a href="/b">two</a></p>"#,
            "p {one}1{two}2\n[1] https://news.example/a\n[2] https://news.example/b",
        ),
        (r#"<a href="/a"><p>one</p><p>two</p></a>three"#, "p {one}1\np {two}1\np three\n[1] https://news.example/a"),
    ]);
    let without_base = document(&SafeText::block(r#"<p><a href="/a">one</a>"#), None);
    assert_eq!(dump(&without_base), "p one");
}

#[test]
fn lists_have_markers_and_quotes_nest() {
    check(&[
        ("<ul><li>a<li>b</ul>c", "• p a\n• p b\np c"),
        ("<ol start=3><li>a</li><li value=7>b</li><li>c</ol>", "3. p a\n7. p b\n8. p c"),
        ("<ol type=A><li>a<li value=27>b</ol><ol type=i><li>c</ol>", "A. p a\nAA. p b\ni. p c"),
        ("<ol reversed start=9><li>a<li>b</ol>", "9. p a\n8. p b"),
        (
            "<ul><li>x<ol reversed><li>a<ol><li>in</ol><li><p>b<p>c</ol><li>y</ul>",
            "• p x\n  2. p a\n    1. p in\n  1. p b\n    p c\n• p y",
        ),
        ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "• p a\n  1. p b\n• p c"),
        ("<ul><li>a<ul><li>b<ul><li>c", "• p a\n  ◦ p b\n    ▪ p c"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "• p a\n  p b"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>e", "p *a*\n  p b\np *c*\n  p d\np e"),
        ("<blockquote>a<blockquote>b</blockquote><ul><li>c</ul></blockquote>d", "> p a\n> > p b\n> • p c\np d"),
        ("<li>stray", "• p stray"),
    ]);
}

#[test]
fn tables_of_data_become_tables() {
    check(&[
        (
            "<table><thead><tr><th>State<th>Votes</thead><tbody><tr><td>A<td>10<tr><td>B</td><td>20</td></tr></table>",
            "table with header State | Votes / A | 10 / B | 20",
        ),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>e", "table a | b / c | d\np e"),
        ("<table><tr><th>a<td>b<tr><th>c<td>d</table>", "table *a* | b / *c* | d"),
        ("<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>", "table a |  | b / c | d | e"),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "table a | b /  | c"),
        ("<table><tr><td>a<td>b<tr><td colspan=9>c</table>", "table a | b / c | "),
        ("<table><tr><td>a<td><td>b<tr><td>c<td>&nbsp;<td>d</table>", "table a | b / c | d"),
        ("<table><caption>Who</caption><tr><td>a<td>b<tr><td>c</table>", "caption Who\ntable a | b / c | "),
        ("<table><tr><td><p>a</p><p>b</p><td>c<br>d<tr><td>e</table>", "table a⏎b | c⏎d / e | "),
        ("<ul><li><table><tr><td>a<td>b<tr><td>c<td>d</table></ul>", "• table a | b / c | d"),
    ]);
}

#[test]
fn tables_that_lay_out_a_page_become_their_blocks() {
    check(&[
        ("<table><tr><td><h2>a</h2><p>b</p></td></tr></table>", "h2 a\np b"),
        ("<table><tr><td><img alt=a src=a></td><td>b</td></tr></table>", "image a\np b"),
        ("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", "p a\np b\np c\np d"),
        (
            "<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d<td>e</table><tr><td>f<td>g</table>",
            "p a\ntable b | c / d | e\np f\np g",
        ),
    ]);
}

#[test]
fn long_and_wide_tables_are_bounded_without_losing_text() {
    let row: String = (0..52).map(|n| format!("<td>c{n}")).collect();
    let wide = document(&SafeText::block(&format!("<table><tr>{row}<tr>{row}</table>")), None);
    assert!(wide.text.contains("c51"));
    assert!(dump(&wide).contains("c48 | c49⏎c50⏎c51 /"));
    let long = document(&SafeText::block(&format!("<table>{}</table>", "<tr><td>a<td>b".repeat(600))), None);
    assert_eq!(long.blocks.len(), 2);
    assert_eq!(long.text.len(), 600 * 4 - 1);
}

#[test]
fn pictures_and_recordings_leave_a_line() {
    check(&[
        (r#"<p>a<img src=x.png alt="A  map">b"#, "p a\nimage A map\np b"),
        (r#"<img src=a.png><img src=b.png><p>b"#, "image \nimage \np b"),
        (r#"<p>a<img src=x width=1 height=1><img src=y style="display: none" alt=z>b"#, "p ab"),
        (r#"<p>Yes <img class="wp-smiley" alt="🙂"> and <img width=16 alt="✔">"#, "p Yes 🙂 and ✔"),
        (
            r#"<figure><img src=x alt=a><figcaption>The <b>map</b></figcaption></figure>b"#,
            "image a\ncaption The *map*\np b",
        ),
        (r#"<a href="/a"><img src=x alt=a></a>"#, "image {a}1\n[1] https://news.example/a"),
        (
            r#"<p>a<iframe src="https://www.youtube.com/embed/1">fallback</iframe>b"#,
            "p a\np {[embedded: www.youtube.com]}1\np b\n[1] https://www.youtube.com/embed/1",
        ),
        (
            r#"<video src="/v.mp4">No video</video><audio><source src="/a.mp3">No audio</audio>"#,
            "p {[video]}1\np {[audio]}2\n[1] https://news.example/v.mp4\n[2] https://news.example/a.mp3",
        ),
        (r#"a<iframe src="https://t.example/" width=0></iframe>"#, "p a"),
    ]);
}

#[test]
fn what_is_no_text_is_dropped() {
    check(&[
        ("a<script>if (a<b) alert('<p>x')</script>b", "p ab"),
        ("a<style>p{}</style><textarea><p>x</textarea><title>t</title>b", "p ab"),
        ("a<noscript>x<img src=/i.png><img src=/t.gif width=1 height=1></noscript>b", "p a\nimage \np b"),
        ("a<noscript><p>x</p></noscript><template><p>x</p></template>b", "p ab"),
        ("a<svg><title>t</title><text>x</text></svg>b", "p ab"),
        ("a<svg><text>x<p>b", "p a\np b"),
        ("<p>a<button><div>Share</div></button> b", "p a b"),
        ("<b>a<select><option>x</b></select>b", "p *a*b"),
        ("a<!-- <p>x -->b<!doctype html>c<?xml x?>d", "p abcd"),
        ("a<script/>b<iframe/>c", "p abc"),
    ]);
}

#[test]
fn sloppy_markup_keeps_its_text() {
    check(&[
        ("<p>a<p>b</div>c", "p a\np b\np c"),
        ("<b>a<i>b</b>c</i>d", "p *a**/b/*/c/d"),
        ("<div><b>a</div>b", "p *a*\np b"),
        ("<p>a < b && c > d &amp; e", "p a < b && c > d & e"),
        ("<p>a<", "p a<"),
        ("<p>a</p", "p a"),
        ("<p>a<b title='", "p a"),
        ("<table><tr><td>a</table></td></tr>b", "p a\np b"),
        ("<td>a</td><tr>b", "p a\np b"),
        ("a</p>b</br>c", "p a\np b⏎c"),
        ("<p>e&#x301;&#27;[31m&#x202e;x&shy;y", "p e\u{301}[31mxy"),
    ]);
}

#[test]
fn markup_that_was_escaped_twice_is_read() {
    check(&[
        ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;three&lt;/p&gt;", "p One & two\np three"),
        ("3 &lt; 4 &amp; 5", "p 3 < 4 & 5"),
    ]);
}

#[test]
fn an_image_is_fetched_from_its_best_address() {
    for (html, addresses) in [
        (r#"<img src="/s.jpg" srcset="/s.jpg 320w, /l.jpg 1600w">"#, "https://news.example/l.jpg"),
        (r#"<img src="data:image/gif;base64,x" data-src="/lazy.jpg">"#, "https://news.example/lazy.jpg"),
        (r#"<img src="/blank.gif" data-srcset="/a.jpg 1x, /b.jpg 2x">"#, "https://news.example/b.jpg"),
        (
            r#"<picture><source type="image/avif" srcset="/a.avif"><source srcset="/a.webp 2x"><img src="/a.jpg"></picture>"#,
            "https://news.example/a.webp",
        ),
        (
            r#"<img src="/a.jpg"><noscript><img src="/a.jpg"></noscript><img src="/b.jpg">"#,
            "https://news.example/a.jpg https://news.example/b.jpg",
        ),
        (r#"<img class=lazy><noscript><img src="/a.jpg"></noscript>"#, "https://news.example/a.jpg"),
        (r#"<img src="ftp://x.example/a.jpg" srcset="data:image/png,x">"#, ""),
    ] {
        let document = document(&SafeText::block(html), Some(&base()));
        let found: Vec<&str> = document.pictures.iter().map(|picture| picture.url.as_str()).collect();
        assert_eq!(found.join(" "), addresses, "{html}");
        let images =
            document.blocks.iter().filter(|block| matches!(block.kind, crate::domain::BlockKind::Image { .. }));
        assert_eq!(images.count(), found.len().max(1), "{html}");
    }
}

#[test]
fn links_within_the_text_lead_to_their_places() {
    let html = r##"<p id="top">One<sup><a href="#fn1">1</a></sup>, <a href="https://news.example/world/1#fn2"> two </a>
        <a href="#nowhere">three</a><a href="/other#fn1">four</a></p><p id=fn1>Note <a href="#top">back</a></p><a name="fn2"></a> Last"##;
    let document = document(&SafeText::block(html), Some(&base()));
    let jumps = document.jumps.iter().map(|jump| (&document.text[jump.from.clone()], &document.text[jump.to..][..3]));
    assert_eq!(jumps.collect::<Vec<_>>(), [("¹", "Not"), ("two", "Las"), ("back", "One")]);
    assert_eq!(document.links.len(), 1, "a place in the text is no link to number");
}

#[test]
fn words_may_be_parted_where_their_text_does_not_show_it() {
    let document = document(&SafeText::block("<p>a&shy;b &shy;c&shy; d<wbr>e&#8203;f<p>g"), None);
    assert_eq!(document.text, "ab c def\ng");
    let places: Vec<(usize, bool)> = document.breaks.iter().map(|place| (place.at, place.hyphen)).collect();
    assert_eq!(places, [(1, true), (4, true), (6, false), (7, false)]);
}

#[test]
fn text_is_read_as_its_markup_or_its_first_letter_says() {
    let html = "<p>שלום<p>1905 x שלום<p dir=rtl>x<div dir=ltr><p>שלום<p dir=auto>שלום</div><p>«سلام»<table><tr><td>א<td>b<tr><td>c<td>d</table>";
    let document = document(&SafeText::block(html), None);
    let directions: Vec<bool> = document.blocks.iter().map(|block| block.rtl).collect();
    assert_eq!(directions, [true, false, true, false, true, true, true]);
}
