//! A document's words become tags: offline, from the gazetteer in the binary.
//!
//! ```text
//! title + text ─▶ fold ─┬▶ matcher ─▶ surfaces ─▶ rules ─▶ readings ─┬▶ salience ─▶ tags
//!                       └▶ cues ────▶ signals ─────┴▶ topics ────────┘
//! ```
//!
//! The data lies in `assets/gazetteer/`, `assets/topics.toml` and `assets/context.toml`; `docs/tagging.md` tells
//! how it is used and how well it works.

mod build;
mod cues;
mod gazetteer;
#[cfg(test)]
mod gazetteer_tests;
mod matcher;
mod neighbours;
mod normalise;
mod rules;
mod salience;
mod tables;
mod topics;
#[cfg(test)]
mod traps;

use std::sync::LazyLock;

use cues::Cues;
use gazetteer::Gazetteer;
use matcher::Matcher;
use normalise::{Folded, fold};
use rules::Reading;
use salience::Layout;
use tables::{EMBEDDED, TopicRow, TopicTable, parse_toml};

use crate::domain::{CountryCode, Names, Region, SafeText, Tag, TagKind};

/// The version of the tagger and its data. Raised when either changes what articles are tagged with, so that
/// a cache knows which of its tags are old.
pub const VERSION: u32 = 1;

/// The most bytes of an article that are tagged.
pub const TEXT_MAX_BYTES: usize = 1024 * 1024;

/// What is tagged.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    pub title: &'a SafeText,
    /// [`crate::domain::Document::text`] of the body.
    pub text: &'a SafeText,
    /// The language it is written in, when the feed says so (BCP 47).
    pub language: Option<&'a str>,
    /// The country its feed speaks from.
    pub feed_country: Option<CountryCode>,
}

/// The tagger: the gazetteer's automata, built once per process. Shared between threads.
#[derive(Debug)]
pub struct Tagger {
    gazetteer: Gazetteer,
    matcher: Matcher,
    cues: Cues,
    topics: Vec<TopicRow>,
}

impl Tagger {
    /// The tagger over the gazetteer in the binary; built at the first call, on the calling thread.
    pub fn embedded() -> &'static Self {
        static EMBEDDED_TAGGER: LazyLock<Tagger> =
            LazyLock::new(|| Tagger::new().expect("a test builds the tagger from the tables in the binary"));
        &EMBEDDED_TAGGER
    }

    fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let gazetteer = Gazetteer::new(&EMBEDDED)?;
        let topics = parse_toml::<TopicTable>("topics.toml", EMBEDDED.topics)?.topics;
        let matcher = Matcher::new(&gazetteer.surfaces)?;
        let cues = Cues::new(&topics, &gazetteer.contexts)?;
        Ok(Self { gazetteer, matcher, cues, topics })
    }

    /// The tags of an article, most important first, with their evidence in `title + "\n" + text`: main tags
    /// before mentions, each by falling score. Always the same for the same input. Text beyond
    /// [`TEXT_MAX_BYTES`] is not looked at.
    pub fn tag(&self, input: Input<'_>) -> Vec<Tag> {
        let mut article = String::with_capacity(input.title.len() + 1 + input.text.len());
        article.extend([input.title.as_str(), "\n", input.text.as_str()]);
        article.truncate(article.floor_char_boundary(TEXT_MAX_BYTES));
        let folded = Folded::new(&article);
        let text = folded.as_str();
        let layout = Layout::new(text, text.find('\n').unwrap_or(text.len()));

        let signals = self.cues.scan(text, layout.title_end);
        let topics = topics::topics(&signals, layout.title_end);
        let found = self.matcher.find(text);
        let reading = Reading::new(&self.gazetteer, &signals, &topics, text, &found);
        salience::tags(&self.gazetteer, &self.topics, &reading.mentions, &topics, &folded, layout)
    }

    /// The name of a country as it is shown.
    pub fn country_label(&self, code: CountryCode) -> Option<SafeText> {
        self.gazetteer.countries.get(&code).map(|country| country.label.clone())
    }

    /// The region that a country lies in.
    pub fn region(&self, code: CountryCode) -> Option<Region> {
        self.gazetteer.countries.get(&code).map(|country| country.region)
    }

    /// The regions of the countries among the tags, each once, in the tags' order.
    pub fn regions_of(&self, tags: &[Tag]) -> Vec<Region> {
        let mut regions = Vec::new();
        for tag in tags.iter().filter(|tag| tag.kind == TagKind::Country) {
            let region = tag.key.parse().ok().and_then(|code| self.region(code));
            regions.extend(region.filter(|region| !regions.contains(region)));
        }
        regions
    }
}

impl Names for Tagger {
    fn country(&self, name: &str) -> Option<CountryCode> {
        self.gazetteer.country_names.get(&fold(name.trim()).to_lowercase()).copied()
    }

    fn topics(&self) -> Vec<SafeText> {
        self.topics.iter().map(|topic| SafeText::line(&topic.id)).collect()
    }

    fn countries(&self) -> Vec<SafeText> {
        self.gazetteer.countries.values().map(|country| country.label.clone()).collect()
    }
}
