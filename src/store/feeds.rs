//! Subscriptions and what polling learned of them.

use std::collections::BTreeSet;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params, params_from_iter};

use super::column::{Millis, line, link, moment, optional_line};
use super::error::StoreError;
use super::moves;
use super::sql::Sql;
use crate::domain::{Failure, FailureKind, Feed, FeedId, Moving, OwnTag, Pace, PollState, SafeText, Source, Verdict};

/// Gives every source its number, by its address, and marks exactly these feeds as subscribed. Writes nothing when nothing
/// changed, so that an ordinary start costs no disk flush.
pub(super) fn declare(conn: &mut Connection, sources: Vec<Source>) -> Result<Vec<Feed>, StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut feeds = Vec::with_capacity(sources.len());
    for source in sources {
        let id = number(&tx, &source)?;
        let folders = source.folder_labels();
        note(&tx, id, &FOLDERS, folders.iter().map(SafeText::as_str))?;
        note(&tx, id, &TAGS, source.tags.iter().map(OwnTag::as_str))?;
        feeds.push(Feed { id, moved: moves::current(&tx, id)?, source });
    }
    let dropped = Sql::new("UPDATE main.feed SET declared = 0 WHERE declared = 1 AND id NOT IN ")
        .bind_list(feeds.iter().map(|feed| &feed.id));
    tx.execute(&dropped.text, params_from_iter(dropped.values))?;
    tx.commit()?;
    mirror(conn)?;
    Ok(feeds)
}

/// Makes the feeds' numbers agree: what only one file knows, the other takes over, so that a number is never given
/// twice. Says whether they do; they cannot when the files give a feed different numbers.
pub(super) fn agree(conn: &Connection) -> Result<bool, StoreError> {
    let differ = || -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM cache.feed c
                       WHERE NOT EXISTS (SELECT 1 FROM main.feed m WHERE m.id = c.id AND m.key = c.key))";
        Ok(conn.query_row(sql, [], |row| row.get(0))?)
    };
    if differ()? {
        let tx = conn.unchecked_transaction()?;
        take_back(&tx)?;
        if differ()? {
            return Ok(false);
        }
        tx.commit()?;
    }
    mirror(conn)?;
    Ok(true)
}

/// Takes back from the cache the feeds that a state.db restored from an older copy lacks, as not subscribed.
pub(super) fn take_back(conn: &Connection) -> Result<(), StoreError> {
    conn.execute(
        "INSERT OR IGNORE INTO main.feed (id, key, declared, name, kind)
         SELECT id, key, 0, coalesce(title, key), 'unknown' FROM cache.feed",
        [],
    )?;
    Ok(())
}

/// Notes the feeds' numbers in the cache as well, from where they are taken when state.db is lost.
fn mirror(conn: &Connection) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO cache.feed (id, key) SELECT id, key FROM main.feed
         WHERE id NOT IN (SELECT id FROM cache.feed)",
        [],
    )?;
    Ok(())
}

fn number(conn: &Connection, source: &Source) -> Result<FeedId, StoreError> {
    let key = source.url.as_str();
    let known: Option<FeedId> =
        conn.prepare_cached("SELECT id FROM main.feed WHERE key = ?")?.query_row([key], |row| row.get(0)).optional()?;
    let (kind, family, language) = (source.card.kind.slug(), &source.card.family, &source.card.language);
    match known {
        Some(id) => {
            conn.prepare_cached(
                "UPDATE main.feed
                 SET declared = 1, name = ?2, kind = ?3, family = ?4, language = ?5
                 WHERE id = ?1 AND (declared, name, kind, family, language) IS NOT (1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id, source.name, kind, family, language])?;
            Ok(id)
        }
        None => {
            let id = conn
                .prepare_cached(
                    "INSERT INTO main.feed (key, declared, name, kind, family, language)
                     VALUES (?1, 1, ?2, ?3, ?4, ?5)",
                )?
                .insert(params![key, source.name, kind, family, language])?;
            Ok(FeedId(id))
        }
    }
}

/// A table that holds several texts of a feed.
struct Several {
    select: &'static str,
    delete: &'static str,
    insert: &'static str,
}

const FOLDERS: Several = Several {
    select: "SELECT folder FROM main.feed_folder WHERE feed = ?",
    delete: "DELETE FROM main.feed_folder WHERE feed = ?",
    insert: "INSERT INTO main.feed_folder (feed, folder) VALUES (?, ?)",
};
const TAGS: Several = Several {
    select: "SELECT tag FROM main.feed_tag WHERE feed = ?",
    delete: "DELETE FROM main.feed_tag WHERE feed = ?",
    insert: "INSERT INTO main.feed_tag (feed, tag) VALUES (?, ?)",
};

/// Notes the texts of a feed, when they are others than before.
fn note<'t>(
    conn: &Connection,
    feed: FeedId,
    table: &Several,
    texts: impl Iterator<Item = &'t str>,
) -> Result<(), StoreError> {
    let texts: BTreeSet<&str> = texts.collect();
    let mut statement = conn.prepare_cached(table.select)?;
    let known: BTreeSet<String> = statement.query_map([feed], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if known.iter().map(String::as_str).eq(texts.iter().copied()) {
        return Ok(());
    }
    conn.prepare_cached(table.delete)?.execute([feed])?;
    for text in texts {
        conn.prepare_cached(table.insert)?.execute(params![feed, text])?;
    }
    Ok(())
}

/// The feed's address, which its article ids derive from.
pub(super) fn key(conn: &Connection, feed: FeedId) -> Result<String, StoreError> {
    conn.prepare_cached("SELECT key FROM main.feed WHERE id = ?")?
        .query_row([feed], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuchFeed(feed))
}

/// What polling learned of every feed.
pub(super) fn states(conn: &Connection) -> Result<Vec<(FeedId, PollState)>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT * FROM cache.feed ORDER BY id")?;
    let states = statement.query_map([], |row| Ok((row.get("id")?, state(row)?)))?;
    Ok(states.collect::<Result<_, _>>()?)
}

