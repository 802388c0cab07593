//! Which words of a feed mean what, through the whole of [`parse`].

use super::*;

const NAMESPACES: &str = "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' \
    xmlns:atom='http://www.w3.org/2005/Atom' xmlns:content='http://purl.org/rss/1.0/modules/content/' \
    xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:media='http://search.yahoo.com/mrss/' \
    xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0' xmlns:xhtml='http://www.w3.org/1999/xhtml' \
    xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'";

fn parsed(body: &str, url: Option<&str>) -> ParsedFeed {
    let url = url.map(|url| WebUrl::parse(url).unwrap());
    parse(body.as_bytes(), None, url.as_ref(), "2026-11-22T12:00:00Z".parse().unwrap()).unwrap()
}

fn rss(channel: &str, item: &str) -> ParsedFeed {
    let body = format!("<rss version='2.0' {NAMESPACES}><channel>{channel}<item>{item}</item></channel></rss>");
    parsed(&body, Some("https://wire.example/feeds/world"))
}

/// The one item of an RSS feed.
fn item(inside: &str) -> Entry {
    rss("", inside).entries.remove(0)
}

fn atom(attributes: &str, head: &str, entry: &str) -> ParsedFeed {
    let body = format!("<feed xmlns='http://www.w3.org/2005/Atom' {attributes}>{head}<entry>{entry}</entry></feed>");
    parsed(&body, None)
}

fn address(link: Option<&WebUrl>) -> Option<&str> {
    link.map(WebUrl::as_str)
}

fn time(text: &str) -> Option<Timestamp> {
    Some(text.parse().unwrap())
}

#[test]
fn the_link_is_the_first_that_leads_to_the_article() {
    let cases = [
        ("<link>https://a.example/1</link>", Some("https://a.example/1")),
        ("<link>/1</link>", Some("https://wire.example/1")),
        ("<link href='/1'/>", Some("https://wire.example/1")),
        (
            "<link>https://clicks.example/x</link><feedburner:origLink>https://a.example/1</feedburner:origLink>",
            Some("https://a.example/1"),
        ),
        ("<atom:link rel='self' href='/s'/><atom:link href='/1'/>", Some("https://wire.example/1")),
        ("<guid>https://a.example/g</guid>", Some("https://a.example/g")),
        ("<guid isPermaLink='false'>https://a.example/g</guid>", None),
        ("<guid isPermaLink='true'>/g</guid>", Some("https://wire.example/g")),
        ("<comments>https://a.example/comments</comments>", None),
        ("<enclosure url='https://a.example/e.mp3' length='1' type='audio/mpeg'/>", Some("https://a.example/e.mp3")),
        ("<link>https://a.example/?a=1&amp;amp;b=2</link>", Some("https://a.example/?a=1&b=2")),
    ];
    for (inside, expected) in cases {
        assert_eq!(address(item(inside).link.as_ref()), expected, "{inside}");
    }
}

#[test]
fn without_an_address_of_its_own_a_feed_is_at_home_where_its_page_is() {
    let feed = |channel: &str| {
        parsed(
            &format!(
                "<rss version='2.0'><channel>{channel}<item><title>t</title><link>/1</link></item></channel></rss>"
            ),
            None,
        )
    };
    let linked = feed("<link>https://wire.example/news/</link>");
    assert_eq!(address(linked.entries[0].link.as_ref()), Some("https://wire.example/1"));
    let inside = "<title>t</title><atom:link href='/1'/><enclosure URL='/1.mp3'/>";
    let body = format!(
        "<rss version='2.0'><channel><link>https://wire.example/news/</link><item>{inside}</item></channel></rss>"
    );
    let entry = parsed(&body, None).entries.remove(0);
    assert_eq!(address(entry.link.as_ref()), Some("https://wire.example/1"));
    assert_eq!(entry.enclosures[0].url.as_str(), "https://wire.example/1.mp3");
    assert_eq!(feed("").entries[0].link, None);
    let based = atom("xml:base='https://wire.example/a/'", "<link href='b'/>", "<title>t</title><link href='c'/>");
    assert_eq!(address(based.site.as_ref()), Some("https://wire.example/a/b"));
    assert_eq!(address(based.entries[0].link.as_ref()), Some("https://wire.example/a/c"));
}

