//! A sentence as tokens: words, actors, and the marks between them.

use std::ops::Range;

use super::Actor;
use super::lexicon::{Class, Classes, Lexicon};

/// The most tokens of a sentence that are read. Bounds the work on text without full stops.
const MAX_TOKENS: usize = 64;

/// A piece of a sentence; bytes of the folded text.
#[derive(Debug)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: TokenKind,
    /// It stands between quotation marks.
    pub quoted: bool,
}

#[derive(Debug)]
pub(super) enum TokenKind {
    Word {
        lower: String,
        classes: Classes,
        capital: bool,
    },
    /// The place of the actor in the list that was given.
    Actor(usize),
    /// `'s` or `'` behind an actor.
    Possessive,
    /// `-` joins two names; `—` is a dash between spaces; brackets are `,`.
    Mark(char),
}

impl Token {
    pub fn has(&self, class: Class) -> bool {
        matches!(&self.kind, TokenKind::Word { classes, .. } if classes.has(class))
    }

    /// The word in lower case; empty for an actor or a mark.
    pub fn word(&self) -> &str {
        match &self.kind {
            TokenKind::Word { lower, .. } => lower,
            _ => "",
        }
    }

    pub fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word { .. })
    }

    pub fn is_mark(&self, mark: char) -> bool {
        matches!(self.kind, TokenKind::Mark(is) if is == mark)
    }
}

/// The tokens of a sentence with its actors.
pub(super) fn tokens(lexicon: &Lexicon, text: &str, sentence: Range<usize>, actors: &[Actor]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut quote: Option<(char, usize)> = None;
    let acting: Vec<(usize, &Actor)> = actors.iter().enumerate().filter(|(_, actor)| acts(text, actor)).collect();
    let mut at = sentence.start;
    while at < sentence.end && tokens.len() < MAX_TOKENS {
        if let Some(&(index, _)) = acting.iter().find(|(_, actor)| actor.start == at) {
            tokens.push(Token {
                start: at,
                end: actors[index].end,
                kind: TokenKind::Actor(index),
                quoted: quote.is_some(),
            });
            at = actors[index].end;
            if let Some(length) = possessive(&text[actors[index].start..at], &text[at..sentence.end]) {
                tokens.push(Token {
                    start: at,
                    end: at + length,
                    kind: TokenKind::Possessive,
                    quoted: quote.is_some(),
                });
                at += length;
            }
            continue;
        }
        let Some(c) = text[at..sentence.end].chars().next() else { break };
        let next = at + c.len_utf8();
        if c.is_alphanumeric() {
            let limit = acting.iter().find(|(_, actor)| actor.start > at);
            let limit = limit.map_or(sentence.end, |(_, actor)| actor.start.min(sentence.end));
            let word = word(&text[at..limit]);
            let lower = word.to_lowercase();
            let kind = TokenKind::Word { classes: lexicon.classes(&lower), lower, capital: c.is_uppercase() };
            tokens.push(Token { start: at, end: at + word.len(), kind, quoted: quote.is_some() });
            at += word.len();
            continue;
        }
        if is_quote(text, at, c, quote.is_some()) {
            quote = if quote.is_some() { None } else { Some((c, tokens.len())) };
        } else if let Some(mark) = mark(text, at, c) {
            tokens.push(Token { start: at, end: next, kind: TokenKind::Mark(mark), quoted: quote.is_some() });
        }
        at = next;
    }
    if let Some((_, from)) = quote {
        // It was never closed: an apostrophe, or a sentence cut short.
        tokens[from..].iter_mut().for_each(|token| token.quoted = false);
    }
    tokens
}

/// Whether the name acts at all: in "US-led", "Iran-backed" and "pro-Russian" it only describes.
fn acts(text: &str, actor: &Actor) -> bool {
    let describes_next = text[actor.end..]
        .strip_prefix('-')
        .and_then(|after| after.chars().next())
        .is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
    let before = &text[..actor.start];
    let prefix = before.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_lowercase))
        && ["pro-", "anti-", "ex-", "non-", "post-", "mid-", "Pro-", "Anti-", "Ex-", "Non-", "Post-"]
            .iter()
            .any(|prefix| before.ends_with(prefix));
    !describes_next && !prefix
}

