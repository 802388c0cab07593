//! One run: from what is asked for to what is there.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};

use super::plan::{self, Budget, Pace};
use super::report::{Packed, look, report};
use super::silence::Silence;
use super::{PackEvent, PackOrder, PackSetup};
use crate::config::Polling;
use crate::domain::{
    ArticleId, FeedId, Headline, Lack, NoArticle, PackProgress, PackReport, SafeText, Scope, View, WebUrl, safe,
};
use crate::fetch::Fault;
use crate::poll::hosts::{Hosts, Next};
use crate::poll::{Pages, Urgency};
use crate::store::{PICTURES_MAX_BYTES, Store, StoreError};

/// The most articles that are packed at once.
const ARTICLES_MAX: usize = 5_000;
/// How long it is believed that a page gives no article.
const BELIEVED: Duration = Duration::from_secs(24 * 60 * 60);
/// The longest that is waited for a host that asks for patience; one that asks for more is left out.
const PATIENCE_MAX: Duration = Duration::from_secs(2 * 60);
/// A host that was so often not reached is not asked any more.
const IN_VAIN_MAX: usize = 3;

/// A request that is to be made.
#[derive(Clone, Debug)]
struct Item {
    what: What,
    host: String,
    /// Whether its host asked for patience before.
    waited: bool,
}

#[derive(Clone, Debug)]
enum What {
    Page(ArticleId),
    Picture(WebUrl, FeedId),
}

/// What a request brought.
struct Got {
    bytes: u64,
    outcome: Outcome,
}

enum Outcome {
    /// It is stored, or it is stored why there is none.
    Settled,
    /// The host asks for patience, for so long if it says.
    Patience(Option<Duration>, SafeText),
    /// Perhaps there is no network.
    Silence(SafeText),
}

/// Why not everything is asked for.
#[derive(Clone, Debug)]
enum Halt {
    Stopped,
    Budget,
    Network(SafeText),
}

struct Run<'a> {
    setup: PackSetup,
    order: PackOrder,
    stop: watch::Receiver<bool>,
    events: &'a mpsc::Sender<PackEvent>,
    hosts: Hosts,
    budget: Budget,
    pace: Pace,
    silence: Silence,
    queue: VecDeque<Item>,
    under_way: HashMap<Id, (Item, Instant)>,
    running: JoinSet<Result<Got, StoreError>>,
    /// Requests that reached nobody, with what was said of it.
    in_vain: Vec<(Item, SafeText)>,
    lacks: HashMap<ArticleId, (Lack, SafeText)>,
    halt: Option<Halt>,
    of: usize,
}

/// Packs, and says what is there then.
pub(super) async fn run(
    setup: PackSetup,
    order: PackOrder,
    stop: watch::Receiver<bool>,
    events: &mpsc::Sender<PackEvent>,
) -> Result<PackReport, StoreError> {
    let articles = articles(&setup.store, &order).await?;
    let ids: Vec<ArticleId> = articles.iter().map(|article| article.id).collect();
    let hosts = Hosts::new(&Polling { concurrency: order.jobs, ..setup.settings.clone() });
    let budget = Budget::new(order.budget);
    let mut run = Run {
        hosts,
        budget,
        stop,
        events,
        pace: Pace::default(),
        silence: Silence::default(),
        queue: VecDeque::new(),
        under_way: HashMap::new(),
        running: JoinSet::new(),
        in_vain: Vec::new(),
        lacks: HashMap::new(),
        halt: None,
        of: 0,
        setup,
        order,
    };
    run.queue_pages(&articles).await?;
    run.drain().await?;
    if run.order.pictures && run.halt.is_none() {
        run.queue_pictures(&ids).await?;
        run.drain().await?;
    }
    let there = report(&run.setup.store, &ids, &run.lacks, run.order.pictures).await?;
    Ok(PackReport { bytes: run.budget.spent(), halt: run.halt.as_ref().map(Halt::sentence), ..there })
}

/// What is asked for, in the order in which it is packed.
async fn articles(store: &Store, order: &PackOrder) -> Result<Vec<Headline>, StoreError> {
    let mut watched = HashSet::new();
    for query in order.watched.clone() {
        let scope = Scope::of(View::Search { text: "".into(), query });
        watched.extend(store.headlines(scope, ARTICLES_MAX).await?.into_iter().map(|article| article.id));
    }
    let mut articles = store.headlines(order.scope.clone(), ARTICLES_MAX).await?;
    plan::order(&mut articles, |article| watched.contains(&article.id));
    Ok(articles)
}

