//! The entities of an article: those of the tables, and those that only the article has.

use super::gazetteer::{Entity, EntityId, Gazetteer, Space};
use super::languages::Language;
use crate::domain::{SafeText, TagKind};

/// The entities that an article's mentions may name.
#[derive(Debug)]
pub(super) struct Entities<'a> {
    gazetteer: &'a Gazetteer,
    language: Option<&'a Language>,
    own: Vec<Entity>,
}

impl<'a> Entities<'a> {
    /// The entities of the tables.
    pub fn new(gazetteer: &'a Gazetteer, language: Option<&'a Language>) -> Self {
        Self { gazetteer, language, own: Vec::new() }
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
        known.unwrap_or_else(|| {
            let same = |entity: &Entity| entity.kind == kind && entity.key == name && entity.country == country;
            let place = self.own.iter().position(same).unwrap_or_else(|| {
                let key = SafeText::line(name);
                self.own.push(Entity { kind, key: key.clone(), label: key, country });
                self.own.len() - 1
            });
            Space::Article.id(place)
        })
    }
}
