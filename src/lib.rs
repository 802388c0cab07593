//! chancery: a terminal news reader for geopolitics.
pub mod config;
pub mod domain;
pub mod opml;
pub mod store;
pub mod tagging;
pub mod text;
