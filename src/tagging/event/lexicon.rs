//! `events.toml` compiled: phrases by every form of their first word, and the classes of other words.

use super::inflect::inflect;
use super::table::EventTable;
use crate::domain::Plover;
use crate::tagging::hash::ByName;
use crate::tagging::tables::{TableError, parse_toml};

const FILE: &str = "events.toml";

/// The phrases and words that a clause is read by.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub phrases: Vec<Phrase>,
    heads: ByName<String, Vec<(usize, Form)>>,
    classes: ByName<String, Classes>,
}

/// A row of words that means one of PLOVER's verbs.
#[derive(Debug)]
pub(super) struct Phrase {
    /// None for a trap: words that look like an event and are none.
    pub verb: Option<Plover>,
    pub shape: Shape,
    /// What follows the verb; for a noun or a pair, what the phrase begins with too.
    pub rest: Vec<Element>,
    /// The act is only considered.
    pub considered: bool,
    /// It says nothing without the partner.
    pub needs_partner: bool,
    /// How many words are given: of two phrases that fit, the longer is surer.
    pub weight: usize,
}

/// Where the doer stands, and whom it may be done to; `events.toml` says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Act,
    Force,
    Meeting,
    Mutual,
    Noun,
    Pair,
}

/// A part of a phrase.
#[derive(Clone, Debug)]
pub(super) enum Element {
    /// One of these rows of words.
    Words(Vec<Vec<String>>),
    /// A few words that do not matter.
    Gap,
    Whom(Slot),
}

/// What a whom may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// What belongs to the actor will do ("Russian banks").
    pub loose: bool,
    pub optional: bool,
    pub want: Want,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    Any,
    State,
    Body,
}

/// Which forms of a verb a word may be; "hit" is three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub base: bool,
    pub third: bool,
    pub past: bool,
    pub participle: bool,
    pub ing: bool,
}

/// What a word may be in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Office,
    Means,
    Crowd,
    Before,
    Former,
    Plain,
    Be,
    Negated,
    Conditional,
    Day,
    Joining,
    Subordinating,
    Hypothetical,
    Reporting,
    Pronoun,
    Stop,
    Behind,
    Asking,
    Label,
    Sport,
    Past,
}

/// A set of [`Class`]es.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Classes(u32);

impl Classes {
    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }

    /// Whether the word is none that a clause is read by.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl Lexicon {
    /// Reads `events.toml`.
    ///
    /// # Errors
    /// [`TableError`] names the phrase that is wrong.
    pub fn new(content: &'static str) -> Result<Self, TableError> {
        let mut table: EventTable = parse_toml(FILE, content)?;
        table.sets.insert("crowd".into(), table.nouns.crowd.clone());
        let mut lexicon = Self { phrases: Vec::new(), heads: ByName::default(), classes: classes(&table) };
        for row in &table.verbs {
            let shapes = [
                (Shape::Act, &row.acts),
                (Shape::Force, &row.forces),
                (Shape::Meeting, &row.meetings),
                (Shape::Mutual, &row.mutual),
                (Shape::Noun, &row.nouns),
                (Shape::Pair, &row.pairs),
            ];
            for (shape, texts) in shapes {
                for text in texts {
                    lexicon.add(&table, Some(row.label), shape, text)?;
                }
            }
        }
        for text in &table.traps {
            lexicon.add(&table, None, Shape::Act, text)?;
        }
        Ok(lexicon)
    }

    /// The phrases that a word may begin, and the forms of their verb that it is.
    pub fn begun_by(&self, word: &str) -> &[(usize, Form)] {
        self.heads.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether the word is a verb's form with an ending, so that it is hardly an adjective or a noun's part.
    pub fn is_finite(&self, word: &str) -> bool {
        self.begun_by(word).iter().any(|(_, form)| form.third || form.past)
    }

    pub fn classes(&self, word: &str) -> Classes {
        self.classes.get(word).copied().unwrap_or_default()
    }

    fn add(&mut self, table: &EventTable, verb: Option<Plover>, shape: Shape, text: &str) -> Result<(), TableError> {
        let (considered, row) = text.strip_prefix("? ").map_or((false, text), |row| (true, row));
        let (needs_partner, row) = row.strip_suffix('!').map_or((false, row), |row| (true, row));
        let mut elements = Vec::new();
        for part in row.split(' ') {
            elements.push(element(table, part).ok_or_else(|| wrong(text))?);
        }
        let weight = elements.iter().filter(|element| matches!(element, Element::Words(_))).count();
        let Some(Element::Words(first)) = elements.first().cloned() else { return Err(wrong(text)) };
        let id = self.phrases.len();
        let rest = if matches!(shape, Shape::Noun | Shape::Pair) {
            for words in &first {
                self.head(words[0].clone(), id, Form::default());
            }
            elements
        } else {
            for words in &first {
                let [lemma] = words.as_slice() else { return Err(wrong(text)) };
                for (word, form) in inflect(lemma, table.irregular.get(lemma)) {
                    self.head(word, id, form);
                }
            }
            elements.split_off(1)
        };
        self.phrases.push(Phrase { verb, shape, rest, considered, needs_partner, weight });
        Ok(())
    }

    /// Notes that `word` begins the phrase; forms that are written alike become one.
    fn head(&mut self, word: String, phrase: usize, form: Form) {
        let begun = self.heads.entry(word).or_default();
        match begun.last_mut() {
            Some((last, known)) if *last == phrase => *known = known.or(form),
            _ => begun.push((phrase, form)),
        }
    }
}

