//! From a language's tables to its [`Language`].

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::patterns::Patterns;
use super::substrings::Substrings;
use super::{Language, Names, Pairs, territories};
use crate::domain::{SafeText, TagKind};
use crate::tagging::gazetteer::{Entity, EntityId, Gazetteer, Meaning, Role, Space, Surface};
use crate::tagging::normalise::fold;
use crate::tagging::tables::{LanguageTables, TableError, parse_toml, rows, values};

/// The languages whose text has no spaces between words.
const WITHOUT_SPACES: [&str; 2] = ["ja", "zh"];

/// What a language's TOML file says of it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Manner {
    endings: Vec<String>,
    /// What is written together with the word behind it.
    prefixes: Vec<String>,
    masks: Vec<String>,
    /// English names that are something else in this language.
    english_off: Vec<String>,
    /// Words behind which an adjective names a language.
    languages_after: Vec<String>,
    /// Where there are no spaces: forms in which each character stands for a country (中美), or all for one.
    pairs: BTreeMap<String, Vec<String>>,
    /// The countries of first parts before a hyphen: "американо-китайский".
    compounds: BTreeMap<String, String>,
}

/// Reads the tables of one language; of one without tables of its own, the names of the countries.
pub(super) fn language(code: &str, tables: &LanguageTables, gazetteer: &Gazetteer) -> Result<Language, TableError> {
    let mut builder = Builder { gazetteer, entities: Vec::new(), by_key: HashMap::new(), names: Vec::new() };
    let mut manner = Manner::default();
    if let Some(own) = tables.own.iter().find(|own| own.code == code) {
        manner = parse_toml("language.toml", own.manner)?;
        builder.countries(&rows("language.tsv", own.countries)?)?;
        builder.places(&rows("places.tsv", own.places)?)?;
        builder.cities(code, &rows("exemplar_cities.tsv", tables.cities)?)?;
    } else {
        for [_, country, name] in territories(tables).filter(|[language, ..]| *language == code) {
            builder.country(country, name, Role::Country)?;
        }
    }
    builder.names.extend(manner.masks.iter().map(|mask| (mask.clone(), None)));
    let pairs = builder.pairs(&manner.pairs)?;
    builder.finish(code, &manner, pairs)
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
            let country = self.gazetteer.entity_of(TagKind::Country, code);
            // Sofia and a few others are no capitals in English, where the name is also a woman's.
            let meaning = match (self.gazetteer.capitals.get(code), country) {
                (Some(&entity), _) => Meaning { entity, role: Role::Capital },
                (None, Some(entity)) => Meaning { entity, role: Role::Metonym(None) },
                (None, None) => continue,
            };
            self.names.extend(values(capitals).map(|name| (name.to_owned(), Some(meaning))));
        }
        Ok(())
    }

    /// Adds the forms that stand for one country, and returns those in which each character stands for one.
    fn pairs(&mut self, pairs: &BTreeMap<String, Vec<String>>) -> Result<(Vec<String>, Vec<Vec<Surface>>), TableError> {
        let (mut forms, mut parts) = (Vec::new(), Vec::new());
        for (form, codes) in pairs {
            for code in codes {
                self.country(code, form, Role::Country)?;
            }
            if codes.len() > 1 {
                let meanings = self.names.split_off(self.names.len() - codes.len());
                forms.push(fold(form));
                parts.push(meanings.into_iter().map(|(_, meaning)| Surface::new(fold(form), meaning)).collect());
            }
        }
        Ok((forms, parts))
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
                "city" | "region" | "state" | "sea" | "strait" | "canal" | "river" | "island" | "disputed"
                | "venue" => {
                    let is_venue = self.gazetteer.is_venue(name);
                    self.named(TagKind::Place, name, country, if is_venue { Role::Venue } else { Role::Place })
                }
                "organisation" => self.named(TagKind::Organisation, name, country, Role::Organisation),
                "person" => self.named(TagKind::Person, name, country, Role::Surname),
                "metonym" => match country {
                    Some(entity) => Meaning { entity, role: Role::Metonym(None) },
                    None => self.named(TagKind::Organisation, name, None, Role::Organisation),
                },
                other => return Err(bad(other)),
            };
            self.names.extend(values(forms).map(|form| (form.to_owned(), Some(meaning))));
        }
        Ok(())
    }

    /// Rows of `language`, `name`, `country`, `english`; as the last ones, so that the language's own table wins.
    fn cities(&mut self, language: &str, rows: &[[&'static str; 4]]) -> Result<(), TableError> {
        for &[_, name, country, english] in rows.iter().filter(|[code, ..]| *code == language) {
            self.places(&[[english, "city", country, name]])?;
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

    fn finish(
        self,
        code: &str,
        manner: &Manner,
        (forms, parts): (Vec<String>, Vec<Vec<Surface>>),
    ) -> Result<Language, TableError> {
        let surfaces = self.names.iter().map(|(name, meaning)| Surface::new(fold(name), meaning.iter().copied()));
        let surfaces: Vec<Surface> = surfaces.collect();
        let names = if WITHOUT_SPACES.contains(&code) {
            let texts: Vec<String> = surfaces.iter().map(|surface| surface.text.clone()).collect();
            let error =
                |error: aho_corasick::BuildError| TableError { file: "language.tsv", message: error.to_string() };
            let pairs = Pairs { forms: Substrings::new(&forms).map_err(error)?, parts };
            Names::Anywhere { names: Substrings::new(&texts).map_err(error)?, pairs }
        } else {
            let mut patterns = Patterns::new(&manner.endings, &manner.prefixes);
            for (id, (name, meaning)) in self.names.iter().enumerate() {
                patterns.add(name, id, meaning.is_none());
            }
            Names::Words(patterns)
        };
        let english_off = manner.english_off.iter().map(|name| fold(name)).collect();
        let mut compounds = HashMap::new();
        for (form, code) in &manner.compounds {
            let bad = || TableError { file: "language.toml", message: format!("no country {code}") };
            let entity = self.gazetteer.entity_of(TagKind::Country, code).ok_or_else(bad)?;
            let form = fold(form).to_lowercase();
            compounds.insert(form.clone(), Surface::new(form, [Meaning { entity, role: Role::Demonym }]));
        }
        let languages_after = manner.languages_after.iter().map(|word| fold(word).to_lowercase()).collect();
        Ok(Language { surfaces, entities: self.entities, names, languages_after, compounds, english_off })
    }
}
