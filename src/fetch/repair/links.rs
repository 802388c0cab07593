//! Step 6 for links: each in the way of its format, and an item of RSS 1.0 has one.

use super::elements::Holds;
use super::markup::Inside;
use super::namespaces::Space;
use super::references::sound_text;
use super::start::Format;
use super::tag::Tag;
use super::tokens::Token;
use super::walk::{Ahead, Open, Walk, local_of, words};

impl<'a> Walk<'a> {
    /// Links as they are written by those who know only the other format: with an attribute in RSS, with text in
    /// Atom. Gives back the tag of an element that is not dealt with.
    pub fn link(&mut self, token: &Token, mut tag: Tag<'a>, space: Space) -> Option<Tag<'a>> {
        let mut ahead = if tag.empty { Ahead::default() } else { self.ahead(token) };
        // A text of nothing but what goes, such as half a reference, is none.
        ahead.text =
            ahead.text.filter(|text| !sound_text(words(self.text, text), &mut self.entities).trim().is_empty());
        let href = tag.value("href").map(str::to_owned);
        self.item.has_link |= space != Space::Atom && (ahead.text.is_some() || href.is_some());
        match (space, href) {
            (Space::Atom, None) if ahead.is_text() => {
                let text = ahead.text.map_or("", |text| words(self.text, &text)).trim();
                let href = sound_text(text, &mut self.entities).replace('"', "&quot;");
                tag.set("href", &href);
                self.text_element(token, tag, Inside::Instead(String::new()));
                None
            }
            (Space::None | Space::Rss, Some(href)) if ahead.text.is_none() => {
                let is_page = tag.value("rel").is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"));
                if !is_page {
                    tag.rename(format!("{}:link", self.scope.prefix_for(Space::Atom)));
                    return Some(tag);
                }
                tag.attributes.clear();
                let name = tag.name.clone();
                let was_empty = self.begin_open(token, tag, Holds::Plain);
                self.edits.insert(token.end, &href);
                if was_empty {
                    self.edits.insert(token.end, &format!("</{name}>"));
                    self.pop();
                }
                None
            }
            _ => Some(tag),
        }
    }

    /// The link of an item of RSS 1.0 that has none, as the parser would pass it over: what `rdf:about` says, else no
    /// address of the web. Empty for any other element.
    pub fn lacking_link(&self, open: &Open) -> String {
        let is_item = self.format == Format::Rdf && local_of(open.raw) == "item" && self.open.len() == 1;
        let Some(name) = open.name.as_deref().filter(|_| is_item && !self.item.has_link) else {
            return String::new();
        };
        let link = name.strip_suffix("item").map_or_else(|| "link".to_owned(), |prefix| format!("{prefix}link"));
        let about = self.item.about.as_deref().filter(|about| !about.trim().is_empty());
        format!("<{link}>{}</{link}>", about.unwrap_or("urn:none"))
    }
}
