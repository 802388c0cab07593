//! The gazetteer's data files as they lie in `assets/`: tab-separated rows and TOML lists.

use serde::Deserialize;

use super::hash::SetOf;
use super::names::NameTables;

/// The tables of one language, by its two-letter code.
macro_rules! language {
    ($code:literal) => {
        LanguageTable {
            code: $code,
            countries: include_str!(concat!("../../assets/gazetteer/languages/", $code, ".tsv")),
            places: include_str!(concat!("../../assets/gazetteer/languages/", $code, "_places.tsv")),
            manner: include_str!(concat!("../../assets/gazetteer/languages/", $code, ".toml")),
        }
    };
}

/// The contents of the data files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tables {
    pub countries: &'static str,
    pub metonyms: &'static str,
    pub organisations: &'static str,
    pub people: &'static str,
    pub places: &'static str,
    pub masks: &'static str,
    pub divisions: &'static str,
    pub towns: &'static str,
    pub namesakes: &'static str,
    pub counties: &'static str,
    pub languages: LanguageTables,
    pub names: NameTables,
    pub topics: &'static str,
    pub context: &'static str,
}

/// The names in other languages than English.
#[derive(Clone, Copy, Debug)]
pub(super) struct LanguageTables {
    /// The languages with tables of their own.
    pub own: &'static [LanguageTable],
    /// The countries' names in all languages.
    pub territories: &'static str,
    /// The cities that time zones are named after, in the languages with tables of their own.
    pub cities: &'static str,
}

/// What is known of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct LanguageTable {
    pub code: &'static str,
    pub countries: &'static str,
    pub places: &'static str,
    pub manner: &'static str,
}

/// The data files in the binary.
pub(super) const EMBEDDED: Tables = Tables {
    countries: include_str!("../../assets/gazetteer/countries.tsv"),
    metonyms: include_str!("../../assets/gazetteer/metonyms.tsv"),
    organisations: include_str!("../../assets/gazetteer/organisations.tsv"),
    people: include_str!("../../assets/gazetteer/people.tsv"),
    places: include_str!("../../assets/gazetteer/places.tsv"),
    masks: include_str!("../../assets/gazetteer/masks.tsv"),
    divisions: include_str!("../../assets/gazetteer/divisions.tsv"),
    towns: include_str!("../../assets/gazetteer/cities.tsv"),
    namesakes: include_str!("../../assets/gazetteer/namesakes.tsv"),
    counties: include_str!("../../assets/gazetteer/us_counties.tsv"),
    languages: LanguageTables {
        own: &[
            language!("ar"),
            language!("bg"),
            language!("cs"),
            language!("de"),
            language!("es"),
            language!("fa"),
            language!("fr"),
            language!("it"),
            language!("ja"),
            language!("pl"),
            language!("pt"),
            language!("ru"),
            language!("sl"),
            language!("tr"),
            language!("uk"),
            language!("zh"),
        ],
        territories: include_str!("../../assets/gazetteer/languages/territories.tsv"),
        cities: include_str!("../../assets/gazetteer/languages/exemplar_cities.tsv"),
    },
    names: NameTables {
        words: include_str!("../../assets/names.toml"),
        firms: include_str!("../../assets/gazetteer/firms.tsv"),
        masks: include_str!("../../assets/gazetteer/masks.tsv"),
        given_names: include_str!("../../assets/gazetteer/given_names.tsv"),
        surnames: include_str!("../../assets/gazetteer/surnames.tsv"),
    },
    topics: include_str!("../../assets/topics.toml"),
    context: include_str!("../../assets/context.toml"),
};

/// A data file that cannot be used: a fault of the program, not of its user.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub(super) struct TableError {
    pub file: &'static str,
    pub message: String,
}

/// The rows of a tab-separated file with `N` columns. Lines that begin with `#` are comments; the first other
/// line names the columns.
pub(super) fn rows<const N: usize>(
    file: &'static str,
    content: &'static str,
) -> Result<Vec<[&'static str; N]>, TableError> {
    let mut lines = content.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    lines.next();
    lines
        .map(|(number, line)| {
            let mut cells = line.split('\t');
            let row = std::array::from_fn(|_| cells.next());
            let is_whole = row.iter().all(Option::is_some) && cells.next().is_none();
            let columns = || line.split('\t').count();
            let wrong =
                || TableError { file, message: format!("line {} has {} columns, not {N}", number + 1, columns()) };
            if is_whole { Ok(row.map(Option::unwrap_or_default)) } else { Err(wrong()) }
        })
        .collect()
}

/// The values of a cell, separated by semicolons.
pub(super) fn values(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(';').filter(|value| !value.is_empty())
}

/// Parses a TOML data file.
pub(super) fn parse_toml<T: for<'a> Deserialize<'a>>(
    file: &'static str,
    content: &'static str,
) -> Result<T, TableError> {
    toml::from_str(content).map_err(|error| TableError { file, message: error.to_string() })
}

/// `topics.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct TopicTable {
    #[serde(rename = "topic")]
    pub topics: Vec<TopicRow>,
}

/// A topic and its cues; `topics.toml` says what they mean.
#[derive(Debug, Deserialize)]
pub(super) struct TopicRow {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub strong: Vec<String>,
    #[serde(default)]
    pub weak: Vec<String>,
    #[serde(default)]
    pub veto: Vec<String>,
}

/// Words that are looked up.
pub(super) type Words = SetOf<String>;

/// `context.toml`: what the rules know.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContextTable {
    pub words_in_capitals: Words,
    pub contexts: Contexts,
    pub sport: Sport,
    pub named_after_places: NamedAfterPlaces,
    pub personal: Personal,
    pub languages: Languages,
    pub styles: Styles,
    pub venues: Venues,
    #[serde(rename = "sense")]
    pub senses: Vec<SenseRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contexts {
    pub sport: Vec<String>,
}

/// What is named after places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedAfterPlaces {
    pub heads: Words,
}

/// What tells of a contest between teams.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sport {
    pub contest: Words,
}

/// Names of places that are also people's names, and what tells them apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Personal {
    pub given: Words,
    pub surname: Words,
    pub given_names: Words,
    pub titles: Words,
    pub before: Words,
    pub after: Words,
}

/// Demonyms that name languages, and the words that show it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Languages {
    pub names: Words,
    pub verbs: Words,
    pub rendered: Words,
    pub joining: Words,
    pub behind: Words,
}

/// Adjectives that name a style before certain nouns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Styles {
    pub adjectives: Words,
    pub goods: Words,
    pub nouns: Words,
}

/// What makes a capital a mere venue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Venues {
    pub locating: Words,
    pub meeting: Words,
    pub event: Words,
}

/// Another sense of a name; `context.toml` says when it is taken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SenseRow {
    pub surfaces: Vec<String>,
    pub place: Option<String>,
    pub implies: Option<String>,
    pub country: Option<String>,
    #[serde(default)]
    pub default: bool,
    pub cues: Vec<String>,
    pub against: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_skip_comments_and_the_heading() {
        let rows = rows::<2>("t", "# comment\nname\tcode\nA\tB\n\nC\t\n").unwrap();
        assert_eq!(rows, [["A", "B"], ["C", ""]]);
    }

    #[test]
    fn a_row_with_a_missing_column_is_named() {
        let error = rows::<2>("t.tsv", "name\tcode\nA\tB\nC\n").unwrap_err();
        assert_eq!(error.to_string(), "t.tsv: line 3 has 1 columns, not 2");
    }
}
