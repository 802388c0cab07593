//! `config.toml` becomes typed settings; every error names file, line, key and a hint.
//!
//! A setting comes from the command line, else from a `CHANCERY_*` variable, else from the file, else from the
//! defaults here. `feeds.toml` and `gazetteer.toml`, which the user edits too, hold the subscriptions
//! ([`subscriptions`]) and names to find in articles ([`gazetteer`]).

mod bidi;
mod commands;
mod document;
mod environment;
mod error;
mod export_folder;
pub mod gazetteer;
mod paths;
mod settings;
mod slot;
pub mod subscriptions;
mod write;

pub use bidi::{BIDI, reorders};
pub use environment::Environment;
pub use error::{ConfigError, Mistake, Place};
pub use export_folder::export_folder;
pub use paths::{Locations, Paths};
pub use slot::parse_size;

use std::time::Duration;

use crate::domain::UserCommand;

/// The names that `reading.images` may have.
pub const IMAGES: &[&str] = &["never", "auto", "always"];
/// The names that `reading.image_protocol` may have.
pub const IMAGE_PROTOCOLS: &[&str] = &["auto", "kitty", "iterm2", "sixel", "half-blocks"];
/// The names that `ui.theme` may have.
pub const THEMES: &[&str] = &["colour", "plain"];
/// The names that `keys.preset` may have.
pub const KEY_PRESETS: &[&str] = &["default", "newsboat"];
/// The names that `log.level` may have.
pub const LOG_LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];

/// Everything that can be set; `config.example.toml` says what each does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    pub polling: Polling,
    pub reading: Reading,
    pub ui: Ui,
    pub log: Log,
    pub keys: Keys,
    /// The user's own commands, in the order of the file.
    pub commands: Vec<CommandEntry>,
}

/// How feeds are polled.
#[derive(Clone, Debug, PartialEq)]
pub struct Polling {
    /// How often a feed is asked for news at most.
    pub interval: Duration,
    /// How often a feed is asked at least that seldom has any.
    pub max_interval: Duration,
    /// How many feeds are fetched at once.
    pub concurrency: usize,
    /// How many of them from one host.
    pub per_host: usize,
    /// How long a host has rest after a request began.
    pub host_pause: Duration,
    /// How long a connection may take to come about.
    pub connect_timeout: Duration,
    /// How long a whole fetch may take.
    pub timeout: Duration,
    /// The most bytes of a feed, after decompression.
    pub max_body: u64,
    /// The most bytes of a feed on the wire.
    pub max_download: u64,
    /// How many redirects are followed.
    pub max_redirects: usize,
}

impl Default for Polling {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(15 * 60),
            // A report of a think tank is seen the same day, and a feed that died costs four requests a day.
            max_interval: Duration::from_secs(6 * 60 * 60),
            concurrency: 8,
            per_host: 2,
            host_pause: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            max_body: 32 * 1024 * 1024,
            max_download: 16 * 1024 * 1024,
            max_redirects: 10,
        }
    }
}

/// How articles are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The longest line of an article, in columns.
    pub measure: u16,
    /// Whether opening an article marks it read.
    pub mark_read_on_open: bool,
    /// Where articles are exported to; empty for the folder of downloads.
    pub export_folder: String,
    /// Whether whole articles are fetched of all feeds that give only their beginning.
    pub full_text: bool,
    /// Who puts text that is read from right to left in order, one of [`BIDI`]; see [`reorders`].
    pub bidi: String,
    /// Whether articles show pictures, one of [`IMAGES`].
    pub images: String,
    /// How the terminal shows them, one of [`IMAGE_PROTOCOLS`].
    pub image_protocol: String,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            measure: 72,
            mark_read_on_open: true,
            export_folder: String::new(),
            full_text: false,
            bidi: "auto".into(),
            images: "auto".into(),
            image_protocol: "auto".into(),
        }
    }
}

/// How the interface looks and listens.
#[derive(Clone, Debug, PartialEq)]
pub struct Ui {
    /// Whether the mouse is listened to. When it is, the terminal's own selection needs Shift.
    pub mouse: bool,
    /// The colours, one of [`THEMES`].
    pub theme: String,
}

impl Default for Ui {
    fn default() -> Self {
        Self { mouse: true, theme: "colour".into() }
    }
}

/// What is logged, and for how long it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Log {
    /// One of [`LOG_LEVELS`].
    pub level: String,
    /// How many days' logs are kept.
    pub days: usize,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into(), days: 7 }
    }
}

/// What keys do. The names of actions and keys are judged by the layer that has them (`app`).
#[derive(Clone, Debug, PartialEq)]
pub struct Keys {
    /// The set of bindings to begin with, one of [`KEY_PRESETS`].
    pub preset: String,
    /// Changes to it, in the order of the file.
    pub bindings: Vec<KeyBinding>,
}

impl Default for Keys {
    fn default() -> Self {
        Self { preset: "default".into(), bindings: Vec::new() }
    }
}

/// A table of `[commands]`. Its keys are judged by the layer that has them (`app`).
#[derive(Clone, Debug, PartialEq)]
pub struct CommandEntry {
    pub command: UserCommand,
    /// Its keys, as written.
    pub keys: Vec<String>,
    /// The line of the file it stands in, from 1, for [`ConfigError::at`].
    pub line: usize,
}

/// An entry of `[keys]`: the keys of an action, which replace those of the preset.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyBinding {
    /// The name of the action, as written.
    pub action: String,
    /// The keys, as written; an empty list takes the action's keys away.
    pub keys: Vec<String>,
    /// The line of the file it stands in, from 1, for [`ConfigError::at`].
    pub line: usize,
}
