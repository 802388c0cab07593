//! Whole articles from their pages: stored beside what the feed gave, which stays, and tagged and indexed in its place.

use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::articles::Place;
use super::column::{Millis, block, line, link, moment, region_bits};
use super::error::StoreError;
use super::fingerprint::{Fingerprinted, FoundIn};
use super::revisions::{self, Says};
use super::tags::{self, Names};
use super::{Found, Store, events, links, rejections, repeated};
use crate::domain::{ArticleId, FeedId, FullText, NoArticle, Origin, PageFailure, Rejections, SafeText, WebUrl};
use crate::text::{document, paragraph_hashes, words_of};

/// So often a page is asked for without the user asking for it.
const ATTEMPTS_MAX: u32 = 3;
/// How long a page that failed is left alone, by how often it did.
const WAITS_MINUTES: [i64; 2] = [15, 120];

/// The article of a page, with what was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct PageText {
    pub full_text: FullText,
    /// The readable text: `Document::text` of its body, for the index.
    pub text: SafeText,
    pub found: Found,
    /// The version of the tagger.
    pub tagger: u32,
}

/// Whose pages are to be fetched without the user asking for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PagesWanted {
    /// Every article's of these feeds.
    pub feeds: Vec<FeedId>,
    /// Also those of all other feeds, where the feed does not give the whole article.
    pub of_all: bool,
    /// Of articles that arrived since.
    pub since: Timestamp,
    /// Of articles that are not older, whenever they arrived.
    pub dated_since: Timestamp,
    /// At most so many.
    pub limit: usize,
}

impl Store {
    /// Stores the article of a page beside what the feed gave; tags and index are made of it from now on. Says whether
    /// the cache holds the article.
    pub async fn save_full_text(&self, id: ArticleId, page: PageText) -> Result<bool, StoreError> {
        self.work(move |db| db.cache_change(|tx, _| save(tx, id, &page))).await
    }

    /// Notes that an article's page gave no article, so that it is not asked for again and again. Says whether the cache
    /// holds the article.
    pub async fn save_page_failure(&self, id: ArticleId, failure: PageFailure) -> Result<bool, StoreError> {
        self.work(move |db| db.cache_change(|tx, _| fail(tx, id, &failure))).await
    }

    /// Why an article's page gave no article when it was asked for last.
    pub async fn page_failure(&self, id: ArticleId) -> Result<Option<PageFailure>, StoreError> {
        self.work(move |db| {
            db.with(|conn| {
                let mut statement = conn.prepare_cached("SELECT row FROM cache.article WHERE id = ?")?;
                let row = statement.query_row([id], |row| row.get(0)).optional()?;
                row.map_or(Ok(None), |row| failure(conn, row))
            })
        })
        .await
    }

    /// Unread articles whose pages are to be fetched, and the pages, newest first: those that never were, and those
    /// that failed and may be tried again as of `now`.
    pub async fn pages_wanted(
        &self,
        wanted: PagesWanted,
        now: Timestamp,
    ) -> Result<Vec<(ArticleId, WebUrl)>, StoreError> {
        self.work(move |db| db.with(|conn| self::wanted(conn, &wanted, now))).await
    }
}

/// What is known of an article before its page's is stored.
struct Known {
    place: Place,
    title: SafeText,
    author: SafeText,
    link: Option<WebUrl>,
    feed: FeedId,
    body: SafeText,
    extras: Option<String>,
}

