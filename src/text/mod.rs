//! Pure text work: HTML to a [`Document`], wrapping, widths.

use crate::domain::{Document, SafeText, WebUrl};

/// Makes a document of an article's body: HTML, or plain text when it holds no tag.
pub fn document(body: &SafeText, base: Option<&WebUrl>) -> Document {
    let _ = (body, base);
    todo!()
}
use crate::domain::Emphasis;
use std::ops::Range;
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub segments: Vec<Segment>,
}
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub piece: Piece,
    pub look: Look,
    pub emphasis: Emphasis,
    pub link: Option<usize>,
}
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Source(Range<usize>),
    Own(SafeText),
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    Body,
    Heading(u8),
    Quote,
    Marker,
    LinkMark,
    Code,
    Caption,
    Image,
    Rule,
    TableHead,
}
pub fn wrap(document: &Document, width: u16) -> Vec<Line> {
    let _ = (document, width);
    todo!()
}
pub fn reading_minutes(text: &SafeText) -> usize {
    let _ = text;
    todo!()
}
pub fn width(text: &str) -> usize {
    let _ = text;
    todo!()
}
pub fn fit(text: &SafeText, columns: usize) -> SafeText {
    let _ = (text, columns);
    todo!()
}
