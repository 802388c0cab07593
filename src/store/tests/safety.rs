//! What survives when files are lost, damaged, foreign or newer.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::support::*;
use crate::domain::{FeedId, NewArticle, PollState, Scope, View};
use crate::store::schema::{CACHE, STATE, Schema};
use crate::store::{Found, Retagged, Store, StoreError};

/// A desk whose reader starred `g1`, tagged `g2` and read `g3`, of the articles `g0` to `g9`.
async fn used_desk() -> (Desk, FeedId) {
    let desk = Desk::new();
    let feed = desk.declare(&["wire"]).await[0];
    desk.now(100);
    desk.poll(feed, articles()).await;
    desk.store.set_starred(id("wire", "g1"), true).await.unwrap();
    desk.store.add_tag(id("wire", "g2"), own("grain")).await.unwrap();
    desk.store.set_read(vec![id("wire", "g3")], true).await.unwrap();
    desk.store.finish_index().await.unwrap();
    (desk, feed)
}

fn articles() -> Vec<NewArticle> {
    (0..10).map(|number| dated(&format!("g{number} headline"), number)).collect()
}

/// What the user did is all there, before and after the articles came back.
async fn assert_nothing_lost(desk: &Desk, feed: FeedId) {
    assert_eq!(desk.declare(&["wire"]).await, [feed]);
    assert_eq!(desk.titles(View::Starred).await, ["g1 headline"]);
    assert_eq!(desk.titles(View::OwnTag(own("grain"))).await, ["g2 headline"]);
    desk.now(500);
    desk.poll(feed, articles()).await;
    assert_eq!(desk.titles(View::Starred).await, ["g1 headline"]);
    assert_eq!(desk.titles(View::Tagged).await, ["g2 headline"]);
    let starred = desk.store.article(id("wire", "g1")).await.unwrap().unwrap();
    assert_eq!((starred.headline.arrived, starred.body.as_str()), (at(100), "<p>g1 headline</p>"));
    let read = desk.store.article(id("wire", "g3")).await.unwrap().unwrap();
    assert_eq!((read.headline.arrived, read.headline.status.read), (at(100), true));
    let counts = desk.store.counts().await.unwrap();
    assert_eq!((counts.total, counts.unread, counts.starred, counts.tagged), (10, 9, 1, 1));
    assert_eq!(counts.own_tags, [(own("grain"), 1)]);
}

fn files_like(folder: &Path, pattern: &str) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(pattern) && name.ends_with(".db")).count()
}

fn remove(folder: &Path, name: &str) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("{name}{suffix}")));
    }
}

fn overwrite(path: &Path, from: u64, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(from)).unwrap();
    file.write_all(bytes).unwrap();
}

