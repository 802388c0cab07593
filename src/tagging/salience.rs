//! From readings to tags: what an article is about, and what it only mentions.

use super::Folded;
use super::gazetteer::{EntityId, Gazetteer, Role};
use super::rules::Mention;
use super::tables::TopicRow;
use super::topics::TopicFinding;
use crate::domain::{SafeText, Span, Tag, TagKind};

/// The most tags of one article.
const TAGS_MAX: usize = 200;
/// The most spans of one tag.
const SPANS_MAX: usize = 500;
/// A mention within so many characters of the text is an early one.
const EARLY_CHARS: usize = 400;
/// A mention in the title counts so many times.
const TITLE_FACTOR: f32 = 3.0;
const EARLY_FACTOR: f32 = 1.5;
/// The weight at which a score is one half.
const HALF_WEIGHT: f32 = 3.0;

/// Where the parts of a folded article end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// The end of the title.
    pub title_end: usize,
    /// The end of the text's beginning.
    pub early_end: usize,
}

impl Layout {
    /// The layout of folded text whose first `title_end` bytes are the title.
    pub fn new(text: &str, title_end: usize) -> Self {
        let early = text[title_end..].char_indices().nth(EARLY_CHARS + 1);
        Self { title_end, early_end: early.map_or(text.len(), |(at, _)| title_end + at) }
    }

    fn factor(self, start: usize) -> f32 {
        if start < self.title_end {
            TITLE_FACTOR
        } else if start < self.early_end {
            EARLY_FACTOR
        } else {
            1.0
        }
    }
}

/// One piece of evidence for a tag.
#[derive(Clone, Copy)]
struct Evidence {
    entity: EntityId,
    start: usize,
    end: usize,
    weight: f32,
    /// Whether it names the entity; else another name implies it (a president his country).
    direct: bool,
}

/// The tags of the mentions and topics: main ones first, then by score, then by kind and key.
pub(super) fn tags(
    gazetteer: &Gazetteer,
    topic_rows: &[TopicRow],
    mentions: &[Mention],
    topics: &[TopicFinding],
    folded: &Folded,
    layout: Layout,
) -> Vec<Tag> {
    let mut evidence: Vec<Evidence> =
        mentions.iter().flat_map(|mention| evidence_of(gazetteer, mention)).flatten().collect();
    evidence.sort_by_key(|piece| (piece.entity, piece.start));
    let entities = evidence.chunk_by(|a, b| a.entity == b.entity);
    let mut tags: Vec<Tag> = entities.map(|pieces| entity_tag(gazetteer, pieces, folded, layout)).collect();
    tags.extend(topics.iter().map(|finding| topic_tag(&topic_rows[finding.topic], finding, folded)));
    tags.sort_by(|a, b| {
        let by_score = b.main.cmp(&a.main).then(b.score.total_cmp(&a.score));
        by_score.then_with(|| (a.kind, &a.key).cmp(&(b.kind, &b.key)))
    });
    tags.truncate(TAGS_MAX);
    tags
}

/// What a mention is evidence for: its entity, and the country that the entity implies.
fn evidence_of(gazetteer: &Gazetteer, mention: &Mention) -> [Option<Evidence>; 2] {
    let Some(meaning) = mention.meaning else { return [None, None] };
    let (start, end) = (mention.start, mention.end);
    let named = |weight| Some(Evidence { entity: meaning.entity, start, end, weight, direct: true });
    let country =
        |weight, direct| gazetteer.country_of(meaning).map(|entity| Evidence { entity, start, end, weight, direct });
    match meaning.role {
        Role::Country => [named(1.0), None],
        Role::Demonym => [named(0.8), None],
        Role::Capital => [None, country(0.7, true)],
        Role::Metonym(_) => [named(0.7), None],
        Role::Located | Role::Place => [named(1.0), country(0.5, true)],
        Role::Venue => [named(1.0), None],
        Role::Organisation | Role::Person | Role::Surname | Role::BackReference => [named(1.0), country(0.4, false)],
    }
}

/// The tag of an entity. It is main when a direct mention stands in the title, or when it is mentioned twice
/// and once early; evidence that only implies it makes no main tag.
fn entity_tag(gazetteer: &Gazetteer, pieces: &[Evidence], folded: &Folded, layout: Layout) -> Tag {
    let entity = gazetteer.entity(pieces[0].entity);
    let direct = || pieces.iter().filter(|piece| piece.direct);
    let in_title = direct().any(|piece| piece.start < layout.title_end);
    let is_early = direct().any(|piece| piece.start < layout.early_end);
    let weight = pieces.iter().map(|piece| piece.weight * layout.factor(piece.start)).sum();
    Tag {
        kind: entity.kind,
        key: entity.key.clone(),
        label: entity.label.clone(),
        main: in_title || (is_early && pieces.len() >= 2),
        score: score(weight),
        spans: pieces.iter().take(SPANS_MAX).map(|piece| span(folded, piece.start, piece.end)).collect(),
    }
}

fn topic_tag(row: &TopicRow, finding: &TopicFinding, folded: &Folded) -> Tag {
    let spans = finding.spans.iter().take(SPANS_MAX);
    Tag {
        kind: TagKind::Topic,
        key: SafeText::line(&row.id),
        label: SafeText::line(&row.label),
        main: finding.main,
        score: score(finding.weight),
        spans: spans.map(|&(start, end)| span(folded, start, end)).collect(),
    }
}

fn score(weight: f32) -> f32 {
    weight / (weight + HALF_WEIGHT)
}

/// A range of the folded text as a range of the original.
fn span(folded: &Folded, start: usize, end: usize) -> Span {
    let offset = |at| u32::try_from(folded.original(at)).expect("tagged text is at most 1 MiB");
    Span { start: offset(start), end: offset(end) }
}
