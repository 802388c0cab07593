//! "Pennsylvania Avenue", "Oxford High School": streets, schools and shops that are named after a place.

use super::{Mention, Reading};
use crate::tagging::gazetteer::Role;
use crate::tagging::matcher::Name;

pub(super) fn drop_streets_and_schools(reading: &mut Reading<'_>) {
    reading.remove(|reading, index| is_street_or_school(reading, &reading.mentions[index]));
}

fn is_street_or_school(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let is_place = match mention.role() {
        None => matches!(mention.name, Name::Town(_)),
        Some(role) => matches!(role, Role::Country | Role::Capital | Role::Place | Role::Division | Role::Town),
    };
    let heads = &reading.gazetteer.lists.named_after_places.heads;
    let near = reading.neighbours(mention);
    // "Iran Close to a Deal": in a headline every word has a capital.
    let is_headed = || near.word_after().is_some_and(|word| heads.contains(word)) && !near.line_in_title_case();
    is_place && (is_headed() || near.after().starts_with(" High School"))
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries};

    #[test]
    fn a_street_or_school_is_not_the_place_it_is_named_after() {
        check(
            countries,
            &[
                ("A bakery on Texas Street burns", ""),
                ("Iran Close to a Deal", "IR"),
                ("The Kenya High Court rules", "KE"),
                ("A bakery on Lagos Road burns", ""),
                ("A bakery at the Peru Hotel burns", ""),
                ("Pupils of Cairo High School sing", ""),
                ("A bakery on Kaduna Avenue burns", ""),
                ("A bakery on Kaduna's avenue burns", "NG"),
                ("A bakery near the streets of Cairo burns", "EG"),
                ("Nigerian High Commission burns", "NG"),
            ],
        );
    }
}
