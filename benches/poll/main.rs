//! Polling loopback feeds of 30 articles into an empty store, and again with nothing new: `cargo bench --bench poll`.
//!
//! What `chancery` does (tags, read marks, a queue that keys overtake, full text indexed behind the poll) stands
//! beside what a [`plain`] program does with the same libraries, with and without a full-text index. `-- cpu` measures
//! processor time instead ([`cpu`]).

mod cpu;
mod plain;
#[path = "../../tests/it/support/server.rs"]
#[allow(dead_code, reason = "the tests' server can do more than a bench needs")]
mod server;

use std::fmt::Write;

use chancery::app::keymap::Keymap;
use chancery::app::model;
use chancery::config::Polling;
use chancery::domain::{Feed, SafeText, Source, WebUrl};
use chancery::fetch::Client;
use chancery::poll::{PollEvent, Poller, Refresh, Setup, once};
use chancery::runtime::{Outside, Reader};
use chancery::store::Store;
use chancery::tagging::SharedTagger;
use chancery::ui::Theme;
use divan::Bencher;
use divan::counter::ItemsCount;
use jiff::Zoned;
use plain::Plain;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use server::{Server, reply};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const FEEDS: [usize; 2] = [200, 1_000];
const ARTICLES: usize = 30;
/// All feeds lie on one host here; the plain program asks as many at once.
const AT_ONCE: usize = 8;

/// What the articles are made of: sentences with names, as dispatches have them.
const SENTENCES: [&str; 7] = [
    "The delegations met for a third day in Vienna and agreed on little before the candles were brought.",
    "Prince Metternich is said to have left the table twice, and to have come back in better spirits.",
    "A courier from Paris brought <b>nothing new</b>, and the price of bread did not move.",
    "The question that divides the powers since October was put off until the snow has gone.",
    "Those who were not asked, Sweden among them, have let it be known that they expect to be.",
    "Observers note that no paper of this length was ever agreed on by so many in so short a time.",
    "The committee on the rivers, under <a href=\"/humboldt\">Humboldt</a>, meets again on Monday.",
];

/// The argument of the process that serves feeds to another.
const SERVE: &str = "--serve";

fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == SERVE) {
        cpu::serve();
    } else if arguments.iter().any(|argument| argument == "cpu") {
        cpu::table();
    } else {
        divan::main();
    }
}

fn rss(feed: usize) -> String {
    let mut rss = format!("<rss version=\"2.0\"><channel><title>Feed {feed}</title>");
    for n in 0..ARTICLES {
        let body: Vec<_> = SENTENCES.iter().cycle().skip(feed + n).take(6).copied().collect();
        let body = body.join(" ").replace('<', "&lt;").replace('>', "&gt;");
        write!(
            rss,
            "<item><title>Dispatch {n} of {feed}: the powers go on talking</title><guid>{feed}-{n}</guid>\
             <link>https://feed{feed}.example/{n}</link><pubDate>Tue, {:02} Nov 1814 10:{n:02}:00 GMT</pubDate>\
             <description>&lt;p&gt;{body}&lt;/p&gt;</description></item>",
            1 + feed % 28,
        )
        .expect("a string takes what is written");
    }
    rss + "</channel></rss>"
}

