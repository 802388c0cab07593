//! Subscriptions from outside: adding, changing, removing, switching, importing and exporting.

use chancery::config::Polling;
use chancery::domain::{Source, WebUrl};
use chancery::fetch::{Client, discover};
use chancery::store::Store;
use serde_json::Value;

use crate::support::server::{Server, reply};
use crate::support::user::User;

fn feed(title: &str, articles: &[&str]) -> String {
    let item = |(place, title): (usize, &&str)| {
        format!(
            "<item><title>{title}</title><guid>{title}</guid><pubDate>0{} Nov 2026 10:00:00 GMT</pubDate></item>",
            place + 1
        )
    };
    let items: String = articles.iter().enumerate().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>{title}</title>{items}</channel></rss>")
}

/// A site whose page links to two feeds.
async fn site() -> Server {
    let server = Server::start().await;
    let page = "<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml' href='comments/feed'>\
                <link rel='alternate' type='application/rss+xml' href='/news.xml'></head><body>News</body></html>";
    server.on_any("/", reply(200, &[("content-type", "text/html")], page));
    server.on_any("/news.xml", reply(200, &[], feed("Courier", &["Old", "Middle", "New", "Newest"])));
    server.on_any("/comments/feed", reply(200, &[], feed("Comments", &["First!"])));
    server
}

fn paths(server: &Server) -> Vec<String> {
    server.requests().into_iter().map(|request| request.path).collect()
}

