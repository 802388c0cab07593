//! What the user says of a feed is changed in `feeds.toml`.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use super::append::appended;
use super::change::{change, document};
use super::read::Subscriptions;
use super::table::{fields, set};
use super::{ConfigError, Paths};
use crate::domain::{FeedUrl, Source};

/// Writes what differs between `before` and `after` for the feed at `before`'s address: name, folders, tags, interval,
/// source card, full text, disabled, and the address of a feed of their own. What the user changed in the file
/// meanwhile stays. A feed of the list gets an entry for it, and keeps its address. Returns the feed as it is then.
///
/// # Errors
/// When there is no such feed, or the file has a mistake or cannot be written; it is left as it was.
pub fn edit(paths: &Paths, before: &Source, after: &Source) -> Result<Source, ConfigError> {
    let changes = changes(before, after);
    let (changed, ()) = change(paths, |text, subscriptions| {
        let text =
            if changes.is_empty() { text.to_owned() } else { edited(text, &subscriptions, &before.url, &changes)? };
        Ok((text, ()))
    })?;
    let subscriptions = super::parse(&paths.feeds_file, &changed.after)?;
    let listed = subscriptions.listed.into_iter().map(|feed| feed.source);
    let own = subscriptions.own.into_iter().map(|(source, _)| source);
    let is_it = |source: &Source| source.url == after.url || source.url == before.url;
    own.chain(listed).find(is_it).ok_or_else(|| no_such_feed(paths, &after.url))
}

