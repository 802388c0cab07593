//! Tables in columns, or cell under cell where the columns would be too narrow.

use super::flow::{Breaking, Flow, GLYPH_WIDTH_MAX};
use super::{Look, Segment};
use crate::domain::{Run, SafeText};
use crate::text::width::{fit, width as width_of};

/// The narrowest column, unless its text is narrower.
const COLUMN_MIN: usize = GLYPH_WIDTH_MAX;
/// A cell that would take more lines makes a table hard to read: it is stacked.
const CELL_LINES_MAX: usize = 24;
/// The widest name of a column that is said again before each cell of a stacked table.
const LABEL_MAX: usize = 24;
const SEPARATOR: &str = " │ ";
const CROSSING: &str = "─┼─";

type Cell = Vec<Run>;

/// The lines of a table, at most `width` columns wide.
pub(super) fn lines(text: &str, rows: &[Vec<Cell>], header: bool, width: usize) -> Vec<Vec<Segment>> {
    match columns(text, rows, width) {
        Some(columns) => side_by_side(text, rows, header, &columns),
        None => stacked(text, rows, header, width),
    }
}

fn flow<'a>(text: &'a str, cell: &[Run], look: Look) -> Flow<'a> {
    let mut flow = Flow::new(text);
    flow.push_linked(cell, look, Breaking::Words);
    flow
}

/// The width of each column, if they fit side by side: their natural widths, else what is fair.
fn columns(text: &str, rows: &[Vec<Cell>], width: usize) -> Option<Vec<usize>> {
    let count = rows.iter().map(Vec::len).max()?;
    let room = width.checked_sub(width_of(SEPARATOR) * count.saturating_sub(1))?;
    let mut columns = vec![1; count];
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            *column = (*column).max(flow(text, cell, Look::Body).natural_width());
        }
    }
    share(&mut columns, room)?;
    let is_tall = |(cell, column): (&Cell, &usize)| {
        let natural_bytes: usize = cell.iter().map(|run| run.range.len()).sum();
        natural_bytes > CELL_LINES_MAX && flow(text, cell, Look::Body).estimated_lines(*column) > CELL_LINES_MAX
    };
    (!rows.iter().any(|row| row.iter().zip(&columns).any(is_tall))).then_some(columns)
}

/// Narrows the columns to `room` in all: narrow ones keep their width, wide ones get equal parts of the rest.
fn share(columns: &mut [usize], room: usize) -> Option<()> {
    let mut by_width: Vec<usize> = (0..columns.len()).collect();
    by_width.sort_by_key(|index| columns[*index]);
    let mut left = room;
    for (done, index) in by_width.into_iter().enumerate() {
        let part = left / (columns.len() - done);
        if part < columns[index].min(COLUMN_MIN) {
            return None;
        }
        columns[index] = columns[index].min(part);
        left -= columns[index];
    }
    Some(())
}

fn side_by_side(text: &str, rows: &[Vec<Cell>], header: bool, columns: &[usize]) -> Vec<Vec<Segment>> {
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let is_head = header && index == 0;
        let look = if is_head { Look::TableHead } else { Look::Body };
        let cells = row.iter().zip(columns).map(|(cell, column)| flow(text, cell, look).lines(*column).into_iter());
        let mut cells: Vec<_> = cells.collect();
        while cells.iter().any(|cell| cell.len() > 0) {
            lines.push(row_line(text, &mut cells, columns));
        }
        if is_head {
            let crossing = columns.iter().map(|column| "─".repeat(*column)).collect::<Vec<_>>().join(CROSSING);
            lines.push(vec![Segment::own(SafeText::block(&crossing), Look::Rule)]);
        }
    }
    lines
}

/// The next line of a row: the next line of each of its cells, filled to the width of its column.
fn row_line(text: &str, cells: &mut [std::vec::IntoIter<Vec<Segment>>], columns: &[usize]) -> Vec<Segment> {
    let mut line = Vec::new();
    for (index, (cell, column)) in cells.iter_mut().zip(columns).enumerate() {
        if index > 0 {
            line.push(Segment::own(SEPARATOR, Look::Rule));
        }
        let segments = cell.next().unwrap_or_default();
        let used: usize = segments.iter().map(|segment| width_of(piece_text(segment, text))).sum();
        line.extend(segments);
        if used < *column && index + 1 < columns.len() {
            line.push(Segment::spaces(column - used));
        }
    }
    line
}

fn piece_text<'a>(segment: &'a Segment, text: &'a str) -> &'a str {
    match &segment.piece {
        super::Piece::Source(range) => &text[range.clone()],
        super::Piece::Own(own) => own,
    }
}

/// Each cell on lines of its own, after the name of its column; an empty line between rows.
fn stacked(text: &str, rows: &[Vec<Cell>], header: bool, width: usize) -> Vec<Vec<Segment>> {
    let (head, data) = match rows.split_first() {
        Some((head, data)) if header && !data.is_empty() => (head.as_slice(), data),
        _ => (Default::default(), rows),
    };
    let labels: Vec<SafeText> = head.iter().map(|cell| label(text, cell)).collect();
    let mut lines = Vec::new();
    for (index, row) in data.iter().enumerate() {
        if index > 0 {
            lines.push(Vec::new());
        }
        for (column, cell) in row.iter().enumerate() {
            let mut flow = Flow::new(text);
            match (head.get(column), labels.get(column)) {
                // Once in full, so that every word of the table is shown.
                (Some(name), _) if index == 0 && !name.is_empty() => {
                    flow.push_linked(name, Look::TableHead, Breaking::Words);
                    flow.push_own(": ", Look::TableHead);
                }
                (_, Some(label)) if !label.is_empty() && !cell.is_empty() => {
                    flow.push_own(&format!("{label}: "), Look::TableHead);
                }
                _ => {}
            }
            flow.push_linked(cell, Look::Body, Breaking::Words);
            lines.extend(flow.lines(width));
        }
    }
    lines
}

fn label(text: &str, cell: &[Run]) -> SafeText {
    let name: String = cell.iter().map(|run| &text[run.range.clone()]).collect();
    fit(&SafeText::line(&name), LABEL_MAX)
}
