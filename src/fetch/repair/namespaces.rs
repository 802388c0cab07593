//! Step 5: prefixes are declared, and well-known namespaces have their one right name.
//!
//! A parser takes an element whose prefix nobody declared for one of the feed's own, so that a photo's
//! `media:title` becomes the article's; and a namespace with a slash too much is another namespace
//! ([Namespaces in XML](https://www.w3.org/TR/xml-names/)).

use std::borrow::Cow;

use super::tag::Tag;

/// A vocabulary that feeds are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// No namespace: what the root's own format is.
    None,
    Rss,
    Atom,
    Rdf,
    Content,
    DublinCore,
    Media,
    Itunes,
    Xhtml,
    Xml,
    /// One that needs no repair.
    Other,
}

/// A well-known namespace: the prefix that everybody uses, its name, and other names that are meant to be it.
struct Known {
    prefix: &'static str,
    uri: &'static str,
    aliases: &'static [&'static str],
    space: Space,
}

const fn known(prefix: &'static str, uri: &'static str, space: Space) -> Known {
    Known { prefix, uri, aliases: &[], space }
}

pub(super) const ATOM: &str = "http://www.w3.org/2005/Atom";
pub(super) const RSS: &str = "http://purl.org/rss/1.0/";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

const KNOWN: [Known; 27] = [
    Known {
        prefix: "atom",
        uri: ATOM,
        // Atom 0.3, and the drafts between it and Atom 1.0.
        aliases: &["purl.org/atom/ns", "www.w3.org/2005/atom", "purl.org/atom"],
        space: Space::Atom,
    },
    Known {
        prefix: "rss",
        uri: RSS,
        aliases: &[
            "my.netscape.com/rdf/simple/0.9",
            "channel.netscape.com/rdf/simple/0.9",
            "my.netscape.com/publish/formats/rss-0.91.dtd",
            "purl.org/net/rss1.1",
            "backend.userland.com/rss",
            "backend.userland.com/rss2",
            "backend.userland.com/rss091",
            "backend.userland.com/rss092",
            "backend.userland.com/rss093",
            "backend.userland.com/rss094",
            "backend.userland.com/rss20",
            "blogs.law.harvard.edu/tech/rss",
            "cyber.law.harvard.edu/rss/rss.html",
            "purl.org/rss/2.0",
            "purl.org/rss",
        ],
        space: Space::Rss,
    },
    known("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", Space::Rdf),
    known("content", "http://purl.org/rss/1.0/modules/content/", Space::Content),
    Known {
        prefix: "dc",
        uri: "http://purl.org/dc/elements/1.1/",
        aliases: &["purl.org/dc/elements/1.0", "purl.org/dc/elements", "purl.org/metadata/dublin_core", "purl.org/dc"],
        space: Space::DublinCore,
    },
    known("dcterms", "http://purl.org/dc/terms/", Space::DublinCore),
    Known {
        prefix: "media",
        uri: "http://search.yahoo.com/mrss/",
        aliases: &[
            "video.search.yahoo.com/mrss",
            "tools.search.yahoo.com/mrss",
            "rssboard.org/media-rss",
            "api.search.yahoo.com/mrss",
        ],
        space: Space::Media,
    },
    Known {
        prefix: "itunes",
        uri: "http://www.itunes.com/dtds/podcast-1.0.dtd",
        aliases: &["itunes.com/dtds/podcast-1.0", "example.com/dtds/podcast-1.0.dtd", "itunes.com/dtds/podcast.dtd"],
        space: Space::Itunes,
    },
    known("xhtml", XHTML, Space::Xhtml),
    known("sy", "http://purl.org/rss/1.0/modules/syndication/", Space::Other),
    known("slash", "http://purl.org/rss/1.0/modules/slash/", Space::Other),
    known("taxo", "http://purl.org/rss/1.0/modules/taxonomy/", Space::Other),
    known("wfw", "http://wellformedweb.org/CommentAPI/", Space::Other),
    known("georss", "http://www.georss.org/georss", Space::Other),
    known("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#", Space::Other),
    known("gml", "http://www.opengis.net/gml", Space::Other),
    Known {
        prefix: "feedburner",
        uri: "http://rssnamespace.org/feedburner/ext/1.0",
        aliases: &["feeds.feedburner.com"],
        space: Space::Other,
    },
    known("thr", "http://purl.org/syndication/thread/1.0", Space::Other),
    Known {
        prefix: "podcast",
        uri: "https://podcastindex.org/namespace/1.0",
        aliases: &["github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"],
        space: Space::Other,
    },
    known("googleplay", "http://www.google.com/schemas/play-podcasts/1.0", Space::Other),
    known("creativeCommons", "http://backend.userland.com/creativeCommonsRssModule", Space::Other),
    known("cc", "http://web.resource.org/cc/", Space::Other),
    known("admin", "http://webns.net/mvcb/", Space::Other),
    known("openSearch", "http://a9.com/-/spec/opensearch/1.1/", Space::Other),
    known("foaf", "http://xmlns.com/foaf/0.1/", Space::Other),
    known("source", "http://source.scripting.com/", Space::Other),
    known("snf", "http://www.smartnews.be/snf", Space::Other),
];

