//! What newsboat's users bring along: its `urls` file, with tags, titles and query feeds
//! ([newsboat](https://newsboat.org/)).

mod filter;
mod tokens;
mod urls;
mod write;

pub use filter::{Untranslatable, translate};
pub use urls::{HIDDEN, MAX_BYTES, Skipped, Urls, read};
pub use write::write;
