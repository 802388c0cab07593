//! Pictures on their way to the screen: from the cache or the network, decoded and shrunk off the interface's thread.

use std::sync::Arc;

use anyhow::Context;
use ratatui::layout::Size;
use tokio::sync::{OnceCell, Semaphore};

use super::outside::{blocking, logged, sentence};
use super::subscriptions::Connect;
use crate::app::effect::RequestId;
use crate::app::pictures::{NoPicture, Pixels};
use crate::domain::{SafeText, Source, WebUrl, safe};
use crate::fetch::Client;
use crate::store::Store;
use crate::ui::Gallery;
use crate::ui::gallery::{Paint, Painting};

/// How many pictures are fetched at once.
const FETCHED_AT_ONCE: usize = 2;
/// How many are decoded at once; each may take as much memory as [`Paint`] allows.
const DECODED_AT_ONCE: usize = 2;

/// Where pictures come from and what makes them fit for this terminal; cheap to clone.
#[derive(Clone)]
pub(super) struct Pictures {
    store: Store,
    /// What makes the client, where the network may be used.
    connect: Option<Connect>,
    client: Arc<OnceCell<Client>>,
    gallery: Gallery,
    painter: Arc<dyn Paint>,
    fetching: Arc<Semaphore>,
    decoding: Arc<Semaphore>,
}

/// A picture that is asked for.
pub(super) struct Asked {
    pub request: RequestId,
    pub url: WebUrl,
    pub room: Size,
    pub fetch: bool,
    /// The feed whose article names it.
    pub source: Option<Box<Source>>,
}

impl Pictures {
    pub fn new(store: Store, connect: Option<Connect>, painter: Arc<dyn Paint>) -> Self {
        let gallery = Gallery::default();
        let (fetching, decoding) = (Semaphore::new(FETCHED_AT_ONCE), Semaphore::new(DECODED_AT_ONCE));
        let (fetching, decoding) = (Arc::new(fetching), Arc::new(decoding));
        Self { store, connect, client: Arc::default(), gallery, painter, fetching, decoding }
    }

    /// What is ready to be drawn.
    pub fn gallery(&self) -> Gallery {
        self.gallery.clone()
    }

    /// Makes places for a picture, so that what is asked for later takes its place.
    pub fn expect(&self, asked: &Asked) {
        self.gallery.expect(asked.url.clone(), asked.request);
    }

    /// Lets go of pictures, ready or on their way.
    pub fn remove(&self, urls: &[WebUrl]) {
        self.gallery.remove(urls);
    }

