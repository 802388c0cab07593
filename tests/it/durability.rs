//! What was acknowledged is there after a kill, and after a power cut as far as one can be played without one.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use chancery::domain::{FeedId, PollState, Scope, View};
use chancery::store::Store;
use tempfile::TempDir;

use crate::support::marks::{Marks, article, copy, drawn, make, poll_wire};

/// How many times the reader is killed.
const ROUNDS: u64 = 20;
/// The most marks that a round waits for.
const MOST_MARKS: u64 = 40;
/// How many articles each poll of the other feed brings.
const POLLED: u64 = 5;

/// The variables that tell the child process where its store lies, and how far the rounds before it came.
const FOLDER: &str = "DURABILITY_FOLDER";
const MARKS_MADE: &str = "DURABILITY_MARKS_MADE";
const ROUND: &str = "DURABILITY_ROUND";

#[test]
#[ignore = "the body of a child process, which the test below starts and kills"]
fn a_reader_who_marks_until_killed() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let number = |name: &str| env::var(name).unwrap().parse::<u64>().unwrap();
    let (made, round) = (number(MARKS_MADE), number(ROUND));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (store, notices) = Store::open(Path::new(&folder)).unwrap();
        assert_eq!(notices, []);
        let [_, other] = poll_wire(&store).await;
        // The test harness has begun a line of its own.
        say("");
        tokio::spawn(poll_for_ever(store.clone(), other, round));
        for number in made.. {
            make(&store, number).await;
            say("marked");
        }
    });
}

/// Polls beside the marks, so that the kill hits those too.
async fn poll_for_ever(store: Store, feed: FeedId, round: u64) {
    for poll in 0.. {
        let articles = (0..POLLED).map(|place| article(&format!("{round}-{poll}-{place}"), "Elsewhere"));
        store.save_poll(feed, articles.collect(), PollState::default()).await.unwrap();
        say("polled");
    }
}