/// The vocabularies whose elements are read: their usual prefix never stands for another namespace, whatever the
/// feed says.
const READ: [Space; 5] = [Space::Atom, Space::Content, Space::DublinCore, Space::Media, Space::Itunes];

/// What prefixes mean at one place of a feed.
#[derive(Default)]
pub(super) struct Scope<'a> {
    bindings: Vec<Binding<'a>>,
    undeclared: Vec<&'a str>,
}

struct Binding<'a> {
    depth: usize,
    prefix: &'a str,
    space: Space,
}

/// More than any feed has open at once; each name is looked up among them.
const MAX_BINDINGS: usize = 128;

impl<'a> Scope<'a> {
    /// Takes what a tag at `depth` declares, and corrects it.
    pub fn enter(&mut self, tag: &mut Tag<'a>, depth: usize) {
        for n in (0..tag.attributes.len()).rev() {
            let attribute = &mut tag.attributes[n];
            let prefix = match &attribute.name {
                Cow::Borrowed("xmlns") => "",
                Cow::Borrowed(name) => match name.strip_prefix("xmlns:") {
                    Some(prefix) => prefix,
                    None => continue,
                },
                Cow::Owned(_) => continue,
            };
            // These are the language's own and cannot be given away.
            if matches!(prefix, "xml" | "xmlns") || self.bindings.len() == MAX_BINDINGS {
                tag.attributes.remove(n);
                tag.changed = true;
                continue;
            }
            let (space, uri) = meaning(prefix, &attribute.value);
            if let Some(uri) = uri.filter(|uri| *uri != attribute.value) {
                attribute.value = uri.into();
                tag.changed = true;
            }
            self.bindings.push(Binding { depth, prefix, space });
        }
        for attribute in &tag.attributes {
            if let Cow::Borrowed(name) = attribute.name
                && name.contains(':')
                && !name.starts_with("xmlns:")
            {
                self.resolve(name);
            }
        }
    }

    /// Forgets what the elements at `depth` and below it declared.
    pub fn leave(&mut self, depth: usize) {
        while self.bindings.last().is_some_and(|binding| binding.depth >= depth) {
            self.bindings.pop();
        }
    }

    /// The vocabulary of a name, and its local part. A prefix that is not declared is noted.
    pub fn resolve(&mut self, name: &'a str) -> (Space, &'a str) {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if prefix == "xml" {
            return (Space::Xml, local);
        }
        if let Some(binding) = self.bindings.iter().rev().find(|binding| binding.prefix == prefix) {
            return (binding.space, local);
        }
        if prefix.is_empty() {
            return (Space::None, local);
        }
        self.note(prefix);
        (usual(prefix).map_or(Space::Other, |known| known.space), local)
    }

    /// A prefix for a vocabulary at this place: one that stands for it, else the usual one, to be declared.
    pub fn prefix_for(&mut self, space: Space) -> &'a str {
        let found = self.bindings.iter().rev().find(|binding| binding.space == space && !binding.prefix.is_empty());
        if let Some(binding) = found {
            return binding.prefix;
        }
        let usual = KNOWN.iter().find(|known| known.space == space).map_or("", |known| known.prefix);
        self.note(usual);
        usual
    }

    fn note(&mut self, prefix: &'a str) {
        if self.undeclared.len() < MAX_BINDINGS && !self.undeclared.contains(&prefix) {
            self.undeclared.push(prefix);
        }
    }

    /// The declarations that the root lacks, as attributes.
    pub fn missing(&self) -> String {
        let declaration = |prefix: &&str| match usual(prefix) {
            Some(known) => format!(" xmlns:{}=\"{}\"", prefix, known.uri),
            None => format!(" xmlns:{prefix}=\"urn:undeclared:{prefix}\""),
        };
        self.undeclared.iter().map(declaration).collect()
    }
}

/// The vocabulary that a default namespace means.
pub(super) fn space_of(uri: &str) -> Space {
    meaning("", uri).0
}

/// The vocabulary that a declaration means, and the name that it should have.
fn meaning(prefix: &str, uri: &str) -> (Space, Option<&'static str>) {
    let uri = uri.trim();
    if uri.is_empty() {
        return (Space::None, None);
    }
    if let Some(known) = KNOWN.iter().find(|known| known.uri == uri) {
        return (known.space, Some(known.uri));
    }
    let is_meant = |known: &&Known| {
        same(known.uri, uri) || known.aliases.iter().any(|alias| same(alias, uri) || is_version(alias, uri))
    };
    if let Some(known) = KNOWN.iter().find(is_meant) {
        return (known.space, Some(known.uri));
    }
    match usual(prefix) {
        Some(known) if READ.contains(&known.space) => (known.space, Some(known.uri)),
        _ => (Space::Other, None),
    }
}

