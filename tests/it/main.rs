//! The one integration binary: parts of the library against the outside they are made for.

mod cli;
mod damage;
mod demo;
mod desk;
mod durability;
mod export;
mod fetch;
#[cfg(unix)]
mod health;
mod hostile;
mod pack;
mod pages;
mod parse;
mod poll;
mod scenarios;
mod screens;
mod subscriptions;
mod support;
#[cfg(unix)]
mod terminal;
