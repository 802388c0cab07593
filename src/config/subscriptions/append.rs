//! Feeds are added to `feeds.toml`; what the user wrote there keeps its comments and its order.

use std::collections::HashSet;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

use super::change::{change, document};
use super::table::table;
use super::{ConfigError, Paths, shipped};
use crate::domain::{FeedUrl, Source, SourceCard};

/// What came of feeds that were to be subscribed to.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscribed {
    /// Those that were added.
    pub added: Vec<Source>,
    /// How many were subscribed to already.
    pub known: usize,
}

/// Adds feeds to `feeds.toml`, but those that are subscribed to already. A feed of the list that is off brings
/// its source card along.
///
/// # Errors
/// When the file has a mistake or cannot be written; it is left as it was.
pub fn subscribe(paths: &Paths, feeds: Vec<Source>) -> Result<Subscribed, ConfigError> {
    let shipped = shipped();
    let offered = feeds.len();
    let (_, added) = change(paths, |text, subscriptions| {
        let mut known: HashSet<FeedUrl> = subscriptions.sources().into_iter().map(|source| source.url).collect();
        let mut added = Vec::new();
        for feed in &feeds {
            if !known.insert(feed.url.clone()) {
                continue;
            }
            let mut feed = feed.clone();
            if let Some(listed) = shipped.iter().find(|listed| listed.source.url == feed.url)
                && feed.card == SourceCard::default()
            {
                feed.card = listed.source.card.clone();
            }
            added.push(feed);
        }
        let text = if added.is_empty() { text.to_owned() } else { appended(text, added.iter().map(table))? };
        Ok((text, added))
    })?;
    Ok(Subscribed { known: offered - added.len(), added })
}

/// The file's text with these `[[feed]]` at its end, below everything that the user wrote.
pub(super) fn appended(text: &str, feeds: impl Iterator<Item = Table>) -> Result<String, ConfigError> {
    let mut document = document(text)?;
    if let Some(Item::Value(Value::Array(list))) = document.get_mut("feed") {
        feeds.for_each(|feed| push_line(list, feed.into_inline_table().into()));
        return Ok(document.to_string());
    }
    // Not into the document, whose last comments would then stand below the feeds.
    let tables: ArrayOfTables = feeds.collect();
    let addition = DocumentMut::from(Table::from_iter([("feed", Item::ArrayOfTables(tables))]));
    let gap = match text.trim_end() {
        "" => "",
        _ => "\n\n",
    };
    Ok(format!("{}{gap}{addition}", text.trim_end()))
}

/// Adds a value to a list, on a line of its own; the list's comments stay.
pub(super) fn push_line(list: &mut Array, mut value: Value) {
    let before = list.trailing().as_str().unwrap_or_default().trim_end().to_owned();
    value.decor_mut().set_prefix(format!("{before}\n    "));
    list.push_formatted(value);
    list.set_trailing("\n");
    list.set_trailing_comma(true);
}

#[cfg(test)]
mod tests {
    use super::super::change::HEADER;
    use super::super::load;
    use super::super::testing::{feed, paths};
    use super::*;

    #[test]
    fn what_the_user_wrote_keeps_its_comments_and_order() {
        let before = "# mine\non = [\"BBC Europe\"] # why not\n\n[[feed]] # first\nurl = \"https://a.example/\" \
                      # the a\nname = \"A\"\n\n# the end\n";
        let mut new = feed("\"B\"", "https://b.example/");
        new.folders = vec!["Desks/East".into()];
        let after = appended(before, [table(&new)].into_iter()).unwrap();
        let addition = "\n[[feed]]\nname = '\"B\"'\nurl = \"https://b.example/\"\nfolder = \"Desks/East\"\n";
        assert_eq!(after, format!("{before}{addition}"));
    }

    #[test]
    fn feeds_stand_below_everything_that_was_written() {
        let addition = "[[feed]]\nname = \"B\"\nurl = \"https://b.example/\"\n";
        for (before, kept) in [
            ("", ""),
            (HEADER, HEADER),
            ("# only a comment", "# only a comment\n"),
            ("\u{feff}on = []\r\n\r\n\r\n", "\u{feff}on = []\n"),
        ] {
            let after = appended(before, [table(&feed("B", "https://b.example"))].into_iter()).unwrap();
            let gap = if kept.is_empty() { "" } else { "\n" };
            assert_eq!(after, format!("{kept}{gap}{addition}"));
        }
    }

    #[test]
    fn an_inline_list_stays_one_with_its_comments() {
        let b = "{ name = \"B\", url = \"https://b.example/\" }";
        let cases = [
            ("# mine\nfeed = []", format!("# mine\nfeed = [\n    {b},\n]\n")),
            (
                "feed = [{ url = \"https://a.example/\" }] # end\n",
                format!("feed = [{{ url = \"https://a.example/\" }},\n    {b},\n] # end\n"),
            ),
            (
                "feed = [\n    { url = \"https://a.example/\" }, # a\n    # last\n]\n",
                format!("feed = [\n    {{ url = \"https://a.example/\" }}, # a\n    # last\n    {b},\n]\n"),
            ),
        ];
        for (before, expected) in cases {
            assert_eq!(appended(before, [table(&feed("B", "https://b.example"))].into_iter()).unwrap(), expected);
        }
    }

    #[test]
    fn a_feed_is_subscribed_to_once_and_can_be_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let defaults = load(&paths).unwrap();
        let off = shipped().into_iter().find(|feed| !feed.on).unwrap().source;
        let offered = vec![
            feed("A", "https://a.example/"),
            feed("A again", "https://a.example/"),
            Source::unknown("Off".into(), off.url.clone()),
            defaults[0].clone(),
        ];
        let subscribed = subscribe(&paths, offered.clone()).unwrap();
        assert_eq!((subscribed.added.len(), subscribed.known), (2, 2));
        assert_eq!(subscribed.added[1].card, off.card);

        let now = load(&paths).unwrap();
        assert_eq!(now[..defaults.len()], defaults);
        assert_eq!(now[defaults.len()..], subscribed.added);
        assert_eq!(subscribe(&paths, offered).unwrap().known, 4);
    }

    #[test]
    fn two_who_subscribe_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, "defaults = false\n").unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let paths = &paths;
                scope.spawn(move || {
                    for number in 0..5 {
                        let new = feed("New", &format!("https://{thread}.example/{number}"));
                        subscribe(paths, vec![new]).unwrap();
                    }
                });
            }
        });
        assert_eq!(load(&paths).unwrap().len(), 20);
    }

    #[test]
    fn a_file_with_a_mistake_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, "on = [\"Nobody\"]").unwrap();
        assert!(subscribe(&paths, vec![feed("A", "https://a.example/")]).is_err());
        assert_eq!(std::fs::read_to_string(&paths.feeds_file).unwrap(), "on = [\"Nobody\"]");
    }
}
