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
mod commands;
mod editor;
mod events;
mod export;
#[cfg(feature = "images")]
mod graphics;
mod opener;
mod outside;
mod pictures;
mod reader;
mod saving;
mod subscriptions;
mod terminal;
mod unsaved;
mod watch;

use std::sync::Arc;

use anyhow::Context;
use tokio::sync::mpsc;

use crate::app::model;
use crate::app::pictures::Drawing;
use crate::config::Paths;
use crate::domain::{SafeText, SavedView};
use crate::poll::{PollEvent, PollerHandle};
use crate::store::Store;
use crate::tagging::SharedTagger;
use crate::ui::Theme;
use crate::ui::gallery::Paint;

pub use outside::Outside;
pub use reader::{Guest, Reader, Request};
pub use subscriptions::{Connect, Subscriptions, check_country};
pub use unsaved::Unsaved;
pub use watch::watch;

/// Starts the poller, and returns its handle and where its events arrive.
pub type StartPoller = Box<dyn FnOnce() -> anyhow::Result<(PollerHandle, mpsc::Receiver<PollEvent>)>>;

/// What the reader runs on.
pub struct Setup {
    /// Its size is replaced by the terminal's.
    pub model: model::Setup,
    pub store: Store,
    /// The one that the poller uses too.
    pub tagger: SharedTagger,
    /// Without them none can be changed.
    pub subscriptions: Option<Subscriptions>,
    pub theme: Theme,
    /// How pictures are shown, by its name in the settings; `None` where they are not to be.
    pub image_protocol: Option<String>,
    pub mouse: bool,
    /// A sentence to begin with (a cache that was set aside, say).
    pub notice: Option<SafeText>,
    /// Starts the poller; called after the first frame, so that the network never delays it.
    pub start_poller: Option<StartPoller>,
    /// The user's saved views.
    pub saved: Vec<SavedView>,
    /// Where the subscriptions lie, if a change of them is to be taken up at once.
    pub paths: Option<Paths>,
}

/// Runs the reader in the terminal until the user quits.
///
/// # Errors
/// When the terminal cannot be taken over or drawn on; [`Unsaved`] in the chain when changes were lost unseen.
pub async fn run(setup: Setup) -> anyhow::Result<()> {
    let asked_to_end = events::AskedToEnd::listen().context("the system's signals cannot be heard")?;
    let mut screen = terminal::Screen::enter(setup.mouse, setup.model.options.reorder)
        .context("the terminal cannot be taken over")?;
    let painter = setup.image_protocol.as_deref().and_then(painter);
    // Before its size is asked for, so that no change is missed.
    let keyboard = events::Keyboard::listen();
    let (columns, rows) = crossterm::terminal::size().context("the terminal has no size")?;
    let mut model_setup = setup.model;
    model_setup.size = ratatui::layout::Size { width: columns, height: rows };

    let store = setup.store.clone();
    let (mut outside, inbox) = Outside::new(setup.store, setup.tagger, setup.subscriptions);
    if let Some(painter) = painter {
        model_setup.options.drawing = Drawing::Cells(painter.cell());
        outside.paint_with(painter);
    }
    let mut reader = Reader::new(model_setup, setup.theme, outside, inbox);
    reader.model.saved = setup.saved;
    if let Some(notice) = setup.notice {
        reader.model.complain(notice);
    }
    reader.start();
    screen.draw(&mut reader)?;
    if let Some(start_poller) = setup.start_poller {
        match start_poller() {
            Ok(poller) => reader.attach(poller),
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "the poller did not start");
                reader.model.complain(SafeText::line(&format!("feeds are not polled: {error}")));
            }
        }
    }
    match setup.paths.map(|paths| watch(paths, store)).transpose() {
        Ok(changes) => changes.into_iter().for_each(|changes| reader.attend(changes)),
        Err(error) => tracing::warn!(%error, "feeds.toml is not watched; a change holds from the next start on"),
    }
    let result = events::run(&mut reader, &mut screen, keyboard, asked_to_end).await;
    screen.leave();
    match (result, reader.stop().await) {
        (Err(error), Err(unsaved)) => Err(error.context(unsaved)),
        (result, saved) => result.and(saved.map_err(Into::into)),
    }
}

/// What paints pictures for this terminal; nothing where the program was built without.
#[cfg(feature = "images")]
fn painter(protocol: &str) -> Option<Arc<dyn Paint>> {
    Some(Arc::new(graphics::painter(protocol)))
}

#[cfg(not(feature = "images"))]
fn painter(_protocol: &str) -> Option<Arc<dyn Paint>> {
    None
}
