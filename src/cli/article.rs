//! `chancery article`: the article of a web page in a file, as the reader would show it.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::Done;
use super::error::Error;
use super::import::read_bounded;
use super::output::{Look, Out, say};
use crate::domain::{BlockKind, Document, FullText, PageFailure, SafeText, WebUrl};
use crate::fetch::{PAGE_MAX_BYTES, extract, page_text};
use crate::text::{self, Line, document, reading_minutes, wrap};

/// The columns of the lines when neither the arguments nor a terminal say, and the most that a terminal says.
const MEASURE: u16 = 72;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The page; - for standard input
    #[arg(long, value_name = "FILE")]
    html: PathBuf,
    /// The address that it came from, which relative links in it are relative to
    #[arg(long)]
    url: WebUrl,
    /// Lay the text out in so many columns
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(1..))]
    width: Option<u16>,
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
}

/// `chancery article --json`.
#[derive(Serialize)]
struct ArticleOfPage<'a> {
    url: &'a WebUrl,
    title: &'a SafeText,
    byline: &'a SafeText,
    text: SafeText,
    width: u16,
    lines: Vec<SafeText>,
    words: usize,
    minutes: usize,
}

/// `chancery article --json` where there is none.
#[derive(Serialize)]
struct NoArticleOfPage<'a> {
    error: Reason<'a>,
}

#[derive(Serialize)]
struct Reason<'a> {
    why: &'static str,
    sentence: &'a SafeText,
}

pub(super) fn run(arguments: &Arguments, out: &mut Out) -> Result<Done, Error> {
    let name = SafeText::line(&arguments.html.to_string_lossy());
    let bytes = read_bounded(&arguments.html, PAGE_MAX_BYTES).map_err(|error| {
        Error::usage(&format!("{name} cannot be read: {error}."), "Name a file with a page, or - for standard input.")
    })?;
    let width = arguments.width.unwrap_or_else(|| out.columns().unwrap_or(MEASURE).min(MEASURE));
    let done = match extract(&page_text(&bytes, None), &arguments.url, Timestamp::now()) {
        Ok(article) => {
            found(&article, width, arguments.json, out)?;
            Done::Wholly
        }
        Err(failure) => {
            not_found(&failure, arguments.json, out)?;
            Done::InPart
        }
    };
    out.flush()?;
    Ok(done)
}

fn found(article: &FullText, width: u16, json: bool, out: &mut Out) -> Result<(), Error> {
    let document = document(&article.body, Some(&article.url));
    let lines: Vec<SafeText> = wrap(&document, width).iter().map(|line| shown(line, &document)).collect();
    if json {
        let text = readable_text(&document);
        let words = text.split_whitespace().count();
        let minutes = reading_minutes(&text);
        let FullText { url, title, byline, .. } = article;
        out.json(&ArticleOfPage { url, title, byline, text, width, lines, words, minutes })?;
        return Ok(());
    }
    out.piece(Some(Look::Strong), &article.title)?;
    out.line(&[])?;
    if !article.byline.is_empty() {
        out.piece(Some(Look::Faint), &article.byline)?;
        out.line(&[])?;
    }
    out.line(&[])?;
    for line in &lines {
        out.line(&[line])?;
    }
    Ok(())
}

fn not_found(failure: &PageFailure, json: bool, out: &mut Out) -> Result<(), Error> {
    if json {
        let error = Reason { why: failure.why.name(), sentence: &failure.sentence };
        out.json(&NoArticleOfPage { error })?;
    } else {
        say(&[&"chancery: ", &failure.sentence]);
    }
    Ok(())
}

/// A line as it is shown, without the numbers of links, which lead nowhere here.
fn shown(line: &Line, document: &Document) -> SafeText {
    let segments = line.segments.iter().filter(|segment| segment.look != text::Look::LinkMark);
    SafeText::block(&segments.map(|segment| segment.piece.text(document)).collect::<String>())
}

/// What an article says: its text without what stands in the place of pictures.
fn readable_text(document: &Document) -> SafeText {
    let mut text = String::new();
    let mut kept_to = 0;
    for block in document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Image { .. })) {
        if let (Some(first), Some(last)) = (block.runs.first(), block.runs.last()) {
            text.push_str(&document.text[kept_to..first.range.start]);
            kept_to = last.range.end;
        }
    }
    text.push_str(&document.text[kept_to..]);
    SafeText::block(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_leaves_out_pictures_and_the_lines_the_numbers_of_links() {
        let body =
            SafeText::block("<p>One.</p><img src=a.png alt='A map'><p>Two <a href=https://a.example>three</a>.</p>");
        let document = document(&body, None);
        let words: Vec<&str> = document.text.split_whitespace().collect();
        assert_eq!(words, ["One.", "A", "map", "Two", "three."]);
        let text = readable_text(&document);
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["One.", "Two", "three."]);
        let lines: Vec<SafeText> = wrap(&document, 40).iter().map(|line| shown(line, &document)).collect();
        assert_eq!(lines.last().unwrap(), &SafeText::from("Two three."));
    }
}
