//! Given names and surnames: the commonest of the United States census of 1990, and hand-made lists of the world's.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use anyhow::Context;

use crate::cities::Cities;
use crate::packages::Packages;
use crate::table::Table;
use crate::words::Words;

const GIVEN_NAMES: &str = include_str!("lists/given_names.txt");
const SURNAMES: &str = include_str!("lists/surnames.txt");
/// Given names of the census that at least so many in a hundred bear.
const GIVEN_PERCENT: f64 = 0.006;
/// From this share on a name is kept although it is also a word of every page.
const VERY_COMMON_PERCENT: f64 = 0.02;
/// How many surnames of the census are looked at.
const CENSUS_SURNAMES: usize = 2_000;

/// The names of people.
pub struct People {
    /// Each given name, with what else it is.
    given: BTreeMap<String, Option<&'static str>>,
    surnames: BTreeSet<String>,
}

impl People {
    pub fn read(packages: &Packages, words: &Words, cities: &Cities) -> anyhow::Result<Self> {
        Ok(Self { given: given_names(packages, words, cities)?, surnames: surnames(packages, words, cities)? })
    }

    pub fn is_given(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    pub fn is_surname(&self, name: &str) -> bool {
        self.surnames.contains(name)
    }

    pub fn given_names(&self) -> Table {
        Table {
            about: &[
                "given_names.tsv - given names of the world, without accents.",
                "Columns: name, also (word: an ordinary word too; place: a country, a state or a large city too).",
                "Source: names of the United States census of 1990 (public domain; PyPI names, MIT), and lists by hand.",
            ],
            columns: &["name", "also"],
            rows: (self.given.iter())
                .map(|(name, also)| vec![name.clone(), also.unwrap_or_default().to_owned()])
                .collect(),
        }
    }

    pub fn surnames(&self) -> Table {
        Table {
            about: &[
                "surnames.tsv - common family names of the United States and of world news, without accents.",
                "Source: names of the United States census of 1990 (public domain; PyPI names, MIT), and lists by hand.",
            ],
            columns: &["name"],
            rows: self.surnames.iter().map(|name| vec![name.clone()]).collect(),
        }
    }
}

fn given_names(
    packages: &Packages,
    words: &Words,
    cities: &Cities,
) -> anyhow::Result<BTreeMap<String, Option<&'static str>>> {
    let listed: HashSet<String> = listed(GIVEN_NAMES).map(str::to_owned).collect();
    let mut shares: BTreeMap<String, f64> = listed.iter().map(|name| (name.clone(), 0.0)).collect();
    for file in ["female", "male"] {
        for (name, percent) in census(&packages.text("names", &format!("names-0.3.0/names/dist.{file}.first"))?)? {
            if percent >= GIVEN_PERCENT {
                let share = shares.entry(name).or_default();
                *share = share.max(percent);
            }
        }
    }
    let mut names = BTreeMap::new();
    for (name, share) in shares {
        let is_name = share >= VERY_COMMON_PERCENT || (listed.contains(&name) && !words.is_plain(&name));
        let also = if words.is_common(&name) {
            Some("word")
        } else if cities.is_country(&name) || cities.is_well_known(&name) {
            Some("place")
        } else {
            None
        };
        if also.is_none() || is_name {
            names.insert(name, also);
        }
    }
    Ok(names)
}

fn surnames(packages: &Packages, words: &Words, cities: &Cities) -> anyhow::Result<BTreeSet<String>> {
    let census = census(&packages.text("names", "names-0.3.0/names/dist.all.last")?)?;
    let common = census.into_iter().take(CENSUS_SURNAMES).map(|(name, _)| name);
    let names = common.chain(listed(SURNAMES).map(str::to_owned));
    Ok(names.filter(|name| !words.is_common(name) && !cities.is_country(name)).collect())
}

/// The names of a list: one or more a line, comments left out. Two letters are as often something else.
fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).filter(|name| name.len() > 2)
}

/// The names of a census file and the percentage of people that bear each.
fn census(text: &str) -> anyhow::Result<Vec<(String, f64)>> {
    let mut names = Vec::new();
    for line in text.lines() {
        let mut cells = line.split_whitespace();
        if let (Some(name), Some(percent)) = (cells.next(), cells.next()) {
            names.push((capitalised(name), percent.parse().with_context(|| line.to_owned())?));
        }
    }
    Ok(names)
}

/// The case of a name that the census has in capitals: "Smith", "McDonald".
fn capitalised(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    match lower.strip_prefix("mc") {
        Some(rest) if rest.len() > 2 => format!("Mc{}", first_upper(rest)),
        _ => first_upper(&lower),
    }
}

fn first_upper(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_census_is_read_with_names_in_their_usual_case() {
        let read = census("SMITH          1.006  1.006      1\nMCDONALD       0.040  9.120    100\n").unwrap();
        assert_eq!(read, [("Smith".to_owned(), 1.006), ("McDonald".to_owned(), 0.040)]);
        assert!(census("SMITH many").is_err());
    }

    #[test]
    fn the_lists_by_hand_hold_plain_capitalised_names() {
        for name in listed(GIVEN_NAMES).chain(listed(SURNAMES)) {
            let plain = name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '\''));
            assert!(plain && name.starts_with(|c: char| c.is_ascii_uppercase()), "{name}");
        }
    }
}
