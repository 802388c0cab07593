use super::*;
use crate::domain::WebUrl;
use crate::text::document;
use crate::text::width::width;

fn made(html: &str) -> Document {
    let base = WebUrl::parse("https://news.example/").expect("a literal address");
    document(&SafeText::block(html), Some(&base))
}

fn wrapped(html: &str, width: u16) -> String {
    let document = made(html);
    let lines: Vec<String> = wrap(&document, width).iter().map(|line| line_text(line, &document)).collect();
    lines.join("\n")
}

#[track_caller]
fn check(cases: &[(&str, u16, &str)]) {
    for (html, width, expected) in cases {
        assert_eq!(wrapped(html, *width), *expected, "{html} at {width}");
    }
}

#[test]
fn lines_end_at_spaces_and_after_hyphens() {
    check(&[
        ("<p>one two three four", 9, "one two\nthree\nfour"),
        ("<p>one two three four", 13, "one two three\nfour"),
        ("<p>one  <b>two</b><i>three</i> four", 8, "one\ntwothree\nfour"),
        ("<p>long-term well-being", 11, "long-term\nwell-being"),
        ("<p>long-term well-being", 10, "long-term\nwell-being"),
        ("<p>the long-term plan", 9, "the long-\nterm plan"),
        ("<p>minus -5 or 2026-11-22", 8, "minus -5\nor\n2026-11-\n22"),
        ("<p>one<br>two", 20, "one\ntwo"),
        ("<p>one<p>two", 20, "one\n\ntwo"),
    ]);
}

#[test]
fn what_is_longer_than_a_line_is_broken_between_clusters() {
    check(&[
        ("<p>see https://news.example/abc", 10, "see\nhttps://\nnews.\nexample/\nabc"),
        (
            "<p>e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
            8,
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}\ne\u{301}",
        ),
        (
            "<p>👩\u{200d}🚀👩\u{200d}🚀👩\u{200d}🚀👩\u{200d}🚀👩\u{200d}🚀",
            8,
            "👩\u{200d}🚀👩\u{200d}🚀👩\u{200d}🚀👩\u{200d}🚀\n👩\u{200d}🚀",
        ),
        ("<p>🇺🇦🇵🇱🇨🇿🇸🇰🇭🇺", 9, "🇺🇦🇵🇱🇨🇿🇸🇰\n🇭🇺"),
        ("<p>e<b>\u{301}</b>x", 8, "e\u{301}x"),
    ]);
}

#[test]
fn ideographs_part_anywhere_but_at_their_punctuation() {
    check(&[
        ("<p>外交部发言人表示", 8, "外交部发\n言人表示"),
        ("<p>外交部发，言人", 8, "外交部\n发，言人"),
        ("<p>外交部「发言」", 8, "外交部\n「发言」"),
        ("<p>EU外交部NATO声明", 8, "EU外交部\nNATO声明"),
        ("<p>サーバーへ", 8, "サーバー\nへ"),
        ("<p>北大西洋ーー", 8, "北大西\n洋ーー"),
        ("<p>정상회담이 오늘", 12, "정상회담이\n오늘"),
        ("<p>mot clé&nbsp;: oui", 8, "mot\nclé :\noui"),
    ]);
}

