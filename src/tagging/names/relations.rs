//! What the names of an article say of each other.

use super::around::owner_before;
use super::evidence::Evidence;
use super::organisations::Found;
use super::people::Candidate;
use super::words::Form;
use super::{Article, KnownKind};

/// People are named together: who stands in a row with a person is one.
pub(super) fn note_lists(article: &Article<'_>, candidates: &mut [Candidate]) {
    let end = |candidate: &Candidate| article.words[candidate.words.end - 1].end;
    for index in 1..candidates.len() {
        let (one, other) = (&candidates[index - 1], &candidates[index]);
        let between = article.text.get(end(one)..article.words[other.words.start].start).unwrap_or_default();
        let is_row = matches!(between.trim(), "," | "and" | ", and" | ";" | "or") && !between.contains('\n');
        if is_row && (one.evidence.is_enough() || other.evidence.is_enough()) {
            candidates[index - 1].evidence |= Evidence::LISTED;
            candidates[index].evidence |= Evidence::LISTED;
        }
    }
}

/// Who is of an organisation is a person: "Xxx Yyy of the World Bank", "the World Bank's Xxx Yyy".
pub(super) fn note_members(article: &Article<'_>, found: &[Found], candidates: &mut [Candidate]) {
    let words = &article.words;
    let is_organisation = |index: usize| {
        let after = found.partition_point(|name| name.words.end <= index);
        let is_found = found.get(after).is_some_and(|name| name.words.contains(&index));
        is_found || words[index].known == Some(KnownKind::Organisation)
    };
    for candidate in candidates {
        let (start, end) = (words[candidate.words.start].start, words[candidate.words.end - 1].end);
        let next = words.partition_point(|word| word.start < end);
        let next = (next..words.len()).find(|&index| words[index].form != Form::Small);
        let is_of = next.is_some_and(|next| {
            let between = &article.text[end..words[next].start];
            matches!(between, " of " | " of the " | " from " | " from the ") && is_organisation(next)
        });
        let owner =
            owner_before(article.text, start).and_then(|end| words.binary_search_by_key(&end, |word| word.end).ok());
        if is_of || owner.is_some_and(is_organisation) {
            candidate.evidence |= Evidence::MEMBER;
        }
    }
}
