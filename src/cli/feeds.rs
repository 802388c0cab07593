//! `chancery feeds`: how each feed does, and what to do about it.

use std::collections::HashMap;
use std::io;

use clap::Args;
use jiff::Timestamp;

use super::error::Error;
use super::json::FeedJson;
use super::output::{Look, Out, counted, say};
use super::session::{Feeds, Session};
use crate::domain::{Feed, FeedSort, Health, HealthState, SafeText};
use crate::store::Store;
use crate::text::{distance, fit, pad, per_day, size, width};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
    /// Only the feeds that are in trouble
    #[arg(long)]
    failing: bool,
    /// In this order: trouble, name, newest or volume
    #[arg(long, value_name = "ORDER", default_value = "trouble", value_parser = order)]
    sort: FeedSort,
}

fn order(name: &str) -> Result<FeedSort, &'static str> {
    let found = FeedSort::ALL.into_iter().find(|sort| sort.label() == name);
    found.ok_or("an order is trouble, name, newest or volume")
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let now = Timestamp::now();
        let mut judged = judged(&store, &feeds, now).await?;
        let summary = summary(&judged);
        judged.retain(|(_, health)| !arguments.failing || health.state.is_trouble());
        judged.sort_by(|(a, one), (b, other)| arguments.sort.compare((&a.source, one), (&b.source, other)));
        if arguments.json {
            out.json_list(judged.iter().map(|(feed, health)| FeedJson::of(feed, health)))?;
        } else {
            table(&judged, arguments.failing, now, out)?;
        }
        out.flush()?;
        if !arguments.json {
            say(&[&summary]);
        }
        Ok(())
    })
}

/// Every feed with how it does.
pub(super) async fn judged<'a>(
    store: &Store,
    feeds: &'a Feeds,
    now: Timestamp,
) -> Result<Vec<(&'a Feed, Health)>, Error> {
    let reports = store.feed_reports(None, now).await?.into_iter();
    let mut known: HashMap<_, _> = reports.map(|report| (report.feed, report)).collect();
    let judge = |feed: &'a Feed| {
        let report = known.remove(&feed.id)?;
        Some((feed, Health::of(feed, report, now)))
    };
    Ok(feeds.0.iter().filter_map(judge).collect())
}

/// "82 feeds: 3 failing, 2 stale."
fn summary(judged: &[(&Feed, Health)]) -> SafeText {
    let count = |state| judged.iter().filter(|(_, health)| health.state == state).count();
    let troubles = HealthState::ALL.into_iter().filter(|state| state.is_trouble());
    let troubles = troubles.map(|state| (count(state), state)).filter(|(count, _)| *count > 0);
    let words: Vec<String> = troubles.map(|(count, state)| format!("{count} {}", state.label())).collect();
    let words = if words.is_empty() { "none in trouble".to_owned() } else { words.join(", ") };
    SafeText::line(&format!("{}: {words}.", counted(judged.len(), "feed")))
}

/// A sign, a space and the longest word of a state.
const STATE_COLUMNS: usize = 12;
const NAME_MAX: usize = 28;
/// The columns that the reason has at least, before others give way to it.
const REASON_MIN: usize = 36;
const NUMBER_COLUMNS: usize = 6;
const GAP: &str = "  ";

/// A column of numbers.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    LastSuccess,
    Newest,
    Next,
    ADay,
    Size,
}

impl Column {
    const ALL: [Self; 5] = [Self::LastSuccess, Self::Newest, Self::Next, Self::ADay, Self::Size];

