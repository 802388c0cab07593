//! Whether what was found is the article.
//!
//! A wrong verdict takes a whole article away from its reader, so each needs two signs: that little was found, and that
//! the page says why. An article about paywalls or about the law of cookies is long, or quotes what it speaks of.

use super::phrases::{CHALLENGE, CONSENT, MISSING, PAYWALL};
use super::statements::Statements;
use crate::domain::{Block, BlockKind, Document, NoArticle};
use crate::text::fold_case;

/// Fewer letters than this are no article.
const ARTICLE_MIN: usize = 80;
/// Fewer are a notice rather than an article, where the page says so.
const NOTICE_MAX: usize = 700;
/// Fewer may be the beginning of an article, or a page about consent: some 250 words.
const SHORT_MAX: usize = 1_500;
/// Fewer may be a long beginning, where the wall stands at its end.
const BEGINNING_MAX: usize = 5_000;
/// How many blocks the end of a text is.
const END_BLOCKS: usize = 6;
/// The most letters of a wall's sentence; a paragraph that has more speaks of something.
const SENTENCE_MAX: usize = 160;

/// Why the text that was found on a page with this title is no article, or not the whole of it; `page` is all the text
/// of the page, which is asked for when it matters.
pub(super) fn verdict(
    title: &str,
    found: &Document,
    statements: &Statements,
    page: impl FnOnce() -> Document,
) -> Option<NoArticle> {
    let length = letters(&found.text);
    if length >= BEGINNING_MAX {
        return None;
    }
    let is_locked = statements.is_free == Some(false);
    let ends_at_a_wall = wall_in(end(found));
    if is_locked && length < SHORT_MAX || ends_at_a_wall && statements.is_free != Some(true) {
        return Some(NoArticle::Paywall);
    }
    if length >= SHORT_MAX {
        return None;
    }
    let title = fold_case(title.trim());
    let page = page();
    if is_gate(&title, found, length) || length < ARTICLE_MIN && is_gate(&title, &page, letters(&page.text)) {
        return Some(NoArticle::Consent);
    }
    let is_missing = length < NOTICE_MAX && MISSING.iter().any(|phrase| title.starts_with(phrase));
    if is_missing || is_list_of_links(found) {
        return Some(NoArticle::NotAnArticle);
    }
    let is_cut = length < ARTICLE_MIN || ends_in_dots(found);
    if is_cut && statements.is_free != Some(true) && wall_in(page.blocks.iter().map(|block| text_of(&page, block))) {
        return Some(NoArticle::Paywall);
    }
    (length < ARTICLE_MIN).then_some(NoArticle::NotAnArticle)
}

/// Whether one of these blocks is the sentence of a paywall.
fn wall_in<'a>(mut blocks: impl Iterator<Item = &'a str>) -> bool {
    blocks.any(|block| letters(block) <= SENTENCE_MAX && holds(&fold_case(block), PAYWALL))
}

/// Whether a text asks for consent, or for a human, and says nothing else.
fn is_gate(title: &str, document: &Document, length: usize) -> bool {
    if length >= SHORT_MAX {
        return false;
    }
    let text = format!("{title}\n{}", fold_case(&document.text));
    let is_challenge = length < NOTICE_MAX && holds(&text, CHALLENGE);
    is_challenge || CONSENT.iter().filter(|phrase| holds(&text, &[phrase])).count() >= 2
}

/// Whether most of a text is links, and no paragraph of it is a text.
fn is_list_of_links(document: &Document) -> bool {
    let mut linked = 0;
    let mut plain = 0;
    let mut longest = 0;
    for block in &document.blocks {
        let of = |is_link: bool| -> usize {
            let runs = block.runs.iter().filter(|run| run.link.is_some() == is_link);
            runs.map(|run| letters(&document.text[run.range.clone()])).sum()
        };
        linked += of(true);
        plain += of(false);
        longest = longest.max(of(false));
    }
    linked > 3 * plain && longest < ARTICLE_MIN
}

/// Whether the last paragraph breaks off.
fn ends_in_dots(document: &Document) -> bool {
    let text = document.text.trim_end_matches(|c: char| !c.is_alphanumeric() && !".…".contains(c));
    text.ends_with('…') || text.ends_with("...")
}

/// The last blocks with text.
fn end(document: &Document) -> impl Iterator<Item = &str> {
    let blocks = document.blocks.iter().rev().filter(|block| !matches!(block.kind, BlockKind::Image { .. }));
    blocks.map(|block| text_of(document, block)).filter(|text| !text.is_empty()).take(END_BLOCKS)
}

fn text_of<'a>(document: &'a Document, block: &Block) -> &'a str {
    match (block.runs.first(), block.runs.last()) {
        (Some(first), Some(last)) => &document.text[first.range.start..last.range.end],
        _ => "",
    }
}

/// Whether a folded text says one of these, and does not merely quote it.
fn holds(text: &str, phrases: &[&str]) -> bool {
    let is_quoted = |at: usize| text[..at].ends_with(['"', '\'', '“', '„', '«', '‹', '「', '『']);
    phrases.iter().any(|phrase| text.match_indices(phrase).any(|(at, _)| !is_quoted(at)))
}

/// How much a text says: its letters, where one of a script without spaces says as much as three.
fn letters(text: &str) -> usize {
    let weight = |c: char| match c {
        '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => 3,
        c => usize::from(c.is_alphanumeric()),
    };
    text.chars().map(weight).sum()
}
