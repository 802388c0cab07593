//! What is wrong in the user's files and variables, said so that it can be mended.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::domain::SafeText;

/// One or several mistakes in what the user configured; its text has a line for each.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub struct ConfigError {
    /// Never empty; in the order they stand in.
    pub mistakes: Vec<Mistake>,
}

/// One mistake, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    pub place: Place,
    /// The name of the setting, such as `polling.interval`.
    pub key: Option<SafeText>,
    /// What is wrong, without a full stop.
    pub message: SafeText,
    /// The nearest right name or value, when one is near.
    pub hint: Option<SafeText>,
}

/// Where a mistake stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In a file; line and column count from 1, in characters.
    Line { file: PathBuf, line: usize, column: Option<usize> },
    /// A file as a whole, such as one that cannot be read.
    File(PathBuf),
    /// An environment variable.
    Variable(String),
}

impl ConfigError {
    /// A mistake in a line of a file, for what only the layers above can judge (such as the names of actions).
    pub fn at(file: &Path, line: usize, key: &str, message: &str, hint: Option<&str>) -> Self {
        let place = Place::Line { file: file.to_owned(), line, column: None };
        Mistake::new(place, Some(key), message, hint).into()
    }

    /// A file that cannot be read or written, or a folder that cannot be found.
    pub fn file(file: &Path, message: &str) -> Self {
        Mistake::new(Place::File(file.to_owned()), None, message, None).into()
    }

    /// A mistake in an environment variable.
    pub fn variable(name: &str, message: &str, hint: Option<&str>) -> Self {
        Mistake::new(Place::Variable(name.to_owned()), None, message, hint).into()
    }

    /// An error of all the mistakes, when there are any.
    pub(super) fn check(mistakes: Vec<Mistake>) -> Result<(), Self> {
        if mistakes.is_empty() { Ok(()) } else { Err(Self { mistakes }) }
    }
}

impl Mistake {
    pub(super) fn new(place: Place, key: Option<&str>, message: &str, hint: Option<&str>) -> Self {
        Self { place, key: key.map(SafeText::line), message: SafeText::line(message), hint: hint.map(SafeText::line) }
    }
}

impl From<Mistake> for ConfigError {
    fn from(mistake: Mistake) -> Self {
        Self { mistakes: vec![mistake] }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, mistake) in self.mistakes.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            mistake.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Mistake {
    /// `config.toml:3:1: polling.intervall: there is no such setting; did you mean interval?`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        write!(f, "{}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "; did you mean {hint}?")?;
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |path: &Path| SafeText::line(&path.to_string_lossy());
        match self {
            Self::Line { file, line, column: Some(column) } => write!(f, "{}:{line}:{column}", name(file)),
            Self::Line { file, line, column: None } => write!(f, "{}:{line}", name(file)),
            Self::File(file) => name(file).fmt(f),
            Self::Variable(variable) => SafeText::line(variable).fmt(f),
        }
    }
}
