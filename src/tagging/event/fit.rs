//! Whether a phrase stands at a place of a sentence, with who did it to whom.

use super::clause::{Chain, Clause, Head, Subject};
use super::lexicon::{Class, Element, Form, Phrase, Shape, Slot, Want};
use super::token::Token;
use super::{ActorKind, Found};
use crate::domain::Plover;

/// The most words that a phrase may leave out at a time.
const MAX_GAP: usize = 4;
/// How far behind a phrase its partner may stand ("talks on grain exports with Turkey").
const MAX_TO_PARTNER: usize = 7;

/// A phrase that fits, and how surely it is what the sentence tells.
pub(super) struct Fit {
    pub found: Found,
    /// The main clause before a subordinate one, the first verb before the next.
    pub rank: (bool, usize),
    pub weight: usize,
    /// The token behind the phrase and its whom.
    pub end: usize,
}

/// The words of a phrase as they stand.
#[derive(Clone, Copy)]
struct Words {
    /// Behind the last word given.
    last: usize,
    /// Behind everything, the whom included.
    end: usize,
    whom: Option<usize>,
    negated: bool,
}

/// The phrase at the token `at`, whose word has this form, when it fits.
pub(super) fn fit(clause: &Clause<'_>, phrase: &Phrase, form: Form, at: usize) -> Option<Fit> {
    match phrase.shape {
        Shape::Act | Shape::Force | Shape::Meeting | Shape::Mutual => {
            passive(clause, phrase, form, at).or_else(|| active(clause, phrase, form, at))
        }
        Shape::Noun => noun(clause, phrase, at),
        Shape::Pair => pair(clause, phrase, at),
    }
}

/// How many words a trap at the token `at` gives; only longer phrases are no part of it.
pub(super) fn trap(clause: &Clause<'_>, phrase: &Phrase, at: usize) -> Option<usize> {
    (phrase.verb.is_none() && words(clause, &phrase.rest, at + 1).is_some()).then_some(phrase.weight)
}

/// Whether the phrase stands at `at` as a second verb of the same doer.
pub(super) fn follows(clause: &Clause<'_>, phrase: &Phrase, form: Form, at: usize) -> bool {
    !matches!(phrase.shape, Shape::Noun | Shape::Pair)
        && (form.third || form.past || form.base)
        && words(clause, &phrase.rest, at + 1).is_some()
}

fn active(clause: &Clause<'_>, phrase: &Phrase, form: Form, at: usize) -> Option<Fit> {
    let chain = clause.chain(at);
    if !Clause::is_active(form, &chain) || clause.word(at + 1) == "by" {
        return None;
    }
    let words = words(clause, &phrase.rest, clause.behind_time(at + 1))?;
    if words.whom.is_none() && phrase.rest.iter().any(is_optional) && !has_object(clause, words.last) {
        return None;
    }
    let subject = clause.subject(chain.start, false)?;
    let who = *subject.actors.first()?;
    let partner = (phrase.shape == Shape::Mutual).then(|| partner(clause, words.end, &subject)).flatten();
    let whom = words.whom.or(partner).or_else(|| governed(clause, phrase, words.end));
    if phrase.needs_partner && whom.is_none() || !can_do(clause, phrase, who, whom, subject.head) {
        return None;
    }
    told(clause, phrase, at, words, &Telling { who, whom, chain: &chain, subject: &subject })
}

/// "Ankara condemned by Athens": the doer stands behind.
fn passive(clause: &Clause<'_>, phrase: &Phrase, form: Form, at: usize) -> Option<Fit> {
    if !form.participle || !matches!(phrase.rest.first(), Some(Element::Whom(slot)) if slot.want == Want::Any) {
        return None;
    }
    let who = clause.agent(at)?;
    let chain = clause.chain(at);
    let subject = clause.subject(chain.start, false);
    let whom = match &subject {
        Some(subject) => *subject.actors.first()?,
        None => clause.owner(chain.start)?,
    };
    let subject =
        subject.unwrap_or(Subject { actors: Vec::new(), head: Head::Bare, subordinate: false, hypothetical: false });
    let words = Words { last: at + 1, end: at + 1, whom: Some(whom), negated: false };
    if !can_do(clause, phrase, who, Some(whom), Head::Bare) {
        return None;
    }
    told(clause, phrase, at, words, &Telling { who, whom: Some(whom), chain: &chain, subject: &subject })
}

