//! What the source of an article changed, over the article's text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::marked::style_of;
use super::theme::Theme;
use super::{Frame, Piece, clear, hint, put, time};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::{SafeText, safe};
use crate::text::{self, Segment};

pub fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(edits) = &model.edits else { return };
    clear(theme, area, buffer);
    let (number, count) = edits.position();
    let shown = edits.shown();
    let title = safe!("version {} of {}, replaced {}", number, count + 1, time::full(shown.at, &model.now));
    let closes = hint(model, Action::Back, "closes");
    let keys = match count {
        1 => closes,
        _ => safe!(
            "{}  {}  {}",
            hint(model, Action::OlderEdit, "before"),
            hint(model, Action::NewerEdit, "after"),
            closes
        ),
    };
    let inside = Frame { focused: true, title, below: keys, ..Frame::default() }.draw(theme, area, buffer);
    let width = model.text_width().min(inside.width);
    let margin = if model.zen { (inside.width - width) / 2 } else { 1.min(inside.width - width) };
    let column = Rect { x: inside.x + margin, width: inside.width - margin, ..inside };
    for (place, line) in (0..inside.height).zip(edits.lines().iter().skip(edits.top)) {
        let pieces = line.segments.iter().map(|segment| piece(segment, &shown.diff.text, theme)).collect();
        put(pieces, column, place, buffer);
    }
}

/// A segment, where it was taken out or put in set off as such.
fn piece(segment: &Segment, text: &SafeText, theme: &Theme) -> Piece {
    let style = style_of(segment, theme);
    match &segment.piece {
        text::Piece::Own(own) => (own.clone(), style),
        text::Piece::Source(range) => {
            let style = match segment.emphasis {
                emphasis if emphasis.strike => style.patch(theme.removed),
                emphasis if emphasis.strong => style.patch(theme.added),
                _ => style,
            };
            (text.slice(range.clone()), style)
        }
    }
}
