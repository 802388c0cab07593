//! The program in a pseudo-terminal: what a person sees, and that the terminal comes back as it was.

use std::path::Path;
use std::time::Duration;
use std::{env, thread};

use chancery::app::keymap::Keymap;
use chancery::app::model::{self, Options};
use chancery::fetch::guarded;
use chancery::runtime::{self, StartPoller};
use chancery::store::Store;
use chancery::ui::Theme;
use jiff::Zoned;
use rustix::process::{Pid, Signal, getpid, kill_process};

use crate::support::desk::publish;
use crate::support::pty::Pty;
use crate::support::server::Server;
use crate::support::user::{PROGRAM, User};

/// Three feeds with an article each, as many as have to fall silent before it is the network's fault.
async fn gazettes() -> (Server, User) {
    let server = Server::start().await;
    let feeds = ["Suez", "Vienna", "Dayton"].map(|title| {
        publish(&server, &format!("/{title}"), &[title]);
        (title, server.url(&format!("/{title}")).to_string())
    });
    let user = User::with_feeds(&feeds);
    (server, user)
}

/// The reader over those feeds, with its headlines in.
fn read_gazettes(user: &User) -> Pty {
    let pty = user.terminal(&[], 140, 40);
    pty.wait_for(|screen| {
        let contents = screen.contents();
        contents.contains("refreshed: 3 new") && contents.contains(" 3 ┐") && contents.contains("Dayton")
    });
    pty
}

fn nobody() -> User {
    User::with_feeds(&[("Gazette", "http://127.0.0.1:9/feed".to_owned())])
}

