//! OPML is read as other readers write it: `url` for `xmlUrl`, any version or none, names in any case, elements
//! left open, `&` left bare, in any encoding.
//!
//! What comes from elsewhere is subscribed to only at web addresses: a list that could name files or commands would
//! let who wrote it read and run what they like.

use std::collections::HashMap;

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::decode::decode;
use crate::domain::{FeedUrl, OwnTag, SafeText, Source, SourceCard, WebUrl};

/// The most bytes of a file.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
const MAX_DEPTH: usize = 64;
const MAX_OUTLINES: usize = 20_000;
/// The most categories of an outline.
const TAGS_MAX: usize = 50;

/// What an OPML file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opml {
    /// The feeds in the file's order, each once; nested outlines make a folder such as `Asia/East`.
    pub feeds: Vec<Source>,
    /// What looks like a feed and cannot be one.
    pub skipped: Vec<Skipped>,
    /// Whether the file breaks off or is broken; what stands before that place was read.
    pub damaged: bool,
}

/// A feed that was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    pub name: SafeText,
    /// Why, such as "it is not an absolute address".
    pub reason: SafeText,
}

/// Why a file is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    #[error("it holds no outline, so it is no OPML file")]
    NotOpml,
    #[error("it is a web page, not an OPML file: the site may want you to sign in before it gives the file")]
    WebPage,
    #[error("it is larger than {} MiB", MAX_BYTES / (1024 * 1024))]
    TooLarge,
    #[error("its outlines are nested more than {MAX_DEPTH} deep")]
    TooDeep,
    #[error("it has more than {MAX_OUTLINES} outlines")]
    TooMany,
}

/// Reads an OPML file. Entities that it defines itself are never expanded.
///
/// # Errors
/// When it is no OPML at all, or beyond a bound. Single feeds that cannot be read are skipped.
pub fn read(file: &[u8]) -> Result<Opml, OpmlError> {
    if file.len() > MAX_BYTES {
        return Err(OpmlError::TooLarge);
    }
    let text = decode(file);
    if is_web_page(&text) {
        return Err(OpmlError::WebPage);
    }
    let mut reader = Reader::from_str(&text);
    let rules = reader.config_mut();
    rules.check_end_names = false;
    rules.allow_unmatched_ends = true;
    rules.allow_dangling_amp = true;

    let mut opml = Opml::default();
    let mut known = HashMap::new();
    let mut folders: Vec<SafeText> = Vec::new();
    let mut outlines = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) if is_outline(element.local_name().as_ref()) => {
                outlines += 1;
                let outline = Outline::of(&element);
                folders.push(outline.name.clone());
                if folders.len() > MAX_DEPTH {
                    return Err(OpmlError::TooDeep);
                }
                opml.take(outline, &folders[..folders.len() - 1], &mut known);
            }
            Ok(Event::Empty(element)) if is_outline(element.local_name().as_ref()) => {
                outlines += 1;
                opml.take(Outline::of(&element), &folders, &mut known);
            }
            Ok(Event::End(element)) if is_outline(element.local_name().as_ref()) => {
                folders.pop();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                opml.damaged = true;
                break;
            }
        }
        if outlines > MAX_OUTLINES {
            return Err(OpmlError::TooMany);
        }
    }
    opml.damaged |= !folders.is_empty();
    if outlines == 0 { Err(OpmlError::NotOpml) } else { Ok(opml) }
}

impl Opml {
    /// Takes an outline in; `known` tells the place of every feed so far.
    fn take(&mut self, outline: Outline, folders: &[SafeText], known: &mut HashMap<FeedUrl, usize>) {
        let Some(address) = outline.address else { return };
        let url = match outline.no_feed {
            Some(reason) => Err(reason.into()),
            None => WebUrl::parse(&address).map_err(|reason| SafeText::line(&reason.to_string())),
        };
        let url = match url {
            Ok(url) => url,
            Err(reason) => {
                let name = if outline.name.is_empty() { SafeText::line(&address) } else { outline.name };
                return self.skipped.push(Skipped { name, reason });
            }
        };
        let name = if outline.name.is_empty() { SafeText::line(url.host()) } else { outline.name };
        let folder = folder(folders);
        let Some(&place) = known.get(&FeedUrl::Web(url.clone())) else {
            let site = outline.site.and_then(|site| WebUrl::parse(&site).ok());
            let card = SourceCard { language: outline.language, note: outline.description, ..SourceCard::default() };
            let folders = folder.into_iter().collect();
            let feed = Source { site, folders, card, tags: outline.tags, ..Source::unknown(name, url) };
            known.insert(feed.url.clone(), self.feeds.len());
            return self.feeds.push(feed);
        };
        // A feed in several folders stands in each.
        let feed = &mut self.feeds[place];
        feed.folders.extend(folder.filter(|folder| !feed.folders.contains(folder)));
        let tags: Vec<OwnTag> = outline.tags.into_iter().filter(|tag| !feed.tags.contains(tag)).collect();
        feed.tags.extend(tags);
    }
}

