//! An index over sorted names: which of them, the longest first, stand at a word of a text.
//!
//! A trie or an automaton over 100,000 names takes longer to build than a reader waits for the first screen. Names
//! sorted by their letters need none: the candidates at a word are found by its hash, and among them by bisection.

use std::cmp::Ordering;

use super::hash::ByHash;
use super::words::{ends_word, word_end, word_hash};

/// How a name may differ in case from the text: see [`Index::find`].
const CAPITALS_MIN_LETTERS: usize = 4;

/// 2^18 bits: four or more for each first word of the largest table.
const SEEN_WORDS: usize = 4096;

/// The order of the names, and where those with the same first word lie. The names themselves stay where they are.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Ranges of names with the same first word, by the hash of that word.
    by_first_word: ByHash<(u32, u32)>,
    /// For each name the longest other name that it begins with.
    shorter: Vec<Option<u32>>,
    /// A bit for each hash of a first word, by the hash's last bits: it fits a cache that the map does not.
    seen: Vec<u64>,
    /// Which pairs of first bytes names that begin with a small letter have.
    small_beginnings: Vec<bool>,
}

impl Index {
    /// The index over names that [`by_letters`] has sorted.
    pub fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut index = Self { small_beginnings: vec![false; 1 << 16], ..Self::default() };
        index.seen = vec![0; SEEN_WORDS];
        index.by_first_word.reserve(names.size_hint().0 / 2);
        let mut open: Vec<(u32, &str)> = Vec::new();
        let mut first_word = "";
        let mut from = 0;
        for (at, name) in (0..).zip(names) {
            while open.last().is_some_and(|(_, shorter)| !begins_with(name.as_bytes(), shorter.as_bytes())) {
                open.pop();
            }
            index.shorter.push(open.last().map(|&(shorter, _)| shorter));
            open.push((at, name));
            let word = &name[..word_end(name, 0)];
            if word != first_word {
                index.put(first_word, from, at);
                (first_word, from) = (word, at);
            }
            if !name.starts_with(char::is_uppercase) {
                index.small_beginnings[beginning(name.as_bytes())] = true;
            }
        }
        let end = u32::try_from(index.shorter.len()).expect("the tables hold fewer than 2^32 names");
        index.put(first_word, from, end);
        index
    }

    /// Notes that names with the first word lie in the range.
    fn put(&mut self, first_word: &str, from: u32, to: u32) {
        let hash = word_hash(first_word);
        let (word, bit) = seen_at(hash);
        self.seen[word] |= bit;
        self.by_first_word.entry(hash).or_insert((from, to)).1 = to;
    }

    /// Whether some name may begin with the word that begins at `start`.
    pub fn may_begin(&self, text: &str, start: usize) -> bool {
        let bytes = &text.as_bytes()[start..];
        !bytes[0].is_ascii_lowercase() || self.small_beginnings[beginning(bytes)]
    }

    /// The names at a word of the text, the longest first, with their ends; `first_word` is the word's
    /// [`word_hash`], and `name` gives the name at a place.
    ///
    /// A name is there when it ends where a word ends and its letters are the same, where capitals of the name
    /// are capitals in the text, and small letters may be capitals when they begin a word or when the whole name
    /// is set in capitals and has four letters.
    pub fn find<'n>(
        &self,
        text: &str,
        start: usize,
        first_word: u64,
        name: impl Fn(usize) -> &'n str,
    ) -> impl Iterator<Item = (usize, usize)> {
        let (word, bit) = seen_at(first_word);
        let is_seen = self.seen[word] & bit != 0;
        let range = if is_seen { self.by_first_word.get(&first_word) } else { None };
        let rest = &text.as_bytes()[start..];
        let mut next = range.and_then(|&(from, to)| {
            let (from, to) = (from as usize, to as usize);
            let is_before = |at: usize| compare(name(at).as_bytes(), rest) != Ordering::Greater;
            // Most words begin one name or none.
            let behind = if to - from == 1 { to } else { partition(from, to, is_before) };
            behind.checked_sub(1).filter(|&at| at >= from)
        });
        std::iter::from_fn(move || {
            while let Some(at) = next {
                next = self.shorter[at].map(|shorter| shorter as usize);
                let (name, end) = (name(at).as_bytes(), start + name(at).len());
                if begins_with(rest, name) && ends_word(text, end) && is_written_so(name, &rest[..name.len()]) {
                    return Some((at, end));
                }
            }
            None
        })
    }
}

/// The order that an [`Index`] needs: by letters, whatever their case.
pub(super) fn by_letters(a: &str, b: &str) -> Ordering {
    compare(a.as_bytes(), b.as_bytes())
}

/// Where the bit of a hash is among [`Index::seen`].
fn seen_at(hash: u64) -> (usize, u64) {
    let bit = (hash >> 40) as usize % (SEEN_WORDS * 64);
    (bit / 64, 1 << (bit % 64))
}

