//! The rows of the views pane.

use std::collections::BTreeMap;

use super::model::{Model, ViewTarget};
use crate::domain::{FeedId, Owner, Region, SafeText, SourceKind, View, safe};

/// A row of the views pane.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewRow {
    /// What Enter opens; `None` for a heading.
    pub target: Option<ViewTarget>,
    pub label: SafeText,
    /// The number beside it; for a feed or folder what is unread.
    pub count: u64,
    pub shape: RowShape,
}

/// How a row of the views pane looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowShape {
    Plain,
    Heading,
    Folder { unfolded: bool },
    Feed { failing: bool, state_owned: bool },
}

/// The rows, from top to bottom.
pub fn rows(model: &Model) -> Vec<ViewRow> {
    let counts = &model.counts;
    let plain = |view: View, label: SafeText, count: u64| ViewRow {
        target: Some(ViewTarget::View(view)),
        label,
        count,
        shape: RowShape::Plain,
    };
    let mut rows = vec![
        plain(View::Unread, "Unread".into(), counts.unread),
        plain(View::All, "All".into(), counts.total),
        plain(View::Starred, "Starred".into(), counts.starred),
        plain(View::Tagged, "Tagged".into(), counts.tagged),
    ];
    if !model.saved.is_empty() {
        rows.push(heading("Saved"));
        rows.extend(model.saved.iter().map(|view| ViewRow {
            target: Some(ViewTarget::Saved(view.clone())),
            label: view.name.clone(),
            count: 0,
            shape: RowShape::Plain,
        }));
    }
    if !counts.own_tags.is_empty() {
        rows.push(heading("Your tags"));
        for (tag, count) in &counts.own_tags {
            rows.push(plain(View::OwnTag(tag.clone()), safe!("#{}", tag), *count));
        }
    }
    rows.push(heading("Regions"));
    for region in Region::ALL {
        let count = counts.regions.iter().find(|(counted, _)| *counted == region).map_or(0, |(_, count)| *count);
        rows.push(plain(View::Region(region), region.label().into(), count));
    }
    rows.push(heading("Feeds"));
    for folder in folders(model) {
        let unfolded = model.views.unfolded.contains(&folder.label);
        rows.push(ViewRow {
            target: Some(ViewTarget::Folder(folder.label.clone())),
            label: folder.label,
            count: folder.unread,
            shape: RowShape::Folder { unfolded },
        });
        if unfolded {
            rows.extend(folder.feeds.into_iter().map(|index| feed_row(model, index)));
        }
    }
    rows
}

fn heading(label: &'static str) -> ViewRow {
    ViewRow { target: None, label: label.into(), count: 0, shape: RowShape::Heading }
}

fn feed_row(model: &Model, index: usize) -> ViewRow {
    let feed = &model.feeds[index];
    ViewRow {
        target: Some(ViewTarget::View(View::Feed(feed.id))),
        label: feed.source.name.clone(),
        count: unread_of(model, feed.id),
        shape: RowShape::Feed {
            failing: model.poll.failing.contains_key(&feed.id),
            state_owned: feed.source.card.owner == Owner::State,
        },
    }
}

fn unread_of(model: &Model, feed: FeedId) -> u64 {
    model.counts.feeds.iter().find(|(counted, _)| *counted == feed).map_or(0, |(_, unread)| *unread)
}

struct Folder {
    label: SafeText,
    unread: u64,
    feeds: Vec<usize>,
}

/// The folders: the user's own by name, each behind the one that it is nested in, then the kinds of what is in none.
fn folders(model: &Model) -> Vec<Folder> {
    let mut order: Vec<usize> = (0..model.feeds.len()).collect();
    order.sort_by_key(|&index| model.feeds[index].source.card.kind);
    let mut folders: BTreeMap<(Option<SourceKind>, Vec<&str>), Folder> = BTreeMap::new();
    for index in order {
        let feed = &model.feeds[index];
        let (source, unread) = (&feed.source, unread_of(model, feed.id));
        let empty = |label: SafeText| Folder { label, unread: 0, feeds: Vec::new() };
        if source.folders.is_empty() {
            let kind = source.card.kind;
            let folder = folders.entry((Some(kind), Vec::new())).or_insert_with(|| empty(kind.label().into()));
            folder.unread += unread;
            folder.feeds.push(index);
        }
        let mut counted: Vec<Vec<&str>> = Vec::new();
        for label in &source.folders {
            let levels: Vec<&str> = label.split('/').collect();
            for depth in 1..=levels.len() {
                let level = levels[..depth].to_vec();
                let end = level.join("/").len();
                let folder = folders.entry((None, level.clone())).or_insert_with(|| empty(label.slice(0..end)));
                if depth == levels.len() {
                    folder.feeds.push(index);
                }
                // A feed in two folders of a third counts there once.
                if !counted.contains(&level) {
                    folder.unread += unread;
                    counted.push(level);
                }
            }
        }
    }
    folders.into_values().collect()
}

/// The name of a view, for the border of the list.
pub fn label(model: &Model, view: &View) -> SafeText {
    match view {
        View::Unread => "Unread".into(),
        View::All => "All".into(),
        View::Starred => "Starred".into(),
        View::Tagged => "Tagged".into(),
        View::OwnTag(tag) => safe!("#{}", tag),
        View::Region(region) => region.label().into(),
        View::Folder(label) => label.clone(),
        View::Feed(id) => model.feed(*id).map_or("A removed feed".into(), |feed| feed.source.name.clone()),
        View::Search { text, .. } => safe!("Search: {}", text),
    }
}

/// The feeds that a view is made of; `None` when it is made of all.
pub fn feeds_of(model: &Model, view: &View) -> Option<Vec<FeedId>> {
    let of = |holds: &dyn Fn(&crate::domain::Source) -> bool| {
        Some(model.feeds.iter().filter(|feed| holds(&feed.source)).map(|feed| feed.id).collect())
    };
    match view {
        View::Feed(id) => Some(vec![*id]),
        View::Folder(label) => of(&|source| source.is_in(label)),
        _ => None,
    }
}
