//! What a command of the user's made of the open article, beside it.

use jiff::{Timestamp, Zoned};

use super::effect::RequestId;
use crate::domain::{ArticleId, Document, SafeText};
use crate::text::{Line, wrap};

/// The pane of a command's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultPane {
    pub article: ArticleId,
    /// The command's name, or the line that was typed.
    pub name: SafeText,
    pub state: ResultState,
    /// Whether keys move in it and not in the article.
    pub focused: bool,
    /// The first line on the screen.
    pub top: usize,
}

/// How far the command is.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultState {
    Running { request: RequestId, since: Zoned },
    Shown(Shown),
    Failed(SafeText),
}

/// An answer, wrapped for a width.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub document: Document,
    pub lines: Vec<Line>,
    /// When it was kept, where it is.
    pub kept: Option<Timestamp>,
    width: u16,
}

/// A command that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    pub article: ArticleId,
    pub name: SafeText,
    pub show: Show,
}

/// Where its answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    Pane,
    /// Its last line goes to the status line.
    Status,
    /// One line goes to the status line, more open the pane.
    Fitting,
    Nothing,
}

impl Shown {
    /// An answer that is not wrapped yet.
    pub fn new(document: Document, kept: Option<Timestamp>) -> Self {
        Self { document, lines: Vec::new(), kept, width: 0 }
    }

    /// Wraps it for a width, unless it is.
    pub fn fit(&mut self, width: u16) {
        if self.width != width {
            self.width = width;
            self.lines = wrap(&self.document, width);
        }
    }
}

impl ResultPane {
    /// How many lines it has.
    pub fn len(&self) -> usize {
        match &self.state {
            ResultState::Shown(shown) => shown.lines.len(),
            ResultState::Running { .. } | ResultState::Failed(_) => 0,
        }
    }

    /// Whether it has no lines.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
