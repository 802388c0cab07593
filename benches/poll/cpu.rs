//! Processor time of polling, without the server's: `cargo bench --bench poll -- cpu`.
//!
//! The feeds are served by another process. Each figure is the least of some runs, for what else the machine does only
//! adds to it.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chancery::config::Polling;
use chancery::domain::WebUrl;
use chancery::fetch::{Answer, Client, Validators};
use jiff::Timestamp;
use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::{ARTICLES, AT_ONCE, Desk};

const FEEDS: usize = 1_000;
const RUNS: usize = 5;

/// Serves the feeds until nobody listens any more; for the other process.
#[expect(clippy::print_stdout, reason = "the parent reads the address")]
pub fn serve() {
    Runtime::new().expect("a runtime").block_on(async {
        let server = super::serve(FEEDS).await;
        println!("{}", server.url("/"));
        io::stdout().flush().expect("the parent listens");
        let mut line = String::new();
        // It ends with the parent, which never writes.
        let _ = tokio::task::spawn_blocking(move || io::stdin().read_line(&mut line)).await;
    });
}

/// The other process.
struct Served {
    child: Child,
    url: WebUrl,
}

impl Served {
    fn start() -> Self {
        let program = std::env::current_exe().expect("the bench knows itself");
        let mut command = Command::new(program);
        command.arg(super::SERVE).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the bench starts again");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut line).expect("the address comes");
        Self { child, url: WebUrl::parse(line.trim()).expect("it is an address") }
    }

    fn urls(&self) -> impl Iterator<Item = WebUrl> {
        (0..FEEDS).map(|feed| self.url.join(&format!("/{feed}")).expect("a path is valid"))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Measures and prints.
#[expect(clippy::print_stdout, reason = "a bench prints its figures")]
pub fn table() {
    let (served, runtime) = (Served::start(), Runtime::new().expect("a runtime"));
    let urls: Vec<_> = served.urls().collect();
    let desk = || runtime.block_on(Desk::of(urls.clone()));
    // The tagger is made when it is first used, which is no part of a poll.
    assert_eq!(runtime.block_on(desk().poll()), (FEEDS * ARTICLES, 0));

    let plain = least(|| (), |()| runtime.block_on(plain(&urls)));
    let own = least(|| (), |()| runtime.block_on(own(&urls)));
    let all_new = least(desk, |desk| assert_eq!(runtime.block_on(desk.poll()), (FEEDS * ARTICLES, 0)));
    let stale = || {
        let desk = desk();
        runtime.block_on(desk.poll());
        runtime.block_on(desk.store.finish_index()).expect("the index fills");
        desk
    };
    let nothing_new = least(stale, |desk| assert_eq!(runtime.block_on(desk.poll()), (0, 0)));
    println!("{FEEDS} feeds of {ARTICLES} articles, processor time:");
    for (what, time) in [
        ("fetched and parsed by reqwest and feed-rs alone", plain),
        ("fetched, repaired and parsed by chancery", own),
        ("polled, all new: tagged and stored too", all_new),
        ("polled again, nothing new", nothing_new),
    ] {
        let (to_plain, to_own) = (time.div_duration_f64(plain), time.div_duration_f64(own));
        println!("{what:50} {:6.3} s  {to_plain:5.2}  {to_own:5.2}", time.as_secs_f64());
    }
}

/// The least processor time of some runs, each with something new to work on.
fn least<T>(prepare: impl Fn() -> T, work: impl Fn(&T)) -> Duration {
    let run = |_| {
        let prepared = prepare();
        let before = clock_gettime(ClockId::ProcessCPUTime);
        work(&prepared);
        let after = clock_gettime(ClockId::ProcessCPUTime);
        let nanoseconds = (after.tv_sec - before.tv_sec) * 1_000_000_000 + (after.tv_nsec - before.tv_nsec);
        Duration::from_nanos(nanoseconds.unsigned_abs())
    };
    (0..RUNS).map(run).min().expect("there are runs")
}

async fn plain(urls: &[WebUrl]) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().build().expect("a client");
    each(urls, move |url| {
        let client = client.clone();
        async move {
            let response = client.get(url.as_str()).send().await.expect("the server answers");
            let body = response.bytes().await.expect("the server sends a body");
            let feed = feed_rs::parser::parse(&body[..]).expect("the server sends a feed");
            assert_eq!(feed.entries.len(), ARTICLES);
        }
    })
    .await;
}

async fn own(urls: &[WebUrl]) {
    let client = Client::new(&Polling::default()).expect("a client");
    each(urls, move |url| {
        let client = client.clone();
        async move {
            let answer = client.fetch(&url, &Validators::default()).await.expect("the server answers");
            let Answer::Full(response) = answer else { panic!("nothing was conditional") };
            let feed = response.feed(Timestamp::now()).expect("the server sends a feed");
            assert_eq!(feed.entries.len(), ARTICLES);
        }
    })
    .await;
}

/// Does something with each feed, as many at once as the poller.
async fn each<F: Future<Output = ()> + Send + 'static>(urls: &[WebUrl], work: impl Fn(WebUrl) -> F) {
    let at_once = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    for url in urls.iter().cloned() {
        let (work, at_once) = (work(url), Arc::clone(&at_once));
        tasks.spawn(async move {
            let _permit = at_once.acquire_owned().await.expect("it is never closed");
            work.await;
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("no task panics");
    }
}
