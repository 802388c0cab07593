//! Links that wait for a network.

use jiff::Timestamp;

use super::{SafeText, WebUrl};

/// A link that was opened while there was no network, to be opened later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedLink {
    pub url: WebUrl,
    /// What it leads to, on one line; its address where nothing better is known.
    pub title: SafeText,
    /// When it was opened.
    pub at: Timestamp,
}
