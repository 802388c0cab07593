//! What the user does not want found: tags that were rejected.

use std::collections::{HashMap, HashSet};

use super::{FeedId, SafeText, Span, Tag, TagKind};

/// Words that do not mean something in the articles of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rejection {
    pub feed: FeedId,
    /// The tag's kind and key.
    pub kind: TagKind,
    pub key: SafeText,
    /// The evidence, folded.
    pub words: SafeText,
}

/// Every rejection, by feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rejections(HashMap<FeedId, HashSet<(TagKind, SafeText, SafeText)>>);

impl FromIterator<Rejection> for Rejections {
    fn from_iter<T: IntoIterator<Item = Rejection>>(all: T) -> Self {
        let mut rejections = Self::default();
        for Rejection { feed, kind, key, words } in all {
            rejections.0.entry(feed).or_default().insert((kind, key, words));
        }
        rejections
    }
}

/// An article's tags, when the rejections of its feed are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// With what is left of their evidence.
    pub tags: Vec<Tag>,
    /// Those of whose evidence nothing is left, as they were found.
    pub rejected: Vec<Tag>,
}

impl Rejections {
    /// Parts the tags of an article, whose title has so many bytes; `words` tells the folded words of a span. A tag
    /// that keeps some of its evidence loses its share of the score, and is a main tag only while it stands in the
    /// title or twice.
    pub fn judge(&self, feed: FeedId, title_len: usize, tags: Vec<Tag>, words: impl Fn(Span) -> SafeText) -> Judged {
        let Some(rejections) = self.0.get(&feed) else { return Judged { tags, rejected: Vec::new() } };
        let mut judged = Judged::default();
        for tag in tags {
            let is_rejected = |span: &Span| rejections.contains(&(tag.kind, tag.key.clone(), words(*span)));
            let spans: Vec<Span> = tag.spans.iter().copied().filter(|span| !is_rejected(span)).collect();
            match spans.len() {
                left if left == tag.spans.len() => judged.tags.push(tag),
                0 => judged.rejected.push(tag),
                left => {
                    let in_title = spans.iter().any(|span| (span.start as usize) < title_len);
                    let score = tag.score * left as f32 / tag.spans.len() as f32;
                    judged.tags.push(Tag { main: tag.main && (in_title || left > 1), score, spans, ..tag });
                }
            }
        }
        judged
    }

    /// Whether any of an article's tags rests on words that were rejected.
    pub fn hit(&self, feed: FeedId, tags: &[Tag], words: impl Fn(Span) -> SafeText) -> bool {
        self.0.get(&feed).is_some_and(|rejections| {
            let is_rejected = |tag: &Tag, span: &Span| rejections.contains(&(tag.kind, tag.key.clone(), words(*span)));
            tags.iter().any(|tag| tag.spans.iter().any(|span| is_rejected(tag, span)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tag whose evidence stands at these places; the title has 10 bytes.
    fn tag(starts: &[u32]) -> Tag {
        let spans = starts.iter().map(|&start| Span { start, end: start + 5 }).collect();
        Tag { kind: TagKind::Country, key: "GE".into(), label: "Georgia".into(), main: true, score: 0.8, spans }
    }

    fn judge(tags: Vec<Tag>) -> Judged {
        let rejected = ["georgia", "tbilisi"].map(|words| Rejection {
            feed: FeedId(1),
            kind: TagKind::Country,
            key: "GE".into(),
            words: words.into(),
        });
        // Odd places say "Georgia", even ones "Georgian".
        let words = |span: Span| if span.start % 2 == 1 { "georgia".into() } else { "georgian".into() };
        rejected.into_iter().collect::<Rejections>().judge(FeedId(1), 10, tags, words)
    }

    #[test]
    fn a_tag_goes_with_the_last_of_its_evidence() {
        let cases = [
            (vec![1, 21], None),
            (vec![2, 22], Some((true, 0.8, 2))),
            (vec![2, 21], Some((true, 0.4, 1))),
            (vec![1, 22], Some((false, 0.4, 1))),
            (vec![1, 22, 32, 41], Some((true, 0.4, 2))),
        ];
        for (starts, kept) in cases {
            let Judged { tags, rejected } = judge(vec![tag(&starts)]);
            let told = tags.first().map(|tag| (tag.main, tag.score, tag.spans.len()));
            assert_eq!((told, rejected.len()), (kept, usize::from(kept.is_none())), "{starts:?}");
        }
    }

    #[test]
    fn a_rejection_is_of_one_feed_one_tag_and_its_words() {
        let rejection =
            Rejection { feed: FeedId(1), kind: TagKind::Country, key: "GE".into(), words: "georgia".into() };
        let rejections = Rejections::from_iter([rejection]);
        let words = |_| SafeText::from("georgia");
        let place = Tag { kind: TagKind::Place, ..tag(&[1]) };
        for (feed, tag, hit) in [(1, tag(&[1]), true), (2, tag(&[1]), false), (1, place, false)] {
            assert_eq!(rejections.hit(FeedId(feed), std::slice::from_ref(&tag), words), hit);
            assert_eq!(rejections.judge(FeedId(feed), 0, vec![tag], words).rejected.len(), usize::from(hit));
        }
    }
}