/// One write, so that a line is there or not.
fn say(line: &str) {
    std::io::stdout().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// What the child had acknowledged when it was killed.
#[derive(Default)]
struct Acknowledged {
    marks: u64,
    polls: u64,
}

/// Lets the reader mark so often and kills it.
fn mark_and_kill(folder: &Path, made: u64, round: u64, at_least: u64) -> Acknowledged {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "durability::a_reader_who_marks_until_killed", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(MARKS_MADE, made.to_string())
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Acknowledged::default();
    let count = |line: String, acknowledged: &mut Acknowledged| match line.as_str() {
        "marked" => acknowledged.marks += 1,
        "polled" => acknowledged.polls += 1,
        _ => {}
    };
    while acknowledged.marks < at_least {
        let line = lines.next().expect("the reader goes on until it is killed");
        count(line.unwrap(), &mut acknowledged);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What was said before the kill and not read yet counts too.
    lines.for_each(|line| count(line.unwrap(), &mut acknowledged));
    acknowledged
}

#[tokio::test]
async fn whatever_was_acknowledged_outlives_a_kill() {
    let folder = TempDir::new().unwrap();
    let (mut marks, mut polled) = (0, 0);
    for round in 0..ROUNDS {
        let acknowledged = mark_and_kill(folder.path(), marks, round, drawn(round) % MOST_MARKS);
        // A copy is looked at: the next reader is to find the store as the kill left it.
        let copied = TempDir::new().unwrap();
        copy(folder.path(), copied.path());
        let (store, notices) = Store::open(copied.path()).unwrap();
        assert_eq!(notices, [], "round {round}");
        let [_, other] = poll_wire(&store).await;

        // The kill may have come between a change and its acknowledgement.
        let found = Marks::in_store(&store).await;
        marks += acknowledged.marks;
        if found != Marks::after(marks) {
            marks += 1;
        }
        assert_eq!(found, Marks::after(marks), "round {round}");
        let in_other = store.count(Scope::of(View::Feed(other))).await.unwrap();
        polled += acknowledged.polls * POLLED;
        if in_other != polled {
            polled += POLLED;
        }
        assert_eq!(in_other, polled, "round {round}");
        store.close().await;
    }
    assert!(marks > ROUNDS, "{marks} marks were made");
}

/// A store in use with so many marks, each acknowledged; the folder is as a power cut at this moment finds it, but
/// for what was not flushed.
async fn marked_store(marks: u64) -> (TempDir, Store) {
    let folder = TempDir::new().unwrap();
    let (store, _) = Store::open(folder.path()).unwrap();
    poll_wire(&store).await;
    for number in 0..marks {
        make(&store, number).await;
    }
    (folder, store)
}

#[tokio::test]
async fn what_is_acknowledged_stands_in_the_file_that_is_flushed() {
    let (folder, _store) = marked_store(60).await;
    let copied = TempDir::new().unwrap();
    for name in ["state.db", "state.db-wal"] {
        fs::copy(folder.path().join(name), copied.path().join(name)).unwrap();
    }
    let (store, notices) = Store::open(copied.path()).unwrap();
    assert!(notices[0].0.contains("cache was missing"), "{notices:?}");
    assert_eq!(Marks::in_store(&store).await.without_reading(), Marks::after(60).without_reading());
    poll_wire(&store).await;
    assert_eq!(Marks::in_store(&store).await, Marks::after(60));
}

/// What a power cut does to a log whose last pages were not flushed.
#[derive(Clone, Copy, Debug)]
enum Torn {
    CutAt(u64),
    ZeroedFrom(u64),
    GarbledFrom(u64),
    Gone,
}

impl Torn {
    fn tear(self, log: &Path) {
        let length = fs::metadata(log).unwrap().len();
        let overwrite = |from: u64, byte: u8| {
            let mut bytes = fs::read(log).unwrap();
            bytes[from as usize..].fill(byte);
            fs::write(log, bytes).unwrap();
        };
        match self {
            Self::CutAt(eighth) => {
                OpenOptions::new().write(true).open(log).unwrap().set_len(length * eighth / 8 + 13).unwrap();
            }
            Self::ZeroedFrom(eighth) => overwrite(length * eighth / 8, 0),
            Self::GarbledFrom(eighth) => overwrite(length * eighth / 8, 0xa5),
            Self::Gone => fs::remove_file(log).unwrap(),
        }
    }
}

#[tokio::test]
async fn a_log_of_the_cache_that_is_torn_takes_no_mark_with_it() {
    let (folder, _store) = marked_store(60).await;
    let eighths = (0..8).flat_map(|eighth| [Torn::CutAt(eighth), Torn::ZeroedFrom(eighth), Torn::GarbledFrom(eighth)]);
    for torn in eighths.chain([Torn::Gone]) {
        let copied = TempDir::new().unwrap();
        copy(folder.path(), copied.path());
        torn.tear(&copied.path().join("cache.db-wal"));
        let (store, _) = Store::open(copied.path()).unwrap();
        poll_wire(&store).await;
        assert_eq!(Marks::in_store(&store).await, Marks::after(60), "{torn:?}");
        store.close().await;
    }
}

#[tokio::test]
async fn a_change_that_a_power_cut_tore_takes_no_acknowledged_mark_with_it() {
    let (folder, store) = marked_store(59).await;
    let log = folder.path().join("state.db-wal");
    let acknowledged = fs::metadata(&log).unwrap().len();
    make(&store, 59).await;
    let whole = fs::metadata(&log).unwrap().len();
    assert!(whole > acknowledged, "the change is appended");
    for length in (acknowledged..whole).step_by(1_000) {
        let copied = TempDir::new().unwrap();
        copy(folder.path(), copied.path());
        OpenOptions::new().write(true).open(copied.path().join("state.db-wal")).unwrap().set_len(length).unwrap();
        let (store, _) = Store::open(copied.path()).unwrap();
        poll_wire(&store).await;
        let found = Marks::in_store(&store).await;
        assert!(found == Marks::after(59) || found == Marks::after(60), "cut at {length} of {whole}: {found:?}");
        store.close().await;
    }
}
