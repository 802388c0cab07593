//! The capitalised words of a text, with what the lists and the gazetteer know of each: one scan.

use std::ops::Range;

use super::lists::{Classes, NameLists};
use super::{Known, KnownKind};
use crate::tagging::hash::hash;

/// A capitalised word, or a small one that joins two of them ("of", "van", "&").
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
    pub form: Form,
    pub hash: u64,
    pub classes: Classes,
    /// What the gazetteer surely reads it as, or as a part of.
    pub known: Option<KnownKind>,
    /// Whether only a space divides it from the word before: it may continue a name.
    pub joined: bool,
    pub setting: Setting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// "Michael", "McDonald", "al-Assad".
    Capitalised,
    /// "NATO".
    Capitals,
    /// "F.", "J.P."
    Initials,
    /// "van", "of the" (a word each), "&".
    Small,
}

/// How a line is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    Sentence,
    /// Hardly Any Word Begins With a Small Letter.
    TitleCase,
    Capitals,
}

impl Word {
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }

    /// The hashes that a name is looked for by: in a line of capitals also as it is set elsewhere.
    pub fn keys(&self, text: &str) -> impl Iterator<Item = u64> {
        let usual = (self.setting == Setting::Capitals).then(|| {
            let (first, rest) = self.text(text).split_at(1);
            hash(first.bytes().chain(rest.bytes().map(|byte| byte.to_ascii_lowercase())))
        });
        std::iter::once(self.hash).chain(usual)
    }

    pub fn is_place(&self) -> bool {
        matches!(self.known, Some(KnownKind::Country | KnownKind::Demonym | KnownKind::Place))
    }

    /// Whether the gazetteer reads it as something that no discovered name may overlap.
    pub fn is_settled(&self) -> bool {
        matches!(self.known, Some(KnownKind::Person | KnownKind::Organisation | KnownKind::Mask))
    }

    /// A word that a name may consist of, whatever it is.
    pub fn is_name(&self) -> bool {
        matches!(self.form, Form::Capitalised | Form::Capitals) && !self.is_settled()
    }
}

/// The longest line that is looked through for its setting: a headline, not a paragraph.
const HEADLINE_MAX: usize = 240;

/// The longest stretch between two capitalised words that is looked at for particles: " of the ".
const JOINT_MAX: usize = 12;

/// About how many bytes of prose hold one capitalised word.
const BYTES_PER_WORD: usize = 40;

/// The most bytes of initials: "J.R.R.".
const INITIALS_MAX: usize = 12;

/// Prefixes that leave a name behind their hyphen: "ex-President", "then-Senator".
const PREFIXES: &[&str] = &["ex", "then"];
const ARTICLES_OF_ARABIC: &[&str] = &["al", "el", "as", "ad", "ar", "an", "ash", "at", "az", "ul", "ed", "es", "eth"];

/// The words of the text in order. `known` ascends.
pub(super) fn scan(text: &str, known: &[Known], lists: &NameLists) -> Vec<Word> {
    let mut scan = Scan {
        text,
        known,
        lists,
        words: Vec::with_capacity(text.len() / BYTES_PER_WORD),
        line: 0..0,
        setting: Setting::Sentence,
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(capital) = bytes[at..].iter().position(u8::is_ascii_uppercase).map(|offset| at + offset) {
        let end = word_end(text, capital);
        if let Some(start) = word_start(text, capital) {
            scan.push(start, end);
        }
        at = end;
    }
    scan.words
}

struct Scan<'a> {
    text: &'a str,
    /// Those that are not behind yet.
    known: &'a [Known],
    lists: &'a NameLists,
    words: Vec<Word>,
    line: Range<usize>,
    setting: Setting,
}