async fn found(server: &Server, path: &str) -> Result<Vec<String>, String> {
    let client = Client::new(&Polling::default()).unwrap();
    let candidates = discover(&client, server.url(path).as_str()).await;
    let titles =
        |candidates: Vec<chancery::fetch::Candidate>| candidates.iter().map(|one| one.title().to_string()).collect();
    candidates.map(titles).map_err(|error| error.sentence.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_links_to_its_feeds_is_asked_for_nothing_else() {
    let server = site().await;
    assert_eq!(found(&server, "/").await.unwrap(), ["Courier", "Comments"]);
    assert_eq!(paths(&server), ["/", "/news.xml", "/comments/feed"]);
    assert_eq!(found(&server, "/news.xml").await.unwrap(), ["Courier"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_leads_to_no_other_server_of_this_network() {
    let (server, other) = (Server::start().await, Server::start().await);
    other.on_any("/feed", reply(200, &[], feed("Secret", &["One"])));
    let there = other.url("/feed").as_str().replace("127.0.0.1", "127.0.0.2");
    let named = other.url("/feed").as_str().replace("127.0.0.1", "localhost");
    let page = format!(
        "<html><link rel='alternate' type='application/rss+xml' href='{there}'>\
         <link rel='alternate' type='application/rss+xml' href='{named}'></html>"
    );
    server.on_any("/", reply(200, &[], page));
    assert!(found(&server, "/").await.is_err());
    assert_eq!(paths(&other), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_usual_places_are_asked_one_after_the_other_until_one_has_a_feed() {
    let server = Server::start().await;
    server.on_any("/blog/", reply(200, &[], "<html><a href='/feed.html'>feeds</a></html>"));
    server.on_any("/rss.xml", reply(200, &[], feed("Found", &["One"])));
    assert_eq!(found(&server, "/blog/").await.unwrap(), ["Found"]);
    assert_eq!(paths(&server), ["/blog/", "/blog/feed", "/blog/rss.xml", "/feed", "/rss", "/rss.xml"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_patience_is_asked_no_further() {
    let server = Server::start().await;
    server.on_any("/", reply(200, &[], "<html></html>"));
    server.on_any("/feed", reply(429, &[("retry-after", "60")], ""));
    let sentence = found(&server, "/").await.unwrap_err();
    assert!(sentence.starts_with("No feed was found at 127.0.0.1"), "{sentence}");
    assert_eq!(paths(&server), ["/", "/feed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_added_with_a_preview_and_its_first_articles() {
    let (server, user) = (site().await, User::with_feeds(&[]));
    let url = server.url("/").to_string();
    let several = user.run(&["add", &url]);
    assert_eq!(several.code, 2, "{}", several.err);
    assert!(several.err.contains("2 feeds were found") && several.err.contains("--choose 1"), "{}", several.err);
    let lines: Vec<&str> = several.out.lines().collect();
    assert!(lines[0].starts_with("1  Courier  (RSS)  http://127.0.0.1"), "{}", several.out);
    assert!(lines[1].starts_with("04 Nov") && lines[1].ends_with("  Newest"), "{}", several.out);
    assert_eq!((lines[3].ends_with("Middle"), lines[4].starts_with("2  Comments")), (true, true), "{}", several.out);
    assert_eq!(user.ok(&["list"]), "");

    let arguments = ["add", &url, "--choose", "1", "--folder", "Desks/Foreign", "--folder", "Daily", "--tag", "Paper"];
    let added = user.run(&arguments);
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(added.err.contains("Subscribed to Courier"), "{}", added.err);
    assert_eq!(user.ok(&["list", "tag:paper"]).lines().count(), 4);
    let again = user.run(&["add", server.url("/news.xml").as_str()]);
    assert!(again.code == 0 && again.err.contains("subscribed to it already: Courier"), "{}", again.err);
    let marked = user.run(&["add", &url]);
    assert!(marked.out.contains("1  Courier  (RSS · subscribed to already)"), "{}", marked.out);

    let opml = user.ok(&["export", "opml"]);
    assert_eq!(opml.matches("text=\"Courier\"").count(), 2, "{opml}");
    assert!(opml.contains("<outline text=\"Desks\">") && opml.contains("category=\"paper\""), "{opml}");
}

#[test]
fn a_file_and_a_command_of_ones_own_can_be_added() {
    let user = User::with_feeds(&[]);
    let file = user.write("notes.xml", &feed("Notes", &["From a file"]));
    user.ok(&["add", &format!("file://{}", file.display()), "--tag", "own"]);
    user.ok(&["add", &format!("exec:cat {}", file.display()), "--name", "Command", "--tag", "own"]);
    assert_eq!(user.ok(&["list", "tag:own"]).lines().count(), 2);
    let opml = user.run(&["export", "opml"]);
    assert!(!opml.out.contains("xmlUrl") && opml.err.contains("2 feeds of this machine"), "{}{}", opml.out, opml.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_added_says_why() {
    let (server, user) = (Server::start().await, User::new());
    server.on_any("/empty", reply(200, &[], "<html></html>"));
    let nothing = user.fails(1, &["add", server.url("/empty").as_str()]);
    assert!(nothing.contains("No feed was found at 127.0.0.1"), "{nothing}");
    let address = user.fails(1, &["add", "ftp://a.example/"]);
    assert!(address.contains("ftp://a.example/ is no address of the web"), "{address}");
    let offline = user.fails(2, &["--offline", "add", "https://a.example/"]);
    assert!(offline.contains("--offline"), "{offline}");
    assert!(!user.path("config/chancery/feeds.toml").exists());
}

#[test]
fn a_feed_is_edited_removed_and_switched_and_comments_stay() {
    let user = User::new();
    let file =
        "defaults = false # none\n\n# about a\n[[feed]]\nname = \"A\"\nurl = \"https://a.example/feed\" # here\n";
    let path = user.write("config/chancery/feeds.toml", file);
    let text = || std::fs::read_to_string(&path).unwrap();

    user.ok(&[
        "edit",
        "a",
        "--title",
        "Ä",
        "--folder",
        "X/Y",
        "--tag",
        "one",
        "--tag",
        "Two",
        "--interval",
        "2h",
        "--disable",
    ]);
    let added = "folder = \"X/Y\"\ntags = [\"one\", \"two\"]\ninterval = \"2h\"\ndisabled = true\n";
    assert_eq!(text(), file.replace("\"A\"", "\"Ä\"") + added);
    user.ok(&[
        "edit",
        "https://a.example/feed",
        "--title",
        "A",
        "--folder",
        "",
        "--tag",
        "",
        "--interval",
        "auto",
        "--enable",
    ]);
    assert_eq!(text(), format!("{file}disabled = false\n"));
    for (arguments, said) in [
        (&["edit", "a"] as &[&str], "--title"),
        (&["edit", "b", "--disable"], "no feed \"b\""),
        (&["edit", "bbc europe", "--disable"], "chancery sources on \"BBC Europe\""),
        (&["edit", "a", "--interval", "1s"], "1m to 30d"),
        (&["edit", "a", "--kind", "press"], "regional-press"),
        (&["remove", "a"], "--yes"),
    ] {
        let error = user.fails(2, arguments);
        assert!(error.contains(said), "{arguments:?}: {error}");
    }

    user.ok(&["remove", "A", "--yes"]);
    assert_eq!(text(), "defaults = false # none\n");
    let list = user.json(&["sources", "--json"]);
    let list = list.as_array().unwrap();
    assert!(list.iter().all(|feed| feed["on"] == Value::Bool(false)));
    let german: Vec<&Value> = list.iter().filter(|feed| feed["language"] == "de").collect();
    let name = german[0]["listed"].as_str().unwrap();
    user.ok(&["sources", "on", "lang:de"]);
    let row = user.ok(&["sources"]).lines().filter(|line| line.starts_with("on ")).count();
    assert_eq!(row, german.len());
    let switched = user.run(&["sources", "off", name]);
    assert!(switched.err.contains(&format!("1 feed switched off: {name}")), "{}", switched.err);
    assert_eq!(text(), format!("defaults = false # none\non = [\"lang:de\"]\noff = [\"{name}\"]\n"));
    let wrong = user.fails(2, &["sources", "on", "kind:think-tanks"]);
    assert!(wrong.contains("Did you mean kind:think-tank?"), "{wrong}");
}

#[test]
fn newsboats_urls_are_imported_and_nothing_that_runs() {
    let user = User::with_feeds(&[]);
    let urls = "https://a.example/feed asia \"~The A\"\n\"exec:touch pwned\"\nhttps://b.example/ !\n\
                \"query:Unread:unread = \\\"yes\\\" and tags # \\\"asia\\\"\"\n";
    let file = user.write("urls", urls);
    let said = user.run(&["import", file.to_str().unwrap()]);
    assert_eq!((said.code, said.out.as_str()), (0, "Unread: is:unread tag:asia\n"), "{}", said.err);
    assert!(
        said.err.contains("skipped exec:touch pwned: commands and files are not taken from a list"),
        "{}",
        said.err
    );
    assert!(said.err.contains("2 feeds added") && said.err.contains("tagged hidden"), "{}", said.err);
    let written = std::fs::read_to_string(user.path("config/chancery/feeds.toml")).unwrap();
    assert!(!written.contains("exec"), "{written}");
    assert!(written.ends_with("[[view]]\nname = \"Unread\"\nquery = \"is:unread tag:asia\"\n"), "{written}");
    let page = user.with_input(&["import", "-"], "<html><body>Please sign in</body></html>");
    assert!(page.code == 2 && page.err.contains("it is a web page, not an OPML file"), "{}", page.err);
    let empty = user.with_input(&["import", "-"], "# nothing\n");
    assert!(empty.code == 2 && empty.err.contains("it holds no feed"), "{}", empty.err);
}

#[tokio::test]
async fn a_move_is_taken_back() {
    let old = "https://gazette.example/feed";
    let user = User::with_feeds(&[("Gazette", old.to_owned())]);
    assert!(user.fails(2, &["edit", "Gazette", "--undo-move"]).contains("Gazette has not moved"));

    let (store, _) = Store::open(&user.data()).unwrap();
    let source = Source::unknown("Gazette".into(), WebUrl::parse(old).unwrap());
    let feed = store.declare_feeds(vec![source]).await.unwrap()[0].id;
    assert!(store.move_feed(feed, WebUrl::parse("https://new.example/feed").unwrap()).await.unwrap());
    store.close().await;
    let said = user.run(&["edit", "Gazette", "--undo-move"]);
    assert!(said.err.contains("asked at https://gazette.example/feed again"), "{}", said.err);
    assert!(user.fails(2, &["edit", "Gazette", "--undo-move"]).contains("has not moved"));
}
