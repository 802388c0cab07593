//! Articles that a query matches are written.

use jiff::{Timestamp, Zoned};

use super::super::error::Error;
use super::super::json::ExportedArticle;
use super::super::output::write_json_list;
use super::super::session::Session;
use super::Arguments;
use crate::export::{self, Item};

/// The articles in the format that was asked for.
pub(super) fn export(arguments: &Arguments, session: &mut Session) -> Result<Vec<u8>, Error> {
    let measure = session.settings()?.reading.measure;
    let query = arguments.query(&Zoned::now(), &session.tagger()?)?;
    let items = session.wait(async {
        let (store, feeds) = session.store_with_feeds().await?;
        let sources = feeds.by_id();
        let articles = store.list(query, arguments.limit).await?;
        let item = |article: crate::domain::Article| {
            let source = sources.get(&article.headline.feed).map(|source| (*source).clone());
            Item::new(article, source)
        };
        Ok::<_, Error>(articles.into_iter().map(item).collect::<Vec<Item>>())
    })?;
    let Some(format) = arguments.format.of_articles() else {
        let mut json = Vec::new();
        write_json_list(&mut json, items.iter().map(ExportedArticle::of))?;
        return Ok(json);
    };
    if items.is_empty() {
        return Err(Error::usage("No article matches.", "`chancery list` takes the same queries."));
    }
    let title = match items.as_slice() {
        [only] => only.article.headline.title.clone(),
        _ => arguments.title(),
    };
    export::write(format, &title, &items, measure, Timestamp::now())
        .map_err(|error| Error::failed("The articles could not be written.", error))
}
