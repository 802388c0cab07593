//! The entities of an article: those of the tables, and those that only the article has.

use std::collections::HashMap;

use super::gazetteer::{Entity, EntityId, Gazetteer, Space};
use super::languages::Language;
use crate::domain::{SafeText, TagKind};

/// The entities that an article's mentions may name.
#[derive(Debug)]
pub(super) struct Entities<'a> {
    gazetteer: &'a Gazetteer,
    language: Option<&'a Language>,
    own: Vec<Entity>,
    /// By country, kind and name; the names are the text's, so the map is one that nobody can make slow.
    own_by_name: HashMap<(TagKind, Option<EntityId>), HashMap<String, EntityId>>,
}

impl<'a> Entities<'a> {
    /// The entities of the tables.
    pub fn new(gazetteer: &'a Gazetteer, language: Option<&'a Language>) -> Self {
        Self { gazetteer, language, own: Vec::new(), own_by_name: HashMap::new() }
    }

    /// The entity of an id that came from these tables or from [`Self::intern`].
    pub fn get(&self, id: EntityId) -> &Entity {
        match id.place() {
            (Space::Gazetteer, place) => &self.gazetteer.entities[place],
            (Space::Language, place) => {
                &self.language.expect("only the article's language gives its ids").entities[place]
            }
            (Space::Article, place) => &self.own[place],
        }
    }

    /// The entity of a kind, name and country, added when the article has not named it yet. One of the tables is
    /// taken only when it lies in the same country: Paris in Texas is not Paris.
    pub fn intern(&mut self, kind: TagKind, name: &str, country: Option<EntityId>) -> EntityId {
        let known = self.gazetteer.entity_of(kind, name).filter(|&id| self.get(id).country == country);
        if let Some(known) = known {
            return known;
        }
        let names = self.own_by_name.entry((kind, country)).or_default();
        if let Some(&known) = names.get(name) {
            return known;
        }
        let id = Space::Article.id(self.own.len());
        names.insert(name.to_owned(), id);
        let key = SafeText::line(name);
        self.own.push(Entity { kind, key: key.clone(), label: key, country });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::Tagger;

    #[test]
    fn a_thing_named_twice_is_one_unless_its_kind_or_country_differs() {
        let gazetteer = &Tagger::embedded().gazetteer;
        let country = |code| gazetteer.entity_of(TagKind::Country, code);
        let mut entities = Entities::new(gazetteer, None);
        let quay = entities.intern(TagKind::Place, "Quayside", country("PE"));
        assert_eq!(entities.intern(TagKind::Place, "Quayside", country("PE")), quay);
        for (kind, code) in [(TagKind::Place, "CL"), (TagKind::Organisation, "PE")] {
            assert_ne!(entities.intern(kind, "Quayside", country(code)), quay);
        }
        assert_eq!(entities.get(quay).label, "Quayside");
    }

    #[test]
    fn what_the_tables_know_is_taken_only_in_its_own_country() {
        let gazetteer = &Tagger::embedded().gazetteer;
        let paris = gazetteer.entity_of(TagKind::Place, "Paris").unwrap();
        let mut entities = Entities::new(gazetteer, None);
        assert_eq!(entities.intern(TagKind::Place, "Paris", entities.get(paris).country), paris);
        let texan = entities.intern(TagKind::Place, "Paris", gazetteer.entity_of(TagKind::Country, "US"));
        assert_ne!(texan, paris);
    }
}