    fn label(self) -> &'static str {
        match self {
            Self::LastSuccess => "ok",
            Self::Newest => "newest",
            Self::Next => "next",
            Self::ADay => "a day",
            Self::Size => "size",
        }
    }

    fn text(self, health: &Health, now: Timestamp) -> SafeText {
        let unknown = || SafeText::from("–");
        match self {
            Self::LastSuccess => health.poll.last_success.map_or_else(unknown, |at| distance(at, now)),
            Self::Newest => health.newest.map_or_else(unknown, |at| distance(at, now)),
            Self::Next if health.state == HealthState::Disabled => unknown(),
            Self::Next => match health.poll.next_due {
                Some(due) if due > now => distance(due, now),
                _ => "due".into(),
            },
            Self::ADay => health.held.a_day.map_or_else(unknown, per_day),
            Self::Size => health.poll.bytes.map_or_else(unknown, |bytes| size(bytes.into())),
        }
    }
}

/// What fits the terminal: numbers give way to the reason, the last ones first.
fn columns(name_columns: usize, terminal: Option<usize>) -> &'static [Column] {
    const ALL: &[Column] = &Column::ALL;
    let Some(terminal) = terminal else { return ALL };
    let taken = STATE_COLUMNS + GAP.len() + name_columns + GAP.len() + REASON_MIN;
    let room = terminal.saturating_sub(taken) / (NUMBER_COLUMNS + GAP.len());
    &ALL[..room.min(ALL.len())]
}

/// A row a feed; with `remedies` a line below it says what to do.
fn table(judged: &[(&Feed, Health)], remedies: bool, now: Timestamp, out: &mut Out) -> io::Result<()> {
    let terminal = out.columns().map(usize::from);
    let longest = judged.iter().map(|(feed, _)| width(&feed.source.name)).max().unwrap_or(0);
    let name_columns = longest.clamp(4, NAME_MAX);
    let columns = columns(name_columns, terminal);
    let numbers = columns.len() * (NUMBER_COLUMNS + GAP.len());
    let before_reason = STATE_COLUMNS + GAP.len() + name_columns + GAP.len() + numbers;
    let reason = |text: SafeText| match terminal {
        Some(terminal) => fit(&text, terminal.saturating_sub(before_reason)),
        None => text,
    };
    if judged.is_empty() {
        return Ok(());
    }
    let mut heading = format!("{:<STATE_COLUMNS$}{GAP}{:<name_columns$}{GAP}", "state", "name");
    columns.iter().for_each(|column| heading.push_str(&format!("{:>NUMBER_COLUMNS$}{GAP}", column.label())));
    heading.push_str("what is the matter");
    let heading = SafeText::block(&heading);
    out.piece(Some(Look::Faint), &terminal.map_or(heading.clone(), |room| fit(&heading, room)))?;
    out.line(&[])?;
    for (feed, health) in judged {
        let state = SafeText::block(&format!("{} {:<10}", health.state.sign(), health.state.label()));
        out.piece(look(health.state), &state)?;
        out.piece(None, &GAP)?;
        out.piece(None, &pad(&feed.source.name, name_columns))?;
        out.piece(None, &GAP)?;
        for column in columns {
            let text = SafeText::block(&format!("{:>NUMBER_COLUMNS$}{GAP}", column.text(health, now)));
            out.piece(Some(Look::Faint), &text)?;
        }
        let said = if health.state == HealthState::Fine { SafeText::default() } else { health.sentence.clone() };
        out.line(&[&reason(said)])?;
        if remedies && !health.remedy.is_empty() {
            out.line(&[&"             → ", &health.remedy])?;
        }
    }
    Ok(())
}

fn look(state: HealthState) -> Option<Look> {
    match state {
        state if state.is_failing() => Some(Look::Problem),
        state if state.is_trouble() => Some(Look::Star),
        HealthState::Disabled => Some(Look::Faint),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_give_way_to_the_reason() {
        let count = |terminal| columns(20, Some(terminal)).len();
        assert_eq!([140, 100, 80, 60, 40, 0].map(count), [5, 3, 1, 0, 0, 0]);
        assert_eq!(columns(20, None).len(), Column::ALL.len());
    }

    #[test]
    fn an_order_is_one_of_four() {
        assert_eq!(order("volume"), Ok(FeedSort::Volume));
        assert!(order("size").is_err());
    }
}
