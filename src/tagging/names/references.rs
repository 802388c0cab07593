//! The mentions of each name in the article: in full, by the surname alone, by the acronym; and which names stand.

use std::collections::HashMap;
use std::ops::Range;

use super::around::{Before, Behind, before, behind};
use super::evidence::Evidence;
use super::lists::Classes;
use super::organisations::Found;
use super::people::Candidate;
use super::words::{Form, Setting, Word};
use super::{Article, Discovered};
use crate::domain::TagKind;
use crate::tagging::hash::{ByHash, hash};

/// A person: the candidates that share first word and surname.
struct Person<'a> {
    label: Range<usize>,
    surname: &'a str,
    /// The words of its longest form.
    words: Vec<&'a str>,
    evidence: Evidence,
    country: Option<Range<usize>>,
    spans: Vec<Range<usize>>,
    /// Whether the surname is a place's name too.
    is_place: bool,
}

struct Organisation<'a> {
    label: &'a str,
    country: Option<Range<usize>>,
    spans: Vec<Range<usize>>,
}

/// The most names that share a surname or a first word: a bound on what a hostile text costs.
const SENSES_MAX: usize = 16;

/// Prepositions before a place.
const LOCATIVES: &[&str] = &[
    "in",
    "In",
    "to",
    "from",
    "From",
    "near",
    "across",
    "into",
    "throughout",
    "outside",
    "inside",
    "visit",
    "visited",
];

/// Joins the findings to entities, finds every mention, and leaves those with enough evidence.
pub(super) fn resolve(article: &Article<'_>, candidates: &[Candidate], found: &[Found]) -> Vec<Discovered> {
    let mut taken = vec![false; article.words.len()];
    let mut organisations = organisations(article, found, &mut taken);
    name_organisations(article, found, &mut organisations, &mut taken);
    let mut people = people(article, candidates, &mut taken);
    refer_to_people(article, &mut people, &mut taken);

    let people = people.into_iter().filter(|person| person.evidence.is_enough()).map(|person| Discovered {
        kind: TagKind::Person,
        label: article.text[person.label].to_owned(),
        spans: person.spans,
        country: person.country,
    });
    let organisations = organisations.into_iter().map(|organisation| Discovered {
        kind: TagKind::Organisation,
        label: organisation.label.to_owned(),
        spans: organisation.spans,
        country: organisation.country,
    });
    let mut discovered: Vec<Discovered> = people.chain(organisations).collect();
    discovered.iter_mut().for_each(|discovered| discovered.spans.sort_unstable_by_key(|span| span.start));
    discovered.sort_by_key(|discovered| discovered.spans.first().map_or(0, |span| span.start));
    discovered
}

fn organisations<'a>(article: &Article<'a>, found: &[Found], taken: &mut [bool]) -> Vec<Organisation<'a>> {
    let mut organisations: Vec<Organisation<'a>> = Vec::new();
    let mut by_label: HashMap<&str, usize> = HashMap::new();
    // Those with an acronym first, so that the acronym found elsewhere is the same organisation.
    let (introduced, others): (Vec<&Found>, Vec<&Found>) = found.iter().partition(|name| name.acronym.is_some());
    for name in introduced.into_iter().chain(others) {
        let range = bytes(article, &name.words);
        let label = &article.text[range.clone()];
        let at = *by_label.entry(label).or_insert_with(|| {
            organisations.push(Organisation { label, country: None, spans: Vec::new() });
            organisations.len() - 1
        });
        if let Some(acronym) = name.acronym.clone() {
            by_label.entry(&article.text[acronym]).or_insert(at);
        }
        let organisation = &mut organisations[at];
        organisation.spans.push(range);
        organisation.country = organisation.country.take().or_else(|| name.country.clone());
        taken[name.words.clone()].fill(true);
    }
    organisations
}

