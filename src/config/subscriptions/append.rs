//! Feeds are added to `feeds.toml`; what the user wrote there keeps its comments and its order.

use std::path::Path;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

use super::{ConfigError, Paths, load, shipped};
use crate::config::document::read as read_file;
use crate::config::write::replace;
use crate::domain::{Source, SourceCard};

const HEADER: &str = "\
# Your subscriptions. Feeds that chancery comes with are switched by name: on = [\"BBC Europe\"], off = [\"NPR World\"];
# defaults = false leaves them all out. Your own stand below, each as [[feed]] with a name and a url.
";

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
    let mut subscribed = load(paths)?;
    let shipped = shipped();
    let mut added = Vec::new();
    let offered = feeds.len();
    for mut feed in feeds {
        if subscribed.iter().any(|known| known.url == feed.url) {
            continue;
        }
        if let Some(listed) = shipped.iter().find(|listed| listed.source.url == feed.url)
            && feed.card == SourceCard::default()
        {
            feed.card = listed.source.card.clone();
        }
        subscribed.push(feed.clone());
        added.push(feed);
    }
    if !added.is_empty() {
        let text = read_file(&paths.feeds_file)?.unwrap_or_else(|| HEADER.to_owned());
        let text = appended(&paths.feeds_file, &text, &added)?;
        replace(&paths.feeds_file, &text)?;
    }
    Ok(Subscribed { known: offered - added.len(), added })
}

/// The file's text with the feeds at its end, below everything that the user wrote.
fn appended(file: &Path, text: &str, feeds: &[Source]) -> Result<String, ConfigError> {
    let unreadable = |what: &str| ConfigError::file(file, what);
    let mut document: DocumentMut = text.parse().map_err(|_| unreadable("it is no TOML file"))?;
    match document.get_mut("feed") {
        Some(Item::Value(Value::Array(list))) => {
            extend(list, feeds);
            return Ok(document.to_string());
        }
        None | Some(Item::ArrayOfTables(_)) => {}
        Some(_) => return Err(unreadable("its feeds are not written as [[feed]]")),
    }
    // Not into the document, whose last comments would then stand below the feeds.
    let tables: ArrayOfTables = feeds.iter().map(table).collect();
    let addition = DocumentMut::from(Table::from_iter([("feed", Item::ArrayOfTables(tables))]));
    let gap = match text.trim_end() {
        "" => "",
        _ => "\n\n",
    };
    Ok(format!("{}{gap}{addition}", text.trim_end()))
}

/// Adds feeds to an inline list, a line each; its comments stay.
fn extend(list: &mut Array, feeds: &[Source]) {
    let mut before = list.trailing().as_str().unwrap_or_default().trim_end().to_owned();
    for feed in feeds {
        let mut entry = Value::from(table(feed).into_inline_table());
        entry.decor_mut().set_prefix(format!("{before}\n    "));
        list.push_formatted(entry);
        before.clear();
    }
    list.set_trailing("\n");
    list.set_trailing_comma(true);
}

fn table(feed: &Source) -> Table {
    let card = &feed.card;
    let kind = (card.kind != Default::default()).then(|| card.kind.slug());
    let owner = (card.owner != Default::default()).then(|| card.owner.slug());
    let fields = [
        ("name", Some(feed.name.as_str())),
        ("url", Some(feed.url.as_str())),
        ("site", feed.site.as_ref().map(|site| site.as_str())),
        ("folder", feed.folders.first().map(|folder| folder.as_str())),
        ("kind", kind),
        ("country", card.country.as_ref().map(|code| code.as_str())),
        ("region", card.region.as_deref()),
        ("language", card.language.as_deref()),
        ("owner", owner),
        ("family", card.family.as_deref()),
        ("note", card.note.as_deref()),
    ];
    let mut table = Table::new();
    for (key, text) in fields {
        if let Some(text) = text {
            table.insert(key, value(text));
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Environment, Locations};
    use crate::domain::WebUrl;

    fn paths(folder: &Path) -> Paths {
        let named = Locations { config: Some(folder.join("config.toml")), data_dir: Some(folder.into()) };
        Paths::find(&named, &Environment::default()).unwrap()
    }

    fn feed(name: &'static str, url: &str) -> Source {
        Source::unknown(name.into(), WebUrl::parse(url).unwrap())
    }

    #[test]
    fn what_the_user_wrote_keeps_its_comments_and_order() {
        let before = "# mine\non = [\"BBC Europe\"] # why not\n\n[[feed]] # first\nurl = \"https://a.example/\" \
                      # the a\nname = \"A\"\n\n# the end\n";
        let mut new = feed("\"B\"", "https://b.example/");
        new.folders = vec!["Desks/East".into()];
        let after = appended(Path::new("feeds.toml"), before, &[new]).unwrap();
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
            let after = appended(Path::new("f"), before, &[feed("B", "https://b.example")]).unwrap();
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
            assert_eq!(appended(Path::new("f"), before, &[feed("B", "https://b.example")]).unwrap(), expected);
        }
        assert!(appended(Path::new("f"), "feed = 3", &[]).is_err());
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
    fn a_file_with_a_mistake_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        std::fs::write(&paths.feeds_file, "on = [\"Nobody\"]").unwrap();
        assert!(subscribe(&paths, vec![feed("A", "https://a.example/")]).is_err());
        assert_eq!(std::fs::read_to_string(&paths.feeds_file).unwrap(), "on = [\"Nobody\"]");
    }
}
