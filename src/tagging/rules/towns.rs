//! Towns by name alone: a big one is meant; a small one only where the article, its other towns or its feed speak
//! of the country it lies in. And a known city is its namesake where everything speaks for that one.

use std::collections::HashMap;

use super::support::Support;
use super::{Mention, Reading};
use crate::domain::{CountryCode, TagKind};
use crate::tagging::gazetteer::{EntityId, Meaning, Role};
use crate::tagging::matcher::Name;
use crate::tagging::neighbours::is_capitalised;
use crate::tagging::towns::{Location, Town};

/// From so many thousand people on where no other town has its name; a county that no other country has is enough.
const UNIQUE_MIN_THOUSANDS: u32 = 50;
/// A dateline names no state behind a city that its readers know.
const DATELINE_MIN_THOUSANDS: u32 = 50;

pub(super) fn place_by_the_article(reading: &mut Reading<'_>) {
    // Without a town, a division or a feed's country no known place is taken for its namesake either.
    let may_place = |mention: &Mention<'_>| town_of(mention).is_some() || reading.division(mention).is_some();
    if reading.feed_country.is_none() && !reading.mentions.iter().any(may_place) {
        return;
    }
    let support = Support::of(reading);
    let mut placed: HashMap<&str, Meaning> = HashMap::new();
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let Some(town) = town_of(&mention) else {
            if let Some(country) = country_of_namesake(reading, &support, &mention) {
                reading.mentions[index].meaning = Some(reading.town(mention.name.text(), Some(country)));
            }
            continue;
        };
        if mention.meaning.is_some() || is_part_of_a_name(reading, index, town) || is_shouted(reading, &mention) {
            continue;
        }
        let location = location(reading, &support, &mention, town);
        let country = location.and_then(|place| country_entity(reading, place.country));
        let Some(country) = country else { continue };
        // One sense an article.
        let meaning = *placed.entry(town.name).or_insert_with(|| reading.town(town.name, Some(country)));
        reading.mentions[index].meaning = Some(meaning);
    }
}

/// Which of the towns of its name a mention means, if any.
fn location(reading: &Reading<'_>, support: &Support<'_>, mention: &Mention<'_>, town: Town) -> Option<Location> {
    if town.is_county() {
        return town.locations().next();
    }
    if reading.layout.in_dateline(mention.start) {
        let known_to_readers = |place: &Location| place.population >= DATELINE_MIN_THOUSANDS;
        return support.location(town, false).or_else(|| town.locations().next().filter(known_to_readers));
    }
    let is_located = reading.is_located(mention);
    if town.is_word() && !is_located {
        return None;
    }
    let is_unique = |place: &Location| is_located && place.population >= UNIQUE_MIN_THOUSANDS;
    let is_doubtful = is_personal(mention, town) && !is_located;
    support.location(town, is_doubtful).or_else(|| town.only_location().filter(is_unique))
}

/// The town that a mention may be: by its name alone, or as a surname or a building that the article does not mean.
fn town_of(mention: &Mention<'_>) -> Option<Town> {
    match mention.name {
        Name::Town(town) => Some(town),
        _ if mention.meaning.is_some() => None,
        _ if is_surname(mention) || is_building(mention) => mention.towns(),
        _ => None,
    }
}

/// A building whose country the article does not speak of: "Karlsruhe" without a court.
fn is_building(mention: &Mention<'_>) -> bool {
    mention.meanings().first().is_some_and(|meaning| matches!(meaning.role, Role::Metonym(Some(_))))
}

fn is_surname(mention: &Mention<'_>) -> bool {
    mention.meanings().first().is_some_and(|meaning| meaning.role == Role::BackReference)
}

fn is_personal(mention: &Mention<'_>, town: Town) -> bool {
    town.is_personal() || is_surname(mention)
}

/// "Birmingham" in a paper of Alabama: where the namesake lies that the article or its feed speaks for, when nothing
/// else speaks for the country of the known name.
fn country_of_namesake(reading: &Reading<'_>, support: &Support<'_>, mention: &Mention<'_>) -> Option<EntityId> {
    let town = mention.towns()?;
    let meaning = mention.meaning.filter(|meaning| meaning.role.is_of_place())?;
    let known = reading.country_code(mention)?;
    if support.speaks_for(known, mention.name.text()) {
        return None;
    }
    let is_great = matches!(meaning.role, Role::Country | Role::Capital | Role::Located);
    let namesake = support.namesake(town, is_great)?;
    country_entity(reading, namesake.country).filter(|_| namesake.country != known)
}

fn country_entity(reading: &Reading<'_>, code: CountryCode) -> Option<EntityId> {
    reading.gazetteer.entity_of(TagKind::Country, code.as_str())
}

/// Letters in capitals are an acronym rather than a town, but in a dateline or a line of capitals.
fn is_shouted(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let is_in_capitals = !reading.text[mention.start..mention.end].contains(char::is_lowercase);
    is_in_capitals && !reading.layout.in_dateline(mention.start) && !reading.neighbours(mention).line_in_capitals()
}

