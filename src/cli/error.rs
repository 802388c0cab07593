//! Why a command did not do what it was asked to, and how that is told.

use std::error::Error as StdError;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::config::ConfigError;
use crate::domain::{QueryError, SafeText};
use crate::store::StoreError;

/// Why a command ended.
#[derive(Debug)]
pub(super) enum Error {
    /// The arguments ask for what cannot be.
    Usage { sentence: SafeText, hint: Option<SafeText> },
    /// A query has a mistake.
    Query { input: String, error: QueryError },
    /// The settings, the subscriptions or a variable have a mistake.
    Config(ConfigError),
    /// The store cannot be used.
    Store(StoreError),
    /// A work failed.
    Failed { sentence: SafeText, cause: anyhow::Error },
    /// Nobody reads the output any more.
    PipeClosed,
}

impl Error {
    /// A mistake in the arguments, with a hint how to do better.
    pub fn usage(sentence: &str, hint: &str) -> Self {
        Self::Usage { sentence: SafeText::line(sentence), hint: Some(SafeText::line(hint)) }
    }

    /// A work that failed, with its cause.
    pub fn failed(sentence: &str, cause: impl Into<anyhow::Error>) -> Self {
        Self::Failed { sentence: SafeText::line(sentence), cause: cause.into() }
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::PipeClosed => 0,
            Self::Failed { .. } => 1,
            Self::Usage { .. } | Self::Query { .. } | Self::Config(_) => 2,
            // Another process may have dropped the article since its id was resolved.
            Self::Store(StoreError::NoSuchArticle(_)) => 2,
            Self::Store(_) => 3,
        }
    }

    /// Tells it on standard error and in the log.
    pub fn tell(&self) {
        let text = self.text();
        tracing::error!("{}", SafeText::line(&text));
        // There is nobody left to tell that standard error is closed.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// One sentence, then a hint, then the chain of causes, a line each.
    fn text(&self) -> String {
        match self {
            Self::Usage { sentence, hint } => {
                let hint = hint.as_ref().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
                format!("chancery: {sentence}{hint}")
            }
            Self::Query { input, error } => format!("chancery: {}", query_text(input, error)),
            Self::Config(error) => format!("chancery: {error}"),
            Self::Store(error) => format!("chancery: {}{}", error.sentence(), causes(error)),
            Self::Failed { sentence, cause } => format!("chancery: {sentence}{}", because(cause)),
            Self::PipeClosed => String::new(),
        }
    }
}

/// The mistake under the word it stands at.
fn query_text(input: &str, error: &QueryError) -> String {
    let mut text = error.message.to_string();
    let shown = SafeText::line(input);
    // Where cleaning or folding moved the characters, marks would stand in wrong places.
    if shown == input {
        let before = input[..error.start].width();
        let marks = input[error.start..error.end].width().max(1);
        text.push_str(&format!("\n  {shown}\n  {}{}", " ".repeat(before), "^".repeat(marks)));
    }
    if let Some(hint) = &error.hint {
        text.push_str(&format!("\nhint: did you mean {hint}?"));
    }
    text
}

fn causes(error: &dyn StdError) -> String {
    let chain = std::iter::successors(error.source(), |&cause| cause.source());
    let causes: Vec<String> = chain.map(ToString::to_string).collect();
    if causes.is_empty() { String::new() } else { format!("\nbecause: {}", SafeText::line(&causes.join(": "))) }
}

fn because(cause: &anyhow::Error) -> String {
    format!("\nbecause: {}", SafeText::line(&format!("{cause:#}")))
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Writing the output failed.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::PipeClosed;
        }
        Self::failed("the output could not be written.", error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_in_a_query_is_marked_under_its_word() {
        let error = QueryError {
            start: 7,
            end: 13,
            message: "There is no field contry:.".into(),
            hint: Some("country:".into()),
        };
        let told = Error::Query { input: "外交 contry:UA".into(), error };
        let expected =
            "chancery: There is no field contry:.\n  外交 contry:UA\n       ^^^^^^\nhint: did you mean country:?";
        assert_eq!(told.text(), expected);
        assert_eq!(told.exit_code(), 2);
    }

    #[test]
    fn a_failure_tells_its_chain_of_causes_in_one_line() {
        let cause = anyhow::anyhow!("no route\u{1b}[2J").context("connecting");
        let told = Error::failed("It failed.", cause);
        assert_eq!(told.text(), "chancery: It failed.\nbecause: connecting: no route[2J");
    }

    #[test]
    fn a_closed_pipe_is_no_error() {
        let error = Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(error.exit_code(), 0);
        assert_eq!(Error::from(io::Error::other("disk full")).exit_code(), 1);
    }
}
