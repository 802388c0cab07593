//! Which vocabulary an element is of.

/// The vocabularies that feeds are written in. All formats of feeds are one: no name means two things in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS of every version, Atom of every version, and CDF.
    Feed,
    /// [Dublin Core](https://www.dublincore.org/specifications/dublin-core/dces/) and its
    /// [terms](https://www.dublincore.org/specifications/dublin-core/dcmi-terms/).
    DublinCore,
    /// [RSS 1.0's content module](https://web.resource.org/rss/1.0/modules/content/).
    Content,
    /// [Media RSS](https://www.rssboard.org/media-rss).
    Media,
    /// [Podcasts](https://help.apple.com/itc/podcasts_connect/#/itcb54353390), Apple's words and Google's.
    Podcast,
    /// [RSS 1.0's syndication module](https://web.resource.org/rss/1.0/modules/syndication/).
    Syndication,
    FeedBurner,
    Xhtml,
    Rdf,
    /// Any other; its elements are passed over.
    Other,
}

/// Addresses in lower case, without scheme and what ends them: publishers write them in many ways.
const ADDRESSES: [(&str, Space); 20] = [
    ("www.w3.org/2005/atom", Space::Feed),
    ("purl.org/atom/ns", Space::Feed),
    ("purl.org/rss/1.0", Space::Feed),
    ("purl.org/net/rss1.1", Space::Feed),
    ("my.netscape.com/rdf/simple/0.9", Space::Feed),
    ("channel.netscape.com/rdf/simple/0.9", Space::Feed),
    ("my.netscape.com/publish/formats/rss-0.91.dtd", Space::Feed),
    ("backend.userland.com/rss", Space::Feed),
    ("blogs.law.harvard.edu/tech/rss", Space::Feed),
    ("purl.org/dc/elements/1.1", Space::DublinCore),
    ("purl.org/dc/elements/1.0", Space::DublinCore),
    ("purl.org/dc/terms", Space::DublinCore),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("search.yahoo.com/mrss", Space::Media),
    ("www.itunes.com/dtds/podcast-1.0.dtd", Space::Podcast),
    ("www.google.com/schemas/play-podcasts/1.0", Space::Podcast),
    ("purl.org/rss/1.0/modules/syndication", Space::Syndication),
    ("rssnamespace.org/feedburner/ext/1.0", Space::FeedBurner),
    ("www.w3.org/1999/xhtml", Space::Xhtml),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", Space::Rdf),
];

/// What prefixes mean where their address is missing or unknown.
const PREFIXES: [(&str, Space); 15] = [
    ("", Space::Feed),
    ("atom", Space::Feed),
    ("atom10", Space::Feed),
    ("a10", Space::Feed),
    ("rss", Space::Feed),
    ("dc", Space::DublinCore),
    ("dcterms", Space::DublinCore),
    ("content", Space::Content),
    ("media", Space::Media),
    ("itunes", Space::Podcast),
    ("googleplay", Space::Podcast),
    ("sy", Space::Syndication),
    ("feedburner", Space::FeedBurner),
    ("xhtml", Space::Xhtml),
    ("rdf", Space::Rdf),
];

/// The most prefixes that are kept.
const MAX_PREFIXES: usize = 64;

/// What the prefixes of a feed mean, the empty one included.
#[derive(Clone, Debug, Default)]
pub(super) struct Prefixes(Vec<(String, Space)>);

impl Prefixes {
    /// Takes a declaration. What nobody knows is passed over, so that a known prefix keeps its meaning under a
    /// misspelt address, and elements without a prefix stay the feed's.
    pub fn declare(&mut self, prefix: &str, address: &str) {
        let space = of_address(address).unwrap_or_else(|| of_prefix(prefix));
        self.0.retain(|(known, _)| known != prefix);
        if self.0.len() < MAX_PREFIXES {
            self.0.push((prefix.to_owned(), space));
        }
    }

    pub fn space(&self, prefix: &str) -> Space {
        let declared = self.0.iter().find(|(known, _)| known == prefix);
        declared.map_or_else(|| of_prefix(prefix), |(_, space)| *space)
    }
}

fn of_prefix(prefix: &str) -> Space {
    let known = PREFIXES.iter().find(|(known, _)| prefix.eq_ignore_ascii_case(known));
    known.map_or(Space::Other, |(_, space)| *space)
}

fn of_address(address: &str) -> Option<Space> {
    let lower = address.trim().to_ascii_lowercase();
    let bare = lower.strip_prefix("http://").or_else(|| lower.strip_prefix("https://")).unwrap_or(&lower);
    let bare = bare.trim_end_matches(['/', '#']);
    let known = ADDRESSES.iter().find(|(known, _)| bare == *known);
    known.map(|(_, space)| *space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vocabulary_is_known_by_its_address_however_it_is_written() {
        let cases = [
            ("media", "http://search.yahoo.com/mrss", Space::Media),
            ("m", "https://search.yahoo.com/mrss/", Space::Media),
            ("i", "http://www.iTunes.com/DTDs/Podcast-1.0.dtd", Space::Podcast),
            ("", "http://www.w3.org/2005/Atom", Space::Feed),
            ("", "http://www.w3.org/1999/xhtml", Space::Xhtml),
            ("", "http://backend.userland.com/rss2", Space::Feed),
            ("dc", "http://example.org/my-own", Space::DublinCore),
            ("x", "http://example.org/my-own", Space::Other),
        ];
        for (prefix, address, space) in cases {
            let mut prefixes = Prefixes::default();
            prefixes.declare(prefix, address);
            assert_eq!(prefixes.space(prefix), space, "{prefix} {address}");
        }
    }

    #[test]
    fn a_known_prefix_needs_no_declaration() {
        let prefixes = Prefixes::default();
        assert_eq!(prefixes.space("DC"), Space::DublinCore);
        assert_eq!(prefixes.space(""), Space::Feed);
        assert_eq!(prefixes.space("geo"), Space::Other);
    }

    #[test]
    fn a_later_declaration_wins_and_their_number_is_bounded() {
        let mut prefixes = Prefixes::default();
        prefixes.declare("x", "http://purl.org/dc/terms/");
        prefixes.declare("x", "http://www.w3.org/1999/xhtml");
        assert_eq!(prefixes.space("x"), Space::Xhtml);
        for number in 0..1_000 {
            prefixes.declare(&format!("p{number}"), "urn:x");
        }
        assert_eq!(prefixes.0.len(), MAX_PREFIXES);
    }
}
