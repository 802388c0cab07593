//! The store as its callers see it, over real files.

mod health;
mod kept;
mod model;
mod moves;
mod polls;
mod retag;
mod safety;
mod search;
mod support;
