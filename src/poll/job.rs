//! Asking one feed, in two tasks of its own, so that no feed waits for another: fetching, and then reading, tagging and
//! storing, while the next feed is fetched.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::config::Polling;
use crate::domain::{Failure, FailureKind, Feed, Judged, NewArticle, PollState, Rejections, SafeText, Source, Verdict};
use crate::fetch::{Answer, Client, Entry, FetchError, Meta, ParsedFeed, Response, Validators, guarded};
use crate::store::{Found, Saved, Store};
use crate::tagging::{SharedTagger, Tagger};
use crate::text;

use super::find::Background;
use super::{Outcome, schedule};

/// One feed to ask, and all that is needed for it.
pub(super) struct Job {
    pub client: Client,
    pub store: Store,
    pub tagger: SharedTagger,
    pub settings: Polling,
    pub feed: Feed,
    /// What the store knows of it.
    pub state: PollState,
    /// What the user rejected.
    pub rejections: Arc<Rejections>,
    /// Turns true when the round is cancelled.
    pub cancelled: watch::Receiver<bool>,
}

/// What came of asking.
#[expect(clippy::large_enum_variant, reason = "there is one per request, and it is taken apart at once")]
pub(super) enum Asked {
    /// The feed's server answered; the network is not needed any more.
    Answered(Answered),
    /// No server was reached; nothing is stored, for the fault may be the network's.
    Unreached(Failure),
    /// The user wanted no more of it.
    Cancelled,
}

/// An answer that is still to be read and stored.
pub(super) struct Answered {
    job: Job,
    answer: Result<Answer, Failure>,
}

/// An answer that is dealt with: what to tell of it, and what is known of the feed now.
pub(super) struct Settled {
    pub outcome: Outcome,
    pub state: PollState,
}

impl Job {
    /// Asks the feed. A cancelled fetch is dropped.
    pub async fn ask(mut self) -> Asked {
        let validators = usable_validators(&self.state, Timestamp::now());
        let answer = tokio::select! {
            answer = self.client.fetch_feed(&self.feed.source, &validators) => answer,
            _ = self.cancelled.wait_for(|cancelled| *cancelled) => return Asked::Cancelled,
        };
        match answer {
            Ok(answer) => Asked::Answered(Answered { job: self, answer: Ok(answer) }),
            Err(FetchError { failure, reached: true, .. }) => {
                Asked::Answered(Answered { job: self, answer: Err(failure) })
            }
            Err(FetchError { failure, reached: false, .. }) => Asked::Unreached(failure),
        }
    }
}

impl Answered {
    /// Reads the answer, tags and stores it.
    pub async fn settle(self) -> Settled {
        let Self { job, answer } = self;
        match answer {
            Ok(Answer::NotModified(_)) => job.unchanged().await,
            Ok(Answer::Full(response)) => job.full(response).await,
            Err(failure) => job.failed(failure).await,
        }
    }
}

impl Job {
    async fn unchanged(self) -> Settled {
        let state = self.succeeded(Timestamp::now());
        self.save(Vec::new(), state, |_| Outcome::Unchanged).await
    }

    async fn full(self, response: Response) -> Settled {
        let now = Timestamp::now();
        let Meta { url, validators, .. } = response.meta.clone();
        let (feed, tagger, rejections) = (self.feed.clone(), self.tagger.clone(), Arc::clone(&self.rejections));
        let reading =
            tokio::task::spawn_blocking(move || guarded(|| read(&response, &feed, tagger.get(), &rejections, now)));
        let read = reading.await.map_err(|join| join.to_string()).flatten();
        let (feed, articles) = match read.unwrap_or_else(|panic| Err(own_fault(&self.feed, &panic))) {
            Ok(read) => read,
            Err(failure) => return self.failed(failure).await,
        };
        let state = PollState {
            etag: validators.etag,
            last_modified: validators.last_modified,
            validated_at: Some(now),
            validated_url: url,
            title: Some(feed.title).filter(|title| !title.is_empty()),
            site: feed.site,
            language: feed.language,
            ..self.succeeded(now)
        };
        self.save(articles, state, |saved| Outcome::New { ids: saved.new, kept: saved.kept }).await
    }

    async fn failed(self, failure: Failure) -> Settled {
        tracing::warn!(feed = self.feed.id.0, url = %self.feed.source.url, detail = %failure.detail, "feed failed");
        let state = after_failure(&self.feed, &self.state, &self.settings, &failure, Timestamp::now());
        if let Err(error) = self.store.save_poll(self.feed.id, Vec::new(), state.clone()).await {
            tracing::error!(feed = self.feed.id.0, ?error, "poll not stored");
        }
        Settled { outcome: Outcome::Failed(failure), state }
    }

    fn succeeded(&self, now: Timestamp) -> PollState {
        PollState {
            last_attempt: Some(now),
            last_success: Some(now),
            next_due: Some(schedule::after_success(self.feed.id, self.settings.interval, now)),
            failures: 0,
            failure: None,
            ..self.state.clone()
        }
    }

