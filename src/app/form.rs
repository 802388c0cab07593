//! The form of a feed: what each field says, and what may be typed into it.

use std::time::Duration;

use crate::domain::{
    CountryCode, OwnTag, Owner, SafeText, Source, SourceCard, SourceKind, duration_text, is_language_tag,
    parse_interval, path_of_folder, safe,
};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedField {
    Title,
    Folders,
    Tags,
    Interval,
    Kind,
    Country,
    Region,
    Language,
    Owner,
    Family,
    Note,
    FullText,
    Disabled,
    Address,
}

/// How a field is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By typing.
    Line,
    /// By typing a list, with commas between its parts.
    List,
    /// By choosing one of its [`FeedField::choices`].
    Choice,
    /// To its opposite.
    Toggle,
    /// Not at all.
    Fixed,
}

impl FeedField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 14] = [
        Self::Title,
        Self::Folders,
        Self::Tags,
        Self::Interval,
        Self::Kind,
        Self::Country,
        Self::Region,
        Self::Language,
        Self::Owner,
        Self::Family,
        Self::Note,
        Self::FullText,
        Self::Disabled,
        Self::Address,
    ];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Folders => "folders",
            Self::Tags => "tags",
            Self::Interval => "interval",
            Self::Kind => "kind",
            Self::Country => "country",
            Self::Region => "region",
            Self::Language => "language",
            Self::Owner => "owner",
            Self::Family => "family",
            Self::Note => "note",
            Self::FullText => "full text",
            Self::Disabled => "disabled",
            Self::Address => "address",
        }
    }

    /// What to know of it before typing.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Title => "what it is called here",
            Self::Folders => "such as Asia/East, Wires; none: under its kind",
            Self::Tags => "its articles have them all; such as pacific, trade",
            Self::Interval => "such as 30m, 2h or 1d; none: by how often it has news",
            Self::Kind => "what sort of publisher it is",
            Self::Country => "where it speaks from, such as UA",
            Self::Region => "what it covers where that is no one country, such as Latin America",
            Self::Language => "such as en or pt-BR",
            Self::Owner => "whose voice it is",
            Self::Family => "publishers of one family count as one voice",
            Self::Note => "what else is worth knowing of it",
            Self::FullText => "fetch whole articles from their pages",
            Self::Disabled => "leave it alone, and keep what it brought",
            Self::Address => "add another and remove this to change it",
        }
    }

    /// How it is changed.
    pub fn way(self) -> Way {
        match self {
            Self::Folders | Self::Tags => Way::List,
            Self::Kind | Self::Owner => Way::Choice,
            Self::FullText | Self::Disabled => Way::Toggle,
            Self::Address => Way::Fixed,
            Self::Title
            | Self::Interval
            | Self::Country
            | Self::Region
            | Self::Language
            | Self::Family
            | Self::Note => Way::Line,
        }
    }

    /// What may be chosen; for other fields nothing.
    pub fn choices(self) -> Vec<&'static str> {
        match self {
            Self::Kind => SourceKind::ALL.map(SourceKind::slug).to_vec(),
            Self::Owner => Owner::ALL.map(Owner::slug).to_vec(),
            _ => Vec::new(),
        }
    }

    /// What it says of a feed, as it is typed too; empty when it says nothing.
    pub fn value(self, source: &Source) -> SafeText {
        let card = &source.card;
        let line = |text: &Option<SafeText>| text.clone().unwrap_or_default();
        let flag = |on: bool| SafeText::from(if on { "yes" } else { "no" });
        match self {
            Self::Title => source.name.clone(),
            Self::Folders => SafeText::join(&source.folders, ", "),
            Self::Tags => SafeText::join(&source.tags.iter().map(|tag| tag.text().clone()).collect::<Vec<_>>(), ", "),
            Self::Interval => {
                source.interval.map_or_else(SafeText::default, |time| SafeText::line(&duration_text(time)))
            }
            Self::Kind => card.kind.slug().into(),
            Self::Country => card.country.map_or_else(SafeText::default, |code| safe!("{}", code)),
            Self::Region => line(&card.region),
            Self::Language => line(&card.language),
            Self::Owner => card.owner.slug().into(),
            Self::Family => line(&card.family),
            Self::Note => line(&card.note),
            Self::FullText => flag(source.full_text),
            Self::Disabled => flag(source.disabled),
            Self::Address => safe!("{}", source.url),
        }
    }

    /// The feed with what was typed into this field.
    ///
    /// # Errors
    /// A sentence that says why that cannot be.
    pub fn set(self, source: &Source, typed: &SafeText) -> Result<Source, SafeText> {
        let source = source.clone();
        let card = source.card.clone();
        let line = || (!typed.is_empty()).then(|| typed.clone());
        let with_card = |card: SourceCard| Source { card, ..source.clone() };
        Ok(match self {
            Self::Title if typed.is_empty() => return Err("a feed needs a title".into()),
            Self::Title => Source { name: typed.clone(), ..source },
            Self::Folders => Source { folders: folders(typed), ..source },
            Self::Tags => Source { tags: tags(typed)?, ..source },
            Self::Interval => Source { interval: interval(typed)?, ..source },
            Self::Kind => with_card(SourceCard { kind: choice(typed, &SourceKind::ALL, SourceKind::slug)?, ..card }),
            Self::Country => with_card(SourceCard { country: country(typed)?, ..card }),
            Self::Region => with_card(SourceCard { region: line(), ..card }),
            Self::Language => with_card(SourceCard { language: language(typed)?, ..card }),
            Self::Owner => with_card(SourceCard { owner: choice(typed, &Owner::ALL, Owner::slug)?, ..card }),
            Self::Family => with_card(SourceCard { family: line(), ..card }),
            Self::Note => with_card(SourceCard { note: line(), ..card }),
            Self::FullText => Source { full_text: !source.full_text, ..source },
            Self::Disabled => Source { disabled: !source.disabled, ..source },
            Self::Address => return Err(self.hint().into()),
        })
    }
}

