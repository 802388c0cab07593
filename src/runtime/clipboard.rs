//! The clipboard: through the terminal over ssh, through the desktop's own tool otherwise.

use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::domain::SafeText;

/// Desktop tools that read the text from stdin, with the variable that says that their desktop runs.
const TOOLS: &[(Option<&str>, &str, &[&str])] = &[
    (Some("WAYLAND_DISPLAY"), "wl-copy", &[]),
    (Some("DISPLAY"), "xclip", &["-selection", "clipboard"]),
    (Some("DISPLAY"), "xsel", &["--clipboard", "--input"]),
    #[cfg(target_os = "macos")]
    (None, "pbcopy", &[]),
    #[cfg(windows)]
    (None, "clip.exe", &[]),
];

/// Puts a text on the clipboard; returns what is to be said of the way it took.
///
/// Over ssh the desktop is elsewhere, and the terminal is asked by OSC 52
/// (<https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>), which answers nothing: whether it took the text
/// is not known. The same way is taken where no tool of the desktop is found.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn copy(text: &SafeText) -> anyhow::Result<&'static str> {
    let is_remote = env::var_os("SSH_TTY").is_some() || env::var_os("SSH_CONNECTION").is_some();
    if !is_remote {
        for (desktop, tool, arguments) in TOOLS {
            let runs = desktop.is_none_or(|variable| env::var_os(variable).is_some());
            if runs && copy_with(tool, arguments, text).is_ok() {
                return Ok("");
            }
        }
    }
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text.as_str()))
        .context("the terminal was not reached")?;
    Ok(" through the terminal")
}

fn copy_with(tool: &str, arguments: &[&str], text: &SafeText) -> anyhow::Result<()> {
    let mut child = Command::new(tool)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{tool} does not start"))?;
    let mut stdin = child.stdin.take().context("the tool has no stdin")?;
    stdin.write_all(text.as_bytes())?;
    drop(stdin);
    if !child.wait()?.success() {
        bail!("{tool} failed");
    }
    Ok(())
}
