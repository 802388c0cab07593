//! What a command made of the article.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::marked::styled;
use super::theme::Theme;
use super::{Frame, clear, empty_state, hint, put, time};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::result::{ResultPane, ResultState};
use crate::domain::{SafeText, safe};

pub fn draw(pane: &ResultPane, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    clear(theme, area, buffer);
    let kept = match &pane.state {
        ResultState::Shown(shown) if shown.kept.is_some() => SafeText::from("kept"),
        _ => SafeText::default(),
    };
    let focused = pane.focused && model.focus == Pane::Article;
    let below = hint(model, Action::Back, "closes");
    let inside = Frame { focused, title: pane.name.clone(), right: kept, below }.draw(theme, area, buffer);
    match &pane.state {
        ResultState::Running { since, .. } => {
            let sentence = safe!("running since {}", time::of_day(since));
            empty_state(theme, &[sentence, hint(model, Action::Back, "stops it")], inside, buffer);
        }
        ResultState::Failed(sentence) => empty_state(theme, std::slice::from_ref(sentence), inside, buffer),
        ResultState::Shown(shown) if shown.lines.is_empty() => {
            empty_state(theme, &["it answered nothing".into()], inside, buffer);
        }
        ResultState::Shown(shown) => {
            let column = Rect { x: inside.x + 1.min(inside.width), width: inside.width.saturating_sub(1), ..inside };
            for (row, line) in (0..inside.height).zip(shown.lines.iter().skip(pane.top)) {
                put(styled(line, &shown.document.text, theme), column, row, buffer);
            }
        }
    }
}
