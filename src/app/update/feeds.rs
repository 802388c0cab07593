//! The feeds screen.

use super::super::action::Action;
use super::super::effect::{Effect, Effects, RequestId};
use super::super::feeds::FeedsScreen;
use super::super::message::{Mouse, MouseWhat};
use super::super::model::{Model, Overlay, Prompt, PromptKind};
use super::super::panes::{FeedsAreas, inside};
use super::{act, dialog, discovery, lists, queue, state, subscriptions};
use crate::domain::{FeedId, FeedReport, Health, SafeText, View, safe};

/// How many rows a notch of the wheel moves.
const WHEEL_ROWS: isize = 3;

/// Opens the screen.
pub fn open(model: &mut Model) -> Effects {
    model.zen = false;
    model.feeds_screen = Some(FeedsScreen::default());
    load(model, None)
}

/// Asks again how a feed does, while the screen is open.
pub fn renew(model: &mut Model, feed: FeedId) -> Effects {
    if model.feeds_screen.is_some() { load(model, Some(feed)) } else { Effects::none() }
}

/// Other feeds are subscribed to now: what is known of them is arranged anew, and asked for.
pub fn subscriptions_changed(model: &mut Model) -> Effects {
    let Some(screen) = &mut model.feeds_screen else { return Effects::none() };
    screen.known.retain(|id, _| model.feeds.iter().any(|feed| feed.id == *id));
    screen.arrange(&model.feeds);
    load(model, None)
}

fn load(model: &mut Model, feed: Option<FeedId>) -> Effects {
    Effect::LoadFeeds { request: model.next_request(), feed }.into()
}

/// It is known how feeds do. What was asked later is newer, whatever comes first.
pub fn loaded(
    model: &mut Model,
    request: RequestId,
    feed: Option<FeedId>,
    reports: Result<Vec<FeedReport>, SafeText>,
) -> Effects {
    let now = model.now.timestamp();
    let Some(screen) = &mut model.feeds_screen else { return Effects::none() };
    match reports {
        Ok(reports) => {
            for report in reports {
                let id = report.feed;
                let is_old = screen.known.get(&id).is_some_and(|(newer, _)| *newer > request);
                if let (false, Some(feed)) = (is_old, model.feeds.iter().find(|feed| feed.id == id)) {
                    screen.known.insert(id, (request, Health::of(feed, report, now)));
                }
            }
            // One feed alone stays where it is: rows do not move under the reader.
            if feed.is_none() {
                screen.failure = None;
                screen.arrange(&model.feeds);
            }
        }
        Err(sentence) if screen.is_loading() => screen.failure = Some(sentence),
        Err(sentence) => model.complain(sentence),
    }
    Effects::none()
}

/// Carries out an action on the screen.
pub fn act(model: &mut Model, action: Action) -> Effects {
    let page = rows(model).saturating_sub(1).max(1) as isize;
    let half = (rows(model) / 2).max(1) as isize;
    match action {
        Action::MoveDown => move_by(model, 1),
        Action::MoveUp => move_by(model, -1),
        Action::HalfPageDown => move_by(model, half),
        Action::HalfPageUp => move_by(model, -half),
        Action::PageDown | Action::ReadOn => move_by(model, page),
        Action::PageUp => move_by(model, -page),
        Action::GoToTop => move_by(model, isize::MIN / 2),
        Action::GoToEnd => move_by(model, isize::MAX / 2),
        Action::Open => open_articles(model),
        Action::Back => back(model),
        Action::Refresh => match chosen(model) {
            Some(feed) => act::refresh(model, Some(vec![feed])),
            None => Effects::none(),
        },
        Action::RefreshAll => act::refresh(model, None),
        Action::SortFeeds => sort(model),
        Action::Search | Action::Filter => ask_for_words(model),
        Action::OpenInBrowser => open_site(model),
        Action::CopyLink => copy_address(model),
        Action::AddFeed => discovery::ask(model),
        Action::EditFeed => dialog::edit(model),
        Action::RemoveFeed => subscriptions::remove(model),
        Action::Undo => state::undo(model),
        Action::GoToFeeds => Effects::none(),
        Action::GoToUnread | Action::GoToAll | Action::GoToStarred => {
            model.feeds_screen = None;
            act::act(model, action)
        }
        Action::Help => {
            model.overlay = Some(Overlay::Help { top: 0 });
            Effects::none()
        }
        Action::Palette => act::ask(model, PromptKind::Palette),
        Action::Suspend => Effect::Suspend.into(),
        Action::Redraw => Effect::Redraw.into(),
        Action::Quit => Effect::Quit.into(),
        _ => {
            let back = model.keymap.keys_of(Action::Back).into_iter().next().unwrap_or_else(|| ":back".into());
            model.say(safe!("that is for articles; {} goes back to them", back));
            Effects::none()
        }
    }
}

