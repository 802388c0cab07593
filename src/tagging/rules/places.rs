//! "Paris, Texas", "Smallville, Kan.", "Hobart, Australia": a place is where the name behind it says.

use std::collections::HashMap;

use super::{Mention, Reading};
use crate::tagging::gazetteer::{EntityId, Meaning, Role};
use crate::tagging::matcher::Name;
use crate::tagging::neighbours::is_capitalised;

pub(super) fn place_by_neighbours(reading: &mut Reading<'_>) {
    let mut placed: HashMap<&str, Meaning> = HashMap::new();
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        match mention.role() {
            Some(Role::Abbreviation) if !stands_behind_a_name(reading, &mention) => {
                reading.mentions[index].meaning = None;
            }
            _ => {
                if let Some(meaning) = placed_by_the_next(reading, index) {
                    placed.insert(mention.name.text(), meaning);
                }
            }
        }
    }
    // One sense an article: what is placed once is meant everywhere.
    for mention in &mut reading.mentions {
        if may_be_town(mention)
            && let Some(meaning) = placed.get(mention.name.text())
        {
            mention.meaning = Some(*meaning);
        }
    }
}

/// "Springfield, Ill.", "Springfield (Illinois)": whether a capitalised word and a comma stand before.
fn stands_behind_a_name(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let near = reading.neighbours(mention);
    let before = near.before();
    let name = before.strip_suffix(", ").or_else(|| before.strip_suffix(" ("));
    let is_named = name.and_then(|name| name.rsplit(' ').next()).is_some_and(is_capitalised);
    is_named && !near.line_in_capitals()
}

/// Where the division or country directly behind a comma puts the mention.
fn placed_by_the_next(reading: &mut Reading<'_>, index: usize) -> Option<Meaning> {
    let (mention, next) = (reading.mentions[index], *reading.mentions.get(index + 1)?);
    if !matches!(&reading.text[mention.end..next.start], ", " | " (") {
        return None;
    }
    let country = reading.country(&next)?;
    let is_placed = match next.role()? {
        Role::Division | Role::Abbreviation => may_be_town(&mention) && !is_division_of(reading, &mention, country),
        // In a list of countries and cities the comma only separates, unless a town of that country is known.
        Role::Country => matches!(mention.name, Name::Town(_)) && lies_in(reading, &mention, country),
        _ => false,
    };
    is_placed.then(|| reading.town(mention.name.text(), Some(country)))
}

fn may_be_town(mention: &Mention<'_>) -> bool {
    matches!(mention.name, Name::Town(_))
        || mention
            .role()
            .is_some_and(|role| matches!(role, Role::Country | Role::Capital | Role::Place | Role::Division))
}

/// "Texas, Oklahoma": divisions of one country are a list.
fn is_division_of(reading: &Reading<'_>, mention: &Mention<'_>, country: EntityId) -> bool {
    mention.role() == Some(Role::Division) && reading.country(mention) == Some(country)
}

fn lies_in(reading: &Reading<'_>, mention: &Mention<'_>, country: EntityId) -> bool {
    let Name::Town(town) = mention.name else { return false };
    town.locations().any(|place| reading.entities.get(country).key == place.country.as_str())
}
