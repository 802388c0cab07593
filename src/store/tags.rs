//! Extracted tags. They are stored twice: whole, beside the article's text, and as a row for each that lists of one
//! tag walk by date.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::articles::Place;
use super::column::{kind_code, kind_of, line};
use super::error::StoreError;
use crate::domain::{ArticleId, SafeText, Span, Tag, TagKind, TagRef};

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
    /// The number of the name of a tag, which is learned when it is new. The latest label counts.
    pub(super) fn number(
        &mut self,
        conn: &Connection,
        kind: TagKind,
        key: &SafeText,
        label: &SafeText,
    ) -> Result<i64, StoreError> {
        let of_kind = self.0.entry(kind).or_default();
        if let Some(name) = of_kind.get(key).filter(|name| name.label == *label) {
            return Ok(name.number);
        }
        let number = learn(conn, kind_code(kind), key, label)?;
        of_kind.insert(key.clone(), Name { number, label: label.clone() });
        Ok(number)
    }

    fn of_tag(&mut self, conn: &Connection, tag: &Tag) -> Result<i64, StoreError> {
        self.number(conn, tag.kind, &tag.key, &tag.label)
    }
}

fn learn(conn: &Connection, kind: i64, key: &SafeText, label: &SafeText) -> Result<i64, StoreError> {
    let known = conn
        .prepare_cached("SELECT id, label FROM cache.tag_name WHERE kind = ? AND key = ?")?
        .query_row(params![kind, key], |row| Ok((row.get(0)?, row.get_ref(1)?.as_str()? == label.as_str())))
        .optional()?;
    match known {
        Some((number, true)) => Ok(number),
        Some((number, false)) => {
            conn.execute("UPDATE cache.tag_name SET label = ? WHERE id = ?", params![label, number])?;
            Ok(number)
        }
        None => Ok(conn
            .prepare_cached("INSERT INTO cache.tag_name (kind, key, label) VALUES (?, ?, ?)")?
            .insert(params![kind, key, label])?),
    }
}

/// Stores the rows of an article's tags, and returns what its column is to hold.
pub(super) fn save(conn: &Connection, names: &mut Names, place: Place, tags: &[Tag]) -> Result<String, StoreError> {
    // A column that could not be read may have left its rows.
    let mut insert = conn.prepare_cached("INSERT OR REPLACE INTO cache.article_tag VALUES (?, ?, ?, ?, ?)")?;
    let mut seen = HashSet::new();
    let mut stored: Vec<Stored> = Vec::with_capacity(tags.len());
    for tag in tags {
        let number = names.of_tag(conn, tag)?;
        if seen.insert(number) {
            insert.execute(params![number, place.at, place.id, place.row, tag.main])?;
            stored.push(store(number, tag));
        }
    }
    Ok(json(&stored))
}

/// What a column is to hold of tags that no list walks.
pub(super) fn column(conn: &Connection, names: &mut Names, tags: &[Tag]) -> Result<String, StoreError> {
    let stored =
        tags.iter().map(|tag| Ok(store(names.of_tag(conn, tag)?, tag))).collect::<Result<Vec<_>, StoreError>>();
    Ok(json(&stored?))
}

fn store(number: i64, tag: &Tag) -> Stored {
    let spans = tag.spans.iter().map(|span| (span.start, span.end));
    (number, tag.main, tag.score, spans.collect())
}

fn json(stored: &[Stored]) -> String {
    serde_json::to_string(stored).expect("numbers are JSON")
}

/// Moves a tag of an article to those that are rejected, or back, until the article is tagged anew.
pub(super) fn set_rejected(
    conn: &Connection,
    id: ArticleId,
    kind: TagKind,
    key: &SafeText,
    rejected: bool,
) -> Result<(), StoreError> {
    let found = conn
        .prepare_cached(
            "SELECT a.row, a.at, n.id, x.tags, x.rejected
             FROM cache.article a JOIN cache.article_text x ON x.row = a.row
             JOIN cache.tag_name n ON n.kind = ?2 AND n.key = ?3 WHERE a.id = ?1",
        )?
        .query_row(params![id, kind_code(kind), key], |row| {
            let place = Place { row: row.get(0)?, id, at: row.get(1)? };
            Ok((place, row.get::<_, i64>(2)?, row.get::<_, String>(3)?, row.get::<_, String>(4)?))
        })
        .optional()?;
    let Some((place, number, tags, others)) = found else { return Ok(()) };
    let [mut tags, mut others]: [Vec<Stored>; 2] =
        [tags, others].map(|column| serde_json::from_str(&column).unwrap_or_default());
    let (from, to) = if rejected { (&mut tags, &mut others) } else { (&mut others, &mut tags) };
    let Some(at) = from.iter().position(|(stored, ..)| *stored == number) else { return Ok(()) };
    let moved = from.remove(at);
    let main = moved.1;
    to.retain(|(stored, ..)| *stored != number);
    to.push(moved);
    // The order that the tagger gives them.
    tags.sort_by(|a, b| b.1.cmp(&a.1).then(b.2.total_cmp(&a.2)));
    if rejected {
        conn.prepare_cached("DELETE FROM cache.article_tag WHERE tag = ? AND at = ? AND id = ?")?
            .execute(params![number, place.at, place.id])?;
    } else {
        conn.prepare_cached("INSERT OR REPLACE INTO cache.article_tag VALUES (?, ?, ?, ?, ?)")?
            .execute(params![number, place.at, place.id, place.row, main])?;
    }
    conn.prepare_cached("UPDATE cache.article_text SET tags = ?2, rejected = ?3 WHERE row = ?1")?.execute(params![
        place.row,
        json(&tags),
        json(&others)
    ])?;
    Ok(())
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
    let mut tags = Vec::with_capacity(stored.len());
    for (number, main, score, spans) in stored {
        let spans = spans.into_iter().map(|(start, end)| Span { start, end }).collect();
        let name = name(conn, number)?;
        tags.extend(name.map(|TagRef { kind, key, label }| Tag { kind, key, label, main, score, spans }));
    }
    Ok(tags)
}

/// The name with this number.
pub(super) fn name(conn: &Connection, number: i64) -> Result<Option<TagRef>, StoreError> {
    let name = |row: &Row<'_>| {
        Ok(TagRef { kind: kind_of(row.get("kind")?)?, key: line(row, "key")?, label: line(row, "label")? })
    };
    let mut statement = conn.prepare_cached("SELECT kind, key, label FROM cache.tag_name WHERE id = ?")?;
    Ok(statement.query_row([number], name).optional()?)
}
