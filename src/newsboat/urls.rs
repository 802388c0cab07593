//! newsboat's `urls` file is read.

use std::collections::HashMap;

use super::filter::translate;
use super::tokens::words;
use crate::domain::{FeedUrl, OwnTag, SafeText, SavedView, Source, WebUrl};

/// The most bytes of a file.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most lines of a file that are read.
const MAX_LINES: usize = 20_000;
/// What a feed is tagged that newsboat hides from its list: there it is read through query feeds alone.
pub const HIDDEN: &str = "hidden";

/// What the file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Urls {
    /// The feeds of the web, in the file's order, each once, with their tags.
    pub feeds: Vec<Source>,
    /// The query feeds, in the words of chancery's own queries.
    pub queries: Vec<SavedView>,
    /// What is left out.
    pub skipped: Vec<Skipped>,
    /// How many of the feeds newsboat hides; they are tagged [`HIDDEN`].
    pub hidden: usize,
}

/// A line, or a part of one, that was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    pub name: SafeText,
    /// Why, such as "it is not an absolute address".
    pub reason: SafeText,
}

/// Reads the file. What comes from elsewhere is subscribed to only at web addresses: a list that could name files or
/// commands would let who wrote it read and run what they like.
pub fn read(file: &[u8]) -> Urls {
    let text = String::from_utf8_lossy(file);
    let mut urls = Urls::default();
    let mut known = HashMap::new();
    for line in text.trim_start_matches('\u{feff}').lines().take(MAX_LINES) {
        let mut words = words(line).into_iter();
        let Some(address) = words.next() else { continue };
        match address.strip_prefix("query:") {
            Some(query) => urls.take_query(query),
            None => urls.take_feed(&address, words.collect(), &mut known),
        }
    }
    urls
}

impl Urls {
    fn take_query(&mut self, query: &str) {
        let (name, filter) = query.split_once(':').unwrap_or((query, ""));
        let name = SafeText::line(name);
        match translate(filter) {
            Ok(query) => self.queries.push(SavedView { name, query: SafeText::line(&query) }),
            Err(error) => self.skip(&format!("query:{name}"), &error.to_string()),
        }
    }

    fn take_feed(&mut self, address: &str, words: Vec<String>, known: &mut HashMap<FeedUrl, usize>) {
        let url = match WebUrl::parse(address) {
            Ok(url) => url,
            Err(_) if ["exec:", "filter:", "file:"].iter().any(|scheme| address.starts_with(scheme)) => {
                let reason = "commands and files are not taken from a list; write them into feeds.toml yourself";
                return self.skip(address, reason);
            }
            Err(error) => return self.skip(address, &error.to_string()),
        };
        let mut source = Source::unknown(SafeText::line(url.host()), url);
        for word in words {
            if let Some(title) = word.strip_prefix('~') {
                source.name = SafeText::line(title);
            } else if word.starts_with('!') {
                self.hidden += 1;
                source.tags.extend(HIDDEN.parse::<OwnTag>());
            } else {
                match word.parse::<OwnTag>() {
                    Ok(tag) if source.tags.contains(&tag) => {}
                    Ok(tag) => source.tags.push(tag),
                    Err(_) => {
                        self.skip(&format!("the tag {word:?} of {}", source.name), "it holds more than a tag may")
                    }
                }
            }
        }
        if let Some(&place) = known.get(&source.url) {
            let feed: &mut Source = &mut self.feeds[place];
            feed.tags.extend(source.tags);
            return;
        }
        known.insert(source.url.clone(), self.feeds.len());
        self.feeds.push(source);
    }

    fn skip(&mut self, name: &str, reason: &str) {
        self.skipped.push(Skipped { name: SafeText::line(name), reason: SafeText::line(reason) });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = r#"
# my feeds
https://a.example/feed asia "grain deal" "~The \"A\" desk"
http://b.example/rss   # plain
"query:Unread Asia:unread = \"yes\" and tags # \"asia\""
https://hidden.example/feed "!" x
"query:By flag:flags =~ \"a\""
"exec:~/bin/make feed" mine
filter:~/bin/shorten:https://c.example/
file:///home/ada/feed.xml
ftp://d.example/ "c++"
https://a.example/feed late
https://e.example/feed "c++"
"#;

    #[test]
    fn feeds_come_with_their_titles_and_tags_and_the_rest_is_told() {
        let urls = read(FILE.as_bytes());
        let feeds: Vec<(&str, &str, String)> = urls
            .feeds
            .iter()
            .map(|feed| {
                let tags: Vec<&str> = feed.tags.iter().map(OwnTag::as_str).collect();
                (feed.name.as_str(), feed.url.as_str(), tags.join(" "))
            })
            .collect();
        assert_eq!(
            feeds,
            [
                ("The \"A\" desk", "https://a.example/feed", "asia grain-deal late".to_owned()),
                ("b.example", "http://b.example/rss", String::new()),
                ("hidden.example", "https://hidden.example/feed", "hidden x".to_owned()),
                ("e.example", "https://e.example/feed", String::new()),
            ]
        );
        assert_eq!(urls.queries, [SavedView { name: "Unread Asia".into(), query: "is:unread tag:asia".into() }]);
        assert_eq!(urls.hidden, 1);
        let skipped: Vec<&str> = urls.skipped.iter().map(|skipped| skipped.name.as_str()).collect();
        assert_eq!(
            skipped,
            [
                "query:By flag",
                "exec:~/bin/make feed",
                "filter:~/bin/shorten:https://c.example/",
                "file:///home/ada/feed.xml",
                "ftp://d.example/",
                "the tag \"c++\" of e.example"
            ]
        );
    }

    proptest! {
        #[test]
        fn no_input_makes_it_panic(bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "(query:|https://a.example|\"|\\\\|~|!|#|:| |\n|title|=~|and|or|\\(|\\)|x|1:2|between){0,60}"
                .prop_map(String::into_bytes),
        ]) {
            let _ = read(&bytes);
        }
    }
}
