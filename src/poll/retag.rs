//! Articles are tagged anew, a few at a time, when the tagger changed since, or what the user rejected.

use std::collections::HashMap;
use std::sync::Arc;

use super::find::Background;
use crate::domain::{Feed, FeedId, Rejections};
use crate::fetch::guarded;
use crate::store::{Retagged, Stale, Store, StoreError};
use crate::tagging::SharedTagger;
use crate::text;

/// The most articles of a batch. Each is a transaction, which holds up the user's own changes while it lasts.
const BATCH: usize = 32;

/// Tags articles anew, newest first. It can be dropped at any time; another goes on where it stopped.
#[derive(Clone, Debug)]
pub struct Retagger {
    store: Store,
    tagger: SharedTagger,
    backgrounds: Arc<HashMap<FeedId, Background>>,
}

/// Which articles to tag anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All whose tags are not up to date.
    Every,
    /// Those that a rejection concerns.
    Marked,
}

/// What a batch did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// How many articles were looked at; none when all are up to date.
    pub articles: usize,
    /// How many of them were stored; those that changed meanwhile come again.
    pub saved: usize,
    /// Whether a rejection concerned any of them.
    pub marked: bool,
}

impl Retagger {
    /// A retagger for the articles of these feeds, and of others with less knowledge.
    ///
    /// # Errors
    /// When the store cannot say what the feeds state.
    pub async fn new(store: Store, tagger: SharedTagger, feeds: &[Feed]) -> Result<Self, StoreError> {
        let mut retagger = Self { store, tagger, backgrounds: Arc::default() };
        retagger.set_feeds(feeds).await?;
        Ok(retagger)
    }

    /// Takes a new list of feeds.
    ///
    /// # Errors
    /// As [`Retagger::new`].
    pub async fn set_feeds(&mut self, feeds: &[Feed]) -> Result<(), StoreError> {
        let states: HashMap<_, _> = self.store.poll_states().await?.into_iter().collect();
        let stated = |feed: &Feed| states.get(&feed.id).and_then(|state| state.language.as_ref());
        self.backgrounds = Arc::new(feeds.iter().map(|feed| (feed.id, Background::new(feed, stated(feed)))).collect());
        Ok(())
    }

    /// How many articles are to be tagged anew.
    pub async fn count(&self) -> Result<u64, StoreError> {
        self.store.count_stale(self.tagger.version()).await
    }

    /// Tags a few articles.
    pub async fn batch(&self, wanted: Wanted) -> Result<Batch, StoreError> {
        let mut articles = self.store.stale(self.tagger.version(), BATCH).await?;
        if wanted == Wanted::Marked {
            articles.retain(|article| article.marked);
        }
        if articles.is_empty() {
            return Ok(Batch::default());
        }
        let (count, marked) = (articles.len(), articles.iter().any(|article| article.marked));
        // Read after the articles: what is rejected from now on keeps them from being stored.
        let rejections: Rejections = self.store.rejections().await?.into_iter().collect();
        let this = self.clone();
        let tagging = tokio::task::spawn_blocking(move || this.tag(articles, &rejections));
        let retagged = tagging.await.expect("a tagger that panics is guarded");
        let saved = self.store.save_retagged(retagged).await?;
        Ok(Batch { articles: count, saved, marked })
    }

    fn tag(&self, articles: Vec<Stale>, rejections: &Rejections) -> Vec<Retagged> {
        let tagger = self.tagger.get();
        let tag = |article: Stale| {
            let unknown = || Background::unknown(article.feed);
            let background = self.backgrounds.get(&article.feed).cloned().unwrap_or_else(unknown);
            let found = guarded(|| {
                let text = text::document(&article.body, article.link.as_ref()).text;
                background.find(tagger, rejections, &article.title, &text)
            });
            let logged = |panic: &String| tracing::error!(feed = article.feed.0, panic, "an article was not tagged");
            Retagged { found: found.inspect_err(logged).ok(), article, tagger: tagger.version() }
        };
        articles.into_iter().map(tag).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PollState;
    use crate::domain::{Identity, NewArticle, Query, SafeText, Source, SourceCard, WebUrl};

    fn article(title: &'static str) -> NewArticle {
        NewArticle {
            identity: Identity::Guid(title.into()),
            title: title.into(),
            author: SafeText::default(),
            link: None,
            published: None,
            updated: None,
            body: SafeText::default(),
            text: SafeText::default(),
            tags: Vec::new(),
            rejected: Vec::new(),
            event: None,
            regions: Vec::new(),
            tagger: 0,
            extras: crate::domain::Extras::default(),
        }
    }

    /// As at the poll: by the language that the feed stated then, and the country of the source.
    #[tokio::test]
    async fn articles_are_tagged_anew_as_their_feed_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path()).unwrap();
        let sources = [("de", "AU"), ("en", "GB")].map(|(path, country)| {
            let url = WebUrl::parse(&format!("https://wire.example/{path}")).unwrap();
            let card = SourceCard { country: country.parse().ok(), ..SourceCard::default() };
            Source { card, ..Source::unknown(SafeText::line(path), url) }
        });
        let feeds = store.declare_feeds(sources.into()).await.unwrap();
        let polls = [
            ("de", vec![article("Wahl in Ungarn")]),
            ("en", vec![article("Mayor of Perth and Hamilton resigns"), article("Serbia accuses Kosovo of delay")]),
        ];
        for (feed, (language, articles)) in feeds.iter().zip(polls) {
            let state = PollState { language: Some(language.into()), ..PollState::default() };
            store.save_poll(feed.id, articles, state).await.unwrap();
        }
        let retagger = Retagger::new(store.clone(), SharedTagger::default(), &feeds).await.unwrap();
        assert_eq!(retagger.batch(Wanted::Every).await.unwrap().saved, 3);

        let stored = store.list(Query::Everything, 9).await.unwrap();
        for (word, key) in [("Wahl", "HU"), ("Mayor", "GB"), ("Serbia", "RS")] {
            let article = stored.iter().find(|article| article.headline.title.starts_with(word)).unwrap();
            assert!(article.tags.iter().any(|tag| tag.key == key), "{word}: {:?}", article.tags);
            assert_eq!(article.event.is_some(), word == "Serbia");
        }
    }
}