/// The names of outlines as one folder. A `/` in a name would part it in two.
fn folder(levels: &[SafeText]) -> Option<SafeText> {
    let levels: Vec<String> = levels.iter().map(|level| level.replace('/', "∕").trim().to_owned()).collect();
    let levels: Vec<&str> = levels.iter().map(String::as_str).filter(|level| !level.is_empty()).collect();
    (!levels.is_empty()).then(|| SafeText::line(&levels.join("/")))
}

/// Whether the text is HTML: a server's error or sign-in page, saved under a wrong name.
fn is_web_page(text: &str) -> bool {
    let text = text.trim_start();
    let begins = |start: &str| text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    begins("<!doctype html") || begins("<html")
}

/// The attributes of an `outline` element that matter here.
#[derive(Default)]
struct Outline {
    name: SafeText,
    address: Option<String>,
    /// Why the address is no feed's, by the outline's own words.
    no_feed: Option<&'static str>,
    site: Option<String>,
    language: Option<SafeText>,
    description: Option<SafeText>,
    tags: Vec<OwnTag>,
}

impl Outline {
    fn of(element: &BytesStart<'_>) -> Self {
        let (mut text, mut title) = (SafeText::default(), SafeText::default());
        let (mut kind, mut url) = (String::new(), None);
        let mut outline = Self::default();
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = unescaped(&String::from_utf8_lossy(&attribute.value));
            match attribute.key.local_name().as_ref().to_ascii_lowercase().as_slice() {
                b"text" => text = SafeText::line(&value),
                b"title" => title = SafeText::line(&value),
                b"xmlurl" => outline.address = Some(value),
                b"url" => url = Some(value),
                b"type" => kind = value,
                b"htmlurl" => outline.site = Some(value),
                b"language" => outline.language = Some(SafeText::line(&value)).filter(|text| !text.is_empty()),
                b"description" => outline.description = Some(SafeText::line(&value)).filter(|text| !text.is_empty()),
                b"category" => outline.tags = tags(&value),
                _ => {}
            }
        }
        outline.name = if text.is_empty() { title } else { text };
        // Some readers write an empty address on folders.
        let written = |address: &String| !address.trim().is_empty();
        outline.address = outline.address.filter(written);
        // OPML 2.0 (https://opml.org/spec2.opml) has `url` on other things only, but some readers call a feed's so.
        if outline.address.is_none() {
            outline.address = url.filter(written);
            outline.no_feed = match kind.trim().to_ascii_lowercase().as_str() {
                "link" => Some("it links to a page, not to a feed"),
                "include" => Some("it includes another list, which is not read"),
                _ => None,
            };
        }
        outline
    }
}

/// The categories of an outline, parted by commas; one with levels begins with a slash. What is no tag is left out.
fn tags(categories: &str) -> Vec<OwnTag> {
    let mut tags = Vec::new();
    for category in categories.split(',').take(TAGS_MAX) {
        let tag = category.trim().trim_matches('/').parse::<OwnTag>();
        tags.extend(tag.ok().filter(|tag| !tags.contains(tag)));
    }
    tags
}

fn is_outline(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"outline")
}

