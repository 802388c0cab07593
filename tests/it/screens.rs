//! Every pane and overlay at the four sizes, in characters and styles, and what must hold on all of them.
//!
//! After a wanted change, `INSTA_UPDATE=always cargo test --test it screens` writes the snapshots anew; read the diff
//! as a reader of news would. A missing or different snapshot fails.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use chancery::app::dialog::Dialog;
use chancery::app::key::{Key, KeyCode};
use chancery::app::message::{FeedOutcome, Message, PollNews};
use chancery::app::model::{Options, Setup};
use chancery::app::panes::{FeedsAreas, Pane};
use chancery::domain::{
    Article, ArticleId, Candidate, Counts, FeedId, Lack, Lacking, NoArticle, OwnTag, PackProgress, PackReport,
    QueuedLink, SafeText, Teaser, WebUrl,
};
use chancery::ui::Theme;
use insta::assert_snapshot;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthChar;

use crate::support::dump::{dump, shown};
use crate::support::newsroom;
use crate::support::stage::{Stage, setup};

const SIZES: [(u16, u16); 4] = [(140, 40), (100, 30), (80, 24), (50, 20)];

/// A screen with the name of its snapshot.
struct Screen {
    name: String,
    stage: Stage,
    theme: Theme,
}

fn screen(name: &str, stage: Stage) -> Screen {
    let size = stage.model.size;
    Screen { name: format!("{name}_{}x{}", size.width, size.height), stage, theme: Theme::colour() }
}

fn screens() -> Vec<Screen> {
    [desk(), reading(), edits_and_notes(), feeds(), overlays(), prompts(), empty_states(), polling(), dialogs()]
        .into_iter()
        .flatten()
        .collect()
}

/// The panes with each focus; the tags with one lit up in the article.
fn desk() -> Vec<Screen> {
    let focus = |columns, rows| {
        let open = || Stage::new(columns, rows).press("j Enter");
        [
            screen("desk_views", Stage::new(columns, rows).press("j h G k k Space j j Space j")),
            screen("desk_headlines", Stage::new(columns, rows).press("j j j j")),
            screen("desk_article", open()),
            screen("desk_tags", open().press("Tab j j j j")),
        ]
    };
    let mut screens: Vec<Screen> = SIZES.into_iter().flat_map(|(columns, rows)| focus(columns, rows)).collect();
    let plain = screen("plain_desk_tags", Stage::new(140, 40).press("j Enter Tab j j j j"));
    screens.push(Screen { theme: Theme::plain(), ..plain });
    let plain = screen("plain_event", Stage::new(80, 24).press("j j j Enter"));
    screens.push(Screen { theme: Theme::plain(), ..plain });
    screens.push(screen("rejected_tag", Stage::new(140, 40).press("j Enter Tab j X G")));
    screens.push(screen("too_small", Stage::new(39, 9).press("j")));
    screens
}

/// What the article and the list can be besides open and long.
fn reading() -> Vec<Screen> {
    let missing = || {
        let stage = Stage::new(100, 30).silence().press("j");
        let (request, id) = stage.model.article.wanted.expect("the headline's article is asked for");
        stage.tell(Message::ArticleLoaded { request, id, article: Ok(None) })
    };
    vec![
        screen("zen", Stage::new(140, 40).press("j z")),
        screen("zen", Stage::new(80, 24).press("j z")),
        screen("zen_event", Stage::new(140, 40).press("j j j z")),
        screen("article_with_event", Stage::new(140, 40).press("j j j Enter")),
        screen("article_with_event", Stage::new(80, 24).press("j j j Enter")),
        screen("article_with_event", Stage::new(50, 20).press("j j j Enter")),
        screen("article_end", Stage::new(140, 40).press("j Enter G")),
        screen("article_middle", Stage::new(80, 24).press("j Enter Space")),
        screen("article_end", Stage::new(50, 20).press("j Enter G")),
        screen("article_of_a_state", Stage::new(100, 30).press("j j j Enter")),
        screen("article_of_a_long_name", Stage::new(100, 30).press("j j j j j j j Enter")),
        screen("article_missing", missing()),
        screen("feed", Stage::new(100, 30).press("h G k k Space j Enter")),
        screen(
            "narrowed_and_filtered",
            Stage::new(100, 30).press("j Enter Tab j j j j j Enter f").type_in("cargo").press("Enter"),
        ),
    ]
}

