//! The towns of the world by name, straight from the generated tables: a name and where towns of that name lie.

use super::index::{Index, by_letters, first_word_hash, word_end};
use super::tables::TableError;
use crate::domain::CountryCode;

/// A table of towns or counties, sorted by name.
#[derive(Debug)]
pub(super) struct Towns {
    rows: Vec<Town>,
    index: Index,
}

/// A name that towns have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Town {
    pub name: &'static str,
    /// The country of them all, where the table has one country.
    country: &'static str,
    /// Where they lie, as the table has it: `US.PA.75;CA.08.1`, or `PA;OH` in a table of one country.
    places: &'static str,
    /// What else the name is, as the table has it: `word;given;surname`.
    also: &'static str,
}

/// One of the towns of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Location {
    pub country: CountryCode,
    /// The country's first-level division, by its GeoNames code (`PA`).
    pub division: &'static str,
    /// In thousands; 0 when unknown.
    pub population: u32,
}

impl Towns {
    /// Reads the rows of the towns, which are sorted [`by_letters`]: `name`, `places`, `also`.
    ///
    /// # Errors
    /// When the rows are not sorted: nothing would be found.
    pub fn new(file: &'static str, rows: &[[&'static str; 3]]) -> Result<Self, TableError> {
        let rows: Vec<Town> =
            rows.iter().map(|&[name, places, also]| Town { name, country: "", places, also }).collect();
        if let Some(pair) = rows.windows(2).find(|pair| by_letters(pair[0].name, pair[1].name).is_gt()) {
            let message = format!("{} stands behind {}", pair[1].name, pair[0].name);
            return Err(TableError { file, message });
        }
        Ok(Self::indexed(rows))
    }

    /// Reads the rows of towns whose names are countries': `name`, `places`.
    pub fn named_as_countries(rows: &[[&'static str; 2]]) -> Self {
        Self::of_country("", rows)
    }

    /// Reads the rows of one country's counties: `name`, `divisions`.
    pub fn of_country(country: &'static str, rows: &[[&'static str; 2]]) -> Self {
        let mut rows: Vec<Town> = rows.iter().map(|&[name, places]| Town { name, country, places, also: "" }).collect();
        rows.sort_by(|a, b| by_letters(a.name, b.name));
        Self::indexed(rows)
    }

    fn indexed(rows: Vec<Town>) -> Self {
        let index = Index::new(rows.iter().map(|town| town.name));
        Self { rows, index }
    }

    /// The longest name of a town at a word of the text, with its end; `first_word` is the word's
    /// [`first_word_hash`].
    pub fn find(&self, text: &str, start: usize, first_word: u64) -> Option<(usize, Town)> {
        let mut found = self.index.find(text, start, first_word, |at| self.rows[at].name);
        found.next().map(|(at, end)| (end, self.rows[at]))
    }

    /// The town of exactly this name.
    pub fn get(&self, name: &str) -> Option<Town> {
        self.find(name, 0, first_word_hash(&name[..word_end(name, 0)]))
            .filter(|(end, _)| *end == name.len())
            .map(|(_, town)| town)
    }
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

    #[test]
    fn a_town_is_found_with_where_it_may_lie() {
        let rows = [["Bethlehem", "US.PA.75;PS.WE.25", "given"], ["Reading", "GB.ENG.244;US.PA.87", "word"]];
        let towns = Towns::new("t", &rows).unwrap();
        let (end, town) = towns.find("Bethlehem waits", 0, first_word_hash("Bethlehem")).unwrap();
        assert_eq!((end, town.name), (9, "Bethlehem"));
        let locations: Vec<(String, &str, u32)> =
            town.locations().map(|place| (place.country.to_string(), place.division, place.population)).collect();
        assert_eq!(locations, [("US".to_owned(), "PA", 75), ("PS".to_owned(), "WE", 25)]);
        assert!(town.is_personal() && !town.is_word());
        assert!(towns.find("Bethlehems wait", 0, first_word_hash("Bethlehems")).is_none());
        let counties = Towns::of_country("US", &[["Bucks County", "PA"]]);
        let (_, county) = counties.find("Bucks County votes", 0, first_word_hash("Bucks")).unwrap();
        let location = Location { country: "US".parse().unwrap(), division: "PA", population: 0 };
        assert_eq!(county.locations().collect::<Vec<_>>(), [location]);
    }

    #[test]
    fn rows_out_of_order_are_refused() {
        assert!(Towns::new("t", &[["B", "", ""], ["a", "", ""]]).is_err());
    }
}
