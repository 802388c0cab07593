//! "Michael Jordan", "Chad Smith": names of countries and cities that are part of a person's name.

use std::collections::{HashMap, HashSet};

use super::{Mention, Reading};
use crate::tagging::gazetteer::{EntityId, Role};
use crate::tagging::neighbours::is_capitalised;

pub(super) fn drop_personal_names(reading: &mut Reading<'_>) {
    let evidence = Evidence::of(reading);
    let mut surnames: HashSet<&str> = reading.discovered.iter().filter_map(|name| surname_in(reading, name)).collect();
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        if !names_a_place(&mention) {
            surnames.extend(surname_of_a_person(reading, &mention));
        } else if is_surname(reading, &evidence, index) {
            surnames.insert(mention.name.text());
            reading.mentions[index].meaning = None;
        } else if is_given_name(reading, &evidence, index)
            || is_half_of_a_name(reading, index)
            || is_behind_a_given_name(reading, index)
        {
            reading.mentions[index].meaning = None;
        }
    }
    // Once "Michael Jordan" is named, "Jordan" alone is he, unless the article speaks of the country too.
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        if names_a_place(&mention)
            && surnames.contains(mention.name.text())
            && !reading.is_located(&mention)
            && !evidence.corroborates(reading, &mention)
        {
            reading.mentions[index].meaning = None;
        }
    }
}

/// The surname of a person whom the gazetteer knows, or whose whole name it masks.
fn surname_of_a_person<'a>(reading: &Reading<'a>, mention: &Mention<'a>) -> Option<&'a str> {
    let (given, surname) = mention.name.text().split_once(' ')?;
    let is_person = mention.meaning.is_some_and(|meaning| meaning.role == Role::Person);
    let is_masked = mention.meanings().is_empty() && reading.gazetteer.lists.personal.given_names.contains(given);
    (is_person || is_masked).then_some(surname)
}

/// The surname in a discovered person's whole name.
fn surname_in<'a>(reading: &Reading<'a>, mention: &Mention<'_>) -> Option<&'a str> {
    let text = reading.text.get(mention.start..mention.end).filter(|_| mention.role() == Some(Role::Person))?;
    text.rsplit_once(' ').map(|(_, surname)| surname)
}

fn names_a_place(mention: &Mention<'_>) -> bool {
    mention.meaning.is_some_and(|meaning| {
        matches!(meaning.role, Role::Country | Role::Demonym | Role::Capital | Role::Place | Role::Division)
    })
}

/// "Jim Jordan", "Mr. Jordan", and within a sentence "Petya Jordan".
fn is_surname(reading: &Reading<'_>, evidence: &Evidence<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    if !mention.name.traits().surname || reading.follows_a_name(index) {
        return false;
    }
    let lists = &reading.gazetteer.lists.personal;
    let near = reading.neighbours(mention);
    let title = near.before().strip_suffix(' ').map(|before| before.trim_end_matches('.'));
    if title.is_some_and(|before| lists.titles.contains(before.rsplit([' ', '\n']).next().unwrap_or_default())) {
        return true;
    }
    let Some(word) = near.word_before() else { return false };
    if lists.given_names.contains(word) {
        return true;
    }
    reading.may_be_first_name(mention, word) && !near.line_in_title_case() && !evidence.corroborates(reading, mention)
}

/// "Viorel Moldovan", "Billy Mayfair": an adjective of nationality or a place that is no country, directly behind a
/// given name that is no town, and no noun behind that it could belong to.
fn is_behind_a_given_name(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    let may_be_surname = matches!(mention.role(), Some(Role::Demonym | Role::Place | Role::Division));
    let near = reading.neighbours(mention);
    let (Some(lists), Some(word)) = (reading.names, near.word_before()) else { return false };
    let is_town = index.checked_sub(1).is_some_and(|before| reading.mentions[before].end + 1 == mention.start);
    let has_noun = near.word_after().is_some_and(|word| word.starts_with(char::is_lowercase));
    let is_adjective = mention.role() == Some(Role::Demonym) && has_noun;
    may_be_surname && !is_town && !is_adjective && is_capitalised(word) && lists.is_given_name(word)
}

