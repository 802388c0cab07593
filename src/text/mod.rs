//! Pure text work: HTML to a [`Document`], wrapping, widths, reading time.

use crate::domain::{Article, Document, SafeText, WebUrl};

mod bidi;
mod date_names;
#[cfg(test)]
mod dump;
mod edits;
mod evidence;
mod file_name;
mod find;
mod fold;
mod html;
mod index_text;
mod measures;
mod places;
mod plain;
#[cfg(test)]
mod properties;
mod reading_time;
mod repeated;
#[cfg(test)]
mod specimens;
mod unspaced;
mod whole;
mod width;
mod wrap;
mod writer;

pub use bidi::{first_is_rtl, visual_line};
pub use date_names::{DateWord, date_word, fold_date, month_named};
pub use edits::{Change, Wording, compare, diff, titles_differ};
pub use evidence::{quote, words_of, words_of_tag};
pub use file_name::file_stem;
pub use find::find_all;
pub use fold::{fold_case, push_folded, raised_digit};
pub use html::{PageLink, PageLinks, cap_attributes, has_markup, page_links};
pub use index_text::index_text;
pub use measures::{distance, per_day, size};
pub use reading_time::reading_minutes;
pub use repeated::{paragraph_hashes, repeated_blocks};
pub use whole::is_whole;
pub use width::{fit, pad, width};
pub use wrap::{Layout, Line, Look, PictureLine, PicturePart, Piece, Segment, Setting, line_text, wrap};

/// The document of what an article's tags and index are made of: the article of its page, or else what its feed gave.
pub fn best_document(article: &Article) -> Document {
    match &article.full_text {
        Some(page) => document(&page.body, Some(&page.url)),
        None => document(&article.body, article.headline.link.as_ref()),
    }
}

/// A plain text as a document, whatever looks like a tag in it.
pub fn plain_document(text: &str) -> Document {
    plain::paragraphs(text)
}

/// The document of a piece of HTML with the text that the markup holds, word for word: what a browser calls its
/// [`textContent`](https://dom.spec.whatwg.org/#dom-node-textcontent), with white space between blocks, without
/// programs and styles. To compare by; for people, [`document`] also says what stands for pictures, and more.
pub fn literal_document(html: &SafeText, base: Option<&WebUrl>) -> Document {
    html::walk_literally(html, base)
}

/// Makes a document of an article's body: HTML, or plain text when it holds no tag.
///
/// Relative addresses are resolved against `base`, the article's own address. The work is linear in the body,
/// and depths and counts are bounded, so no body can overflow the stack or stall the reader.
pub fn document(body: &SafeText, base: Option<&WebUrl>) -> Document {
    if html::has_markup(body) {
        return html::walk(body, base);
    }
    let decoded = html::decode(body);
    if html::has_markup(&decoded) {
        // Escaped once too often: the tags themselves stood in the body as `&lt;p&gt;`.
        return html::walk(&decoded, base);
    }
    plain::paragraphs(&decoded)
}
