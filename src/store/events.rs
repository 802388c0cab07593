//! What an article's title or lead says was done: in a column beside its tags.

use rusqlite::Connection;

use super::error::StoreError;
use super::tags::{self, Names};
use crate::domain::{Event, Plover, Span, TagRef};

/// An event as its column holds it, in JSON: what was done, the numbers of the names of who and whom, the phrase, and
/// whether it is negated, conditional and historical.
type Stored = (Plover, i64, Option<i64>, (u32, u32), [bool; 3]);

/// What the column is to hold.
pub(super) fn column(
    conn: &Connection,
    names: &mut Names,
    event: Option<&Event>,
) -> Result<Option<String>, StoreError> {
    let Some(Event { verb, phrase, who, whom, negated, conditional, historical }) = event else { return Ok(None) };
    let mut number = |actor: &TagRef| names.number(conn, actor.kind, &actor.key, &actor.label);
    let (who, whom) = (number(who)?, whom.as_ref().map(number).transpose()?);
    let stored: Stored = (*verb, who, whom, (phrase.start, phrase.end), [*negated, *conditional, *historical]);
    Ok(Some(serde_json::to_string(&stored).expect("names and numbers are JSON")))
}

/// The event in a column; none in one that cannot be read, or whose names are gone.
pub(super) fn read(conn: &Connection, column: Option<&str>) -> Result<Option<Event>, StoreError> {
    let Some(Ok(stored)) = column.map(serde_json::from_str::<Stored>) else { return Ok(None) };
    let (verb, who, whom, (start, end), [negated, conditional, historical]) = stored;
    let Some(who) = tags::name(conn, who)? else { return Ok(None) };
    let whom = match whom {
        None => None,
        Some(whom) => match tags::name(conn, whom)? {
            None => return Ok(None),
            known => known,
        },
    };
    Ok(Some(Event { verb, phrase: Span { start, end }, who, whom, negated, conditional, historical }))
}
