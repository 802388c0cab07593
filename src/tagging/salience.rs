//! From readings to tags: what an article is about, and what it only mentions.

use super::Folded;
use super::entities::Entities;
use super::gazetteer::{EntityId, Role};
use super::layout::Layout;
use super::rules::{Mention, Reading};
use super::topics::{Topic, TopicFinding};
use crate::domain::{Tag, TagKind};

/// The most tags of one article.
const TAGS_MAX: usize = 200;
/// The most spans of one tag.
const SPANS_MAX: usize = 500;
/// A mention in the title counts so many times.
const TITLE_FACTOR: f32 = 3.0;
const DATELINE_FACTOR: f32 = 2.0;
const EARLY_FACTOR: f32 = 1.5;
const REFERENCE_FACTOR: f32 = 0.3;
/// An office between a demonym and a name is no longer.
const ONE_MENTION_BYTES: usize = 30;
/// The weight at which a score is one half.
const HALF_WEIGHT: f32 = 3.0;

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
pub(super) fn tags(reading: &Reading<'_>, topic_table: &[Topic], folded: &Folded) -> Vec<Tag> {
    let (entities, layout) = (&reading.entities, reading.layout);
    let mentions = reading.mentions.iter().chain(&reading.discovered);
    let mut evidence: Vec<Evidence> =
        mentions.flat_map(|mention| evidence_of(entities, mention, layout)).flatten().collect();
    evidence.sort_by_key(|piece| (piece.entity, piece.start));
    let by_entity = evidence.chunk_by(|a, b| a.entity == b.entity);
    let mut tags: Vec<Tag> = by_entity.map(|pieces| entity_tag(entities, pieces, folded, layout)).collect();
    tags.extend(reading.topics.iter().map(|finding| topic_tag(&topic_table[finding.topic], finding, folded)));
    tags.sort_by(|a, b| {
        let by_score = b.main.cmp(&a.main).then(b.score.total_cmp(&a.score));
        by_score.then_with(|| (a.kind, &a.key).cmp(&(b.kind, &b.key)))
    });
    tags.truncate(TAGS_MAX);
    tags
}

/// What a mention is evidence for: its entity, and the country that the entity implies. A person or a body
/// implies a country only where the article begins; whoever is named in passing says nothing of his country.
fn evidence_of(entities: &Entities<'_>, mention: &Mention<'_>, layout: &Layout) -> [Option<Evidence>; 2] {
    let Some(meaning) = mention.meaning else { return [None, None] };
    let (start, end) = (mention.start, mention.end);
    let named = |weight| Some(Evidence { entity: meaning.entity, start, end, weight, direct: true });
    let is_early = start < layout.early_end;
    let country = |weight, direct| {
        entities.get(meaning.entity).country.map(|entity| Evidence { entity, start, end, weight, direct })
    };
    match meaning.role {
        Role::Country => [named(1.0), None],
        Role::Demonym => [named(0.8), None],
        Role::Capital => [None, country(0.7, true)],
        Role::Metonym(_) => [named(0.7), None],
        Role::Located | Role::Place | Role::Town | Role::Division => [named(1.0), country(0.5, true)],
        Role::Abbreviation => [None, country(0.5, true)],
        Role::Venue => [named(1.0), None],
        // Of the country itself, though it is the only name: a report on sport is hardly about a country.
        Role::Team => [named(0.2).map(|piece| Evidence { direct: false, ..piece }), None],
        Role::StateBody => [named(1.0), country(0.5, true).filter(|_| is_early)],
        Role::Organisation | Role::Person | Role::Surname | Role::BackReference => {
            [named(1.0), country(0.4, false).filter(|_| is_early)]
        }
    }
}

/// The tag of an entity. It is main when a direct mention stands in the title or the dateline, or when it is
/// mentioned twice and once early; evidence that only implies it makes no main tag, nor do references.
fn entity_tag(entities: &Entities<'_>, pieces: &[Evidence], folded: &Folded, layout: &Layout) -> Tag {
    let entity = entities.get(pieces[0].entity);
    let direct = || pieces.iter().filter(|piece| piece.direct);
    let is_prominent = direct().any(|piece| layout.in_title(piece.start) || layout.in_dateline(piece.start));
    let is_early = direct().any(|piece| piece.start < layout.early_end);
    let mentions = mentions(pieces, layout);
    let weight = pieces.iter().map(|piece| piece.weight * factor(layout, piece.start)).sum();
    Tag {
        kind: entity.kind,
        key: entity.key.clone(),
        label: entity.label.clone(),
        main: is_prominent || (is_early && mentions >= 2),
        score: score(weight),
        spans: pieces.iter().take(SPANS_MAX).map(|piece| folded.span(piece.start, piece.end)).collect(),
    }
}

