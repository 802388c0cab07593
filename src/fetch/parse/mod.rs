//! Bytes become a feed: the only place that knows feed-rs and Atom's words.
//!
//! RSS 0.91, 0.92, 1.0 and 2.0, Atom 1.0 and JSON Feed are read. feed-rs panics on some input, so it always
//! runs under [`guarded`]; nesting is bounded before it starts. Between the first look and the parser is the
//! place for a pass that repairs broken feeds.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::time::Duration;

use feed_rs::model;
use feed_rs::parser::{Builder, ParseErrorKind, ParseFeedError};
use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp};

use crate::domain::{Enclosure, Failure, FailureKind, Identity, SafeText, Via, WebUrl};
use crate::text;

use super::failure::{failed, of_kind};
use super::guard::guarded;
use super::sniff::{is_html, is_xml, nests_deeper_than, trimmed};

/// The most entries that are taken from one feed; of more, the newest.
pub const MAX_ENTRIES: usize = 1_000;
/// The deepest nesting of elements that is parsed.
const MAX_DEPTH: usize = 512;
/// The longest guid that is taken, in bytes; a longer one counts as missing.
const MAX_GUID_BYTES: usize = 2_048;
/// How long a title is that is made from the first words of a text, in characters.
const MADE_TITLE_CHARS: usize = 80;
/// The year 1000: what claims to be older is a mistake, while an archive of dispatches may reach far back.
const OLDEST_SECOND: i64 = -30_610_224_000;
/// How far a publisher's clock may run ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

/// A feed as read, cleaned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedFeed {
    /// What the feed calls itself; may be empty.
    pub title: SafeText,
    /// The publisher's page.
    pub site: Option<WebUrl>,
    /// What it says of itself, HTML or plain text; may be empty.
    pub description: SafeText,
    /// The language it says it is written in.
    pub language: Option<SafeText>,
    /// When it says it was changed last.
    pub updated: Option<Timestamp>,
    pub pace: Pace,
    /// In the feed's order (newest first where some had to be left out), each identity once.
    pub entries: Vec<Entry>,
}

/// How often a feed wants to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// How long a copy may be kept: RSS 2.0's `ttl`.
    pub ttl: Option<Duration>,
    /// Hours of the day in UTC, 0 to 23, in which it need not be asked, in order.
    pub skip_hours: Vec<i8>,
    /// Days of the week in UTC on which it need not be asked, in order.
    pub skip_days: Vec<Weekday>,
    /// How often it is changed:
    /// [`sy:updatePeriod` and `sy:updateFrequency`](https://web.resource.org/rss/1.0/modules/syndication/).
    pub update_every: Option<Duration>,
}

/// One article of a feed, before it is tagged.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub identity: Identity,
    /// The feed's own id for it as written; else its link, else a stable one.
    pub id: SafeText,
    /// One line without markup; never empty.
    pub title: SafeText,
    /// The names of its authors.
    pub authors: Vec<SafeText>,
    pub link: Option<WebUrl>,
    /// When it was published, when that is a sane date.
    pub published: Option<Timestamp>,
    /// When it was changed last, when that is a sane date.
    pub updated: Option<Timestamp>,
    /// HTML or plain text; may be empty.
    pub summary: SafeText,
    /// The whole text, as HTML or plain text; may be empty.
    pub content: SafeText,
    /// The feed's own words for what it is about.
    pub categories: Vec<SafeText>,
    pub enclosures: Vec<Enclosure>,
    /// Where an aggregator has it from.
    pub via: Option<Via>,
}

impl Entry {
    /// What is read: the content, else the summary.
    pub fn body(&self) -> &SafeText {
        if self.content.is_empty() { &self.summary } else { &self.content }
    }

    /// The authors' names in one line, separated by commas; may be empty.
    pub fn author_line(&self) -> SafeText {
        SafeText::join(&self.authors, ", ")
    }
}

