//! Organisations: by the head of their name, by their acronym, and by what is said of them.

use std::ops::Range;

use super::Article;
use super::KnownKind;
use super::around::{Before, Behind, before, behind, first_word, owner_before};
use super::lists::Classes;
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
const ACRONYM_MAX: usize = 8;

/// The organisations among words that follow each other, ascending.
pub(super) fn read(article: &Article<'_>, run: Range<usize>, found: &mut Vec<Found>) {
    if article.words[run.start].setting != Setting::Sentence {
        return;
    }
    let mut start = run.start;
    while start < run.end {
        let end = run.end.min(start + WORDS_MAX);
        let name = firm(article, start, end)
            .or_else(|| by_head(article, start..end))
            .or_else(|| (end == run.end).then(|| by_acronym(article, start..end)).flatten())
            .or_else(|| by_cue(article, &run, start));
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

/// A name from the list of firms.
fn firm(article: &Article<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let words = &article.words;
    if !words[start].classes.any(Classes::FIRM) || words[start].is_settled() {
        return None;
    }
    let ends = (start + 1..=end.min(start + 4)).rev();
    ends.map(|end| start..end).find(|name| article.lists.is_firm(article.phrase(name)))
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

/// Whether a name of an organisation may begin with the word.
fn begins_name(word: &Word) -> bool {
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
        let is_and = || {
            let is_portfolio = |index: usize| words.get(index).is_some_and(|word| word.classes.any(Classes::PORTFOLIO));
            word.text(article.text) == "and" && is_portfolio(index - 1) && is_portfolio(index + 1)
        };
        return index > start && (word.text(article.text) == "&" || is_and());
    }
    let is_office = word.classes.any(Classes::TITLE)
        && !word.classes.any(Classes::COMMON | Classes::PORTFOLIO)
        && !article.text[..word.start].ends_with("& ");
    let is_other =
        is_office || word.is_settled() || word.classes.any(Classes::STOP | Classes::WEEKDAY | Classes::MONTH);
    !is_other && (index == start || !article.follows_comma(index) || is_of_list(article, index))
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
        Some(legal) => legal,
        None => words.iter().rposition(is_head)?,
    };
    let next = words.get(head + 1);
    let is_thing = next.is_some_and(|word| word.classes.any(Classes::THING) && !word.classes.any(Classes::HEAD));
    (!is_thing || legal.is_some()).then_some(name.start + head)
}

/// Where a name with this head ends: "of Foreign Affairs" belongs to "Ministry".
fn joined_end(article: &Article<'_>, head: usize, run_end: usize) -> usize {
    let words = &article.words;
    if !words[head].classes.any(Classes::BODY) {
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
        let stop = (begin..run_end).find(|&index| !continues_name(article, begin, index)).unwrap_or(run_end);
        if stop == begin {
            break;
        }
        end = stop;
    }
    end
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

/// A name that only its use shows to be an organisation's: "KDP leader X Y", "Hurriyet newspaper", "Leeds United".
fn by_cue(article: &Article<'_>, run: &Range<usize>, index: usize) -> Option<Range<usize>> {
    let words = &article.words;
    let word = &words[index];
    if !word.is_name() || word.classes.any(Classes::STOP | Classes::WEEKDAY | Classes::MONTH) {
        return None;
    }
    if let Some(club) = club(article, run, index) {
        return Some(club);
    }
    let is_alone = index == run.start && index + 1 == run.end;
    let is_free = !word.is_place()
        && !word
            .classes
            .any(Classes::TITLE | Classes::ACRONYM_OF_THING | Classes::COMMON | Classes::THING | Classes::ORGANISATION);
    if !is_free || word.end - word.start < 3 {
        return None;
    }
    let leads_office = index == run.start
        && words.get(index + 1).is_some_and(|next| {
            index + 1 < run.end
                && next.classes.any(Classes::TITLE)
                && !word.classes.any(Classes::OFFICE | Classes::PORTFOLIO | Classes::GIVEN)
        });
    let is_cued = is_alone && (cued_behind(article, word) || cued_before(article, word));
    let acts = word.form == Form::Capitals && (leads_office || is_alone && acts(article, word));
    (is_cued || acts).then_some(index..index + 1)
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

/// "newspaper Hurriyet".
fn cued_before(article: &Article<'_>, word: &Word) -> bool {
    let is_cue = |before: &str| article.lists.classes(before).any(Classes::CUE_BEFORE);
    matches!(before(article.text, word.start), Before::Word(before) if is_cue(before))
}

/// "KDP leader", "the KDP said".
fn acts(article: &Article<'_>, word: &Word) -> bool {
    word.end - word.start <= ACRONYM_MAX
        && match behind(article.text, word.end, article.lists) {
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

/// The name with its acronym and country. A nationality before a ministry is not of the ministry's name.
fn described(article: &Article<'_>, name: Range<usize>) -> Found {
    let words = &article.words;
    let generic = is_generic(article, &name);
    let country = article.country_in(words[name.start].start..words[name.end - 1].end).or_else(|| {
        owner_before(article.text, words[name.start].start).and_then(|end| article.country_in(end - 1..end))
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
