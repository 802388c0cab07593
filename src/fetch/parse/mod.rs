//! Bytes become a feed: the only place that knows feed-rs and the words of RSS and Atom.
//!
//! A feed is decoded and repaired (`repair`), read by feed-rs under [`guarded`], and completed. feed-rs drops much
//! that the news live by: `dc:title`, the original address behind FeedBurner, whether a guid is a link, where an
//! aggregator has an article from, all but one of several dates. So a second pass (`supplement`) goes over the text
//! and collects just that, item by item; it is left out where none of its names occurs. What both have said of an
//! entry is a [`Draft`](draft::Draft), and what neither has is made up there, so that an entry keeps its identity.

mod draft;
mod fields;
mod files;
mod json_feed;
mod json_text;
mod markup;
mod model;
mod outline;
mod people;
mod space;
mod supplement;
mod xml;

use std::borrow::Cow;

use feed_rs::parser::{ParseErrorKind, ParseFeedError};
use jiff::Timestamp;

use crate::domain::{Enclosure, Failure, FailureKind, Identity, Pace, SafeText, Via, WebUrl};

use self::supplement::Supplement;
use super::failure::{failed, of_kind};
use super::guard::guarded;
use super::repair;
use super::sniff::{is_html, is_xml};

/// The most entries that are taken from one feed; of more, the newest.
pub const MAX_ENTRIES: usize = 1_000;

/// A feed as read, cleaned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedFeed {
    /// What the feed calls itself; may be empty.
    pub title: SafeText,
    /// The title with the markup that the feed gives it; empty when there is none.
    pub title_html: SafeText,
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

/// One article of a feed, before it is tagged.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub identity: Identity,
    /// The feed's own id for it as written; else its link, else a stable one.
    pub id: SafeText,
    /// One line without markup; never empty.
    pub title: SafeText,
    /// The title with the markup that the feed gives it; empty when there is none.
    pub title_html: SafeText,
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
pub fn parse(bytes: &[u8], charset: Option<&str>, url: Option<&WebUrl>, now: Timestamp) -> Result<ParsedFeed, Failure> {
    let decoded = repair::decode(bytes, charset);
    let text = decoded.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.is_empty() {
        let sentence = match url {
            Some(url) => format!("{} sent an empty answer: it is asked again later.", url.host()),
            None => "The feed is empty.".to_owned(),
        };
        return Err(failed(&sentence, &detail(url, "empty body")));
    }
    if is_html(text.as_bytes()) {
        let sentence = "This address is a web page, not a feed: look on the page for its feed.";
        return Err(of_kind(FailureKind::NotAFeed, sentence, &detail(url, "the body is HTML")));
    }
    if let Ok(Some(feed)) = guarded(|| json_feed::read(text, url, now)) {
        return Ok(feed);
    }
    // A server's error in JSON may stand before a feed in XML.
    let is_xml = is_xml(text.as_bytes()) || repair::has_root(text);
    // Rather without its authors than not at all.
    let retried = || guarded(|| read(&repair::without(&repaired(text, is_xml), &repair::FRAGILE), is_xml, url, now));
    let read = guarded(|| read(&repaired(text, is_xml), is_xml, url, now));
    match if read.is_err() && is_xml { retried() } else { read } {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(unreadable(url, &error)),
        Err(panic) => Err(broken(url, &format!("the feed broke the parser: {panic}"))),
    }
}

fn repaired(text: &str, is_xml: bool) -> Cow<'_, str> {
    if is_xml { repair::repaired(Cow::Borrowed(outline::bounded(text))) } else { Cow::Borrowed(text) }
}

fn read(text: &str, is_xml: bool, url: Option<&WebUrl>, now: Timestamp) -> Result<ParsedFeed, ParseFeedError> {
    let model = model::parse(text, url)?;
    // A feed of unknown origin is at home where its own page is.
    let site = model::site(&model, url);
    let supplement = if is_xml { Supplement::of(text, url.or(site.as_ref())) } else { Supplement::default() };
    Ok(model::feed(model, supplement, url, now))
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

#[cfg(test)]
mod mapping_tests;
#[cfg(test)]
mod tests;
