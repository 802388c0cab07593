//! The loop: receive one, then all that wait, then draw one frame.

use std::io;

use crossterm::event::{Event, EventStream, MouseButton, MouseEvent, MouseEventKind};
use futures::{FutureExt, StreamExt};
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::clipboard::copy_through_terminal;
use super::reader::{Guest, Reader, Request};
use super::terminal::Screen;
use crate::app::key::Key;
use crate::app::message::{Message, Mouse, MouseWhat};
use crate::domain::SafeText;

/// The most messages taken between two frames, so that a flood still shows.
const BATCH: usize = 1_000;

/// Runs until the user quits, the terminal goes away, or the system asks to end.
pub async fn run(
    reader: &mut Reader,
    screen: &mut Screen,
    mut keyboard: Keyboard,
    mut asked_to_end: AskedToEnd,
) -> anyhow::Result<()> {
    loop {
        let message = tokio::select! {
            biased;
            () = asked_to_end.wait() => return Ok(()),
            message = keyboard.messages.recv() => match message {
                Some(message) => message,
                // The terminal is gone; there is nobody left to read.
                None => return Ok(()),
            },
            message = reader.next() => message,
        };
        reader.tick();
        let mut requests = reader.take(message);
        for _ in 0..BATCH {
            let Some(message) = keyboard.messages.try_recv().ok().or_else(|| reader.waiting()) else { break };
            requests.extend(reader.take(message));
        }
        for request in requests {
            match request {
                Request::Quit => return Ok(()),
                Request::Redraw => screen.redraw()?,
                Request::CopyThroughTerminal { text, what } => {
                    copy_through_terminal(&text)?;
                    // Whether the terminal took it is not known.
                    let sentence = SafeText::line(&format!("asked the terminal to copy {what}"));
                    reader.take(Message::Done(sentence));
                }
                Request::Suspend => {
                    // Nobody must read what the shell is typed.
                    keyboard.stop().await;
                    screen.suspend()?;
                    keyboard = listen_again(reader)?;
                }
                Request::Lend(Guest(guest)) => {
                    // Nobody else must read what the program is typed.
                    keyboard.stop().await;
                    let message = screen.lend(guest)?;
                    // Ctrl-C was meant for the program, but the terminal tells it to both.
                    asked_to_end.forget_interrupts();
                    keyboard = listen_again(reader)?;
                    reader.take(message);
                }
            }
        }
        screen.draw(reader)?;
    }
}

/// Listens to the terminal after another program had it, and may have left it with another size.
fn listen_again(reader: &mut Reader) -> io::Result<Keyboard> {
    let keyboard = Keyboard::listen();
    let (columns, rows) = crossterm::terminal::size()?;
    reader.take(Message::Resized { columns, rows });
    Ok(keyboard)
}

/// What the terminal sends, as messages. A task of its own reads it, because an `EventStream` that was asked
/// without waiting forgets whom to wake.
pub struct Keyboard {
    messages: mpsc::Receiver<Message>,
    listener: JoinHandle<()>,
}

impl Keyboard {
    /// Begins to listen; what happens from now on is heard.
    pub fn listen() -> Self {
        let (heard, messages) = mpsc::channel(BATCH);
        let mut events = EventStream::new();
        let listener = tokio::spawn(async move {
            while let Some(Ok(event)) = events.next().await {
                let Some(message) = message_of(event) else { continue };
                if heard.send(message).await.is_err() {
                    return;
                }
            }
        });
        Self { messages, listener }
    }

    /// Stops listening. Aborting alone would leave the stream listening for a while, and what the terminal sends next
    /// is meant for somebody else.
    async fn stop(mut self) {
        self.listener.abort();
        // That it was aborted is no news.
        let _ = (&mut self.listener).await;
        // The stream's thread may still stand before the terminal, and would take what comes next. It holds a lock
        // meanwhile, which a new stream has to wait for.
        drop(EventStream::new());
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

fn message_of(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => Key::from_event(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Pasted(text)),
        Event::Resize(columns, rows) => Some(Message::Resized { columns, rows }),
        Event::Mouse(mouse) => mouse_of(mouse).map(Message::Mouse),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn mouse_of(event: MouseEvent) -> Option<Mouse> {
    let what = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseWhat::Click,
        MouseEventKind::ScrollUp => MouseWhat::WheelUp,
        MouseEventKind::ScrollDown => MouseWhat::WheelDown,
        _ => return None,
    };
    Some(Mouse { column: event.column, row: event.row, what })
}

/// The system's asking the process to end.
pub struct AskedToEnd {
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(unix)]
    hang_up: Signal,
    #[cfg(unix)]
    interrupt: Signal,
}

#[cfg(unix)]
impl AskedToEnd {
    /// Begins to listen.
    ///
    /// # Errors
    /// When signals cannot be listened for.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Ends when the process is asked to. Cancel-safe.
    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Takes back that the process was interrupted.
    fn forget_interrupts(&mut self) {
        while self.interrupt.recv().now_or_never().flatten().is_some() {}
    }
}

#[cfg(not(unix))]
impl AskedToEnd {
    /// Nothing asks here.
    ///
    /// # Errors
    /// Never.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn wait(&mut self) {
        std::future::pending().await
    }

    fn forget_interrupts(&mut self) {}
}
