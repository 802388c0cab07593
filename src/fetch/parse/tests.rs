use std::fmt::Write;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::draft::{MADE_TITLE_CHARS, MAX_GUID_BYTES};
use super::*;

fn url() -> WebUrl {
    WebUrl::parse("https://news.example/feeds/world.xml").unwrap()
}

fn now() -> Timestamp {
    "2024-05-01T12:00:00Z".parse().unwrap()
}

fn parsed(body: &str) -> ParsedFeed {
    parse(body.as_bytes(), None, Some(&url()), now()).unwrap()
}

fn failed(body: &[u8]) -> Failure {
    parse(body, None, Some(&url()), now()).unwrap_err()
}

/// An RSS 2.0 feed around these items.
fn rss(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>World</title>{items}</channel></rss>")
}

/// The one entry of an RSS 2.0 feed.
fn item(inside: &str) -> Entry {
    let mut feed = parsed(&rss(&format!("<item>{inside}</item>")));
    assert_eq!(feed.entries.len(), 1);
    feed.entries.remove(0)
}

fn web(address: &str) -> Option<WebUrl> {
    Some(WebUrl::parse(address).unwrap())
}

#[test]
fn every_format_gives_title_link_date_and_text() {
    let rss_2 = "<rss version='2.0'><channel><title>World</title><link>https://news.example/</link><item>\
        <title>Talks begin</title><link>https://news.example/1</link><guid isPermaLink='false'>g1</guid>\
        <pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><description>They met.</description></item></channel></rss>";
    let rss_092 = "<rss version='0.92'><channel><title>World</title><link>https://news.example/</link><item>\
        <title>Talks begin</title><link>https://news.example/1</link><guid>g1</guid>\
        <pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><description>They met.</description></item></channel></rss>";
    let rss_1 = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
        xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
        <channel><title>World</title><link>https://news.example/</link></channel>\
        <item><title>Talks begin</title><link>https://news.example/1</link><dc:date>2024-05-01T10:00:00Z</dc:date>\
        <description>They met.</description></item></rdf:RDF>";
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>World</title>\
        <link rel='self' href='https://news.example/feed'/><link href='https://news.example/'/>\
        <entry><id>g1</id><title>Talks begin</title><link href='/1'/><published>2024-05-01T10:00:00Z</published>\
        <summary>They met.</summary></entry></feed>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"World",
        "home_page_url":"https://news.example/","items":[{"id":"g1","title":"Talks begin",
        "url":"https://news.example/1","date_published":"2024-05-01T10:00:00Z","content_text":"They met."}]}"#;
    for (name, body) in [("2.0", rss_2), ("0.92", rss_092), ("1.0", rss_1), ("Atom", atom), ("JSON", json)] {
        let feed = parsed(body);
        assert_eq!(feed.title, "World", "{name}");
        assert_eq!(feed.site, web("https://news.example/"), "{name}");
        let [entry] = feed.entries.as_slice() else { panic!("{name}: {:?}", feed.entries) };
        assert_eq!(entry.title, "Talks begin", "{name}");
        assert_eq!(entry.link, web("https://news.example/1"), "{name}");
        assert_eq!(entry.published, Some("2024-05-01T10:00:00Z".parse().unwrap()), "{name}");
        assert_eq!(*entry.body(), "They met.", "{name}");
        let identity = match name {
            "1.0" => Identity::Link("https://news.example/1".to_owned()),
            _ => Identity::Guid("g1".to_owned()),
        };
        assert_eq!(entry.identity, identity, "{name}");
    }
}

#[test]
fn an_entry_without_an_id_is_the_same_at_every_poll() {
    let body = rss("<item><title>A</title></item><item><title>B</title></item>");
    let feed = parsed(&body);
    assert_eq!(feed.entries.len(), 2);
    assert!(matches!(feed.entries[0].identity, Identity::Hash(_)));
    assert_eq!(feed, parsed(&body));
}

#[test]
fn a_date_that_becomes_sane_later_does_not_change_the_identity() {
    let body = rss("<item><title>Tomorrow</title><pubDate>Thu, 02 May 2024 12:00:00 GMT</pubDate></item>");
    let today = parse(body.as_bytes(), None, Some(&url()), now()).unwrap().entries.remove(0);
    let tomorrow =
        parse(body.as_bytes(), None, Some(&url()), now() + SignedDuration::from_hours(24)).unwrap().entries.remove(0);
    assert_eq!(today.published, None);
    assert!(tomorrow.published.is_some());
    assert_eq!(today.identity, tomorrow.identity);
}