fn usual(prefix: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.prefix.eq_ignore_ascii_case(prefix))
}

/// Whether two names of namespaces differ only in what people get wrong: https, www, case, the last slash.
fn same(a: &str, b: &str) -> bool {
    essence(a).eq_ignore_ascii_case(essence(b))
}

/// The drafts of Atom had names such as `http://purl.org/atom/ns#draft-ietf-atompub-format-08`.
fn is_version(alias: &str, uri: &str) -> bool {
    uri.split_once('#').is_some_and(|(name, _)| same(alias, name))
}

fn essence(uri: &str) -> &str {
    let no_scheme = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let no_www = match no_scheme.get(..4) {
        Some(www) if www.eq_ignore_ascii_case("www.") => &no_scheme[4..],
        _ => no_scheme,
    };
    no_www.trim_end_matches(['/', '#'])
}

#[cfg(test)]
mod tests {
    use super::super::doctype::Entities;
    use super::super::tokens::Tokens;
    use super::*;

    fn entered<'a>(scope: &mut Scope<'a>, text: &'a str) -> Tag<'a> {
        let token = Tokens::new(text).next().unwrap();
        let mut tag = Tag::read(text, &token, &mut Entities::default());
        scope.enter(&mut tag, 1);
        tag
    }

    #[test]
    fn a_well_known_namespace_gets_its_right_name() {
        let cases = [
            ("media", "http://search.yahoo.com/mrss"),
            ("media", "https://search.yahoo.com/mrss/"),
            ("m", "http://video.search.yahoo.com/mrss"),
            ("media", "http://news.example/anything"),
            ("dc", "http://purl.org/dc/elements/1.0/"),
            ("dc", "HTTP://PURL.ORG/DC/ELEMENTS/1.1"),
            ("itunes", "http://www.itunes.com/DTDs/Podcast-1.0.dtd"),
            ("a", "http://purl.org/atom/ns#"),
            ("a", "http://purl.org/atom/ns#draft-ietf-atompub-format-08"),
            ("a", "https://www.w3.org/2005/Atom/"),
            ("r", "http://my.netscape.com/rdf/simple/0.9/"),
            ("r", "http://purl.org/net/rss1.1#"),
            ("content", "http://purl.org/rss/1.0/modules/content"),
        ];
        let right: Vec<&str> = KNOWN.iter().map(|known| known.uri).collect();
        for (prefix, uri) in cases {
            let text = format!("<x xmlns:{prefix}=\"{uri}\">");
            let tag = entered(&mut Scope::default(), &text);
            assert!(tag.changed && right.contains(&&*tag.attributes[0].value), "{uri}: {tag:?}");
        }
    }

    #[test]
    fn what_is_right_or_unknown_stays() {
        for known in &KNOWN {
            let text = format!("<x xmlns:{}=\"{}\">", known.prefix, known.uri);
            let mut scope = Scope::default();
            assert!(!entered(&mut scope, &text).changed, "{text}");
            let name = format!("{}:y", known.prefix);
            let name: &str = name.leak();
            assert_eq!(scope.resolve(name), (known.space, "y"));
            assert_eq!(scope.missing(), "");
        }
        let mut scope = Scope::default();
        assert!(!entered(&mut scope, "<x xmlns:my=\"http://news.example/ns\">").changed);
        assert_eq!(scope.resolve("my:y"), (Space::Other, "y"));
    }

    #[test]
    fn a_prefix_that_nobody_declared_is_declared() {
        let mut scope = Scope::default();
        assert_eq!(scope.resolve("media:title"), (Space::Media, "title"));
        assert_eq!(scope.resolve("my:title"), (Space::Other, "title"));
        assert_eq!(scope.resolve("my:link"), (Space::Other, "link"));
        assert_eq!(scope.missing(), " xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:my=\"urn:undeclared:my\"");
    }

    #[test]
    fn a_declaration_ends_with_its_element_and_the_language_s_own_is_not_taken() {
        let mut scope = Scope::default();
        entered(&mut scope, "<x xmlns=\"http://www.w3.org/1999/xhtml\">");
        assert_eq!(scope.resolve("p"), (Space::Xhtml, "p"));
        scope.leave(1);
        assert_eq!(scope.resolve("p"), (Space::None, "p"));
        assert_eq!(entered(&mut scope, "<x xmlns:xml=\"urn:a\" xmlns:xmlns=\"urn:b\">").written(), "<x>");
    }
}
