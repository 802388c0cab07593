//! A screen as text that shows its styles too.
//!
//! First the characters, framed so that trailing spaces are seen; then a map of the same shape with a letter for each
//! cell's style, `.` where there is none; then what the letters mean. A letter always means the same style.

use std::collections::BTreeMap;
use std::fmt::Write;

use chancery::text::width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier, Style};

/// The styles that have a letter of their own. Others get digits.
fn letters() -> Vec<(char, Style)> {
    let fg = |colour| Style::new().fg(colour);
    let with = |modifier| Style::new().add_modifier(modifier);
    vec![
        ('.', Style::new()),
        ('B', with(Modifier::BOLD)),
        ('i', with(Modifier::ITALIC)),
        ('d', fg(Color::DarkGray)),
        ('D', with(Modifier::DIM)),
        ('c', fg(Color::Cyan)),
        ('C', fg(Color::Cyan).add_modifier(Modifier::BOLD)),
        ('y', fg(Color::Yellow)),
        ('m', fg(Color::Magenta)),
        ('r', fg(Color::Red)),
        ('g', fg(Color::Green)),
        ('G', fg(Color::Green).add_modifier(Modifier::BOLD)),
        ('u', fg(Color::Blue).add_modifier(Modifier::UNDERLINED)),
        ('U', with(Modifier::UNDERLINED)),
        ('#', fg(Color::Black).bg(Color::Cyan)),
        ('R', with(Modifier::REVERSED)),
        ('%', with(Modifier::REVERSED | Modifier::DIM)),
        ('!', fg(Color::Black).bg(Color::Yellow)),
    ]
}

/// The screen, its styles and the place of the terminal's cursor.
pub fn dump(buffer: &Buffer, cursor: Option<Position>) -> String {
    let size = buffer.area;
    let mut letters = letters();
    let mut used = BTreeMap::new();
    let mut text = String::new();
    for y in 0..size.height {
        let row: String = shown(buffer, y).map(|(_, cell)| cell.symbol()).collect();
        writeln!(text, "▏{row}▕").unwrap();
    }
    text.push('\n');
    for y in 0..size.height {
        let mut row = String::new();
        for (columns, cell) in shown(buffer, y) {
            let style = style_of(cell);
            let letter = letters.iter().find(|(_, known)| *known == style).map(|(letter, _)| *letter);
            let letter = letter.unwrap_or_else(|| {
                let digit = letters.iter().filter(|(letter, _)| letter.is_ascii_digit()).count();
                let digit = char::from_digit(digit as u32, 10).expect("a screen has few styles without a letter");
                letters.push((digit, style));
                digit
            });
            used.insert(letter, style);
            row.extend(std::iter::repeat_n(letter, columns));
        }
        writeln!(text, "▏{row}▕").unwrap();
    }
    text.push('\n');
    for (letter, style) in used.iter().filter(|(letter, _)| **letter != '.') {
        writeln!(text, "{letter} {}", name(*style)).unwrap();
    }
    if let Some(Position { x, y }) = cursor {
        writeln!(text, "cursor in column {x} of row {y}").unwrap();
    }
    text
}

/// The cells of a row that a terminal shows, with their columns; a wide one hides those behind it.
pub fn shown(buffer: &Buffer, y: u16) -> impl Iterator<Item = (usize, &Cell)> {
    let mut x = 0;
    std::iter::from_fn(move || {
        let cell = (x < buffer.area.width).then(|| &buffer[(x, y)])?;
        let columns = width(cell.symbol()).max(1);
        x += columns as u16;
        Some((columns, cell))
    })
}

/// A cell's style without what is only the terminal's default.
fn style_of(cell: &Cell) -> Style {
    let colour = |colour| (colour != Color::Reset).then_some(colour);
    Style { fg: colour(cell.fg), bg: colour(cell.bg), ..Style::new() }.add_modifier(cell.modifier)
}

/// A style in words, such as `cyan bold` or `black on yellow`.
fn name(style: Style) -> String {
    let mut words: Vec<String> = style.fg.iter().map(|colour| colour.to_string().to_lowercase()).collect();
    words.extend(style.bg.iter().map(|colour| format!("on {}", colour.to_string().to_lowercase())));
    words.extend(style.add_modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    words.join(" ")
}
