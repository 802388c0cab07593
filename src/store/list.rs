//! Lists of headlines: which articles a scope holds, and windows of it.
//!
//! A window is found by its edge (`(at, id)` before or after a headline), never by an offset, and each view names
//! the index that it walks, so that a window costs the same in an archive of any size. Views of several feeds and
//! of a region filter while they walk.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params_from_iter};

use super::column::{self, Millis, kind_code, line, moment, region_bits};
use super::compile::{NOTED, asks_text, condition, of_feeds};
use super::error::StoreError;
use super::sql::Sql;
use crate::domain::{
    ArticleId, Counts, Edge, Headline, Marks, OwnTag, Page, Query, Region, Scope, Status, View, Window,
};

/// The most headlines of one window.
const PAGE_MAX: usize = 1_000;

/// A window of a list, newest first.
pub(super) fn page(conn: &Connection, scope: &Scope, window: Window, limit: usize) -> Result<Page, StoreError> {
    let list = List::of(scope);
    let limit = limit.clamp(1, PAGE_MAX);
    let snapshot = conn.unchecked_transaction()?;
    let mut page = match window {
        Window::Top => list.beyond(&snapshot, Walk::Older, None, limit)?,
        Window::Bottom => list.beyond(&snapshot, Walk::Newer, None, limit)?,
        Window::After(edge) => list.beyond(&snapshot, Walk::Older, Some(edge), limit)?,
        Window::Before(edge) => list.beyond(&snapshot, Walk::Newer, Some(edge), limit)?,
        Window::Around(edge) => list.around(&snapshot, edge, limit)?,
    };
    if list.asks_text {
        page.unindexed = unindexed(&snapshot)?;
    }
    Ok(page)
}

/// The newest headlines of a scope.
pub(super) fn headlines(conn: &Connection, scope: &Scope, limit: usize) -> Result<Vec<Headline>, StoreError> {
    List::of(scope).walk(conn, Walk::Older, None, limit)
}

/// The newest ids that a query matches.
pub(super) fn ids(conn: &Connection, query: &Query, limit: usize) -> Result<Vec<ArticleId>, StoreError> {
    let scope = Scope::of(View::Search { text: "".into(), query: query.clone() });
    Ok(headlines(conn, &scope, limit)?.iter().map(|headline| headline.id).collect())
}