/// How often the text speaks of the entity, its references left out. "Costa Rican President Oscar Arias" is one
/// mention of Costa Rica: what implies it right behind what names it adds nothing.
fn mentions(pieces: &[Evidence], layout: &Layout) -> usize {
    let repeats = |at: usize| {
        let before = at.checked_sub(1).map(|before| &pieces[before]);
        !pieces[at].direct
            && before.is_some_and(|before| pieces[at].start - before.end.min(pieces[at].start) <= ONE_MENTION_BYTES)
    };
    (0..pieces.len()).filter(|&at| pieces[at].start < layout.references && !repeats(at)).count()
}

fn topic_tag(topic: &Topic, finding: &TopicFinding, folded: &Folded) -> Tag {
    let spans = finding.spans.iter().take(SPANS_MAX);
    Tag {
        kind: TagKind::Topic,
        key: topic.key.clone(),
        label: topic.label.clone(),
        main: finding.main,
        score: score(finding.weight),
        spans: spans.map(|&(start, end)| folded.span(start, end)).collect(),
    }
}

/// How much a mention counts for its place.
fn factor(layout: &Layout, start: usize) -> f32 {
    if layout.in_title(start) {
        TITLE_FACTOR
    } else if layout.in_dateline(start) {
        DATELINE_FACTOR
    } else if start < layout.early_end {
        EARLY_FACTOR
    } else if start < layout.references {
        1.0
    } else {
        REFERENCE_FACTOR
    }
}

fn score(weight: f32) -> f32 {
    weight / (weight + HALF_WEIGHT)
}

#[cfg(test)]
mod tests {
    use crate::domain::{SafeText, Span, Tag, TagKind};
    use crate::tagging::testing::{self, check, countries, main_countries};

    fn tags(title: &str, text: &str) -> Vec<Tag> {
        testing::tags(&format!("{title}\n{text}"))
    }

