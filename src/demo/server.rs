//! The demo's feed server, on the loopback.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use super::dispatches::Publisher;
use super::feeds::feed;
use super::pages::page;
use super::picture::illustration;
use crate::domain::WebUrl;

/// Where the pages of the dispatches begin.
const PAGES: &str = "pages/";
/// How often a publisher brings a dispatch that was held back.
const PACE: Duration = Duration::from_secs(20);
/// The share of the dispatches that is out from the start, in tenths.
const OUT_AT_START: usize = 7;

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    base: WebUrl,
    tally: Arc<Tally>,
    task: JoinHandle<()>,
}

/// What the server was asked.
#[derive(Debug, Default)]
pub struct Tally {
    /// Requests for a feed.
    pub requests: AtomicUsize,
    /// Those of them that were answered "not modified".
    pub not_modified: AtomicUsize,
}

struct State {
    publishers: Vec<Publisher>,
    started: Instant,
    tally: Arc<Tally>,
}

impl Server {
    /// Starts to serve the publishers on a free port of 127.0.0.1. After `cut_after`, if given, the server
    /// vanishes as a network does: connections are dropped and none is taken.
    ///
    /// # Errors
    /// When no port of the loopback can be had.
    pub async fn start(publishers: Vec<Publisher>, cut_after: Option<Duration>) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let base = WebUrl::parse(&format!("http://{}/", listener.local_addr()?)).map_err(io::Error::other)?;
        let tally = Arc::<Tally>::default();
        let publishers = publishers.into_iter().map(|publisher| at_home(publisher, &base)).collect();
        let state = Arc::new(State { publishers, started: Instant::now(), tally: tally.clone() });
        let task = tokio::spawn(async move {
            match cut_after {
                // The time-out drops the listener and every connection with it.
                Some(after) => drop(tokio::time::timeout(after, serve(listener, state)).await),
                None => serve(listener, state).await,
            }
        });
        Ok(Self { base, tally, task })
    }

    /// The address that the publishers' slugs are relative to.
    pub fn base(&self) -> &WebUrl {
        &self.base
    }

    /// What the server was asked so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The publisher with the pages and illustrations of its dispatches on this server, for it has no site of its own.
fn at_home(mut publisher: Publisher, base: &WebUrl) -> Publisher {
    let slug = &publisher.slug;
    let (site, here) = (format!("src=\"https://{slug}.example/"), format!("src=\"{base}{slug}/"));
    for dispatch in &mut publisher.dispatches {
        let path = format!("{PAGES}{slug}/{}", dispatch.id);
        dispatch.link = base.join(&path).expect("a slug and an id are a path");
        dispatch.body = dispatch.body.replace(&site, &here);
    }
    publisher
}

async fn serve(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let state = state.clone();
        connections.spawn(async move {
            let service = service_fn(move |request| {
                let answer = answer(&request, &state);
                async move { Ok::<_, Infallible>(answer) }
            });
            // A connection that breaks is the other side's affair.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

fn answer(request: &Request<Incoming>, state: &State) -> Response<Full<Bytes>> {
    let path = request.uri().path().trim_start_matches('/');
    if let Some(path) = path.strip_prefix(PAGES) {
        return page_at(path, state).unwrap_or_else(missing);
    }
    if let Some(name) = path.strip_suffix(".jpg") {
        return Response::new(Full::from(illustration(name)));
    }
    let Some(place) = state.publishers.iter().position(|publisher| publisher.slug == path) else { return missing() };
    let publisher = &state.publishers[place];
    let published = published(publisher.dispatches.len(), place, state.started.elapsed());
    let etag = HeaderValue::from_str(&format!("\"{published}\"")).expect("a number is a header value");
    state.tally.requests.fetch_add(1, Ordering::Relaxed);
    let mut response = if request.headers().get(IF_NONE_MATCH) == Some(&etag) {
        state.tally.not_modified.fetch_add(1, Ordering::Relaxed);
        let mut unchanged = Response::new(Full::default());
        *unchanged.status_mut() = StatusCode::NOT_MODIFIED;
        unchanged
    } else {
        let mut whole = Response::new(Full::from(feed(publisher, published)));
        whole.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(publisher.format.content_type()));
        whole
    };
    response.headers_mut().insert(ETAG, etag);
    response
}

fn missing() -> Response<Full<Bytes>> {
    let mut missing = Response::new(Full::from("there is nothing here"));
    *missing.status_mut() = StatusCode::NOT_FOUND;
    missing
}

/// The page of the dispatch that a path names: its publisher's slug and its id.
fn page_at(path: &str, state: &State) -> Option<Response<Full<Bytes>>> {
    let (slug, id) = path.split_once('/')?;
    let publisher = state.publishers.iter().find(|publisher| publisher.slug == slug)?;
    let dispatch = publisher.dispatches.iter().find(|dispatch| dispatch.id == id)?;
    let mut whole = Response::new(Full::from(page(publisher, dispatch)));
    whole.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Some(whole)
}

/// How many of a publisher's dispatches are out after so long. Publishers take turns.
fn published(all: usize, place: usize, elapsed: Duration) -> usize {
    let turns = (elapsed.as_secs() / PACE.as_secs()) as usize;
    let released = (turns + place % 3) / 3;
    (all * OUT_AT_START / 10 + released).min(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_comes_out_with_time_and_never_more_than_there_is() {
        let after = |seconds| published(10, 0, Duration::from_secs(seconds));
        assert_eq!(after(0), 7);
        assert_eq!(after(60), 8);
        assert_eq!(after(100_000), 10);
        assert_eq!(published(0, 2, Duration::from_secs(60)), 0);
    }
}