#[tokio::test]
async fn nothing_is_lost_over_an_ordinary_restart() {
    let (desk, feed) = used_desk().await;
    let desk = desk.reopen().await;
    assert_eq!(desk.notices, []);
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn a_deleted_cache_takes_no_star_with_it() {
    let (desk, feed) = used_desk().await;
    let desk = desk.reopen_after(|folder| remove(folder, "cache.db")).await;
    assert!(desk.notice().contains("cache was missing"), "{}", desk.notice());
    let starred = desk.store.article(id("wire", "g1")).await.unwrap().unwrap();
    assert_eq!((starred.body.as_str(), starred.headline.published), ("", Some(at(1))));
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn a_damaged_cache_is_set_aside_with_a_sentence_and_takes_no_star_with_it() {
    let garbage: fn(&Path) = |path| fs::write(path, "this is no database".repeat(1_000)).unwrap();
    let short: fn(&Path) = |path| fs::write(path, "SQLite format 3\0").unwrap();
    let truncated: fn(&Path) = |path| {
        let length = fs::metadata(path).unwrap().len();
        OpenOptions::new().write(true).open(path).unwrap().set_len(length / 2).unwrap();
    };
    let torn: fn(&Path) = |path| overwrite(path, 2_000, &[0xa5; 10_000]);
    for damage in [garbage, short, truncated, torn] {
        let (desk, feed) = used_desk().await;
        let mut damaged = Vec::new();
        let desk = desk
            .reopen_after(|folder| {
                damage(&folder.join("cache.db"));
                damaged = fs::read(folder.join("cache.db")).unwrap();
            })
            .await;
        assert!(desk.notice().contains("cache was damaged and has been set aside as cache.damaged-"));
        assert_eq!(desk.notices.len(), 1);
        let aside = desk
            .notice()
            .split(' ')
            .find(|word| word.starts_with("cache.damaged-"))
            .unwrap()
            .trim_end_matches(';')
            .to_owned();
        assert_eq!(fs::read(desk.path(&aside)).unwrap(), damaged, "kept as it was found");
        assert_nothing_lost(&desk, feed).await;
    }
}

#[tokio::test]
async fn files_set_aside_never_replace_each_other() {
    let (mut desk, _) = used_desk().await;
    for count in 1..=3 {
        desk = desk.reopen_after(|folder| fs::write(folder.join("cache.db"), [b'x'; 5_000]).unwrap()).await;
        let folder = desk.path("");
        assert_eq!(files_like(&folder, "cache.damaged-"), count);
    }
}

/// Overwrites the first page of the articles' texts, which no start reads.
fn damage_texts(folder: &Path) {
    let path = folder.join("cache.db");
    let conn = Connection::open(&path).unwrap();
    let sql = "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema
               WHERE name = 'article_text'";
    let (page, size) = conn.query_row(sql, [], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?))).unwrap();
    drop(conn);
    overwrite(&path, u64::from((page - 1) * size), &vec![0xff; size as usize]);
}

