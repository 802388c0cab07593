//! Names as other languages than English write them: a table a language, built when the first article in it comes.
//!
//! The tables lie in `assets/gazetteer/languages/`. A language without a table of its own still has the names of
//! the countries, from the Unicode CLDR.

mod detect;
mod patterns;
mod substrings;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use self::patterns::Patterns;
use self::substrings::Substrings;
use super::gazetteer::{Entity, EntityId, Gazetteer, Meaning, Role, Space, Surface};
use super::normalise::fold;
use super::tables::{LanguageTables, TableError, parse_toml, rows, values};
use crate::domain::{SafeText, TagKind};

/// The languages whose text has no spaces between words.
const WITHOUT_SPACES: [&str; 2] = ["ja", "zh"];

/// The language of a text: its feed's, unless the text is in another script, else the one it looks like.
pub(super) fn of(declared: Option<&str>, text: &str) -> Option<&'static str> {
    let declared = declared.and_then(|tag| detect::known(tag.split(['-', '_']).next()?));
    declared.filter(|code| detect::is_in_its_script(code, text)).or_else(|| detect::detect(text))
}

/// The languages of the tables, each built at its first use.
#[derive(Debug)]
pub(super) struct Languages {
    slots: Vec<(&'static str, OnceLock<Option<Language>>)>,
    tables: &'static LanguageTables,
}

/// The names of one language.
#[derive(Debug)]
pub(super) struct Language {
    surfaces: Vec<Surface>,
    /// Those that only this language's table names, behind [`Space::Language`].
    pub entities: Vec<Entity>,
    names: Names,
}

#[derive(Debug)]
enum Names {
    Words(Patterns),
    Anywhere(Substrings),
}

/// What a language's TOML file says of it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Manner {
    endings: Vec<String>,
    prefixes: Vec<String>,
    masks: Vec<String>,
}

impl Languages {
    /// The languages of the tables, none of them built yet.
    pub fn new(tables: &'static LanguageTables) -> Self {
        let mut codes: Vec<&'static str> = tables.own.iter().map(|table| table.code).collect();
        codes.extend(territories(tables).map(|[language, ..]| language));
        codes.sort_unstable();
        codes.dedup();
        Self { slots: codes.into_iter().map(|code| (code, OnceLock::new())).collect(), tables }
    }

    /// The names of a language by its code (`uk`); None for English, whose names are the gazetteer's, and for
    /// languages without a table.
    pub fn get(&self, code: &str, gazetteer: &Gazetteer) -> Option<&Language> {
        let at = self.slots.binary_search_by_key(&code, |(code, _)| code).ok()?;
        let (code, slot) = &self.slots[at];
        let build = || {
            let built = Language::new(code, self.tables, gazetteer);
            built.inspect_err(|error| tracing::error!(%error, "a language cannot be read")).ok()
        };
        slot.get_or_init(build).as_ref()
    }
}

/// The rows `language`, `code`, `name` of the CLDR's territories; malformed ones are refused by a test.
fn territories(tables: &LanguageTables) -> impl Iterator<Item = [&'static str; 3]> {
    rows("territories.tsv", tables.territories).unwrap_or_default().into_iter()
}

impl Language {
    fn new(code: &str, tables: &LanguageTables, gazetteer: &Gazetteer) -> Result<Self, TableError> {
        let mut builder = Builder { gazetteer, entities: Vec::new(), by_key: HashMap::new(), names: Vec::new() };
        let mut manner = Manner::default();
        if let Some(own) = tables.own.iter().find(|own| own.code == code) {
            manner = parse_toml("language.toml", own.manner)?;
            builder.countries(&rows("language.tsv", own.countries)?)?;
            builder.places(&rows("places.tsv", own.places)?)?;
        } else {
            for [_, country, name] in territories(tables).filter(|[language, ..]| *language == code) {
                builder.country(country, name, Role::Country)?;
            }
        }
        builder.names.extend(manner.masks.iter().map(|mask| (mask.clone(), None)));
        builder.finish(code, &manner)
    }

    /// The longest name at the word from `start` to `first_word_end`, with its end.
    pub fn find(&self, text: &str, start: usize, first_word_end: usize) -> Option<(usize, &Surface)> {
        match &self.names {
            Names::Words(patterns) => {
                let (end, id) = patterns.find(text, start, first_word_end)?;
                Some((end, &self.surfaces[id]))
            }
            Names::Anywhere(_) => None,
        }
    }