    /// Stores what the poll brought and taught; `told` makes the outcome of what the store says.
    async fn save(self, articles: Vec<NewArticle>, state: PollState, told: impl FnOnce(Saved) -> Outcome) -> Settled {
        let url = &self.feed.source.url;
        match self.store.save_poll(self.feed.id, articles, state.clone()).await {
            Ok(saved) => {
                tracing::info!(feed = self.feed.id.0, %url, new = saved.new.len(), kept = saved.kept, "feed asked");
                Settled { outcome: told(saved), state }
            }
            Err(error) => {
                tracing::error!(feed = self.feed.id.0, %url, ?error, "poll not stored");
                let failure = retry_later(&error.sentence(), &format!("{url}: not stored: {error:?}"));
                // The feed did its part, so nothing is held against it. The state is the one before: with the new
                // validators the articles would not come again.
                let next_due = schedule::after_success(self.feed.id, self.settings.interval, Timestamp::now());
                let state = PollState { next_due: Some(next_due), ..self.state };
                Settled { outcome: Outcome::Failed(failure), state }
            }
        }
    }
}

/// What is known of a feed after it failed.
pub(super) fn after_failure(
    feed: &Feed,
    state: &PollState,
    settings: &Polling,
    failure: &Failure,
    now: Timestamp,
) -> PollState {
    let failures = state.failures.saturating_add(1);
    let next_due = schedule::after_failure(feed.id, settings.interval, failures, failure.verdict, now);
    PollState {
        last_attempt: Some(now),
        next_due: Some(next_due),
        failures,
        failure: Some(failure.clone()),
        ..state.clone()
    }
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
    let Source { name, url, .. } = &feed.source;
    let sentence = format!("This reader could not cope with what {name} sent; the log says more.");
    retry_later(&sentence, &format!("{url}: panicked: {what}"))
}

fn retry_later(sentence: &str, detail: &str) -> Failure {
    Failure {
        kind: FailureKind::Failed,
        sentence: SafeText::line(sentence),
        detail: SafeText::line(detail),
        verdict: Verdict::Retry { after: None },
    }
}

/// Makes articles of a response. Blocks for as long as parsing and tagging take.
fn read(
    response: &Response,
    feed: &Feed,
    tagger: &Tagger,
    rejections: &Rejections,
    now: Timestamp,
) -> Result<(ParsedFeed, Vec<NewArticle>), Failure> {
    let mut parsed = response.feed(now)?;
    let background = Background::new(feed, parsed.language.as_ref());
    let entries = std::mem::take(&mut parsed.entries);
    let articles = entries.into_iter().map(|entry| {
        let base = entry.link.as_ref().or(response.meta.url.as_ref());
        let text = text::document(entry.body(), base).text;
        let found = background.find(tagger, rejections, &entry.title, &text);
        article(entry, text, found, tagger.version())
    });
    let articles = articles.collect();
    Ok((parsed, articles))
}

fn article(entry: Entry, text: SafeText, found: Found, tagger: u32) -> NewArticle {
    let (author, body) = (entry.author_line(), entry.body().clone());
    let Entry { identity, title, link, published, updated, .. } = entry;
    let published = published.or(updated);
    let Found { judged: Judged { tags, rejected }, event, regions } = found;
    NewArticle { identity, title, author, link, published, body, text, tags, rejected, event, regions, tagger }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FeedId, SourceCard, WebUrl};

    /// What is made of the one article of a feed.
    fn read_one(title: &str, language: &str, card: SourceCard) -> NewArticle {
        let body =
            format!("<rss version=\"2.0\"><channel>{language}<item><title>{title}</title></item></channel></rss>")
                .into_bytes();
        let url = WebUrl::parse("https://wire.example/feed").unwrap();
        let source = Source { card, ..Source::unknown("Wire".into(), url.clone()) };
        let response = Response {
            asked: url.clone().into(),
            body,
            charset: None,
            meta: Meta { url: Some(url), ..Meta::default() },
        };
        let feed = Feed { id: FeedId(1), source };
        let read = read(&response, &feed, Tagger::embedded(), &Rejections::default(), Timestamp::UNIX_EPOCH);
        read.unwrap().1.remove(0)
    }

    fn has_tag(article: &NewArticle, key: &str) -> bool {
        article.tags.iter().any(|tag| tag.key == key)
    }

    #[test]
    fn articles_are_tagged_by_the_language_of_their_feed_and_the_country_of_its_source() {
        let card = |language: Option<&'static str>, country: &str| SourceCard {
            language: language.map(SafeText::from),
            country: country.parse().ok(),
            ..SourceCard::default()
        };
        // The name is German, and the title too short to tell that it is.
        for (stated, language, found) in
            [("<language>de-AT</language>", None, true), ("", Some("de"), true), ("", None, false)]
        {
            let article = read_one("Wahl in Ungarn", stated, card(language, ""));
            assert_eq!(has_tag(&article, "HU"), found, "{stated} {language:?}");
        }
        for country in ["AU", "GB"] {
            let article = read_one("Mayor of Perth and Hamilton resigns", "", card(Some("en"), country));
            assert!(has_tag(&article, country), "{country}: {:?}", article.tags);
        }
    }

    #[test]
    fn an_article_says_what_was_done() {
        let article = read_one("Serbia accuses Kosovo of delay", "", SourceCard::default());
        assert_eq!(article.event.unwrap().line(), "Serbia → ACCUSE → Kosovo · by pattern");
    }
}
