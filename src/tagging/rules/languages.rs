//! "She speaks German", "translated from Georgian", "Georgian architecture": a language or a style, no country.

use super::{Mention, Reading};
use crate::tagging::gazetteer::Role;
use crate::tagging::neighbours::Neighbours;
use crate::tagging::tables::ContextTable;

pub(super) fn drop_languages_and_styles(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        if is_language(reading, &mention) || is_style(reading, &mention) {
            reading.mentions[index].meaning = None;
        }
    }
}

fn is_language(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    if let Some(language) = reading.language
        && mention.role() == Some(Role::Demonym)
        && reading.neighbours(mention).word_before().is_some_and(|word| language.speaks(word))
    {
        return true;
    }
    if !mention.name.traits().language {
        return false;
    }
    let lists = &reading.gazetteer.lists;
    let near = reading.neighbours(mention);
    let behind = near.word_after();
    let is_followed_by_language = behind.is_some_and(|word| lists.languages.behind.contains(word))
        || near.after().starts_with("-language")
        || near.after().starts_with("-speaking");
    is_followed_by_language || is_governed_by_a_verb(lists, near) || is_manner_of_speech(near, behind)
}

/// "speaks German and French", "translated into Thai": a verb of language, with other languages between.
fn is_governed_by_a_verb(lists: &ContextTable, near: Neighbours<'_>) -> bool {
    let languages = &lists.languages;
    let mut rendered = false;
    for word in near.words_before() {
        if languages.verbs.contains(word) || (rendered && languages.rendered.contains(word)) {
            return true;
        }
        rendered |= matches!(word, "in" | "into" | "from");
        if !languages.joining.contains(word) && !languages.names.contains(word) {
            return false;
        }
    }
    false
}

/// "he said in French.": an adjective of nationality never ends a phrase that "in" begins.
fn is_manner_of_speech(near: Neighbours<'_>, behind: Option<&str>) -> bool {
    near.word_before() == Some("in")
        && behind.is_none_or(|word| matches!(word, "and" | "or" | "on" | "that" | "by"))
        && !near.after().starts_with(['-', '\''])
}

fn is_style(reading: &Reading<'_>, mention: &Mention<'_>) -> bool {
    let styles = &reading.gazetteer.lists.styles;
    let Some(behind) = reading.neighbours(mention).word_after() else { return false };
    (mention.name.traits().style && styles.nouns.contains(behind))
        || (mention.role() == Some(Role::Demonym) && styles.goods.contains(behind))
}
