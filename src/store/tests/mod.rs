//! The store as its callers see it, over real files.

mod health;
mod model;
mod moves;
mod pages;
mod polls;
mod retag;
mod safety;
mod search;
mod support;
