//! The elements of an entry, a feed or a person, asked for by what they may be called.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::fetch::dates;

use super::space::Space;
use super::xml::Element;

/// The elements that stand in another.
pub(super) struct Fields<'e, 'a>(&'e [Element<'a>]);

impl<'e, 'a> Fields<'e, 'a> {
    pub fn new(elements: &'e [Element<'a>]) -> Self {
        Self(elements)
    }

    /// All of this name, in their order.
    pub fn all(&self, space: Space, name: &'static str) -> impl Iterator<Item = &'e Element<'a>> + use<'e, 'a> {
        let elements = self.0;
        elements.iter().filter(move |element| element.is(space, name))
    }

    /// What `read` finds in the first of these places that has something.
    pub fn first<T>(&self, places: &[(Space, &'static str)], read: impl Fn(&Element<'a>) -> Option<T>) -> Option<T> {
        places.iter().find_map(|(space, name)| self.all(*space, name).find_map(&read))
    }

    /// The first text that is not empty.
    pub fn text(&self, places: &[(Space, &'static str)]) -> Option<Cow<'a, str>> {
        self.first(places, |element| Some(element.text()).filter(|text| !text.is_empty()))
    }

    /// The first date that can be read: one that cannot stands in no other's way.
    pub fn moment(&self, places: &[(Space, &'static str)]) -> Option<Timestamp> {
        self.first(places, |element| dates::moment(&element.text()))
    }
}
