//! One URL, one request: an address becomes bytes, and bytes become a feed, or a [`Failure`] that can be read.
//!
//! [`Client`] asks and follows redirects; [`Response::feed`] reads what came. Atom's "entry" ends here: the
//! poller makes articles of the [`ParsedFeed`].
//!
//! [`Failure`]: crate::domain::Failure

mod body;
mod client;
mod coding;
mod credentials;
mod dates;
mod discover;
mod extract;
mod failure;
mod follow;
mod freshness;
mod guard;
mod headers;
mod local;
mod page;
mod parse;
mod picture;
mod probe;
mod reach;
pub mod repair;
mod response;
mod shell;
mod sniff;
mod tls;
mod transport;

pub use client::{Client, ClientError};
pub use discover::{Candidate, discover};
pub use extract::{Extraction, PAGE_MAX_BYTES, extract, extract_with_doubt, page_text};
pub use failure::{FetchError, Stage};
pub use guard::{guarded, is_guarded};
pub use page::{Fault, Page, PageError};
pub use parse::{Entry, MAX_ENTRIES, ParsedFeed, parse};
pub use probe::{Probe, probe, proxy_of};
pub use response::{Answer, Meta, Response, Validators};
pub use shell::{Shell, ShellError};
