//! Carries effects out: each becomes a task whose reply is a message.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{Timestamp, Zoned};
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use super::clipboard::Tool;
use super::export::{self, Order};
use super::pictures::{Asked, Pictures};
use super::saving::{is_change, save_in_order};
use super::subscriptions::Subscriptions;
use super::unsaved::Unsaved;
use super::{commands, opener};
use crate::app::edits::ShownEdit;
use crate::app::effect::{CommandRun, Effect, RequestId};
use crate::app::list::PAGE_SIZE;
use crate::app::message::Message;
use crate::app::pictures::NoPicture;
use crate::app::sheet::Text;
use crate::domain::{ArticleId, Document, NoArticle, PageFailure, Query, QueryError, SafeText, WebUrl, safe};
use crate::poll::{Pages, Urgency};
use crate::store::{Notice, Store, StoreError};
use crate::tagging::SharedTagger;
use crate::text::{self, Wording};
use crate::ui::Gallery;
use crate::ui::gallery::Paint;

/// Replies that may wait before tasks have to.
const INBOX: usize = 256;
/// How many of the newest headlines a peek looks at: one more than are counted.
const PEEKED: usize = 100;
/// Where there is no file of subscriptions to change.
pub(super) const NO_SUBSCRIPTIONS: &str = "there are no subscriptions to change in this session";

/// The store, the browser and the clipboard.
#[derive(Debug)]
pub struct Outside {
    store: Store,
    tagger: SharedTagger,
    replies: mpsc::Sender<Message>,
    /// Changes go through one task, one after the other: two presses of `s` must reach the disk in their order.
    changes: mpsc::UnboundedSender<Effect>,
    saver: JoinHandle<Unsaved>,
    under_way: Arc<AtomicUsize>,
    subscriptions: Option<Subscriptions>,
    /// What makes pictures fit for the terminal, where it can show them.
    pictures: Option<Pictures>,
    /// Stops the search for feeds that is under way, when it is dropped.
    discovery: Option<oneshot::Sender<()>>,
    /// Stop the user's commands that run, when they are dropped.
    commands: HashMap<RequestId, oneshot::Sender<()>>,
    /// The commands themselves, which are killed when the reader quits.
    running: JoinSet<()>,
}

impl Outside {
    /// The outside around a store, and where its replies arrive; the tagger knows the names that queries use. Without
    /// `subscriptions` none can be changed. Must be called within a tokio runtime.
    pub fn new(
        store: Store,
        tagger: SharedTagger,
        subscriptions: Option<Subscriptions>,
    ) -> (Self, mpsc::Receiver<Message>) {
        let (replies, inbox) = mpsc::channel(INBOX);
        let (changes, due) = mpsc::unbounded_channel();
        let saver = tokio::spawn(save_in_order(store.clone(), subscriptions.clone(), due, replies.clone()));
        let under_way = Arc::default();
        let outside = Self {
            store,
            tagger,
            replies,
            changes,
            saver,
            under_way,
            subscriptions,
            pictures: None,
            discovery: None,
            commands: HashMap::new(),
            running: JoinSet::new(),
        };
        (outside, inbox)
    }

    /// Has pictures made fit for the terminal from now on.
    pub fn paint_with(&mut self, painter: Arc<dyn Paint>) {
        let connect = self.subscriptions.as_ref().map(Subscriptions::connect);
        self.pictures = Some(Pictures::new(self.store.clone(), connect, painter));
    }

    /// The pictures that are ready to be drawn.
    pub fn gallery(&self) -> Gallery {
        self.pictures.as_ref().map(Pictures::gallery).unwrap_or_default()
    }

    /// Begins to make a picture ready.
    pub(super) fn load_picture(&self, asked: Asked) {
        let request = asked.request;
        let Some(pictures) = self.pictures.clone() else {
            return self.spawn(async move { Message::PictureLoaded { request, picture: Err(NoPicture::NotCached) } });
        };
        // At once, so that of two that are asked for one after the other the later stands.
        pictures.expect(&asked);
        self.spawn(async move { Message::PictureLoaded { request, picture: pictures.load(asked).await } });
    }

    /// Lets go of pictures, ready or on their way.
    pub fn drop_pictures(&self, urls: &[WebUrl]) {
        if let Some(pictures) = &self.pictures {
            pictures.remove(urls);
        }
    }

    /// Where the store tells what it finds and mends while in use; once.
    pub fn notices(&self) -> Option<mpsc::Receiver<Notice>> {
        self.store.notices()
    }

    /// Begins an effect; its reply arrives later.
    pub fn perform(&self, effect: Effect) {
        if !is_change(&effect) {
            let (store, tagger) = (self.store.clone(), self.tagger.clone());
            return self.spawn(async move { reply_to(effect, &store, tagger).await });
        }
        self.under_way.fetch_add(1, Ordering::AcqRel);
        if self.changes.send(effect).is_err() {
            tracing::error!("a change could not be saved: the saving task has ended");
        }
    }

