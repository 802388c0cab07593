//! A feed written to attack the terminal: nothing of it arrives there, neither drawn nor printed.

use serde_json::json;

use crate::support::server::{Server, reply};
use crate::support::user::User;

/// What a terminal would obey, and what could deceive who reads. Each goes into every text of the feed.
const ATTACKS: &[&str] = &[
    "\u{1b}[31;7m",                               // colours
    "\u{1b}[?47h",                                // another screen
    "\u{1b}[6n",                                  // an answer typed as if by the user
    "\u{1b}]0;owned\u{7}",                        // the window's title
    "\u{1b}]52;c;b3duZWQ=\u{7}",                  // the clipboard
    "\u{1b}]8;;https://owned.example\u{1b}\\",    // a link that is not what it says
    "\u{1b}Pq\u{1b}\\",                           // a picture
    "\u{1b}c",                                    // a reset
    "\u{9b}31m\u{9d}52;c;b3duZWQ=\u{9c}\u{90}",   // the same in C1
    "\u{7}\u{8}\u{c}\u{e}\u{7f}\u{0}",            // bell, backspace, other controls
    "\u{202e}\u{202d}\u{2066}\u{2069}\u{200f}",   // writing from right to left
    "\u{200b}\u{2060}\u{feff}\u{e0041}\u{e007f}", // what cannot be seen
];

/// The attacks between two words that are looked for.
fn laced(word: &str) -> String {
    format!("{word} {} {word}", ATTACKS.join(" x "))
}

/// The attacks as character references, which come to life only when the article's HTML is read.
fn referenced(word: &str) -> String {
    let references = ATTACKS.iter().map(|attack| attack.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect());
    format!("{word} {} {word}", references.collect::<Vec<String>>().join(" x "))
}

fn html(word: &str) -> String {
    let (raw, escaped) = (laced(word), referenced(word));
    format!(
        "<h2>{raw}</h2><p>{escaped}</p><p>{}</p><blockquote>{escaped}</blockquote><ul><li>{escaped}</ul>\
         <pre><code>{escaped}\n{raw}</code></pre><table><tr><th>{escaped}<th>b<tr><td>{raw}<td>d</table>\
         <p><img alt=\"{escaped}\" src=\"a.png\"><a href=\"https://news.example/{escaped}\">{escaped}</a></p>",
        // Thirty marks on one letter.
        "e\u{301}".to_owned() + &"\u{300}".repeat(30),
    )
}

fn json_feed() -> String {
    let item = json!({
        "id": laced("jid"), "url": laced("https://news.example/"), "title": laced("Jtitle"),
        "content_html": html("jbody"), "authors": [{"name": laced("Jauthor")}], "tags": [laced("jtag")],
        "date_published": "2026-11-01T12:00:00Z",
    });
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": laced("Jfeed"),
        "home_page_url": laced("https://news.example/"), "items": [item],
    });
    feed.to_string()
}

fn rss() -> String {
    // XML has neither raw NUL nor references to it; a server can send the rest, whatever the standard says.
    let (title, author, body) = (laced("Rtitle"), laced("Rauthor"), html("rbody"));
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>{title}</title><item><title><![CDATA[{title}]]></title>\
         <guid>{title}</guid><author>{author}</author><category>{title}</category>\
         <pubDate>Sun, 01 Nov 2026 11:00:00 GMT</pubDate><description><![CDATA[{body}]]></description></item>\
         </channel></rss>"
    );
    feed.replace('\0', "")
}

async fn hostile_server() -> (Server, User) {
    let server = Server::start().await;
    server.on_any("/json", reply(200, &[("content-type", "application/feed+json")], json_feed()));
    server.on_any("/rss", reply(200, &[("content-type", "application/rss+xml")], rss()));
    let page = format!("<html><title>{0}</title>{0}</html>", laced("page"));
    server.on_any("/page", reply(200, &[("content-type", "text/html; \u{9d}52;c;b3duZWQ=\u{9c}")], page));
    server.on_any("/away", reply(302, &[("location", "nowhere://\u{9b}31m\u{202e}")], ""));
    let feeds = ["json", "rss", "page", "away"].map(|name| (name, server.url(&format!("/{name}")).to_string()));
    (server, User::with_feeds(&feeds))
}

fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n') || ATTACKS.iter().any(|attack| !c.is_ascii() && attack.contains(c))
}

