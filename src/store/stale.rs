//! Articles whose tags another tagger made, or that the user's rejections concern: found, newest first, and stored
//! with their new tags.

use rusqlite::{Connection, Row, params};

use super::articles::Place;
use super::column::{block, count, line, link, region_bits};
use super::error::StoreError;
use super::fingerprint::{Fingerprinted, FoundIn};
use super::tags::{self, Names};
use super::{Found, Store, events};
use crate::domain::{FeedId, SafeText, WebUrl};

/// The most bytes of bodies that are handed out together; one more article may go beyond them.
const BODIES_MAX_BYTES: usize = 1024 * 1024;

/// An article whose tags are to be made anew, as it was when it was handed out.
#[derive(Clone, Debug)]
pub struct Stale {
    pub feed: FeedId,
    pub title: SafeText,
    pub link: Option<WebUrl>,
    /// HTML (or plain text): the article of its page, or else what the feed gave; empty when the cache does not hold it
    /// any more.
    pub body: SafeText,
    /// Whether a rejection concerns it, or it was never tagged.
    pub marked: bool,
    author: SafeText,
    /// Whether `body` is of its page.
    of_page: bool,
    /// As in its column.
    extras: Option<String>,
    place: Place,
    fingerprint: i64,
    /// The last of the user's changes that was known.
    seq: i64,
}

/// An article with its new tags.
#[derive(Clone, Debug)]
pub struct Retagged {
    pub article: Stale,
    /// `None` when the tagger failed: then the tags stay as they are, and count as made by it.
    pub found: Option<Found>,
    /// The version of the tagger.
    pub tagger: u32,
}

impl Store {
    /// How many articles' tags were not made by this version of the tagger, or are to be made anew.
    pub async fn count_stale(&self, tagger: u32) -> Result<u64, StoreError> {
        self.work(move |db| db.with(|conn| count_stale(conn, tagger))).await
    }

    /// Some of these articles, at most `limit`: those that a rejection concerns, then the newest.
    pub async fn stale(&self, tagger: u32, limit: usize) -> Result<Vec<Stale>, StoreError> {
        self.work(move |db| db.with(|conn| stale(conn, tagger, limit))).await
    }

    /// Stores the new tags of articles, in one transaction, and returns of how many: what has changed since it was
    /// handed out is passed over.
    pub async fn save_retagged(&self, articles: Vec<Retagged>) -> Result<usize, StoreError> {
        self.work(move |db| db.cache_change(|tx, _| save_retagged(tx, &articles))).await
    }

    /// Lets the tags of all articles be made anew.
    pub async fn mark_all_stale(&self) -> Result<(), StoreError> {
        self.work(|db| db.cache_change(|tx, _| mark_all(tx))).await
    }
}

/// How many articles' tags were not made by this version of the tagger.
fn count_stale(conn: &Connection, tagger: u32) -> Result<u64, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM cache.article WHERE tagger < ?1)
                   + (SELECT count(*) FROM cache.article WHERE tagger > ?1)";
    Ok(conn.prepare_cached(sql)?.query_row([tagger], |row| count(row, 0))?)
}

