//! chancery: a terminal news reader for geopolitics.
pub mod config;
pub mod domain;
pub mod fetch;
pub mod opml;
pub mod poll;
pub mod store;
pub mod tagging;
pub mod text;
