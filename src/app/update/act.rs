//! What each action does where the reader stands.

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::list::Select;
use super::super::model::{Model, Overlay, Prompt, PromptKind, Shown};
use super::super::panes::Pane;
use super::super::tags::{self, TagRow};
use super::super::views::{self, ViewTarget};
use super::{lists, reading, state};
use crate::domain::{SafeText, TagRef, View};

/// Carries out an action.
pub fn act(model: &mut Model, action: Action) -> Effects {
    if let Some(overlay) = model.overlay {
        return act_in_overlay(model, overlay, action);
    }
    match action {
        Action::MoveDown => move_by(model, 1),
        Action::MoveUp => move_by(model, -1),
        Action::HalfPageDown => move_by(model, half_page(model)),
        Action::HalfPageUp => move_by(model, -half_page(model)),
        Action::PageDown => move_by(model, page(model)),
        Action::PageUp => move_by(model, -page(model)),
        Action::GoToTop => go_to_end(model, Select::First),
        Action::GoToEnd => go_to_end(model, Select::Last),
        Action::NextPane => focus(model, model.focus.next()),
        Action::PreviousPane => focus(model, model.focus.previous()),
        Action::Open => open(model),
        Action::Back => back(model),
        Action::ReadOn if model.focus == Pane::Views => fold(model),
        Action::ReadOn => reading::read_on(model),
        Action::NextUnread => lists::go_to_unread(model, true),
        Action::PreviousUnread => lists::go_to_unread(model, false),
        Action::Zen => zen(model),
        Action::ToggleStar => state::toggle_star(model),
        Action::ToggleRead => state::toggle_read(model),
        Action::MarkAllRead => state::mark_all_read(model),
        Action::AddTag => ask_for_tag(model),
        Action::RemoveTag => ask_which_tag(model),
        Action::Undo => state::undo(model),
        Action::Search => ask(model, PromptKind::Search),
        Action::Filter => ask(model, PromptKind::Filter),
        Action::BringIn => lists::bring_in(model),
        Action::OpenInBrowser => open_in_browser(model),
        Action::OpenInBrowserRead => open_in_browser(model).and(state::mark_subject_read(model)),
        Action::ListLinks => list_links(model),
        Action::CopyLink => copy(model, false),
        Action::CopyTitleAndLink => copy(model, true),
        Action::Refresh => refresh_view(model),
        Action::RefreshAll => refresh(model, None),
        Action::GoToUnread => lists::open_view(model, View::Unread),
        Action::GoToAll => lists::open_view(model, View::All),
        Action::GoToStarred => lists::open_view(model, View::Starred),
        Action::GoToFeeds => go_to_feeds(model),
        Action::Help => {
            model.overlay = Some(Overlay::Help { top: 0 });
            Effects::none()
        }
        Action::Palette => ask(model, PromptKind::Palette),
        Action::Suspend => Effect::Suspend.into(),
        Action::Redraw => Effect::Redraw.into(),
        Action::Quit => Effect::Quit.into(),
        Action::OpenLink1
        | Action::OpenLink2
        | Action::OpenLink3
        | Action::OpenLink4
        | Action::OpenLink5
        | Action::OpenLink6
        | Action::OpenLink7
        | Action::OpenLink8
        | Action::OpenLink9 => open_link(model, action.link_number().unwrap_or(1)),
    }
}

fn act_in_overlay(model: &mut Model, overlay: Overlay, action: Action) -> Effects {
    match action {
        Action::MoveDown => move_in_overlay(model, overlay, 1),
        Action::MoveUp => move_in_overlay(model, overlay, -1),
        Action::HalfPageDown | Action::PageDown | Action::ReadOn => move_in_overlay(model, overlay, half_page(model)),
        Action::HalfPageUp | Action::PageUp => move_in_overlay(model, overlay, -half_page(model)),
        Action::GoToTop => move_in_overlay(model, overlay, isize::MIN / 2),
        Action::GoToEnd => move_in_overlay(model, overlay, isize::MAX / 2),
        Action::Open => match overlay {
            Overlay::Links { cursor } => open_link(model, cursor + 1),
            Overlay::Help { .. } => close_overlay(model),
        },
        Action::Back | Action::Help | Action::ListLinks => close_overlay(model),
        Action::Quit => Effect::Quit.into(),
        Action::Redraw => Effect::Redraw.into(),
        _ => match action.link_number() {
            Some(number) => open_link(model, number),
            None => Effects::none(),
        },
    }
}

fn close_overlay(model: &mut Model) -> Effects {
    model.overlay = None;
    Effects::none()
}

