//! A statement under construction: text with its parameters, which are always bound.

use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Error, ToSql};

/// SQL text and the values of its `?`, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sql {
    pub text: String,
    pub values: Vec<Value>,
}

impl Sql {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), values: Vec::new() }
    }

    /// Appends text of our own.
    #[must_use]
    pub(super) fn push(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Appends a parameter.
    #[must_use]
    pub(super) fn bind(mut self, value: &impl ToSql) -> Self {
        self.text.push('?');
        self.values.push(owned(value).expect("ids, numbers and texts convert without failing"));
        self
    }

    /// Appends `(?, ?, …)`.
    #[must_use]
    pub(super) fn bind_list<'v, T: ToSql + 'v>(self, values: impl IntoIterator<Item = &'v T>) -> Self {
        let (sql, _) =
            values.into_iter().fold((self.push("("), ""), |(sql, comma), value| (sql.push(comma).bind(value), ", "));
        sql.push(")")
    }

    /// Appends another piece.
    #[must_use]
    pub(super) fn append(mut self, other: Self) -> Self {
        self.text.push_str(&other.text);
        self.values.extend(other.values);
        self
    }

    /// The pieces in parentheses with `separator` between them; `empty` when there is none.
    pub(super) fn join(pieces: impl IntoIterator<Item = Self>, separator: &str, empty: &str) -> Self {
        let joined = pieces.into_iter().reduce(|sql, piece| sql.push(separator).append(piece));
        joined.map_or_else(|| Self::new(empty), |sql| Self::new("(").append(sql).push(")"))
    }
}

fn owned(value: &impl ToSql) -> rusqlite::Result<Value> {
    match value.to_sql()? {
        ToSqlOutput::Owned(value) => Ok(value),
        ToSqlOutput::Borrowed(value) => Ok(value.try_into()?),
        _ => Err(Error::InvalidQuery),
    }
}