/// Plain text, with at most four marks on a letter.
fn assert_plain(text: &str) {
    let found: Vec<char> = text.chars().filter(|c| is_forbidden(*c)).collect();
    assert!(found.is_empty(), "{found:?} in {text:?}");
    assert!(!text.contains(&"\u{300}".repeat(5)), "{text:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_hostile_is_printed() {
    let (_server, user) = hostile_server().await;
    let refreshed = user.run(&["refresh", "--json"]);
    assert_eq!(refreshed.code, 1, "{}", refreshed.err);
    let listed = user.json(&["list", "--json"]);
    let ids: Vec<&str> = listed.as_array().unwrap().iter().map(|article| article["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2, "{listed}");

    let mut printed = vec![refreshed.out, refreshed.err, user.ok(&["list"]), user.ok(&["list", "--json"])];
    for id in ids {
        printed.extend([user.ok(&["show", id]), user.ok(&["show", id, "--json"])]);
    }
    let tagged = user.with_input(&["tag"], &html("Ukraine"));
    let failed = user.run(&["list", &laced("nowhere:").replace('\0', "")]);
    printed.extend([tagged.out, tagged.err, failed.out, failed.err]);
    for text in &printed {
        assert_plain(text);
        // JSON's own way to write a control character is as good as the character to whoever prints it.
        assert!(!text.contains("\\u00"), "{text}");
    }
    let all = printed.concat();
    for word in ["Jtitle", "Jauthor", "jbody", "Rtitle", "Rauthor", "rbody"] {
        assert!(all.contains(word), "{word} was not printed, so nothing was shown of it:\n{all}");
    }
}

/// The text of what a terminal was sent, without the few sequences that draw. Anything else is an attack.
fn without_drawing(raw: &str) -> String {
    let mut text = String::new();
    let mut pieces = raw.split('\u{1b}');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let sequence = piece.strip_prefix('[').unwrap_or_else(|| panic!("ESC before {piece:?}"));
        let is_parameter = |c: char| matches!(c, '0'..='9' | ';' | ':' | '?');
        let end = sequence.find(|c| !is_parameter(c)).unwrap_or_else(|| panic!("{piece:?} does not end"));
        let (parameters, rest) = sequence.split_at(end);
        let is_ours = match (parameters.strip_prefix('?'), rest.chars().next()) {
            (Some(modes), Some('h' | 'l')) => modes
                .split(';')
                .all(|mode| ["25", "1000", "1002", "1003", "1006", "1015", "1049", "2004", "2026"].contains(&mode)),
            // Whether the terminal reorders what is read from right to left.
            (None, Some('h' | 'l')) => parameters == "8",
            (None, Some('m')) => parameters != "31;7",
            (None, final_byte) => matches!(final_byte, Some('H' | 'J' | 'K')),
            _ => false,
        };
        assert!(is_ours, "ESC [ {parameters} {rest:?}");
        text.push_str(&rest[1..]);
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_hostile_is_drawn() {
    let (_server, user) = hostile_server().await;
    let mut pty = user.terminal(&[], 140, 40);
    pty.wait_for(|screen| ["2 new, 2 failed", "Jtitle", "Rtitle"].iter().all(|text| screen.contents().contains(text)));
    pty.send("j\r");
    pty.wait_for_text("jbody");
    // The list of links, over it the whole article, and on to the next.
    pty.send("u");
    pty.wait_for_text("https://news.example/");
    pty.send("qz G");
    pty.wait_for_text("[1] https://news.example/");
    pty.send("zqj\r");
    pty.wait_for_text("rbody");
    // The search, with what was pasted into it, and the feeds with their failures.
    pty.send(&format!("/\u{1b}[200~{}\u{1b}[201~", laced("pasted").replace('\u{1b}', "")));
    pty.wait_for_text("pasted");
    pty.send("\u{1b}");
    pty.wait_for(|screen| !screen.contents().contains("pasted"));
    pty.send("gf");
    pty.wait_for_text("not a feed");
    pty.send("j");
    pty.wait_for_text("not of the web");
    pty.send("Q");
    let status = pty.wait_for_end();
    assert_eq!(status.exit_code(), 0, "{}", pty.text());

    let raw = String::from_utf8(pty.raw()).expect("only UTF-8 is sent");
    let text = without_drawing(&raw).replace('\r', "");
    assert_plain(&text);
    for word in ["Jtitle", "Jauthor", "jbody", "Rtitle", "rbody"] {
        assert!(text.contains(word), "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_hostile_is_printed_on_a_terminal() {
    let (_server, user) = hostile_server().await;
    user.run(&["refresh"]);
    for arguments in [&["list"][..], &["refresh"], &["list", "nowhere:\u{9b}31m"]] {
        let mut pty = user.terminal(arguments, 140, 40);
        pty.wait_for_end();
        let raw = String::from_utf8(pty.raw()).expect("only UTF-8 is sent");
        assert_plain(&without_drawing(&raw).replace('\r', ""));
        assert!(!raw.is_empty());
    }
}
