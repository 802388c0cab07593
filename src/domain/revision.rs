//! What an article said before its source changed it.

use jiff::Timestamp;

use super::{Article, SafeText};

/// What an article said until then.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// When other words were found in its place.
    pub until: Timestamp,
    pub origin: Origin,
    pub title: SafeText,
    /// HTML (or plain text), cleaned by [`SafeText::block`].
    pub body: SafeText,
}

/// Where a text of an article is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    Feed,
    /// The article of its page.
    Page,
}

/// A revision with what took its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edit<'a> {
    pub until: Timestamp,
    /// Title and body before.
    pub before: (&'a SafeText, &'a SafeText),
    /// Title and body after.
    pub after: (&'a SafeText, &'a SafeText),
}

impl Article {
    /// Each of its revisions with what took its place: the next of the same origin, or what stands now. A revision of a
    /// page that is not held any more has no successor and is left out.
    pub fn edits<'a>(&'a self, revisions: &'a [Revision]) -> Vec<Edit<'a>> {
        let now = |origin| match (origin, &self.full_text) {
            (Origin::Feed, _) => Some((&self.headline.title, &self.body)),
            (Origin::Page, Some(page)) => Some((&page.title, &page.body)),
            (Origin::Page, None) => None,
        };
        let edit = |(place, revision): (usize, &'a Revision)| {
            let next = revisions[place + 1..].iter().find(|next| next.origin == revision.origin);
            let after = next.map(|next| (&next.title, &next.body)).or_else(|| now(revision.origin))?;
            Some(Edit { until: revision.until, before: (&revision.title, &revision.body), after })
        };
        revisions.iter().enumerate().filter_map(edit).collect()
    }
}
