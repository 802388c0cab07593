//! The headline list.
//!
//! ```text
//! ●★⚑✎ 14:02▪Kyiv Indep   Kyiv presses for breakthrough in talks
//! ●    13:12 IRNA       ⚐ Tehran comments on …
//! ││││     ││           │ └ title          ● unread  ★ starred  ⚑ tagged by the user
//! ││││     ││           └ state-owned      ✎ noted, else Δ edited by its source
//! ││││     │ └ source                      ▪ can be read whole without a network
//! └┴┴┴marks└ time, or date
//! ```
//!
//! A narrow list has no column for the source, nor has a list of one feed: the title needs it more.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{Frame, empty_state, key_of, put, seen, short, time};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::views;
use crate::domain::{Headline, Marks, Owner, SafeText, View, safe};
use crate::text::{pad, width};

pub fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let list = &model.list;
    let position = position(model);
    let title = title(model, Frame::title_room(area.width).saturating_sub(width(&position) + 2));
    let focused = model.focus == Pane::Headlines;
    let inside = Frame { focused, title, right: position, ..Frame::default() }.draw(theme, area, buffer);
    if list.rows.is_empty() {
        return empty_state(theme, &empty_sentences(model), inside, buffer);
    }
    for (place, headline) in list.rows.iter().skip(list.top).take(usize::from(inside.height)).enumerate() {
        let selected = list.cursor == Some(list.top + place);
        draw_row(model, headline, selected, theme, inside, place as u16, buffer);
    }
}

/// What the list shows. The word that says that it is the list gives way to it.
fn title(model: &Model, columns: usize) -> SafeText {
    let title = views::list_label(model);
    let whole = safe!("Headlines · {}", title);
    seen(model, if width(&whole) <= columns { &whole } else { &title }, columns)
}

fn position(model: &Model) -> SafeText {
    let list = &model.list;
    let mut words = Vec::new();
    if list.new > 0 {
        let more = if list.new >= 99 { "+" } else { "" };
        words.push(safe!("new {}{} ↑", list.new, more));
    }
    if list.unindexed > 0 {
        words.push(safe!("{} not indexed yet", list.unindexed));
    }
    match (list.position(), list.total) {
        (Some(at), Some(total)) => words.push(safe!("{}/{}", at, total.max(at))),
        (None, Some(total)) if total > 0 => words.push(safe!("{}", total)),
        _ => {}
    }
    SafeText::join(&words, " · ")
}

fn draw_row(model: &Model, row: &Headline, selected: bool, theme: &Theme, area: Rect, place: u16, buffer: &mut Buffer) {
    let columns = usize::from(area.width);
    let (name, state_owned) = match model.feed(row.feed) {
        Some(feed) => (feed.source.name.clone(), feed.source.card.owner == Owner::State),
        None => (SafeText::default(), false),
    };
    let focused = model.focus == Pane::Headlines;
    let base = match (selected, focused) {
        (true, true) => theme.selected,
        (true, false) => theme.selected_dim,
        (false, _) if row.status.read => theme.dim,
        _ => theme.unread,
    };
    let on_row = |style| if selected { base } else { style };
    let mut pieces = vec![
        (if row.status.read { " " } else { "●" }.into(), base),
        (if row.status.starred { "★" } else { " " }.into(), on_row(theme.star)),
        (if row.own_tags.is_empty() { " " } else { "⚑" }.into(), on_row(theme.flag)),
        (sign(row.marks).into(), on_row(theme.dim)),
        (safe!("{:>6}", time::brief(row.at(), &model.now)), on_row(theme.dim)),
        (if row.marks.complete { "▪" } else { " " }.into(), on_row(theme.dim)),
    ];
    // In a list of one feed the border names the source.
    let is_one_feed = matches!(model.list.scope.view, View::Feed(_));
    let flag = if state_owned && !is_one_feed { "⚐ " } else { "" };
    match source_columns(columns).filter(|_| !is_one_feed) {
        Some(source_columns) => {
            let name_columns = source_columns - width(flag);
            pieces.push((pad(&seen(model, &short(&name), name_columns), name_columns), on_row(theme.dim)));
            pieces.push((safe!(" {}", flag), on_row(theme.flag)));
        }
        None => pieces.push((flag.into(), on_row(theme.flag))),
    }
    let used: usize = pieces.iter().map(|(text, _)| width(text)).sum();
    let room = columns.saturating_sub(used);
    pieces.push((pad(&seen(model, &row.title, room), room), base));
    put(pieces, area, place, buffer);
}

/// The one sign for what else there is to say of an article: what the user did before what its source did.
fn sign(marks: Marks) -> &'static str {
    match marks {
        Marks { noted: true, .. } => "✎",
        Marks { edited: true, .. } => "Δ",
        _ => " ",
    }
}

/// The columns of the source's name and sign in a list of this width, if it has room for them.
fn source_columns(columns: usize) -> Option<usize> {
    match columns {
        0..45 => None,
        45..60 => Some(8),
        _ => Some(12),
    }
}

fn empty_sentences(model: &Model) -> Vec<SafeText> {
    let key = |action| key_of(model, action);
    let list = &model.list;
    if let Some(sentence) = &list.failure {
        return vec![sentence.clone()];
    }
    if list.is_loading() {
        return vec!["Loading …".into()];
    }
    if model.feeds.is_empty() {
        return vec![
            "No feeds yet.".into(),
            safe!("{} adds one, by its address or its site's.", key(Action::AddFeed)),
            "`chancery import FILE.opml` brings those of another reader.".into(),
        ];
    }
    if list.scope.narrowed.is_some() || list.scope.filter.is_some() {
        return vec!["Nothing here matches.".into(), safe!("{} widens the list again.", key(Action::Back))];
    }
    match &list.scope.view {
        View::Feed(id) if model.feed(*id).is_none() => {
            vec!["This feed was removed.".into(), safe!("{} brings it back.", key(Action::Undo))]
        }
        View::Search { .. } => {
            vec!["Nothing found.".into(), safe!("{} asks again, {} goes back.", key(Action::Search), key(Action::Back))]
        }
        _ if model.counts.total == 0 && model.options.offline => vec![
            "Nothing in the cache yet, and --offline leaves the network alone.".into(),
            "Start chancery without it once; what arrives stays readable offline.".into(),
        ],
        _ if model.counts.total == 0 && model.poll.offline_since.is_some() => vec![
            "No network, and nothing in the cache yet.".into(),
            "chancery goes on trying; what arrives stays readable offline.".into(),
        ],
        _ if model.poll.round.is_some() => vec!["Fetching the feeds; headlines come in as they arrive.".into()],
        View::Unread => vec![
            "Nothing unread.".into(),
            safe!("{} shows everything, {} refreshes all feeds.", key(Action::GoToAll), key(Action::RefreshAll)),
        ],
        View::Starred => {
            vec!["Nothing starred.".into(), safe!("{} stars an article to keep it.", key(Action::ToggleStar))]
        }
        View::Tagged | View::OwnTag(_) => {
            vec!["Nothing tagged.".into(), safe!("{} puts a tag of yours on an article.", key(Action::AddTag))]
        }
        _ => vec!["Nothing here yet.".into(), safe!("{} refreshes.", key(Action::Refresh))],
    }
}