    /// Hangs a picture in the gallery.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn load(self, asked: Asked) -> Result<Pixels, NoPicture> {
        let cached = self.store.picture(asked.url.clone()).await.map_err(|error| NoPicture::Broken(sentence(error)))?;
        let bytes = match cached {
            Some(bytes) => bytes,
            None if asked.fetch => self.fetch(&asked).await?,
            None => return Err(NoPicture::NotCached),
        };
        let _turn = self.decoding.acquire().await.map_err(|_| NoPicture::NotCached)?;
        self.check(&asked)?;
        let (painter, room) = (self.painter.clone(), asked.room);
        let painted = blocking(move || painter.paint(&bytes, room)).await;
        let Painting { pixels, drawn } = painted
            .and_then(|painted| painted.map_err(|why| safe!("The picture cannot be shown: {}.", why)))
            .map_err(NoPicture::Broken)?;
        self.gallery.hang(&asked.url, asked.request, drawn);
        Ok(pixels)
    }

    /// A picture that nobody waits for any more is not worth the work.
    fn check(&self, asked: &Asked) -> Result<(), NoPicture> {
        if self.gallery.expects(&asked.url, asked.request) { Ok(()) } else { Err(NoPicture::NotCached) }
    }

    /// Fetches a picture, and keeps it for the next time.
    async fn fetch(&self, asked: &Asked) -> Result<Vec<u8>, NoPicture> {
        let _turn = self.fetching.acquire().await.map_err(|_| NoPicture::NotCached)?;
        self.check(asked)?;
        let client = self.client().await.map_err(NoPicture::Broken)?;
        let bytes = client.picture(&asked.url, asked.source.as_deref()).await.map_err(|error| {
            tracing::info!(url = %asked.url, detail = %error.failure.detail, "a picture was not fetched");
            NoPicture::Broken(error.failure.sentence)
        })?;
        if let Err(error) = self.store.save_picture(asked.url.clone(), Some(bytes.clone())).await {
            // It is shown all the same, and fetched again the next time.
            tracing::warn!(error = format!("{:#}", anyhow::Error::from(error)), "a picture was not kept");
        }
        Ok(bytes)
    }

    async fn client(&self) -> Result<Client, SafeText> {
        let made = self.client.get_or_try_init(|| async {
            let connect = self.connect.clone().context("there is no network in this session")?;
            blocking(move || connect()).await.map_err(|sentence| anyhow::anyhow!("{sentence}"))?
        });
        made.await.cloned().map_err(|error| logged(&error, "the network cannot be used"))
    }
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pictures").field("gallery", &self.gallery).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;
    use crate::config::Polling;
    use crate::ui::gallery::Draw;

    /// Takes every file for a picture whose first byte is a `P`.
    struct Plain;

    impl Paint for Plain {
        fn cell(&self) -> Pixels {
            Pixels::ORDINARY_CELL
        }

        fn paint(&self, bytes: &[u8], _room: Size) -> Result<Painting, SafeText> {
            match bytes.get(1) {
                Some(b'P') => Ok(Painting { pixels: PIXELS, drawn: Box::new(Plain) }),
                _ => Err("the file is broken".into()),
            }
        }
    }

    impl Draw for Plain {
        fn is_text(&self) -> bool {
            true
        }

        fn draw(&self, _skipped: u16, _area: Rect, _buffer: &mut Buffer) {}
    }

    const PIXELS: Pixels = Pixels { width: 3, height: 2 };
    const FILE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

    fn pictures(folder: &tempfile::TempDir) -> Pictures {
        let (store, _) = Store::open(folder.path()).unwrap();
        let connect: Connect = Arc::new(|| Ok(Client::new(&Polling::default())?));
        Pictures::new(store, Some(connect), Arc::new(Plain))
    }

    fn asked(url: &WebUrl, fetch: bool) -> Asked {
        let source = Source::unknown("Wire".into(), url.clone());
        Asked { request: RequestId(1), url: url.clone(), room: Size::new(9, 9), fetch, source: Some(Box::new(source)) }
    }

    async fn load(pictures: &Pictures, asked: Asked) -> Result<Pixels, NoPicture> {
        pictures.expect(&asked);
        pictures.clone().load(asked).await
    }

    /// A server that answers once, and no more.
    async fn server(body: &'static [u8]) -> WebUrl {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = WebUrl::parse(&format!("http://{}/1.png", listener.local_addr().unwrap())).unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4_096];
            let _ = stream.read(&mut request).await.unwrap();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
        });
        url
    }

    #[tokio::test]
    async fn a_picture_comes_from_the_network_once_and_then_from_the_cache() {
        let folder = tempfile::tempdir().unwrap();
        let pictures = pictures(&folder);
        let url = server(FILE).await;
        assert_eq!(load(&pictures, asked(&url, false)).await, Err(NoPicture::NotCached));
        assert_eq!(load(&pictures, asked(&url, true)).await, Ok(PIXELS));
        assert_eq!(load(&pictures, asked(&url, false)).await, Ok(PIXELS));
    }

    #[tokio::test]
    async fn a_page_in_place_of_a_picture_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let pictures = pictures(&folder);
        let url = server(b"<!doctype html><title>Sign in</title>").await;
        let Err(NoPicture::Broken(why)) = load(&pictures, asked(&url, true)).await else { panic!("it is shown") };
        assert!(why.contains("no picture"), "{why}");
        assert_eq!(load(&pictures, asked(&url, false)).await, Err(NoPicture::NotCached));
    }

    #[tokio::test]
    async fn a_stranger_cannot_have_an_address_of_this_network_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let url = server(FILE).await;
        let stranger = Source::unknown("Wire".into(), WebUrl::parse("https://feed.example/rss").unwrap());
        let asked = Asked { source: Some(Box::new(stranger)), ..asked(&url, true) };
        let Err(NoPicture::Broken(why)) = load(&pictures(&folder), asked).await else { panic!("it was fetched") };
        assert!(why.contains("an address of your own network"), "{why}");
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_fetched() {
        let folder = tempfile::tempdir().unwrap();
        let pictures = pictures(&folder);
        let asked = asked(&WebUrl::parse("http://127.0.0.1:1/1.png").unwrap(), true);
        pictures.expect(&asked);
        pictures.remove(std::slice::from_ref(&asked.url));
        assert_eq!(pictures.load(asked).await, Err(NoPicture::NotCached));
    }
}
