//! A text with its tags, as JSON.

use serde::Serialize;

use super::{EventJson, SpanJson, TagJson};
use crate::domain::Tag;
use crate::tagging::Annotation;

/// A text with what was found in it: `chancery tag --json`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct TaggedText<'a> {
    /// The text that the spans count in.
    pub text: &'a str,
    /// The language it was read in; `null` when it is too short to tell.
    pub language: Option<&'a str>,
    pub tags: Vec<TagWithSpans<'a>>,
    /// `null` when no pattern fits for sure.
    pub event: Option<EventJson<'a>>,
}

/// An extracted tag with its evidence.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct TagWithSpans<'a> {
    #[serde(flatten)]
    pub tag: TagJson<'a>,
    pub spans: Vec<SpanJson<'a>>,
}

impl<'a> TaggedText<'a> {
    pub fn of(text: &'a str, annotation: &'a Annotation) -> Self {
        let with_spans = |tag: &'a Tag| TagWithSpans {
            tag: TagJson::of(tag),
            spans: tag.spans.iter().filter_map(|span| SpanJson::of(text, *span)).collect(),
        };
        let event = annotation.event.as_ref().and_then(|event| {
            let phrase = SpanJson::of(text, event.phrase)?;
            Some(EventJson::of(event, (phrase.start, phrase.end, phrase.text.into())))
        });
        let tags = annotation.tags.iter().map(with_spans).collect();
        Self { text, language: annotation.language, tags, event }
    }
}
