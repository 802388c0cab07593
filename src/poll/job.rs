//! Asking one feed, in two tasks of its own, so that no feed waits for another: fetching, and then reading, tagging and
//! storing, while the next feed is fetched.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::domain::{Failure, FailureKind, Feed, NewArticle, PollState, Rejections, SafeText, Source, Verdict, WebUrl};
use crate::fetch::{Answer, Client, FetchError, Meta, Response, Stage, Validators};
use crate::store::{Learn, Store};
use crate::tagging::SharedTagger;

use super::learn::{Body, Lesson, learned};
use super::portal::{Sign, What};
use super::read::{Reading, Work};
use super::schedule::Limits;
use super::{Outcome, moves, schedule};

/// One feed to ask, and all that is needed for it.
pub(super) struct Job {
    pub client: Client,
    pub store: Store,
    pub tagger: SharedTagger,
    pub limits: Limits,
    pub feed: Feed,
    /// What the store knows of it.
    pub state: PollState,
    /// What the user rejected.
    pub rejections: Arc<Rejections>,
    /// Where what breaks the parser is kept.
    pub log_dir: Option<Arc<Path>>,
    /// The longest that it may take, where only a quick answer is of use.
    pub within: Option<Duration>,
    /// Turns true when the round is cancelled.
    pub cancelled: watch::Receiver<bool>,
}

/// What came of asking.
#[expect(clippy::large_enum_variant, reason = "there is one per request, and it is taken apart at once")]
pub(super) enum Asked {
    /// The feed's server answered; the network is not needed any more.
    Answered(Answered),
    /// No whole answer came; nothing is stored, for the fault may be the network's.
    Unreached(Failure),
    /// The user wanted no more of it.
    Cancelled,
}

/// An answer that is still to be read and stored.
pub(super) struct Answered {
    job: Job,
    answer: Result<Answer, FetchError>,
}

/// What became of an answer.
#[expect(clippy::large_enum_variant, reason = "there is one per request, and it is taken apart at once")]
pub(super) enum Settled {
    /// It is dealt with: what to tell of it, and what is known of the feed now.
    Done {
        outcome: Outcome,
        state: PollState,
        /// Where the feed has moved to, as is believed since now.
        moved: Option<WebUrl>,
    },
    /// It may be the network's and not the feed's; nothing is stored.
    Strange { sign: Sign, failure: Failure },
}

impl Job {
    /// Asks the feed. A cancelled fetch is dropped.
    pub async fn ask(mut self) -> Asked {
        let validators = usable_validators(&self.state, Timestamp::now());
        let source = Source { url: self.feed.address(), ..self.feed.source.clone() };
        let within = self.within.unwrap_or(Duration::MAX);
        let answer = tokio::select! {
            answer = tokio::time::timeout(within, self.client.fetch_feed(&source, &validators)) => answer,
            _ = self.cancelled.wait_for(|cancelled| *cancelled) => return Asked::Cancelled,
        };
        match answer {
            Ok(Err(error)) if is_silence(&error) => Asked::Unreached(error.failure),
            Ok(answer) => Asked::Answered(Answered { job: self, answer }),
            Err(_) => Asked::Unreached(retry_later("No answer came in time.", &format!("{}: too slow", source.url))),
        }
    }
}

/// Whether a failure may be the network's: nothing whole was heard from any server.
fn is_silence(error: &FetchError) -> bool {
    !error.reached || matches!(error.stage, Stage::Reset | Stage::Timeout)
}

impl Answered {
    /// Reads the answer, tags and stores it.
    pub async fn settle(self) -> Settled {
        let Self { job, answer } = self;
        match answer {
            Ok(Answer::NotModified(meta)) => job.succeeded(meta, Body::None, Vec::new()).await,
            Ok(Answer::Full(response)) => job.full(response).await,
            Err(error) => match job.sign_of(&error) {
                Some(sign) => Settled::Strange { sign, failure: error.failure },
                None => job.failed(error.failure).await,
            },
        }
    }
}

impl Job {
    async fn full(self, response: Response) -> Settled {
        let meta = response.meta.clone();
        let work = Work {
            feed: self.feed.clone(),
            tagger: self.tagger.clone(),
            rejections: Arc::clone(&self.rejections),
            known: self.state.body_hash,
            log_dir: self.log_dir.clone(),
        };
        let reading = tokio::task::spawn_blocking(move || work.read(&response, Timestamp::now())).await;
        match reading {
            Ok(Reading::Same) => self.succeeded(meta, Body::Same, Vec::new()).await,
            Ok(Reading::Feed(read, articles)) => self.succeeded(meta, Body::Feed(read), articles).await,
            Ok(Reading::Failed(failure, hash)) => match failure.kind {
                FailureKind::NotAFeed | FailureKind::Portal => {
                    let host = meta.url.as_ref().map(WebUrl::host).unwrap_or_default();
                    Settled::Strange { sign: self.sign(What::Page, host, Some(hash)), failure }
                }
                _ => self.failed(failure).await,
            },
            Err(panic) => {
                let failure = own_fault(&self.feed, &panic.to_string());
                self.failed(failure).await
            }
        }
    }

