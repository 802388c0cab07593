//! Commands of the user's own, which read an article and answer.

use std::time::Duration;

use super::{ExportFormat, SafeText};

/// A command of the user's own, such as a translator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserCommand {
    /// A word of lower-case letters, digits and hyphens.
    pub name: SafeText,
    /// The line that `sh -c` runs; the article never stands in it.
    pub run: SafeText,
    pub on: CommandInput,
    pub show: CommandShow,
    /// Whether what it answers is kept with the article.
    pub keep: bool,
    /// How long it may take.
    pub timeout: Duration,
}

/// What a command reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CommandInput {
    #[default]
    Text,
    Html,
    Markdown,
    /// The article's address.
    Link,
    Title,
}

impl CommandInput {
    /// Every input, in the order of offers.
    pub const ALL: [Self; 5] = [Self::Text, Self::Html, Self::Markdown, Self::Link, Self::Title];

    /// Its name in the settings and in the prompt.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Link => "link",
            Self::Title => "title",
        }
    }

    /// The input with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|input| input.name() == name)
    }

    /// The next one, after the last the first.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|input| *input == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// The format of the article that it is; `None` for a part of its head.
    pub fn format(self) -> Option<ExportFormat> {
        match self {
            Self::Text => Some(ExportFormat::Text),
            Self::Html => Some(ExportFormat::Html),
            Self::Markdown => Some(ExportFormat::Markdown),
            Self::Link | Self::Title => None,
        }
    }
}

/// Where a command's answer is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CommandShow {
    /// In a pane beside the article.
    #[default]
    Pane,
    /// Its last line, in the status line.
    Status,
    /// It has the terminal for itself while it runs.
    Terminal,
    /// Nowhere; only a failure is told.
    Nothing,
}

impl CommandShow {
    /// Every place, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Pane, Self::Status, Self::Terminal, Self::Nothing];

    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pane => "pane",
            Self::Status => "status",
            Self::Terminal => "terminal",
            Self::Nothing => "nothing",
        }
    }

    /// The place with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|show| show.name() == name)
    }
}

/// What a command made of an article, where it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptResult {
    /// The command's name.
    pub command: SafeText,
    /// HTML or plain text, cleaned by [`SafeText::block`].
    pub text: SafeText,
    pub at: jiff::Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_and_places_are_found_by_their_names() {
        for input in CommandInput::ALL {
            assert_eq!(CommandInput::named(input.name()), Some(input));
        }
        for show in CommandShow::ALL {
            assert_eq!(CommandShow::named(show.name()), Some(show));
        }
        assert_eq!(CommandInput::Title.next(), CommandInput::Text);
    }
}
