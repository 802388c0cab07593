//! Articles are written to files for the reader.

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;

use super::outside::{blocking, sentence};
use crate::app::effect::Exported;
use crate::domain::{ArticleId, ExportFormat, Feed, SafeText, Window, safe};
use crate::export::{ARTICLES_MAX, Existing, Item, make_folder_of, save, write};
use crate::store::Store;

/// The columns of exported text.
const MEASURE: u16 = 72;

/// What is written, and where to.
pub(super) struct Order {
    pub what: Exported,
    pub format: ExportFormat,
    pub file: SafeText,
    /// What stands above several articles.
    pub title: SafeText,
    pub feeds: Vec<Feed>,
}

/// Writes the file, and returns the sentence that says where it is. A file that is there already is kept.
///
/// # Errors
/// A sentence, when the articles cannot be read or the file cannot be written.
pub(super) async fn export(order: Order, store: &Store) -> Result<SafeText, SafeText> {
    let Order { what, format, file, title, feeds } = order;
    let ids: Vec<ArticleId> = match what {
        Exported::Article(id) => vec![id],
        Exported::List(scope) => {
            let page = store.page(scope, Window::Top, ARTICLES_MAX).await.map_err(sentence)?;
            page.headlines.iter().map(|headline| headline.id).collect()
        }
    };
    let mut articles = Vec::new();
    for id in ids {
        articles.extend(store.article(id).await.map_err(sentence)?);
    }
    if articles.is_empty() {
        return Err("nothing was exported: its text is not in the cache any more".into());
    }
    let count = articles.len();
    let written = blocking(move || {
        let source = |feed| feeds.iter().find(|known: &&Feed| known.id == feed).map(|known| known.source.clone());
        let items: Vec<Item> = articles
            .into_iter()
            .map(|article| {
                let source = source(article.headline.feed);
                Item::new(article, source)
            })
            .collect();
        let title = match items.as_slice() {
            [only] => only.article.headline.title.clone(),
            _ => title,
        };
        let bytes = write(format, &title, &items, MEASURE, Timestamp::now())?;
        let file = at_home(&file);
        make_folder_of(&file)?;
        save(&file, &bytes, Existing::Keep)
    });
    match written.await? {
        Ok(file) if count == 1 => Ok(safe!("exported to {}", SafeText::line(&file.to_string_lossy()))),
        Ok(file) => Ok(safe!("exported {} articles to {}", count, SafeText::line(&file.to_string_lossy()))),
        Err(error) => Err(failure(&error)),
    }
}

fn failure(error: &io::Error) -> SafeText {
    tracing::warn!(%error, "nothing was exported");
    SafeText::line(&format!("nothing was exported: {error}"))
}

/// A path as it is typed, where `~/` is the home folder.
fn at_home(file: &SafeText) -> PathBuf {
    match (file.strip_prefix("~/"), std::env::home_dir()) {
        (Some(below), Some(home)) => home.join(below),
        _ => PathBuf::from(file.as_str()),
    }
}
