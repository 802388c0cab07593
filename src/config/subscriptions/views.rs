//! Saved views: queries with names, each a `[[view]]` of `feeds.toml`.

use toml::de::{DeTable, DeValue};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

use super::append::push_line;
use super::change::{change, document};
use super::{ConfigError, Paths};
use crate::config::document::Document;
use crate::domain::{QUERY_MAX_CHARS, SafeText, SavedView};

const KEYS: [&str; 2] = ["name", "query"];

/// Reads every `[[view]]`; mistakes are noted. Whether a query is right is judged where names are known.
pub(super) fn read(document: &mut Document<'_>, table: &DeTable<'_>) -> Vec<SavedView> {
    let Some(value) = table.get("view") else { return Vec::new() };
    let DeValue::Array(entries) = value.get_ref() else {
        document.mistake(value.span(), "view", "views are written as [[view]], in double brackets", None);
        return Vec::new();
    };
    let mut views: Vec<SavedView> = Vec::new();
    for entry in entries.iter() {
        let DeValue::Table(fields) = entry.get_ref() else {
            document.mistake(entry.span(), "view", "views are written as [[view]], in double brackets", None);
            continue;
        };
        for (key, _) in fields {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                document.unknown(key.span(), &format!("view.{}", key.get_ref()), "there is no such setting", KEYS);
            }
        }
        let mut line = |key: &str, needed: &str| {
            let name = format!("view.{key}");
            let text = match fields.get(key) {
                Some(value) => document.string(&name, value)?,
                None => String::new(),
            };
            let text = SafeText::line(&text);
            if text.is_empty() || text.chars().count() > QUERY_MAX_CHARS {
                document.mistake(entry.span(), &name, needed, None);
                return None;
            }
            Some(text)
        };
        let name = line("name", "a view needs a name: name = \"…\"");
        let query = line("query", "a view needs a query: query = \"…\"");
        let Some((name, query)) = name.zip(query) else { continue };
        if views.iter().any(|view| view.name == name) {
            document.mistake(entry.span(), "view.name", "another view has this name already", None);
        }
        views.push(SavedView { name, query });
    }
    views
}

/// Adds views to the file, but those whose names are taken, and returns which were added.
///
/// # Errors
/// When the file has a mistake or cannot be written; it is left as it was.
pub fn save_views(paths: &Paths, views: &[SavedView]) -> Result<Vec<SavedView>, ConfigError> {
    let (_, added) = change(paths, |text, subscriptions| {
        let mut known = subscriptions.views;
        let mut added = Vec::new();
        for view in views {
            if known.iter().all(|other| other.name != view.name) {
                known.push(view.clone());
                added.push(view.clone());
            }
        }
        let text = if added.is_empty() { text.to_owned() } else { appended(text, &added)? };
        Ok((text, added))
    })?;
    Ok(added)
}

/// The file's text with these `[[view]]` at its end.
fn appended(text: &str, views: &[SavedView]) -> Result<String, ConfigError> {
    let table = |view: &SavedView| Table::from_iter([("name", view.name.as_str()), ("query", view.query.as_str())]);
    let mut document = document(text)?;
    if let Some(list) = document.get_mut("view").and_then(Item::as_array_mut) {
        let list: &mut Array = list;
        views.iter().for_each(|view| push_line(list, Value::from(table(view).into_inline_table())));
        return Ok(document.to_string());
    }
    let tables: ArrayOfTables = views.iter().map(table).collect();
    let addition = DocumentMut::from(Table::from_iter([("view", Item::ArrayOfTables(tables))]));
    let gap = if text.trim_end().is_empty() { "" } else { "\n\n" };
    Ok(format!("{}{gap}{addition}", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::paths;
    use super::super::{load_all, parse};
    use super::*;

    fn view(name: &'static str, query: &'static str) -> SavedView {
        SavedView { name: name.into(), query: query.into() }
    }

    #[test]
    fn views_are_added_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, "defaults = false\n\n[[view]] # mine\nname = \"A\"\nquery = \"is:unread\"\n")
            .unwrap();
        let offered = [view("A", "other"), view("B", "tag:\"x\" OR y"), view("B", "z")];
        assert_eq!(save_views(&paths, &offered).unwrap(), [view("B", "tag:\"x\" OR y")]);
        assert_eq!(load_all(&paths).unwrap().views, [view("A", "is:unread"), view("B", "tag:\"x\" OR y")]);
        assert!(std::fs::read_to_string(&paths.feeds_file).unwrap().contains("[[view]] # mine"));
        assert_eq!(save_views(&paths, &offered).unwrap(), []);
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (text, expected) in [
            ("view = 1", "f:1:8: view: views are written as [[view]], in double brackets"),
            ("[[view]]\nname = \"A\"", "f:1:1: view.query: a view needs a query: query = \"…\""),
            (
                "[[view]]\nname = \"A\"\nquery = \"x\"\nqery = \"y\"",
                "f:4:1: view.qery: there is no such setting; did you mean query?",
            ),
            (
                "view = [{ name = \"A\", query = \"x\" }, { name = \"A\", query = \"y\" }]",
                "f:1:38: view.name: another view has this name already",
            ),
        ] {
            let error = parse(std::path::Path::new("f"), text).err().expect(text).to_string();
            assert_eq!(error, expected);
        }
    }
}