/// "Russian strike on Ukraine kills": the doer's name is the noun's adjective.
fn noun(clause: &Clause<'_>, phrase: &Phrase, at: usize) -> Option<Fit> {
    let words = words(clause, &phrase.rest, at)?;
    let subject = (at.saturating_sub(3)..=at)
        .rev()
        .filter(|&end| clause.are_modifiers(end, at))
        .find_map(|end| clause.subject(end, true))?;
    let who = *subject.actors.first()?;
    let chain = Chain::default();
    if subject.head == Head::Crowd || !can_do(clause, phrase, who, words.whom, Head::Bare) {
        return None;
    }
    told(clause, phrase, at, words, &Telling { who, whom: words.whom, chain: &chain, subject: &subject })
}

/// "Russia-Ukraine talks resume", "talks between Russia and Ukraine resume".
fn pair(clause: &Clause<'_>, phrase: &Phrase, at: usize) -> Option<Fit> {
    let (first, rest) = phrase.rest.split_first()?;
    if clause.word(at + 1) == "between" && clause.begins_before(at) {
        words(clause, std::slice::from_ref(first), at)?;
        let (actors, behind) = clause.couple(at + 2)?;
        let words = words(clause, rest, behind)?;
        let subject = Subject { actors, head: Head::Bare, subordinate: false, hypothetical: false };
        return couple(clause, phrase, at, words, &subject);
    }
    let words = words(clause, &phrase.rest, at)?;
    let subject = (at.saturating_sub(3)..=at)
        .rev()
        .filter(|&end| clause.are_modifiers(end, at))
        .find_map(|end| clause.subject(end, true))?;
    couple(clause, phrase, at, words, &subject)
}

fn couple(clause: &Clause<'_>, phrase: &Phrase, at: usize, words: Words, subject: &Subject) -> Option<Fit> {
    let (who, whom) = (*subject.actors.first()?, second(clause, subject)?);
    let chain = Chain { conditional: (at..words.end).any(|at| clause.word(at) == "to"), ..Chain::default() };
    told(clause, phrase, at, words, &Telling { who, whom: Some(whom), chain: &chain, subject })
}

/// Matches the elements from `at` on; the shortest gap that fits.
fn words(clause: &Clause<'_>, elements: &[Element], at: usize) -> Option<Words> {
    let Some((first, rest)) = elements.split_first() else {
        return Some(Words { last: at, end: at, whom: None, negated: false });
    };
    match first {
        Element::Words(rows) => rows.iter().find_map(|row| {
            let end = at + row.len();
            let stands = row.iter().enumerate().all(|(place, word)| clause.word(at + place) == word);
            let found = if stands { words(clause, rest, end)? } else { return None };
            Some(Words { last: found.last.max(end), ..found })
        }),
        Element::Gap => (0..=MAX_GAP).find_map(|length| {
            let mut gap = at..at + length;
            if !gap.clone().all(|at| can_be_left_out(clause, at)) {
                return None;
            }
            let found = words(clause, rest, at + length)?;
            let negated = found.negated || gap.any(|at| clause.word(at) == "no");
            Some(Words { negated, ..found })
        }),
        Element::Whom(slot) => whom(clause, *slot, rest, at),
    }
}

fn whom(clause: &Clause<'_>, slot: Slot, rest: &[Element], at: usize) -> Option<Words> {
    let named = clause.whom(at, slot).and_then(|(actor, next)| {
        // What belongs to the whom may have a name of its own: "strike on Ukrainian grain port kills".
        let ends = if slot.loose && !rest.is_empty() { next..=next + MAX_GAP } else { next..=next };
        let mut ends = ends.filter(|&end| clause.are_modifiers(next, end));
        let (next, found) = ends.find_map(|end| Some((end, words(clause, rest, end)?)))?;
        // What stands behind the whom ("of" in "accuses Israel of") belongs to the phrase; the whom alone does not.
        let last = if rest.is_empty() { at } else { found.last };
        Some(Words { last, end: found.end.max(next), whom: Some(actor), ..found })
    });
    named.or_else(|| if slot.optional { words(clause, rest, at) } else { None })
}

