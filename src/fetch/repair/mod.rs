//! Repair: a feed as it came becomes a feed that a parser of XML can read without loss.
//!
//! One feed in eight is broken in a way that refuses or empties it, and most of them always in the same few ways.
//! Each step has its file:
//!
//! | Step | What | Where |
//! |---|---|---|
//! | 1 | bytes to text | `decode` |
//! | 2 | the real root; what document types declare | `start`, `doctype` |
//! | 3 | illegal characters | `characters` |
//! | 4 | references: bare `&`, HTML's names, impossible numbers | `references` |
//! | 5 | missing and foreign namespaces | `namespaces` |
//! | 6 | roots, versions, names and links of old formats | `roots`, `links`, `elements` |
//! | 7 | Atom 0.3 | `elements`, `types` |
//! | 8 | types, addresses and times that refuse a whole feed | `types`, `texts`, `tag` |
//! | 9 | markup that nobody escaped | `markup` |
//! | 10 | forgotten and crossed end tags, what a cut left open | `walk` |
//!
//! What [`repaired`] returns is well-formed, begins with the root's tag and ends with the root's end. Every prefix
//! is declared, well-known namespaces have their right names, elements that hold text hold nothing but text and
//! `CDATA`, RSS has its channel, an item of RSS 1.0 its link, and Atom's texts are of type `text` or `html`. A feed
//! that needs nothing is not copied. The time is linear in any input.

mod characters;
mod decode;
mod doctype;
mod edits;
mod elements;
mod links;
mod markup;
mod namespaces;
mod references;
mod roots;
mod start;
mod tag;
mod texts;
mod tokens;
mod types;
mod walk;
mod without;

use std::borrow::Cow;

use self::doctype::Entities;

pub use self::decode::decode;
pub use self::without::{FRAGILE, without};

/// A feed in XML, repaired; a text that has no root of a feed stays as it is.
pub fn repaired(text: Cow<'_, str>) -> Cow<'_, str> {
    step(step(text, characters::legal), from_root)
}

/// Whether somewhere in a text a feed in XML begins.
pub fn has_root(text: &str) -> bool {
    start::root(text, &mut Entities::default()).is_some()
}

fn from_root(text: &str) -> Cow<'_, str> {
    let mut entities = Entities::default();
    match start::root(text, &mut entities) {
        Some((at, format)) => walk::mended(&text[at..], format, entities),
        None => Cow::Borrowed(text),
    }
}

/// One step after another, without a copy where neither changes anything.
fn step(text: Cow<'_, str>, repair: impl Fn(&str) -> Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => repair(text),
        Cow::Owned(text) => Cow::Owned(repair(&text).into_owned()),
    }
}

#[cfg(test)]
mod tests;
