//! How this terminal shows pictures: by what its environment says, and else by asking it.

use std::env;

use crossterm::terminal::window_size;

use crate::app::pictures::Pixels;
use crate::ui::pictures::{Painter, Protocol};

/// What is known without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    Kitty,
    Iterm2,
    Sixel,
    HalfBlocks,
    /// The terminal itself has to say whether it knows sixel.
    Ask,
}

/// What a terminal said of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Answers {
    has_sixel: bool,
    cell: Option<Pixels>,
    /// Whether it has answered the last question.
    is_whole: bool,
}

/// What paints for this terminal; `wish` is the setting `reading.image_protocol`. The terminal must be in raw mode, and
/// nobody else may listen to it.
pub fn painter(wish: &str) -> Painter {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let guess = match wish {
        "kitty" => Guess::Kitty,
        "iterm2" => Guess::Iterm2,
        "sixel" => Guess::Sixel,
        "half-blocks" => Guess::HalfBlocks,
        _ => guess(variable),
    };
    let answers = if guess == Guess::Ask { ask() } else { Answers::default() };
    let cell = size_of_cell().or(answers.cell);
    let half_blocks = Protocol::HalfBlocks { true_colour: has_true_colour(variable) };
    let protocol = match guess {
        // They are told how large a picture is in pixels, which nobody knows whose cells are of no known size.
        _ if cell.is_none() => half_blocks,
        Guess::Kitty => Protocol::Kitty,
        Guess::Iterm2 => Protocol::Iterm2,
        Guess::Sixel => Protocol::Sixel,
        Guess::Ask if answers.has_sixel => Protocol::Sixel,
        Guess::Ask | Guess::HalfBlocks => half_blocks,
    };
    tracing::info!(?protocol, ?cell, "pictures");
    let cell = cell.unwrap_or(Pixels::ORDINARY_CELL);
    Painter::new(protocol, if protocol == half_blocks { coarse(cell) } else { cell })
}

/// A cell of half-blocks shows two colours, however many pixels it has: where it stands for few, a picture takes the
/// room that there is and more of it is seen.
fn coarse(cell: Pixels) -> Pixels {
    const WIDTH: u32 = 4;
    Pixels { width: WIDTH, height: (WIDTH * cell.height / cell.width).clamp(WIDTH, 4 * WIDTH) }
}

/// What the terminal's own variables say. Those that programs leave to whatever is started within (`KITTY_WINDOW_ID`,
/// say) are not believed: the terminal may be another by now.
fn guess(variable: impl Fn(&str) -> String) -> Guess {
    let (term, program) = (variable("TERM"), variable("TERM_PROGRAM"));
    if term.starts_with("tmux") || program == "tmux" {
        // What tmux stands in may change under it; it says itself whether it can pass sixel on.
        return Guess::Ask;
    }
    if term.is_empty() || ["dumb", "linux", "screen", "vt"].iter().any(|plain| term.starts_with(plain)) {
        return Guess::HalfBlocks;
    }
    if term.contains("kitty") || term.contains("ghostty") || program == "ghostty" {
        return Guess::Kitty;
    }
    if ["iTerm.app", "WezTerm", "mintty", "rio", "WarpTerminal", "Tabby"].contains(&program.as_str())
        || variable("LC_TERMINAL") == "iTerm2"
    {
        return Guess::Iterm2;
    }
    // Konsole's sixel leaves pieces behind (<https://github.com/ratatui/ratatui-image#compatibility-matrix>).
    if program == "Apple_Terminal" || !variable("KONSOLE_VERSION").is_empty() {
        return Guess::HalfBlocks;
    }
    Guess::Ask
}

/// Whether all colours can be said (<https://github.com/termstandard/colors>).
fn has_true_colour(variable: impl Fn(&str) -> String) -> bool {
    let term = variable("TERM");
    matches!(variable("COLORTERM").as_str(), "truecolor" | "24bit")
        || term.ends_with("-direct")
        || ["kitty", "ghostty", "foot", "alacritty", "wezterm", "contour"].iter().any(|it| term.contains(it))
        || !variable("WT_SESSION").is_empty()
}

/// The pixels of a cell, where the system knows those of the window.
fn size_of_cell() -> Option<Pixels> {
    let size = window_size().ok()?;
    let pixels = |whole: u16, cells: u16| Some(u32::from(whole.checked_div(cells)?)).filter(|pixels| *pixels > 1);
    Some(Pixels { width: pixels(size.width, size.columns)?, height: pixels(size.height, size.rows)? })
}

/// Asks for the size of a cell and then for what the terminal is, which all terminals answer
/// (<https://vt100.net/docs/vt510-rm/DA1.html>, <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>). An answer
/// that comes late is known to be one to whoever listens then.
#[cfg(unix)]
fn ask() -> Answers {
    use std::io::{Write, stdin, stdout};
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    /// How long a terminal is waited for; one nearby answers in a few thousandths of a second.
    const PATIENCE: Duration = Duration::from_millis(150);
    const QUESTIONS: &[u8] = b"\x1b[16t\x1b[c";
    const ANSWERS_MAX: usize = 4_096;

    let stdin = stdin();
    let is_readable = |within: Duration| {
        let within = Timespec { tv_sec: 0, tv_nsec: within.subsec_nanos().into() };
        poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&within)).is_ok_and(|ready| ready > 0)
    };
    // What was typed ahead is the reader's, and would be lost here.
    let asked = !is_readable(Duration::ZERO) && stdout().write_all(QUESTIONS).and_then(|()| stdout().flush()).is_ok();
    let (deadline, mut heard) = (Instant::now() + PATIENCE, Vec::new());
    while asked && heard.len() < ANSWERS_MAX && !answers(&heard).is_whole {
        let left = deadline.saturating_duration_since(Instant::now());
        let mut bytes = [0; 256];
        match is_readable(left).then(|| rustix::io::read(&stdin, &mut bytes)) {
            Some(Ok(count @ 1..)) => heard.extend_from_slice(&bytes[..count]),
            _ => break,
        }
    }
    answers(&heard)
}