/// Scrolls the help or moves among the links.
pub fn move_in_overlay(model: &mut Model, overlay: Overlay, lines: isize) -> Effects {
    model.overlay = Some(match overlay {
        Overlay::Help { top } => {
            let visible = usize::from(model.size.height).saturating_sub(4);
            let last_top = super::super::help::lines(&model.keymap).len().saturating_sub(visible);
            Overlay::Help { top: top.saturating_add_signed(lines).min(last_top) }
        }
        Overlay::Links { cursor } => {
            let last = model.sheet().map_or(0, |sheet| sheet.document.links.len().saturating_sub(1));
            Overlay::Links { cursor: cursor.saturating_add_signed(lines).min(last) }
        }
    });
    Effects::none()
}

fn page(model: &Model) -> isize {
    model.rows_of(model.focus).saturating_sub(1).max(1) as isize
}

fn half_page(model: &Model) -> isize {
    (model.rows_of(model.focus) / 2).max(1) as isize
}

fn move_by(model: &mut Model, rows: isize) -> Effects {
    match model.focus {
        Pane::Headlines => {
            model.list.move_by(rows);
            reading::preview(model)
        }
        Pane::Article => reading::scroll(model, rows),
        Pane::Views => {
            move_in_views(model, rows);
            Effects::none()
        }
        Pane::Tags => {
            let last = selectable_tags(model).saturating_sub(1);
            model.tags_cursor = model.tags_cursor.saturating_add_signed(rows).min(last);
            Effects::none()
        }
    }
}

fn move_in_views(model: &mut Model, rows: isize) {
    let all = views::rows(model);
    let targets: Vec<usize> = (0..all.len()).filter(|&row| all[row].target.is_some()).collect();
    let at = targets.iter().position(|&row| all[row].target.as_ref() == Some(&model.views.cursor)).unwrap_or(0);
    let to = at.saturating_add_signed(rows).min(targets.len() - 1);
    if let Some(target) = &all[targets[to]].target {
        model.views.cursor = target.clone();
    }
    reveal_view(model, targets[to], all.len());
}

/// Scrolls the views as little as shows a row.
fn reveal_view(model: &mut Model, row: usize, rows: usize) {
    let height = model.rows_of(Pane::Views);
    let top = model.views.top.min(rows.saturating_sub(height));
    model.views.top = top.clamp((row + 1).saturating_sub(height), row);
}

fn go_to_end(model: &mut Model, end: Select) -> Effects {
    match model.focus {
        Pane::Headlines => lists::go_to_end(model, end),
        Pane::Article => reading::scroll(model, if end == Select::First { isize::MIN / 2 } else { isize::MAX / 2 }),
        Pane::Views | Pane::Tags => move_by(model, if end == Select::First { isize::MIN / 2 } else { isize::MAX / 2 }),
    }
}

fn selectable_tags(model: &Model) -> usize {
    model.sheet().map_or(0, |sheet| tags::selectable(&sheet.article).len())
}

fn focus(model: &mut Model, pane: Option<Pane>) -> Effects {
    let Some(pane) = pane else { return Effects::none() };
    if model.zen && matches!(pane, Pane::Views | Pane::Headlines) {
        model.zen = false;
    }
    model.focus = pane;
    if matches!(pane, Pane::Article | Pane::Tags) && matches!(model.article.shown, Shown::Nothing) {
        return reading::preview(model);
    }
    Effects::none()
}

fn open(model: &mut Model) -> Effects {
    match model.focus {
        Pane::Headlines => {
            if model.list.cursor.is_none() {
                model.list.select(0);
            }
            if model.list.selected().is_none() {
                return Effects::none();
            }
            let effects = reading::preview(model).and(state::mark_opened(model));
            model.focus = Pane::Article;
            effects
        }
        Pane::Views => {
            let view = model.views.cursor.view();
            lists::open_view(model, view)
        }
        Pane::Tags => open_tag(model),
        Pane::Article => Effects::none(),
    }
}

/// Narrows the list to the tag under the cursor, or widens it again.
fn open_tag(model: &mut Model) -> Effects {
    enum Chosen {
        Narrow(TagRef),
        View(View),
    }
    let chosen = model.sheet().and_then(|sheet| match tags::selectable(&sheet.article).get(model.tags_cursor)? {
        TagRow::Extracted(tag) => Some(Chosen::Narrow(tag.to_ref())),
        TagRow::Own(tag) => Some(Chosen::View(View::OwnTag((*tag).clone()))),
        TagRow::Heading(_) => None,
    });
    match chosen {
        Some(Chosen::Narrow(tag)) => lists::narrow(model, tag),
        Some(Chosen::View(view)) => lists::open_view(model, view),
        None => Effects::none(),
    }
}

/// One step back, from the innermost outwards.
fn back(model: &mut Model) -> Effects {
    if model.zen {
        model.zen = false;
        model.focus = Pane::Headlines;
        return Effects::none();
    }
    if model.focus != Pane::Headlines {
        model.focus = Pane::Headlines;
        return Effects::none();
    }
    if let Some(effects) = lists::widen(model) {
        return effects;
    }
    if model.poll.round.is_some() {
        model.say("stopping the refresh");
        return Effect::StopRefresh.into();
    }
    let keys = model.keymap.keys_of(Action::Quit);
    model.say(SafeText::line(&format!("{} quits", keys.first().map_or(":quit", String::as_str))));
    Effects::none()
}

