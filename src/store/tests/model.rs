//! Random use against a model that keeps everything in a vector: lists, windows and counts must agree.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::prelude::*;

use super::support::*;
use crate::domain::{
    ArticleId, Counts, Edge, FeedId, NewArticle, OwnTag, Region, Scope, SourceKind, Status, TagKind, View, Window,
};

const FEEDS: [&str; 3] = ["wire", "paper", "agency"];
const COUNTRIES: [&str; 2] = ["FR", "EG"];
const REGIONS: [Region; 3] = [Region::Europe, Region::Africa, Region::LatinAmerica];

#[derive(Clone, Debug)]
enum Step {
    Declare { feeds: Vec<bool> },
    Poll { feed: usize, items: Vec<Item> },
    Read { article: usize, read: bool },
    Star { article: usize, starred: bool },
    Tag { article: usize, tag: u8, there: bool },
    MarkAllRead { view: usize },
    Reopen,
}

#[derive(Clone, Debug)]
struct Item {
    guid: u8,
    version: u8,
    /// Seconds before the poll; negative ones lie in the future.
    age: Option<i64>,
    countries: u8,
    regions: u8,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let item = (0..8u8, 0..3u8, proptest::option::of(-3..6i64), 0..4u8, 0..8u8)
        .prop_map(|(guid, version, age, countries, regions)| Item { guid, version, age, countries, regions });
    let article = 0..24usize;
    let step = prop_oneof![
        1 => proptest::collection::vec(any::<bool>(), FEEDS.len()).prop_map(|feeds| Step::Declare { feeds }),
        6 => (0..FEEDS.len(), proptest::collection::vec(item, 0..6)).prop_map(|(feed, items)| Step::Poll { feed, items }),
        3 => (article.clone(), any::<bool>()).prop_map(|(article, read)| Step::Read { article, read }),
        3 => (article.clone(), any::<bool>()).prop_map(|(article, starred)| Step::Star { article, starred }),
        3 => (article, 0..2u8, any::<bool>()).prop_map(|(article, tag, there)| Step::Tag { article, tag, there }),
        1 => any::<usize>().prop_map(|view| Step::MarkAllRead { view }),
        1 => Just(Step::Reopen),
    ];
    proptest::collection::vec(step, 1..20)
}

#[derive(Clone, Debug)]
struct Row {
    id: ArticleId,
    feed: usize,
    title: String,
    published: Option<Timestamp>,
    arrived: Timestamp,
    status: Status,
    own: BTreeSet<OwnTag>,
    countries: u8,
    regions: u8,
}

impl Row {
    fn edge(&self) -> Edge {
        Edge { at: self.published.unwrap_or(self.arrived), id: self.id }
    }

    fn has(bits: u8, index: usize) -> bool {
        bits & (1 << index) != 0
    }
}

struct Model {
    rows: Vec<Row>,
    declared: Vec<bool>,
    ids: Vec<FeedId>,
}

impl Model {
    fn views(&self) -> Vec<View> {
        let mut views = vec![
            View::Unread,
            View::All,
            View::Starred,
            View::Tagged,
            View::OwnTag(own("t0")),
            View::Folder("Other feeds".into()),
        ];
        views.extend(REGIONS.map(View::Region));
        views.extend(self.ids.iter().map(|id| View::Feed(*id)));
        views
    }

    fn contains(&self, view: &View, row: &Row) -> bool {
        let declared = self.declared[row.feed];
        match view {
            View::Unread => declared && !row.status.read,
            View::All => declared,
            View::Starred => row.status.starred,
            View::Tagged => !row.own.is_empty(),
            View::OwnTag(tag) => row.own.contains(tag),
            View::Folder(_) => declared && kind_of(row.feed) == SourceKind::Unknown,
            View::Region(region) => {
                declared && Row::has(row.regions, REGIONS.iter().position(|other| other == region).unwrap())
            }
            View::Feed(id) => declared && self.ids[row.feed] == *id,
            View::Search { .. } => unreachable!("not among the views"),
        }
    }

