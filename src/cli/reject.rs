//! `chancery tag-reject`: words that do not mean a tag in the articles of a source.

use clap::Args;

use super::error::Error;
use super::json::{RejectionJson, SourceJson};
use super::output::Out;
use super::session::{Session, find};
use crate::domain::{Article, SafeText, Tag, safe};
use crate::poll::{Retagger, Wanted};
use crate::text::{best_document, fold_case, words_of_tag};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The id of an article that has the tags, or an unambiguous beginning of it
    #[arg(required_unless_present = "list")]
    id: Option<String>,
    /// The tags, such as Georgia or country:GE
    #[arg(required_unless_present = "list", value_name = "TAG")]
    tags: Vec<String>,
    /// Take the rejections back
    #[arg(long)]
    undo: bool,
    /// List everything that is rejected
    #[arg(long, conflicts_with_all = ["id", "tags", "undo"])]
    list: bool,
    /// Write the list as JSON (see docs/json.md)
    #[arg(long, requires = "list")]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.settings()?;
    match &arguments.id {
        Some(id) => reject(id, arguments, session, out),
        None => list(arguments.json, session, out),
    }
}

fn reject(id: &str, arguments: &Arguments, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    let tagger = session.tagger()?;
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let id = find(&store, id).await?;
        let missing = || Error::usage(&format!("The text of {id} is no longer kept."), "Choose another article.");
        let article = store.article(id).await?.ok_or_else(missing)?;
        let chosen = arguments.tags.iter().map(|text| named(&article, text, !arguments.undo));
        let chosen: Vec<&Tag> = chosen.collect::<Result<_, _>>()?;
        let text = best_document(&article).text;
        let verb = if arguments.undo { "taken back " } else { "rejected " };
        let mut told = Ok(());
        for tag in chosen {
            let words = words_of_tag(&article.headline.title, &text, tag);
            store.set_rejected(id, tag.kind, tag.key.clone(), words, !arguments.undo).await?;
            told = told.and_then(|()| out.line(&[&verb, &id, &" ", &tag.kind.slug(), &":", &tag.key]));
        }
        let retagger = Retagger::new(store, tagger, &feeds.0).await?;
        while retagger.batch(Wanted::Marked).await?.saved > 0 {}
        told?;
        Ok(out.flush()?)
    })
}

/// The tag of an article that a text names: by kind and key, or by what is shown of it.
fn named<'a>(article: &'a Article, text: &str, is_accepted: bool) -> Result<&'a Tag, Error> {
    let tags = if is_accepted { &article.tags } else { &article.rejected };
    let wanted = fold_case(text);
    let has_key = |tag: &&Tag| fold_case(&safe!("{}:{}", tag.kind.slug(), tag.key)) == wanted;
    let is_shown = |tag: &&Tag| [&tag.key, &tag.label].iter().any(|name| fold_case(name) == wanted);
    let mut found = tags.iter().filter(has_key).chain(tags.iter().filter(is_shown));
    match (found.next(), found.next()) {
        (Some(tag), other) if other.is_none_or(|other| (other.kind, &other.key) == (tag.kind, &tag.key)) => Ok(tag),
        (Some(one), Some(other)) => {
            let sentence = format!("{text:?} may mean more than one tag.");
            let [one, other] = [one, other].map(|tag| safe!("{}:{}", tag.kind.slug(), tag.key));
            Err(Error::usage(&sentence, &format!("Write {one} or {other}.")))
        }
        _ => {
            let which = if is_accepted { "no tag" } else { "no rejected tag" };
            let hint = format!("`chancery show {}` lists its tags.", article.headline.id);
            Err(Error::usage(&format!("The article has {which} {text:?}."), &hint))
        }
    }
}

/// What is rejected, a line each: source, tag and words.
fn list(json: bool, session: &mut Session, out: &mut Out) -> Result<(), Error> {
    session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let sources = feeds.by_id();
        let rejections = store.rejections().await?;
        let rows = rejections.iter().map(|rejection| (rejection, sources.get(&rejection.feed).copied()));
        if json {
            out.json_list(rows.map(|(rejection, source)| RejectionJson {
                kind: rejection.kind,
                key: &rejection.key,
                words: &rejection.words,
                source: source.map(SourceJson::of),
            }))?;
        } else {
            for (rejection, source) in rows {
                let name = source.map_or_else(|| SafeText::from("a removed feed"), |source| source.name.clone());
                out.line(&[&name, &"  ", &rejection.kind.slug(), &":", &rejection.key, &"  ", &rejection.words])?;
            }
        }
        Ok(out.flush()?)
    })
}
