//! The first line: numbers at the left, what polling does and the time at the right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;
use super::time;
use super::{Piece, put};
use crate::app::model::Model;
use crate::domain::{SafeText, safe};
use crate::text::width;

/// A word of the header.
struct Word {
    text: SafeText,
    style: Style,
    worth: Worth,
}

/// Words give way in this order where the line is too short.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Clock,
    Name,
    Failing,
    Tagged,
    Starred,
    Round,
    Packing,
    Unread,
    Offline,
}

/// What stands between two words.
const GAP: &str = "  ";

pub fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (mut left, mut right) = (numbers(model, theme), news(model, theme));
    let columns = |words: &[Word]| words.iter().map(|word| width(&word.text) + GAP.len()).sum::<usize>();
    // A space at either end; the gap behind the last word parts the sides.
    while columns(&left) + columns(&right) > usize::from(area.width) {
        let Some(least) = left.iter().chain(&right).map(|word| word.worth).min() else { break };
        left.retain(|word| word.worth != least);
        right.retain(|word| word.worth != least);
    }
    let start = usize::from(area.width).saturating_sub(columns(&right));
    let mut pieces = vec![(" ".into(), theme.text)];
    pieces.extend(spaced(left));
    let used: usize = pieces.iter().map(|(text, _)| width(text)).sum();
    pieces.push((SafeText::repeat(" ", (start + 1).saturating_sub(used)), theme.text));
    pieces.extend(spaced(right));
    put(pieces, area, 0, buffer);
}

fn spaced(words: Vec<Word>) -> impl Iterator<Item = Piece> {
    words.into_iter().map(|word| (safe!("{}{}", word.text, GAP), word.style))
}

fn numbers(model: &Model, theme: &Theme) -> Vec<Word> {
    let counts = &model.counts;
    let word = |worth, style, text| Word { text, style, worth };
    vec![
        word(Worth::Name, theme.heading, "chancery ".into()),
        word(Worth::Unread, theme.text, safe!("Unread {}", counts.unread)),
        word(Worth::Starred, theme.star, safe!("★ {}", counts.starred)),
        word(Worth::Tagged, theme.flag, safe!("⚑ {}", counts.tagged)),
    ]
}

fn news(model: &Model, theme: &Theme) -> Vec<Word> {
    let poll = &model.poll;
    let word = |worth, style, text| Word { text, style, worth };
    let mut words = Vec::new();
    if let Some((done, of)) = poll.round {
        words.push(word(Worth::Round, theme.text, safe!("⟳ {}/{} feeds", done, of)));
    }
    if let Some(progress) = &model.packing.under_way {
        let mut packing = safe!("⇣ {}/{}", progress.done, progress.of);
        if let Some(left) = progress.left_in_words() {
            packing = safe!("{} · {}", packing, left);
        }
        words.push(word(Worth::Packing, theme.text, packing));
    }
    let failing = poll.failing_feeds();
    if failing > 0 {
        words.push(word(Worth::Failing, theme.problem, safe!("{} failing", failing)));
    }
    if let Some(since) = &poll.offline_since {
        let since = time::brief(since.timestamp(), &model.now);
        words.push(word(Worth::Offline, theme.problem, safe!("offline since {}", since)));
    } else if model.options.offline {
        words.push(word(Worth::Offline, theme.problem, "offline".into()));
    }
    words.push(word(Worth::Clock, theme.dim, time::full(model.now.timestamp(), &model.now)));
    words
}
