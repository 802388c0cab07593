//! OPML 2.0 is written as its specification has it.

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

use crate::domain::{OwnTag, SafeText, Source, WebUrl};

type Xml = Writer<Cursor<Vec<u8>>>;

/// The subscriptions as an OPML document, made at `now`: feeds without a folder first, then the folders by name,
/// a `/` in a folder's name nesting it. A feed in several folders stands in each. Files and commands of this machine
/// are left out: no other machine has them, and a list that names commands is one to be afraid of.
pub fn write(sources: &[Source], now: Timestamp) -> String {
    let mut writer = Writer::new_with_indent(Cursor::new(Vec::new()), b' ', 2);
    document(&mut writer, sources, now).expect("writing to memory cannot fail");
    let mut bytes = writer.into_inner().into_inner();
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("only text was written")
}

fn document(xml: &mut Xml, sources: &[Source], now: Timestamp) -> io::Result<()> {
    let created = rfc2822::to_string(&now.to_zoned(TimeZone::UTC)).unwrap_or_default();
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::Start(BytesStart::new("opml").with_attributes([("version", "2.0")])))?;
    xml.write_event(Event::Start(BytesStart::new("head")))?;
    xml.create_element("title").write_text_content(BytesText::new("chancery subscriptions"))?;
    xml.create_element("dateCreated").write_text_content(BytesText::new(&created))?;
    xml.write_event(Event::End(BytesEnd::new("head")))?;
    xml.write_event(Event::Start(BytesStart::new("body")))?;
    Folder::tree(sources).write(xml)?;
    xml.write_event(Event::End(BytesEnd::new("body")))?;
    xml.write_event(Event::End(BytesEnd::new("opml")))
}

/// A tag as a category; one with levels begins with a slash.
fn category(tag: &OwnTag) -> String {
    let slash = if tag.as_str().contains('/') { "/" } else { "" };
    format!("{slash}{tag}")
}

/// Feeds and folders of one level.
#[derive(Default)]
struct Folder<'a> {
    feeds: Vec<(&'a Source, &'a WebUrl)>,
    folders: BTreeMap<&'a str, Folder<'a>>,
}

impl<'a> Folder<'a> {
    fn tree(sources: &'a [Source]) -> Self {
        let mut root = Self::default();
        for source in sources {
            let Some(url) = source.url.web() else { continue };
            let mut paths: Vec<&str> = source.folders.iter().map(SafeText::as_str).collect();
            if paths.is_empty() {
                paths.push("");
            }
            for path in paths {
                let names = path.split('/').filter(|name| !name.is_empty());
                let folder = names.fold(&mut root, |folder, name| folder.folders.entry(name).or_default());
                folder.feeds.push((source, url));
            }
        }
        root
    }

