//! `chancery add`: subscribe to a feed, by its address or by that of its site.

use clap::Args;
use jiff::Zoned;

use super::Done;
use super::error::Error;
use super::list::date;
use super::output::{Look, Out, ask, say};
use super::refresh;
use super::session::Session;
use crate::config::subscriptions::{self, default_name, subscribe};
use crate::domain::{FeedUrl, OwnTag, SafeText, Source, path_of_folder};
use crate::fetch::{Candidate, Client, discover};

/// So many of a feed's newest titles are shown.
const SHOWN: usize = 3;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The address of a feed or of a site; or file:///… or exec:…, a file or a command of your own
    url: String,
    /// What to call it; what it calls itself without this
    #[arg(long)]
    name: Option<String>,
    /// Where to file it, such as Asia/East; can be given several times
    #[arg(long, value_name = "FOLDER")]
    folder: Vec<String>,
    /// What to tag all of its articles; can be given several times
    #[arg(long, value_name = "TAG")]
    tag: Vec<OwnTag>,
    /// Take this one when several feeds are found
    #[arg(long, value_name = "NUMBER")]
    choose: Option<usize>,
    /// Take the first when several feeds are found
    #[arg(long, conflicts_with = "choose")]
    yes: bool,
    /// Do not fetch its articles yet
    #[arg(long)]
    no_fetch: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<Done, Error> {
    let settings = session.settings()?;
    let known = subscriptions::load(&session.paths)?;
    let tagger = session.tagger()?;
    session.wait(async {
        let found = match FeedUrl::parse(&arguments.url) {
            // What is of this machine is not looked for.
            Ok(url @ (FeedUrl::File(_) | FeedUrl::Exec(_))) => Source::unknown(default_name(&url), url),
            Ok(url) if known.iter().any(|source| source.url == url) => return Ok(say_known(&known, &url)),
            _ if session.offline => {
                let sentence = "A feed is looked for on the network, which --offline forbids.";
                return Err(Error::usage(sentence, "Write it into feeds.toml yourself; `chancery paths` says where."));
            }
            _ => {
                let client = Client::new(&settings.polling)
                    .map_err(|error| Error::failed("the network cannot be used.", error))?;
                let candidates = discover(&client, &arguments.url)
                    .await
                    .map_err(|error| Error::failed(&error.sentence, anyhow::anyhow!("{}", error.detail)))?;
                show(&candidates, &known, out)?;
                let chosen = choose(&candidates, arguments)?;
                let site = chosen.feed.site.clone();
                Source { site, ..Source::unknown(chosen.title(), chosen.url.clone()) }
            }
        };
        let source = arguments.filled_in(found);
        let subscribed = subscribe(&session.paths, vec![source.clone()])?;
        let Some(added) = subscribed.added.first() else { return Ok(say_known(&known, &source.url)) };
        let file = SafeText::line(&session.paths.feeds_file.to_string_lossy());
        say(&[&"Subscribed to ", &added.name, &" in ", &file, &"."]);
        if arguments.no_fetch || session.offline {
            return Ok(Done::Wholly);
        }
        refresh::first(session, settings.polling, tagger, added).await
    })
}

fn say_known(known: &[Source], url: &FeedUrl) -> Done {
    let name = known.iter().find(|source| source.url == *url).map(|source| source.name.clone()).unwrap_or_default();
    say(&[&"You are subscribed to it already: ", &name, &"."]);
    Done::Wholly
}

impl Arguments {
    fn filled_in(&self, found: Source) -> Source {
        let name = self.name.as_deref().map(SafeText::line).filter(|name| !name.is_empty());
        let folders = self.folder.iter().map(|folder| path_of_folder(folder));
        let mut folders: Vec<SafeText> = folders.filter(|folder| !folder.is_empty()).collect();
        folders.dedup();
        Source { name: name.unwrap_or(found.name), folders, tags: self.tag.clone(), ..found }
    }
}

/// A number, title, format and address for each, and its newest titles below.
fn show(candidates: &[Candidate], known: &[Source], out: &mut Out) -> Result<(), Error> {
    let now = Zoned::now();
    for (place, candidate) in candidates.iter().enumerate() {
        out.piece(None, &(place + 1))?;
        out.piece(None, &"  ")?;
        out.piece(Some(Look::Strong), &candidate.title())?;
        let is_known = known.iter().any(|source| source.url == candidate.url);
        let note = if is_known { " · subscribed to already" } else { "" };
        out.line(&[&"  (", &candidate.format, &note, &")  ", &candidate.url])?;
        for (published, title) in candidate.newest(SHOWN) {
            let date = published.map(|at| date(at, &now)).unwrap_or_else(|| SafeText::repeat(" ", 12));
            out.piece(Some(Look::Faint), &date)?;
            out.line(&[&"  ", &title])?;
        }
    }
    Ok(out.flush()?)
}

fn choose<'c>(candidates: &'c [Candidate], arguments: &Arguments) -> Result<&'c Candidate, Error> {
    let count = candidates.len();
    let nth = |number: usize| {
        number.checked_sub(1).and_then(|place| candidates.get(place)).ok_or_else(|| {
            let sentence = format!("There is no feed {number}: {count} were found.");
            Error::usage(&sentence, &format!("Choose one from 1 to {count}."))
        })
    };
    if let Some(number) = arguments.choose {
        return nth(number);
    }
    if count == 1 || arguments.yes {
        return nth(1);
    }
    match ask(&[&"Which one? [1-", &count, &"]"])? {
        Some(answer) => nth(answer.parse().unwrap_or(0)),
        None => {
            let sentence = format!("{count} feeds were found; one has to be chosen.");
            let hint = format!("Say which: chancery add {} --choose 1", arguments.url);
            Err(Error::usage(&sentence, &hint))
        }
    }
}
