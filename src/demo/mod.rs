//! `chancery demo`: publishers of diplomatic history on a feed server inside the process.
//!
//! The server is a real one on the loopback: the reader polls it as it polls the world, with conditional
//! requests, new articles from time to time and, when asked, a network that goes away.

mod dispatches;
mod feeds;
mod server;

pub use dispatches::{Dispatch, Format, Publisher, publishers};
pub use feeds::feed;
pub use server::{Server, Tally};
