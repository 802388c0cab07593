//! Capitals: whether they act ("Moscow said"), are where it happens ("in Moscow"), or only host a meeting of
//! others ("talks in Muscat", "the Paris Agreement").

use super::{Mention, Reading};
use crate::tagging::gazetteer::{Meaning, Role};

pub(super) fn locate_capitals(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let Some(meaning) = mention.meaning else { continue };
        let is_city = match meaning.role {
            Role::Capital | Role::Venue => true,
            Role::Place => reading.country(&mention).is_some(),
            _ => false,
        };
        if !is_city {
            continue;
        }
        let role = match meaning.role {
            _ if is_venue(reading, index) => Role::Venue,
            Role::Capital | Role::Venue if is_scene(reading, &mention) => Role::Located,
            role => role,
        };
        reading.mentions[index].meaning = Some(Meaning { role, ..meaning });
    }
}

/// A text or an event is named after it, or others meet there.
fn is_venue(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    let venues = &reading.gazetteer.lists.venues;
    let near = reading.neighbours(mention);
    if near.word_after().is_some_and(|word| venues.event.contains(word)) {
        return true;
    }
    let hosts = reading.mentions[index].role() == Some(Role::Venue);
    let locates = matches!(near.word_before(), Some("in" | "at"));
    let meets = locates && near.words_before().any(|word| venues.meeting.contains(word));
    meets && (hosts || has_other_country(reading, index))
}

/// Whether the mention's sentence names a country that is not its own.
fn has_other_country(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    let near = reading.neighbours(mention);
    let from = mention.start - near.sentence_before().len();
    let to = mention.end + near.sentence_after().len();
    let own = reading.country(mention);
    let is_other = |other: &Mention<'_>| reading.country(other).is_some_and(|country| Some(country) != own);
    let before = reading.mentions[..index].iter().rev().take_while(|other| other.start >= from);
    let after = reading.mentions[index + 1..].iter().take_while(|other| other.end <= to);
    before.chain(after).any(is_other)
}

/// Behind a preposition of place, or in the dateline.
fn is_scene(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    reading.is_located(mention) || reading.layout.in_dateline(mention.start)
}
