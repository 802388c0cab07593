//! Where feeds moved to.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::column::{Millis, link, moment};
use super::error::StoreError;
use super::feeds;
use crate::domain::{FeedId, Move, WebUrl};

/// Every move, those that were undone too, each feed's in their order.
pub(super) fn all(conn: &Connection) -> Result<Vec<Move>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT * FROM main.moved ORDER BY feed, at, url")?;
    let moves = statement.query_map([], one)?.filter_map(Result::transpose);
    Ok(moves.collect::<Result<_, _>>()?)
}

/// `None` for a row that cannot be read, which hides no other.
fn one(row: &Row<'_>) -> rusqlite::Result<Option<Move>> {
    let (Some(to), Some(at)) = (link(row, "url")?, moment(row, "at")?) else { return Ok(None) };
    Ok(Some(Move { feed: row.get("feed")?, to, at, undone: row.get("undone")? }))
}

/// Where a feed is asked since its last move that was not undone.
pub(super) fn current(conn: &Connection, feed: FeedId) -> Result<Option<WebUrl>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT url FROM main.moved WHERE feed = ? AND undone = 0 ORDER BY at DESC, url LIMIT 1")?;
    Ok(statement.query_row([feed], |row| link(row, "url")).optional()?.flatten())
}

/// Notes a move; says whether it holds, which it does not when the user has undone it before.
pub(super) fn note(conn: &Connection, feed: FeedId, to: &WebUrl, now: Timestamp) -> Result<bool, StoreError> {
    feeds::key(conn, feed)?;
    let noted = conn
        .prepare_cached(
            "INSERT INTO main.moved VALUES (?, ?, ?, 0)
             ON CONFLICT DO UPDATE SET at = excluded.at WHERE undone = 0",
        )?
        .execute(params![feed, to, Millis::from(now)])?;
    Ok(noted > 0)
}

/// Takes a feed's last move back; returns where it had moved to.
pub(super) fn undo(conn: &Connection, feed: FeedId) -> Result<Option<WebUrl>, StoreError> {
    let Some(to) = current(conn, feed)? else { return Ok(None) };
    conn.prepare_cached("UPDATE main.moved SET undone = 1 WHERE feed = ? AND url = ?")?.execute(params![feed, to])?;
    Ok(Some(to))
}
