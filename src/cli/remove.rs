//! `chancery remove`: end a subscription.

use clap::Args;

use super::error::Error;
use super::output::{ask, say};
use super::session::Session;
use super::subscribed::find;
use crate::config::subscriptions::{self, unsubscribe};
use crate::domain::SafeText;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The feed's name or address
    feed: String,
    /// Do not ask first
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<(), Error> {
    session.settings()?;
    let sources = subscriptions::load(&session.paths)?;
    let source = find(&sources, &arguments.feed)?;
    if !arguments.yes {
        match ask(&[&"Remove ", &source.name, &"? [y/N]"])?.as_deref() {
            Some("y" | "Y" | "yes") => {}
            Some(_) => {
                say(&[&"Nothing was removed."]);
                return Ok(());
            }
            None => {
                let sentence = format!("Nobody can be asked whether {} is to be removed.", source.name);
                return Err(Error::usage(&sentence, "With --yes it is removed unasked."));
            }
        }
    }
    let removed = unsubscribe(&session.paths, &source.url)?;
    let again = match &removed.listed {
        Some(name) => format!("chancery sources on {name:?}"),
        None => format!("chancery add {}", source.url),
    };
    say(&[
        &"Removed ",
        &source.name,
        &"; stars and tags of its articles are kept. Back with: ",
        &SafeText::line(&again),
    ]);
    Ok(())
}
