//! The pages of articles that have just come, fetched once their feeds were asked.

use futures::stream::{self, StreamExt};

use super::output::{counted, say};
use crate::domain::ArticleId;
use crate::fetch::Fault;
use crate::poll::{Pages, Urgency};
use crate::store::{Store, StoreError};

/// The most pages of one run: `chancery pack` fetches more, within a budget.
const PAGES_MAX: usize = 500;
/// How many pages are waited for at once; most of them wait for their host's turn.
const AT_ONCE: usize = 8;
/// So many pages that are not reached, one after the other, are the network.
const SILENT_MAX: usize = 3;

/// Fetches the pages of those of these articles that are not whole, and says how many it got.
pub(super) async fn fetch(pages: &Pages, store: &Store, new: Vec<ArticleId>) -> Result<(), StoreError> {
    let wanted = wanted(store, new).await?;
    let of = wanted.len();
    let mut fetching = stream::iter(wanted).map(|id| pages.fetch(id, Urgency::InTurn)).buffer_unordered(AT_ONCE);
    let (mut stored, mut silent) = (0, 0);
    while let Some(fetched) = fetching.next().await {
        match fetched {
            Ok(fetched) => {
                stored += usize::from(fetched.result.is_ok());
                silent = if fetched.fault == Some(Fault::Network) { silent + 1 } else { 0 };
            }
            // A feed's next poll may have dropped it.
            Err(StoreError::NoSuchArticle(_)) => {}
            Err(error) => return Err(error),
        }
        if silent >= SILENT_MAX {
            say(&[&"No page can be reached; the network seems to be gone."]);
            break;
        }
    }
    say(&[&counted(stored, "whole article"), &" fetched, of ", &of, &"."]);
    Ok(())
}

/// The articles whose feed gave less than all of them, and their page.
async fn wanted(store: &Store, new: Vec<ArticleId>) -> Result<Vec<ArticleId>, StoreError> {
    let mut wanted = Vec::new();
    for id in new {
        if wanted.len() == PAGES_MAX {
            break;
        }
        let headline = store.article(id).await?.map(|article| article.headline);
        if headline.is_some_and(|headline| !headline.marks.complete && headline.link.is_some()) {
            wanted.push(id);
        }
    }
    Ok(wanted)
}
