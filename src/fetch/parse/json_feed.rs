//! [JSON Feed](https://www.jsonfeed.org/version/1.1/) 1.0 and 1.1, and RSS written as JSON.
//!
//! Each field is looked for where it may stand, and read in whatever shape it has; one of a wrong shape is passed
//! over, and nothing refuses the feed. A feed is an object with `items`, or with a `channel` that has some.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::draft::{self, Draft, with_category};
use super::{MAX_ENTRIES, ParsedFeed, json_text, markup, people};
use crate::domain::{Enclosure, SafeText, WebUrl};
use crate::fetch::dates;

/// The most files that are kept of an entry.
const MAX_ENCLOSURES: usize = 50;
/// How deep a value may stand in lists and objects that should not be there.
const MAX_WRAPPED: usize = 4;

type Object = Map<String, Value>;

/// The feed in a text, as of `now`; `None` when it is no JSON, or no feed.
pub(super) fn read(text: &str, url: Option<&WebUrl>, now: Timestamp) -> Option<ParsedFeed> {
    if !text.starts_with('{') {
        return None;
    }
    let value = json_text::value(text)?;
    let root = value.as_object()?;
    let around = root.get("rss").and_then(Value::as_object).unwrap_or(root);
    let channel = around.get("channel").and_then(Value::as_object);
    let feed = channel.unwrap_or(root);
    let is_stated = first_text(feed, &["version"]).is_some_and(|version| version.contains("jsonfeed.org"));
    let items = ["items", "item", "entries"].iter().find_map(|name| feed.get(*name));
    let is_feed = match items {
        Some(items) => items.is_array() || items.is_object(),
        None => is_stated || channel.is_some(),
    };
    if !is_feed {
        return None;
    }
    let site = address(feed, &["home_page_url", "link"], url);
    let stated = address(feed, &["feed_url"], url);
    let home = site.as_ref().or(url).or(stated.as_ref());
    let authors = authors(feed);
    let drafts = items.map(list).unwrap_or_default().iter().filter_map(|item| item.as_object()).map(|item| {
        let mut draft = draft(item, home);
        if draft.authors.is_empty() {
            draft.authors.clone_from(&authors);
        }
        draft
    });
    let drafts = draft::newest(drafts.collect(), MAX_ENTRIES, |draft| draft.published.or(draft.updated));
    Some(ParsedFeed {
        title: line(feed, &["title"]),
        description: first_text(feed, &["description"]).map(|text| plain(&text)).unwrap_or_default(),
        language: Some(line(feed, &["language"])).filter(|language| !language.is_empty()),
        updated: moment(feed, &["date_modified", "lastBuildDate", "pubDate"]),
        entries: draft::finish(drafts.into_iter(), now),
        site,
        ..ParsedFeed::default()
    })
}

fn draft(item: &Object, home: Option<&WebUrl>) -> Draft {
    let html = first_text(item, &["content_html", "content:encoded", "content"]);
    let content = html.map(|html| SafeText::block(html.trim()));
    let text = || first_text(item, &["content_text"]).map(|text| plain(&text));
    let enclosures = enclosures(item, home);
    let link = address(item, &["url", "link", "external_url"], home);
    let id = first_text(item, &["id", "guid"]).unwrap_or_default();
    let link = link.or_else(|| WebUrl::parse(&id).ok()).or_else(|| enclosures.first().map(|file| file.url.clone()));
    let categories = ["tags", "category", "categories"].iter().filter_map(|name| item.get(*name)).flat_map(list);
    Draft {
        title: line(item, &["title"]),
        authors: authors(item),
        link,
        published: moment(item, &["date_published", "pubDate"]),
        updated: moment(item, &["date_modified"]),
        summary: first_text(item, &["summary", "description"]).map(|text| plain(&text)).unwrap_or_default(),
        content: content.filter(|content| !content.is_empty()).or_else(text).unwrap_or_default(),
        categories: categories
            .filter_map(|word| text_of(word, 0))
            .fold(Vec::new(), |words, word| with_category(words, markup::one_line(&word))),
        guid: id,
        enclosures,
        ..Draft::default()
    }
}

