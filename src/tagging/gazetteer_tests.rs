//! The tables in the binary are sound.

use std::collections::{HashMap, HashSet};

use super::gazetteer::{Gazetteer, Meaning, Role};
use super::normalise::fold;
use super::tables::{EMBEDDED, TopicTable, parse_toml, rows, values};
use crate::domain::{CountryCode, Region, UserGazetteer};

/// The cells of every table, by table.
fn tables() -> [(&'static str, Vec<Vec<&'static str>>); 6] {
    fn cells<const N: usize>(file: &'static str, content: &'static str) -> (&'static str, Vec<Vec<&'static str>>) {
        (file, rows::<N>(file, content).unwrap().iter().map(|row| row.to_vec()).collect())
    }
    [
        cells::<6>("countries.tsv", EMBEDDED.countries),
        cells::<4>("metonyms.tsv", EMBEDDED.metonyms),
        cells::<4>("organisations.tsv", EMBEDDED.organisations),
        cells::<5>("people.tsv", EMBEDDED.people),
        cells::<4>("places.tsv", EMBEDDED.places),
        cells::<2>("masks.tsv", EMBEDDED.masks),
    ]
}

#[test]
fn cells_have_no_stray_spaces_or_empty_values_and_every_row_has_a_name() {
    for (file, rows) in tables() {
        for row in rows {
            assert!(!row[0].is_empty(), "{file}: {row:?}");
            for value in row.iter().flat_map(|cell| cell.split(';')) {
                assert_eq!(value, value.trim(), "{file}: {row:?}");
                assert!(!value.contains("  "), "{file}: {row:?}");
            }
            for cell in row.iter().filter(|cell| !cell.is_empty()) {
                assert!(cell.split(';').all(|value| !value.is_empty()), "{file}: {row:?}");
            }
        }
    }
}

#[test]
fn no_name_stands_in_two_rows_of_a_table() {
    for (file, rows) in tables() {
        let mut seen = HashSet::new();
        for row in rows {
            assert!(seen.insert(row[0]), "{file}: {} stands twice", row[0]);
        }
    }
}

#[test]
fn the_tables_build_and_cover_the_world() {
    let gazetteer = Gazetteer::new(&EMBEDDED, &UserGazetteer::default()).unwrap();
    assert!(gazetteer.countries.len() >= 200);
    let regions: HashSet<Region> = gazetteer.countries.values().map(|country| country.region).collect();
    assert_eq!(regions.len(), Region::ALL.len());
    for code in ["UA", "XK", "PS", "TW", "VA"] {
        assert!(gazetteer.countries.contains_key(&code.parse::<CountryCode>().unwrap()), "{code}");
    }
    assert!(gazetteer.entities.len() >= 3_000);
}

/// Which two entities may share a surface: a building or a city (the rules choose by context), and bearers of
/// one surname.
fn may_share(a: &Meaning, b: &Meaning) -> bool {
    let is_surname = |meaning: &Meaning| matches!(meaning.role, Role::Surname | Role::BackReference);
    // A region of two countries, or an abbreviation of two divisions; what stands before tells.
    let is_division = |meaning: &Meaning| matches!(meaning.role, Role::Division | Role::Abbreviation);
    let is_metonym = |meaning: &Meaning| matches!(meaning.role, Role::Metonym(Some(_)));
    (is_surname(a) && is_surname(b)) || is_metonym(a) || is_metonym(b) || is_division(b)
}

#[test]
fn a_surface_names_one_entity_unless_a_rule_chooses() {
    let gazetteer = Gazetteer::new(&EMBEDDED, &UserGazetteer::default()).unwrap();
    let mut shared = Vec::new();
    for surface in &gazetteer.surfaces {
        for (index, a) in surface.meanings.iter().enumerate() {
            for b in surface.meanings[index + 1..].iter().filter(|b| !may_share(a, b)) {
                let name = |meaning: &Meaning| gazetteer.entities[meaning.entity.place().1].key.clone();
                shared.push(format!("{}: {} ({:?}), {} ({:?})", surface.text, name(a), a.role, name(b), b.role));
            }
        }
    }
    assert!(shared.is_empty(), "{shared:#?}");
}

#[test]
fn a_mask_hides_no_name_of_another_table() {
    let gazetteer = Gazetteer::new(&EMBEDDED, &UserGazetteer::default()).unwrap();
    let masks: HashSet<String> = tables()[5].1.iter().map(|row| fold(row[0])).collect();
    let mut hidden = Vec::new();
    for (file, rows) in &tables()[..5] {
        // Of the columns only these hold surfaces.
        let columns = match *file {
            "countries.tsv" => 1..5,
            "metonyms.tsv" => 0..1,
            "people.tsv" => 0..3,
            _ => 0..2,
        };
        for row in rows {
            let surfaces = row[columns.clone()].iter().flat_map(|cell| values(cell));
            hidden.extend(surfaces.filter(|surface| masks.contains(&fold(surface))).map(|name| (*file, name)));
        }
    }
    assert!(hidden.is_empty(), "{hidden:?}");
    assert!(masks.iter().all(|mask| gazetteer.surfaces.iter().any(|surface| surface.text == *mask)));
}

#[test]
fn every_word_list_of_the_rules_names_what_the_gazetteer_has() {
    let gazetteer = Gazetteer::new(&EMBEDDED, &UserGazetteer::default()).unwrap();
    for sense in &gazetteer.lists.senses {
        for surface in &sense.surfaces {
            let known = gazetteer.surfaces.iter().any(|known| known.text == fold(surface) && known.sense.is_some());
            assert!(known, "the sense of {surface} belongs to no surface");
        }
    }
    for needs in gazetteer.contexts.iter().flatten() {
        assert!(!needs.trim().is_empty());
    }
}

#[test]
fn topics_have_stable_ids_a_subject_code_and_strong_cues() {
    let table: toml::Table = EMBEDDED.topics.parse().unwrap();
    let mut ids = HashMap::new();
    for topic in table["topic"].as_array().unwrap() {
        let topic = topic.as_table().unwrap();
        let id = topic["id"].as_str().unwrap();
        assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{id}");
        assert!(ids.insert(id.to_owned(), ()).is_none(), "{id} stands twice");
        for key in topic.keys() {
            assert!(["id", "label", "iptc", "strong", "weak", "veto"].contains(&key.as_str()), "{id}: {key}");
        }
        for subject in topic["iptc"].as_array().unwrap() {
            let code = subject.as_str().unwrap().split(' ').next().unwrap();
            assert!(code.len() == 8 && code.bytes().all(|b| b.is_ascii_digit()), "{id}: {code}");
        }
    }
    let topics = parse_toml::<TopicTable>("topics.toml", EMBEDDED.topics).unwrap().topics;
    assert_eq!(topics.len(), 39);
    assert!(topics.iter().all(|topic| !topic.strong.is_empty() && !topic.label.is_empty()));
}

#[test]
fn firms_are_named_once_and_as_the_folded_text_has_them() {
    let firms = rows::<2>("firms.tsv", EMBEDDED.names.firms).unwrap();
    assert!(firms.is_sorted_by(|a, b| a[0] < b[0]));
    for [name, also] in firms {
        assert_eq!(fold(name), name);
        assert!(matches!(also, "" | "word"), "{name}: {also}");
    }
}
