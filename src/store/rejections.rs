//! Tags that the user rejected: per feed, with the words that they rested on.

use rusqlite::{Connection, OptionalExtension, params};

use super::column::line;
use super::error::StoreError;
use crate::domain::{ArticleId, FeedId, Rejection, SafeText, TagKind};

/// The tag of an article, and the words that it rests on there.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub kind: TagKind,
    pub key: SafeText,
    pub words: Vec<SafeText>,
}

/// Notes in state.db, within the caller's transaction, that the words do not mean the tag in the articles of this one's
/// feed, or that they do after all.
///
/// # Errors
/// [`StoreError::NoSuchArticle`] when neither cache nor state knows the article.
pub(super) fn record(
    conn: &Connection,
    id: ArticleId,
    evidence: &Evidence,
    rejected: bool,
    seq: i64,
) -> Result<(), StoreError> {
    let feed: FeedId = conn
        .prepare_cached(
            "SELECT feed FROM cache.article WHERE id = ?1 UNION ALL SELECT feed FROM main.status WHERE id = ?1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuchArticle(id))?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO main.rejection (feed, kind, key, words, rejected, seq) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET rejected = excluded.rejected, seq = excluded.seq",
    )?;
    for words in &evidence.words {
        insert.execute(params![feed, evidence.kind.slug(), evidence.key, words, rejected, seq])?;
    }
    Ok(())
}

/// Everything that is rejected now; of one feed when it is named.
pub(super) fn all(conn: &Connection, feed: Option<FeedId>) -> Result<Vec<Rejection>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT feed, kind, key, words FROM main.rejection WHERE rejected = 1 AND (?1 IS NULL OR feed = ?1)
         ORDER BY feed, kind, key, words",
    )?;
    let rejections = statement.query_map([feed], |row| {
        let slug = row.get_ref("kind")?.as_str()?;
        let kind = TagKind::ALL.into_iter().find(|kind| kind.slug() == slug);
        let (feed, key, words) = (row.get("feed")?, line(row, "key")?, line(row, "words")?);
        Ok(kind.map(|kind| Rejection { feed, kind, key, words }))
    })?;
    Ok(rejections.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}