/// The names of those in `authors` (1.1), else in `author` (1.0), which is there for old readers.
fn authors(object: &Object) -> Vec<SafeText> {
    ["authors", "author", "dc:creator"]
        .iter()
        .filter_map(|place| Some(names(object.get(*place)?)))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn names(stated: &Value) -> Vec<SafeText> {
    let people = list(stated).iter();
    let names = people.filter_map(|stated| match stated {
        Value::Object(person) => first_text(person, &["name", "email", "url"]).or_else(|| text_of(stated, 0)),
        other => text_of(other, 0),
    });
    names.fold(Vec::new(), |known, name| people::with(known, people::without_address(&name)))
}

fn enclosures(item: &Object, home: Option<&WebUrl>) -> Vec<Enclosure> {
    let files = ["attachments", "enclosure"].iter().filter_map(|name| item.get(*name)).flat_map(list);
    let file = |file: &Value| {
        let file = file.as_object()?;
        Some(Enclosure {
            url: address(file, &["url", "@url"], home)?,
            media_type: line(file, &["mime_type", "type", "@type"]),
            bytes: first_text(file, &["size_in_bytes", "length", "@length"])
                .and_then(|bytes| bytes.trim().trim_end_matches(".0").parse().ok()),
            title: line(file, &["title"]),
        })
    };
    files.filter_map(file).take(MAX_ENCLOSURES).collect()
}

/// What should be a list: one, a single value, or an object of values.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        Value::Null => &[],
        single => std::slice::from_ref(single),
    }
}

/// The first of these members that has a text.
fn first_text(object: &Object, names: &[&str]) -> Option<String> {
    let text = |name: &&str| object.get(*name).and_then(|value| text_of(value, 0));
    names.iter().find_map(text).filter(|text| !text.trim().is_empty())
}

/// A value as text: numbers count, and so does what is wrapped in a list or, as converters from XML do, in an object.
fn text_of(value: &Value, wrapped: usize) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) if wrapped < MAX_WRAPPED => text_of(values.first()?, wrapped + 1),
        Value::Object(object) if wrapped < MAX_WRAPPED => {
            let value = ["#value", "#text", "$t", "_", "value"].iter().find_map(|name| object.get(*name))?;
            text_of(value, wrapped + 1)
        }
        _ => None,
    }
}

fn line(object: &Object, names: &[&str]) -> SafeText {
    first_text(object, names).map(|text| markup::one_line(&text)).unwrap_or_default()
}

/// A text that is plain by the standard.
fn plain(text: &str) -> SafeText {
    SafeText::block(&markup::plain(text.trim()))
}

fn moment(object: &Object, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| dates::moment(&first_text(object, &[name])?))
}