/// "Jesse Jackson", "Madison Keys", "Melbourne-Blake": a town's name that is part of a person's.
fn is_part_of_a_name(reading: &Reading<'_>, index: usize, town: Town) -> bool {
    let mention = &reading.mentions[index];
    let near = reading.neighbours(mention);
    let lists = &reading.gazetteer.lists.personal;
    let before = near.word_before().filter(|_| !reading.follows_a_name(index));
    if near.is_hyphenated() || before.is_some_and(|word| lists.given_names.contains(word)) {
        return true;
    }
    if !is_personal(mention, town) || near.line_in_title_case() {
        return false;
    }
    let follows = before.is_some_and(|word| reading.may_be_first_name(mention, word));
    let after = near.word_after().filter(|_| !reading.precedes_a_name(index));
    follows || after.is_some_and(|word| is_capitalised(word) && !lists.after.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries, countries_from, places};

    #[test]
    fn a_big_town_needs_nobody_to_speak_for_it() {
        check(
            countries,
            &[
                ("Kaduna opens a library", "NG"),
                ("A library opens in Bursa", "TR"),
                ("Birmingham opens a library", "GB"),
                ("Vigo opens a library", ""),
                ("Galway opens a library", ""),
            ],
        );
    }

    #[test]
    fn a_dateline_names_a_city_that_its_readers_know() {
        check(
            countries,
            &[
                ("Bank profits rise\nOMAHA, March 3 - The bank said it made more.", "US"),
                ("Bank profits rise\nGALWAY, March 3 - The bank said it made more.", "IE"),
                ("Bank profits rise\nCLIFDEN, March 3 - The bank said it made more.", ""),
            ],
        );
    }

    #[test]
    fn a_name_that_is_a_persons_at_first_may_still_be_placed() {
        check(countries, &[("Hartford Keys sings\nShe lives in Hartford, as all of Connecticut knows.", "US")]);
    }

    #[test]
    fn a_unique_town_counts_where_something_happens() {
        check(
            countries,
            &[("A fire in Guelph", "CA"), ("Guelph burns", ""), ("A fire in Cookeville", ""), ("A fire in Durham", "")],
        );
    }

    #[test]
    fn a_small_town_counts_when_the_article_speaks_of_its_country_or_division() {
        check(
            places,
            &[
                ("Galway opens a library; Ireland is proud", "Galway"),
                ("Galway opens a library; Poland is proud", ""),
                ("Cookeville opens a library; Tennessee is proud", "Cookeville,Tennessee"),
            ],
        );
        check(
            countries,
            &[
                ("Richmond opens a library; Virginia is proud", "US"),
                ("Richmond opens a library; British Columbia is proud", "CA"),
                ("Dundee opens a library; Scotland is proud", "GB"),
            ],
        );
    }

    #[test]
    fn the_feeds_country_speaks_for_its_towns() {
        check(|article| countries_from("IE", article), &[("Galway opens a library", "IE")]);
        check(
            |article| countries_from("US", article),
            &[("Birmingham opens a library", "US"), ("Galway opens a library", "")],
        );
        check(|article| countries_from("CA", article), &[("A fire in Richmond", "CA")]);
    }

    #[test]
    fn a_known_city_is_its_namesake_where_all_speaks_for_that_one() {
        check(
            |article| countries_from("US", article),
            &[
                ("Manchester opens a library", "US"),
                ("Manchester opens a library; England is proud", "GB"),
                ("Genoa opens a library", "IT"),
                ("Paris opens a library", "FR"),
            ],
        );
        check(
            countries,
            &[
                ("Manchester opens a library", "GB"),
                ("Manchester opens a library; New Hampshire is proud", "US"),
                ("Naples opens a library; Florida is proud", "US"),
                ("Naples opens a library; Florida and Italy are proud", "IT,US"),
            ],
        );
    }

    #[test]
    fn a_word_is_a_town_only_where_something_happens() {
        check(
            places,
            &[
                ("A fire in Reading alarms Britain", "Reading"),
                ("Reading alarms Britain", ""),
                ("A fire in Split alarms Croatia", "Split"),
                ("Split votes alarm Croatia", ""),
                ("Nice words, said France", ""),
            ],
        );
    }

    #[test]
    fn a_town_within_a_persons_name_is_no_town() {
        check(
            places,
            &[
                ("The singer Jesse Birmingham-Blake sings", ""),
                ("The singer Adam Kaduna sings", ""),
                ("In spring Ottilie Richmond sang for Virginia", "Virginia"),
                ("Madison Ferris sings for Wisconsin", "Wisconsin"),
                ("The choir of Madison sings for Wisconsin", "Madison,Wisconsin"),
            ],
        );
    }

    #[test]
    fn a_county_of_the_united_states_says_where_it_is() {
        check(countries, &[("Bucks County opens a library", "US"), ("The sheriff of Harris County resigns", "US")]);
    }

    #[test]
    fn letters_in_capitals_are_an_acronym_but_in_a_headline_or_a_dateline() {
        check(
            countries,
            &[
                ("The BARI form is printed in Chile", "CL"),
                ("FIRE IN BARI", "IT"),
                ("A fire\nBARI, Italy (AP) - A library burned.", "IT"),
                ("A fire\nKADUNA (AP) - A library burned.", "NG"),
            ],
        );
    }
}
