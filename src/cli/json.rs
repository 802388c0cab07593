//! The shapes of JSON output. They are a promise: fields are added, never renamed or removed, and `docs/json.md`
//! describes them. All times are RFC 3339 in UTC, all outside text has been cleaned.

mod feeds;
mod pack;
mod parsed;
mod tagged;

use std::borrow::Cow;

use jiff::Timestamp;
use serde::Serialize;

use crate::config::subscriptions::Shipped;
use crate::domain::{
    Article, Document, Enclosure, Event, FailureKind, FeedUrl, Origin, OwnTag, Owner, Plover, Revision, SafeText,
    Source, SourceKind, Span, Tag, TagKind, TagRef, Via, WebUrl,
};
use crate::export::Item;
use crate::text::{best_document, document};

pub(super) use feeds::FeedJson;
pub(super) use pack::PackJson;
pub(super) use parsed::ParsedJson;
pub(super) use tagged::TaggedText;

/// What polling one feed brought: an element of `chancery refresh --json`.
#[derive(Debug, Serialize)]
pub(super) struct PolledFeed<'a> {
    pub url: &'a FeedUrl,
    pub name: &'a SafeText,
    pub status: Status,
    /// A sentence for the reader; `null` when all is well.
    pub message: Option<&'a SafeText>,
    /// How many articles were not known before.
    pub new: usize,
    /// How many of the feed's articles were known already; 0 when it said that nothing changed.
    pub kept: usize,
    /// After a failure, when the feed is asked again; `null` when it never is.
    pub retry_at: Option<String>,
}

/// How a poll of a feed ended.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    Ok,
    Unchanged,
    #[serde(untagged)]
    Failed(FailureKind),
}

/// An article: an element of `chancery list --json`, and the beginning of `chancery show --json`.
#[derive(Debug, Serialize)]
pub(super) struct ArticleJson<'a> {
    /// 16 hexadecimal digits, the same for ever.
    pub id: String,
    pub title: &'a SafeText,
    /// Empty when the feed names nobody.
    pub author: &'a SafeText,
    pub link: Option<&'a WebUrl>,
    /// What the feed states, when it is sane.
    pub published: Option<String>,
    /// When the feed said that it was last changed, where that is another moment.
    pub updated: Option<String>,
    /// When the first poll that saw it stored it.
    pub arrived: String,
    pub read: bool,
    pub starred: bool,
    pub own_tags: &'a [OwnTag],
    /// What it is about or mentions, most important first.
    pub tags: Vec<TagJson<'a>>,
    /// Tags that were found and that the user has rejected.
    pub rejected: Vec<TagJson<'a>>,
    /// What its title or lead says was done; `null` when no pattern fits for sure.
    pub event: Option<EventJson<'a>>,
    /// `null` when its feed is no longer subscribed to.
    pub source: Option<SourceJson<'a>>,
    /// The feed's own words for what it is about.
    pub categories: &'a [SafeText],
    pub enclosures: Vec<EnclosureJson<'a>>,
    /// Where an aggregator has it from.
    pub via: Option<&'a Via>,
    /// When its source last changed what it says.
    pub edited: Option<String>,
    /// The title that it had before, where its source has changed that.
    pub former_title: Option<&'a SafeText>,
    /// The user's.
    pub note: Option<&'a SafeText>,
    /// Whether the whole article can be read without a network.
    pub complete: bool,
}

/// The publisher of an article.
#[derive(Debug, Serialize)]
pub(super) struct SourceJson<'a> {
    pub name: &'a SafeText,
    pub url: &'a FeedUrl,
    pub kind: SourceKind,
    /// An ISO 3166-1 alpha-2 code, `EU`, `UN` or `XK`.
    pub country: Option<&'a str>,
    pub region: Option<&'a SafeText>,
    pub language: Option<&'a SafeText>,
    pub owner: Owner,
    pub family: Option<&'a SafeText>,
}

/// A feed that chancery comes with: an element of `chancery sources --json`.
#[derive(Debug, Serialize)]
pub(super) struct ListedJson<'a> {
    /// Whether it is subscribed to.
    pub on: bool,
    /// What the list calls it; `source.name` is what the user does.
    pub listed: &'a SafeText,
    #[serde(flatten)]
    pub source: SourceJson<'a>,
}

impl<'a> ListedJson<'a> {
    pub fn of(feed: &'a Shipped) -> Self {
        Self { on: feed.on, listed: &feed.name, source: SourceJson::of(&feed.source) }
    }
}

/// An extracted tag of an article.
#[derive(Debug, Serialize)]
pub(super) struct TagJson<'a> {
    pub kind: TagKind,
    /// The ISO code of a country, the id of a topic, else the name.
    pub key: &'a SafeText,
    pub label: &'a SafeText,
    /// Whether the article is about it, or only mentions it.
    pub main: bool,
    /// From 0 to 1.
    pub score: f32,
}

