//! What the user did: written to state.db, followed by the cache, and got back from it when state.db is lost.
//!
//! A change is two commits. The first writes state.db, durably, and is the truth. The second lets the cache
//! follow every change that it has not seen yet, by `seq`; a crash between the two, a failed second commit and a
//! cache that is new are therefore one case, and the code that mends is the code that runs every day.

use rusqlite::{Connection, TransactionBehavior, params};

use super::column::Millis;
use super::error::StoreError;
use super::feeds;
use crate::domain::{ArticleId, OwnTag, SafeText};

/// What to do to an article.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change<'a> {
    Read(bool),
    Starred(bool),
    AddTag(&'a OwnTag),
    RemoveTag(&'a OwnTag),
    /// An empty one takes the note away.
    Note {
        text: &'a SafeText,
        at: Millis,
    },
}

/// Counts up the sequence of changes. The caller's transaction must be immediate.
pub(super) fn next_seq(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("UPDATE main.meta SET seq = seq + 1 RETURNING seq", [], |row| row.get(0))?)
}

/// Writes a change to state.db, within the caller's transaction.
///
/// # Errors
/// [`StoreError::NoSuchArticle`] when neither cache nor state knows it.
pub(super) fn record(conn: &Connection, id: ArticleId, change: Change<'_>, seq: i64) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT OR IGNORE INTO main.status
         SELECT id, feed, title, link, published, arrived, 0, 0, ?2 FROM cache.article WHERE id = ?1",
    )?
    .execute(params![id, seq])?;
    let (read, starred) = match change {
        Change::Read(read) => (Some(read), None),
        Change::Starred(starred) => (None, Some(starred)),
        Change::AddTag(_) | Change::RemoveTag(_) | Change::Note { .. } => (None, None),
    };
    let touched = conn
        .prepare_cached(
            "UPDATE main.status SET read = coalesce(?2, read), starred = coalesce(?3, starred), seq = ?4
             WHERE id = ?1",
        )?
        .execute(params![id, read, starred, seq])?;
    if touched == 0 {
        return Err(StoreError::NoSuchArticle(id));
    }
    match change {
        Change::AddTag(tag) => {
            conn.execute("INSERT OR IGNORE INTO main.own_tag VALUES (?, ?)", params![id, tag])?;
        }
        Change::RemoveTag(tag) => {
            conn.execute("DELETE FROM main.own_tag WHERE article = ? AND tag = ?", params![id, tag])?;
        }
        Change::Note { text, at } => {
            conn.execute("INSERT OR REPLACE INTO main.note VALUES (?, ?, ?, ?)", params![id, text, at, seq])?;
        }
        Change::Read(_) | Change::Starred(_) => {}
    }
    Ok(())
}

/// What the user keeps of `main.status s`, so that it outlives the article's text.
macro_rules! kept {
    () => {
        "(s.starred = 1 OR EXISTS (SELECT 1 FROM main.own_tag o WHERE o.article = s.id)
          OR EXISTS (SELECT 1 FROM main.note n WHERE n.article = s.id AND n.text <> ''))"
    };
}