fn can_be_left_out(clause: &Clause<'_>, at: usize) -> bool {
    clause.token(at).is_some_and(|token| {
        let is_joint = token.is_mark('-') || token.is_mark('&');
        let is_name = !token.is_word() && !matches!(token.kind, super::token::TokenKind::Mark(_));
        let is_free = token.is_word() && (!token.has(Class::Stop) || token.word() == "and");
        (is_free || is_name || is_joint) && !token.quoted
    })
}

fn is_optional(element: &Element) -> bool {
    matches!(element, Element::Whom(slot) if slot.optional)
}

/// Whether something stands behind the verb that it may govern: "condemned the attack", not "condemned over".
fn has_object(clause: &Clause<'_>, at: usize) -> bool {
    clause.token(at).is_some_and(|token| {
        token.is_word() && !token.has(Class::Stop) && !token.has(Class::Day) && !token.has(Class::Behind)
    })
}

/// The other side of a mutual act: behind "with", or the second before the verb.
fn partner(clause: &Clause<'_>, from: usize, subject: &Subject) -> Option<usize> {
    let slot = Slot { loose: false, optional: false, want: Want::Any };
    let with = (from..from + MAX_TO_PARTNER)
        .take_while(|&at| clause.token(at).is_some_and(Token::is_word) || !is_end(clause, at))
        .find(|&at| clause.word(at) == "with");
    let behind = with.and_then(|with| clause.whom(with + 1, slot)).map(|(actor, _)| actor);
    behind.or_else(|| second(clause, subject))
}

fn is_end(clause: &Clause<'_>, at: usize) -> bool {
    clause.token(at).is_none_or(|token| matches!(token.kind, super::token::TokenKind::Mark(_)))
}

fn second(clause: &Clause<'_>, subject: &Subject) -> Option<usize> {
    let entity = |actor: usize| clause.actors[actor].entity;
    let first = *subject.actors.first()?;
    subject.actors.iter().copied().find(|&other| entity(other) != entity(first))
}

/// "refuses to send arms to Kyiv": the whom of what is refused.
fn governed(clause: &Clause<'_>, phrase: &Phrase, at: usize) -> Option<usize> {
    if !matches!(phrase.rest.last(), Some(Element::Words(rows)) if rows.iter().any(|row| row.as_slice() == ["to"])) {
        return None;
    }
    let begun = clause.lexicon.begun_by(clause.word(at)).iter().filter(|(_, form)| form.base);
    begun
        .filter_map(|&(inner, _)| words(clause, &clause.lexicon.phrases[inner].rest, at + 1))
        .find_map(|words| words.whom)
}

/// Whether such a doer can do such a thing.
fn can_do(clause: &Clause<'_>, phrase: &Phrase, who: usize, whom: Option<usize>, head: Head) -> bool {
    let is_person = |actor: usize| clause.kind(actor) == ActorKind::Person;
    let is_country = |actor: usize| clause.kind(actor) == ActorKind::Country;
    let is_of_words = phrase.shape == Shape::Force && (is_person(who) || whom.is_some_and(is_person));
    let is_match =
        phrase.shape == Shape::Meeting && head == Head::Bare && is_country(who) && whom.is_some_and(is_country);
    let is_able = match head {
        Head::Crowd => phrase.verb == Some(Plover::Protest),
        Head::Means => matches!(phrase.verb, Some(Plover::Assault | Plover::Mobilize | Plover::Coerce)),
        Head::Bare | Head::Office => true,
        Head::Adjective => false,
    };
    is_able && !is_of_words && !is_match && whom != Some(who)
}

struct Telling<'a> {
    who: usize,
    whom: Option<usize>,
    chain: &'a Chain,
    subject: &'a Subject,
}

fn told(clause: &Clause<'_>, phrase: &Phrase, at: usize, words: Words, telling: &Telling<'_>) -> Option<Fit> {
    let &Telling { who, whom, chain, subject } = telling;
    let last = words.last.max(at + 1) - 1;
    Some(Fit {
        found: Found {
            verb: phrase.verb?,
            phrase: clause.tokens[at].start..clause.tokens[last].end,
            who,
            whom,
            negated: chain.negated || words.negated,
            conditional: chain.conditional || phrase.considered || subject.hypothetical,
            historical: false,
        },
        rank: (subject.subordinate, at),
        weight: phrase.weight,
        end: words.end,
    })
}
