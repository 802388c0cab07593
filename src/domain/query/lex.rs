//! A query's text becomes tokens, each with the bytes it stands at.

use std::ops::Range;

use super::QueryError;
use super::terms::FieldName;
use crate::domain::nearest;

/// A part of a query that stands for one thing.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    Or,
    And,
    Not,
    /// A word or a phrase to look for.
    Text {
        words: String,
        prefix: bool,
    },
    /// `field:value,value`.
    Field {
        name: FieldName,
        values: Vec<Value>,
    },
}

/// One value of a field.
#[derive(Debug, PartialEq)]
pub(super) struct Value {
    pub text: String,
    pub range: Range<usize>,
}

/// The tokens of a query.
pub(super) fn lex(input: &str) -> Result<Vec<(Token, Range<usize>)>, QueryError> {
    let mut lexer = Lexer { input, at: 0 };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.token()? {
        tokens.push(token);
    }
    Ok(tokens)
}

struct Lexer<'a> {
    input: &'a str,
    at: usize,
}

impl Lexer<'_> {
    fn token(&mut self) -> Result<Option<(Token, Range<usize>)>, QueryError> {
        self.skip(char::is_whitespace);
        let start = self.at;
        let Some(first) = self.peek() else { return Ok(None) };
        let token = match first {
            '(' => self.single(Token::Open),
            ')' => self.single(Token::Close),
            '-' => self.minus()?,
            c if is_quote(c) => self.phrase()?,
            _ => self.word()?,
        };
        Ok(Some((token, start..self.at)))
    }

    fn single(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    fn minus(&mut self) -> Result<Token, QueryError> {
        self.at += 1;
        if self.peek().is_none_or(|c| c.is_whitespace() || c == ')') {
            let message = "A minus stands directly before what it leaves out, as in -source:irna.";
            return Err(QueryError::at(self.at - 1..self.at, message));
        }
        Ok(Token::Not)
    }

    fn phrase(&mut self) -> Result<Token, QueryError> {
        let start = self.at;
        let words = self.quoted()?;
        let prefix = self.peek() == Some('*');
        if prefix {
            self.at += 1;
        }
        text_token(&words, prefix, start..self.at)
    }

    fn word(&mut self) -> Result<Token, QueryError> {
        let start = self.at;
        self.skip(|c| !ends_word(c));
        let word = &self.input[start..self.at];
        match word {
            "OR" => return Ok(Token::Or),
            "AND" => return Ok(Token::And),
            "NOT" => return Ok(Token::Not),
            _ => {}
        }
        if let Some((field, rest)) = word.split_once(':')
            && looks_like_a_field(field, rest)
        {
            let field_range = start..start + field.len();
            match FieldName::of(field) {
                Some(name) => {
                    self.at = field_range.end + 1;
                    return self.values(name, start);
                }
                // "Explainer: what next" is a pasted headline, not a mistaken field.
                None if rest.is_empty() && self.peek().is_none_or(|c| !is_quote(c)) => {}
                None => {
                    let near = nearest(field, FieldName::all().map(FieldName::as_str));
                    let message = format!("There is no field {field}:.");
                    let hint = near.map(|name| format!("{name}:"));
                    return Err(QueryError::at(field_range, &message).with_hint(hint.as_deref()));
                }
            }
        }
        let stem = word.trim_end_matches('*');
        text_token(stem, stem.len() < word.len(), start..self.at)
    }

    fn values(&mut self, name: FieldName, start: usize) -> Result<Token, QueryError> {
        let mut values = Vec::new();
        loop {
            let from = self.at;
            let text = match self.peek() {
                Some(c) if is_quote(c) => self.quoted()?,
                _ => {
                    self.skip(|c| !ends_word(c) && c != ',');
                    self.input[from..self.at].to_owned()
                }
            };
            if text.trim().is_empty() {
                let field = name.as_str();
                let message = format!("{field}: needs a value directly behind it, as in {}.", name.example());
                return Err(QueryError::at(start..self.at, &message));
            }
            values.push(Value { text: text.trim().to_owned(), range: from..self.at });
            if self.peek() != Some(',') {
                return Ok(Token::Field { name, values });
            }
            self.at += 1;
        }
    }

    /// What stands between the quotation mark here and the next one.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let open = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        let start = self.at;
        self.skip(|c| !is_quote(c));
        let text = self.input[start..self.at].to_owned();
        let Some(close) = self.peek() else {
            return Err(QueryError::at(open..self.at, "This quotation mark is not closed."));
        };
        self.at += close.len_utf8();
        Ok(text)
    }

    fn peek(&self) -> Option<char> {
        self.input[self.at..].chars().next()
    }

    fn skip(&mut self, skipped: impl Fn(char) -> bool) {
        let rest = &self.input[self.at..];
        self.at += rest.find(|c| !skipped(c)).unwrap_or(rest.len());
    }
}

fn text_token(words: &str, prefix: bool, range: Range<usize>) -> Result<Token, QueryError> {
    if !words.contains(char::is_alphanumeric) {
        return Err(QueryError::at(range, "There is no letter or digit to look for here."));
    }
    Ok(Token::Text { words: words.to_owned(), prefix })
}

fn looks_like_a_field(name: &str, rest: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()) && !rest.starts_with("//")
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c)
}

/// Straight quotation marks, and those that word processors make of them.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}
