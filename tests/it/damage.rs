//! Files that a crash, a bad disk or a slip of the hand has damaged: set aside with a sentence, never overwritten,
//! and what the user did survives.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chancery::store::{Store, StoreError};
use tempfile::TempDir;

use crate::support::desk::publish;
use crate::support::marks::{Marks, copy, make, poll_wire, source, try_to_make};
use crate::support::server::Server;
use crate::support::user::User;

const MARKS: u64 = 60;
const FILES: [&str; 2] = ["state.db", "cache.db"];

/// A store with marks that was closed in order.
async fn closed_store() -> TempDir {
    let folder = TempDir::new().unwrap();
    let (store, _) = Store::open(folder.path()).unwrap();
    poll_wire(&store).await;
    for number in 0..MARKS {
        make(&store, number).await;
    }
    store.close().await;
    folder
}

fn copy_of(folder: &TempDir) -> TempDir {
    let copied = TempDir::new().unwrap();
    copy(folder.path(), copied.path());
    copied
}

/// What happened to a file.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Garbage,
    Zeroed,
    HeaderOnly,
    CutInHalf,
    CutInAPage,
    FirstPageTorn,
    Empty,
}

impl Damage {
    const ALL: [Self; 7] = [
        Self::Garbage,
        Self::Zeroed,
        Self::HeaderOnly,
        Self::CutInHalf,
        Self::CutInAPage,
        Self::FirstPageTorn,
        Self::Empty,
    ];

    /// Damages a file, and returns what it holds then.
    fn strike(self, path: &Path) -> Vec<u8> {
        let bytes = fs::read(path).unwrap();
        let damaged = match self {
            Self::Garbage => b"this is no database\n".repeat(bytes.len() / 20),
            Self::Zeroed => vec![0; bytes.len()],
            Self::HeaderOnly => bytes[..100].to_vec(),
            Self::CutInHalf => bytes[..bytes.len() / 2].to_vec(),
            Self::CutInAPage => bytes[..bytes.len() - 1_000].to_vec(),
            Self::FirstPageTorn => [&bytes[..512], &[0xa5; 3_584], &bytes[4_096..]].concat(),
            Self::Empty => Vec::new(),
        };
        fs::write(path, &damaged).unwrap();
        damaged
    }
}

/// What SQLite writes at once.
const PAGE: u64 = 4_096;

/// Garbles a page but for the header of a file.
fn tear(path: &Path, page: u64) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(page * PAGE + 100)).unwrap();
    file.write_all(&[0xa5; PAGE as usize - 100]).unwrap();
}

/// Every file in a folder with what it holds.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        paths.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    files.sort();
    files
}

/// Opens a damaged store: a sentence names where the damaged bytes are kept, and every mark is there.
async fn assert_mended(folder: &Path, damaged: &[(&str, Vec<u8>)], what: &str) {
    let (store, notices) = Store::open(folder).unwrap_or_else(|error| panic!("{what}: {error:?}"));
    let said: String = notices.iter().map(|notice| notice.0.as_str()).collect::<Vec<_>>().join(" ");
    assert!(!said.is_empty(), "{what}: a sentence says what was found");
    let kept = files(folder);
    for (name, bytes) in damaged {
        let stem = name.trim_end_matches(".db");
        let aside = |path: &Path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with(&format!("{stem}.damaged-")) && said.contains(name)
        };
        let is_kept = bytes.is_empty() || kept.iter().any(|(path, held)| aside(path) && held == bytes);
        assert!(is_kept, "{what}: {name} is not kept as it was; {said}");
    }
    poll_wire(&store).await;
    assert_eq!(Marks::in_store(&store).await, Marks::after(MARKS), "{what}: {said}");
    store.close().await;

    let (store, notices) = Store::open(folder).unwrap();
    assert_eq!(notices, [], "{what}: it is mended once");
    assert_eq!(Marks::in_store(&store).await, Marks::after(MARKS), "{what}");
}

#[tokio::test]
async fn a_damaged_file_is_set_aside_and_every_mark_survives() {
    let sound = closed_store().await;
    for name in FILES {
        for damage in Damage::ALL {
            let folder = copy_of(&sound);
            let bytes = damage.strike(&folder.path().join(name));
            assert_mended(folder.path(), &[(name, bytes)], &format!("{name} {damage:?}")).await;
        }
    }
}

#[tokio::test]
async fn with_both_files_damaged_the_copy_of_the_state_stands_in() {
    let sound = closed_store().await;
    for damage in Damage::ALL {
        let folder = copy_of(&sound);
        let damaged = FILES.map(|name| (name, damage.strike(&folder.path().join(name))));
        assert_mended(folder.path(), &damaged, &format!("both {damage:?}")).await;
    }
}

#[tokio::test]
async fn without_its_copy_a_damaged_state_is_taken_back_from_the_cache() {
    let sound = closed_store().await;
    for damage in Damage::ALL {
        let folder = copy_of(&sound);
        let bytes = damage.strike(&folder.path().join("state.db"));
        let copy = damage.strike(&folder.path().join("state.backup.db"));
        assert_mended(folder.path(), &[("state.db", bytes)], &format!("with its copy {damage:?}")).await;
        assert!(files(folder.path()).iter().any(|(_, held)| *held == copy), "{damage:?}: the bad copy is kept as well");
    }
}

