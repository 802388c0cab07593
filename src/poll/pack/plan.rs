//! In which order articles are packed, what the budget allows, and how long the rest takes. Pure.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;

use crate::domain::Headline;

/// The most that one page or picture takes of the wire, in bytes: what is larger is given up.
pub(super) const ITEM_MAX: u64 = 5 * 1024 * 1024;

/// Puts articles into the order in which they are packed: the starred, then those of a saved view, then the others,
/// and the newest first among each.
pub(super) fn order(articles: &mut [Headline], is_watched: impl Fn(&Headline) -> bool) {
    let rank = |article: &Headline| match article.status.starred {
        true => 0,
        false if is_watched(article) => 1,
        false => 2,
    };
    articles.sort_by_cached_key(|article| (rank(article), Reverse((article.at(), article.id))));
}

/// The bytes that may be fetched. What is under way is not known before it is there, so that at the end one item is
/// fetched at a time; the budget is exceeded by no more than that one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    limit: u64,
    spent: u64,
    under_way: u64,
}

impl Budget {
    pub fn new(limit: u64) -> Self {
        Self { limit, spent: 0, under_way: 0 }
    }

    /// Whether another item may be asked for.
    pub fn has_room(&self) -> bool {
        self.spent.saturating_add(self.under_way * ITEM_MAX) < self.limit
    }

    /// Leaves at most so many bytes from now on.
    pub fn narrow(&mut self, left: u64) {
        self.limit = self.limit.min(self.spent.saturating_add(left));
    }

    pub fn start(&mut self) {
        self.under_way += 1;
    }

    pub fn end(&mut self, bytes: u64) {
        self.under_way = self.under_way.saturating_sub(1);
        self.spent = self.spent.saturating_add(bytes);
    }

    pub fn spent(&self) -> u64 {
        self.spent
    }
}

/// How fast it goes, as measured so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    items: u32,
    took: Duration,
}

impl Pace {
    /// An item took so long.
    pub fn note(&mut self, took: Duration) {
        self.items += 1;
        self.took += took;
    }

    /// How long as many items take as there are still to be asked for of each host: as long as all together at this
    /// pace, or as the busiest host with its pauses. `None` before anything was measured.
    pub fn left(&self, of_hosts: &HashMap<&str, u32>, jobs: u32, per_host: u32, pause: Duration) -> Option<Duration> {
        let each = self.took.checked_div(self.items)?;
        let of_host = |items: &u32| (each / per_host.max(1)).max(pause).saturating_mul(*items);
        let together = each.saturating_mul(of_hosts.values().sum::<u32>()) / jobs.max(1);
        Some(of_hosts.values().map(of_host).max().unwrap_or_default().max(together))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{ArticleId, FeedId, Marks, Status};

    fn article(id: u64, seconds: i64, starred: bool) -> Headline {
        Headline {
            id: ArticleId(id),
            feed: FeedId(1),
            title: "T".into(),
            link: None,
            published: Timestamp::from_second(seconds).ok(),
            arrived: Timestamp::UNIX_EPOCH,
            status: Status { read: false, starred },
            own_tags: Vec::new(),
            marks: Marks::default(),
        }
    }

    #[test]
    fn starred_go_first_then_watched_then_the_newest() {
        let mut articles =
            vec![article(1, 10, false), article(2, 20, false), article(3, 5, true), article(4, 1, false)];
        order(&mut articles, |article| article.id == ArticleId(4));
        assert_eq!(articles.iter().map(|article| article.id.0).collect::<Vec<_>>(), [3, 4, 2, 1]);
    }

    #[test]
    fn what_is_left_takes_as_long_as_all_together_or_as_the_busiest_host() {
        let seconds = Duration::from_secs;
        let mut pace = Pace::default();
        let hosts = HashMap::from([("a.example", 8), ("b.example", 4)]);
        assert_eq!(pace.left(&hosts, 4, 2, seconds(1)), None);
        pace.note(seconds(2));
        pace.note(seconds(6));
        assert_eq!(pace.left(&hosts, 1, 2, seconds(1)), Some(seconds(48)), "one after the other");
        assert_eq!(pace.left(&hosts, 4, 2, seconds(1)), Some(seconds(16)), "two at a time of the busiest");
        assert_eq!(pace.left(&hosts, 4, 2, seconds(5)), Some(seconds(40)), "its pauses");
        assert_eq!(pace.left(&HashMap::new(), 4, 2, seconds(5)), Some(Duration::ZERO));
    }

    proptest! {
        #[test]
        fn the_order_is_the_same_however_the_articles_come(
            articles in prop::collection::vec((0_u64..50, 0_i64..9, any::<bool>()), 0..40),
            seed in any::<prop::sample::Index>(),
        ) {
            let mut all: Vec<_> = articles.into_iter().map(|(id, at, starred)| article(id, at, starred)).collect();
            all.sort_by_key(|article| article.id);
            all.dedup_by_key(|article| article.id);
            let mut turned = all.clone();
            if !turned.is_empty() {
                let at = seed.index(turned.len());
                turned.rotate_left(at);
            }
            order(&mut all, |article| article.id.0 % 3 == 0);
            order(&mut turned, |article| article.id.0 % 3 == 0);
            prop_assert_eq!(all, turned);
        }

        /// However many are under way, in whatever order they end.
        #[test]
        fn the_budget_is_exceeded_by_less_than_one_item(
            limit in 0_u64..60_000_000,
            jobs in 1_usize..16,
            items in prop::collection::vec(0..=ITEM_MAX, 0..80),
            ends in prop::collection::vec(any::<prop::sample::Index>(), 80),
        ) {
            let (mut budget, mut under_way, mut items) = (Budget::new(limit), Vec::new(), items.into_iter());
            let mut last = 0;
            for end in ends {
                while under_way.len() < jobs && budget.has_room() {
                    let Some(item) = items.next() else { break };
                    budget.start();
                    under_way.push(item);
                }
                if under_way.is_empty() {
                    break;
                }
                last = under_way.swap_remove(end.index(under_way.len()));
                budget.end(last);
            }
            let over = budget.spent().saturating_sub(limit);
            prop_assert!(over <= last, "{} of {}", budget.spent(), limit);
            prop_assert!(under_way.is_empty() || over == 0, "the last to end is the one that went beyond");
            let has_ended = items.next().is_none() || budget.spent() >= limit;
            prop_assert!(has_ended || !under_way.is_empty());
        }
    }
}