    fn country<'a>(tags: &'a [Tag], code: &str) -> &'a Tag {
        tags.iter().find(|tag| tag.kind == TagKind::Country && tag.key.as_str() == code).expect(code)
    }

    const FILLER: &str = "The committee heard that the bridge needs paint and that nobody had asked the painter. ";

    #[test]
    fn a_country_in_the_title_is_main_and_one_in_passing_is_not() {
        let tags = tags("Portugal paints a bridge", "A painter came from Chile.");
        assert!(country(&tags, "PT").main);
        assert!(!country(&tags, "CL").main);
        assert!(country(&tags, "PT").score > country(&tags, "CL").score);
    }

    #[test]
    fn two_mentions_make_a_main_tag_only_when_one_is_early() {
        let early = format!("Chile paints. {} Chile again.", FILLER.repeat(8));
        assert!(country(&tags("A bridge", &early), "CL").main);
        let late = format!("{} Chile paints. Chile again.", FILLER.repeat(8));
        assert!(!country(&tags("A bridge", &late), "CL").main);
    }

    #[test]
    fn a_country_in_the_dateline_is_main() {
        check(
            main_countries,
            &[
                ("A bridge\nSUVA, Fiji (AP) - The bridge is closed.", "FJ"),
                ("A bridge\nLIMA - The bridge is closed.", "PE"),
                ("A bridge\nIt is closed, said a man from Suva in Fiji", "FJ"),
                ("A bridge\nIt is closed, said a man from Fiji", ""),
            ],
        );
    }

    #[test]
    fn what_is_only_referred_to_at_the_end_is_never_main() {
        let report =
            |heading: &str| format!("A bridge\nChile paints. {FILLER}\n{heading}\nChile, a guide\nPeru and Peru");
        assert_eq!(main_countries(&report("Markets")), "CL,PE");
        assert_eq!(main_countries(&report("References")), "");
        assert_eq!(countries(&report("References")), "CL,PE");
    }

    #[test]
    fn people_and_bodies_imply_their_country_as_a_mention() {
        for (article, code) in
            [("Hezbollah publishes a map", "LB"), ("Putin flies home", "RU"), ("Houthis paint", "YE")]
        {
            assert_eq!((countries(article).as_str(), main_countries(article).as_str()), (code, ""), "{article}");
        }
        check(main_countries, &[("The FBI closes a bridge", "US"), ("The Kremlin closes a bridge", "RU")]);
    }

    #[test]
    fn who_is_named_late_says_nothing_of_his_country() {
        assert_eq!(countries(&format!("A bridge\n{} Putin flew home.", FILLER.repeat(8))), "");
        assert_eq!(countries(&format!("A bridge\nPutin flew home. {}", FILLER.repeat(8))), "RU");
    }

    #[test]
    fn an_office_with_its_holder_is_one_mention_of_the_country() {
        check(
            main_countries,
            &[
                ("A bridge\nIt was painted by French President Emmanuel Macron.", ""),
                ("A bridge\nFrench painters were late, and nobody was more upset than Emmanuel Macron.", "FR"),
            ],
        );
    }

    #[test]
    fn the_earlier_a_mention_the_higher_its_score() {
        let late = format!("{} Chile paints.", FILLER.repeat(8));
        let articles =
            [("Chile paints", ""), ("A bridge", "SMALLBROOK, Chile (AP) - Paint."), ("A bridge", "Chile paints.")];
        let scores = articles.into_iter().chain([("A bridge", late.as_str())]);
        let scores: Vec<f32> = scores.map(|(title, text)| country(&tags(title, text), "CL").score).collect();
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
    }

    #[test]
    fn evidence_points_at_the_original_words() {
        let (title, text) = ("Côte d’Ivoire écrit", "À Abidjan, Peru\u{301} and the Élysée");
        let whole = format!("{title}\n{text}");
        let tags = tags(title, text);
        let words = |code| -> Vec<&str> {
            let spans = country(&tags, code).spans.iter();
            spans.map(|span| &whole[span.start as usize..span.end as usize]).collect()
        };
        assert_eq!(words("CI"), ["Côte d’Ivoire", "Abidjan"]);
        assert_eq!(words("PE"), ["Peru\u{301}"]);
        assert_eq!(words("FR"), ["Élysée"]);
    }

    #[test]
    fn main_tags_come_first_and_then_the_higher_score() {
        let tags = tags("Portugal and Chile sign", "Portugal, Portugal. Peru, NATO and Oslo too.");
        assert!(tags.is_sorted_by_key(|tag| !tag.main));
        let main = tags.iter().filter(|tag| tag.main).map(|tag| tag.score);
        assert!(main.is_sorted_by(|a, b| a >= b));
        assert_eq!(tags[0].key.as_str(), "PT");
        assert!(tags.iter().all(|tag| tag.score > 0.0 && tag.score < 1.0));
    }

    #[test]
    fn evidence_is_bounded_and_text_beyond_the_limit_is_not_tagged() {
        let spans = tags("", &"Chile ".repeat(1_000))[0].spans.len();
        assert_eq!(spans, super::SPANS_MAX);
        let beyond = format!("{}Chile", "x ".repeat(crate::tagging::TEXT_MAX_BYTES / 2));
        assert_eq!(tags("", &beyond), []);
    }

    #[test]
    fn no_tag_without_words() {
        assert_eq!(tags("", ""), []);
        assert_eq!(tags("Untitled", "nothing to see"), []);
    }

    proptest::proptest! {
        #[test]
        fn spans_ascend_without_overlaps_on_character_boundaries(
            words in proptest::collection::vec("(Côte d’Ivoire|Chad|Peru\u{301}|’s|US|in|KYIV|Zelenskyy|truce|[a-zé ]{0,4}|.)", 0..40)
        ) {
            let text = SafeText::block(&words.join(" "));
            let whole = format!("\n{}", text.as_str());
            let found = tags("", &text);
            for tag in &found {
                proptest::prop_assert!(!tag.spans.is_empty());
                proptest::prop_assert!(tag.spans.is_sorted_by(|a: &Span, b| a.end <= b.start));
                for span in &tag.spans {
                    proptest::prop_assert!(whole.get(span.start as usize..span.end as usize).is_some_and(|s| !s.is_empty()));
                }
            }
            proptest::prop_assert_eq!(&found, &tags("", &text));
        }
    }
}
