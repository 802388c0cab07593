//! What a person waits for: the first screen over a large archive; a key, from taking it in to the screen that
//! follows; laying an article out.
//!
//! `cargo bench --bench screen`

#[path = "support/archive.rs"]
#[allow(dead_code, reason = "the store's bench uses more of it")]
mod archive;

use std::path::Path;

use archive::{FEEDS, RUNTIME, archive, remove_archives, source};
use chancery::app::effect::Effect;
use chancery::app::key::parse_sequence;
use chancery::app::keymap::Keymap;
use chancery::app::message::Message;
use chancery::app::model::{Model, Options, Setup};
use chancery::app::{start, update};
use chancery::domain::{Article, ArticleId, Feed, FeedId, Headline, Marks, Page, SafeText, Source, Status, WebUrl};
use chancery::runtime::{Outside, Reader};
use chancery::store::Store;
use chancery::tagging::SharedTagger;
use chancery::text;
use chancery::ui::{Gallery, Screen, Theme};
use divan::Bencher;
use jiff::Timestamp;
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

fn headline(number: u64) -> Headline {
    Headline {
        id: ArticleId(number),
        feed: FeedId(number as i64 % 80),
        title: SafeText::line(&format!(
            "Foreign ministers meet for the {number}th time, and agree to meet again — 外交"
        )),
        link: None,
        published: None,
        arrived: Timestamp::from_second(1_700_000_000 - number as i64).expect("a moment"),
        status: Status { read: number.is_multiple_of(3), starred: number.is_multiple_of(7) },
        own_tags: Vec::new(),
        marks: Marks::default(),
    }
}

fn feed(number: i64) -> Feed {
    let url = WebUrl::parse(&format!("https://publisher{number}.example/feed")).expect("an address");
    Feed {
        id: FeedId(number),
        source: Source::unknown(SafeText::line(&format!("Publisher {number}")), url),
        moved: None,
    }
}

/// An article of so many words, in paragraphs with a link each.
fn article(id: ArticleId, words: usize) -> Article {
    let paragraph = |first: usize| {
        let words: Vec<String> = (first..first + 100).map(|word| format!("word{}", word % 977)).collect();
        format!("<p>{} <a href=\"https://news.example/{first}\">more</a></p>", words.join(" "))
    };
    let body: String = (0..words).step_by(100).map(paragraph).collect();
    Article::new(headline(id.0), "A. Writer".into(), SafeText::block(&body))
}

/// A reader with a full list and an open article of so many words.
fn reader(words: usize) -> Model {
    let mut model = Model::new(Setup {
        feeds: (0..80).map(feed).collect(),
        failing: Default::default(),
        keymap: Keymap::default(),
        options: Options::default(),
        now: "2026-11-22T14:05[UTC]".parse().expect("a moment"),
        size: SIZE,
    });
    let mut due = start(&mut model).0;
    due.extend(press(&mut model, "j"));
    while let Some(effect) = due.pop() {
        let message = match effect {
            Effect::LoadPage { request, .. } => {
                let headlines = (1..=200).map(headline).collect();
                Message::PageLoaded { request, page: Ok(Page { headlines, ..Page::default() }) }
            }
            Effect::LoadArticle { request, id } => {
                let article = article(id, words);
                let document = text::document(&article.body, None);
                Message::ArticleLoaded { request, id, article: Ok(Some(Box::new((article, document)))) }
            }
            _ => continue,
        };
        due.extend(update(&mut model, message).0);
        if model.list.cursor.is_none() && !model.list.rows.is_empty() {
            due.extend(press(&mut model, "j"));
        }
    }
    assert!(model.sheet().is_some(), "an article is open");
    model
}

fn press(model: &mut Model, key: &str) -> Vec<Effect> {
    let keys = parse_sequence(key).expect("a key");
    keys.into_iter().flat_map(|key| update(model, Message::Key(key)).0).collect()
}

/// Down and up in the list, each with its frame.
#[divan::bench(args = [1_000, 60_000])]
fn move_in_the_list_and_draw(bencher: Bencher, words: usize) {
    let (mut model, theme) = (reader(words), Theme::colour());
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal");
    bencher.bench_local(move || {
        for key in ["j", "k"] {
            divan::black_box(press(&mut model, key));
            terminal
                .draw(|frame| {
                    frame.render_widget(
                        Screen { model: &model, theme: &theme, gallery: &Gallery::default() },
                        frame.area(),
                    )
                })
                .expect("a frame");
        }
    });
}

/// A page down and up in the article, each with its frame: a long article costs what a short one does.
#[divan::bench(args = [1_000, 60_000])]
fn scroll_an_article_and_draw(bencher: Bencher, words: usize) {
    let (mut model, theme) = (reader(words), Theme::colour());
    press(&mut model, "Enter");
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal");
    bencher.bench_local(move || {
        for key in ["Ctrl-d", "Ctrl-u"] {
            divan::black_box(press(&mut model, key));
            terminal
                .draw(|frame| {
                    frame.render_widget(
                        Screen { model: &model, theme: &theme, gallery: &Gallery::default() },
                        frame.area(),
                    )
                })
                .expect("a frame");
        }
    });
}

/// Opening an article: HTML to a document, laid out for the pane, and its first frame.
#[divan::bench(args = [1_000, 60_000])]
fn open_an_article_and_draw(bencher: Bencher, words: usize) {
    let (mut model, theme) = (reader(100), Theme::colour());
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal");
    let article = article(ArticleId(2), words);
    let mut key = "j";
    bencher.bench_local(move || {
        let effects = press(&mut model, key);
        key = if key == "j" { "k" } else { "j" };
        for effect in effects {
            let Effect::LoadArticle { request, id } = effect else { continue };
            let document = text::document(&article.body, None);
            let opened = Article { headline: headline(id.0), ..article.clone() };
            let loaded = Message::ArticleLoaded { request, id, article: Ok(Some(Box::new((opened, document)))) };
            let _ = divan::black_box(update(&mut model, loaded));
        }
        terminal
            .draw(|frame| {
                frame.render_widget(Screen { model: &model, theme: &theme, gallery: &Gallery::default() }, frame.area())
            })
            .expect("a frame");
    });
}

/// Drawing alone, of a screen of this width, with an article of 60,000 words in its middle.
#[divan::bench(args = [140, 400])]
fn draw(bencher: Bencher, columns: u16) {
    let mut model = reader(60_000);
    let _ = update(&mut model, Message::Resized { columns, rows: columns * 2 / 7 });
    model.article.top = model.sheet().expect("an article is open").len() / 2;
    let area = Rect::new(0, 0, columns, columns * 2 / 7);
    let theme = Theme::colour();
    bencher.bench_local(|| {
        let mut buffer = Buffer::empty(area);
        Screen { model: &model, theme: &theme, gallery: &Gallery::default() }.render(area, &mut buffer);
        buffer
    });
}

/// A resize with a long article open: it is wrapped anew, which is the most that a message costs.
#[divan::bench(args = [1_000, 60_000])]
fn resize(bencher: Bencher, words: usize) {
    let mut model = reader(words);
    let mut columns = [130, 120].into_iter().cycle();
    bencher.bench_local(|| {
        let columns = columns.next().expect("it goes round");
        let _ = divan::black_box(update(&mut model, Message::Resized { columns, rows: 40 }));
    });
}

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
        let (outside, inbox) = Outside::new(store.clone(), SharedTagger::default(), None);
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
