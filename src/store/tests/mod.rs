//! The store as its callers see it, over real files.

mod health;
mod links;
mod model;
mod moves;
mod pages;
mod pictures;
mod polls;
mod queued_links;
mod retag;
mod safety;
mod search;
mod support;
