//! Pure text work: HTML to a [`Document`], wrapping, widths.

mod index_text;

use crate::domain::{Document, SafeText, WebUrl};

pub use index_text::index_text;

/// Makes a document of an article's body: HTML, or plain text when it holds no tag.
pub fn document(body: &SafeText, base: Option<&WebUrl>) -> Document {
    let _ = (body, base);
    todo!()
}
