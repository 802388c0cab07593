//! `chancery tag --jsonl`: an article a line in, what it is about a line out, in the same order, as it comes.
//! The form that labelled collections are scored through; `docs/json.md` describes it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::Error;
use super::json::EventJson;
use super::output::Out;
use crate::domain::{BLOCK_MAX_BYTES, CountryCode, SafeText, Tag, TagKind};
use crate::tagging::{Annotation, Input, Tagger};

/// The longest line that is read.
const LINE_MAX_BYTES: usize = 8 * BLOCK_MAX_BYTES;

/// An article as a line gives it; other fields are ignored.
#[derive(Debug, Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    feed_country: Option<String>,
}

/// What a line is answered with.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    lang: Option<&'static str>,
    countries: Vec<CodedTag<'a>>,
    people: Vec<NamedTag<'a>>,
    organisations: Vec<NamedTag<'a>>,
    places: Vec<NamedTag<'a>>,
    topics: Vec<CodedTag<'a>>,
    /// Null when no pattern fits for sure.
    event: Option<EventJson<'a>>,
}

#[derive(Debug, Serialize)]
struct CodedTag<'a> {
    code: &'a SafeText,
    #[serde(flatten)]
    tag: NamedTag<'a>,
}

#[derive(Debug, Serialize)]
struct NamedTag<'a> {
    name: &'a SafeText,
    score: f64,
    main: bool,
    /// Start and end in characters of `title + "\n" + text`, and what stands there.
    spans: Vec<(usize, usize, &'a str)>,
}

/// Answers each line of the file, or of standard input for `-`.
///
/// # Errors
/// At the first line that is no article, by its number; those before it have been answered.
pub(super) fn run(file: &Path, min_score: f32, tagger: &Tagger, out: &mut Out) -> Result<(), Error> {
    let is_input = file == Path::new("-");
    let name = if is_input { SafeText::from("standard input") } else { SafeText::line(&file.to_string_lossy()) };
    let hint = "Name a file with one JSON object a line, or - for standard input.";
    let unreadable = |error: io::Error| Error::usage(&format!("{name} cannot be read: {error}."), hint);
    let mut lines: Box<dyn BufRead> = if is_input {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(file).map_err(unreadable)?))
    };
    let mut line = Vec::new();
    for number in 1_usize.. {
        line.clear();
        let read = lines.by_ref().take(LINE_MAX_BYTES as u64 + 1).read_until(b'\n', &mut line).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let refused = |why: &str| {
            let form =
                "A line is an object such as {\"id\": \"1\", \"title\": \"…\", \"text\": \"…\"}; see docs/json.md.";
            Error::usage(&format!("Line {number} of {name} {why}."), form)
        };
        if read > LINE_MAX_BYTES {
            return Err(refused(&format!("is longer than {} MiB", LINE_MAX_BYTES / (1024 * 1024))));
        }
        let article: Line =
            serde_json::from_slice(&line).map_err(|error| refused(&format!("is no article: {error}")))?;
        answer(&article, min_score, tagger, out).map_err(|error| match error {
            Refused::Country => refused("has a feed_country that is no ISO 3166-1 code"),
            Refused::Output(error) => error.into(),
        })?;
    }
    Ok(out.flush()?)
}

enum Refused {
    Country,
    Output(io::Error),
}

fn answer(line: &Line, min_score: f32, tagger: &Tagger, out: &mut Out) -> Result<(), Refused> {
    let feed_country = line.feed_country.as_deref().filter(|code| !code.is_empty());
    let feed_country: Option<CountryCode> =
        feed_country.map(|code| code.to_uppercase().parse().map_err(|_| Refused::Country)).transpose()?;
    let title = Cleaned::new(line.title.as_deref().unwrap_or_default());
    let text = Cleaned::new(line.text.as_deref().unwrap_or_default());
    let annotation =
        tagger.annotate(Input { title: &title.text, text: &text.text, language: line.lang.as_deref(), feed_country });
    let places = Places::new(&title, &text);
    let answer = Answer::of(&line.id, &annotation, min_score, &places);
    out.json(&answer).map_err(Refused::Output)?;
    out.flush().map_err(Refused::Output)
}

