//! The divisions are a table by hand: here it is only seen to fit the cities.

use std::path::Path;

use anyhow::ensure;

use crate::cities::Cities;
use crate::table;

/// Says which divisions have no city in the table of cities.
pub fn check(path: &Path, cities: &Cities) -> anyhow::Result<()> {
    let rows = table::read_file(path)?;
    let unknown: Vec<&str> = rows.iter().map(|row| row[0].as_str()).filter(|code| !cities.has_division(code)).collect();
    ensure!(unknown.is_empty(), "divisions without a city: {unknown:?}");
    Ok(())
}
