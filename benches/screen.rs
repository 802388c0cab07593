//! What a person sees and waits for: the first screen over a large archive, a key, a drawn screen.

#[path = "support/archive.rs"]
#[allow(dead_code, reason = "the store's bench uses more of it")]
mod archive;

use std::path::Path;

use archive::{FEEDS, RUNTIME, archive, remove_archives, source};
use chancery::app::key::parse_sequence;
use chancery::app::keymap::Keymap;
use chancery::app::message::Message;
use chancery::app::model::{Model, Options, Setup};
use chancery::app::update;
use chancery::domain::{SafeText, WebUrl};
use chancery::runtime::{Outside, Reader};
use chancery::store::Store;
use chancery::text;
use chancery::ui::{Screen, Theme};
use divan::{Bencher, black_box};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;

fn main() {
    divan::main();
    remove_archives();
}

const ARCHIVE: usize = 100_000;
const SIZE: Size = Size { width: 140, height: 40 };

/// A reader at its desk, as `chancery --offline` has it, without the terminal.
struct Desk {
    reader: Reader,
    terminal: Terminal<TestBackend>,
    store: Store,
}

impl Desk {
    /// Opens the store and shows its first screen.
    async fn open(folder: &Path) -> Self {
        let (store, _) = Store::open(folder).expect("the store opens");
        let feeds = store.declare_feeds((0..FEEDS).map(source).collect()).await.expect("feeds");
        let setup = Setup {
            feeds,
            failing: Default::default(),
            keymap: Keymap::default(),
            options: Options { offline: true, ..Options::default() },
            now: jiff::Zoned::now().with_time_zone(TimeZone::UTC),
            size: SIZE,
        };
        let (outside, inbox) = Outside::new(store.clone());
        let mut reader = Reader::new(setup, Theme::colour(), outside, inbox);
        reader.start();
        let terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal");
        let mut desk = Self { reader, terminal, store };
        desk.quiet().await;
        desk.draw();
        desk
    }

    /// Takes everything in that is under way.
    async fn quiet(&mut self) {
        while !self.reader.is_quiet() {
            let message = self.reader.next().await;
            self.reader.take(message);
        }
    }

    async fn press(&mut self, keys: &str) {
        for key in parse_sequence(keys).expect("keys") {
            self.reader.tick();
            self.reader.take(Message::Key(key));
            self.quiet().await;
        }
    }

    fn draw(&mut self) {
        self.terminal.draw(|frame| self.reader.draw(frame)).expect("a test's terminal takes all");
    }
}

/// Closes the store outside of what is measured.
impl Drop for Desk {
    fn drop(&mut self) {
        RUNTIME.block_on(self.store.clone().close());
    }
}

/// The files are opened, the feeds declared, the newest unread headlines loaded and drawn.
#[divan::bench(args = [1_000, 10_000, ARCHIVE])]
fn open_an_archive_and_draw_the_first_screen(bencher: Bencher, articles: usize) {
    let folder = archive(articles);
    bencher.bench_local(|| RUNTIME.block_on(Desk::open(folder.path())));
}

/// From a key to the last cell that changes for it; `j` shows the next article.
#[divan::bench(args = ["j", "s", "Tab", "?", "G"])]
fn key(bencher: Bencher, key: &str) {
    let folder = archive(ARCHIVE);
    let mut desk = RUNTIME.block_on(Desk::open(folder.path()));
    RUNTIME.block_on(desk.press("j"));
    let back = match key {
        "j" => "k",
        "Tab" => "Shift-Tab",
        "G" => "gg",
        key => key,
    };
    let mut keys = [key, back].into_iter().cycle();
    bencher.bench_local(|| {
        RUNTIME.block_on(desk.press(keys.next().expect("it goes round")));
        desk.draw();
    });
}

/// What a key costs before anything is asked of the store: the move itself and its frame.
#[divan::bench]
fn move_and_draw(bencher: Bencher) {
    let mut model = model(30);
    let mut keys = ["j", "k"].map(|key| parse_sequence(key).expect("a key")[0]).into_iter().cycle();
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal");
    let theme = Theme::colour();
    bencher.bench_local(|| {
        let _ = black_box(update(&mut model, Message::Key(keys.next().expect("it goes round"))));
        let draw =
            |frame: &mut ratatui::Frame| frame.render_widget(Screen { model: &model, theme: &theme }, frame.area());
        terminal.draw(draw).expect("a test's terminal takes all");
    });
}

/// Drawing alone, of a screen of this width, with an article of 60,000 words in its middle.
#[divan::bench(args = [140, 400])]
fn draw(bencher: Bencher, columns: u16) {
    let mut model = model(60_000);
    let _ = update(&mut model, Message::Resized { columns, rows: columns * 2 / 7 });
    model.article.top = model.sheet().expect("an article is open").len() / 2;
    let area = Rect::new(0, 0, columns, columns * 2 / 7);
    let theme = Theme::colour();
    bencher.bench_local(|| {
        let mut buffer = Buffer::empty(area);
        Screen { model: &model, theme: &theme }.render(area, &mut buffer);
        buffer
    });
}

/// A resize with a long article open: it is wrapped anew, which is the most that a message costs.
#[divan::bench(args = [1_000, 60_000])]
fn resize(bencher: Bencher, words: usize) {
    let mut model = model(words);
    let mut columns = [130, 120].into_iter().cycle();
    bencher.bench_local(|| {
        let columns = columns.next().expect("it goes round");
        let _ = black_box(update(&mut model, Message::Resized { columns, rows: 40 }));
    });
}

/// A model over the archive, with its first article open, whose text has so many words.
fn model(words: usize) -> Model {
    let folder = archive(ARCHIVE);
    let mut desk = RUNTIME.block_on(Desk::open(folder.path()));
    RUNTIME.block_on(desk.press("j"));
    let mut model = desk.reader.model.clone();
    let sheet = model.sheet().expect("an article is open");
    let body =
        "<p>The delegations met <b>for a third</b> day and <a href=\"/x\">agreed</a> on little.</p>".repeat(words / 11);
    let base = WebUrl::parse("https://news.example/").expect("an address");
    let document = text::document(&SafeText::block(&body), Some(&base));
    let opened = chancery::app::sheet::Sheet::new(sheet.article.clone(), document, model.text_width(), false);
    model.article.shown = chancery::app::model::Shown::Open(Box::new(opened));
    model
}