/// An article with its text: `chancery show --json`.
#[derive(Debug, Serialize)]
pub(super) struct ShownArticle<'a> {
    #[serde(flatten)]
    pub article: ArticleJson<'a>,
    /// The readable text; a line a block.
    pub text: &'a SafeText,
    /// Where its numbered links go; `[1]` is the first.
    pub links: &'a [WebUrl],
    /// Whose text it is.
    pub text_of: TextOf,
    /// The page that the whole article is from; `null` where it was not fetched.
    pub full_text: Option<FullTextJson<'a>>,
    /// Why the page gave no article when it was asked for last.
    pub page_failure: Option<PageFailureJson<'a>>,
}

/// An article with its text and what that was before: `chancery show --json`.
#[derive(Debug, Serialize)]
pub(super) struct ShownWithRevisions<'a> {
    #[serde(flatten)]
    pub shown: ShownArticle<'a>,
    /// What it said before its source changed it, the oldest first.
    pub revisions: Vec<RevisionJson<'a>>,
}

/// What an article said before its source changed it.
#[derive(Debug, Serialize)]
pub(super) struct RevisionJson<'a> {
    /// When other words were found in its place.
    pub until: String,
    /// `feed`, or `page` for the article of its page.
    pub origin: &'static str,
    pub title: &'a SafeText,
    /// The readable text.
    pub text: SafeText,
}

impl<'a> RevisionJson<'a> {
    fn of(revision: &'a Revision) -> Self {
        let origin = match revision.origin {
            Origin::Feed => "feed",
            Origin::Page => "page",
        };
        let text = document(&revision.body, None).text;
        Self { until: time(revision.until), origin, title: &revision.title, text }
    }
}

/// Whose text an article is shown with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum TextOf {
    Page,
    Feed,
}

impl TextOf {
    /// Whose text an article is shown with, if nothing else is wanted: its page's where that was fetched.
    pub fn best(article: &Article) -> Self {
        if article.full_text.is_some() { Self::Page } else { Self::Feed }
    }
}

/// Where a whole article is from.
#[derive(Debug, Serialize)]
pub(super) struct FullTextJson<'a> {
    pub url: &'a WebUrl,
    pub title: &'a SafeText,
    pub byline: &'a SafeText,
    pub fetched: String,
}

/// Why a page gave no article.
#[derive(Debug, Serialize)]
pub(super) struct PageFailureJson<'a> {
    pub why: &'static str,
    pub sentence: &'a SafeText,
    pub at: String,
}

/// An article as it leaves: an element of `chancery export json`.
#[derive(Debug, Serialize)]
pub(super) struct ExportedArticle<'a> {
    #[serde(flatten)]
    pub shown: ShownArticle<'a>,
    /// When the text was fetched.
    pub retrieved: String,
}

/// What was done: `chancery retag --json`.
#[derive(Debug, Serialize)]
pub(super) struct RetagJson {
    /// How many articles have new tags.
    pub tagged: usize,
    /// How many are still to be tagged anew.
    pub left: u64,
}

/// Words that do not mean a tag in a source's articles: an element of `chancery tag-reject --list --json`.
#[derive(Debug, Serialize)]
pub(super) struct RejectionJson<'a> {
    pub kind: TagKind,
    pub key: &'a SafeText,
    /// Folded: in lower case and without accents.
    pub words: &'a SafeText,
    /// `null` when its feed is no longer subscribed to.
    pub source: Option<SourceJson<'a>>,
}

/// A piece of evidence, in characters (Unicode scalar values) of the text, the end exclusive.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct SpanJson<'a> {
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
}

/// Who did what to whom, by pattern.
#[derive(Debug, Serialize)]
pub(super) struct EventJson<'a> {
    pub verb: Plover,
    pub who: &'a TagRef,
    pub whom: Option<&'a TagRef>,
    /// The words that say so: start and end in characters of the text, the end exclusive, and what stands there.
    pub phrase: (usize, usize, Cow<'a, str>),
    pub negated: bool,
    pub conditional: bool,
    pub historical: bool,
    /// How it was found: never by understanding.
    pub by: &'static str,
}

impl<'a> EventJson<'a> {
    /// The event, whose phrase stands where `phrase` says.
    pub fn of(event: &'a Event, phrase: (usize, usize, Cow<'a, str>)) -> Self {
        Self {
            verb: event.verb,
            who: &event.who,
            whom: event.whom.as_ref(),
            phrase,
            negated: event.negated,
            conditional: event.conditional,
            historical: event.historical,
            by: "pattern",
        }
    }

    /// An article's event. Its phrase counts in the title, a line end and the readable text.
    fn of_article(article: &'a Article) -> Option<Self> {
        let event = article.event_line()?;
        let headline = &article.headline;
        let tagged = format!("{}\n{}", headline.title, best_document(article).text);
        let phrase = SpanJson::of(&tagged, event.phrase)?;
        Some(Self::of(event, (phrase.start, phrase.end, phrase.text.to_owned().into())))
    }
}

