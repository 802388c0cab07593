//! Tables in columns, or cell under cell where the columns would be too narrow.

use super::flow::Flow;
use super::{Look, Segment, Setting};
use crate::domain::{Document, Run, SafeText};
use crate::text::width::{fit, width as width_of};

/// A cell that would take more lines makes a table hard to read: it is stacked.
const CELL_LINES_MAX: usize = 24;
/// A longer word is parted rather than that its table is stacked.
const WORD_MAX: usize = 24;
/// The widest name of a column that is said again before each cell of a stacked table.
const LABEL_MAX: usize = 24;
const SEPARATOR: &str = " │ ";
const CROSSING: &str = "─┼─";

type Cell = Vec<Run>;

/// A table to be laid out.
pub(super) struct Table<'a> {
    pub document: &'a Document,
    pub rows: &'a [Vec<Cell>],
    pub header: bool,
    /// Whether its columns stand from right to left.
    pub rtl: bool,
    pub setting: Setting,
}

impl Table<'_> {
    /// Its lines, at most `width` columns wide.
    pub fn lines(&self, width: usize) -> Vec<Vec<Segment>> {
        match self.columns(width) {
            Some(columns) => self.side_by_side(&columns),
            None => self.stacked(width),
        }
    }

    fn flow(&self, cell: &[Run], look: Look, room: usize) -> Flow<'_> {
        let mut flow = Flow::new(self.document, room, self.setting);
        flow.push_linked(cell, look);
        flow
    }

    fn cell_lines(&self, flow: &Flow<'_>) -> Vec<Vec<Segment>> {
        if self.setting.reorder { flow.visual_lines(self.rtl) } else { flow.lines() }
    }

    /// The width of each column, if they fit side by side: their natural widths, else what is fair.
    fn columns(&self, width: usize) -> Option<Vec<usize>> {
        let count = self.rows.iter().map(Vec::len).max()?;
        let room = width.checked_sub(width_of(SEPARATOR) * count.saturating_sub(1))?;
        let mut columns = vec![Column { natural: 1, narrowest: 1 }; count];
        for row in self.rows {
            for (column, cell) in columns.iter_mut().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                let flow = self.flow(cell, Look::Body, width);
                column.natural = column.natural.max(flow.natural_width());
                let narrowest =
                    if self.setting.whole_words { flow.widest_word() } else { flow.narrowest_width().min(WORD_MAX) };
                column.narrowest = column.narrowest.max(narrowest);
            }
        }
        let widths = share(&columns, room)?;
        let is_tall = |(cell, column): (&Cell, &usize)| {
            let natural_bytes: usize = cell.iter().map(|run| run.range.len()).sum();
            natural_bytes > CELL_LINES_MAX
                && self.flow(cell, Look::Body, *column).estimated_lines(*column) > CELL_LINES_MAX
        };
        (!self.rows.iter().any(|row| row.iter().zip(&widths).any(is_tall))).then_some(widths)
    }

    fn side_by_side(&self, columns: &[usize]) -> Vec<Vec<Segment>> {
        let mut lines = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let is_head = self.header && index == 0;
            let look = if is_head { Look::TableHead } else { Look::Body };
            let cells = row.iter().zip(columns);
            let cells = cells.map(|(cell, column)| self.cell_lines(&self.flow(cell, look, *column)).into_iter());
            let mut cells: Vec<_> = cells.collect();
            while cells.iter().any(|cell| cell.len() > 0) {
                lines.push(self.row_line(&mut cells, columns));
            }
            if is_head {
                let columns: Vec<&usize> = self.in_order(columns.iter().collect());
                let crossing = columns.iter().map(|column| "─".repeat(**column)).collect::<Vec<_>>().join(CROSSING);
                lines.push(vec![Segment::own(SafeText::block(&crossing), Look::Rule)]);
            }
        }
        lines
    }

    /// The next line of a row: the next line of each of its cells, filled to the width of its column.
    fn row_line(&self, cells: &mut [std::vec::IntoIter<Vec<Segment>>], columns: &[usize]) -> Vec<Segment> {
        let cells = cells.iter_mut().zip(columns).map(|(cell, column)| (cell.next().unwrap_or_default(), *column));
        let cells = self.in_order(cells.collect());
        let count = cells.len();
        let mut line = Vec::new();
        for (index, (segments, column)) in cells.into_iter().enumerate() {
            if index > 0 {
                line.push(Segment::own(SEPARATOR, Look::Rule));
            }
            let missing = column - super::columns_of(&segments, self.document).min(column);
            if self.is_turned() {
                line.extend((missing > 0).then(|| Segment::spaces(missing)));
                line.extend(segments);
            } else {
                line.extend(segments);
                line.extend((missing > 0 && index + 1 < count).then(|| Segment::spaces(missing)));
            }
        }
        line
    }

    fn is_turned(&self) -> bool {
        self.rtl && self.setting.reorder
    }

    fn in_order<T>(&self, mut columns: Vec<T>) -> Vec<T> {
        if self.is_turned() {
            columns.reverse();
        }
        columns
    }

    /// Each cell on lines of its own, after the name of its column; an empty line between rows.
    fn stacked(&self, width: usize) -> Vec<Vec<Segment>> {
        let (head, data) = match self.rows.split_first() {
            Some((head, data)) if self.header && !data.is_empty() => (head.as_slice(), data),
            _ => (Default::default(), self.rows),
        };
        let labels: Vec<SafeText> = head.iter().map(|cell| label(&self.document.text, cell)).collect();
        let mut lines = Vec::new();
        for (index, row) in data.iter().enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            for (column, cell) in row.iter().enumerate() {
                let mut flow = Flow::new(self.document, width, self.setting);
                match (head.get(column), labels.get(column)) {
                    // Once in full, so that every word of the table is shown.
                    (Some(name), _) if index == 0 && !name.is_empty() => {
                        flow.push_linked(name, Look::TableHead);
                        flow.push_own(": ", Look::TableHead);
                    }
                    (_, Some(label)) if !label.is_empty() && !cell.is_empty() => {
                        flow.push_own(&format!("{label}: "), Look::TableHead);
                    }
                    _ => {}
                }
                flow.push_linked(cell, Look::Body);
                lines.extend(self.cell_lines(&flow));
            }
        }
        lines
    }
}

/// What a column needs.
#[derive(Clone, Copy)]
struct Column {
    /// Without ending any line of its own.
    natural: usize,
    /// Without parting a word.
    narrowest: usize,
}

/// The widths of columns that have `room` together: each gets what it needs at least, and what is left goes in equal
/// parts to those that could use more.
fn share(columns: &[Column], room: usize) -> Option<Vec<usize>> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.narrowest).collect();
    let mut left = room.checked_sub(widths.iter().sum())?;
    loop {
        let is_hungry = |(width, column): &(&usize, &Column)| **width < column.natural;
        let hungry = widths.iter().zip(columns).filter(is_hungry).count();
        if hungry == 0 || left == 0 {
            return Some(widths);
        }
        let part = (left / hungry).max(1);
        for (width, column) in widths.iter_mut().zip(columns) {
            let more = part.min(column.natural.saturating_sub(*width)).min(left);
            *width += more;
            left -= more;
        }
    }
}

fn label(text: &str, cell: &[Run]) -> SafeText {
    let name: String = cell.iter().map(|run| &text[run.range.clone()]).collect();
    fit(&SafeText::line(&name), LABEL_MAX)
}
