//! `chancery sources`: the feeds that chancery comes with, on and off.

use clap::{Args, Subcommand};

use super::error::Error;
use super::json::ListedJson;
use super::output::{Look, Out, counted, say};
use super::session::Session;
use crate::config::subscriptions::{self, Choice, Shipped, Switched, switch};
use crate::domain::SafeText;
use crate::text::pad;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    switch: Option<Switch>,
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand, Debug)]
enum Switch {
    /// Subscribe to feeds of the list
    On(What),
    /// Leave feeds of the list out
    Off(What),
}

#[derive(Args, Debug)]
struct What {
    /// Names, or groups such as kind:think-tank, region:africa, country:ua, lang:de
    #[arg(required = true)]
    what: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    match &arguments.switch {
        Some(Switch::On(what)) => turn(what, true, session),
        Some(Switch::Off(what)) => turn(what, false, session),
        None => list(&subscriptions::listed(&session.paths)?, arguments.json, out),
    }
}

fn list(listed: &[Shipped], json: bool, out: &mut Out) -> Result<(), Error> {
    if json {
        out.json_list(listed.iter().map(ListedJson::of))?;
        return Ok(out.flush()?);
    }
    for feed in listed {
        let card = &feed.source.card;
        let place = card.country.map(|code| SafeText::line(code.as_str())).into_iter().chain(card.region.clone());
        let place = SafeText::join(&place.collect::<Vec<_>>(), ", ");
        out.piece(feed.on.then_some(Look::Strong), &(if feed.on { "on   " } else { "off  " }))?;
        out.piece(feed.on.then_some(Look::Strong), &pad(&feed.name, 32))?;
        let kind = pad(&SafeText::from(card.kind.slug()), 18);
        let language = card.language.clone().unwrap_or_default();
        out.line(&[&"  ", &kind, &"  ", &pad(&language, 5), &"  ", &place])?;
    }
    Ok(out.flush()?)
}

fn turn(what: &What, on: bool, session: &Session) -> Result<(), Error> {
    let listed = subscriptions::listed(&session.paths)?;
    let choices: Result<Vec<Choice>, _> = what.what.iter().map(|text| Choice::parse(text, &listed)).collect();
    let choices = choices.map_err(|error| {
        let hint = error.hint.map(|hint| format!("Did you mean {hint}?"));
        Error::usage(
            &format!("This cannot be switched: {}.", error.message),
            &hint.unwrap_or("`chancery sources` lists them.".to_owned()),
        )
    })?;
    let Switched { feeds, unmoved } = switch(&session.paths, &choices, on)?;
    let state = if on { "on" } else { "off" };
    match feeds.as_slice() {
        [] => say(&[&"Nothing had to be switched ", &state, &"."]),
        feeds => say(&[&counted(feeds.len(), "feed"), &" switched ", &state, &": ", &SafeText::join(feeds, ", ")]),
    }
    if !unmoved.is_empty() {
        let why = if on { "`off` names them" } else { "`on`, or an entry of your own, names them" };
        say(&[&"As they were, because ", &why, &": ", &SafeText::join(&unmoved, ", ")]);
    }
    Ok(())
}