/// What a source changed, and what the user wrote.
fn edits_and_notes() -> Vec<Screen> {
    let mut screens = Vec::new();
    for (columns, rows) in SIZES {
        let stage = || Stage::new(columns, rows);
        screens.push(screen("edits", stage().press("j j gD")));
        screens.push(screen("noted", stage().press("j j j j j j j Enter G")));
    }
    let plain = Setup { options: Options { plain: true, ..Options::default() }, ..setup(80, 24) };
    let plain = screen("plain_edits", Stage::of(plain, newsroom::articles(), newsroom::counts()).press("j j gD"));
    screens.push(Screen { theme: Theme::plain(), ..plain });
    screens.push(screen("edits_older", Stage::new(80, 24).press("j j gD <")));
    screens.push(screen("zen_edits", Stage::new(140, 40).press("j j z gD")));
    screens
}

/// The feeds screen, and what it can be.
fn feeds() -> Vec<Screen> {
    let mut screens: Vec<Screen> =
        SIZES.into_iter().map(|(columns, rows)| screen("feeds", Stage::new(columns, rows).press("j gf"))).collect();
    let plain = screen("plain_feeds", Stage::new(100, 30).press("j gf j"));
    screens.push(Screen { theme: Theme::plain(), ..plain });
    let no_feeds = Setup { feeds: Vec::new(), failing: Default::default(), ..setup(80, 24) };
    screens.extend([
        screen("feeds_moving", Stage::new(140, 40).press("gf s j j j")),
        screen("feeds_filtered", Stage::new(80, 24).press("gf /").type_in("trouble press").press("Enter")),
        screen("feeds_prompt", Stage::new(50, 20).press("gf /").type_in("stale")),
        screen("feeds_nothing_found", Stage::new(80, 24).press("gf /").type_in("zebra").press("Enter")),
        screen("feeds_loading", Stage::new(50, 20).silence().press("gf")),
        screen("feeds_none", Stage::of(no_feeds, Vec::new(), Counts::default()).press("gf")),
        screen("feeds_help", Stage::new(100, 30).press("gf ?")),
        screen("feeds_smallest", Stage::new(40, 10).press("gf G")),
    ]);
    screens
}

fn overlays() -> Vec<Screen> {
    let open = |columns, rows| Stage::new(columns, rows).press("j Enter");
    vec![
        screen("help", Stage::new(140, 40).press("?")),
        screen("help", Stage::new(80, 24).press("? Space")),
        screen("help_end", Stage::new(50, 20).press("? G")),
        screen("links", open(100, 30).press("u j")),
        screen("links", open(50, 20).press("u j j")),
        screen("queue", queued(100, 30)),
        screen("queue", queued(50, 20)),
        screen("packing", packing(100, 30)),
        screen("packed", packed(100, 30)),
        screen("packed", packed(50, 20)),
    ]
    .into_iter()
    .chain(SIZES.into_iter().flat_map(|(columns, rows)| in_the_article(columns, rows)))
    .chain([
        Screen { theme: Theme::plain(), ..screen("plain_find", find(open(80, 24)).press("Enter n")) },
        Screen { theme: Theme::plain(), ..screen("plain_hints", open(80, 24).press(";")) },
        screen("find_nothing", open(50, 20).press("/").type_in("zebra")),
        screen("links_cached", open(80, 24).press("u j")),
    ])
    .collect()
}

/// What is laid over an article, and what is marked in it.
fn in_the_article(columns: u16, rows: u16) -> [Screen; 4] {
    let open = || Stage::new(columns, rows).press("j Enter");
    [
        screen("outline", open().press("gO j")),
        screen("hints", open().press(";")),
        screen("find", find(open())),
        screen("found", find(open()).press("Enter n")),
    ]
}

