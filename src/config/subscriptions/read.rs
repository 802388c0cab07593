//! `feeds.toml` is read.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{ConfigError, Shipped};
use crate::config::document::{Document, described};
use crate::domain::{FeedUrl, Owner, SafeText, Source, SourceCard, SourceKind, WebUrl, nearest};

const KEYS: [&str; 4] = ["defaults", "on", "off", "feed"];
const FEED_KEYS: [&str; 11] =
    ["name", "url", "site", "folder", "kind", "country", "region", "language", "owner", "family", "note"];

/// The subscriptions that a file's text makes of the list.
pub(super) fn parse(mut document: Document<'_>, shipped: Vec<Shipped>) -> Result<Vec<Source>, ConfigError> {
    let table = document.parse()?;
    for (key, _) in &table {
        if !KEYS.contains(&key.get_ref().as_ref()) {
            document.unknown(key.span(), key.get_ref(), "there is no such setting", KEYS);
        }
    }
    let defaults = defaults(&mut document, &table);
    let on = names(&mut document, &table, "on", &shipped);
    let off = names(&mut document, &table, "off", &shipped);
    for name in off.iter().filter(|name| on.iter().any(|on| on.get_ref() == name.get_ref())) {
        document.mistake(name.span(), "off", "this feed stands in `on` too", None);
    }
    let own = own_feeds(&mut document, &table);
    document.finish()?;

    let is_in = |names: &[Spanned<String>], name: &str| names.iter().any(|listed| listed.get_ref() == name);
    let mut sources: Vec<Source> = shipped
        .into_iter()
        .filter(|feed| (defaults && feed.on) || is_in(&on, &feed.source.name))
        .map(|feed| feed.source)
        .filter(|source| !is_in(&off, &source.name) && !own.iter().any(|own| own.url == source.url))
        .collect();
    sources.extend(own);
    Ok(sources)
}

fn defaults(document: &mut Document<'_>, table: &DeTable<'_>) -> bool {
    match table.get("defaults").map(|value| (value, value.get_ref())) {
        None => true,
        Some((_, DeValue::Boolean(defaults))) => *defaults,
        Some((value, wrong)) => {
            let message = format!("true or false is needed here, not {}", described(wrong));
            document.mistake(value.span(), "defaults", &message, None);
            true
        }
    }
}

/// The names of the list's feeds that stand under a key, as the list writes them.
fn names(document: &mut Document<'_>, table: &DeTable<'_>, key: &str, shipped: &[Shipped]) -> Vec<Spanned<String>> {
    let Some(value) = table.get(key) else { return Vec::new() };
    let mut names = document.strings(key, value);
    names.retain_mut(|name| {
        let listed = || shipped.iter().map(|feed| feed.source.name.as_str());
        if let Some(listed) = listed().find(|listed| listed.eq_ignore_ascii_case(name.get_ref())) {
            *name.get_mut() = listed.to_owned();
            return true;
        }
        let message = format!("chancery comes with no feed named {:?}", name.get_ref());
        document.mistake(name.span(), key, &message, nearest(name.get_ref(), listed()));
        false
    });
    names
}

fn own_feeds(document: &mut Document<'_>, table: &DeTable<'_>) -> Vec<Source> {
    let Some(value) = table.get("feed") else { return Vec::new() };
    let DeValue::Array(entries) = value.get_ref() else {
        document.mistake(value.span(), "feed", "feeds are written as [[feed]], in double brackets", None);
        return Vec::new();
    };
    let mut lines: HashMap<FeedUrl, usize> = HashMap::new();
    let mut sources = Vec::new();
    for entry in entries.iter() {
        let DeValue::Table(fields) = entry.get_ref() else {
            document.mistake(entry.span(), "feed", "feeds are written as [[feed]], in double brackets", None);
            continue;
        };
        let Some(source) = own_feed(document, entry, fields) else { continue };
        let line = document.line(entry.span().start);
        if let Some(first) = lines.insert(source.url.clone(), line) {
            let message = format!("this feed stands in line {first} already");
            document.mistake(entry.span(), "feed.url", &message, None);
        }
        sources.push(source);
    }
    sources
}

