//! Standard output: lines of what may reach a terminal, in colours where these are wanted.

use std::io::{self, IsTerminal, StdoutLock, Write};

use serde::Serialize;

use crate::config::Environment;
use crate::domain::{Safe, SafeText};

/// How a piece of a line looks, where there are colours.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look {
    Strong,
    Faint,
    Star,
    Problem,
}

impl Look {
    /// Parameters of SGR ([ECMA-48](https://ecma-international.org/publications-and-standards/standards/ecma-48/)).
    fn sgr(self) -> &'static str {
        match self {
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Star => "33",
            Self::Problem => "31",
        }
    }
}

/// Where a command's data goes.
pub(super) struct Out {
    writer: io::BufWriter<StdoutLock<'static>>,
    colours: bool,
    terminal: bool,
}

impl Out {
    /// Standard output. Colours only on a terminal, and not with [`NO_COLOR`](https://no-color.org).
    pub fn of_process(environment: &Environment) -> Self {
        let stdout = io::stdout().lock();
        let terminal = stdout.is_terminal();
        let colours = terminal && !environment.has("NO_COLOR");
        Self { writer: io::BufWriter::new(stdout), colours, terminal }
    }

    /// Whether a person looks at it.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// The columns of the terminal, when there is one.
    pub fn columns(&self) -> Option<u16> {
        self.size().map(|(columns, _)| columns)
    }

    /// The columns and rows of the terminal, when there is one.
    pub fn size(&self) -> Option<(u16, u16)> {
        if !self.terminal {
            return None;
        }
        #[cfg(unix)]
        let size = rustix::termios::tcgetwinsize(self.writer.get_ref()).ok().map(|size| (size.ws_col, size.ws_row));
        #[cfg(not(unix))]
        let size = None;
        size.filter(|(columns, _)| *columns > 0)
    }

    /// Writes a line of these pieces.
    pub fn line(&mut self, pieces: &[&dyn Safe]) -> io::Result<()> {
        for piece in pieces {
            write!(self.writer, "{piece}")?;
        }
        self.writer.write_all(b"\n")
    }

    /// Writes a piece of a line in this look.
    pub fn piece(&mut self, look: Option<Look>, piece: &dyn Safe) -> io::Result<()> {
        match look.filter(|_| self.colours) {
            Some(look) => write!(self.writer, "\u{1b}[{}m{piece}\u{1b}[0m", look.sgr()),
            None => write!(self.writer, "{piece}"),
        }
    }

    /// Writes a file of our own making as it is.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.write_all(bytes)?;
        self.flush()
    }

    /// Writes a value as JSON on one line. What is serialised holds outside text as [`SafeText`] only.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.writer, value)?;
        self.writer.write_all(b"\n")
    }

    /// Writes values as a JSON list, a line each.
    pub fn json_list<T: Serialize>(&mut self, values: impl IntoIterator<Item = T>) -> io::Result<()> {
        write_json_list(&mut self.writer, values)
    }

    /// Hands over what was written: before a command ends, and where a reader waits for it.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Writes values as a JSON list, a line each.
pub(super) fn write_json_list<T: Serialize>(
    writer: &mut impl Write,
    values: impl IntoIterator<Item = T>,
) -> io::Result<()> {
    writer.write_all(b"[")?;
    for (i, value) in values.into_iter().enumerate() {
        writer.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *writer, &value)?;
    }
    writer.write_all(b"\n]\n")
}

/// A number with its noun: "1 feed", "2 feeds".
pub(super) fn counted(number: usize, noun: &str) -> SafeText {
    SafeText::line(&format!("{number} {noun}{}", if number == 1 { "" } else { "s" }))
}

/// Says something on standard error in the place of what was said so before; a last line that is [`say`]d ends it.
pub(super) fn say_over(pieces: &[&dyn Safe]) {
    let text: String = pieces.iter().map(|piece| piece.to_string()).collect();
    let _ = write!(io::stderr(), "\r{text}");
}

/// Says something on standard error; that nobody listens is no error.
pub(super) fn say(pieces: &[&dyn Safe]) {
    let text: String = pieces.iter().map(|piece| piece.to_string()).collect();
    let _ = writeln!(io::stderr(), "{text}");
}

/// Asks on the terminal and returns the answer, trimmed; `None` when there is no terminal to ask on.
pub(super) fn ask(question: &[&dyn Safe]) -> io::Result<Option<String>> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(None);
    }
    let text: String = question.iter().map(|piece| piece.to_string()).collect();
    write!(io::stderr(), "{text} ")?;
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(Some(answer.trim().to_owned()))
}
