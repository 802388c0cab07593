//! What the tests of the tagger share: articles written as one string, their tags as one string.

use super::{Annotation, Input, Tagger};
use crate::domain::{SafeText, Tag, TagKind};

/// The annotation of an article: its title, and behind the first line break its text.
pub(super) fn annotate(article: &str, language: Option<&str>, feed_country: Option<&str>) -> Annotation {
    let (title, text) = article.split_once('\n').unwrap_or((article, ""));
    let (title, text) = (SafeText::line(title), SafeText::block(text));
    let feed_country = feed_country.map(|code| code.parse().expect("a country's code"));
    Tagger::embedded().annotate(Input { title: &title, text: &text, language, feed_country })
}

/// The tags of an article of which nothing else is known.
pub(super) fn tags(article: &str) -> Vec<Tag> {
    annotate(article, None, None).tags
}

/// The keys of one kind's tags, sorted, with commas: `DE,FR`.
pub(super) fn keys(tags: &[Tag], kind: TagKind) -> String {
    joined(tags, |tag| tag.kind == kind)
}

/// The codes of the countries.
pub(super) fn countries(article: &str) -> String {
    keys(&tags(article), TagKind::Country)
}

/// The codes of the countries, for an article from a feed that speaks from a country.
pub(super) fn countries_from(feed_country: &str, article: &str) -> String {
    keys(&annotate(article, None, Some(feed_country)).tags, TagKind::Country)
}

/// The codes of the countries that the article is about.
pub(super) fn main_countries(article: &str) -> String {
    joined(&tags(article), |tag| tag.kind == TagKind::Country && tag.main)
}

/// The names of the places.
pub(super) fn places(article: &str) -> String {
    keys(&tags(article), TagKind::Place)
}

/// The names of the people.
pub(super) fn people(article: &str) -> String {
    keys(&tags(article), TagKind::Person)
}

/// The names of the organisations.
pub(super) fn organisations(article: &str) -> String {
    keys(&tags(article), TagKind::Organisation)
}

/// Asserts what is found in each row's article; all rows that fail are shown at once.
#[track_caller]
pub(super) fn check(found: impl Fn(&str) -> String, rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|&(article, expected)| (article, expected, found(article)))
        .filter(|(_, expected, found)| found != expected)
        .map(|(article, expected, found)| format!("{article}\n    found    {found}\n    expected {expected}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn joined(tags: &[Tag], is_meant: impl Fn(&Tag) -> bool) -> String {
    let mut keys: Vec<&str> = tags.iter().filter(|tag| is_meant(tag)).map(|tag| tag.key.as_str()).collect();
    keys.sort_unstable();
    keys.join(",")
}