fn find(stage: Stage) -> Stage {
    stage.press("/").type_in("türkiye")
}

/// Links that were opened without a network.
fn queued(columns: u16, rows: u16) -> Stage {
    let link = |(path, title): (&str, &'static str)| QueuedLink {
        url: WebUrl::parse(&format!("https://gazette.example/{path}")).expect("a path of a test is valid"),
        title: title.into(),
        at: newsroom::now().timestamp(),
    };
    let links = [
        ("straits", "The straits, and who may pass them"),
        ("protocol", "https://gazette.example/protocol"),
        ("黒海", "黒海の通航 👩‍🚀"),
    ];
    Stage::new(columns, rows).tell(Message::QueueLoaded(Ok(links.map(link).into()))).press("j gq j")
}

/// Packing that is under way.
fn packing(columns: u16, rows: u16) -> Stage {
    let progress = PackProgress { done: 120, of: 430, bytes: 12_000_000, left: Some(Duration::from_secs(200)) };
    Stage::new(columns, rows).press("j").tell(Message::Packing(progress))
}

/// What packing left out.
fn packed(columns: u16, rows: u16) -> Stage {
    let lacking = [
        (
            "The straits, and who may pass them",
            Lack::Page(NoArticle::Paywall),
            "gazette.example asks for money for it.",
        ),
        ("黒海の通航 👩‍🚀", Lack::Page(NoArticle::Failed), "asashio.example has no such page any more (404)."),
        ("A protocol of the congress", Lack::Budget, "The budget is used up; packing again goes on."),
    ];
    let lacking = lacking.map(|(title, why, sentence)| Lacking {
        id: ArticleId(1),
        title: title.into(),
        why,
        sentence: sentence.into(),
    });
    let report = PackReport { readable: 412, minutes: 200, lacking: lacking.into(), ..PackReport::default() };
    let stage = Stage::new(columns, rows).press("j").tell(Message::Packed(Ok(Box::new(report))));
    stage.press(":").type_in("pack-report").press("Enter j")
}

fn prompts() -> Vec<Screen> {
    let search = |columns, rows, text| Stage::new(columns, rows).press("j /").type_in(text).press("Enter");
    vec![
        screen("search_mistake", search(100, 30, "strait contry:TR is:unread")),
        screen("search_mistake", search(50, 20, "straits of the world after the war topic:sanctoins is:unread")),
        screen("search_mistake_long", search(50, 20, "topic:sanctoins after the war in the straits of the world")),
        screen(
            "search_typed",
            Stage::new(80, 24).press("j /").type_in("黒海 country:Türkiye 👩‍🚀").press("Space Space x"),
        ),
        screen("tag_completion", Stage::new(80, 24).press("j j t").type_in("t").press("Down")),
        screen("tag_mistake", Stage::new(80, 24).press("j j t").type_in("a,b").press("Enter")),
        screen("remove_tag", Stage::new(80, 24).press("j T")),
        screen("palette", Stage::new(100, 30).press("j :").type_in("go to").press("Down")),
        screen("palette", Stage::new(50, 20).press("j :")),
        screen("keys_begun", Stage::new(50, 20).press("j g")),
    ]
}

/// What is asked about feeds, over the panes and over the feeds screen.
fn dialogs() -> Vec<Screen> {
    let add = |columns, rows| Stage::new(columns, rows).press("j a").type_in("asashio.example").press("Enter");
    let edit = |columns, rows| Stage::new(columns, rows).press("gf E");
    let mut screens: Vec<Screen> = SIZES
        .into_iter()
        .flat_map(|(columns, rows)| {
            [screen("add_found", add(columns, rows)), screen("edit", edit(columns, rows).press("j j"))]
        })
        .collect();
    screens.extend([
        screen("add_looking", Stage::new(80, 24).silence().press("a").type_in("asashio.example").press("Enter")),
        screen("add_prompt", Stage::new(50, 20).press("j a")),
        screen("add_nothing_found", nothing_found()),
        screen("add_folders", add(80, 24).press("Enter").type_in("Daily, sh").press("Down")),
        screen("added", add(140, 40).press("Enter").type_in("Daily/Morning").press("Enter")),
        screen("edit_kind", edit(80, 24).press("j j j j Enter")),
        screen("edit_refused", edit(50, 20).press("j j j j j Enter").type_in("Ukraine").press("Enter")),
        screen("edit_end", Stage::new(40, 10).press("gf E G")),
        screen("removed", Stage::new(80, 24).press("gf dd")),
        screen("nested_folders", nested().press("gu h G Space j Space j Space")),
        Screen { theme: Theme::plain(), ..screen("plain_add_found", add(80, 24)) },
        Screen { theme: Theme::plain(), ..screen("plain_edit", edit(80, 24).press("j j")) },
    ]);
    screens
}

