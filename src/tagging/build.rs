//! From the tables to the [`Gazetteer`].

use std::collections::HashMap;

use super::gazetteer::{ContextId, Country, Entity, EntityId, Gazetteer, Meaning, Role, Sense, Space, Surface, Traits};
use super::hash::ByName;
use super::index::by_letters;
use super::normalise::fold;
use super::tables::{ContextTable, SenseRow, TableError, Tables, Words, parse_toml, rows, values};
use super::towns::Division;
use crate::domain::{CountryCode, SafeText, TagKind, UserGazetteer, UserName};

/// Reads the tables; see [`Gazetteer::new`].
pub(super) fn gazetteer(tables: &Tables, user: &UserGazetteer) -> Result<Gazetteer, TableError> {
    let lists: ContextTable = parse_toml("context.toml", tables.context)?;
    let mut builder = Builder::default();
    let sport = builder.context(lists.contexts.sport.clone());
    let countries = rows("countries.tsv", tables.countries)?;
    let places = rows("places.tsv", tables.places)?;

    builder.country_entities(&countries)?;
    let cities = builder.place_entities(&places)?;
    builder.country_surfaces(&countries, &cities);
    builder.organisation_entities(&rows("organisations.tsv", tables.organisations)?)?;
    builder.metonyms(&rows("metonyms.tsv", tables.metonyms)?)?;
    builder.organisation_surfaces();
    builder.people(&rows("people.tsv", tables.people)?)?;
    builder.place_surfaces(&places);
    builder.divisions(&rows("divisions.tsv", tables.divisions)?)?;
    builder.masks(&rows("masks.tsv", tables.masks)?);
    for row in &lists.senses {
        builder.sense(row)?;
    }
    builder.traits(&lists);
    builder.user(user);
    // Not before: until here surfaces are known by their places.
    builder.surfaces.sort_unstable_by(|a, b| by_letters(&a.text, &b.text));

    Ok(Gazetteer {
        entities: builder.entities,
        by_key: builder.by_key,
        surfaces: builder.surfaces,
        senses: builder.senses,
        contexts: builder.contexts,
        sport,
        countries: builder.countries,
        capitals: builder.capitals,
        divisions: builder.divisions,
        country_names: builder.country_names,
        lists,
    })
}

