//! `chancery parse`, from outside.

use serde_json::json;

use crate::support::user::User;

const FEED: &str = "<rss version='2.0'><channel><title>Gazette</title><link>https://gazette.example/</link>\
    <description>Dispatches</description><language>en</language><item><title>Talks &amp;amp; tea</title>\
    <link>/1</link><guid isPermaLink='false'>g1</guid><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>\
    <author>jane@gazette.example (Jane)</author><category>Talks</category>\
    <enclosure url='/1.mp3' type='audio/mpeg' length='7'/><description>&lt;p&gt;They met.&lt;/p&gt;</description></item>\
    <item><title>Later</title></item></channel></rss>";

#[test]
fn a_feed_in_a_file_is_told_as_json() {
    let user = User::new();
    let file = user.write("feed.xml", FEED);
    let parsed = user.json(&["parse", file.to_str().unwrap(), "--json", "--url", "https://feeds.example/x"]);
    let expected = json!({
        "feed": {
            "title": "Gazette",
            "link": "https://gazette.example/",
            "description": "Dispatches",
            "language": "en",
            "updated": null,
        },
        "entries": [
            {
                "id": "g1",
                "title": "Talks & tea",
                "link": "https://feeds.example/1",
                "published": "2004-01-01T19:48:21Z",
                "updated": null,
                "summary": "<p>They met.</p>",
                "content": null,
                "authors": ["Jane"],
                "categories": ["Talks"],
                "enclosures": [{"url": "https://feeds.example/1.mp3", "type": "audio/mpeg", "length": 7}],
            },
            {
                "id": parsed["entries"][1]["id"],
                "title": "Later",
                "link": null,
                "published": null,
                "updated": null,
                "summary": null,
                "content": null,
                "authors": [],
                "categories": [],
                "enclosures": [],
            },
        ],
    });
    assert_eq!(parsed, expected);
    assert!(!user.data().exists(), "parsing keeps nothing");
}

#[test]
fn a_feed_on_standard_input_is_told_as_text() {
    let user = User::new();
    let said = user.with_input(&["parse", "-"], FEED);
    let expected = "Gazette\nhttps://gazette.example/\n\nTalks & tea\n2004-01-01T19:48:21Z · Jane\n\
        https://gazette.example/1\nThey met.\n\nLater\n";
    assert_eq!((said.code, said.out.as_str()), (0, expected), "{}", said.err);
}

#[test]
fn what_is_no_feed_ends_with_a_sentence() {
    let user = User::new();
    for (input, sentence) in [
        ("<!DOCTYPE html><html><body>Hello</body></html>", "is a web page"),
        ("just words", "not a feed"),
        ("", "empty"),
    ] {
        let said = user.with_input(&["parse", "-", "--json"], input);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{input}");
        assert!(said.err.contains(sentence), "{}", said.err);
    }
    assert!(user.fails(2, &["parse", "missing.xml"]).contains("missing.xml cannot be read"));
}