#[test]
fn links_have_marks_that_stay_with_their_word() {
    check(&[
        (r#"<p>a <a href="/x">word</a>."#, 20, "a word[1]."),
        (r#"<p>one <a href="/x">word</a>, two"#, 9, "one\nword[1],\ntwo"),
        (r#"<p><a href="/x">a <b>b</b></a> <a href="/y">c</a>"#, 20, "a b[1] c[2]"),
        (r#"<a href="/x"><img src=i alt="A map"></a>"#, 30, "[image: A map][1]"),
    ]);
    let document = made(r#"<p>a <a href="/x">word</a>"#);
    let lines = wrap(&document, 20);
    let links: Vec<_> = lines[0].segments.iter().map(|segment| (segment.look, segment.link)).collect();
    assert_eq!(links, [(Look::Body, None), (Look::Body, Some(1)), (Look::LinkMark, Some(1))]);
    assert_eq!(lines[0].segments[1].piece, Piece::Source(2..6));
}

#[test]
fn quotes_and_lists_stand_behind_their_marks() {
    check(&[
        ("<blockquote><p>one two three<p>four</blockquote>five", 10, "│ one two\n│ three\n│ \n│ four\n\nfive"),
        ("<p>a<ul><li>one two three<li>b</ul>c", 10, "a\n\n• one two\n  three\n• b\n\nc"),
        ("<ol start=9><li>a<li>b c d e f g h i", 10, "9. a\n10. b c d\n    e f g\n    h i"),
        ("<ul><li>a<ol><li>b</ol><li>c</ul>", 20, "• a\n  1. b\n• c"),
        ("<ul><li><p>a<p>b<li><p>c</ul>", 20, "• a\n\n  b\n\n• c"),
        ("<ol start=10><li><p>a<p>b</ol>", 20, "10. a\n\n    b"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", 20, "a\n  b\n\nc\n  d"),
        ("<ul><li><blockquote>a</blockquote><blockquote>b</ul>", 20, "• │ a\n  │ \n  │ b"),
    ]);
}

#[test]
fn deep_nesting_leaves_room_for_text() {
    let quotes = "<blockquote>".repeat(40);
    assert_eq!(wrapped(&format!("{quotes}one two three"), 20), format!("{0}one two\n{0}three", "│ ".repeat(5)));
    assert_eq!(wrapped(&format!("{quotes}one two three"), 8), "│ one\n│ two\n│ three");
}

#[test]
fn code_keeps_its_spaces() {
    check(&[
        ("<pre>fn  main() {\n    a - b\n\n}</pre>", 20, "fn  main() {\n    a - b\n\n}"),
        ("<pre>abcdefghij  klm</pre>", 8, "abcdefgh\nij  klm"),
    ]);
}

#[test]
fn pictures_captions_and_rules_have_their_lines() {
    check(&[
        ("<figure><img src=a alt='A long name'><figcaption>c</figure>b", 14, "[image: A long\nname]\nc\n\nb"),
        ("a<img src=x>b", 10, "a\n\n[image]\n\nb"),
        ("<img src=x alt=M width=1200 height=800px>", 30, "[image: M · 1200×800]"),
        ("<img src=x><img src=y>", 30, "[image]\n\n[image]"),
        ("a<hr>b", 10, "a\n\n──────────\n\nb"),
    ]);
}

#[test]
fn tables_stand_in_columns_that_fit() {
    let table = "<table><tr><th>State<th>Said<tr><td>A<td>one two three four<tr><td>家<td>x</table>";
    check(&[
        (table, 40, "State │ Said\n──────┼───────────────────\nA     │ one two three four\n家    │ x"),
        (table, 18, "State │ Said\n──────┼───────────\nA     │ one two\n      │ three four\n家    │ x"),
        (table, 12, "State: A\nSaid: one\ntwo three\nfour\n\nState: 家\nSaid: x"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", 8, "a │ b\nc │ d"),
    ]);
}

#[test]
fn every_block_has_its_look() {
    let html = "<h2>a</h2><p>a<blockquote>a</blockquote><ul><li>a</ul><pre>a</pre><img src=a alt=a><p>a<hr>\
        <table><caption>a</caption><tr><th>a<th>a<tr><td>a<td>a</table>";
    let document = made(html);
    let mut looks: Vec<Look> = Vec::new();
    for segment in wrap(&document, 30).iter().flat_map(|line| &line.segments) {
        if !looks.contains(&segment.look) {
            looks.push(segment.look);
        }
    }
    assert_eq!(
        looks,
        [
            Look::Heading(2),
            Look::Body,
            Look::Quote,
            Look::Marker,
            Look::Code,
            Look::Image,
            Look::Rule,
            Look::Caption,
            Look::TableHead,
        ]
    );
}

#[test]
fn soft_hyphens_show_only_where_a_line_ends() {
    check(&[
        ("<p>Donau&shy;dampf&shy;schiff", 40, "Donaudampfschiff"),
        ("<p>Donau&shy;dampf&shy;schiff", 12, "Donaudampf-\nschiff"),
        ("<p>Donau&shy;dampf&shy;schiff", 10, "Donau-\ndampf-\nschiff"),
        ("<p>Neu<wbr>schwan<wbr>stein", 10, "Neuschwan\nstein"),
    ]);
}

#[test]
fn a_glyph_wider_than_the_line_becomes_a_dot() {
    check(&[("<p>a 家b", 1, "a\n·\nb"), ("<p>e\u{301}x", 1, "e\u{301}\nx"), ("<p>क्षि", 2, "क्ष\nि")]);
}

#[test]
fn marks_of_links_can_be_left_out() {
    let document = made(r#"<p>a <a href="/x">word</a>.<table><tr><td><a href="/y">b</a><td>c<tr><td>d<td>e</table>"#);
    let layout = Layout { width: 40, setting: Setting { link_marks: false, ..Setting::default() } };
    let lines: Vec<String> = wrap(&document, layout).iter().map(|line| line_text(line, &document)).collect();
    assert_eq!(lines, ["a word.", "", "b │ c", "d │ e"]);
}

#[test]
fn what_is_read_from_right_to_left_keeps_its_places() {
    let document = made(r#"<p>שלום (<a href="/x">עולם</a>)"#);
    let layout = Layout { width: 20, setting: Setting { reorder: true, ..Setting::default() } };
    let lines = wrap(&document, layout);
    assert_eq!(line_text(&lines[0], &document), "      ([1]םלוע) םולש");
    let first_letter = &lines[0].segments[lines[0].segments.len() - 1];
    assert_eq!(first_letter.piece, Piece::Source(0..2), "the first letter stands last");
    let linked: String = (lines[0].segments.iter().filter(|segment| segment.link == Some(1)))
        .map(|segment| segment.piece.text(&document))
        .collect();
    assert_eq!(linked, "[1]םלוע");
}

#[test]
fn links_within_the_text_have_arrows_and_numbers_behind_the_links() {
    let body = r##"<p>See <a href="/x">this</a> and <b>that<sup><a href="#n">1</a></sup></b>, so.
        <table><tr><td>a <a href="#n">2</a><td>b<tr><td>c<td>d</table><p id="n">A <em>note</em>. <a href="#top"><i>ba</i>ck</a>"##;
    let document = made(&body.replace("<p>See", "<p id=top>See"));
    let layout = |width| Layout { width, setting: Setting { jump_marks: true, ..Setting::default() } };
    let shown =
        |width| wrap(&document, layout(width)).iter().map(|line| line_text(line, &document)).collect::<Vec<_>>();
    let lines = shown(40);
    assert_eq!(lines, ["See this[1] and that¹↓, so.", "", "a 2↓ │ b", "c    │ d", "", "A note. back↑"]);
    let numbers = |look: fn(Look) -> bool| -> Vec<usize> {
        let lines = wrap(&document, layout(40));
        let segments = lines.iter().flat_map(|line| &line.segments).filter(|segment| look(segment.look));
        segments.filter_map(|segment| segment.link).collect()
    };
    assert_eq!(numbers(|look| look == Look::LinkMark), [1, 2, 3, 4]);
    assert_eq!(numbers(|look| look != Look::LinkMark), [1, 2, 3, 4, 4], "emphasis parts the last");
    assert!((1..8).all(|columns| shown(columns).iter().all(|line| width(line) <= columns.into())));
    let unmarked: String = wrap(&document, 40).iter().map(|line| line_text(line, &document)).collect();
    assert!(!unmarked.contains(['↓', '↑']), "only where they can be followed");
}
