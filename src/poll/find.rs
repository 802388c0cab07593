//! What an article is about, in the eyes of its feed: by the tagger, less what the user rejected.

use crate::domain::{CountryCode, Feed, FeedId, Rejections, SafeText};
use crate::store::Found;
use crate::tagging::{Annotation, Input, Tagger};
use crate::text::words_of;

/// What is known of the articles of a feed before they are read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Background {
    feed: FeedId,
    language: Option<SafeText>,
    country: Option<CountryCode>,
}

impl Background {
    /// By the source card's language, which the user can correct, or else the one that the feed itself states, and by
    /// the card's country.
    pub fn new(feed: &Feed, stated: Option<&SafeText>) -> Self {
        let card = &feed.source.card;
        Self { feed: feed.id, language: card.language.as_ref().or(stated).cloned(), country: card.country }
    }

    /// Of a feed that is no longer subscribed to.
    pub fn unknown(feed: FeedId) -> Self {
        Self { feed, language: None, country: None }
    }

    /// The tags of an article, and its event. Blocks for as long as that takes.
    pub fn find(&self, tagger: &Tagger, rejections: &Rejections, title: &SafeText, text: &SafeText) -> Found {
        let language = self.language.as_ref().map(SafeText::as_str);
        let Annotation { tags, event, .. } =
            tagger.annotate(Input { title, text, language, feed_country: self.country });
        let judged = rejections.judge(self.feed, title.len(), tags, |span| words_of(title, text, span));
        let regions = tagger.regions_of(&judged.tags);
        Found { judged, event, regions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Source, SourceCard, WebUrl};

    fn feed(language: Option<&'static str>, country: &str) -> Feed {
        let url = WebUrl::parse("https://wire.example/feed").unwrap();
        let card =
            SourceCard { language: language.map(SafeText::from), country: country.parse().ok(), ..Default::default() };
        Feed { id: FeedId(1), source: Source { card, ..Source::unknown("Wire".into(), url) }, moved: None }
    }

    fn keys(background: &Background, title: &'static str) -> Vec<SafeText> {
        let found = background.find(Tagger::embedded(), &Rejections::default(), &title.into(), &SafeText::default());
        found.judged.tags.into_iter().map(|tag| tag.key).collect()
    }

    #[test]
    fn the_language_is_the_source_cards_or_else_the_feeds() {
        for (stated, card, language) in [
            (Some("en"), Some("de"), Some("de")),
            (None, Some("de"), Some("de")),
            (Some("de"), None, Some("de")),
            (None, None, None),
        ] {
            let stated = stated.map(SafeText::from);
            let background = Background::new(&feed(card, "CH"), stated.as_ref());
            assert_eq!(background.language, language.map(SafeText::from));
            assert_eq!(background.country, "CH".parse().ok());
            // The name is German, and the title too short to tell that it is.
            let expected: &[&str] = if language.is_some() { &["HU"] } else { &[] };
            assert_eq!(keys(&background, "Wahl in Ungarn"), expected);
        }
    }

    #[test]
    fn a_town_of_many_namesakes_lies_in_the_country_of_the_source() {
        for country in ["AU", "GB"] {
            let keys = keys(&Background::new(&feed(Some("en"), country), None), "Mayor of Perth and Hamilton resigns");
            assert!(keys.iter().any(|key| *key == country), "{country}: {keys:?}");
        }
    }

    #[test]
    fn what_was_done_is_found_with_the_tags() {
        let find = |title: &'static str| {
            let background = Background::unknown(FeedId(1));
            background.find(Tagger::embedded(), &Rejections::default(), &title.into(), &SafeText::default()).event
        };
        assert_eq!(find("Serbia accuses Kosovo of delay").unwrap().line(), "Serbia → ACCUSE → Kosovo · by pattern");
        assert_eq!(find("A bridge in Chile is painted"), None);
    }
}