#[tokio::test]
async fn damage_that_shows_while_reading_is_mended_then() {
    let (desk, feed) = used_desk().await;
    let desk = desk.reopen_after(damage_texts).await;
    assert_eq!(desk.notices, [], "a cache that was closed in order is not read through at the start");
    let error = desk.store.article(id("wire", "g5")).await.unwrap_err();
    assert!(error.sentence().contains("set aside as cache.damaged-"), "{}", error.sentence());
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn damage_that_nobody_was_told_of_by_an_error_is_told_by_a_notice() {
    let (desk, feed) = used_desk().await;
    let desk = desk.reopen_after(damage_texts).await;
    let mut notices = desk.store.notices().unwrap();
    assert!(desk.store.notices().is_none(), "one listens");
    assert!(notices.try_recv().is_err());
    let changed = NewArticle { body: "changed".into(), ..article("g5 headline") };
    let saved = desk.store.save_poll(feed, vec![changed], PollState::default()).await;
    assert!(saved.is_ok(), "the poll is saved in the new cache");
    let notice = notices.recv().await.unwrap();
    assert!(notice.0.contains("set aside as cache.damaged-"), "{}", notice.0);
    assert!(notices.try_recv().is_err(), "once");
    desk.store.close().await;
    assert_eq!(notices.recv().await, None);
}

#[tokio::test]
async fn damage_that_cannot_be_mended_now_is_told_once() {
    let (desk, _) = used_desk().await;
    let desk = desk.reopen_after(damage_texts).await;
    let (second, _) = Store::open(&desk.path("")).unwrap();
    let mut notices = desk.store.notices().unwrap();
    for _ in 0..3 {
        desk.store.article(id("wire", "g5")).await.unwrap_err();
    }
    assert!(notices.try_recv().unwrap().0.contains("quit every chancery"));
    assert!(notices.try_recv().is_err());
    second.close().await;
}

#[tokio::test]
async fn a_cache_created_anew_while_running_knows_no_validators() {
    let (desk, feed) = used_desk().await;
    let state = PollState { etag: Some("\"1\"".into()), ..PollState::default() };
    desk.store.save_poll(feed, vec![], state.clone()).await.unwrap();
    let desk = desk.reopen_after(damage_texts).await;
    assert_eq!(desk.known(feed).await, Some(state));
    desk.now(200);
    desk.store.article(id("wire", "g5")).await.unwrap_err();
    assert_eq!(desk.known(feed).await, Some(PollState::default()));

    // A server that was asked before says that nothing is new, and would say so from now on.
    let etag = async |validated| {
        let state = PollState { etag: Some("\"1\"".into()), validated_at: Some(at(validated)), ..PollState::default() };
        desk.store.save_poll(feed, vec![], state).await.unwrap();
        desk.known(feed).await.unwrap().etag
    };
    assert_eq!(etag(199).await, None);
    assert_eq!(etag(201).await.as_deref(), Some("\"1\""));
}

#[tokio::test]
async fn after_a_kill_damage_is_looked_for_at_the_start() {
    let (desk, feed) = used_desk().await;
    let desk = desk
        .reopen_after(|folder| {
            let conn = Connection::open(folder.join("cache.db")).unwrap();
            conn.execute_batch("UPDATE meta SET clean = 0").unwrap();
            drop(conn);
            damage_texts(folder);
        })
        .await;
    assert!(desk.notice().contains("set aside as cache.damaged-"), "{}", desk.notice());
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn a_cache_in_use_says_that_it_was_not_closed_in_order() {
    let clean = |path: &Path| {
        let conn = Connection::open(path).unwrap();
        conn.query_row("SELECT clean FROM meta", [], |row| row.get::<_, bool>(0)).unwrap()
    };
    let (desk, _) = used_desk().await;
    assert!(!clean(&desk.path("cache.db")));
    let desk = desk.reopen().await;
    assert!(clean(&desk.path("cache.db")), "nothing was written since");
}

#[tokio::test]
async fn while_another_process_reads_a_damaged_cache_is_not_moved_away() {
    let (desk, feed) = used_desk().await;
    let desk = desk.reopen_after(damage_texts).await;
    let (second, _) = Store::open(&desk.path("")).unwrap();
    let error = desk.store.article(id("wire", "g5")).await.unwrap_err();
    assert!(error.sentence().contains("quit every chancery"), "{}", error.sentence());
    assert_eq!(files_like(&desk.path(""), "cache.damaged-"), 0);
    second.close().await;
    let desk = desk.reopen().await;
    assert!(desk.notice().contains("set aside as cache.damaged-"), "{}", desk.notice());
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn after_a_crash_between_the_two_files_the_cache_follows() {
    let (desk, feed) = used_desk().await;
    // As if the cache had lost its last commits: it is put back to what it was before the user's changes.
    let desk = desk
        .reopen_after(|folder| {
            let conn = Connection::open(folder.join("cache.db")).unwrap();
            conn.execute_batch(
                "UPDATE article SET read = 0, starred = 0, tagged = 0; DELETE FROM own_tag; UPDATE meta SET seq = 0;",
            )
            .unwrap();
        })
        .await;
    assert_eq!(desk.notices, []);
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn a_lost_state_is_taken_back_from_its_copy_and_from_the_cache() {
    for (damage, copy, said) in [
        ("delete", true, "was missing; the copy of"),
        ("delete", false, "was missing or older"),
        ("garble", true, "set aside as state.damaged-"),
        ("garble", false, "there is no sound copy"),
    ] {
        // The copy is made when a store is closed, at most once a day: this one is older than the last changes.
        let (desk, feed) = used_desk().await;
        desk.store.set_starred(id("wire", "g9"), true).await.unwrap();
        desk.store.set_starred(id("wire", "g1"), false).await.unwrap();
        let desk = desk.reopen().await;
        desk.store.set_starred(id("wire", "g9"), false).await.unwrap();
        desk.store.set_starred(id("wire", "g1"), true).await.unwrap();
        let desk = desk
            .reopen_after(|folder| {
                match damage {
                    "delete" => remove(folder, "state.db"),
                    _ => fs::write(folder.join("state.db"), [b'x'; 9_000]).unwrap(),
                }
                if !copy {
                    fs::remove_file(folder.join("state.backup.db")).unwrap();
                }
            })
            .await;
        assert!(desk.notice().contains(said), "{damage} {copy}: {}", desk.notice());
        assert_eq!(desk.notices.len(), 1, "{}", desk.notice());
        assert_nothing_lost(&desk, feed).await;
    }
}

#[tokio::test]
async fn the_copy_of_the_state_stands_in_when_both_files_are_lost() {
    let (desk, feed) = used_desk().await;
    let desk = desk
        .reopen_after(|folder| {
            remove(folder, "state.db");
            remove(folder, "cache.db");
        })
        .await;
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn an_empty_state_is_a_missing_one() {
    for with_cache in [true, false] {
        let (desk, feed) = used_desk().await;
        let desk = desk
            .reopen_after(|folder| {
                fs::write(folder.join("state.db"), "").unwrap();
                if !with_cache {
                    remove(folder, "cache.db");
                }
            })
            .await;
        assert!(desk.notice().contains("was missing; the copy of"), "{}", desk.notice());
        assert_nothing_lost(&desk, feed).await;
    }
}

#[tokio::test]
async fn a_state_without_tables_does_not_stand_in_for_its_copy() {
    let (desk, feed) = used_desk().await;
    let desk = desk
        .reopen_after(|folder| {
            remove(folder, "state.db");
            remove(folder, "cache.db");
            Connection::open(folder.join("state.db")).unwrap().execute_batch("VACUUM").unwrap();
            assert!(fs::metadata(folder.join("state.db")).unwrap().len() > 0);
        })
        .await;
    assert!(desk.notice().contains("set aside as state.damaged-"), "{}", desk.notice());
    assert_nothing_lost(&desk, feed).await;
}

/// Makes a copy of the state look two days old, so that the next one is due.
fn age(path: &Path) {
    let before = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 24 * 60 * 60);
    OpenOptions::new().write(true).open(path).unwrap().set_modified(before).unwrap();
}

fn seq_of(path: &Path) -> i64 {
    Connection::open(path).unwrap().query_row("SELECT seq FROM meta", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn two_generations_of_copies_are_kept_and_the_older_stands_in_for_a_damaged_one() {
    let (desk, feed) = used_desk().await;
    let desk = desk.reopen_after(|folder| age(&folder.join("state.backup.db"))).await;
    desk.store.set_read(vec![id("wire", "g8")], true).await.unwrap();
    desk.store.set_read(vec![id("wire", "g8")], false).await.unwrap();
    let desk = desk.reopen().await;
    assert_eq!((seq_of(&desk.path("state.backup-old.db")), seq_of(&desk.path("state.backup.db"))), (3, 5));
    let desk = desk
        .reopen_after(|folder| {
            remove(folder, "state.db");
            remove(folder, "cache.db");
            fs::write(folder.join("state.backup.db"), [b'x'; 9_000]).unwrap();
        })
        .await;
    assert!(desk.notice().contains("the copy of"), "{}", desk.notice());
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn a_copy_of_another_or_a_later_state_is_never_replaced() {
    for change in ["store = 'another'", "seq = 1000"] {
        let (desk, _) = used_desk().await;
        let desk = desk
            .reopen_after(|folder| {
                let backup = folder.join("state.backup.db");
                Connection::open(&backup).unwrap().execute_batch(&format!("UPDATE meta SET {change}")).unwrap();
                age(&backup);
            })
            .await;
        let folder = desk.close().await;
        let kept = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).find(|path| {
            path.to_str().is_some_and(|path| path.contains("state.backup.other-") && path.ends_with(".db"))
        });
        let found: bool = Connection::open(kept.expect("it was set aside"))
            .unwrap()
            .query_row(&format!("SELECT {change} FROM meta"), [], |row| row.get(0))
            .unwrap();
        assert!(found);
        assert_eq!(seq_of(&folder.path().join("state.backup.db")), 3, "and a new one was made");
    }
}

#[tokio::test]
async fn feeds_that_a_restored_state_lacks_keep_their_numbers() {
    let (desk, wire) = used_desk().await;
    let desk = desk.reopen().await;
    let paper = desk.declare(&["wire", "paper"]).await[1];
    let desk = desk.reopen_after(|folder| fs::write(folder.join("state.db"), [b'x'; 9_000]).unwrap()).await;
    assert!(desk.notice().contains("was restored"), "{}", desk.notice());
    let feeds = desk.declare(&["other", "wire", "paper"]).await;
    assert_eq!((feeds[1], feeds[2]), (wire, paper));
    let desk = desk.reopen().await;
    assert_eq!(desk.declare(&["other", "wire", "paper"]).await, feeds);
    assert_nothing_lost(&desk, wire).await;
}

#[tokio::test]
async fn a_cache_whose_numbers_contradict_the_state_is_set_aside() {
    let (desk, feed) = used_desk().await;
    let desk = desk
        .reopen_after(|folder| {
            let conn = Connection::open(folder.join("cache.db")).unwrap();
            conn.execute_batch("UPDATE feed SET id = 7").unwrap();
        })
        .await;
    assert!(desk.notice().contains("does not belong to this state.db"), "{}", desk.notice());
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn a_cache_of_another_installation_is_set_aside() {
    let (other, _) = used_desk().await;
    let other = other.close().await;
    let (desk, feed) = used_desk().await;
    let desk = desk
        .reopen_after(|folder| {
            fs::copy(other.path().join("cache.db"), folder.join("cache.db")).unwrap();
        })
        .await;
    assert!(desk.notice().contains("does not belong to this state.db"), "{}", desk.notice());
    assert_nothing_lost(&desk, feed).await;
}

#[tokio::test]
async fn newer_and_foreign_files_are_refused_untouched() {
    for name in ["state.db", "cache.db"] {
        for (pragma, newer) in [("user_version = 1000", true), ("application_id = 4711", false)] {
            let (desk, _) = used_desk().await;
            let folder = desk.close().await;
            Connection::open(folder.path().join(name)).unwrap().execute_batch(&format!("PRAGMA {pragma}")).unwrap();
            let bytes = |file: &str| fs::read(folder.path().join(file)).unwrap();
            let before = (bytes("state.db"), bytes("cache.db"));
            let error = Store::open(folder.path()).unwrap_err();
            assert_eq!(matches!(error, StoreError::NewerVersion { .. }), newer, "{error}");
            assert_eq!(matches!(error, StoreError::NotOurs { .. }), !newer, "{error}");
            assert!(error.sentence().contains("left untouched"), "{}", error.sentence());
            assert_eq!((bytes("state.db"), bytes("cache.db")), before);
        }
    }
}

/// Files that version 1 wrote, also when later versions have migrated them: its frozen migration, a stored dump of rows,
/// and some of the later migrations.
#[tokio::test]
async fn files_of_every_version_are_read() {
    for version in 1..CACHE.migrations.len() {
        check_files_of(version).await;
    }
}

async fn check_files_of(version: usize) {
    let folder = tempfile::tempdir().unwrap();
    for (schema, rows) in [(STATE, include_str!("version_1/state.sql")), (CACHE, include_str!("version_1/cache.sql"))] {
        let mut conn = Connection::open(schema.path(folder.path())).unwrap();
        let first =
            |count: usize| Schema { migrations: &schema.migrations[..count.min(schema.migrations.len())], ..schema };
        first(1).migrate(&mut conn, folder.path(), "then").unwrap();
        conn.execute_batch(rows).unwrap();
        if version > 1 {
            first(version).migrate(&mut conn, folder.path(), "since").unwrap();
        }
    }
    let (store, notices) = Store::open(folder.path()).unwrap();
    assert_eq!(notices, []);
    for (schema, name) in [(STATE, "state"), (CACHE, "cache")] {
        let copies = files_like(folder.path(), &format!("{name}.version-{version}-"));
        let is_migrated = version < schema.migrations.len();
        assert_eq!(copies, usize::from(is_migrated), "a copy of {name} is kept before it is migrated");
    }
    let feed = store.declare_feeds(vec![source("wire")]).await.unwrap()[0].id;
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.total, counts.unread, counts.starred, counts.tagged), (2, 1, 1, 1));
    let kept = store.article(id("wire", "g1")).await.unwrap().unwrap();
    assert_eq!((kept.headline.title.as_str(), kept.body.as_str()), ("g1 talks open", "<p>g1 talks open</p>"));
    assert!(kept.headline.status.starred && kept.headline.status.read);
    assert_eq!((kept.headline.own_tags, kept.tags.len(), kept.event), (vec![own("grain")], 1, None));
    store.save_poll(feed, vec![article("g3 talks end")], PollState::default()).await.unwrap();
    assert_eq!(store.counts().await.unwrap().total, 3, "an article is counted once");

    // What version 1 stored is tagged anew, and then has its event.
    let found = Found { event: Some(event("UA", None)), ..Found::default() };
    let stale = store.stale(9, 9).await.unwrap().into_iter();
    let retagged = stale.map(|article| Retagged { article, found: Some(found.clone()), tagger: 9 }).collect();
    assert_eq!(store.save_retagged(retagged).await.unwrap(), 3);
    assert_eq!(store.article(id("wire", "g1")).await.unwrap().unwrap().event, found.event);
}

#[tokio::test]
async fn several_processes_may_use_the_store_at_once() {
    let (desk, _) = used_desk().await;
    let (second, notices) = Store::open(&desk.path("")).unwrap();
    assert_eq!(notices, []);
    second.set_starred(id("wire", "g7"), true).await.unwrap();
    desk.store.set_starred(id("wire", "g8"), true).await.unwrap();
    assert_eq!(desk.titles(View::Starred).await, ["g8 headline", "g7 headline", "g1 headline"]);
    assert_eq!(second.count(Scope::of(View::Starred)).await.unwrap(), 3);
    second.close().await;
    let conn = Connection::open(desk.path("cache.db")).unwrap();
    let clean = || conn.query_row("SELECT clean FROM meta", [], |row| row.get::<_, bool>(0)).unwrap();
    assert!(!clean(), "one is still open");
    desk.store.close().await;
    assert!(clean());
}

#[test]
fn many_may_open_a_new_store_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(Store::open(folder.path()).unwrap().1, []));
        }
    });
    assert_eq!(files_like(folder.path(), "state"), 1);
    assert_eq!(files_like(folder.path(), "cache"), 1);
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let desk = Desk::new();
    let other = desk.store.clone();
    desk.store.close().await;
    assert!(matches!(other.counts().await, Err(StoreError::Closed)));
    assert!(matches!(other.save_poll(FeedId(1), vec![], PollState::default()).await, Err(StoreError::Closed)));
}

