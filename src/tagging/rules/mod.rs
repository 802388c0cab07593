//! Deciding what each surface means here: passes over an article's mentions, each a file.
//!
//! A pass takes a reading away or changes it; what is left when all have run is tagged. A new rule is a new
//! pass in [`PASSES`].

mod acronyms;
mod languages;
mod metonyms;
mod people;
mod personal;
mod senses;
mod sport;
mod venues;

use super::cues::Signals;
use super::gazetteer::{EntityId, Gazetteer, Meaning, Role, Surface, SurfaceId};
use super::matcher::Found;
use super::neighbours::Neighbours;
use super::topics::TopicFinding;

/// The passes, in the order they run: first what is no name at all, then which of its meanings a name has,
/// then what the whole article says about it.
const PASSES: [fn(&mut Reading<'_>); 8] = [
    acronyms::drop_words_and_currencies,
    languages::drop_languages_and_styles,
    metonyms::keep_metonyms_in_context,
    senses::choose_senses,
    personal::drop_personal_names,
    people::resolve_surnames,
    venues::locate_capitals,
    sport::drop_national_teams,
];

/// An article while it is being read.
pub(super) struct Reading<'a> {
    pub gazetteer: &'a Gazetteer,
    pub signals: &'a Signals,
    pub topics: &'a [TopicFinding],
    /// The folded title, `\n` and text.
    pub text: &'a str,
    /// Ascending, without overlaps.
    pub mentions: Vec<Mention>,
}

/// A surface in the article and what it is read as; bytes of the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub start: usize,
    pub end: usize,
    pub surface: SurfaceId,
    /// None when it names nothing.
    pub meaning: Option<Meaning>,
}

impl<'a> Reading<'a> {
    /// Reads the surfaces found, and lets every pass judge.
    pub fn new(
        gazetteer: &'a Gazetteer,
        signals: &'a Signals,
        topics: &'a [TopicFinding],
        text: &'a str,
        found: &[Found],
    ) -> Self {
        let mentions = found.iter().map(|hit| {
            let meaning = gazetteer.surface(hit.surface).meanings.first().copied();
            Mention { start: hit.start, end: hit.end, surface: hit.surface, meaning }
        });
        let mut reading = Self { gazetteer, signals, topics, text, mentions: mentions.collect() };
        for pass in PASSES {
            pass(&mut reading);
        }
        reading
    }

    fn neighbours(&self, mention: &Mention) -> Neighbours<'a> {
        Neighbours::of(self.text, mention.start, mention.end)
    }

    fn surface(&self, mention: &Mention) -> &'a Surface {
        self.gazetteer.surface(mention.surface)
    }

    /// The country that a mention is evidence for.
    fn country(&self, mention: &Mention) -> Option<EntityId> {
        self.gazetteer.country_of(mention.meaning?)
    }

    /// Whether a preposition of place stands before the mention ("in Jordan").
    fn is_located(&self, mention: &Mention) -> bool {
        let before = self.neighbours(mention).word_before();
        before.is_some_and(|word| contains(&self.gazetteer.lists.venues.locating, word))
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

/// Whether it may be any bearer of a surname, so that it says nothing of its neighbours.
fn is_doubtful(mention: &Mention) -> bool {
    mention.meaning.is_some_and(|meaning| meaning.role == Role::BackReference)
}

fn contains(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}
