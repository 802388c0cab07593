//! `chancery feeds` and `chancery doctor`: the truth about feeds, and all that they need, from outside.

use serde_json::Value;

use crate::support::server::{Server, reply};
use crate::support::user::User;

fn feed(title: &str, date: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>{title}</title><item><title>A treaty</title><guid>1</guid>\
         <link>https://gazette.example/1</link><pubDate>{date}</pubDate></item></channel></rss>"
    )
}

/// A user of feeds of every kind of health, which have been asked once.
async fn user_of_feeds(server: &Server) -> User {
    let today = jiff::fmt::rfc2822::to_string(&jiff::Zoned::now()).unwrap();
    server.on("/today", move |_| reply(200, &[], feed("Today", &today)));
    server.on("/old", |_| reply(200, &[], feed("Old", "Tue, 03 May 2016 12:00:00 GMT")));
    server.on("/empty", |_| reply(200, &[], "<rss version=\"2.0\"><channel><title>Empty</title></channel></rss>"));
    server.on("/gone", |_| reply(410, &[], ""));
    server.on("/busy", |_| reply(429, &[("retry-after", "3600")], ""));
    server.on("/page", |_| reply(200, &[("content-type", "text/html")], "<!doctype html><title>Home</title>"));
    server.on("/broken", |_| reply(500, &[], ""));
    // The last to be asked: after a 429 nothing else of the host is asked.
    let names = ["today", "old", "empty", "gone", "page", "broken", "busy"];
    let feeds: Vec<_> = names.iter().map(|name| (*name, server.url(&format!("/{name}")).to_string())).collect();
    let user = User::with_feeds(&feeds);
    assert_eq!(user.run(&["refresh"]).code, 1);
    user
}

