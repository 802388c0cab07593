//! newsboat's filters become queries.
//!
//! newsboat compares text by regular expressions, chancery looks for words: an expression that is made of words and
//! alternatives is translated to beginnings of words, and others are refused rather than guessed at.

/// Why a filter has no query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Untranslatable(String);

/// How deep parentheses may be nested.
const MAX_DEPTH: usize = 20;

/// The query that finds what a filter finds, as nearly as words can say it.
///
/// # Errors
/// When the filter asks for what a query cannot, or is broken.
pub fn translate(filter: &str) -> Result<String, Untranslatable> {
    let mut parser = Parser { tokens: lex(filter)?, next: 0, depth: 0 };
    let query = parser.any()?.text(false);
    match parser.peek() {
        None => Ok(query),
        Some(_) => Err(broken()),
    }
}

fn broken() -> Untranslatable {
    Untranslatable("its filter is broken".to_owned())
}

/// A part of a query.
enum Part {
    /// Stands as it is beside others.
    Term(String),
    Or(Vec<Part>),
}

impl Part {
    /// `inner` says that others stand beside it.
    fn text(self, inner: bool) -> String {
        match self {
            Self::Term(text) => text,
            Self::Or(parts) => {
                let parts: Vec<String> = parts.into_iter().map(|part| part.text(false)).collect();
                let text = parts.join(" OR ");
                if inner { format!("({text})") } else { text }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Operator(&'static str),
    Open,
    Close,
}

/// Longest first, because one begins another.
const OPERATORS: [&str; 11] = ["==", "=~", "!=", "!~", "!#", "<=", ">=", "=", "#", "<", ">"];

fn lex(filter: &str) -> Result<Vec<Token>, Untranslatable> {
    let mut tokens = Vec::new();
    let mut rest = filter.trim_start();
    while let Some(first) = rest.chars().next() {
        let behind = &rest[first.len_utf8()..];
        rest = if first == '(' || first == ')' {
            tokens.push(if first == '(' { Token::Open } else { Token::Close });
            behind
        } else if first == '"' {
            let (text, behind) = behind.split_once('"').ok_or_else(broken)?;
            tokens.push(Token::Text(text.to_owned()));
            behind
        } else if let Some(operator) = OPERATORS.into_iter().find(|operator| rest.starts_with(operator)) {
            tokens.push(Token::Operator(operator));
            &rest[operator.len()..]
        } else {
            let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':' | '-')).unwrap_or(rest.len());
            if end == 0 {
                return Err(broken());
            }
            tokens.push(Token::Word(rest[..end].to_owned()));
            &rest[end..]
        }
        .trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Part, Untranslatable> {
        let mut parts = vec![self.all()?];
        while self.take_word("or") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Part::Or(parts) })
    }

    fn all(&mut self) -> Result<Part, Untranslatable> {
        let mut parts = vec![self.one()?];
        while self.take_word("and") {
            parts.push(self.one()?);
        }
        if parts.len() == 1 {
            return Ok(parts.remove(0));
        }
        let parts: Vec<String> = parts.into_iter().map(|part| part.text(true)).collect();
        Ok(Part::Term(parts.join(" ")))
    }

    fn one(&mut self) -> Result<Part, Untranslatable> {
        if self.peek() == Some(&Token::Open) {
            self.next += 1;
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(broken());
            }
            let part = self.any()?;
            self.depth -= 1;
            return if self.take() == Some(Token::Close) { Ok(part) } else { Err(broken()) };
        }
        let Some(Token::Word(attribute)) = self.take() else { return Err(broken()) };
        let operator = match self.take() {
            Some(Token::Operator(operator)) => operator,
            Some(Token::Word(word)) if word == "between" => "between",
            _ => return Err(broken()),
        };
        let value = match self.take() {
            Some(Token::Text(text) | Token::Word(text)) => text,
            _ => return Err(broken()),
        };
        comparison(&attribute, operator, &value).map(Part::Term)
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Token::Word(next)) if next == word);
        self.next += usize::from(is_next);
        is_next
    }
}

fn comparison(attribute: &str, operator: &str, value: &str) -> Result<String, Untranslatable> {
    let refused = || Err(Untranslatable(format!("chancery cannot ask for {attribute} {operator} {value:?}")));
    let wanted = |query: String, is_wanted: bool| if is_wanted { query } else { format!("-{query}") };
    match (attribute, operator) {
        ("unread", "=" | "==" | "!=") => match (value, operator == "!=") {
            ("yes", false) | ("no", true) => Ok("is:unread".to_owned()),
            ("no", false) | ("yes", true) => Ok("is:read".to_owned()),
            _ => refused(),
        },
        ("tags", "#" | "!#") => match value.parse::<crate::domain::OwnTag>() {
            Ok(tag) => Ok(wanted(format!("tag:{tag}"), operator == "#")),
            Err(_) => refused(),
        },
        ("age", _) => age(operator, value).map_or_else(refused, Ok),
        ("title" | "content" | "description" | "feedtitle", "=~" | "!~" | "=" | "==" | "!=") => {
            let Some(alternatives) = alternatives(value, operator.ends_with('~')) else { return refused() };
            let is_wanted = !operator.starts_with('!');
            let quoted = |star: &str| alternatives.iter().map(|words| format!("\"{words}\"{star}")).collect::<Vec<_>>();
            let query = match attribute {
                "feedtitle" => format!("source:{}", quoted("").join(",")),
                "title" => format!("(in:title {})", group(quoted("*"))),
                _ => group(quoted("*")),
            };
            Ok(wanted(query, is_wanted))
        }
        _ => refused(),
    }
}

