//! The imperative shell: the terminal, the event loop, and the effects that the pure heart asks for.
//!
//! ```text
//! terminal keys ─────┐
//! poller's events ───┼─▶ Reader::take → app::update → Effects → Outside → tasks ─┐
//! replies of tasks ──┘        │                                                  │
//!        ▲                    └─▶ one frame a batch                              │
//!        └───────────────────────────────────────────────────────────────────────┘
//! ```

mod clipboard;
mod events;
mod opener;
mod outside;
mod reader;
mod terminal;

use std::path::PathBuf;

use anyhow::Context;
use tokio::sync::mpsc;

use crate::app::model;
use crate::poll::{PollEvent, PollerHandle};
use crate::store::Store;
use crate::ui::Theme;

pub use outside::Outside;
pub use reader::Reader;

/// Starts the poller, and returns its handle and where its events arrive.
pub type StartPoller = Box<dyn FnOnce() -> (PollerHandle, mpsc::Receiver<PollEvent>)>;

/// What the reader runs on.
pub struct Setup {
    pub model: model::Setup,
    pub store: Store,
    pub theme: Theme,
    pub mouse: bool,
    /// A sentence to begin with (a cache that was set aside, say).
    pub notice: Option<crate::domain::SafeText>,
    /// Where the log lies, to name it when the reader dies.
    pub log_file: PathBuf,
    /// Starts the poller; called after the first frame, so that the network never delays it.
    pub start_poller: Option<StartPoller>,
}

/// Runs the reader in the terminal until the user quits.
///
/// # Errors
/// When the terminal cannot be taken over or drawn on.
pub async fn run(setup: Setup) -> anyhow::Result<()> {
    let mut screen = terminal::Screen::enter(setup.mouse).context("the terminal cannot be taken over")?;
    let (columns, rows) = crossterm::terminal::size().context("the terminal has no size")?;
    let mut model_setup = setup.model;
    model_setup.size = ratatui::layout::Size { width: columns, height: rows };

    let (outside, inbox) = Outside::new(setup.store);
    let mut reader = Reader::new(model_setup, setup.theme, outside, inbox);
    if let Some(notice) = setup.notice {
        reader.model.complain(notice);
    }
    reader.start();
    screen.draw(&reader)?;
    if let Some(start_poller) = setup.start_poller {
        reader.attach(start_poller());
    }
    let result = events::run(&mut reader, &mut screen).await;
    screen.leave();
    reader.stop().await;
    result
}
