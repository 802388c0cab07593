//! The rows of the views pane.

use super::model::{Model, ViewTarget};
use crate::domain::{FeedId, Owner, Region, SafeText, View, safe};

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
            failing: model.poll.is_failing(feed.id),
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

/// The folders in the order of their first feed's kind, named folders of the user first.
fn folders(model: &Model) -> Vec<Folder> {
    let mut order: Vec<usize> = (0..model.feeds.len()).collect();
    order.sort_by_key(|&index| {
        let source = &model.feeds[index].source;
        (source.folders.is_empty(), source.folders.first().cloned(), source.card.kind)
    });
    let mut folders: Vec<Folder> = Vec::new();
    for index in order {
        let feed = &model.feeds[index];
        let unread = unread_of(model, feed.id);
        for label in feed.source.folder_labels() {
            match folders.iter_mut().find(|folder| folder.label == label) {
                Some(folder) => {
                    folder.unread += unread;
                    folder.feeds.push(index);
                }
                None => folders.push(Folder { label, unread, feeds: vec![index] }),
            }
        }
    }
    folders
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
