//! A document's words become tags: offline, from the gazetteer in the binary.

use crate::domain::{CountryCode, Names, Region, SafeText, Tag};

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
pub struct Tagger {}

impl Tagger {
    /// The tagger over the gazetteer in the binary; built at the first call, on the calling thread.
    pub fn embedded() -> &'static Self {
        todo!()
    }

    /// The tags of an article, most important first, with their evidence in `title + "\n" + text`.
    pub fn tag(&self, input: Input<'_>) -> Vec<Tag> {
        let _ = input;
        todo!()
    }

    /// The name of a country as it is shown.
    pub fn country_label(&self, code: CountryCode) -> Option<SafeText> {
        let _ = code;
        todo!()
    }

    /// The region that a country lies in.
    pub fn region(&self, code: CountryCode) -> Option<Region> {
        let _ = code;
        todo!()
    }
}

impl Names for Tagger {
    fn country(&self, name: &str) -> Option<CountryCode> {
        let _ = name;
        todo!()
    }

    fn topics(&self) -> Vec<SafeText> {
        todo!()
    }
}
