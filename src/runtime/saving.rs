//! What the user changes, on its way to the disk: one change after the other.

use std::path::PathBuf;

use tokio::sync::mpsc::{self, error::SendError};

use super::editor;
use super::outside::{NO_SUBSCRIPTIONS, sentence, unqueued};
use super::subscriptions::Subscriptions;
use super::unsaved::Unsaved;
use crate::app::effect::{Change, Effect};
use crate::app::message::Message;
use crate::domain::{ArticleId, SafeText, safe};
use crate::store::{Store, StoreError};

/// Whether an effect changes what the user said.
pub(super) fn is_change(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Save { .. }
            | Effect::MarkAllRead { .. }
            | Effect::ChangeFeeds { .. }
            | Effect::QueueLink { .. }
            | Effect::DropQueued(_)
            | Effect::KeepPlace { .. }
    )
}

/// Saves one change after the other until no more can come. Returns the failures that nobody took.
pub(super) async fn save_in_order(
    store: Store,
    mut subscriptions: Option<Subscriptions>,
    mut due: mpsc::UnboundedReceiver<Effect>,
    replies: mpsc::Sender<Message>,
) -> Unsaved {
    let mut unsaved = Unsaved::default();
    while let Some(effect) = due.recv().await {
        let message = match effect {
            Effect::Save { change, what: Change::Noted { id, after, draft, .. } } => {
                Message::Saved { change, result: save_note(&store, id, after, draft).await }
            }
            Effect::Save { change, what } => {
                Message::Saved { change, result: save(&store, what).await.map_err(sentence) }
            }
            Effect::MarkAllRead { change, scope, until } => {
                let result = store.mark_all_read(scope, until).await.map_err(sentence);
                Message::AllMarkedRead { change, result }
            }
            Effect::KeepPlace { id, place } => Message::PlaceKept(store.keep_place(id, place).await.map_err(sentence)),
            Effect::ChangeFeeds { change, what } => {
                let result = match &mut subscriptions {
                    Some(subscriptions) => subscriptions.change(what, &store).await,
                    None => Err(NO_SUBSCRIPTIONS.into()),
                };
                Message::FeedsSaved { change, result }
            }
            Effect::QueueLink { url, title } => {
                Message::LinkQueued(store.queue_link(url, title).await.map_err(sentence))
            }
            Effect::DropQueued(url) => unqueued(&store, 0, vec![url], None).await,
            other => unreachable!("{other:?} is no change"),
        };
        if let Err(SendError(message)) = replies.send(message).await {
            unsaved.note(&message);
        }
    }
    unsaved
}

async fn save(store: &Store, change: Change) -> Result<(), StoreError> {
    match change {
        Change::Read { ids, read } => store.set_read(ids, read).await,
        Change::Starred { id, starred } => store.set_starred(id, starred).await,
        Change::TagAdded { id, tag } => store.add_tag(id, tag).await,
        Change::TagRemoved { id, tag } => store.remove_tag(id, tag).await,
        Change::Rejected { id, tag, words, rejected } => {
            store.set_rejected(id, tag.kind, tag.key, words, rejected).await
        }
        Change::Noted { id, after, .. } => store.set_note(id, after).await,
    }
}

/// Saves a note. Its draft goes only when it is on the disk; else the sentence says where it is.
async fn save_note(store: &Store, id: ArticleId, note: SafeText, draft: Option<PathBuf>) -> Result<(), SafeText> {
    match (store.set_note(id, note).await.map_err(sentence), draft) {
        (Ok(()), Some(draft)) => {
            editor::discard(&draft);
            Ok(())
        }
        (Err(sentence), Some(draft)) => {
            let path = SafeText::line(&draft.display().to_string());
            Err(safe!("{} What you wrote is in {}.", sentence, path))
        }
        (saved, None) => saved,
    }
}
