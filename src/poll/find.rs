//! What an article is about, in the eyes of its feed: by the tagger, less what the user rejected.

use crate::domain::{CountryCode, Feed, FeedId, Rejections, SafeText};
use crate::store::Found;
use crate::tagging::{Input, Tagger};
use crate::text::words_of;

/// What is known of the articles of a feed before they are read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Background {
    feed: FeedId,
    language: Option<SafeText>,
    country: Option<CountryCode>,
}

impl Background {
    /// By the feed's source card, and by the language that the feed itself states.
    pub fn new(feed: &Feed, stated: Option<&SafeText>) -> Self {
        let card = &feed.source.card;
        Self { feed: feed.id, language: card.language.as_ref().or(stated).cloned(), country: card.country }
    }

    /// Of a feed that is no longer subscribed to.
    pub fn unknown(feed: FeedId) -> Self {
        Self { feed, language: None, country: None }
    }

    /// The tags of an article. Blocks for as long as that takes.
    pub fn find(&self, tagger: &Tagger, rejections: &Rejections, title: &SafeText, text: &SafeText) -> Found {
        let language = self.language.as_ref().map(SafeText::as_str);
        let tags = tagger.tag(Input { title, text, language, feed_country: self.country });
        let judged = rejections.judge(self.feed, title.len(), tags, |span| words_of(title, text, span));
        let regions = tagger.regions_of(&judged.tags);
        Found { judged, regions }
    }
}
