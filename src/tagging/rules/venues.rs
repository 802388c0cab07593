//! Capitals: whether they act ("Moscow said"), are where it happens ("in Moscow"), or only host a meeting of
//! others ("talks in Muscat", "the Paris Agreement").

use super::{Mention, Reading, contains};
use crate::tagging::gazetteer::{Meaning, Role};

pub(super) fn locate_capitals(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let Some(meaning) = mention.meaning else { continue };
        let is_city = match meaning.role {
            Role::Capital => true,
            Role::Place => reading.country(&mention).is_some(),
            _ => false,
        };
        if !is_city {
            continue;
        }
        let role = if is_venue(reading, index) {
            Role::Venue
        } else if meaning.role == Role::Capital && is_scene(reading, &mention) {
            Role::Located
        } else {
            meaning.role
        };
        reading.mentions[index].meaning = Some(Meaning { role, ..meaning });
    }
}

/// A text or an event is named after it, or others meet there.
fn is_venue(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    let venues = &reading.gazetteer.lists.venues;
    let near = reading.neighbours(mention);
    if near.word_after().is_some_and(|word| contains(&venues.event, word)) {
        return true;
    }
    let locates = matches!(near.word_before(), Some("in" | "at"));
    locates && near.words_before().any(|word| contains(&venues.meeting, word)) && has_other_country(reading, index)
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

/// Behind a preposition of place, or as a dateline.
fn is_scene(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let near = reading.neighbours(mention);
    reading.is_located(mention) || (near.begins_line() && is_dateline(near.after()))
}

/// "KYIV, Ukraine (AP) -", "ANKARA -".
fn is_dateline(after: &str) -> bool {
    let mark = after.find(['(', '-', '—']).filter(|&at| at <= 30);
    mark.is_some_and(|at| after[..at].ends_with(' ') && !after[..at].contains(['.', '\n']))
}