#[test]
fn addresses_in_a_text_are_resolved_where_a_base_is_stated() {
    let text = "<title>t</title><content type='html'>&lt;a href='x'&gt;y&lt;/a&gt;</content>";
    let based = atom("xml:base='https://wire.example/a/'", "", text);
    assert_eq!(based.entries[0].content, "<a href='https://wire.example/a/x'>y</a>");
    assert_eq!(atom("", "", text).entries[0].content, "<a href='x'>y</a>");
}

#[test]
fn every_text_has_the_base_of_its_own_element() {
    let (raw, base) = ("&lt;a href='x'>y&lt;/a>", "xml:base='https://wire.example/a/'");
    let expected = "<a href='https://wire.example/a/x'>y</a>";
    let entry = item(&format!("<title {base}>{raw}</title><description {base}>{raw}</description>"));
    assert_eq!((entry.title_html.as_str(), entry.summary.as_str()), (expected, expected));
    for place in ["fullitem", "content:encoded"] {
        let entry = item(&format!("<description>{raw}</description><{place} {base}>{raw}</{place}>"));
        assert_eq!((entry.summary.as_str(), entry.content.as_str()), ("<a href='x'>y</a>", expected), "{place}");
    }
    assert_eq!(item(&format!("<itunes:summary {base}>{raw}</itunes:summary>")).summary, expected);
    let feed = atom("", &format!("<title type='html' {base}>{raw}</title>"), "<title>t</title>");
    assert_eq!(feed.title_html, expected);
    for (outer, inner) in [("", "https://wire.example/a/"), ("xml:base='https://wire.example/'", "a/")] {
        let div = format!("<div xmlns='http://www.w3.org/1999/xhtml' xml:base='{inner}'><a href='x'>y</a></div>");
        let text = format!("<title>t</title><content type='xhtml' {outer}>{div}</content>");
        assert_eq!(atom("", "", &text).entries[0].content, expected, "{outer} {inner}");
    }
}

#[test]
fn a_title_is_plain_for_lists_and_keeps_its_markup_beside() {
    for (title, plain, marked_up) in [
        ("<title>Talks</title>", "Talks", ""),
        ("<title>&lt;b&gt;Talks&lt;/b&gt; &amp;amp; tea</title>", "Talks & tea", "<b>Talks</b> &amp; tea"),
        ("<title><![CDATA[<i>Talks</i>]]></title>", "Talks", "<i>Talks</i>"),
        ("<title>3 < 4</title>", "3 < 4", ""),
    ] {
        let entry = item(title);
        assert_eq!((entry.title.as_str(), entry.title_html.as_str()), (plain, marked_up), "{title}");
    }
}

#[test]
fn a_title_that_calls_itself_an_image_refuses_no_feed() {
    assert_eq!(atom("", "<title type='image/png'>T</title>", "<title type='foo/bar'>t</title>").title, "T");
}

#[test]
fn a_title_is_found_wherever_it_stands() {
    let cases = [
        ("<title>T</title><dc:title>no</dc:title><media:title>no</media:title>", "T"),
        ("<dc:title>T</dc:title>", "T"),
        ("<atom:title>T</atom:title>", "T"),
        ("<itunes:title>T</itunes:title>", "T"),
        ("<media:group><media:title>T</media:title></media:group>", "T"),
        ("<description>&lt;p&gt;First words&lt;/p&gt;</description>", "First words"),
        ("<link>https://a.example/1</link>", "https://a.example/1"),
        ("<author>x</author>", "Untitled"),
    ];
    for (inside, expected) in cases {
        assert_eq!(item(inside).title, expected, "{inside}");
    }
    assert_eq!(rss("<dc:title>F</dc:title>", "").title, "F");
    assert_eq!(atom("", "<title type='text'>The &lt;blink&gt; tag</title>", "").title, "The <blink> tag");
}

#[test]
fn summary_and_content_are_kept_apart() {
    let cases = [
        ("<description>S</description><content:encoded>C</content:encoded>", "S", "C"),
        ("<description>S</description><itunes:summary>no</itunes:summary>", "S", ""),
        ("<dc:description>S</dc:description>", "S", ""),
        ("<itunes:summary>S</itunes:summary><itunes:subtitle>no</itunes:subtitle>", "S", ""),
        ("<itunes:subtitle>S</itunes:subtitle>", "S", ""),
        ("<media:group><media:description>S</media:description></media:group>", "S", ""),
        ("<xhtml:body><xhtml:p>C</xhtml:p></xhtml:body>", "", "<p>C</p>"),
    ];
    for (inside, summary, content) in cases {
        let entry = item(inside);
        assert_eq!((entry.summary.as_str(), entry.content.as_str()), (summary, content), "{inside}");
    }
}