    fn sign_of(&self, error: &FetchError) -> Option<Sign> {
        let what = match (error.stage, error.failure.kind) {
            (Stage::WrongName, _) => What::WrongName,
            (Stage::Answer, FailureKind::Portal) => What::SignIn,
            _ => return None,
        };
        Some(self.sign(what, &error.host, None))
    }

    fn sign(&self, what: What, host: &str, body: Option<i64>) -> Sign {
        let asked = self.feed.address().host().to_owned();
        Sign { asked, host: host.to_owned(), body, what, was_feed: self.state.last_success.is_some() }
    }

    /// Stores what the answer brought and taught.
    async fn succeeded(self, meta: Meta, body: Body, articles: Vec<NewArticle>) -> Settled {
        let url = self.feed.address();
        let has_read = matches!(body, Body::Feed(_));
        let lesson = Lesson { at: Timestamp::now(), meta, body };
        let (before, feed, limits) = (self.state.clone(), self.feed.clone(), self.limits);
        let learn: Learn = Arc::new(move |saved| learned(&before, &feed, limits, &lesson, saved));
        match self.store.save_answer(self.feed.id, articles, Arc::clone(&learn)).await {
            Ok(saved) => {
                tracing::info!(feed = self.feed.id.0, %url, new = saved.new.len(), kept = saved.kept, "feed asked");
                let (state, moved) = self.believe(learn(&saved)).await;
                let outcome =
                    if has_read { Outcome::New { ids: saved.new, kept: saved.kept } } else { Outcome::Unchanged };
                Settled::Done { outcome, state, moved }
            }
            Err(error) => {
                tracing::error!(feed = self.feed.id.0, %url, ?error, "poll not stored");
                let failure = retry_later(&error.sentence(), &format!("{url}: not stored: {error:?}"));
                // The feed did its part, so nothing is held against it. The state is the one before: with the new
                // validators the articles would not come again.
                let next_due = schedule::after_success(self.feed.id, self.limits, &self.state, Timestamp::now());
                let state = PollState { next_due: Some(next_due), ..self.state };
                Settled::Done { outcome: Outcome::Failed(failure), state, moved: None }
            }
        }
    }

    /// Moves the feed when its redirect was seen often enough. What the user has undone before begins anew, in vain.
    async fn believe(&self, state: PollState) -> (PollState, Option<WebUrl>) {
        let Some(to) = state.moving.as_ref().filter(|moving| moves::is_believed(moving)).map(|moving| &moving.to)
        else {
            return (state, None);
        };
        let moved = match self.store.move_feed(self.feed.id, to.clone()).await {
            Ok(true) => Some(to.clone()),
            Ok(false) => None,
            Err(error) => {
                tracing::error!(feed = self.feed.id.0, ?error, "a move was not stored; it is made at the next poll");
                return (state, None);
            }
        };
        let state = PollState { moving: None, ..state };
        if let Err(error) = self.store.save_poll(self.feed.id, Vec::new(), state.clone()).await {
            tracing::error!(feed = self.feed.id.0, ?error, "poll not stored");
        }
        (state, moved)
    }

    async fn failed(self, failure: Failure) -> Settled {
        let state = fail(&self.store, &self.feed, &self.state, self.limits, &failure).await;
        Settled::Done { outcome: Outcome::Failed(failure), state, moved: None }
    }
}

/// Holds a failure against a feed; returns what is known of it then.
pub(super) async fn fail(
    store: &Store,
    feed: &Feed,
    before: &PollState,
    limits: Limits,
    failure: &Failure,
) -> PollState {
    tracing::warn!(feed = feed.id.0, url = %feed.address(), detail = %failure.detail, "feed failed");
    let (now, failures) = (Timestamp::now(), before.failures.saturating_add(1));
    let state = PollState {
        last_attempt: Some(now),
        next_due: Some(schedule::after_failure(feed.id, limits, failures, failure.verdict, now)),
        failures,
        failure: Some(failure.clone()),
        ..before.clone()
    };
    if let Err(error) = store.save_poll(feed.id, Vec::new(), state.clone()).await {
        tracing::error!(feed = feed.id.0, ?error, "poll not stored");
    }
    state
}

fn usable_validators(state: &PollState, now: Timestamp) -> Validators {
    if !schedule::are_validators_fresh(state, now) {
        return Validators::default();
    }
    Validators {
        etag: state.etag.clone(),
        last_modified: state.last_modified.clone(),
        given_by: state.validated_url.clone(),
    }
}

/// A failure of this reader itself: its own code panicked on a feed.
pub(super) fn own_fault(feed: &Feed, what: &str) -> Failure {
    let name = &feed.source.name;
    let sentence = format!("This reader could not cope with what {name} sent; the log says more.");
    retry_later(&sentence, &format!("{}: panicked: {what}", feed.address()))
}

fn retry_later(sentence: &str, detail: &str) -> Failure {
    Failure {
        kind: FailureKind::Failed,
        sentence: SafeText::line(sentence),
        detail: SafeText::line(detail),
        verdict: Verdict::Retry { after: None },
    }
}
