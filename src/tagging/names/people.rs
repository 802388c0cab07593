//! Full names of people, with what speaks for each.

use std::ops::Range;

use super::around::{Before, Behind, before, begins_sentence, behind, follows_by, is_byline, owner_before};
use super::evidence::Evidence;
use super::lists::{Classes, NameLists};
use super::words::{Form, Setting, Word};
use super::{Article, KnownKind};

/// A name that may be a person's.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Places in [`Article::words`].
    pub words: Range<usize>,
    /// The word that it is referred to by.
    pub surname: usize,
    pub evidence: Evidence,
    /// The country of the office.
    pub country: Option<Range<usize>>,
}

/// The most words of a name, particles and initials not counted.
const WORDS_MAX: usize = 4;

/// Prepositions before a place.
const LOCATIVES: &[&str] = &["in", "at", "near", "outside", "inside", "across", "throughout"];

/// How far before a name the country of its office is looked for.
const OFFICE_REACH: usize = 60;

/// The names among words that follow each other; `run` holds no organisation.
pub(super) fn read(article: &Article<'_>, run: Range<usize>, candidates: &mut Vec<Candidate>) {
    let mut start = run.start;
    while start < run.end {
        let is_end = |&index: &usize| ends_names(article, run.start, index);
        let end = (start..run.end).find(is_end).unwrap_or(run.end);
        if end > start {
            candidates.extend(candidate(article, start..end, run.start));
        }
        start = end + 1;
    }
}

/// Whether no name reaches over the word.
fn ends_names(article: &Article<'_>, run_start: usize, index: usize) -> bool {
    let word = &article.words[index];
    if word.is_settled() || word.classes.any(Classes::STOP | Classes::WEEKDAY) || article.follows_comma(index) {
        return true;
    }
    match word.form {
        Form::Small => !word.classes.any(Classes::PARTICLE | Classes::NAME_PARTICLE),
        Form::Capitals => !is_name_in_capitals(article, run_start, index),
        _ => false,
    }
}

/// "III", "JD Vance", "Jean DUPONT", but no acronym.
fn is_name_in_capitals(article: &Article<'_>, run_start: usize, index: usize) -> bool {
    let word = &article.words[index];
    let follows_given_name = index > run_start && article.words[index - 1].classes.any(Classes::GIVEN);
    word.classes.any(Classes::SUFFIX | Classes::TITLE)
        || !word.classes.any(Classes::ACRONYM_OF_THING)
            && word.known.is_none()
            && match word.end - word.start {
                2 => article.words.get(index + 1).is_some_and(|next| next.joined && next.classes.any(Classes::SURNAME)),
                length => length >= 4 && follows_given_name,
            }
}

/// The name in a stretch of words: offices before it are taken off.
fn candidate(article: &Article<'_>, stretch: Range<usize>, run_start: usize) -> Option<Candidate> {
    if stretch.len() < 2 || article.words[stretch.start].setting == Setting::Capitals {
        return None;
    }
    let mut evidence = Evidence::default();
    let mut name = stretch.clone();
    let office = office_end(article, &stretch, run_start);
    if office > stretch.start || follows_office(article, stretch.start) {
        evidence |= Evidence::TITLE;
        name.start = office;
    } else {
        name.start += nationality(article, &name, &mut evidence);
        evidence = before_name(article, &name, stretch.start == run_start, evidence)?;
        let begins = name.start == run_start && begins_sentence(article.text, article.words[name.start].start);
        if begins && is_led_in(article, &name) {
            name.start += 1;
        } else if !begins {
            evidence |= Evidence::WITHIN_SENTENCE;
        }
    }
    name = trimmed(article, name, evidence.has(Evidence::TITLE))?;
    evidence_within(article, &name, &mut evidence)?;
    let surname = surname(article, &name);
    let mut country = office_before(article, stretch.start, name.start);
    evidence_behind(article, &name, &mut evidence, &mut country);
    Some(Candidate { surname, words: name, evidence, country })
}

