//! chancery: a terminal news reader for geopolitics.
pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod fetch;
pub mod opml;
pub mod poll;
pub mod runtime;
pub mod store;
pub mod tagging;
pub mod text;
pub mod ui;
