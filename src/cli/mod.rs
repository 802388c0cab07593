//! The command line: a file a subcommand, text and JSON output.
//!
//! Standard output is data and standard error is talk. Exit codes: 0 done, 1 some feeds failed (or another work
//! could not be done), 2 usage (arguments, settings, an unknown id), 3 store unusable. A closed pipe is no error.

mod add;
mod article;
mod demo;
mod doctor;
mod edit;
mod edits;
mod error;
mod export;
mod feeds;
mod import;
mod json;
mod list;
mod log;
mod mark;
mod note;
mod output;
mod pack;
mod pages;
mod parse;
mod paths;
mod reader;
mod refresh;
mod reject;
mod remove;
mod retag;
mod session;
mod show;
mod sources;
mod subscribed;
mod tag;
mod tag_lines;

use std::ffi::OsString;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Environment, Locations};
use crate::fetch::is_guarded;
use error::Error;
use output::Out;
use session::Session;

/// A terminal news reader for geopolitics.
#[derive(Debug, Parser)]
#[command(version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What holds for every subcommand.
#[derive(Args, Debug)]
struct Global {
    /// Read the settings of this file; feeds.toml lies beside it
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Keep articles, stars and logs in this folder
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Never touch the network
    #[arg(long, global = true)]
    offline: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Ask every feed for news, once
    Refresh(refresh::Arguments),
    /// List the articles that a query matches, newest first
    List(list::Arguments),
    /// Show an article
    Show(show::Arguments),
    /// Star articles
    Star(mark::Star),
    /// Mark articles read
    Read(mark::Read),
    /// Put tags of your own on an article
    TagAdd(mark::OwnTags),
    /// Take tags of your own off an article
    TagRemove(mark::OwnTags),
    /// Show, write or remove your note on an article
    Note(note::Arguments),
    /// Reject tags of an article: their words no longer mean them in the articles of its source
    TagReject(reject::Arguments),
    /// Fetch whole articles for reading without a network
    Pack(pack::Arguments),
    /// Tag the cached articles anew that another version of the tagger tagged
    Retag(retag::Arguments),
    /// Find countries, people, organisations, places and topics in a text or a page
    Tag(tag::Arguments),
    /// Say what would be kept of a feed in a file
    Parse(parse::Arguments),
    /// Find the article of a web page in a file, and lay it out
    Article(article::Arguments),
    /// Subscribe to a feed, by its address or by that of its site
    Add(add::Arguments),
    /// Change what a feed is called, where it is filed and how it is asked
    Edit(edit::Arguments),
    /// End a subscription; stars and tags of its articles are kept
    Remove(remove::Arguments),
    /// List the feeds that chancery comes with, and switch them on and off
    Sources(sources::Arguments),
    /// Subscribe to the feeds of an OPML file or of newsboat's urls file
    Import(import::Arguments),
    /// Write articles, or the subscriptions, for another program
    Export(export::Arguments),
    /// Say how each feed does, and what to do about those in trouble
    Feeds(feeds::Arguments),
    /// Look at settings, store, terminal, network, clock and feeds, and say how to mend what is wrong
    Doctor(doctor::Arguments),
    /// Show the whole job on dispatches from diplomatic history, without a network or a configuration
    Demo(demo::Arguments),
    /// Say where settings, subscriptions, articles and logs lie
    Paths,
}

/// Whether a command did all that it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Wholly,
    /// Some feeds failed, each of which has been told of; or a work was stopped by the user.
    InPart,
}

/// Runs the program with these arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    keep_caught_panics_quiet();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output with 0, a mistake to standard error with 2. A closed pipe is no error.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let outcome =
        Session::new(cli.global, Environment::of_process()).and_then(|mut session| dispatch(cli.command, &mut session));
    match outcome {
        Ok(Done::Wholly) | Err(Error::PipeClosed) => ExitCode::SUCCESS,
        Ok(Done::InPart) => ExitCode::from(1),
        Err(error) => {
            error.tell();
            ExitCode::from(error.exit_code())
        }
    }
}

/// A feed that breaks its parser becomes a failure with a sentence; the panic's own message is not for the reader.
fn keep_caught_panics_quiet() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if is_guarded() {
            tracing::warn!(panic = %info, "a guarded panic");
        } else {
            default(info);
        }
    }));
}

fn dispatch(command: Option<Command>, session: &mut Session) -> Result<Done, Error> {
    // The reader owns the terminal; nothing else may hold standard output meanwhile.
    let command = match command {
        None => return reader::run(session).map(|()| Done::Wholly),
        Some(Command::Demo(arguments)) => return demo::run(&arguments, session).map(|()| Done::Wholly),
        Some(command) => command,
    };
    let mut out = Out::of_process(session.environment());
    match command {
        Command::Refresh(arguments) => return refresh::run(&arguments, session, &mut out),
        Command::List(arguments) => list::run(&arguments, session, &mut out)?,
        Command::Show(arguments) => show::run(&arguments, session, &mut out)?,
        Command::Star(arguments) => mark::star(&arguments, session, &mut out)?,
        Command::Read(arguments) => mark::read(&arguments, session, &mut out)?,
        Command::TagAdd(arguments) => mark::tags(&arguments, false, session, &mut out)?,
        Command::TagRemove(arguments) => mark::tags(&arguments, true, session, &mut out)?,
        Command::Note(arguments) => note::run(&arguments, session, &mut out)?,
        Command::TagReject(arguments) => reject::run(&arguments, session, &mut out)?,
        Command::Pack(arguments) => return pack::run(&arguments, session, &mut out),
        Command::Retag(arguments) => return retag::run(&arguments, session, &mut out),
        Command::Tag(arguments) => tag::run(&arguments, session, &mut out)?,
        Command::Parse(arguments) => parse::run(&arguments, session, &mut out)?,
        Command::Article(arguments) => return article::run(&arguments, &mut out),
        Command::Add(arguments) => return add::run(&arguments, session, &mut out),
        Command::Edit(arguments) => edit::run(&arguments, session)?,
        Command::Remove(arguments) => remove::run(&arguments, session)?,
        Command::Sources(arguments) => sources::run(&arguments, session, &mut out)?,
        Command::Import(arguments) => import::run(&arguments, session, &mut out)?,
        Command::Export(arguments) => export::run(&arguments, session, &mut out)?,
        Command::Doctor(arguments) => return doctor::run(&arguments, session, &mut out),
        Command::Feeds(arguments) => feeds::run(&arguments, session, &mut out)?,
        Command::Demo(_) => unreachable!("the demo has been run above"),
        Command::Paths => paths::run(session, &mut out)?,
    }
    Ok(Done::Wholly)
}

impl From<Global> for (Locations, bool) {
    fn from(global: Global) -> Self {
        (Locations { config: global.config, data_dir: global.data_dir }, global.offline)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_declared_without_contradiction() {
        Cli::command().debug_assert();
    }
}
