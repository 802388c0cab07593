//! Who stands behind a verb: its whom, and the doer behind "by".

use super::ActorKind;
use super::clause::{Clause, Head, MAX_MODIFIERS};
use super::lexicon::{Class, Slot, Want};
use super::token::{Token, TokenKind};

impl Clause<'_> {
    /// The actor that stands at `at` as whom, and the token behind it.
    pub fn whom(&self, at: usize, slot: Slot) -> Option<(usize, usize)> {
        let (actor, next) = if slot.loose { self.whose(at)? } else { self.itself(at)? };
        let is_wanted = match slot.want {
            Want::Any => true,
            Want::State => self.is_state(actor),
            Want::Body => self.kind(actor) == ActorKind::Organisation,
        };
        is_wanted.then_some((actor, next))
    }

    fn itself(&self, from: usize) -> Option<(usize, usize)> {
        let mut at = from;
        while self.is_before_a_name(at) && at < from + MAX_MODIFIERS + 2 {
            if self.has(at, Class::Former) {
                return None;
            }
            at += 1;
        }
        let item = self.item(at, self.tokens.len())?;
        let is_whole = matches!(item.head, Head::Bare | Head::Office);
        let ends = self.token(item.next).is_none_or(|token| {
            !token.is_word() && self.actor(item.next).is_none()
                || token.has(Class::Stop)
                || token.has(Class::Behind)
                || token.word().starts_with(|c: char| c.is_ascii_digit())
        });
        (is_whole && ends).then_some((item.actor, item.next))
    }

    /// "southern Ukrainian ports" → Ukraine; "Chinese President Xi" → Xi.
    fn whose(&self, from: usize) -> Option<(usize, usize)> {
        let is_modifier = |&at: &usize| {
            self.token(at).is_some_and(|token| {
                token.is_word() && !token.has(Class::Stop) && !self.lexicon.is_finite(token.word())
            })
        };
        let at = from + (from..from + MAX_MODIFIERS).take_while(is_modifier).count();
        let mut actor = self.actor(at)?;
        let mut next = at + 1;
        let mut ahead = next;
        while ahead < next + MAX_MODIFIERS && self.is_before_a_name(ahead) {
            ahead += 1;
        }
        if let Some(person) = self.actor(ahead).filter(|&actor| self.kind(actor) == ActorKind::Person) {
            actor = person;
            next = ahead + 1;
        }
        if self.token(next).is_some_and(|token| matches!(token.kind, TokenKind::Possessive)) {
            next += 1;
        }
        Some((actor, next))
    }

    /// Who "by" names behind the participle at `verb`: "seized in the strait by" is too far, "jailed yesterday by" not.
    pub fn agent(&self, verb: usize) -> Option<usize> {
        let by = (verb + 1..verb + 4)
            .take_while(|&at| self.tokens.get(at).is_some_and(Token::is_word))
            .find(|&at| self.word(at) == "by")?;
        if (verb + 1..by).any(|at| self.has(at, Class::Stop)) {
            return None;
        }
        let slot = Slot { loose: false, optional: false, want: Want::Any };
        self.whom(by + 1, slot).map(|(actor, _)| actor).or_else(|| self.means(by + 1))
    }

    /// "by Russian drones"
    fn means(&self, mut at: usize) -> Option<usize> {
        while self.is_before_a_name(at) {
            at += 1;
        }
        let item = self.item(at, self.tokens.len())?;
        (item.head == Head::Means).then_some(item.actor)
    }

    /// Whose a row of words is that ends before `end`: "Russian gas tanker" (for the passive).
    pub fn owner(&self, end: usize) -> Option<usize> {
        (0..end).rev().take(MAX_MODIFIERS + 3).find_map(|start| {
            self.beginning(start).filter(|(_, hypothetical)| !hypothetical)?;
            let (actor, next) = self.whose(start)?;
            let is_modifier = |at: usize| self.tokens[at].is_word() && !self.tokens[at].has(Class::Stop);
            (next <= end && (next..end).all(is_modifier)).then_some(actor)
        })
    }
}
