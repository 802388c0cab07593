//! Extracted tags. They are stored twice: whole, beside the article's text, and as a row for each that lists of one
//! tag walk by date.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::articles::Place;
use super::column::{kind_code, kind_of, line};
use super::error::StoreError;
use crate::domain::{SafeText, Span, Tag, TagKind};

/// A tag as its article's column holds it, in JSON: the number of its name, whether it is a main tag, its score, and
/// its spans.
type Stored = (i64, bool, f32, Vec<(u32, u32)>);

/// The numbers of names that a transaction has met. They must not outlive it: it may be rolled back.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<TagKind, HashMap<SafeText, Name>>);

#[derive(Debug)]
struct Name {
    number: i64,
    label: SafeText,
}

impl Names {
    /// The number of a tag's name, which is learned when it is new. The latest label counts.
    fn number(&mut self, conn: &Connection, tag: &Tag) -> Result<i64, StoreError> {
        let of_kind = self.0.entry(tag.kind).or_default();
        if let Some(name) = of_kind.get(&tag.key).filter(|name| name.label == tag.label) {
            return Ok(name.number);
        }
        let number = learn(conn, tag)?;
        of_kind.insert(tag.key.clone(), Name { number, label: tag.label.clone() });
        Ok(number)
    }
}

fn learn(conn: &Connection, tag: &Tag) -> Result<i64, StoreError> {
    let kind = kind_code(tag.kind);
    let known = conn
        .prepare_cached("SELECT id, label FROM cache.tag_name WHERE kind = ? AND key = ?")?
        .query_row(params![kind, tag.key], |row| Ok((row.get(0)?, row.get_ref(1)?.as_str()? == tag.label.as_str())))
        .optional()?;
    match known {
        Some((number, true)) => Ok(number),
        Some((number, false)) => {
            conn.execute("UPDATE cache.tag_name SET label = ? WHERE id = ?", params![tag.label, number])?;
            Ok(number)
        }
        None => Ok(conn
            .prepare_cached("INSERT INTO cache.tag_name (kind, key, label) VALUES (?, ?, ?)")?
            .insert(params![kind, tag.key, tag.label])?),
    }
}

/// Stores the rows of an article's tags, and returns what its column is to hold.
pub(super) fn save(conn: &Connection, names: &mut Names, place: Place, tags: &[Tag]) -> Result<String, StoreError> {
    // A column that could not be read may have left its rows.
    let mut insert = conn.prepare_cached("INSERT OR REPLACE INTO cache.article_tag VALUES (?, ?, ?, ?, ?)")?;
    let mut seen = HashSet::new();
    let mut column: Vec<Stored> = Vec::with_capacity(tags.len());
    for tag in tags {
        let number = names.number(conn, tag)?;
        if seen.insert(number) {
            insert.execute(params![number, place.at, place.id, place.row, tag.main])?;
            let spans = tag.spans.iter().map(|span| (span.start, span.end));
            column.push((number, tag.main, tag.score, spans.collect()));
        }
    }
    Ok(serde_json::to_string(&column).expect("numbers are JSON"))
}

/// Takes the rows of an article's tags away.
pub(super) fn forget(conn: &Connection, place: Place) -> Result<(), StoreError> {
    conn.prepare_cached(
        "DELETE FROM cache.article_tag WHERE at = ?1 AND id = ?2 AND tag IN
             (SELECT value ->> 0 FROM cache.article_text x, json_each(iif(json_valid(x.tags), x.tags, '[]'))
              WHERE x.row = ?3)",
    )?
    .execute(params![place.at, place.id, place.row])?;
    Ok(())
}

/// The tags in an article's column, most important first; none in one that cannot be read.
pub(super) fn read(conn: &Connection, column: &str) -> Result<Vec<Tag>, StoreError> {
    let stored: Vec<Stored> = serde_json::from_str(column).unwrap_or_default();
    let mut name = conn.prepare_cached("SELECT kind, key, label FROM cache.tag_name WHERE id = ?")?;
    let mut tags = Vec::with_capacity(stored.len());
    for (number, main, score, spans) in stored {
        let spans = spans.into_iter().map(|(start, end)| Span { start, end }).collect();
        let tag = |row: &Row<'_>| {
            let kind = kind_of(row.get("kind")?)?;
            Ok(Tag { kind, key: line(row, "key")?, label: line(row, "label")?, main, score, spans })
        };
        tags.extend(name.query_row([number], tag).optional()?);
    }
    Ok(tags)
}