/// A row of `cache.feed`.
pub(super) fn state(row: &Row<'_>) -> rusqlite::Result<PollState> {
    Ok(PollState {
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        validated_at: moment(row, "validated_at")?,
        last_attempt: moment(row, "last_attempt")?,
        last_success: moment(row, "last_success")?,
        next_due: moment(row, "next_due")?,
        failures: row.get("failures")?,
        failure: failure(row)?,
        title: optional_line(row, "title")?,
        site: link(row, "site")?,
        language: optional_line(row, "language")?,
        validated_url: link(row, "validated_url")?,
        not_before: moment(row, "not_before")?,
        pace: Pace { ttl: seconds(row, "ttl")?, skip_hours: row.get("skip_hours")?, skip_days: row.get("skip_days")? },
        last_new: moment(row, "last_new")?,
        rhythm: seconds(row, "rhythm")?,
        newest: moment(row, "newest")?,
        bytes: row.get("bytes")?,
        body_hash: row.get("body_hash")?,
        moving: moving(row)?,
    })
}

fn moving(row: &Row<'_>) -> rusqlite::Result<Option<Moving>> {
    let (to, first, last) = (link(row, "moving_to")?, moment(row, "moving_first")?, moment(row, "moving_last")?);
    let sightings = row.get("moving_sightings")?;
    Ok(to.zip(first).zip(last).map(|((to, first), last)| Moving { to, first, last, sightings }))
}

fn seconds(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Duration>> {
    Ok(row.get::<_, Option<u32>>(column)?.map(|seconds| Duration::from_secs(seconds.into())))
}

/// A duration as a column holds it; longer than a century is a century.
fn whole_seconds(time: Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
}

fn failure(row: &Row<'_>) -> rusqlite::Result<Option<Failure>> {
    let Some(kind) = row.get_ref("failure_kind")?.as_str_or_null()?.map(kind_of) else { return Ok(None) };
    let verdict = if row.get("gone")? { Verdict::Gone } else { Verdict::Retry { after: seconds(row, "retry_after")? } };
    let (sentence, detail) = (line(row, "failure_sentence")?, line(row, "failure_detail")?);
    Ok(Some(Failure { kind, sentence, detail, verdict }))
}

/// Stores what polling learned of a feed.
pub(super) fn save_state(conn: &Connection, feed: FeedId, state: &PollState) -> Result<(), StoreError> {
    let (failure, moving) = (state.failure.as_ref(), state.moving.as_ref());
    let (gone, retry_after) = match failure.map(|failure| failure.verdict) {
        Some(Verdict::Gone) => (true, None),
        Some(Verdict::Retry { after }) => (false, after.map(whole_seconds)),
        None => (false, None),
    };
    conn.prepare_cached(
        "UPDATE cache.feed SET etag = ?2, last_modified = ?3, validated_at = ?4, last_attempt = ?5,
             last_success = ?6, next_due = ?7, failures = ?8, failure_kind = ?9, failure_sentence = ?10,
             failure_detail = ?11, retry_after = ?12, gone = ?13, title = ?14, site = ?15, language = ?16,
             validated_url = ?17, not_before = ?18, ttl = ?19, skip_hours = ?20, skip_days = ?21, last_new = ?22,
             rhythm = ?23, newest = ?24, bytes = ?25, body_hash = ?26, moving_to = ?27, moving_first = ?28,
             moving_last = ?29, moving_sightings = ?30
         WHERE id = ?1",
    )?
    .execute(params![
        feed,
        state.etag,
        state.last_modified,
        state.validated_at.map(Millis::from),
        state.last_attempt.map(Millis::from),
        state.last_success.map(Millis::from),
        state.next_due.map(Millis::from),
        state.failures,
        failure.map(|failure| slug(failure.kind)),
        failure.map(|failure| &failure.sentence),
        failure.map(|failure| &failure.detail),
        retry_after,
        gone,
        state.title,
        state.site,
        state.language,
        state.validated_url,
        state.not_before.map(Millis::from),
        state.pace.ttl.map(whole_seconds),
        state.pace.skip_hours,
        state.pace.skip_days,
        state.last_new.map(Millis::from),
        state.rhythm.map(whole_seconds),
        state.newest.map(Millis::from),
        state.bytes,
        state.body_hash,
        moving.map(|moving| &moving.to),
        moving.map(|moving| Millis::from(moving.first)),
        moving.map(|moving| Millis::from(moving.last)),
        moving.map_or(0, |moving| moving.sightings)
    ])?;
    Ok(())
}

const KINDS: [(FailureKind, &str); 6] = [
    (FailureKind::Failed, "failed"),
    (FailureKind::TooLarge, "too_large"),
    (FailureKind::NotAFeed, "not_a_feed"),
    (FailureKind::Portal, "portal"),
    (FailureKind::Offline, "offline"),
    (FailureKind::RateLimited, "rate_limited"),
];

fn slug(kind: FailureKind) -> &'static str {
    KINDS.iter().find(|(other, _)| *other == kind).map_or("failed", |(_, slug)| slug)
}

fn kind_of(slug: &str) -> FailureKind {
    KINDS.iter().find(|(_, other)| *other == slug).map_or(FailureKind::Failed, |(kind, _)| *kind)
}