/// Where the name begins behind the last office of the stretch; its beginning when it has none.
fn office_end(article: &Article<'_>, stretch: &Range<usize>, run_start: usize) -> usize {
    let words = &article.words;
    let is_title = |&index: &usize| {
        let named = index > stretch.start && {
            let before = words[index - 1].classes;
            before.any(Classes::GIVEN) && !before.any(Classes::TITLE | Classes::OFFICE | Classes::PORTFOLIO)
        };
        words[index].classes.any(Classes::TITLE) && !named && !words[index + 1].classes.any(Classes::SUFFIX)
    };
    let title = (stretch.start..stretch.end.saturating_sub(1)).rev().find(is_title);
    let behind_of = stretch.start >= run_start + 2 && {
        let of = (run_start..stretch.start).rev().find(|&index| words[index].form != Form::Small);
        of.is_some_and(|index| words[index].classes.any(Classes::TITLE) && index + 1 < stretch.start)
    };
    match title {
        Some(title) => title + 1,
        // "Secretary of State X Y", "Prime Minister of Sudan X Y".
        None if behind_of => {
            let is_office = |word: &Word| word.is_place() || word.classes.any(Classes::PORTFOLIO | Classes::OFFICE);
            stretch.start + words[stretch.clone()].iter().take_while(|word| is_office(word)).count()
        }
        None => stretch.start,
    }
}

/// "striker X Y", "the minister, X Y".
fn follows_office(article: &Article<'_>, index: usize) -> bool {
    let is_role = |word: &str| article.lists.classes(word).any(Classes::ROLE);
    match before(article.text, article.words[index].start) {
        Before::Word(word) => is_role(word) && !article.words[index].is_place(),
        Before::WordAndComma(_) | Before::Other => false,
    }
}

/// "Briton X Y", "Democrat X Y": how many words before the name tell what its bearer is.
fn nationality(article: &Article<'_>, name: &Range<usize>, evidence: &mut Evidence) -> usize {
    let words = &article.words[name.clone()];
    let is_country = |word: &Word| matches!(word.known, Some(KnownKind::Demonym | KnownKind::Country));
    let is_office = |word: &Word| {
        word.classes.any(Classes::OFFICE)
            && !word.classes.any(Classes::GIVEN | Classes::SURNAME | Classes::FAMILY_FIRST)
    };
    let is_led = |word: &&Word| is_country(word) && !word.classes.any(Classes::GIVEN) || is_office(word);
    let count = words.iter().take_while(is_led).count();
    if count == 0 || words.len() < count + 2 {
        return 0;
    }
    if words[..count].iter().any(|word| word.known != Some(KnownKind::Country)) {
        *evidence |= Evidence::NATIONALITY;
    }
    count
}

/// What the text before a name without a title says; `None` when it is nobody's.
fn before_name(article: &Article<'_>, name: &Range<usize>, begins_run: bool, found: Evidence) -> Option<Evidence> {
    let mut evidence = found;
    if !begins_run || name.is_empty() {
        return Some(evidence);
    }
    match before(article.text, article.words[name.start].start) {
        Before::Word("the" | "a" | "an" | "The" | "this" | "that") => return None,
        Before::Word(word) if article.lists.classes(word).any(Classes::SPEECH) => evidence |= Evidence::SPEECH,
        Before::Word("By" | "by" | "BY") if follows_by(article.text, article.words[name.start].start) => {
            evidence |= Evidence::BYLINE;
        }
        Before::Word(word) if LOCATIVES.contains(&word) => evidence |= Evidence::LOCATED,
        Before::WordAndComma(word) if article.lists.classes(word).any(Classes::ROLE) => {
            evidence |= Evidence::APPOSITION;
        }
        _ if owner_before(article.text, article.words[name.start].start).is_some() => evidence |= Evidence::POSSESSED,
        _ => {}
    }
    Some(evidence)
}

/// Whether a sentence's first word only leads to the name behind it: "Yesteryear John Smith".
fn is_led_in(article: &Article<'_>, name: &Range<usize>) -> bool {
    match &article.words[name.clone()] {
        [first, second, _, ..] => {
            second.classes.any(Classes::GIVEN)
                && !first.classes.any(Classes::GIVEN | Classes::SURNAME | Classes::FAMILY_FIRST)
        }
        _ => false,
    }
}

