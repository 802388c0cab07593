//! The help, made from the actions and the keys in force.

use super::action::{Action, Group};
use super::feeds;
use super::keymap::{Bound, Keymap, Place};
use crate::domain::{SafeText, safe};

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
    /// A command of the user's own.
    Command {
        keys: SafeText,
        run: SafeText,
        name: SafeText,
    },
    /// A sign of the headline list.
    Mark {
        sign: &'static str,
        help: &'static str,
    },
    Blank,
}

/// What the signs in the headline list say.
const MARKS: [(&str, &str); 7] = [
    ("●", "unread"),
    ("★", "starred"),
    ("⚑", "carries a tag of yours"),
    ("✎", "carries a note of yours"),
    ("Δ", "changed by its source since it was first seen"),
    ("▪", "whole article here: it can be read without a network"),
    ("⚐", "its source is owned by a state"),
];

/// The lines of the help for where the reader is.
pub fn lines(keymap: &Keymap, place: Place) -> Vec<HelpLine> {
    match place {
        Place::Desk | Place::Article | Place::Zen | Place::Queue => desk(keymap),
        Place::Feeds => feeds_screen(keymap),
    }
}

fn desk(keymap: &Keymap) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    let has_actions = |group: &Group| Action::ALL.iter().any(|action| action.group() == *group);
    for group in Group::ALL.into_iter().filter(has_actions) {
        if !lines.is_empty() {
            lines.push(HelpLine::Blank);
        }
        lines.push(HelpLine::Heading(group.label()));
        let actions = Action::ALL.iter().filter(|action| action.group() == group);
        lines.extend(actions.map(|action| line(keymap, *action, action.help())));
    }
    if !keymap.commands().is_empty() {
        lines.extend([HelpLine::Blank, HelpLine::Heading("Your commands")]);
    }
    lines.extend(keymap.commands().iter().enumerate().map(|(place, command)| HelpLine::Command {
        keys: SafeText::join(&keymap.keys_of_bound(Bound::Command(place)), " "),
        run: command.run.clone(),
        name: command.name.clone(),
    }));
    lines.extend([HelpLine::Blank, HelpLine::Heading("Signs in the headlines")]);
    lines.extend(MARKS.iter().map(|(sign, help)| HelpLine::Mark { sign, help }));
    lines
}

fn feeds_screen(keymap: &Keymap) -> Vec<HelpLine> {
    let of = |group: Group| Action::ALL.iter().filter(move |action| action.group() == group);
    let is_of_panes = |action: &Action| matches!(action, Action::NextPane | Action::PreviousPane);
    let moving = of(Group::Moving).filter(|action| !is_of_panes(action));
    let mut lines = vec![HelpLine::Heading(Group::Feeds.label())];
    lines.extend(feeds::KEYS.iter().map(|(action, help)| line(keymap, *action, help)));
    for (group, actions) in
        [(Group::Moving, moving.collect::<Vec<_>>()), (Group::Program, of(Group::Program).collect())]
    {
        lines.extend([HelpLine::Blank, HelpLine::Heading(group.label())]);
        lines.extend(actions.into_iter().map(|action| line(keymap, *action, action.help())));
    }
    lines
}

fn line(keymap: &Keymap, action: Action, help: &'static str) -> HelpLine {
    let keys = match keymap.keys_of(action).as_slice() {
        [] => safe!(":{}", action.name()),
        keys => SafeText::join(keys, " "),
    };
    HelpLine::Action { keys, help, name: action.name() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_without_keys_is_named_as_the_palette_knows_it() {
        let lines = lines(&Keymap::default(), Place::Desk);
        let keys = |of: &str| {
            lines.iter().find_map(|line| match line {
                HelpLine::Action { keys, name, .. } if *name == of => Some(keys.clone()),
                _ => None,
            })
        };
        assert_eq!((keys("pack"), keys("palette")), (Some(":pack".into()), Some(":".into())));
    }

    #[test]
    fn every_sign_of_the_headlines_is_explained() {
        let lines = lines(&Keymap::default(), Place::Desk);
        for sign in ["●", "★", "⚑", "✎", "Δ", "▪", "⚐"] {
            let is_it = |line: &HelpLine| matches!(line, HelpLine::Mark { sign: of, .. } if *of == sign);
            assert_eq!(lines.iter().filter(|line| is_it(line)).count(), 1, "{sign}");
        }
    }
}
