//! Where a site has its feeds: the address itself, what its page links to, or else the usual places.
//!
//! One request after the other, and the usual places only when the page links to nothing.

mod guesses;
mod page;

use jiff::Timestamp;

use super::failure::{failed, of_kind};
use super::parse::ParsedFeed;
use super::sniff::{is_html, is_xml, trimmed};
use super::{Answer, Client, Response, Validators};
use crate::domain::{Failure, FailureKind, NotAWebUrl, SafeText, WebUrl};

/// The most feeds of a page that are looked into.
const LINKED_MAX: usize = 12;

/// A feed that was found, with what it holds now.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub url: WebUrl,
    /// What it is written in, such as "Atom".
    pub format: SafeText,
    pub feed: ParsedFeed,
}

impl Candidate {
    /// What it calls itself, or else its host.
    pub fn title(&self) -> SafeText {
        if self.feed.title.is_empty() { SafeText::line(self.url.host()) } else { self.feed.title.clone() }
    }

    /// Its newest titles, with their dates.
    pub fn newest(&self, count: usize) -> Vec<(Option<Timestamp>, SafeText)> {
        let mut entries: Vec<_> =
            self.feed.entries.iter().map(|entry| (entry.published, entry.title.clone())).collect();
        // Those without a date stand as the feed has them, which mostly is newest first.
        entries.sort_by_key(|(published, _)| std::cmp::Reverse(*published));
        entries.truncate(count);
        entries
    }
}

/// The feeds of what a user typed: an address of a feed or of a site, or a bare host. Never empty.
///
/// # Errors
/// When it is no address, cannot be reached, or no feed is found there.
pub async fn discover(client: &Client, typed: &str) -> Result<Vec<Candidate>, Failure> {
    let addresses = addresses(typed).map_err(|error| no_address(typed, &error))?;
    let (url, answer) = first_answer(client, addresses).await?;
    let page = match look(answer).await {
        Looked::Feed(candidate) => return Ok(vec![*candidate]),
        Looked::Page(page) => page,
        Looked::Neither(failure) => return Err(failure),
    };
    let links = page::feeds(&String::from_utf8_lossy(&page.body), &url);
    let mut found = Vec::new();
    for wanted in [links.declared, links.likely] {
        if found.is_empty() {
            found = look_into(client, &url, wanted, LINKED_MAX).await;
        }
    }
    if found.is_empty() {
        found = look_into(client, &url, guesses::of(&url), 1).await;
    }
    if found.is_empty() { Err(nothing_found(&url)) } else { Ok(found) }
}

/// The addresses that a text may mean, the likeliest first: a bare host is asked over TLS before it is asked without.
fn addresses(typed: &str) -> Result<Vec<WebUrl>, NotAWebUrl> {
    let typed = typed.trim();
    // An old custom of browsers: feed://host/path, and feed:https://host/path.
    let lower = typed.to_ascii_lowercase();
    let typed = match lower.strip_prefix("feed:") {
        Some(rest) if !rest.starts_with("//") => &typed["feed:".len()..],
        Some(_) => &typed["feed://".len()..],
        None => typed,
    };
    let names_a_scheme = typed.split_once(':').is_some_and(|(scheme, rest)| {
        rest.starts_with("//") || (!rest.starts_with(|c: char| c.is_ascii_digit()) && !scheme.contains('.'))
    });
    if names_a_scheme {
        return WebUrl::parse(typed).map(|url| vec![url]);
    }
    let host = typed.trim_start_matches('/');
    Ok(vec![WebUrl::parse(&format!("https://{host}"))?, WebUrl::parse(&format!("http://{host}"))?])
}

/// The first of the addresses that gives something, and who gave it; or what the first one failed of.
async fn first_answer(client: &Client, addresses: Vec<WebUrl>) -> Result<(WebUrl, Response), Failure> {
    let mut first_error = None;
    for url in addresses {
        match client.fetch(&url, &Validators::default()).await {
            Ok(Answer::Full(response)) => return Ok((response.meta.url.clone().unwrap_or(url), response)),
            Ok(Answer::NotModified(_)) => {}
            Err(error) => first_error = first_error.or(Some(error.failure)),
        }
    }
    Err(first_error.unwrap_or_else(|| failed("Nothing was sent.", "no body and no error")))
}

/// What a body is.
enum Looked {
    Feed(Box<Candidate>),
    Page(Box<Response>),
    Neither(Failure),
}