fn nothing_found() -> Stage {
    let stage = Stage::new(80, 24).silence().press("a").type_in("asashio.example").press("Enter");
    let Some(Dialog::Looking { request, .. }) = stage.model.dialog else { panic!("feeds are looked for") };
    let sentence = "No feed was found at asashio.example: look on its pages for a feed's own address.";
    stage.tell(Message::Discovered { request, found: Err(sentence.into()) })
}

/// A newsroom whose folders lie in each other; one feed is in two of them.
fn nested() -> Stage {
    let mut setup = setup(140, 40);
    for (feed, folders) in setup.feeds.iter_mut().zip([&["Seas/Black/Straits", "Seas"][..], &["Seas/Black"], &["Seas"]])
    {
        feed.source.folders = folders.iter().map(|folder| SafeText::line(folder)).collect();
    }
    setup.feeds.truncate(3);
    Stage::of(setup, newsroom::articles(), newsroom::counts())
}

/// Where there is nothing to show, the screen says what to do next.
fn empty_states() -> Vec<Screen> {
    let (columns, rows) = (80, 24);
    let none = Counts { own_tags: Vec::new(), ..Counts::default() };
    let empty = |counts: &Counts| Stage::of(setup(columns, rows), Vec::new(), counts.clone());
    let no_feeds = Setup { feeds: Vec::new(), failing: Default::default(), ..setup(columns, rows) };
    let offline = Setup { options: Options { offline: true, ..Options::default() }, ..setup(columns, rows) };
    vec![
        screen("welcome", Stage::new(140, 40)),
        screen("no_feeds", Stage::of(no_feeds, Vec::new(), none.clone())),
        screen("nothing_unread", empty(&Counts { unread: 0, ..newsroom::counts() })),
        screen("nothing_starred", empty(&newsroom::counts()).press("gs")),
        screen("nothing_found", Stage::new(columns, rows).press("/").type_in("zebra").press("Enter")),
        screen("nothing_matches", Stage::new(50, 20).press("f").type_in("zebra").press("Enter")),
        screen("nothing_cached_offline", Stage::of(offline, Vec::new(), none.clone())),
        screen("nothing_cached_no_network", empty(&none).tell(no_network())),
        screen("loading", Stage::of(setup(columns, rows), Vec::new(), none.clone()).silence().press("ga")),
        screen("first_round", empty(&none).tell(Message::Poll(PollNews::RoundStarted { feeds: 82 }))),
        screen("list_failed", list_failed(columns, rows)),
    ]
}

fn list_failed(columns: u16, rows: u16) -> Stage {
    let stage = Stage::new(columns, rows).silence().press("ga");
    let (request, _) = stage.model.list.pending.clone().expect("the list is asked for");
    let sentence = "the cache cannot be read: the disk has an error; `chancery paths` says where it lies";
    stage.tell(Message::PageLoaded { request, page: Err(sentence.into()) })
}

