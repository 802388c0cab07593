//! Tables while they are written: cells are blocks like all others, until the end shows what the table was for.

use std::ops::Range;

use crate::domain::{Block, BlockKind, Container, Emphasis, Run};
use crate::text::writer::Writer;

/// The most rows of a table; a longer one goes on as another.
const ROWS_MAX: usize = 500;
/// The most cells of a row; the text of further ones goes to the last.
const COLUMNS_MAX: usize = 50;
/// A cell with more paragraphs than this holds a page, not a datum.
const CELL_BLOCKS_MAX: usize = 4;

/// A table whose end did not come yet.
pub(super) struct OpenTable {
    rows: Vec<Row>,
    /// How many more rows each column is taken by a cell from above.
    taken: Vec<usize>,
    /// The place in its row of the cell that is written now.
    open_cell: Option<usize>,
    /// Rows that come now are in `thead`.
    pub in_head: bool,
    /// It says itself that it only lays out a page (`role="presentation"`).
    is_layout: bool,
    inside: Vec<Container>,
}

struct Row {
    cells: Vec<Cell>,
    in_head: bool,
}

struct Cell {
    /// Its blocks in [`Writer::blocks`].
    blocks: Range<usize>,
    is_heading: bool,
}

impl OpenTable {
    pub fn new(writer: &Writer, is_layout: bool) -> Self {
        let inside = writer.containers().to_vec();
        Self { rows: Vec::new(), taken: Vec::new(), open_cell: None, in_head: false, is_layout, inside }
    }

    /// An empty table that goes on where this one must end.
    pub fn continuation(&self) -> Self {
        Self { rows: Vec::new(), taken: Vec::new(), open_cell: None, inside: self.inside.clone(), ..*self }
    }

    /// Whether a further row must go to another table.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= ROWS_MAX
    }

    pub fn start_row(&mut self) {
        let width = self.rows.last().map_or(0, |row| row.cells.len());
        for taken in self.taken.iter_mut().skip(width) {
            *taken = taken.saturating_sub(1);
        }
        self.rows.push(Row { cells: Vec::new(), in_head: self.in_head });
    }

    /// Starts a cell that spans `columns` and `rows`, after what cells above take of this row.
    pub fn start_cell(&mut self, writer: &Writer, is_heading: bool, columns: usize, rows: usize) {
        if self.rows.is_empty() {
            self.start_row();
        }
        let Some(Row { cells, .. }) = self.rows.last_mut() else { return };
        let at = writer.blocks.len();
        let spanned = |is_heading| Cell { blocks: at..at, is_heading };
        while let Some(taken) = self.taken.get_mut(cells.len()).filter(|taken| **taken > 0) {
            *taken -= 1;
            cells.push(spanned(false));
        }
        let first = cells.len();
        let last = (first + columns.max(1)).min(COLUMNS_MAX);
        if first >= last {
            // The last cell goes on.
            if let Some(cell) = cells.last_mut().filter(|cell| cell.blocks.is_empty()) {
                cell.blocks = at..at;
            }
            self.open_cell = cells.len().checked_sub(1);
            return;
        }
        cells.resize_with(last, || spanned(is_heading));
        self.taken.resize(self.taken.len().max(last), 0);
        self.taken[first..last].fill(rows.clamp(1, ROWS_MAX) - 1);
        self.open_cell = Some(first);
    }

    /// Ends the open cell with the blocks that the writer has by now.
    pub fn end_cell(&mut self, writer: &Writer) {
        let cell = self.open_cell.take().and_then(|index| self.rows.last_mut()?.cells.get_mut(index));
        if let Some(cell) = cell {
            cell.blocks.end = writer.blocks.len();
        }
    }

    /// Makes one table block of the cells' blocks, if it is a table of data. One that only lays out a page leaves
    /// its blocks as they are, one after the other: the text is the same.
    pub fn finish(mut self, writer: &mut Writer) {
        self.rows.retain(|row| row.cells.iter().any(|cell| !cell.blocks.is_empty()));
        let Some(all) = self.extent() else { return };
        if !self.holds_data(&writer.blocks, &all) {
            return;
        }
        let columns = self.columns();
        // Spans that reach beyond all cells, and columns that only keep others apart.
        let is_used = |column: usize| {
            self.rows.iter().filter_map(|row| row.cells.get(column)).any(|cell| !cell.blocks.is_empty())
        };
        let used: Vec<bool> = (0..columns).map(is_used).collect();
        let header = self.has_header();
        let blocks = &writer.blocks;
        let rows = self.rows.iter().enumerate().map(|(index, row)| {
            let cells = row.cells.iter().map(|cell| cell.runs(blocks, !(header && index == 0)));
            let missing = columns - row.cells.len();
            let cells = cells.chain(std::iter::repeat_n(Vec::new(), missing)).zip(&used);
            cells.filter(|(_, is_used)| **is_used).map(|(cell, _)| cell).collect()
        });
        let rows = rows.collect();
        let outside = blocks[all.start].inside.iter().take(self.inside.len()).cloned().collect();
        let rtl = blocks[all.start].rtl;
        let table = Block { kind: BlockKind::Table { header, rows }, inside: outside, runs: Vec::new(), rtl };
        writer.blocks.splice(all, [table]);
    }

    fn columns(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }

    fn has_header(&self) -> bool {
        self.rows.first().is_some_and(|row| row.in_head || row.cells.iter().all(|cell| cell.is_heading))
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flat_map(|row| &row.cells)
    }

    /// From the first cell's first block to the last cell's last.
    fn extent(&self) -> Option<Range<usize>> {
        let start = self.cells().find(|cell| !cell.blocks.is_empty())?.blocks.start;
        let end = self.cells().map(|cell| cell.blocks.end).max()?;
        Some(start..end)
    }

    fn holds_data(&self, blocks: &[Block], all: &Range<usize>) -> bool {
        let has_headings = self.cells().any(|cell| cell.is_heading);
        let in_cells: usize = self.cells().map(|cell| cell.blocks.len()).sum();
        let is_simple = |block: &Block| match block.kind {
            BlockKind::Paragraph | BlockKind::Preformatted | BlockKind::Caption => true,
            BlockKind::Image { .. } => has_headings,
            BlockKind::Heading(_) | BlockKind::Table { .. } | BlockKind::Rule => false,
        };
        !self.is_layout
            && self.columns() >= 2
            && (self.rows.len() >= 2 || has_headings)
            && in_cells == all.len()
            && self.cells().all(|cell| cell.blocks.len() <= CELL_BLOCKS_MAX)
            && blocks[all.clone()].iter().all(is_simple)
    }
}

impl Cell {
    /// The runs of its blocks, with the line end between two of them. A heading beside data is strong.
    fn runs(&self, blocks: &[Block], sets_off_headings: bool) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for block in &blocks[self.blocks.clone()] {
            if let (Some(last), Some(next)) = (runs.last(), block.runs.first()) {
                let between = last.range.end..next.range.start;
                runs.push(Run { range: between, emphasis: Emphasis::default(), link: None });
            }
            runs.extend(block.runs.iter().cloned());
        }
        if self.is_heading && sets_off_headings {
            runs.iter_mut().for_each(|run| run.emphasis.strong = true);
        }
        runs
    }
}