#[derive(Default)]
struct Builder {
    entities: Vec<Entity>,
    by_key: ByName<(TagKind, String), EntityId>,
    surfaces: Vec<Surface>,
    by_text: ByName<String, usize>,
    contexts: Vec<Vec<String>>,
    senses: Vec<Sense>,
    countries: HashMap<CountryCode, Country>,
    country_names: ByName<String, CountryCode>,
    capitals: HashMap<&'static str, EntityId>,
    divisions: ByName<EntityId, Division>,
    /// The organisations' names, kept until their surfaces are added behind the metonyms'.
    organisation_names: Vec<(EntityId, Role, Vec<&'static str>)>,
}

impl Builder {
    fn country_entities(&mut self, rows: &[[&'static str; 6]]) -> Result<(), TableError> {
        for &[key, name, aliases, demonyms, capitals, region] in rows {
            let bad = |what: &str| TableError { file: "countries.tsv", message: format!("{name}: bad {what}") };
            let code: CountryCode = key.parse().map_err(|_| bad("code"))?;
            let region = region.parse().map_err(|()| bad("region"))?;
            let entity = self.entity(TagKind::Country, key.into(), name.into(), None);
            self.entity_mut(entity).country = Some(entity);
            self.countries.insert(code, Country { label: name.into(), region });
            for name in [name, key].into_iter().chain(values(aliases)).chain(values(demonyms)) {
                self.country_names.insert(fold(name).to_lowercase(), code);
            }
            for capital in values(capitals) {
                self.country_names.entry(fold(capital).to_lowercase()).or_insert(code);
            }
        }
        Ok(())
    }

    /// Adds the places and returns which entity each of their names stands for.
    fn place_entities(&mut self, rows: &[[&'static str; 4]]) -> Result<HashMap<&'static str, EntityId>, TableError> {
        let mut cities = HashMap::new();
        for &[name, aliases, _kind, country] in rows {
            let country = self.country("places.tsv", country)?;
            let entity = self.entity(TagKind::Place, name.into(), name.into(), country);
            cities.extend(std::iter::once(name).chain(values(aliases)).map(|name| (name, entity)));
        }
        Ok(cities)
    }

    fn country_surfaces(&mut self, rows: &[[&'static str; 6]], cities: &HashMap<&'static str, EntityId>) {
        for &[code, name, aliases, demonyms, capitals, _region] in rows {
            let country = self.by_key[&(TagKind::Country, code.to_owned())];
            for name in std::iter::once(name).chain(values(aliases)) {
                self.surface(name, country, Role::Country);
            }
            for demonym in values(demonyms) {
                self.surface(demonym, country, Role::Demonym);
            }
            // The first capital's other names follow it ("Kyiv;Kiev"), unless the places know them as cities.
            let mut first = None;
            for capital in values(capitals) {
                let known = cities.get(capital).copied();
                let city = known
                    .or(first)
                    .unwrap_or_else(|| self.entity(TagKind::Place, capital.into(), capital.into(), Some(country)));
                self.entity_mut(city).country = Some(country);
                self.capitals.entry(code).or_insert(city);
                first.get_or_insert(city);
                self.surface(capital, city, Role::Capital);
            }
        }
    }

    fn organisation_entities(&mut self, rows: &[[&'static str; 4]]) -> Result<(), TableError> {
        for &[name, aliases, kind, country] in rows {
            let country = self.country("organisations.tsv", country)?;
            let entity = self.entity(TagKind::Organisation, name.into(), name.into(), country);
            let is_of_state =
                matches!(kind, "ministry" | "agency" | "military" | "court" | "central-bank" | "parliament");
            let role = if is_of_state { Role::StateBody } else { Role::Organisation };
            let names = std::iter::once(name).chain(values(aliases)).collect();
            self.organisation_names.push((entity, role, names));
        }
        Ok(())
    }

    fn metonyms(&mut self, rows: &[[&'static str; 4]]) -> Result<(), TableError> {
        for &[surface, code, _refers_to, needs] in rows {
            let entity = match self.organisation_names.iter().find(|(_, _, names)| names.contains(&code)) {
                Some(&(body, ..)) if matches!(code, "EU" | "UN") => Some(body),
                _ => self.country("metonyms.tsv", code)?,
            };
            let needs: Vec<String> = values(needs).map(str::to_owned).collect();
            let needs = if needs.is_empty() { None } else { Some(self.context(needs)) };
            if let Some(entity) = entity {
                self.surface(surface, entity, Role::Metonym(needs));
            }
        }
        Ok(())
    }

    fn organisation_surfaces(&mut self) {
        for (entity, role, names) in std::mem::take(&mut self.organisation_names) {
            for name in names {
                self.surface(name, entity, role);
            }
        }
    }

    fn people(&mut self, rows: &[[&'static str; 5]]) -> Result<(), TableError> {
        let mut last_names = Vec::new();
        for &[name, aliases, surnames, _office, country] in rows {
            let country = self.country("people.tsv", country)?;
            let person = self.entity(TagKind::Person, name.into(), name.into(), country);
            for full in std::iter::once(name).chain(values(aliases)) {
                self.surface(full, person, Role::Person);
            }
            for surname in values(surnames) {
                self.surface(surname, person, Role::Surname);
            }
            last_names.extend(name.rsplit(' ').next().map(|last| (last, person)));
        }
        for (last, person) in last_names {
            // A last name that means something else already ("Jordan") is left to that.
            let taken = self.by_text.get(&fold(last)).is_some_and(|&id| {
                let meanings = &self.surfaces[id].meanings;
                meanings.iter().any(|known| known.role != Role::BackReference)
            });
            if !taken && last.chars().count() >= 3 && last.starts_with(char::is_uppercase) {
                self.surface(last, person, Role::BackReference);
            }
        }
        Ok(())
    }

    fn place_surfaces(&mut self, rows: &[[&'static str; 4]]) {
        for &[name, aliases, kind, _country] in rows {
            let place = self.by_key[&(TagKind::Place, name.to_owned())];
            let role = if kind == "venue" { Role::Venue } else { Role::Place };
            for name in std::iter::once(name).chain(values(aliases)) {
                self.surface(name, place, role);
            }
        }
    }

    fn masks(&mut self, rows: &[[&'static str; 2]]) {
        for &[phrase, _reason] in rows {
            let id = self.surface_id(fold(phrase));
            self.surfaces[id].meanings.clear();
        }
    }

    /// Rows of `code`, `name`, `aliases`, `abbreviations`, `demonyms`, `needs`.
    fn divisions(&mut self, rows: &[[&'static str; 6]]) -> Result<(), TableError> {
        for &[code, name, aliases, abbreviations, demonyms, needs] in rows {
            let bad = || TableError { file: "divisions.tsv", message: format!("{name}: {code} is no division's code") };
            let (country, division) = code.split_once('.').ok_or_else(bad)?;
            let entity = self.country("divisions.tsv", country)?;
            let entity = self.entity(TagKind::Place, name.into(), name.into(), entity);
            self.divisions.insert(entity, (country.parse().map_err(|_| bad())?, division));
            let role = if needs.is_empty() { Role::Division } else { Role::Abbreviation };
            for name in std::iter::once(name).chain(values(aliases)) {
                self.surface(name, entity, role);
                self.make_division(name, entity, role);
            }
            for demonym in values(demonyms) {
                self.surface(demonym, entity, Role::Division);
            }
            for abbreviation in values(abbreviations) {
                self.surface(abbreviation, entity, Role::Abbreviation);
            }
        }
        Ok(())
    }

    /// What places.tsv lists as a place is a division all the same, so that towns are placed by it.
    fn make_division(&mut self, name: &str, entity: EntityId, role: Role) {
        let id = self.surface_id(fold(name));
        for meaning in &mut self.surfaces[id].meanings {
            if meaning.entity == entity && meaning.role == Role::Place {
                meaning.role = role;
            }
        }
    }

    fn sense(&mut self, row: &SenseRow) -> Result<(), TableError> {
        let implied = self.country("context.toml", row.implies.as_deref().unwrap_or_default())?;
        let meaning = match (&row.place, &row.country) {
            (Some(place), _) => {
                let place = SafeText::line(place);
                Some(Meaning { entity: self.entity(TagKind::Place, place.clone(), place, implied), role: Role::Place })
            }
            (None, Some(code)) => {
                self.country("context.toml", code)?.map(|entity| Meaning { entity, role: Role::Country })
            }
            (None, None) => None,
        };
        let cues = self.context(row.cues.clone());
        let against = self.context(row.against.clone());
        self.senses.push(Sense { meaning, cues, against, default: row.default });
        for surface in &row.surfaces {
            if let Some(&id) = self.by_text.get(&fold(surface)) {
                self.surfaces[id].sense = Some(self.senses.len() - 1);
            }
        }
        Ok(())
    }

    fn traits(&mut self, lists: &ContextTable) {
        let mut mark = |names: &Words, set: fn(&mut Traits)| {
            for name in names {
                if let Some(&id) = self.by_text.get(&fold(name)) {
                    set(&mut self.surfaces[id].traits);
                }
            }
        };
        mark(&lists.words_in_capitals, |traits| traits.word_in_capitals = true);
        mark(&lists.personal.given, |traits| traits.given_name = true);
        mark(&lists.personal.surname, |traits| traits.surname = true);
        mark(&lists.languages.names, |traits| traits.language = true);
        mark(&lists.styles.adjectives, |traits| traits.style = true);
    }

    fn entity(&mut self, kind: TagKind, key: SafeText, label: SafeText, country: Option<EntityId>) -> EntityId {
        *self.by_key.entry((kind, key.as_str().to_owned())).or_insert_with(|| {
            self.entities.push(Entity { kind, key, label, country });
            Space::Gazetteer.id(self.entities.len() - 1)
        })
    }

    fn entity_mut(&mut self, id: EntityId) -> &mut Entity {
        &mut self.entities[id.place().1]
    }

    /// Adds what is the user's: its names mean what the user says and nothing else.
    fn user(&mut self, user: &UserGazetteer) {
        for UserName { kind, name, aliases, country, .. } in &user.names {
            let country = country.and_then(|code| self.by_key.get(&(TagKind::Country, code.to_string())).copied());
            let (entity, role) = match kind {
                TagKind::Country => match country {
                    Some(country) => (country, Role::Country),
                    // Whoever read the file has refused it.
                    None => continue,
                },
                TagKind::Person => (self.user_entity(*kind, name, country), Role::Person),
                TagKind::Organisation => (self.user_entity(*kind, name, country), Role::Organisation),
                TagKind::Place => (self.user_entity(*kind, name, country), Role::Place),
                TagKind::Topic => continue,
            };
            let own_name = (*kind != TagKind::Country).then_some(name);
            for surface in own_name.into_iter().chain(aliases) {
                self.user_surface(surface, vec![Meaning { entity, role }]);
                if let (TagKind::Country, Ok(code)) = (kind, name.parse()) {
                    self.country_names.insert(fold(surface).to_lowercase(), code);
                }
            }
        }
        for mask in &user.masks {
            self.user_surface(mask, Vec::new());
        }
    }

    fn user_entity(&mut self, kind: TagKind, name: &SafeText, country: Option<EntityId>) -> EntityId {
        let entity = self.entity(kind, name.clone(), name.clone(), country);
        if country.is_some() {
            self.entity_mut(entity).country = country;
        }
        entity
    }

    fn user_surface(&mut self, text: &str, meanings: Vec<Meaning>) {
        let id = self.surface_id(fold(text));
        let text = std::mem::take(&mut self.surfaces[id].text);
        self.surfaces[id] = Surface { is_users: true, ..Surface::new(text, meanings) };
    }

    /// Gives a surface one more meaning.
    fn surface(&mut self, text: &str, entity: EntityId, role: Role) {
        let id = self.surface_id(fold(text));
        let meanings = &mut self.surfaces[id].meanings;
        if !meanings.iter().any(|known| known.entity == entity) {
            meanings.push(Meaning { entity, role });
        }
    }

    fn surface_id(&mut self, text: String) -> usize {
        *self.by_text.entry(text).or_insert_with_key(|text| {
            self.surfaces.push(Surface::new(text.clone(), []));
            self.surfaces.len() - 1
        })
    }

    fn context(&mut self, words: Vec<String>) -> ContextId {
        let id = u16::try_from(self.contexts.len()).expect("the tables hold fewer than 65,536 contexts");
        self.contexts.push(words);
        ContextId(id)
    }

    /// The country of a code; none for an empty one.
    fn country(&self, file: &'static str, code: &str) -> Result<Option<EntityId>, TableError> {
        if code.is_empty() {
            return Ok(None);
        }
        match self.by_key.get(&(TagKind::Country, code.to_owned())) {
            Some(&country) => Ok(Some(country)),
            None => Err(TableError { file, message: format!("`{code}` is no country of countries.tsv") }),
        }
    }
}
