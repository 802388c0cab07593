//! The publishers and their dispatches, from `assets/demo/`.

use jiff::Timestamp;
use serde::Deserialize;

use crate::domain::{SafeText, Source, SourceCard, WebUrl};

/// A fictional publisher with everything it will publish.
#[derive(Clone, Debug, Deserialize)]
pub struct Publisher {
    pub name: SafeText,
    /// Its place on the server.
    pub slug: String,
    pub format: Format,
    pub description: SafeText,
    #[serde(flatten)]
    pub card: SourceCard,
    /// Its dispatches, in the order they are published.
    #[serde(rename = "dispatch")]
    pub dispatches: Vec<Dispatch>,
}

/// The form of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// [RSS 2.0](https://www.rssboard.org/rss-specification)
    Rss2,
    /// [Atom](https://www.rfc-editor.org/rfc/rfc4287)
    Atom,
    /// [RSS 1.0](https://web.resource.org/rss/1.0/spec)
    Rdf,
    /// [JSON Feed 1.1](https://www.jsonfeed.org/version/1.1/)
    Json,
}

/// A dispatch.
#[derive(Clone, Debug, Deserialize)]
pub struct Dispatch {
    pub id: String,
    #[serde(deserialize_with = "timestamp")]
    pub date: Timestamp,
    pub title: String,
    pub author: String,
    pub link: WebUrl,
    #[serde(default)]
    pub categories: Vec<String>,
    /// HTML.
    pub body: String,
    /// What its page tells beyond that, in HTML.
    #[serde(default)]
    pub more: String,
    /// What stands before its page.
    #[serde(default)]
    pub wall: Option<Wall>,
}

/// What a page shows in the place of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wall {
    Paywall,
    Consent,
}

fn timestamp<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let date = toml::value::Datetime::deserialize(deserializer)?;
    date.to_string().parse().map_err(serde::de::Error::custom)
}

impl Publisher {
    /// The publisher as a subscription to a server at this address.
    pub fn source(&self, base: &WebUrl) -> Source {
        let url = base.join(&self.slug).expect("a slug is a path");
        Source { card: self.card.clone(), ..Source::unknown(self.name.clone(), url) }
    }
}

/// The publishers of the demo.
pub fn publishers() -> Vec<Publisher> {
    const FILES: &[&str] = &[
        include_str!("../../assets/demo/ballhausplatz-courier.toml"),
        include_str!("../../assets/demo/chancery-archives.toml"),
        include_str!("../../assets/demo/concert-wire.toml"),
        include_str!("../../assets/demo/east-river-bulletin.toml"),
        include_str!("../../assets/demo/ecritoire-du-quai.toml"),
        include_str!("../../assets/demo/farther-pacific-dispatch.toml"),
        include_str!("../../assets/demo/isthmus-levant-record.toml"),
        include_str!("../../assets/demo/spreebogen-rundfunk.toml"),
    ];
    let parse = |text: &&str| toml::from_str(text).expect("the demo's files are checked by a test");
    let mut publishers: Vec<Publisher> = FILES.iter().map(parse).collect();
    for publisher in &mut publishers {
        publisher.dispatches.sort_by_key(|dispatch| dispatch.date);
    }
    publishers
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_file_is_whole_and_labelled_as_history() {
        let publishers = publishers();
        assert!(publishers.len() >= 6);
        for publisher in &publishers {
            let ids: HashSet<_> = publisher.dispatches.iter().map(|dispatch| &dispatch.id).collect();
            assert_eq!(ids.len(), publisher.dispatches.len(), "{}", publisher.name);
            for dispatch in &publisher.dispatches {
                assert!(dispatch.date.to_string().as_str() < "2001", "{} is no history", dispatch.id);
                assert!(dispatch.link.host().ends_with(".example"), "{}", dispatch.link);
                let begin: String = dispatch.body.chars().take(80).collect();
                let labelled = ["History", "Histoire", "Geschichte"].iter().any(|label| begin.contains(label));
                assert!(labelled, "{}: {begin}", dispatch.id);
            }
        }
    }
}
