//! A program in a pseudo-terminal, with a terminal emulator that sees what a person would.

use std::io::{Read, Write};
use std::num::NonZeroU16;
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
    master: Box<dyn MasterPty + Send>,
    before: Modes,
}

/// What a program can leave a terminal in, and must not.
#[derive(Clone, Debug, PartialEq)]
pub struct Modes {
    pub alternate_screen: bool,
    pub hidden_cursor: bool,
    pub bracketed_paste: bool,
    pub application_keys: bool,
    pub mouse: vt100::MouseProtocolMode,
    /// Colours and the like of what is written next.
    pub look: String,
    /// Raw or cooked, with echo or without: the line discipline's settings.
    pub line: String,
}

impl Modes {
    fn of(screen: &vt100::Screen, master: &dyn MasterPty) -> Self {
        Self {
            alternate_screen: screen.alternate_screen(),
            hidden_cursor: screen.hide_cursor(),
            bracketed_paste: screen.bracketed_paste(),
            application_keys: screen.application_cursor() || screen.application_keypad(),
            mouse: screen.mouse_protocol_mode(),
            look: screen.attributes_formatted(),
            #[cfg(unix)]
            line: format!("{:?}", master.get_termios().expect("a terminal has settings")),
            #[cfg(not(unix))]
            line: String::new(),
        }
    }
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
    /// Starts a program in a terminal of this size, with these variables only.
    pub fn spawn(program: &Path, arguments: &[&str], variables: &[(&str, &str)], columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        for (name, value) in variables {
            command.env(name, value);
        }
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let before = Modes::of(parser.screen(), &*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let state = State { parser, raw: Vec::new(), ended: false };
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
        Self { seen, writer, child, master: pair.master, before }
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen is as wanted, and returns its text.
    pub fn wait_for(&self, wanted: impl Fn(&vt100::Screen) -> bool) -> String {
        match self.wait_within(PATIENCE, wanted) {
            Ok(screen) => screen,
            Err(screen) => panic!("not seen; the screen is\n{screen}"),
        }
    }

    /// Waits so long until the screen is as wanted, and returns its text, as an error when it is not.
    pub fn wait_within(&self, patience: Duration, wanted: impl Fn(&vt100::Screen) -> bool) -> Result<String, String> {
        let deadline = Instant::now() + patience;
        let mut state = self.seen.state.lock().unwrap();
        while !wanted(state.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.ended {
                return Err(state.parser.screen().contents());
            }
            state = self.seen.changed.wait_timeout(state, left).unwrap().0;
        }
        Ok(state.parser.screen().contents())
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

    /// Gives the terminal another size, as a person who drags the window does.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen.state.lock().unwrap().parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// The number of the program's process.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("the program was started")
    }

    /// The terminal's modes.
    pub fn modes(&self) -> Modes {
        Modes::of(self.seen.state.lock().unwrap().parser.screen(), &*self.master)
    }

    /// The terminal's modes before the program was started.
    pub fn modes_before(&self) -> &Modes {
        &self.before
    }

    /// Every byte that the program wrote.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.state.lock().unwrap().raw.clone()
    }

    /// The text of the screen as it is.
    pub fn text(&self) -> String {
        self.with_screen(vt100::Screen::contents)
    }

    /// Looks at the screen as it is.
    pub fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.seen.state.lock().unwrap().parser.screen())
    }
}

/// At least one: the emulator has no terminals without cells, though the system has.
fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
