//! What the user's own commands made of articles. An observation: the command can make it again.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::column::{Millis, block, line};
use super::error::StoreError;
use crate::domain::{ArticleId, KeptResult, SafeText};

/// Keeps what a command made of an article, in the place of what it made of it before. An article that is gone is
/// passed over.
pub(super) fn keep(
    conn: &Connection,
    article: ArticleId,
    command: &SafeText,
    text: &SafeText,
    now: Timestamp,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO cache.kept_result (row, command, text, at) SELECT row, ?2, ?3, ?4 FROM cache.article WHERE id = ?1
         ON CONFLICT (row, command) DO UPDATE SET text = excluded.text, at = excluded.at",
    )?
    .execute(params![article, command, text, Millis::ceil(now)])?;
    Ok(())
}

/// What is kept with an article, by the commands' names.
pub(super) fn of_article(conn: &Connection, article: ArticleId) -> Result<Vec<KeptResult>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT k.command, k.text, k.at FROM cache.kept_result k JOIN cache.article a ON a.row = k.row
         WHERE a.id = ? ORDER BY k.command",
    )?;
    let kept = statement.query_map([article], |row| {
        let at = row.get::<_, Millis>("at")?.timestamp().unwrap_or_default();
        Ok(KeptResult { command: line(row, "command")?, text: block(row, "text")?, at })
    })?;
    Ok(kept.collect::<Result<_, _>>()?)
}
