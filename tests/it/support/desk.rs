//! The whole reader without a terminal: keys in, screen out.
//!
//! Real store, real poller, loopback server. A test presses keys, waits for quiet, and looks at the screen; it
//! never sleeps.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use chancery::app::key::parse_sequence;
use chancery::app::keymap::Keymap;
use chancery::app::message::Message;
use chancery::app::model::{Model, Options, Setup};
use chancery::config::{Environment, Locations, Paths, Polling, subscriptions};
use chancery::domain::{Article, Query, SafeText, Source, WebUrl};
use chancery::fetch::Client;
use chancery::poll::{self, Poller};
use chancery::runtime::{Connect, Outside, Reader, Request, Subscriptions, watch};
use chancery::store::Store;
use chancery::tagging::SharedTagger;
use chancery::ui::Theme;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use tempfile::TempDir;

use super::server::{Server, reply};

/// How long quiet may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A reader at its desk.
pub struct Desk {
    reader: Reader,
    terminal: Terminal<TestBackend>,
    /// What only a terminal's owner could do, in order.
    pub requests: Vec<Request>,
    pub store: Store,
}

impl Desk {
    /// Opens the desk over a folder, with these subscriptions, in 140×40.
    pub async fn open(folder: &TempDir, sources: Vec<Source>, offline: bool) -> Self {
        Self::with(folder, sources, offline, None).await
    }

    /// Opens it with these subscriptions in a file of the user's, which can be changed.
    pub async fn subscribing(folder: &TempDir, sources: Vec<Source>) -> Self {
        let paths = paths(folder);
        fs::write(&paths.feeds_file, "defaults = false\n").unwrap();
        subscriptions::subscribe(&paths, sources.clone()).unwrap();
        let connect: Connect = Arc::new(|| Ok(Client::new(&Polling::default())?));
        Self::with(folder, sources, false, Some(Subscriptions::new(paths, connect))).await
    }

    async fn with(folder: &TempDir, sources: Vec<Source>, offline: bool, subscriptions: Option<Subscriptions>) -> Self {
        let (store, notices) = Store::open(folder.path()).unwrap();
        assert_eq!(notices, []);
        let feeds = store.declare_feeds(sources).await.unwrap();
        let size = Size { width: 140, height: 40 };
        let setup = Setup {
            feeds: feeds.clone(),
            failing: Default::default(),
            keymap: Keymap::default(),
            options: Options { offline, ..Options::default() },
            now: jiff::Zoned::now().with_time_zone(TimeZone::UTC),
            size,
        };
        let tagger = SharedTagger::default();
        let (outside, inbox) = Outside::new(store.clone(), tagger.clone(), subscriptions);
        let mut reader = Reader::new(setup, Theme::colour(), outside, inbox);
        reader.start();
        let settings = Polling::default();
        let client = Client::new(&settings).unwrap();
        let (log_dir, full_text) = (None, false);
        let store_too = store.clone();
        let setup = poll::Setup { client, store: store_too, tagger, settings, feeds, log_dir, full_text, offline };
        reader.attach(Poller::spawn(setup));
        let terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
        Self { reader, terminal, requests: Vec::new(), store }
    }

    /// Takes up changes of these subscriptions from now on.
    pub fn attend(&mut self, paths: Paths) {
        self.reader.attend(watch(paths, self.store.clone()).unwrap());
    }

    /// What the reader knows.
    pub fn model(&self) -> &Model {
        &self.reader.model
    }

    /// Presses keys, separated by spaces, and waits after each until it has had its whole effect.
    pub async fn press(&mut self, keys: &str) {
        for word in keys.split(' ') {
            for key in parse_sequence(word).unwrap() {
                self.take(Message::Key(key));
                self.quiet().await;
            }
        }
    }

    /// Types into a prompt and submits it.
    pub async fn answer(&mut self, text: &str) {
        self.take(Message::Pasted(text.to_owned()));
        self.press("Enter").await;
    }

    fn take(&mut self, message: Message) {
        self.reader.tick();
        self.requests.extend(self.reader.take(message));
    }

