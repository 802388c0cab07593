//! What is asked of the user about feeds: which of those that were found, and what a feed's fields say.

use super::effect::RequestId;
use crate::domain::{Candidate, FeedId, SafeText};

/// Something that is asked over all else; a prompt may stand below it.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Feeds are being looked for.
    Looking { request: RequestId, address: SafeText },
    /// Feeds were found, with the cursor on one, from 0.
    Found { candidates: Vec<Candidate>, cursor: usize },
    /// The fields of a feed, with the cursor on one, from 0.
    Form { feed: FeedId, cursor: usize },
}