/// Reads a feed as of `now`. What is relative in it is resolved against `url`, where it came from; `charset` is
/// what the server states. Never panics.
///
/// # Errors
/// [`FailureKind::NotAFeed`] for a web page or a file of another kind, [`FailureKind::Failed`] for a feed that
/// is broken, empty of any byte, nested too deep, or that breaks the parser.
pub fn parse(
    bytes: &[u8],
    _charset: Option<&str>,
    url: Option<&WebUrl>,
    now: Timestamp,
) -> Result<ParsedFeed, Failure> {
    let bytes = trimmed(bytes);
    if bytes.is_empty() {
        let sentence = match url {
            Some(url) => format!("{} sent an empty answer: it is asked again later.", url.host()),
            None => "The feed is empty.".to_owned(),
        };
        return Err(failed(&sentence, &detail(url, "empty body")));
    }
    if is_html(bytes) {
        let sentence = "This address is a web page, not a feed: look on the page for its feed.";
        return Err(of_kind(FailureKind::NotAFeed, sentence, &detail(url, "the body is HTML")));
    }
    // The JSON parser has its own limit, and the HTML in its texts is no nesting.
    if is_xml(bytes) && nests_deeper_than(MAX_DEPTH, bytes) {
        return Err(broken(url, &format!("elements nest more than {MAX_DEPTH} deep")));
    }
    let parsed = guarded(|| read(bytes, url, now));
    match parsed {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(unreadable(url, &error)),
        Err(panic) => Err(broken(url, &format!("the feed broke the parser: {panic}"))),
    }
}

fn read(bytes: &[u8], url: Option<&WebUrl>, now: Timestamp) -> Result<ParsedFeed, ParseFeedError> {
    let parser = Builder::new()
        .base_uri(url.map(WebUrl::as_str))
        // feed-rs would make an id of its own, a new one at every poll for some entries; `Identity` decides.
        .id_generator(|_, _, _| String::new())
        .build();
    parser.parse(bytes).map(|feed| from_model(feed, url, now))
}

fn unreadable(url: Option<&WebUrl>, error: &ParseFeedError) -> Failure {
    match error {
        ParseFeedError::ParseError(ParseErrorKind::NoFeedRoot) | ParseFeedError::JsonUnsupportedVersion(_) => {
            let sentence = "This address holds something that is not a feed: look for another on the publisher's page.";
            of_kind(FailureKind::NotAFeed, sentence, &detail(url, &error.to_string()))
        }
        _ => broken(url, &error.to_string()),
    }
}

fn broken(url: Option<&WebUrl>, what: &str) -> Failure {
    let sentence = match url {
        Some(url) => format!("The feed of {} is broken and could not be read: it is asked again later.", url.host()),
        None => "The feed is broken and could not be read.".to_owned(),
    };
    failed(&sentence, &detail(url, what))
}

/// What the log says.
fn detail(url: Option<&WebUrl>, what: &str) -> String {
    url.map_or_else(|| what.to_owned(), |url| format!("{url}: {what}"))
}

fn from_model(mut feed: model::Feed, url: Option<&WebUrl>, now: Timestamp) -> ParsedFeed {
    if feed.entries.len() > MAX_ENTRIES {
        feed.entries.sort_by_key(|entry| Reverse(entry.published.or(entry.updated)));
        feed.entries.truncate(MAX_ENTRIES);
    }
    let mut known = HashSet::new();
    let entries = feed.entries.into_iter().map(|entry| to_entry(entry, url, now));
    ParsedFeed {
        title: feed.title.map(|title| one_line(&title.content)).unwrap_or_default(),
        site: alternate(&feed.links, url),
        description: feed.description.map(|text| SafeText::block(text.content.trim())).unwrap_or_default(),
        language: feed.language.map(|language| SafeText::line(&language)).filter(|language| !language.is_empty()),
        entries: entries.filter(|entry| known.insert(entry.identity.clone())).collect(),
        ..ParsedFeed::default()
    }
}

fn to_entry(entry: model::Entry, url: Option<&WebUrl>, now: Timestamp) -> Entry {
    let link = link(&entry, url);
    let published = entry.published.and_then(|at| Timestamp::from_second(at.timestamp()).ok());
    let updated = entry.updated.and_then(|at| Timestamp::from_second(at.timestamp()).ok());
    let guid = if entry.id.len() > MAX_GUID_BYTES { "" } else { entry.id.as_str() };
    let stated_title = entry.title.as_ref().map(|title| one_line(&title.content)).unwrap_or_default();
    let (summary, content) = texts(&entry);
    let body = if content.is_empty() { &summary } else { &content };
    let title = if stated_title.is_empty() { title_from(body) } else { stated_title };
    // The date as stated: whether it is sane depends on when the feed is read, and an identity must not.
    let identity = Identity::of(guid, link.as_ref(), &title, published.or(updated));
    Entry {
        id: SafeText::line(identity.value()),
        identity,
        title,
        authors: authors(&entry.authors),
        link,
        published: published.filter(|at| is_sane(*at, now)),
        updated: updated.filter(|at| is_sane(*at, now)),
        summary,
        content,
        categories: Vec::new(),
        enclosures: Vec::new(),
        via: None,
    }
}

