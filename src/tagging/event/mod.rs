//! The event line: who did what to whom, from the title or else the lead, by pattern.
//!
//! A sentence becomes tokens in which the names that the tagger found stand as one each (`token`). The phrases of
//! `assets/events.toml` (`lexicon`) are looked for at every word (`fit`), and a little grammar of news English says
//! who stands before a verb (`clause`) and who behind it (`whom`). A clause that the grammar cannot read to its beginning
//! gives nothing: a blank is right more often than a guess.

mod clause;
mod fit;
mod inflect;
mod lexicon;
mod table;
#[cfg(test)]
mod tests;
mod token;
mod whom;

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use clause::Clause;
use fit::Fit;
use lexicon::{Class, Lexicon};
use token::{Token, TokenKind, tokens};

use crate::domain::Plover;

/// How much of the text behind the title is the lead, in bytes.
pub(super) const LEAD_MAX_BYTES: usize = 400;

const TABLE: &str = include_str!("../../../assets/events.toml");

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(TABLE).expect("a test reads the table in the binary"));

/// A name in the title or the lead that may act; bytes of the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Actor {
    pub start: usize,
    pub end: usize,
    pub kind: ActorKind,
    /// Whether a demonym is the people's plural ("Russians") and so needs no noun.
    pub plural: bool,
    /// The same for all names of one thing.
    pub entity: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ActorKind {
    /// A country by its name.
    Country,
    /// A country by its adjective: it acts only with a noun ("Russian forces").
    Demonym,
    /// A capital or a building that acts for its country.
    Capital,
    Person,
    Organisation,
}

/// The event that was found; `who` and `whom` are places in the list of actors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub verb: Plover,
    /// Bytes of the folded text.
    pub phrase: Range<usize>,
    pub who: usize,
    pub whom: Option<usize>,
    pub negated: bool,
    pub conditional: bool,
    pub historical: bool,
}

/// What is read in a sentence.
enum Reading {
    Event(Found),
    /// Nothing.
    Blank,
    /// It asks, explains, argues or reports sport: the lead is not asked either.
    Unfit,
}

/// What the title says was done, or else the first sentence of the lead. `text` is the folded title, `\n` and text;
/// `actors` ascend without overlaps, and those behind the lead are not looked at.
pub(super) fn event(text: &str, title_end: usize, actors: &[Actor]) -> Option<Found> {
    let lexicon = &*LEXICON;
    let title = &text[..title_end];
    if title.contains('?') {
        return None;
    }
    for sentence in sentences(title, 0) {
        match read(lexicon, text, sentence, actors, true) {
            Reading::Event(found) => return Some(found),
            Reading::Unfit => return None,
            Reading::Blank => {}
        }
    }
    let start = text[title_end..].find(|c: char| !c.is_whitespace()).map(|at| title_end + at)?;
    let lead = &text[start..text.floor_char_boundary(start + LEAD_MAX_BYTES)];
    let lead = lead.split('\n').next().unwrap_or_default();
    match read(lexicon, text, sentences(lead, start).next()?, actors, false) {
        Reading::Event(found) => Some(found),
        Reading::Blank | Reading::Unfit => None,
    }
}

fn read(lexicon: &Lexicon, text: &str, sentence: Range<usize>, actors: &[Actor], is_title: bool) -> Reading {
    let from = actors.partition_point(|actor| actor.start < sentence.start);
    let to = actors.partition_point(|actor| actor.end <= sentence.end);
    let Some(here) = actors.get(from..to) else { return Reading::Blank };
    // Without anybody who may act there is no event; only a title is read on, whether it asks or explains.
    if here.is_empty() && !is_title {
        return Reading::Blank;
    }
    let is_question = text[sentence.clone()].ends_with('?');
    let tokens = tokens(lexicon, text, sentence, here);
    if is_question || is_unfit(&tokens, is_title) {
        return Reading::Unfit;
    }
    let clause = Clause { lexicon, tokens: &tokens, actors: here };
    match best(&clause) {
        Some(mut fit) => {
            fit.found.conditional |= fit.found.verb != Plover::Threaten && tokens.iter().any(is_condition);
            fit.found.historical = is_history(&clause);
            fit.found.who += from;
            fit.found.whom = fit.found.whom.map(|whom| whom + from);
            Reading::Event(fit.found)
        }
        None => Reading::Blank,
    }
}