    /// Waits until every effect has been answered. What the poller does meanwhile is taken in, not waited for.
    pub async fn quiet(&mut self) {
        loop {
            while let Some(message) = self.reader.waiting() {
                self.take(message);
            }
            if self.reader.is_quiet() {
                return;
            }
            self.step().await;
        }
    }

    /// Waits until the model is as wanted, and then for quiet.
    pub async fn until(&mut self, wanted: impl Fn(&Model) -> bool) {
        while !wanted(self.model()) {
            self.step().await;
        }
        self.quiet().await;
    }

    /// Waits until every feed has been polled once.
    pub async fn polled(&mut self) {
        self.until(|model| model.notice.as_ref().is_some_and(|notice| notice.text.starts_with("refreshed"))).await;
    }

    async fn step(&mut self) {
        let message = tokio::time::timeout(PATIENCE, self.reader.next()).await;
        let message = message.unwrap_or_else(|_| panic!("nothing happens any more; the screen is\n{}", self.screen()));
        self.take(message);
    }

    /// The screen as text.
    pub fn screen(&mut self) -> String {
        self.terminal.draw(|frame| self.reader.draw(frame)).unwrap();
        let buffer = self.terminal.backend().buffer();
        let width = usize::from(buffer.area.width);
        let rows = buffer.content.chunks(width).map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>());
        rows.collect::<Vec<_>>().join("\n")
    }

    /// The title of the headline under the cursor.
    pub fn selected(&self) -> Option<String> {
        self.model().list.selected().map(|headline| headline.title.to_string())
    }

    /// Everything in the store, newest first.
    pub async fn stored(&self) -> Vec<Article> {
        self.store.list(Query::Everything, 1_000).await.unwrap()
    }

    /// Waits until what is in the store is as wanted.
    pub async fn stored_until(&self, wanted: impl Fn(&[Article]) -> bool) {
        let wait = async {
            while !wanted(&self.stored().await) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the store becomes as it is wanted");
    }

    /// Quits as the program does: everything is on the disk afterwards.
    pub async fn close(self) {
        self.reader.stop().await.unwrap();
    }
}

/// Where the user's files lie in a folder.
pub fn paths(folder: &TempDir) -> Paths {
    let locations =
        Locations { config: Some(folder.path().join("config.toml")), data_dir: Some(folder.path().to_owned()) };
    Paths::find(&locations, &Environment::from([])).unwrap()
}

/// A subscription to a path of the server.
pub fn source(server: &Server, path: &str, name: &str) -> Source {
    Source::unknown(SafeText::line(name), server.url(path))
}

/// Serves an RSS feed of these titles, newest first, with an `ETag` that follows them.
pub fn publish(server: &Server, path: &str, titles: &[&str]) {
    let link = |place: usize| WebUrl::parse(&format!("https://news.example/{place}")).unwrap();
    let articles: Vec<_> = titles.iter().enumerate().map(|(place, title)| (*title, link(place))).collect();
    publish_linked(server, path, &articles);
}

/// As [`publish`], of articles whose pages are at these addresses.
pub fn publish_linked(server: &Server, path: &str, articles: &[(&str, WebUrl)]) {
    let titles: Vec<&str> = articles.iter().map(|(title, _)| *title).collect();
    let items = articles.iter().enumerate().map(|(place, (title, link))| {
        let minute = 59 - place % 60;
        format!(
            "<item><title>{title}</title><guid>{title}</guid><link>{}</link>\
             <pubDate>Sun, 01 Nov 2026 10:{minute:02}:00 GMT</pubDate>\
             <description>&lt;p&gt;A report on {title}, with a &lt;a href=\"https://news.example/more\"&gt;link&lt;/a&gt;.\
             &lt;/p&gt;</description></item>",
            link.as_str()
        )
    });
    let body =
        format!("<rss version=\"2.0\"><channel><title>{path}</title>{}</channel></rss>", items.collect::<String>());
    let etag = format!("\"{}\"", titles.join("|"));
    server.on(path, move |request| {
        if request.header("if-none-match") == Some(&etag) {
            return reply(304, &[("etag", &etag)], "");
        }
        reply(200, &[("etag", &etag), ("content-type", "application/rss+xml")], &body)
    });
}
