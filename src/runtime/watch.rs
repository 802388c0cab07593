//! `feeds.toml` is watched: what is changed in it, by hand or by another process, holds at once.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::EventKind;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::app::message::Message;
use crate::config::subscriptions::{self, Loaded};
use crate::config::{ConfigError, Paths};
use crate::domain::{SafeText, safe};
use crate::store::Store;

/// An editor writes a file in several steps; they are over when it has been quiet for this long.
const QUIET: Duration = Duration::from_millis(100);
/// How long a file that is gone or empty is waited for: an editor or a synchroniser may take it away before it puts the
/// new one in its place, and to believe that would subscribe to the whole list of defaults.
const PATIENCE: Duration = Duration::from_secs(5);

/// Watches the subscriptions of these paths. What becomes of a change is told over the returned channel; the watching
/// ends when that is dropped.
///
/// # Errors
/// When the system cannot watch.
pub fn watch(paths: Paths, store: Store) -> notify::Result<mpsc::Receiver<Message>> {
    // One waiting word of a change is as good as many.
    let (heard, mut changes) = mpsc::channel(1);
    let watcher = watcher(&paths.feeds_file, heard)?;
    let (told, messages) = mpsc::channel(1);
    tokio::spawn(async move {
        let _watcher = watcher;
        loop {
            tokio::select! {
                change = changes.recv() => if change.is_none() { return },
                () = told.closed() => return,
            }
            settle(&paths.feeds_file, &mut changes).await;
            if told.send(take_up(&paths, &store).await).await.is_err() {
                return;
            }
        }
    });
    Ok(messages)
}

/// Waits until the file has been quiet for a while; for longer while there is nothing in it.
async fn settle(file: &Path, changes: &mut mpsc::Receiver<()>) {
    loop {
        let patience = if is_blank(file) { PATIENCE } else { QUIET };
        if !timeout(patience, changes.recv()).await.is_ok_and(|change| change.is_some()) {
            return;
        }
    }
}

fn is_blank(file: &Path) -> bool {
    std::fs::metadata(file).map_or(true, |file| file.len() == 0)
}

/// Reads the subscriptions anew and gives them their numbers.
async fn take_up(paths: &Paths, store: &Store) -> Message {
    let paths = paths.clone();
    let read = tokio::task::spawn_blocking(move || subscriptions::load_all(&paths)).await;
    let Loaded { sources, views } = match read {
        Ok(Ok(loaded)) => loaded,
        Ok(Err(error)) => return Message::Failed(in_one_line(&error)),
        Err(error) => {
            tracing::error!(%error, "feeds.toml broke its reader");
            return Message::Failed("feeds.toml could not be read; the log says why".into());
        }
    };
    match store.declare_feeds(sources).await {
        Ok(feeds) => Message::FeedsChanged { feeds, saved: views },
        Err(error) => {
            tracing::error!(?error, "changed feeds were not declared");
            Message::Failed(error.sentence())
        }
    }
}

/// The first mistake, with its line.
fn in_one_line(error: &ConfigError) -> SafeText {
    tracing::warn!(%error, "feeds.toml has a mistake");
    let first = error.mistakes.first().map(|mistake| SafeText::line(&mistake.to_string())).unwrap_or_default();
    safe!("the feeds stay as they were: {}", first)
}

/// Watches the folders and not the file: editors write another file and put it in the place of the first, and the file
/// may be a link to one elsewhere.
fn watcher(file: &Path, heard: mpsc::Sender<()>) -> notify::Result<RecommendedWatcher> {
    let mut files = vec![std::path::absolute(file)?];
    files.extend(file.canonicalize().ok().filter(|target| *target != files[0]));
    let folders: Vec<PathBuf> = files.iter().filter_map(|file| file.parent()).map(Path::to_owned).collect();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| match event {
        Ok(event) if is_change(&event, &files) => {
            // One that waits already says the same.
            let _ = heard.try_send(());
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "feeds.toml is not watched well"),
    })?;
    // A folder that is to be watched has to be there.
    std::fs::create_dir_all(&folders[0])?;
    for folder in folders {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    Ok(watcher)
}

/// Reading is no change, nor is what happens to other files.
fn is_change(event: &Event, files: &[PathBuf]) -> bool {
    let is_ours = |path: &PathBuf| files.iter().any(|file| file.file_name() == path.file_name());
    event.need_rescan() || (!matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_emptied_file_is_not_believed_before_it_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("feeds.toml");
        for text in [None, Some("")] {
            if let Some(text) = text {
                std::fs::write(&file, text).unwrap();
            }
            let (heard, mut changes) = mpsc::channel(1);
            let early = timeout(QUIET * 3, settle(&file, &mut changes)).await;
            assert!(early.is_err(), "it waits for longer than for a file with something in it");
            std::fs::write(&file, "defaults = false").unwrap();
            heard.send(()).await.unwrap();
            settle(&file, &mut changes).await;
            assert!(!is_blank(&file));
            std::fs::remove_file(&file).unwrap();
        }
    }
}
