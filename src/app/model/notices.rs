//! What the status line says.

use super::Model;
use crate::app::action::Action;
use crate::domain::{SafeText, safe};

/// A sentence in the status line.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub text: SafeText,
    pub tone: Tone,
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    /// It says which key takes back what was done.
    Undoable,
    Problem,
}

impl Model {
    /// Says a sentence in the status line, unless a problem stands there that the user has not seen: a key takes it
    /// away.
    pub fn say(&mut self, text: impl Into<SafeText>) {
        if self.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Problem) {
            return;
        }
        self.notice = Some(Notice { text: text.into(), tone: Tone::Info });
    }

    /// Says what was done, and which key `does` take it back.
    pub fn offer_undo(&mut self, sentence: &SafeText, does: &'static str) {
        let text = match self.keymap.keys_of(Action::Undo).first() {
            Some(key) => safe!("{} · {} {}", sentence, key, does),
            None => sentence.clone(),
        };
        self.say(text);
        if let Some(notice) = self.notice.as_mut().filter(|notice| notice.tone == Tone::Info) {
            notice.tone = Tone::Undoable;
        }
    }

    /// Says what happened by itself, unless it is still to be seen what the user did.
    pub fn mention(&mut self, text: impl Into<SafeText>) {
        if self.notice.as_ref().is_none_or(|notice| notice.tone == Tone::Info) {
            self.say(text);
        }
    }

    /// Says that there is no article to act on.
    pub fn say_nothing_is_selected(&mut self) {
        self.say("no headline is selected");
    }

    /// Says what went wrong in the status line.
    pub fn complain(&mut self, text: impl Into<SafeText>) {
        self.notice = Some(Notice { text: text.into(), tone: Tone::Problem });
    }
}