/// The header and the borders while feeds are polled.
fn polling() -> Vec<Screen> {
    let finished = |done, new| {
        let outcome = FeedOutcome::Fetched { new };
        Message::Poll(PollNews::FeedFinished { feed: FeedId(1), outcome, done, of: 82 })
    };
    let mut screens = Vec::new();
    for (columns, rows) in [(140, 40), (50, 20)] {
        screens.push(screen("offline", Stage::new(columns, rows).press("j").tell(no_network())));
        let round = Stage::new(columns, rows).press("j").arrive(arrivals()).tell(finished(41, 2));
        screens.push(screen("new_arrivals", round));
    }
    screens.push(screen("offline_in_a_round", Stage::new(80, 24).press("j").tell(no_network()).tell(finished(3, 0))));
    let tagging = || Message::Poll(PollNews::Tagging { done: 1_200, of: 4_210 });
    screens.push(screen("tagging", Stage::new(80, 24).press("j").tell(tagging())));
    screens.push(screen("smallest", Stage::new(40, 10).press("j").tell(no_network()).tell(finished(3, 0))));
    screens
}

fn no_network() -> Message {
    Message::Poll(PollNews::Offline { since: "2026-11-22T13:20[UTC]".parse().unwrap() })
}

fn arrivals() -> Vec<Article> {
    let mut articles = newsroom::articles();
    articles.truncate(2);
    for (number, Article { headline, .. }) in articles.iter_mut().enumerate() {
        headline.id = ArticleId(1_000 + number as u64);
        headline.arrived = newsroom::now().timestamp();
        headline.published = None;
    }
    articles
}

#[test]
fn every_screen_is_as_it_was_accepted() {
    let mut different = Vec::new();
    for Screen { name, stage, theme } in screens() {
        let screen = dump(&stage.draw(&theme), stage.cursor(&theme));
        if catch_unwind(AssertUnwindSafe(|| assert_snapshot!(name.as_str(), screen))).is_err() {
            different.push(name);
        }
    }
    assert!(different.is_empty(), "not as accepted: {}", different.join(", "));
}

#[test]
fn no_snapshot_is_left_over() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let kept: BTreeSet<String> =
        files.filter(|file| file.starts_with("it__screens__") && file.ends_with(".snap")).collect();
    let drawn: BTreeSet<String> = screens().iter().map(|screen| format!("it__screens__{}.snap", screen.name)).collect();
    assert_eq!(kept, drawn);
}

#[test]
fn every_row_is_as_wide_as_the_terminal() {
    for Screen { name, stage, theme } in screens() {
        let buffer = stage.draw(&theme);
        for y in 0..buffer.area.height {
            let columns: usize = shown(&buffer, y).map(|(columns, _)| columns).sum();
            assert_eq!(columns, usize::from(buffer.area.width), "{name}, row {y}");
        }
    }
}

/// The names of sources as well as titles, wherever they stand.
#[test]
fn names_from_right_to_left_are_in_the_order_in_which_they_are_seen() {
    let drawn = |reorder: bool, keys: &str| {
        let mut setup = setup(140, 40);
        setup.options.reorder = reorder;
        for feed in &mut setup.feeds {
            feed.source.name = "אבג".into();
        }
        let stage = Stage::of(setup, newsroom::articles(), newsroom::counts()).press(keys);
        let buffer = stage.draw(&Theme::plain());
        let rows =
            (0..buffer.area.height).map(|y| shown(&buffer, y).map(|(_, cell)| cell.symbol()).collect::<String>());
        rows.collect::<Vec<_>>().join("\n")
    };
    for keys in ["j Enter", "h j Space", "gf"] {
        let (by_us, by_terminal) = (drawn(true, keys), drawn(false, keys));
        assert!(by_us.contains("גבא") && !by_us.contains("אבג"), "{keys}:\n{by_us}");
        assert!(by_terminal.contains("אבג") && !by_terminal.contains("גבא"), "{keys}:\n{by_terminal}");
    }
}

