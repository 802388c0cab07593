//! `chancery demo`: the real reader on a feed server inside the process, with a throw-away cache.

use std::fs;
use std::sync::atomic::Ordering;
use std::time::Duration;

use clap::Args;

use super::error::Error;
use super::output::say;
use super::reader;
use super::session::Session;
use crate::config::Settings;
use crate::config::subscriptions::{Loaded, subscribe};
use crate::demo::{Server, publishers};
use crate::domain::{Source, parse_duration};

/// How often the demo's feeds are polled, so that something is seen to happen.
const INTERVAL: Duration = Duration::from_secs(10);

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Take the network away after so long, such as 30s
    #[arg(long, value_name = "TIME", value_parser = duration)]
    cut_after: Option<Duration>,
}

fn duration(text: &str) -> Result<Duration, &'static str> {
    parse_duration(text).ok_or("a duration is written 30s, 5m or 1h")
}

/// The demo's dispatches are decades old, by which rhythm they would be asked for every few hours.
fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.polling.interval = INTERVAL;
    settings.polling.max_interval = INTERVAL;
    settings
}

/// The demo's feeds lie in a file as the user's own do, so that they can be changed in the reader.
fn write_feeds(session: &Session, sources: &[Source]) -> Result<(), Error> {
    fs::write(&session.paths.feeds_file, "defaults = false\n")
        .map_err(|error| Error::failed("The demo's feeds could not be written.", error))?;
    subscribe(&session.paths, sources.to_vec())?;
    Ok(())
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<(), Error> {
    let folder = tempfile::Builder::new()
        .prefix("chancery-demo-")
        .tempdir()
        .map_err(|error| Error::failed("The demo's throw-away cache could not be made.", error))?;
    session.move_to(folder.path())?;
    let settings = settings();
    session.log_by(&settings.log)?;
    session.wait(async {
        let publishers = publishers();
        let server = Server::start(publishers.clone(), arguments.cut_after)
            .await
            .map_err(|error| Error::failed("The demo's server could not be started.", error))?;
        let sources: Vec<Source> = publishers.iter().map(|publisher| publisher.source(server.base())).collect();
        write_feeds(session, &sources)?;
        reader::read(session, settings, Loaded { sources, views: Vec::new() }).await?;
        let requests = server.tally().requests.load(Ordering::Relaxed);
        let not_modified = server.tally().not_modified.load(Ordering::Relaxed);
        say(&[
            &"The demo's server was asked ",
            &requests,
            &" times and answered ",
            &not_modified,
            &" of them with 304 (not modified).",
        ]);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_dispatches_are_asked_for_as_often_as_new_ones() {
        let polling = settings().polling;
        assert_eq!((polling.interval, polling.max_interval), (INTERVAL, INTERVAL));
    }
}