/// "Melbourne-Blake": a city that a hyphen joins to an unknown capitalised word.
fn is_half_of_a_name(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    let is_city = matches!(mention.role(), Some(Role::Capital | Role::Place));
    let touches = |end: usize, start: usize| end + 1 == start;
    let before = index.checked_sub(1).map(|before| reading.mentions[before].end);
    let is_pair = before.is_some_and(|end| touches(end, mention.start))
        || reading.mentions.get(index + 1).is_some_and(|next| touches(mention.end, next.start));
    is_city && !is_pair && reading.neighbours(mention).is_hyphenated()
}

/// "Chad Smith resigns": an unknown capitalised word behind, in a line that is not all capitalised.
fn is_given_name(reading: &Reading<'_>, evidence: &Evidence<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    if !mention.name.traits().given_name || reading.precedes_a_name(index) {
        return false;
    }
    let near = reading.neighbours(mention);
    near.word_after().is_some_and(|word| {
        is_capitalised(word)
            && !reading.gazetteer.lists.personal.after.contains(word)
            && !near.line_in_title_case()
            && !evidence.corroborates(reading, mention)
    })
}

/// For each country of the article a name that speaks for it, and whether a second, different one does.
struct Evidence<'a>(HashMap<EntityId, (&'a str, bool)>);

impl<'a> Evidence<'a> {
    fn of(reading: &Reading<'a>) -> Self {
        let mut names: HashMap<EntityId, (&str, bool)> = HashMap::new();
        for mention in &reading.mentions {
            if let Some(country) = reading.country(mention) {
                let (first, several) = names.entry(country).or_insert((mention.name.text(), false));
                *several |= *first != mention.name.text();
            }
        }
        Self(names)
    }

    /// Whether another name of the article speaks for the mention's country.
    fn corroborates(&self, reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
        let seen = reading.country(mention).and_then(|country| self.0.get(&country));
        seen.is_some_and(|&(first, several)| several || first != mention.name.text())
    }
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries, places};

    #[test]
    fn an_adjective_or_a_place_behind_a_given_name_is_a_surname() {
        check(
            countries,
            &[
                ("Prizes\n1. Viorel Moldovan ( Spain )\n2. Billy Mayfair", "ES"),
                ("Peter says German trains are late", "DE"),
                ("A stop in Victoria Australia", "AU"),
            ],
        );
    }

    #[test]
    fn a_country_behind_a_given_name_or_a_title_is_a_surname() {
        check(
            countries,
            &[
                ("Vernon Jordan remembered by his clients", ""),
                ("Senator Jim Jordan asks for papers", ""),
                ("The novelist Ebba Jordan reads tonight", ""),
                ("Mr. Jordan sells the boat", ""),
                ("Ms London and Dr. Israel share a practice", ""),
                ("Denzel Washington and Jack London on one shelf", ""),
                ("Irving Berlin wrote the song", ""),
                ("Kathy Ireland and Tom Holland present the prize", ""),
            ],
        );
    }

    #[test]
    fn a_country_before_a_name_is_a_given_name() {
        check(
            countries,
            &[
                ("Chad Mitchell leads the choir", ""),
                ("Paris Jackson opens the show", ""),
                ("Georgia Quimby leads the choir", ""),
                ("Chad President receives farmers", "TD"),
                ("London Mayor receives farmers", "GB"),
            ],
        );
    }

    #[test]
    fn a_word_that_leads_to_a_country_makes_no_name_of_it() {
        check(
            countries,
            &[
                ("Jordan King receives farmers", "JO"),
                ("Amman, Jordan counts its wells", "JO"),
                ("Water from Jordan reaches the coast", "JO"),
                ("The road to Northern Chad and Central Mali stays dry", "ML,TD"),
                ("Why Chad Closed the Road", "TD"),
                ("It was May. Still Jordan waited", "JO"),
            ],
        );
    }

    #[test]
    fn once_a_person_is_named_the_surname_is_his() {
        check(
            countries,
            &[
                ("Michael Jordan buys a boat\nJordan was seen at the pier. Jordan waved.", ""),
                ("Tom Holland opens the show\nHolland waved.", ""),
                ("Michael Jordan buys a boat\nJordan taxes boats, say clerks of Amman.", "JO"),
            ],
        );
        check(places, &[("Lloyd Austin writes a memoir\nIn it Austin is silent.", "")]);
    }
}
