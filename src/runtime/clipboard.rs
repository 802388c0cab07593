//! The clipboard: through the terminal over ssh, through the desktop's own tool otherwise.

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::domain::SafeText;

/// How a text gets to the clipboard here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// A program of the desktop that reads it from stdin.
    Tool(&'static Tool),
    /// OSC 52, an escape sequence that the terminal obeys or not, without an answer
    /// (<https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>).
    Terminal,
}

/// A program of the desktop.
#[derive(Debug, PartialEq)]
pub struct Tool {
    /// The variable that says that its desktop runs.
    desktop: Option<&'static str>,
    program: &'static str,
    arguments: &'static [&'static str],
}

const TOOLS: &[Tool] = &[
    Tool { desktop: Some("WAYLAND_DISPLAY"), program: "wl-copy", arguments: &[] },
    Tool { desktop: Some("DISPLAY"), program: "xclip", arguments: &["-selection", "clipboard"] },
    Tool { desktop: Some("DISPLAY"), program: "xsel", arguments: &["--clipboard", "--input"] },
    #[cfg(target_os = "macos")]
    Tool { desktop: None, program: "pbcopy", arguments: &[] },
    #[cfg(windows)]
    Tool { desktop: None, program: "clip.exe", arguments: &[] },
];

impl Way {
    /// The way for this session. Over ssh the desktop is elsewhere, and only the terminal can reach it.
    pub fn find() -> Self {
        let is_remote = env::var_os("SSH_TTY").is_some() || env::var_os("SSH_CONNECTION").is_some();
        let runs = |tool: &&Tool| {
            tool.desktop.is_none_or(|variable| env::var_os(variable).is_some()) && is_installed(tool.program)
        };
        match TOOLS.iter().find(runs) {
            Some(tool) if !is_remote => Self::Tool(tool),
            _ => Self::Terminal,
        }
    }
}

fn is_installed(program: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| Path::new(&folder).join(program).is_file())
}

impl Tool {
    /// Gives the text to the program, and waits for it.
    ///
    /// # Errors
    /// When it does not start, or fails.
    pub fn copy(&self, text: &SafeText) -> anyhow::Result<()> {
        let mut child = Command::new(self.program)
            .args(self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} does not start", self.program))?;
        let mut stdin = child.stdin.take().context("the program has no stdin")?;
        stdin.write_all(text.as_bytes()).with_context(|| format!("{} does not listen", self.program))?;
        drop(stdin);
        if !child.wait()?.success() {
            bail!("{} failed", self.program);
        }
        Ok(())
    }
}

/// Asks the terminal to put the text on the clipboard. Only on the thread that draws: the sequence must not fall
/// into a frame.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn copy_through_terminal(text: &SafeText) -> io::Result<()> {
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text.as_str()))
}
