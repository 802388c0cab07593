//! A TOML file of the user's as it is read: its values with their places, and the mistakes found so far.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, Mistake, Place};
use crate::domain::nearest;

/// A file's text, to tell places in it, and its mistakes.
pub(super) struct Document<'a> {
    pub file: &'a Path,
    pub text: &'a str,
    pub mistakes: Vec<Mistake>,
}

/// The text of a file; `None` when there is none.
///
/// # Errors
/// When it is there and cannot be read, or is not UTF-8.
pub(super) fn read(file: &Path) -> Result<Option<String>, ConfigError> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ConfigError::file(file, &format!("it cannot be read: {error}"))),
    }
}

impl<'a> Document<'a> {
    pub fn new(file: &'a Path, text: &'a str) -> Self {
        Self { file, text, mistakes: Vec::new() }
    }

    /// The file's table.
    ///
    /// # Errors
    /// Where its syntax is broken, every place.
    pub fn parse(&self) -> Result<DeTable<'a>, ConfigError> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        let mistakes = errors
            .iter()
            .map(|error| Mistake::new(self.place(error.span().unwrap_or(0..0)), None, error.message(), None))
            .collect();
        ConfigError::check(mistakes)?;
        Ok(table.into_inner())
    }

    /// Notes a mistake.
    pub fn mistake(&mut self, span: Range<usize>, key: &str, message: &str, hint: Option<&str>) {
        let mistake = Mistake::new(self.place(span), Some(key), message, hint);
        self.mistakes.push(mistake);
    }

    /// Notes a name that is none of the right ones.
    pub fn unknown<'n>(
        &mut self,
        span: Range<usize>,
        key: &str,
        message: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let name = key.rsplit('.').next().unwrap_or(key);
        self.mistake(span, key, message, nearest(name, known));
    }

    /// A string, or a noted mistake.
    pub fn string(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            let message = format!("a text in quotation marks is needed here, not {}", described(value.get_ref()));
            self.mistake(value.span(), key, &message, None);
        }
        text.map(str::to_owned)
    }

    /// A list of strings, or a noted mistake.
    pub fn strings(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Spanned<String>> {
        let DeValue::Array(items) = value.get_ref() else {
            let message = format!("a list such as [\"a\", \"b\"] is needed here, not {}", described(value.get_ref()));
            self.mistake(value.span(), key, &message, None);
            return Vec::new();
        };
        items.iter().filter_map(|item| Some(Spanned::new(item.span(), self.string(key, item)?))).collect()
    }

    /// Ends the reading: an error of all noted mistakes from top to bottom, when there are any. The parser's
    /// tables are sorted by name, so they may have been noted in another order.
    pub fn finish(mut self) -> Result<(), ConfigError> {
        self.mistakes.sort_by_key(|mistake| match mistake.place {
            Place::Line { line, column, .. } => (line, column),
            Place::File(_) | Place::Variable(_) => (0, None),
        });
        ConfigError::check(self.mistakes)
    }

    /// The line that a byte stands in, from 1.
    pub fn line(&self, byte: usize) -> usize {
        self.before(byte).matches('\n').count() + 1
    }

    fn place(&self, span: Range<usize>) -> Place {
        let line_start = self.before(span.start).rfind('\n').map_or(0, |newline| newline + 1);
        let column = self.before(span.start)[line_start..].chars().count() + 1;
        Place::Line { file: self.file.to_owned(), line: self.line(span.start), column: Some(column) }
    }

    fn before(&self, byte: usize) -> &str {
        self.text.get(..byte).unwrap_or(self.text)
    }
}

/// The kind of a value in words.
pub(super) fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
