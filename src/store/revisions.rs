//! What articles said before their sources changed them.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::column::{Millis, block, line, moment};
use super::error::StoreError;
use crate::domain::{ArticleId, Origin, Revision, SafeText};
use crate::text::{Change, Wording, compare, titles_differ};

/// The most revisions of an article.
const COUNT_MAX: usize = 10;
/// The most bytes that they take together; a last one that is larger stands alone.
const BYTES_MAX: i64 = 256 * 1024;

/// What an article says: title and body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Says<'a> {
    pub title: &'a SafeText,
    pub body: &'a SafeText,
}

/// Keeps what an article said where it says something else from now on, and returns what became of it. To be called
/// before the new text takes the place of the old, by all who replace one.
pub(super) fn note(
    conn: &Connection,
    row: i64,
    origin: Origin,
    before: Says<'_>,
    after: Says<'_>,
    now: Millis,
) -> Result<Change, StoreError> {
    // A text that was never there, or is gone, has not been changed.
    if (before.title == after.title && before.body == after.body) || before.body.is_empty() != after.body.is_empty() {
        return Ok(Change::Nothing);
    }
    let wording = |says: Says<'_>| Wording::of(says.title, says.body);
    let change = compare(&wording(before), &wording(after));
    if change != Change::Edited {
        return Ok(change);
    }
    conn.prepare_cached("UPDATE cache.article SET edited = ?2 WHERE row = ?1")?.execute(params![row, now])?;
    let is_page = origin == Origin::Page;
    // A source that goes back and forth between two wordings does not fill the room of others.
    let held = conn
        .prepare_cached("SELECT 1 FROM cache.revision WHERE row = ? AND page = ? AND title = ? AND body = ?")?
        .exists(params![row, is_page, before.title, before.body])?;
    if !held {
        conn.prepare_cached(
            "INSERT INTO cache.revision (row, until, page, title, body)
             SELECT ?1, max(?2, coalesce(max(until) + 1, ?2)), ?3, ?4, ?5 FROM cache.revision WHERE row = ?1",
        )?
        .execute(params![row, now, is_page, before.title, before.body])?;
        thin(conn, row)?;
    }
    Ok(change)
}

/// Drops revisions that are too many: not the first or the last, as long as there are others, and of these the one
/// whose neighbours are nearest in time.
fn thin(conn: &Connection, row: i64) -> Result<(), StoreError> {
    let mut held: Vec<(i64, i64)> = conn
        .prepare_cached(
            "SELECT until, octet_length(title) + octet_length(body) FROM cache.revision WHERE row = ? ORDER BY until",
        )?
        .query_map([row], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    while held.len() > 1 && (held.len() > COUNT_MAX || held.iter().map(|(_, bytes)| bytes).sum::<i64>() > BYTES_MAX) {
        let middle = (1..held.len() - 1).min_by_key(|&place| held[place + 1].0 - held[place - 1].0);
        let (until, _) = held.remove(middle.unwrap_or(0));
        conn.prepare_cached("DELETE FROM cache.revision WHERE row = ? AND until = ?")?.execute([row, until])?;
    }
    Ok(())
}

/// The revisions of an article, the oldest first.
pub(super) fn all(conn: &Connection, id: ArticleId) -> Result<Vec<Revision>, StoreError> {
    let revision = |row: &Row<'_>| {
        Ok(Revision {
            until: moment(row, "until")?.unwrap_or_default(),
            origin: if row.get("page")? { Origin::Page } else { Origin::Feed },
            title: line(row, "title")?,
            body: block(row, "body")?,
        })
    };
    let mut statement = conn.prepare_cached(
        "SELECT until, page, title, body FROM cache.revision
         WHERE row = (SELECT row FROM cache.article WHERE id = ?) ORDER BY until",
    )?;
    Ok(statement.query_map([id], revision)?.collect::<Result<_, _>>()?)
}

/// The title that an article had before, where its source has changed what that says.
pub(super) fn former_title(conn: &Connection, row: i64, title: &SafeText) -> Result<Option<SafeText>, StoreError> {
    let former = conn
        .prepare_cached(
            "SELECT title FROM cache.revision WHERE row = ? AND page = 0 AND title <> ? ORDER BY until DESC LIMIT 1",
        )?
        .query_row(params![row, title], |row| line(row, "title"))
        .optional()?;
    Ok(former.filter(|former| titles_differ(former, title)))
}
