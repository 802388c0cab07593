//! What is there to be read without a network, as the store has it.

use std::collections::{HashMap, HashSet};

use crate::domain::{Article, ArticleId, Lack, Lacking, PackReport, SafeText, WebUrl};
use crate::store::{Store, StoreError};
use crate::text;

/// The most pictures of one article that are kept.
const PICTURES_MAX: usize = 16;

/// An article that was asked for, as a reader would find it now.
pub(super) struct Packed {
    pub article: Article,
    /// How long it takes to read, and the pictures that it shows, where it can be read whole.
    pub whole: Option<(usize, Vec<WebUrl>)>,
}

/// Looks at an article; `None` when the cache does not hold it any more.
pub(super) async fn look(store: &Store, id: ArticleId) -> Result<Option<Packed>, StoreError> {
    let Some(article) = store.article(id).await? else { return Ok(None) };
    if !article.headline.marks.complete {
        return Ok(Some(Packed { article, whole: None }));
    }
    let reading = tokio::task::spawn_blocking(move || {
        let document = text::best_document(&article);
        let pictures = document.pictures.into_iter().map(|picture| picture.url).take(PICTURES_MAX).collect();
        let whole = Some((text::reading_minutes(&document.text), pictures));
        Packed { article, whole }
    });
    Ok(Some(reading.await.expect("making a document does not panic, and the runtime outlives packing")))
}

/// Counts what can be read of the articles that were asked for. `lacks` says why others were left out in this run;
/// of the others the store remembers why.
pub(super) async fn report(
    store: &Store,
    articles: &[ArticleId],
    lacks: &HashMap<ArticleId, (Lack, SafeText)>,
    with_pictures: bool,
) -> Result<PackReport, StoreError> {
    let mut report = PackReport::default();
    let mut pictures = HashSet::new();
    for &id in articles {
        let Some(Packed { article, whole }) = look(store, id).await? else { continue };
        match whole {
            Some((minutes, shown)) => {
                report.readable += 1;
                report.minutes += minutes;
                pictures.extend(shown);
            }
            None => report.lacking.push(lacking(article, lacks.get(&id))),
        }
    }
    if with_pictures {
        let mut there = 0;
        for url in &pictures {
            there += usize::from(store.is_picture_kept(url.clone()).await? == Some(true));
        }
        report.pictures = Some((there, pictures.len()));
    }
    Ok(report)
}

fn lacking(article: Article, lack: Option<&(Lack, SafeText)>) -> Lacking {
    let (why, sentence) = match (lack, article.page_failure) {
        (Some((why, sentence)), _) => (*why, sentence.clone()),
        (None, Some(failure)) => (Lack::Page(failure.why), failure.sentence),
        (None, None) => (Lack::Stopped, "It was not asked for; packing again goes on.".into()),
    };
    Lacking { id: article.headline.id, title: article.headline.title, why, sentence }
}
