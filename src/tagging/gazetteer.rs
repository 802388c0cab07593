//! The gazetteer: entities, the surfaces that stand for them, and what is known of countries.

use std::collections::HashMap;

use super::hash::ByName;
use super::index::by_letters;
use super::tables::{ContextTable, TableError};
use super::towns::{Division, Town, Towns};
use crate::domain::{CountryCode, Region, SafeText, TagKind, UserGazetteer};

/// An entity's place in one of the [`Space`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct EntityId(u32);

/// Where an entity is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// In [`Gazetteer::entities`].
    Gazetteer,
    /// In a language's table.
    Language,
    /// In the article being read: towns and names that no table lists.
    Article,
}

impl Space {
    const BITS: u32 = 24;

    /// The id of the entity at a place of the space.
    pub fn id(self, place: usize) -> EntityId {
        let place = u32::try_from(place).ok().filter(|place| *place < 1 << Self::BITS);
        EntityId((self as u32) << Self::BITS | place.expect("no space holds 16 million entities"))
    }
}

impl EntityId {
    /// The space it is kept in, and its place there.
    pub fn place(self) -> (Space, usize) {
        let space = match self.0 >> Space::BITS {
            0 => Space::Gazetteer,
            1 => Space::Language,
            _ => Space::Article,
        };
        (space, (self.0 & ((1 << Space::BITS) - 1)) as usize)
    }
}

/// A list of words that are counted in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Meaning {
    pub entity: EntityId,
    pub role: Role,
}

/// How a surface stands for its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// A country's team in a contest; the country is hardly what the report is about.
    Team,
    /// A building or body that stands for a country's government; only in an article that has its context.
    Metonym(Option<ContextId>),
    /// A state, province or county within a country.
    Division,
    /// A division's abbreviation, which counts only behind a town's name ("Lebanon, Pa.").
    Abbreviation,
    /// A town that the article itself places.
    Town,
    Organisation,
    /// A body of a state, through which the state acts: a ministry, an agency, its forces, a court.
    StateBody,
    /// A person by a full name.
    Person,
    /// A surname that alone means the person.
    Surname,
    /// A surname that means the person in an article that has the full name.
    BackReference,
    Place,
}

impl Role {
    /// Whether it stands for a place by its name.
    pub fn is_of_place(self) -> bool {
        matches!(self, Self::Country | Self::Capital | Self::Located | Self::Venue | Self::Place | Self::Division)
    }
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
    /// The towns elsewhere that bear the name of this place or person.
    pub namesake: Option<Box<Town>>,
    /// Whether the user's own gazetteer has it: then it goes before every other table.
    pub is_users: bool,
}

impl Surface {
    /// A surface of folded text.
    pub fn new(text: String, meanings: impl IntoIterator<Item = Meaning>) -> Self {
        Self {
            text,
            meanings: meanings.into_iter().collect(),
            sense: None,
            traits: Traits::default(),
            namesake: None,
            is_users: false,
        }
    }
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
    pub by_key: ByName<(TagKind, String), EntityId>,
    /// Sorted as the index needs it.
    pub surfaces: Vec<Surface>,
    pub senses: Vec<Sense>,
    /// The words of each [`ContextId`].
    pub contexts: Vec<Vec<String>>,
    pub sport: ContextId,
    pub countries: HashMap<CountryCode, Country>,
    /// The capital of each country that has one in the tables.
    pub capitals: HashMap<&'static str, EntityId>,
    /// Which division each entity is that is one.
    pub divisions: ByName<EntityId, Division>,
    /// Folded lower-case names, codes and demonyms.
    pub country_names: ByName<String, CountryCode>,
    pub lists: ContextTable,
}

impl Gazetteer {
    /// Reads the tables, and adds what is the user's.
    ///
    /// # Errors
    /// [`TableError`] names the file and the row that is wrong.
    pub fn new(tables: &super::tables::Tables, user: &UserGazetteer) -> Result<Self, TableError> {
        super::build::gazetteer(tables, user)
    }

    /// Notes which places, surnames and buildings have namesakes among the towns.
    pub fn note_namesakes(&mut self, towns: &[Towns]) {
        for surface in &mut self.surfaces {
            let may_be_town =
                |role: Role| role.is_of_place() || matches!(role, Role::BackReference | Role::Metonym(Some(_)));
            if !surface.is_users && surface.meanings.first().is_some_and(|meaning| may_be_town(meaning.role)) {
                let namesake = towns.iter().find_map(|towns| towns.get(&surface.text)).map(Box::new);
                surface.namesake = surface.namesake.take().or(namesake);
            }
        }
    }

    /// The entity of a kind by its key.
    pub fn entity_of(&self, kind: TagKind, key: &str) -> Option<EntityId> {
        self.by_key.get(&(kind, key.to_owned())).copied()
    }

    /// Whether a name is that of a city where others meet.
    pub fn is_venue(&self, name: &str) -> bool {
        let known = self.surfaces.binary_search_by(|surface| by_letters(&surface.text, name));
        known.is_ok_and(|at| self.surfaces[at].meanings.first().is_some_and(|meaning| meaning.role == Role::Venue))
    }
}
