//! The parts of a feed, whatever its format: what it says of itself, and its items.

use crate::domain::WebUrl;

use super::space::Space;
use super::xml::{Element, Open, Scope, Tag, Tags};

/// The most items that are looked at. Feeds with more have the newest at the top, or are no feeds.
const MAX_ITEMS: usize = 20_000;
/// The most other elements of a feed that are looked at.
const MAX_FIELDS: usize = 2_000;

/// A feed taken apart.
#[derive(Default)]
pub(super) struct Outline<'a> {
    /// The elements around all: `rss`, `channel`, `feed`, `RDF`; only their names and attributes.
    pub heads: Vec<Element<'a>>,
    /// What the feed says of itself.
    pub fields: Vec<Element<'a>>,
    pub items: Vec<Element<'a>>,
}

impl<'a> Outline<'a> {
    /// Takes a feed from `url` apart; `None` when the text is no feed. RSS 1.0 has its items beside the channel, RSS
    /// 2.0 in it, RSS 1.1 in a list of their own; Atom has entries, one of which may stand alone.
    pub fn of(text: &'a str, url: Option<&WebUrl>) -> Option<Self> {
        let mut tags = Tags::new(text);
        let mut outline = Self::default();
        let mut open: Vec<(Element<'a>, Scope)> = Vec::new();
        let root = Scope::of(url);
        while let Some(tag) = tags.next_tag() {
            let tag = match tag {
                Tag::Open(tag) => tag,
                Tag::Close(name) => {
                    if open.last().is_some_and(|(head, _)| head.name.eq_ignore_ascii_case(name)) {
                        open.pop();
                    }
                    continue;
                }
            };
            let scope = open.last().map_or_else(|| root.clone(), |(_, scope)| scope.clone());
            let head = tags.head(&tag, &scope);
            if is_head(&head) {
                outline.heads.push(head.clone());
                if !tag.is_empty {
                    open.push((head.clone(), head.scope));
                }
            } else if outline.heads.is_empty() && !head.is(Space::Feed, "entry") {
                return None;
            } else {
                outline.add(&mut tags, &tag, &scope);
            }
            if outline.items.len() >= MAX_ITEMS || outline.heads.len() >= MAX_FIELDS {
                break;
            }
        }
        outline.is_feed().then_some(outline)
    }

    fn add(&mut self, tags: &mut Tags<'a>, tag: &Open<'a>, scope: &Scope) {
        let element = tags.element(tag, scope);
        if element.is(Space::Feed, "item") || element.is(Space::Feed, "entry") {
            self.items.push(element);
        } else if self.fields.len() < MAX_FIELDS {
            self.fields.push(element);
        }
    }

    /// RDF holds other things than feeds.
    fn is_feed(&self) -> bool {
        !self.items.is_empty() || self.heads.iter().any(|head| head.space == Space::Feed)
    }
}

fn is_head(element: &Element<'_>) -> bool {
    match element.space {
        Space::Feed => matches!(&*element.name, "rss" | "channel" | "feed" | "items" | "rdf"),
        Space::Rdf => element.name == "rdf",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_items_somewhere() {
        let cases = [
            "<rss><channel><title/><item/><item/></channel></rss>",
            "<RSS><Channel><Title/><Item/><Item/></Channel></RSS>",
            "<channel><title/><item/><item/></channel>",
            "<rdf:RDF><channel><title/><items><rdf:Seq><rdf:li/></rdf:Seq></items></channel><item/><item/></rdf:RDF>",
            "<Channel><title/><items><item/><item/></items></Channel>",
            "<feed><title/><entry/><entry/></feed>",
            "<atom:feed><atom:title/><atom:entry/><atom:entry/></atom:feed>",
            "<rss><channel><title/></channel><item/><item/></rss>",
        ];
        for text in cases {
            let outline = Outline::of(text, None).unwrap();
            assert_eq!(outline.items.len(), 2, "{text}");
            assert_eq!(outline.fields.iter().filter(|field| field.name == "title").count(), 1, "{text}");
        }
        assert_eq!(Outline::of("<entry><title/></entry>", None).unwrap().items.len(), 1);
    }

    #[test]
    fn other_files_are_no_feeds() {
        for text in
            ["", "words", "<html><channel/></html>", "<opml/>", "<rdf:RDF><Person/></rdf:RDF>", "<kml><feed/></kml>"]
        {
            assert!(Outline::of(text, None).is_none(), "{text}");
        }
    }

    #[test]
    fn a_base_counts_inside_its_element_only() {
        let text = "<rdf:RDF xml:base='http://a.example/'><channel xml:base='b/'><title/></channel><item/></rdf:RDF>";
        let outline = Outline::of(text, None).unwrap();
        assert_eq!(outline.fields[0].scope.resolve("x").unwrap().as_str(), "http://a.example/b/x");
        assert_eq!(outline.items[0].scope.resolve("x").unwrap().as_str(), "http://a.example/x");
    }
}
