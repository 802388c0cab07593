//! Bytes become articles: read, tagged, and noted for the schedule. Blocks; it has a thread of its own.

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{Extras, Failure, FailureKind, Feed, Judged, NewArticle, Rejections, SafeText};
use crate::fetch::{Entry, Response, guarded};
use crate::store::Found;
use crate::tagging::SharedTagger;
use crate::text;

use super::find::Background;
use super::learn::Read;
use super::{broken, job, rhythm};

/// What is needed to read an answer.
pub(super) struct Work {
    pub feed: Feed,
    pub tagger: SharedTagger,
    pub rejections: Arc<Rejections>,
    /// The hash of the last answer, whose bytes need not be read again.
    pub known: Option<i64>,
    /// Where what breaks the parser is kept.
    pub log_dir: Option<Arc<Path>>,
}

/// What was read.
pub(super) enum Reading {
    /// The same as last time.
    Same,
    Feed(Box<Read>, Vec<NewArticle>),
    /// No feed, and the hash of what it is.
    Failed(Failure, i64),
}

impl Work {
    /// Makes articles of a response.
    pub fn read(&self, response: &Response, now: Timestamp) -> Reading {
        let hash = hash(&response.body);
        if self.known == Some(hash) {
            return Reading::Same;
        }
        let read =
            guarded(|| self.feed(response, hash, now)).unwrap_or_else(|panic| Err(job::own_fault(&self.feed, &panic)));
        match read {
            Ok((read, articles)) => Reading::Feed(Box::new(read), articles),
            Err(failure) => {
                if failure.kind == FailureKind::Failed && !response.body.is_empty() {
                    self.keep(&response.body);
                }
                Reading::Failed(failure, hash)
            }
        }
    }

    fn feed(&self, response: &Response, hash: i64, now: Timestamp) -> Result<(Read, Vec<NewArticle>), Failure> {
        let parsed = response.feed(now)?;
        let (tagger, background) = (self.tagger.get(), Background::new(&self.feed, parsed.language.as_ref()));
        let articles = parsed.entries.into_iter().map(|entry| {
            let base = entry.link.as_ref().or(response.meta.url.as_ref());
            let text = text::document(entry.body(), base).text;
            let found = background.find(tagger, &self.rejections, &entry.title, &text);
            article(entry, text, found, tagger.version())
        });
        let articles: Vec<_> = articles.collect();
        let dates = || articles.iter().filter_map(|article| article.published).filter(|date| *date <= now);
        let read = Read {
            title: parsed.title,
            site: parsed.site,
            language: parsed.language,
            pace: parsed.pace,
            newest: dates().max(),
            rhythm: rhythm::at_first_sight(dates(), now),
            bytes: u32::try_from(response.body.len()).unwrap_or(u32::MAX),
            hash,
        };
        Ok((read, articles))
    }

    fn keep(&self, body: &[u8]) {
        let Some(folder) = &self.log_dir else { return };
        let feed = self.feed.id;
        match broken::keep(folder, feed, body) {
            Ok(file) => tracing::warn!(feed = feed.0, file = %file.display(), "what could not be read is kept"),
            Err(error) => tracing::warn!(feed = feed.0, %error, "what could not be read could not be kept"),
        }
    }
}

/// A number that changes with the body, and with the program, which may read the same bytes better.
fn hash(body: &[u8]) -> i64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.write(body);
    hasher.finish().cast_signed()
}

fn article(entry: Entry, text: SafeText, found: Found, tagger: u32) -> NewArticle {
    let (author, body) = (entry.author_line(), entry.body().clone());
    let Entry { identity, title, link, published, updated, categories, enclosures, via, .. } = entry;
    let extras = Extras { categories, enclosures, via };
    let published = published.or(updated);
    let updated = updated.filter(|at| published.is_some_and(|published| published < *at));
    let Found { judged: Judged { tags, rejected }, event, regions } = found;
    NewArticle {
        identity,
        title,
        author,
        link,
        published,
        updated,
        body,
        text,
        tags,
        rejected,
        event,
        regions,
        tagger,
        extras,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FeedId, SafeText, Source, SourceCard, WebUrl};
    use crate::fetch::Meta;

    fn work(source: Source) -> Work {
        Work {
            feed: Feed { id: FeedId(1), source, moved: None },
            tagger: SharedTagger::default(),
            rejections: Arc::default(),
            known: None,
            log_dir: None,
        }
    }

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
        let Reading::Feed(_, mut articles) = work(source).read(&response, Timestamp::UNIX_EPOCH) else {
            panic!("it is a feed")
        };
        articles.remove(0)
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

    #[test]
    fn the_same_bytes_are_not_read_twice_and_broken_ones_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let url = WebUrl::parse("https://wire.example/feed").unwrap();
        let answer = |body: &str| Response {
            asked: url.clone().into(),
            body: body.into(),
            charset: None,
            meta: Meta { url: Some(url.clone()), ..Meta::default() },
        };
        let mut work = work(Source::unknown("Wire".into(), url.clone()));
        work.log_dir = Some(folder.path().into());
        let good = answer("<rss version='2.0'><channel><item><title>A</title></item></channel></rss>");
        let Reading::Feed(read, _) = work.read(&good, Timestamp::UNIX_EPOCH) else { panic!("it is a feed") };
        work.known = Some(read.hash);
        assert!(matches!(work.read(&good, Timestamp::UNIX_EPOCH), Reading::Same));

        let page = answer("<!doctype html><html></html>");
        assert!(matches!(work.read(&page, Timestamp::UNIX_EPOCH), Reading::Failed(..)));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "a page broke nothing");
        let broken = answer(r#"{"version": "https://jsonfeed.org/version/1.1", "items": 7}"#);
        assert!(matches!(work.read(&broken, Timestamp::UNIX_EPOCH), Reading::Failed(..)));
        let kept = std::fs::read(folder.path().join("broken-1.feed")).unwrap();
        assert_eq!(kept, broken.body);
    }
}
