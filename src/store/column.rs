//! How domain values stand in columns.
//!
//! What is read back is cleaned again, and what cannot be read counts as missing: the files could have been written by
//! anything, and one bad value must not hide a list.

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Row, RowIndex};

use crate::domain::{ArticleId, Extras, FeedId, OwnTag, Region, SafeText, TagKind, WebUrl};

/// The flipped top bit makes SQLite's signed order the unsigned order of ids.
const TOP_BIT: u64 = 1 << 63;

impl ToSql for ArticleId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok((self.0 ^ TOP_BIT).cast_signed().into())
    }
}

impl FromSql for ArticleId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self(value.as_i64()?.cast_unsigned() ^ TOP_BIT))
    }
}

impl ToSql for FeedId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for FeedId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

impl ToSql for SafeText {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl ToSql for WebUrl {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl ToSql for OwnTag {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

/// A moment in a column: milliseconds since 1970, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Millis(pub i64);

impl From<Timestamp> for Millis {
    fn from(moment: Timestamp) -> Self {
        let millis = moment.as_nanosecond().div_euclid(1_000_000);
        Self(i64::try_from(millis).expect("jiff's years -9999 to 9999 fit in 64 bits of milliseconds"))
    }
}

impl Millis {
    /// The first whole millisecond that is not before `moment`.
    pub(super) fn ceil(moment: Timestamp) -> Self {
        let floor = Self::from(moment);
        let exact = moment.as_nanosecond() == i128::from(floor.0) * 1_000_000;
        Self(floor.0 + i64::from(!exact))
    }

    /// The moment; none beyond the years that [`Timestamp`] knows.
    pub(super) fn timestamp(self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.0).ok()
    }
}

impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

/// A moment that may be missing.
pub(super) fn moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<Millis>>(column)?.and_then(Millis::timestamp))
}

/// A number of things.
pub(super) fn count(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or(0))
}

/// One line of text.
pub(super) fn line(row: &Row<'_>, column: &str) -> rusqlite::Result<SafeText> {
    Ok(optional_line(row, column)?.unwrap_or_default())
}

/// One line of text that may be missing.
pub(super) fn optional_line(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<SafeText>> {
    let bytes = row.get_ref(column)?.as_bytes_or_null()?;
    Ok(bytes.map(|bytes| SafeText::line(&String::from_utf8_lossy(bytes))))
}

/// A text of several lines, or markup; empty where there is none.
pub(super) fn block(row: &Row<'_>, column: &str) -> rusqlite::Result<SafeText> {
    let bytes = row.get_ref(column)?.as_bytes_or_null()?;
    Ok(SafeText::block(&String::from_utf8_lossy(bytes.unwrap_or_default())))
}

/// An address that may be missing.
pub(super) fn link(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<WebUrl>> {
    Ok(optional_line(row, column)?.and_then(|text| WebUrl::parse(&text).ok()))
}

/// What a feed says beside the text, as JSON; none for nothing.
pub(super) fn extras_column(extras: &Extras) -> Option<String> {
    if extras.is_empty() { None } else { serde_json::to_string(extras).ok() }
}

pub(super) fn extras(column: Option<&str>) -> Extras {
    column.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// A tag of the user's.
pub(super) fn own_tag(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<OwnTag>> {
    Ok(optional_line(row, column)?.and_then(|text| text.parse().ok()))
}

/// The number of a kind of tag in its column: its place in [`TagKind::ALL`].
pub(super) fn kind_code(kind: TagKind) -> i64 {
    TagKind::ALL.iter().position(|&other| other == kind).expect("ALL holds every kind") as i64
}

pub(super) fn kind_of(code: i64) -> FromSqlResult<TagKind> {
    let index = usize::try_from(code).map_err(|_| FromSqlError::OutOfRange(code))?;
    TagKind::ALL.get(index).copied().ok_or(FromSqlError::OutOfRange(code))
}

/// A bit for each region: its place in [`Region::ALL`].
pub(super) fn region_bits(regions: &[Region]) -> i64 {
    let bit = |region| Region::ALL.iter().position(|&other| other == region).expect("ALL holds every region");
    regions.iter().fold(0, |bits, &region| bits | 1 << bit(region))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Enclosure, Via};

    #[test]
    fn the_order_of_ids_is_kept_in_their_column() {
        let ids = [0, 1, TOP_BIT - 1, TOP_BIT, u64::MAX].map(ArticleId);
        let columns = ids.map(|id| match id.to_sql().unwrap() {
            ToSqlOutput::Owned(rusqlite::types::Value::Integer(number)) => number,
            other => panic!("{other:?}"),
        });
        assert!(columns.is_sorted());
        assert_eq!(columns.map(|number| ArticleId::column_result(ValueRef::Integer(number)).unwrap()), ids);
    }

    #[test]
    fn extras_come_back_and_broken_ones_count_as_missing() {
        let extras_of = |json: &str| extras(Some(json));
        let whole = Extras {
            categories: vec!["Diplomacy".into()],
            enclosures: vec![Enclosure {
                url: WebUrl::parse("https://a.example/1.mp3").unwrap(),
                media_type: "audio/mpeg".into(),
                bytes: Some(7),
                title: SafeText::default(),
            }],
            via: Some(Via { name: "Wire".into(), url: None }),
        };
        assert_eq!(extras_of(&extras_column(&whole).unwrap()), whole);
        assert_eq!(extras_column(&Extras::default()), None);
        let script = r#"{"categories":["a\u001b[2J"],"enclosures":[],"via":null}"#;
        assert_eq!(extras_of(script).categories, ["a[2J"]);
        for broken in ["", "{", r#"{"categories":[],"enclosures":[{"url":"javascript:1"}],"via":null}"#] {
            assert_eq!(extras_of(broken), Extras::default(), "{broken}");
        }
        assert_eq!(extras(None), Extras::default());
    }

    #[test]
    fn moments_round_down_also_before_1970() {
        let at = |nanos| Timestamp::from_nanosecond(nanos).unwrap();
        for (nanos, floor, ceil) in [(0, 0, 0), (1, 0, 1), (1_000_000, 1, 1), (-1, -1, 0), (-1_000_001, -2, -1)] {
            assert_eq!((Millis::from(at(nanos)).0, Millis::ceil(at(nanos)).0), (floor, ceil), "{nanos}");
        }
    }
}