    /// Begins to fetch the whole article from its page.
    pub fn fetch_page(&self, request: RequestId, id: ArticleId, pages: Option<Pages>) {
        self.spawn(async move {
            let result = match pages {
                Some(pages) => match pages.fetch(id, Urgency::Now).await {
                    Ok(fetched) => fetched.result.map(drop),
                    Err(error) => Err(page_failure(sentence(error))),
                },
                None => Err(page_failure("nothing is fetched in this session".into())),
            };
            Message::PageFetched { request, id, result }
        });
    }

    /// What these texts ask for; those with a mistake ask for nothing.
    pub fn queries(&self, texts: &[SafeText], now: &Zoned) -> Vec<Query> {
        texts.iter().filter_map(|text| Query::parse(text, now, &self.tagger).ok()).collect()
    }

    /// Begins to look for feeds; an earlier search is stopped.
    pub fn discover(&mut self, request: RequestId, address: SafeText) {
        let (stop, stopped) = oneshot::channel();
        self.discovery = Some(stop);
        let subscriptions = self.subscriptions.clone();
        self.spawn(async move {
            let look = async {
                match subscriptions {
                    Some(subscriptions) => subscriptions.discover(address).await,
                    None => Err(NO_SUBSCRIPTIONS.into()),
                }
            };
            let found = tokio::select! {
                found = look => found,
                _ = stopped => Err("the search was stopped".into()),
            };
            Message::Discovered { request, found }
        });
    }

    /// Stops looking for feeds.
    pub fn stop_discovery(&mut self) {
        self.discovery = None;
    }

    /// Begins to run a command of the user's on an article.
    pub fn run_command(&mut self, request: RequestId, run: CommandRun) {
        let (stop, stopped) = oneshot::channel();
        self.commands.retain(|_, stop| !stop.is_closed());
        self.commands.insert(request, stop);
        while self.running.try_join_next().is_some() {}
        self.under_way.fetch_add(1, Ordering::AcqRel);
        let (store, replies) = (self.store.clone(), self.replies.clone());
        self.running.spawn(async move {
            let answer = tokio::select! {
                answer = commands::answer(run, &store) => answer,
                _ = stopped => Err("it was stopped".into()),
            };
            drop(replies.send(Message::CommandEnded { request, answer }).await);
        });
    }

    /// Ends a command.
    pub fn stop_command(&mut self, request: RequestId) {
        self.commands.remove(&request);
    }

    /// Begins to copy a text with a program of the desktop.
    pub fn copy(&self, tool: &'static Tool, text: SafeText, what: &'static str) {
        self.spawn(async move {
            match blocking(move || tool.copy(&text)).await {
                Ok(Ok(())) => Message::Done(safe!("copied {}", what)),
                Ok(Err(error)) => Message::Failed(logged(&error, "nothing was copied")),
                Err(sentence) => Message::Failed(sentence),
            }
        });
    }

    /// Runs a task whose result is a reply.
    fn spawn(&self, task: impl Future<Output = Message> + Send + 'static) {
        self.under_way.fetch_add(1, Ordering::AcqRel);
        let replies = self.replies.clone();
        // No receiver means that the reader has quit.
        tokio::spawn(async move { drop(replies.send(task.await).await) });
    }

    /// Notes that a reply was taken.
    pub fn answered(&self) {
        self.under_way.fetch_sub(1, Ordering::AcqRel);
    }

    /// Whether every effect has been answered.
    pub fn is_quiet(&self) -> bool {
        self.under_way.load(Ordering::Acquire) == 0
    }

    /// Waits until every change is on the disk, and returns what is not and could not be replied to anybody.
    pub async fn finish(mut self) -> Unsaved {
        self.running.shutdown().await;
        drop(self.changes);
        drop(self.replies);
        self.saver.await.unwrap_or_else(|error| {
            tracing::error!(%error, "the saving task died");
            let mut unsaved = Unsaved::default();
            unsaved.add("The task that saves changes broke; the log says why.".into());
            unsaved
        })
    }
}

/// Opens links in the browser, one after the other, until one cannot be; those that were opened wait no more.
async fn open_queued(store: &Store, urls: Vec<WebUrl>) -> Message {
    let opening = blocking(move || {
        let mut opened = Vec::new();
        for url in urls {
            if let Err(error) = opener::open(&url) {
                return (opened, Some(logged(&error, "the link was not opened")));
            }
            opened.push(url);
        }
        (opened, None)
    });
    let (opened, problem) = opening.await.unwrap_or_else(|sentence| (Vec::new(), Some(sentence)));
    unqueued(store, opened.len(), opened, problem).await
}

/// Takes links out of those that wait; so many of them were opened.
pub(super) async fn unqueued(store: &Store, opened: usize, urls: Vec<WebUrl>, problem: Option<SafeText>) -> Message {
    let left = store.unqueue_links(urls).await.map_err(sentence);
    Message::LinksUnqueued { opened, left, problem }
}

