//! What the tests of this folder share.

use std::path::Path;

use crate::config::{Environment, Locations, Paths};
use crate::domain::{Source, WebUrl};

pub fn paths(folder: &Path) -> Paths {
    let named = Locations { config: Some(folder.join("config.toml")), data_dir: Some(folder.into()) };
    Paths::find(&named, &Environment::default()).unwrap()
}

pub fn feed(name: &'static str, url: &str) -> Source {
    Source::unknown(name.into(), WebUrl::parse(url).unwrap())
}
