//! Topics: what the strong, weak and veto cues of `topics.toml` amount to.

use std::ops::Range;

use super::cues::{Signals, Strength, TopicHit};
use super::tables::TopicRow;
use crate::domain::SafeText;

/// The weight of one cue; in the title it counts [`TITLE_FACTOR`] times.
const STRONG_WEIGHT: f32 = 1.0;
const WEAK_WEIGHT: f32 = 0.4;
const TITLE_FACTOR: f32 = 3.0;

/// A topic as it is tagged.
#[derive(Debug)]
pub(super) struct Topic {
    pub key: SafeText,
    pub label: SafeText,
}

impl From<&TopicRow> for Topic {
    fn from(row: &TopicRow) -> Self {
        Self { key: SafeText::line(&row.id), label: SafeText::line(&row.label) }
    }
}

/// A topic of an article with the cues that speak for it.
#[derive(Debug, PartialEq)]
pub(super) struct TopicFinding {
    /// The topic's place in the table.
    pub topic: usize,
    pub main: bool,
    pub weight: f32,
    /// Bytes of the folded text, ascending, without overlaps.
    pub spans: Vec<(usize, usize)>,
}

/// The topics of an article whose first `title_end` bytes are the title. A topic needs a strong cue; it is
/// main with a strong cue in the title or two anywhere.
pub(super) fn findings(signals: &Signals, title_end: usize) -> Vec<TopicFinding> {
    let topics = signals.topic_hits.chunk_by(|a, b| a.topic == b.topic);
    topics.filter_map(|hits| finding(hits, title_end)).collect()
}

fn finding(hits: &[TopicHit], title_end: usize) -> Option<TopicFinding> {
    let vetoes = veto_ranges(hits);
    let mut heeded = vec![false; vetoes.len()];
    let (mut strong, mut in_title, mut weight, mut free_from) = (0, false, 0.0, 0);
    let mut spans = Vec::new();
    for hit in hits.iter().filter(|hit| hit.strength != Strength::Veto) {
        // A veto voids the cues it overlaps.
        let before = vetoes.partition_point(|veto| veto.start < hit.end);
        if let Some(last) = before.checked_sub(1).filter(|&last| vetoes[last].end > hit.start) {
            heeded[last] = true;
            continue;
        }
        if hit.start < free_from {
            continue;
        }
        free_from = hit.end;
        spans.push((hit.start, hit.end));
        let title = hit.start < title_end;
        let factor = if title { TITLE_FACTOR } else { 1.0 };
        if hit.strength == Strength::Strong {
            strong += 1;
            in_title |= title;
            weight += STRONG_WEIGHT * factor;
        } else {
            weight += WEAK_WEIGHT * factor;
        }
    }
    // A veto that stands alone takes a strong cue away.
    let strong = usize::saturating_sub(strong, heeded.iter().filter(|heeded| !**heeded).count());
    (strong > 0).then(|| TopicFinding {
        topic: usize::from(hits[0].topic),
        main: strong >= 2 || in_title,
        weight,
        spans,
    })
}

/// The ranges that vetoes cover, ascending, without overlaps.
fn veto_ranges(hits: &[TopicHit]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for veto in hits.iter().filter(|hit| hit.strength == Strength::Veto) {
        match ranges.last_mut() {
            Some(last) if veto.start < last.end => last.end = last.end.max(veto.end),
            _ => ranges.push(veto.start..veto.end),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::cues::Cues;
    use crate::tagging::words::words;

    /// The verdict on a text with a title: `main`, or `mention`, or nothing.
    fn verdict(title: &str, text: &str) -> Option<&'static str> {
        let row = TopicRow {
            id: "war".into(),
            label: "War".into(),
            strong: vec!["offensive".into(), "war in *".into(), "trade war".into()],
            weak: vec!["troops".into(), "war".into()],
            veto: vec!["charm offensive".into(), "price war".into()],
        };
        let whole = format!("{title}\n{text}");
        let signals = Cues::new(&[row], &[]).scan(&whole, &words(&whole), title.len());
        let found = findings(&signals, title.len());
        found.first().map(|finding| if finding.main { "main" } else { "mention" })
    }

    #[test]
    fn a_topic_needs_a_strong_cue() {
        assert_eq!(verdict("Troops", "troops, troops and war"), None);
        assert_eq!(verdict("", "an offensive with troops"), Some("mention"));
    }

    #[test]
    fn two_strong_cues_or_one_in_the_title_make_it_main() {
        assert_eq!(verdict("", "the offensive, a second offensive"), Some("main"));
        assert_eq!(verdict("An offensive", "nothing else"), Some("main"));
    }

    #[test]
    fn a_veto_voids_what_it_overlaps_and_one_alone_takes_a_cue_away() {
        assert_eq!(verdict("A charm offensive", ""), None);
        assert_eq!(verdict("", "a charm offensive before the real offensive"), Some("mention"));
        assert_eq!(verdict("", "price wars and an offensive"), Some("mention"));
        assert_eq!(verdict("", "a price war in shops"), None);
    }

    #[test]
    fn overlapping_cues_count_once() {
        assert_eq!(verdict("", "a trade war in Asia"), Some("mention"));
    }
}
