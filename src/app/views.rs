//! The rows of the views pane.

use std::collections::{BTreeSet, HashMap};

use super::model::{Model, ViewTarget};
use crate::domain::{FeedId, Owner, Region, SafeText, Source, SourceKind, View, folder_name, safe};

/// The levels of folders that are told apart; what nests deeper stands in the last.
const LEVELS_MAX: usize = 8;

/// A row of the views pane.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewRow {
    /// What Enter opens; `None` for a heading.
    pub target: Option<ViewTarget>,
    pub label: SafeText,
    /// The number beside it; for a feed or folder what is unread.
    pub count: u64,
    pub shape: RowShape,
    /// In how many folders it lies.
    pub depth: usize,
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
        depth: 0,
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
            depth: 0,
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
    let tree = Tree::of(model);
    tree.push_rows(&tree.top, model, 0, &mut rows);
    rows
}

fn heading(label: &'static str) -> ViewRow {
    ViewRow { target: None, label: label.into(), count: 0, shape: RowShape::Heading, depth: 0 }
}

/// The folders of all feeds, each once.
#[derive(Default)]
struct Tree {
    folders: Vec<Folder>,
    by_path: HashMap<SafeText, usize>,
    /// The folders that lie in no other.
    top: Vec<usize>,
    unread: HashMap<FeedId, u64>,
}

struct Folder {
    path: SafeText,
    /// What is unread in it and in its folders; a feed that is in several of them counts once.
    unread: u64,
    feeds: Vec<usize>,
    folders: Vec<usize>,
    /// Where it stands among its neighbours.
    order: Order,
}

/// The user's own folders by name, then the kinds in their order.
type Order = (Option<SourceKind>, String);

impl Tree {
    /// Takes as long as there are feeds.
    fn of(model: &Model) -> Self {
        let unread = model.counts.feeds.iter().copied().collect();
        let mut tree = Self { unread, ..Self::default() };
        for (index, feed) in model.feeds.iter().enumerate() {
            tree.add(index, feed.id, &feed.source);
        }
        tree.sort(model);
        tree
    }

    fn add(&mut self, index: usize, id: FeedId, source: &Source) {
        let mut around = Vec::new();
        let kind = source.folders.is_empty().then_some(source.card.kind);
        for path in source.folder_labels() {
            let folder = self.folder(&path, kind, &mut around);
            self.folders[folder].feeds.push(index);
        }
        around.sort_unstable();
        around.dedup();
        let unread = self.unread.get(&id).copied().unwrap_or(0);
        around.into_iter().for_each(|folder| self.folders[folder].unread += unread);
    }

    /// The folder with this path, which is made where it is missing, as are those around it; all of them are noted.
    fn folder(&mut self, path: &SafeText, kind: Option<SourceKind>, around: &mut Vec<usize>) -> usize {
        let levels = path.match_indices('/').take(LEVELS_MAX - 1).map(|(slash, _)| slash).chain([path.len()]);
        let mut outer = None;
        for end in levels {
            let path = path.slice(0..end);
            let at = match self.by_path.get(&path) {
                Some(at) => *at,
                None => self.make(path, kind, outer),
            };
            if kind.is_none() {
                self.folders[at].order.0 = None;
            }
            around.push(at);
            outer = Some(at);
        }
        outer.expect("a path has at least one level")
    }

    fn make(&mut self, path: SafeText, kind: Option<SourceKind>, outer: Option<usize>) -> usize {
        let at = self.folders.len();
        let order = (kind, folder_name(&path).to_lowercase());
        self.by_path.insert(path.clone(), at);
        self.folders.push(Folder { path, unread: 0, feeds: Vec::new(), folders: Vec::new(), order });
        match outer {
            Some(outer) => self.folders[outer].folders.push(at),
            None => self.top.push(at),
        }
        at
    }

    /// Puts folders in their order, and the feeds of each by their kind.
    fn sort(&mut self, model: &Model) {
        let orders: Vec<Order> = self.folders.iter().map(|folder| folder.order.clone()).collect();
        self.top.sort_by_key(|&at| &orders[at]);
        for folder in &mut self.folders {
            folder.folders.sort_by_key(|&at| &orders[at]);
            folder.feeds.sort_by_key(|&index| model.feeds[index].source.card.kind);
        }
    }

    fn push_rows(&self, folders: &[usize], model: &Model, depth: usize, rows: &mut Vec<ViewRow>) {
        for folder in folders.iter().map(|&at| &self.folders[at]) {
            let unfolded = model.views.unfolded.contains(&folder.path);
            rows.push(ViewRow {
                target: Some(ViewTarget::Folder(folder.path.clone())),
                label: if depth + 1 < LEVELS_MAX { folder_name(&folder.path) } else { folder.path.clone() },
                count: folder.unread,
                shape: RowShape::Folder { unfolded },
                depth,
            });
            if unfolded {
                self.push_rows(&folder.folders, model, depth + 1, rows);
                rows.extend(folder.feeds.iter().map(|&index| self.feed_row(model, index, folder, depth)));
            }
        }
    }

    fn feed_row(&self, model: &Model, index: usize, folder: &Folder, depth: usize) -> ViewRow {
        let feed = &model.feeds[index];
        ViewRow {
            target: Some(ViewTarget::Feed { feed: feed.id, folder: folder.path.clone() }),
            label: feed.source.name.clone(),
            count: self.unread.get(&feed.id).copied().unwrap_or(0),
            shape: RowShape::Feed {
                failing: model.poll.is_failing(feed.id),
                state_owned: feed.source.card.owner == Owner::State,
            },
            depth,
        }
    }
}

/// Every folder that a feed is filed under, and those around them, in alphabetical order.
pub fn folders(model: &Model) -> Vec<SafeText> {
    let paths = model.feeds.iter().flat_map(|feed| &feed.source.folders);
    let with_outer = |path: &SafeText| -> Vec<SafeText> {
        path.match_indices('/').map(|(slash, _)| path.slice(0..slash)).chain([path.clone()]).collect()
    };
    paths.flat_map(with_outer).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Shows what is in a folder, and in those around it.
pub fn unfold(model: &mut Model, folder: &SafeText) {
    let outer = folder.match_indices('/').map(|(slash, _)| folder.slice(0..slash));
    model.views.unfolded.extend(outer.chain([folder.clone()]));
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

/// The name of the list as it is narrowed.
pub fn list_label(model: &Model) -> SafeText {
    let scope = &model.list.scope;
    let mut title = label(model, &scope.view);
    if let Some(tag) = &scope.narrowed {
        title = safe!("{} · ◆ {}", title, tag.label);
    }
    if let Some((text, _)) = &scope.filter {
        title = safe!("{} · {}", title, text);
    }
    title
}

/// The feeds that a view is made of; `None` when it is made of all.
pub fn feeds_of(model: &Model, view: &View) -> Option<Vec<FeedId>> {
    let of = |holds: &dyn Fn(&Source) -> bool| {
        Some(model.feeds.iter().filter(|feed| holds(&feed.source)).map(|feed| feed.id).collect())
    };
    match view {
        View::Feed(id) => Some(vec![*id]),
        View::Folder(label) => of(&|source| source.is_in(label)),
        _ => None,
    }
}
