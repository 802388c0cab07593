//! Who stands before a verb: a little grammar of news English, over one sentence's tokens.

use super::lexicon::{Class, Form, Lexicon};
use super::token::{Token, TokenKind};
use super::{Actor, ActorKind};

/// The most words between a name and the noun it belongs to ("Israeli far-right national security minister").
pub(super) const MAX_MODIFIERS: usize = 4;
/// The most words of a place or an office behind a noun ("US envoy for the Middle East").
const MAX_ADDITION: usize = 5;
/// The most words of an apposition ("Lavrov, Russia's foreign minister, meets").
const MAX_APPOSITION: usize = 12;

/// A sentence that is being read.
pub(super) struct Clause<'a> {
    pub lexicon: &'a Lexicon,
    pub tokens: &'a [Token],
    pub actors: &'a [Actor],
}

/// Who a row of nouns names.
#[derive(Debug)]
pub(super) struct Subject {
    /// In the order they stand.
    pub actors: Vec<usize>,
    pub head: Head,
    /// The clause begins with "as", "after" or the like.
    pub subordinate: bool,
    /// The clause begins with "if" or the like.
    pub hypothetical: bool,
}

/// What an actor's name is the adjective of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// Nothing: the actor itself.
    Bare,
    Office,
    Means,
    Crowd,
    /// The noun is missing ("Russian", "Russia's").
    Adjective,
}

/// What stands between a doer and the verb.
#[derive(Debug, Default)]
pub(super) struct Chain {
    /// The token behind the doer.
    pub start: usize,
    pub negated: bool,
    pub conditional: bool,
    /// The nearest is a form of "be".
    pub be: bool,
}

/// A name with what belongs to it.
pub(super) struct Item {
    pub actor: usize,
    pub next: usize,
    pub head: Head,
}

