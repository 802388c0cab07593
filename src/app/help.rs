//! The help, made from the actions and the keys in force.

use super::action::{Action, Group};
use super::keymap::Keymap;
use crate::domain::SafeText;

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    Heading(&'static str),
    /// An action, with its keys as they are written.
    Action {
        keys: SafeText,
        help: &'static str,
        name: &'static str,
    },
    Blank,
}

/// The lines of the help.
pub fn lines(keymap: &Keymap) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        if !lines.is_empty() {
            lines.push(HelpLine::Blank);
        }
        lines.push(HelpLine::Heading(group.label()));
        for action in Action::ALL.iter().filter(|action| action.group() == group) {
            let keys = SafeText::join(&keymap.keys_of(*action), " ");
            lines.push(HelpLine::Action { keys, help: action.help(), name: action.name() });
        }
    }
    lines
}
