//! The pure heart: what the reader knows, what can happen, and what follows from it.
//!
//! [`update()`] is a pure function from model and message to model and effects; nothing here touches the
//! network, the disk or a clock.

pub mod action;
pub mod dialog;
pub mod edits;
pub mod effect;
pub mod feeds;
pub mod find;
pub mod form;
pub mod help;
pub mod hints;
pub mod key;
pub mod keymap;
pub mod list;
pub mod message;
pub mod model;
pub mod panes;
pub mod pictures;
pub mod prompt;
pub mod result;
pub mod sheet;
pub mod tags;
pub mod trail;
pub mod views;

mod update;

pub use update::{start, stop, update};
