//! `feeds.toml` is read.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::choices::Switches;
use super::entry::Entry;
use super::{ConfigError, Shipped, views};
use crate::config::document::Document;
use crate::domain::{FeedUrl, SafeText, SavedView, Source, nearest};

const KEYS: [&str; 5] = ["defaults", "on", "off", "feed", "view"];

/// What the file and the list make together.
pub(super) struct Subscriptions {
    /// The list's feeds, with what the user changed about them; `on` as the user has it.
    pub listed: Vec<Shipped>,
    /// The user's own, and which `[[feed]]` each is.
    pub own: Vec<(Source, usize)>,
    /// Which `[[feed]]` changes a feed of the list, by its place in `listed`.
    pub changed: HashMap<usize, usize>,
    /// The user's saved views.
    pub views: Vec<SavedView>,
}

impl Subscriptions {
    /// Whether a feed of the list is subscribed to, as it is or in an entry of the user's own.
    pub fn is_on(&self, feed: &Shipped) -> bool {
        feed.on || self.own.iter().any(|(own, _)| own.url == feed.source.url)
    }

    /// The list's feeds that are on, then the user's own.
    pub fn sources(self) -> Vec<Source> {
        let Self { listed, own, .. } = self;
        let on = listed.into_iter().filter(|feed| feed.on).map(|feed| feed.source);
        let own = own.into_iter().map(|(source, _)| source);
        on.chain(own).collect()
    }
}

/// Reads the file over the list. A feed of the list that the user has an entry of their own for, with an address, is
/// off: the entry stands in its place.
pub(super) fn parse(mut document: Document<'_>, mut shipped: Vec<Shipped>) -> Result<Subscriptions, ConfigError> {
    let table = document.parse()?;
    for (key, _) in &table {
        if !KEYS.contains(&key.get_ref().as_ref()) {
            document.unknown(key.span(), key.get_ref(), "there is no such setting", KEYS);
        }
    }
    let switches = Switches::read(&mut document, &table, &shipped);
    for feed in &mut shipped {
        feed.on = switches.is_on(feed);
    }
    let views = views::read(&mut document, &table);
    let mut subscriptions = Subscriptions { listed: shipped, own: Vec::new(), changed: HashMap::new(), views };
    subscriptions.read_feeds(&mut document, &table);
    document.finish()?;
    Ok(subscriptions)
}

impl Subscriptions {
    fn read_feeds(&mut self, document: &mut Document<'_>, table: &DeTable<'_>) {
        let Some(value) = table.get("feed") else { return };
        let DeValue::Array(entries) = value.get_ref() else {
            return document.mistake(value.span(), "feed", "feeds are written as [[feed]], in double brackets", None);
        };
        let mut lines: HashMap<FeedUrl, usize> = HashMap::new();
        for (place, value) in entries.iter().enumerate() {
            let DeValue::Table(fields) = value.get_ref() else {
                document.mistake(value.span(), "feed", "feeds are written as [[feed]], in double brackets", None);
                continue;
            };
            let entry = Entry::read(document, fields);
            if entry.url.is_none() && fields.contains_key("url") {
                continue;
            }
            let Some(url) = self.take(document, value, entry, place) else { continue };
            let line = document.line(value.span().start);
            if let Some(first) = lines.insert(url, line) {
                let message = format!("this feed stands in line {first} already");
                document.mistake(value.span(), "feed.url", &message, None);
            }
        }
    }

    /// Takes an entry in and returns the address of its feed. An entry with an address, or with the name of a feed of
    /// the list, is about that feed; what it does not say is as the list says.
    fn take(
        &mut self,
        document: &mut Document<'_>,
        value: &Spanned<DeValue<'_>>,
        entry: Entry,
        place: usize,
    ) -> Option<FeedUrl> {
        let is_meant = |feed: &Shipped| match &entry.url {
            Some(url) => feed.source.url == *url,
            None => entry.name.as_ref().is_some_and(|name| feed.is_named(name)),
        };
        let index = self.listed.iter().position(is_meant);
        match (entry.url.clone(), index) {
            (Some(url), index) => {
                let base = match index {
                    Some(index) => {
                        self.listed[index].on = false;
                        self.listed[index].source.clone()
                    }
                    None => Source::unknown(default_name(&url), url.clone()),
                };
                self.own.push((entry.over(base), place));
                Some(url)
            }
            (None, Some(index)) => {
                self.changed.insert(index, place);
                let source = &mut self.listed[index].source;
                *source = entry.over(source.clone());
                Some(source.url.clone())
            }
            (None, None) => {
                self.no_address(document, value, entry.name);
                None
            }
        }
    }

    fn no_address(&self, document: &mut Document<'_>, value: &Spanned<DeValue<'_>>, name: Option<SafeText>) {
        let Some(name) = name else {
            return document.mistake(value.span(), "feed.url", "a feed needs an address: url = \"https://…\"", None);
        };
        let message =
            format!("chancery comes with no feed named {name:?}, so it needs an address: url = \"https://…\"");
        let hint = nearest(&name, self.listed.iter().map(|feed| feed.name.as_str()));
        document.mistake(value.span(), "feed.name", &message, hint);
    }
}

/// What a feed is called when the user does not say.
pub fn default_name(url: &FeedUrl) -> SafeText {
    match url {
        FeedUrl::Web(url) => SafeText::line(url.host()),
        FeedUrl::File(file) => SafeText::line(&file.path().file_stem().unwrap_or_default().to_string_lossy()),
        FeedUrl::Exec(command) => SafeText::line(command.line()),
    }
}

#[cfg(test)]
mod tests;