impl Form {
    pub fn or(self, other: Self) -> Self {
        Self {
            base: self.base || other.base,
            third: self.third || other.third,
            past: self.past || other.past,
            participle: self.participle || other.participle,
            ing: self.ing || other.ing,
        }
    }
}

fn wrong(phrase: &str) -> TableError {
    TableError { file: FILE, message: format!("cannot read the phrase {phrase:?}") }
}

/// A part of a phrase's text; None when it names a set that there is not.
fn element(table: &EventTable, part: &str) -> Option<Element> {
    if part == "*" {
        return Some(Element::Gap);
    }
    if let Some(kind) = part.strip_prefix(['@', '%']) {
        let (optional, kind) = kind.strip_suffix('?').map_or((false, kind), |kind| (true, kind));
        let want = match kind {
            "" => Want::Any,
            "state" => Want::State,
            "body" => Want::Body,
            _ => return None,
        };
        return Some(Element::Whom(Slot { loose: part.starts_with('%'), optional, want }));
    }
    let mut rows = Vec::new();
    for word in part.split('/') {
        match word.strip_prefix('<').and_then(|set| set.strip_suffix('>')) {
            Some(set) => {
                rows.extend(table.sets.get(set)?.iter().map(|text| text.split(' ').map(str::to_owned).collect()));
            }
            None => rows.push(vec![word.to_owned()]),
        }
    }
    Some(Element::Words(rows))
}

fn classes(table: &EventTable) -> ByName<String, Classes> {
    let EventTable { nouns, chain, words, .. } = table;
    let lists = [
        (Class::Office, &nouns.office),
        (Class::Means, &nouns.means),
        (Class::Crowd, &nouns.crowd),
        (Class::Before, &nouns.before),
        (Class::Former, &nouns.former),
        (Class::Plain, &chain.plain),
        (Class::Be, &chain.be),
        (Class::Negated, &chain.negated),
        (Class::Conditional, &chain.conditional),
        (Class::Day, &chain.days),
        (Class::Joining, &words.joining),
        (Class::Subordinating, &words.subordinating),
        (Class::Hypothetical, &words.hypothetical),
        (Class::Reporting, &words.reporting),
        (Class::Pronoun, &words.pronouns),
        (Class::Stop, &words.stops),
        (Class::Behind, &words.behind),
        (Class::Asking, &words.asking),
        (Class::Label, &words.labels),
        (Class::Sport, &words.sport),
        (Class::Past, &words.past),
    ];
    let mut classes: ByName<String, Classes> = ByName::default();
    for (class, words) in lists {
        for word in words {
            classes.entry(word.clone()).or_default().0 |= 1 << class as u32;
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_are_written_alike_are_one_entry() {
        let lexicon = Lexicon::new(super::super::TABLE).unwrap();
        let forms = lexicon.begun_by("hit");
        assert!(forms.iter().any(|(_, form)| form.base && form.past && form.participle));
        let mut phrases: Vec<usize> = forms.iter().map(|(phrase, _)| *phrase).collect();
        phrases.dedup();
        assert_eq!(phrases.len(), forms.len());
    }

    #[test]
    fn every_verb_of_plover_has_phrases() {
        let lexicon = Lexicon::new(super::super::TABLE).unwrap();
        for verb in Plover::ALL {
            let count = lexicon.phrases.iter().filter(|phrase| phrase.verb == Some(verb)).count();
            assert!(count >= 20, "{verb} has {count}");
        }
    }

    #[test]
    fn a_phrase_that_cannot_be_read_is_named() {
        let base = super::super::TABLE;
        let table: &'static str = Box::leak(base.replacen("\"agree to\"", "\"agree <nonsense>\"", 1).into_boxed_str());
        let error = Lexicon::new(table).unwrap_err();
        assert_eq!(error.to_string(), "events.toml: cannot read the phrase \"agree <nonsense>\"");
    }
}