fn zen(model: &mut Model) -> Effects {
    model.zen = !model.zen;
    if model.zen {
        model.focus = Pane::Article;
        if matches!(model.article.shown, Shown::Nothing) {
            return reading::preview(model);
        }
    }
    Effects::none()
}

fn fold(model: &mut Model) -> Effects {
    let label = match &model.views.cursor {
        ViewTarget::Folder(label) => Some(label.clone()),
        ViewTarget::View(View::Feed(id)) => model.feed(*id).map(|feed| feed.source.folder_label()),
        ViewTarget::View(_) => None,
    };
    if let Some(label) = label {
        model.views.cursor = ViewTarget::Folder(label.clone());
        if !model.views.unfolded.remove(&label) {
            model.views.unfolded.insert(label);
        }
    }
    Effects::none()
}

fn go_to_feeds(model: &mut Model) -> Effects {
    model.zen = false;
    model.focus = Pane::Views;
    let all = views::rows(model);
    let first = all.iter().position(|row| matches!(row.target, Some(ViewTarget::Folder(_))));
    if let Some((row, Some(target))) = first.map(|row| (row, all[row].target.clone())) {
        model.views.cursor = target;
        reveal_view(model, row, all.len());
    }
    Effects::none()
}

fn ask(model: &mut Model, kind: PromptKind) -> Effects {
    model.prompt = Some(Prompt::new(kind));
    Effects::none()
}

fn ask_for_tag(model: &mut Model) -> Effects {
    match model.subject().map(|headline| headline.id) {
        Some(id) => ask(model, PromptKind::AddTag(id)),
        None => nothing_selected(model),
    }
}

fn ask_which_tag(model: &mut Model) -> Effects {
    let Some((id, own_tags)) = model.subject().map(|headline| (headline.id, headline.own_tags.clone())) else {
        return nothing_selected(model);
    };
    match own_tags.as_slice() {
        [] => {
            model.say("the article has no tag of yours");
            Effects::none()
        }
        [only] => state::remove_tag(model, id, only.clone()),
        _ => ask(model, PromptKind::RemoveTag(id, own_tags)),
    }
}

/// Says that there is nothing to act on.
pub fn nothing_selected(model: &mut Model) -> Effects {
    model.say("no headline is selected");
    Effects::none()
}

fn open_in_browser(model: &mut Model) -> Effects {
    match model.subject().map(|headline| headline.link.clone()) {
        Some(Some(link)) => Effect::OpenLink(link).into(),
        Some(None) => {
            model.say("the feed gave no link for this article");
            Effects::none()
        }
        None => nothing_selected(model),
    }
}

fn list_links(model: &mut Model) -> Effects {
    match model.sheet().map(|sheet| sheet.document.links.len()) {
        None => nothing_selected(model),
        Some(0) => {
            model.say("the article has no links");
            Effects::none()
        }
        Some(_) => {
            model.overlay = Some(Overlay::Links { cursor: 0 });
            Effects::none()
        }
    }
}

fn open_link(model: &mut Model, number: usize) -> Effects {
    let link = model.sheet().and_then(|sheet| sheet.document.links.get(number - 1).cloned());
    match link {
        Some(link) => Effect::OpenLink(link).into(),
        None => {
            model.say(SafeText::line(&format!("the article has no link {number}")));
            Effects::none()
        }
    }
}

fn copy(model: &mut Model, with_title: bool) -> Effects {
    let Some(headline) = model.subject() else { return nothing_selected(model) };
    let Some(link) = headline.link.clone() else {
        model.say("the feed gave no link for this article");
        return Effects::none();
    };
    let title = headline.title.clone();
    let effect = match with_title {
        false => Effect::Copy { text: SafeText::line(link.as_str()), what: "the link" },
        true => Effect::Copy { text: SafeText::block(&format!("{title}\n{link}")), what: "title and link" },
    };
    effect.into()
}

fn refresh_view(model: &mut Model) -> Effects {
    let view = match model.focus {
        Pane::Views => model.views.cursor.view(),
        _ => model.list.scope.view.clone(),
    };
    let feeds = views::feeds_of(model, &view);
    refresh(model, feeds)
}

fn refresh(model: &mut Model, feeds: Option<Vec<crate::domain::FeedId>>) -> Effects {
    if model.options.offline {
        model.say("started with --offline: the network is left alone");
        return Effects::none();
    }
    if model.feeds.is_empty() {
        model.say("there are no feeds to refresh; see `chancery paths` for where feeds.toml lies");
        return Effects::none();
    }
    Effect::Refresh(feeds).into()
}
