//! The environment's variables, as a value: tests run side by side and cannot share the process's own.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::ConfigError;

/// The variables that a process was started with. Variables with an empty value count as not set.
#[derive(Clone, Debug, Default)]
pub struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// The variables beside those of single settings that chancery reads, and those that it sets for `exec:` feeds and
    /// for commands on articles, which may call chancery.
    pub const NAMES: [&str; 8] = [
        "CHANCERY_CONFIG",
        "CHANCERY_DATA_DIR",
        "CHANCERY_FEED",
        "CHANCERY_ID",
        "CHANCERY_LINK",
        "CHANCERY_LOG",
        "CHANCERY_SOURCE",
        "CHANCERY_TITLE",
    ];

    /// The variables of this process.
    pub fn of_process() -> Self {
        Self(std::env::vars_os().collect())
    }

    /// A variable's text.
    ///
    /// # Errors
    /// When it is not Unicode.
    pub fn text(&self, name: &str) -> Result<Option<&str>, ConfigError> {
        match self.value(name).map(OsStr::to_str) {
            Some(None) => Err(ConfigError::variable(name, "it is not Unicode text", None)),
            Some(text) => Ok(text),
            None => Ok(None),
        }
    }

    /// Whether a variable is set to anything.
    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// A variable's value as a path.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.value(name).map(PathBuf::from)
    }

    /// The names of all variables that begin with `CHANCERY_`.
    pub(super) fn own_names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|name| name.to_str()).filter(|name| name.starts_with("CHANCERY_"))
    }

    fn value(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(variables: [(&str, &str); N]) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}
