//! What a scenario cannot tell: servers that are not there, that speak something else, or that are asked twice over one
//! connection.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chancery::config::Polling;
use chancery::domain::{Access, Failure, FailureKind, Source, Verdict, WebUrl};
use chancery::fetch::{Answer, Client, FetchError, Stage, Validators};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::service::service_fn;
use hyper::{Version, header};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::net::TcpListener;

use crate::support::certificates::Certificate;
use crate::support::scenario::FEED;
use crate::support::server::{Reply, Server, head, reply};

const MIB: usize = 1024 * 1024;
const RETRY: Verdict = Verdict::Retry { after: None };

fn client(settings: Polling) -> Client {
    Client::new(&settings).expect("a client needs nothing of the machine")
}

/// Limits that no test has to wait for.
fn limits() -> Polling {
    Polling { timeout: Duration::from_secs(30), max_download: MIB as u64, ..Polling::default() }
}

async fn fetch(url: &WebUrl) -> Result<Answer, FetchError> {
    client(limits()).fetch(url, &Validators::default()).await
}

async fn failure(url: &WebUrl) -> Failure {
    fetch(url).await.expect_err("it should fail").failure
}

#[track_caller]
fn assert_failure(failure: &Failure, kind: FailureKind, verdict: Verdict, words: &str) {
    assert_eq!((failure.kind, failure.verdict), (kind, verdict), "{failure:?}");
    assert!(failure.sentence.contains(words), "{:?} has not {words:?}", failure.sentence);
    assert!(failure.detail.contains("http://"), "the log line names the address: {:?}", failure.detail);
}

#[tokio::test]
async fn a_refused_connection_and_an_unknown_name_reach_nobody() {
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let refused = fetch(&WebUrl::parse(&format!("http://127.0.0.1:{port}/")).unwrap()).await.unwrap_err();
    assert_failure(&refused.failure, FailureKind::Failed, RETRY, "refuses the connection");
    assert_eq!((refused.reached, refused.stage), (false, Stage::Connect));
    // Names under `.invalid` never exist (RFC 6761); without a network no name server says so.
    let unknown = fetch(&WebUrl::parse("http://feed.invalid/").unwrap()).await.unwrap_err();
    assert_eq!((unknown.reached, unknown.stage), (false, Stage::Dns));
    assert!(matches!(unknown.failure.kind, FailureKind::Failed | FailureKind::Offline), "{unknown:?}");
}

#[tokio::test]
async fn a_connection_that_does_not_come_about_reaches_nobody_however_long_it_may_take() {
    let server = Server::start().await;
    // The server waits for a request and never answers the handshake.
    let url = WebUrl::parse(&server.url("/feed").as_str().replace("http:", "https:")).unwrap();
    let timeout = Duration::from_millis(300);
    for connect_timeout in [timeout, timeout * 10] {
        let settings = Polling { timeout, connect_timeout, ..limits() };
        let error = client(settings).fetch(&url, &Validators::default()).await.unwrap_err();
        assert!(!error.reached, "{error:?}");
    }
}

#[tokio::test]
async fn no_password_stands_in_the_log() {
    let server = Server::start().await;
    let url = server.url("/feed").as_str().replace("http://", "http://mole:sesame@");
    let url = WebUrl::parse(&url).unwrap();
    let locations = ["", "/feed", "/missing", "ftp://mole:sesame@news.example/", "http://mole:sesame@:99999/"];
    for location in locations {
        server.on_any("/feed", reply(302, &[("location", location)], ""));
        let Failure { sentence, detail, .. } = failure(&url).await;
        for text in [sentence, detail] {
            assert!(!text.contains("sesame") && !text.contains("mole"), "{location}: {text}");
        }
    }
    assert!(server.requests().iter().all(|request| request.header("authorization").is_some()));
}

#[tokio::test]
async fn a_server_without_tls_is_named_as_such() {
    let server = Server::start().await;
    let url = server.url("/feed").as_str().replace("http:", "https:");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let answering = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad\r\n\r\n").await.unwrap();
    });
    let url = WebUrl::parse(&url).unwrap().join(&format!("https://127.0.0.1:{port}/")).unwrap();
    let error = fetch(&url).await.unwrap_err();
    assert!(error.failure.sentence.contains("does not speak https"), "{:?}", error.failure);
    assert!(error.reached);
    answering.await.unwrap();
}

#[tokio::test]
async fn a_server_that_sends_on_to_a_dead_one_was_reached() {
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let server = Server::start().await;
    for (target, words) in
        [(format!("http://127.0.0.1:{port}/"), "refuses"), ("http://feed.invalid/".into(), "feed.invalid")]
    {
        server.on_any("/feed", reply(302, &[("location", &target)], ""));
        let error = fetch(&server.url("/feed")).await.unwrap_err();
        assert!(error.reached, "{error:?}");
        assert_failure(&error.failure, FailureKind::Failed, RETRY, words);
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_read_to_its_end() {
    let server = Server::start().await;
    server.on_any("/feed", Reply::Flood(head(200, &[]), vec![0; 64 * 1024]));
    assert_failure(&failure(&server.url("/feed")).await, FailureKind::TooLarge, RETRY, "more than 1 MiB");
    // What was taken beyond the limit lay in the sockets' buffers.
    assert!(server.flooded() < 32 * MIB as u64, "{} bytes were taken", server.flooded());
}

#[tokio::test]
async fn a_server_that_talks_nonsense_is_a_failure() {
    let server = Server::start().await;
    for bytes in [b"HTTP/1.1 200".as_slice(), b"SSH-2.0-OpenSSH_9.6\r\n\r\n", b"\0\0\0"] {
        server.on_any("/feed", Reply::Bytes(bytes.to_vec()));
        let failure = failure(&server.url("/feed")).await;
        assert_failure(&failure, FailureKind::Failed, RETRY, "asked again later");
    }
}

/// A server by the book, which keeps connections open and speaks HTTP/2 over TLS. Its feed says the version that it was
/// asked in.
struct Proper {
    url: WebUrl,
    connections: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Proper {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = Certificate::Good.acceptor_offering(&[b"h2", b"http/1.1"]);
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let service = service_fn(async |request: hyper::Request<_>| {
                        let is_http_2 = request.version() == Version::HTTP_2;
                        let response = hyper::Response::builder().header(header::ETAG, format!("\"{is_http_2}\""));
                        Ok::<_, Infallible>(response.body(Full::new(Bytes::from(FEED))).unwrap())
                    });
                    // A client that goes away has what it wanted.
                    let _ =
                        auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        let url = WebUrl::parse(&format!("https://localhost:{port}/feed")).unwrap();
        Self { url, connections, task }
    }
}

impl Drop for Proper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test]
async fn one_connection_of_http_2_serves_many_requests_until_it_is_dropped() {
    let server = Proper::start().await;
    let access = Access { insecure_tls: true, ..Access::default() };
    let source = Source { access, ..Source::unknown("News".into(), server.url.clone()) };
    let client = client(limits());
    for connections in [1, 1, 2] {
        if connections == 2 {
            client.drop_connections();
        }
        let Ok(Answer::Full(response)) = client.fetch_feed(&source, &Validators::default()).await else {
            panic!("no whole answer")
        };
        assert_eq!(response.body, FEED.as_bytes());
        assert_eq!(response.meta.validators.etag.as_deref(), Some("\"true\""), "HTTP/2 is spoken");
        assert_eq!(server.connections.load(Ordering::SeqCst), connections);
    }
}