fn states(feeds: &Value) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    feeds.as_array().unwrap().iter().map(|feed| (word(&feed["source"]["name"]), word(&feed["state"]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_feed_says_how_it_does_and_the_worst_comes_first() {
    let server = Server::start().await;
    let user = user_of_feeds(&server).await;
    let feeds = user.json(&["feeds", "--json"]);
    assert_eq!(
        states(&feeds),
        [
            ("gone", "gone"),
            ("page", "not_a_feed"),
            ("broken", "failing"),
            ("empty", "empty"),
            ("old", "stale"),
            ("busy", "patience"),
            ("today", "fine"),
        ]
        .map(|(name, state)| (name.to_owned(), state.to_owned()))
    );
    let failing = user.json(&["feeds", "--failing", "--json"]);
    assert_eq!(failing.as_array().unwrap().len(), 6);
    for feed in failing.as_array().unwrap() {
        assert!(feed["trouble"] == true && feed["message"] != "" && feed["remedy"] != "", "{feed}");
    }
    let old = &feeds[4];
    assert_eq!((&old["newest"], &old["since"]), (&"2016-05-03T12:00:00Z".into(), &"2016-05-03T12:00:00Z".into()));
    assert_eq!((&old["articles"], &old["a_day"], &old["failure"]), (&1.into(), &Value::Null, &Value::Null));
    assert_eq!((&feeds[5]["failure"], &feeds[5]["failures"]), (&"rate_limited".into(), &1.into()));

    let table = user.run(&["feeds", "--sort", "name"]);
    let rows: Vec<&str> = table.out.lines().collect();
    assert!(rows[0].starts_with("state") && rows[2].starts_with("… waiting     busy "), "{}", table.out);
    assert!(rows[5].starts_with("~ stale       old ") && rows[5].contains("3 May 2016"), "{}", table.out);
    assert_eq!(table.err, "7 feeds: 1 gone, 1 not a feed, 1 failing, 1 empty, 1 stale, 1 waiting.\n");
    assert!(user.fails(2, &["feeds", "--sort", "size"]).contains("trouble, name, newest or volume"));
}

#[test]
fn feeds_that_were_never_asked_are_new_and_in_no_trouble() {
    let user = User::with_feeds(&[("Gazette", "https://gazette.example/feed".to_owned())]);
    let feeds = user.json(&["feeds", "--json"]);
    assert_eq!(states(&feeds), [("Gazette".to_owned(), "new".to_owned())]);
    assert_eq!((&feeds[0]["site"], &feeds[0]["last_attempt"]), (&"https://gazette.example/".into(), &Value::Null));
    let none = user.run(&["feeds", "--failing"]);
    assert_eq!((none.code, none.out.as_str(), none.err.as_str()), (0, "", "1 feed: none in trouble.\n"));
}

/// The findings of a doctor's visit with this exit code.
fn findings(user: &User, code: i32, arguments: &[&str]) -> Vec<Value> {
    let said = user.run(&[&["doctor", "--json"], arguments].concat());
    assert_eq!(said.code, code, "{}{}", said.out, said.err);
    serde_json::from_str::<Value>(&said.out).unwrap().as_array().unwrap().clone()
}

fn of_area<'a>(findings: &'a [Value], area: &str) -> Vec<(&'a str, &'a str)> {
    let of = findings.iter().filter(|finding| finding["area"] == area);
    of.map(|finding| (finding["grade"].as_str().unwrap(), finding["message"].as_str().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_nothing_where_all_is_well() {
    let server = Server::start().await;
    let now = jiff::fmt::rfc2822::to_string(&jiff::Zoned::now()).unwrap();
    let date = now.clone();
    server.on("/today", move |_| reply(200, &[("date", &date)], feed("Today", &now)));
    let user = User::with_feeds(&[("Today", server.url("/today").to_string())]);
    let findings = findings(&user, 0, &[]);
    assert!(findings.iter().all(|finding| finding["grade"] == "good"), "{findings:#?}");
    for area in ["settings", "folders", "store", "terminal", "network", "clock", "feeds"] {
        assert!(!of_area(&findings, area).is_empty(), "{area}");
    }
    assert_eq!(of_area(&findings, "clock"), [("good", "It agrees with a server's.")]);
    assert_eq!(of_area(&findings, "feeds"), [("good", "1 of 1 are fine.")]);
    assert_eq!(user.json(&["list", "--json"]).as_array().unwrap().len(), 1, "what came is kept");

    let said = user.run(&["doctor", "--offline"]);
    assert_eq!((said.code, said.err.as_str()), (0, "All is well.\n"));
    assert!(said.out.contains("✓ network   Left alone, because of --offline.\n"), "{}", said.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_how_to_mend_what_is_wrong_worst_first() {
    let server = Server::start().await;
    let user = user_of_feeds(&server).await;
    user.write("config/chancery/config.toml", "[polling]\nintervall = \"5m\"\n");
    let findings = findings(&user, 1, &[]);
    let grades: Vec<_> = findings.iter().map(|finding| finding["grade"].as_str().unwrap()).collect();
    let order = |grade: &&str| ["bad", "note", "good"].iter().position(|other| other == grade);
    assert!(grades.is_sorted_by_key(order), "{grades:?}");
    assert_eq!(findings[0]["area"], "settings");
    assert!(findings[0]["message"].as_str().unwrap().contains("config.toml:2:1"), "{}", findings[0]);

    let subjects: Vec<_> = findings.iter().filter_map(|finding| finding["subject"].as_str()).collect();
    for subject in ["gone (gone)", "page (not a feed)", "broken (failing)", "old (stale)", "busy (waiting)"] {
        assert!(subjects.contains(&subject), "{subject} in {subjects:?}");
    }
    let mended = findings.iter().filter(|finding| finding["area"] == "feeds" && finding["grade"] != "good");
    assert!(mended.clone().count() == 6 && mended.clone().all(|finding| finding["remedy"] != ""), "{findings:#?}");

    let spared = self::findings(&user, 1, &["--no-feeds"]);
    assert_eq!(of_area(&spared, "feeds"), [("good", "Not asked, because of --no-feeds.")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_leaves_a_damaged_cache_as_it_is() {
    let server = Server::start().await;
    let user = user_of_feeds(&server).await;
    let cache = user.data().join("cache.db");
    let mut bytes = std::fs::read(&cache).unwrap();
    bytes[4_096..20_480].fill(0xa5);
    std::fs::write(&cache, &bytes).unwrap();
    let findings = findings(&user, 1, &["--offline"]);
    assert_eq!((&findings[0]["area"], &findings[0]["subject"]), (&"store".into(), &"cache.db".into()));
    assert!(findings[0]["remedy"].as_str().unwrap().contains("stars, tags and read marks are kept"));
    assert_eq!(of_area(&findings, "feeds"), [("note", "Not asked, because of what is said above.")]);
    assert_eq!(std::fs::read(&cache).unwrap(), bytes);
}

#[test]
fn the_doctor_tells_a_network_without_servers() {
    // Nobody listens at these ports of this machine.
    let user =
        User::with_feeds(&[("One", "http://127.0.0.1:1/feed".to_owned()), ("Two", "http://localhost:1/".to_owned())]);
    let findings = findings(&user, 1, &["--no-feeds"]);
    let [(grade, message)] = of_area(&findings, "network")[..] else { panic!("{findings:#?}") };
    assert!(grade == "bad" && message.starts_with("No server answers. 127.0.0.1 refuses"), "{message}");
}
