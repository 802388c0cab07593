//! The steps together: what comes in, and what a parser gets.

use proptest::prelude::*;

use super::*;

fn repair(text: &str) -> String {
    repaired(Cow::Borrowed(text)).into_owned()
}

/// Asserts what becomes of each text, and that it is then sound.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(repair(text), *expected, "\nof {text}");
        assert_eq!(repair(expected), *expected, "\nthe second time");
    }
}

/// The same within an item of RSS.
fn check_items(cases: &[(&str, &str)]) {
    let wrapped = |item: &str| format!("<rss version=\"2.0\"><channel><item>{item}</item></channel></rss>");
    for (text, expected) in cases {
        check(&[(&wrapped(text), &wrapped(expected))]);
    }
}

/// The same within an entry of Atom.
fn check_entries(cases: &[(&str, &str)]) {
    let wrapped = |entry: &str| format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>{entry}</entry></feed>");
    for (text, expected) in cases {
        check(&[(&wrapped(text), &wrapped(expected))]);
    }
}

#[test]
fn a_clean_feed_is_not_copied() {
    let feeds = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?xml-stylesheet href=\"a.xsl\"?>\n<rss version=\"2.0\"\n\
         xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:media='http://search.yahoo.com/mrss/'><channel>\
         <title>World &amp; more</title><atom:link rel=\"self\" href=\"https://news.example/?a&amp;b\"/>\
         <!-- made by hand --><item><title><![CDATA[Talks & <b>talks</b>]]></title><link>https://news.example/1</link>\
         <description>&lt;p&gt;It&#8217;s on &amp;amp; off&lt;/p&gt;</description><media:content url=\"a.jpg\"/>\
         <guid isPermaLink=\"false\">1</guid></item></channel></rss>\n",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"de\"><title type=\"text\">a &lt; b</title>\
         <entry><author><name>N</name></author><link href=\"https://news.example/\"/><content type=\"html\">\
         &lt;p&gt;x&lt;/p&gt;</content></entry></feed>",
        "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"\n\
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"a\"><items><rdf:Seq><rdf:li \
         rdf:resource=\"b\"/></rdf:Seq></items></channel><item rdf:about=\"b\"><link>b</link></item></rdf:RDF>",
    ];
    for feed in feeds {
        assert!(matches!(repaired(Cow::Borrowed(feed)), Cow::Borrowed(_)), "{}", repair(feed));
    }
}

#[test]
fn what_is_no_feed_stays_as_it_is() {
    for text in ["", "plain & simple", "<html><body>a & b", "{\"version\": \"https://jsonfeed.org/version/1\"}"] {
        assert_eq!(repair(text), text);
        assert!(!has_root(text));
    }
}

#[test]
fn a_feed_begins_at_its_root_and_ends_with_it() {
    check(&[
        (
            "\n\n<?xml version='1.0'?>\n<rss version='2.0'><channel></channel></rss>\n<script>x</script>",
            "<rss version='2.0'><channel></channel></rss>",
        ),
        ("<b>Warning</b>: {\"a\"} & <br /><!DOCTYPE rss SYSTEM \"x\"><feed></feed><!-- x -->", "<feed></feed>"),
        (
            "<feed><?php x ?><?xml version='1.0'?><title><![CDATA[<?xml?>]]></title></feed>",
            "<feed><title><![CDATA[<?xml?>]]></title></feed>",
        ),
    ]);
}

#[test]
fn short_entities_of_the_document_are_put_in_and_no_others() {
    check(&[(
        "<!DOCTYPE rss [<!ENTITY m \"Ministry\"><!ENTITY a \"&m;&m;\">]><feed><title>&m; &a;</title></feed>",
        "<feed><title>Ministry &amp;a;</title></feed>",
    )]);
}