fn group(mut words: Vec<String>) -> String {
    if words.len() == 1 { words.remove(0) } else { format!("({})", words.join(" OR ")) }
}

/// An age in whole days. An article of today is 0 days old.
fn age(operator: &str, value: &str) -> Option<String> {
    let days = |text: &str| text.parse::<u32>().ok().filter(|days| *days < 36_500);
    let younger = |days: u32| format!("after:{days}d");
    let older = |days: u32| format!("before:{days}d");
    if operator == "between" {
        let (from, to) = value.split_once(':')?;
        let (from, to) = (days(from)?, days(to)?);
        return Some(if from == 0 { younger(to + 1) } else { format!("{} {}", older(from), younger(to + 1)) });
    }
    let value = days(value)?;
    match operator {
        "<" => Some(younger(value)),
        "<=" => Some(younger(value + 1)),
        ">" => Some(older(value + 1)),
        ">=" => Some(older(value)),
        _ => None,
    }
}

/// The words that a text, or a regular expression of words and alternatives, looks for.
fn alternatives(value: &str, is_pattern: bool) -> Option<Vec<String>> {
    let is_words = |text: &str| {
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | ',' | '&');
        text.chars().any(char::is_alphanumeric) && text.chars().all(allowed)
    };
    if !is_pattern {
        return is_words(value).then(|| vec![value.trim().to_owned()]);
    }
    let bare = value.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(value);
    let words = bare.split('|').map(|alternative| {
        let bare = alternative.trim_start_matches(['^', ' ']).trim_end_matches(['$', ' ']);
        let bare = bare.trim_start_matches(".*").trim_end_matches(".*");
        let bare = bare.trim_start_matches("\\b").trim_end_matches("\\b").trim_matches(['<', '>', '\\']);
        is_words(bare).then(|| bare.to_owned())
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use jiff::Zoned;

    use super::*;
    use crate::domain::{CountryCode, Names, Query, SafeText};

    struct NoNames;

    impl Names for NoNames {
        fn country(&self, _: &str) -> Option<CountryCode> {
            None
        }
        fn topics(&self) -> Vec<SafeText> {
            Vec::new()
        }
        fn countries(&self) -> Vec<SafeText> {
            Vec::new()
        }
    }

    #[test]
    fn filters_become_queries_that_can_be_read() {
        for (filter, query) in [
            ("unread = \"yes\"", "is:unread"),
            ("unread != \"yes\"", "is:read"),
            ("title =~ \"Kyiv\"", "(in:title \"Kyiv\"*)"),
            ("title !~ \"sport|Bundesliga\"", "-(in:title (\"sport\"* OR \"Bundesliga\"*))"),
            ("content =~ \"^grain deal.*\"", "\"grain deal\"*"),
            ("content =~ \"(oil|gas)\"", "(\"oil\"* OR \"gas\"*)"),
            ("feedtitle = \"BBC World\"", "source:\"BBC World\""),
            ("tags # \"Asia\" and tags !# \"sport\"", "tag:asia -tag:sport"),
            ("unread = \"yes\" and (tags # \"a\" or tags # \"b\")", "is:unread (tag:a OR tag:b)"),
            ("tags # \"a\" and unread = \"no\" or tags # \"b\"", "tag:a is:read OR tag:b"),
            ("((tags # \"a\"))", "tag:a"),
            ("age < 7", "after:7d"),
            ("age between 0:6", "after:7d"),
            ("age between 2:6", "before:2d after:7d"),
            ("age > 30", "before:31d"),
        ] {
            assert_eq!(translate(filter).as_deref(), Ok(query), "{filter}");
            let parsed = Query::parse(query, &Zoned::now(), &NoNames);
            assert!(parsed.is_ok(), "{query}: {parsed:?}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_refused_with_its_words() {
        for (filter, error) in [
            ("author =~ \"x\"", "chancery cannot ask for author =~ \"x\""),
            ("title =~ \"a[bc]\"", "chancery cannot ask for title =~ \"a[bc]\""),
            ("flags =~ \"s\"", "chancery cannot ask for flags =~ \"s\""),
            ("age < \"x\"", "chancery cannot ask for age < \"x\""),
            ("", "its filter is broken"),
            ("title =~ \"x", "its filter is broken"),
            ("(unread = \"yes\"", "its filter is broken"),
            ("unread = \"yes\")", "its filter is broken"),
            ("unread", "its filter is broken"),
            (&"(".repeat(10_000), "its filter is broken"),
        ] {
            assert_eq!(translate(filter).unwrap_err().to_string(), error, "{filter}");
        }
    }
}
