//! The index of words, filled behind the polls.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::column::block;
use super::error::StoreError;
use crate::text::{document, index_text};

/// The most articles indexed in one transaction.
const BATCH: usize = 500;

/// Whether articles wait to be indexed.
pub(super) fn any_wait(conn: &Connection) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("SELECT 1 FROM cache.pending LIMIT 1")?.exists([])?)
}

/// Indexes articles that wait, in one transaction, until there are none, or a batch is full, or `stop` says that
/// somebody waits. Returns how many it indexed.
pub(super) fn index_batch(conn: &mut Connection, stop: impl Fn() -> bool) -> Result<usize, StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut indexed = 0;
    while indexed < BATCH && (indexed == 0 || !stop()) && index_one(&tx)? {
        indexed += 1;
    }
    tx.commit()?;
    Ok(indexed)
}

fn index_one(conn: &Connection) -> Result<bool, StoreError> {
    let next = conn
        .prepare_cached(
            "SELECT p.row, a.title, p.text, (SELECT n.text FROM main.note n WHERE n.article = a.id) AS note
             FROM cache.pending p JOIN cache.article a ON a.row = p.row ORDER BY p.row LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get(2)?, block(row, "note")?)))
        .optional()?;
    let Some((row, title, waiting, note)) = next else { return Ok(false) };
    let waiting: String = waiting;
    let text = if waiting.is_empty() { stored_text(conn, row)? } else { waiting };
    let text = if note.is_empty() { text } else { format!("{text}\n{note}") };
    conn.prepare_cached("INSERT OR REPLACE INTO cache.words (rowid, title, body) VALUES (?, ?, ?)")?
        .execute(params![row, index_text(&title), index_text(&text)])?;
    conn.prepare_cached("DELETE FROM cache.pending WHERE row = ?")?.execute([row])?;
    Ok(true)
}

/// The readable text of an article that is indexed again because of its note: its page's and its feed's.
fn stored_text(conn: &Connection, row: i64) -> Result<String, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT body FROM cache.full_text WHERE row = ?1
         UNION ALL SELECT body FROM cache.article_text WHERE row = ?1 AND body <> ''",
    )?;
    let texts = statement.query_map([row], |row| Ok(document(&block(row, "body")?, None).text.to_string()))?;
    Ok(texts.collect::<Result<Vec<_>, _>>()?.join("\n"))
}