/// Whatever the script of the titles, at every width.
#[test]
fn nothing_stands_over_a_border() {
    let mut stage = Stage::new(40, 10).press("j Enter");
    for width in 40..=160 {
        for height in [10, 24] {
            stage = stage.resize(width, height);
            for keys in ["h h h", "l", "l", "l"] {
                stage = stage.press(keys);
                check_panes(&stage);
            }
            stage = stage.press("gf");
            check_feeds(&stage);
            stage = stage.press("q");
            for (keys, title) in [("?", " Help "), ("u", " Links "), ("gO", " Headings ")] {
                stage = stage.press(keys);
                let buffer = stage.draw(&Theme::colour());
                let frame = frame_titled(title, &buffer);
                check_frame(&buffer, frame, |_| true, title);
                stage = stage.press("q");
            }
            stage = stage.press("a").type_in("asashio.example").press("Enter");
            let buffer = stage.draw(&Theme::colour());
            check_frame(&buffer, frame_titled(" Add which of 3 feeds? ", &buffer), |_| true, "what was found");
            stage = stage.press("q gf E");
            let buffer = stage.draw(&Theme::colour());
            check_frame(&buffer, frame_titled(" Edit ", &buffer), |_| true, "the form");
            stage = stage.press("q q");
        }
    }
}

fn check_panes(stage: &Stage) {
    let buffer = stage.draw(&Theme::colour());
    let areas = stage.model.areas().expect("the terminal is large enough");
    let floating = areas.floating.and_then(|pane| areas.place(pane));
    for pane in [Pane::Views, Pane::Headlines, Pane::Article, Pane::Tags] {
        let Some(area) = areas.place(pane) else { continue };
        let is_seen = |cell| areas.floating == Some(pane) || !floating.is_some_and(|over| over.contains(cell));
        check_frame(&buffer, area, is_seen, &format!("{pane:?} at {}", buffer.area));
    }
}

fn check_feeds(stage: &Stage) {
    let buffer = stage.draw(&Theme::colour());
    let FeedsAreas { list, card } = FeedsAreas::of(stage.model.size);
    for area in [list, card] {
        check_frame(&buffer, area, |_| true, &format!("feeds at {}", buffer.area));
    }
}

/// Where the frame with this title stands.
fn frame_titled(title: &str, buffer: &Buffer) -> Rect {
    let symbol = |x, y| buffer.cell((x, y)).map_or("", |cell| cell.symbol());
    let begins = |x, y| symbol(x, y) == "┌" && (1..).zip(title.chars()).all(|(i, c)| symbol(x + i, y) == c.to_string());
    let corner = buffer.area.positions().find(|corner| begins(corner.x, corner.y));
    let Position { x, y } = corner.unwrap_or_else(|| panic!("no frame is titled{title}at {}", buffer.area));
    let right = (x..buffer.area.right()).find(|&x| symbol(x, y) == "┐").expect("the upper line ends");
    let bottom = (y..buffer.area.bottom()).find(|&y| symbol(x, y) == "└").expect("the left line ends");
    Rect::new(x, y, right + 1 - x, bottom + 1 - y)
}

/// Both sides of a frame are drawn in every row, and no wide character reaches over them.
fn check_frame(buffer: &Buffer, area: Rect, is_seen: impl Fn(Position) -> bool, what: &str) {
    for y in area.top()..area.bottom() {
        let [left, right] = match y {
            y if y == area.top() => ["┌", "┐"],
            y if y + 1 == area.bottom() => ["└", "┘"],
            _ => ["│", "│"],
        };
        let mut column = 0;
        let row: Vec<(u16, &str)> = shown(buffer, y)
            .map(|(columns, cell)| {
                column += columns as u16;
                (column - columns as u16, cell.symbol())
            })
            .collect();
        for (x, border) in [(area.left(), left), (area.right() - 1, right)] {
            let holds = row.contains(&(x, border)) || !is_seen(Position { x, y });
            assert!(holds, "{what}: no border in column {x} of row {y}\n{}", dump(buffer, None));
        }
    }
}

/// Text as the worst of feeds sends it: it would retitle the window, colour it, turn its words around and hide some.
const HOSTILE: &str = "\u{1b}]0;owned\u{7}\u{9b}31m\r\nK\u{202e}yiv\u{2066}\u{200f}\u{200b}\u{feff}\u{ad}\u{3164} \
    \u{1f3f4}\u{e0067}\u{e0062}\u{e007f} e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308} \u{fffe}end";

