//! The store as its callers see it, over real files.

mod edits;
mod health;
mod model;
mod moves;
mod notes;
mod polls;
mod retag;
mod safety;
mod search;
mod support;
