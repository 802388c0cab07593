//! How things look. Colours are the terminal's own sixteen, so that they suit its background.

use ratatui::style::{Color, Modifier, Style};

/// The styles of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    pub text: Style,
    pub dim: Style,
    pub border: Style,
    pub border_focused: Style,
    pub heading: Style,
    pub selected: Style,
    /// The selected row of a pane that has not the focus.
    pub selected_dim: Style,
    pub unread: Style,
    pub star: Style,
    pub flag: Style,
    pub main_tag: Style,
    pub own_tag: Style,
    pub link: Style,
    pub code: Style,
    pub quote: Style,
    pub highlight: Style,
    /// Words that a source took out, and such that it put in.
    pub removed: Style,
    pub added: Style,
    pub problem: Style,
    pub key: Style,
}

impl Theme {
    /// In colour.
    pub fn colour() -> Self {
        let fg = |colour| Style::new().fg(colour);
        Self {
            text: Style::new(),
            // Not the palette's dark grey: Solarized has it as its background, and headlines that were read would be gone.
            dim: Style::new().add_modifier(Modifier::DIM),
            border: fg(Color::DarkGray),
            border_focused: fg(Color::Cyan),
            heading: fg(Color::Cyan).add_modifier(Modifier::BOLD),
            selected: Style::new().fg(Color::Black).bg(Color::Cyan),
            selected_dim: Style::new().add_modifier(Modifier::REVERSED | Modifier::DIM),
            unread: Style::new().add_modifier(Modifier::BOLD),
            star: fg(Color::Yellow),
            flag: fg(Color::Magenta),
            main_tag: fg(Color::Green).add_modifier(Modifier::BOLD),
            own_tag: fg(Color::Magenta),
            link: fg(Color::Blue).add_modifier(Modifier::UNDERLINED),
            code: fg(Color::Yellow),
            quote: Style::new().add_modifier(Modifier::ITALIC),
            highlight: Style::new().fg(Color::Black).bg(Color::Yellow),
            removed: fg(Color::Red),
            added: fg(Color::Green).add_modifier(Modifier::UNDERLINED),
            problem: fg(Color::Red),
            key: fg(Color::Yellow),
        }
    }

    /// Without colour, for `NO_COLOR` (<https://no-color.org>) and terminals that have none.
    pub fn plain() -> Self {
        let with = |modifier| Style::new().add_modifier(modifier);
        Self {
            text: Style::new(),
            dim: with(Modifier::DIM),
            border: with(Modifier::DIM),
            border_focused: with(Modifier::BOLD),
            heading: with(Modifier::BOLD),
            selected: with(Modifier::REVERSED),
            selected_dim: with(Modifier::REVERSED | Modifier::DIM),
            unread: with(Modifier::BOLD),
            star: with(Modifier::BOLD),
            flag: with(Modifier::BOLD),
            main_tag: with(Modifier::BOLD),
            own_tag: with(Modifier::ITALIC),
            link: with(Modifier::UNDERLINED),
            code: with(Modifier::DIM),
            quote: with(Modifier::ITALIC),
            highlight: with(Modifier::REVERSED),
            removed: with(Modifier::DIM),
            added: with(Modifier::UNDERLINED),
            problem: with(Modifier::BOLD),
            key: with(Modifier::BOLD),
        }
    }
}
