//! What a feed says of an entry, and how what it does not say is made up.

use std::cmp::Reverse;
use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{Enclosure, Identity, SafeText, Via, WebUrl};
use crate::text;

use super::Entry;

/// The longest guid that is taken, in bytes; a longer one counts as missing.
pub(super) const MAX_GUID_BYTES: usize = 2_048;
/// How long a title is that is made from the first words of a text, in characters.
pub(super) const MADE_TITLE_CHARS: usize = 80;
/// The year 1000: what claims to be older is a mistake, while an archive of dispatches may reach far back.
const OLDEST_SECOND: i64 = -30_610_224_000;
/// How far a publisher's clock may run ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

/// An entry as the feed states it, whatever format that has.
#[derive(Clone, Debug, Default)]
pub(in crate::fetch) struct Draft {
    /// The feed's id for it, as written; may be empty.
    pub guid: String,
    /// Another name that the feed has for it, to show where there is no guid; may be empty.
    pub about: String,
    pub title: SafeText,
    pub title_html: SafeText,
    pub authors: Vec<SafeText>,
    pub link: Option<WebUrl>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub summary: SafeText,
    pub content: SafeText,
    pub categories: Vec<SafeText>,
    pub enclosures: Vec<Enclosure>,
    pub via: Option<Via>,
}

impl Draft {
    /// The entry, as of `now`.
    pub fn finish(self, now: Timestamp) -> Entry {
        let Self { guid, about, title, authors, link, published, updated, summary, content, .. } = self;
        let guid = if guid.len() > MAX_GUID_BYTES { "" } else { guid.trim() };
        let body = if content.is_empty() { &summary } else { &content };
        let title = if title.is_empty() { made_title(body, link.as_ref()) } else { title };
        // The date as stated: whether it is sane depends on when the feed is read, and an identity must not.
        let identity = Identity::of(guid, link.as_ref(), &title, published.or(updated));
        let name = if guid.is_empty() && !about.is_empty() { about.as_str() } else { identity.value() };
        Entry {
            id: SafeText::line(name),
            identity,
            title,
            title_html: self.title_html,
            authors,
            link,
            published: published.filter(|at| is_sane(*at, now)),
            updated: updated.filter(|at| is_sane(*at, now)),
            summary,
            content,
            categories: self.categories,
            enclosures: self.enclosures,
            via: self.via,
        }
    }
}

/// The entries of a feed, each identity once.
pub(in crate::fetch) fn finish(drafts: impl Iterator<Item = Draft>, now: Timestamp) -> Vec<Entry> {
    let mut known = HashSet::new();
    let entries = drafts.map(|draft| draft.finish(now));
    entries.filter(|entry| known.insert(entry.identity.clone())).collect()
}

/// Of too many the newest, else all as they stand.
pub(in crate::fetch) fn newest<T>(mut items: Vec<T>, most: usize, at: impl Fn(&T) -> Option<Timestamp>) -> Vec<T> {
    if items.len() > most {
        items.sort_by_cached_key(|item| Reverse(at(item)));
        items.truncate(most);
    }
    items
}

/// The most categories that are taken, and how long each may be, in characters.
const MAX_CATEGORIES: usize = 50;
const MAX_CATEGORY_CHARS: usize = 100;

/// A list of categories with one more, unless it is there, no word, or one too many.
pub(in crate::fetch) fn with_category(mut categories: Vec<SafeText>, word: SafeText) -> Vec<SafeText> {
    // Addresses are classes of some machine.
    let is_word = !word.is_empty() && !word.contains("://") && word.chars().count() <= MAX_CATEGORY_CHARS;
    if is_word && !categories.contains(&word) && categories.len() < MAX_CATEGORIES {
        categories.push(word);
    }
    categories
}

/// The first words, else the address.
fn made_title(body: &SafeText, link: Option<&WebUrl>) -> SafeText {
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
    match (title.is_empty(), link) {
        (false, _) => SafeText::line(&title),
        (true, Some(link)) => SafeText::line(&link.to_string()),
        (true, None) => SafeText::from("Untitled"),
    }
}

/// Whether a date can be meant: not the zero of a clock, not before any dispatch, not in the future.
pub(in crate::fetch) fn is_sane(at: Timestamp, now: Timestamp) -> bool {
    at != Timestamp::UNIX_EPOCH && at.as_second() >= OLDEST_SECOND && at.duration_since(now) <= AHEAD
}