#[test]
fn only_sane_dates_are_kept() {
    let cases = [
        ("Fri, 09 Jun 1815 12:00:00 GMT", Some("1815-06-09T12:00:00Z")),
        ("1962-10-22T23:00:00Z", Some("1962-10-22T23:00:00Z")),
        ("Wed, 01 May 2024 12:59:00 GMT", Some("2024-05-01T12:59:00Z")),
        ("Wed, 01 May 2024 13:01:00 GMT", None),
        ("Fri, 01 Jan 2038 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
    ];
    for (stated, sane) in cases {
        let entry = item(&format!("<title>t</title><pubDate>{stated}</pubDate>"));
        assert_eq!(entry.published, sane.map(|at| at.parse().unwrap()), "{stated}");
    }
}

#[test]
fn a_title_is_one_line_of_plain_text() {
    let cases = [
        ("Talks &amp;amp; tea", "Talks & tea"),
        ("<![CDATA[<b>Talks</b> in&nbsp;Vienna]]>", "Talks in Vienna"),
        ("&lt;i&gt;Le Monde&lt;/i&gt; on it", "Le Monde on it"),
        ("Two\n  lines", "Two lines"),
        ("if 1 &lt; 2", "if 1 < 2"),
        ("red \u{202e}txet", "red txet"),
    ];
    for (stated, title) in cases {
        assert_eq!(item(&format!("<title>{stated}</title>")).title, title, "{stated}");
    }
}

#[test]
fn a_missing_title_is_made_from_the_text() {
    assert_eq!(item("<description>&lt;p&gt;They met in Vienna.&lt;/p&gt;</description>").title, "They met in Vienna.");
    let long = item(&format!("<description>{}</description>", "word ".repeat(100))).title;
    assert!(long.starts_with("word word") && long.ends_with('…') && long.chars().count() < 90, "{long}");
    let unspaced = item(&format!("<description>{}</description>", "外".repeat(500))).title;
    assert_eq!(unspaced.chars().count(), MADE_TITLE_CHARS + 1);
    assert_eq!(item("<guid>g</guid>").title, "Untitled");
}

#[test]
fn the_link_is_the_page_then_the_guid_then_the_file() {
    let enclosure = "<enclosure url='https://cdn.example/a.mp3' type='audio/mpeg' length='1'/>";
    let cases = [
        ("<link>https://a.example/1</link><guid>https://a.example/2</guid>", Some("https://a.example/1")),
        ("<link>../1</link>", Some("https://news.example/1")),
        ("<link>javascript:alert(1)</link><guid>https://a.example/2</guid>", Some("https://a.example/2")),
        (
            "<comments>https://a.example/comments</comments><guid>https://a.example/2</guid>",
            Some("https://a.example/2"),
        ),
        ("<link></link><guid>tag:7</guid>", None),
        ("<guid>tag:7</guid>", None),
    ];
    for (inside, link) in cases {
        assert_eq!(item(inside).link, link.and_then(web), "{inside}");
    }
    assert_eq!(item(&format!("<guid>7</guid>{enclosure}")).link, web("https://cdn.example/a.mp3"));
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>t</title>\
        <link rel='replies' href='https://a.example/c'/><link rel='self' href='https://a.example/s'/>\
        <link rel='alternate' href='https://a.example/p'/></entry></feed>";
    assert_eq!(parsed(atom).entries[0].link, web("https://a.example/p"));
}

#[test]
fn content_is_read_before_a_summary() {
    let content = |summary: &str, content: &str| {
        let body = format!(
            "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>\
             <description>{summary}</description><content:encoded>{content}</content:encoded></item></channel></rss>"
        );
        parsed(&body).entries.remove(0).body().clone()
    };
    assert_eq!(content("short", "the whole story"), "the whole story");
    assert_eq!(content("a long summary", "a text"), "a text");
    assert_eq!(content("short", ""), "short");
    assert_eq!(content("", ""), "");
}

#[test]
fn authors_are_names() {
    let dublin_core = "xmlns:dc='http://purl.org/dc/elements/1.1/'";
    assert_eq!(item("<author>mail@news.example (Jane Doe)</author>").author_line(), "Jane Doe");
    assert_eq!(item("<author>Newsroom (Geneva)</author>").author_line(), "Newsroom (Geneva)");
    assert_eq!(item(&format!("<dc:creator {dublin_core}>Ana &amp;amp; Bo</dc:creator>")).author_line(), "Ana & Bo");
    assert_eq!(item("<title>t</title>").author_line(), "");
}

#[test]
fn an_identity_stands_once_and_its_first_entry_wins() {
    let feed = parsed(&rss("<item><guid>1</guid><title>a</title></item><item><guid>1</guid><title>b</title></item>"));
    assert_eq!(feed.entries.len(), 1);
    assert_eq!(feed.entries[0].title, "a");
}

#[test]
fn an_oversized_guid_counts_as_missing() {
    let entry = item(&format!("<guid>{}</guid><link>https://a.example/1</link>", "x".repeat(MAX_GUID_BYTES + 1)));
    assert_eq!(entry.identity, Identity::Link("https://a.example/1".to_owned()));
}

#[test]
fn of_too_many_entries_the_newest_are_taken() {
    let mut items = String::new();
    for n in 0..MAX_ENTRIES as i64 + 50 {
        let at = now() - SignedDuration::from_secs(1_000_000 - n);
        write!(items, "<item><guid>{n}</guid><pubDate>{at}</pubDate></item>").unwrap();
    }
    let feed = parsed(&rss(&items));
    assert_eq!(feed.entries.len(), MAX_ENTRIES);
    assert_eq!(feed.entries[0].identity, Identity::Guid((MAX_ENTRIES + 49).to_string()));
}

#[test]
fn a_feed_without_entries_is_a_feed() {
    assert_eq!(parsed(&rss("")).entries, []);
    assert_eq!(parsed("\u{feff}\n\n <rss version='2.0'><channel/></rss>").entries, []);
}

#[test]
fn what_is_no_feed_is_told_from_a_broken_one() {
    let cases: [(&[u8], FailureKind); 7] = [
        (b"<!DOCTYPE html><html><body>Hello</body></html>", FailureKind::NotAFeed),
        (b"<opml version='2.0'><body/></opml>", FailureKind::NotAFeed),
        (b"just words", FailureKind::NotAFeed),
        (b"\x89PNG\r\n\x1a\n", FailureKind::NotAFeed),
        (b"", FailureKind::Failed),
        (b"  \n", FailureKind::Failed),
        (b"{\"version\": \"https://jsonfeed.org/version/1\", \"items\": 7}", FailureKind::Failed),
    ];
    for (body, kind) in cases {
        let failure = failed(body);
        assert_eq!(failure.kind, kind, "{}", String::from_utf8_lossy(body));
        assert!(failure.sentence.ends_with('.'), "{}", failure.sentence);
        assert_eq!(failure.verdict, crate::domain::Verdict::Retry { after: None });
    }
}

#[test]
fn what_breaks_the_parser_is_a_failure_and_no_panic() {
    let duration = rss("<item xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>\
        <itunes:duration>99999999999999999999999999</itunes:duration></item>");
    // It breaks some releases of feed-rs; whether it breaks this one or not, nothing may panic.
    let _ = parse(duration.as_bytes(), None, Some(&url()), now());
    let deep = rss(&format!("{}<item><title>deep</title></item>", "<x>".repeat(200_000)));
    let _ = parse(deep.as_bytes(), None, Some(&url()), now());
    let nested_json = format!("{{\"version\":{}", "[".repeat(200_000));
    assert_eq!(failed(nested_json.as_bytes()).kind, FailureKind::Failed);
}

#[test]
fn markup_in_the_texts_of_a_json_feed_is_not_its_nesting() {
    // HTML's `<br>` never closes, and PHP writes `<\/p>`.
    let html = r"<p>Talks<br>tea<\/p>".repeat(600);
    let body = format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"World","items":[{{"id":"1","content_html":"{html}"}}]}}"#
    );
    assert_eq!(parsed(&body).entries.len(), 1);
}

#[test]
fn elements_that_end_where_they_begin_do_not_nest() {
    for line_end in ["<br/>", "<br />", "<br></br>"] {
        assert!(item(&format!("<description>Talks{}tea</description>", line_end.repeat(600))).body().contains("tea"));
    }
}

#[test]
fn entities_are_not_expanded_beyond_their_text() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>\
        <!ENTITY c SYSTEM 'file:///etc/passwd'>]>\
        <rss version='2.0'><channel><item><description>x &b; &c;</description></item></channel></rss>";
    let body = parsed(bomb).entries.remove(0).body().clone();
    assert!(body.len() < 40 && !body.contains("root"), "{body}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&body, None, Some(&url()), now());
    }

    #[test]
    fn no_feed_with_odd_parts_makes_it_panic(inside in "[<>/&;a-c \u{e9}\u{5916}@().:-]{0,60}", name in "(title|author|pubDate|guid|link|description)") {
        let _ = parse(rss(&format!("<item><{name}>{inside}</{name}></item>")).as_bytes(), None, Some(&url()), now());
    }
}
