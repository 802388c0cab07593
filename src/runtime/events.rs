//! The loop: receive one, then all that wait, then draw one frame.

use crossterm::event::{Event, EventStream, MouseButton, MouseEvent, MouseEventKind};
use futures::StreamExt;

use super::clipboard::copy_through_terminal;
use super::reader::{Reader, Request};
use super::terminal::Screen;
use crate::app::key::Key;
use crate::app::message::{Message, Mouse, MouseWhat};
use crate::domain::SafeText;

/// The most messages taken between two frames, so that a flood still shows.
const BATCH: usize = 1_000;

/// Runs until the user quits, the terminal goes away, or the system asks to end.
pub async fn run(reader: &mut Reader, screen: &mut Screen) -> anyhow::Result<()> {
    let mut events = EventStream::new();
    let mut ended = std::pin::pin!(asked_to_end());
    loop {
        let message = tokio::select! {
            biased;
            () = &mut ended => return Ok(()),
            event = events.next() => match event {
                Some(Ok(event)) => message_of(event),
                // The terminal is gone; there is nobody left to read.
                Some(Err(_)) | None => return Ok(()),
            },
            message = reader.next() => Some(message),
        };
        reader.tick();
        let mut requests = message.map_or_else(Vec::new, |message| reader.take(message));
        for _ in 0..BATCH {
            let Some(message) = waiting_event(&mut events).or_else(|| reader.waiting()) else { break };
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
                    // The stream's thread must not read what the shell is typed.
                    drop(events);
                    screen.suspend()?;
                    events = EventStream::new();
                    let (columns, rows) = crossterm::terminal::size()?;
                    reader.take(Message::Resized { columns, rows });
                }
            }
        }
        screen.draw(reader)?;
    }
}

fn waiting_event(events: &mut EventStream) -> Option<Message> {
    loop {
        match futures::FutureExt::now_or_never(events.next())?? {
            Ok(event) => match message_of(event) {
                Some(message) => return Some(message),
                None => continue,
            },
            Err(_) => return None,
        }
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

/// Ends when the system asks the process to.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut terminate), Ok(mut hang_up)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup()))
        else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
    }
    #[cfg(not(unix))]
    std::future::pending::<()>().await
}
