//! What in an article speaks for where a town lies: the countries and divisions it names, the other towns, the feed.

use super::Reading;
use crate::domain::CountryCode;
use crate::tagging::gazetteer::Meaning;
use crate::tagging::hash::{ByName, SetOf};
use crate::tagging::matcher::Name;
use crate::tagging::towns::{Division, Location, Town};

/// From so many thousand people on a town needs nobody to speak for it.
const BIG_MIN_THOUSANDS: u32 = 300;
/// A namesake of a known city has to have so many thousand people where only the feed speaks for it.
const NAMESAKE_MIN_THOUSANDS: u32 = 20;
/// So many names of one division speak for each other; fewer in a feed of its country.
const CLUSTER_MIN_NAMES: usize = 3;
const CLUSTER_MIN_NAMES_OF_FEED: usize = 2;
/// A country or a capital gives way to a cluster with so many names that are nothing else.
const GREAT_MIN_OWN_NAMES: usize = 2;

pub(super) struct Support<'a> {
    /// The countries, each with the names that speak for it.
    countries: ByName<CountryCode, SetOf<&'a str>>,
    /// The divisions that it names, or whose counties.
    divisions: SetOf<Division>,
    /// The divisions that several of its towns may lie in, with how many of them are no known city elsewhere.
    clusters: ByName<Division, usize>,
    feed: Option<CountryCode>,
}

/// A name in the article that may lie in a division.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Vote<'a> {
    division: Division,
    name: &'a str,
    /// Whether it is nothing else: a county or a town that is no known city elsewhere.
    is_own: bool,
}

impl<'a> Support<'a> {
    pub fn of(reading: &Reading<'a>) -> Self {
        let feed = reading.feed_country;
        let mut countries: ByName<CountryCode, SetOf<&str>> = ByName::default();
        let mut divisions = SetOf::default();
        let mut votes: Vec<Vote<'_>> = Vec::new();
        let mut known = Vec::new();
        let mut seen: SetOf<(&str, Option<Meaning>)> = SetOf::default();
        for mention in &reading.mentions {
            let name = mention.name.text();
            if !seen.insert((name, mention.meaning)) {
                continue;
            }
            if let Some(code) = reading.country_code(mention) {
                countries.entry(code).or_default().insert(name);
            }
            let town = mention.towns();
            if let Some(named) = reading.division(mention)
                // "Cumberland" in a paper of Maryland is its town, not the English county.
                && !town.zip(feed).is_some_and(|(town, feed)| named.0 != feed && town.lies_in(feed))
            {
                divisions.insert(named);
                votes.push(Vote { division: named, name, is_own: false });
            }
            let Some(town) = town else { continue };
            if town.is_county()
                && let Some(place) = town.only_location()
            {
                divisions.insert(place.division());
            }
            if matches!(mention.name, Name::Town(_)) {
                let places = town.locations().filter(|place| !place.division.is_empty());
                votes.extend(places.map(|place| Vote { division: place.division(), name, is_own: true }));
            } else {
                known.push((name, town));
            }
        }
        // Known places vote where there is something else to vote with.
        let voted: SetOf<Division> = votes.iter().map(|vote| vote.division).collect();
        for (name, town) in known.into_iter().filter(|_| !voted.is_empty()) {
            let places = town.locations().map(|place| place.division()).filter(|place| voted.contains(place));
            votes.extend(places.map(|division| Vote { division, name, is_own: false }));
        }
        let clusters = clusters(votes, feed);
        Self { countries, divisions, clusters, feed }
    }

    /// Whether the article speaks of the country by another name, or the feed is of that country.
    pub fn speaks_for(&self, country: CountryCode, besides: &str) -> bool {
        let names = self.countries.get(&country);
        self.feed == Some(country) || names.is_some_and(|names| names.iter().any(|name| *name != besides))
    }

