//! "Paris, Texas", "Smallville, Kan.", "Hobart, Australia": a place is where the name behind it says.

use std::collections::HashMap;

use super::{Mention, Reading};
use crate::tagging::gazetteer::{EntityId, Meaning, Role, Surface};
use crate::tagging::matcher::Name;
use crate::tagging::neighbours::is_capitalised;

pub(super) fn place_by_neighbours(reading: &mut Reading<'_>) {
    reading.remove(|reading, index| is_in_another_country(reading, index));
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

/// "Springfield, Ill.": whether a capitalised word and a comma stand before.
fn stands_behind_a_name(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let near = reading.neighbours(mention);
    let name =
        near.before().trim_end().strip_suffix(',').map(str::trim_end).and_then(|name| name.rsplit([' ', '\n']).next());
    name.is_some_and(|name| name.starts_with(char::is_uppercase))
        && (name.is_some_and(is_capitalised) || reading.layout.in_dateline(mention.start) || !near.line_in_capitals())
}

/// Where the division or country directly behind a comma puts the mention.
fn placed_by_the_next(reading: &mut Reading<'_>, index: usize) -> Option<Meaning> {
    let (mention, next) = (reading.mentions[index], *reading.mentions.get(index + 1)?);
    let is_behind = match &reading.text[mention.end..next.start] {
        ", " | " , " => true,
        " (" => next.role() != Some(Role::Abbreviation),
        _ => false,
    };
    if !is_behind {
        return None;
    }
    if let Some(other) = division_of_the_town(reading, &mention, &next) {
        reading.mentions[index + 1].meaning = Some(other);
    }
    let next = reading.mentions[index + 1];
    let country = reading.country(&next)?;
    let is_placed = match next.role()? {
        Role::Division | Role::Abbreviation => may_be_town(&mention) && !is_division_of(reading, &mention, country),
        // In a list of countries and cities the comma only separates, unless a town of that country is known.
        Role::Country => lies_with(reading, &mention, &next),
        _ => false,
    };
    is_placed.then(|| reading.town(mention.name.text(), Some(country)))
}

/// "Surrey, UK": a place of that country that no table has is not its namesake elsewhere.
fn is_in_another_country(reading: &Reading<'_>, index: usize) -> bool {
    let (mention, Some(next)) = (&reading.mentions[index], reading.mentions.get(index + 1)) else { return false };
    matches!(&reading.text[mention.end..next.start], ", " | " , ")
        && matches!(mention.name, Name::Town(_))
        && next.role() == Some(Role::Country)
        && !lies_with(reading, mention, next)
}

/// The meaning of the name behind a town that is a division in which such a town lies: "Macon, Georgia",
/// "Belem, PA".
fn division_of_the_town(reading: &Reading<'_>, mention: &Mention<'_>, next: &Mention<'_>) -> Option<Meaning> {
    let town = mention.towns()?;
    let sense = match next.name {
        Name::Known(Surface { sense: Some(sense), .. }) => reading.gazetteer.senses[*sense].meaning,
        _ => None,
    };
    next.meanings().iter().copied().chain(sense).find(|meaning| {
        let division = reading.gazetteer.divisions.get(&meaning.entity);
        division.is_some_and(|division| town.locations().any(|place| place.division() == *division))
    })
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

/// Whether a town of the mention's name lies in the country of the next name.
fn lies_with(reading: &Reading<'_>, mention: &Mention<'_>, next: &Mention<'_>) -> bool {
    let Name::Town(town) = mention.name else { return false };
    reading.country_code(next).is_some_and(|country| town.lies_in(country))
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries, places};

    #[test]
    fn a_town_lies_in_the_division_behind_the_comma() {
        check(
            countries,
            &[
                ("Houston, Texas, opens a library", "US"),
                ("Paris, Texas, opens a library", "US"),
                ("Lebanon, Ohio, opens a library", "US"),
                ("Moscow, Idaho, opens a library", "US"),
                ("London, Ontario, opens a library", "CA"),
                ("Manchester, New Hampshire, opens a library", "US"),
                ("Manchester opens a library", "GB"),
                ("Perth, Ontario, opens a library", "CA"),
                ("Perth opens a library", "AU"),
                ("Paris, Yorkshire, opens a library", "GB"),
                ("Dublin, Cornwall, opens a library", "GB"),
            ],
        );
        check(places, &[("Naples, Florida, opens a library", "Florida,Naples")]);
    }

    #[test]
    fn an_abbreviation_counts_only_behind_a_name_and_a_comma() {
        check(
            countries,
            &[
                ("A bakery in Smallbrook, Kan., burns", "US"),
                ("Lebanon, Pa., opens a library", "US"),
                ("Springfield, Ill., opens a library", "US"),
                ("Jersey City, N.J., opens a library", "US"),
                ("London, Ont., opens a library", "CA"),
                ("Smallbrook, a village\nLEBANON, Pa. (AP) - A library was opened.", "US"),
                ("He is ill. Ill. He is", ""),
                ("The code KS is printed on it", ""),
            ],
        );
    }

    #[test]
    fn a_town_lies_in_the_country_behind_the_comma_if_it_has_such_a_town() {
        check(countries, &[("Hobart, Australia, opens a library", "AU"), ("Vigo, Spain, opens a library", "ES")]);
        check(places, &[("Hobart, Australia, opens a library", "Hobart"), ("Vigo (Spain) opens a library", "Vigo")]);
    }

    #[test]
    fn a_place_of_another_country_is_not_its_namesake() {
        check(
            countries,
            &[
                ("Birmingham, Jamaica, opens a library", "JM"),
                ("Memphis, Egypt, opens a library", "EG"),
                ("Memphis opens a library, Egypt a park", "EG,US"),
            ],
        );
    }

    #[test]
    fn what_is_placed_once_is_meant_everywhere() {
        check(
            countries,
            &[
                ("Lebanon, Pa., opens a library\nLebanon is proud.", "US"),
                ("Lebanon is proud\nThe library of Lebanon, Pa., is open.", "US"),
                ("Perth, Ontario, opens a library\nPerth is proud.", "CA"),
                ("Paris, Texas, opens a library\nParis is proud.", "US"),
            ],
        );
    }

    #[test]
    fn a_name_with_two_senses_is_the_division_that_has_such_a_town() {
        check(
            countries,
            &[
                ("Macon, Georgia, opens a library", "US"),
                ("Batumi, Georgia, opens a library", "GE"),
                ("Belem, PA, opens a library", "BR"),
                ("Allentown, PA, opens a library", "US"),
            ],
        );
    }

    #[test]
    fn a_list_places_nothing() {
        check(
            countries,
            &[("Texas, Oklahoma and Kansas share a river", "US"), ("Peru, Chile and Texas share an ocean", "CL,PE,US")],
        );
        check(places, &[("Texas, Oklahoma and Kansas share a river", "Kansas,Oklahoma,Texas")]);
    }
}
