//! The gazetteer: entities, the surfaces that stand for them, and what is known of countries.

use std::collections::HashMap;

use super::tables::{ContextTable, TableError};
use crate::domain::{CountryCode, Region, SafeText, TagKind};

/// An entity's place in [`Gazetteer::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct EntityId(pub u16);

/// A surface's place in [`Gazetteer::surfaces`], and its pattern in the matcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SurfaceId(pub u32);

/// A list of words that are counted in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContextId(pub u16);

/// A thing that tags can name.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub kind: TagKind,
    pub key: SafeText,
    pub label: SafeText,
    /// The country it is evidence for; a country is its own.
    pub country: Option<EntityId>,
}

/// What a surface may be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub entity: EntityId,
    pub role: Role,
}

/// How a surface stands for its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A country by its name.
    Country,
    /// A country by the adjective or the people.
    Demonym,
    /// A capital that acts for its country ("Moscow said"); the entity is the city.
    Capital,
    /// A capital where something happens ("in Moscow").
    Located,
    /// A capital where others meet: no evidence for its country.
    Venue,
    /// A building or body that stands for a country's government; only in an article that has its context.
    Metonym(Option<ContextId>),
    Organisation,
    /// A person by a full name.
    Person,
    /// A surname that alone means the person.
    Surname,
    /// A surname that means the person in an article that has the full name.
    BackReference,
    Place,
}

/// A string that the matcher finds.
#[derive(Debug)]
pub(super) struct Surface {
    /// Folded, as the matcher looks for it.
    pub text: String,
    /// The likeliest first. A surface without a meaning is a mask: it swallows what it covers.
    pub meanings: Vec<Meaning>,
    pub sense: Option<usize>,
    pub traits: Traits,
}

/// What the rules know of a surface.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    /// An ordinary word in a line of capitals.
    pub word_in_capitals: bool,
    /// Also a person's given name.
    pub given_name: bool,
    /// Also a person's surname.
    pub surname: bool,
    /// Also the name of a language.
    pub language: bool,
    /// Also the name of a style.
    pub style: bool,
}

/// Another sense of a name, taken when its cues prevail.
#[derive(Debug)]
pub(super) struct Sense {
    /// What it is read as then.
    pub meaning: Option<Meaning>,
    pub cues: ContextId,
    pub against: ContextId,
    /// Whether it is taken on a tie.
    pub default: bool,
}

/// What is shown and known of a country.
#[derive(Clone, Debug)]
pub(super) struct Country {
    pub label: SafeText,
    pub region: Region,
}

/// Everything that the tagger knows of the world.
#[derive(Debug)]
pub(super) struct Gazetteer {
    pub entities: Vec<Entity>,
    pub surfaces: Vec<Surface>,
    pub senses: Vec<Sense>,
    /// The words of each [`ContextId`].
    pub contexts: Vec<Vec<String>>,
    pub sport: ContextId,
    pub countries: HashMap<CountryCode, Country>,
    /// Folded lower-case names, codes and demonyms.
    pub country_names: HashMap<String, CountryCode>,
    pub lists: ContextTable,
}

impl Gazetteer {
    /// Reads the tables.
    ///
    /// # Errors
    /// [`TableError`] names the file and the row that is wrong.
    pub fn new(tables: &super::tables::Tables) -> Result<Self, TableError> {
        super::build::gazetteer(tables)
    }

    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[usize::from(id.0)]
    }

    pub fn surface(&self, id: SurfaceId) -> &Surface {
        &self.surfaces[id.0 as usize]
    }

    /// The country that a reading is evidence for.
    pub fn country_of(&self, meaning: Meaning) -> Option<EntityId> {
        self.entity(meaning.entity).country
    }
}