#[test]
fn no_cell_holds_what_a_terminal_obeys_or_cannot_show() {
    for (columns, rows) in SIZES {
        let mut stage = hostile(columns, rows).press("j Enter");
        let mut seen = check_cells(&stage);
        for keys in [
            "h h h G", "Space", "j", "gf", "G", "gg", "q", "l", "l", "l", "u", "q", "?", "q", "t", "Esc", "T", "Esc",
            ":", "Esc", "/",
        ] {
            stage = stage.press(keys);
            seen += &check_cells(&stage);
        }
        for c in HOSTILE.chars() {
            stage = stage.tell(Message::Key(Key::plain(KeyCode::Char(c))));
            seen += &check_cells(&stage);
        }
        stage = stage.press("Enter");
        seen += &check_cells(&stage);
        for keys in ["Esc a", "Enter", "Enter", "Esc", "q", "gf", "E", "q", "dd"] {
            stage = stage.press(keys).type_in(HOSTILE);
            seen += &check_cells(&stage);
        }
        for message in [Message::Done(SafeText::line(HOSTILE)), Message::Failed(SafeText::line(HOSTILE))] {
            stage = stage.tell(message);
            seen += &check_cells(&stage);
        }
        for part in
            ["Views", "Tags", "Links", "Help", "Add this feed?", "Edit ", "Removed", "owned31m Kyiv", "]0;owned"]
        {
            assert!(seen.contains(part), "{part} was never drawn on {columns}×{rows}");
        }
    }
}

/// The newsroom with every text of its feeds, articles and tags hostile.
fn hostile(columns: u16, rows: u16) -> Stage {
    let text = SafeText::line(HOSTILE);
    let mut setup = setup(columns, rows);
    for feed in &mut setup.feeds {
        feed.source.name = text.clone();
        feed.source.folders = vec![text.clone()];
    }
    for failure in setup.failing.values_mut() {
        failure.sentence = text.clone();
    }
    let own_tags: Vec<OwnTag> = vec!["\u{202e}zwei\u{e0041}".parse().expect("what is left is a word")];
    let mut articles = newsroom::articles();
    for article in &mut articles {
        article.headline.title = text.clone();
        article.headline.own_tags = own_tags.clone();
        article.author = text.clone();
        let body = format!(
            "<h2>{HOSTILE}</h2><p>{HOSTILE}&#27;[2J&#x202e;&#8203; <a href=\"https://a.example/{HOSTILE}\">{HOSTILE}</a></p>\
             <pre>{HOSTILE}</pre><table><tr><td>{HOSTILE}</td><td>&#x9b;2J</td></tr></table><img alt=\"{HOSTILE}\">"
        );
        article.body = SafeText::block(&body);
        for tag in &mut article.tags {
            tag.label = text.clone();
        }
        if let Some(event) = &mut article.event {
            event.who.label = text.clone();
        }
    }
    let counts = Counts { own_tags: own_tags.into_iter().map(|tag| (tag, 3)).collect(), ..newsroom::counts() };
    let candidate = Candidate {
        title: text.clone(),
        format: text.clone(),
        newest: vec![Teaser { title: text, at: None }],
        ..newsroom::candidates().remove(1)
    };
    Stage::of(setup, articles, counts).finding(vec![candidate])
}

/// Looks into every cell, and returns the screen's text.
fn check_cells(stage: &Stage) -> String {
    let buffer = stage.draw(&Theme::colour());
    for position in buffer.area.positions() {
        let symbol = buffer[position].symbol();
        let forbidden = symbol.chars().find(|c| is_forbidden(*c));
        assert_eq!(forbidden, None, "{symbol:?} at {position} of\n{}", dump(&buffer, None));
        let marks = symbol.split(|c: char| c.width() != Some(0)).map(|marks| marks.chars().count()).max();
        assert!(marks <= Some(4), "{symbol:?} has too many marks");
    }
    (0..buffer.area.height).flat_map(|y| shown(&buffer, y).map(|(_, cell)| cell.symbol())).collect()
}

/// What the terminal would obey, what turns the direction of text, what cannot be seen.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{e0000}'..='\u{e007f}')
}