impl<'a> ArticleJson<'a> {
    pub fn of(article: &'a Article, source: Option<&'a Source>) -> Self {
        let headline = &article.headline;
        Self {
            id: headline.id.to_string(),
            title: &headline.title,
            author: &article.author,
            link: headline.link.as_ref(),
            published: headline.published.map(time),
            updated: article.updated.map(time),
            arrived: time(headline.arrived),
            read: headline.status.read,
            starred: headline.status.starred,
            own_tags: &headline.own_tags,
            tags: article.tags.iter().map(TagJson::of).collect(),
            rejected: article.rejected.iter().map(TagJson::of).collect(),
            event: EventJson::of_article(article),
            source: source.map(SourceJson::of),
            categories: &article.extras.categories,
            enclosures: article.extras.enclosures.iter().map(EnclosureJson::of).collect(),
            via: article.extras.via.as_ref(),
            edited: article.edited.map(time),
            former_title: article.former_title.as_ref(),
            note: stated(&article.note),
            complete: headline.marks.complete,
        }
    }
}

impl<'a> ShownArticle<'a> {
    pub fn of(article: &'a Article, source: Option<&'a Source>, document: &'a Document, text_of: TextOf) -> Self {
        let full_text = article.full_text.as_ref().map(|page| FullTextJson {
            url: &page.url,
            title: &page.title,
            byline: &page.byline,
            fetched: time(page.fetched),
        });
        let page_failure = article.page_failure.as_ref().map(|failure| PageFailureJson {
            why: failure.why.name(),
            sentence: &failure.sentence,
            at: time(failure.at),
        });
        let article = ArticleJson::of(article, source);
        Self { article, text: &document.text, links: &document.links, text_of, full_text, page_failure }
    }
}

impl<'a> ShownWithRevisions<'a> {
    pub fn of(shown: ShownArticle<'a>, revisions: &'a [Revision]) -> Self {
        Self { shown, revisions: revisions.iter().map(RevisionJson::of).collect() }
    }
}

impl<'a> ExportedArticle<'a> {
    pub fn of(item: &'a Item) -> Self {
        let Item { article, source, document } = item;
        Self {
            shown: ShownArticle::of(article, source.as_ref(), document, TextOf::best(article)),
            retrieved: time(item.retrieved()),
        }
    }
}

impl<'a> SourceJson<'a> {
    pub fn of(source: &'a Source) -> Self {
        let card = &source.card;
        Self {
            name: &source.name,
            url: &source.url,
            kind: card.kind,
            country: card.country.as_ref().map(|code| code.as_str()),
            region: card.region.as_ref(),
            language: card.language.as_ref(),
            owner: card.owner,
            family: card.family.as_ref(),
        }
    }
}

impl<'a> TagJson<'a> {
    fn of(tag: &'a Tag) -> Self {
        Self { kind: tag.kind, key: &tag.key, label: &tag.label, main: tag.main, score: tag.score }
    }
}

impl<'a> SpanJson<'a> {
    /// The span's place in characters; `None` when it is no part of the text.
    pub fn of(text: &'a str, span: Span) -> Option<Self> {
        let evidence = text.get(span.start as usize..span.end as usize)?;
        let start = text[..span.start as usize].chars().count();
        Some(Self { start, end: start + evidence.chars().count(), text: evidence })
    }
}

/// A file that hangs on an article.
#[derive(Debug, Serialize)]
pub(super) struct EnclosureJson<'a> {
    pub url: &'a WebUrl,
    #[serde(rename = "type")]
    pub media_type: Option<&'a SafeText>,
    pub length: Option<u64>,
}

impl<'a> EnclosureJson<'a> {
    pub fn of(file: &'a Enclosure) -> Self {
        Self { url: &file.url, media_type: stated(&file.media_type), length: file.bytes }
    }
}

/// A text that says something.
fn stated(text: &SafeText) -> Option<&SafeText> {
    Some(text).filter(|text| !text.is_empty())
}

/// A time as RFC 3339 has it, in UTC.
pub(super) fn time(at: Timestamp) -> String {
    at.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_counts_characters() {
        let text = "Київ: 外交部 said";
        let at = text.find('外').unwrap() as u32;
        let span = Span { start: at, end: at + 9 };
        assert_eq!(SpanJson::of(text, span), Some(SpanJson { start: 6, end: 9, text: "外交部" }));
        assert_eq!(SpanJson::of(text, Span { start: 1, end: 3 }), None);
        assert_eq!(SpanJson::of(text, Span { start: 0, end: 999 }), None);
    }

    #[test]
    fn the_status_of_a_feed_is_one_word() {
        let word = |status: Status| serde_json::to_string(&status).unwrap();
        assert_eq!(word(Status::Unchanged), "\"unchanged\"");
        assert_eq!(word(Status::Failed(FailureKind::NotAFeed)), "\"not_a_feed\"");
    }
}