/// The people of the candidates that are no mention of an organisation.
fn people<'a>(article: &Article<'a>, candidates: &[Candidate], taken: &mut [bool]) -> Vec<Person<'a>> {
    let mut people: Vec<Person<'a>> = Vec::new();
    let mut by_name: HashMap<(&str, &str), usize> = HashMap::new();
    for candidate in candidates {
        if taken[candidate.words.clone()].contains(&true) {
            continue;
        }
        let text = |index: usize| article.words[index].text(article.text);
        let surname = text(candidate.surname);
        let range = bytes(article, &candidate.words);
        let is_whole = |&index: &usize| !article.words[index].classes.any(Classes::SUFFIX);
        let last = candidate.words.clone().rev().find(is_whole).unwrap_or(candidate.surname);
        let (first, last) = (text(candidate.words.start), text(last));
        let at = *by_name.entry((first, last)).or_insert_with(|| {
            people.push(Person {
                label: range.clone(),
                surname,
                words: Vec::new(),
                evidence: Evidence::default(),
                country: None,
                spans: Vec::new(),
                is_place: article.words[candidate.surname].is_place(),
            });
            people.len() - 1
        });
        let person = &mut people[at];
        if person.words.is_empty() || range.len() > person.label.len() {
            person.words = candidate.words.clone().map(text).collect();
            person.label = range.clone();
        }
        person.spans.push(range);
        person.evidence |= candidate.evidence;
        person.country = person.country.take().or_else(|| candidate.country.clone());
        taken[candidate.words.clone()].fill(true);
    }
    people
}

/// Finds the mentions of organisations by name, short name and acronym.
fn name_organisations<'a>(
    article: &Article<'a>,
    found: &[Found],
    organisations: &mut [Organisation<'a>],
    taken: &mut [bool],
) {
    let by_label: HashMap<&str, usize> =
        organisations.iter().enumerate().map(|(at, found)| (found.label, at)).collect();
    let mut forms: ByHash<Vec<(&str, usize)>> = ByHash::default();
    for name in found {
        let label = &article.text[bytes(article, &name.words)];
        let Some(&at) = by_label.get(label) else { continue };
        let first = article.words[name.words.start].text(article.text);
        let short = [without_legal_form(article, &name.words), first_of_firm(article, &name.words)];
        for form in std::iter::once(label).chain(short.into_iter().flatten()) {
            share(&mut forms, first, (form, at));
        }
        if let Some(acronym) = name.acronym.clone().map(|acronym| &article.text[acronym]) {
            share(&mut forms, acronym, (acronym, at));
        }
    }
    // The longest first, so that "Quux" does not stand for "Quux Tools".
    forms.values_mut().for_each(|forms| forms.sort_by_key(|(form, _)| std::cmp::Reverse(form.len())));
    for index in 0..article.words.len() {
        let word = &article.words[index];
        if taken[index] || word.is_settled() || word.form == Form::Small {
            continue;
        }
        let mut forms = word.keys(article.text).filter_map(|key| forms.get(&key)).flatten();
        forms.any(|&(form, at)| name(article, index, form, &mut organisations[at], taken));
    }
}

/// Finds the mentions of people by surname.
fn refer_to_people(article: &Article<'_>, people: &mut [Person<'_>], taken: &mut [bool]) {
    let mut surnames: ByHash<Vec<usize>> = ByHash::default();
    people.iter().enumerate().for_each(|(at, person)| share(&mut surnames, person.surname, at));
    for run in article.runs() {
        for index in run.clone() {
            let word = &article.words[index];
            if taken[index] || word.is_settled() || word.form == Form::Small {
                continue;
            }
            let mut bearers = word.keys(article.text).filter_map(|key| surnames.get(&key)).flatten();
            bearers.any(|&at| refer(article, &run, index, &mut people[at], taken));
        }
    }
}

/// Adds what a word may stand for.
fn share<T: PartialEq>(senses: &mut ByHash<Vec<T>>, word: &str, sense: T) {
    let shared = senses.entry(hash(word.bytes())).or_default();
    if shared.len() < SENSES_MAX && !shared.contains(&sense) {
        shared.push(sense);
    }
}

/// "Champion Products" for "Champion Products Inc".
fn without_legal_form<'a>(article: &Article<'a>, name: &Range<usize>) -> Option<&'a str> {
    let words = &article.words[name.clone()];
    let (last, rest) = words.split_last()?;
    let first = rest.first()?;
    let is_telling = rest.len() >= 2
        || !first.is_place() && !first.classes.any(Classes::NOT_OF_PEOPLE | Classes::GIVEN | Classes::OFFICE);
    (last.classes.any(Classes::LEGAL_FORM) && is_telling).then(|| &article.text[first.start..rest[rest.len() - 1].end])
}

/// "Champion" for "Champion Products Inc", where the word is nothing else and no other name holds it.
fn first_of_firm<'a>(article: &Article<'a>, name: &Range<usize>) -> Option<&'a str> {
    let [first, .., last] = &article.words[name.clone()] else { return None };
    let other = Classes::NOT_OF_PEOPLE | Classes::GIVEN | Classes::OFFICE | Classes::SURNAME;
    let is_telling = first.form != Form::Initials && !first.is_place() && !first.classes.any(other);
    (last.classes.any(Classes::LEGAL_FORM) && is_telling && first.end - first.start >= 4)
        .then(|| first.text(article.text))
}

