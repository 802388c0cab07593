//! The event line: who did what to whom, as far as a pattern can tell.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{SafeText, Span, TagRef, safe};

/// What was done: the sixteen event types of PLOVER, the Political Language Ontology for Verifiable Event Records,
/// from the friendliest words to the hardest blows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Plover {
    /// Agrees, offers, promises or signs: a will to cooperate.
    Agree,
    /// Meets, visits, calls or negotiates.
    Consult,
    /// Backs, praises, recognises or takes up relations: cooperation without material.
    Support,
    /// Yields in words: eases sanctions, declares a ceasefire, apologises, pardons.
    Concede,
    /// Trades, trains, shares or extradites, to the benefit of both.
    Cooperate,
    /// Gives money, arms, relief or asylum, to the benefit of the other.
    Aid,
    /// Yields in deed: withdraws, releases captives, lays down arms, resigns.
    Retreat,
    /// Demands, orders or asks for something.
    Request,
    /// Blames, condemns, investigates or sues.
    Accuse,
    /// Refuses, vetoes or defies.
    Reject,
    /// Threatens, or warns of consequences.
    Threaten,
    /// Demonstrates, strikes work or riots.
    Protest,
    /// Cuts relations: sanctions, embargoes, expelled envoys, broken talks.
    Sanction,
    /// Moves or shows force without using it.
    Mobilize,
    /// Arrests, bans, seizes, censors or blockades.
    Coerce,
    /// Uses violence.
    Assault,
}

impl Plover {
    /// Every verb, in the order of the type.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// PLOVER's name for it, as it is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }

    /// Whether it is cooperation rather than conflict; PLOVER's first seven.
    pub fn is_cooperation(self) -> bool {
        self <= Self::Retreat
    }
}

impl fmt::Display for Plover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// What an article's title or lead says was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub verb: Plover,
    /// The words that say so, in `title + "\n" + text`.
    pub phrase: Span,
    pub who: TagRef,
    pub whom: Option<TagRef>,
    /// It was not done.
    pub negated: bool,
    /// It is planned, possible or only said to be.
    pub conditional: bool,
    /// It was done long ago.
    pub historical: bool,
}

impl Event {
    /// One line: "Serbia → ACCUSE (negated) → Kosovo · by pattern". The marks stand at the verb, because without them
    /// it would say something else.
    pub fn line(&self) -> SafeText {
        let marks = [(self.negated, "negated"), (self.conditional, "conditional"), (self.historical, "historical")];
        let marks: Vec<SafeText> = marks.iter().filter(|(holds, _)| *holds).map(|(_, mark)| (*mark).into()).collect();
        let verb = match marks.as_slice() {
            [] => self.verb.label().into(),
            marks => safe!("{} ({})", self.verb.label(), SafeText::join(marks, ", ")),
        };
        let whom = self.whom.as_ref().map(|whom| whom.label.clone());
        let done: Vec<SafeText> = [self.who.label.clone(), verb].into_iter().chain(whom).collect();
        safe!("{} · by pattern", SafeText::join(&done, " → "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TagKind;

    #[test]
    fn a_line_says_who_did_what_to_whom_and_what_is_uncertain_about_it() {
        let country = |label: SafeText| TagRef { kind: TagKind::Country, key: label.clone(), label };
        let (who, whom) = (country("Serbia".into()), Some(country("Kosovo".into())));
        let phrase = Span { start: 7, end: 14 };
        let plain =
            Event { verb: Plover::Accuse, phrase, who, whom, negated: false, conditional: false, historical: false };
        assert_eq!(plain.line(), "Serbia → ACCUSE → Kosovo · by pattern");
        let marked = Event { negated: true, historical: true, ..plain.clone() };
        assert_eq!(marked.line(), "Serbia → ACCUSE (negated, historical) → Kosovo · by pattern");
        let alone = Event { whom: None, conditional: true, ..plain };
        assert_eq!(alone.line(), "Serbia → ACCUSE (conditional) · by pattern");
    }

    #[test]
    fn a_verb_is_written_as_its_label() {
        for verb in Plover::ALL {
            assert_eq!(serde_json::to_value(verb).unwrap(), verb.label());
        }
    }

    #[test]
    fn seven_verbs_are_cooperation() {
        assert_eq!(Plover::ALL.iter().filter(|verb| verb.is_cooperation()).count(), 7);
        assert!(Plover::Retreat.is_cooperation() && !Plover::Request.is_cooperation());
    }
}
