//! The terminal: taken over, drawn on, given back — also after a panic.

use std::cell::Cell;
use std::io::{self, Stdout, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::style::Print;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::reader::Reader;
use crate::fetch::is_guarded;

/// The terminal in the reader's hands.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    mouse: bool,
    reorders: bool,
}

/// Whether the terminal is taken over at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread owns the terminal: only its panic ends the program.
    static OWNER: Cell<bool> = const { Cell::new(false) };
}

impl Screen {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste and, if wanted, the mouse. When the reader
    /// reorders text from right to left, the terminal is told to leave it as it comes.
    pub fn enter(mouse: bool, reorders: bool) -> io::Result<Self> {
        install_panic_hook();
        // Made first: what fails from here on gives the terminal back when it is dropped.
        let mut screen = Self { terminal: Terminal::new(CrosstermBackend::new(stdout()))?, mouse, reorders };
        take_over(mouse, reorders)?;
        screen.redraw()?;
        Ok(screen)
    }

    /// Draws one frame.
    pub fn draw(&mut self, reader: &mut Reader) -> io::Result<()> {
        self.terminal.draw(|frame| reader.draw(frame)).map(drop)
    }

    /// Draws every cell at the next frame.
    ///
    /// `Terminal::clear` would ask the terminal where its cursor stands and wait for the answer, which the keyboard's
    /// listener may take, which some terminals never give, and which ends the program when it does not come.
    pub fn redraw(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Gives the terminal back, as dropping does.
    pub fn leave(self) {}

    /// Gives the terminal back, stops the process as Ctrl-Z does in other programs, and takes the terminal over
    /// again when the shell resumes it.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        #[cfg(unix)]
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        take_over(self.mouse, self.reorders)?;
        self.redraw()
    }

    /// Gives the terminal to a program until it ends.
    pub fn lend<T>(&mut self, guest: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let outcome = guest();
        take_over(self.mouse, self.reorders)?;
        self.redraw()?;
        Ok(outcome)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Explicit and implicit mode of the terminal's handling of text from right to left
/// ([BiDi in terminal emulators](https://terminal-wg.pages.freedesktop.org/bidi/recommendation/escape-sequences.html)).
/// Terminals that know nothing of it pass over both.
const EXPLICIT_BIDI: Print<&str> = Print("\x1b[8l");
const IMPLICIT_BIDI: Print<&str> = Print("\x1b[8h");

/// Whether the terminal is in explicit mode.
static EXPLICIT: AtomicBool = AtomicBool::new(false);

fn take_over(mouse: bool, reorders: bool) -> io::Result<()> {
    OWNER.set(true);
    TAKEN.store(true, Ordering::Release);
    enable_raw_mode()?;
    queue!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        queue!(stdout(), EnableMouseCapture)?;
    }
    if reorders {
        EXPLICIT.store(true, Ordering::Release);
        queue!(stdout(), EXPLICIT_BIDI)?;
    }
    io::Write::flush(&mut stdout())
}

/// Gives the terminal back. There is nothing left to do about an error here.
fn give_back() {
    if TAKEN.swap(false, Ordering::AcqRel) {
        if EXPLICIT.swap(false, Ordering::AcqRel) {
            let _ = queue!(stdout(), IMPLICIT_BIDI);
        }
        let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// Every panic goes to the log. A guarded one (a feed that broke the parser) goes nowhere else; one of the thread
/// that owns the terminal gives it back first, so that the message can be read.
///
/// ratatui's own hook would leave the alternate screen for caught panics of any thread.
fn install_panic_hook() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    if INSTALLED.swap(true, Ordering::AcqRel) {
        return;
    }
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if is_guarded() {
            tracing::warn!(panic = %info, "a guarded panic");
            return;
        }
        tracing::error!(panic = %info, "a panic");
        if OWNER.get() {
            give_back();
        }
        // On the alternate screen the message would only garble the picture; it is in the log.
        if !TAKEN.load(Ordering::Acquire) {
            default(info);
        }
    }));
}