/// Stores the article of a page, and what was found in it in place of what was found in the feed's text. Says whether
/// the cache holds the article.
fn save(conn: &Connection, id: ArticleId, page: &PageText) -> Result<bool, StoreError> {
    let Some(known) = known(conn, id)? else { return Ok(false) };
    let Known { place, title, author, link, feed, body, extras } = &known;
    let PageText { full_text, text, found, tagger } = page;
    let fetched_at = Millis::from(full_text.fetched);
    let feeds_text = document(body, None).text;
    match self::full_text(conn, place.row)? {
        Some(before) => {
            let (before, after) = (Says::of_page(&before), Says::of_page(full_text));
            revisions::note(conn, place.row, Origin::Page, before, after, fetched_at)?;
        }
        None => {
            // Those of the feed's text were counted when it came.
            let counted = paragraph_hashes(&feeds_text);
            let new: Vec<u64> = paragraph_hashes(text).into_iter().filter(|hash| !counted.contains(hash)).collect();
            repeated::note(conn, *feed, place.row, &new)?;
        }
    }
    conn.prepare_cached("INSERT OR REPLACE INTO cache.full_text VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
        place.row,
        full_text.url,
        full_text.title,
        full_text.byline,
        full_text.body,
        fetched_at,
        links::address(&full_text.url)
    ])?;
    conn.prepare_cached("DELETE FROM cache.page_failure WHERE row = ?")?.execute([place.row])?;
    let fingerprint = Fingerprinted {
        title,
        author,
        link: link.as_ref(),
        body,
        extras: extras.as_deref(),
        found: FoundIn::Page(fetched_at),
    };
    // What the user rejected since it was tagged is seen to when it is tagged anew.
    let rejections: Rejections = rejections::all(conn, Some(*feed))?.into_iter().collect();
    let is_hit = rejections.hit(*feed, &found.judged.tags, |span| words_of(title, text, span));
    conn.prepare_cached(
        "UPDATE cache.article SET complete = 1, regions = ?2, tagger = ?3, fingerprint = ?4 WHERE row = ?1",
    )?
    .execute(params![
        place.row,
        region_bits(&found.regions),
        if is_hit { 0 } else { *tagger },
        fingerprint.number()
    ])?;
    let mut names = Names::default();
    tags::forget(conn, *place)?;
    let column = tags::save(conn, &mut names, *place, &found.judged.tags)?;
    let rejected = tags::column(conn, &mut names, &found.judged.rejected)?;
    let event = events::column(conn, &mut names, found.event.as_ref())?;
    conn.prepare_cached(
        "INSERT INTO cache.article_text (row, body, tags, rejected, event) VALUES (?, '', ?, ?, ?)
         ON CONFLICT DO UPDATE SET tags = excluded.tags, rejected = excluded.rejected, event = excluded.event",
    )?
    .execute(params![place.row, column, rejected, event])?;
    index(conn, *place, text, &feeds_text)?;
    Ok(true)
}

/// Lets the words of both texts wait for the index.
pub(super) fn index(conn: &Connection, place: Place, page: &SafeText, feed: &SafeText) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT OR REPLACE INTO cache.pending VALUES (?, ?)")?
        .execute(params![place.row, format!("{page}\n{feed}")])?;
    Ok(())
}

fn known(conn: &Connection, id: ArticleId) -> Result<Option<Known>, StoreError> {
    let known = |row: &Row<'_>| {
        Ok(Known {
            place: Place { row: row.get("row")?, id, at: row.get("at")? },
            title: line(row, "title")?,
            author: line(row, "author")?,
            link: link(row, "link")?,
            feed: row.get("feed")?,
            body: block(row, "body")?,
            extras: row.get("extras")?,
        })
    };
    Ok(conn
        .prepare_cached(
            "SELECT a.row, a.at, a.title, a.author, a.link, a.feed, coalesce(x.body, '') AS body, x.extras
             FROM cache.article a LEFT JOIN cache.article_text x ON x.row = a.row WHERE a.id = ?",
        )?
        .query_row([id], known)
        .optional()?)
}

/// The article of an article's page, where it was fetched.
pub(super) fn full_text(conn: &Connection, row: i64) -> Result<Option<FullText>, StoreError> {
    let full_text = |row: &Row<'_>| {
        let Some(url) = link(row, "url")? else { return Ok(None) };
        Ok(Some(FullText {
            url,
            title: line(row, "title")?,
            byline: line(row, "byline")?,
            body: block(row, "body")?,
            fetched: moment(row, "fetched")?.unwrap_or(Timestamp::UNIX_EPOCH),
        }))
    };
    let sql = "SELECT url, title, byline, body, fetched FROM cache.full_text WHERE row = ?";
    Ok(conn.prepare_cached(sql)?.query_row([row], full_text).optional()?.flatten())
}

