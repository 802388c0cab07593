//! Feeds are taken out of `feeds.toml`, and put back.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Value};

use super::change::{Changed, change, document};
use super::edit::no_such_feed;
use super::switch::{at_last_empty_line, switched};
use super::{Choice, ConfigError, Paths, subscribe};
use crate::config::document::read as read_file;
use crate::config::write::replace;
use crate::domain::{FeedUrl, SafeText, Source};

/// A subscription that was ended, to be put back.
#[derive(Clone, Debug, PartialEq)]
pub struct Removed {
    pub source: Source,
    /// Its name in the list, when it is a feed of the list.
    pub listed: Option<SafeText>,
    /// Whether the user had an entry of their own for it.
    own: bool,
    changed: Changed,
}

/// Ends a subscription: the user's own entry is taken out with the comment right above it, a feed of the list is
/// switched off.
///
/// # Errors
/// When there is no such feed, or the file has a mistake or cannot be written; it is left as it was.
pub fn unsubscribe(paths: &Paths, url: &FeedUrl) -> Result<Removed, ConfigError> {
    let (changed, (source, listed, own)) = change(paths, |text, subscriptions| {
        let mut text = text.to_owned();
        let own = subscriptions.own.iter().find(|(source, _)| source.url == *url);
        let listed = subscriptions.listed.iter().find(|feed| feed.source.url == *url);
        let source = match (own, listed) {
            (Some((source, place)), _) => {
                let mut document = document(&text)?;
                take_out(&mut document, *place);
                text = document.to_string();
                source.clone()
            }
            (None, Some(listed)) if listed.on => listed.source.clone(),
            (None, _) => return Err(no_such_feed(paths, url)),
        };
        let name = listed.map(|listed| listed.name.clone());
        // Without the user's entry the list's would be back.
        if let Some(name) = &name {
            text = switched(&text, &Choice::Name(name.to_string()), false)?;
        }
        Ok((text, (source, name, own.is_some())))
    })?;
    Ok(Removed { source, listed, own, changed })
}

/// Takes a removal back: the file is as it was before, to the byte, unless it was changed since; then the feed is
/// subscribed to again.
///
/// # Errors
/// When the file has a mistake or cannot be written; it is left as it was.
pub fn restore(paths: &Paths, removed: &Removed) -> Result<(), ConfigError> {
    let Removed { source, listed, own, changed } = removed;
    if let Some(before) = &changed.before
        && read_file(&paths.feeds_file)?.as_ref() == Some(&changed.after)
    {
        return replace(&paths.feeds_file, before);
    }
    match listed {
        Some(name) if !own => {
            change(paths, |text, _| Ok((switched(text, &Choice::Name(name.to_string()), true)?, ()))).map(|_| ())
        }
        _ => subscribe(paths, vec![source.clone()]).map(|_| ()),
    }
}

/// Takes a `[[feed]]` out. What stands above it and an empty line stays, before what follows.
fn take_out(document: &mut DocumentMut, place: usize) {
    let feeds = match document.get_mut("feed") {
        Some(Item::ArrayOfTables(feeds)) => feeds,
        Some(Item::Value(Value::Array(list))) => {
            list.remove(place);
            return;
        }
        _ => return,
    };
    let Some(removed) = feeds.get(place) else { return };
    let above = removed.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    let above = at_last_empty_line(&above).0.to_owned();
    ArrayOfTables::remove(feeds, place);
    if above.trim().is_empty() {
        return;
    }
    match feeds.get_mut(place) {
        Some(next) => {
            let below = next.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
            let both = format!("{}\n{}{below}", above.trim_end(), if below.starts_with('\n') { "" } else { "\n" });
            next.decor_mut().set_prefix(both);
        }
        None => {
            let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
            document.set_trailing(format!("{}\n{trailing}", above.trim_end()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{feed, paths};
    use super::super::{load, shipped};
    use super::*;

    const FILE: &str = "\
# the file

# about a
[[feed]] # first
url = \"https://a.example/\"

# a section

# about b
[[feed]]
url = \"https://b.example/\"
headers = { X = \"y\" } # secret

# about c
[[feed]]
url = \"https://c.example/\"
# the end
";

    fn without(place: usize) -> String {
        let mut document = document(FILE).unwrap();
        take_out(&mut document, place);
        document.to_string()
    }

    #[test]
    fn an_entry_goes_with_its_own_comments_and_no_others() {
        let b = "# about b\n[[feed]]\nurl = \"https://b.example/\"\nheaders = { X = \"y\" } # secret\n\n";
        let a = "# about a\n[[feed]] # first\nurl = \"https://a.example/\"\n\n";
        let c = "# about c\n[[feed]]\nurl = \"https://c.example/\"\n";
        assert_eq!(without(0), FILE.replace(a, ""));
        assert_eq!(without(1), FILE.replace(b, ""));
        assert_eq!(without(2), FILE.replace(&format!("\n{c}"), ""));
    }

    #[test]
    fn a_removal_is_taken_back_to_the_byte() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, FILE).unwrap();
        let subscribed = load(&paths).unwrap();
        for source in [subscribed.last().unwrap(), &subscribed[0]] {
            let removed = unsubscribe(&paths, &source.url).unwrap();
            assert_eq!(removed.source, *source);
            assert!(!load(&paths).unwrap().contains(source), "{}", source.name);
            restore(&paths, &removed).unwrap();
            assert_eq!(std::fs::read_to_string(&paths.feeds_file).unwrap(), FILE);
        }
    }

    #[test]
    fn a_removal_is_taken_back_in_a_file_that_was_changed_since() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, FILE).unwrap();
        let subscribed = load(&paths).unwrap();
        for source in [subscribed.last().unwrap(), &subscribed[0]] {
            let removed = unsubscribe(&paths, &source.url).unwrap();
            let changed = std::fs::read_to_string(&paths.feeds_file).unwrap() + "# by hand\n";
            std::fs::write(&paths.feeds_file, &changed).unwrap();
            restore(&paths, &removed).unwrap();
            assert!(load(&paths).unwrap().contains(source), "{}", source.name);
            assert!(std::fs::read_to_string(&paths.feeds_file).unwrap().contains("# by hand"));
        }
    }

    #[test]
    fn a_removed_entry_does_not_uncover_the_lists() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let listed = shipped().into_iter().find(|feed| feed.on).unwrap().source;
        std::fs::write(&paths.feeds_file, format!("[[feed]]\nurl = \"{}\"\n", listed.url.as_str())).unwrap();
        let removed = unsubscribe(&paths, &listed.url).unwrap();
        assert!(load(&paths).unwrap().iter().all(|source| source.url != listed.url));
        restore(&paths, &removed).unwrap();
        assert!(load(&paths).unwrap().iter().any(|source| source.url == listed.url));
        assert!(unsubscribe(&paths, &feed("X", "https://x.example/").url).is_err());
    }
}