/// One `[[feed]]`; its mistakes are noted.
fn own_feed(document: &mut Document<'_>, entry: &Spanned<DeValue<'_>>, fields: &DeTable<'_>) -> Option<Source> {
    for (key, _) in fields {
        if !FEED_KEYS.contains(&key.get_ref().as_ref()) {
            let name = format!("feed.{}", key.get_ref());
            document.unknown(key.span(), &name, "there is no such setting", FEED_KEYS);
        }
    }
    let mut fields = Fields { document, fields };
    let card = SourceCard {
        kind: fields.choice("kind", &SourceKind::ALL, |kind| kind.slug()).unwrap_or_default(),
        country: fields.read("country", |text| text.parse().map_err(|error| format!("{error}"))),
        region: fields.line("region"),
        language: fields.line("language"),
        owner: fields.choice("owner", &Owner::ALL, |owner| owner.slug()).unwrap_or_default(),
        family: fields.line("family"),
        note: fields.line("note"),
    };
    let web_url = |text: &str| WebUrl::parse(text).map_err(|error| format!("{error}"));
    let (name, site, folder) = (fields.line("name"), fields.read("site", web_url), fields.line("folder"));
    if !fields.fields.contains_key("url") {
        document.mistake(entry.span(), "feed.url", "a feed needs an address: url = \"https://…\"", None);
        return None;
    }
    let url = fields.read("url", web_url)?;
    let name = name.unwrap_or_else(|| SafeText::line(url.host()));
    Some(Source { site, folders: folder.into_iter().collect(), card, ..Source::unknown(name, url) })
}

/// The fields of one `[[feed]]`.
struct Fields<'d, 'f, 't> {
    document: &'d mut Document<'f>,
    fields: &'d DeTable<'t>,
}

