//! Which elements hold text, and by which name an element goes that is written in another way.

use super::namespaces::Space;

/// What an element may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Other elements.
    Elements,
    /// Text that may be HTML: elements in it are markup that nobody escaped.
    Markup,
    /// Plain text: elements in it mean nothing.
    Plain,
}

/// What an element holds. `None` as a space stands for RSS here.
pub(super) fn holds(space: Space, name: &str) -> Holds {
    use Holds::{Elements, Markup, Plain};
    match (space, name) {
        (Space::Atom, "title" | "subtitle" | "summary" | "content" | "rights") => Markup,
        (
            Space::Atom,
            "id" | "updated" | "published" | "name" | "uri" | "email" | "generator" | "icon" | "logo" | "pubDate",
        ) => Plain,
        (Space::None | Space::Rss, "title" | "description" | "copyright" | "content" | "summary" | "body") => Markup,
        (
            Space::None | Space::Rss,
            "link" | "guid" | "pubDate" | "lastBuildDate" | "language" | "managingEditor" | "webMaster" | "author"
            | "category" | "comments" | "generator" | "docs" | "ttl" | "source" | "url" | "width" | "height" | "name"
            | "day" | "hour" | "rating",
        ) => Plain,
        (Space::Content, "encoded") => Markup,
        (Space::DublinCore, "title" | "description" | "abstract") => Markup,
        // It may be a list of RDF's.
        (Space::DublinCore, "subject") => Elements,
        (Space::DublinCore, _) => Plain,
        (Space::Media, "title" | "description" | "text") => Markup,
        (Space::Media, "credit" | "keywords" | "category" | "rating" | "copyright") => Plain,
        (Space::Itunes, "title" | "subtitle" | "summary") => Markup,
        (Space::Itunes, "author" | "name" | "email" | "duration" | "keywords" | "explicit") => Plain,
        _ => Elements,
    }
}

/// RSS's elements as they are written; old feeds shout, and `pubdate` is common.
const RSS_NAMES: [&str; 36] = [
    "author",
    "category",
    "channel",
    "cloud",
    "comments",
    "copyright",
    "day",
    "description",
    "docs",
    "enclosure",
    "generator",
    "guid",
    "height",
    "hour",
    "image",
    "item",
    "items",
    "language",
    "lastBuildDate",
    "link",
    "managingEditor",
    "name",
    "pubDate",
    "rating",
    "rss",
    "skipDays",
    "skipHours",
    "source",
    "textInput",
    "title",
    "ttl",
    "url",
    "webMaster",
    "width",
    "textinput",
    "abstract",
];

/// The right way to write the name of an element of RSS, if this one is not it.
pub(super) fn rss_name(name: &str) -> Option<&'static str> {
    if !name.bytes().all(|byte| byte.is_ascii_alphabetic()) || RSS_NAMES.contains(&name) {
        return None;
    }
    RSS_NAMES.into_iter().find(|known| known.eq_ignore_ascii_case(name))
}

/// Atom's elements; they are all in lower case.
const ATOM_NAMES: [&str; 21] = [
    "author",
    "category",
    "content",
    "contributor",
    "email",
    "entry",
    "feed",
    "generator",
    "icon",
    "id",
    "link",
    "logo",
    "name",
    "published",
    "rights",
    "source",
    "subtitle",
    "summary",
    "title",
    "updated",
    "uri",
];

/// Step 7: the name in Atom 1.0 of an element of Atom 0.3 or in another case, if this one is not it.
/// ([Atom 0.3](https://www.ietf.org/archive/id/draft-nottingham-atom-format-02.txt) is an expired draft.)
pub(super) fn atom_name(name: &str, parent: &str) -> Option<&'static str> {
    match (name, parent) {
        ("modified", _) => Some("updated"),
        ("issued" | "created", _) => Some("published"),
        ("tagline", _) => Some("subtitle"),
        ("copyright", _) => Some("rights"),
        ("url" | "homepage", "author" | "contributor") => Some("uri"),
        _ if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            ATOM_NAMES.into_iter().find(|known| known.eq_ignore_ascii_case(name))
        }
        _ => None,
    }
}

/// Whether an element cannot stand in a text of RSS, so that the text's own end was forgotten. The names that
/// HTML has, too, can; but nobody puts a `link` into a title.
pub(super) fn ends_text(name: &str, text: &str) -> bool {
    let is_feeds = matches!(
        name,
        "channel"
            | "guid"
            | "pubDate"
            | "description"
            | "enclosure"
            | "category"
            | "comments"
            | "lastBuildDate"
            | "generator"
            | "ttl"
            | "language"
            | "managingEditor"
            | "webMaster"
            | "content:encoded"
            | "dc:date"
            | "dc:creator"
            | "dc:subject"
            | "media:content"
            | "media:thumbnail"
    );
    is_feeds || (name == "link" && text == "title")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_rss_are_found_in_any_case() {
        assert_eq!(rss_name("PUBDATE"), Some("pubDate"));
        assert_eq!(rss_name("lastbuilddate"), Some("lastBuildDate"));
        assert_eq!(rss_name("Item"), Some("item"));
        for right in RSS_NAMES.into_iter().chain(["", "ITEM2", "my"]) {
            assert_eq!(rss_name(right), None, "{right}");
        }
    }
}
