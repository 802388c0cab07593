//! What words show of names: the lists of `assets/names.toml` and the tables of given names and surnames.

use std::collections::HashMap;
use std::ops::BitOr;

use serde::Deserialize;

use crate::tagging::hash::{ByHash, hash};
use crate::tagging::tables::{TableError, parse_toml, rows};

/// The data files.
#[derive(Clone, Copy, Debug)]
pub(in crate::tagging) struct NameTables {
    /// `names.toml`.
    pub words: &'static str,
    /// Rows of `name` and `also` (whether it is a word too).
    pub firms: &'static str,
    /// Rows of `phrase` and `reason`: newspapers, clubs and firms that hide a country are bodies all the same.
    pub masks: &'static str,
    /// Rows of `name` and `also` (what else the name is: a place, a word).
    pub given_names: &'static str,
    /// Rows of `name`.
    pub surnames: &'static str,
}

/// The classes of words. Looked up once for every capitalised word.
#[derive(Debug)]
pub(in crate::tagging) struct NameLists {
    classes: ByHash<Classes>,
    firms: HashMap<&'static str, Firm>,
    /// Ordinary phrases behind the name of an organisation, and before it.
    pub(super) phrases_behind: Vec<String>,
    pub(super) phrases_before: Vec<String>,
    surname_endings: Vec<String>,
}

/// What a word is in names; a word may be several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u32);

impl Classes {
    pub const TITLE: Self = Self(1);
    pub const OFFICE: Self = Self(1 << 1);
    pub const PORTFOLIO: Self = Self(1 << 2);
    pub const ROLE: Self = Self(1 << 3);
    pub const SPEECH: Self = Self(1 << 4);
    /// A particle that only people's names have.
    pub const NAME_PARTICLE: Self = Self(1 << 5);
    pub const PARTICLE: Self = Self(1 << 6);
    pub const JOINER: Self = Self(1 << 7);
    pub const SUFFIX: Self = Self(1 << 8);
    pub const FAMILY_FIRST: Self = Self(1 << 9);
    pub const STOP: Self = Self(1 << 10);
    pub const WEEKDAY: Self = Self(1 << 11);
    pub const MONTH: Self = Self(1 << 12);
    pub const HEAD: Self = Self(1 << 13);
    /// A head that may also stand first ("Bank of Ceylon").
    pub const BODY: Self = Self(1 << 14);
    pub const LEGAL_FORM: Self = Self(1 << 15);
    pub const CUE_BEHIND: Self = Self(1 << 16);
    pub const CUE_BEFORE: Self = Self(1 << 17);
    pub const ACRONYM_OF_THING: Self = Self(1 << 18);
    pub const THING: Self = Self(1 << 19);
    pub const COMMON: Self = Self(1 << 20);
    pub const CITY_CLUB: Self = Self(1 << 21);
    pub const HYPHEN_TAIL: Self = Self(1 << 22);
    /// The first word of a firm's name.
    pub const FIRM: Self = Self(1 << 23);
    pub const GIVEN: Self = Self(1 << 24);
    pub const SURNAME: Self = Self(1 << 25);
    /// A given name that is a place too.
    pub const DOUBTFUL: Self = Self(1 << 26);

    /// People whose genitive organisations are named by ("Workers' Union").
    pub const GROUP: Self = Self(1 << 27);
    /// The first word of organisations' names in languages that put the head first ("Banco", "Radio").
    pub const LEAD: Self = Self(1 << 28);

    pub const NOT_OF_PEOPLE: Self = Self(
        Self::THING.0
            | Self::HEAD.0
            | Self::BODY.0
            | Self::LEGAL_FORM.0
            | Self::COMMON.0
            | Self::PORTFOLIO.0
            | Self::GROUP.0,
    );
    pub const ORGANISATION: Self = Self(Self::HEAD.0 | Self::BODY.0 | Self::LEGAL_FORM.0);

    /// Whether it is of any of these classes.
    pub fn any(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// How surely a firm's name is the firm's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Firm {
    Sure,
    /// A word or a family name too: a firm's only within a sentence.
    Word,
}

/// The masks that are names of organisations, by what `masks.tsv` calls them.
const MASKED_ORGANISATIONS: &[&str] = &[
    "newspaper",
    "magazine",
    "news agency",
    "news site",
    "broadcaster",
    "firm",
    "company",
    "airline",
    "bank",
    "university",
    "club",
    "sports club",
    "football club",
];

/// `names.toml`, which says what each list means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordTable {
    titles: Vec<String>,
    office_words: Vec<String>,
    portfolios: Vec<String>,
    roles: Vec<String>,
    speech: Vec<String>,
    name_particles: Vec<String>,
    particles: Vec<String>,
    joiners: Vec<String>,
    groups: Vec<String>,
    name_suffixes: Vec<String>,
    family_first: Vec<String>,
    surnames_that_are_words: Vec<String>,
    surname_endings: Vec<String>,
    stop_words: Vec<String>,
    weekdays: Vec<String>,
    months: Vec<String>,
    heads: Vec<String>,
    bodies: Vec<String>,
    legal_forms: Vec<String>,
    cues_behind: Vec<String>,
    phrases_behind: Vec<String>,
    cues_before: Vec<String>,
    phrases_before: Vec<String>,
    leads: Vec<String>,
    acronyms_of_things: Vec<String>,
    things: Vec<String>,
    common_words: Vec<String>,
    city_clubs: Vec<String>,
    hyphen_tails: Vec<String>,
}