fn address(object: &Object, names: &[&str], home: Option<&WebUrl>) -> Option<WebUrl> {
    names.iter().find_map(|name| {
        let reference = first_text(object, &[name])?;
        let reference = reference.trim();
        home.map_or_else(|| WebUrl::parse(reference), |home| home.join(reference)).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(text: &str) -> ParsedFeed {
        let url = WebUrl::parse("https://news.example/feed.json").unwrap();
        read(text, Some(&url), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap()
    }

    fn entry(item: &str) -> super::super::Entry {
        feed(&format!("{{\"items\": [{item}]}}")).entries.remove(0)
    }

    #[test]
    fn a_feed_as_the_standard_wants_it() {
        let feed = feed(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "World", "home_page_url": "https://news.example/",
            "description": "All of it", "language": "en", "authors": [{"name": "Desk"}], "_ext": {"a": 1}, "items": [
            {"id": "1", "url": "https://news.example/1", "title": "Talks &amp; tea", "content_html": "<p>On.</p>",
             "summary": "In short", "date_published": "2024-05-01T10:00:00Z", "date_modified": "2024-05-02T10:00:00Z",
             "authors": [{"name": "Ann"}, {"name": "Bob"}], "tags": ["peace", "talks"],
             "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12, "title": "Hear"}]},
            {"id": "2", "content_text": "1 < 2"}]}"#,
        );
        assert_eq!((feed.title.as_str(), feed.description.as_str()), ("World", "All of it"));
        assert_eq!(feed.language.as_deref(), Some("en"));
        assert_eq!(feed.site.unwrap().as_str(), "https://news.example/");
        let first = &feed.entries[0];
        assert_eq!((first.id.as_str(), first.title.as_str()), ("1", "Talks & tea"));
        assert_eq!(first.link.as_ref().unwrap().as_str(), "https://news.example/1");
        assert_eq!((first.content.as_str(), first.summary.as_str()), ("<p>On.</p>", "In short"));
        assert_eq!(first.published.unwrap().to_string(), "2024-05-01T10:00:00Z");
        assert_eq!(first.updated.unwrap().to_string(), "2024-05-02T10:00:00Z");
        assert_eq!(first.author_line(), "Ann, Bob");
        assert_eq!(SafeText::join(&first.categories, " "), "peace talks");
        let file = &first.enclosures[0];
        assert_eq!(
            (file.url.as_str(), file.bytes, file.title.as_str()),
            ("https://news.example/a.mp3", Some(12), "Hear")
        );
        assert_eq!((feed.entries[1].author_line().as_str(), feed.entries[1].content.as_str()), ("Desk", "1 &lt; 2"));
    }

    #[test]
    fn a_field_of_another_shape_is_read_or_passed_over() {
        assert_eq!(entry(r#"{"id": 17}"#).id, "17");
        assert_eq!(entry(r#"{"id": "1", "tags": "peace"}"#).categories[0], "peace");
        assert_eq!(entry(r#"{"id": "1", "authors": {"name": "Ann"}}"#).author_line(), "Ann");
        assert_eq!(entry(r#"{"id": "1", "author": "Ann"}"#).author_line(), "Ann");
        assert_eq!(entry(r#"{"id": "1", "author": {"name": "Ann"}, "authors": null}"#).author_line(), "Ann");
        assert_eq!(entry(r#"{"id": "https://news.example/1"}"#).link.unwrap().as_str(), "https://news.example/1");
        assert_eq!(entry(r#"{"url": "1", "external_url": "x"}"#).link.unwrap().as_str(), "https://news.example/1");
        assert_eq!(entry(r#"{"content_text": "Talks are on"}"#).title, "Talks are on");
        let both = entry(r#"{"id": "1", "author": {"name": "Desk"}, "authors": [{"name": "Ann"}]}"#);
        assert_eq!(both.author_line(), "Ann");
        let file = r#"{"id": "1", "attachments": [{"url": "https://news.example/a", "size_in_bytes": 7.0}]}"#;
        assert_eq!(entry(file).enclosures[0].bytes, Some(7));
        let odd = entry(
            r#"{"id": {}, "title": [["T"]], "url": 5.5, "tags": {"a": 1}, "authors": [1, null, {}],
            "date_published": true, "attachments": ["x", {"url": null}], "content_html": false}"#,
        );
        assert_eq!((odd.title.as_str(), odd.published, odd.enclosures.len()), ("T", None, 0));
    }

    #[test]
    fn the_version_may_be_missing_or_written_in_another_way() {
        for version in ["\"http://jsonfeed.org/version/1\"", "\"https://jsonfeed.org/version/9\"", "1", "null"] {
            assert_eq!(
                feed(&format!("{{\"version\": {version}, \"items\": [{{\"id\": \"1\"}}, 5]}}")).entries.len(),
                1
            );
        }
        assert!(feed("{\"version\": \"https://jsonfeed.org/version/1\"}").entries.is_empty());
    }

    #[test]
    fn what_is_cut_or_has_a_comma_too_many_is_read_as_far_as_it_goes() {
        let cut = feed(r#"{"title": "World", "items": [{"id": "1", "title": "One",}, {"id": "2", "title": "Tw"#);
        assert_eq!(cut.entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    }

    #[test]
    fn rss_in_json_is_read() {
        let feed = feed(
            r##"{"rss": {"version": "2.0", "channel": {"title": "World", "link": "https://news.example/", "item": [
            {"title": "Talks", "link": "https://news.example/1", "description": "<p>On.</p>", "guid": {"#value": "g"},
             "pubDate": "Wed, 01 May 2024 10:00:00 GMT", "enclosure": {"url": "a.mp3", "type": "audio/mpeg"}}]}}}"##,
        );
        let entry = &feed.entries[0];
        assert_eq!((feed.title.as_str(), entry.title.as_str(), entry.id.as_str()), ("World", "Talks", "g"));
        assert_eq!((entry.summary.as_str(), entry.enclosures.len()), ("<p>On.</p>", 1));
        assert_eq!(entry.published.unwrap().to_string(), "2024-05-01T10:00:00Z");
    }

    #[test]
    fn other_json_is_no_feed() {
        let url = WebUrl::parse("https://news.example/").unwrap();
        for text in ["{\"error\": \"no such feed\"}", "{}", "[]", "{", "{\"a\": 1}<rss></rss>", "5", "{\"items\": 7}"] {
            assert_eq!(read(text, Some(&url), Timestamp::UNIX_EPOCH), None, "{text}");
        }
    }
}
