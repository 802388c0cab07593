//! Keys, as they are pressed and as they are written in the config file.

use std::fmt;

pub use crossterm::event::{KeyCode, KeyModifiers};
use crossterm::event::{KeyEvent, KeyEventKind};

use crate::domain::SafeText;

/// One key press: what it produces, with the modifiers that are not part of it.
///
/// For a character the produced character counts, not the physical key: `?` is `?`, however it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

impl Key {
    /// The key of a press; `None` for releases, and for keys that are only modifiers.
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release || matches!(event.code, KeyCode::Modifier(_) | KeyCode::Null) {
            return None;
        }
        Some(Self::new(event.code, event.modifiers))
    }

    fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let modifiers = modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        match code {
            // Terminals send Ctrl-D for both Ctrl-d and Ctrl-Shift-d; the lower case is the one name.
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                Self { code: KeyCode::Char(c.to_ascii_lowercase()), modifiers: modifiers - KeyModifiers::SHIFT }
            }
            KeyCode::Char(c) => Self { code: KeyCode::Char(c), modifiers: modifiers - KeyModifiers::SHIFT },
            KeyCode::BackTab => Self { code, modifiers: KeyModifiers::NONE },
            code => Self { code, modifiers },
        }
    }

    /// A key without modifiers.
    pub fn plain(code: KeyCode) -> Self {
        Self::new(code, KeyModifiers::NONE)
    }

    /// The character it types into a prompt, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Some(c),
            _ => None,
        }
    }
}

/// The text names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no key; keys are written j, G, gg, Ctrl-d, Alt-x, Space, Enter, Esc, Tab, Shift-Tab, PageDown, F5 …")]
pub struct NotAKey(pub String);

/// Reads a sequence of keys as the config file writes it: a chord or named key (`Ctrl-d`, `Space`), or
/// characters one after the other (`gg`).
///
/// # Errors
/// [`NotAKey`] for an empty text, an unknown modifier or an unknown name.
pub fn parse_sequence(text: &str) -> Result<Vec<Key>, NotAKey> {
    let refuse = || NotAKey(text.to_owned());
    if let Some(key) = parse_chord(text) {
        return Ok(vec![key]);
    }
    let is_plain = |c: char| !c.is_control() && !c.is_whitespace();
    if text.is_empty() || text.chars().count() > 4 || !text.chars().all(is_plain) {
        return Err(refuse());
    }
    Ok(text.chars().map(|c| Key::plain(KeyCode::Char(c))).collect())
}

fn parse_chord(text: &str) -> Option<Key> {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = text;
    loop {
        let (modifier, after) = if let Some(after) = rest.strip_prefix("Ctrl-") {
            (KeyModifiers::CONTROL, after)
        } else if let Some(after) = rest.strip_prefix("Alt-") {
            (KeyModifiers::ALT, after)
        } else if let Some(after) = rest.strip_prefix("Shift-") {
            (KeyModifiers::SHIFT, after)
        } else {
            break;
        };
        modifiers |= modifier;
        rest = after;
    }
    if rest == "Tab" && modifiers.contains(KeyModifiers::SHIFT) {
        return Some(Key::plain(KeyCode::BackTab));
    }
    let mut chars = rest.chars();
    let code = match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_control() && !c.is_whitespace() => KeyCode::Char(c),
        _ => parse_named(rest)?,
    };
    Some(Key::new(code, modifiers))
}

/// The names of keys that are not characters.
const NAMED: &[(&str, KeyCode)] = &[
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
];

fn parse_named(name: &str) -> Option<KeyCode> {
    if let Some(number) = name.strip_prefix('F').and_then(|digits| digits.parse::<u8>().ok()) {
        return (1..=24).contains(&number).then_some(KeyCode::F(number));
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|&(_, code)| code)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, prefix) in
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
        {
            if self.modifiers.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// Writes a sequence as the config file does.
pub fn show_sequence(keys: &[Key]) -> SafeText {
    SafeText::line(&keys.iter().map(Key::to_string).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_pressed() {
        let pressed = |code, modifiers| Key::from_event(KeyEvent::new(code, modifiers)).unwrap();
        let cases = [
            ("j", pressed(KeyCode::Char('j'), KeyModifiers::NONE)),
            ("G", pressed(KeyCode::Char('G'), KeyModifiers::SHIFT)),
            ("?", pressed(KeyCode::Char('?'), KeyModifiers::SHIFT)),
            ("Ctrl-d", pressed(KeyCode::Char('D'), KeyModifiers::CONTROL | KeyModifiers::SHIFT)),
            ("Shift-Tab", pressed(KeyCode::BackTab, KeyModifiers::SHIFT)),
            ("Space", pressed(KeyCode::Char(' '), KeyModifiers::NONE)),
            ("Alt-Enter", pressed(KeyCode::Enter, KeyModifiers::ALT)),
            ("F5", pressed(KeyCode::F(5), KeyModifiers::NONE)),
            ("-", pressed(KeyCode::Char('-'), KeyModifiers::NONE)),
        ];
        for (text, key) in cases {
            assert_eq!(parse_sequence(text), Ok(vec![key]), "{text}");
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn characters_in_a_row_are_a_sequence() {
        let keys = parse_sequence("gg").unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(show_sequence(&keys), "gg");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for bad in ["", "Ctrl-", "Hyper-x", "toolong", "g g", "Ctrl-Foo"] {
            assert!(parse_sequence(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_release_is_no_key() {
        let release = KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(Key::from_event(release), None);
    }
}