#[test]
fn authors_are_the_first_that_have_names_else_the_feeds() {
    let cases = [
        ("<author>jane@a.example (Jane)</author>", vec!["Jane"]),
        ("<author>jane@a.example</author><dc:creator>Jane</dc:creator>", vec!["Jane"]),
        ("<dc:creator>Jane</dc:creator><dc:creator>Bo</dc:creator><dc:creator>Bo</dc:creator>", vec!["Jane", "Bo"]),
        ("<itunes:author>Jane</itunes:author>", vec!["Jane"]),
        ("<atom:author><atom:name>Jane</atom:name><atom:email>j@a.example</atom:email></atom:author>", vec!["Jane"]),
        ("<author>jane@a.example</author>", vec!["jane@a.example"]),
        ("<title>t</title>", vec!["Desk"]),
    ];
    for channel in [
        "<managingEditor>desk@a.example (Desk)</managingEditor>",
        "<itunes:author>Desk</itunes:author>",
        "<dc:creator>Desk</dc:creator>",
    ] {
        for (inside, expected) in &cases {
            assert_eq!(rss(channel, inside).entries[0].authors, *expected, "{channel} {inside}");
        }
    }
    let head = "<author><name>Desk</name></author>";
    assert_eq!(atom("", head, "<title>t</title>").entries[0].authors, ["Desk"]);
    assert_eq!(atom("", head, "<author><name>Jane</name></author>").entries[0].authors, ["Jane"]);
}

#[test]
fn published_and_updated_are_kept_apart_and_a_bad_date_hides_no_good_one() {
    let good = "<pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>";
    let (first, second) = (time("2004-01-01T19:48:21Z"), time("2004-01-02T00:00:00Z"));
    let cases = [
        (good.to_owned(), first, None),
        (format!("{good}<dc:date>soon</dc:date>"), first, None),
        (format!("{good}<dc:date>2004-01-02</dc:date>"), first, second),
        (format!("{good}<atom:updated>2004-01-02</atom:updated>"), first, second),
        ("<pubDate>soon</pubDate><dc:date>2004-01-02</dc:date>".to_owned(), second, second),
        ("<dcterms:issued>2004-01-02</dcterms:issued>".to_owned(), second, None),
        ("<dcterms:modified>2004-01-02</dcterms:modified>".to_owned(), None, second),
        ("<pubDate>03/04/2026</pubDate>".to_owned(), None, None),
    ];
    for (inside, published, updated) in cases {
        let entry = item(&inside);
        assert_eq!((entry.published, entry.updated), (published, updated), "{inside}");
    }
    let entry =
        atom("", "", "<published>2004-01-01T19:48:21Z</published><updated>2004-01-02</updated>").entries.remove(0);
    assert_eq!((entry.published, entry.updated), (first, second));
}

#[test]
fn a_channel_definition_says_when_it_was_changed() {
    let cdf = "<CHANNEL HREF='https://a.example/' LASTMOD='1998-11-05T22:12'><TITLE>F</TITLE>\
        <ITEM HREF='https://a.example/1' LASTMOD='1998.11.05T22:12-0500'><TITLE>T</TITLE></ITEM></CHANNEL>";
    let feed = parsed(cdf, None);
    assert_eq!(feed.updated, time("1998-11-05T22:12:00Z"));
    assert_eq!(feed.entries[0].updated, time("1998-11-06T03:12:00Z"));
}

#[test]
fn categories_are_the_feeds_own_words_each_once() {
    let inside = "<category>Talks</category><category domain='x'>Talks</category><dc:subject>Trade</dc:subject>\
        <itunes:keywords>oil, gas</itunes:keywords><media:category>World</media:category>\
        <category>http://schemas.example/kind#post</category><category/>";
    assert_eq!(item(inside).categories, ["Talks", "Trade", "World", "oil", "gas"]);
    let entry = "<category term='t1' label='Talks'/><category term='Trade'/>";
    assert_eq!(atom("", "", entry).entries[0].categories, ["Talks", "Trade"]);
}