impl Scan<'_> {
    fn push(&mut self, start: usize, end: usize) {
        if start >= self.line.end {
            let begin = self.text[self.line.end..start].rfind('\n').map_or(self.line.end, |at| self.line.end + at + 1);
            let end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
            self.line = begin..end;
            self.setting = setting(&self.text[begin..end]);
        }
        let end = without_hyphen_tail(self.text, start, end, self.lists);
        let word = &self.text[start..end];
        let hash = hash(word.bytes());
        let classes = self.lists.classes_of(hash) | known_by_half(word, self.lists);
        let joined = self.join(start, classes);
        let known = self.known_at(start, end);
        self.words.push(Word { start, end, form: form(word), hash, classes, known, joined, setting: self.setting });
    }

    /// Whether the word at `start` continues the words before; pushes the small ones between.
    fn join(&mut self, start: usize, classes: Classes) -> bool {
        let Some(before) = self.words.last().copied() else { return false };
        if start - before.end > JOINT_MAX || before.classes.any(Classes::STOP) {
            return false;
        }
        match &self.text[before.end..start] {
            " " => true,
            ". " => is_abbreviation(&before),
            "'s " | "' " | " 's " | " ' " => before.classes.any(Classes::GROUP),
            // "Ministry of Labour, Health and Welfare"
            ", " => before.classes.any(Classes::PORTFOLIO) && classes.any(Classes::PORTFOLIO),
            between => self.join_by_small_words(before.end, between),
        }
    }

    fn join_by_small_words(&mut self, at: usize, between: &str) -> bool {
        let Some(inner) = between.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' ')) else { return false };
        let is_for_a = inner == "for a";
        let joins = |word: &str| {
            let classes = self.lists.classes(word);
            (word == "&" || is_for_a || classes.any(Classes::PARTICLE | Classes::NAME_PARTICLE | Classes::JOINER))
                .then_some(classes)
        };
        let count = self.words.len();
        let mut start = at + 1;
        for word in inner.split(' ') {
            let Some(classes) = joins(word) else {
                self.words.truncate(count);
                return false;
            };
            let (end, setting) = (start + word.len(), self.setting);
            self.words.push(Word {
                start,
                end,
                form: Form::Small,
                hash: 0,
                classes,
                known: None,
                joined: true,
                setting,
            });
            start = end + 1;
        }
        true
    }

    /// What the gazetteer surely reads the word as.
    fn known_at(&mut self, start: usize, end: usize) -> Option<KnownKind> {
        let behind = self.known.iter().take_while(|known| known.range.end <= start).count();
        self.known = &self.known[behind..];
        let over = self.known.iter().take_while(|known| known.range.start < end);
        over.filter(|known| known.range.end > start && !known.in_doubt).map(|known| known.kind).next()
    }
}

/// Where a word begins that has its first capital letter at `capital`: `None` inside of a word ("iPhone",
/// "anti-American").
fn word_start(text: &str, capital: usize) -> Option<usize> {
    match text[..capital].chars().next_back() {
        Some('-') => {
            let prefix = small_word_before(text, capital - 1)?;
            if ARTICLES_OF_ARABIC.contains(&prefix) {
                Some(capital - 1 - prefix.len())
            } else {
                (prefix.is_empty() || PREFIXES.contains(&prefix)).then_some(capital)
            }
        }
        Some('\'') => match small_word_before(text, capital - 1)? {
            "d" => Some(capital - 2),
            "" => Some(capital),
            _ => None,
        },
        Some(last) => (!last.is_alphanumeric()).then_some(capital),
        None => Some(capital),
    }
}

/// The word of small ASCII letters that ends at `end`; `None` when they are but the end of a word.
fn small_word_before(text: &str, end: usize) -> Option<&str> {
    let length = text.as_bytes()[..end].iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let start = end - length;
    let is_whole = !text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '-'));
    is_whole.then_some(&text[start..end])
}

/// The end of the word at `start`: apostrophes and hyphens within a word are of it, a possessive is not.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            byte if byte.is_ascii_alphanumeric() => at += 1,
            b'\'' if bytes.get(at + 1) == Some(&b's') && letter_length(text, at + 2) == 0 => break,
            b'\'' | b'-' if letter_length(text, at + 1) > 0 => at += 1,
            b'.' if is_initial(text, start, at) => at += 1,
            byte if byte.is_ascii() => break,
            _ => match letter_length(text, at) {
                0 => break,
                length => at += length,
            },
        }
    }
    at
}

/// Whether the stop at `at` ends an initial of a word that consists of them: "J.P.", "F."
fn is_initial(text: &str, start: usize, at: usize) -> bool {
    let bytes = text.as_bytes();
    (at - start) % 2 == 1
        && at - start < INITIALS_MAX
        && bytes[start..at].iter().enumerate().all(|(index, byte)| match index % 2 {
            0 => byte.is_ascii_uppercase(),
            _ => *byte == b'.',
        })
        && (letter_length(text, at + 1) == 0 || bytes[at + 1].is_ascii_uppercase())
}

/// The bytes of the letter or digit at `at`; nothing when there is another character, or none.
fn letter_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().filter(|c| c.is_alphanumeric()).map_or(0, char::len_utf8)
}

fn form(word: &str) -> Form {
    if word.ends_with('.') {
        Form::Initials
    } else if word.len() >= 2 && !word.contains(char::is_lowercase) {
        Form::Capitals
    } else {
        Form::Capitalised
    }
}

