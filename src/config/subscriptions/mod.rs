//! Which feeds there are: those that chancery comes with, switched on and off, and the user's own.
//!
//! `feeds.toml` lies beside `config.toml`; it is the user's, and chancery only ever adds to it:
//!
//! ```toml
//! defaults = true          # false: none but those below
//! on = ["BBC Europe"]      # feeds of the list, by name, that are off by default
//! off = ["NPR World"]      # feeds of the list that are on by default
//!
//! [[feed]]                 # a feed of one's own
//! name = "Foreign desk"
//! url = "https://news.example/feed.xml"
//! folder = "Desks/Foreign" # all that follows is optional
//! kind = "wire"            # a source card, as in the list
//! ```

mod append;
mod read;

pub use append::{Subscribed, subscribe};

use serde::Deserialize;

use super::document::{Document, read as read_file};
use super::{ConfigError, Paths};
use crate::domain::Source;

/// The feeds that chancery comes with.
const SHIPPED: &str = include_str!("../../../assets/sources.toml");

/// A feed of the list that chancery comes with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Shipped {
    #[serde(flatten)]
    pub source: Source,
    /// Whether it is subscribed to unless the user says otherwise.
    pub on: bool,
}

/// Every feed of the list that chancery comes with, in its order.
pub fn shipped() -> Vec<Shipped> {
    #[derive(Deserialize)]
    struct List {
        source: Vec<Shipped>,
    }
    let list: List = toml::from_str(SHIPPED).expect("assets/sources.toml is valid, a test shows it");
    list.source
}

/// The subscriptions: the list's feeds that are on, then the user's own. Where both have an address, the user's
/// entry stands.
///
/// # Errors
/// Every mistake in `feeds.toml`. Without the file the list's defaults hold.
pub fn load(paths: &Paths) -> Result<Vec<Source>, ConfigError> {
    let text = read_file(&paths.feeds_file)?.unwrap_or_default();
    read::parse(Document::new(&paths.feeds_file, &text), shipped())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::{Owner, SourceKind};

    #[test]
    fn the_list_is_whole_and_names_every_feed_once() {
        let shipped = shipped();
        let names: HashSet<_> = shipped.iter().map(|feed| feed.source.name.to_lowercase()).collect();
        let urls: HashSet<_> = shipped.iter().map(|feed| &feed.source.url).collect();
        assert_eq!((names.len(), urls.len()), (shipped.len(), shipped.len()));
        for Shipped { source, .. } in &shipped {
            let card = &source.card;
            assert!(card.country.is_some() || card.region.is_some(), "{}", source.name);
            assert!(card.language.is_some() && card.family.is_some(), "{}", source.name);
            assert!(card.kind != SourceKind::Unknown && card.owner != Owner::Unknown, "{}", source.name);
        }
        let on = shipped.iter().filter(|feed| feed.on).count();
        assert!((50..shipped.len()).contains(&on), "{on} of {} feeds are on", shipped.len());
    }
}
