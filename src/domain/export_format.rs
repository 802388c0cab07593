//! The forms that articles leave in.

/// What an article, or a list of them, can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// [CommonMark](https://spec.commonmark.org/), with the tables of
    /// [GitHub's](https://github.github.com/gfm/#tables-extension-).
    Markdown,
    /// One page that needs nothing beside itself.
    Html,
    Text,
    /// A book of [EPUB 3](https://www.w3.org/TR/epub-33/).
    Epub,
}

impl ExportFormat {
    /// Every format, in the order of offers.
    pub const ALL: [Self; 4] = [Self::Markdown, Self::Html, Self::Text, Self::Epub];

    /// What a file of it ends in, and its name on the command line.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Text => "txt",
            Self::Epub => "epub",
        }
    }

    /// Its name in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Text => "plain text",
            Self::Epub => "EPUB",
        }
    }
}
