//! Towns by name alone: a big one is meant; a small one only where the article, its other towns or its feed speak
//! of the country it lies in. And a known city is its namesake where everything speaks for that one.

use std::collections::{HashMap, HashSet};

use super::{Mention, Reading};
use crate::domain::{CountryCode, TagKind};
use crate::tagging::gazetteer::{EntityId, Meaning, Role};
use crate::tagging::matcher::Name;
use crate::tagging::neighbours::{Neighbours, is_capitalised};
use crate::tagging::towns::{Location, Town};

/// From so many thousand people on a town needs nobody to speak for it.
const BIG_MIN_THOUSANDS: u32 = 300;
/// From so many thousand people on where no other town has its name; a county that no other country has is enough.
const UNIQUE_MIN_THOUSANDS: u32 = 50;
/// A namesake of a known city has to have so many thousand people where only the feed speaks for it.
const NAMESAKE_MIN_THOUSANDS: u32 = 20;
/// So many towns of one division speak for each other.
const CLUSTER_MIN_TOWNS: usize = 3;

pub(super) fn place_by_the_article(reading: &mut Reading<'_>) {
    let support = Support::of(reading);
    let mut placed: HashMap<&str, Option<Meaning>> = HashMap::new();
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let Name::Town(town) = mention.name else {
            if let Some(country) = country_of_namesake(reading, &support, &mention) {
                reading.mentions[index].meaning = Some(reading.town(mention.name.text(), Some(country)));
            }
            continue;
        };
        if mention.meaning.is_some() || is_part_of_a_name(reading, index, town) || is_shouted(reading, &mention) {
            continue;
        }
        let is_located = reading.is_located(&mention);
        let location = match town.is_word() {
            _ if town.is_county() => town.locations().next(),
            true if !is_located => None,
            _ => support.location(town, town.is_personal() && !is_located).or_else(|| {
                town.only_location().filter(|place| is_located && place.population >= UNIQUE_MIN_THOUSANDS)
            }),
        };
        let meaning = *placed.entry(town.name).or_insert_with(|| {
            let country = location.and_then(|place| country_entity(reading, place.country));
            country.map(|country| reading.town(town.name, Some(country)))
        });
        reading.mentions[index].meaning = meaning.filter(|_| location.is_some());
    }
}

/// "Birmingham" in a paper of Alabama: where the namesake lies that the article or its feed speaks for, when nothing
/// else speaks for the country of the known name. Capitals and countries give way only to a whole cluster.
fn country_of_namesake(reading: &Reading<'_>, support: &Support<'_>, mention: &Mention<'_>) -> Option<EntityId> {
    let meaning = mention.meaning?;
    let is_great = match meaning.role {
        Role::Place => false,
        Role::Capital | Role::Country => true,
        _ => return None,
    };
    let known: CountryCode = reading.entities.get(reading.entities.get(meaning.entity).country?).key.parse().ok()?;
    if support.speaks_for(known, mention.name.text()) {
        return None;
    }
    let town = reading.towns.iter().find_map(|towns| towns.get(mention.name.text()))?;
    let clustered = |place: &Location| support.clusters.contains(&division(place));
    let named = |place: &Location| !is_great && support.divisions.contains(&division(place));
    let fed = |place: &Location| {
        !is_great && support.feed == Some(place.country) && place.population >= NAMESAKE_MIN_THOUSANDS
    };
    let namesake = [&clustered as &dyn Fn(&Location) -> bool, &named, &fed]
        .into_iter()
        .find_map(|holds| town.locations().find(|place| holds(place)))?;
    country_entity(reading, namesake.country).filter(|_| namesake.country != known)
}

fn country_entity(reading: &Reading<'_>, code: CountryCode) -> Option<EntityId> {
    reading.gazetteer.entity_of(TagKind::Country, code.as_str())
}

/// What in the article speaks for where a town lies.
struct Support<'a> {
    /// The countries, each with the names that speak for it.
    countries: HashMap<CountryCode, HashSet<&'a str>>,
    /// The divisions that it names.
    divisions: HashSet<Division>,
    /// The divisions that several of its towns may lie in.
    clusters: HashSet<Division>,
    feed: Option<CountryCode>,
}

impl<'a> Support<'a> {
    fn of(reading: &Reading<'a>) -> Self {
        let mut countries: HashMap<CountryCode, HashSet<&str>> = HashMap::new();
        let mut divisions = HashSet::new();
        let mut towns: HashMap<Division, HashSet<&str>> = HashMap::new();
        for mention in &reading.mentions {
            if let Some(country) = reading.country(mention) {
                if let Ok(code) = reading.entities.get(country).key.parse() {
                    countries.entry(code).or_default().insert(mention.name.text());
                }
                let code = mention.meaning.and_then(|meaning| reading.gazetteer.divisions.get(&meaning.entity));
                let parts = code.and_then(|code| code.split_once('.'));
                if let Some(named) = parts.and_then(|(country, code)| Some((country.parse().ok()?, code))) {
                    divisions.insert(named);
                    towns.entry(named).or_default().insert(mention.name.text());
                }
            } else if let Name::Town(town) = mention.name {
                for place in town.locations().filter(|place| !place.division.is_empty()) {
                    towns.entry(division(&place)).or_default().insert(town.name);
                }
            }
        }
        let clusters = towns.into_iter().filter(|(_, names)| names.len() >= CLUSTER_MIN_TOWNS);
        Self { countries, divisions, clusters: clusters.map(|(code, _)| code).collect(), feed: reading.feed_country }
    }

    /// Whether the article speaks of the country by another name, or the feed is of that country.
    fn speaks_for(&self, country: CountryCode, besides: &str) -> bool {
        let names = self.countries.get(&country);
        self.feed == Some(country) || names.is_some_and(|names| names.iter().any(|name| *name != besides))
    }

    /// Which of the towns of a name is meant. A doubtful name, which is also a person's or a word, needs a
    /// division that the article names or a feed of that country.
    fn location(&self, town: Town, is_doubtful: bool) -> Option<Location> {
        let find = |holds: &dyn Fn(&Location) -> bool| town.locations().find(|place| holds(place));
        find(&|place| self.divisions.contains(&division(place)))
            .or_else(|| find(&|place| self.feed == Some(place.country)))
            .or_else(|| {
                if is_doubtful {
                    return None;
                }
                find(&|place| self.countries.contains_key(&place.country))
                    .or_else(|| find(&|place| self.clusters.contains(&division(place))))
                    .or_else(|| find(&|place| place.population >= BIG_MIN_THOUSANDS))
            })
    }
}

/// Letters in capitals are an acronym rather than a town, but in a dateline or a line of capitals.
fn is_shouted(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let is_in_capitals = !reading.text[mention.start..mention.end].contains(char::is_lowercase);
    is_in_capitals && !reading.layout.in_dateline(mention.start) && !reading.neighbours(mention).line_in_capitals()
}

/// `US`, `PA`
type Division = (CountryCode, &'static str);

fn division(place: &Location) -> Division {
    (place.country, place.division)
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
    if !town.is_personal() || near.line_in_title_case() {
        return false;
    }
    let follows = before.is_some_and(|word| {
        is_capitalised(word)
            && !lists.before.contains(word)
            && !Neighbours::of(reading.text, mention.start - 1 - word.len(), mention.start).begins_sentence()
    });
    let after = near.word_after().filter(|_| !reading.precedes_a_name(index));
    follows || after.is_some_and(|word| is_capitalised(word) && !lists.after.contains(word))
}