impl Clause<'_> {
    pub fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub fn has(&self, at: usize, class: Class) -> bool {
        self.token(at).is_some_and(|token| token.has(class))
    }

    pub fn word(&self, at: usize) -> &str {
        self.token(at).map_or("", Token::word)
    }

    pub fn actor(&self, at: usize) -> Option<usize> {
        match self.token(at)?.kind {
            TokenKind::Actor(index) => Some(index),
            _ => None,
        }
    }

    pub fn kind(&self, actor: usize) -> ActorKind {
        self.actors[actor].kind
    }

    pub fn is_state(&self, actor: usize) -> bool {
        matches!(self.kind(actor), ActorKind::Country | ActorKind::Demonym | ActorKind::Capital)
    }

    /// The auxiliaries and adverbs before the verb at `verb`.
    pub fn chain(&self, verb: usize) -> Chain {
        let mut chain = Chain { start: verb, ..Chain::default() };
        let mut is_nearest = true;
        while let Some(at) = chain.start.checked_sub(1).filter(|&at| self.tokens[at].is_word()) {
            let token = &self.tokens[at];
            if token.has(Class::Day) {
                let has_on = at > 0 && matches!(self.word(at - 1), "on" | "late" | "early");
                chain.start = at - usize::from(has_on);
                continue;
            }
            if token.word() == "to" {
                // "begins to withdraw" and "fails to agree" are no plans, "to withdraw" is one.
                let is_under_way = at > 0
                    && (self.has(at - 1, Class::Plain) && !self.has(at - 1, Class::Be)
                        || self.has(at - 1, Class::Negated));
                chain.conditional |= !is_under_way;
            } else if token.has(Class::Negated) || token.has(Class::Conditional) {
                chain.negated |= token.has(Class::Negated);
                chain.conditional |= token.has(Class::Conditional);
            } else if !token.has(Class::Plain) && !token.has(Class::Be) {
                break;
            }
            chain.be |= is_nearest && token.has(Class::Be);
            is_nearest &= !token.has(Class::Be) && token.word().ends_with("ly");
            chain.start = at;
        }
        chain
    }

    /// Who stands before `end`, from the beginning of a clause up to there. With `adjective`, the last may lack its
    /// noun because the phrase is the noun.
    pub fn subject(&self, end: usize, adjective: bool) -> Option<Subject> {
        if end > 0 && self.tokens[end - 1].is_mark(',') {
            let from = (end - 1).saturating_sub(MAX_APPOSITION);
            let comma = (from..end - 1).rev().find(|&at| self.tokens[at].is_mark(','))?;
            return self.subject_from_a_beginning(comma, adjective);
        }
        if end > 0 && self.has(end - 1, Class::Pronoun) {
            return self.reporter(end - 1);
        }
        self.subject_from_a_beginning(end, adjective)
    }

    fn subject_from_a_beginning(&self, end: usize, adjective: bool) -> Option<Subject> {
        (0..end).find_map(|start| {
            let (subordinate, hypothetical) = self.beginning(start)?;
            let (actors, head) = self.nouns(start, end, adjective)?;
            Some(Subject { actors, head, subordinate, hypothetical })
        })
    }

    /// "Israel says it struck": who reports of itself.
    fn reporter(&self, pronoun: usize) -> Option<Subject> {
        let verb = pronoun.checked_sub(if pronoun > 0 && self.word(pronoun - 1) == "that" { 2 } else { 1 })?;
        if !self.has(verb, Class::Reporting) {
            return None;
        }
        let subject = self.subject_from_a_beginning(self.chain(verb).start, false)?;
        let who = *subject.actors.first()?;
        let is_person = self.kind(who) == ActorKind::Person;
        let is_meant = match self.word(pronoun) {
            "he" | "she" => is_person || subject.head == Head::Office && self.is_state(who),
            "it" => !is_person,
            _ => true,
        };
        is_meant.then_some(subject)
    }

    /// Whether a clause begins at `start`, as (subordinate, hypothetical).
    pub fn beginning(&self, start: usize) -> Option<(bool, bool)> {
        let Some(before) = start.checked_sub(1) else { return Some((false, false)) };
        let token = &self.tokens[before];
        match token.kind {
            TokenKind::Mark('-' | '/' | '&') => None,
            // "Zelensky: Russia attacked": what a speaker claims.
            TokenKind::Mark(':') if self.nouns(0, before, true).is_some() => None,
            TokenKind::Mark(_) => Some((false, false)),
            _ if token.has(Class::Joining) => Some((false, false)),
            _ if token.has(Class::Subordinating) => Some((true, false)),
            _ if token.has(Class::Hypothetical) => Some((true, true)),
            _ => None,
        }
    }

    /// The actors that the tokens from `start` to `end` name, when they name nothing else.
    fn nouns(&self, start: usize, end: usize, adjective: bool) -> Option<(Vec<usize>, Head)> {
        let mut actors = Vec::new();
        let mut at = start;
        loop {
            let mut is_former = false;
            while at < end && self.is_before_a_name(at) {
                is_former |= self.has(at, Class::Former);
                at += 1;
            }
            let item = self.item(at, end)?;
            if is_former && self.kind(item.actor) != ActorKind::Person {
                return None;
            }
            actors.push(item.actor);
            at = item.next;
            let head = item.head;
            if at >= end || self.is_addition(at, end, head) {
                let is_whole = head != Head::Adjective || adjective;
                return is_whole.then_some((actors, head));
            }
            let mut joined = false;
            while at < end && self.joins(at) {
                joined = true;
                at += 1;
            }
            if !joined {
                return None;
            }
        }
    }

    fn joins(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| token.word() == "and" || matches!(token.kind, TokenKind::Mark(',' | '-' | '&' | '/')))
    }

    pub fn is_before_a_name(&self, at: usize) -> bool {
        [Class::Before, Class::Office, Class::Former].into_iter().any(|class| self.has(at, class))
            || self.word(at).starts_with(|c: char| c.is_ascii_digit())
    }

    /// "in Syria", "for the Middle East", behind a noun up to the end.
    fn is_addition(&self, at: usize, end: usize, head: Head) -> bool {
        let is_place = matches!(self.word(at), "in" | "at" | "near" | "to" | "for" | "from" | "of" | "on");
        is_place
            && matches!(head, Head::Office | Head::Means)
            && end - at <= MAX_ADDITION
            && (at..end).all(|at| match self.tokens[at].kind {
                TokenKind::Actor(_) => true,
                TokenKind::Word { .. } => !self.lexicon.is_finite(self.word(at)),
                _ => false,
            })
    }

    /// The name at `at`, its nouns ("Russian foreign ministry spokesman") and the person that they lead to
    /// ("US President Joe Biden").
    pub fn item(&self, at: usize, end: usize) -> Option<Item> {
        let actor = self.actor(at)?;
        let is_people = self.kind(actor) == ActorKind::Demonym && self.actors[actor].plural;
        let is_adjective = self.kind(actor) == ActorKind::Demonym && !is_people;
        let mut item = Item { actor, next: at + 1, head: if is_adjective { Head::Adjective } else { Head::Bare } };
        let mut is_former = false;
        let mut modifiers = 0;
        let mut at = at + 1;
        while at < end && modifiers <= MAX_MODIFIERS {
            let token = &self.tokens[at];
            match token.kind {
                TokenKind::Possessive => {
                    item.head = Head::Adjective;
                    item.next = at + 1;
                }
                TokenKind::Actor(other) if matches!(self.kind(other), ActorKind::Person | ActorKind::Organisation) => {
                    item = Item { actor: other, next: at + 1, head: Head::Bare };
                    is_former = false;
                    modifiers = 0;
                }
                TokenKind::Word { .. } => {
                    let noun = self.noun(token);
                    if let Some(head) = noun {
                        // A crowd's leader is no state's.
                        item.head = if item.head == Head::Crowd { Head::Crowd } else { head };
                        item.next = at + 1;
                        modifiers = 0;
                    } else if token.has(Class::Stop)
                        || self.lexicon.is_finite(token.word()) && !token.has(Class::Before)
                    {
                        break;
                    } else {
                        modifiers += 1;
                    }
                    is_former |= token.has(Class::Former);
                }
                _ => break,
            }
            at += 1;
        }
        if is_former && self.kind(item.actor) != ActorKind::Person {
            return None;
        }
        if item.head == Head::Office {
            item.next = self.behind_an_unknown_name(item.next, end);
        }
        Some(item)
    }

    fn noun(&self, token: &Token) -> Option<Head> {
        [(Class::Crowd, Head::Crowd), (Class::Office, Head::Office), (Class::Means, Head::Means)]
            .into_iter()
            .find_map(|(class, head)| token.has(class).then_some(head))
    }

    /// "Polish minister Jan Nowak": behind up to three capitalised words that mean nothing else.
    fn behind_an_unknown_name(&self, from: usize, end: usize) -> usize {
        let is_name = |at: &usize| match &self.tokens[*at].kind {
            TokenKind::Word { lower, classes, capital } => {
                *capital && classes.is_empty() && self.lexicon.begun_by(lower).is_empty()
            }
            _ => false,
        };
        from + (from..end.min(from + 3)).take_while(is_name).count()
    }

    /// Two actors that begin behind `from` ("between Iran and Iraq"), and the token behind them.
    pub fn couple(&self, from: usize) -> Option<(Vec<usize>, usize)> {
        let last = self.tokens.len().min(from + 12);
        (from + 3..=last).rev().find_map(|end| {
            let (actors, _) = self.nouns(from, end, false)?;
            (actors.len() >= 2).then_some((actors, end))
        })
    }

    /// Behind a time ("vowed on Friday to"), when one stands at `at`.
    pub fn behind_time(&self, at: usize) -> usize {
        let day = at + usize::from(self.word(at) == "on");
        if self.has(day, Class::Day) { day + 1 } else { at }
    }

    /// Whether the row from `start` to `end` are words of a noun only.
    pub fn are_modifiers(&self, start: usize, end: usize) -> bool {
        (start..end).all(|at| {
            self.token(at).is_some_and(|token| {
                let is_other = [Class::Stop, Class::Crowd, Class::Former].into_iter().any(|class| token.has(class));
                token.is_word() && !is_other && !self.lexicon.is_finite(token.word())
            })
        })
    }

    /// Whether a clause begins within a few words before `end`, over modifiers only.
    pub fn begins_before(&self, end: usize) -> bool {
        (end.saturating_sub(MAX_MODIFIERS)..=end)
            .any(|start| self.beginning(start) == Some((false, false)) && self.are_modifiers(start, end))
    }

    /// Whether the word at `at` in this form can be the verb of an active clause with this chain.
    pub fn is_active(form: Form, chain: &Chain) -> bool {
        if chain.be {
            form.ing || (chain.conditional && form.base)
        } else {
            form.base || form.third || form.past || form.ing || form.participle
        }
    }
}
