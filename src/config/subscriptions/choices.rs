//! Which feeds of the list are on: `defaults`, `on` and `off`, by name or by group.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Shipped;
use crate::config::document::{Document, described};
use crate::domain::{SourceKind, nearest};

/// What an entry of `on` or `off` means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// One feed, as the list writes its name.
    Name(String),
    Kind(SourceKind),
    /// What its source card says that it covers, as a slug.
    Region(String),
    /// The country it speaks from, in lower case.
    Country(String),
    /// `en` also means `en-GB`.
    Language(String),
}

/// Why a text is no choice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NotAChoice {
    pub message: String,
    /// The nearest right text, when one is near.
    pub hint: Option<String>,
}

impl Choice {
    /// Reads a name, or `kind:…`, `region:…`, `country:…` or `lang:…`. A group has to hold at least one feed.
    ///
    /// # Errors
    /// When the list has no such feed or group.
    pub fn parse(text: &str, shipped: &[Shipped]) -> Result<Self, NotAChoice> {
        if let Some(feed) = shipped.iter().find(|feed| feed.is_named(text)) {
            return Ok(Self::Name(feed.name.to_string()));
        }
        let Some((field, value)) = text.split_once(':') else {
            let names = shipped.iter().map(|feed| feed.name.as_str());
            let hint = nearest(text, names).map(str::to_owned);
            return Err(NotAChoice { message: format!("chancery comes with no feed named {text:?}"), hint });
        };
        let wanted = slug(value);
        let choice = match field.trim().to_lowercase().as_str() {
            "kind" => SourceKind::ALL.into_iter().find(|kind| kind.slug() == wanted).map(Self::Kind),
            "region" => Some(Self::Region(wanted.clone())),
            "country" => Some(Self::Country(wanted.clone())),
            "lang" | "language" => Some(Self::Language(wanted.clone())),
            _ => {
                let hint = nearest(field, GROUPS).map(|group| format!("{group}:{}", value.trim()));
                let message = format!("feeds are chosen by name or by {}:", GROUPS.join(":, "));
                return Err(NotAChoice { message, hint });
            }
        };
        if let Some(choice) = choice
            && shipped.iter().any(|feed| choice.holds(feed))
        {
            return Ok(choice);
        }
        let known: Vec<String> = shipped.iter().filter_map(|feed| group_of(feed, field)).collect();
        let hint = nearest(&wanted, known.iter().map(String::as_str)).map(|value| format!("{field}:{value}"));
        Err(NotAChoice { message: format!("chancery comes with no feed of {text:?}"), hint })
    }

    /// Whether it means this feed.
    pub fn holds(&self, feed: &Shipped) -> bool {
        let card = &feed.source.card;
        match self {
            Self::Name(name) => feed.name == name.as_str(),
            Self::Kind(kind) => card.kind == *kind,
            Self::Region(region) => card.region.as_ref().is_some_and(|text| slug(text) == *region),
            Self::Country(code) => card.country.is_some_and(|country| country.as_str().eq_ignore_ascii_case(code)),
            Self::Language(wanted) => card.language.as_ref().is_some_and(|language| {
                let language = slug(language);
                language.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            }),
        }
    }
}

/// As it is written in the file.
impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Kind(kind) => write!(f, "kind:{}", kind.slug()),
            Self::Region(region) => write!(f, "region:{region}"),
            Self::Country(code) => write!(f, "country:{code}"),
            Self::Language(language) => write!(f, "lang:{language}"),
        }
    }
}

const GROUPS: [&str; 4] = ["kind", "region", "country", "lang"];

/// The value of a group that a feed is in.
fn group_of(feed: &Shipped, field: &str) -> Option<String> {
    let card = &feed.source.card;
    match field.trim().to_lowercase().as_str() {
        "kind" => Some(card.kind.slug().to_owned()),
        "region" => card.region.as_ref().map(|region| slug(region)),
        "country" => card.country.map(|country| slug(country.as_str())),
        _ => card.language.as_ref().map(|language| slug(language)),
    }
}

fn slug(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '_'], "-")
}

/// What the file says of the list's feeds.
pub(super) struct Switches {
    defaults: bool,
    on: Vec<Choice>,
    off: Vec<Choice>,
}

impl Switches {
    /// Reads them; mistakes are noted.
    pub fn read(document: &mut Document<'_>, table: &DeTable<'_>, shipped: &[Shipped]) -> Self {
        let defaults = defaults(document, table);
        let on = choices(document, table, "on", shipped);
        let off = choices(document, table, "off", shipped);
        for choice in off.iter().filter(|choice| on.iter().any(|on| on.get_ref() == choice.get_ref())) {
            let what =
                if matches!(choice.get_ref(), Choice::Name(_)) { "this feed stands" } else { "this group stands" };
            document.mistake(choice.span(), "off", &format!("{what} in `on` too"), None);
        }
        let plain = |choices: Vec<Spanned<Choice>>| choices.into_iter().map(Spanned::into_inner).collect();
        Self { defaults, on: plain(on), off: plain(off) }
    }

    /// Whether a feed of the list is on: by its name, else by `off` for one of its groups, else by `on` for one,
    /// else by what the list itself says.
    pub fn is_on(&self, feed: &Shipped) -> bool {
        let holds = |choices: &[Choice], by_name: bool| {
            choices.iter().any(|choice| matches!(choice, Choice::Name(_)) == by_name && choice.holds(feed))
        };
        match (holds(&self.on, true), holds(&self.off, true)) {
            (true, _) => true,
            (false, true) => false,
            (false, false) if holds(&self.off, false) => false,
            (false, false) => holds(&self.on, false) || (self.defaults && feed.on),
        }
    }
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

fn choices(document: &mut Document<'_>, table: &DeTable<'_>, key: &str, shipped: &[Shipped]) -> Vec<Spanned<Choice>> {
    let Some(value) = table.get(key) else { return Vec::new() };
    let mut choices = Vec::new();
    for text in document.strings(key, value) {
        match Choice::parse(text.get_ref(), shipped) {
            Ok(choice) => choices.push(Spanned::new(text.span(), choice)),
            Err(NotAChoice { message, hint }) => document.mistake(text.span(), key, &message, hint.as_deref()),
        }
    }
    choices
}