impl<'a> Answer<'a> {
    fn of(id: &'a serde_json::Value, annotation: &'a Annotation, min_score: f32, places: &'a Places) -> Self {
        let named = |tag: &'a Tag| NamedTag {
            name: &tag.label,
            score: (f64::from(tag.score) * 1_000.0).round() / 1_000.0,
            main: tag.main,
            spans: tag.spans.iter().filter_map(|span| places.span(span.start as usize, span.end as usize)).collect(),
        };
        let of_kind = move |kind| annotation.tags.iter().filter(move |tag| tag.kind == kind && tag.score >= min_score);
        let coded = |kind| of_kind(kind).map(|tag| CodedTag { code: &tag.key, tag: named(tag) }).collect();
        Self {
            id,
            lang: annotation.language,
            countries: coded(TagKind::Country),
            people: of_kind(TagKind::Person).map(named).collect(),
            organisations: of_kind(TagKind::Organisation).map(named).collect(),
            places: of_kind(TagKind::Place).map(named).collect(),
            topics: coded(TagKind::Topic),
            event: annotation.event.as_ref().and_then(|event| {
                let (start, end, words) = places.span(event.phrase.start as usize, event.phrase.end as usize)?;
                Some(EventJson::of(event, (start, end, words.into())))
            }),
        }
    }
}

/// A text as the tagger may see it, with the way back to the characters that were given.
struct Cleaned {
    text: SafeText,
    /// The given place of each character; None when nothing was taken out.
    given: Option<Vec<usize>>,
    given_chars: usize,
}

impl Cleaned {
    fn new(raw: &str) -> Self {
        // What cleaning would turn into something longer becomes one space, so that cleaning only takes out.
        let raw: String = raw.chars().map(|c| if matches!(c, '\r' | '\t') { ' ' } else { c }).collect();
        let text = SafeText::block(&raw);
        let given = (text.as_str() != raw).then(|| {
            let mut rest = raw.chars().enumerate();
            text.chars().filter_map(|kept| rest.find(|(_, c)| *c == kept).map(|(at, _)| at)).collect()
        });
        Self { text, given, given_chars: raw.chars().count() }
    }

    fn given(&self, at: usize) -> usize {
        self.given.as_ref().map_or(at, |given| given.get(at).copied().unwrap_or(self.given_chars))
    }
}

/// From bytes of the tagged text to characters of the text that was given.
struct Places<'a> {
    title: &'a Cleaned,
    body: &'a Cleaned,
    title_chars: usize,
    tagged: String,
    /// The byte at which each character begins; None in ASCII.
    starts: Option<Vec<usize>>,
}

impl<'a> Places<'a> {
    fn new(title: &'a Cleaned, body: &'a Cleaned) -> Self {
        let tagged = format!("{}\n{}", title.text, body.text);
        let starts = (!tagged.is_ascii()).then(|| tagged.char_indices().map(|(at, _)| at).collect());
        Self { title, body, title_chars: title.text.chars().count(), tagged, starts }
    }

    fn span(&self, start: usize, end: usize) -> Option<(usize, usize, &str)> {
        let words = self.tagged.get(start..end)?;
        // What was taken out behind the last character belongs to nobody.
        let last = words.char_indices().next_back().map(|(at, _)| start + at)?;
        Some((self.character(start), self.character(last) + 1, words))
    }

    fn character(&self, byte: usize) -> usize {
        let at = self.starts.as_ref().map_or(byte, |starts| starts.partition_point(|&start| start < byte));
        match at.checked_sub(self.title_chars + 1) {
            None => self.title.given(at),
            Some(within) => self.title.given_chars + 1 + self.body.given(within),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(title: &str, text: &str, words: &str) -> (usize, usize) {
        let (title, text) = (Cleaned::new(title), Cleaned::new(text));
        let places = Places::new(&title, &text);
        let at = places.tagged.find(words).unwrap();
        let (start, end, found) = places.span(at, at + words.len()).unwrap();
        assert_eq!(found, words);
        (start, end)
    }

    #[test]
    fn spans_count_the_characters_that_were_given() {
        assert_eq!(spans("Kyiv", "Peru", "Kyiv"), (0, 4));
        assert_eq!(spans("Kyiv", "In Peru", "Peru"), (8, 12));
        assert_eq!(spans("Київ", "У Перу", "Перу"), (7, 11));
        assert_eq!(spans("\u{1b}[1mKyiv\u{7}", "a\u{202e}b\r\n\tPeru", "Kyiv"), (4, 8));
        assert_eq!(spans("\u{1b}[1mKyiv\u{7}", "a\u{202e}b\r\n\tPeru", "Peru"), (16, 20));
    }
}
