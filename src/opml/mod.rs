//! Subscriptions in exchange with other readers ([OPML 2.0](https://opml.org/spec2.opml)): read leniently,
//! written strictly.

mod decode;
mod read;
mod write;

pub use decode::is_xml;
pub use read::{MAX_BYTES, Opml, OpmlError, Skipped, read};
pub use write::write;
