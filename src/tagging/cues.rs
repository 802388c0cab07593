//! Counting words: the cues of topics and the contexts of rules, found in one pass whatever their case.

use super::gazetteer::ContextId;
use super::hash::ByHash;
use super::normalise::fold;
use super::tables::TopicRow;
use super::words::{Word, ends_word, word_end, word_hash};

/// A cue whose last word is shorter has no plural: "AIDS" is not several "aid".
const PLURAL_MIN_BYTES: usize = 4;

/// What a cue counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Topic(u16, Strength),
    Context(ContextId),
}

/// How much a cue says for its topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    Strong,
    Weak,
    Veto,
}

/// A cue of a topic in a text; bytes of the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TopicHit {
    pub topic: u16,
    pub start: usize,
    pub end: usize,
    pub strength: Strength,
}

/// What the cues say of an article.
#[derive(Debug)]
pub(super) struct Signals {
    /// By topic, then by start, the longest first.
    pub topic_hits: Vec<TopicHit>,
    counts: Vec<Count>,
}

/// How often the words of a context occur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub all: u32,
    pub title: u32,
}

impl Signals {
    /// How often the words of the context occur.
    pub fn count(&self, context: ContextId) -> Count {
        self.counts[usize::from(context.0)]
    }
}

/// All cues, found by their first word.
#[derive(Debug)]
pub(super) struct Cues {
    cues: Vec<Cue>,
    /// The cues that may begin with a word, as a range of `order`, by the word's hash.
    by_first_word: ByHash<(u32, u32)>,
    order: Vec<u32>,
    contexts: usize,
}

#[derive(Debug)]
struct Cue {
    /// The text before the first `*`, and what follows each `*` (each stands for one word).
    head: String,
    tails: Vec<String>,
    /// Written with a capital letter: found only so.
    exact: bool,
    plural: bool,
    purpose: Purpose,
}

impl Cues {
    /// Puts the cues of the topics and the words of the contexts in order.
    pub fn new(topics: &[TopicRow], contexts: &[Vec<String>]) -> Self {
        let mut cues = Vec::new();
        for (topic, row) in (0..).zip(topics) {
            for (words, strength) in
                [(&row.strong, Strength::Strong), (&row.weak, Strength::Weak), (&row.veto, Strength::Veto)]
            {
                cues.extend(words.iter().map(|cue| Cue::new(cue, Purpose::Topic(topic, strength))));
            }
        }
        for (id, words) in (0..).zip(contexts) {
            cues.extend(words.iter().map(|cue| Cue::new(cue, Purpose::Context(ContextId(id)))));
        }
        let mut firsts: Vec<(u64, u32)> =
            (0..).zip(&cues).flat_map(|(id, cue)| cue.first_words().map(move |word| (word, id))).collect();
        firsts.sort_unstable();
        let mut by_first_word: ByHash<(u32, u32)> = ByHash::default();
        for (at, (word, _)) in (0..).zip(&firsts) {
            by_first_word.entry(*word).or_insert((at, at)).1 = at + 1;
        }
        let order = firsts.into_iter().map(|(_, id)| id).collect();
        Self { cues, by_first_word, order, contexts: contexts.len() }
    }

    /// Counts the cues in folded text whose first `title_end` bytes are the title.
    pub fn scan(&self, text: &str, words: &[Word], title_end: usize) -> Signals {
        let mut signals = Signals { topic_hits: Vec::new(), counts: vec![Count::default(); self.contexts] };
        for &Word { start, hash, .. } in words {
            let Some(&(from, to)) = self.by_first_word.get(&hash) else { continue };
            for &id in &self.order[from as usize..to as usize] {
                let cue = &self.cues[id as usize];
                let Some(end) = cue.end(text, start) else { continue };
                match cue.purpose {
                    Purpose::Topic(topic, strength) => {
                        signals.topic_hits.push(TopicHit { topic, start, end, strength });
                    }
                    Purpose::Context(context) => {
                        let count = &mut signals.counts[usize::from(context.0)];
                        count.all += 1;
                        count.title += u32::from(start < title_end);
                    }
                }
            }
        }
        signals.topic_hits.sort_unstable_by_key(|hit| (hit.topic, hit.start, std::cmp::Reverse(hit.end), hit.strength));
        signals
    }
}

impl Cue {
    fn new(cue: &str, purpose: Purpose) -> Self {
        let folded = fold(cue);
        let mut parts = folded.split('*').map(str::to_owned);
        let head = parts.next().unwrap_or_default();
        let tails: Vec<String> = parts.collect();
        let last_word = folded.rsplit(' ').next().unwrap_or_default();
        let plural = last_word.len() >= PLURAL_MIN_BYTES && last_word.ends_with(|c: char| c.is_ascii_alphabetic());
        Self { head, tails, exact: folded.chars().any(char::is_uppercase), plural, purpose }
    }

    /// The hashes of the words that a text has where the cue begins: its first word, or the plural of its only one.
    fn first_words(&self) -> impl Iterator<Item = u64> {
        let first = &self.head[..word_end(&self.head, 0)];
        let endings: &[&str] = if self.plural && first.len() == self.head.len() { &["", "s", "es"] } else { &[""] };
        endings.iter().map(move |ending| word_hash(&format!("{first}{ending}")))
    }

    /// Where the cue ends that begins at `start`, a word's beginning; None when it does not stand there.
    fn end(&self, text: &str, start: usize) -> Option<usize> {
        let mut end = start + self.head.len();
        let written = text.get(start..end)?;
        if !written.eq_ignore_ascii_case(&self.head) || (self.exact && written != self.head) {
            return None;
        }
        for tail in &self.tails {
            let word: usize = text[end..].chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
            end += word;
            let follows = text.get(end..end + tail.len())?;
            let same = if self.exact { follows == tail } else { follows.eq_ignore_ascii_case(tail) };
            if word == 0 || !same {
                return None;
            }
            end += tail.len();
        }
        if ends_word(text, end) {
            return Some(end);
        }
        let ending = ["s", "es"]
            .into_iter()
            .find(|ending| text[end..].starts_with(ending) && ends_word(text, end + ending.len()));
        ending.filter(|_| self.plural).map(|ending| end + ending.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::words::words;

    fn count(cue: &str, text: &str) -> u32 {
        let cues = Cues::new(&[], &[vec![cue.to_owned()]]);
        cues.scan(text, &words(text), 0).count(ContextId(0)).all
    }

    #[test]
    fn a_cue_in_lower_case_is_found_in_any_case_and_number() {
        assert_eq!(count("ceasefire", "Ceasefire! CEASEFIRE, ceasefires; ceasefiring, preceasefire"), 3);
        assert_eq!(count("embargo", "embargoes and embargos"), 2);
        assert_eq!(count("aid", "aid against AIDS"), 1);
    }

    #[test]
    fn a_cue_with_a_capital_is_found_only_as_written() {
        assert_eq!(count("New START", "New START is no new start"), 1);
        assert_eq!(count("AI", "AI at ai and Ai"), 1);
    }

    #[test]
    fn a_star_is_one_word() {
        assert_eq!(count("war in *", "war in Sudan; war in . Then war in"), 1);
        assert_eq!(count("war * peace", "war and peace, war then no peace, WAR OR PEACE"), 2);
    }

    #[test]
    fn the_title_is_counted_apart() {
        let cues = Cues::new(&[], &[vec!["oven".to_owned()]]);
        let count = cues.scan("oven\noven oven", &words("oven\noven oven"), 4).count(ContextId(0));
        assert_eq!(count, Count { all: 3, title: 1 });
    }
}
