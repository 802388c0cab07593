//! The help: every action with its keys in force.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};

use super::theme::Theme;
use super::{Frame, clear, hint, put};
use crate::app::action::Action;
use crate::app::help::{HelpLine, lines};
use crate::app::model::Model;
use crate::domain::{SafeText, safe};
use crate::text::{fit, width};

/// The columns of keys, sentence and name with the border: what the longest of each needs.
const WHOLE_WIDTH: u16 = 94;
/// Without the names.
const WITHOUT_NAMES: u16 = 72;

pub fn draw(model: &Model, theme: &Theme, top: usize, area: Rect, buffer: &mut Buffer) {
    let margin = area.width.saturating_sub(WHOLE_WIDTH) / 2;
    let area = area.inner(Margin { horizontal: margin, vertical: 0 });
    clear(theme, area, buffer);
    let lines = lines(&model.keymap, model.place());
    let below = lines.len().saturating_sub(top + usize::from(area.height) - 2);
    let more = if below > 0 { safe!("{} more ↓", below) } else { SafeText::default() };
    let keys = hint(model, Action::Back, "closes");
    let frame = Frame { focused: true, title: "Help".into(), right: more, below: keys };
    let inside = frame.draw(theme, area, buffer);
    for (place, line) in lines.into_iter().skip(top).take(usize::from(inside.height)).enumerate() {
        let pieces = match line {
            HelpLine::Blank => continue,
            HelpLine::Mark { sign, help } => {
                let help = fit(&SafeText::from(help), usize::from(inside.width).saturating_sub(4));
                vec![(safe!(" {}  ", sign), theme.key), (help, theme.text)]
            }
            HelpLine::Heading(heading) => vec![(safe!(" {}", heading), theme.heading)],
            HelpLine::Command { keys, run, name } => {
                let room = usize::from(inside.width).saturating_sub(18);
                let what = fit(&safe!("{}: {}", name, run), room);
                vec![(safe!(" {:<16} ", keys), theme.key), (what, theme.text)]
            }
            HelpLine::Action { keys, help, name } if area.width >= WITHOUT_NAMES => {
                let mut pieces = vec![(safe!(" {:<16} ", keys), theme.key), (safe!("{:<50}  ", help), theme.text)];
                if area.width >= WHOLE_WIDTH {
                    pieces.push((name.into(), theme.dim));
                }
                pieces
            }
            HelpLine::Action { keys, help, .. } => {
                // The first key is enough to know.
                let key = keys.slice(0..keys.find(' ').unwrap_or(keys.len()));
                let key = safe!(" {:<9} ", key);
                let help = fit(&SafeText::from(help), usize::from(inside.width).saturating_sub(width(&key)));
                vec![(key, theme.key), (help, theme.text)]
            }
        };
        put(pieces, inside, place as u16, buffer);
    }
}