/// The name without what cannot be part of it; `None` when nobody is called so.
fn trimmed(article: &Article<'_>, name: Range<usize>, titled: bool) -> Option<Range<usize>> {
    let words = &article.words;
    let mut name = name;
    if words.get(name.start)?.setting == Setting::TitleCase {
        name = in_title_case(article, name)?;
    }
    let is_foreign = |&index: &usize| {
        let classes = words[index].classes;
        index > name.start && classes.any(Classes::NOT_OF_PEOPLE) && !classes.any(Classes::SURNAME | Classes::GIVEN)
    };
    if let Some(cut) = name.clone().find(is_foreign) {
        let is_complete = titled && words[name.start..cut].iter().filter(|word| word.is_name()).count() >= 2;
        name.end = if is_complete { cut } else { return None };
    }
    while name.len() > 1 && words[name.end - 1].form == Form::Small {
        name.end -= 1;
    }
    let is_office =
        |word: &Word| word.classes.any(Classes::TITLE) && !word.classes.any(Classes::SURNAME | Classes::GIVEN);
    if is_dated(article, name.end - 1) || is_office(&words[name.end - 1]) {
        name.end -= 1;
    }
    let is_whole = |word: &&Word| word.is_name() && !word.classes.any(Classes::SUFFIX);
    let whole = words[name.clone()].iter().filter(is_whole).count();
    let initials = words[name.clone()].iter().filter(|word| word.form == Form::Initials).count();
    let last = &words[name.clone()].last()?;
    let fits = whole + initials >= 2 && (1..=WORDS_MAX + usize::from(titled)).contains(&whole);
    (fits && last.is_name() && words[name.start].form != Form::Small).then_some(name)
}

/// In a headline Set Like This only a given name and a family name from the lists are trusted.
fn in_title_case(article: &Article<'_>, name: Range<usize>) -> Option<Range<usize>> {
    let words = &article.words[name.clone()];
    let first = words.first()?;
    let surname = 1 + words[1..].iter().position(|word| word.is_name())?;
    let listed = |word: &Word, class| word.classes.any(class) && !word.classes.any(Classes::COMMON);
    (listed(first, Classes::GIVEN) && listed(&words[surname], Classes::SURNAME))
        .then(|| name.start..name.start + surname + 1)
}

