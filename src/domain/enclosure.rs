//! What hangs on an article: files, and where an aggregator has it from.

use serde::{Deserialize, Serialize};

use super::{SafeText, WebUrl};

/// A file that belongs to an article: a recording, a picture, a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    pub url: WebUrl,
    /// Its media type as the feed states it, such as `audio/mpeg`; may be empty.
    pub media_type: SafeText,
    /// How large it is said to be.
    pub bytes: Option<u64>,
    /// What it is called; may be empty.
    pub title: SafeText,
}

/// The feed that an aggregator took an article from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// Never empty.
    pub name: SafeText,
    pub url: Option<WebUrl>,
}