/// Titles are meant to be plain text, but hold tags and entities as often as not.
fn one_line(raw: &str) -> SafeText {
    if !raw.contains(['<', '&']) {
        return SafeText::line(raw);
    }
    let markup = SafeText::block(&format!("<p>{raw}</p>"));
    SafeText::line(&text::document(&markup, None).text)
}

fn title_from(body: &SafeText) -> SafeText {
    let text = text::document(body, None).text;
    let mut title = String::new();
    for word in text.split_whitespace() {
        if title.chars().count() + word.chars().count() > MADE_TITLE_CHARS {
            // Some languages write no spaces: then the first characters are the first words.
            let room = MADE_TITLE_CHARS.saturating_sub(title.chars().count());
            title.extend(if title.is_empty() { word.chars().take(room) } else { word.chars().take(0) });
            title.push('…');
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    if title.is_empty() { SafeText::from("Untitled") } else { SafeText::line(&title) }
}

/// Summary and content; what describes the media is the summary of a video channel's entry.
fn texts(entry: &model::Entry) -> (SafeText, SafeText) {
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default().trim();
    let summary = entry.summary.as_ref().map_or("", |summary| summary.content.trim());
    let media = || entry.media.iter().find_map(|media| media.description.as_ref());
    if content.is_empty() && summary.is_empty() {
        return (media().map(|text| SafeText::block(text.content.trim())).unwrap_or_default(), SafeText::default());
    }
    (SafeText::block(summary), SafeText::block(content))
}

/// The article's page: its own link, else a guid that is an address, else the file that it is about. Never the
/// page of its comments.
fn link(entry: &model::Entry, base: Option<&WebUrl>) -> Option<WebUrl> {
    alternate(&entry.links, base).or_else(|| WebUrl::parse(&entry.id).ok()).or_else(|| enclosure(entry, base))
}

fn alternate(links: &[model::Link], base: Option<&WebUrl>) -> Option<WebUrl> {
    let is_page = |link: &&model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    links.iter().filter(is_page).filter(|link| !link.href.trim().is_empty()).find_map(|link| resolved(&link.href, base))
}

fn resolved(reference: &str, base: Option<&WebUrl>) -> Option<WebUrl> {
    base.map_or_else(|| WebUrl::parse(reference), |base| base.join(reference)).ok()
}

fn enclosure(entry: &model::Entry, base: Option<&WebUrl>) -> Option<WebUrl> {
    let linked = entry.links.iter().filter(|link| link.rel.as_deref() == Some("enclosure"));
    let media = entry.media.iter().flat_map(|media| &media.content).filter_map(|content| content.url.as_ref());
    linked.map(|link| link.href.as_str()).chain(media.map(|url| url.as_str())).find_map(|href| resolved(href, base))
}

/// The authors' names. RSS 2.0 wants an address there, "mail@news.example (Name)"; the name is what is shown.
fn authors(people: &[model::Person]) -> Vec<SafeText> {
    let name = |person: &model::Person| {
        // feed-rs fills the name with the element's where it finds none.
        let is_filler = matches!(person.name.as_str(), "author" | "unknown");
        let stated = if is_filler { person.email.as_deref().unwrap_or_default() } else { &person.name };
        let in_brackets = stated.split_once('(').and_then(|(mail, rest)| {
            let name = rest.trim_end().strip_suffix(')')?.trim();
            (mail.contains('@') && !name.is_empty()).then_some(name)
        });
        one_line(in_brackets.unwrap_or(stated))
    };
    let mut names: Vec<SafeText> = people.iter().take(20).map(name).filter(|name| !name.is_empty()).collect();
    names.dedup();
    names
}

/// Whether a date can be meant: not the zero of a clock, not before any dispatch, not in the future.
fn is_sane(at: Timestamp, now: Timestamp) -> bool {
    at != Timestamp::UNIX_EPOCH && at.as_second() >= OLDEST_SECOND && at.duration_since(now) <= AHEAD
}

#[cfg(test)]
mod tests;