/// Reads a body; parsing blocks, so it has a thread of its own.
async fn look(response: Response) -> Looked {
    let looking = tokio::task::spawn_blocking(move || {
        let now = Timestamp::now();
        match response.feed(now) {
            Ok(feed) => match feed_url(&response) {
                Some(url) => Looked::Feed(Box::new(Candidate { url, format: format_of(&response.body), feed })),
                None => Looked::Neither(failed("It came from nowhere on the web.", "no address")),
            },
            Err(_) if is_html(&response.body) => Looked::Page(Box::new(response)),
            Err(failure) => Looked::Neither(failure),
        }
    });
    let broken =
        |error: tokio::task::JoinError| Looked::Neither(failed("The feed broke this reader.", &error.to_string()));
    looking.await.unwrap_or_else(broken)
}

/// The address to subscribe to: the one that was asked, unless it has moved for good.
fn feed_url(response: &Response) -> Option<WebUrl> {
    response.meta.moved.as_ref().or(response.asked.web()).or(response.meta.url.as_ref()).cloned()
}

/// Asks for these addresses, one after the other, until so many feeds are found.
async fn look_into(client: &Client, page: &WebUrl, urls: Vec<WebUrl>, enough: usize) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for url in urls.into_iter().take(LINKED_MAX) {
        // A page of the web has no business with this network; with its own server it has.
        let answer = match url.host() == page.host() {
            true => client.fetch(&url, &Validators::default()).await,
            false => client.fetch_led(&url).await,
        };
        match answer {
            Ok(Answer::Full(response)) => {
                if let Looked::Feed(candidate) = look(response).await
                    && found.iter().all(|known| known.url != candidate.url)
                {
                    found.push(*candidate);
                }
            }
            Ok(Answer::NotModified(_)) => {}
            Err(error) => {
                tracing::debug!(%url, detail = %error.failure.detail, "no feed");
                // Whoever asks for patience gets it, and who cannot be reached now will not be a moment later.
                if error.failure.kind == FailureKind::RateLimited || !error.reached {
                    break;
                }
            }
        }
        if found.len() >= enough {
            break;
        }
    }
    found
}

fn format_of(body: &[u8]) -> SafeText {
    if !is_xml(body) {
        return "JSON Feed".into();
    }
    let head: Vec<u8> = trimmed(body).iter().take(4_096).map(u8::to_ascii_lowercase).collect();
    let place = |root: &[u8]| head.windows(root.len()).position(|window| window == root).unwrap_or(usize::MAX);
    let roots = [(place(b"<feed"), "Atom"), (place(b"<rdf:rdf"), "RSS 1.0"), (place(b"<rss"), "RSS")];
    roots.into_iter().min_by_key(|(place, _)| *place).map_or("RSS", |(_, format)| format).into()
}

fn no_address(typed: &str, error: &NotAWebUrl) -> Failure {
    let sentence = format!("{} is no address of the web: {error}.", SafeText::line(typed));
    failed(&sentence, &sentence)
}

fn nothing_found(url: &WebUrl) -> Failure {
    let sentence = format!("No feed was found at {}: look on its pages for a feed's own address.", url.host());
    let detail = format!("{url}: no feed is linked, and none stands at the usual places");
    of_kind(FailureKind::NotAFeed, &sentence, &detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_may_be_an_address_or_a_host() {
        for (typed, expected) in [
            ("https://a.example/feed", &["https://a.example/feed"] as &[&str]),
            (" bbc.example ", &["https://bbc.example/", "http://bbc.example/"]),
            ("a.example/news?x=1", &["https://a.example/news?x=1", "http://a.example/news?x=1"]),
            ("localhost:8080/x", &["https://localhost:8080/x", "http://localhost:8080/x"]),
            ("feed://a.example/x", &["https://a.example/x", "http://a.example/x"]),
            ("feed:http://a.example/x", &["http://a.example/x"]),
        ] {
            let found: Vec<String> = addresses(typed).unwrap().iter().map(|url| url.as_str().to_owned()).collect();
            assert_eq!(found, expected, "{typed}");
        }
        for typed in ["", "exec:id", "file:///etc/passwd", "javascript:x", "two words"] {
            assert!(addresses(typed).is_err(), "{typed}: {:?}", addresses(typed));
        }
    }

    #[test]
    fn a_format_is_told_by_the_root() {
        for (body, format) in [
            ("<?xml version='1.0'?><!-- <rss> comes later --><feed xmlns='x'>", "RSS"),
            ("\n<feed>", "Atom"),
            ("<rdf:RDF>", "RSS 1.0"),
            ("<RSS>", "RSS"),
            ("{\"version\": \"<feed\"}", "JSON Feed"),
        ] {
            assert_eq!(format_of(body.as_bytes()), format, "{body}");
        }
    }
}