    /// The list of a view, newest first.
    fn list(&self, view: &View, country: Option<usize>) -> Vec<&Row> {
        let narrowed = |row: &Row| country.is_none_or(|country| Row::has(row.countries, country));
        let mut rows: Vec<_> = self.rows.iter().filter(|row| self.contains(view, row) && narrowed(row)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.edge()));
        rows
    }

    fn poll(&mut self, feed: usize, items: &[Item], now: i64) {
        let mut seen = BTreeSet::new();
        for item in items.iter().filter(|item| seen.insert(item.guid)) {
            let id = id(FEEDS[feed], &format!("g{}", item.guid));
            let title = format!("g{} version {}", item.guid, item.version);
            match self.rows.iter_mut().find(|row| row.id == id) {
                Some(row) => {
                    (row.title, row.countries, row.regions) = (title, item.countries, item.regions);
                }
                None => self.rows.push(Row {
                    id,
                    feed,
                    title,
                    published: item.age.map(|age| at(now - age.max(0))),
                    arrived: at(now),
                    status: Status::default(),
                    own: BTreeSet::new(),
                    countries: item.countries,
                    regions: item.regions,
                }),
            }
        }
    }

    fn counts(&self) -> Counts {
        let shown: Vec<_> = self.rows.iter().filter(|row| self.declared[row.feed]).collect();
        let unread = |of: &dyn Fn(&Row) -> bool| shown.iter().filter(|row| !row.status.read && of(row)).count() as u64;
        let mut own_tags = BTreeMap::new();
        for tag in self.rows.iter().flat_map(|row| &row.own) {
            *own_tags.entry(tag.clone()).or_insert(0) += 1;
        }
        let mut own_tags: Vec<_> = own_tags.into_iter().collect();
        own_tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut feeds: Vec<_> =
            self.ids.iter().enumerate().map(|(index, id)| (*id, unread(&|row| row.feed == index))).collect();
        feeds.retain(|(_, count)| *count > 0);
        feeds.sort();
        let mut regions: Vec<_> = REGIONS
            .iter()
            .enumerate()
            .map(|(index, region)| (*region, unread(&|row| Row::has(row.regions, index))))
            .collect();
        regions.retain(|(_, count)| *count > 0);
        Counts {
            total: shown.len() as u64,
            unread: unread(&|_| true),
            starred: self.rows.iter().filter(|row| row.status.starred).count() as u64,
            tagged: self.rows.iter().filter(|row| !row.own.is_empty()).count() as u64,
            feeds,
            regions,
            own_tags,
        }
    }
}

fn kind_of(feed: usize) -> SourceKind {
    if feed == 0 { SourceKind::Wire } else { SourceKind::Unknown }
}

fn new_article(item: &Item, now: i64) -> NewArticle {
    let pick = |bits: u8, count: usize| (0..count).filter(move |index| Row::has(bits, *index));
    NewArticle {
        published: item.age.map(|age| at(now - age)),
        tags: pick(item.countries, COUNTRIES.len())
            .map(|index| tag(TagKind::Country, COUNTRIES[index], true))
            .collect(),
        regions: pick(item.regions, REGIONS.len()).map(|index| REGIONS[index]).collect(),
        ..article(&format!("g{} version {}", item.guid, item.version))
    }
}

/// Plays the steps on a store and on the model.
async fn play(steps: &[Step]) -> (Desk, Model) {
    let mut desk = Desk::new();
    let mut model = Model { rows: Vec::new(), declared: vec![true; FEEDS.len()], ids: Vec::new() };
    model.ids = declare(&desk, &model.declared).await;
    for (now, step) in (0..).step_by(2).zip(steps) {
        desk.now(now);
        match step {
            Step::Declare { feeds } => {
                declare(&desk, feeds).await;
                model.declared.clone_from(feeds);
            }
            Step::Poll { feed, items } => {
                let articles = items.iter().map(|item| new_article(item, now)).collect();
                let known = model.rows.len();
                let saved = desk.poll(model.ids[*feed], articles).await;
                model.poll(*feed, items, now);
                assert_eq!(saved.new.len(), model.rows.len() - known);
            }
            Step::Reopen => desk = desk.reopen().await,
            Step::MarkAllRead { view } => {
                let views = model.views();
                let view = views[view % views.len()].clone();
                let expected: Vec<_> =
                    model.list(&view, None).iter().filter(|row| !row.status.read).map(|row| row.id).collect();
                let marked = desk.store.mark_all_read(Scope::of(view), at(now)).await.unwrap();
                assert_eq!(marked, expected);
                model.rows.iter_mut().filter(|row| marked.contains(&row.id)).for_each(|row| row.status.read = true);
            }
            Step::Read { article, read } => {
                let Some(row) = model.rows.get_mut(*article) else { continue };
                desk.store.set_read(vec![row.id], *read).await.unwrap();
                row.status.read = *read;
            }
            Step::Star { article, starred } => {
                let Some(row) = model.rows.get_mut(*article) else { continue };
                desk.store.set_starred(row.id, *starred).await.unwrap();
                row.status.starred = *starred;
            }
            Step::Tag { article, tag, there } => {
                let Some(row) = model.rows.get_mut(*article) else { continue };
                let tag = own(&format!("t{tag}"));
                if *there {
                    desk.store.add_tag(row.id, tag.clone()).await.unwrap();
                    row.own.insert(tag);
                } else {
                    desk.store.remove_tag(row.id, tag.clone()).await.unwrap();
                    row.own.remove(&tag);
                }
            }
        }
    }
    (desk, model)
}

