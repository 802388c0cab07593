//! Deciding what each surface means here: passes over an article's mentions, each a file.
//!
//! A pass takes a reading away or changes it; what is left when all have run is tagged. A new rule is a new
//! pass in [`PASSES`].

mod acronyms;
mod languages;
mod metonyms;
mod names;
mod people;
mod personal;
mod places;
mod senses;
mod sport;
mod streets;
mod support;
mod towns;
mod venues;

use super::cues::Signals;
use super::entities::Entities;
use super::gazetteer::{EntityId, Gazetteer, Meaning, Role, Surface};
use super::languages::Language;
use super::layout::Layout;
use super::matcher::{Found, Name};
use super::names::NameLists;
use super::neighbours::{Neighbours, is_capitalised};
use super::topics::TopicFinding;
use super::towns::{Division, Town};
use crate::domain::{CountryCode, TagKind};

/// The passes, in the order they run: first what is no name at all, then which of its meanings a name has,
/// then what the whole article says about it.
const PASSES: [fn(&mut Reading<'_>); 12] = [
    acronyms::drop_words_and_currencies,
    languages::drop_languages_and_styles,
    streets::drop_streets_and_schools,
    metonyms::keep_metonyms_in_context,
    places::place_by_neighbours,
    senses::choose_senses,
    names::discover_names,
    personal::drop_personal_names,
    people::resolve_surnames,
    towns::place_by_the_article,
    venues::locate_capitals,
    sport::read_national_teams,
];

/// An article while it is being read.
pub(super) struct Reading<'a> {
    pub gazetteer: &'a Gazetteer,
    /// The names of the article's language, when it is not English.
    pub language: Option<&'a Language>,
    pub signals: &'a Signals,
    pub topics: &'a [TopicFinding],
    pub layout: &'a Layout,
    /// The country that the article's feed speaks from.
    pub feed_country: Option<CountryCode>,
    /// The folded title, `\n` and text.
    pub text: &'a str,
    pub entities: Entities<'a>,
    /// Ascending, without overlaps.
    pub mentions: Vec<Mention<'a>>,
    /// The lists to discover names with; none in languages whose prose they do not know.
    pub names: Option<&'a NameLists>,
    /// People and bodies that no table knows, ascending; they may overlap the mentions.
    pub discovered: Vec<Mention<'a>>,
}

/// A name in the article and what it is read as; bytes of the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention<'a> {
    pub start: usize,
    pub end: usize,
    pub name: Name<'a>,
    /// None when it names nothing.
    pub meaning: Option<Meaning>,
}

impl<'a> Mention<'a> {
    /// The name read as the table's likeliest meaning; a town waits for the rules to place it.
    pub fn new(found: &Found<'a>) -> Self {
        let meaning = match found.name {
            Name::Known(surface) => surface.meanings.first().copied(),
            Name::Town(_) | Name::Discovered => None,
        };
        Self { start: found.start, end: found.end, name: found.name, meaning }
    }

    /// The other meanings that the table has for it.
    fn meanings(&self) -> &'a [Meaning] {
        match self.name {
            Name::Known(Surface { meanings, .. }) => meanings,
            Name::Town(_) | Name::Discovered => &[],
        }
    }

    /// The towns of its name: itself, or the namesakes of a known place.
    fn towns(&self) -> Option<Town> {
        match self.name {
            Name::Town(town) => Some(town),
            Name::Known(surface) => surface.namesake.as_deref().copied(),
            Name::Discovered => None,
        }
    }

    fn role(&self) -> Option<Role> {
        self.meaning.map(|meaning| meaning.role)
    }
}

impl<'a> Reading<'a> {
    /// Lets every pass judge.
    pub fn judge(&mut self) {
        for pass in PASSES {
            pass(self);
        }
    }

    /// Removes the mentions at the places for which it holds, each judged while all are still there.
    fn remove(&mut self, is_wrong: impl Fn(&Self, usize) -> bool) {
        let wrong: Vec<bool> = (0..self.mentions.len()).map(|index| is_wrong(self, index)).collect();
        let mut wrong = wrong.into_iter();
        self.mentions.retain(|_| wrong.next() == Some(false));
    }

    fn neighbours(&self, mention: &Mention<'_>) -> Neighbours<'a> {
        Neighbours::of(self.text, mention.start, mention.end)
    }

    /// The country that a mention is evidence for.
    fn country(&self, mention: &Mention<'_>) -> Option<EntityId> {
        self.entities.get(mention.meaning?.entity).country
    }

    /// The code of the country that a mention is evidence for.
    fn country_code(&self, mention: &Mention<'_>) -> Option<CountryCode> {
        self.entities.get(self.country(mention)?).key.parse().ok()
    }

    /// The division that a mention names.
    fn division(&self, mention: &Mention<'_>) -> Option<Division> {
        self.gazetteer.divisions.get(&mention.meaning?.entity).copied()
    }

    /// A town of the name in a country, as an entity of this article unless the tables know it.
    fn town(&mut self, name: &str, country: Option<EntityId>) -> Meaning {
        Meaning { entity: self.entities.intern(TagKind::Place, name, country), role: Role::Town }
    }

    /// Whether a preposition of place stands before the mention ("in Jordan").
    fn is_located(&self, mention: &Mention<'_>) -> bool {
        let before = self.neighbours(mention).word_before();
        before.is_some_and(|word| self.gazetteer.lists.venues.locating.contains(word))
    }

    /// Whether the [`Neighbours::word_before`] a mention may be the given name of whom the mention names: an unknown
    /// capitalised word within a sentence.
    fn may_be_first_name(&self, mention: &Mention<'_>, word: &str) -> bool {
        is_capitalised(word)
            && !self.gazetteer.lists.personal.before.contains(word)
            && !Neighbours::of(self.text, mention.start - 1 - word.len(), mention.start).begins_sentence()
    }

    /// Whether another name ends directly before the mention, one space away.
    fn follows_a_name(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|before| &self.mentions[before]);
        before.is_some_and(|before| before.end + 1 == self.mentions[index].start && !is_doubtful(before))
    }

    /// Whether another name begins directly behind the mention, one space away.
    fn precedes_a_name(&self, index: usize) -> bool {
        let next = self.mentions.get(index + 1);
        next.is_some_and(|next| next.start == self.mentions[index].end + 1 && !is_doubtful(next))
    }
}

/// Whether it may be any bearer of a surname or a town that nobody knows, so that it says nothing of its neighbours.
fn is_doubtful(mention: &Mention<'_>) -> bool {
    match mention.name {
        Name::Known(_) => mention.role() == Some(Role::BackReference),
        Name::Town(_) | Name::Discovered => mention.meaning.is_none(),
    }
}