/// Some of them, at most so many: what rejections concern before all others, then the newest.
fn stale(conn: &Connection, tagger: u32, limit: usize) -> Result<Vec<Stale>, StoreError> {
    let seq = conn.prepare_cached("SELECT seq FROM main.meta")?.query_row([], |row| row.get(0))?;
    let mut next = conn.prepare_cached("SELECT min(tagger) FROM cache.article WHERE tagger > ?")?;
    let mut of_tagger = conn.prepare_cached(
        "SELECT a.row, a.id, a.at, a.feed, a.title, a.author, a.link, a.fingerprint,
             coalesce(f.body, x.body, '') AS body, f.body IS NOT NULL AS of_page, x.extras
         FROM cache.article a INDEXED BY article_tagger LEFT JOIN cache.article_text x ON x.row = a.row
             LEFT JOIN cache.full_text f ON f.row = a.row
         WHERE a.tagger = ? ORDER BY a.at DESC, a.id DESC LIMIT ?",
    )?;
    let (mut found, mut bytes, mut other): (Vec<Stale>, usize, i64) = (Vec::new(), 0, -1);
    while let Some(found_tagger) = next.query_row([other], |row| row.get::<_, Option<i64>>(0))? {
        other = found_tagger;
        if other == i64::from(tagger) {
            continue;
        }
        let mut rows = of_tagger.query(params![other, (limit - found.len()) as i64])?;
        while let Some(row) = rows.next()? {
            let article = article(row, seq, other == 0)?;
            bytes += article.body.len();
            found.push(article);
            if found.len() == limit || bytes >= BODIES_MAX_BYTES {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

fn article(row: &Row<'_>, seq: i64, marked: bool) -> rusqlite::Result<Stale> {
    Ok(Stale {
        place: Place { row: row.get("row")?, id: row.get("id")?, at: row.get("at")? },
        fingerprint: row.get("fingerprint")?,
        seq,
        marked,
        feed: row.get("feed")?,
        title: line(row, "title")?,
        author: line(row, "author")?,
        link: link(row, "link")?,
        body: block(row, "body")?,
        of_page: row.get("of_page")?,
        extras: row.get("extras")?,
    })
}

/// Stores the new tags of articles, within the caller's transaction. What has changed since it was handed out is passed
/// over, and stays to be tagged anew. Returns how many were stored.
fn save_retagged(conn: &Connection, all: &[Retagged]) -> Result<usize, StoreError> {
    let mut names = Names::default();
    let mut saved = 0;
    for retagged in all {
        saved += usize::from(save(conn, &mut names, retagged)?);
    }
    Ok(saved)
}

fn save(conn: &Connection, names: &mut Names, retagged: &Retagged) -> Result<bool, StoreError> {
    let Stale { place, fingerprint, seq, feed, title, author, link, body, of_page, extras, marked: _ } =
        &retagged.article;
    let is_unchanged = "row = ?1 AND fingerprint = ?2
        AND NOT EXISTS (SELECT 1 FROM main.rejection r WHERE r.feed = ?3 AND r.seq > ?4)";
    let Some(found) = &retagged.found else {
        let sql = format!("UPDATE cache.article SET tagger = ?5 WHERE {is_unchanged}");
        let touched =
            conn.prepare_cached(&sql)?.execute(params![place.row, fingerprint, feed, seq, retagged.tagger])?;
        return Ok(touched > 0);
    };
    let regions = region_bits(&found.regions);
    // As the next poll will make it, so that it stores nothing anew. Of a page's tags a poll knows nothing.
    let of_feed = Fingerprinted {
        title,
        author,
        link: link.as_ref(),
        body,
        extras: extras.as_deref(),
        found: FoundIn::Feed {
            tags: &found.judged.tags,
            rejected: &found.judged.rejected,
            event: found.event.as_ref(),
            regions,
            tagger: retagged.tagger,
        },
    };
    let next = if *of_page { *fingerprint } else { of_feed.number() };
    let sql = format!("UPDATE cache.article SET tagger = ?5, regions = ?6, fingerprint = ?7 WHERE {is_unchanged}");
    let touched = conn.prepare_cached(&sql)?.execute(params![
        place.row,
        fingerprint,
        feed,
        seq,
        retagged.tagger,
        regions,
        next
    ])?;
    if touched == 0 {
        return Ok(false);
    }
    tags::forget(conn, *place)?;
    let column = tags::save(conn, names, *place, &found.judged.tags)?;
    let rejected = tags::column(conn, names, &found.judged.rejected)?;
    let event = events::column(conn, names, found.event.as_ref())?;
    conn.prepare_cached(
        "INSERT INTO cache.article_text (row, body, tags, rejected, event) VALUES (?, '', ?, ?, ?)
         ON CONFLICT DO UPDATE SET tags = excluded.tags, rejected = excluded.rejected, event = excluded.event",
    )?
    .execute(params![place.row, column, rejected, event])?;
    Ok(true)
}

/// Lets the tags of all articles be made anew.
fn mark_all(conn: &Connection) -> Result<(), StoreError> {
    conn.execute("UPDATE cache.article SET tagger = 0 WHERE tagger <> 0", [])?;
    Ok(())
}