async fn declare(desk: &Desk, declared: &[bool]) -> Vec<FeedId> {
    let chosen = FEEDS.iter().enumerate().filter(|(index, _)| declared[*index]).map(|(index, name)| {
        let mut source = source(name);
        source.card.kind = kind_of(index);
        source
    });
    desk.store.declare_feeds(chosen.collect()).await.unwrap().iter().map(|feed| feed.id).collect()
}

/// What a window of the list should hold, by definition.
fn window(list: &[&Row], window: Window, limit: usize) -> (Vec<ArticleId>, bool, bool) {
    let newer = |edge: Edge| list.iter().filter(|row| row.edge() > edge).count();
    let up_to = |edge: Edge| list.iter().filter(|row| row.edge() >= edge).count();
    let (start, end) = match window {
        Window::Top => (0, limit.min(list.len())),
        Window::Bottom => (list.len().saturating_sub(limit), list.len()),
        Window::After(edge) => (up_to(edge), (up_to(edge) + limit).min(list.len())),
        Window::Before(edge) => (newer(edge).saturating_sub(limit), newer(edge)),
        Window::Around(edge) => {
            let after = list.len() - newer(edge);
            let before = newer(edge).min((limit / 2).max(limit.saturating_sub(after)));
            (newer(edge) - before, (newer(edge) + limit - before).min(list.len()))
        }
    };
    (list[start..end].iter().map(|row| row.id).collect(), start > 0, end < list.len())
}

async fn assert_agreement(desk: &Desk, model: &Model, limit: usize) {
    assert_eq!(desk.store.counts().await.unwrap(), model.counts());
    for view in model.views() {
        for country in [None, Some(0), Some(1)] {
            let list = model.list(&view, country);
            let narrowed = country.map(|country| tag_ref(TagKind::Country, COUNTRIES[country]));
            let scope = Scope { view: view.clone(), narrowed, filter: None };
            assert_eq!(desk.store.count(scope.clone()).await.unwrap(), list.len() as u64, "{scope:?}");
            let mut windows = vec![Window::Top, Window::Bottom];
            // Edges of this list, and of articles that are not in it.
            for row in &model.rows {
                windows.extend([Window::After(row.edge()), Window::Before(row.edge()), Window::Around(row.edge())]);
            }
            for asked in windows {
                let page = desk.store.page(scope.clone(), asked, limit).await.unwrap();
                let ids: Vec<_> = page.headlines.iter().map(|headline| headline.id).collect();
                assert_eq!(
                    (ids, page.more_before, page.more_after),
                    window(&list, asked, limit),
                    "{scope:?} {asked:?}"
                );
            }
        }
    }
    for row in &model.rows {
        let headline = desk.store.article(row.id).await.unwrap().unwrap().headline;
        assert_eq!((headline.title.as_str(), headline.status), (row.title.as_str(), row.status));
        assert_eq!((headline.published, headline.arrived), (row.published, row.arrived));
        assert_eq!(headline.own_tags, row.own.iter().cloned().collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn lists_windows_and_counts_agree_with_a_model(steps in steps(), limit in 1..6usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (desk, model) = play(&steps).await;
            assert_agreement(&desk, &model, limit).await;
        });
    }
}
