//! A program in a pseudo-terminal, with a terminal emulator that sees what a person would.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// How long anything may take before a wait is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a pseudo-terminal.
#[allow(dead_code, reason = "the screenshot example uses more of it than the tests")]
pub struct Pty {
    seen: Arc<Seen>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    raw: Vec<u8>,
    ended: bool,
}

impl Pty {
    /// Starts a program in a terminal of this size.
    pub fn spawn(program: &Path, arguments: &[&str], variables: &[(&str, &str)], columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let state = State {
            parser: vt100::Parser::new(rows.max(1).try_into().unwrap(), columns.max(1).try_into().unwrap(), 0),
            raw: Vec::new(),
            ended: false,
        };
        let seen = Arc::new(Seen { state: Mutex::new(state), changed: Condvar::new() });
        let watched = seen.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut state = watched.state.lock().unwrap();
                state.parser.process(&buffer[..read]);
                state.raw.extend_from_slice(&buffer[..read]);
                state.ended |= read == 0;
                watched.changed.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        Self { seen, writer, child, _master: pair.master }
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen is as wanted, and returns its text.
    pub fn wait_for(&self, wanted: impl Fn(&vt100::Screen) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.seen.state.lock().unwrap();
        while !wanted(state.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !state.ended, "not seen; the screen is\n{}", state.parser.screen().contents());
            state = self.seen.changed.wait_timeout(state, left).unwrap().0;
        }
        state.parser.screen().contents()
    }

    /// Waits until a text stands on the screen.
    pub fn wait_for_text(&self, text: &str) -> String {
        self.wait_for(|screen| screen.contents().contains(text))
    }

    /// Waits until the program ends.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.seen.state.lock().unwrap();
        while !state.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "still running; the screen is\n{}", state.parser.screen().contents());
            state = self.seen.changed.wait_timeout(state, left).unwrap().0;
        }
        drop(state);
        self.child.wait().unwrap()
    }

    /// Every byte that the program wrote.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.state.lock().unwrap().raw.clone()
    }

    /// Looks at the screen as it is.
    pub fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.seen.state.lock().unwrap().parser.screen())
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
