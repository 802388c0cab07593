//! feed-rs reads, and what it gives becomes drafts.

use chrono::{DateTime, Utc};
use feed_rs::model::{Category, Entry, Feed, FeedType, Link, MediaObject, Text};
use feed_rs::parser::{Builder, ParseFeedError};
use jiff::Timestamp;

use crate::domain::{SafeText, WebUrl};
use crate::fetch::dates;

use super::draft::{self, Draft};
use super::supplement::{Extra, Supplement};
use super::{MAX_ENTRIES, ParsedFeed, files, markup, people};

/// Reads a feed with feed-rs. It panics on some: call it under a guard.
pub(super) fn parse(text: &str, url: Option<&WebUrl>) -> Result<Feed, ParseFeedError> {
    let parser = Builder::new()
        .base_uri(url.map(WebUrl::as_str))
        // feed-rs would make an id of its own, a new one at every poll for some entries; `Identity` decides.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(|text| dates::moment(text).and_then(to_chrono))
        .sanitize_content(false)
        .build();
    parser.parse(text.as_bytes())
}

fn to_chrono(at: Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(at.as_second(), u32::try_from(at.subsec_nanosecond()).unwrap_or(0))
}

fn to_jiff(at: DateTime<Utc>) -> Option<Timestamp> {
    Timestamp::new(at.timestamp(), i32::try_from(at.timestamp_subsec_nanos()).ok()?).ok()
}

/// What feed-rs and the supplement say of a feed, as of `now`.
pub(super) fn feed(feed: Feed, supplement: Supplement, url: Option<&WebUrl>, now: Timestamp) -> ParsedFeed {
    let Supplement { about, items } = supplement;
    let title = feed.title.as_ref().map(|title| line(title, &feed.feed_type)).unwrap_or_default();
    let title_html = feed.title.as_ref().map(|title| marked_up(title, about.bases.title.as_ref())).unwrap_or_default();
    let site = site(&feed, url).or(about.site);
    let home = url.or(site.as_ref());
    let html_of = |text: &Text| {
        html(&text.content, is_plain(text.content_type.subty().as_str(), &feed.feed_type), about.bases.summary.as_ref())
    };
    let described = feed.description.as_ref().map(html_of).unwrap_or_default();
    let mut authors = people::names(&feed.authors);
    if authors.is_empty() {
        authors = if about.authors.is_empty() { people::names(editor(&feed)) } else { about.authors };
    }
    let extras = matched(items, &feed.entries);
    let drafts = feed.entries.iter().zip(extras).map(|(entry, extra)| {
        let mut draft = draft(entry, extra, &feed.feed_type, home);
        if draft.authors.is_empty() {
            draft.authors.clone_from(&authors);
        }
        draft
    });
    let drafts = draft::newest(drafts.collect(), MAX_ENTRIES, |draft| draft.published.or(draft.updated));
    let language = feed.language.as_deref().map(SafeText::line).filter(|language| !language.is_empty());
    ParsedFeed {
        title: or(title, about.title),
        title_html,
        description: or(described, about.description),
        language: about.language.or(language),
        updated: about.updated.or(feed.updated.and_then(to_jiff)).or(feed.published.and_then(to_jiff)),
        pace: about.pace,
        entries: draft::finish(drafts.into_iter(), now),
        site,
    }
}

/// The publisher's page.
pub(super) fn site(feed: &Feed, url: Option<&WebUrl>) -> Option<WebUrl> {
    page(&feed.links, url)
}

/// RSS's managing editor, whom feed-rs counts among the contributors.
fn editor(feed: &Feed) -> &[feed_rs::model::Person] {
    let at = feed.contributors.iter().position(|person| person.name == "managingEditor");
    at.map_or(&[], |at| &feed.contributors[at..=at])
}

/// What the supplement has for each entry: by their order, else, where feed-rs left some out, by guid or link.
fn matched(mut items: Vec<Extra>, entries: &[Entry]) -> Vec<Extra> {
    if items.len() != entries.len() {
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            let names = |extra: &Extra| {
                !extra.key.is_empty()
                    && (extra.key == entry.id || entry.links.iter().any(|link| link.href == extra.key))
            };
            let at = items.iter().take(MAX_ENTRIES).position(names);
            found.push(at.map(|at| items.swap_remove(at)).unwrap_or_default());
        }
        return found;
    }
    items
}