/// "May 5": a month with its day.
fn is_dated(article: &Article<'_>, index: usize) -> bool {
    let word = &article.words[index];
    let rest = article.text[word.end..].trim_start_matches([' ', '.']);
    word.classes.any(Classes::MONTH) && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// What the words of a name say; `None` when nobody is called so.
fn evidence_within(article: &Article<'_>, name: &Range<usize>, evidence: &mut Evidence) -> Option<()> {
    let words = &article.words[name.clone()];
    let lists = article.lists;
    let (first, last) = (words.first()?, words.last()?);
    let is_last_suffix = last.classes.any(Classes::SUFFIX);
    let last = if is_last_suffix { words.iter().rev().nth(1)? } else { last };
    let titled = evidence.has(Evidence::TITLE);
    let doubtful = |word: &Word| word.classes.any(Classes::DOUBTFUL | Classes::NOT_OF_PEOPLE) || word.is_place();

    let is_same = words.len() == 2 && first.text(article.text) == last.text(article.text);
    if is_same
        || words.iter().all(|word| word.is_place() || word.form == Form::Small)
        || first.classes.any(Classes::MONTH) && !titled
    {
        return None;
    }
    if is_last_suffix {
        *evidence |= Evidence::SUFFIX;
    }
    if first.classes.any(Classes::GIVEN) {
        *evidence |= if doubtful(first) { Evidence::DOUBTFUL_GIVEN } else { Evidence::GIVEN };
    } else if first.form == Form::Initials && !first.is_place() {
        *evidence |= Evidence::FIRST_INITIAL;
    }
    if last.classes.any(Classes::SURNAME) {
        *evidence |= if doubtful(last) { Evidence::DOUBTFUL_SURNAME } else { Evidence::SURNAME };
    } else if !doubtful(last) && (evidence.has(Evidence::GIVEN) || lists.ends_like_a_surname(last.text(article.text))) {
        *evidence |= Evidence::NEW_SURNAME;
    }
    if first.classes.any(Classes::NOT_OF_PEOPLE) && !first.classes.any(Classes::GIVEN | Classes::SURNAME) {
        return None;
    }
    let listed = first.classes.any(Classes::GIVEN) && last.classes.any(Classes::SURNAME);
    let is_pair = words.iter().filter(|word| word.is_name()).count() == 2;
    if last.classes.any(Classes::NOT_OF_PEOPLE) && !(titled || listed && is_pair && !doubtful(first)) {
        return None;
    }
    if first.is_place() && !listed || last.is_place() && !first.classes.any(Classes::GIVEN) {
        *evidence |= Evidence::PLACE;
    }
    let inner = words.get(1..words.len() - 1).unwrap_or_default();
    if inner.iter().any(|word| word.form == Form::Initials) && first.form == Form::Capitalised {
        *evidence |= Evidence::MIDDLE_INITIAL;
    }
    if inner.iter().any(|word| is_particle(article, word)) {
        *evidence |= Evidence::PARTICLE;
    }
    if words.iter().any(|word| ["al-", "el-"].iter().any(|article_of| word.text(article.text).starts_with(article_of)))
    {
        *evidence |= Evidence::ARABIC_ARTICLE;
    }
    if is_family_first(article, name) {
        *evidence |= Evidence::FAMILY_FIRST;
    }
    Some(())
}

/// A particle of people's names, written small or not: "van", "Bin".
fn is_particle(article: &Article<'_>, word: &Word) -> bool {
    match word.form {
        Form::Small => word.classes.any(Classes::NAME_PARTICLE),
        _ => matches!(word.text(article.text), "Al" | "El" | "Bin" | "Ibn" | "Abu" | "Van" | "Von" | "Ould"),
    }
}

/// Whether the family name stands first, as in China, Korea and Vietnam.
fn is_family_first(article: &Article<'_>, name: &Range<usize>) -> bool {
    let words = &article.words[name.clone()];
    let Some((first, given)) = words.split_first() else { return false };
    if !first.classes.any(Classes::FAMILY_FIRST) || given.iter().any(|word| word.form != Form::Capitalised) {
        return false;
    }
    let is_hyphenated = |word: &Word| {
        word.text(article.text).split_once('-').is_some_and(|(_, tail)| tail.starts_with(char::is_lowercase))
    };
    let is_short = |word: &Word| word.end - word.start <= 5;
    let is_foreign = |word: &Word| word.classes.any(Classes::SURNAME) && !word.classes.any(Classes::FAMILY_FIRST);
    match given {
        [only] => {
            is_hyphenated(only)
                || only.end - only.start <= 8
                    && !is_foreign(only)
                    && !first.classes.any(Classes::GIVEN | Classes::NOT_OF_PEOPLE)
        }
        [one, other] => is_short(one) && is_short(other) && !is_foreign(other),
        _ => false,
    }
}

/// The word that the bearer is referred to by.
fn surname(article: &Article<'_>, name: &Range<usize>) -> usize {
    if is_family_first(article, name) {
        return name.start;
    }
    let is_surname = |&index: &usize| !article.words[index].classes.any(Classes::SUFFIX);
    name.clone().rev().find(is_surname).unwrap_or(name.end - 1)
}

/// What the text behind a name says of it.
fn evidence_behind(
    article: &Article<'_>,
    name: &Range<usize>,
    evidence: &mut Evidence,
    country: &mut Option<Range<usize>>,
) {
    let (start, end) = (article.words[name.start].start, article.words[name.end - 1].end);
    if is_byline(article.text, &(start..end)) {
        *evidence |= Evidence::BYLINE;
    }
    match behind(article.text, end, article.lists) {
        Behind::Word("who") => *evidence |= Evidence::WHO,
        Behind::Word(word) if article.lists.classes(word).any(Classes::SPEECH) => *evidence |= Evidence::SPEECH,
        Behind::Age | Behind::PartyAndState => *evidence |= Evidence::AGE,
        Behind::Who => *evidence |= Evidence::WHO,
        Behind::Apposition(range) => {
            *evidence |= Evidence::APPOSITION;
            *country = country.take().or_else(|| article.country_in(range));
        }
        Behind::Brackets(range) => {
            if let Some(found) = article.country_in(range) {
                *evidence |= Evidence::NATIONALITY;
                *country = country.take().or(Some(found));
            }
        }
        Behind::Word(_) | Behind::Possessive | Behind::Other => {}
    }
}

/// The country in the office before a name: in the capitalised words from `stretch` to `name`, or before them
/// ("Nigerian military ruler X Y", "Russia's Foreign Minister X Y").
fn office_before(article: &Article<'_>, stretch: usize, name: usize) -> Option<Range<usize>> {
    let (office, end) = (article.words[stretch].start, article.words[name].start);
    article.country_in(office..end).or_else(|| {
        let reach = article.text.floor_char_boundary(office.saturating_sub(OFFICE_REACH));
        let clause = article.text[reach..office].rfind(['.', ',', ';', '\n', '(']).map_or(reach, |at| reach + at);
        let country = article.country_in(clause..office)?;
        leads_to_office(&article.text[country.end..office], name > stretch, article.lists).then_some(country)
    })
}

/// Whether what stands between a country and an office or a name makes them one's: "'s ", " military ruler ".
fn leads_to_office(between: &str, is_titled: bool, lists: &NameLists) -> bool {
    let words = || between.trim_start_matches("'s").split(' ').filter(|word| !word.is_empty());
    let is_small = words().count() <= 5 && words().all(|word| word.starts_with(char::is_lowercase));
    is_small && words().next_back().map_or(is_titled, |word| is_titled || lists.classes(word).any(Classes::ROLE))
}
