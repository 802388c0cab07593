//! Pictures of articles, fetched to be kept.

use super::{Pages, wants_time};
use crate::domain::{FeedId, SafeText, WebUrl};
use crate::fetch::Fault;
use crate::store::StoreError;

/// What became of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureFetched {
    /// Whose fault it is that there is none, and what is said of it.
    pub problem: Option<(Fault, SafeText)>,
    /// How many bytes came over the wire.
    pub bytes: u64,
}

impl Pages {
    /// Fetches a picture that an article of this feed shows, in its turn, and keeps it; or keeps that there is none,
    /// unless that is the network's fault.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fetch_picture(&self, url: &WebUrl, feed: FeedId) -> Result<PictureFetched, StoreError> {
        let host = url.host();
        let Ok(pass) = self.gate.enter(host).await else {
            return Ok(PictureFetched { problem: Some((Fault::Patience(None), wants_time(host).sentence)), bytes: 0 });
        };
        let fetched = self.client.picture(url, self.source(feed).as_ref()).await;
        drop(pass);
        match fetched {
            Ok(picture) => {
                let bytes = picture.len() as u64;
                self.store.save_picture(url.clone(), Some(picture)).await?;
                Ok(PictureFetched { problem: None, bytes })
            }
            Err(error) => {
                tracing::info!(%url, detail = %error.failure.detail, "a picture was not fetched");
                let fault = error.fault();
                match fault {
                    Fault::Page => self.store.save_picture(url.clone(), None).await?,
                    Fault::Patience(after) => self.gate.spare(host, after),
                    Fault::Network => {}
                }
                Ok(PictureFetched { problem: Some((fault, error.failure.sentence)), bytes: 0 })
            }
        }
    }
}
