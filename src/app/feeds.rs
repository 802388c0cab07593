//! The feeds screen: every feed with how it does.

use std::collections::HashMap;

use super::action::Action;
use super::effect::RequestId;
use super::model::Model;
use crate::domain::{Feed, FeedId, FeedSort, Health, HealthState, SafeText};

/// The feeds, and where the reader stands among them.
#[derive(Clone, Debug, Default)]
pub struct FeedsScreen {
    /// The rows, from top to bottom. What is learned meanwhile changes what a row says, but moves none.
    pub order: Vec<FeedId>,
    /// The feed that keys act on.
    pub cursor: Option<FeedId>,
    /// The first row on the screen.
    pub top: usize,
    pub sort: FeedSort,
    /// Only feeds with these words are shown.
    pub filter: SafeText,
    /// How each feed does, by the request that last told.
    pub known: HashMap<FeedId, (RequestId, Health)>,
    /// Why nothing is known.
    pub failure: Option<SafeText>,
}

impl FeedsScreen {
    /// How a feed does, as far as it is known.
    pub fn health(&self, feed: FeedId) -> Option<&Health> {
        self.known.get(&feed).map(|(_, health)| health)
    }

    /// The row that the cursor is on.
    pub fn row(&self) -> Option<usize> {
        self.order.iter().position(|feed| Some(*feed) == self.cursor)
    }

    /// Whether it waits for what is known.
    pub fn is_loading(&self) -> bool {
        self.known.is_empty() && self.failure.is_none()
    }

    /// Puts the cursor on a row, or on the last one.
    pub fn select(&mut self, row: usize) {
        self.cursor = self.order.get(row).or(self.order.last()).copied();
    }

    /// Scrolls as little as shows the cursor in so many rows.
    pub fn reveal(&mut self, rows: usize) {
        let row = self.row().unwrap_or(0);
        let top = self.top.min(self.order.len().saturating_sub(rows));
        self.top = top.clamp((row + 1).saturating_sub(rows), row);
    }

    /// Puts the feeds into their order and leaves out those that the filter does not name. The cursor stays on its
    /// feed, or near its place.
    pub fn arrange(&mut self, feeds: &[Feed]) {
        let row = self.row().unwrap_or(0);
        let words: Vec<String> = self.filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let known = |feed: &'_ Feed| self.known.get(&feed.id).map(|(_, health)| health);
        let mut shown: Vec<(&Feed, &Health)> = feeds.iter().filter_map(|feed| Some((feed, known(feed)?))).collect();
        shown.retain(|(feed, health)| has_words(feed, health, &words));
        shown.sort_by(|(a, one), (b, other)| self.sort.compare((&a.source, one), (&b.source, other)));
        self.order = shown.into_iter().map(|(feed, _)| feed.id).collect();
        if self.row().is_none() {
            self.select(row);
        }
    }

    /// How many of the feeds are in which trouble, the worst first. Those whose last attempt failed by their own fault
    /// are one number, the header's.
    pub fn troubles(&self) -> Vec<(usize, &'static str)> {
        let count =
            |is: &dyn Fn(HealthState) -> bool| self.known.values().filter(|(_, health)| is(health.state)).count();
        let failing = (count(&HealthState::is_failing), HealthState::Failing.label());
        let others = HealthState::ALL.into_iter().filter(|state| state.is_trouble() && !state.is_failing());
        let others = others.map(|state| (count(&|other| other == state), state.label()));
        std::iter::once(failing).chain(others).filter(|(count, _)| *count > 0).collect()
    }
}

/// Whether all words stand somewhere in what is known of a feed; `trouble` stands for any trouble.
fn has_words(feed: &Feed, health: &Health, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let source = &feed.source;
    let mut text = format!("{}\n{}\n{}", source.name, source.url, health.state.label());
    if health.state.is_trouble() {
        text.push_str("\ntrouble");
    }
    let card = &source.card;
    let country = card.country.as_ref().map(|country| country.to_string());
    let labels = source.folder_labels();
    let labels = labels.iter().map(SafeText::as_str).chain([card.kind.slug(), card.owner.slug()]);
    let optional = [&card.region, &card.language, &card.family].into_iter().flatten().map(SafeText::as_str);
    for label in labels.chain(optional).chain(country.as_deref()) {
        text.push('\n');
        text.push_str(label);
    }
    source.tags.iter().for_each(|tag| text.push_str(&format!("\n#{tag}")));
    let text = text.to_lowercase();
    words.iter().all(|word| text.contains(word))
}

/// What keys do on this screen, for its help; moving aside.
pub const KEYS: &[(Action, &str)] = &[
    (Action::Open, "Show the feed's articles"),
    (Action::Refresh, "Ask this feed now"),
    (Action::RefreshAll, "Ask all feeds now"),
    (Action::SortFeeds, "Sort by trouble, name, newest or volume"),
    (Action::Search, "Only feeds with these words; `trouble` is one"),
    (Action::OpenInBrowser, "Open the publisher's site in the browser"),
    (Action::CopyLink, "Copy the feed's address"),
    (Action::AddFeed, "Add a feed: its address, or its site's"),
    (Action::EditFeed, "Edit this feed: name, folders, tags and more"),
    (Action::RemoveFeed, "Remove this feed; starred articles stay"),
    (Action::Undo, "Undo the last change of state"),
    (Action::Back, "Show all feeds again, or go back to the articles"),
];

impl Model {
    /// The feed that keys act on, where the feeds screen is open.
    pub fn chosen_feed(&self) -> Option<&Feed> {
        self.feed(self.feeds_screen.as_ref()?.cursor?)
    }
}
