//! The form of a feed: a field a line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{Frame, centred, clear, hint, put};
use crate::app::action::Action;
use crate::app::form::FeedField;
use crate::app::model::Model;
use crate::domain::{FeedId, SafeText, safe};
use crate::text::{fit, pad, width};

/// The most columns of the box.
const COLUMNS: u16 = 100;
/// The columns of a field's name.
const LABELS: usize = 10;

pub fn draw(model: &Model, theme: &Theme, feed: FeedId, cursor: usize, area: Rect, buffer: &mut Buffer) {
    let Some(source) = model.feed(feed).map(|feed| &feed.source) else { return };
    let place = centred(area, COLUMNS, FeedField::ALL.len() + 2);
    clear(theme, place, buffer);
    let keys = safe!("{} · {}", hint(model, Action::Open, "changes it"), hint(model, Action::Back, "closes"));
    let title = safe!("Edit {}", source.name);
    let inside = Frame { focused: true, title, below: keys, ..Frame::default() }.draw(theme, place, buffer);
    let height = usize::from(inside.height);
    let top = (cursor + 1).saturating_sub(height);
    for (row, (at, field)) in FeedField::ALL.into_iter().enumerate().skip(top).take(height).enumerate() {
        let label = safe!(" {}  ", pad(&field.label().into(), LABELS));
        let columns = usize::from(inside.width).saturating_sub(width(&label));
        let value = field.value(source);
        let (words, look) =
            if value.is_empty() { (safe!("– {}", field.hint()), theme.dim) } else { (value, theme.text) };
        let (label_look, look) = if at == cursor { (theme.selected, theme.selected) } else { (theme.key, look) };
        let words: SafeText = if at == cursor { pad(&words, columns) } else { fit(&words, columns) };
        put(vec![(label, label_look), (words, look)], inside, row as u16, buffer);
    }
}
