//! A document's words become tags: offline, from the gazetteer in the binary.
//!
//! ```text
//! title + text ─▶ fold ─▶ words ─┬▶ matcher ─▶ names ─▶ rules ─▶ readings ─┬▶ salience ───▶ tags
//!                                └▶ cues ────▶ signals ──┴▶ topics ────────┼
//!                                                                          └▶ event_line ─▶ event
//! ```
//!
//! The data lies in `assets/gazetteer/`, `assets/topics.toml` and `assets/context.toml`; `docs/tagging.md` tells
//! how it is used and how well it works.

mod build;
mod cues;
mod entities;
mod event;
mod event_line;
mod gazetteer;
#[cfg(test)]
mod gazetteer_tests;
mod hash;
mod index;
mod languages;
mod layout;
mod matcher;
mod names;
mod neighbours;
mod normalise;
mod rules;
mod salience;
mod shared;
mod tables;
#[cfg(test)]
mod testing;
mod topics;
mod towns;
#[cfg(test)]
mod traps;
mod user;
mod words;

pub use shared::SharedTagger;
pub use user::country_codes;

use std::sync::LazyLock;

use cues::Cues;
use entities::Entities;
use gazetteer::Gazetteer;
use index::Index;
use languages::{Language, Languages};
use layout::Layout;
use matcher::Matcher;
use names::NameLists;
use normalise::{Folded, fold};
use rules::{Mention, Reading};
use tables::{EMBEDDED, TopicTable, parse_toml};
use topics::Topic;
use towns::Towns;

use crate::domain::{CountryCode, Event, Names, Region, SafeText, Tag, TagKind, UserGazetteer};

/// The version of the tagger and its data, without the user's. Raised when either changes what articles are tagged
/// with, so that a cache knows which of its tags are old; see [`Tagger::version`].
pub const VERSION: u32 = 2;

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

/// What the tagger says of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The language it was read in (ISO 639-1); None when it is too short to tell.
    pub language: Option<&'static str>,
    /// Most important first, with their evidence in `title + "\n" + text`: main tags before mentions, each by
    /// falling score.
    pub tags: Vec<Tag>,
    /// Who did what to whom, when a pattern of the title or the lead says so for sure. English only.
    pub event: Option<Event>,
}

/// The tagger: the tables and what finds their names, built once per process. Shared between threads.
#[derive(Debug)]
pub struct Tagger {
    version: u32,
    gazetteer: Gazetteer,
    index: Index,
    /// Towns, and the counties of the United States.
    towns: [Towns; 2],
    languages: Languages,
    names: NameLists,
    cues: Cues,
    topics: Vec<Topic>,
}

