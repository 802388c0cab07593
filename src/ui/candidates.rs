//! The feeds that were found at an address, each with a preview of its newest articles.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{Frame, Piece, centred, clear, hint, put, time};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::{Candidate, SafeText, safe};
use crate::text::{fit, pad, width};

/// The most columns of the box.
const COLUMNS: u16 = 100;

/// While feeds are being looked for.
pub fn draw_looking(model: &Model, theme: &Theme, address: &SafeText, area: Rect, buffer: &mut Buffer) {
    let place = centred(area, COLUMNS, 3);
    clear(theme, place, buffer);
    let keys = hint(model, Action::Back, "stops");
    let inside =
        Frame { focused: true, title: "Add a feed".into(), below: keys, ..Frame::default() }.draw(theme, place, buffer);
    let room = usize::from(inside.width).saturating_sub(1);
    put(vec![(fit(&safe!(" Looking for feeds at {} …", address), room), theme.text)], inside, 0, buffer);
}

/// The feeds, with the cursor on one.
pub fn draw(model: &Model, theme: &Theme, candidates: &[Candidate], cursor: usize, area: Rect, buffer: &mut Buffer) {
    let columns = usize::from(COLUMNS.min(area.width).saturating_sub(2));
    let blocks: Vec<Vec<Vec<Piece>>> = candidates
        .iter()
        .enumerate()
        .map(|(place, candidate)| block(model, theme, candidate, place == cursor, columns))
        .collect();
    // A line between two feeds.
    let ends: Vec<usize> = ends(&blocks);
    let rows = ends.last().map_or(0, |end| end - 1);
    let place = centred(area, COLUMNS, rows + 2);
    clear(theme, place, buffer);
    let title = match candidates.len() {
        1 => "Add this feed?".into(),
        several => safe!("Add which of {} feeds?", several),
    };
    let keys = safe!("{} · {}", hint(model, Action::Open, "adds it"), hint(model, Action::Back, "closes"));
    let right = safe!("{}/{}", cursor + 1, candidates.len());
    let inside = Frame { focused: true, title, right, below: keys }.draw(theme, place, buffer);
    let height = usize::from(inside.height);
    let end = ends.get(cursor).copied().unwrap_or(rows).saturating_sub(1);
    let start = cursor.checked_sub(1).and_then(|before| ends.get(before).copied()).unwrap_or(0);
    // The whole of the chosen one, or at least its beginning.
    let top = end.saturating_sub(height).min(start);
    let gap = || vec![(SafeText::default(), theme.text)];
    let lines = blocks.into_iter().flat_map(|block| block.into_iter().chain([gap()]));
    for (row, pieces) in lines.skip(top).take(height).enumerate() {
        put(pieces, inside, row as u16, buffer);
    }
}

/// The row behind each block and the gap below it.
fn ends(blocks: &[Vec<Vec<Piece>>]) -> Vec<usize> {
    let mut end = 0;
    let ends = blocks.iter().map(|block| {
        end += block.len() + 1;
        end
    });
    ends.collect()
}

/// A feed's lines: its name, what and where it is, its newest articles.
fn block(model: &Model, theme: &Theme, candidate: &Candidate, selected: bool, columns: usize) -> Vec<Vec<Piece>> {
    let known = model.subscription(&candidate.url).is_some();
    let mark = if known { " subscribed " } else { " " };
    let style = if selected { theme.selected } else { theme.heading };
    let name = pad(&safe!(" {}", candidate.name()), columns.saturating_sub(width(mark)));
    let address = fit(&safe!(" {} · {}", candidate.format, candidate.url), columns);
    let mut lines = vec![
        vec![(name, style), (mark.into(), if selected { theme.selected } else { theme.key })],
        vec![(address, theme.dim)],
    ];
    if candidate.newest.is_empty() {
        lines.push(vec![("   no articles yet".into(), theme.dim)]);
    }
    for teaser in &candidate.newest {
        let age = teaser.at.map_or_else(SafeText::default, |at| time::brief(at, &model.now));
        let age = safe!(" {:>6}  ", age);
        let title = fit(&teaser.title, columns.saturating_sub(width(&age)));
        lines.push(vec![(age, theme.dim), (title, theme.text)]);
    }
    lines
}