/// A key and its new value, if it has one.
type Change = (&'static str, Option<Value>);

fn changes(before: &Source, after: &Source) -> Vec<Change> {
    let (before, after) = (fields(before), fields(after));
    let find = |fields: &[(&str, Value)], key: &str| {
        fields.iter().find(|(other, _)| *other == key).map(|(_, value)| value.clone())
    };
    let is_same = |a: &Option<Value>, b: &Option<Value>| match (a, b) {
        (Some(a), Some(b)) => a.to_string() == b.to_string(),
        (a, b) => a.is_none() && b.is_none(),
    };
    let changed = super::entry::KEYS.into_iter().filter_map(|key| {
        let (old, new) = (find(&before, key), find(&after, key));
        (!is_same(&old, &new)).then_some((key, new))
    });
    let mut changes: Vec<Change> = changed.collect();
    // The two say the same thing together, whichever of them the file has.
    if changes.iter().any(|(key, _)| key.starts_with("folder")) {
        for key in ["folder", "folders"] {
            if changes.iter().all(|(changed, _)| *changed != key) {
                changes.push((key, None));
            }
        }
    }
    changes
}

fn edited(text: &str, subscriptions: &Subscriptions, url: &FeedUrl, changes: &[Change]) -> Result<String, ConfigError> {
    if let Some((_, place)) = subscriptions.own.iter().find(|(source, _)| source.url == *url) {
        let mut document = document(text)?;
        with_entry(&mut document, *place, |entry| apply(entry, changes, false));
        return Ok(document.to_string());
    }
    let listed = subscriptions.listed.iter().position(|feed| feed.source.url == *url);
    let Some(index) = listed else {
        return Err(ConfigError::file(std::path::Path::new("feeds.toml"), &format!("it has no feed {url}")));
    };
    if let Some(place) = subscriptions.changed.get(&index) {
        let mut document = document(text)?;
        with_entry(&mut document, *place, |entry| apply(entry, changes, true));
        return Ok(document.to_string());
    }
    let mut entry = Table::from_iter([("name", Value::from(subscriptions.listed[index].name.as_str()))]);
    apply(&mut entry, changes, true);
    appended(text, [entry].into_iter())
}

/// Hands out the `[[feed]]` at a place, however the file writes it.
pub(super) fn with_entry(document: &mut DocumentMut, place: usize, edit: impl FnOnce(&mut dyn TableLike)) {
    match document.get_mut("feed") {
        Some(Item::ArrayOfTables(feeds)) => {
            if let Some(table) = ArrayOfTables::get_mut(feeds, place) {
                edit(table);
            }
        }
        Some(Item::Value(Value::Array(list))) => {
            if let Some(table) = list.get_mut(place).and_then(Value::as_inline_table_mut) {
                edit(table);
                table.fmt();
            }
        }
        _ => {}
    }
}

/// `listed` says that the entry changes a feed of the list, whose name is how it is found.
fn apply(entry: &mut dyn TableLike, changes: &[Change], listed: bool) {
    for (key, value) in changes.iter().filter(|(key, _)| !(listed && *key == "url")) {
        let key = match *key {
            "name" if listed || entry.contains_key("title") => "title",
            key => key,
        };
        let value = match (key, value) {
            // What the list says holds where the entry says nothing.
            ("kind" | "owner", None) if listed => Some("unknown".into()),
            // Its comment stays.
            ("full_text" | "disabled", None) if entry.contains_key(key) => Some(false.into()),
            (_, value) => value.clone(),
        };
        set(entry, key, value);
    }
}

pub(super) fn no_such_feed(paths: &Paths, url: &FeedUrl) -> ConfigError {
    ConfigError::file(&paths.feeds_file, &format!("it has no feed {url}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::testing::paths;
    use super::super::{load, shipped};
    use super::*;
    use crate::domain::SourceKind;

    const FILE: &str = "\
# mine
[[feed]] # first
url = \"https://a.example/\" # the a
folders = [\"Old\"]
disabled = true # for now
name = \"A\"

# second
[[feed]]
url = \"https://b.example/\"
";

    #[test]
    fn what_differs_is_written_and_all_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, FILE).unwrap();
        let before = load(&paths).unwrap().into_iter().find(|feed| feed.name == "A").unwrap();
        let mut after = before.clone();
        (after.name, after.disabled, after.interval) = ("Ä".into(), false, Some(Duration::from_secs(5400)));
        after.folders = vec!["New".into()];
        after.card.kind = SourceKind::Wire;
        after.tags = vec!["x".parse().unwrap()];
        assert_eq!(edit(&paths, &before, &after).unwrap(), after);
        let expected = FILE
            .replace("folders = [\"Old\"]\n", "")
            .replace("true", "false")
            .replace("\"A\"\n", "\"Ä\"\nfolder = \"New\"\ntags = [\"x\"]\nkind = \"wire\"\ninterval = \"1h 30m\"\n");
        assert_eq!(std::fs::read_to_string(&paths.feeds_file).unwrap(), expected);
    }

    #[test]
    fn what_the_user_changed_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, FILE).unwrap();
        let before = load(&paths).unwrap().into_iter().find(|feed| feed.name == "A").unwrap();
        std::fs::write(&paths.feeds_file, FILE.replace("\"A\"", "\"By hand\"")).unwrap();
        let after = Source { full_text: true, ..before.clone() };
        let now = edit(&paths, &before, &after).unwrap();
        assert_eq!((now.name.as_str(), now.full_text), ("By hand", true));
    }

    #[test]
    fn a_feed_of_the_list_gets_an_entry_for_what_the_user_says_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let before = shipped().into_iter().find(|feed| feed.on).unwrap().source;
        let mut after = before.clone();
        (after.name, after.disabled) = ("Mine".into(), true);
        assert_eq!(edit(&paths, &before, &after).unwrap(), after);
        assert!(load(&paths).unwrap().contains(&after));
        let again = Source { name: "Mine too".into(), disabled: false, ..after.clone() };
        assert_eq!(edit(&paths, &after, &again).unwrap(), again);
        let text = std::fs::read_to_string(&paths.feeds_file).unwrap();
        let entry = format!("\n[[feed]]\nname = \"{}\"\ntitle = \"Mine too\"\ndisabled = false\n", before.name);
        assert!(text.ends_with(&entry), "{text}");
    }

    #[test]
    fn an_inline_entry_and_windows_line_ends_stay_so() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, "\u{feff}defaults = false\r\nfeed = [{ url = \"https://a.example/\" }]\r\n")
            .unwrap();
        let before = load(&paths).unwrap().remove(0);
        edit(&paths, &before, &Source { full_text: true, ..before.clone() }).unwrap();
        assert_eq!(
            std::fs::read_to_string(&paths.feeds_file).unwrap(),
            "\u{feff}defaults = false\r\nfeed = [{ url = \"https://a.example/\", full_text = true }]\r\n"
        );
    }

    #[test]
    fn a_feed_that_is_not_there_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let feed = super::super::testing::feed("A", "https://a.example/");
        assert!(edit(&paths, &feed, &Source { full_text: true, ..feed.clone() }).is_err());
        assert!(!paths.feeds_file.exists());
    }
}
