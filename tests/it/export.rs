//! Articles leave: by the command line, from the reader, and through the user's own commands.

use std::fs::{self, File};
use std::io::Read;

use crate::support::server::{Server, reply};
use crate::support::user::User;

const HOSTILE: &str = "Talks $(touch pwned) `touch pwned`; rm -rf \"x\" ' | & &lt;b&gt;";

fn feed() -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>Gazette</title>\
         <item><title>{HOSTILE}</title><guid>1</guid><link>https://gazette.example/1</link>\
         <pubDate>Sun, 22 Nov 2026 14:02:00 GMT</pubDate>\
         <description><![CDATA[<p>Envoys of <b>Austria</b> confer.</p>]]></description></item>\
         <item><title>A bridge opens</title><guid>2</guid><description>Plain words.</description></item>\
         </channel></rss>"
    )
}

async fn user_with_articles() -> (User, Server) {
    let server = Server::start().await;
    server.on("/feed", |_| reply(200, &[("content-type", "application/rss+xml")], &feed()));
    let user = User::with_feeds(&[("Gazette", server.url("/feed").to_string())]);
    user.ok(&["refresh"]);
    (user, server)
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_are_exported_in_every_format() {
    let (user, _server) = user_with_articles().await;
    let markdown = user.ok(&["export", "md", "envoys"]);
    for part in ["- Published: 2026-11-22 14:02 UTC", "Envoys of **Austria** confer.", "Retrieved with chancery"] {
        assert!(markdown.contains(part), "{part} is not in\n{markdown}");
    }
    let html = user.ok(&["export", "html"]);
    assert!(html.contains("<title>All articles</title>") && html.contains("<strong>Austria</strong>"), "{html}");
    assert!(user.ok(&["export", "txt", "bridge", "opens"]).contains("Plain words."));
    let json = user.json(&["export", "json", "-bridge"]);
    assert_eq!(json.as_array().unwrap().len(), 1);
    assert_eq!(json[0]["text"], "Envoys of Austria confer.");

    let book = user.path("news.epub");
    user.ok(&["export", "epub", "-o", book.to_str().unwrap()]);
    let mut archive = zip::ZipArchive::new(File::open(&book).unwrap()).unwrap();
    let mut first = String::new();
    archive.by_index(0).unwrap().read_to_string(&mut first).unwrap();
    assert_eq!((first.as_str(), archive.len()), ("application/epub+zip", 7));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_there_is_replaced_by_force_only() {
    let (user, _server) = user_with_articles().await;
    let file = user.write("mine.md", "my own words");
    let arguments = ["export", "md", "envoys", "-o", file.to_str().unwrap()];
    assert!(user.fails(2, &arguments).contains("--force replaces it"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "my own words");
    user.ok(&[&arguments[..], &["--force"]].concat());
    assert!(fs::read_to_string(&file).unwrap().contains("Envoys"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_exported_is_said_with_a_hint() {
    let (user, _server) = user_with_articles().await;
    assert!(user.fails(2, &["export", "md", "zzzz"]).contains("No article matches."));
    assert_eq!(user.json(&["export", "json", "zzzz"]).as_array().unwrap().len(), 0);
    assert!(user.fails(2, &["export", "opml", "envoys"]).contains("Subscriptions are exported whole."));
    assert!(user.fails(2, &["export", "md", "contry:UA"]).contains("country:"));
    assert!(user.fails(2, &["export", "pdf"]).contains("epub"));
    let terminal = user.terminal(&["export", "epub"], 80, 24);
    terminal.wait_for_text("A book cannot be shown on a terminal.");
}

#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_are_exported_for_other_readers() {
    let (user, server) = user_with_articles().await;
    assert!(user.ok(&["export"]).contains("<opml version=\"2.0\">"));
    assert_eq!(user.ok(&["export", "urls"]), format!("{} \"Other feeds\" \"~Gazette\"\n", server.url("/feed")));
}