/// The folders that a text with commas between them names, each once.
pub fn folders(typed: &SafeText) -> Vec<SafeText> {
    let mut folders: Vec<SafeText> = Vec::new();
    for folder in typed.split(',').map(path_of_folder) {
        if !folder.is_empty() && !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

fn tags(typed: &SafeText) -> Result<Vec<OwnTag>, SafeText> {
    let mut tags: Vec<OwnTag> = Vec::new();
    for word in typed.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let tag = word.parse::<OwnTag>().map_err(|wrong| SafeText::line(&format!("{wrong}")))?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(tags)
}

fn interval(typed: &SafeText) -> Result<Option<Duration>, SafeText> {
    if typed.is_empty() {
        return Ok(None);
    }
    let time = parse_interval(typed).map(Some);
    time.ok_or_else(|| "a duration from 1m to 30d is needed here, such as 2h".into())
}

fn country(typed: &SafeText) -> Result<Option<CountryCode>, SafeText> {
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse::<CountryCode>().map(Some).map_err(|wrong| SafeText::line(&format!("{wrong}")))
}

fn language(typed: &SafeText) -> Result<Option<SafeText>, SafeText> {
    match typed.as_str() {
        "" => Ok(None),
        tag if is_language_tag(tag) => Ok(Some(typed.clone())),
        _ => Err("a language is a code such as en, pt-BR or zh-Hant".into()),
    }
}

fn choice<T: Copy>(typed: &SafeText, all: &[T], slug: fn(T) -> &'static str) -> Result<T, SafeText> {
    let slugs = || SafeText::join(&all.iter().map(|one| slug(*one).into()).collect::<Vec<_>>(), ", ");
    all.iter().copied().find(|one| slug(*one) == typed.as_str()).ok_or_else(|| safe!("it is one of {}", slugs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::WebUrl;

    fn source() -> Source {
        Source::unknown("Gazette".into(), WebUrl::parse("https://ada:secret@gazette.example/feed").unwrap())
    }

    fn set(field: FeedField, typed: &str) -> Result<String, String> {
        let set = field.set(&source(), &SafeText::line(typed));
        set.map(|source| field.value(&source).to_string()).map_err(|sentence| sentence.to_string())
    }

    #[test]
    fn what_is_typed_is_what_the_field_says_then() {
        use FeedField::*;
        for (field, typed, says) in [
            (Title, "The Gazette", "The Gazette"),
            (Folders, " Asia / East,Wires,, Wires ", "Asia/East, Wires"),
            (Folders, "", ""),
            (Tags, "#Pacific, grain deal, pacific", "pacific, grain-deal"),
            (Interval, "90m", "1h 30m"),
            (Interval, "2d", "48h"),
            (Interval, "", ""),
            (Kind, "think-tank", "think-tank"),
            (Country, "ua", "UA"),
            (Country, "", ""),
            (Region, "Latin America", "Latin America"),
            (Language, "zh-Hant", "zh-Hant"),
            (Owner, "state", "state"),
            (Family, "gazette", "gazette"),
            (Note, "weekly", "weekly"),
            (FullText, "", "yes"),
            (Disabled, "", "yes"),
        ] {
            assert_eq!(set(field, typed), Ok(says.to_owned()), "{} {typed:?}", field.label());
        }
    }

    #[test]
    fn what_cannot_be_says_why() {
        use FeedField::*;
        for (field, typed, why) in [
            (Title, "", "needs a title"),
            (Tags, "grain, a?b", "a tag is one word"),
            (Interval, "10s", "from 1m to 30d"),
            (Interval, "40d", "from 1m to 30d"),
            (Interval, "-2h", "from 1m to 30d"),
            (Interval, "often", "from 1m to 30d"),
            (Kind, "blog", "one of wire, public-broadcaster"),
            (Country, "Ukraine", "two letters"),
            (Language, "English (UK)", "a language is a code"),
            (Owner, "people", "one of state, independent, unknown"),
            (Address, "https://else.example/", "add another"),
        ] {
            let refused = set(field, typed).unwrap_err();
            assert!(refused.contains(why), "{} {typed:?}: {refused}", field.label());
        }
    }

    #[test]
    fn a_password_in_the_address_is_not_shown() {
        assert_eq!(FeedField::Address.value(&source()), "https://***@gazette.example/feed");
    }
}
