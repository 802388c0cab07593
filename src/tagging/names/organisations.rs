//! Organisations: by the list of firms, by the head of their name, by their acronym.

use std::ops::Range;

use super::Article;
use super::KnownKind;
use super::around::{begins_sentence, owner_before};
use super::lists::{Classes, Firm};
use super::use_of_names::by_use;
use super::words::{Form, Setting, Word};

/// An organisation's name.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Places in [`Article::words`].
    pub words: Range<usize>,
    pub acronym: Option<Range<usize>>,
    pub country: Option<Range<usize>>,
}

/// The most words of a name.
const WORDS_MAX: usize = 12;

/// The longest acronym that is believed.
pub(super) const ACRONYM_MAX: usize = 8;

/// The most words of a firm's name that only the list tells.
const FIRM_WORDS_MAX: usize = 5;

/// The most words behind a head that stands first: "Radio France Internationale".
const LED_WORDS_MAX: usize = 4;

/// The organisations among words that follow each other, ascending.
pub(super) fn read(article: &Article<'_>, run: Range<usize>, found: &mut Vec<Found>) {
    if article.words[run.start].setting != Setting::Sentence {
        return;
    }
    let mut start = run.start;
    while start < run.end {
        let end = run.end.min(start + WORDS_MAX);
        let name = longer(firm(article, &run, start..end), by_head(article, start..end))
            .or_else(|| by_lead(article, start..end))
            .or_else(|| (end == run.end).then(|| by_acronym(article, start..end)).flatten())
            .or_else(|| by_use(article, &run, start));
        start = match name {
            Some(name) => {
                let end = name.end;
                found.push(described(article, name));
                end
            }
            None => start + 1,
        };
    }
}

fn longer(one: Option<Range<usize>>, other: Option<Range<usize>>) -> Option<Range<usize>> {
    match (one, other) {
        (Some(one), Some(other)) if other.len() > one.len() => Some(other),
        (one, other) => one.or(other),
    }
}

/// A name from the list of firms.
fn firm(article: &Article<'_>, run: &Range<usize>, near: Range<usize>) -> Option<Range<usize>> {
    let words = &article.words;
    let first = &words[near.start];
    if !first.classes.any(Classes::FIRM) || first.is_settled() && first.known != Some(KnownKind::Mask) {
        return None;
    }
    let ends = (near.start + 1..=near.end.min(near.start + FIRM_WORDS_MAX)).rev();
    ends.map(|end| near.start..end).find(|name| is_firm(article, run, name))
}

/// Whether the phrase is a firm's name here: one of a single word is none as a part of another's ("Jerry Springer").
fn is_firm(article: &Article<'_>, run: &Range<usize>, name: &Range<usize>) -> bool {
    let words = &article.words;
    let Some(told) = article.lists.firm(article.phrase(name)) else { return false };
    if name.len() > 1 {
        // "York City" is none within "New York City".
        return name.start == run.start || !(words[name.start - 1].is_place() && words[name.start].is_place());
    }
    let word = &words[name.start];
    let is_apart = |other: &Word| {
        other.form == Form::Small
            || other.is_place()
            || other.is_settled()
            || other.classes.any(Classes::TITLE | Classes::OFFICE | Classes::STOP | Classes::WEEKDAY | Classes::MONTH)
    };
    let is_led = name.start > run.start && !is_apart(&words[name.start - 1]);
    let is_continued = name.end < run.end && !is_apart(&words[name.end]) && !article.follows_comma(name.end);
    let is_word = told == Firm::Word || word.classes.any(Classes::GIVEN | Classes::SURNAME) || word.is_place();
    let is_addressed = name.start > run.start && words[name.start - 1].classes.any(Classes::TITLE);
    let is_person = word.classes.any(Classes::GIVEN) || is_addressed;
    let begins = || begins_sentence(article.text, word.start);
    !is_led && !is_continued && !(is_word && (is_person || begins()))
}

/// A name that begins with the first word and has a head: "Free Syrian Army", "Ministry of Health".
fn by_head(article: &Article<'_>, run: Range<usize>) -> Option<Range<usize>> {
    let words = &article.words;
    if !begins_name(&words[run.start]) {
        return None;
    }
    let plain_end = (run.start..run.end).find(|&index| !continues_name(article, run.start, index)).unwrap_or(run.end);
    let plain = run.start..plain_end;
    if let Some(head) = last_head(article, &plain) {
        let name = run.start..joined_end(article, head, run.end);
        return is_organisation(article, &name, head).then_some(name);
    }
    None
}

/// A name whose head stands first, as in other languages: "Banco Popular", "Radio France Internationale".
fn by_lead(article: &Article<'_>, run: Range<usize>) -> Option<Range<usize>> {
    let words = &article.words;
    let leads = words[run.start].classes.any(Classes::LEAD) && words[run.start].is_name();
    let goes_on = |&index: &usize| {
        let word = &words[index];
        let is_particle = || word.classes.any(Classes::PARTICLE) && index + 1 < run.end;
        let is_other = word.classes.any(Classes::TITLE | Classes::WEEKDAY | Classes::MONTH | Classes::THING);
        !article.follows_comma(index) && !is_other && (word.is_name() || is_particle())
    };
    let rest = (run.start + 1..run.end).take(LED_WORDS_MAX).take_while(goes_on).count();
    let end = run.start + 1 + rest - usize::from(words[run.start + rest].form == Form::Small);
    (leads && end > run.start + 1).then_some(run.start..end)
}

