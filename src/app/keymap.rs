//! Which keys mean which action.

use super::action::{Action, Group};
use super::key::{Key, NotAKey, parse_sequence, show_sequence};

use crate::domain::SafeText;

/// The keys in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    bindings: Vec<(Vec<Key>, Action)>,
}

/// A named set of keys to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    #[default]
    Default,
    /// newsboat's keys, where it has one for the action.
    Newsboat,
}

/// Where keys are pressed: some mean something else there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The panes.
    Desk,
    /// The article, while it has the focus. Its own keys come before those of the desk.
    Article,
    /// The list of links that wait. Its own keys come before those of the desk.
    Queue,
    /// The article, while it has the whole screen. Its own keys come before those of the article.
    Zen,
    /// The feeds screen. Its own keys come before those of the desk.
    Feeds,
}

impl Place {
    /// Where an action's keys are its own.
    fn of(action: Action) -> Self {
        match action.group() {
            Group::Article => Self::Article,
            Group::Queue => Self::Queue,
            Group::Zen => Self::Zen,
            Group::Feeds => Self::Feeds,
            _ => Self::Desk,
        }
    }
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// They are an action.
    Action(Action),
    /// They begin an action's keys.
    Pending,
    /// They mean nothing.
    Nothing,
}

/// A binding that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// No action has this name.
    #[error("there is no action `{0}`")]
    UnknownAction(String),
    #[error(transparent)]
    NotAKey(#[from] NotAKey),
    /// One sequence is another's beginning, so that the longer could never be typed.
    #[error("`{keys}` is already (the beginning of) the keys of `{other}`")]
    Taken { keys: SafeText, other: &'static str },
}

impl Default for Keymap {
    fn default() -> Self {
        Self::preset(Preset::Default)
    }
}

impl Keymap {
    /// The keys of a preset.
    pub fn preset(preset: Preset) -> Self {
        let mut bindings = Vec::new();
        for &action in Action::ALL {
            let keys = match preset {
                Preset::Default => action.default_keys(),
                Preset::Newsboat => action.newsboat_keys(),
            };
            for text in keys {
                let sequence = parse_sequence(text).expect("the presets name real keys");
                bindings.push((sequence, action));
            }
        }
        Self { bindings }
    }

    /// Gives an action these keys in place of those it has. A key that another action of the preset holds is
    /// taken from it, unless that is of another place; two bindings of the user's own that clash are an error.
    ///
    /// # Errors
    /// [`KeymapError`] when the action or a key does not exist, or a key is taken by `bound` actions.
    pub fn bind(&mut self, name: &str, keys: &[String], bound: &[Action]) -> Result<Action, KeymapError> {
        let action = Action::named(name).ok_or_else(|| KeymapError::UnknownAction(name.to_owned()))?;
        let sequences = keys.iter().map(|text| parse_sequence(text)).collect::<Result<Vec<_>, _>>()?;
        for sequence in &sequences {
            let clash = self.bindings.iter().find(|(other, holder)| {
                *holder != action
                    && Place::of(*holder) == Place::of(action)
                    && bound.contains(holder)
                    && (other.starts_with(sequence) || sequence.starts_with(other))
            });
            if let Some((_, holder)) = clash {
                return Err(KeymapError::Taken { keys: show_sequence(sequence), other: holder.name() });
            }
        }
        self.bindings.retain(|(other, holder)| {
            let clashes = sequences.iter().any(|new| other.starts_with(new) || new.starts_with(other));
            *holder != action && !(clashes && Place::of(*holder) == Place::of(action))
        });
        self.bindings.extend(sequences.into_iter().map(|sequence| (sequence, action)));
        Ok(action)
    }

    /// What these keys mean there.
    pub fn resolve(&self, pressed: &[Key], place: Place) -> Resolved {
        let places: &[Place] = match place {
            Place::Desk => &[Place::Desk],
            Place::Article => &[Place::Article, Place::Desk],
            Place::Zen => &[Place::Zen, Place::Article, Place::Desk],
            Place::Queue => &[Place::Queue, Place::Desk],
            Place::Feeds => &[Place::Feeds, Place::Desk],
        };
        let resolved = places.iter().map(|place| self.resolve_of(pressed, *place));
        resolved.into_iter().find(|resolved| *resolved != Resolved::Nothing).unwrap_or(Resolved::Nothing)
    }

    /// What these keys mean among those of one place.
    fn resolve_of(&self, pressed: &[Key], place: Place) -> Resolved {
        let mut bindings = self.bindings.iter().filter(|(_, action)| Place::of(*action) == place);
        if let Some((_, action)) = bindings.clone().find(|(keys, _)| keys == pressed) {
            return Resolved::Action(*action);
        }
        if bindings.any(|(keys, _)| keys.starts_with(pressed)) {
            return Resolved::Pending;
        }
        Resolved::Nothing
    }

    /// The keys of an action, as they are written.
    pub fn keys_of(&self, action: Action) -> Vec<SafeText> {
        self.bindings.iter().filter(|(_, holder)| *holder == action).map(|(keys, _)| show_sequence(keys)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        parse_sequence(text).unwrap()
    }

    #[test]
    fn a_sequence_is_pending_until_it_is_whole() {
        let keymap = Keymap::default();
        assert_eq!(keymap.resolve(&keys("g"), Place::Desk), Resolved::Pending);
        assert_eq!(keymap.resolve(&keys("gg"), Place::Desk), Resolved::Action(Action::GoToTop));
        assert_eq!(keymap.resolve(&keys("gx"), Place::Desk), Resolved::Nothing);
        assert_eq!(keymap.resolve(&keys("Ctrl-z"), Place::Desk), Resolved::Action(Action::Undo));
    }

    #[test]
    fn no_preset_binds_a_key_twice_or_hides_a_sequence() {
        for preset in [Preset::Default, Preset::Newsboat] {
            let keymap = Keymap::preset(preset);
            for (i, (one, action)) in keymap.bindings.iter().enumerate() {
                for (other, holder) in &keymap.bindings[i + 1..] {
                    let clash = one.starts_with(other) || other.starts_with(one);
                    let clash = clash && Place::of(*action) == Place::of(*holder);
                    assert!(!clash, "{preset:?}: {} and {}", action.name(), holder.name());
                }
            }
        }
    }

    #[test]
    fn the_feeds_screen_has_keys_of_its_own_and_the_others_besides() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.resolve(&keys("s"), Place::Desk), Resolved::Action(Action::ToggleStar));
        assert_eq!(keymap.resolve(&keys("s"), Place::Feeds), Resolved::Action(Action::SortFeeds));
        assert_eq!(keymap.resolve(&keys("gg"), Place::Feeds), Resolved::Action(Action::GoToTop));
        let sort = keymap.bind("sort-feeds", &["r".into()], &[]).unwrap();
        assert_eq!(keymap.resolve(&keys("r"), Place::Feeds), Resolved::Action(sort));
        assert_eq!(keymap.resolve(&keys("r"), Place::Desk), Resolved::Action(Action::Refresh));
        assert!(keymap.bind("refresh", &["r".into()], &[sort]).is_ok(), "no clash: the places differ");
    }

    #[test]
    fn keys_of_zen_come_before_those_of_the_desk() {
        let keymap = Keymap::default();
        assert_eq!(keymap.resolve(&keys("N"), Place::Zen), Resolved::Action(Action::Note));
        assert_eq!(keymap.resolve(&keys("N"), Place::Article), Resolved::Action(Action::PreviousUnread));
        assert_eq!(keymap.resolve(&keys("<"), Place::Zen), Resolved::Action(Action::OlderEdit));
        assert_eq!(keymap.resolve(&keys("gg"), Place::Zen), Resolved::Action(Action::GoToTop));
    }

    #[test]
    fn a_binding_replaces_the_preset_and_frees_its_keys() {
        let mut keymap = Keymap::default();
        let action = keymap.bind("suspend", &["Ctrl-z".into()], &[]).unwrap();
        assert_eq!(keymap.resolve(&keys("Ctrl-z"), Place::Desk), Resolved::Action(action));
        assert!(keymap.keys_of(Action::Undo).is_empty());
        assert_eq!(
            keymap.bind("undo", &["Ctrl-z".into()], &[action]),
            Err(KeymapError::Taken { keys: "Ctrl-z".into(), other: "suspend" })
        );
        assert_eq!(keymap.bind("fly", &[], &[]), Err(KeymapError::UnknownAction("fly".into())));
        assert!(matches!(keymap.bind("undo", &["Ctrl-Foo".into()], &[]), Err(KeymapError::NotAKey(_))));
    }
}
