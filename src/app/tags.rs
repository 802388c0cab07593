//! The rows of the tags pane.

use crate::domain::{Article, OwnTag, SafeText, Tag, TagKind};

/// A row of the tags pane.
#[derive(Clone, Debug, PartialEq)]
pub enum TagRow<'a> {
    Heading(SafeText),
    Extracted(&'a Tag),
    Own(&'a OwnTag),
    /// Found, and rejected by the user.
    Rejected(&'a Tag),
}

impl TagRow<'_> {
    /// Whether it is the same tag as another row's, whatever became of it.
    pub fn is_same(&self, other: &TagRow<'_>) -> bool {
        match (self, other) {
            (Self::Own(own), TagRow::Own(other)) => own == other,
            (Self::Extracted(tag) | Self::Rejected(tag), TagRow::Extracted(other) | TagRow::Rejected(other)) => {
                (tag.kind, &tag.key) == (other.kind, &other.key)
            }
            _ => false,
        }
    }
}

/// The rows of an article's tags: extracted ones by kind, main ones first, then the user's own, then what the user
/// rejected.
pub fn rows(article: &Article) -> Vec<TagRow<'_>> {
    let mut rows = Vec::new();
    for kind in TagKind::ALL {
        let mut tags: Vec<&Tag> = article.tags.iter().filter(|tag| tag.kind == kind).collect();
        if tags.is_empty() {
            continue;
        }
        tags.sort_by(|a, b| (b.main, b.score).partial_cmp(&(a.main, a.score)).unwrap_or(std::cmp::Ordering::Equal));
        rows.push(TagRow::Heading(kind.label().into()));
        rows.extend(tags.into_iter().map(TagRow::Extracted));
    }
    if !article.headline.own_tags.is_empty() {
        rows.push(TagRow::Heading("Yours".into()));
        rows.extend(article.headline.own_tags.iter().map(TagRow::Own));
    }
    if !article.rejected.is_empty() {
        rows.push(TagRow::Heading("Rejected".into()));
        rows.extend(article.rejected.iter().map(TagRow::Rejected));
    }
    rows
}

/// The row that the cursor is on.
pub fn row_of_cursor(rows: &[TagRow], cursor: usize) -> usize {
    let mut selectable = (0..rows.len()).filter(|&row| !matches!(rows[row], TagRow::Heading(_)));
    selectable.clone().nth(cursor).or(selectable.next_back()).unwrap_or(0)
}

/// The first row on the screen, in a pane of this height: the cursor is always in sight.
pub fn first_row(rows: &[TagRow], cursor: usize, height: usize) -> usize {
    (row_of_cursor(rows, cursor) + 1).saturating_sub(height).min(rows.len().saturating_sub(height))
}

/// The tags that the cursor can be on, in order.
pub fn selectable(article: &Article) -> Vec<TagRow<'_>> {
    rows(article).into_iter().filter(|row| !matches!(row, TagRow::Heading(_))).collect()
}