#[test]
fn a_list_of_rdf_is_many_categories_and_a_narrower_one_counts() {
    let bag = "<dc:subject><rdf:Bag xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:li>Talks</rdf:li>\
        <rdf:li rdf:resource='https://a.example/'/><rdf:li>Trade</rdf:li></rdf:Bag></dc:subject>";
    assert_eq!(item(bag).categories, ["Talks", "Trade"]);
    let nested = "<itunes:category text='News'><itunes:category text='World'/></itunes:category>";
    assert_eq!(item(nested).categories, ["News", "World"]);
    assert_eq!(item("<atom:category term='t1' label='Talks'/>").categories, ["Talks"]);
    assert_eq!(item("<category term='Talks'/>").categories, ["Talks"]);
}

#[test]
fn a_file_is_kept_whatever_is_wrong_with_what_is_said_of_it() {
    let url = "url='https://a.example/1.mp3'";
    let cases = [
        ("<enclosure URL='https://a.example/1.mp3' TYPE='audio/mpeg' LENGTH='7'/>".to_owned(), "audio/mpeg", Some(7)),
        (format!("<enclosure {url} type=' audio/mpeg ' length=' 7 '/>"), "audio/mpeg", Some(7)),
        (format!("<enclosure {url} type='audio/mpeg' length='7 MB'/>"), "audio/mpeg", None),
        (format!("<enclosure {url} type='audio/mpeg' length='-1'/>"), "audio/mpeg", None),
        ("<atom:link rel='enclosure' href='https://a.example/1.mp3' length='7'/>".to_owned(), "", Some(7)),
        (format!("<media:content {url} medium='Audio'/>"), "audio/*", None),
        (format!("<media:group><media:content {url} medium='book'/></media:group>"), "", None),
        ("<media:peerLink type='a/b' href='https://a.example/1.mp3'/>".to_owned(), "a/b", None),
        (
            "<enclosure url='https://clicks.example/x/1.mp3' type='a/b'/>\
             <feedburner:origEnclosureLink>https://a.example/1.mp3</feedburner:origEnclosureLink>"
                .to_owned(),
            "a/b",
            None,
        ),
    ];
    for (inside, media_type, bytes) in cases {
        let files = item(&inside).enclosures;
        let told: Vec<_> = files.iter().map(|file| (file.url.as_str(), file.media_type.as_str(), file.bytes)).collect();
        assert_eq!(told, [("https://a.example/1.mp3", media_type, bytes)], "{inside}");
    }
}

#[test]
fn files_are_enclosures_links_and_media_each_once() {
    let inside = "<enclosure url='/1.mp3' length='7' type='audio/mpeg'/><enclosure url='/1.mp3' length='7'/>\
        <media:content url='https://a.example/2.mp4' type='video/mp4' fileSize='9'/><media:thumbnail url='/3.jpg'/>";
    let files = item(inside).enclosures;
    let told: Vec<_> = files.iter().map(|file| (file.url.as_str(), file.media_type.as_str(), file.bytes)).collect();
    let expected = [
        ("https://wire.example/1.mp3", "audio/mpeg", Some(7)),
        ("https://a.example/2.mp4", "video/mp4", Some(9)),
        ("https://wire.example/3.jpg", "image/*", None),
    ];
    assert_eq!(told, expected);
    let entry = "<title>t</title><link rel='enclosure' href='https://a.example/1' title='Map' length='3' type='a/b'/>";
    let file = atom("", "", entry).entries.remove(0).enclosures.remove(0);
    assert_eq!((file.title.as_str(), file.media_type.as_str(), file.bytes), ("Map", "a/b", Some(3)));
}

#[test]
fn an_aggregator_says_whom_an_article_is_from() {
    let via = |entry: Entry| entry.via.map(|via| (via.name.to_string(), via.url.map(|url| url.as_str().to_owned())));
    let expected = Some(("Wire".to_owned(), Some("https://a.example/f".to_owned())));
    assert_eq!(via(item("<source url='https://a.example/f'>Wire</source>")), expected);
    let source = "<title>t</title><source><title>Wire</title><link href='https://a.example/f'/><id>no</id></source>";
    let entry = atom("", "", source).entries.remove(0);
    assert_eq!(entry.title, "t");
    assert_eq!(via(entry), expected);
    assert_eq!(via(item("<source url='https://a.example/f'/>")).unwrap().0, "a.example");
    assert_eq!(via(item("<source/>")), None);
}

