//! Tokens become a query: recursive descent, `NOT` before and before `OR`.

use std::ops::Range;

use super::lex::{Token, lex};
use super::terms::{Context, FieldName, field};
use super::{Field, Query, QueryError, Term};
use crate::domain::{SafeText, nearest};

/// How deep parentheses and negations may be nested.
const MAX_DEPTH: usize = 32;

pub(super) fn parse(input: &str, context: &Context<'_>) -> Result<Query, QueryError> {
    let tokens = lex(input)?;
    if tokens.is_empty() {
        return Ok(Query::Everything);
    }
    let mut parser = Parser { tokens, next: 0, depth: 0, end: input.len(), context };
    let query = parser.group()?;
    match parser.peek() {
        None => Ok(query),
        // A group ends only at the end or at a parenthesis that it does not own.
        Some(_) => Err(QueryError::at(parser.range(), "This parenthesis was never opened.")),
    }
}

struct Parser<'a> {
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    depth: usize,
    end: usize,
    context: &'a Context<'a>,
}

impl Parser<'_> {
    /// What stands between parentheses, or the whole query: alternatives, and where their words look.
    fn group(&mut self) -> Result<Query, QueryError> {
        let mut in_title = None;
        let mut alternatives = vec![self.conjunction(&mut in_title)?];
        while self.peek() == Some(&Token::Or) {
            self.next += 1;
            alternatives.push(self.conjunction(&mut in_title)?);
        }
        let mut query = joined(alternatives, Query::Or);
        match in_title {
            Some(range) if look_at_titles(&mut query) == 0 => Err(no_words_for(range)),
            _ => Ok(query),
        }
    }

    /// What is and-ed. An `in:title` among it is noted for the group.
    fn conjunction(&mut self, in_title: &mut Option<Range<usize>>) -> Result<Query, QueryError> {
        let mut parts = Vec::new();
        let mut place = None;
        let mut and_due = false;
        loop {
            match self.peek() {
                None | Some(Token::Or | Token::Close) => break,
                Some(Token::And) if parts.is_empty() || and_due => break,
                Some(Token::And) => {
                    self.next += 1;
                    and_due = true;
                }
                Some(Token::Field { name: FieldName::In, values }) => {
                    for value in values {
                        check_place(&value.text, value.range.clone())?;
                    }
                    place = Some(self.range());
                    self.next += 1;
                }
                Some(_) => {
                    parts.push(self.negation()?);
                    and_due = false;
                }
            }
        }
        match place {
            _ if and_due => return Err(self.missing_operand()),
            Some(range) if parts.is_empty() => return Err(no_words_for(range)),
            None if parts.is_empty() => return Err(self.missing_operand()),
            Some(_) => *in_title = place,
            None => {}
        }
        Ok(joined(parts, Query::And))
    }

    fn negation(&mut self) -> Result<Query, QueryError> {
        if self.peek() != Some(&Token::Not) {
            return self.atom();
        }
        let range = self.enter()?;
        if let Some(Token::Field { name: FieldName::In, .. }) = self.peek() {
            let message = "in:title says where to look, so it cannot be left out.";
            return Err(QueryError::at(range.start..self.range().end, message));
        }
        let operand = self.negation()?;
        self.depth -= 1;
        Ok(Query::Not(Box::new(operand)))
    }

    fn atom(&mut self) -> Result<Query, QueryError> {
        let range = self.range();
        match self.peek() {
            Some(Token::Open) => {
                self.enter()?;
                let query = self.group()?;
                if self.peek() != Some(&Token::Close) {
                    return Err(QueryError::at(range, "This parenthesis is not closed."));
                }
                self.next += 1;
                self.depth -= 1;
                Ok(query)
            }
            Some(Token::Text { words, prefix }) => {
                let term = Term::Text { words: SafeText::line(words), field: Field::Anywhere, prefix: *prefix };
                self.next += 1;
                Ok(Query::Term(term))
            }
            Some(Token::Field { name, values }) => {
                let terms = field(*name, values, self.context)?;
                self.next += 1;
                Ok(joined(terms.into_iter().map(Query::Term).collect(), Query::Or))
            }
            _ => Err(self.missing_operand()),
        }
    }

    /// Steps over the token that opens a level and returns where it stands.
    fn enter(&mut self) -> Result<Range<usize>, QueryError> {
        let range = self.range();
        self.depth += 1;
        self.next += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("A query is nested at most {MAX_DEPTH} deep.");
            return Err(QueryError::at(range, &message));
        }
        Ok(range)
    }

    fn missing_operand(&self) -> QueryError {
        let message = match self.peek() {
            Some(Token::Close) => "Something is missing before this parenthesis.",
            None => "Something is missing at the end.",
            Some(_) => "Something is missing before this; as a word to look for, write it in quotation marks.",
        };
        QueryError::at(self.range(), message)
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    /// Where the next token stands; at the end, the last one, so that there is something to point at.
    fn range(&self) -> Range<usize> {
        match self.tokens.get(self.next).or(self.tokens.last()) {
            Some((_, range)) => range.clone(),
            None => 0..self.end,
        }
    }
}

fn no_words_for(in_title: Range<usize>) -> QueryError {
    QueryError::at(in_title, "in:title says where to look for words, but there are none.")
}

/// One part as it is, several joined.
fn joined(mut parts: Vec<Query>, join: fn(Vec<Query>) -> Query) -> Query {
    match parts.len() {
        0 => Query::Everything,
        1 => parts.remove(0),
        _ => join(parts),
    }
}

fn check_place(place: &str, range: Range<usize>) -> Result<(), QueryError> {
    if place.eq_ignore_ascii_case("title") {
        return Ok(());
    }
    let hint = nearest(place, ["title"]).map(|_| "in:title");
    Err(QueryError::at(range, "Words can be looked for in:title, or everywhere without it.").with_hint(hint))
}

/// Turns every text condition to titles and returns how many there are.
fn look_at_titles(query: &mut Query) -> usize {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter_mut().map(look_at_titles).sum(),
        Query::Not(part) => look_at_titles(part),
        Query::Term(Term::Text { field, .. }) => {
            *field = Field::Title;
            1
        }
        Query::Everything | Query::Term(_) => 0,
    }
}