/// Applies to the cache every change in state.db that it has not followed yet. What is starred, tagged or noted and not
/// in the cache gets a row there of what state.db knows (title, link, dates), so that it is listed; its text
/// comes back with a poll.
pub(super) fn follow(conn: &mut Connection) -> Result<(), StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let seqs = "SELECT c.seq, m.seq FROM cache.meta c, main.meta m";
    let (followed, latest): (i64, i64) =
        tx.prepare_cached(seqs)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if followed >= latest {
        return Ok(());
    }
    let steps = [
        // What words mean in a feed's articles has changed: their tags are to be made anew.
        "UPDATE cache.article SET tagger = 0
         WHERE tagger <> 0 AND feed IN (SELECT feed FROM main.rejection WHERE seq > ?)",
        "UPDATE cache.article SET (read, starred, tagged) =
             (SELECT s.read, s.starred, EXISTS (SELECT 1 FROM main.own_tag o WHERE o.article = s.id)
              FROM main.status s WHERE s.id = article.id)
         WHERE id IN (SELECT id FROM main.status WHERE seq > ?)",
        concat!(
            "INSERT INTO cache.tally
         SELECT s.feed, 0, count(*), sum(s.read = 0), sum(s.starred),
             sum(EXISTS (SELECT 1 FROM main.own_tag o WHERE o.article = s.id))
         FROM main.status s
         WHERE s.seq > ? AND ",
            kept!(),
            " AND NOT EXISTS (SELECT 1 FROM cache.article a WHERE a.id = s.id)
         GROUP BY s.feed
         ON CONFLICT DO UPDATE SET total = total + excluded.total, unread = unread + excluded.unread,
             starred = starred + excluded.starred, tagged = tagged + excluded.tagged"
        ),
        concat!(
            "INSERT INTO cache.article (id, feed, title, author, link, published, arrived, at, read, starred, tagged,
             regions, fingerprint, tagger)
         SELECT s.id, s.feed, s.title, '', s.link, s.published, s.arrived, coalesce(s.published, s.arrived),
             s.read, s.starred, EXISTS (SELECT 1 FROM main.own_tag o WHERE o.article = s.id), 0, 0, 0
         FROM main.status s
         WHERE s.seq > ? AND ",
            kept!(),
            " AND NOT EXISTS (SELECT 1 FROM cache.article a WHERE a.id = s.id)"
        ),
        // The words of such a row's title are to be found as well.
        "INSERT OR IGNORE INTO cache.pending
         SELECT a.row, '' FROM main.status s JOIN cache.article a ON a.id = s.id
         WHERE s.seq > ? AND NOT EXISTS (SELECT 1 FROM cache.article_text x WHERE x.row = a.row)",
        // And those of notes.
        "INSERT OR IGNORE INTO cache.pending
         SELECT a.row, '' FROM main.note n JOIN cache.article a ON a.id = n.article WHERE n.seq > ?",
        "INSERT OR REPLACE INTO cache.note SELECT article, text, at FROM main.note WHERE seq > ?",
        "DELETE FROM cache.own_tag WHERE row IN
             (SELECT a.row FROM main.status s JOIN cache.article a ON a.id = s.id WHERE s.seq > ?)",
        "INSERT INTO cache.own_tag
         SELECT o.tag, a.at, a.id, a.row
         FROM main.status s JOIN main.own_tag o ON o.article = s.id JOIN cache.article a ON a.id = s.id
         WHERE s.seq > ?",
    ];
    for step in steps {
        tx.prepare_cached(step)?.execute([followed])?;
    }
    tx.execute("UPDATE cache.meta SET seq = ?", [latest])?;
    Ok(tx.commit()?)
}

/// How the two files stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Relation {
    /// The cache is of this state, and has perhaps changes to follow.
    Follows,
    /// The cache is new.
    NewCache,
    /// State.db is new or an older copy: the cache has seen changes that it lacks.
    StateBehind,
    /// The cache is of another state.
    Foreign,
}

/// Compares the two files' names and sequences.
pub(super) fn relation(conn: &Connection) -> Result<Relation, StoreError> {
    let sql = "SELECT c.store = '', c.store = m.store, c.seq > m.seq, EXISTS (SELECT 1 FROM main.feed)
               FROM cache.meta c, main.meta m";
    Ok(conn.query_row(sql, [], |row| {
        Ok(match (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?) {
            (true, _, _, _) => Relation::NewCache,
            (_, true, false, _) => Relation::Follows,
            (_, true, true, _) | (_, false, _, false) => Relation::StateBehind,
            (_, false, _, true) => Relation::Foreign,
        })
    })?)
}

/// The state's name, and the number of its last change.
pub(super) fn standing(conn: &Connection) -> Result<(String, i64), StoreError> {
    Ok(conn.query_row("SELECT store, seq FROM main.meta", [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Makes a new cache this state's.
pub(super) fn adopt_cache(conn: &Connection) -> Result<(), StoreError> {
    conn.execute("UPDATE cache.meta SET store = (SELECT store FROM main.meta)", [])?;
    Ok(())
}

/// Takes back from the cache what a lost state.db held of the articles that the cache holds: feed numbers, read,
/// starred, own tags, notes.
pub(super) fn recover_state(conn: &mut Connection) -> Result<(), StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    feeds::take_back(&tx)?;
    tx.execute_batch(
        "UPDATE main.meta SET store = (SELECT store FROM cache.meta), seq = (SELECT seq FROM cache.meta);
         UPDATE main.status SET read = a.read, starred = a.starred
             FROM cache.article a WHERE a.id = status.id;
         INSERT OR IGNORE INTO main.status
             SELECT id, feed, title, link, published, arrived, read, starred, (SELECT seq FROM cache.meta)
             FROM cache.article WHERE read = 1 OR starred = 1 OR tagged = 1 OR id IN (SELECT id FROM cache.note);
         DELETE FROM main.own_tag WHERE article IN (SELECT id FROM cache.article);
         INSERT INTO main.own_tag (article, tag) SELECT id, tag FROM cache.own_tag;
         INSERT OR REPLACE INTO main.note
             SELECT id, text, at, (SELECT seq FROM cache.meta) FROM cache.note WHERE id IN (SELECT id FROM main.status);",
    )?;
    Ok(tx.commit()?)
}