/// "Jean-Luc" is a given name because "Jean" is one, "Rhys-Davies" a family name because "Davies" is one.
fn known_by_half(word: &str, lists: &NameLists) -> Classes {
    let Some(at) = word.as_bytes().iter().position(|byte| *byte == b'-') else { return Classes::default() };
    let (first, second) = (lists.classes(&word[..at]), lists.classes(&word[at + 1..]));
    let mut classes = Classes::default();
    if first.any(Classes::GIVEN) && !first.any(Classes::DOUBTFUL) {
        classes = classes | Classes::GIVEN;
    }
    if second.any(Classes::SURNAME) {
        classes = classes | Classes::SURNAME;
    }
    classes
}

/// "Hamas-led" is about Hamas, "Jae-myung" one name.
fn without_hyphen_tail(text: &str, start: usize, end: usize, lists: &NameLists) -> usize {
    match text.as_bytes()[start..end].iter().rposition(|byte| *byte == b'-') {
        Some(at) if at > 0 && lists.classes(&text[start + at + 1..end]).any(Classes::HYPHEN_TAIL) => start + at,
        _ => end,
    }
}

/// Whether a full stop behind the word does not end its sentence: "Gen.", "Jr.", "St."
fn is_abbreviation(word: &Word) -> bool {
    match word.end - word.start {
        2 => word.classes.any(Classes::TITLE | Classes::SUFFIX | Classes::COMMON),
        length => length <= 5 && word.classes.any(Classes::TITLE | Classes::SUFFIX),
    }
}

/// How a line is set, judged by its longer words.
fn setting(line: &str) -> Setting {
    if line.len() > HEADLINE_MAX {
        return Setting::Sentence;
    }
    let (mut words, mut small, mut capital) = (0, 0, 0);
    for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 4) {
        words += 1;
        match word.chars().next() {
            Some(first) if first.is_lowercase() => small += 1,
            Some(first) if first.is_uppercase() => capital += 1,
            _ => {}
        }
    }
    if words >= 2 && !line.contains(char::is_lowercase) {
        Setting::Capitals
    } else if words >= 4 && capital > 3 * small && !line.trim_end().ends_with('.') {
        Setting::TitleCase
    } else {
        Setting::Sentence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::names::tests::lists;

    /// The words, those that continue the one before behind a `+`.
    fn words(text: &str) -> String {
        let words = scan(text, &[], lists());
        let shown = words.iter().map(|word| format!("{}{}", if word.joined { "+" } else { "" }, word.text(text)));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn capitalised_words_are_found_with_what_joins_them() {
        for (text, expected) in [
            ("said John F. Kennedy yesterday", "John +F. +Kennedy"),
            ("J.P. Smith's aide met Gen. Michael O'Brien.", "J.P. +Smith Gen +Michael +O'Brien"),
            ("Lee Jae-myung met the Hamas-led council", "Lee +Jae-myung Hamas"),
            ("Bashar al-Assad, Hosni el-Masri", "Bashar +al-Assad Hosni +el-Masri"),
            ("the Ministry of Foreign Affairs", "Ministry +of +Foreign +Affairs"),
            ("Front for the Liberation of Ruritania", "Front +for +the +Liberation +of +Ruritania"),
            ("Ursula von der Leyen; Valery Giscard d'Estaing", "Ursula +von +der +Leyen Valery +Giscard +d'Estaing"),
            ("an anti-American mood, ex-President Carter", "President +Carter"),
            ("Smith & Sons", "Smith +& +Sons"),
            ("He left. John stayed, Mary too", "He John Mary"),
            ("John\nSmith", "John Smith"),
            ("the People's Party and Workers' Union", "People +Party +and +Workers +Union"),
            ("Ministry of Labour, Health and Welfare, Oslo", "Ministry +of +Labour +Health +and +Welfare Oslo"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_tell_how_they_are_set() {
        let setting = |text: &str| scan(text, &[], lists())[0].setting;
        assert_eq!(setting("WAR AND PEACE IN MALI\nIt was so."), Setting::Capitals);
        assert_eq!(setting("Why Chad Leaves the Grand Alliance\nIt was so."), Setting::TitleCase);
        assert_eq!(setting("Chad Smith resigns as governor\n"), Setting::Sentence);
        assert_eq!(setting("Chad Smith met John Smith.\n"), Setting::Sentence);
        assert_eq!(setting(&"LONG LINE ".repeat(40)), Setting::Sentence);
    }

    #[test]
    fn a_word_is_known_by_what_surely_covers_it() {
        let known = |in_doubt| [Known { range: 4..10, kind: KnownKind::Place, in_doubt }];
        let text = "Old Jordan River";
        let kinds = |known: &[Known]| scan(text, known, lists()).iter().map(|word| word.known).collect::<Vec<_>>();
        assert_eq!(kinds(&known(false)), [None, Some(KnownKind::Place), None]);
        assert_eq!(kinds(&known(true)), [None, None, None]);
    }
}