impl Fields<'_, '_, '_> {
    /// A field's value, read; absent or a noted mistake is `None`.
    fn read<T>(&mut self, key: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let value = self.fields.get(key)?;
        let name = format!("feed.{key}");
        let text = self.document.string(&name, value)?;
        read(&text).map_err(|wrong| self.document.mistake(value.span(), &name, &wrong, None)).ok()
    }

    /// A line of text; an empty one counts as absent.
    fn line(&mut self, key: &str) -> Option<SafeText> {
        self.read(key, |text| Ok(SafeText::line(text))).filter(|line| !line.is_empty())
    }

    fn choice<T: Copy>(&mut self, key: &str, all: &[T], slug: fn(T) -> &'static str) -> Option<T> {
        let value = self.fields.get(key)?;
        let name = format!("feed.{key}");
        let text = self.document.string(&name, value)?;
        let found = all.iter().copied().find(|one| slug(*one) == text);
        if found.is_none() {
            let slugs: Vec<_> = all.iter().copied().map(slug).collect();
            let message = format!("one of {} is needed here, not {text:?}", slugs.join(", "));
            let hint = nearest(&text, slugs.iter().copied());
            self.document.mistake(value.span(), &name, &message, hint);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn source(name: &'static str, url: &str) -> Source {
        Source::unknown(name.into(), WebUrl::parse(url).unwrap())
    }

    fn parse(text: &str) -> Result<Vec<Source>, ConfigError> {
        let shipped = vec![
            Shipped { source: source("Gazette", "https://gazette.example/feed"), on: true },
            Shipped { source: source("Courier", "https://courier.example/feed"), on: false },
        ];
        super::parse(Document::new(Path::new("feeds.toml"), text), shipped)
    }

    fn names(text: &str) -> Vec<String> {
        parse(text).expect(text).iter().map(|source| source.name.to_string()).collect()
    }

    #[test]
    fn feeds_of_the_list_are_switched_on_and_off_by_name() {
        let none: [&str; 0] = [];
        assert_eq!(names(""), ["Gazette"]);
        assert_eq!(names("on = [\"courier\"]"), ["Gazette", "Courier"]);
        assert_eq!(names("off = [\"Gazette\"]"), none);
        assert_eq!(names("defaults = false"), none);
        assert_eq!(names("defaults = false\non = [\"Courier\"]"), ["Courier"]);
    }

    #[test]
    fn the_users_own_feeds_have_source_cards_too() {
        let text = r#"
            defaults = false
            [[feed]]
            name = "Foreign desk"
            url = "https://news.example/feed"
            site = "https://news.example/"
            folder = "Desks/Foreign"
            kind = "regional-press"
            country = "ua"
            region = "Black Sea"
            language = "uk"
            owner = "independent"
            family = "desk"
            note = "on paper too"
            [[feed]]
            url = "https://bare.example/feed"
        "#;
        let sources = parse(text).unwrap();
        assert_eq!(
            sources[0],
            Source {
                site: Some(WebUrl::parse("https://news.example/").unwrap()),
                folders: vec!["Desks/Foreign".into()],
                card: SourceCard {
                    kind: SourceKind::RegionalPress,
                    country: Some("UA".parse().unwrap()),
                    region: Some("Black Sea".into()),
                    language: Some("uk".into()),
                    owner: Owner::Independent,
                    family: Some("desk".into()),
                    note: Some("on paper too".into()),
                },
                ..source("Foreign desk", "https://news.example/feed")
            }
        );
        assert_eq!(sources[1], source("bare.example", "https://bare.example/feed"));
    }

    #[test]
    fn the_users_entry_wins_over_the_lists() {
        let sources = parse("[[feed]]\nname = \"Mine\"\nurl = \"https://gazette.example/feed\"").unwrap();
        assert_eq!(sources, [source("Mine", "https://gazette.example/feed")]);
    }

    #[test]
    fn every_mistake_names_its_place_and_the_nearest_right_name() {
        let feed = |field: &str| format!("[[feed]]\nurl = \"https://a.example\"\n{field}");
        let cases = [
            ("of = []".into(), "feeds.toml:1:1: of: there is no such setting; did you mean on?"),
            (
                "on = [\"Curier\"]".into(),
                "feeds.toml:1:7: on: chancery comes with no feed named \"Curier\"; did you mean Courier?",
            ),
            ("on = [\"Courier\"]\noff = [\"Courier\"]".into(), "feeds.toml:2:8: off: this feed stands in `on` too"),
            ("defaults = 1".into(), "feeds.toml:1:12: defaults: true or false is needed here, not a number"),
            ("[feed]".into(), "feeds.toml:1:1: feed: feeds are written as [[feed]], in double brackets"),
            ("[[feed]]".into(), "feeds.toml:1:1: feed.url: a feed needs an address: url = \"https://…\""),
            (
                "[[feed]]\nurl = \"file:///etc/passwd\"".into(),
                "feeds.toml:2:7: feed.url: `file:` addresses are not opened or fetched, only http: and https: ones",
            ),
            (feed("nmae = \"x\""), "feeds.toml:3:1: feed.nmae: there is no such setting; did you mean name?"),
            (
                feed("owner = \"sate\""),
                "feeds.toml:3:9: feed.owner: one of state, independent, unknown is needed here, not \"sate\"; \
                 did you mean state?",
            ),
            (feed("country = \"Ukraine\""), "feeds.toml:3:11: feed.country: a country code is two letters, such as UA"),
            (
                feed("[[feed]]\nurl = \"https://a.example/\""),
                "feeds.toml:3:1: feed.url: this feed stands in line 1 already",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(&text).expect_err(&text).to_string(), expected, "{text}");
        }
    }
}