/// After a kill, whichever page is torn. Damage that shows neither in a page's form nor in use cannot be seen; here a
/// page is torn as a whole.
#[tokio::test]
async fn whichever_page_is_torn_every_mark_survives() {
    let folder = closed_store().await;
    let (store, _) = Store::open(folder.path()).unwrap();
    poll_wire(&store).await;
    make(&store, MARKS).await;
    // Not closed: the copies are of a store that was killed.
    for name in FILES {
        let pages = fs::metadata(folder.path().join(name)).unwrap().len() / PAGE;
        for page in 0..pages {
            let copied = copy_of(&folder);
            tear(&copied.path().join(name), page);
            let damaged = fs::read(copied.path().join(name)).unwrap();

            let (store, notices) = Store::open(copied.path()).unwrap();
            poll_wire(&store).await;
            assert_eq!(Marks::in_store(&store).await, Marks::after(MARKS + 1), "page {page} of {name}: {notices:?}");
            store.close().await;
            // A page that the log holds as well is no damage.
            if !notices.is_empty() {
                assert!(files(copied.path()).iter().any(|(_, held)| *held == damaged), "page {page} of {name}");
            }
        }
    }
}

/// A page of a state that was closed in order is not looked at before it is used.
#[tokio::test]
async fn damage_of_the_state_that_shows_in_use_is_mended_at_the_next_start() {
    let sound = closed_store().await;
    let mut shown = 0;
    for page in 1..fs::metadata(sound.path().join("state.db")).unwrap().len() / PAGE {
        let folder = copy_of(&sound);
        tear(&folder.path().join("state.db"), page);
        let (store, _) = Store::open(folder.path()).unwrap();
        let used = async {
            store.declare_feeds(vec![source("wire"), source("other")]).await?;
            // A second time: it changes nothing.
            try_to_make(&store, MARKS - 1).await
        };
        let used: Result<(), StoreError> = used.await;
        store.close().await;
        let Err(error) = used else { continue };
        shown += 1;
        assert!(matches!(error, StoreError::Damaged { .. }), "page {page}: {error:?}");
        assert!(error.sentence().contains("start chancery again"), "page {page}: {}", error.sentence());

        let (store, notices) = Store::open(folder.path()).unwrap();
        assert!(notices[0].0.contains("set aside as state.damaged-"), "page {page}: {notices:?}");
        poll_wire(&store).await;
        assert_eq!(Marks::in_store(&store).await, Marks::after(MARKS), "page {page}");
    }
    assert!(shown > 0, "some damage shows");
}

/// Writes a newer version into a file's header (its "user version").
fn make_newer(path: &Path) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(60)).unwrap();
    file.write_all(&1_000_i32.to_be_bytes()).unwrap();
}

#[tokio::test]
async fn files_of_a_newer_version_are_refused_untouched() {
    let sound = closed_store().await;
    for name in FILES {
        let folder = copy_of(&sound);
        make_newer(&folder.path().join(name));
        let before = files(folder.path());
        let error = Store::open(folder.path()).unwrap_err();
        assert!(matches!(error, StoreError::NewerVersion { found: 1_000, .. }), "{error:?}");
        assert_eq!(files(folder.path()), before, "{name}");
    }
}

/// A user of the program with a star, and the id of the starred article.
async fn starring_user() -> (Server, User, String) {
    let server = Server::start().await;
    publish(&server, "/feed", &["Suez", "Vienna"]);
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    let id = user.json(&["list", "Suez", "--json"])[0]["id"].as_str().unwrap().to_owned();
    user.ok(&["star", &id]);
    (server, user, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_command_line_damage_is_told_of_and_the_stars_are_there() {
    for name in FILES {
        let (_server, user, id) = starring_user().await;
        let damaged = Damage::Garbage.strike(&user.data().join(name));
        let said = user.run(&["list", "is:starred"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.starts_with(&id[..8]) && said.out.contains("Suez"), "{name}: {}", said.out);
        assert!(said.err.starts_with("chancery: ") && said.err.contains(" has been set aside as "), "{}", said.err);
        assert!(files(&user.data()).iter().any(|(_, held)| *held == damaged), "{name} is kept");

        user.ok(&["refresh"]);
        let said = user.run(&["list"]);
        assert_eq!((said.out.lines().count(), said.err.as_str()), (2, ""), "{name}: {}", said.out);
        assert!(user.ok(&["show", &id]).contains("A report on Suez"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_command_line_a_newer_version_is_refused_untouched() {
    for name in FILES {
        let (_server, user, id) = starring_user().await;
        make_newer(&user.data().join(name));
        let before = files(&user.data());
        for arguments in [&["list"][..], &["star", &id], &["refresh"]] {
            let err = user.fails(3, arguments);
            assert!(err.contains(name) && err.contains("has been left untouched; update chancery"), "{err}");
        }
        assert_eq!(files(&user.data()), before, "{name}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn in_the_reader_the_sentence_stays_until_a_key_is_pressed() {
    let (_server, user, _) = starring_user().await;
    Damage::Garbage.strike(&user.data().join("cache.db"));
    let mut pty = user.terminal(&[], 200, 40);
    pty.wait_for(|screen| {
        let contents = screen.contents();
        contents.contains("Vienna") && contents.contains("set aside as cache.damaged-")
    });
    pty.send("j");
    pty.wait_for(|screen| !screen.contents().contains("set aside"));
    pty.send("Q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}
