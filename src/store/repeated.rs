//! The paragraphs that a feed's articles have in common, counted as they come.

use rusqlite::{Connection, params};

use super::error::StoreError;
use crate::domain::FeedId;

/// A paragraph of so many articles is the source's and not theirs.
const ARTICLES_MIN: i64 = 3;
/// The most repeated paragraphs of a feed that are looked for in an article.
const REPEATED_MAX: i64 = 1_000;
/// Paragraphs that were not repeated within so many articles of all feeds are forgotten, whenever this many more came.
const FORGET_AFTER: i64 = 20_000;
const FORGET_EVERY: i64 = 1_000;

/// Counts the paragraphs of an article whose text is stored for the first time, known by these hashes.
pub(super) fn note(conn: &Connection, feed: FeedId, row: i64, hashes: &[u64]) -> Result<(), StoreError> {
    let mut count = conn.prepare_cached(
        "INSERT INTO cache.paragraph VALUES (?1, ?2, 1, ?3)
         ON CONFLICT DO UPDATE SET articles = articles + 1, last = ?3 WHERE last <> ?3",
    )?;
    for hash in hashes {
        count.execute(params![feed, hash.cast_signed(), row])?;
    }
    if row % FORGET_EVERY == 0 {
        conn.prepare_cached("DELETE FROM cache.paragraph WHERE last < ? - ? AND articles < ?")?.execute([
            row,
            FORGET_AFTER,
            ARTICLES_MIN,
        ])?;
    }
    Ok(())
}

/// The paragraphs that the articles of a feed repeat.
pub(super) fn of(conn: &Connection, feed: FeedId) -> Result<Vec<u64>, StoreError> {
    // The number stands in the text, so that SQLite sees that its index holds all of these.
    let mut statement = conn.prepare_cached(&format!(
        "SELECT hash FROM cache.paragraph WHERE feed = ? AND articles >= {ARTICLES_MIN} ORDER BY articles DESC LIMIT ?"
    ))?;
    let hashes = statement.query_map(params![feed, REPEATED_MAX], |row| row.get::<_, i64>(0))?;
    Ok(hashes.map(|hash| hash.map(i64::cast_unsigned)).collect::<Result<_, _>>()?)
}
