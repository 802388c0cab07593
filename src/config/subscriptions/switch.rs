//! Feeds of the list are switched on and off in `feeds.toml`.

use toml_edit::{Array, DocumentMut, Item, Value};

use super::append::push_line;
use super::change::{change, document};
use super::{Choice, ConfigError, Paths, shipped};
use crate::domain::SafeText;

/// What came of a switch.
#[derive(Clone, Debug, PartialEq)]
pub struct Switched {
    /// The feeds of the list that are on now and were not, or the other way round.
    pub feeds: Vec<SafeText>,
    /// The feeds that are meant and stay as they were against the wish: a name beats a group, and `off` beats `on`.
    pub unmoved: Vec<SafeText>,
}

/// Switches feeds of the list on or off.
///
/// # Errors
/// When the file has a mistake or cannot be written; it is left as it was.
pub fn switch(paths: &Paths, choices: &[Choice], on: bool) -> Result<Switched, ConfigError> {
    let (changed, before) = change(paths, |text, subscriptions| {
        let state: Vec<bool> = subscriptions.listed.iter().map(|feed| subscriptions.is_on(feed)).collect();
        let mut text = text.to_owned();
        for choice in choices {
            text = switched(&text, choice, on)?;
        }
        Ok((text, state))
    })?;
    let now = super::parse(&paths.feeds_file, &changed.after)?;
    let mut switched = Switched { feeds: Vec::new(), unmoved: Vec::new() };
    for (feed, was_on) in now.listed.iter().zip(before) {
        let is_on = now.is_on(feed);
        if is_on == on && was_on != on {
            switched.feeds.push(feed.name.clone());
        } else if is_on != on && choices.iter().any(|choice| choice.holds(feed)) {
            switched.unmoved.push(feed.name.clone());
        }
    }
    Ok(switched)
}

/// The file's text with a choice switched: taken from the one list, and added to the other when that is not enough.
pub(super) fn switched(text: &str, choice: &Choice, on: bool) -> Result<String, ConfigError> {
    let (to, from) = if on { ("on", "off") } else { ("off", "on") };
    let mut document = document(text)?;
    take_out(&mut document, from, choice);
    let text = document.to_string();
    let subscriptions = super::parse(std::path::Path::new("feeds.toml"), &text)?;
    let is_done =
        subscriptions.listed.iter().filter(|feed| choice.holds(feed)).all(|feed| subscriptions.is_on(feed) == on);
    if is_done || holds(&document, to, choice) {
        return Ok(text);
    }
    put_in(&mut document, to, choice);
    Ok(document.to_string())
}

/// The choices of a list in the file, each with its place.
fn choices(list: &Array) -> Vec<Option<Choice>> {
    let shipped = shipped();
    list.iter().map(|value| Choice::parse(value.as_str()?, &shipped).ok()).collect()
}

fn holds(document: &DocumentMut, key: &str, choice: &Choice) -> bool {
    let list = document.get(key).and_then(Item::as_array);
    list.is_some_and(|list| choices(list).iter().flatten().any(|other| other == choice))
}

fn take_out(document: &mut DocumentMut, key: &str, choice: &Choice) {
    let Some(list) = document.get_mut(key).and_then(Item::as_array_mut) else { return };
    let places = choices(list).into_iter().enumerate().rev().filter(|(_, other)| other.as_ref() == Some(choice));
    for (place, _) in places {
        let before = prefix(&list.remove(place)).to_owned();
        // A comment above it may be about what follows; and the first of a line needs no space before it.
        if let Some(next) = list.get_mut(place) {
            let kept = if before.contains('#') { format!("{}{}", before.trim_end(), prefix(next)) } else { before };
            next.decor_mut().set_prefix(kept);
        }
    }
}

fn prefix(value: &Value) -> &str {
    value.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default()
}

fn put_in(document: &mut DocumentMut, key: &str, choice: &Choice) {
    let value = Value::from(choice.to_string());
    if let Some(list) = document.get_mut(key).and_then(Item::as_array_mut) {
        let is_on_lines = list.trailing().as_str().is_some_and(|trailing| trailing.contains('\n'));
        return if is_on_lines { push_line(list, value) } else { list.push(value) };
    }
    let is_first = document.iter().all(|(_, item)| !item.is_value());
    document.insert(key, Item::Value(Array::from_iter([value]).into()));
    if is_first {
        keep_beginning_first(document, key);
    }
}

