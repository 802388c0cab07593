//! The first line: numbers at the left, what polling does and the time at the right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::time;
use crate::app::model::Model;

pub fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let counts = &model.counts;
    let left = Line::from(vec![
        Span::styled(" chancery ", theme.heading),
        Span::raw(format!("  Unread {}", counts.unread)),
        Span::styled(format!("  ★ {}", counts.starred), theme.star),
        Span::styled(format!("  ⚑ {} ", counts.tagged), theme.flag),
    ]);
    let left_width = left.width() as u16;
    buffer.set_line(area.x, area.y, &left, area.width);

    // What fits, most important last: pieces are dropped from the front.
    let mut pieces = right_pieces(model, theme);
    let width =
        |pieces: &[Span]| pieces.iter().map(Span::width).sum::<usize>() + pieces.len().saturating_sub(1) * 2 + 1;
    while !pieces.is_empty() && width(&pieces) > usize::from(area.width.saturating_sub(left_width)) {
        pieces.remove(0);
    }
    let mut x = area.right().saturating_sub(width(&pieces) as u16);
    for piece in pieces {
        let piece_width = piece.width() as u16;
        buffer.set_span(x, area.y, &piece, piece_width);
        x += piece_width + 2;
    }
}

fn right_pieces<'a>(model: &Model, theme: &Theme) -> Vec<Span<'a>> {
    let poll = &model.poll;
    let mut pieces = Vec::new();
    if !poll.failing.is_empty() {
        pieces.push(Span::styled(format!("{} failing", poll.failing.len()), theme.problem));
    }
    if let Some((done, of)) = poll.round {
        pieces.push(Span::raw(format!("⟳ {done}/{of} feeds")));
    }
    let clock = time::full(model.now.timestamp(), &model.now);
    match &poll.offline_since {
        Some(since) => {
            let since = time::brief(since.timestamp(), &model.now);
            pieces.push(Span::styled(format!("offline since {since}"), theme.problem));
        }
        None if model.options.offline => pieces.push(Span::styled("offline", theme.problem)),
        None => {}
    }
    pieces.push(Span::styled(clock, theme.dim));
    pieces
}
