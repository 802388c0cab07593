//! What other languages call countries and cities, from the Unicode CLDR.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use anyhow::Context;
use serde_json::Value;

use crate::cities::Cities;
use crate::forms::folded;
use crate::packages::Packages;
use crate::table::Table;

/// Languages whose cities are in the table.
const CITY_LANGUAGES: [&str; 16] =
    ["ar", "bg", "cs", "de", "es", "fa", "fr", "it", "ja", "pl", "pt", "ru", "sl", "tr", "uk", "zh"];
/// Locales with a region that name countries otherwise than their language's first one: Irão, 義大利.
const REGIONAL: [&str; 2] = ["pt-PT", "zh-Hant-HK"];
const TERRITORIES: &str = "territories.json";
const ZONES: &str = "timeZoneNames.json";

/// The names of countries.
pub fn territories(packages: &Packages, countries: &[Vec<String>]) -> anyhow::Result<Table> {
    let coverage: Value = packages.json("cldr-core", "package/coverageLevels.json")?;
    let mut rows = BTreeSet::new();
    for locale in locales(packages, "cldr-localenames-full", TERRITORIES)? {
        let language = language(&locale);
        // The others are drafts: names that English or French lent them.
        let is_covered = matches!(coverage["coverageLevels"][language].as_str(), Some("modern" | "moderate"));
        if language == "en" || !is_covered {
            continue;
        }
        let file: Value = packages.json("cldr-localenames-full", &format!("package/main/{locale}/{TERRITORIES}"))?;
        let names = file["main"][locale.as_str()]["localeDisplayNames"]["territories"]
            .as_object()
            .with_context(|| format!("{locale} has no territories"))?;
        for (key, name) in names {
            let code = key.split('-').next().unwrap_or(key);
            let Some(name) = name.as_str() else { continue };
            if countries.iter().any(|row| row[0] == code) && name != code {
                rows.insert(vec![language.to_owned(), code.to_owned(), name.to_owned()]);
            }
        }
    }
    Ok(Table {
        about: &[
            "territories.tsv - the names of countries in the languages of the world, short and variant ones too.",
            "Columns: language (ISO 639), code (of the country), name. Scripts of a language are not told apart.",
            "Source: Unicode CLDR (Unicode License V3), through npm cldr-localenames-full.",
        ],
        columns: &["language", "code", "name"],
        rows: rows.into_iter().collect(),
    })
}

/// The names of the cities that stand for time zones.
pub fn exemplar_cities(packages: &Packages, cities: &Cities) -> anyhow::Result<Table> {
    let countries = countries_of_zones(packages)?;
    let english = zones(packages, "en")?;
    let mut rows = BTreeSet::new();
    for locale in locales(packages, "cldr-dates-full", ZONES)? {
        let language = language(&locale);
        if !CITY_LANGUAGES.contains(&language) {
            continue;
        }
        for (zone, name) in zones(packages, &locale)? {
            let Some(country) = countries.get(&zone) else { continue };
            let english = folded(&english.get(&zone).cloned().unwrap_or_else(|| own_name(&zone)));
            if !cities.is_country(&english) && cities.has_place(&english, country) {
                rows.insert(vec![language.to_owned(), name, country.clone(), english]);
            }
        }
    }
    Ok(Table {
        about: &[
            "exemplar_cities.tsv - the names of large cities in the languages of the tagger.",
            "Columns: language (ISO 639), name, country (code), english (the name in cities.tsv).",
            "Source: Unicode CLDR (Unicode License V3), through npm cldr-dates-full and cldr-bcp47.",
        ],
        columns: &["language", "name", "country", "english"],
        rows: rows.into_iter().collect(),
    })
}

/// The locales of a package that have a file and are a language, a script of one, or named in [`REGIONAL`].
fn locales(packages: &Packages, package: &str, file: &str) -> anyhow::Result<BTreeSet<String>> {
    let mut locales = BTreeSet::new();
    for entry in fs::read_dir(packages.path(package, "package/main"))? {
        let locale = entry?.file_name().to_string_lossy().into_owned();
        let is_script = |part: &str| part.len() == 4 && part.starts_with(|c: char| c.is_ascii_uppercase());
        let is_wanted = locale.split('-').skip(1).all(is_script) || REGIONAL.contains(&locale.as_str());
        if is_wanted && packages.path(package, &format!("package/main/{locale}/{file}")).exists() {
            locales.insert(locale);
        }
    }
    Ok(locales)
}

fn language(locale: &str) -> &str {
    locale.split('-').next().unwrap_or(locale)
}

/// The country of each zone: the short codes of zones begin with their country's.
fn countries_of_zones(packages: &Packages) -> anyhow::Result<HashMap<String, String>> {
    let file: Value = packages.json("cldr-bcp47", "package/bcp47/timezone.json")?;
    let codes = file["keyword"]["u"]["tz"].as_object().context("no zones")?;
    let mut countries = HashMap::new();
    for (code, zone) in codes {
        let country = match code.as_str() {
            "jeruslm" => "IL".to_owned(),
            "gaza" | "gazastrp" | "hebron" => "PS".to_owned(),
            // Crimea's zone has a code of its own.
            "uasip" => "UA".to_owned(),
            _ => code.get(..2).unwrap_or_default().to_ascii_uppercase(),
        };
        for name in zone["_alias"].as_str().unwrap_or_default().split(' ') {
            countries.insert(name.to_owned(), country.clone());
        }
    }
    Ok(countries)
}

/// The exemplar cities of a locale by zone; a zone without one is called by its own last part.
fn zones(packages: &Packages, locale: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let file: Value = packages.json("cldr-dates-full", &format!("package/main/{locale}/{ZONES}"))?;
    let mut cities = BTreeMap::new();
    collect("", &file["main"][locale]["dates"]["timeZoneNames"]["zone"], &mut cities);
    Ok(cities)
}

/// What a zone is called by when its locale says nothing else.
fn own_name(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

/// Zones are nested by the parts of their names: `America`, `Argentina`, `Tucuman`.
fn collect(path: &str, node: &Value, cities: &mut BTreeMap<String, String>) {
    let Some(children) = node.as_object() else { return };
    if children.get("_type").and_then(Value::as_str) == Some("zone") {
        let city = children.get("exemplarCity").and_then(Value::as_str).map_or_else(|| own_name(path), str::to_owned);
        cities.insert(path.to_owned(), city);
        return;
    }
    for (name, child) in children {
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        collect(&path, child, cities);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn exemplar_cities_are_found_at_every_depth() {
        let zones = json!({
            "Europe": { "Vienna": { "_type": "zone", "exemplarCity": "Wien" } },
            "America": {
                "New_York": { "_type": "zone" },
                "Argentina": { "Tucuman": { "_type": "zone", "exemplarCity": "Tucumán" } },
            },
        });
        let mut cities = BTreeMap::new();
        collect("", &zones, &mut cities);
        let expected =
            [("America/Argentina/Tucuman", "Tucumán"), ("America/New_York", "New York"), ("Europe/Vienna", "Wien")];
        assert!(cities.iter().map(|(zone, city)| (zone.as_str(), city.as_str())).eq(expected));
    }
}