/// How many feeds are on the screen at once.
fn rows(model: &Model) -> usize {
    // Less the heading of the columns.
    usize::from(inside(FeedsAreas::of(model.size).list).height).saturating_sub(1).max(1)
}

/// Brings the rows on the screen into line with the cursor and the size.
pub fn settle(model: &mut Model) {
    let rows = rows(model);
    if let Some(screen) = &mut model.feeds_screen {
        screen.reveal(rows);
    }
}

fn move_by(model: &mut Model, by: isize) -> Effects {
    if let Some(screen) = &mut model.feeds_screen {
        let row = screen.row().unwrap_or(0).saturating_add_signed(by);
        screen.select(row);
    }
    Effects::none()
}

fn chosen(model: &mut Model) -> Option<FeedId> {
    let chosen = model.chosen_feed().map(|feed| feed.id);
    if chosen.is_none() {
        model.say("no feed is selected");
    }
    chosen
}

fn open_articles(model: &mut Model) -> Effects {
    let Some(feed) = chosen(model) else { return Effects::none() };
    model.feeds_screen = None;
    lists::open_view(model, View::Feed(feed))
}

/// All feeds again; then the articles.
fn back(model: &mut Model) -> Effects {
    match &mut model.feeds_screen {
        Some(screen) if !screen.filter.is_empty() => {
            screen.filter = SafeText::default();
            screen.arrange(&model.feeds);
        }
        _ => model.feeds_screen = None,
    }
    Effects::none()
}

/// Sorts by the next order, from the top; what was learned meanwhile finds its place too.
fn sort(model: &mut Model) -> Effects {
    if let Some(screen) = &mut model.feeds_screen {
        screen.sort = screen.sort.next();
        screen.arrange(&model.feeds);
        screen.select(0);
        model.say(safe!("sorted by {}", model.feeds_screen.as_ref().map_or("", |screen| screen.sort.label())));
    }
    Effects::none()
}

fn ask_for_words(model: &mut Model) -> Effects {
    let words = model.feeds_screen.as_ref().map(|screen| screen.filter.to_string()).unwrap_or_default();
    let mut prompt = Prompt::new(PromptKind::Feeds);
    prompt.input = words.into();
    model.prompt = Some(prompt);
    Effects::none()
}

/// Shows only feeds with these words.
pub fn filter(model: &mut Model, words: SafeText) -> Effects {
    if let Some(screen) = &mut model.feeds_screen {
        screen.filter = words;
        screen.arrange(&model.feeds);
    }
    Effects::none()
}

fn open_site(model: &mut Model) -> Effects {
    let Some(feed) = chosen(model) else { return Effects::none() };
    let site = model.feeds_screen.as_ref().and_then(|screen| screen.health(feed)?.site.clone());
    match site {
        Some(site) => queue::open_or_queue(model, site, None),
        None => {
            model.say("no site is known of this feed");
            Effects::none()
        }
    }
}

fn copy_address(model: &mut Model) -> Effects {
    match model.chosen_feed() {
        // As it is, with a password that it may hold: what is shown is without.
        Some(feed) => {
            let text = SafeText::block(feed.address().as_str());
            Effect::Copy { text, what: "the address" }.into()
        }
        None => Effects::none(),
    }
}

/// A click chooses a feed, the wheel moves among them.
pub fn mouse(model: &mut Model, mouse: Mouse) -> Effects {
    match mouse.what {
        MouseWhat::WheelUp => move_by(model, -WHEEL_ROWS),
        MouseWhat::WheelDown => move_by(model, WHEEL_ROWS),
        MouseWhat::Click => {
            let list = inside(FeedsAreas::of(model.size).list);
            let row = mouse.row.checked_sub(list.y + 1).map(usize::from);
            if let (true, Some(row), Some(screen)) =
                (list.contains((mouse.column, mouse.row).into()), row, &mut model.feeds_screen)
                && screen.top + row < screen.order.len()
            {
                screen.select(screen.top + row);
            }
            Effects::none()
        }
    }
}
