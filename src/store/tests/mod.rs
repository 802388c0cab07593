//! The store as its callers see it, over real files.

mod edits;
mod health;
mod links;
mod model;
mod moves;
mod notes;
mod pages;
mod pictures;
mod polls;
mod queued_links;
mod retag;
mod safety;
mod search;
mod support;
