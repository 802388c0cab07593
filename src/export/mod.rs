//! Articles leave the reader: as Markdown, HTML, plain text or a book.
//!
//! Every format is written from the [`Document`], never from a feed's own HTML, and says where an article is from,
//! when it was published, first seen and retrieved (UTC), and what the user made of it. Addresses that carry a
//! password are written without it.

mod epub;
mod facts;
mod file;
mod html;
mod markdown;
mod plain;
#[cfg(test)]
mod testing;

use std::io;

use jiff::Timestamp;

use crate::domain::{Article, Document, ExportFormat, SafeText, Source};
use crate::text::document;

pub use file::{Existing, make_folder_of, save};

/// The most articles of one file.
pub const ARTICLES_MAX: usize = 1_000;

/// An article as it leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub article: Article,
    /// `None` when its feed is no longer subscribed to.
    pub source: Option<Source>,
    pub document: Document,
}

impl Item {
    /// An article with the best text that there is of it.
    pub fn new(article: Article, source: Option<Source>) -> Self {
        let page = article.full_text.as_ref().map(|full_text| &full_text.url);
        let document = document(article.best_body(), page.or(article.headline.link.as_ref()));
        Self { article, source, document }
    }

    /// When its text was fetched.
    pub fn retrieved(&self) -> Timestamp {
        let full_text = self.article.full_text.as_ref();
        full_text.map_or(self.article.headline.arrived, |full_text| full_text.fetched)
    }

    fn source_name(&self) -> SafeText {
        self.source.as_ref().map_or_else(|| "A removed feed".into(), |source| source.name.clone())
    }
}

/// Writes articles as one file: one stands alone, several under `title` and with a table of contents. Text is wrapped
/// at `measure` columns. `now` stands in a book, which has to say when it was made.
///
/// # Errors
/// When a book has more bytes than its kind of archive can hold.
pub fn write(
    format: ExportFormat,
    title: &SafeText,
    items: &[Item],
    measure: u16,
    now: Timestamp,
) -> io::Result<Vec<u8>> {
    match format {
        ExportFormat::Markdown => Ok(markdown::write(title, items).into_bytes()),
        ExportFormat::Html => Ok(html::write(title, items).into_bytes()),
        ExportFormat::Text => Ok(plain::write(title, items, measure).into_bytes()),
        ExportFormat::Epub => epub::write(title, items, now),
    }
}