/// The number of the first two bytes, small.
fn beginning(bytes: &[u8]) -> usize {
    let at = |index: usize| usize::from(bytes.get(index).map_or(0, u8::to_ascii_lowercase));
    at(0) << 8 | at(1)
}

fn compare(a: &[u8], b: &[u8]) -> Ordering {
    // What is the same in any case is most of what is compared.
    let same = a.iter().zip(b).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let next = |bytes: &[u8]| bytes.get(same).map(u8::to_ascii_lowercase);
    next(a).cmp(&next(b))
}

fn begins_with(text: &[u8], name: &[u8]) -> bool {
    text.len() >= name.len() && text[..name.len()].eq_ignore_ascii_case(name)
}

/// Whether the text's case allows the name; both have the same letters.
fn is_written_so(name: &[u8], text: &[u8]) -> bool {
    let (mut raised, mut begins_word) = (false, true);
    for (known, written) in name.iter().zip(text) {
        if known.is_ascii_uppercase() && !written.is_ascii_uppercase() {
            return false;
        }
        raised |= known.is_ascii_lowercase() && written.is_ascii_uppercase() && !begins_word;
        begins_word = !written.is_ascii_alphanumeric();
    }
    let letters = || text.iter().filter(|byte| byte.is_ascii_alphabetic());
    !raised || (letters().count() >= CAPITALS_MIN_LETTERS && letters().all(u8::is_ascii_uppercase))
}

/// The first place in the range that does not hold; those that hold come first.
fn partition(from: usize, to: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (from, to);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) { from = middle + 1 } else { to = middle }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names at the beginning of the text, the longest first.
    fn at_beginning<'n>(names: &[&'n str], text: &str) -> Vec<&'n str> {
        let mut names = names.to_vec();
        names.sort_by(|a, b| by_letters(a, b));
        let index = Index::new(names.iter().copied());
        if !index.may_begin(text, 0) {
            return Vec::new();
        }
        index.find(text, 0, word_hash(&text[..word_end(text, 0)]), |at| names[at]).map(|(at, _)| names[at]).collect()
    }

    #[test]
    fn the_longest_name_that_ends_a_word_comes_first() {
        let names = ["Guinea", "Guinea-Bissau", "Guatemala", "Guinea Ecuatorial"];
        assert_eq!(at_beginning(&names, "Guinea-Bissau votes"), ["Guinea-Bissau", "Guinea"]);
        assert_eq!(at_beginning(&names, "Guinea-Bissauan"), ["Guinea"]);
        assert_eq!(at_beginning(&names, "Guineas"), [""; 0]);
        assert_eq!(at_beginning(&["Sudan", "South Sudan"], "South Sudanese"), [""; 0]);
        assert_eq!(at_beginning(&["U.S.", "U", "U.S. Army"], "U.S. arms"), ["U.S.", "U"]);
    }

    #[test]
    fn capitals_must_be_capitals_and_whole_names_may_be() {
        assert_eq!(at_beginning(&["Chad"], "CHAD"), ["Chad"]);
        assert_eq!(at_beginning(&["Chad"], "chad"), [""; 0]);
        assert_eq!(at_beginning(&["Chad"], "ChaD"), [""; 0]);
        assert_eq!(at_beginning(&["Xi"], "XI"), [""; 0]);
        assert_eq!(at_beginning(&["US"], "Us"), [""; 0]);
        assert_eq!(at_beginning(&["Bank of China"], "Bank Of China"), ["Bank of China"]);
        assert_eq!(at_beginning(&["Bank of China"], "BANK OF CHINA"), ["Bank of China"]);
        assert_eq!(at_beginning(&["Bank of China"], "BANK of China"), [""; 0]);
        assert_eq!(at_beginning(&["al-Qaeda"], "Al-Qaeda"), ["al-Qaeda"]);
        assert_eq!(at_beginning(&["al-Qaeda"], "al-Qaeda"), ["al-Qaeda"]);
    }

    #[test]
    fn names_of_one_spelling_are_all_given() {
        let found = at_beginning(&["WHO", "Who"], "WHO says");
        assert_eq!(found, ["WHO"]);
        assert_eq!(at_beginning(&["Turkey", "TURKEY"], "TURKEY").len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_what_a_search_through_all_names_finds(
            mut names in proptest::collection::hash_set("[Aa][ab](-| )?[Ab]?[ab]?", 1..12),
            text in "[Aa][ab]([- ]?[ABab]){0,5}",
        ) {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut found = at_beginning(&known, &text);
            let holds = |name: &&String| {
                begins_with(text.as_bytes(), name.as_bytes())
                    && ends_word(&text, name.len())
                    && is_written_so(name.as_bytes(), &text.as_bytes()[..name.len()])
            };
            proptest::prop_assert!(found.is_sorted_by(|a, b| a.len() >= b.len()));
            let mut expected: Vec<&str> = names.iter().filter(holds).map(String::as_str).collect();
            found.sort_unstable();
            expected.sort_unstable();
            proptest::prop_assert_eq!(found, expected);
            names.clear();
        }
    }
}
