//! The query language: what search, filters and the command line ask for.

use jiff::Timestamp;

use super::{CountryCode, OwnTag, Region, SafeText, SourceKind};

/// A parsed query.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// Matches everything (the empty query).
    Everything,
    And(Vec<Query>),
    Or(Vec<Query>),
    Not(Box<Query>),
    Term(Term),
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A word, or words in this order (`"grain deal"`), in the field. `prefix` for a word that ends in `*`.
    Text {
        words: SafeText,
        field: Field,
        prefix: bool,
    },
    /// A tag for any of the countries; only main tags when `main`.
    Country {
        codes: Vec<CountryCode>,
        main: bool,
    },
    /// A tag for a country of any of the regions.
    Region(Vec<Region>),
    /// A topic tag with any of the ids.
    Topic(Vec<SafeText>),
    /// A person tag whose name has the words.
    Person(Vec<SafeText>),
    /// An organisation tag whose name has the words.
    Organisation(Vec<SafeText>),
    /// A place tag whose name has the words.
    Place(Vec<SafeText>),
    /// The user's own tag, any of these.
    OwnTag(Vec<OwnTag>),
    /// A feed whose name has the words.
    Source(Vec<SafeText>),
    /// A feed of one of the kinds.
    Kind(Vec<SourceKind>),
    /// A feed of one of the publisher families.
    Family(Vec<SafeText>),
    /// A feed in one of the languages.
    Language(Vec<SafeText>),
    Read(bool),
    Starred,
    /// Carries any own tag.
    Tagged,
    /// From this moment on.
    After(Timestamp),
    /// Before this moment.
    Before(Timestamp),
}

/// Where a text condition looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Field {
    #[default]
    Anywhere,
    Title,
}

/// Resolves the names that a query may use; the gazetteer knows them.
pub trait Names {
    /// The country with this name, ISO code or demonym, whatever the case.
    fn country(&self, name: &str) -> Option<CountryCode>;
    /// The ids of all topics.
    fn topics(&self) -> Vec<SafeText>;
}

/// A mistake in a query, with the place it stands at.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// Bytes of the input.
    pub start: usize,
    pub end: usize,
    /// A sentence for the reader.
    pub message: SafeText,
    /// The nearest right word, when one is near.
    pub hint: Option<SafeText>,
}