async fn serve(feeds: usize) -> Server {
    let server = Server::start().await;
    for feed in 0..feeds {
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
    client: Client,
    store: Store,
    settings: Polling,
    feeds: Vec<Feed>,
    _folder: TempDir,
}

impl Desk {
    async fn new(server: &Server, feeds: usize) -> Self {
        Self::of((0..feeds).map(|n| server.url(&format!("/{n}")))).await
    }

    async fn of(urls: impl IntoIterator<Item = WebUrl>) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let (store, _) = Store::open(folder.path()).expect("a new store");
        let sources = urls.into_iter().map(|url| Source::unknown(SafeText::from("Feed"), url));
        let feeds = store.declare_feeds(sources.collect()).await.expect("feeds are declared");
        let settings = Polling { concurrency: AT_ONCE, per_host: AT_ONCE, ..Polling::default() };
        let client = Client::new(&settings).expect("a client");
        Self { client, store, settings, feeds, _folder: folder }
    }

    /// Polls every feed; how many articles were new and how many feeds failed.
    async fn poll(&self) -> (usize, usize) {
        let Self { client, store, settings, feeds, .. } = self;
        let (client, store, settings, feeds) = (client.clone(), store.clone(), settings.clone(), feeds.clone());
        let mut events = once(
            Setup {
                client,
                store,
                tagger: SharedTagger::default(),
                settings,
                feeds,
                log_dir: None,
                full_text: false,
                offline: false,
            },
            Refresh::All,
        );
        let mut end = (0, 0);
        while let Some(event) = events.recv().await {
            if let PollEvent::RoundEnded { new, failed } = event {
                end = (new, failed);
            }
        }
        end
    }

    /// Polls every feed in the background of a reader, until its list shows the end of the round.
    async fn watch(&self) {
        let Self { client, store, settings, feeds, .. } = self;
        let size = Size { width: 140, height: 40 };
        let setup = model::Setup {
            feeds: feeds.clone(),
            failing: Default::default(),
            keymap: Keymap::default(),
            options: model::Options::default(),
            now: Zoned::now(),
            size,
        };
        let (outside, inbox) = Outside::new(store.clone(), SharedTagger::default(), None);
        let mut reader = Reader::new(setup, Theme::colour(), outside, inbox);
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).expect("a terminal");
        reader.start();
        let (client, settings, feeds) = (client.clone(), settings.clone(), feeds.clone());
        let (poller, events) = Poller::spawn(Setup {
            client,
            store: store.clone(),
            tagger: SharedTagger::default(),
            settings,
            feeds,
            log_dir: None,
            full_text: false,
            offline: false,
        });
        // What the clock starts would be paced.
        poller.refresh(Refresh::All);
        reader.attach((poller, events));
        while reader.model.notice.is_none() || !reader.is_quiet() {
            let message = reader.next().await;
            reader.tick();
            reader.take(message);
            while let Some(message) = reader.waiting() {
                reader.take(message);
            }
            terminal.draw(|frame| reader.draw(frame)).expect("a test's terminal takes all");
        }
        assert_eq!(reader.model.counts.total, (self.feeds.len() * ARTICLES) as u64);
        reader.stop().await.expect("nothing was left to save");
    }
}

#[divan::bench(args = FEEDS, sample_count = 10)]
fn all_new(bencher: Bencher, feeds: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(serve(feeds));
    let desk = || runtime.block_on(Desk::new(&server, feeds));
    bencher.counter(ItemsCount::new(feeds * ARTICLES)).with_inputs(desk).bench_values(|desk| {
        assert_eq!(runtime.block_on(desk.poll()), (feeds * ARTICLES, 0));
        desk
    });
}

/// As `all_new`, until every word can be searched.
#[divan::bench(args = FEEDS, sample_count = 5)]
fn all_new_and_indexed(bencher: Bencher, feeds: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(serve(feeds));
    let desk = || runtime.block_on(Desk::new(&server, feeds));
    bencher.counter(ItemsCount::new(feeds * ARTICLES)).with_inputs(desk).bench_values(|desk| {
        assert_eq!(runtime.block_on(desk.poll()), (feeds * ARTICLES, 0));
        runtime.block_on(desk.store.finish_index()).expect("the index fills");
        desk
    });
}

/// As `all_new`, with a reader attached that shows what comes, frame by frame, as `chancery` does.
#[divan::bench(args = FEEDS, sample_count = 5)]
fn all_new_watched(bencher: Bencher, feeds: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(serve(feeds));
    let desk = || runtime.block_on(Desk::new(&server, feeds));
    bencher.counter(ItemsCount::new(feeds * ARTICLES)).with_inputs(desk).bench_values(|desk| {
        runtime.block_on(desk.watch());
        desk
    });
}

#[divan::bench(args = FEEDS, sample_count = 10)]
fn nothing_new(bencher: Bencher, feeds: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(serve(feeds));
    let desk = runtime.block_on(Desk::new(&server, feeds));
    runtime.block_on(desk.poll());
    runtime.block_on(desk.store.finish_index()).expect("the index fills");
    bencher.counter(ItemsCount::new(feeds)).bench(|| assert_eq!(runtime.block_on(desk.poll()), (0, 0)));
}

#[divan::bench(args = FEEDS, consts = [false, true], sample_count = 10)]
fn plain_all_new<const WITH_INDEX: bool>(bencher: Bencher, feeds: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(serve(feeds));
    let plain = || Plain::new(&server, feeds, WITH_INDEX);
    bencher.counter(ItemsCount::new(feeds * ARTICLES)).with_inputs(plain).bench_values(|mut plain| {
        assert_eq!(runtime.block_on(plain.poll()), feeds * ARTICLES);
        plain
    });
}

#[divan::bench(args = FEEDS, sample_count = 10)]
fn plain_nothing_new(bencher: Bencher, feeds: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(serve(feeds));
    let mut plain = Plain::new(&server, feeds, false);
    runtime.block_on(plain.poll());
    bencher.counter(ItemsCount::new(feeds)).bench_local(|| assert_eq!(runtime.block_on(plain.poll()), 0));
}
