//! Which keys mean which action.

use super::action::{Action, Group};
use super::key::{Key, NotAKey, parse_sequence, show_sequence};

use crate::domain::{SafeText, UserCommand};

/// The keys in force, and the user's own commands that they, the palette and the help know besides the actions.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    bindings: Vec<(Vec<Key>, Bound)>,
    commands: Vec<UserCommand>,
}

/// What keys are bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Action(Action),
    /// A command of the user's own, by its place in [`Keymap::commands`].
    Command(usize),
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

    /// Where the keys of an action or a command are its own.
    fn of_bound(bound: Bound) -> Self {
        match bound {
            Bound::Action(action) => Self::of(action),
            Bound::Command(_) => Self::Desk,
        }
    }
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// They are an action.
    Action(Action),
    /// They are a command of the user's own.
    Command(usize),
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
    Taken { keys: SafeText, other: SafeText },
    /// A command would hide an action in the palette.
    #[error("an action is called `{0}`")]
    ActionName(SafeText),
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
                bindings.push((sequence, Bound::Action(action)));
            }
        }
        Self { bindings, commands: Vec::new() }
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
            let clash = self.bindings.iter().find_map(|(other, holder)| match holder {
                Bound::Action(holder) if *holder != action => {
                    (Place::of(*holder) == Place::of(action) && bound.contains(holder) && clash(other, sequence))
                        .then_some(*holder)
                }
                _ => None,
            });
            if let Some(holder) = clash {
                return Err(KeymapError::Taken { keys: show_sequence(sequence), other: holder.name().into() });
            }
        }
        self.bindings.retain(|(other, holder)| {
            let clashes = sequences.iter().any(|new| clash(other, new));
            *holder != Bound::Action(action) && !(clashes && Place::of_bound(*holder) == Place::of(action))
        });
        self.bindings.extend(sequences.into_iter().map(|sequence| (sequence, Bound::Action(action))));
        Ok(action)
    }

    /// Adds a command of the user's own with its keys. A key that an action of the preset holds on the desk or in the
    /// article is taken from it; one that the user bound, to one of the `bound` actions or to another command, is not.
    ///
    /// # Errors
    /// [`KeymapError`] when an action has its name, a key does not exist, or is taken.
    pub fn add_command(&mut self, command: UserCommand, keys: &[String], bound: &[Action]) -> Result<(), KeymapError> {
        if Action::named(&command.name).is_some() {
            return Err(KeymapError::ActionName(command.name));
        }
        let sequences = keys.iter().map(|text| parse_sequence(text)).collect::<Result<Vec<_>, _>>()?;
        for sequence in &sequences {
            let taken = |(other, holder): &&(Vec<Key>, Bound)| {
                let is_users = match holder {
                    Bound::Action(action) => bound.contains(action) && Place::of(*action) != Place::Feeds,
                    Bound::Command(_) => true,
                };
                is_users && clash(other, sequence)
            };
            if let Some((_, holder)) = self.bindings.iter().find(taken) {
                return Err(KeymapError::Taken { keys: show_sequence(sequence), other: self.name_of(*holder) });
            }
        }
        self.bindings.retain(|(other, holder)| {
            Place::of_bound(*holder) == Place::Feeds || !sequences.iter().any(|new| clash(other, new))
        });
        let place = Bound::Command(self.commands.len());
        self.bindings.extend(sequences.into_iter().map(|sequence| (sequence, place)));
        self.commands.push(command);
        Ok(())
    }

    /// The user's own commands.
    pub fn commands(&self) -> &[UserCommand] {
        &self.commands
    }

    fn name_of(&self, bound: Bound) -> SafeText {
        match bound {
            Bound::Action(action) => action.name().into(),
            Bound::Command(place) => self.commands.get(place).map(|command| command.name.clone()).unwrap_or_default(),
        }
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
        let mut bindings = self.bindings.iter().filter(|(_, bound)| Place::of_bound(*bound) == place);
        match bindings.clone().find(|(keys, _)| keys == pressed) {
            Some((_, Bound::Action(action))) => return Resolved::Action(*action),
            Some((_, Bound::Command(place))) => return Resolved::Command(*place),
            None => {}
        }
        if bindings.any(|(keys, _)| keys.starts_with(pressed)) {
            return Resolved::Pending;
        }
        Resolved::Nothing
    }

    /// The keys of an action, as they are written.
    pub fn keys_of(&self, action: Action) -> Vec<SafeText> {
        self.keys_of_bound(Bound::Action(action))
    }

    /// The keys of an action or a command, as they are written.
    pub fn keys_of_bound(&self, bound: Bound) -> Vec<SafeText> {
        self.bindings.iter().filter(|(_, holder)| *holder == bound).map(|(keys, _)| show_sequence(keys)).collect()
    }
}

/// Whether of two sequences one is the other's beginning, so that the longer could never be typed.
fn clash(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
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
                    let clash = clash(one, other) && Place::of_bound(*action) == Place::of_bound(*holder);
                    assert!(!clash, "{preset:?}: {action:?} and {holder:?}");
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
            Err(KeymapError::Taken { keys: "Ctrl-z".into(), other: "suspend".into() })
        );
        assert_eq!(keymap.bind("fly", &[], &[]), Err(KeymapError::UnknownAction("fly".into())));
        assert!(matches!(keymap.bind("undo", &["Ctrl-Foo".into()], &[]), Err(KeymapError::NotAKey(_))));
    }

    #[test]
    fn a_command_takes_the_keys_of_the_preset_but_not_those_of_the_user() {
        let command = |name: &'static str| UserCommand {
            name: name.into(),
            run: "cat".into(),
            on: Default::default(),
            show: Default::default(),
            keep: false,
            timeout: std::time::Duration::from_secs(30),
        };
        let mut keymap = Keymap::default();
        let undo = keymap.bind("undo", &["U".into()], &[]).unwrap();
        keymap.add_command(command("translate"), &["gt".into(), "s".into()], &[undo]).unwrap();
        assert_eq!(keymap.resolve(&keys("gt"), Place::Article), Resolved::Command(0));
        assert_eq!(keymap.resolve(&keys("s"), Place::Desk), Resolved::Command(0));
        assert_eq!(keymap.resolve(&keys("s"), Place::Feeds), Resolved::Action(Action::SortFeeds));
        assert!(keymap.keys_of(Action::ToggleStar).is_empty());
        let taken = |keys: &'static str, other: &'static str| {
            Err(KeymapError::Taken { keys: keys.into(), other: other.into() })
        };
        assert_eq!(keymap.add_command(command("count"), &["U".into()], &[undo]), taken("U", "undo"));
        assert_eq!(keymap.add_command(command("count"), &["g".into()], &[undo]), taken("g", "translate"));
        let refused = keymap.add_command(command("undo"), &[], &[undo]);
        assert_eq!(refused, Err(KeymapError::ActionName("undo".into())));
        assert_eq!(keymap.commands().len(), 1);
    }
}
