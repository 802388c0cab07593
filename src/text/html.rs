//! HTML to a [`Document`]: a walk over html5ever's tokens, without a tree.
//!
//! A tree would be quadratic in its depth to build and could overflow the stack when it is dropped; a reader
//! needs neither (see `docs/decisions/0003-html-by-tokens.md`).

mod bounds;
mod element;
mod links;
mod markers;
mod srcset;
mod table;
#[cfg(test)]
mod tests;
mod walker;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

pub use self::bounds::cap_attributes;
pub use self::links::{PageLink, PageLinks, page_links};

use self::element::RawText;
use self::walker::{Rendering, Walker};
use crate::domain::{Document, WebUrl};

/// Whether a text holds a tag or a comment, so that it is HTML.
pub fn has_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let inside = &text[at + 1..];
        let name = inside.strip_prefix('/').unwrap_or(inside);
        let after = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && after.starts_with(|c: char| c == '/' || c == '>' || c.is_ascii_whitespace());
        is_tag || inside.starts_with("!--")
    })
}

/// The document that a piece of HTML makes.
pub(super) fn walk(html: &str, base: Option<&WebUrl>) -> Document {
    walk_as(html, base, Rendering::Readable)
}

/// The document of a piece of HTML with the markup's own text, to which no line adds a hyphen.
pub(super) fn walk_literally(html: &str, base: Option<&WebUrl>) -> Document {
    let mut document = walk_as(html, base, Rendering::Literal);
    document.breaks.retain(|place| !place.hyphen);
    document
}

fn walk_as(html: &str, base: Option<&WebUrl>, rendering: Rendering) -> Document {
    let walker = Sink(RefCell::new(Walker::new(base, rendering)));
    tokenize(&bounds::cap_attributes(html), walker).0.into_inner().finish()
}

/// A text without tags with its character references (`&amp;`) resolved.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    tokenize(&text.replace('<', "&lt;"), Collector::default()).0.into_inner()
}

fn tokenize<S: TokenSink>(html: &str, sink: S) -> S {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    // Only a sink that answers `Script` or `EncodingIndicator` stops the tokenizer early, and ours do not.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink
}

/// Hands tokens to the walker, and tells the tokenizer where text without tags begins.
struct Sink<'a>(RefCell<Walker<'a>>);

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut walker = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => walker.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => walker.end(&tag.name),
            Token::TagToken(tag) => match walker.start(tag) {
                Some(RawText::Escapable) => return TokenSinkResult::RawData(RawKind::Rcdata),
                Some(RawText::Plain | RawText::Frame) => return TokenSinkResult::RawData(RawKind::Rawtext),
                None => {}
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Collects characters.
#[derive(Default)]
struct Collector(RefCell<String>);

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::CharacterTokens(text) = token {
            self.0.borrow_mut().push_str(&text);
        }
        TokenSinkResult::Continue
    }
}