#[test]
fn namespaces_are_declared_at_the_root() {
    check(&[
        (
            "<rss version=\"2.0\"><channel><media:title>a</media:title><x:y/></channel></rss>",
            "<rss xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:x=\"urn:undeclared:x\" version=\"2.0\"><channel>\
          <media:title>a</media:title><x:y/></channel></rss>",
        ),
        (
            "<rss version=\"2.0\" xmlns=\"http://backend.userland.com/rss2\"><channel/></rss>",
            "<rss version=\"2.0\"><channel/></rss>",
        ),
        (
            "<rss version=\"2.0\" xmlns=\"http://www.w3.org/2005/Atom\"><channel><title>a</title></channel></rss>",
            "<rss version=\"2.0\"><channel><title>a</title></channel></rss>",
        ),
        ("<feed xmlns=\"https://www.w3.org/2005/Atom/\"/>", "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>"),
        (
            "<atom:feed><atom:title>a</atom:title></atom:feed>",
            "<atom:feed xmlns:atom=\"http://www.w3.org/2005/Atom\"><atom:title>a</atom:title></atom:feed>",
        ),
        (
            "<rdf:RDF xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><item/></rdf:RDF>",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><item/>\
          </rdf:RDF>",
        ),
    ]);
}

#[test]
fn old_and_odd_roots_become_ordinary_ones() {
    check(&[
        ("<rss><channel/></rss>", "<rss version=\"2.0\"><channel/></rss>"),
        ("<rss version='0.93'><channel/></rss>", "<rss version=\"2.0\"><channel/></rss>"),
        (
            "<RSS VERSION=\"0.91\"><CHANNEL><TITLE>a</TITLE></CHANNEL></RSS>",
            "<rss version=\"0.91\"><channel><title>a</title></channel></rss>",
        ),
        (
            "<Rss version=\"2.0\"><channel><Item><pubdate>x</PubDate></item></channel></Rss>",
            "<rss version=\"2.0\"><channel><item><pubDate>x</pubDate></item></channel></rss>",
        ),
        ("<channel><title>a</title></channel>", "<rss version=\"2.0\"><channel><title>a</title></channel></rss>"),
        (
            "<Channel xmlns=\"http://purl.org/net/rss1.1#\" rdf:about=\"a\"><items><item/></items></Channel>",
            "<rss xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" version=\"2.0\"><channel rdf:about=\"a\"><item/>\
          </channel></rss>",
        ),
        (
            "<CHANNEL HREF=\"http://a/\"><ABSTRACT>x</ABSTRACT><ITEM HREF='http://b/' LASTMOD='1998'/></CHANNEL>",
            "<rss version=\"2.0\"><channel><link>http://a/</link><description>x</description><item><link>http://b/</link>\
          <pubDate>1998</pubDate><modified>1998</modified></item></channel></rss>",
        ),
        (
            "<rss version=\"2.0\"><channel><items><item/></items></channel></rss>",
            "<rss version=\"2.0\"><channel><item/></channel></rss>",
        ),
        ("<rss version=\"2.0\"><item/></rss>", "<rss version=\"2.0\"><channel><item/></channel></rss>"),
        ("<rss/>", "<rss version=\"2.0\"><channel></channel></rss>"),
        ("<FEED><Entry><Title>a</Title></Entry></FEED>", "<feed><entry><title>a</title></entry></feed>"),
        (
            "<rss version=\"2.0\"><channel><title>a</title></channel><item/><item/></rss>",
            "<rss version=\"2.0\"><channel><title>a</title><item/><item/></channel></rss>",
        ),
    ]);
}

#[test]
fn atom_of_2003_becomes_atom_of_2005() {
    check(&[(
        "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><tagline>a</tagline><copyright>b</copyright>\
         <entry><created>c</created><issued>d</issued><modified>e</modified><author><url>f</url></author>\
         <content type=\"text/html\" mode=\"escaped\">&lt;p&gt;</content></entry></feed>",
        "<feed version=\"0.3\" xmlns=\"http://www.w3.org/2005/Atom\"><subtitle>a</subtitle><rights>b</rights>\
         <entry><published>c</published><published>d</published><updated>e</updated><author><uri>f</uri></author>\
         <content type=\"html\">&lt;p&gt;</content></entry></feed>",
    )]);
}