/// Whether a name of an organisation may begin with the word.
pub(super) fn begins_name(word: &Word) -> bool {
    let is_office = word.classes.any(Classes::TITLE) && !word.classes.any(Classes::COMMON | Classes::PORTFOLIO);
    (word.is_name() || word.form == Form::Initials)
        && !is_office
        && !word.classes.any(Classes::STOP | Classes::WEEKDAY | Classes::LEGAL_FORM)
}

/// Whether a name that begins at `start` holds the word too: "&" joins any, "and" what ministries are for.
fn continues_name(article: &Article<'_>, start: usize, index: usize) -> bool {
    let words = &article.words;
    let word = &words[index];
    if word.form == Form::Small {
        let is_and = || word.text(article.text) == "and" && is_within(article, index);
        return index > start && (word.text(article.text) == "&" || is_and());
    }
    let is_office = word.classes.any(Classes::TITLE)
        && !word.classes.any(Classes::COMMON | Classes::PORTFOLIO)
        && !article.text[..word.start].ends_with("& ");
    let is_other =
        is_office || word.is_settled() || word.classes.any(Classes::STOP | Classes::WEEKDAY | Classes::MONTH);
    !is_other && (index == start || !article.follows_comma(index) || is_of_list(article, index))
}

/// Whether "and" stands within a name: between what ministries are for, or the trades of a company.
fn is_within(article: &Article<'_>, and: usize) -> bool {
    let is_any = |index: usize, classes: Classes| {
        article.words.get(index).is_some_and(|word| word.joined && word.classes.any(classes))
    };
    let is_trade = |index: usize| {
        is_any(index, Classes::PORTFOLIO | Classes::COMMON | Classes::HEAD) && !is_any(index, Classes::BODY)
    };
    let ends = || (and + 2..and + 4).any(|index| is_any(index, Classes::LEGAL_FORM | Classes::BODY));
    let is_portfolio = |index| is_any(index, Classes::PORTFOLIO);
    let before = article.words[and - 1].classes;
    before.any(Classes::PORTFOLIO) && is_portfolio(and + 1)
        || before.any(Classes::PORTFOLIO | Classes::COMMON | Classes::HEAD)
            && !before.any(Classes::BODY)
            && is_trade(and + 1)
            && ends()
}

/// Whether the word behind a comma goes on telling what a ministry is for: ", Health and Welfare".
fn is_of_list(article: &Article<'_>, index: usize) -> bool {
    let words = article.words[index..].iter().take(6);
    let mut list =
        words.take_while(|word| word.joined && (word.form == Form::Small || word.classes.any(Classes::PORTFOLIO)));
    list.any(|word| word.text(article.text) == "and")
}

/// The head that ends the name among the words: the last one, unless a thing follows ("Army Base").
fn last_head(article: &Article<'_>, name: &Range<usize>) -> Option<usize> {
    let words = &article.words[name.clone()];
    let legal = words.iter().position(|word| word.classes.any(Classes::LEGAL_FORM)).filter(|&at| at > 0);
    let is_head = |word: &Word| word.classes.any(Classes::HEAD) && !word.is_place();
    let head = match legal {
        Some(legal) => {
            legal + words[legal + 1..].iter().take_while(|word| word.classes.any(Classes::LEGAL_FORM)).count()
        }
        None => words.iter().rposition(is_head)?,
    };
    let next = words.get(head + 1);
    let is_thing = next.is_some_and(|word| word.classes.any(Classes::THING) && !word.classes.any(Classes::HEAD));
    (!is_thing || legal.is_some()).then_some(name.start + head)
}

/// Where a name with this head ends: "of Foreign Affairs" belongs to "Ministry".
fn joined_end(article: &Article<'_>, head: usize, run_end: usize) -> usize {
    let words = &article.words;
    let is_of_a_place = || {
        let of = words.get(head + 1).is_some_and(|word| word.form == Form::Small && word.text(article.text) == "of");
        of && head + 2 < run_end && words[head + 2].is_place()
    };
    let classes = words[head].classes;
    let may_go_on = classes.any(Classes::BODY) || classes.any(Classes::LEGAL_FORM) && is_of_a_place();
    if !may_go_on {
        return head + 1;
    }
    let is_joint = |index: usize| {
        words[index].form == Form::Small
            && matches!(
                words[index].text(article.text),
                "of" | "for" | "on" | "de" | "del" | "della" | "des" | "du" | "da" | "do"
            )
    };
    let mut end = head + 1;
    while end < run_end && is_joint(end) {
        let begin = (end..run_end).find(|&index| words[index].form != Form::Small).unwrap_or(run_end);
        let reach =
            |begin: usize| (begin..run_end).find(|&index| !continues_name(article, begin, index)).unwrap_or(run_end);
        let stop = reach(begin);
        let is_person = stop == begin + 2 && words[begin].classes.any(Classes::GIVEN) && {
            let surname = &words[begin + 1];
            surname.classes.any(Classes::SURNAME) || !surname.classes.any(Classes::NOT_OF_PEOPLE)
        };
        if stop == begin || is_person {
            break;
        }
        end = if is_and_more(article, stop, run_end) { reach(stop + 1) } else { stop };
    }
    end
}

