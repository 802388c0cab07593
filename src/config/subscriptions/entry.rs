//! One `[[feed]]` of `feeds.toml`: what it says, and what that changes about a feed.

use std::time::Duration;

use toml::de::{DeTable, DeValue};

use super::access;
use crate::config::document::{Document, described};
use crate::domain::{
    Access, CountryCode, FeedUrl, INTERVAL, OwnTag, Owner, SafeText, Source, SourceKind, WebUrl, nearest,
    parse_duration, path_of_folder,
};

/// Every key, in the order that they are written in.
pub(super) const KEYS: [&str; 28] = [
    "name",
    "title",
    "url",
    "site",
    "folder",
    "folders",
    "tags",
    "kind",
    "country",
    "region",
    "language",
    "owner",
    "family",
    "note",
    "interval",
    "full_text",
    "disabled",
    "user_agent",
    "headers",
    "proxy",
    "timeout",
    "user",
    "password",
    "password_command",
    "token",
    "token_command",
    "ca_file",
    "insecure_tls",
];

/// What the user says of a feed; `None` is nothing said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Entry {
    pub name: Option<SafeText>,
    /// What it is called instead of its name in the list.
    pub title: Option<SafeText>,
    pub url: Option<FeedUrl>,
    site: Option<WebUrl>,
    folders: Option<Vec<SafeText>>,
    tags: Option<Vec<OwnTag>>,
    kind: Option<SourceKind>,
    country: Option<CountryCode>,
    region: Option<SafeText>,
    language: Option<SafeText>,
    owner: Option<Owner>,
    family: Option<SafeText>,
    note: Option<SafeText>,
    interval: Option<Duration>,
    full_text: Option<bool>,
    disabled: Option<bool>,
    access: Access,
}

impl Entry {
    /// Reads one; mistakes are noted.
    pub fn read(document: &mut Document<'_>, table: &DeTable<'_>) -> Self {
        for (key, _) in table {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                let name = format!("feed.{}", key.get_ref());
                document.unknown(key.span(), &name, "there is no such setting", KEYS);
            }
        }
        let mut fields = Fields { document, table };
        Self {
            name: fields.line("name"),
            title: fields.line("title"),
            url: fields.read("url", |text| FeedUrl::parse(text).map_err(|error| format!("{error}"))),
            site: fields.read("site", |text| WebUrl::parse(text).map_err(|error| format!("{error}"))),
            folders: fields.folders(),
            tags: fields.tags(),
            kind: fields.choice("kind", &SourceKind::ALL, |kind| kind.slug()),
            country: fields.read("country", |text| text.parse().map_err(|error| format!("{error}"))),
            region: fields.line("region"),
            language: fields.line("language"),
            owner: fields.choice("owner", &Owner::ALL, |owner| owner.slug()),
            family: fields.line("family"),
            note: fields.line("note"),
            interval: fields.duration("interval", INTERVAL, "a duration such as \"2h\", from 1m to 30d"),
            full_text: fields.flag("full_text"),
            disabled: fields.flag("disabled"),
            access: access::read(&mut fields),
        }
    }

    /// The feed with everything that is said here.
    pub fn over(self, source: Source) -> Source {
        let card = source.card;
        Source {
            name: self.title.or(self.name).unwrap_or(source.name),
            url: self.url.unwrap_or(source.url),
            site: self.site.or(source.site),
            folders: self.folders.unwrap_or(source.folders),
            card: crate::domain::SourceCard {
                kind: self.kind.unwrap_or(card.kind),
                country: self.country.or(card.country),
                region: self.region.or(card.region),
                language: self.language.or(card.language),
                owner: self.owner.unwrap_or(card.owner),
                family: self.family.or(card.family),
                note: self.note.or(card.note),
            },
            tags: self.tags.unwrap_or(source.tags),
            interval: self.interval.or(source.interval),
            full_text: self.full_text.unwrap_or(source.full_text),
            disabled: self.disabled.unwrap_or(source.disabled),
            access: self.access,
        }
    }
}

/// The fields of one `[[feed]]`.
pub(super) struct Fields<'d, 'f, 't> {
    pub document: &'d mut Document<'f>,
    pub table: &'d DeTable<'t>,
}

impl Fields<'_, '_, '_> {
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Notes a mistake at a field that is there.
    pub fn mistake(&mut self, key: &str, message: &str) {
        if let Some(value) = self.table.get(key) {
            self.document.mistake(value.span(), &format!("feed.{key}"), message, None);
        }
    }

    /// A field's value, read; absent or a noted mistake is `None`.
    pub fn read<T>(&mut self, key: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let value = self.table.get(key)?;
        let name = format!("feed.{key}");
        let text = self.document.string(&name, value)?;
        read(&text).map_err(|wrong| self.document.mistake(value.span(), &name, &wrong, None)).ok()
    }

    /// A line of text; an empty one counts as absent.
    pub fn line(&mut self, key: &str) -> Option<SafeText> {
        self.read(key, |text| Ok(SafeText::line(text))).filter(|line| !line.is_empty())
    }

    pub fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.table.get(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.mistake(key, &format!("true or false is needed here, not {}", described(value.get_ref())));
        None
    }

    pub fn duration(&mut self, key: &str, bounds: std::ops::RangeInclusive<u64>, needed: &str) -> Option<Duration> {
        self.read(key, |text| {
            let duration = parse_duration(text).filter(|duration| bounds.contains(&duration.as_secs()));
            duration.ok_or_else(|| format!("{needed}, is needed here, not {text:?}"))
        })
    }

    fn choice<T: Copy>(&mut self, key: &str, all: &[T], slug: fn(T) -> &'static str) -> Option<T> {
        let value = self.table.get(key)?;
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

    /// `folder` and `folders` together, each once.
    fn folders(&mut self) -> Option<Vec<SafeText>> {
        let one = self.line("folder");
        let several = self.table.get("folders").map(|value| self.document.strings("feed.folders", value));
        if one.is_none() && several.is_none() {
            return None;
        }
        let several = several.into_iter().flatten().map(|name| SafeText::line(name.get_ref()));
        let mut folders: Vec<SafeText> = Vec::new();
        for name in one.into_iter().chain(several) {
            let name = path_of_folder(&name);
            if !name.is_empty() && !folders.contains(&name) {
                folders.push(name);
            }
        }
        Some(folders)
    }

    fn tags(&mut self) -> Option<Vec<OwnTag>> {
        let value = self.table.get("tags")?;
        let mut tags: Vec<OwnTag> = Vec::new();
        for text in self.document.strings("feed.tags", value) {
            match text.get_ref().parse::<OwnTag>() {
                Ok(tag) if tags.contains(&tag) => {}
                Ok(tag) => tags.push(tag),
                Err(error) => self.document.mistake(text.span(), "feed.tags", &format!("{error}"), None),
            }
        }
        Some(tags)
    }
}