impl Run<'_> {
    /// Queues the pages of the articles that are not whole. What is known not to have an article is not asked again.
    async fn queue_pages(&mut self, articles: &[Headline]) -> Result<(), StoreError> {
        for article in articles.iter().filter(|article| !article.marks.complete) {
            let Some(link) = &article.link else {
                let sentence = "Its feed gives no link to the article's page.".into();
                self.lacks.insert(article.id, (Lack::NoLink, sentence));
                continue;
            };
            if !self.is_refused(article.id).await? {
                let (what, host) = (What::Page(article.id), link.host().to_owned());
                self.queue.push_back(Item { what, host, waited: false });
            }
        }
        self.of = self.queue.len();
        self.tell().await;
        Ok(())
    }

    /// Whether an article's page said not long ago that it gives none.
    async fn is_refused(&self, id: ArticleId) -> Result<bool, StoreError> {
        let failure = self.setup.store.page_failure(id).await?;
        let is_believed = |at: Timestamp| at.duration_until(Timestamp::now()).unsigned_abs() < BELIEVED;
        Ok(failure.is_some_and(|failure| failure.why != NoArticle::Failed && is_believed(failure.at)))
    }

    /// Queues the pictures of the articles that are there now and that were never asked for. They have no more of the
    /// budget than the store keeps, or the last would take the place of the first.
    async fn queue_pictures(&mut self, articles: &[ArticleId]) -> Result<(), StoreError> {
        self.budget.narrow(PICTURES_MAX_BYTES);
        let mut queued = HashSet::new();
        for &id in articles {
            if *self.stop.borrow() {
                break;
            }
            let Some(Packed { article, whole: Some((_, pictures)) }) = look(&self.setup.store, id).await? else {
                continue;
            };
            for url in pictures {
                let is_known = self.setup.store.is_picture_kept(url.clone()).await?.is_some();
                if !is_known && queued.insert(url.clone()) {
                    let host = url.host().to_owned();
                    self.queue.push_back(Item { what: What::Picture(url, article.headline.feed), host, waited: false });
                }
            }
        }
        self.of += self.queue.len();
        self.tell().await;
        Ok(())
    }

    /// Asks for all that is queued, unless something stops it.
    async fn drain(&mut self) -> Result<(), StoreError> {
        while self.halt.is_none() {
            let free_at = self.start();
            if self.running.is_empty() && free_at.is_none() {
                if !self.queue.is_empty() {
                    self.halt = Some(Halt::Budget);
                }
                break;
            }
            let ended = tokio::select! {
                biased;
                // Who could stop it has gone: that is a stop too.
                _ = self.stop.wait_for(|stop| *stop) => {
                    self.halt = Some(Halt::Stopped);
                    break;
                }
                Some(ended) = self.running.join_next_with_id() => ended,
                () = until(free_at), if free_at.is_some() => continue,
            };
            self.ended(ended)?;
            self.tell().await;
        }
        self.give_up();
        Ok(())
    }

    /// Starts what may be started; returns when more may be, if none has to end before.
    fn start(&mut self) -> Option<Instant> {
        while self.budget.has_room() {
            let now = Instant::now();
            match self.hosts.next(self.queue.iter().map(|item| item.host.as_str()), false, now) {
                Next::Start(place) => {
                    let item = self.queue.remove(place).expect("the place is one of the queue's");
                    self.hosts.start(&item.host, now);
                    self.budget.start();
                    let task = self.running.spawn(fetch(self.setup.pages.clone(), item.what.clone()));
                    self.under_way.insert(task.id(), (item, now));
                }
                Next::At(at) => return Some(at),
                Next::Ended => return None,
            }
        }
        None
    }

    fn ended(&mut self, ended: Result<(Id, Result<Got, StoreError>), JoinError>) -> Result<(), StoreError> {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let (item, began) = self.under_way.remove(&id).expect("what runs is under way");
        self.hosts.end(&item.host, Instant::now());
        self.pace.note(began.elapsed());
        let Got { bytes, outcome } = match ended {
            Ok((_, got)) => got?,
            Err(panic) => {
                tracing::error!(%panic, "packing broke on an item");
                self.lack(&item, Lack::Page(NoArticle::Failed), "This reader could not cope with it.".into());
                Got { bytes: 0, outcome: Outcome::Settled }
            }
        };
        self.budget.end(bytes);
        match outcome {
            Outcome::Settled => self.silence.note_heard(&item.host),
            Outcome::Patience(after, sentence) => self.be_patient(item, after, sentence),
            Outcome::Silence(sentence) => self.note_silence(item, sentence),
        }
        Ok(())
    }

    /// A host asks for patience: it is asked again when that is soon, and else left out.
    fn be_patient(&mut self, item: Item, after: Option<Duration>, sentence: SafeText) {
        self.silence.note_heard(&item.host);
        match after.filter(|after| *after <= PATIENCE_MAX && !item.waited) {
            Some(after) => {
                self.hosts.rest(&item.host, Instant::now() + after);
                self.queue.push_front(Item { waited: true, ..item });
            }
            None => {
                for left in self.take_host(&item.host) {
                    self.lack(&left, Lack::Page(NoArticle::Failed), sentence.clone());
                }
                self.lack(&item, Lack::Page(NoArticle::Failed), sentence);
            }
        }
    }

    /// Nobody was reached: that may be the host's fault, or the network's.
    fn note_silence(&mut self, item: Item, sentence: SafeText) {
        let host = item.host.clone();
        self.silence.note_silent(&host);
        self.in_vain.push((item, sentence.clone()));
        let others = self.queue.iter().chain(self.under_way.values().map(|(item, _)| item));
        if self.silence.is_network(others.map(|item| item.host.as_str())) {
            self.halt = Some(Halt::Network(sentence));
        } else if self.in_vain.iter().filter(|(item, _)| item.host == host).count() >= IN_VAIN_MAX {
            let left = self.take_host(&host);
            self.in_vain.extend(left.into_iter().map(|item| (item, sentence.clone())));
        }
    }

    /// Takes all that is still to be asked of a host out of the queue.
    fn take_host(&mut self, host: &str) -> VecDeque<Item> {
        let (of_host, others) = std::mem::take(&mut self.queue).into_iter().partition(|item: &Item| item.host == host);
        self.queue = others;
        of_host
    }

    /// At the end: says why what was not fetched is not there.
    fn give_up(&mut self) {
        if let (None, true, Some((_, sentence))) = (&self.halt, self.silence.was_network(), self.in_vain.last()) {
            self.halt = Some(Halt::Network(sentence.clone()));
        }
        self.running.abort_all();
        let unasked: Vec<Item> =
            self.queue.drain(..).chain(self.under_way.drain().map(|(_, (item, _))| item)).collect();
        let halt = self.halt.clone().unwrap_or(Halt::Stopped);
        for item in unasked {
            self.lack(&item, halt.lack(), halt.sentence());
        }
        for (item, sentence) in std::mem::take(&mut self.in_vain) {
            match halt {
                Halt::Network(_) => self.lack(&item, Lack::Network, sentence),
                _ => self.lack(&item, Lack::Page(NoArticle::Failed), sentence),
            }
        }
    }

    fn lack(&mut self, item: &Item, why: Lack, sentence: SafeText) {
        if let What::Page(id) = item.what {
            self.lacks.insert(id, (why, sentence));
        }
    }

    /// Tells how far it is, unless nobody listens.
    async fn tell(&self) {
        let waiting = self.queue.iter().chain(self.under_way.values().map(|(item, _)| item));
        let (mut of_hosts, mut left) = (HashMap::new(), 0);
        for item in waiting {
            *of_hosts.entry(item.host.as_str()).or_insert(0_u32) += 1;
            left += 1;
        }
        let Polling { per_host, host_pause, .. } = &self.setup.settings;
        let (jobs, per_host) = (self.order.jobs as u32, *per_host as u32);
        let progress = PackProgress {
            done: self.of - left,
            of: self.of,
            bytes: self.budget.spent(),
            left: self.pace.left(&of_hosts, jobs, per_host, *host_pause).filter(|_| left > 0),
        };
        let _ = self.events.send(PackEvent::Progress(progress)).await;
    }
}

