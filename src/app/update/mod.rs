//! model + message → model + effects.

mod act;
mod commands;
mod dialog;
mod discovery;
mod edits;
mod export;
mod feeds;
mod find;
mod full_text;
mod hints;
mod input;
mod links;
mod lists;
mod moving;
mod note;
mod overlay;
mod packing;
mod pictures;
mod polling;
mod prompt;
mod queue;
mod reading;
mod state;
mod subscriptions;
#[cfg(test)]
mod tests;
mod trail;

use ratatui::layout::Size;

use super::effect::{Effect, Effects};
use super::message::Message;
use super::model::{Model, Overlay};
use super::panes::Pane;

/// What to load first.
pub fn start(model: &mut Model) -> Effects {
    let view = model.list.scope.view.clone();
    load_counts(model).and(lists::show(model, view, super::list::Select::Nothing)).and(Effect::LoadQueue.into())
}

/// What to keep when the reader is left.
pub fn stop(model: &mut Model) -> Effects {
    trail::keep_place(model)
}

/// Asks for the numbers beside the views.
fn load_counts(model: &mut Model) -> Effects {
    Effect::LoadCounts { request: model.next_request() }.into()
}

/// Takes a fact in and says what must be done. Pure: no I/O, no clock.
pub fn update(model: &mut Model, message: Message) -> Effects {
    let effects = match message {
        Message::Clock(now) => {
            model.now = now;
            return Effects::none();
        }
        Message::Key(key) => input::key(model, key),
        Message::Pasted(text) => input::paste(model, &text),
        Message::Mouse(mouse) => input::mouse(model, mouse),
        Message::Resized { columns, rows } => {
            model.size = Size { width: columns, height: rows };
            Effects::none()
        }
        Message::PageLoaded { request, page } => lists::page_loaded(model, request, page),
        Message::TotalLoaded { request, total } => lists::total_loaded(model, request, total),
        Message::Peeked { request, page } => lists::peeked(model, request, page),
        Message::UnreadFound { request, page } => lists::unread_found(model, request, page),
        Message::ArticleLoaded { request, id, article } => reading::article_loaded(model, request, id, article),
        Message::LinkedFound { id, found } => trail::linked_found(model, id, found),
        Message::PlaceKept(result) => {
            if let Err(sentence) = result {
                model.complain(sentence);
            }
            Effects::none()
        }
        Message::TextLoaded { request, id, text, article } => full_text::loaded(model, request, id, text, article),
        Message::PageFetched { request, id, result } => full_text::fetched(model, request, id, result),
        Message::PictureLoaded { request, picture } => pictures::loaded(model, request, picture),
        Message::EditsLoaded { request, id, edits } => edits::loaded(model, request, id, edits),
        Message::NoteWritten { id, before, result } => note::written(model, id, before, result),
        Message::CountsLoaded { request, counts } => {
            // Replies may overtake each other; only newer numbers replace what is shown.
            if request > model.counted {
                model.counted = request;
                model.counts = counts;
            }
            Effects::none()
        }
        Message::FeedsLoaded { request, feed, reports } => feeds::loaded(model, request, feed, reports),
        Message::Saved { change, result } => state::saved(model, change, result),
        Message::AllMarkedRead { change, result } => state::all_marked_read(model, change, result),
        Message::QueryParsed { request, text, query } => prompt::query_parsed(model, request, text, query),
        Message::Discovered { request, found } => discovery::discovered(model, request, found),
        Message::FeedsSaved { change, result } => subscriptions::saved(model, change, result),
        Message::StoreMended(sentence) => {
            model.complain(sentence);
            load_counts(model).and(lists::bring_in(model))
        }
        Message::FeedsChanged { feeds, saved } => subscriptions::changed(model, feeds, saved),
        Message::Packing(progress) => packing::progress(model, progress),
        Message::Packed(report) => packing::ended(model, report),
        Message::QueueLoaded(links) => queue::loaded(model, links),
        Message::LinkQueued(links) => queue::queued(model, links),
        Message::LinksUnqueued { opened, left, problem } => queue::unqueued(model, opened, left, problem),
        Message::Poll(news) => polling::news(model, news),
        Message::CommandEnded { request, answer } => commands::ended(model, request, answer),
        Message::Done(sentence) => {
            model.say(sentence);
            Effects::none()
        }
        Message::Failed(sentence) => {
            model.complain(sentence);
            Effects::none()
        }
    };
    let left = commands::leave_other_articles(model);
    settle(model);
    effects.and(left).and(lists::load_more(model)).and(pictures::load(model))
}

/// Brings what hangs on size and focus into line: the article's wrapping, and what the panes show of their rows.
fn settle(model: &mut Model) {
    let (layout, strip, top) = (model.text_layout(), model.tags_as_strip(), model.article.top);
    let fetching = model.article.fetching.map(|(_, id)| id);
    let (showing, canvas) = (model.showing(), model.canvas());
    if let Some(sheet) = model.sheet_mut() {
        sheet.is_fetching = fetching == Some(sheet.article.headline.id);
        let top = sheet.fit(layout, strip, top);
        let top = sheet.place_pictures(showing, canvas, top);
        model.article.top = top;
    }
    let height = model.rows_of(Pane::Headlines);
    model.list.reveal(height);
    model.article.top = model.article.top.min(model.last_top());
    let is_read = model.focus == Pane::Article && model.article.wanted.is_none() && model.sheet().is_some();
    model.article.opened |= is_read;
    let rows = model.rows_of(Pane::Article);
    match &mut model.edits {
        Some(edits) if model.overlay == Some(Overlay::Edits) => edits.fit(layout, rows),
        edits => *edits = None,
    }
    commands::settle(model);
    feeds::settle(model);
}
