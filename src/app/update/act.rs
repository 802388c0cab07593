//! What each action does where the reader stands.

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::list::Select;
use super::super::model::{Model, Overlay, Prompt, PromptKind, Shown};
use super::super::panes::Pane;
use super::super::tags::{self, TagRow};
use super::super::views;
use super::{
    commands, dialog, discovery, edits, export, feeds, find, full_text, hints, links, lists, moving, note, overlay,
    packing, pictures, queue, reading, state, subscriptions, trail,
};
use crate::domain::{TagRef, View, safe};

/// Carries out an action.
pub fn act(model: &mut Model, action: Action) -> Effects {
    if model.dialog.is_some() {
        return dialog::act(model, action);
    }
    if let Some(overlay) = model.overlay {
        return overlay::act(model, overlay, action);
    }
    if model.feeds_screen.is_some() {
        return feeds::act(model, action);
    }
    match action {
        Action::MoveDown => moving::move_by(model, 1),
        Action::MoveUp => moving::move_by(model, -1),
        Action::HalfPageDown => moving::move_by(model, moving::half_page(model)),
        Action::HalfPageUp => moving::move_by(model, -moving::half_page(model)),
        Action::PageDown => moving::move_by(model, moving::page(model)),
        Action::PageUp => moving::move_by(model, -moving::page(model)),
        Action::GoToTop => moving::go_to_end(model, Select::First),
        Action::GoToEnd => moving::go_to_end(model, Select::Last),
        Action::NextPane if commands::is_next(model) => commands::focus(model),
        Action::PreviousPane if commands::has_focus(model) => moving::focus(model, Some(Pane::Article)),
        Action::NextPane => moving::focus(model, model.focus.next()),
        Action::PreviousPane => moving::focus(model, model.focus.previous()),
        Action::Open => open(model),
        Action::Back => back(model),
        Action::ReadOn if model.focus == Pane::Views => moving::fold(model),
        Action::ReadOn => moving::read_on(model),
        Action::NextUnread if model.stands_found() => find::step(model, true),
        Action::PreviousUnread if model.stands_found() => find::step(model, false),
        Action::NextUnread => lists::go_to_unread(model, true),
        Action::PreviousUnread => lists::go_to_unread(model, false),
        Action::FullText => full_text::toggle(model),
        Action::Zen => zen(model),
        Action::ShowEdits => edits::ask(model),
        Action::OlderEdit | Action::NewerEdit => edits::step(model, action),
        Action::Note => note::write(model),
        Action::FoldRepeated => reading::fold_repeated(model),
        Action::ToggleStar => state::toggle_star(model),
        Action::ToggleRead => state::toggle_read(model),
        Action::MarkAllRead => state::mark_all_read(model),
        Action::AddTag => ask_for_tag(model),
        Action::RemoveTag => ask_which_tag(model),
        Action::RejectTag => state::reject_tag(model),
        Action::Undo => state::undo(model),
        Action::Search => ask(model, PromptKind::Search),
        Action::Filter => ask(model, PromptKind::Filter),
        Action::BringIn => lists::bring_in(model),
        Action::OpenInBrowser => links::open_in_browser(model),
        Action::OpenInBrowserRead => match links::open_in_browser(model) {
            opened if opened.0.is_empty() => opened,
            opened => opened.and(state::mark_subject_read(model)),
        },
        Action::ListLinks => links::list_links(model),
        Action::Outline => links::list_headings(model),
        Action::HistoryBack => trail::back(model),
        Action::HistoryForward => trail::forward(model),
        Action::LinkHints => hints::show(model),
        Action::FindInArticle => find::ask(model),
        Action::QueuedLinks => queue::list(model),
        // Their keys are those of the list alone.
        Action::OpenAllQueued | Action::DropQueued => queue::list(model),
        Action::CopyLink => links::copy(model, false),
        Action::CopyTitleAndLink => links::copy(model, true),
        Action::Pipe => commands::ask(model),
        Action::Export => export::ask(model),
        Action::Refresh => refresh_view(model),
        Action::RefreshAll => refresh(model, None),
        Action::GoToUnread => lists::open_view(model, View::Unread),
        Action::GoToAll => lists::open_view(model, View::All),
        Action::GoToStarred => lists::open_view(model, View::Starred),
        Action::AddFeed => discovery::ask(model),
        Action::EditFeed => dialog::edit(model),
        Action::RemoveFeed => subscriptions::remove(model),
        Action::GoToFeeds => feeds::open(model),
        Action::SortFeeds => {
            let keys = model.keymap.keys_of(Action::GoToFeeds).into_iter().next();
            model.say(safe!("feeds are sorted on their own screen: {}", keys.unwrap_or_else(|| ":go-to-feeds".into())));
            Effects::none()
        }
        Action::Pack => packing::start(model, false),
        Action::PackWithPictures => packing::start(model, true),
        Action::PackReport => packing::list(model),
        Action::Help => {
            model.overlay = Some(Overlay::Help { top: 0 });
            Effects::none()
        }
        Action::Palette => ask(model, PromptKind::Palette),
        Action::Suspend => Effect::Suspend.into(),
        Action::TogglePictures => pictures::toggle(model),
        Action::Redraw => pictures::forget(model).and(Effect::Redraw.into()),
        Action::Quit => Effect::Quit.into(),
        Action::OpenLink1
        | Action::OpenLink2
        | Action::OpenLink3
        | Action::OpenLink4
        | Action::OpenLink5
        | Action::OpenLink6
        | Action::OpenLink7
        | Action::OpenLink8
        | Action::OpenLink9 => links::open_numbered(model, action.link_number().unwrap_or(1)),
    }
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
            let target = model.views.cursor.clone();
            lists::open_target(model, target)
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
        TagRow::Rejected(_) | TagRow::Heading(_) => None,
    });
    match chosen {
        Some(Chosen::Narrow(tag)) => lists::narrow(model, tag),
        Some(Chosen::View(view)) => lists::open_view(model, view),
        None => Effects::none(),
    }
}

