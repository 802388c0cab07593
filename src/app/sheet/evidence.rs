//! Which words of a sheet tags and event rest on.

use std::borrow::Cow;
use std::ops::Range;

use super::{Sheet, Text};
use crate::domain::{SafeText, Span};
use crate::text::{best_document, quote};

impl Sheet {
    /// Whether the text that is shown is the one that tags and event were found in.
    fn shows_tagged_text(&self) -> bool {
        self.text == Text::Page || self.article.full_text.is_none()
    }

    /// The text that tags and event were found in.
    pub fn tagged_text(&self) -> Cow<'_, SafeText> {
        if self.shows_tagged_text() {
            return Cow::Borrowed(&self.document.text);
        }
        Cow::Owned(best_document(&self.article).text)
    }

    /// The words at a place of title and text, if they can be seen there.
    pub fn quote(&self, span: Span) -> Option<SafeText> {
        let is_seen = self.shows_tagged_text() || (span.end as usize) <= self.title.text.len();
        is_seen.then(|| quote(&self.title.text, &self.document.text, span))
    }

    /// The parts of a tag's evidence that stand in the title, as bytes of the title.
    pub fn title_evidence(&self, spans: &[Span]) -> Vec<Range<usize>> {
        let end = self.title.text.len();
        spans.iter().map(|span| span.start as usize..(span.end as usize).min(end)).filter(|r| r.start < r.end).collect()
    }

    /// The parts of a tag's evidence that stand in the text, as bytes of the document's text.
    ///
    /// None where the tags were made of the article's other text.
    pub fn text_evidence(&self, spans: &[Span]) -> Vec<Range<usize>> {
        if !self.shows_tagged_text() {
            return Vec::new();
        }
        let offset = self.title.text.len() + 1;
        let shift =
            |span: &Span| Some((span.start as usize).checked_sub(offset)?..(span.end as usize).checked_sub(offset)?);
        spans.iter().filter_map(shift).collect()
    }
}