impl Tagger {
    /// The tagger over the gazetteer in the binary alone; built at the first call, on the calling thread.
    pub fn embedded() -> &'static Self {
        static EMBEDDED_TAGGER: LazyLock<Tagger> = LazyLock::new(|| {
            Tagger::new(&UserGazetteer::default()).expect("a test builds the tagger from the tables in the binary")
        });
        &EMBEDDED_TAGGER
    }

    /// A tagger over the gazetteer in the binary and the user's, which wins. It takes some time.
    ///
    /// # Errors
    /// When the tables in the binary contradict each other; nothing of the user's is an error.
    pub fn new(user: &UserGazetteer) -> Result<Self, Box<dyn std::error::Error>> {
        // The first articles wait, so the gazetteer is built while another thread reads what knows nothing of it.
        let (gazetteer, (towns, names)) = std::thread::scope(|scope| {
            let others = scope.spawn(|| {
                let towns = [Towns::new(EMBEDDED.towns), Towns::of_country("US", EMBEDDED.counties)];
                (towns, NameLists::new(&EMBEDDED.names))
            });
            let gazetteer = Gazetteer::new(&EMBEDDED, user);
            (gazetteer, others.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let (mut gazetteer, names) = (gazetteer?, names?);
        gazetteer.note_namesakes(&towns);
        gazetteer.note_namesakes(&[Towns::new(EMBEDDED.namesakes)]);
        let rows_of_topics = parse_toml::<TopicTable>("topics.toml", EMBEDDED.topics)?.topics;
        let index = Index::new(gazetteer.surfaces.iter().map(|surface| surface.text.as_str()));
        let languages = Languages::new(&EMBEDDED.languages);
        let cues = Cues::new(&rows_of_topics, &gazetteer.contexts);
        let topics = rows_of_topics.iter().map(Topic::from).collect();
        Ok(Self { version: user::version(user), gazetteer, index, towns, languages, names, cues, topics })
    }

    /// The version of the tagger, of its data and of the user's: articles that another version tagged are to be
    /// tagged anew. Never 0.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The tags of an article; see [`Self::annotate`].
    pub fn tag(&self, input: Input<'_>) -> Vec<Tag> {
        self.annotate(input).tags
    }

    /// What an article says, always the same for the same input. Text beyond [`TEXT_MAX_BYTES`] is not looked at.
    pub fn annotate(&self, input: Input<'_>) -> Annotation {
        let mut article = String::with_capacity(input.title.len() + 1 + input.text.len());
        article.extend([input.title.as_str(), "\n", input.text.as_str()]);
        article.truncate(article.floor_char_boundary(TEXT_MAX_BYTES));
        let folded = Folded::new(&article);
        let text = folded.as_str();
        let layout = Layout::new(text, text.find('\n').unwrap_or(text.len()));
        let language = self.languages.of(input.language, &article);
        let names = language.and_then(|code| self.languages.get(code, &self.gazetteer));

        let words = words::words(text);
        let signals = self.cues.scan(text, &words, layout.title_end);
        let topics = topics::findings(&signals, layout.title_end);
        let is_english = language.is_none_or(|code| code == languages::ENGLISH);
        let matcher = self.matcher(names, is_english);
        let mut reading = Reading {
            gazetteer: &self.gazetteer,
            language: names,
            signals: &signals,
            topics: &topics,
            layout: &layout,
            feed_country: input.feed_country,
            text,
            entities: Entities::new(&self.gazetteer, names),
            mentions: matcher.find(text, &words).iter().map(Mention::new).collect(),
            names: is_english.then_some(&self.names),
            discovered: Vec::new(),
        };
        reading.judge();
        let tags = salience::tags(&reading, &self.topics, &folded);
        let event = if is_english { event_line::event_line(&reading, &folded) } else { None };
        Annotation { language, tags, event }
    }

    fn matcher<'a>(&'a self, language: Option<&'a Language>, in_english: bool) -> Matcher<'a> {
        let towns: &[Towns] = if in_english { &self.towns } else { &[] };
        Matcher { gazetteer: &self.gazetteer, index: &self.index, language, towns }
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
        self.topics.iter().map(|topic| topic.key.clone()).collect()
    }

    fn countries(&self) -> Vec<SafeText> {
        self.gazetteer.countries.values().map(|country| country.label.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CountryCode {
        text.parse().unwrap()
    }

    #[test]
    fn countries_are_found_by_name_code_demonym_and_capital_whatever_the_case() {
        let tagger = Tagger::embedded();
        for (name, expected) in [
            ("ukraine", "UA"),
            ("UA", "UA"),
            ("ua", "UA"),
            ("Ukrainian", "UA"),
            (" kyiv ", "UA"),
            ("uk", "GB"),
            ("us", "US"),
            ("cote d'ivoire", "CI"),
            ("Côte d’Ivoire", "CI"),
            ("türkiye", "TR"),
            ("Oman", "OM"),
        ] {
            assert_eq!(tagger.country(name), Some(code(expected)), "{name}");
        }
        for unknown in ["", "atlantis", "zz"] {
            assert_eq!(tagger.country(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_country_code_means_its_country_before_any_alias() {
        let tagger = Tagger::embedded();
        for code in tagger.gazetteer.countries.keys() {
            assert_eq!(tagger.country(code.as_str()), Some(*code));
        }
    }

    #[test]
    fn countries_have_a_label_and_a_region() {
        let tagger = Tagger::embedded();
        assert_eq!(tagger.country_label(code("UA")).unwrap(), "Ukraine");
        assert_eq!(tagger.region(code("PE")), Some(Region::LatinAmerica));
        assert_eq!(tagger.country_label(code("ZZ")), None);
    }

    #[test]
    fn regions_are_those_of_the_countries_each_once() {
        let tagger = Tagger::embedded();
        let title = SafeText::from("Peru, Chile and Japan sign while NATO watches");
        let text = SafeText::default();
        let tags = tagger.tag(Input { title: &title, text: &text, language: None, feed_country: None });
        let mut regions = tagger.regions_of(&tags);
        regions.sort_unstable();
        assert_eq!(regions, [Region::EastAsia, Region::LatinAmerica]);
    }

    #[test]
    fn topics_are_listed_by_id() {
        let topics = Tagger::embedded().topics();
        assert!(topics.iter().any(|id| id.as_str() == "peace-talks"));
    }
}