#[test]
fn an_entry_that_names_nobody_is_by_the_author_of_its_source() {
    let author = |name: &str| format!("<author><name>{name}</name></author>");
    let source = format!("<title>t</title><source>{}</source>", author("Ann"));
    assert_eq!(atom("", &author("Desk"), &source).entries[0].authors, ["Ann"]);
    assert_eq!(atom("", "", &(author("Bob") + &source)).entries[0].authors, ["Bob"]);
}

#[test]
fn words_of_atom_without_a_prefix_are_read_in_rss() {
    let inside = "<title>t</title><summary>S</summary><content>C</content><published>2004-01-01</published>";
    let body = format!("<rss version='2.0'><channel><item>{inside}</item></channel></rss>");
    let entry = parsed(&body, None).entries.remove(0);
    assert_eq!((entry.summary.as_str(), entry.content.as_str()), ("S", "C"));
    assert_eq!(entry.published, time("2004-01-01T00:00:00Z"));
    for (alone, expected) in [("summary", "S"), ("abstract", "S")] {
        let body =
            format!("<rss version='2.0'><channel><item><title>t</title><{alone}>S</{alone}></item></channel></rss>");
        assert_eq!(parsed(&body, None).entries[0].summary, expected, "{alone}");
    }
}

#[test]
fn what_a_feed_says_of_itself() {
    let feed = rss(
        "<title>F</title><link>/</link><description>D</description><language>en-GB</language><ttl>90</ttl>\
         <lastBuildDate>Thu, 01 Jan 2004 19:48:21 GMT</lastBuildDate><image><title>no</title><link>/no</link></image>\
         <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>\
         <skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>99</hour></skipHours>\
         <skipDays><day>Monday</day><day>Sunday</day><day>Yesterday</day></skipDays>",
        "",
    );
    assert_eq!((feed.title.as_str(), feed.description.as_str()), ("F", "D"));
    assert_eq!(address(feed.site.as_ref()), Some("https://wire.example/"));
    assert_eq!(feed.language.as_deref(), Some("en-GB"));
    assert_eq!(feed.updated, time("2004-01-01T19:48:21Z"));
    let two_hours = std::time::Duration::from_secs(2 * 60 * 60);
    assert_eq!(feed.pace, Pace { ttl: Some(two_hours), skip_hours: 0b10_0001, skip_days: 0b100_0001 });
    assert_eq!(rss("<ttl>99999999999999999</ttl>", "").pace, Pace::default());
    assert_eq!(rss("<itunes:summary>D</itunes:summary>", "").description, "D");
    assert_eq!(atom("xml:lang='fr'", "<title>F</title>", "").language.as_deref(), Some("fr"));
}

#[test]
fn the_id_is_the_feeds_own_else_one_that_stays() {
    assert_eq!(item("<guid> tag:7 </guid><link>/1</link>").id, "tag:7");
    assert_eq!(item("<link>/1</link>").id, "https://wire.example/1");
    assert_eq!(item("<atom:id>tag:7</atom:id><link>/1</link>").id, "tag:7");
    assert_eq!(item("<id>7</id><guid>tag:7</guid>").id, "tag:7");
    let hashed = item("<title>t</title>").id;
    assert_eq!((hashed.len(), &hashed), (64, &item("<title>t</title>").id));
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>\
        <channel><title>F</title></channel><item rdf:about='urn:1'><title>t</title><link>https://a.example/1</link></item>\
        </rdf:RDF>";
    let entry = parsed(rdf, None).entries.remove(0);
    assert_eq!(entry.id, "urn:1");
    assert_eq!(entry.identity, Identity::Link("https://a.example/1".to_owned()));
}

#[test]
fn what_the_supplement_found_belongs_to_its_item() {
    // feed-rs leaves out items of RSS 1.0 without a link, so that their numbers need not agree.
    let entries = parsed(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>F</title></channel>\
         <item><dc:subject>no</dc:subject></item>\
         <item><title>B</title><link>https://a.example/b</link><dc:subject>Trade</dc:subject></item></rdf:RDF>",
        None,
    )
    .entries;
    let found = entries.iter().find(|entry| entry.title == "B").unwrap();
    assert_eq!(found.categories, ["Trade"]);
}
