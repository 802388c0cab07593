//! Links: to other pages, which get numbers, and to places in the text itself.

use html5ever::tokenizer::Tag;

use super::{Walker, attribute};
use crate::domain::{SafeText, WebUrl};
use crate::text::html::element::Element;

/// The link that text is in. It gets its number when its first text comes, so that empty links have none.
pub(super) enum Link {
    None,
    To(String),
    /// To a place of the text, from this byte of it on.
    Within(String, usize),
    Numbered,
}

impl Walker<'_> {
    pub(super) fn open_link(&mut self, tag: &Tag) {
        self.links_open += 1;
        self.link = match attribute(tag, "href") {
            Some(address) => match self.place_within(&address) {
                Some(place) => Link::Within(place, self.writer.len()),
                None => Link::To(address),
            },
            None => Link::None,
        };
    }

    pub(super) fn end_link(&mut self) {
        self.links_open -= 1;
        if let Link::Within(place, start) = std::mem::replace(&mut self.link, Link::None) {
            self.writer.places.link(start..self.writer.len(), place);
        }
        self.writer.style.link = None;
    }

    pub(super) fn close_link(&mut self) {
        if self.links_open == 0 {
            return;
        }
        if let Some(place) = self.topmost(Element::Link, |open| open.element == Element::Link) {
            self.remove(place);
        }
    }

    /// Notes where an element stands that links may lead to.
    pub(super) fn name_place(&mut self, tag: &Tag) {
        let is_place = |name: &str| name == "id" || name == "name" && &*tag.name == "a";
        if let Some(name) = tag.attrs.iter().find(|attribute| is_place(&attribute.name.local)) {
            self.writer.places.name(name.value.to_string(), self.writer.len());
        }
    }

    /// The place in the text itself that an address leads to, if it does.
    pub(super) fn place_within(&self, address: &str) -> Option<String> {
        let (page, place) = address.trim().split_once('#')?;
        let is_here = page.is_empty()
            || self.base.is_some_and(|base| {
                let page = self.resolve(page);
                page.is_some_and(|page| page.as_str() == base.as_str().split('#').next().unwrap_or_default())
            });
        is_here.then(|| place.to_owned())
    }

    /// Gives the link that text is in its number, when that text can be seen.
    pub(super) fn number_link(&mut self, text: &str) {
        if let Link::To(address) = &self.link
            && !SafeText::line(text).is_empty()
        {
            self.writer.style.link = self.resolve(address).and_then(|address| self.writer.link(address));
            self.link = Link::Numbered;
        }
    }

    /// An http(s) address, resolved against the article's.
    pub(super) fn resolve(&self, address: &str) -> Option<WebUrl> {
        match self.base {
            Some(base) => base.join(address).ok(),
            None => WebUrl::parse(address).ok(),
        }
    }
}
