//! `chancery tag`: what a text or a page is about.

use std::path::PathBuf;

use clap::Args;

use super::error::Error;
use super::import::read_bounded;
use super::json::{SpanJson, TaggedText};
use super::output::Out;
use super::session::Session;
use super::tag_lines;
use crate::domain::{BLOCK_MAX_BYTES, CountryCode, Event, SafeText, Tag};
use crate::tagging::Input;
use crate::text;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The text or HTML page, its title in the first line or heading; standard input without it, or for -
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Write JSON (see docs/json.md)
    #[arg(long, conflicts_with = "jsonl")]
    json: bool,
    /// Read one JSON object a line and answer each with one (see docs/json.md)
    #[arg(long, conflicts_with_all = ["language", "feed_country"])]
    jsonl: bool,
    /// Leave out tags with a lower score, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    min_score: f32,
    /// The country that its publisher speaks from, such as GB
    #[arg(long, value_name = "CODE")]
    feed_country: Option<CountryCode>,
    /// The language it is written in, such as en
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

pub(super) fn run(arguments: &Arguments, session: &Session, out: &mut Out) -> Result<(), Error> {
    let tagger = session.tagger()?;
    if arguments.jsonl {
        return tag_lines::run(&arguments.file, arguments.min_score, tagger.get(), out);
    }
    let name = SafeText::line(&arguments.file.to_string_lossy());
    let hint = "Name a file of text or HTML, or - for standard input.";
    let bytes = read_bounded(&arguments.file, BLOCK_MAX_BYTES)
        .map_err(|error| Error::usage(&format!("{name} cannot be read: {error}."), hint))?;
    if bytes.len() > BLOCK_MAX_BYTES {
        let sentence = format!("{name} is longer than {} MiB.", BLOCK_MAX_BYTES / (1024 * 1024));
        return Err(Error::usage(&sentence, hint));
    }
    let raw = SafeText::block(&String::from_utf8_lossy(&bytes));
    let whole = if text::has_markup(&raw) { text::document(&raw, None).text } else { raw };
    let (title, rest) = whole.split_once('\n').unwrap_or((&whole, ""));
    // Not folded as a title is elsewhere, so that spans count in the very text that was given.
    let (title, rest) = (SafeText::block(title), SafeText::block(rest));
    let mut annotation = tagger.get().annotate(Input {
        title: &title,
        text: &rest,
        language: arguments.language.as_deref(),
        feed_country: arguments.feed_country,
    });
    annotation.tags.retain(|tag| tag.score >= arguments.min_score);
    let tagged = format!("{title}\n{rest}");
    if arguments.json {
        out.json(&TaggedText::of(&tagged, &annotation))?;
    } else {
        for tag in &annotation.tags {
            row(tag, &tagged, out)?;
        }
        if let Some(event) = &annotation.event {
            event_row(event, &tagged, out)?;
        }
    }
    Ok(out.flush()?)
}

/// Kind, mark of a main tag, label with its key, and the evidence with its places.
fn row(tag: &Tag, tagged: &str, out: &mut Out) -> Result<(), Error> {
    let spans = tag.spans.iter().filter_map(|span| SpanJson::of(tagged, *span));
    let places: Vec<_> = spans.map(|span| format!("\"{}\" {}-{}", span.text, span.start, span.end)).collect();
    let places = SafeText::line(&places.join(", "));
    let kind = text::pad(&SafeText::from(tag.kind.label()), 13);
    let main = if tag.main { "  ◆ " } else { "    " };
    if tag.key == tag.label {
        out.line(&[&kind, &main, &tag.label, &"  ", &places])?;
    } else {
        out.line(&[&kind, &main, &tag.label, &" (", &tag.key, &")  ", &places])?;
    }
    Ok(())
}

/// "Event             Serbia → ACCUSE → Kosovo · by pattern: "accuses" 7-14".
fn event_row(event: &Event, tagged: &str, out: &mut Out) -> Result<(), Error> {
    let kind = text::pad(&SafeText::from("Event"), 13);
    let phrase = SpanJson::of(tagged, event.phrase);
    let phrase = phrase.map(|span| format!("\"{}\" {}-{}", span.text, span.start, span.end)).unwrap_or_default();
    out.line(&[&kind, &"    ", &event.line(), &": ", &SafeText::line(&phrase)])?;
    Ok(())
}
