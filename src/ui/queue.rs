//! The list of the links that wait for a network.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{Frame, centred, clear, hint, put, seen, time};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::{QueuedLink, SafeText, safe};
use crate::text::{pad, width};

/// The columns of the host in a list of this width.
const HOST_COLUMNS: usize = 24;
/// A list that is narrower shows titles alone.
const WITH_HOST: u16 = 70;

pub fn draw(model: &Model, theme: &Theme, cursor: usize, area: Rect, buffer: &mut Buffer) {
    let links = &model.queue;
    let place = centred(area, 100, links.len() + 2);
    clear(theme, place, buffer);
    let keys = [
        (Action::Open, "opens"),
        (Action::OpenAllQueued, "all"),
        (Action::DropQueued, "drops"),
        (Action::Back, "closes"),
    ];
    let keys = SafeText::join(&keys.map(|(action, does)| hint(model, action, does)), " · ");
    let right = safe!("{}/{}", (cursor + 1).min(links.len()), links.len());
    let frame = Frame { focused: true, title: "Links that wait".into(), right, below: keys };
    let inside = frame.draw(theme, place, buffer);
    let height = usize::from(inside.height);
    let top = (cursor + 1).saturating_sub(height);
    for (row, (index, link)) in links.iter().enumerate().skip(top).take(height).enumerate() {
        draw_row(model, link, index == cursor, theme, inside, row as u16, buffer);
    }
}

fn draw_row(
    model: &Model,
    link: &QueuedLink,
    selected: bool,
    theme: &Theme,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
) {
    let on_row = |style| if selected { theme.selected } else { style };
    let when = safe!(" {:>6}  ", time::brief(link.at, &model.now));
    let host = match area.width {
        ..WITH_HOST => SafeText::default(),
        _ => safe!("  {} ", pad(&SafeText::line(link.url.host()), HOST_COLUMNS)),
    };
    let room = usize::from(area.width).saturating_sub(width(&when) + width(&host));
    let title = pad(&seen(model, &link.title, room), room);
    let pieces = vec![(when, on_row(theme.dim)), (title, on_row(theme.text)), (host, on_row(theme.link))];
    put(pieces, area, row, buffer);
}
