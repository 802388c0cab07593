//! A number that tells whether an article that a feed gives again is stored already, as it is.

use std::hash::{DefaultHasher, Hasher};

use super::column::{Millis, kind_code, region_bits};
use crate::domain::{Event, NewArticle, SafeText, Tag, WebUrl};

/// What a feed gives of an article, its date aside, and what was found in it.
pub(super) struct Fingerprinted<'a> {
    pub title: &'a SafeText,
    pub author: &'a SafeText,
    pub link: Option<&'a WebUrl>,
    pub body: &'a SafeText,
    /// As in its column.
    pub extras: Option<&'a str>,
    pub found: FoundIn<'a>,
}

/// What an article's tags were made of.
pub(super) enum FoundIn<'a> {
    /// What the feed gives, in which a poll finds them again.
    Feed { tags: &'a [Tag], rejected: &'a [Tag], event: Option<&'a Event>, regions: i64, tagger: u32 },
    /// Its page, as it was fetched then. A poll knows nothing of what was found there.
    Page(Millis),
}

impl<'a> Fingerprinted<'a> {
    pub(super) fn of(article: &'a NewArticle, extras: Option<&'a str>) -> Self {
        Self {
            title: &article.title,
            author: &article.author,
            link: article.link.as_ref(),
            body: &article.body,
            extras,
            found: FoundIn::Feed {
                tags: &article.tags,
                rejected: &article.rejected,
                event: article.event.as_ref(),
                regions: region_bits(&article.regions),
                tagger: article.tagger,
            },
        }
    }

    /// A number that changes when anything of it changes. It need not be the same in every build: a difference costs
    /// storing the article again.
    pub(super) fn number(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        let mut part = |bytes: &[u8]| {
            hasher.write_usize(bytes.len());
            hasher.write(bytes);
        };
        part(self.title.as_bytes());
        part(self.author.as_bytes());
        part(self.link.map(WebUrl::as_str).unwrap_or_default().as_bytes());
        part(self.body.as_bytes());
        match &self.found {
            FoundIn::Page(fetched) => part(&fetched.0.to_le_bytes()),
            FoundIn::Feed { tags, rejected, event, regions, tagger } => {
                for tag in tags.iter().chain(*rejected) {
                    part(&[kind_code(tag.kind) as u8, u8::from(tag.main)]);
                    part(tag.key.as_bytes());
                    part(tag.label.as_bytes());
                    part(&tag.score.to_le_bytes());
                    for span in &tag.spans {
                        part(&span.start.to_le_bytes());
                        part(&span.end.to_le_bytes());
                    }
                }
                part(&(tags.len() as u64).to_le_bytes());
                if let Some(Event { verb, phrase, who, whom, negated, conditional, historical }) = event {
                    part(verb.label().as_bytes());
                    for actor in [Some(who), whom.as_ref()].into_iter().flatten() {
                        part(&[kind_code(actor.kind) as u8]);
                        part(actor.key.as_bytes());
                        part(actor.label.as_bytes());
                    }
                    part(&[phrase.start, phrase.end].map(u32::to_le_bytes).concat());
                    part(&[negated, conditional, historical].map(|mark| u8::from(*mark)));
                }
                part(&regions.to_le_bytes());
                part(&tagger.to_le_bytes());
            }
        }
        part(self.extras.unwrap_or_default().as_bytes());
        hasher.finish().cast_signed()
    }
}
