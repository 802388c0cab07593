//! "Pennsylvania Avenue", "Oxford High School": streets, schools and shops that are named after a place.

use super::Reading;
use crate::tagging::gazetteer::Role;
use crate::tagging::matcher::Name;

pub(super) fn drop_streets_and_schools(reading: &mut Reading<'_>) {
    let heads = &reading.gazetteer.lists.named_after_places.heads;
    let is_street = |mention: &super::Mention<'_>| {
        let is_place = match mention.role() {
            None => matches!(mention.name, Name::Town(_)),
            Some(role) => matches!(role, Role::Country | Role::Capital | Role::Place | Role::Division | Role::Town),
        };
        is_place && reading.neighbours(mention).word_after().is_some_and(|word| heads.contains(word))
    };
    let streets: Vec<usize> =
        (0..reading.mentions.len()).rev().filter(|&index| is_street(&reading.mentions[index])).collect();
    for index in streets {
        reading.mentions.remove(index);
    }
}
