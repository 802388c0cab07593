//! What the elements of HTML mean to a reader.

/// An element by what it does to the text. What only styles or groups inline text (`span`, `font`) is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Parts its text from what is around it, no more (`div`, `section`, `figure`).
    Group,
    Paragraph,
    Heading(u8),
    Quote,
    Preformatted,
    List {
        ordered: bool,
    },
    Item,
    Definitions,
    Term,
    Definition,
    Summary,
    /// `figcaption`, and a table's `caption`.
    Caption,
    Table,
    /// `thead`, `tbody`, `tfoot`.
    RowGroup,
    Row,
    Cell,

    Strong,
    Italic,
    Code,
    Strike,
    /// `u`, `ins` and `mark`.
    Underline,
    Superscript,
    Subscript,
    Link,
    /// `q`: gets its quotation marks.
    Quotation,
    /// `abbr` and `acronym`: the title follows in parentheses.
    Abbreviation,
    /// `rt`: how the characters before it are read, in parentheses.
    Reading,

    /// `video` and `audio`: a line that links to the recording; what is inside is for browsers without them.
    Recording,
    /// `math`: what it says of itself in `alttext` stands for one that holds no text.
    Formula,
    /// `noscript`: its text is not for who cannot run scripts anyway, but its pictures are those that scripts load.
    Fallback,
    /// Dropped with what is in it.
    Dropped,
    /// Dropped with what is in it, which the tokenizer must take as text without tags.
    Raw(RawText),

    // Without content:
    Break,
    Rule,
    Image,
    /// `source` in a recording or a picture.
    Source,
    /// `wbr`: a word may be parted here.
    WordBreak,
}

/// How text without tags is read until its end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawText {
    /// Without character references (`style`).
    Plain,
    /// With character references (`title`).
    Escapable,
    /// An embedded page: its address becomes a line, its content is dropped.
    Frame,
}

impl Element {
    /// The meaning of a tag's name (lower case, as the tokenizer gives it).
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "p" => Self::Paragraph,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "blockquote" => Self::Quote,
            "pre" | "listing" | "xmp" => Self::Preformatted,
            "ul" | "menu" | "dir" => Self::List { ordered: false },
            "ol" => Self::List { ordered: true },
            "li" => Self::Item,
            "dl" => Self::Definitions,
            "dt" => Self::Term,
            "dd" => Self::Definition,
            "summary" => Self::Summary,
            "figcaption" | "caption" => Self::Caption,
            "table" => Self::Table,
            "thead" | "tbody" | "tfoot" => Self::RowGroup,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "address" | "article" | "aside" | "body" | "center" | "details" | "dialog" | "div" | "fieldset"
            | "figure" | "footer" | "form" | "header" | "hgroup" | "html" | "legend" | "main" | "nav" | "search"
            | "section" => Self::Group,

            "b" | "strong" => Self::Strong,
            "cite" | "dfn" | "em" | "i" | "var" => Self::Italic,
            "code" | "kbd" | "samp" | "tt" => Self::Code,
            "del" | "s" | "strike" => Self::Strike,
            "ins" | "mark" | "u" => Self::Underline,
            "sup" => Self::Superscript,
            "sub" => Self::Subscript,
            "a" => Self::Link,
            "q" => Self::Quotation,
            "abbr" | "acronym" => Self::Abbreviation,
            "rt" => Self::Reading,

            "audio" | "video" => Self::Recording,
            "math" => Self::Formula,
            "noscript" => Self::Fallback,
            "annotation" | "annotation-xml" | "button" | "canvas" | "datalist" | "rp" | "select" | "svg"
            | "template" => Self::Dropped,
            "noembed" | "noframes" | "script" | "style" => Self::Raw(RawText::Plain),
            "textarea" | "title" => Self::Raw(RawText::Escapable),
            "iframe" => Self::Raw(RawText::Frame),

            "br" => Self::Break,
            "hr" => Self::Rule,
            "img" | "image" => Self::Image,
            "source" => Self::Source,
            "wbr" => Self::WordBreak,
            _ => return None,
        })
    }

    /// What it means where only the markup's own text counts: nothing, for what would add text or drop it, but for
    /// programs and styles. The text of `title` and `textarea` has no tags, whether or not the tokenizer knows.
    pub fn literal(self) -> Option<Self> {
        match self {
            Self::Superscript | Self::Subscript | Self::Quotation | Self::Abbreviation | Self::Reading => None,
            Self::Formula | Self::Fallback | Self::Dropped | Self::Raw(RawText::Escapable) => None,
            Self::Recording => Some(Self::Group),
            other => Some(other),
        }
    }

    /// Whether it sets off text within a line, so that it may cross others (`<b><i></b></i>`).
    pub fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Strong
                | Self::Italic
                | Self::Code
                | Self::Strike
                | Self::Underline
                | Self::Superscript
                | Self::Subscript
                | Self::Formula
                | Self::Link
                | Self::Quotation
                | Self::Abbreviation
                | Self::Reading
        )
    }

    /// Whether it stands for itself, without content and end tag.
    pub fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Rule | Self::Image | Self::Source | Self::WordBreak)
    }

    /// Whether its text is left out.
    pub fn is_dropped(self) -> bool {
        matches!(self, Self::Dropped | Self::Fallback | Self::Recording)
    }

    /// Whether it parts its text from what is around it.
    pub fn is_block(self) -> bool {
        !self.is_inline() && !self.is_void() && !matches!(self, Self::Dropped | Self::Fallback | Self::Raw(_))
    }

    /// Whether the end tag of `self` may close elements beyond an open `other`
    /// (the [element scopes](https://html.spec.whatwg.org/multipage/parsing.html#has-an-element-in-scope) of HTML).
    pub fn may_close_beyond(self, other: Self) -> bool {
        match self {
            Self::Table => true,
            Self::RowGroup | Self::Row | Self::Cell => other != Self::Table,
            Self::Item => !matches!(other, Self::Table | Self::Cell | Self::List { .. }),
            Self::Term | Self::Definition => !matches!(other, Self::Table | Self::Cell | Self::Definitions),
            _ => !matches!(other, Self::Table | Self::Cell),
        }
    }
}