#[test]
fn the_types_of_atom_s_texts_are_text_or_html() {
    check_entries(&[
        ("<title type=\"text/plain\">a</title>", "<title type=\"text\">a</title>"),
        ("<title type=\"nonsense\">a</title>", "<title type=\"text\">a</title>"),
        (
            "<content type=\"text/xml\"><p>a &amp; b</p></content>",
            "<content type=\"html\"><![CDATA[<p>a &amp; b</p>]]></content>",
        ),
        ("<title mode=\"base64\" type=\"text/plain\">YQ==</title>", "<title type=\"text\">a</title>"),
        (
            "<content mode=\"base64\" type=\"text/html\">PGI+YTwvYj4=</content>",
            "<content type=\"html\"><![CDATA[<b>a</b>]]></content>",
        ),
        (
            "<content type=\"application/atom+xml\"><feed><entry/></feed></content>",
            "<content type=\"html\"><![CDATA[<feed><entry/></feed>]]></content>",
        ),
        ("<content src=\"a\" type=\"html\"> </content>", "<content src=\"a\"></content>"),
        ("<content src=\"a\">b</content>", "<content>b</content>"),
        ("<link href=\"a\" xml:base=\"http://[\"/>", "<link href=\"a\"/>"),
        ("<content src=\"a.png\" type=\"image/png\"/>", "<content src=\"a.png\" type=\"image/png\"/>"),
        ("<author>Ann</author>", "<author><name>Ann</name></author>"),
        ("<link>https://news.example/?a&b</link>", "<link href=\"https://news.example/?a&amp;b\"></link>"),
    ]);
}

#[test]
fn what_refuses_or_breaks_a_whole_feed_goes() {
    let media = "xmlns:media=\"http://search.yahoo.com/mrss/\"";
    let itunes = "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"";
    check_items(&[
        (
            &format!("<media:title {media} type=\"text/html\">a</media:title>"),
            &format!("<media:title {media} type=\"html\">a</media:title>"),
        ),
        (
            &format!("<media:thumbnail {media} url=\"a\" time=\"99999999999999999999:00:00\"/>"),
            &format!("<media:thumbnail {media} url=\"a\"/>"),
        ),
        (
            &format!("<itunes:duration {itunes}>99999999999999999999</itunes:duration>"),
            &format!("<itunes:duration {itunes}></itunes:duration>"),
        ),
        (
            &format!("<itunes:title {itunes} type=\"odd\">a</itunes:title>"),
            &format!("<itunes:title {itunes} type=\"text\">a</itunes:title>"),
        ),
    ]);
}

#[test]
fn an_item_of_rss_1_0_has_a_link_and_stands_beside_its_channel() {
    let rdf = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">";
    let wrapped = |inside: &str| format!("{rdf}{inside}</rdf:RDF>");
    check(&[
        (
            &wrapped("<channel><item rdf:about=\"https://news.example/1\"></item></channel>"),
            &wrapped(
                "<channel></channel><item rdf:about=\"https://news.example/1\">\
                <link>https://news.example/1</link></item>",
            ),
        ),
        (
            &wrapped("<item><link>b</link><x:item xmlns:x=\"urn:x\"></x:item></item>"),
            &wrapped("<item><link>b</link><x:item xmlns:x=\"urn:x\"></x:item></item>"),
        ),
        (
            &wrapped("<item><title>a</title></item><item><link>b</link></item>"),
            &wrapped("<item><title>a</title><link>urn:none</link></item><item><link>b</link></item>"),
        ),
    ]);
}

#[test]
fn xhtml_becomes_html_without_its_wrapper() {
    check_entries(&[
        (
            "<content type=\"xhtml\"> <div xmlns=\"http://www.w3.org/1999/xhtml\"><div>a &lt; b</div><br/></div> </content>",
            "<content type=\"html\"><![CDATA[ <div>a &lt; b</div><br/> ]]></content>",
        ),
        (
            "<summary type=\"xhtml\"><x:div xmlns:x=\"http://www.w3.org/1999/xhtml\"><x:p>a</x:p></x:div></summary>",
            "<summary type=\"html\"><![CDATA[<p>a</p>]]></summary>",
        ),
        ("<title>a <em>b</em></title>", "<title type=\"html\"><![CDATA[a <em>b</em>]]></title>"),
    ]);
}

#[test]
fn markup_in_texts_becomes_data() {
    check_items(&[
        ("<title>a <b>b</b></title>", "<title><![CDATA[a <b>b</b>]]></title>"),
        (
            "<description><p>a<br>b &amp; c</p><![CDATA[<i>]]></description>",
            "<description><![CDATA[<p>a<br>b & c</p><i>]]></description>",
        ),
        (
            "<description><a href=\"?a&amp;b\">x</a></description>",
            "<description><![CDATA[<a href=\"?a&amp;b\">x</a>]]></description>",
        ),
        ("<link> <a href=\"b\">https://news.example/</a></link>", "<link> https://news.example/</link>"),
        ("<link href=\"https://news.example/\"/>", "<link>https://news.example/</link>"),
        ("<author><name>Ann</name><email>a@b.example</email></author>", "<author>Ann</author>"),
        ("<description>1 < 2 <3</description>", "<description>1 &lt; 2 &lt;3</description>"),
    ]);
}