    /// Which of the towns of a name is meant. A doubtful name, which is also a person's or a word, needs a
    /// division that the article names or a feed of that country.
    pub fn location(&self, town: Town, is_doubtful: bool) -> Option<Location> {
        let sure: [&dyn Fn(&Location) -> bool; 3] = [
            &|place| self.is_of_feed(place) && self.divisions.contains(&place.division()),
            &|place| self.divisions.contains(&place.division()),
            &|place| self.is_of_feed(place),
        ];
        let likely: [&dyn Fn(&Location) -> bool; 3] = [
            &|place| self.countries.contains_key(&place.country),
            &|place| self.clusters.contains_key(&place.division()),
            &|place| place.population >= BIG_MIN_THOUSANDS,
        ];
        let reasons = sure.iter().chain(likely.iter().filter(|_| !is_doubtful));
        reasons.into_iter().find_map(|holds| town.locations().find(|place| holds(place)))
    }

    /// Which namesake of a known place is meant, if any. Countries and capitals give way only to a whole cluster, or
    /// to a division that is named in a feed of its country.
    pub fn namesake(&self, town: Town, is_great: bool) -> Option<Location> {
        let is_named = |place: &Location| self.divisions.contains(&place.division());
        let reasons: [&dyn Fn(&Location) -> bool; 3] = [
            &|place| self.clusters.get(&place.division()).is_some_and(|own| !is_great || *own >= GREAT_MIN_OWN_NAMES),
            &|place| is_named(place) && (!is_great || self.is_of_feed(place)),
            &|place| !is_great && self.is_of_feed(place) && place.population >= NAMESAKE_MIN_THOUSANDS,
        ];
        reasons.iter().find_map(|holds| town.locations().find(|place| holds(place)))
    }

    fn is_of_feed(&self, place: &Location) -> bool {
        self.feed == Some(place.country)
    }
}

/// The divisions that enough names vote for, with how many of these names are nothing else.
fn clusters(mut votes: Vec<Vote<'_>>, feed: Option<CountryCode>) -> ByName<Division, usize> {
    votes.sort_unstable();
    votes.dedup_by_key(|vote| (vote.division, vote.name));
    let by_division = votes.chunk_by(|a, b| a.division == b.division).filter_map(|votes| {
        let division = votes[0].division;
        let needed = if feed == Some(division.0) { CLUSTER_MIN_NAMES_OF_FEED } else { CLUSTER_MIN_NAMES };
        let own = votes.iter().filter(|vote| vote.is_own).count();
        (votes.len() >= needed && own > 0).then_some((division, own))
    });
    by_division.collect()
}

#[cfg(test)]
mod tests {
    use crate::tagging::testing::{check, countries, countries_from, places};

    #[test]
    fn a_known_name_gives_way_to_a_named_division() {
        check(
            countries,
            &[
                ("Manchester opens a library; New Hampshire is proud", "US"),
                ("Manchester opens a library; New Hampshire and England are proud", "GB,US"),
                ("Berlin opens a library; New Hampshire is proud", "DE,US"),
            ],
        );
        check(
            |article| countries_from("US", article),
            &[("Berlin opens a library; New Hampshire is proud", "US"), ("Berlin opens a library", "DE")],
        );
    }

    #[test]
    fn towns_and_known_names_of_one_division_speak_for_each_other() {
        check(
            countries,
            &[
                ("Tullahoma, Cookeville and Murfreesboro share a bus", "US"),
                ("Tullahoma and Cookeville share a bus", ""),
                ("Lebanon, Tullahoma and Cookeville share a bus", "US"),
            ],
        );
    }

    #[test]
    fn a_named_country_speaks_for_its_towns_before_the_feed_does() {
        check(countries, &[("Valencia floods; Venezuela is alarmed", "VE"), ("Valencia floods", "ES")]);
        let article = "Perth and Glasgow wait\nScotland is proud of Perth.";
        check(|article| countries_from("US", article), &[(article, "GB")]);
    }

    #[test]
    fn a_county_names_its_division() {
        check(
            places,
            &[
                ("Bucks County is alarmed\nA fire destroyed a hall in Newtown.", "Bucks County,Newtown"),
                ("The county is alarmed\nA fire destroyed a hall in Newtown.", ""),
            ],
        );
    }

    #[test]
    fn a_division_in_the_feeds_country_comes_first() {
        let article = "Richmond opens a library; Virginia and British Columbia are proud";
        assert_eq!(places(article), "British Columbia,Richmond,Virginia");
        check(
            |article| countries_from("CA", article),
            &[("Richmond opens a library", "CA"), ("Richmond opens a library; Virginia is proud", "US")],
        );
    }
}
