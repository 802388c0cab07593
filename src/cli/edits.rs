//! What the source of an article changed, word by word: `chancery show --edits`.

use jiff::Zoned;

use super::error::Error;
use super::output::{Look, Out};
use crate::domain::{Article, Document, Edit, Revision, SafeText, safe};
use crate::text::{Line, Piece, Wording, diff, wrap};

/// Prints each edit, the oldest first.
pub(super) fn print(article: &Article, revisions: &[Revision], width: u16, out: &mut Out) -> Result<(), Error> {
    let edits = article.edits(revisions);
    if edits.is_empty() {
        out.line(&[&"Its source has not changed this article."])?;
    }
    for (number, edit) in (1..).zip(&edits) {
        if number > 1 {
            out.line(&[])?;
        }
        out.piece(Some(Look::Faint), &heading(edit, number, edits.len() + 1))?;
        out.line(&[])?;
        let wording = |(title, body): (&SafeText, &SafeText)| Wording::of(title, body);
        let diff = diff(&wording(edit.before), &wording(edit.after), !out.has_colours());
        for line in wrap(&diff, width) {
            print_line(&line, &diff, out)?;
        }
    }
    Ok(())
}

fn heading(edit: &Edit<'_>, number: usize, count: usize) -> SafeText {
    let at = edit.until.to_zoned(Zoned::now().time_zone().clone());
    let date = SafeText::line(&at.strftime("%-d %B %Y %H:%M").to_string());
    safe!("version {} of {}, replaced {}", number, count, date)
}

fn print_line(line: &Line, diff: &Document, out: &mut Out) -> Result<(), Error> {
    for segment in &line.segments {
        let look = match segment.emphasis {
            emphasis if emphasis.strike => Some(Look::Removed),
            emphasis if emphasis.strong => Some(Look::Added),
            _ => None,
        };
        let text = match &segment.piece {
            Piece::Own(own) => own.clone(),
            Piece::Source(range) => diff.text.slice(range.clone()),
        };
        out.piece(look, &text)?;
    }
    Ok(out.line(&[])?)
}
