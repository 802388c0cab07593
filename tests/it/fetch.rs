//! One request at a time, against a server that misbehaves in every way that real ones do.

use std::io::Write;
use std::time::Duration;

use chancery::config::Polling;
use chancery::domain::{Failure, FailureKind, Verdict, WebUrl};
use chancery::fetch::{Answer, Client, FetchError, Response, Validators};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;

use crate::support::server::{Reply, Server, head, reply};

const FEED: &str = "<rss version=\"2.0\"><channel><title>World</title>\
    <item><title>Talks begin</title><guid>1</guid></item></channel></rss>";
const MIB: usize = 1024 * 1024;
const RETRY: Verdict = Verdict::Retry { after: None };

fn client(settings: Polling) -> Client {
    Client::new(&settings).expect("a client needs nothing of the machine")
}

/// Limits that no test has to wait for.
fn limits() -> Polling {
    Polling { timeout: Duration::from_secs(30), max_body: MIB as u64, max_download: MIB as u64, ..Polling::default() }
}

async fn fetch(url: &WebUrl) -> Result<Answer, FetchError> {
    client(limits()).fetch(url, &Validators::default()).await
}

async fn response(url: &WebUrl) -> Response {
    match fetch(url).await {
        Ok(Answer::Full(response)) => response,
        other => panic!("not a whole answer: {other:?}"),
    }
}

async fn failure(url: &WebUrl) -> Failure {
    fetch(url).await.expect_err("it should fail").failure
}

/// Serves one reply and returns how fetching it fails.
async fn failure_of(reply: Reply) -> Failure {
    let server = Server::start().await;
    server.on_any("/feed", reply);
    failure(&server.url("/feed")).await
}

