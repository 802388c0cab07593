//! `chancery article`: the article of a web page in a file, as the reader would show it.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::Done;
use super::error::Error;
use super::import::read_bounded;
use super::output::{Look, Out, say};
use crate::domain::{FullText, PageFailure, SafeText, WebUrl};
use crate::fetch::{Extraction, PAGE_MAX_BYTES, extract_with_doubt, page_text};
use crate::text::{Layout, Setting, document, line_text, literal_document, reading_minutes, wrap};

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
    /// Why what was found is no article, or not the whole of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Reason<'a>>,
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
    let done = match extract_with_doubt(&page_text(&bytes, None), &arguments.url, Timestamp::now()) {
        Ok(found) => {
            print(&found, width, arguments.json, out)?;
            if found.doubt.is_some() { Done::InPart } else { Done::Wholly }
        }
        Err(failure) => {
            not_found(&failure, arguments.json, out)?;
            Done::InPart
        }
    };
    out.flush()?;
    Ok(done)
}

/// Writes what was found, also where it is doubted: whose page it is can tell.
fn print(found: &Extraction, width: u16, json: bool, out: &mut Out) -> Result<(), Error> {
    let Extraction { text: article, doubt } = found;
    if json {
        return Ok(out.json(&ArticleOfPage::new(article, doubt.as_ref(), width))?);
    }
    let document = document(&article.body, Some(&article.url));
    out.piece(Some(Look::Strong), &article.title)?;
    out.line(&[])?;
    if !article.byline.is_empty() {
        out.piece(Some(Look::Faint), &article.byline)?;
        out.line(&[])?;
    }
    out.line(&[])?;
    // Without the numbers of links, which lead nowhere here.
    let setting = Setting { link_marks: false, ..Setting::default() };
    for line in wrap(&document, Layout { width, setting }) {
        out.line(&[&SafeText::block(&line_text(&line, &document))])?;
    }
    if let Some(doubt) = doubt {
        say(&[&"chancery: ", &doubt.sentence]);
    }
    Ok(())
}

impl<'a> Reason<'a> {
    fn of(failure: &'a PageFailure) -> Self {
        Self { why: failure.why.name(), sentence: &failure.sentence }
    }
}

impl<'a> ArticleOfPage<'a> {
    /// With the words of the page itself: what is compared with another program's text shall hold nothing of our own.
    fn new(article: &'a FullText, doubt: Option<&'a PageFailure>, width: u16) -> Self {
        let FullText { url, title, byline, body, .. } = article;
        let document = literal_document(body, Some(url));
        let setting = Setting { link_marks: false, whole_words: true, ..Setting::default() };
        let lines = wrap(&document, Layout { width, setting });
        let lines = lines.iter().map(|line| SafeText::block(&line_text(line, &document))).collect();
        let text = document.text;
        let words = text.split_whitespace().count();
        let minutes = reading_minutes(&text);
        Self { url, title, byline, text, width, lines, words, minutes, error: doubt.map(Reason::of) }
    }
}

fn not_found(failure: &PageFailure, json: bool, out: &mut Out) -> Result<(), Error> {
    if json {
        out.json(&NoArticleOfPage { error: Reason::of(failure) })?;
    } else {
        say(&[&"chancery: ", &failure.sentence]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str, width: u16) -> (SafeText, Vec<SafeText>) {
        let article = FullText {
            url: WebUrl::parse("https://news.example/").unwrap(),
            title: "Title".into(),
            byline: SafeText::default(),
            body: SafeText::block(body),
            fetched: Timestamp::UNIX_EPOCH,
        };
        let ArticleOfPage { text, lines, .. } = ArticleOfPage::new(&article, None, width);
        (text, lines)
    }

    #[test]
    fn the_text_is_the_page_s_own_and_the_lines_add_marks_alone() {
        let (text, lines) = of(
            "<p>One<sup>2</sup>.</p><img src=a.png alt='A map'><ul><li>Two <a href=https://a.example>three</a>.</ul>",
            40,
        );
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["One2.", "Two", "three."]);
        assert_eq!(lines, ["One2.", "", "[image]", "", "• Two three."].map(SafeText::from));
    }

    #[test]
    fn columns_of_a_table_part_no_word() {
        let body = "<table><tr><th>State<th>Well-established-institution<tr><td>Åland<td>外交部発言人室</table>";
        for width in 2..60 {
            let (text, lines) = of(body, width);
            let joined: String = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            for word in text.split_whitespace() {
                assert!(joined.contains(word), "{width}: {word} in {lines:?}");
            }
        }
    }
}
