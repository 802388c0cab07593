//! A feed that could be subscribed to, with what one sees of it before one does.

use jiff::Timestamp;

use super::{SafeText, Source, WebUrl};

/// The most titles of a preview.
pub const PREVIEW_MAX: usize = 3;

/// A feed that was found at an address or on a site's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub url: WebUrl,
    /// What it calls itself; empty when it does not say.
    pub title: SafeText,
    /// The publisher's page.
    pub site: Option<WebUrl>,
    /// Its format, such as `RSS 2.0`.
    pub format: SafeText,
    /// Its newest articles, newest first, at most [`PREVIEW_MAX`].
    pub newest: Vec<Teaser>,
}

/// The title of an article, and when it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teaser {
    pub title: SafeText,
    pub at: Option<Timestamp>,
}

impl Candidate {
    /// What it is called: its title, else its host.
    pub fn name(&self) -> SafeText {
        if self.title.is_empty() { SafeText::line(self.url.host()) } else { self.title.clone() }
    }

    /// A subscription to it in these folders.
    pub fn source(&self, folders: Vec<SafeText>) -> Source {
        Source { site: self.site.clone(), folders, ..Source::unknown(self.name(), self.url.clone()) }
    }
}