    /// The names anywhere in the text, for languages without spaces: start, end, name.
    pub fn find_anywhere(&self, text: &str) -> Vec<(usize, usize, &Surface)> {
        match &self.names {
            Names::Words(_) => Vec::new(),
            Names::Anywhere(names) => {
                names.find(text).map(|(start, end, id)| (start, end, &self.surfaces[id])).collect()
            }
        }
    }
}

struct Builder<'g> {
    gazetteer: &'g Gazetteer,
    entities: Vec<Entity>,
    by_key: HashMap<(TagKind, String), EntityId>,
    /// Each name with what it means; a mask means nothing.
    names: Vec<(String, Option<Meaning>)>,
}

impl Builder<'_> {
    fn countries(&mut self, rows: &[[&'static str; 4]]) -> Result<(), TableError> {
        for &[code, names, demonyms, capitals] in rows {
            for (cell, role) in [(names, Role::Country), (demonyms, Role::Demonym)] {
                for name in values(cell) {
                    self.country(code, name, role)?;
                }
            }
            let Some(&capital) = self.gazetteer.capitals.get(code) else { continue };
            let meaning = Meaning { entity: capital, role: Role::Capital };
            self.names.extend(values(capitals).map(|name| (name.to_owned(), Some(meaning))));
        }
        Ok(())
    }

    fn country(&mut self, code: &str, name: &str, role: Role) -> Result<(), TableError> {
        let entity = self.gazetteer.entity_of(TagKind::Country, code);
        let entity =
            entity.ok_or_else(|| TableError { file: "language.tsv", message: format!("no country {code}") })?;
        self.names.push((name.to_owned(), Some(Meaning { entity, role })));
        Ok(())
    }

    /// Rows of `name`, `kind`, `country`, `forms`.
    fn places(&mut self, rows: &[[&'static str; 4]]) -> Result<(), TableError> {
        for &[name, kind, country, forms] in rows {
            let bad = |what: &str| TableError { file: "places.tsv", message: format!("{name}: no {what}") };
            let country = match country {
                "" => None,
                code => Some(self.gazetteer.entity_of(TagKind::Country, code).ok_or_else(|| bad(code))?),
            };
            let meaning = match kind {
                "city" => self.named(TagKind::Place, name, country, Role::Place),
                "region" | "state" | "sea" => self.named(TagKind::Place, name, country, Role::Place),
                "organisation" => self.named(TagKind::Organisation, name, country, Role::Organisation),
                "person" => self.named(TagKind::Person, name, country, Role::Surname),
                "metonym" => {
                    let entity = country.or_else(|| self.gazetteer.entity_of(TagKind::Organisation, name));
                    Meaning { entity: entity.ok_or_else(|| bad("country"))?, role: Role::Metonym(None) }
                }
                other => return Err(bad(other)),
            };
            self.names.extend(values(forms).map(|form| (form.to_owned(), Some(meaning))));
        }
        Ok(())
    }

    /// The gazetteer's entity of the name, or a new one.
    fn named(&mut self, kind: TagKind, name: &'static str, country: Option<EntityId>, role: Role) -> Meaning {
        let known = self.gazetteer.entity_of(kind, name);
        let entity = known.unwrap_or_else(|| {
            *self.by_key.entry((kind, name.to_owned())).or_insert_with(|| {
                let key = SafeText::from(name);
                self.entities.push(Entity { kind, key: key.clone(), label: key, country });
                Space::Language.id(self.entities.len() - 1)
            })
        });
        Meaning { entity, role }
    }

    fn finish(self, code: &str, manner: &Manner) -> Result<Language, TableError> {
        let surfaces = self.names.iter().map(|(name, meaning)| Surface::new(fold(name), meaning.iter().copied()));
        let surfaces: Vec<Surface> = surfaces.collect();
        let names = if WITHOUT_SPACES.contains(&code) {
            let texts: Vec<String> = surfaces.iter().map(|surface| surface.text.clone()).collect();
            let error =
                |error: aho_corasick::BuildError| TableError { file: "language.tsv", message: error.to_string() };
            Names::Anywhere(Substrings::new(&texts).map_err(error)?)
        } else {
            let mut patterns = Patterns::new(&manner.endings, &manner.prefixes);
            for (id, (name, _)) in self.names.iter().enumerate() {
                patterns.add(name, id);
            }
            Names::Words(patterns)
        };
        Ok(Language { surfaces, entities: self.entities, names })
    }
}
