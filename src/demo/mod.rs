//! `chancery demo`: publishers of diplomatic history on a feed server inside the process.
//!
//! The server is a real one on the loopback: the reader polls it as it polls the world, with conditional
//! requests, new articles from time to time, a page for each of them and, when asked, a network that goes away.

mod dispatches;
mod feeds;
mod pages;
mod picture;
mod server;

pub use dispatches::{Dispatch, Format, Publisher, Wall, publishers};
pub use feeds::feed;
pub use pages::page;
pub use server::{Server, Tally};
