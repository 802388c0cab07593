//! The towns of the world by name, straight from the generated tables: a name and where towns of that name lie.

use super::index::Index;
use super::words::{word_end, word_hash};
use crate::domain::CountryCode;

/// About how long a row is.
const ROW_BYTES: usize = 20;

/// A table of towns or counties. Its rows are read where they lie in the binary, each when it is asked for: there are
/// so many that taking them apart would take longer than everything else that the tagger does to be ready.
#[derive(Debug)]
pub(super) struct Towns {
    table: &'static str,
    /// The country of them all, where the table has one country.
    country: &'static str,
    /// Where each row begins, and the length of its name; sorted by letters in any case of the names.
    rows: Vec<(u32, u8)>,
    index: Index,
}

/// A name that towns have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Town {
    pub name: &'static str,
    country: &'static str,
    /// Where they lie, as the table has it: `US.PA.75;CA.08.1`, or `PA;OH` in a table of one country.
    places: &'static str,
    /// What else the name is, as the table has it: `word;given;surname`.
    also: &'static str,
}

/// A country's first-level division: `US`, and its GeoNames code there, `PA`.
pub(super) type Division = (CountryCode, &'static str);

/// One of the towns of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Location {
    pub country: CountryCode,
    /// The country's first-level division, by its GeoNames code (`PA`).
    pub division: &'static str,
    /// In thousands; 0 when unknown.
    pub population: u32,
}

impl Location {
    /// The division with its country.
    pub fn division(&self) -> Division {
        (self.country, self.division)
    }
}

impl Towns {
    /// Reads a table of `name`, `places` and perhaps `also`, sorted by letters in any case.
    pub fn new(table: &'static str) -> Self {
        Self::of_country("", table)
    }

    /// Reads a table of one country: `name`, `divisions`, sorted as in [`Self::new`].
    pub fn of_country(country: &'static str, table: &'static str) -> Self {
        let mut rows = Vec::with_capacity(table.len() / ROW_BYTES);
        let (mut start, mut is_heading) = (0, true);
        for line in table.split_inclusive('\n') {
            let name = line.find('\t').filter(|_| !line.starts_with('#'));
            if let Some(length) = name.filter(|_| !std::mem::take(&mut is_heading)) {
                let start = u32::try_from(start).expect("a table is smaller than 4 GiB");
                rows.push((start, u8::try_from(length).expect("a test reads every name")));
            }
            start += line.len();
        }
        let index = Index::new(rows.iter().map(|row| name(table, *row)));
        Self { table, country, rows, index }
    }

    /// The longest name of a town at a word of the text, with its end; `first_word` is the word's
    /// [`word_hash`].
    pub fn find(&self, text: &str, start: usize, first_word: u64) -> Option<(usize, Town)> {
        let mut found = self.index.find(text, start, first_word, |at| name(self.table, self.rows[at]));
        found.next().map(|(at, end)| (end, self.town(at)))
    }

    /// The town of exactly this name.
    pub fn get(&self, name: &str) -> Option<Town> {
        let first_word = word_hash(&name[..word_end(name, 0)]);
        self.find(name, 0, first_word).filter(|(end, _)| *end == name.len()).map(|(_, town)| town)
    }

    fn town(&self, at: usize) -> Town {
        let line = self.table[self.rows[at].0 as usize..].split('\n').next().unwrap_or_default();
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        Town { name: cell(), country: self.country, places: cell(), also: cell() }
    }
}

fn name(table: &'static str, (start, length): (u32, u8)) -> &'static str {
    let start = start as usize;
    &table[start..start + usize::from(length)]
}

impl Town {
    /// Where towns of this name lie, the biggest first.
    pub fn locations(self) -> impl Iterator<Item = Location> {
        self.places.split(';').filter_map(move |place| {
            let mut parts = place.split('.');
            let country = if self.country.is_empty() { parts.next()? } else { self.country };
            Some(Location {
                country: country.parse().ok()?,
                division: parts.next().unwrap_or_default(),
                population: parts.next().and_then(|thousands| thousands.parse().ok()).unwrap_or_default(),
            })
        })
    }

    /// Whether one of the towns of this name lies in the country.
    pub fn lies_in(self, country: CountryCode) -> bool {
        self.locations().any(|place| place.country == country)
    }

    /// Where it lies, when no other town has its name.
    pub fn only_location(self) -> Option<Location> {
        let mut locations = self.locations();
        locations.next().filter(|_| locations.next().is_none())
    }

    /// Whether it is a county, whose name says so itself.
    pub fn is_county(self) -> bool {
        !self.country.is_empty()
    }

    /// Whether it is also an ordinary word at the beginning of a sentence.
    pub fn is_word(self) -> bool {
        self.is_also("word")
    }

    /// Whether people are named so.
    pub fn is_personal(self) -> bool {
        self.is_also("given") || self.is_also("surname")
    }

    fn is_also(self, what: &str) -> bool {
        self.also.split(';').any(|known| known == what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::index::by_letters;
    use crate::tagging::tables::EMBEDDED;

    #[test]
    fn a_town_is_found_with_where_it_may_lie() {
        let table = "# comment\nname\tplaces\talso\nBethlehem\tUS.PA.75;PS.WE.25\tgiven\nReading\tGB.ENG.244\tword\n";
        let towns = Towns::new(table);
        let (end, town) = towns.find("Bethlehem waits", 0, word_hash("Bethlehem")).unwrap();
        assert_eq!((end, town.name), (9, "Bethlehem"));
        let locations: Vec<(String, &str, u32)> =
            town.locations().map(|place| (place.country.to_string(), place.division, place.population)).collect();
        assert_eq!(locations, [("US".to_owned(), "PA", 75), ("PS".to_owned(), "WE", 25)]);
        assert!(town.is_personal() && !town.is_word());
        assert!(towns.find("Bethlehems wait", 0, word_hash("Bethlehems")).is_none());
        assert!(towns.get("Reading").is_some_and(Town::is_word));
        assert_eq!(towns.get("name"), None);
    }

    #[test]
    fn a_county_lies_in_its_divisions() {
        let counties = Towns::of_country("US", "name\tstates\nBucks County\tPA\n");
        let county = counties.get("Bucks County").unwrap();
        let location = Location { country: "US".parse().unwrap(), division: "PA", population: 0 };
        assert_eq!(county.locations().collect::<Vec<_>>(), [location]);
        assert!(county.is_county());
    }

    #[test]
    fn the_tables_are_sorted_and_every_place_can_be_read() {
        for table in [EMBEDDED.towns, EMBEDDED.namesakes, EMBEDDED.counties] {
            let country = if table == EMBEDDED.counties { "US" } else { "" };
            let towns = Towns::of_country(country, table);
            let names: Vec<&str> = towns.rows.iter().map(|row| name(table, *row)).collect();
            if let Some(pair) = names.windows(2).find(|pair| by_letters(pair[0], pair[1]).is_gt()) {
                panic!("{pair:?} are out of order");
            }
            for at in 0..towns.rows.len() {
                let town = towns.town(at);
                assert_eq!(town.locations().count(), town.places.split(';').count(), "{}", town.name);
            }
        }
    }
}
