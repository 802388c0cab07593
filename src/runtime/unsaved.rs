//! Changes that did not reach the disk, and that nobody has been told of.

use crate::app::message::Message;
use crate::domain::SafeText;

/// Why changes of the user's were not saved: each reason once, as a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join(" "))]
pub struct Unsaved(Vec<SafeText>);

impl Unsaved {
    /// Notes the reason when a message says that a change was not saved.
    pub(super) fn note(&mut self, message: &Message) {
        if let Message::Saved { result: Err(reason), .. }
        | Message::AllMarkedRead { result: Err(reason), .. }
        | Message::FeedsSaved { result: Err(reason), .. }
        | Message::LinkQueued(Err(reason))
        | Message::LinksUnqueued { left: Err(reason), .. } = message
        {
            self.add(reason.clone());
        }
    }

    /// Notes a reason.
    pub(super) fn add(&mut self, reason: SafeText) {
        if !self.0.contains(&reason) {
            self.0.push(reason);
        }
    }

    /// These reasons and those.
    pub(super) fn and(mut self, those: Self) -> Self {
        those.0.into_iter().for_each(|reason| self.add(reason));
        self
    }

    /// An error, unless everything was saved.
    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}
