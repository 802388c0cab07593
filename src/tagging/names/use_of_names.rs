//! Organisations that only their use shows: "KDP leader", "Hurriyet newspaper", "analyst at Xyz", "Leeds United".

use std::ops::Range;

use super::around::{Before, Behind, before, behind, first_word, is_in_prose, line_before};
use super::lists::Classes;
use super::organisations::ACRONYM_MAX;
use super::words::{Form, Word};
use super::{Article, KnownKind};

/// The shortest acronym that stands for an organisation wherever prose has it, and the longest.
const ACRONYM_IN_PROSE: std::ops::RangeInclusive<usize> = 3..=6;

/// The most words of a name that only its use shows.
const WORDS_MAX: usize = 4;

/// A name that begins with the word and that only its use shows to be an organisation's.
pub(super) fn by_use(article: &Article<'_>, run: &Range<usize>, index: usize) -> Option<Range<usize>> {
    let word = &article.words[index];
    if !word.is_name() || word.classes.any(Classes::STOP | Classes::WEEKDAY | Classes::MONTH) {
        return None;
    }
    club(article, run, index)
        .or_else(|| by_acronym(article, run, index))
        .or_else(|| (index == run.start && is_cued(article, run)).then(|| run.clone()))
}

/// "KDP leader", "the KDP said"; in prose any capitals that stand apart.
fn by_acronym(article: &Article<'_>, run: &Range<usize>, index: usize) -> Option<Range<usize>> {
    let words = &article.words;
    let word = &words[index];
    let length = word.end - word.start;
    if word.form != Form::Capitals || !is_free(word) || !(3..=ACRONYM_MAX).contains(&length) {
        return None;
    }
    let is_last = index + 1 == run.end;
    let is_led_by_nation = || words[run.start..index].iter().all(|word| word.known == Some(KnownKind::Demonym));
    let leads_office = || {
        let other = Classes::OFFICE | Classes::PORTFOLIO | Classes::GIVEN;
        index == run.start && !is_last && words[index + 1].classes.any(Classes::TITLE) && !word.classes.any(other)
    };
    let is_in_prose = || {
        ACRONYM_IN_PROSE.contains(&length)
            && word.text(article.text).bytes().all(|byte| byte.is_ascii_uppercase())
            && !is_shouted(article, word)
            && is_in_prose(article.text, &word.range())
    };
    let stands = leads_office() || is_last && is_led_by_nation() && (acts(article, word) || is_in_prose());
    stands.then_some(index..index + 1)
}

/// "LOUIS": a person's name in capitals.
fn is_shouted(article: &Article<'_>, word: &Word) -> bool {
    let text = word.text(article.text);
    let (first, rest) = text.split_at(1);
    let usual = article.lists.classes(&format!("{first}{}", rest.to_ascii_lowercase()));
    text.len() > 3 && usual.any(Classes::GIVEN | Classes::SURNAME)
}

/// Whether what stands around the words says that they are an organisation's.
fn is_cued(article: &Article<'_>, run: &Range<usize>) -> bool {
    let words = &article.words[run.clone()];
    let is_name = |word: &Word| word.is_name() && !word.is_place() && !word.classes.any(Classes::TITLE | Classes::STOP);
    let is_telling = |word: &Word| is_free(word) && word.end - word.start >= 3;
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let fits = match words.len() {
        1 => is_telling(first),
        length => length <= WORDS_MAX && !first.classes.any(Classes::GIVEN) && words.iter().any(is_telling),
    };
    fits && words.iter().all(is_name) && (cued_behind(article, last) || cued_before(article, first))
}

/// Whether the word may be all of a name.
fn is_free(word: &Word) -> bool {
    let other = Classes::TITLE | Classes::ACRONYM_OF_THING | Classes::COMMON | Classes::THING | Classes::ORGANISATION;
    !word.is_place() && !word.classes.any(other)
}

/// "Hurriyet newspaper", "Xinhua news agency", "Microsoft shares".
fn cued_behind(article: &Article<'_>, word: &Word) -> bool {
    let rest = article.text[word.end..].strip_prefix(' ').unwrap_or_default();
    let is_phrase = |phrase: &String| {
        rest.strip_prefix(phrase.as_str()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    first_word(rest).is_some_and(|next| article.lists.classes(next).any(Classes::CUE_BEHIND))
        || article.lists.phrases_behind.iter().any(is_phrase)
}

/// "newspaper Hurriyet", "analyst at Xyz".
fn cued_before(article: &Article<'_>, word: &Word) -> bool {
    match before(article.text, word.start) {
        Before::Word(before) if article.lists.classes(before).any(Classes::CUE_BEFORE) => true,
        Before::Word("at" | "with" | "in" | "of") => {
            let near = line_before(article.text, word.start).trim_end();
            article.lists.phrases_before.iter().any(|phrase| near.ends_with(phrase.as_str()))
        }
        _ => false,
    }
}

/// "KDP leader", "the KDP said".
fn acts(article: &Article<'_>, word: &Word) -> bool {
    match behind(article.text, word.end, article.lists) {
        Behind::Word(next) => article.lists.classes(next).any(Classes::ROLE | Classes::SPEECH),
        _ => false,
    }
}

/// "Leeds United", "Hull City", "Arsenal FC".
fn club(article: &Article<'_>, run: &Range<usize>, index: usize) -> Option<Range<usize>> {
    let next = article.words.get(index + 1).filter(|next| index + 1 < run.end && next.form != Form::Small)?;
    let word = &article.words[index];
    let is_club = match next.text(article.text) {
        "FC" | "AFC" | "F.C." => !word.classes.any(Classes::COMMON),
        "United" => index + 2 == run.end && word.known == Some(KnownKind::Place),
        "City" => index + 2 == run.end && word.classes.any(Classes::CITY_CLUB),
        _ => false,
    };
    is_club.then_some(index..index + 2)
}
