//! Packing for a journey, from outside: the program itself and a loopback server that does not always play along.

use std::process::{Child, Command, Stdio};

use chancery::domain::View;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::desk::{Desk, source};
use crate::support::server::{Gate, Reply, Server, reply};
use crate::support::user::{Said, User, said};

/// A page with navigation around an article of so many words.
fn page(title: &str, words: usize) -> String {
    let sentence = "The envoys met again in the old town hall and spoke of grain, of tolls and of the river. ";
    let paragraph = sentence.repeat(3);
    let count = words / paragraph.split_whitespace().count();
    let paragraphs: String = (0..=count).map(|number| format!("<p>{number}. {title}: {paragraph}</p>")).collect();
    format!(
        "<html><head><title>{title}</title></head><body><nav><a href=\"/\">Home</a></nav>\
         <article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
}

fn html(body: String) -> Reply {
    reply(200, &[("content-type", "text/html; charset=utf-8")], body)
}

fn title(number: usize) -> String {
    format!("Dispatch number {number} of the congress")
}

/// A server with a feed of so many articles, the first the newest, each with a page of its own.
async fn press(articles: usize) -> Server {
    let server = Server::start().await;
    let item = |number: usize| {
        format!(
            "<item><title>{}</title><guid>{number}</guid><link>{}</link>\
             <pubDate>Sun, 01 Nov 2026 12:{:02}:00 GMT</pubDate><description>In short.</description></item>",
            title(number),
            server.url(&format!("/{number}")),
            59 - number
        )
    };
    let items: String = (1..=articles).map(item).collect();
    let feed = format!("<rss version=\"2.0\"><channel><title>Gazette</title>{items}</channel></rss>");
    server.on_any("/feed", reply(200, &[("content-type", "application/rss+xml")], feed));
    pages(&server, articles);
    server
}

fn pages(server: &Server, articles: usize) {
    for number in 1..=articles {
        server.on_any(&format!("/{number}"), html(page(&title(number), 300)));
    }
}

/// A subscriber of that server who has polled it.
fn subscriber(server: &Server) -> User {
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    user
}

fn pack(user: &User, arguments: &[&str]) -> (i32, Value) {
    report(user.run(&[&["pack", "--json"], arguments].concat()))
}

fn report(Said { code, out, err }: Said) -> (i32, Value) {
    (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}")))
}

/// Packs while the test does something else.
fn packing(user: &User, arguments: &[&str]) -> Child {
    let mut command: Command = user.command(&[&["pack", "--json"], arguments].concat());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn asked(server: &Server, path: &str) -> usize {
    server.requests().iter().filter(|request| request.path == path).count()
}

/// Why articles cannot be read, by the numbers of their titles.
fn whys(report: &Value) -> Vec<(usize, &str)> {
    let number = |title: &str| title.split(' ').find_map(|word| word.parse().ok()).unwrap();
    let lacking = report["lacking"].as_array().unwrap().iter();
    lacking.map(|one| (number(one["title"].as_str().unwrap()), one["why"].as_str().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_read_and_what_not_is_told_and_nothing_is_fetched_twice() {
    let server = press(5).await;
    let wall = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}}\
         </script></head><body><article><h1>{}</h1><p>The first lines are free.</p>\
         <div class=\"paywall\">Subscribe to continue reading</div></article></body></html>",
        title(2)
    );
    server.on_any("/2", html(wall));
    server.on_any("/4", reply(404, &[], "gone"));
    let user = subscriber(&server);
    let (code, first) = pack(&user, &[]);
    assert_eq!((code, &first["asked"], &first["readable"]), (1, &json!(5), &json!(3)), "{first}");
    assert_eq!(whys(&first), [(2, "paywall"), (4, "failed")]);
    assert_eq!((&first["halt"], &first["pictures"]), (&Value::Null, &Value::Null));
    assert!(first["bytes"].as_u64().unwrap() > 3_000 && first["minutes"].as_u64().unwrap() >= 6, "{first}");

    let (_, again) = pack(&user, &[]);
    assert_eq!((&again["readable"], whys(&again)), (&json!(3), whys(&first)));
    let counts: Vec<_> = (1..=5).map(|number| asked(&server, &format!("/{number}"))).collect();
    assert_eq!(counts, [1, 1, 1, 2, 1], "only what failed is tried again");
    assert_eq!(user.json(&["list", "tolls", "--json"]).as_array().unwrap().len(), 3, "searched in, too");

    let text = user.run(&["pack"]).out;
    assert!(text.starts_with("3 of 5 · "), "{text}");
    assert!(text.contains(" of reading · 2 not: 1 paywalled, 1 failed\n"), "{text}");
    assert!(text.contains(&format!("failed     {}\n", title(4))), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_fetches_the_pages_of_new_articles_when_told_to() {
    let server = press(2).await;
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    let said = user.run(&["refresh", "--full-text"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("2 whole articles fetched, of 2."), "{}", said.err);
    let again = user.run(&["refresh", "--full-text"]);
    assert!(again.err.contains("0 whole articles fetched, of 0."), "only those that came: {}", again.err);
    let (code, packed) = pack(&user, &[]);
    assert_eq!((code, &packed["readable"], &packed["bytes"]), (0, &json!(2), &json!(0)), "{packed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_asked_for_is_packed() {
    let server = press(3).await;
    let user = subscriber(&server);
    let (code, packed) = pack(&user, &["in:title", "\"number 2\""]);
    assert_eq!((code, &packed["asked"], &packed["readable"]), (0, &json!(1), &json!(1)), "{packed}");
    assert_eq!((asked(&server, "/1"), asked(&server, "/2")), (0, 1));
    let nothing = user.run(&["pack", "zebra"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (0, "there is nothing to pack\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_goes_ends_it_truly_and_the_next_run_goes_on() {
    let server = press(8).await;
    let user = subscriber(&server);
    let address = server.url("/");
    server.on_any("/3", Reply::After(Gate::closed(), Box::new(html(String::new()))));
    let child = packing(&user, &["--jobs", "1"]);
    server.wait_for(1 + 3).await;
    drop(server);
    let (code, cut) = report(said(child.wait_with_output().unwrap()));
    assert_eq!((code, &cut["readable"]), (1, &json!(2)), "{cut}");
    let of_network: Vec<_> = whys(&cut).into_iter().filter(|(number, _)| *number > 3).collect();
    assert_eq!(of_network, (4..=8).map(|number| (number, "network")).collect::<Vec<_>>());
    assert!(cut["halt"].as_str().unwrap().contains("The network is gone"), "{cut}");

    let server = Server::start_at(&address).await;
    pages(&server, 8);
    let (code, whole) = pack(&user, &["--jobs", "2"]);
    assert_eq!((code, &whole["readable"], &whole["halt"]), (0, &json!(8), &Value::Null), "{whole}");
    assert_eq!((asked(&server, "/1"), asked(&server, "/2"), asked(&server, "/3")), (0, 0, 1));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn who_is_killed_in_the_middle_goes_on_where_it_was() {
    let server = press(6).await;
    let user = subscriber(&server);
    let gate = Gate::closed();
    server.on_any("/3", Reply::After(gate.clone(), Box::new(html(page(&title(3), 300)))));
    let mut child = packing(&user, &["--jobs", "1"]);
    server.wait_for(1 + 3).await;
    child.kill().unwrap();
    child.wait().unwrap();
    gate.open();
    let (code, packed) = pack(&user, &[]);
    assert_eq!((code, &packed["asked"], &packed["readable"]), (0, &json!(6), &json!(6)), "{packed}");
    let counts: Vec<_> = (1..=6).map(|number| asked(&server, &format!("/{number}"))).collect();
    assert_eq!(counts, [1, 1, 2, 1, 1, 1], "what was there was not fetched again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_page_holds_no_other_and_is_given_up() {
    let server = press(5).await;
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 90000\r\n\r\n<html><p>".to_vec();
    server.on_any("/1", Reply::Drip(head));
    let user = subscriber(&server);
    let mut command = user.command(&["pack", "--json", "--jobs", "2"]);
    let run = command.env("CHANCERY_POLLING_TIMEOUT", "2s").output().unwrap();
    let (code, packed) = report(said(run));
    assert_eq!((code, &packed["readable"], whys(&packed)), (1, &json!(4), vec![(1, "failed")]), "{packed}");
    assert!(packed["lacking"][0]["message"].as_str().unwrap().contains("longer than 2 s"), "{packed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_page_in_the_place_of_all_is_told_and_never_kept() {
    let server = press(6).await;
    let user = subscriber(&server);
    let login = server.named_url("/login").to_string();
    for number in 1..=6 {
        server.on_any(&format!("/{number}"), reply(302, &[("location", &login)], ""));
    }
    let form = format!(
        "<html><head><title>Hotel</title></head><body><h1>Welcome</h1><form>{}<input type=\"password\"></form></body></html>",
        "<p>Please sign in to use the network of this house, and accept the terms of use of the house.</p>".repeat(20)
    );
    server.on_any("/login", html(form));
    let (code, packed) = pack(&user, &[]);
    assert_eq!((code, &packed["readable"]), (1, &json!(0)), "{packed}");
    assert!(whys(&packed).iter().all(|(_, why)| *why == "network"), "{packed}");
    assert!(packed["halt"].as_str().unwrap().contains("sign in"), "{packed}");

    pages(&server, 6);
    let (code, packed) = pack(&user, &[]);
    assert_eq!((code, &packed["readable"]), (0, &json!(6)), "{packed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_asks_for_patience_is_left_alone() {
    let server = press(6).await;
    let user = subscriber(&server);
    for number in 1..=6 {
        server.on_any(&format!("/{number}"), reply(429, &[("retry-after", "3600")], ""));
    }
    let (code, packed) = pack(&user, &["--jobs", "1"]);
    assert_eq!((code, &packed["readable"], whys(&packed).len()), (1, &json!(0), 6), "{packed}");
    assert!(whys(&packed).iter().all(|(_, why)| *why == "failed"), "{packed}");
    assert_eq!(server.requests().len(), 1 + 1, "one page was asked for, and then no other");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_holds_but_for_the_last_page() {
    let server = press(6).await;
    for number in 1..=6 {
        let padding = format!("<!--{}-->", "x".repeat(10_000));
        server.on_any(&format!("/{number}"), html(page(&title(number), 300) + &padding));
    }
    let user = subscriber(&server);
    let (code, packed) = pack(&user, &["--budget", "20kB"]);
    assert_eq!((code, &packed["readable"]), (1, &json!(2)), "{packed}");
    assert_eq!(whys(&packed), (3..=6).map(|number| (number, "budget")).collect::<Vec<_>>());
    let (_, more) = pack(&user, &["--budget", "1MiB"]);
    assert_eq!(more["readable"], json!(6), "{more}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_kept_once_all_texts_are_there() {
    let server = press(2).await;
    let figure = |path: &str| format!("<figure><img src=\"{path}\" width=\"900\" height=\"600\" alt=\"Map\"></figure>");
    for (number, path) in [(1, "/map.png"), (2, "/broken.png")] {
        let body = page(&title(number), 300).replace("<p>1. ", &format!("{}<p>1. ", figure(path)));
        server.on_any(&format!("/{number}"), html(body));
    }
    let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\0\x30\x08\x02\0\0\0"[..], &[0; 40]].concat();
    server.on_any("/map.png", reply(200, &[("content-type", "image/png")], png));
    server.on_any("/broken.png", reply(200, &[("content-type", "image/png")], "no picture"));
    let user = subscriber(&server);
    for _ in 0..2 {
        let (code, packed) = pack(&user, &["--images"]);
        assert_eq!((code, &packed["readable"]), (0, &json!(2)), "{packed}");
        assert_eq!(packed["pictures"], json!({"kept": 1, "of": 2}));
    }
    assert_eq!((asked(&server, "/map.png"), asked(&server, "/broken.png")), (1, 1));
    let paths: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert!(paths[3..].iter().all(|path| path.ends_with(".png")), "texts come first: {paths:?}");
}

#[test]
fn what_cannot_be_is_refused() {
    let user = User::with_feeds(&[]);
    let refused = user.fails(2, &["pack", "--offline"]);
    assert!(refused.contains("--offline leaves alone"), "{refused}");
    assert!(user.fails(2, &["pack", "--budget", "many"]).contains("200MB"));
    for wrong in
        [&["pack", "--jobs", "17"][..], &["pack", "--jobs", "0"], &["pack", "--imags"], &["pack", "country:XX"]]
    {
        user.fails(2, wrong);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_reader_the_view_is_packed_and_the_list_shows_what_is_there() {
    let (folder, server) = (TempDir::new().unwrap(), press(4).await);
    server.on_any("/3", reply(404, &[], "gone"));
    let mut desk = Desk::open(&folder, vec![source(&server, "/feed", "Gazette")], false).await;
    desk.polled().await;
    desk.press("ga j :").await;
    desk.answer("pack").await;
    desk.until(|model| model.packing.report.is_some() && !model.list.is_loading()).await;
    assert!(desk.screen().contains("packed 3 of 4"), "{}", desk.screen());
    let marks: Vec<bool> = desk.model().list.rows.iter().map(|row| row.marks.complete).collect();
    assert_eq!((marks, &desk.model().list.scope.view), (vec![true, true, false, true], &View::All));
    desk.press(":").await;
    desk.answer("pack-report").await;
    let screen = desk.screen();
    for expected in ["Not readable without a network", "failed  Dispatch number 3", "no such page any more (404)"] {
        assert!(screen.contains(expected), "{expected} is not on\n{screen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_opened_offline_wait_in_the_next_session_too() {
    let (folder, server) = (TempDir::new().unwrap(), press(2).await);
    let gazette = || vec![source(&server, "/feed", "Gazette")];
    let mut desk = Desk::open(&folder, gazette(), false).await;
    desk.polled().await;
    desk.close().await;
    let mut offline = Desk::open(&folder, gazette(), true).await;
    offline.quiet().await;
    offline.press("j o j o").await;
    assert!(offline.screen().contains("queued: 2 to open when back online"), "{}", offline.screen());
    offline.close().await;
    let mut again = Desk::open(&folder, gazette(), true).await;
    again.quiet().await;
    again.press("gq d").await;
    assert!(again.screen().contains("dropped: 1 left"), "{}", again.screen());
    again.close().await;
    let last = Desk::open(&folder, gazette(), true).await;
    let waiting = last.store.queued_links().await.unwrap();
    assert_eq!(waiting.iter().map(|link| link.title.to_string()).collect::<Vec<_>>(), [title(2)]);
}