#[tokio::test]
async fn what_the_user_did_is_flushed_and_what_polling_learned_need_not_be() {
    let folder = tempfile::tempdir().unwrap();
    let clock = std::sync::Arc::new(|| at(0));
    let mut db = crate::store::db::Db::open(folder.path(), clock).unwrap().db;
    let pragma = |conn: &Connection, name: &str| {
        conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, Value>(0)).unwrap()
    };
    let changed = |conn: &Connection, file: &str| {
        assert!(!conn.is_autocommit(), "a change is a transaction");
        conn.query_row(&format!("SELECT seq FROM {file}.meta"), [], |row| row.get::<_, i64>(0)).unwrap()
    };
    // While the user's change is made, its file is flushed at the commit, and the other is not part of it.
    db.user_change(|tx, seq| {
        assert_eq!(pragma(tx, "main.synchronous"), Value::Integer(2));
        assert_eq!((changed(tx, "main"), changed(tx, "cache")), (seq, seq - 1));
        Ok(())
    })
    .unwrap();
    db.cache_change(|tx, _| {
        assert_eq!(pragma(tx, "cache.synchronous"), Value::Integer(1));
        assert_eq!(changed(tx, "main"), changed(tx, "cache"));
        for file in ["main", "cache"] {
            assert_eq!(pragma(tx, &format!("{file}.journal_mode")), Value::Text("wal".into()));
        }
        Ok(())
    })
    .unwrap();
}

#[tokio::test]
async fn an_old_article_that_comes_back_is_not_new() {
    let (desk, feed) = used_desk().await;
    let desk = desk
        .reopen_after(|folder| {
            let conn = Connection::open(folder.join("cache.db")).unwrap();
            conn.execute_batch("PRAGMA foreign_keys = ON; DELETE FROM article WHERE title LIKE 'g5%'").unwrap();
        })
        .await;
    assert_eq!(desk.store.counts().await.unwrap().total, 9);
    desk.now(900);
    let saved = desk.poll(feed, articles()).await;
    assert_eq!((saved.new, saved.kept), (vec![], 10));
    assert_eq!(desk.store.article(id("wire", "g5")).await.unwrap().unwrap().headline.arrived, at(100));
}