    fn write(&self, xml: &mut Xml) -> io::Result<()> {
        for (feed, url) in &self.feeds {
            let mut element = xml
                .create_element("outline")
                .with_attribute(("type", "rss"))
                .with_attribute(("text", feed.name.as_str()))
                .with_attribute(("title", feed.name.as_str()))
                .with_attribute(("xmlUrl", url.as_str()));
            if let Some(site) = &feed.site {
                element = element.with_attribute(("htmlUrl", site.as_str()));
            }
            if let Some(language) = &feed.card.language {
                element = element.with_attribute(("language", language.as_str()));
            }
            if let Some(note) = &feed.card.note {
                element = element.with_attribute(("description", note.as_str()));
            }
            if !feed.tags.is_empty() {
                let tags: Vec<String> = feed.tags.iter().map(category).collect();
                element = element.with_attribute(("category", tags.join(",").as_str()));
            }
            element.write_empty()?;
        }
        for (name, folder) in &self.folders {
            xml.write_event(Event::Start(BytesStart::new("outline").with_attributes([("text", *name)])))?;
            folder.write(xml)?;
            xml.write_event(Event::End(BytesEnd::new("outline")))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::FeedUrl;

    fn sources() -> impl Strategy<Value = Vec<Source>> {
        let text = "[a-zé外&<>\"' ]{0,8}[a-z家&]";
        let folder = proptest::collection::vec(text, 1..4).prop_map(|levels| SafeText::line(&levels.join("/")));
        let feed = (
            text,
            proptest::collection::vec(folder, 0..3),
            proptest::collection::vec("[a-z]{1,5}(/[a-z]{1,3})?", 0..3),
            proptest::option::of(text),
            proptest::option::of("[a-z]{2}"),
            any::<bool>(),
        );
        proptest::collection::vec(feed, 0..6).prop_map(|feeds| {
            let sources = feeds.into_iter().enumerate().map(|(number, feed)| {
                let (name, folders, tags, note, language, site) = feed;
                let url = WebUrl::parse(&format!("https://{number}.example/?a=1&b='2'")).unwrap();
                let mut source = Source::unknown(SafeText::line(&name), url);
                source.folders = folders
                    .iter()
                    .map(|folder| SafeText::line(&folder.replace(" /", "/").replace("/ ", "/")))
                    .collect();
                source.folders.sort();
                source.folders.dedup();
                source.tags = tags.iter().map(|tag| tag.parse().unwrap()).collect();
                source.tags.sort();
                source.tags.dedup();
                source.card.note = note.map(|note| SafeText::line(&note));
                source.card.language = language.map(|language| SafeText::line(&language));
                source.site = site.then(|| WebUrl::parse("https://a.example/").unwrap());
                source
            });
            sources.collect()
        })
    }

    proptest! {
        #[test]
        fn nothing_that_opml_can_carry_is_lost(sources in sources()) {
            let text = write(&sources, Timestamp::UNIX_EPOCH);
            let opml = super::super::read(text.as_bytes()).unwrap_or_default();
            let mut feeds = opml.feeds;
            feeds.sort_by(|a, b| a.url.cmp(&b.url));
            feeds.iter_mut().for_each(|feed| feed.folders.sort());
            prop_assert_eq!(feeds, sources);
            prop_assert!(!opml.damaged && opml.skipped.is_empty());
        }
    }

    #[test]
    fn what_is_of_this_machine_alone_is_not_written() {
        let urls = ["exec:make-feed", "file:///home/ada/notes.xml"];
        let sources = urls.map(|url| Source {
            url: FeedUrl::parse(url).unwrap(),
            ..Source::unknown("A".into(), WebUrl::parse("https://a.example/").unwrap())
        });
        let text = write(&sources, Timestamp::UNIX_EPOCH);
        assert!(!text.contains("outline"), "{text}");
    }

    #[test]
    fn what_is_written_is_read_back_whole() {
        let source = |name: &'static str, url: &str, folder: Option<&'static str>| Source {
            folders: folder.map(SafeText::from).into_iter().collect(),
            ..Source::unknown(name.into(), WebUrl::parse(url).unwrap())
        };
        let mut with_site = source("Q & A <\"'>", "https://a.example/?x=1&y=2", None);
        with_site.site = Some(WebUrl::parse("https://a.example/").unwrap());
        let sources = [
            with_site,
            source("外交部", "https://b.example/", Some("Asia")),
            source("C", "https://c.example/", Some("Asia/East & South")),
        ];
        let text = write(&sources, Timestamp::UNIX_EPOCH);
        let opml = super::super::read(text.as_bytes()).unwrap();
        assert_eq!(opml.feeds, sources);
        assert!(!opml.damaged && opml.skipped.is_empty());
    }

    #[test]
    fn the_document_has_the_form_of_the_specification() {
        let feed = Source::unknown("A".into(), WebUrl::parse("https://a.example/").unwrap());
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>chancery subscriptions</title>
    <dateCreated>Thu, 1 Jan 1970 00:00:00 +0000</dateCreated>
  </head>
  <body>
    <outline type="rss" text="A" title="A" xmlUrl="https://a.example/"/>
  </body>
</opml>
"#;
        assert_eq!(write(&[feed], Timestamp::UNIX_EPOCH), expected);
    }
}
