//! `events.toml` as it is written.

use std::collections::HashMap;

use serde::Deserialize;

use crate::domain::Plover;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventTable {
    pub sets: HashMap<String, Vec<String>>,
    #[serde(rename = "verb")]
    pub verbs: Vec<VerbRow>,
    pub traps: Vec<String>,
    pub irregular: HashMap<String, Vec<String>>,
    pub nouns: Nouns,
    pub chain: Chain,
    pub words: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VerbRow {
    pub label: Plover,
    #[serde(default)]
    pub acts: Vec<String>,
    #[serde(default)]
    pub forces: Vec<String>,
    #[serde(default)]
    pub meetings: Vec<String>,
    #[serde(default)]
    pub mutual: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub pairs: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nouns {
    pub office: Vec<String>,
    pub means: Vec<String>,
    pub crowd: Vec<String>,
    pub before: Vec<String>,
    pub former: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chain {
    pub plain: Vec<String>,
    pub be: Vec<String>,
    pub negated: Vec<String>,
    pub conditional: Vec<String>,
    pub days: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub joining: Vec<String>,
    pub subordinating: Vec<String>,
    pub hypothetical: Vec<String>,
    pub reporting: Vec<String>,
    pub pronouns: Vec<String>,
    pub stops: Vec<String>,
    pub behind: Vec<String>,
    pub asking: Vec<String>,
    pub labels: Vec<String>,
    pub sport: Vec<String>,
    pub past: Vec<String>,
}
