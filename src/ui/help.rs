//! The help: every action with its keys in force.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::widgets::{Clear, Widget};

use super::theme::Theme;
use super::{Frame, hint, put};
use crate::app::action::Action;
use crate::app::help::{HelpLine, lines};
use crate::app::model::Model;

pub fn draw(model: &Model, theme: &Theme, top: usize, area: Rect, buffer: &mut Buffer) {
    let margin = area.width.saturating_sub(84) / 2;
    let area = area.inner(Margin { horizontal: margin, vertical: 0 });
    Clear.render(area, buffer);
    buffer.set_style(area, theme.text);
    let lines = lines(&model.keymap);
    let below = lines.len().saturating_sub(top + usize::from(area.height) - 2);
    let more = if below > 0 { format!("{below} more ↓") } else { String::new() };
    let keys = hint(model, Action::Back, "closes");
    let frame = Frame { focused: true, title: "Help", right: &more, below: &keys };
    let inside = frame.draw(theme, area, buffer);
    for (place, line) in lines.into_iter().skip(top).take(usize::from(inside.height)).enumerate() {
        let pieces = match line {
            HelpLine::Blank => continue,
            HelpLine::Heading(heading) => vec![(format!(" {heading}"), theme.heading)],
            HelpLine::Action { keys, help, name } => {
                let mut pieces = vec![(format!("   {keys:<16} "), theme.key), (format!("{help:<46} "), theme.text)];
                if inside.width >= 76 {
                    pieces.push((name.to_owned(), theme.dim));
                }
                pieces
            }
        };
        put(pieces, inside, place as u16, buffer);
    }
}