#[test]
fn a_page_in_an_item_is_its_content() {
    let root = |item: &str, declared: &str| {
        format!("<rss{declared} version=\"2.0\"><channel><item>{item}</item></channel></rss>")
    };
    check(&[(
        &root("<body xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &amp; b</p></body>", ""),
        &root(
            "<content:encoded><![CDATA[<p>a &amp; b</p>]]></content:encoded>",
            " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"",
        ),
    )]);
}

#[test]
fn forgotten_and_crossed_ends_are_mended() {
    check(&[
        (
            "<rss version=\"2.0\"><channel><item><title>a</title><description>Talks in Gen",
            "<rss version=\"2.0\"><channel><item><title>a</title><description>Talks in Gen</description></item></channel></rss>",
        ),
        (
            "<rss version=\"2.0\"><channel><item><description><![CDATA[<p>a]",
            "<rss version=\"2.0\"><channel><item><description><![CDATA[<p>a]]></description></item></channel></rss>",
        ),
        (
            "<rss version=\"2.0\"><channel><item><title>a</ti",
            "<rss version=\"2.0\"><channel><item><title>a</title></item></channel></rss>",
        ),
        (
            "<rss version=\"2.0\"><channel><item><title>a<item><title>b</channel></rss>",
            "<rss version=\"2.0\"><channel><item><title>a</title></item><item><title>b</title></item></channel></rss>",
        ),
    ]);
    check_items(&[
        ("<title>a<link>b</link>", "<title>a</title><link>b</link>"),
        ("<title>a</b></title></p>", "<title>a</title>"),
        ("<guid>a</title></guid>", "<guid>a</guid>"),
        (
            "<media:group xmlns:media=\"http://search.yahoo.com/mrss/\"><media:x></media:group></media:x>",
            "<media:group xmlns:media=\"http://search.yahoo.com/mrss/\"><media:x></media:x></media:group>",
        ),
    ]);
}

#[test]
fn what_is_endless_is_cut() {
    let count = |text: &str, what: &str| repair(text).matches(what).count();
    assert!(count(&format!("<feed>{}", "<entry/>".repeat(30_000)), "<entry") <= 10_001);
    assert!(count(&format!("<feed>{}", "<x/>".repeat(300_000)), "<x") <= 100_000);
    assert_eq!(count(&format!("<feed>{}", "<x>".repeat(300)), "<x>"), 63);
    let references = repair(&format!("<feed><title>{}", "&".repeat(10_000)));
    assert_eq!(references, format!("<feed><title><![CDATA[{}]]></title></feed>", "&".repeat(10_000)));
}

/// What the XML reader under the parser takes is well-formed.
fn assert_well_formed(text: &str) {
    let mut reader = quick_xml::NsReader::from_str(text);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return,
            quick_xml::events::Event::GeneralRef(reference) => {
                reference.resolve_char_ref().unwrap();
            }
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn what_is_repaired_is_well_formed_also_the_second_time(text in r#"((<|</)(rss|feed|channel|item|entry|title|link|content|b|x:y|author|div)( (type|href|xmlns|xmlns:x|mode)="?(html|xhtml|base64|a&b|urn:x)"?)?(/?>)?|[&;<>\]"' ]|&amp;|&#1[24]|text|<!\[CDATA\[|\]\]>|<!--|-->|<\?xml|\?>){0,40}"#) {
        let text = format!("<rss>{text}");
        let once = repair(&text);
        assert_well_formed(&once);
        assert_well_formed(&repair(&once));
    }

    #[test]
    fn any_bytes_are_decoded_and_repaired(bytes in proptest::collection::vec(any::<u8>(), 0..200), charset in "[a-z0-9-]{0,12}") {
        let text = decode(&bytes, Some(&charset)).into_owned();
        repair(&format!("<feed>{text}"));
    }
}
