//! The names that the user adds to what is found in articles.
//!
//! `gazetteer.toml` lies beside `config.toml`; `gazetteer.example.toml` tells its form.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{Document, read as read_file};
use super::{ConfigError, Paths};
use crate::domain::{CountryCode, SafeText, TagKind, UserGazetteer, UserName};

/// The kinds of which the user may name some, and the fields of each.
const KINDS: [(TagKind, &[&str]); 4] = [
    (TagKind::Country, &["code", "aliases"]),
    (TagKind::Person, &["name", "aliases", "country"]),
    (TagKind::Organisation, &["name", "aliases", "country"]),
    (TagKind::Place, &["name", "aliases", "country"]),
];
/// The most phrases in all: masks, names and aliases.
const PHRASES_MAX: usize = 20_000;
/// The most characters of a phrase.
const PHRASE_MAX_CHARS: usize = 100;

/// The user's gazetteer; an empty one when there is no file. Whether there is a country with a code is not judged
/// here.
///
/// # Errors
/// Every mistake in the file.
pub fn load(paths: &Paths) -> Result<UserGazetteer, ConfigError> {
    let text = read_file(&paths.gazetteer_file)?.unwrap_or_default();
    parse(Document::new(&paths.gazetteer_file, &text))
}

fn parse(document: Document<'_>) -> Result<UserGazetteer, ConfigError> {
    let table = document.parse()?;
    let mut reading = Reading { document, gazetteer: UserGazetteer::default(), phrases: HashMap::new() };
    for (key, value) in &table {
        let name = key.get_ref().as_ref();
        match KINDS.iter().find(|(kind, _)| kind.slug() == name) {
            Some(&(kind, fields)) => reading.names(kind, fields, value),
            None if name == "masks" => reading.masks(value),
            None => {
                let known = KINDS.iter().map(|(kind, _)| kind.slug()).chain(["masks"]);
                reading.document.unknown(key.span(), name, "there is no such setting", known);
            }
        }
    }
    let Reading { document, mut gazetteer, .. } = reading;
    document.finish()?;
    gazetteer.names.sort_by_key(|name| name.line);
    Ok(gazetteer)
}

/// The file while it is read.
struct Reading<'a> {
    document: Document<'a>,
    gazetteer: UserGazetteer,
    /// Every phrase so far, with its line.
    phrases: HashMap<SafeText, usize>,
}

