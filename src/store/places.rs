//! How far long articles were read.

use rusqlite::{Connection, OptionalExtension, params};

use super::column::Millis;
use super::error::StoreError;
use crate::domain::{ArticleId, ReadingPlace};

/// The most places that are kept: the newest.
const PLACES_MAX: usize = 2_000;

/// Keeps the place in an article, or forgets it.
pub(super) fn keep(
    conn: &Connection,
    id: ArticleId,
    place: Option<ReadingPlace>,
    now: Millis,
) -> Result<(), StoreError> {
    let Some(ReadingPlace { byte, of }) = place else {
        conn.execute("DELETE FROM main.place WHERE article = ?", [id])?;
        return Ok(());
    };
    conn.execute("INSERT OR REPLACE INTO main.place VALUES (?, ?, ?, ?)", params![id, byte as i64, of as i64, now])?;
    conn.execute(
        "DELETE FROM main.place WHERE article IN
             (SELECT article FROM main.place ORDER BY at DESC, article LIMIT -1 OFFSET ?)",
        [PLACES_MAX as i64],
    )?;
    Ok(())
}

/// The place in an article, if one is kept.
pub(super) fn of(conn: &Connection, id: ArticleId) -> Result<Option<ReadingPlace>, StoreError> {
    let place = conn
        .prepare_cached("SELECT byte, of FROM main.place WHERE article = ?")?
        .query_row([id], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    // Numbers that cannot be count as none.
    let number = |column: i64| usize::try_from(column).ok();
    Ok(place.and_then(|(byte, of)| Some(ReadingPlace { byte: number(byte)?, of: number(of)? })))
}