#[cfg(not(unix))]
fn ask() -> Answers {
    Answers::default()
}

/// Reads `CSI 6 ; height ; width t` and `CSI ? … c`, where 4 means sixel.
#[cfg_attr(not(unix), expect(dead_code, reason = "only unix asks"))]
fn answers(heard: &[u8]) -> Answers {
    let mut answers = Answers::default();
    let heard = String::from_utf8_lossy(heard);
    for sequence in heard.split("\x1b[").skip(1) {
        let Some(end) = sequence.find(|c: char| c.is_ascii_alphabetic()) else { continue };
        let (parameters, end) = (&sequence[..end], &sequence[end..]);
        if let Some(attributes) = parameters.strip_prefix('?').filter(|_| end.starts_with('c')) {
            answers.has_sixel = attributes.split(';').any(|attribute| attribute == "4");
            answers.is_whole = true;
        } else if let Some(size) = parameters.strip_prefix("6;").filter(|_| end.starts_with('t')) {
            let size =
                size.split_once(';').and_then(|(height, width)| Some((height.parse().ok()?, width.parse().ok()?)));
            let size = size.map(|(height, width)| Pixels { width, height });
            answers.cell = size.filter(|cell| (2..1_000).contains(&cell.width) && (2..1_000).contains(&cell.height));
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(variables: &'a [(&str, &str)]) -> impl Fn(&str) -> String + 'a {
        move |name| variables.iter().find(|(it, _)| *it == name).map(|(_, value)| value.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_environment_says_what_a_terminal_shows() {
        for (variables, expected) in [
            (&[("TERM", "xterm-kitty")][..], Guess::Kitty),
            (&[("TERM", "xterm-ghostty"), ("TERM_PROGRAM", "ghostty")], Guess::Kitty),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")], Guess::Iterm2),
            (&[("TERM", "xterm-256color"), ("LC_TERMINAL", "iTerm2")], Guess::Iterm2),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")], Guess::Iterm2),
            (&[("TERM", "foot")], Guess::Ask),
            (&[("TERM", "xterm-256color")], Guess::Ask),
            (&[("TERM", "alacritty"), ("KITTY_WINDOW_ID", "1")], Guess::Ask),
            (&[("TERM", "tmux-256color"), ("KITTY_WINDOW_ID", "1")], Guess::Ask),
            (&[("TERM", "screen-256color"), ("TERM_PROGRAM", "tmux"), ("LC_TERMINAL", "iTerm2")], Guess::Ask),
            (&[("TERM", "screen-256color")], Guess::HalfBlocks),
            (&[("TERM", "linux")], Guess::HalfBlocks),
            (&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "230800")], Guess::HalfBlocks),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], Guess::HalfBlocks),
            (&[], Guess::HalfBlocks),
        ] {
            assert_eq!(guess(of(variables)), expected, "{variables:?}");
        }
    }

    #[test]
    fn a_cell_of_half_blocks_stands_for_few_pixels_in_its_proportions() {
        for (cell, expected) in [((10, 20), (4, 8)), ((16, 32), (4, 8)), ((9, 16), (4, 7)), ((2, 900), (4, 16))] {
            let pixels = |(width, height)| Pixels { width, height };
            assert_eq!(coarse(pixels(cell)), pixels(expected));
        }
    }

    #[test]
    fn all_colours_are_said_where_the_terminal_knows_them() {
        assert!(has_true_colour(of(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")])));
        assert!(has_true_colour(of(&[("TERM", "foot")])));
        assert!(!has_true_colour(of(&[("TERM", "xterm-256color")])));
        assert!(!has_true_colour(of(&[("TERM", "linux")])));
    }

    #[test]
    fn a_terminals_answers_are_read_whole_in_part_and_not_at_all() {
        let cell = Some(Pixels { width: 9, height: 18 });
        for (heard, expected) in [
            ("\x1b[6;18;9t\x1b[?62;4;22c", Answers { has_sixel: true, cell, is_whole: true }),
            ("\x1b[?1;2c", Answers { has_sixel: false, cell: None, is_whole: true }),
            ("\x1b[?64;1;2;4c", Answers { has_sixel: true, cell: None, is_whole: true }),
            ("\x1b[?62;14;44c", Answers { has_sixel: false, cell: None, is_whole: true }),
            ("\x1b[6;18;9t\x1b[?62;4", Answers { has_sixel: false, cell, is_whole: false }),
            ("j\x1b[A\x1b[6;0;9t", Answers::default()),
            ("\x1b[6;99999999999;9t\x1b[6;;t\x1b[6t", Answers::default()),
            ("", Answers::default()),
            ("\u{fffd}\x1b[\x1b[é", Answers::default()),
        ] {
            assert_eq!(answers(heard.as_bytes()), expected, "{heard:?}");
        }
    }
}