impl Reading<'_> {
    fn masks(&mut self, value: &Spanned<DeValue<'_>>) {
        for mask in self.document.strings("masks", value) {
            let mask = self.phrase("masks", mask.span(), mask.get_ref());
            self.gazetteer.masks.extend(mask);
        }
    }

    fn names(&mut self, kind: TagKind, fields: &[&str], value: &Spanned<DeValue<'_>>) {
        let slug = kind.slug();
        let DeValue::Array(entries) = value.get_ref() else {
            return self.no_list_of_tables(slug, value.span());
        };
        for entry in entries.iter() {
            match entry.get_ref() {
                DeValue::Table(table) => {
                    let name = self.name(kind, fields, entry, table);
                    self.gazetteer.names.extend(name);
                }
                _ => self.no_list_of_tables(slug, entry.span()),
            }
        }
    }

    fn no_list_of_tables(&mut self, slug: &str, span: Range<usize>) {
        self.document.mistake(span, slug, &format!("these are written as [[{slug}]], in double brackets"), None);
    }

    /// One entry; its mistakes are noted.
    fn name(
        &mut self,
        kind: TagKind,
        fields: &[&str],
        entry: &Spanned<DeValue<'_>>,
        table: &DeTable<'_>,
    ) -> Option<UserName> {
        let slug = kind.slug();
        for (key, _) in table.iter().filter(|(key, _)| !fields.contains(&key.get_ref().as_ref())) {
            let name = format!("{slug}.{}", key.get_ref());
            self.document.unknown(key.span(), &name, "there is no such setting", fields.iter().copied());
        }
        let aliases_key = format!("{slug}.aliases");
        let aliases = table.get("aliases").map(|value| self.document.strings(&aliases_key, value)).unwrap_or_default();
        let aliases =
            aliases.iter().filter_map(|alias| self.phrase(&aliases_key, alias.span(), alias.get_ref())).collect();
        let line = self.document.line(entry.span().start);
        let (name, country) = if kind == TagKind::Country {
            let code = self.required(slug, "code", entry, table).and_then(|value| self.code("country.code", value))?;
            (SafeText::line(code.as_str()), Some(code))
        } else {
            let country = table.get("country").and_then(|value| self.code(&format!("{slug}.country"), value));
            let key = format!("{slug}.name");
            let value = self.required(slug, "name", entry, table)?;
            let name = self.document.string(&key, value).and_then(|name| self.phrase(&key, value.span(), &name))?;
            (name, country)
        };
        Some(UserName { kind, name, aliases, country, line })
    }

    fn required<'t, 'v>(
        &mut self,
        slug: &str,
        field: &str,
        entry: &Spanned<DeValue<'_>>,
        table: &'t DeTable<'v>,
    ) -> Option<&'t Spanned<DeValue<'v>>> {
        let value = table.get(field);
        if value.is_none() {
            let example = if field == "code" { "UA" } else { "Jane Doe" };
            let message = format!("this needs a {field}: {field} = \"{example}\"");
            self.document.mistake(entry.span(), &format!("{slug}.{field}"), &message, None);
        }
        value
    }

    fn code(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<CountryCode> {
        let text = self.document.string(key, value)?;
        text.parse().map_err(|error| self.document.mistake(value.span(), key, &format!("{error}"), None)).ok()
    }

    /// A phrase to find; each may stand in the file once, for it can mean one thing only.
    fn phrase(&mut self, key: &str, span: Range<usize>, text: &str) -> Option<SafeText> {
        let phrase = SafeText::line(text);
        let line = self.document.line(span.start);
        let message = if !phrase.chars().any(char::is_alphanumeric) {
            "a name has at least one letter".to_owned()
        } else if phrase.chars().count() > PHRASE_MAX_CHARS {
            format!("a name has at most {PHRASE_MAX_CHARS} characters")
        } else if self.phrases.len() == PHRASES_MAX {
            format!("there may be at most {PHRASES_MAX} names, aliases and masks")
        } else if let Some(first) = self.phrases.insert(phrase.clone(), line) {
            format!("this name stands in line {first} already")
        } else {
            return Some(phrase);
        };
        self.document.mistake(span, key, &message, None);
        None
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const EXAMPLE: &str = include_str!("../../gazetteer.example.toml");

    fn parse(text: &str) -> Result<UserGazetteer, ConfigError> {
        super::parse(Document::new(Path::new("gazetteer.toml"), text))
    }

    #[test]
    fn the_example_is_read_and_shows_every_kind_and_field() {
        let gazetteer = parse(EXAMPLE).unwrap();
        assert!(!gazetteer.masks.is_empty());
        let table = DeTable::parse(EXAMPLE).unwrap().into_inner();
        for (kind, fields) in KINDS {
            assert!(gazetteer.names.iter().any(|name| name.kind == kind), "{kind:?}");
            let entries = table[kind.slug()].get_ref().as_array().unwrap();
            for field in fields {
                let shown = entries.iter().any(|entry| entry.get_ref().get(field).is_some());
                assert!(shown, "{}.{field}", kind.slug());
            }
        }
    }

    #[test]
    fn names_are_cleaned_and_keep_their_lines() {
        let text = "masks = [\"Georgia  Tech\"]\n[[person]]\nname = \"Jane\\tDoe\"\ncountry = \"gb\"\n[[country]]\n\
                    code = \"ua\"\naliases = [\"Malorussia\"]";
        let name = |kind, name: &str, aliases: &[&str], country: &str, line| UserName {
            kind,
            name: SafeText::line(name),
            aliases: aliases.iter().map(|alias| SafeText::line(alias)).collect(),
            country: country.parse().ok(),
            line,
        };
        let expected = UserGazetteer {
            masks: vec!["Georgia Tech".into()],
            names: vec![
                name(TagKind::Person, "Jane Doe", &[], "GB", 2),
                name(TagKind::Country, "UA", &["Malorussia"], "UA", 5),
            ],
        };
        assert_eq!(parse(text), Ok(expected));
        assert_eq!(parse(""), Ok(UserGazetteer::default()));
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_the_nearest_name() {
        let long = format!("masks = [\"{}\"]", "x".repeat(101));
        for (text, expected) in [
            ("[[persn]]\nname = \"A\"", "1:3: persn: there is no such setting; did you mean person?"),
            (
                "[[person]]\nnmae = \"A\"\nname = \"B\"",
                "2:1: person.nmae: there is no such setting; did you mean name?",
            ),
            ("[[person]]\naliases = [\"A\"]", "1:1: person.name: this needs a name: name = \"Jane Doe\""),
            ("[[country]]\naliases = [\"A\"]", "1:1: country.code: this needs a code: code = \"UA\""),
            ("[[country]]\ncode = \"UKR\"", "2:8: country.code: a country code is two letters, such as UA"),
            ("[person]\nname = \"A\"", "person: these are written as [[person]], in double brackets"),
            ("person = [1]", "1:11: person: these are written as [[person]], in double brackets"),
            ("masks = \"A\"", "1:9: masks: a list such as"),
            ("masks = [1]", "1:10: masks: a text in quotation marks is needed here, not a number"),
            ("masks = [\" - \"]", "1:10: masks: a name has at least one letter"),
            ("masks = [\"A\", \"A\"]", "1:15: masks: this name stands in line 1 already"),
            (&long, "1:10: masks: a name has at most 100 characters"),
            ("masks = [", "gazetteer.toml:1:"),
        ] {
            let told = parse(text).expect_err(text).to_string();
            assert!(told.contains(expected), "{text}: {told}");
        }
    }

    #[test]
    fn there_are_bounds() {
        let masks: Vec<String> = (0..=PHRASES_MAX).map(|number| format!("\"m{number}\"")).collect();
        let told = parse(&format!("masks = [{}]", masks.join(","))).unwrap_err().to_string();
        assert!(told.ends_with("there may be at most 20000 names, aliases and masks"), "{told}");
    }
}
