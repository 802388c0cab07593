//! How much room everything has.

use ratatui::layout::{Rect, Size};

use super::Model;
use crate::app::panes::{Areas, Pane, inside};
use crate::app::pictures::{Canvas, Drawing};
use crate::app::sheet::Sheet;
use crate::text::{Layout, Setting};

impl Model {
    /// The places of the panes; `None` when the terminal is too small.
    pub fn areas(&self) -> Option<Areas> {
        self.areas_of(self.focus)
    }

    /// The places of the panes if this one had the focus.
    fn areas_of(&self, focus: Pane) -> Option<Areas> {
        let areas = Areas::of(self.size, focus, self.zen)?;
        Some(match &self.result {
            Some(result) => areas.with_result(result.focused),
            None => areas,
        })
    }

    /// The rows and columns of a command's answer.
    pub fn result_size(&self) -> Size {
        let area = self.areas().and_then(|areas| areas.result).unwrap_or_default();
        let inside = inside(area);
        let width = inside.width.saturating_sub(2).clamp(8, self.options.measure.max(8));
        Size { width, height: inside.height.max(1) }
    }

    /// How many rows of content a pane shows, at least 1.
    pub fn rows_of(&self, pane: Pane) -> usize {
        usize::from(inside(self.area_of(pane)).height).max(1)
    }

    /// The columns of an article's text: the pane less a margin, at most the measure.
    pub fn text_width(&self) -> u16 {
        inside(self.area_of(Pane::Article)).width.saturating_sub(2).clamp(8, self.options.measure.max(8))
    }

    /// How the article's text is laid out.
    pub fn text_layout(&self) -> Layout {
        let reorder = self.options.reorder;
        Layout { width: self.text_width(), setting: Setting { reorder, jump_marks: true, ..Setting::default() } }
    }

    /// Where the lines of an article's text stand: in the middle of a wide pane, one column from the border of a narrow
    /// one.
    pub fn text_area(&self) -> Rect {
        let area = inside(self.area_of(Pane::Article));
        let room = area.width - self.text_width().min(area.width);
        let margin = if self.zen { room / 2 } else { room.min(1) };
        Rect { x: area.x + margin, width: area.width - margin, ..area }
    }

    /// Where the article's pictures are drawn, if they can be: in the column of its text, and in half of its height, so
    /// that there are always words beside them.
    pub fn canvas(&self) -> Option<Canvas> {
        let Drawing::Cells(cell) = self.options.drawing else { return None };
        let rows = u16::try_from(self.rows_of(Pane::Article) / 2).unwrap_or(u16::MAX).max(1);
        Some(Canvas { cell, room: Size { width: self.text_width(), height: rows }, is_online: !self.is_offline() })
    }

    /// The place that a pane has, or would have if it had the focus: a hidden pane keeps its measures.
    fn area_of(&self, pane: Pane) -> Rect {
        let areas = self.areas().filter(|areas| areas.place(pane).is_some());
        areas.or_else(|| self.areas_of(pane)).and_then(|areas| areas.place(pane)).unwrap_or_default()
    }

    /// Whether the article shows its tags under the title.
    pub fn tags_as_strip(&self) -> bool {
        self.areas().is_some_and(|areas| areas.tags_as_strip())
    }

    /// The first line of the article on the screen when its last is on it too.
    pub fn last_top(&self) -> usize {
        let lines = self.sheet().map_or(0, Sheet::len);
        lines.saturating_sub(self.rows_of(Pane::Article))
    }

    /// How far the article is scrolled, in hundredths; `None` when the screen shows all of it.
    pub fn percent_read(&self) -> Option<usize> {
        let last_top = self.last_top();
        (last_top > 0).then(|| (self.article.top * 100 / last_top).min(100))
    }
}
