//! `chancery list`: the articles that a query matches.

use clap::Args;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::error::Error;
use super::json::ArticleJson;
use super::output::{Look, Out};
use super::session::Session;
use crate::domain::{Article, Query, SafeText, Source};
use crate::tagging::SharedTagger;
use crate::text::pad;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// What to look for, such as 'ukraine -source:irna is:unread after:7d'; all articles without it
    #[arg(allow_hyphen_values = true)]
    query: Option<String>,
    // A query of several words without quotation marks.
    #[arg(hide = true)]
    more: Vec<String>,
    /// Write JSON (see docs/json.md)
    #[arg(long)]
    json: bool,
    /// How many articles at most
    #[arg(long, default_value_t = 100, value_name = "NUMBER")]
    limit: usize,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    let now = Zoned::now();
    let query = arguments.query(&now, &session.tagger()?)?;
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let sources = feeds.by_id();
        let articles = store.list(query, arguments.limit).await?;
        let rows = articles.iter().map(|article| (article, sources.get(&article.headline.feed).copied()));
        if arguments.json {
            out.json_list(rows.map(|(article, source)| ArticleJson::of(article, source)))?;
        } else {
            for (article, source) in rows {
                row(article, source, &now, out)?;
            }
        }
        Ok(out.flush()?)
    })
}

impl Arguments {
    fn query(&self, now: &Zoned, names: &SharedTagger) -> Result<Query, Error> {
        let words: Vec<&str> = self.query.iter().chain(&self.more).map(String::as_str).collect();
        query_of(&words, "list", now, names)
    }
}

/// The query that a subcommand's words are.
pub(super) fn query_of(words: &[&str], command: &str, now: &Zoned, names: &SharedTagger) -> Result<Query, Error> {
    let input = words.join(" ");
    // A query may begin with a minus, but a mistaken option should not pass for one.
    if input.starts_with("--") {
        let sentence = format!("{} is no option of {command}.", words[0]);
        return Err(Error::usage(&sentence, &format!("`chancery {command} --help` shows the options.")));
    }
    Query::parse(&input, now, names).map_err(|error| Error::Query { input, error })
}

/// Enough digits of an id for most caches; a longer one is asked for when it is not.
const ID_DIGITS: usize = 8;
const SOURCE_COLUMNS: usize = 18;

/// Id, date, marks (● unread, ★ starred, ⚑ tagged), source and title.
fn row(article: &Article, source: Option<&Source>, now: &Zoned, out: &mut Out) -> Result<(), Error> {
    let headline = &article.headline;
    let unread = !headline.status.read;
    let marks = [
        (unread, "●", Look::Strong),
        (headline.status.starred, "★", Look::Star),
        (!headline.own_tags.is_empty(), "⚑", Look::Star),
    ];
    let id = SafeText::line(&headline.id.to_string()[..ID_DIGITS]);
    let name = source.map(|source| source.name.clone()).unwrap_or_default();
    out.piece(Some(Look::Faint), &id)?;
    out.piece(None, &"  ")?;
    out.piece(Some(Look::Faint), &date(headline.at(), now))?;
    out.piece(None, &"  ")?;
    for (set, mark, look) in marks {
        out.piece(set.then_some(look), &(if set { mark } else { " " }))?;
    }
    out.piece(None, &"  ")?;
    out.piece(None, &pad(&name, SOURCE_COLUMNS))?;
    out.piece(None, &"  ")?;
    out.piece(unread.then_some(Look::Strong), &headline.title)?;
    Ok(out.line(&[])?)
}

/// Twelve columns: day and time, or the date when it is of another year.
pub(super) fn date(at: Timestamp, now: &Zoned) -> SafeText {
    let at = at.to_zoned(TimeZone::clone(now.time_zone()));
    let text = if at.year() == now.year() { at.strftime("%d %b %H:%M") } else { at.strftime("%d %b  %Y") };
    SafeText::line(&format!("{:<12}", text.to_string()))
}
