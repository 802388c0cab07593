//! Polling 200 loopback feeds of 30 articles into a store: `cargo bench --bench poll`.
//!
//! A plain program (an HTTP client, a feed parser, SQLite, no tags) takes 0.27 s without and 0.56 s with a
//! full-text index, and 0.09 s again with nothing new.

use std::fmt::Write;

use chancery::config::Polling;
use chancery::domain::{Feed, SafeText, Source};
use chancery::fetch::Client;
use chancery::poll::{PollEvent, Refresh, Setup, once};
use chancery::store::Store;
use divan::Bencher;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use server::{Server, reply};

#[path = "../tests/it/support/server.rs"]
#[allow(dead_code, reason = "the tests' server can do more than a bench needs")]
mod server;

const FEEDS: usize = 200;
const ARTICLES: usize = 30;

fn main() {
    divan::main();
}

fn rss(feed: usize) -> String {
    let mut rss = format!("<rss version=\"2.0\"><channel><title>Feed {feed}</title>");
    for n in 0..ARTICLES {
        write!(
            rss,
            "<item><title>Dispatch {n} of {feed}: talks in Vienna</title><guid>{n}</guid>\
             <description>&lt;p&gt;France, Austria and Russia met in Vienna for day {n}.&lt;/p&gt;</description></item>"
        )
        .expect("a string takes what is written");
    }
    rss + "</channel></rss>"
}

async fn serve() -> Server {
    let server = Server::start().await;
    for feed in 0..FEEDS {
        let body = rss(feed);
        server.on(&format!("/{feed}"), move |request| match request.header("if-none-match") {
            Some(_) => reply(304, &[], ""),
            None => reply(200, &[("etag", "\"1\"")], &body),
        });
    }
    server
}

/// A new store with all feeds declared, and what a poll of them needs.
struct Desk {
    setup: Setup,
    feeds: Vec<Feed>,
    folder: TempDir,
}

async fn desk(server: &Server) -> Desk {
    let folder = TempDir::new().expect("a temporary folder");
    let (store, _) = Store::open(folder.path()).expect("a new store");
    let sources = (0..FEEDS).map(|n| Source::unknown(SafeText::from("Feed"), server.url(&format!("/{n}"))));
    let feeds = store.declare_feeds(sources.collect()).await.expect("feeds are declared");
    // All feeds lie on one host here.
    let settings = Polling { per_host: 8, ..Polling::default() };
    let client = Client::new(&settings).expect("a client");
    let setup = Setup { client, store, settings, feeds: feeds.clone(), offline: false };
    Desk { setup, feeds, folder }
}

/// Polls every feed; how many articles were new and how many feeds failed.
async fn poll(setup: Setup) -> (usize, usize) {
    let mut events = once(setup, Refresh::All);
    let mut end = (0, 0);
    while let Some(event) = events.recv().await {
        if let PollEvent::RoundEnded { new, failed } = event {
            end = (new, failed);
        }
    }
    end
}

#[divan::bench(sample_count = 10)]
fn all_new(bencher: Bencher) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(serve());
    bencher.with_inputs(|| runtime.block_on(desk(&server))).bench_values(|desk| {
        assert_eq!(runtime.block_on(poll(desk.setup)), (FEEDS * ARTICLES, 0));
        (desk.feeds, desk.folder)
    });
}

#[divan::bench(sample_count = 10)]
fn nothing_new(bencher: Bencher) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(serve());
    let again = || {
        let Desk { setup, feeds, folder } = runtime.block_on(desk(&server));
        let store = setup.store.clone();
        let (client, settings) = (setup.client.clone(), setup.settings.clone());
        runtime.block_on(poll(setup));
        (Setup { client, store, settings, feeds, offline: false }, folder)
    };
    bencher.with_inputs(again).bench_values(|(setup, folder)| {
        assert_eq!(runtime.block_on(poll(setup)), (0, 0));
        folder
    });
}