impl NameLists {
    /// Reads the tables.
    ///
    /// # Errors
    /// [`TableError`] names the file that is wrong.
    pub fn new(tables: &NameTables) -> Result<Self, TableError> {
        let words = parse_toml::<WordTable>("names.toml", tables.words)?;
        let given_names = rows::<2>("given_names.tsv", tables.given_names)?;
        let surnames = rows::<1>("surnames.tsv", tables.surnames)?;
        let firms = rows::<2>("firms.tsv", tables.firms)?;
        let masks = rows::<2>("masks.tsv", tables.masks)?;
        let masked = masks.iter().filter(|[_, reason]| MASKED_ORGANISATIONS.contains(reason));
        let mut lists = Self {
            classes: ByHash::with_capacity_and_hasher(4096 + given_names.len() + surnames.len(), Default::default()),
            firms: masked.map(|[name, _]| (*name, Firm::Sure)).collect(),
            phrases_behind: words.phrases_behind,
            phrases_before: words.phrases_before,
            surname_endings: words.surname_endings,
        };
        for (class, words) in [
            (Classes::TITLE, &words.titles),
            (Classes::OFFICE, &words.office_words),
            (Classes::PORTFOLIO, &words.portfolios),
            (Classes::ROLE, &words.roles),
            (Classes::SPEECH, &words.speech),
            (Classes::NAME_PARTICLE, &words.name_particles),
            (Classes::PARTICLE, &words.particles),
            (Classes::JOINER, &words.joiners),
            (Classes::GROUP, &words.groups),
            (Classes::SUFFIX, &words.name_suffixes),
            (Classes::FAMILY_FIRST, &words.family_first),
            (Classes::SURNAME, &words.surnames_that_are_words),
            (Classes::STOP, &words.stop_words),
            (Classes::WEEKDAY, &words.weekdays),
            (Classes::MONTH, &words.months),
            (Classes::HEAD, &words.heads),
            (Classes::HEAD | Classes::BODY, &words.bodies),
            (Classes::LEGAL_FORM, &words.legal_forms),
            (Classes::CUE_BEHIND, &words.cues_behind),
            (Classes::CUE_BEFORE, &words.cues_before),
            (Classes::LEAD, &words.leads),
            (Classes::ACRONYM_OF_THING, &words.acronyms_of_things),
            (Classes::THING, &words.things),
            (Classes::COMMON, &words.common_words),
            (Classes::CITY_CLUB, &words.city_clubs),
            (Classes::HYPHEN_TAIL, &words.hyphen_tails),
        ] {
            words.iter().for_each(|word| lists.add(word, class));
        }
        for role in &words.roles {
            lists.add(&capitalised(role), Classes::TITLE);
        }
        let told = |also| if also == "word" { Firm::Word } else { Firm::Sure };
        lists.firms.extend(firms.iter().map(|&[name, also]| (name, told(also))));
        for name in lists.firms.keys().copied().collect::<Vec<_>>() {
            lists.add(name.split(' ').next().unwrap_or(name), Classes::FIRM);
        }
        for [name, also] in given_names {
            lists.add(name, if also == "place" { Classes::GIVEN | Classes::DOUBTFUL } else { Classes::GIVEN });
        }
        for [name] in surnames {
            lists.add(name, Classes::SURNAME);
        }
        Ok(lists)
    }

    fn add(&mut self, word: &str, class: Classes) {
        let classes = self.classes.entry(hash(word.bytes())).or_default();
        *classes = *classes | class;
    }

    /// The classes of a word; its case counts.
    pub(super) fn classes(&self, word: &str) -> Classes {
        self.classes_of(hash(word.bytes()))
    }

    /// Whether the word is a given name and hardly anything else.
    pub(in crate::tagging) fn is_given_name(&self, word: &str) -> bool {
        let classes = self.classes(word);
        classes.any(Classes::GIVEN) && !classes.any(Classes::DOUBTFUL | Classes::COMMON | Classes::MONTH)
    }

    /// The classes of the word with this hash.
    pub(super) fn classes_of(&self, hash: u64) -> Classes {
        self.classes.get(&hash).copied().unwrap_or_default()
    }

    /// Whether the phrase is the name of a firm that nothing in it shows, and how surely.
    pub(super) fn firm(&self, phrase: &str) -> Option<Firm> {
        self.firms.get(phrase).copied()
    }

    /// Whether a word ends like a family name.
    pub(super) fn ends_like_a_surname(&self, word: &str) -> bool {
        word.len() >= 5 && self.surname_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::names::tests::lists;

    #[test]
    fn a_word_is_all_that_the_lists_say() {
        let lists = lists();
        assert!(lists.classes("General").any(Classes::TITLE) && lists.classes("General").any(Classes::COMMON));
        assert!(lists.classes("Spokesman").any(Classes::TITLE) && lists.classes("spokesman").any(Classes::ROLE));
        assert!(!lists.classes("spokesman").any(Classes::TITLE));
        assert_eq!(lists.classes("Xyzzy"), Classes::default());
    }

    #[test]
    fn a_name_that_is_also_something_else_is_in_doubt() {
        let lists = lists();
        assert!(lists.classes("Paris").any(Classes::GIVEN) && lists.classes("Paris").any(Classes::DOUBTFUL));
        assert!(!lists.classes("Michael").any(Classes::DOUBTFUL));
    }

    #[test]
    fn a_table_that_cannot_be_read_is_named() {
        let tables = NameTables { words: "titles = 1", firms: "", masks: "", given_names: "", surnames: "" };
        assert!(NameLists::new(&tables).unwrap_err().to_string().starts_with("names.toml: "));
    }
}
