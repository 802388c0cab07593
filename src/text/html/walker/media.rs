//! What a terminal cannot show leaves a line: pictures, recordings, embedded pages.

use html5ever::tokenizer::Tag;

use super::{Walker, attribute};
use crate::domain::{Picture, WebUrl};
use crate::text::html::element::Element;

/// An image that says it is at most so wide or high is a sign in the text (an emoji), not a picture.
const SIGN_MAX_PIXELS: u32 = 32;

impl Walker<'_> {
    /// A recording without an address of its own has that of its first `source`.
    pub(super) fn source(&mut self, tag: &Tag) {
        if let Some(open) = self.open.last_mut().filter(|open| open.element == Element::Recording) {
            open.note = open.note.take().or_else(|| attribute(tag, "src"));
        }
    }

    pub(super) fn image(&mut self, tag: &Tag) {
        let size = pixels(tag, "width").into_iter().chain(pixels(tag, "height")).min();
        let alternative = attribute(tag, "alt").unwrap_or_default();
        match size {
            Some(0..=1) => {}
            Some(2..=SIGN_MAX_PIXELS) => self.text(&alternative),
            _ if is_hidden(tag) => {}
            _ if is_emoji(tag) => self.text(&alternative),
            _ => {
                self.number_link(&alternative);
                let url = attribute(tag, "src").and_then(|src| self.resolve(&src));
                let picture =
                    url.map(|url| Picture { url, width: pixels(tag, "width"), height: pixels(tag, "height") });
                self.writer.image(&alternative, picture);
            }
        }
    }

    /// An embedded page: a line that links to it. Frames that cannot be seen only count readers.
    pub(super) fn frame(&mut self, tag: &Tag) {
        let is_tiny = pixels(tag, "width").into_iter().chain(pixels(tag, "height")).any(|size| size <= 1);
        if self.dropped > 0 || is_tiny || is_hidden(tag) {
            return;
        }
        if let Some(address) = attribute(tag, "src").and_then(|src| self.resolve(&src)) {
            self.link_line(&format!("[embedded: {}]", address.host()), Some(address));
        }
    }

    /// A paragraph of its own that links to something that a terminal cannot show.
    pub(super) fn link_line(&mut self, text: &str, address: Option<WebUrl>) {
        if self.dropped > 0 || self.writer.is_full() {
            return;
        }
        self.writer.end_block();
        let style = self.writer.style;
        self.writer.style.link = address.and_then(|address| self.writer.link(address));
        self.writer.push(text);
        self.writer.style = style;
        self.writer.end_block();
    }
}

/// A size in pixels (`1`, `1px`).
fn pixels(tag: &Tag, name: &str) -> Option<u32> {
    let value = attribute(tag, name)?;
    value.trim().trim_end_matches("px").parse().ok()
}

fn is_hidden(tag: &Tag) -> bool {
    let style = attribute(tag, "style").unwrap_or_default();
    style.replace(' ', "").contains("display:none")
}

/// WordPress and others write an emoji as an image.
fn is_emoji(tag: &Tag) -> bool {
    attribute(tag, "class").is_some_and(|class| class.contains("emoji") || class.contains("smiley"))
}
