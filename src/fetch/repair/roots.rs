//! Step 6: the roots and names of old and odd formats become those of RSS 2.0, RSS 1.0 and Atom 1.0; and RSS has its
//! channel.

use super::elements::{Holds, atom_name, rss_name};
use super::namespaces::{self, Space};
use super::start::Format;
use super::tag::Tag;
use super::tokens::Token;
use super::walk::{Open, Walk, local_of};

impl<'a> Walk<'a> {
    /// Opens the channel that an element directly in RSS should stand in.
    pub fn ensure_channel(&mut self, raw: &'a str, at: usize) {
        if self.format == Format::Rss && self.open.len() == 1 && !local_of(raw).eq_ignore_ascii_case("channel") {
            self.edits.insert(at, "<channel>");
            self.push("channel", Some("channel".into()), Holds::Elements, false);
            self.has_channel = true;
        }
    }

    /// What an element must have and lacks at its end.
    pub fn lacking(&self, open: &Open) -> String {
        if self.format == Format::Rss && self.open.is_empty() && !self.has_channel {
            return "<channel></channel>".to_owned();
        }
        self.lacking_link(open)
    }

    /// Makes a root one that parsers know.
    pub fn mend_root(&mut self, tag: &mut Tag<'a>) {
        let stated = tag.value("xmlns").map(|uri| (namespaces::space_of(uri), uri.contains("purl.org/atom")));
        match self.format {
            Format::Rss => {
                tag.remove("xmlns");
                if tag.name != "rss" {
                    tag.lower_attributes();
                    tag.name_as("rss");
                }
                // An empty feed is a feed.
                tag.changed |= std::mem::take(&mut tag.empty);
                // Of the versions that were ever written, parsers know three; the others differ in nothing.
                let version = tag.attributes.iter().find(|attribute| attribute.name == "version");
                if !matches!(version.map(|version| &*version.value), Some("2.0" | "0.91" | "0.92")) {
                    tag.set("version", "2.0");
                }
            }
            Format::Rdf => {
                tag.name_as("RDF");
                if stated.is_some_and(|(space, _)| !matches!(space, Space::Rss | Space::Rdf)) {
                    tag.set("xmlns", namespaces::RSS);
                }
            }
            Format::Atom => {
                if !tag.name.ends_with("entry") {
                    tag.name_as("feed");
                }
                let is_old = tag.value("version").is_some_and(|version| version.starts_with("0."));
                self.keeps_divs = is_old || stated.is_some_and(|(_, is_old)| is_old);
                if stated.is_some_and(|(space, _)| space != Space::Atom) && !tag.name.contains(':') {
                    tag.set("xmlns", namespaces::ATOM);
                }
            }
            Format::Rss11 | Format::Channel => {
                tag.remove("xmlns");
                tag.name_as("channel");
            }
        }
    }

    /// Gives an element the name by which it goes today; returns its local part.
    pub fn rename(&mut self, tag: &mut Tag<'a>, space: Space, local: &'a str) -> &'a str {
        let parent = self.open.last().map_or("", |open| local_of(open.raw));
        let right = match space {
            Space::Atom if local == "created" && self.item.has_published => None,
            Space::Atom => atom_name(local, parent),
            Space::None | Space::Rss if self.format == Format::Channel && local.eq_ignore_ascii_case("abstract") => {
                Some("description")
            }
            Space::None | Space::Rss if self.is_rss() => rss_name(local),
            _ => None,
        };
        if let Some(right) = right {
            tag.name_as(right);
            // Who shouts the names of elements shouts those of attributes.
            tag.lower_attributes();
        }
        let local = right.unwrap_or(local);
        self.item.has_published |= space == Space::Atom && local == "published";
        local
    }

    /// [CDF](https://www.w3.org/TR/NOTE-CDFsubmit.html) has the address and the date of a channel and its items in
    /// attributes.
    pub fn channel_element(&mut self, token: &Token, mut tag: Tag<'a>) {
        let mut inside = String::new();
        for (attribute, element) in [("href", "link"), ("lastmod", "pubDate"), ("lastmod", "modified")] {
            if let Some(value) = tag.value(attribute) {
                inside += &format!("<{element}>{value}</{element}>");
            }
        }
        if inside.is_empty() {
            return self.begin(token, tag, Holds::Elements);
        }
        tag.attributes.retain(|known| !matches!(&*known.name.to_ascii_lowercase(), "href" | "lastmod"));
        let name = tag.name.clone();
        let was_empty = self.begin_open(token, tag, Holds::Elements);
        self.edits.insert(token.end, &inside);
        if was_empty {
            self.edits.insert(token.end, &format!("</{name}>"));
            self.pop();
        }
    }
}