/// The unread articles of a scope that arrived up to `until`, newest first.
pub(super) fn unread_ids(conn: &Connection, scope: &Scope, until: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
    let list = List::of(scope).restricted(Sql::new("a.read = 0 AND a.arrived <= ").bind(&Millis::from(until)));
    let sql = format!("SELECT a.id FROM {} ORDER BY {at} DESC, {id} DESC", list.body.text, at = list.at, id = list.id);
    let mut statement = conn.prepare(&sql)?;
    let ids = statement.query_map(params_from_iter(&list.body.values), |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// How many articles a scope holds.
pub(super) fn count(conn: &Connection, scope: &Scope) -> Result<u64, StoreError> {
    if let Some(sql) = tallied(scope) {
        return Ok(conn
            .prepare_cached(&sql.text)?
            .query_row(params_from_iter(&sql.values), |row| column::count(row, 0))?);
    }
    let body = List::of(scope).body;
    let sql = format!("SELECT count(*) FROM {}", body.text);
    Ok(conn.prepare_cached(&sql)?.query_row(params_from_iter(&body.values), |row| column::count(row, 0))?)
}

/// The statement that reads a scope's size from the tallies, where they hold it.
fn tallied(scope: &Scope) -> Option<Sql> {
    if scope.narrowed.is_some() || scope.filter.is_some() {
        return None;
    }
    let of = |column: &str, feeds: Sql| {
        Sql::new(format!("SELECT coalesce(sum({column}), 0) FROM cache.tally a WHERE ")).append(feeds)
    };
    Some(match &scope.view {
        View::Unread => of("unread", declared()),
        View::All => of("total", declared()),
        View::Starred => of("starred", Sql::new("1")),
        View::Tagged => of("tagged", Sql::new("1")),
        View::OwnTag(tag) => Sql::new("SELECT count(*) FROM cache.own_tag WHERE tag = ").bind(tag),
        View::Feed(feed) => of("total", declared().push(" AND a.feed = ").bind(feed)),
        View::Folder(_) => of("total", view_condition(&scope.view)),
        View::Region(_) => of("total", view_condition(&scope.view)),
        View::Search { .. } => return None,
    })
}

/// The numbers beside the views. What is kept of removed feeds counts among the starred and tagged, as it is
/// listed there. Feeds and regions without unread articles are left out.
pub(super) fn counts(conn: &Connection) -> Result<Counts, StoreError> {
    let snapshot = conn.unchecked_transaction()?;
    let mut counts = Counts::default();
    let mut regions = [0; Region::ALL.len()];
    let mut statement = snapshot.prepare_cached(
        "SELECT a.feed, a.regions, a.total, a.unread, a.starred, a.tagged, coalesce(f.declared, 0)
         FROM cache.tally a LEFT JOIN main.feed f ON f.id = a.feed ORDER BY a.feed",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        counts.starred += column::count(row, 4)?;
        counts.tagged += column::count(row, 5)?;
        if !row.get::<_, bool>(6)? {
            continue;
        }
        let (feed, bits, unread) = (row.get(0)?, row.get::<_, i64>(1)?, column::count(row, 3)?);
        counts.total += column::count(row, 2)?;
        counts.unread += unread;
        match counts.feeds.last_mut() {
            Some((last, sum)) if *last == feed => *sum += unread,
            _ => counts.feeds.push((feed, unread)),
        }
        for (index, sum) in regions.iter_mut().enumerate() {
            *sum += if bits & (1 << index) == 0 { 0 } else { unread };
        }
    }
    counts.feeds.retain(|(_, unread)| *unread > 0);
    counts.regions = Region::ALL.into_iter().zip(regions).filter(|(_, unread)| *unread > 0).collect();
    // As large as what the user tagged, not as the archive.
    let mut statement =
        snapshot.prepare_cached("SELECT tag, count(*) FROM cache.own_tag GROUP BY tag ORDER BY count(*) DESC, tag")?;
    let tags = statement.query_map([], |row| {
        let count = column::count(row, 1)?;
        Ok(column::own_tag(row, "tag")?.map(|tag| (tag, count)))
    })?;
    counts.own_tags = tags.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    Ok(counts)
}

/// Articles that the index of words does not hold yet.
pub(super) fn unindexed(conn: &Connection) -> Result<u64, StoreError> {
    Ok(conn.prepare_cached("SELECT count(*) FROM cache.pending")?.query_row([], |row| column::count(row, 0))?)
}

/// A scope as SQL.
struct List {
    /// What stands after `FROM`, with its conditions.
    body: Sql,
    /// The columns that order it.
    at: &'static str,
    id: &'static str,
    asks_text: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Walk {
    Older,
    Newer,
}

impl Walk {
    fn reversed(self) -> Self {
        match self {
            Self::Older => Self::Newer,
            Self::Newer => Self::Older,
        }
    }
}

/// Where a walk begins.
#[derive(Clone, Copy)]
struct Start {
    edge: Edge,
    inclusive: bool,
}

impl List {
    fn of(scope: &Scope) -> Self {
        let (from, at, id) = match (&scope.narrowed, &scope.view) {
            // CROSS JOIN keeps SQLite to this order: walk the tag's articles by date.
            (Some(tag), _) => (
                Sql::new("cache.article_tag t CROSS JOIN cache.article a ON a.row = t.row AND t.tag = ")
                    .push("(SELECT id FROM cache.tag_name WHERE kind = ")
                    .bind(&kind_code(tag.kind))
                    .push(" AND key = ")
                    .bind(&tag.key)
                    .push(")"),
                "t.at",
                "t.id",
            ),
            (None, View::OwnTag(tag)) => (
                Sql::new("cache.own_tag o CROSS JOIN cache.article a ON a.row = o.row AND o.tag = ").bind(tag),
                "o.at",
                "o.id",
            ),
            (None, view) => (Sql::new(format!("cache.article a INDEXED BY {}", index(view))), "a.at", "a.id"),
        };
        let mut conditions = vec![view_condition(&scope.view)];
        conditions.extend(scope.filter.iter().map(|(_, query)| condition(query)));
        let asks_text = scope.filter.as_ref().is_some_and(|(_, query)| asks_text(query))
            || matches!(&scope.view, View::Search { query, .. } if asks_text(query));
        let body = from.push(" WHERE ").append(Sql::join(conditions, " AND ", "1"));
        Self { body, at, id, asks_text }
    }

    fn restricted(mut self, condition: Sql) -> Self {
        self.body = self.body.push(" AND ").append(condition);
        self
    }

    /// Headlines from an edge on (itself left out), or from the end of the list.
    fn beyond(&self, conn: &Connection, walk: Walk, edge: Option<Edge>, limit: usize) -> Result<Page, StoreError> {
        let start = edge.map(|edge| Start { edge, inclusive: false });
        let mut headlines = self.walk(conn, walk, start, limit + 1)?;
        let more_ahead = headlines.len() > limit;
        headlines.truncate(limit);
        let more_behind = match edge {
            Some(edge) => !self.walk(conn, walk.reversed(), Some(Start { edge, inclusive: true }), 1)?.is_empty(),
            None => false,
        };
        Ok(match walk {
            Walk::Older => Page { headlines, more_before: more_behind, more_after: more_ahead, unindexed: 0 },
            Walk::Newer => {
                headlines.reverse();
                Page { headlines, more_before: more_ahead, more_after: more_behind, unindexed: 0 }
            }
        })
    }

    /// Headlines on both sides of an edge; where one side is short, the other fills the window.
    fn around(&self, conn: &Connection, edge: Edge, limit: usize) -> Result<Page, StoreError> {
        let mut newer = self.walk(conn, Walk::Newer, Some(Start { edge, inclusive: false }), limit + 1)?;
        let mut older = self.walk(conn, Walk::Older, Some(Start { edge, inclusive: true }), limit + 1)?;
        let take_newer = newer.len().min((limit / 2).max(limit.saturating_sub(older.len())));
        let take_older = older.len().min(limit - take_newer);
        let (more_before, more_after) = (newer.len() > take_newer, older.len() > take_older);
        newer.truncate(take_newer);
        older.truncate(take_older);
        newer.reverse();
        newer.append(&mut older);
        Ok(Page { headlines: newer, more_before, more_after, unindexed: 0 })
    }

    fn walk(
        &self,
        conn: &Connection,
        walk: Walk,
        start: Option<Start>,
        limit: usize,
    ) -> Result<Vec<Headline>, StoreError> {
        let (at, id) = (self.at, self.id);
        let mut sql = Sql::new(format!("SELECT {HEADLINE} FROM ")).append(self.body.clone());
        if let Some(Start { edge, inclusive }) = start {
            let comparison = match walk {
                Walk::Older => "<",
                Walk::Newer => ">",
            };
            sql = sql
                .push(&format!(" AND ({at}, {id}) {comparison}{} (", if inclusive { "=" } else { "" }))
                .bind(&Millis::from(edge.at))
                .push(", ")
                .bind(&edge.id)
                .push(")");
        }
        let direction = if walk == Walk::Older { "DESC" } else { "ASC" };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = sql.push(&format!(" ORDER BY {at} {direction}, {id} {direction} LIMIT ")).bind(&limit);
        let mut statement = conn.prepare_cached(&sql.text)?;
        let mut rows = statement.query(params_from_iter(&sql.values))?;
        let mut headlines = Vec::new();
        while let Some(row) = rows.next()? {
            headlines.push(headline(conn, row)?);
        }
        Ok(headlines)
    }
}

/// The index that a view walks.
fn index(view: &View) -> &'static str {
    match view {
        View::Unread => "article_unread",
        View::Starred => "article_starred",
        View::Tagged | View::OwnTag(_) => "article_tagged",
        View::Feed(_) => "article_feed",
        View::All | View::Region(_) | View::Folder(_) | View::Search { .. } => "article_at",
    }
}

/// What makes an article part of a view. Articles of feeds that are not subscribed any more are shown only
/// where the user kept them: among the starred and tagged, and when a search finds them there or with a note.
fn view_condition(view: &View) -> Sql {
    match view {
        View::Unread => declared().push(" AND a.read = 0"),
        View::All => declared(),
        View::Starred => Sql::new("a.starred = 1"),
        View::Tagged => Sql::new("a.tagged = 1"),
        View::OwnTag(tag) => {
            Sql::new("EXISTS (SELECT 1 FROM cache.own_tag x WHERE x.row = a.row AND x.tag = ").bind(tag).push(")")
        }
        View::Feed(feed) => Sql::new("a.feed = ").bind(feed).push(" AND ").append(declared()),
        View::Region(region) => {
            Sql::new("a.regions & ").bind(&region_bits(&[*region])).push(" <> 0 AND ").append(declared())
        }
        // With what is nested in it: `Asia` also means `Asia/East`.
        View::Folder(folder) => of_feeds(
            Sql::new("declared = 1 AND id IN (SELECT feed FROM main.feed_folder WHERE instr(folder || '/', ")
                .bind(&format!("{folder}/"))
                .push(") = 1)"),
        ),
        View::Search { query, .. } => {
            let kept = format!(" OR a.starred = 1 OR a.tagged = 1 OR {NOTED}) AND ");
            Sql::new("(").append(declared()).push(&kept).append(condition(query))
        }
    }
}

fn declared() -> Sql {
    of_feeds(Sql::new("declared = 1"))
}

/// The columns that [`headline`] reads.
pub(super) const HEADLINE: &str =
    "a.row, a.id, a.feed, a.title, a.link, a.published, a.arrived, a.read, a.starred, a.tagged,
     a.complete, a.edited IS NOT NULL AS edited, EXISTS (SELECT 1 FROM main.note n WHERE n.article = a.id AND n.text <> '') AS noted";

/// A headline from a row of [`HEADLINE`].
pub(super) fn headline(conn: &Connection, row: &Row<'_>) -> rusqlite::Result<Headline> {
    let own_tags = if row.get("tagged")? { own_tags(conn, row.get("row")?)? } else { Vec::new() };
    Ok(Headline {
        id: row.get("id")?,
        feed: row.get("feed")?,
        title: line(row, "title")?,
        link: column::link(row, "link")?,
        published: moment(row, "published")?,
        arrived: moment(row, "arrived")?.unwrap_or(Timestamp::UNIX_EPOCH),
        status: Status { read: row.get("read")?, starred: row.get("starred")? },
        own_tags,
        marks: Marks { complete: row.get("complete")?, edited: row.get("edited")?, noted: row.get("noted")? },
    })
}

fn own_tags(conn: &Connection, article: i64) -> rusqlite::Result<Vec<OwnTag>> {
    let mut statement = conn.prepare_cached("SELECT tag FROM cache.own_tag WHERE row = ? ORDER BY tag")?;
    let tags = statement.query_map([article], |row| column::own_tag(row, "tag"))?;
    tags.filter_map(Result::transpose).collect()
}
