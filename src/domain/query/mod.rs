//! The query language: what search, filters, saved views and the command line ask for.
//!
//! ```text
//! ukraine "grain deal" sanction* country:RU,BY topic:sanctions -source:irna is:unread after:7d
//! ```
//!
//! - Words and phrases are and-ed; `OR`, `AND`, `NOT` (in capitals), `-` and parentheses work as people expect:
//!   `NOT` binds tightest, then and, then `OR`. A `*` behind a word or a phrase makes it a beginning.
//! - `field:value` asks for one thing; values separated by commas are or-ed; quotes keep spaces together
//!   (`country:"South Korea",JP`). A word with a colon that is no field and has nothing behind the colon is
//!   a word; so is an address.
//! - `after:` and `before:` take `today`, `yesterday`, an age (`12h`, `7d`, `2w`, `3mo`, `1y`: that long before
//!   now) or a date (`2026`, `2026-11`, `2026-11-01`, `2026-11-01T12:00`: its first moment, in the zone of the
//!   reader's clock). `before:2026-11-01` leaves the day itself out, `after:2026-11-01` has it.
//! - `in:title` makes every word and phrase of its group look at titles only, wherever it stands in the group;
//!   the group is the nearest parentheses around it with all that stands in them, or else the whole query.

mod lex;
mod parse;
mod terms;
mod when;

use std::ops::Range;

use jiff::{Timestamp, Zoned};

use super::{CountryCode, OwnTag, Region, SafeText, SourceKind};

/// The most characters of a query.
pub const QUERY_MAX_CHARS: usize = 1_000;

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

impl Query {
    /// Parses a query. Relative dates count from `now`, and its zone says when a day begins.
    ///
    /// # Errors
    /// The first mistake, with its place in `input`; a query longer than [`QUERY_MAX_CHARS`], or nested too
    /// deep, is one too.
    pub fn parse(input: &str, now: &Zoned, names: &dyn Names) -> Result<Self, QueryError> {
        if let Some((excess, _)) = input.char_indices().nth(QUERY_MAX_CHARS) {
            let message = format!("A query has at most {QUERY_MAX_CHARS} characters.");
            return Err(QueryError::at(excess..input.len(), &message));
        }
        parse::parse(input, &terms::Context { now, names })
    }
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
    /// The user's own tag, any of these, on the article or on its feed.
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
    /// Its source has changed what it says.
    Edited,
    /// All of it can be read without a network.
    Complete,
    /// Carries a note of the user's.
    Noted,
    /// Carries a note with these words.
    Note(Vec<SafeText>),
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
    /// The names of all countries, to suggest the nearest one to a wrong name.
    fn countries(&self) -> Vec<SafeText>;
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

impl QueryError {
    fn at(range: Range<usize>, message: &str) -> Self {
        Self { start: range.start, end: range.end, message: SafeText::line(message), hint: None }
    }

    fn with_hint(mut self, hint: Option<&str>) -> Self {
        self.hint = hint.map(SafeText::line);
        self
    }
}

#[cfg(test)]
mod tests;