/// The text with the five predefined entities and character references replaced; any other `&` is one.
fn unescaped(raw: &str) -> String {
    let mut pieces = raw.split('&');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let reference = piece.split_once(';').and_then(|(name, rest)| {
            let character = unescape(&format!("&{name};")).ok()?.into_owned();
            Some((character, rest))
        });
        match reference {
            Some((character, rest)) => text.extend([character.as_str(), rest]),
            None => text.extend(["&", piece]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Name, address and folder of every feed.
    fn feeds(text: &str) -> Vec<(String, String, Option<String>)> {
        let opml = read(text.as_bytes()).expect(text);
        let row = |feed: Source| {
            (feed.name.to_string(), feed.url.as_str().to_owned(), feed.folders.first().map(SafeText::to_string))
        };
        opml.feeds.into_iter().map(row).collect()
    }

    #[test]
    fn other_readers_dialects_are_understood() {
        let a = || ("A".to_owned(), "https://a.example/".to_owned(), None);
        let cases = [
            r#"<?xml version="1.0"?><opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/"/></body></opml>"#,
            r#"<opml><body><outline title="A" url="https://a.example/"/></body></opml>"#,
            r#"<OPML><BODY><OUTLINE TEXT="A" XMLURL="https://a.example/"></OUTLINE></BODY></OPML>"#,
            r#"<opml><body><outline text="A" xmlUrl="https://a.example/"/>"#,
            r#"<opml><body><outline text="A" xmlUrl="https://a.example/"/></opml></body>"#,
            "\u{feff}<opml><outline text='A' type='rss' xmlUrl=' https://a.example/ ' htmlUrl=''/></opml>",
            r#"<opml><outline text="A" xmlUrl="https://a.example/" text="A"/></opml>"#,
        ];
        for text in cases {
            assert_eq!(feeds(text), [a()], "{text}");
        }
    }

    #[test]
    fn nested_outlines_make_folders() {
        let text = r#"<opml><body>
            <outline text="Asia"><outline text="East">
                <outline text="A" xmlUrl="https://a.example/"/>
            </outline><outline text="B" xmlUrl="https://b.example/"/></outline>
            <outline text="C" xmlUrl="https://c.example/"><outline text="D" xmlUrl="https://d.example/"/></outline>
            <outline xmlUrl="https://e.example/"/>
        </body></opml>"#;
        let folders: Vec<_> = feeds(text).into_iter().map(|(name, _, folder)| (name, folder)).collect();
        let expected =
            [("A", Some("Asia/East")), ("B", Some("Asia")), ("C", None), ("D", Some("C")), ("e.example", None)];
        assert_eq!(folders, expected.map(|(name, folder)| (name.to_owned(), folder.map(str::to_owned))));
    }

    #[test]
    fn references_are_replaced_and_entities_never_expanded() {
        let cases = [
            ("A &amp; B", "A & B"),
            ("&#x41;&#66;", "AB"),
            ("AT&T &lt;x&gt;", "AT&T <x>"),
            ("&nbsp;&own;", "&nbsp;&own;"),
            ("&", "&"),
            ("a&#27;[2Jb", "a[2Jb"),
        ];
        for (raw, name) in cases {
            let text = format!(
                "<!DOCTYPE opml [<!ENTITY own \"expanded\">]><opml><outline text='{raw}' \
                 xmlUrl='https://a.example/?x=1&amp;y=2'/></opml>"
            );
            let read = &feeds(&text)[0];
            assert_eq!((read.0.as_str(), read.1.as_str()), (name, "https://a.example/?x=1&y=2"), "{raw}");
        }
        let bare = feeds("<opml><outline text='A' xmlUrl='https://a.example/?x=1&y=2'/></opml>");
        assert_eq!(bare[0].1, "https://a.example/?x=1&y=2");
    }

    #[test]
    fn what_cannot_be_a_feed_is_skipped_with_its_reason() {
        let text = r#"<opml><outline text="A" xmlUrl="file:///etc/passwd"/><outline text="B" xmlUrl="b"/>
            <outline text="Empty" xmlUrl=""/></opml>"#;
        let opml = read(text.as_bytes()).unwrap();
        assert_eq!(opml.feeds, []);
        let names: Vec<_> = opml.skipped.iter().map(|skipped| skipped.name.as_str()).collect();
        assert_eq!(names, ["A", "B"]);
        assert!(opml.skipped[0].reason.contains("file:"), "{}", opml.skipped[0].reason);
    }

    #[test]
    fn no_list_can_name_a_file_or_a_command() {
        let addresses =
            ["exec:touch /tmp/x", " EXEC:id", "file:///etc/passwd", "filter:id:https://a.example/", "javascript:1"];
        for address in addresses {
            for attribute in ["xmlUrl", "url"] {
                let opml =
                    read(format!("<opml><outline text='A' {attribute}='{address}'/></opml>").as_bytes()).unwrap();
                assert_eq!((opml.feeds.len(), opml.skipped.len()), (0, 1), "{address}");
            }
        }
    }

    #[test]
    fn a_feed_in_several_folders_is_one_feed_with_all_its_categories() {
        let text = r#"<opml><body><outline text="Asia"><outline text="A" xmlUrl="https://a.example/" language="ja"
            category="/Ships/Straits,Daily Paper" description="of Edo" other:x="y"/></outline>
            <outline text="Q/A"><outline text="A again" xmlUrl="https://a.example" category="daily paper,x,!!"/></outline>
            </body></opml>"#;
        let feeds = read(text.as_bytes()).unwrap().feeds;
        let mut expected = Source::unknown("A".into(), WebUrl::parse("https://a.example/").unwrap());
        expected.folders = vec!["Asia".into(), "Q∕A".into()];
        expected.tags = ["ships/straits", "daily-paper", "x"].map(|tag| tag.parse().unwrap()).into();
        (expected.card.language, expected.card.note) = (Some("ja".into()), Some("of Edo".into()));
        assert_eq!(feeds, [expected]);
    }

    #[test]
    fn what_is_not_encoded_as_it_should_be_is_read_all_the_same() {
        for text in [
            "<!DOCTYPE opml SYSTEM \"opml.dtd\"><opml><outline text=\"R & D <x> 'y'\" xmlUrl=\"https://a.example/?a=1&b=2\"/></opml>",
            "<opml version=''><head><title>R & D</title></head><body>\n<outline text=\"R & D <x> 'y'\" \
             xmlUrl=\"https://a.example/?a=1&b=2\" isOpen></outline>",
        ] {
            let feeds = feeds(text);
            assert_eq!(feeds.len(), 1, "{text}");
            assert_eq!((feeds[0].0.as_str(), feeds[0].1.as_str()), ("R & D <x> 'y'", "https://a.example/?a=1&b=2"));
        }
    }

    #[test]
    fn bookmarks_and_included_lists_are_no_feeds() {
        let text = r#"<opml><body><outline text="Page" type="link" url="https://a.example/page"/>
            <outline text="List" TYPE="Include" url="https://a.example/list.opml"/>
            <outline text="A" type="link" xmlUrl="https://a.example/feed"/>
            <outline text="B" type="rss" url="https://b.example/feed"/></body></opml>"#;
        let opml = read(text.as_bytes()).unwrap();
        assert_eq!(opml.feeds.iter().map(|feed| feed.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        let skipped: Vec<_> = opml.skipped.iter().map(|skipped| (&*skipped.name, &*skipped.reason)).collect();
        assert_eq!(
            skipped,
            [("Page", "it links to a page, not to a feed"), ("List", "it includes another list, which is not read")]
        );
    }

    #[test]
    fn a_file_that_breaks_off_gives_what_stands_before() {
        let text = r#"<opml><body><outline text="A" xmlUrl="https://a.example/"/><outline text="B" xmlU"#;
        let opml = read(text.as_bytes()).unwrap();
        assert_eq!((opml.feeds.len(), opml.damaged), (1, true));
    }

    #[test]
    fn what_is_no_opml_or_beyond_a_bound_is_refused() {
        let outline = |count: usize| "<outline/>".repeat(count);
        let cases = [
            (String::new(), OpmlError::NotOpml),
            ("plain words".into(), OpmlError::NotOpml),
            ("<html><body>404</body></html>".into(), OpmlError::WebPage),
            ("\n<!DOCTYPE html><outline xmlUrl='https://a.example/'/>".into(), OpmlError::WebPage),
            ("<outline>".repeat(MAX_DEPTH + 1), OpmlError::TooDeep),
            (outline(MAX_OUTLINES + 1), OpmlError::TooMany),
            (" ".repeat(MAX_BYTES + 1), OpmlError::TooLarge),
        ];
        for (text, error) in cases {
            assert_eq!(read(text.as_bytes()), Err(error));
        }
        assert!(read("<outline>".repeat(MAX_DEPTH).as_bytes()).is_ok());
        assert!(read(outline(MAX_OUTLINES).as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn no_input_makes_it_panic(bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "(<|>|/|outline|text=|xmlUrl=|'|\"|https://a.example|&amp;|&|<!\\[CDATA\\[|<!DOCTYPE| ){0,60}"
                .prop_map(String::into_bytes),
        ]) {
            let _ = read(&bytes);
        }
    }
}
