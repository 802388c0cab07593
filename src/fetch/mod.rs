//! One URL, one request: an address becomes bytes, and bytes become a feed, or a [`Failure`] that can be read.
//!
//! [`Client`] asks and follows redirects; [`Response::feed`] reads what came. Atom's "entry" ends here: the
//! poller makes articles of the [`ParsedFeed`].
//!
//! [`Failure`]: crate::domain::Failure

mod client;
mod failure;
mod guard;
mod parse;
mod probe;
mod reach;
mod response;
mod sniff;
mod tls;

pub use client::{Client, ClientError};
pub use failure::FetchError;
pub use guard::{guarded, is_guarded};
pub use parse::{Entry, MAX_ENTRIES, ParsedFeed, parse};
pub use probe::{Probe, probe, proxy_of};
pub use response::{Answer, Response, Validators};