/// Whether "and" goes on with what a body is for: "Party of Rebirth and Conciliation", but no second name.
fn is_and_more(article: &Article<'_>, and: usize, run_end: usize) -> bool {
    let words = &article.words;
    let other = Classes::TITLE | Classes::GIVEN | Classes::SURNAME | Classes::BODY | Classes::STOP | Classes::WEEKDAY;
    and + 1 < run_end && words[and].text(article.text) == "and" && {
        let (last, next) = (&words[and - 1], &words[and + 1]);
        let is_telling = |word: &Word| word.form == Form::Capitalised && !word.is_place() && !word.is_settled();
        is_telling(last) && is_telling(next) && !next.classes.any(other)
    }
}

/// Whether the words with the head at `head` name something: a head needs a word before it, or what it is for.
fn is_organisation(article: &Article<'_>, name: &Range<usize>, head: usize) -> bool {
    let words = &article.words;
    let before = &words[name.start..head];
    if head + 1 < name.end {
        return true;
    }
    let is_state = |word: &Word| matches!(word.known, Some(KnownKind::Demonym | KnownKind::Country));
    let is_vague =
        words[head].classes.any(Classes::BODY) && before.iter().all(is_state) && !is_told_by_nation(article, head);
    let next = words.get(head + 1).filter(|next| next.joined);
    let is_office =
        words[head].classes.any(Classes::PORTFOLIO) && next.is_some_and(|next| next.classes.any(Classes::TITLE));
    !before.is_empty() && !is_vague && !is_office
}

/// Bodies that a nation is enough to tell: "Anglican Church", "Jordanian University", but no "French Ministry".
fn is_told_by_nation(article: &Article<'_>, head: usize) -> bool {
    matches!(article.words[head].text(article.text), "Bank" | "Church" | "University" | "Academy" | "Federation")
}

/// A name that its own acronym follows: "Partiya Karkeren Kurdistan (PKK)".
fn by_acronym(article: &Article<'_>, run: Range<usize>) -> Option<Range<usize>> {
    let words = &article.words[run.clone()];
    let (first, last) = (words.first()?, words.last()?);
    let is_other =
        first.is_place() && last.is_place() || first.classes.any(Classes::GIVEN) || last.classes.any(Classes::THING);
    if words.len() < 2 || !begins_name(first) || words.iter().any(Word::is_settled) || is_other {
        return None;
    }
    let acronym = acronym_behind(article, last.end)?.text(article.text);
    let initials = || words.iter().filter(|word| word.form != Form::Small).filter_map(|word| initial(article, word));
    let count = initials().count();
    (count >= 2 && initials().eq(acronym.bytes())).then_some(run)
}

fn initial(article: &Article<'_>, word: &Word) -> Option<u8> {
    word.text(article.text).bytes().next()
}

/// The acronym in brackets behind a name.
fn acronym_behind<'a>(article: &'a Article<'_>, end: usize) -> Option<&'a Word> {
    let bracket = article.text[end..].strip_prefix(" (").or_else(|| article.text[end..].strip_prefix(" ( "))?;
    let start = article.text.len() - bracket.trim_start().len();
    let word = &article.words[article.words.partition_point(|word| word.start < start)..].first()?;
    let is_acronym = word.start == start
        && word.form == Form::Capitals
        && word.end - word.start <= ACRONYM_MAX
        && article.text[word.end..].trim_start().starts_with([')', ',', ';']);
    is_acronym.then_some(word)
}

/// The name with its acronym and country. A nationality before a ministry is not of the ministry's name.
fn described(article: &Article<'_>, name: Range<usize>) -> Found {
    let words = &article.words;
    let generic = is_generic(article, &name);
    let country = article.country_in(words[name.start].start..words[name.end - 1].end).or_else(|| {
        // Before an apostrophe at the very beginning nobody stands.
        let end = owner_before(article.text, words[name.start].start).filter(|end| *end > 0)?;
        article.country_in(end - 1..end)
    });
    let acronym = acronym_behind(article, words[name.end - 1].end).map(Word::range);
    Found { words: name.start + usize::from(generic)..name.end, acronym, country }
}

/// "Russian Foreign Ministry": nationality and what any state has.
fn is_generic(article: &Article<'_>, name: &Range<usize>) -> bool {
    match &article.words[name.clone()] {
        [nation, offices @ .., head] if !offices.is_empty() => {
            matches!(nation.known, Some(KnownKind::Demonym | KnownKind::Country))
                && matches!(head.text(article.text), "Ministry" | "Department" | "Court" | "Office")
                && offices.iter().all(|word| word.classes.any(Classes::PORTFOLIO) || word.form == Form::Small)
        }
        _ => false,
    }
}