#[track_caller]
fn assert_failure(failure: &Failure, kind: FailureKind, verdict: Verdict, words: &str) {
    assert_eq!((failure.kind, failure.verdict), (kind, verdict), "{failure:?}");
    assert!(failure.sentence.contains(words), "{:?} has not {words:?}", failure.sentence);
    assert!(failure.detail.contains("http://"), "the log line names the address: {:?}", failure.detail);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn encoded(coding: &str, body: &[u8]) -> Reply {
    reply(200, &[("content-encoding", coding)], body)
}

#[tokio::test]
async fn an_unchanged_feed_is_asked_with_its_validators_and_not_sent_again() {
    let server = Server::start().await;
    let modified = "Wed, 01 May 2024 10:00:00 GMT";
    server.on("/feed", move |request| match request.header("if-none-match") {
        Some("\"v1\"") => reply(304, &[], ""),
        _ => reply(200, &[("etag", "\"v1\""), ("last-modified", modified)], FEED),
    });
    let first = response(&server.url("/feed")).await;
    assert_eq!(first.body, FEED.as_bytes());
    assert_eq!(first.meta.validators.etag.as_deref(), Some("\"v1\""));
    let second = client(limits()).fetch(&server.url("/feed"), &first.meta.validators).await;
    let Ok(Answer::NotModified(meta)) = second else { panic!("{second:?}") };
    assert_eq!(meta.validators, first.meta.validators);
    let requests = server.requests();
    assert_eq!(requests[0].header("if-none-match"), None);
    assert_eq!(requests[1].header("if-modified-since"), Some(modified));
}

#[tokio::test]
async fn a_304_that_was_not_asked_for_is_a_failure() {
    assert_failure(&failure_of(reply(304, &[], "")).await, FailureKind::Failed, RETRY, "304");
}

#[tokio::test]
async fn the_reader_says_who_it_is_and_what_it_understands() {
    let server = Server::start().await;
    server.on_any("/feed", reply(200, &[("set-cookie", "id=1")], FEED));
    let client = client(limits());
    for _ in 0..2 {
        client.fetch(&server.url("/feed"), &Validators::default()).await.unwrap();
    }
    let requests = server.requests();
    assert!(requests[0].header("user-agent").unwrap().starts_with("chancery/"));
    assert!(requests[0].header("accept").unwrap().contains("application/atom+xml"));
    let codings = requests[0].header("accept-encoding").unwrap();
    assert!(["gzip", "br", "zstd"].iter().all(|coding| codings.contains(coding)), "{codings}");
    assert_eq!(requests[1].header("cookie"), None);
}

#[tokio::test]
async fn a_status_says_what_to_do_next() {
    let minute = Verdict::Retry { after: Some(Duration::from_secs(60)) };
    let cases = [
        (401, None, FailureKind::Failed, RETRY, "password"),
        (403, None, FailureKind::Failed, RETRY, "refuses"),
        (404, None, FailureKind::Failed, RETRY, "no feed at this address"),
        (410, None, FailureKind::Failed, Verdict::Gone, "gone for good"),
        (429, None, FailureKind::RateLimited, RETRY, "patience"),
        (429, Some("60"), FailureKind::RateLimited, minute, "60 s"),
        (500, None, FailureKind::Failed, RETRY, "trouble"),
        (503, Some("60"), FailureKind::RateLimited, minute, "patience"),
        (511, None, FailureKind::Portal, RETRY, "sign-in"),
    ];
    let server = Server::start().await;
    for (status, retry_after, kind, verdict, words) in cases {
        let headers: Vec<_> = retry_after.map(|after| ("retry-after", after)).into_iter().collect();
        server.on_any("/feed", reply(status, &headers, "a page"));
        assert_failure(&failure(&server.url("/feed")).await, kind, verdict, words);
    }
}

#[tokio::test]
async fn retry_after_may_be_a_date() {
    let at = Timestamp::now() + jiff::SignedDuration::from_secs(600);
    let date = at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let failure = failure_of(reply(429, &[("retry-after", &date)], "")).await;
    let Verdict::Retry { after: Some(after) } = failure.verdict else { panic!("{failure:?}") };
    assert!((590..=600).contains(&after.as_secs()), "{after:?}");
}

#[tokio::test]
async fn a_server_that_never_answers_is_left_after_the_time_out() {
    let server = Server::start().await;
    server.on_any("/silent", Reply::Silence);
    server.on_any("/drip", Reply::Drip(head(200, &[])));
    let hurried = client(Polling { timeout: Duration::from_millis(150), ..limits() });
    for path in ["/silent", "/drip"] {
        let error = hurried.fetch(&server.url(path), &Validators::default()).await.unwrap_err();
        assert_failure(&error.failure, FailureKind::Failed, RETRY, "asked again later");
        assert!(error.reached);
    }
}

#[tokio::test]
async fn a_refused_connection_and_an_unknown_name_reach_nobody() {
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let refused = fetch(&WebUrl::parse(&format!("http://127.0.0.1:{port}/")).unwrap()).await.unwrap_err();
    assert_failure(&refused.failure, FailureKind::Failed, RETRY, "refuses the connection");
    assert!(!refused.reached);
    // Names under `.invalid` never exist (RFC 6761); without a network no name server says so.
    let unknown = fetch(&WebUrl::parse("http://feed.invalid/").unwrap()).await.unwrap_err();
    assert!(!unknown.reached);
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
async fn redirects_are_followed_and_the_last_address_counts() {
    let server = Server::start().await;
    for (from, to, status) in [("/a", "/b", 301), ("/b", "c?x=1", 302), ("/c?x=1", "/d", 307), ("/d", "/feed", 308)] {
        server.on_any(from, reply(status, &[("location", to), ("etag", "\"hop\"")], "moved"));
    }
    server.on_any("/feed", reply(200, &[("etag", "\"final\"")], FEED));
    let response = response(&server.url("/a")).await;
    assert!(response.asked == server.url("/a"));
    assert_eq!(response.meta.url, Some(server.url("/feed")));
    assert_eq!(response.meta.validators.etag.as_deref(), Some("\"final\""));
}

#[tokio::test]
async fn redirects_end() {
    let server = Server::start().await;
    server.on_any("/circle", reply(302, &[("location", "/other")], ""));
    server.on_any("/other", reply(302, &[("location", "/circle")], ""));
    assert_failure(&failure(&server.url("/circle")).await, FailureKind::Failed, RETRY, "circle");
    for hop in 0..12 {
        let next = format!("/{}", hop + 1);
        server.on_any(&format!("/{hop}"), reply(302, &[("location", &next)], ""));
    }
    server.on_any("/12", reply(200, &[], FEED));
    assert_failure(&failure(&server.url("/0")).await, FailureKind::Failed, RETRY, "more than 10 times");
    assert_eq!(response(&server.url("/2")).await.meta.url, Some(server.url("/12")));
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
async fn redirects_lead_to_web_addresses_only() {
    for location in ["file:///etc/passwd", "gopher://127.0.0.1/", "data:text/xml,<rss/>", "http://"] {
        let failure = failure_of(reply(302, &[("location", location)], "")).await;
        assert_failure(&failure, FailureKind::Failed, RETRY, "not of the web");
    }
    assert_failure(&failure_of(reply(302, &[], "")).await, FailureKind::Failed, RETRY, "not of the web");
}

#[tokio::test]
async fn a_private_server_that_the_user_typed_may_lead_to_another() {
    let (nas, printer) = (Server::start().await, Server::start().await);
    let target = printer.named_url("/feed");
    nas.on_any("/feed", reply(302, &[("location", target.as_str())], ""));
    printer.on_any("/feed", reply(200, &[], FEED));
    assert_eq!(response(&nas.url("/feed")).await.meta.url.as_ref(), Some(&target));
    assert_eq!(response(&nas.named_url("/feed")).await.meta.url.as_ref(), Some(&target));
}

#[tokio::test]
async fn every_compression_is_undone() {
    let server = Server::start().await;
    server.on_any("/gzip", encoded("gzip", &gzip(FEED.as_bytes())));
    server.on_any("/br", encoded("br", &brotli_of(FEED.as_bytes())));
    server.on_any("/zstd", encoded("zstd", &zstd_run(b'x', 5)));
    assert_eq!(response(&server.url("/gzip")).await.body, FEED.as_bytes());
    assert_eq!(response(&server.url("/br")).await.body, FEED.as_bytes());
    assert_eq!(response(&server.url("/zstd")).await.body, vec![b'x'; 5 * ZSTD_BLOCK]);
}

#[tokio::test]
async fn a_damaged_body_is_no_feed() {
    let packed = gzip(FEED.repeat(50).as_bytes());
    let half = &packed[..packed.len() / 2];
    for body in [half, b"not gzip at all".as_slice()] {
        let failure = failure_of(encoded("gzip", body)).await;
        assert_failure(&failure, FailureKind::Failed, RETRY, "damaged");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_feed() {
    let cases = |feed: &str| {
        let too_short = [head(200, &[("content-length", "1000")]), feed.into()].concat();
        let chunk = format!("{:x}\r\n{feed}\r\n", feed.len());
        let no_last_chunk = [head(200, &[("transfer-encoding", "chunked")]), chunk.into()].concat();
        let inside_chunk = [head(200, &[("transfer-encoding", "chunked")]), format!("1000\r\n{feed}").into()].concat();
        [too_short, no_last_chunk, inside_chunk].map(Reply::Bytes)
    };
    for reply in cases(&FEED[..FEED.len() - 1]) {
        assert_failure(&failure_of(reply).await, FailureKind::Failed, RETRY, "broke off");
    }
    for reply in cases(FEED) {
        let server = Server::start().await;
        server.on_any("/feed", reply);
        assert_eq!(response(&server.url("/feed")).await.body, FEED.as_bytes());
    }
    let too_long = [head(200, &[("content-length", "10")]), FEED.into()].concat();
    let server = Server::start().await;
    server.on_any("/feed", Reply::Bytes(too_long));
    assert_eq!(response(&server.url("/feed")).await.body, &FEED.as_bytes()[..10]);
}

#[tokio::test]
async fn a_server_that_hangs_up_or_talks_nonsense_is_a_failure() {
    for bytes in [b"".as_slice(), b"HTTP/1.1 200", b"SSH-2.0-OpenSSH_9.6\r\n\r\n"] {
        let failure = failure_of(Reply::Bytes(bytes.to_vec())).await;
        assert_failure(&failure, FailureKind::Failed, RETRY, "asked again later");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_read_to_its_end() {
    let announced = failure_of(Reply::Flood(head(200, &[("content-length", "1073741824")]))).await;
    assert_failure(&announced, FailureKind::TooLarge, RETRY, "than 1 MiB");
    let server = Server::start().await;
    server.on_any("/feed", Reply::Flood(head(200, &[])));
    assert_failure(&failure(&server.url("/feed")).await, FailureKind::TooLarge, RETRY, "than 1 MiB");
    // What was taken beyond the limit lay in the sockets' buffers.
    assert!(server.flooded() < 32 * MIB as u64, "{} bytes were taken", server.flooded());
}

#[tokio::test]
async fn bombs_are_counted_unpacked() {
    let zeros = vec![0; 32 * MIB];
    for (coding, bomb) in [("gzip", gzip(&zeros)), ("br", brotli_of(&zeros)), ("zstd", zstd_run(0, 256))] {
        assert!(bomb.len() < MIB / 2, "{coding}: {} bytes", bomb.len());
        let failure = failure_of(encoded(coding, &bomb)).await;
        assert_failure(&failure, FailureKind::TooLarge, RETRY, "than 1 MiB");
    }
}

#[tokio::test]
async fn a_page_in_the_place_of_a_feed_is_told_from_a_sign_in_page() {
    let page = "<!DOCTYPE html><html><title>Welcome</title></html>";
    let (publisher, hotel) = (Server::start().await, Server::start().await);
    publisher.on_any("/page", reply(200, &[("content-type", "text/html")], page));
    let sign_in = hotel.named_url("/sign-in");
    publisher.on_any("/feed", reply(302, &[("location", sign_in.as_str())], ""));
    hotel.on_any("/sign-in", reply(200, &[], page));
    let read = |response: Response| response.feed(Timestamp::now()).expect_err("a page is no feed");
    let same_host = read(response(&publisher.url("/page")).await);
    assert_failure(&same_host, FailureKind::NotAFeed, RETRY, "a web page, not a feed");
    let other_host = read(response(&publisher.url("/feed")).await);
    assert_failure(&other_host, FailureKind::Portal, RETRY, "sign in to the network");
}

fn brotli_of(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut packed, 4096, 1, 22);
    encoder.write_all(bytes).unwrap();
    drop(encoder);
    packed
}

/// The most bytes a block of a zstd frame stands for.
const ZSTD_BLOCK: usize = 128 * 1024;

/// A zstd frame of `blocks` blocks that each stand for a long run of one byte
/// ([RFC 8878 §3.1.1](https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1)).
fn zstd_run(byte: u8, blocks: usize) -> Vec<u8> {
    // The magic number; a frame header without sizes or checksum; a window of 128 KiB.
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0x00, 7 << 3];
    for block in 1..=blocks {
        let last = usize::from(block == blocks);
        let header = (ZSTD_BLOCK << 3) | (1 << 1) | last;
        frame.extend_from_slice(&header.to_le_bytes()[..3]);
        frame.push(byte);
    }
    frame
}
