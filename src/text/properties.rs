//! What holds for every body, however broken or hostile.

use proptest::prelude::*;

use super::width::width;
use super::wrap::{Look, Piece};
use super::{Layout, Line, Setting, document, line_text, wrap};
use crate::domain::{BlockKind, Document, Run, SafeText, WebUrl};

/// Markup out of tags, special characters and words of several scripts.
fn markup() -> impl Strategy<Value = String> {
    let names = vec![
        "p",
        "div",
        "h2",
        "b",
        "i",
        "a href='/x'",
        "a href='https://y.example'",
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
        "td colspan=3",
        "th rowspan=2",
        "thead",
        "caption",
        "figure",
        "figcaption",
        "img alt='a b'",
        "img",
        "br",
        "hr",
        "q",
        "sup",
        "svg",
        "button",
        "script",
        "title",
        "video",
        "iframe src=/z",
        "abbr title='t u'",
        "summary",
        "p dir=rtl",
        "div dir=ltr",
        "sub",
        "u",
        "wbr",
        "noscript",
        "math alttext=x",
        "a href='#k'",
        "p id=k",
        "ol reversed type=i",
        "source srcset='/s 2x'",
        "img data-src=/l width=900 height=80",
    ];
    let tag = (prop::sample::select(names), any::<bool>()).prop_map(|(name, ends)| match name.split_once(' ') {
        Some((name, _)) if ends => format!("</{name}>"),
        _ if ends => format!("</{name}>"),
        _ => format!("<{name}>"),
    });
    let text = prop_oneof![
        "[a-z]{1,12}( [a-z]{1,9}){0,6}",
        "[ \\n]{1,4}",
        "[日本語、。（）「」ーっ外交部]{1,12}",
        prop::sample::select(vec![
            "e\u{301}\u{302}",
            "👩\u{200d}🚀",
            "👨\u{200d}👩\u{200d}👧\u{200d}👦",
            "🇺🇦🇵🇱🇺",
            "ｶﾞ",
            "क्षि",
            "क्क्क्क्क्क्क्क्क",
            "\u{600}1",
            "&amp;",
            "&#27;",
            "&#x301;",
            "&nbsp;",
            "\u{3000}",
            "\u{202e}",
            "&",
            "<",
            "한국어 뉴스",
            "שלום (עולם) 1905",
            "«السلام» عليكم",
            "ทูตานุทูต",
            "soft\u{ad}hyphen\u{ad}ated",
            "zero\u{200b}width",
            "https://x.example/a-b-c",
            "well-known -5",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    prop::collection::vec(prop_oneof![tag, text], 0..40).prop_map(|parts| parts.concat())
}

fn runs(document: &Document) -> impl Iterator<Item = &Run> {
    document.blocks.iter().flat_map(|block| {
        let rows: &[Vec<Vec<Run>>] = match &block.kind {
            BlockKind::Table { rows, .. } => rows,
            _ => &[],
        };
        block.runs.iter().chain(rows.iter().flatten().flatten())
    })
}

fn made(body: &str) -> Document {
    let base = WebUrl::parse("https://news.example/").expect("a literal address");
    document(&SafeText::block(body), Some(&base))
}

/// What is shown of the document's own text, in the order of the lines, without white space. Cells that stand side
/// by side, and names of columns that are said again, are left out by the caller.
fn shown(lines: &[Line], document: &Document) -> String {
    let segments = lines.iter().flat_map(|line| &line.segments);
    let sources = segments.filter(|segment| matches!(segment.piece, Piece::Source(_)));
    sources.flat_map(|segment| segment.piece.text(document).chars()).filter(|c| !c.is_whitespace()).collect()
}

/// A character that is the same in a line that is read and in one that is seen; brackets are turned, spaces fill.
fn unturned(c: char) -> Option<char> {
    const TURNED: &str = "()[]{}<>«»‹›≤≥⟨⟩⟪⟫";
    (!c.is_whitespace()).then_some(if TURNED.contains(c) { '(' } else { c })
}

proptest! {
    #[test]
    fn runs_ascend_within_the_text_and_cover_it(body in markup()) {
        let document = made(&body);
        let mut end = 0;
        for run in runs(&document) {
            prop_assert!(run.range.start >= end && run.range.start < run.range.end);
            prop_assert!(document.text.get(run.range.clone()).is_some(), "{:?} is no text", run.range);
            prop_assert!(document.text[end..run.range.start].chars().all(|c| c == '\n'));
            prop_assert!(run.link.is_none_or(|link| (1..=document.links.len()).contains(&link)));
            end = run.range.end;
        }
        prop_assert_eq!(end, document.text.len());
        prop_assert_eq!(SafeText::block(&document.text), document.text);
    }

    #[test]
    fn no_block_is_empty_or_begins_or_ends_with_a_space(body in markup()) {
        let document = made(&body);
        for block in &document.blocks {
            let (Some(first), Some(last)) = (block.runs.first(), block.runs.last()) else {
                let may_be_empty = matches!(block.kind, BlockKind::Table { .. } | BlockKind::Rule | BlockKind::Image { .. });
                prop_assert!(may_be_empty, "{:?} is empty", block.kind);
                continue;
            };
            let text = &document.text[first.range.start..last.range.end];
            if block.kind != BlockKind::Preformatted {
                prop_assert_eq!(text.trim_matches([' ', '\n']), text);
            }
        }
    }

    #[test]
    fn no_line_is_too_wide_and_every_character_is_shown(body in markup(), columns in 0u16..90) {
        let document = made(&body);
        let lines = wrap(&document, columns);
        for line in &lines {
            let text = line_text(line, &document);
            let drawn: usize = line.segments.iter().map(|segment| width(segment.piece.text(&document))).sum();
            prop_assert!(drawn <= columns.max(1).into(), "{} columns: {:?}", drawn, text);
            prop_assert!(!text.contains('\n'));
        }
        if columns < 2 {
            return Ok(()); // What takes two columns is a dot.
        }
        let text: String = document.text.chars().filter(|c| !c.is_whitespace()).collect();
        let shown = shown(&lines, &document);
        if document.blocks.iter().any(|block| matches!(block.kind, BlockKind::Table { .. })) {
            let mut sorted: Vec<_> = text.chars().collect();
            let mut sorted_shown: Vec<_> = shown.chars().collect();
            sorted.sort_unstable();
            sorted_shown.sort_unstable();
            prop_assert_eq!(sorted, sorted_shown);
        } else {
            prop_assert_eq!(text, shown);
        }
    }

    #[test]
    fn reordered_lines_hold_the_same_text(body in markup(), columns in 2u16..90) {
        let document = made(&body);
        let layout = |reorder| Layout { width: columns, setting: Setting { reorder, link_marks: false, ..Setting::default() } };
        let (read, seen) = (wrap(&document, layout(false)), wrap(&document, layout(true)));
        prop_assert_eq!(read.len(), seen.len());
        for (read, seen) in read.iter().zip(&seen) {
            let drawn: usize = seen.segments.iter().map(|segment| width(segment.piece.text(&document))).sum();
            prop_assert!(drawn <= columns.into(), "{} columns: {:?}", drawn, line_text(seen, &document));
            let mut chars = [read, seen].map(|line| {
                let mut chars: Vec<char> = line_text(line, &document).chars().filter_map(unturned).collect();
                chars.sort_unstable();
                chars
            });
            let seen = std::mem::take(&mut chars[1]);
            prop_assert_eq!(&chars[0], &seen);
        }
    }

    #[test]
    fn jumps_lead_into_the_text(body in markup()) {
        let document = made(&body);
        for jump in &document.jumps {
            prop_assert!(document.text.get(jump.from.clone()).is_some_and(|words| !words.trim().is_empty()));
            prop_assert!(document.text.get(jump.to..).is_some_and(|rest| !rest.is_empty()));
        }
        let marked = Layout { width: 7, setting: Setting { jump_marks: true, link_marks: false, ..Setting::default() } };
        for line in wrap(&document, marked) {
            prop_assert!(width(&line_text(&line, &document)) <= 7, "{:?}", line);
        }
        prop_assert!(document.breaks.windows(2).all(|pair| pair[0].at < pair[1].at));
        prop_assert!(document.breaks.iter().all(|place| document.text.is_char_boundary(place.at)));
    }

    #[test]
    fn every_link_has_its_mark(body in markup()) {
        let document = made(&body);
        let lines = wrap(&document, 60);
        let marks = lines.iter().flat_map(|line| &line.segments).filter(|segment| segment.look == Look::LinkMark);
        let marked: std::collections::BTreeSet<_> = marks.filter_map(|segment| segment.link).collect();
        prop_assert_eq!(marked.into_iter().collect::<Vec<_>>(), (1..=document.links.len()).collect::<Vec<_>>());
    }
}

#[test]
fn hostile_bodies_are_bounded() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
    let cells = format!("<tr>{}", "<td>x".repeat(600)).repeat(600);
    for (name, body) in [
        ("nested div", format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000))),
        ("nested b", format!("{}x", "<b>".repeat(100_000))),
        ("nested quotes and lists", format!("x{}", "<blockquote>y<ul><li>".repeat(15_000))),
        ("crossed links", "<a href=/x><i>x".repeat(20_000)),
        ("crossed ends", "<b><i>x</b>y</i>".repeat(20_000)),
        ("nested tables", format!("{}x", "<table><tr><td>y".repeat(5_000))),
        ("a great table", format!("<table>{cells}</table>x")),
        ("great spans", "<table><tr><td colspan=999999999 rowspan=999999999>x<tr><td>y</table>x".repeat(1_000)),
        ("attributes", format!("<p{attributes}>x</p>")),
        ("ampersands", "&".repeat(200_000) + "x"),
        ("references", "&#x41;&notit;&CounterClockwiseContourIntegral".repeat(4_000) + "x"),
        ("less-than signs", "<".repeat(200_000) + "x"),
        ("an open comment", format!("x<!--{}", "<p>-".repeat(200_000))),
        ("open scripts", format!("x{}", "<script>".repeat(100_000))),
        ("combining marks", format!("x{}", "\u{301}".repeat(500_000))),
        ("one word", "x".repeat(500_000)),
        ("parentheses", format!("https://x.example/{}", ")".repeat(500_000))),
        ("addresses", "http://".repeat(100_000) + "x"),
        ("line ends", format!("<pre>x{}x", "\n".repeat(500_000))),
        ("conjuncts", "क्".repeat(100_000) + "x"),
    ] {
        let document = made(&body);
        assert!(document.text.contains('x'), "{name}");
        for columns in [0, 80] {
            assert!(!wrap(&document, columns).is_empty(), "{name}");
        }
    }
}
