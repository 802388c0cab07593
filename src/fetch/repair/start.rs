//! Step 2: a feed begins at its root. Blank lines, warnings of PHP, comments, declarations and document types before
//! it go; what may be JSON in that junk does not make the feed JSON.

use super::doctype::Entities;
use super::namespaces::Space;
use super::tokens::{Kind, Tokens};

/// The format that a root announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// RSS 0.91 to 2.0.
    Rss,
    /// RSS 0.90 and 1.0.
    Rdf,
    Atom,
    /// [RSS 1.1](http://inamidst.com/rss1.1/), whose root is `Channel`.
    Rss11,
    /// `channel` without RSS around it; so is [CDF](https://www.w3.org/TR/NOTE-CDFsubmit.html).
    Channel,
}

impl Format {
    /// What an element without a namespace is in.
    pub fn space(self) -> Space {
        if self == Self::Atom { Space::Atom } else { Space::None }
    }
}

/// Where the root of a feed begins, and its format. A root inside of another document (a page, say) is taken only
/// where the name can be nothing else.
pub(super) fn root(text: &str, entities: &mut Entities) -> Option<(usize, Format)> {
    let mut is_first = true;
    for token in Tokens::new(text) {
        match token.kind {
            Kind::Other if token.source(text).starts_with("<!DOCTYPE") => entities.declare(token.source(text)),
            Kind::Start => {
                if let Some(format) = format(token.name(text), is_first) {
                    return Some((token.start, format));
                }
                is_first = false;
            }
            _ => {}
        }
    }
    None
}

fn format(name: &str, is_first: bool) -> Option<Format> {
    let local = name.split_once(':').map_or(name, |(_, local)| local);
    match local {
        "Channel" if is_first => Some(Format::Rss11),
        _ if local.eq_ignore_ascii_case("rss") => Some(Format::Rss),
        _ if local.eq_ignore_ascii_case("rdf") => Some(Format::Rdf),
        _ if local.eq_ignore_ascii_case("feed") => Some(Format::Atom),
        "entry" if is_first => Some(Format::Atom),
        _ if is_first && local.eq_ignore_ascii_case("channel") => Some(Format::Channel),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_behind_any_junk() {
        let cases = [
            ("<rss version='2.0'>", Some((0, Format::Rss))),
            ("\u{FEFF}\n <?xml version='1.0'?><feed>", Some((26, Format::Atom))),
            ("<br />\n<b>Warning</b>: {\"a\": 1} in <b>x.php</b><rss>", Some((47, Format::Rss))),
            ("<!-- <rss> --><!DOCTYPE rss [<!ENTITY a '<rss>'>]><rdf:RDF>", Some((50, Format::Rdf))),
            ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", Some((0, Format::Atom))),
            ("<RSS>", Some((0, Format::Rss))),
            ("<Channel>", Some((0, Format::Rss11))),
            ("<CHANNEL>", Some((0, Format::Channel))),
            ("<p><channel>", None),
            ("<html><p>&lt;rss&gt;</p></html>", None),
            ("{\"items\": []}", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(root(text, &mut Entities::default()), expected, "{text}");
        }
    }
}