/// When the article of an article's page was fetched, if it was.
pub(super) fn fetched(conn: &Connection, row: i64) -> Result<Option<Millis>, StoreError> {
    let sql = "SELECT fetched FROM cache.full_text WHERE row = ?";
    Ok(conn.prepare_cached(sql)?.query_row([row], |row| row.get(0)).optional()?)
}

/// Notes that a page gave no article. Says whether the cache holds the article.
fn fail(conn: &Connection, id: ArticleId, failure: &PageFailure) -> Result<bool, StoreError> {
    let noted = conn
        .prepare_cached(
            "INSERT INTO cache.page_failure (row, why, sentence, at, attempts)
             SELECT row, ?2, ?3, ?4, 1 FROM cache.article WHERE id = ?1
             ON CONFLICT DO UPDATE SET why = excluded.why, sentence = excluded.sentence, at = excluded.at,
                 attempts = attempts + 1",
        )?
        .execute(params![id, failure.why.name(), failure.sentence, Millis::from(failure.at)])?;
    Ok(noted > 0)
}

/// Why an article's page gave no article when it was asked for last.
pub(super) fn failure(conn: &Connection, row: i64) -> Result<Option<PageFailure>, StoreError> {
    let failure = |row: &Row<'_>| {
        let why = NoArticle::named(row.get_ref("why")?.as_str()?).unwrap_or(NoArticle::Failed);
        let at = moment(row, "at")?.unwrap_or(Timestamp::UNIX_EPOCH);
        Ok(PageFailure { why, sentence: line(row, "sentence")?, at })
    };
    let sql = "SELECT why, sentence, at FROM cache.page_failure WHERE row = ?";
    Ok(conn.prepare_cached(sql)?.query_row([row], failure).optional()?)
}

/// Unread articles, with their pages, that are to be fetched without the user asking, newest first. What failed is tried
/// again with growing patience, and not for ever; what will not be given to anybody who asks again is not asked for
/// again.
fn wanted(conn: &Connection, wanted: &PagesWanted, now: Timestamp) -> Result<Vec<(ArticleId, WebUrl)>, StoreError> {
    let feeds =
        serde_json::to_string(&wanted.feeds.iter().map(|feed| feed.0).collect::<Vec<_>>()).expect("numbers are JSON");
    let [first, second] =
        WAITS_MINUTES.map(|minutes| Millis::from(now.saturating_sub(minutes.minutes()).unwrap_or(now)));
    let mut statement = conn.prepare_cached(
        "SELECT a.id, a.link FROM cache.article a INDEXED BY article_unread
         WHERE a.read = 0 AND a.at >= ?1 AND a.arrived >= ?9 AND a.link IS NOT NULL
             AND (a.feed IN (SELECT value FROM json_each(?2)) OR (?3 AND a.complete = 0
                 AND a.feed IN (SELECT id FROM main.feed WHERE declared = 1)))
             AND NOT EXISTS (SELECT 1 FROM cache.full_text f WHERE f.row = a.row)
             AND NOT EXISTS (SELECT 1 FROM cache.page_failure p WHERE p.row = a.row AND (p.why <> ?4
                 OR p.attempts >= ?5 OR p.at > iif(p.attempts = 1, ?6, ?7)))
         ORDER BY a.at DESC, a.id DESC LIMIT ?8",
    )?;
    let limit = i64::try_from(wanted.limit).unwrap_or(i64::MAX);
    let values = params![
        Millis::from(wanted.dated_since),
        feeds,
        wanted.of_all,
        NoArticle::Failed.name(),
        ATTEMPTS_MAX,
        first,
        second,
        limit,
        Millis::from(wanted.since)
    ];
    let pages = statement.query_map(values, |row| {
        let id = row.get("id")?;
        Ok(link(row, "link")?.map(|link| (id, link)))
    })?;
    Ok(pages.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}
