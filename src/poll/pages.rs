//! Whole articles: a page is fetched, read, tagged and stored beside what its feed gave.

mod gate;
mod picture;
mod task;

pub use picture::PictureFetched;
pub(super) use task::{Order, Setup, spawn};

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use self::gate::Gate;
use super::find::Background;
use crate::config::Polling;
use crate::domain::{
    Article, ArticleId, Feed, FeedId, FullText, NoArticle, PageFailure, Rejections, SafeText, Source, WebUrl,
};
use crate::fetch::{Client, Fault, Page, PageError, guarded};
use crate::store::{PageText, Store, StoreError};
use crate::tagging::SharedTagger;
use crate::text;

/// Fetches the pages of articles, politely to each host however many ask. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pages {
    client: Client,
    store: Store,
    tagger: SharedTagger,
    gate: Gate,
    feeds: Arc<RwLock<HashMap<FeedId, Feed>>>,
}

/// Who waits for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// The reader, for this one: it is asked for at once, also of a host that wanted time.
    Now,
    /// Nobody: in its turn, and not of a host that wants to be left alone.
    InTurn,
}

/// What became of an article's page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageFetched {
    /// The article is stored by now; so is why there is none, unless it was the network's fault.
    pub result: Result<FullText, PageFailure>,
    /// Whose fault it is that there is none.
    pub fault: Option<Fault>,
    /// How many bytes came over the wire.
    pub bytes: u64,
}

impl Pages {
    /// Fetches the pages of these feeds' articles, and of others with less knowledge.
    pub fn new(client: Client, store: Store, tagger: SharedTagger, settings: &Polling, feeds: &[Feed]) -> Self {
        let pages = Self { client, store, tagger, gate: Gate::new(settings), feeds: Arc::default() };
        pages.set_feeds(feeds);
        pages
    }

    /// Takes a new list of feeds.
    pub fn set_feeds(&self, feeds: &[Feed]) {
        let feeds = feeds.iter().map(|feed| (feed.id, feed.clone())).collect();
        *self.feeds.write().unwrap_or_else(PoisonError::into_inner) = feeds;
    }

    fn feed(&self, id: FeedId) -> Option<Feed> {
        self.feeds.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Fetches the whole article from its page, unless it is there, and stores it.
    ///
    /// # Errors
    /// When the store fails, or does not hold the article.
    pub async fn fetch(&self, id: ArticleId, urgency: Urgency) -> Result<PageFetched, StoreError> {
        let Some(article) = self.store.article(id).await? else { return Err(StoreError::NoSuchArticle(id)) };
        if let Some(full_text) = &article.full_text {
            return Ok(PageFetched { result: Ok(full_text.clone()), fault: None, bytes: 0 });
        }
        let Some(link) = article.headline.link.clone() else {
            return self.failed(&article, without_link(), 0).await;
        };
        let page = match self.ask(&article, &link, urgency).await {
            Ok(page) => page,
            Err(error) => return self.failed(&article, error, 0).await,
        };
        let bytes = page.bytes();
        match self.read(page, &article).await? {
            Ok(read) => {
                let full_text = read.full_text.clone();
                self.store.save_full_text(id, read).await?;
                tracing::info!(article = %id, url = %full_text.url, "full text stored");
                Ok(PageFetched { result: Ok(full_text), fault: None, bytes })
            }
            Err(error) => self.failed(&article, error, bytes).await,
        }
    }

    async fn ask(&self, article: &Article, link: &WebUrl, urgency: Urgency) -> Result<Page, PageError> {
        let host = link.host();
        let _pass = match urgency {
            Urgency::Now => None,
            Urgency::InTurn => Some(self.gate.enter(host).await.map_err(|_| wants_time(host))?),
        };
        let page = self.client.page(link, self.source(article.headline.feed).as_ref()).await;
        if let Err(error) = &page {
            self.heed(host, error.fault);
        }
        page
    }

    /// A feed as it is asked now.
    fn source(&self, feed: FeedId) -> Option<Source> {
        self.feed(feed).map(|feed| Source { url: feed.address(), ..feed.source })
    }

    /// What is known of an article before it is read, as at a poll.
    async fn background(&self, id: FeedId) -> Result<Background, StoreError> {
        let Some(feed) = self.feed(id) else { return Ok(Background::unknown(id)) };
        let states = self.store.poll_states().await?;
        let stated = states.into_iter().find(|(known, _)| *known == id).and_then(|(_, state)| state.language);
        Ok(Background::new(&feed, stated.as_ref()))
    }

    /// Finds the article in its page, and what it is about, off the threads that wait for the network.
    async fn read(&self, page: Page, article: &Article) -> Result<Result<PageText, PageError>, StoreError> {
        let feed = article.headline.feed;
        let rejections: Rejections = self.store.rejections().await?.into_iter().collect();
        let background = self.background(feed).await?;
        let (tagger, title) = (self.tagger.clone(), article.headline.title.clone());
        let reading = tokio::task::spawn_blocking(move || {
            guarded(|| {
                let full_text = page.article(&title, Timestamp::now())?;
                let text = text::document(&full_text.body, Some(&full_text.url)).text;
                let tagger = tagger.get();
                let found = background.find(tagger, &rejections, &title, &text);
                Ok(PageText { full_text, text, found, tagger: tagger.version() })
            })
        });
        let read = reading.await.map_err(|panic| panic.to_string()).flatten().unwrap_or_else(|panic| {
            tracing::error!(article = %article.headline.id, panic, "a page was not read");
            Err(own_fault())
        });
        if let (Err(error), Some(link)) = (&read, &article.headline.link) {
            self.heed(link.host(), error.fault);
        }
        Ok(read)
    }

    /// Leaves a host alone for a while that wants that.
    fn heed(&self, host: &str, fault: Fault) {
        if let Fault::Patience(after) = fault {
            self.gate.spare(host, after);
        }
    }

    /// Remembers why there is no article, unless that says nothing of its page.
    async fn failed(&self, article: &Article, error: PageError, bytes: u64) -> Result<PageFetched, StoreError> {
        let id = article.headline.id;
        let PageError { why, sentence, fault } = error;
        tracing::info!(article = %id, why = why.name(), %sentence, "no full text");
        let failure = PageFailure { why, sentence, at: Timestamp::now() };
        if fault == Fault::Page {
            self.store.save_page_failure(id, failure.clone()).await?;
        }
        Ok(PageFetched { result: Err(failure), fault: Some(fault), bytes })
    }
}

fn without_link() -> PageError {
    let sentence = "The feed gives no link to the article's page.".into();
    PageError { why: NoArticle::Failed, sentence, fault: Fault::Page }
}

fn wants_time(host: &str) -> PageError {
    let sentence = SafeText::line(&format!("{host} asked for patience: its pages are fetched later."));
    PageError { why: NoArticle::Failed, sentence, fault: Fault::Patience(None) }
}

fn own_fault() -> PageError {
    let sentence = "This reader could not cope with the page; the log says more.".into();
    PageError { why: NoArticle::Failed, sentence, fault: Fault::Page }
}