async fn reply_to(effect: Effect, store: &Store, tagger: SharedTagger) -> Message {
    match effect {
        Effect::LoadPage { request, scope, window } => {
            let page = store.page(scope, window, PAGE_SIZE).await.map_err(sentence);
            Message::PageLoaded { request, page }
        }
        Effect::LoadTotal { request, scope } => {
            Message::TotalLoaded { request, total: store.count(scope).await.map_err(sentence) }
        }
        Effect::Peek { request, scope } => {
            let page = store.page(scope, crate::domain::Window::Top, PEEKED).await.map_err(sentence);
            Message::Peeked { request, page }
        }
        Effect::FindUnread { request, scope, window } => {
            let page = store.page(scope, window, 1).await.map_err(sentence);
            Message::UnreadFound { request, page }
        }
        Effect::LoadArticle { request, id } => {
            let article = open_article(store, id, Text::Page).await;
            Message::ArticleLoaded { request, id, article }
        }
        Effect::FindLinked { id, links } => {
            // Without an answer links are opened in the browser.
            let found = store.articles_with_links(links).await.map_err(sentence).unwrap_or_default();
            Message::LinkedFound { id, found }
        }
        Effect::LoadText { request, id, text } => {
            let article = open_article(store, id, text).await;
            Message::TextLoaded { request, id, text, article }
        }
        Effect::LoadEdits { request, id, marked } => {
            Message::EditsLoaded { request, id, edits: edits(store, id, marked).await }
        }
        Effect::LoadCounts { request } => match store.counts().await {
            Ok(counts) => Message::CountsLoaded { request, counts },
            Err(error) => Message::Failed(sentence(error)),
        },
        Effect::LoadFeeds { request, feed } => {
            let reports = store.feed_reports(feed, Timestamp::now()).await.map_err(sentence);
            Message::FeedsLoaded { request, feed, reports }
        }
        Effect::LoadQueue => Message::QueueLoaded(store.queued_links().await.map_err(sentence)),
        Effect::OpenQueued(urls) => open_queued(store, urls).await,
        Effect::ParseQuery { request, text } => {
            let typed = text.clone();
            let parsed = blocking(move || Query::parse(&typed, &Zoned::now(), &tagger)).await;
            let broken = |message| Err(QueryError { start: 0, end: text.len(), message, hint: None });
            Message::QueryParsed { request, query: parsed.unwrap_or_else(broken), text }
        }
        Effect::OpenLink(link) => match blocking(move || opener::open(&link).map(|()| link)).await {
            Ok(Ok(link)) => Message::Done(safe!("opened {}", link)),
            Ok(Err(error)) => Message::Failed(logged(&error, "the link was not opened")),
            Err(sentence) => Message::Failed(sentence),
        },
        Effect::Export { what, format, file, title, feeds } => {
            match export::export(Order { what, format, file, title, feeds }, store).await {
                Ok(sentence) => Message::Done(sentence),
                Err(sentence) => Message::Failed(sentence),
            }
        }
        other => unreachable!("{other:?} is carried out elsewhere"),
    }
}

async fn open_article(
    store: &Store,
    id: ArticleId,
    which: Text,
) -> Result<Option<Box<(crate::domain::Article, Document)>>, SafeText> {
    let Some(article) = store.article(id).await.map_err(sentence)? else { return Ok(None) };
    let opened = blocking(move || {
        let document = match which {
            Text::Page => text::best_document(&article),
            Text::Feed => text::document(&article.body, article.headline.link.as_ref()),
        };
        Box::new((article, document))
    });
    opened.await.map(Some)
}

/// A page that could not even be asked for.
fn page_failure(sentence: SafeText) -> PageFailure {
    PageFailure { why: NoArticle::Failed, sentence, at: Timestamp::now() }
}

/// The edits of an article, the oldest first.
async fn edits(store: &Store, id: ArticleId, marked: bool) -> Result<Vec<ShownEdit>, SafeText> {
    let revisions = store.revisions(id).await.map_err(sentence)?;
    let Some(article) = store.article(id).await.map_err(sentence)? else { return Ok(Vec::new()) };
    let diffs = blocking(move || {
        let wording = |(title, body): (&SafeText, &SafeText)| Wording::of(title, body);
        let edits = article.edits(&revisions);
        let shown = edits.iter().map(|edit| {
            let diff = text::diff(&wording(edit.before), &wording(edit.after), marked);
            ShownEdit { at: edit.until, diff }
        });
        shown.collect()
    });
    diffs.await
}

/// Runs what would hold up other tasks on a thread of its own. A panic becomes a sentence, so that nobody waits for a
/// reply that never comes.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, SafeText> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a task broke");
        SafeText::from("chancery made a mistake here; the log says which")
    })
}

/// The reader's sentence of an error; the chain goes to the log.
pub(super) fn sentence(error: StoreError) -> SafeText {
    let chain = anyhow::Error::from(error);
    tracing::error!(error = format!("{chain:#}"), "the store failed");
    match chain.downcast::<StoreError>() {
        Ok(error) => error.sentence(),
        Err(chain) => SafeText::line(&chain.to_string()),
    }
}

/// A sentence of what was not done and why; the chain goes to the log.
pub(super) fn logged(error: &anyhow::Error, what: &str) -> SafeText {
    tracing::warn!(error = format!("{error:#}"), "{what}");
    SafeText::line(&format!("{what}: {error}"))
}