fn draft(entry: &Entry, extra: Extra, format: &FeedType, home: Option<&WebUrl>) -> Draft {
    let stated_title = entry.title.as_ref().map(|title| line(title, format)).unwrap_or_default();
    let in_media = |text: fn(&MediaObject) -> Option<&Text>| entry.media.iter().find_map(text);
    let media_title = || in_media(|media| media.title.as_ref()).map(|text| markup::one_line(&text.content));
    let media_text = || in_media(|media| media.description.as_ref()).map(|text| html(&text.content, false, None));
    let bases = &extra.bases;
    let html_of =
        |text: &str, subtype: &str, base: &Option<WebUrl>| html(text, is_plain(subtype, format), base.as_ref());
    let summary = entry
        .summary
        .as_ref()
        .map(|text| html_of(&text.content, text.content_type.subty().as_str(), &bases.summary))
        .unwrap_or_default();
    let content = entry.content.as_ref().and_then(|content| {
        Some(html_of(content.body.as_deref()?, content.content_type.subty().as_str(), &bases.content))
    });
    let enclosures = files::of(entry, extra.files, home);
    let title_html = entry.title.as_ref().map(|title| marked_up(title, bases.title.as_ref())).unwrap_or_default();
    let published = entry.published.and_then(to_jiff);
    // For RSS feed-rs gives the same date twice.
    let updated = entry.updated.and_then(to_jiff).filter(|_| matches!(format, FeedType::Atom | FeedType::JSON));
    let title = or(stated_title, extra.title);
    let id_as_link = || WebUrl::parse(&entry.id).ok().filter(|_| !extra.is_guid_no_link);
    let link = extra.original.or_else(|| page(&entry.links, home)).or(extra.link).or_else(id_as_link);
    Draft {
        guid: if entry.id.is_empty() { extra.id } else { entry.id.clone() },
        about: extra.about,
        title: if title.is_empty() { media_title().unwrap_or_default() } else { title },
        title_html,
        authors: authors(entry, extra.authors),
        link: link.or_else(|| enclosures.first().map(|file| file.url.clone())),
        published: extra.published.or(published),
        updated: extra.updated.or(updated),
        summary: or_else(or(summary, extra.summary), media_text),
        content: or(content.unwrap_or_default(), extra.content),
        categories: categories(&entry.categories, extra.categories),
        enclosures,
        via: extra.via,
    }
}

fn or(first: SafeText, second: SafeText) -> SafeText {
    if first.is_empty() { second } else { first }
}

fn or_else(first: SafeText, second: impl Fn() -> Option<SafeText>) -> SafeText {
    if first.is_empty() { second().unwrap_or_default() } else { first }
}

/// Whether a text is plain: Atom says which are, RSS does not know the difference.
fn is_plain(subtype: &str, format: &FeedType) -> bool {
    matches!(format, FeedType::Atom) && subtype == "plain"
}

fn line(text: &Text, format: &FeedType) -> SafeText {
    let is_plain = is_plain(text.content_type.subty().as_str(), format);
    if is_plain { markup::one_line(&markup::plain(&text.content)) } else { markup::one_line(&text.content) }
}

/// The markup of a title, its addresses resolved against the base that is stated for it.
fn marked_up(title: &Text, base: Option<&WebUrl>) -> SafeText {
    let html = markup::marked_up(&title.content);
    base.filter(|_| !html.is_empty())
        .map_or_else(|| html.clone(), |base| SafeText::line(&markup::resolve_addresses(&html, base)))
}

/// A text as HTML, its addresses resolved against the base that is stated for it.
fn html(text: &str, is_plain: bool, base: Option<&WebUrl>) -> SafeText {
    let text = text.trim();
    let html = if is_plain { markup::plain(text) } else { text.into() };
    match base {
        Some(base) if html.contains('<') => SafeText::block(&markup::resolve_addresses(&html, base)),
        _ => SafeText::block(&html),
    }
}

/// The page that an entry or a feed leads to: never the feed itself, nor the page of the comments.
fn page(links: &[Link], home: Option<&WebUrl>) -> Option<WebUrl> {
    let is_alternate = |rel: &str| files::relation(rel) == "alternate";
    let alternates = || links.iter().filter(|link| link.rel.as_deref().is_none_or(is_alternate));
    let is_html = |link: &&Link| link.media_type.as_deref().is_none_or(|media_type| media_type.contains("html"));
    let address = |link: &Link| resolved(&link.href, home);
    // RSS's own element first, which has no relation.
    alternates()
        .filter(|link| link.rel.is_none())
        .chain(alternates().filter(is_html))
        .chain(alternates())
        .find_map(address)
}

pub(super) fn resolved(reference: &str, home: Option<&WebUrl>) -> Option<WebUrl> {
    // Escaped once too often.
    let reference = reference.trim().replace("&amp;", "&");
    if reference.is_empty() {
        return None;
    }
    home.map_or_else(|| WebUrl::parse(&reference), |home| home.join(&reference)).ok()
}

/// The first of three places that names somebody; an address counts only where there is no name.
fn authors(entry: &Entry, extra: Vec<SafeText>) -> Vec<SafeText> {
    let credits = entry.media.iter().flat_map(|media| &media.credits);
    let credited =
        credits.fold(Vec::new(), |names, credit| people::with(names, people::without_address(&credit.entity)));
    let places = [people::names(&entry.authors), extra, credited];
    let is_named = |names: &&Vec<SafeText>| names.iter().any(|name| !name.contains('@'));
    let named = places.iter().find(is_named).or_else(|| places.iter().find(|names| !names.is_empty()));
    let names = named.cloned().unwrap_or_default();
    let has_name = names.iter().any(|name| !name.contains('@'));
    names.into_iter().filter(|name| !has_name || !name.contains('@')).collect()
}

/// The feed's words for what an entry is about.
fn categories(stated: &[Category], extra: Vec<SafeText>) -> Vec<SafeText> {
    let words = stated.iter().map(|category| category.label.as_deref().unwrap_or(&category.term));
    words.map(markup::one_line).chain(extra).fold(Vec::new(), draft::with_category)
}