impl Halt {
    fn lack(&self) -> Lack {
        match self {
            Self::Stopped => Lack::Stopped,
            Self::Budget => Lack::Budget,
            Self::Network(_) => Lack::Network,
        }
    }

    fn sentence(&self) -> SafeText {
        match self {
            Self::Stopped => "It was stopped; packing again goes on.".into(),
            Self::Budget => "The budget is used up; packing again goes on.".into(),
            Self::Network(sentence) => safe!("The network is gone, packing again goes on: {}", sentence),
        }
    }
}

async fn fetch(pages: Pages, what: What) -> Result<Got, StoreError> {
    let (fault, sentence, bytes) = match what {
        What::Page(id) => {
            let fetched = match pages.fetch(id, Urgency::InTurn).await {
                // The cache has dropped it meanwhile.
                Err(StoreError::NoSuchArticle(_)) => return Ok(Got { bytes: 0, outcome: Outcome::Settled }),
                fetched => fetched?,
            };
            let sentence = fetched.result.err().map(|failure| failure.sentence).unwrap_or_default();
            (fetched.fault, sentence, fetched.bytes)
        }
        What::Picture(url, feed) => {
            let fetched = pages.fetch_picture(&url, feed).await?;
            let (fault, sentence) = fetched.problem.unzip();
            (fault, sentence.unwrap_or_default(), fetched.bytes)
        }
    };
    let outcome = match fault {
        None | Some(Fault::Page) => Outcome::Settled,
        Some(Fault::Patience(after)) => Outcome::Patience(after, sentence),
        Some(Fault::Network) => Outcome::Silence(sentence),
    };
    Ok(Got { bytes, outcome })
}

async fn until(moment: Option<Instant>) {
    if let Some(moment) = moment {
        tokio::time::sleep_until(moment.into()).await;
    }
}
