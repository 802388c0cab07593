//! `chancery edit`: change what a feed is called, where it is filed and how it is asked.

use std::time::Duration;

use clap::{ArgGroup, Args};

use super::error::Error;
use super::output::say;
use super::session::Session;
use super::subscribed::find;
use crate::config::subscriptions;
use crate::domain::{
    CountryCode, OwnTag, Owner, SafeText, Source, SourceKind, is_language_tag, parse_interval, path_of_folder,
};
use crate::runtime::check_country;

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("change").multiple(true).required(true))]
pub(super) struct Arguments {
    /// The feed's name or address
    feed: String,
    /// What to call it
    #[arg(long, group = "change")]
    title: Option<String>,
    /// Where to file it, instead of where it is; can be given several times, and empty for nowhere
    #[arg(long, value_name = "FOLDER", group = "change")]
    folder: Vec<String>,
    /// What to tag all of its articles, instead of what they are; can be given several times, and empty for nothing
    #[arg(long, value_name = "TAG", group = "change")]
    tag: Vec<String>,
    /// How often to ask it, such as 2h; auto leaves that to chancery
    #[arg(long, value_name = "TIME", group = "change")]
    interval: Option<String>,
    /// What sort of publisher it is, such as regional-press
    #[arg(long, group = "change")]
    kind: Option<String>,
    /// The country it speaks from, such as UA
    #[arg(long, value_name = "CODE", group = "change")]
    country: Option<String>,
    /// What it covers, where that is not one country
    #[arg(long, group = "change")]
    region: Option<String>,
    /// The language it writes in, such as uk
    #[arg(long, value_name = "CODE", group = "change")]
    language: Option<String>,
    /// Whose voice it is: state, independent or unknown
    #[arg(long, group = "change")]
    owner: Option<String>,
    /// The publisher's family, which counts as one voice
    #[arg(long, group = "change")]
    family: Option<String>,
    /// What else is worth knowing of it
    #[arg(long, group = "change")]
    note: Option<String>,
    /// Fetch whole articles from their pages
    #[arg(long, group = "change", overrides_with = "no_full_text")]
    full_text: bool,
    /// Take articles as the feed has them
    #[arg(long, group = "change")]
    no_full_text: bool,
    /// Do not ask it any more; what it brought is kept
    #[arg(long, group = "change", overrides_with = "enable")]
    disable: bool,
    /// Ask it again
    #[arg(long, group = "change")]
    enable: bool,
    /// Ask it at its old address again, after it was moved by a permanent redirect; it is not moved there again
    #[arg(long, group = "change")]
    undo_move: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<(), Error> {
    session.settings()?;
    let sources = subscriptions::load(&session.paths)?;
    let before = find(&sources, &arguments.feed)?;
    let after = arguments.applied_to(before.clone())?;
    check_country(before, &after).map_err(|wrong| Error::usage(&format!("{wrong}."), "Codes are as UA or GB."))?;
    if arguments.undo_move {
        undo_move(session, before)?;
    }
    if after != *before {
        let now = subscriptions::edit(&session.paths, before, &after)?;
        say(&[&"Changed ", &now.name, &"."]);
    } else if !arguments.undo_move {
        say(&[&before.name, &" is so already."]);
    }
    Ok(())
}

fn undo_move(session: &Session, source: &Source) -> Result<(), Error> {
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let feed = feeds.0.iter().find(|feed| feed.source.url == source.url);
        let Some(feed) = feed.filter(|feed| feed.moved.is_some()) else {
            return Err(Error::usage(&format!("{} has not moved.", source.name), "`chancery feeds` says how it does."));
        };
        if let Some(there) = store.undo_move(feed.id).await? {
            say(&[&source.name, &" is asked at ", &source.url, &" again, and no more at ", &there, &"."]);
        }
        Ok(())
    })
}

impl Arguments {
    fn applied_to(&self, mut source: Source) -> Result<Source, Error> {
        if let Some(title) = self.title.as_deref() {
            source.name =
                line(title).ok_or_else(|| Error::usage("A feed needs a name.", "Give it one with --title."))?;
        }
        if !self.folder.is_empty() {
            let folders = self.folder.iter().map(|folder| path_of_folder(folder));
            source.folders = folders.filter(|folder| !folder.is_empty()).collect();
        }
        if !self.tag.is_empty() {
            let written = self.tag.iter().filter(|tag| !tag.trim().is_empty());
            let tags: Result<Vec<OwnTag>, _> = written.map(|tag| tag.parse()).collect();
            source.tags = tags.map_err(|error| Error::usage(&format!("Here {error}."), "Separate tags with --tag."))?;
        }
        if let Some(interval) = self.interval.as_deref() {
            source.interval = if interval == "auto" { None } else { Some(duration(interval)?) };
        }
        let card = &mut source.card;
        if let Some(kind) = self.kind.as_deref() {
            card.kind = one_of(kind, "--kind", &SourceKind::ALL, SourceKind::slug)?;
        }
        if let Some(owner) = self.owner.as_deref() {
            card.owner = one_of(owner, "--owner", &Owner::ALL, Owner::slug)?;
        }
        if let Some(country) = self.country.as_deref() {
            let code = |text: SafeText| text.parse::<CountryCode>();
            let code = line(country).map(code).transpose();
            card.country = code.map_err(|error| Error::usage(&format!("Here {error}."), "Empty takes it away."))?;
        }
        if self.language.as_deref().is_some_and(|tag| !tag.is_empty() && !is_language_tag(tag)) {
            return Err(Error::usage("A language is a code such as en, pt-BR or zh-Hant.", "Empty takes it away."));
        }
        for (text, place) in [
            (&self.region, &mut card.region),
            (&self.language, &mut card.language),
            (&self.family, &mut card.family),
            (&self.note, &mut card.note),
        ] {
            if let Some(text) = text {
                *place = line(text);
            }
        }
        source.full_text = (source.full_text || self.full_text) && !self.no_full_text;
        source.disabled = (source.disabled || self.disable) && !self.enable;
        Ok(source)
    }
}

/// A line; an empty one is none.
fn line(text: &str) -> Option<SafeText> {
    Some(SafeText::line(text)).filter(|line| !line.is_empty())
}

fn duration(text: &str) -> Result<Duration, Error> {
    parse_interval(text)
        .ok_or_else(|| Error::usage(&format!("{text:?} is no interval."), "It is 1m to 30d, such as 2h; or auto."))
}

fn one_of<T: Copy>(text: &str, option: &str, all: &[T], slug: fn(T) -> &'static str) -> Result<T, Error> {
    let found = all.iter().copied().find(|one| slug(*one) == text);
    found.ok_or_else(|| {
        let slugs: Vec<_> = all.iter().copied().map(slug).collect();
        Error::usage(&format!("{option} has no {text:?}."), &format!("It is one of {}.", slugs.join(", ")))
    })
}
