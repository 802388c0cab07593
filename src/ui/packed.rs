//! What the last packing left out, and why.
//!
//! ```text
//! ┌ Not readable without a network ─────────────────────────────── 1/18 ┐
//! │ paywalled   The title of an article                                 │
//! │ failed      The title of another                                    │
//! ├ why: the sentence of the one under the cursor, on two lines at most ┤
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget, Wrap};

use super::theme::Theme;
use super::{Frame, centred, clear, hint, put, seen};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::safe;
use crate::text::{pad, width};

/// The lines of the sentence under the list.
const SENTENCE_ROWS: u16 = 3;

pub fn draw(model: &Model, theme: &Theme, cursor: usize, area: Rect, buffer: &mut Buffer) {
    let Some(report) = &model.packing.report else { return };
    let place = centred(area, 100, report.lacking.len() + 2 + usize::from(SENTENCE_ROWS));
    clear(theme, place, buffer);
    let right = safe!("{}/{}", cursor + 1, report.lacking.len());
    let below = hint(model, Action::Back, "closes");
    let title = "Not readable without a network".into();
    let inside = Frame { focused: true, title, right, below }.draw(theme, place, buffer);
    let list = Rect { height: inside.height.saturating_sub(SENTENCE_ROWS), ..inside };
    let sentence = Rect { y: list.bottom(), height: inside.height - list.height, ..inside };
    let labels = report.lacking.iter().map(|lacking| width(lacking.why.label())).max().unwrap_or(0);
    let labels = labels.min(usize::from(inside.width) / 3);
    let height = usize::from(list.height);
    let top = (cursor + 1).saturating_sub(height);
    for (row, (index, lacking)) in report.lacking.iter().enumerate().skip(top).take(height).enumerate() {
        let on_row = |style| if index == cursor { theme.selected } else { style };
        let label = safe!(" {}  ", pad(&lacking.why.label().into(), labels));
        let room = usize::from(list.width).saturating_sub(width(&label));
        let pieces =
            vec![(label, on_row(theme.dim)), (pad(&seen(model, &lacking.title, room), room), on_row(theme.text))];
        put(pieces, list, row as u16, buffer);
    }
    if let Some(lacking) = report.lacking.get(cursor) {
        let line = Line::styled(lacking.sentence.to_string(), theme.dim);
        let place = sentence.inner(ratatui::layout::Margin { horizontal: 1, vertical: 0 });
        Paragraph::new(line).wrap(Wrap { trim: true }).render(place, buffer);
    }
}
