//! What a terminal cannot show leaves a line: pictures, recordings, embedded pages.

use html5ever::tokenizer::Tag;

use super::{Rendering, Walker, attribute};
use crate::domain::{Picture, WebUrl};
use crate::text::html::element::Element;
use crate::text::html::srcset;

/// An image that says it is at most so wide or high is a sign in the text (an emoji), not a picture.
const SIGN_MAX_PIXELS: u32 = 32;

impl Walker<'_> {
    /// A recording without an address of its own has that of its first `source`, and an image that of the first
    /// before it that is of a kind which programs know to read.
    pub(super) fn source(&mut self, tag: &Tag) {
        if let Some(open) = self.open.last_mut().filter(|open| open.element == Element::Recording) {
            open.note = open.note.take().or_else(|| attribute(tag, "src"));
        } else if self.image_source.is_none() && !attribute(tag, "type").is_some_and(|kind| is_unreadable(&kind)) {
            self.image_source = from_set(tag);
        }
    }

    pub(super) fn image(&mut self, tag: &Tag) {
        let size = pixels(tag, "width").into_iter().chain(pixels(tag, "height")).min();
        let alternative = attribute(tag, "alt").filter(|_| self.rendering == Rendering::Readable).unwrap_or_default();
        let source = self.image_source.take();
        match size {
            Some(0..=1) => {}
            Some(2..=SIGN_MAX_PIXELS) => self.text(&alternative),
            _ if is_hidden(tag) => {}
            _ if is_emoji(tag) => self.text(&alternative),
            _ => {
                self.number_link(&alternative);
                // What a script would load later is the image; until then `src` holds a blank one.
                let later =
                    || ["data-src", "data-original", "data-lazy-src"].iter().find_map(|name| attribute(tag, name));
                let addresses = [from_set(tag), later(), source, attribute(tag, "src")];
                let url = addresses.into_iter().flatten().find_map(|address| self.resolve(&address));
                let picture =
                    url.map(|url| Picture { url, width: pixels(tag, "width"), height: pixels(tag, "height") });
                self.writer.image(&alternative, picture);
            }
        }
    }

    /// An embedded page: a line that links to it. Frames that cannot be seen only count readers.
    pub(super) fn frame(&mut self, tag: &Tag) {
        let is_tiny = pixels(tag, "width").into_iter().chain(pixels(tag, "height")).any(|size| size <= 1);
        if self.rendering == Rendering::Literal || self.dropped > 0 || is_tiny || is_hidden(tag) {
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

/// The best address of a set of them, if there is one.
fn from_set(tag: &Tag) -> Option<String> {
    let set = attribute(tag, "data-srcset").or_else(|| attribute(tag, "srcset"))?;
    // A blank image may stand in the set as well.
    srcset::best(&set).filter(|address| !address.starts_with("data:")).map(str::to_owned)
}

/// Kinds of images that few programs but browsers read.
fn is_unreadable(media_type: &str) -> bool {
    ["avif", "svg", "jxl", "heic"].iter().any(|kind| media_type.contains(kind))
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