/// The event that the sentence tells first; None when two are equally likely or pull different ways.
fn best(clause: &Clause<'_>) -> Option<Fit> {
    let mut fits: Vec<Fit> = Vec::new();
    for (at, token) in clause.tokens.iter().enumerate().filter(|(_, token)| !token.quoted) {
        let begun = clause.lexicon.begun_by(token.word());
        let phrases = || begun.iter().map(|&(phrase, form)| (&clause.lexicon.phrases[phrase], form));
        let trap = phrases().filter_map(|(phrase, _)| fit::trap(clause, phrase, at)).max().unwrap_or_default();
        let here = phrases().filter(|(phrase, _)| phrase.weight > trap);
        fits.extend(here.filter_map(|(phrase, form)| fit::fit(clause, phrase, form, at)));
    }
    // Of the phrases at one word, the one with the most words, with a whom, and that reaches farthest.
    let likely = |fit: &Fit| (fit.rank, Reverse((fit.weight, fit.found.whom.is_some(), fit.end)));
    let best = fits.iter().min_by_key(|fit| likely(fit))?;
    let is_tied = fits.iter().any(|fit| likely(fit) == likely(best) && fit.found.verb != best.found.verb);
    if is_tied || is_contradicted(clause, best) {
        return None;
    }
    // The longest phrase may leave out the whom that a shorter one names ("bombs * port", "bombs Syrian port").
    let names = |fit: &Fit| fit.rank == best.rank && fit.found.verb == best.found.verb && fit.found.whom.is_some();
    let best = fits.iter().filter(|fit| names(fit)).min_by_key(|fit| likely(fit)).unwrap_or(best);
    let best = fits.iter().position(|fit| std::ptr::eq(fit, best))?;
    Some(fits.swap_remove(best))
}

/// "praises Kyiv but rejects its plan": a second verb of the same doer pulls the other way.
fn is_contradicted(clause: &Clause<'_>, fit: &Fit) -> bool {
    (fit.end + 1..clause.tokens.len()).any(|at| {
        let before = &clause.tokens[at - 1];
        let joins = before.is_mark(',') || before.has(Class::Joining);
        joins
            && clause.lexicon.begun_by(clause.word(at)).iter().any(|&(phrase, form)| {
                let phrase = &clause.lexicon.phrases[phrase];
                let pulls = phrase.verb.is_some_and(|verb| verb.is_cooperation() != fit.found.verb.is_cooperation());
                pulls && fit::follows(clause, phrase, form, at)
            })
    })
}

/// A headline that asks ("Why …"), is labelled as a view ("Opinion: …"), or is of sport.
fn is_unfit(tokens: &[Token], is_title: bool) -> bool {
    let is_asking = is_title && tokens.first().is_some_and(|token| token.has(Class::Asking));
    let is_label = |at: usize| {
        let is_bar = |at: usize| {
            tokens.get(at).is_some_and(|token| matches!(token.kind, TokenKind::Mark(':' | '|' | '—' | ',')))
        };
        tokens[at].has(Class::Label) && (at < 3 && is_bar(at + 1) || at + 3 > tokens.len() && at > 0 && is_bar(at - 1))
    };
    is_asking || is_title && (0..tokens.len()).any(is_label) || tokens.iter().any(|token| token.has(Class::Sport))
}

fn is_condition(token: &Token) -> bool {
    matches!(token.word(), "if" | "unless")
}

/// "years ago", "in 1967", "on the anniversary of"
fn is_history(clause: &Clause<'_>) -> bool {
    let is_year = |word: &str| {
        let digits = word.strip_suffix('s').unwrap_or(word);
        digits.len() == 4
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (digits.starts_with('1') || digits.starts_with("20"))
    };
    let is_span = |word: &str| matches!(word, "years" | "decades" | "century" | "centuries" | "months" | "year");
    clause.tokens.iter().enumerate().any(|(at, token)| {
        let word = |back: usize| at.checked_sub(back).map_or("", |at| clause.word(at));
        token.has(Class::Past)
            || is_year(token.word())
                && (matches!(word(1), "in" | "of" | "during") || word(1) == "the" && word(2) == "in")
            || token.word() == "ago" && is_span(word(1))
            || matches!(token.word(), "after" | "since" | "on") && matches!(word(1), "years" | "decades")
    })
}

/// The sentences of a line that begins at `offset` of the text.
fn sentences(line: &str, offset: usize) -> impl Iterator<Item = Range<usize>> + use<'_> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = line.get(start..).filter(|rest| !rest.is_empty())?;
        let end = rest.match_indices(['.', '!', '?']).map(|(at, stop)| at + stop.len()).find(|&at| ends(rest, at));
        let length = end.unwrap_or(rest.len());
        let sentence = offset + start..offset + start + length;
        start += length;
        Some(sentence)
    })
}

/// Whether the stop before `at` ends a sentence: a space and a capital or a quotation follow, and no initial or
/// abbreviation stands before.
fn ends(text: &str, at: usize) -> bool {
    let Some(after) = text[at..].strip_prefix(' ') else { return false };
    let word = text[..at - 1].rsplit(' ').next().unwrap_or_default();
    let is_abbreviation = word.chars().count() <= 1
        || word.contains('.')
        || matches!(
            word,
            "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "Gov" | "Sen" | "Rep" | "Gen" | "Lt" | "Col" | "No" | "vs"
        );
    !is_abbreviation && after.starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric())
}