/// How long the ending is: `'s`, and behind an s `'` alone, which else closes a quotation.
fn possessive(name: &str, after: &str) -> Option<usize> {
    let rest = after.strip_prefix('\'')?;
    let behind = rest.strip_prefix(['s', 'S']).or_else(|| name.ends_with('s').then_some(rest))?;
    behind.chars().next().is_none_or(|c| c == ' ').then(|| after.len() - behind.len())
}

/// The word at the start of a text: letters and digits, with apostrophes, hyphens and dots only inside.
fn word(text: &str) -> &str {
    let mut end = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let is_inside =
            matches!(c, '\'' | '-' | '.' | '&') && rest.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !is_inside {
            break;
        }
        end = at + c.len_utf8();
    }
    &text[..end]
}

fn is_quote(text: &str, at: usize, c: char, open: bool) -> bool {
    let is_alphanumeric = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '"' | '“' | '”' | '„' | '«' | '»' => true,
        // A single one opens before a word and closes behind one; all else is an apostrophe.
        '\'' if open => !is_alphanumeric(text[at + 1..].chars().next()),
        '\'' => !is_alphanumeric(text[..at].chars().next_back()) && is_alphanumeric(text[at + 1..].chars().next()),
        _ => false,
    }
}

fn mark(text: &str, at: usize, c: char) -> Option<char> {
    match c {
        ',' | '(' | ')' | '[' | ']' => Some(','),
        ':' | ';' | '|' | '/' | '&' => Some(c),
        '—' | '-' => {
            let is_joined = !text[..at].ends_with(' ') && !text[at + c.len_utf8()..].starts_with(' ');
            Some(if c == '-' && is_joined { '-' } else { '—' })
        }
        '.' | '!' | '?' | '…' => Some('.'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ActorKind, TABLE};
    use super::*;

    /// The sentence with actors as `[name]`, possessives as `+`, quoted tokens as `~word`.
    fn shown(text: &str, names: &[&str]) -> String {
        let lexicon = Lexicon::new(TABLE).unwrap();
        let mut actors: Vec<Actor> = names
            .iter()
            .flat_map(|name| text.match_indices(name).map(|(at, name)| (at, at + name.len())))
            .map(|(start, end)| Actor { start, end, kind: ActorKind::Country, plural: false, entity: 0 })
            .collect();
        actors.sort_by_key(|actor| actor.start);
        let show = |token: Token| {
            let shown = match &token.kind {
                TokenKind::Word { lower, .. } => lower.clone(),
                TokenKind::Actor(_) => format!("[{}]", &text[token.start..token.end]),
                TokenKind::Possessive => "+".to_owned(),
                TokenKind::Mark(mark) => mark.to_string(),
            };
            if token.quoted { format!("~{shown}") } else { shown }
        };
        tokens(&lexicon, text, 0..text.len(), &actors).into_iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_actors_and_marks_are_told_apart() {
        for (text, names, expected) in [
            ("Chile's navy test-fires it", &["Chile"][..], "[Chile] + navy test-fires it"),
            ("Peru-Chile talks, at last", &["Peru", "Chile"], "[Peru] - [Chile] talks , at last"),
            ("Peru - a summary", &["Peru"], "[Peru] — a summary"),
            ("Peru-backed and pro-Peru men", &["Peru"], "peru-backed and pro-peru men"),
            ("The 'old pact' of \"two\" isn't", &[], "the ~old ~pact of ~two isn't"),
            ("The miners' pact", &[], "the miners pact"),
        ] {
            assert_eq!(shown(text, names), expected);
        }
    }

    #[test]
    fn a_quotation_that_never_ends_is_none() {
        assert_eq!(shown("So 'tis said", &[]), "so tis said");
    }
}
