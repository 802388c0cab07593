//! Which feeds there are: those that chancery comes with, switched on and off, and the user's own.
//!
//! `feeds.toml` lies beside `config.toml` and is the user's; `feeds.example.toml` tells all of its form:
//!
//! ```toml
//! on = ["BBC Europe", "kind:think-tank"]  # feeds of the list that are off by default, by name or by group
//! off = ["NPR World", "region:africa"]    # feeds of the list that are on by default
//!
//! [[feed]]                                # a feed of one's own
//! name = "Foreign desk"
//! url = "https://news.example/feed.xml"
//! folder = "Desks/Foreign"
//!
//! [[feed]]                                # no url: a feed of the list, changed
//! name = "Yonhap English"
//! tags = ["pacific"]
//! ```
//!
//! chancery edits it only where the user asks for that, and leaves every comment and the order as they are.

mod access;
mod append;
mod change;
mod choices;
mod edit;
mod entry;
mod read;
mod remove;
mod switch;
mod table;
#[cfg(test)]
mod testing;
mod views;

pub use append::{Subscribed, subscribe};
pub use choices::{Choice, NotAChoice};
pub use edit::edit;
pub use read::default_name;
pub use remove::{Removed, restore, unsubscribe};
pub use switch::{Switched, switch};
pub use views::save_views;

use std::path::Path;

use serde::Deserialize;

use super::document::{Document, read as read_file};
use super::{ConfigError, Paths};
use crate::domain::{SafeText, SavedView, Source};

/// The feeds that chancery comes with.
const SHIPPED: &str = include_str!("../../../assets/sources.toml");

/// A feed of the list that chancery comes with.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipped {
    /// What the list calls it, whatever the user does.
    pub name: SafeText,
    /// As the user has changed it.
    pub source: Source,
    /// Whether it is subscribed to unless the user says otherwise.
    pub on: bool,
}

impl Shipped {
    fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.trim())
    }
}

/// Every feed of the list that chancery comes with, in its order.
pub fn shipped() -> Vec<Shipped> {
    #[derive(Deserialize)]
    struct List {
        source: Vec<Listed>,
    }
    #[derive(Deserialize)]
    struct Listed {
        #[serde(flatten)]
        source: Source,
        on: bool,
    }
    let list: List = toml::from_str(SHIPPED).expect("assets/sources.toml is valid, a test shows it");
    let shipped = |Listed { source, on }| Shipped { name: source.name.clone(), source, on };
    list.source.into_iter().map(shipped).collect()
}

/// The subscriptions: the list's feeds that are on, then the user's own. Where both have an address, the user's
/// entry stands.
///
/// # Errors
/// Every mistake in `feeds.toml`. Without the file the list's defaults hold.
pub fn load(paths: &Paths) -> Result<Vec<Source>, ConfigError> {
    read_all(paths).map(read::Subscriptions::sources)
}

/// All that the file makes of the list: the subscriptions and the saved views.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    pub sources: Vec<Source>,
    pub views: Vec<SavedView>,
}

/// The subscriptions, as [`load`] has them, and the saved views.
///
/// # Errors
/// As [`load`].
pub fn load_all(paths: &Paths) -> Result<Loaded, ConfigError> {
    let mut subscriptions = read_all(paths)?;
    let views = std::mem::take(&mut subscriptions.views);
    Ok(Loaded { sources: subscriptions.sources(), views })
}

/// The list, with what the user changed about its feeds; each says whether it is on.
///
/// # Errors
/// As [`load`].
pub fn listed(paths: &Paths) -> Result<Vec<Shipped>, ConfigError> {
    let subscriptions = read_all(paths)?;
    let listed = subscriptions.listed.iter();
    Ok(listed.map(|feed| Shipped { on: subscriptions.is_on(feed), ..feed.clone() }).collect())
}

fn read_all(paths: &Paths) -> Result<read::Subscriptions, ConfigError> {
    let text = read_file(&paths.feeds_file)?.unwrap_or_default();
    parse(&paths.feeds_file, &text)
}

fn parse(file: &Path, text: &str) -> Result<read::Subscriptions, ConfigError> {
    read::parse(Document::new(file, text), shipped())
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

    #[test]
    fn the_example_is_read_and_shows_every_key() {
        let example = include_str!("../../../feeds.example.toml");
        let sources = parse(Path::new("feeds.example.toml"), example).unwrap().sources();
        assert!(sources.iter().any(|source| source.name == "Foreign desk" && source.folders.len() == 2));
        let keys: HashSet<&str> = example
            .lines()
            .filter_map(|line| line.trim_start_matches("# ").split_once(" = "))
            .map(|(key, _)| key)
            .collect();
        for key in entry::KEYS.iter().chain(&["defaults", "on", "off"]) {
            assert!(keys.contains(key), "{key}");
        }
    }
}
