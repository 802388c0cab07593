//! An article's text as blocks and runs, with no width: wrapping makes lines of it.

use std::ops::Range;

use super::{SafeText, WebUrl};

/// The readable form of an article: one text, and blocks that say how its parts look.
///
/// All readable characters stand in `text`, in reading order, blocks and table cells separated by `\n`; runs are
/// byte ranges of it, and a `\n` within a run ends a line. So a place in `text` (a tag's evidence, a search match) is
/// a place on the screen. What only wrapping shows (bullets, `[image: `) is not in it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Document {
    pub text: SafeText,
    pub blocks: Vec<Block>,
    /// Where the numbered links go; link `[1]` is the first. Every address stands once.
    pub links: Vec<WebUrl>,
    /// The pictures, in the order of their blocks.
    pub pictures: Vec<Picture>,
    /// Where words may be parted though their text does not show it (soft hyphens, `<wbr>`), ascending.
    pub breaks: Vec<Break>,
    /// Links to places in the text itself, such as footnotes, in the order of the text.
    pub jumps: Vec<Jump>,
}

/// A place within a word where a line may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// The byte of [`Document::text`] that would begin the next line.
    pub at: usize,
    /// Whether a hyphen then shows that the word goes on.
    pub hyphen: bool,
}

/// A link within the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The words that link, as bytes of [`Document::text`].
    pub from: Range<usize>,
    /// The byte of [`Document::text`] that they lead to.
    pub to: usize,
}

/// A picture of a document, where it lies and how large it says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub url: WebUrl,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
}

/// A paragraph-like part of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub kind: BlockKind,
    /// What it stands in, outermost first (a quote, a list item).
    pub inside: Vec<Container>,
    /// Its text in order. Empty for a rule and for a table (whose cells hold the runs).
    pub runs: Vec<Run>,
    /// Whether it is read from right to left: as its markup says, else as its first letter is.
    pub rtl: bool,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Text whose line ends and spaces count.
    Preformatted,
    /// An image, shown as `[image: alt · 1200×800]`; the runs hold the alternative text.
    Image {
        /// Its place in [`Document::pictures`], where its address is known.
        picture: Option<usize>,
    },
    /// A figure's or table's caption.
    Caption,
    /// Rows of cells of runs. The first row is a heading when `header`.
    Table {
        header: bool,
        rows: Vec<Vec<Vec<Run>>>,
    },
    /// A line across.
    Rule,
}

/// What a block stands in.
#[derive(Clone, Debug, PartialEq)]
pub enum Container {
    Quote,
    /// A list item; the marker ("•", "3.") stands before its first block only, the others are indented.
    Item {
        marker: Option<SafeText>,
    },
}

/// A stretch of text of one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Bytes of [`Document::text`].
    pub range: Range<usize>,
    pub emphasis: Emphasis,
    /// The number of the link it belongs to, from 1. The mark `[n]` follows the last run of a link.
    pub link: Option<usize>,
}

/// How a run is set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Emphasis {
    pub strong: bool,
    pub italic: bool,
    pub code: bool,
    pub strike: bool,
    pub underline: bool,
}
