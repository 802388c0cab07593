//! "Michael Jordan", "Chad Smith": names of countries and cities that are part of a person's name.

use super::{Mention, Reading};
use crate::tagging::gazetteer::{Role, SurfaceId};
use crate::tagging::neighbours::is_capitalised;

pub(super) fn drop_personal_names(reading: &mut Reading<'_>) {
    let mut people: Vec<SurfaceId> = Vec::new();
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        if names_a_place(&mention) && (is_surname(reading, index) || is_given_name(reading, index)) {
            people.push(mention.surface);
            reading.mentions[index].meaning = None;
        }
    }
    // Once "Michael Jordan" is named, "Jordan" alone is he, unless the article speaks of the country too.
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        if names_a_place(&mention) && people.contains(&mention.surface) && !has_other_evidence(reading, &mention) {
            reading.mentions[index].meaning = None;
        }
    }
}

fn names_a_place(mention: &Mention) -> bool {
    mention.meaning.is_some_and(|meaning| {
        matches!(meaning.role, Role::Country | Role::Demonym | Role::Capital | Role::Place)
    })
}

/// "Jim Jordan", "Mr. Jordan", and within a sentence "Petya Jordan".
fn is_surname(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    if !reading.surface(mention).traits.surname || reading.follows_a_name(index) {
        return false;
    }
    let lists = &reading.gazetteer.lists.personal;
    let near = reading.neighbours(mention);
    let is_title = |title: &&str| near.before().ends_with(title);
    if ["Mr. ", "Mrs. ", "Ms. ", "Mr ", "Mrs ", "Ms ", "Dr. "].iter().any(is_title) {
        return true;
    }
    let Some(word) = near.word_before() else { return false };
    if contains(&lists.given_names, word) {
        return true;
    }
    is_capitalised(word)
        && !contains(&lists.before, word)
        && !crate::tagging::neighbours::Neighbours::of(reading.text, mention.start - 1 - word.len(), mention.start)
            .begins_sentence()
        && !near.line_in_title_case()
        && !has_other_evidence(reading, mention)
}

/// "Chad Smith resigns": an unknown capitalised word behind, in a line that is not all capitalised.
fn is_given_name(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    if !reading.surface(mention).traits.given_name || reading.precedes_a_name(index) {
        return false;
    }
    let near = reading.neighbours(mention);
    near.word_after().is_some_and(|word| {
        is_capitalised(word)
            && !contains(&reading.gazetteer.lists.personal.after, word)
            && !near.line_in_title_case()
            && !has_other_evidence(reading, mention)
    })
}

fn has_other_evidence(reading: &Reading<'_>, mention: &Mention) -> bool {
    reading.country(mention).is_some_and(|country| reading.is_corroborated(country, mention.surface))
}

fn contains(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}
