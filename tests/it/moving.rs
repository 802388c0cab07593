//! Moving about in articles, with the store and a feed around it: keys in, screen out.

use chancery::domain::Source;
use tempfile::TempDir;

use crate::support::desk::{Desk, source};
use crate::support::server::{Server, reply};

/// Serves a feed of two articles: a long one that links to the other with marks of where its readers come from, and
/// says that it was changed.
fn publish(server: &Server) {
    let paragraphs: String = (1..=200).map(|number| format!("<p>Paragraph {number} of the report.</p>")).collect();
    let body = format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title>\
         <entry><id>long</id><title>The long report</title><link href=\"https://news.example/long\"/>\
         <published>2026-11-01T12:00:00Z</published><updated>2026-11-01T15:30:00Z</updated>\
         <content type=\"html\"><![CDATA[<p>As <a href=\"http://www.news.example/short/?utm_source=a#top\">was said\
         </a>.</p>{paragraphs}]]></content></entry>\
         <entry><id>short</id><title>The short note</title><link href=\"https://news.example/short\"/>\
         <published>2026-11-01T10:00:00Z</published><content type=\"html\">It says little.</content></entry></feed>"
    );
    server.on_any("/a", reply(200, &[], &body));
}

fn sources(server: &Server) -> Vec<Source> {
    vec![source(server, "/a", "Gazette")]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_cached_article_opens_here_and_leads_back() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server);
    let mut desk = Desk::open(&folder, sources(&server), false).await;
    desk.polled().await;
    desk.press("j Enter").await;
    let screen = desk.screen();
    assert!(screen.contains("1 Nov 12:00 · updated 15:30"), "{screen}");
    desk.press("/").await;
    desk.answer("paragraph 150").await;
    desk.press("gg u").await;
    let screen = desk.screen();
    assert!(screen.contains("was said") && screen.contains("in the cache"), "{screen}");

    desk.press("Enter").await;
    assert!(desk.screen().contains("It says little."), "{}", desk.screen());
    assert!(desk.model().list.rows.iter().all(|row| row.status.read), "both were opened");
    desk.press("[").await;
    assert!(desk.screen().contains("Paragraph 1 of the report."), "{}", desk.screen());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_article_goes_on_after_a_restart_where_it_was_left() {
    let (folder, server) = (TempDir::new().unwrap(), Server::start().await);
    publish(&server);
    let mut desk = Desk::open(&folder, sources(&server), false).await;
    desk.polled().await;
    desk.press("j Enter /").await;
    desk.answer("paragraph 120").await;
    assert!(desk.screen().contains("“paragraph 120” 1/1"), "{}", desk.screen());
    desk.close().await;

    let mut desk = Desk::open(&folder, sources(&server), true).await;
    desk.quiet().await;
    desk.press("ga").await;
    let screen = desk.screen();
    assert!(screen.contains("Paragraph 120 of the report.") && screen.contains("continues at"), "{screen}");
    desk.press("Enter gg").await;
    assert!(desk.screen().contains("Paragraph 1 of the report."));
    desk.close().await;

    let mut desk = Desk::open(&folder, sources(&server), true).await;
    desk.quiet().await;
    desk.press("ga").await;
    assert!(desk.screen().contains("Paragraph 1 of the report."), "what was gone back to begins there");
}