/// Before the first setting of a file stand the comments that the file begins with, up to the last empty line.
fn keep_beginning_first(document: &mut DocumentMut, key: &str) {
    let first = document.get_mut("feed").and_then(Item::as_array_of_tables_mut).and_then(|feeds| feeds.get_mut(0));
    let beginning = match first {
        Some(feed) => {
            let prefix = feed.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
            let (beginning, own) = at_last_empty_line(&prefix);
            feed.decor_mut().set_prefix(format!("\n{own}"));
            beginning.to_owned()
        }
        None => {
            let beginning = document.trailing().as_str().unwrap_or_default().to_owned();
            document.set_trailing("");
            beginning
        }
    };
    if let Some(mut key) = document.key_mut(key) {
        let beginning = beginning.trim_end();
        let gap = if beginning.is_empty() { "" } else { "\n" };
        key.leaf_decor_mut().set_prefix(format!("{beginning}{gap}"));
    }
}

/// Comments before a table, parted at the last empty line: what stands below belongs to the table.
pub(super) fn at_last_empty_line(comments: &str) -> (&str, &str) {
    match comments.rfind("\n\n") {
        Some(place) => comments.split_at(place + 2),
        None if comments.starts_with('\n') => comments.split_at(1),
        None => ("", comments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, choice: &str, on: bool) -> String {
        switched(text, &Choice::parse(choice, &shipped()).unwrap(), on).unwrap()
    }

    /// A feed of the list that is on, and one that is off.
    fn two() -> (String, String) {
        let name = |on| shipped().into_iter().find(|feed| feed.on == on).unwrap().name.to_string();
        (name(true), name(false))
    }

    #[test]
    fn a_feed_is_switched_by_the_least_edit() {
        let (on, off) = two();
        for (before, name, to, expected) in [
            (String::new(), &off, true, format!("on = [\"{off}\"]\n")),
            (String::new(), &on, true, String::new()),
            (format!("on = [\"{off}\"] # mine\n"), &off, false, "on = [] # mine\n".to_owned()),
            (format!("off = [\"{on}\"]\n"), &on, true, "off = []\n".to_owned()),
            (format!("off = [\"{on}\"]\n"), &on, false, format!("off = [\"{on}\"]\n")),
            ("defaults = false\n".to_owned(), &on, true, format!("defaults = false\non = [\"{on}\"]\n")),
        ] {
            assert_eq!(after(&before, name, to), expected, "{before:?} {name} {to}");
        }
    }

    #[test]
    fn comments_of_lists_and_of_the_file_stay() {
        let (on, _) = two();
        let file = "# The file\n\n# my feed\n[[feed]]\nurl = \"https://a.example/\"\n";
        let expected = format!("# The file\noff = [\"{on}\"]\n\n# my feed\n[[feed]]\nurl = \"https://a.example/\"\n");
        assert_eq!(after(file, &on, false), expected);

        let lines = format!("off = [\n    # loud\n    \"{on}\", # very\n]\n");
        let added = after(&lines, "kind:state-media", false);
        assert_eq!(added, format!("off = [\n    # loud\n    \"{on}\", # very\n    \"kind:state-media\",\n]\n"));
        assert!(after(&lines, &on, true).contains("# very"));
    }

    #[test]
    fn a_group_that_a_name_beats_says_which_feeds_it_did_not_move() {
        use super::super::testing::paths;
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let shipped = shipped();
        let kind = shipped.iter().find(|feed| feed.on).unwrap().source.card.kind;
        let of_kind: Vec<_> = shipped.iter().filter(|feed| feed.source.card.kind == kind && feed.on).collect();
        std::fs::write(&paths.feeds_file, format!("on = [\"{}\"]\n", of_kind[0].name)).unwrap();
        let switched = switch(&paths, &[Choice::Kind(kind)], false).unwrap();
        assert_eq!(switched.unmoved, [of_kind[0].name.clone()]);
        assert_eq!(switched.feeds.len(), of_kind.len() - 1);
        let back = switch(&paths, &[Choice::Kind(kind)], true).unwrap();
        assert!(switched.feeds.iter().all(|name| back.feeds.contains(name)), "{back:?}");
        assert_eq!(back.unmoved, Vec::<SafeText>::new());
    }
}
