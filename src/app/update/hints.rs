//! Letters over the links on the screen: typing one opens its link.

use super::super::effect::Effects;
use super::super::hints::Hints;
use super::super::key::{Key, KeyCode};
use super::super::model::Model;
use super::links;

/// Puts letters over the links on the screen.
pub fn show(model: &mut Model) -> Effects {
    if model.hinted_links().is_empty() {
        model.say("no link is on the screen");
    } else {
        model.hints = Some(Hints::default());
        model.say("type the letters of a link");
    }
    Effects::none()
}

/// A key while letters stand over the links.
pub fn key(model: &mut Model, key: Key) -> Effects {
    let typed = match (key.code, key.typed()) {
        (KeyCode::Backspace, _) => {
            model.hints = Some(Hints::default());
            return Effects::none();
        }
        (_, Some(letter)) => format!("{}{}", model.hints.as_ref().map_or("", |hints| &hints.typed), letter),
        _ => {
            end(model);
            return Effects::none();
        }
    };
    let hinted = model.hinted_links();
    if let Some((link, _)) = hinted.iter().find(|(_, label)| *label == typed) {
        end(model);
        return links::open_link(model, *link);
    }
    if hinted.iter().any(|(_, label)| label.starts_with(&typed)) {
        model.hints = Some(Hints { typed });
    } else {
        end(model);
        model.say("no link has these letters");
    }
    Effects::none()
}

fn end(model: &mut Model) {
    (model.hints, model.notice) = (None, None);
}