/// The terminal is in the program's hands.
fn assert_taken(pty: &Pty) {
    // The cursor is hidden when a frame is complete.
    pty.wait_for(|screen| screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
    let (modes, before) = (pty.modes(), pty.modes_before());
    assert!(modes.mouse != before.mouse && modes.line != before.line, "{modes:?}");
}

/// The program has ended in order and given the terminal back.
fn assert_given_back(pty: &mut Pty) {
    let status = pty.wait_for_end();
    assert_eq!(&pty.modes(), pty.modes_before());
    assert_eq!(status.exit_code(), 0, "{status:?}\n{}", pty.text());
}

fn signal(pty: &Pty, signal: Signal) {
    let process = i32::try_from(pty.process()).ok().and_then(Pid::from_raw).unwrap();
    kill_process(process, signal).unwrap();
}

/// The number behind a word of the header.
fn number_after(word: &str, screen: &vt100::Screen) -> Option<u32> {
    let contents = screen.contents();
    let (_, rest) = contents.lines().next()?.split_once(word)?;
    rest.split(' ').find(|word| !word.is_empty())?.parse().ok()
}

#[test]
fn the_demo_is_read_and_gives_the_terminal_back() {
    let user = User::new();
    let mut pty = user.terminal(&["demo"], 140, 40);
    pty.wait_for(|screen| ["refreshed: ", "●"].iter().all(|text| screen.contents().contains(text)));
    assert_taken(&pty);
    assert_eq!(user.left_behind().len(), 1, "a throw-away cache");

    pty.send("jj");
    pty.wait_for_text(" 2/");
    pty.send("\rs");
    // Read and starred, in the list; and, once it is on the disk, in the header.
    pty.wait_for(|screen| screen.contents().contains("││ ★ ") && number_after("★", screen) == Some(1));
    pty.send("Q");
    assert_given_back(&mut pty);

    assert!(user.left_behind().is_empty(), "{:?}", user.left_behind());
    assert!(!user.data().exists() && !user.path("config").exists(), "the user's own folders are left alone");
    assert!(pty.text().contains("The demo's server was asked "), "{}", pty.text());
}

#[test]
fn the_demo_without_its_network_says_since_when_and_reads_on() {
    let user = User::new();
    let mut pty = user.terminal(&["demo", "--cut-after", "1s"], 140, 40);
    pty.wait_for(|screen| ["refreshed: ", "●"].iter().all(|text| screen.contents().contains(text)));
    // Asks until the network is gone; by itself the demo asks every ten seconds.
    let offline = |screen: &vt100::Screen| screen.contents().contains("offline since ");
    let mut asked = 0;
    while pty.wait_within(Duration::from_millis(200), offline).is_err() {
        asked += 1;
        assert!(asked < 100, "the network goes: {}", pty.text());
        pty.send("R");
    }
    pty.send("j\r");
    pty.wait_for_text("History");
    pty.send("Q");
    assert_given_back(&mut pty);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_star_outlives_quitting_at_once_and_the_network() {
    let (server, user) = gazettes().await;
    let mut pty = read_gazettes(&user);
    // In one piece: nothing has been saved when the last key is read.
    pty.send("jmsQ");
    assert_given_back(&mut pty);
    let starred = user.json(&["list", "is:starred", "--json"]);
    assert_eq!((starred.as_array().unwrap().len(), &starred[0]["read"]), (1, &true.into()));

    drop(server);
    let mut pty = user.terminal(&[], 140, 40);
    pty.wait_for(|screen| number_after("★", screen) == Some(1));
    pty.send("R");
    pty.wait_for_text("offline since ");
    pty.send("ga");
    pty.wait_for(|screen| ["Suez", "Vienna", "Dayton"].iter().all(|title| screen.contents().contains(title)));
    pty.send("Q");
    assert_given_back(&mut pty);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_as_saved_outlives_a_kill() {
    let (_server, user) = gazettes().await;
    let mut pty = read_gazettes(&user);
    pty.send("js");
    pty.wait_for(|screen| number_after("★", screen) == Some(1));
    signal(&pty, Signal::KILL);
    pty.wait_for_end();
    assert_eq!(user.json(&["list", "is:starred", "--json"]).as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_key_does_not_keep_the_reader_from_quitting() {
    let (_server, user) = gazettes().await;
    let mut pty = read_gazettes(&user);
    pty.send(&format!("j{}Q", "s".repeat(701)));
    assert_given_back(&mut pty);
    assert_eq!(user.json(&["list", "is:starred", "--json"]).as_array().unwrap().len(), 1, "the last press counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_written_in_the_users_editor_which_has_the_terminal() {
    let (_server, user) = gazettes().await;
    // It shows that it has the terminal, in order, and reads a line from it.
    let editor =
        user.write("editor", "test -t 0 && echo \"editing $1 as $2\"; read -r line; echo \"$line\" > \"$2\"\n");
    let editor = format!("sh {} 'two words'", editor.display());
    let more = [("VISUAL", ""), ("EDITOR", editor.as_str()), ("PATH", "/usr/bin:/bin")];
    let mut pty = user.terminal_with(Path::new(PROGRAM), &[], &more, 140, 40);
    pty.wait_for(|screen| screen.contents().contains("refreshed: 3 new") && screen.contents().contains(" 3 ┐"));
    pty.send("jz");
    pty.wait_for(|screen| !screen.contents().contains("Headlines") && screen.contents().contains("A report on"));
    pty.send("N");
    pty.wait_for_text("editing two words as ");
    assert!(!pty.modes().alternate_screen);
    pty.send("ask the embassy\r");
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("ask the embassy"));
    pty.wait_for_text("noted · Ctrl-z undoes");
    assert_taken(&pty);
    pty.send("Q");
    assert_given_back(&mut pty);
    let noted = user.json(&["list", "note:embassy", "--json"]);
    assert_eq!(noted[0]["note"], "ask the embassy");
    assert!(user.left_behind().is_empty(), "{:?}", user.left_behind());
}

#[test]
fn signals_to_end_give_the_terminal_back() {
    for asked in [Signal::TERM, Signal::HUP, Signal::INT] {
        let user = User::new();
        let mut pty = user.terminal(&["demo"], 100, 30);
        pty.wait_for_text("refreshed: ");
        assert_taken(&pty);
        signal(&pty, asked);
        assert_given_back(&mut pty);
        assert!(user.left_behind().is_empty(), "{asked:?}: {:?}", user.left_behind());
    }
}

#[test]
fn the_desk_follows_the_size_of_the_terminal() {
    let user = nobody();
    let mut pty = user.terminal(&["--offline"], 140, 40);
    let has = |screen: &vt100::Screen, panes: &[&str]| {
        let contents = screen.contents();
        let titles = ["Views", "Headlines", "chancery", "Tags"];
        let shown: Vec<_> = titles.into_iter().filter(|title| contents.contains(&format!("┌ {title} "))).collect();
        shown == panes
    };
    pty.wait_for(|screen| has(screen, &["Views", "Headlines", "Tags"]));
    for (columns, rows, panes) in [
        (100, 30, &["Headlines", "Tags"][..]),
        (80, 24, &["Headlines"]),
        (50, 20, &["Headlines"]),
        (39, 20, &[]),
        (140, 9, &[]),
        (1, 1, &[]),
        (200, 60, &["Views", "Headlines", "Tags"]),
    ] {
        pty.resize(columns, rows);
        pty.wait_for(|screen| has(screen, panes));
    }
    pty.send("Q");
    assert_given_back(&mut pty);
}

#[test]
fn no_key_is_lost_while_the_window_is_dragged() {
    let user = nobody();
    let mut pty = user.terminal(&["--offline"], 140, 40);
    pty.wait_for_text("┌ Headlines");
    for round in 0..50 {
        let is_help_shown = round % 2 == 0;
        pty.resize(140 - round % 3, 40);
        pty.send("?");
        pty.wait_for(|screen| screen.contents().contains("Move half a page down") == is_help_shown);
    }
    pty.send("Q");
    assert_given_back(&mut pty);
}

#[test]
fn a_terminal_that_does_not_know_its_size_yet_is_waited_for() {
    let user = nobody();
    let mut pty = user.terminal(&["--offline"], 0, 0);
    pty.wait_for(vt100::Screen::alternate_screen);
    pty.resize(80, 24);
    pty.wait_for_text("┌ Headlines");
    pty.send("Q");
    assert_given_back(&mut pty);
}

#[test]
fn the_screen_is_drawn_again_without_asking_the_terminal_anything() {
    let user = nobody();
    let mut pty = user.terminal(&["--offline"], 140, 40);
    pty.wait_for_text("┌ Headlines");
    let drawn = |pty: &Pty| pty.raw().windows(4).filter(|bytes| bytes == b"\x1b[2J").count();
    let before = drawn(&pty);
    pty.send("\u{c}?");
    pty.wait_for_text("Move half a page down");
    assert_eq!(drawn(&pty), before + 1);
    // This terminal would not answer; a question waits for two seconds and then ends the reader.
    assert!(!pty.raw().windows(4).any(|bytes| bytes == b"\x1b[6n"));
    pty.send("Q");
    assert_given_back(&mut pty);
}

#[test]
fn offline_with_an_empty_cache_says_what_to_expect() {
    let user = nobody();
    let mut pty = user.terminal(&["--offline"], 140, 40);
    let sentence = |screen: &str| screen.contains("offline") && screen.contains("Nothing in the cache yet");
    pty.wait_for(|screen| sentence(&screen.contents()));
    pty.send("Q");
    assert_given_back(&mut pty);
}

#[test]
fn without_a_terminal_the_reader_says_so() {
    let err = nobody().fails(2, &["--offline"]);
    assert!(err.contains("needs a terminal") && err.contains("chancery list"), "{err}");
}

#[test]
fn suspended_the_terminal_is_the_shells_and_comes_back() {
    let user = nobody();
    user.write("config/chancery/config.toml", "[keys]\nsuspend = [\"Ctrl-z\"]\n");
    // A shell with job control, which says when its job has stopped, and waits for a line before it goes on.
    let script = "set -m; \"$1\" --offline; echo suspended; read go; fg; echo ended";
    let mut pty = user.terminal_with(Path::new("/bin/sh"), &["-c", script, "sh", PROGRAM], &[], 100, 30);
    pty.wait_for_text("┌ Headlines");
    assert_taken(&pty);
    pty.send("\u{1a}");
    pty.wait_for_text("suspended");
    assert_eq!(&pty.modes(), pty.modes_before());

    pty.resize(140, 40);
    pty.send("go\r");
    pty.wait_for_text("┌ Views");
    assert_taken(&pty);
    pty.send("Q");
    pty.wait_for_text("ended");
    assert_given_back(&mut pty);
}

/// What a child process does in its terminal when the reader is about to start its poller.
fn at_the_start_of_the_poller(what: &str) -> StartPoller {
    let what = what.to_owned();
    Box::new(move || match what.as_str() {
        "panic" => panic!("the owner panicked"),
        "a guarded panic" => {
            let caught = thread::spawn(|| guarded(|| -> () { panic!("the parser panicked") })).join();
            Err(anyhow::anyhow!("caught {:?}", caught.unwrap().unwrap_err()))
        }
        "a panic elsewhere" => {
            thread::spawn(|| panic!("a helper panicked")).join().unwrap_err();
            Err(anyhow::anyhow!("the helper died"))
        }
        "a signal" => {
            kill_process(getpid(), Signal::TERM)?;
            Err(anyhow::anyhow!("a signal is on its way"))
        }
        other => panic!("{other} is not known"),
    })
}

/// The environment variable that tells the child process what to do.
const WHAT: &str = "WHAT_HAPPENS";

#[test]
#[ignore = "the body of a child process, which the tests below run in a pseudo-terminal"]
fn a_reader_to_whom_something_happens() {
    let Ok(what) = env::var(WHAT) else { return };
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let run = async {
        let (store, _) = Store::open(folder.path()).unwrap();
        runtime::run(runtime::Setup {
            model: model::Setup {
                feeds: Vec::new(),
                failing: Default::default(),
                keymap: Keymap::default(),
                options: Options::default(),
                now: Zoned::now(),
                size: Default::default(),
            },
            tagger: Default::default(),
            subscriptions: None,
            store,
            theme: Theme::colour(),
            image_protocol: None,
            mouse: true,
            notice: None,
            start_poller: Some(at_the_start_of_the_poller(&what)),
            saved: Vec::new(),
            paths: None,
        })
        .await
    };
    runtime.block_on(run).unwrap();
}

fn something_happens(user: &User, what: &str) -> Pty {
    let body = "terminal::a_reader_to_whom_something_happens";
    let arguments = ["--exact", body, "--ignored", "--nocapture"];
    user.terminal_with(&env::current_exe().unwrap(), &arguments, &[(WHAT, what)], 100, 30)
}

#[test]
fn a_panic_of_the_terminals_owner_gives_it_back_and_can_be_read() {
    let user = User::new();
    let mut pty = something_happens(&user, "panic");
    let status = pty.wait_for_end();
    assert_eq!(&pty.modes(), pty.modes_before());
    assert!(pty.raw().windows(8).any(|bytes| bytes == b"\x1b[?1049h"), "it was taken over before");
    assert!(pty.text().contains("the owner panicked"), "{}", pty.text());
    assert_eq!(status.exit_code(), 101);
    assert!(user.left_behind().is_empty(), "{:?}", user.left_behind());
}

#[test]
fn a_panic_elsewhere_leaves_the_reader_as_it_is() {
    for (what, sentence) in
        [("a guarded panic", "caught \"the parser panicked\""), ("a panic elsewhere", "the helper died")]
    {
        let user = User::new();
        let mut pty = something_happens(&user, what);
        let screen = pty.wait_for_text(sentence);
        assert!(screen.contains("┌ Headlines") && !screen.contains("panicked at"), "{what}: {screen}");
        assert_taken(&pty);
        pty.send("?");
        pty.wait_for_text("Move half a page down");
        pty.send("Q");
        assert_given_back(&mut pty);
    }
}

#[test]
fn a_signal_to_end_that_comes_before_the_first_key_gives_the_terminal_back() {
    let user = User::new();
    assert_given_back(&mut something_happens(&user, "a signal"));
}
