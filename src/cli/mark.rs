//! `chancery star`, `read`, `tag-add` and `tag-remove`: what the user does with articles. A line on standard
//! output says what is done, once it is durable. All is done even if nobody reads these lines.

use std::io;

use clap::Args;

use super::error::Error;
use super::output::Out;
use super::session::{Session, find};
use crate::domain::{ArticleId, NotATag, OwnTag, Safe};
use crate::store::Store;

#[derive(Args, Debug)]
pub(super) struct Star {
    /// The articles' ids, or unambiguous beginnings of them
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Take the stars away
    #[arg(long)]
    remove: bool,
}

#[derive(Args, Debug)]
pub(super) struct Read {
    /// The articles' ids, or unambiguous beginnings of them
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Mark them unread
    #[arg(long)]
    unread: bool,
}

#[derive(Args, Debug)]
pub(super) struct OwnTags {
    /// The article's id, or an unambiguous beginning of it
    id: String,
    /// The tags, such as grain-deal; country:UA also counts as that country in queries
    #[arg(required = true, value_name = "TAG", value_parser = own_tag)]
    tags: Vec<OwnTag>,
}

fn own_tag(text: &str) -> Result<OwnTag, NotATag> {
    text.parse()
}

pub(super) fn star(arguments: &Star, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    let verb = if arguments.remove { "unstarred " } else { "starred " };
    session.wait(async {
        let store = session.store()?;
        let mut told = Ok(());
        for id in found(&store, &arguments.ids).await? {
            store.set_starred(id, !arguments.remove).await?;
            told = told.and_then(|()| tell(out, &[&verb, &id]));
        }
        Ok(told?)
    })
}

pub(super) fn read(arguments: &Read, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    let verb = if arguments.unread { "unread " } else { "read " };
    session.wait(async {
        let store = session.store()?;
        let ids = found(&store, &arguments.ids).await?;
        store.set_read(ids.clone(), !arguments.unread).await?;
        for id in ids {
            out.line(&[&verb, &id])?;
        }
        Ok(out.flush()?)
    })
}

pub(super) fn tags(arguments: &OwnTags, remove: bool, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    let verb = if remove { "untagged " } else { "tagged " };
    session.wait(async {
        let store = session.store()?;
        let id = find(&store, &arguments.id).await?;
        let mut told = Ok(());
        for tag in &arguments.tags {
            if remove {
                store.remove_tag(id, tag.clone()).await?;
            } else {
                store.add_tag(id, tag.clone()).await?;
            }
            told = told.and_then(|()| tell(out, &[&verb, &id, &" ", tag]));
        }
        Ok(told?)
    })
}

/// A line that can be read at once.
fn tell(out: &mut Out, pieces: &[&dyn Safe]) -> io::Result<()> {
    out.line(pieces)?;
    out.flush()
}

/// All the articles, found before the first is touched: a wrong id among them changes nothing.
async fn found(store: &Store, ids: &[String]) -> Result<Vec<ArticleId>, Error> {
    let mut found = Vec::new();
    for id in ids {
        found.push(find(store, id).await?);
    }
    Ok(found)
}