/// One step back, from the innermost outwards.
fn back(model: &mut Model) -> Effects {
    if let Some(effects) = commands::close(model) {
        return effects;
    }
    if model.stands_found() {
        find::forget(model);
        return Effects::none();
    }
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
    if let Some(effects) = commands::stop_last(model) {
        return effects;
    }
    if model.poll.round.is_some() {
        model.say("stopping the refresh");
        return Effect::StopRefresh.into();
    }
    if model.packing.under_way.is_some() {
        return packing::stop(model);
    }
    if model.poll.tagging.take().is_some() {
        model.say("tagging stopped; it goes on when chancery starts again");
        return Effect::StopTagging.into();
    }
    if model.poll.full_texts.take().is_some() {
        model.say("no more full texts are fetched until chancery starts again");
        return Effect::StopFullTexts.into();
    }
    let keys = model.keymap.keys_of(Action::Quit);
    model.say(safe!("{} quits", keys.first().cloned().unwrap_or_else(|| ":quit".into())));
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

/// Opens a prompt.
pub fn ask(model: &mut Model, kind: PromptKind) -> Effects {
    model.prompt = Some(Prompt::new(kind));
    Effects::none()
}

fn ask_for_tag(model: &mut Model) -> Effects {
    match model.subject().map(|headline| headline.id) {
        Some(id) => ask(model, PromptKind::AddTag(id)),
        None => {
            model.say_nothing_is_selected();
            Effects::none()
        }
    }
}

fn ask_which_tag(model: &mut Model) -> Effects {
    let Some((id, own_tags)) = model.subject().map(|headline| (headline.id, headline.own_tags.clone())) else {
        model.say_nothing_is_selected();
        return Effects::none();
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

fn refresh_view(model: &mut Model) -> Effects {
    let view = match model.focus {
        Pane::Views => model.views.cursor.view(),
        _ => Some(model.list.scope.view.clone()),
    };
    let feeds = view.and_then(|view| views::feeds_of(model, &view));
    refresh(model, feeds)
}

/// Polls these feeds now, or all, where the network is not to be left alone.
pub fn refresh(model: &mut Model, feeds: Option<Vec<crate::domain::FeedId>>) -> Effects {
    if model.options.offline {
        model.say("started with --offline: the network is left alone");
        return Effects::none();
    }
    if model.feeds.is_empty() {
        model.say(match model.keymap.keys_of(Action::AddFeed).first() {
            Some(key) => safe!("there are no feeds to refresh; {} adds one", key),
            None => "there are no feeds to refresh".into(),
        });
        return Effects::none();
    }
    Effect::Refresh(feeds).into()
}