/// Takes the word as the begin of a mention of the organisation by this form of its name.
fn name(
    article: &Article<'_>,
    index: usize,
    form: &str,
    organisation: &mut Organisation<'_>,
    taken: &mut [bool],
) -> bool {
    let word = &article.words[index];
    let span = word.start..word.start + form.len();
    let Some(found) = article.text.get(span.clone()) else { return false };
    let is_same = found == form || word.setting == Setting::Capitals && found.eq_ignore_ascii_case(form);
    let is_whole = !article.text[span.end..].starts_with(|next: char| next.is_alphanumeric() || next == '-');
    let words = index..index + article.words[index..].iter().take_while(|word| word.start < span.end).count();
    if !is_same || !is_whole || taken[words.clone()].contains(&true) {
        return false;
    }
    taken[words].fill(true);
    organisation.spans.push(span);
    true
}

/// Takes the word as a mention of the person by surname, alone or with other words of the name.
fn refer(article: &Article<'_>, run: &Range<usize>, index: usize, person: &mut Person<'_>, taken: &mut [bool]) -> bool {
    let words = &article.words;
    let word = &words[index];
    if !same(article, word, person.surname) {
        return false;
    }
    let is_of_name = |at: usize| !taken[at] && person.words.iter().any(|part| same(article, &words[at], part));
    let start = (run.start..index).rev().take_while(|&at| is_of_name(at)).last().unwrap_or(index);
    let end = 1 + (index + 1..run.end).take_while(|&at| is_of_name(at)).last().unwrap_or(index);
    let title = (start > run.start).then(|| &words[start - 1]);
    let is_titled = title.is_some_and(|title| title.classes.any(Classes::TITLE));
    let is_of_firm = article.text[word.end..].starts_with(" &") || article.text[..words[start].start].ends_with("& ");
    let is_of_another = is_of_firm
        || title.is_some_and(|title| !is_titled && may_be_of_name(title))
        || words
            .get(end)
            .is_some_and(|next| end < run.end && may_be_of_name(next) && !next.classes.any(Classes::TITLE));
    if is_of_another && word.setting == Setting::Sentence
        || is_rather_a_place(article, word, person, is_titled, end - start)
    {
        return false;
    }
    if is_titled {
        person.evidence |= Evidence::SURNAME_TITLED;
    } else if start + 1 == end && run.len() == 1 {
        person.evidence |= alone(article, word);
    }
    taken[start..end].fill(true);
    person.spans.push(words[start].start..words[end - 1].end);
    true
}

/// What a surname says that stands alone.
fn alone(article: &Article<'_>, word: &Word) -> Evidence {
    let mut evidence = Evidence::SURNAME_ALONE;
    match behind(article.text, word.end, article.lists) {
        Behind::Word(next) if article.lists.classes(next).any(Classes::SPEECH) => evidence |= Evidence::SPEECH,
        _ => {}
    }
    evidence
}

/// Whether a word next to a surname makes it another's name: "Hillary" before "Clinton", "Avenue" behind it.
fn may_be_of_name(word: &Word) -> bool {
    word.form != Form::Small
        && !word.classes.any(Classes::STOP | Classes::WEEKDAY | Classes::OFFICE | Classes::PORTFOLIO)
        && !word.is_place()
        && !word.is_settled()
}

/// Whether a surname that is a known place's name is rather the place.
fn is_rather_a_place(article: &Article<'_>, word: &Word, person: &Person<'_>, is_titled: bool, length: usize) -> bool {
    if !word.is_place() || is_titled || length > 1 {
        return false;
    }
    let is_located = matches!(before(article.text, word.start), Before::Word(before) if LOCATIVES.contains(&before));
    !person.is_place || is_located
}

/// Whether the word is the same, whatever its case in a line of capitals.
fn same(article: &Article<'_>, word: &Word, name: &str) -> bool {
    let text = word.text(article.text);
    text == name || word.setting == Setting::Capitals && text.eq_ignore_ascii_case(name)
}

fn bytes(article: &Article<'_>, words: &Range<usize>) -> Range<usize> {
    article.words[words.start].start..article.words[words.end - 1].end
}
