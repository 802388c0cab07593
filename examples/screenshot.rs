//! Makes the README's picture from a real run: `cargo run --release --example screenshot -- docs/screenshot.svg`.
//!
//! The demo runs in a pseudo-terminal, a few keys are pressed, and what a terminal emulator saw is written as SVG.

#[path = "../tests/it/support/pty.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod pty;

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{bail, ensure};
use pty::Pty;

const COLUMNS: u16 = 140;
const ROWS: u16 = 40;
/// The background of what is lit up, in the terminal's palette.
const HIGHLIGHT: vt100::Color = vt100::Color::Idx(3);
/// The size of a cell in SVG units, for a monospaced font of 14.
const CELL: (f32, f32) = (8.4, 18.0);
const BACKGROUND: &str = "#16181d";
const FOREGROUND: &str = "#d4d7dd";
/// The sixteen colours of the picture's terminal.
const PALETTE: [&str; 16] = [
    "#16181d", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#abb2bf", "#7a828e", "#e06c75",
    "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#ffffff",
];

fn main() -> anyhow::Result<()> {
    let target = env::args().nth(1).map_or_else(|| PathBuf::from("docs/screenshot.svg"), PathBuf::from);
    let program = build()?;
    let mut terminal = Pty::spawn(&program, &["demo"], &[("TZ", "UTC")], COLUMNS, ROWS);
    terminal.wait_for_text("refreshed:");
    // The year 1962 and its neighbours, one article open and starred, with the words of one of its tags lit up.
    terminal.send("/cuba OR suez OR berlin\r");
    terminal.wait_for_text("Search: cuba");
    terminal.wait_for_text("Countries");
    terminal.send("jjs\r");
    terminal.wait_for_text("★ 1");
    terminal.send("\t");
    // A frame may come in parts; the tag stands in several places.
    terminal.wait_for(|screen| cells_on(screen, HIGHLIGHT) > 3 * "Cuba".len());
    let svg = terminal.with_screen(svg);
    fs::write(&target, svg)?;
    terminal.send("Q");
    terminal.wait_for_end();
    Ok(())
}

/// Builds the program and returns where it lies: cargo builds none for an example, and an old one would show the past.
fn build() -> anyhow::Result<PathBuf> {
    let example = env::current_exe()?;
    let mut folders = example.ancestors().skip(2);
    let (Some(folder), Some(target)) = (folders.next(), folders.next()) else {
        bail!("{} is not where cargo puts examples", example.display());
    };
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--bin", "chancery", "--profile", profile, "--target-dir"])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    ensure!(built.success(), "chancery was not built, so there is nothing to take a picture of");
    Ok(folder.join("chancery").with_extension(env::consts::EXE_EXTENSION))
}

fn cells_on(screen: &vt100::Screen, background: vt100::Color) -> usize {
    let cells = (0..ROWS).flat_map(|row| (0..COLUMNS).filter_map(move |column| screen.cell(row, column)));
    cells.filter(|cell| cell.bgcolor() == background).count()
}

fn svg(screen: &vt100::Screen) -> String {
    let (width, height) = (f32::from(COLUMNS) * CELL.0, f32::from(ROWS) * CELL.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-size=\"14\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{BACKGROUND}\"/>\n"
    );
    for row in 0..ROWS {
        let mut column = 0;
        while column < COLUMNS {
            column += run(&mut svg, screen, row, column);
        }
    }
    svg + "</svg>\n"
}

/// Writes the cells of one look that begin here, and returns how many they are.
fn run(svg: &mut String, screen: &vt100::Screen, row: u16, start: u16) -> u16 {
    let look = look(screen, row, start);
    let mut text = String::new();
    let mut end = start;
    while end < COLUMNS && self::look(screen, row, end) == look {
        let cell = screen.cell(row, end).expect("the cell is on the screen");
        if !cell.is_wide_continuation() {
            text.push_str(if cell.has_contents() { cell.contents() } else { " " });
        }
        end += 1;
    }
    let (x, y) = (f32::from(start) * CELL.0, f32::from(row) * CELL.1);
    let width = f32::from(end - start) * CELL.0;
    if let Some(background) = look.background {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{}\" fill=\"{background}\"/>",
            CELL.1
        );
    }
    if !text.trim().is_empty() {
        let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
        let style = if look.italic { " font-style=\"italic\"" } else { "" };
        let line = if look.underline { " text-decoration=\"underline\"" } else { "" };
        let opacity = if look.dim { " opacity=\"0.7\"" } else { "" };
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" fill=\"{}\" textLength=\"{width:.1}\" xml:space=\"preserve\"{weight}{style}{line}{opacity}>{escaped}</text>",
            y + 14.0,
            look.foreground,
        );
    }
    end - start
}

#[derive(PartialEq)]
struct Look {
    foreground: &'static str,
    background: Option<&'static str>,
    bold: bool,
    italic: bool,
    underline: bool,
    dim: bool,
}

fn look(screen: &vt100::Screen, row: u16, column: u16) -> Look {
    let cell = screen.cell(row, column).expect("the cell is on the screen");
    let (mut foreground, mut background) = (colour(cell.fgcolor()), colour(cell.bgcolor()));
    if cell.inverse() {
        (foreground, background) = (background.or(Some(BACKGROUND)), foreground.or(Some(FOREGROUND)));
    }
    Look {
        foreground: foreground.unwrap_or(FOREGROUND),
        background,
        bold: cell.bold(),
        italic: cell.italic(),
        underline: cell.underline(),
        dim: cell.dim(),
    }
}

fn colour(colour: vt100::Color) -> Option<&'static str> {
    match colour {
        vt100::Color::Idx(index) => PALETTE.get(usize::from(index)).copied(),
        vt100::Color::Default | vt100::Color::Rgb(..) => None,
    }
}
