//! `chancery feeds`: the truth about feeds, from outside.

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
    server.on("/today", move |_| reply(200, &[], &feed("Today", &today)));
    server.on("/old", |_| reply(200, &[], &feed("Old", "Tue, 03 May 2016 12:00:00 GMT")));
    server.on("/empty", |_| reply(200, &[], "<rss version=\"2.0\"><channel><title>Empty</title></channel></rss>"));
    server.on("/gone", |_| reply(410, &[], ""));
    server.on("/busy", |_| reply(429, &[("retry-after", "3600")], ""));
    server.on("/page", |_| reply(200, &[("content-type", "text/html")], "<!doctype html><title>Home</title>"));
    server.on("/broken", |_| reply(500, &[], ""));
    let names = ["today", "old", "empty", "gone", "busy", "page", "broken"];
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
