//! The feeds that a page links to.

use crate::domain::WebUrl;
use crate::text::{PageLink, page_links};

/// The media types that feeds are linked under.
const FEED_TYPES: [&str; 5] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
];
/// Media types that a feed may be linked under, and other things are too.
const LOOSE_TYPES: [&str; 4] = ["application/xml", "text/xml", "application/json", "text/rss+xml"];

/// What a page links to, each once and in its order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Links {
    /// By `<link rel=alternate>` with the type of a feed
    /// ([RSS Advisory Board](https://www.rssboard.org/rss-autodiscovery)); feeds of comments come last.
    pub declared: Vec<WebUrl>,
    /// By its address or its words.
    pub likely: Vec<WebUrl>,
}

/// The feeds of a page at this address.
pub(super) fn feeds(html: &str, url: &WebUrl) -> Links {
    let page = page_links(html);
    let base = page.base.as_deref().and_then(|base| url.join(base).ok()).unwrap_or_else(|| url.clone());
    let resolved = |links: Vec<&PageLink>| {
        let mut urls = Vec::new();
        for link in links {
            let href = link.href.strip_prefix("feed:").unwrap_or(&link.href);
            if let Ok(url) = base.join(href)
                && !urls.contains(&url)
            {
                urls.push(url);
            }
        }
        urls
    };
    let mut declared: Vec<&PageLink> = page.links.iter().filter(|link| is_declared(link)).collect();
    declared.sort_by_key(|link| is_of_comments(link));
    let mut likely: Vec<&PageLink> = page.links.iter().filter(|link| link.is_anchor && is_likely(link)).collect();
    likely.sort_by_key(|link| is_of_comments(link));
    Links { declared: resolved(declared), likely: resolved(likely) }
}

fn is_declared(link: &PageLink) -> bool {
    let has_rel = |wanted: &str| link.rel.split_whitespace().any(|rel| rel == wanted);
    let kind = link.kind.as_str();
    if has_rel("feed") {
        return true;
    }
    has_rel("alternate") && (FEED_TYPES.contains(&kind) || (LOOSE_TYPES.contains(&kind) && is_likely(link)))
}

/// Whether the address or the words of a link speak of a feed.
fn is_likely(link: &PageLink) -> bool {
    let href = link.href.to_lowercase();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = href.split(['/', '?', '&', '=', '.', '#', '-', '_', ':']).collect();
    let named =
        parts.iter().any(|part| matches!(*part, "rss" | "feed" | "feeds" | "atom" | "rdf" | "rss2" | "feedburner"));
    let is_file = [".rss", ".atom", ".rdf"].iter().any(|ending| path.ends_with(ending));
    let title = link.title.to_lowercase();
    let is_said = title.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "rss" | "atom"));
    let is_page = path.ends_with(".html") || path.ends_with(".htm") || href.starts_with("mailto:");
    (named || is_file || is_said) && !is_page
}

fn is_of_comments(link: &PageLink) -> bool {
    let href = link.href.to_lowercase();
    let in_path = href.split(['/', '?', '&', '=', '-']).any(|part| part == "comments");
    in_path || link.title.to_lowercase().contains("comment")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> (Vec<String>, Vec<String>) {
        let text = |urls: Vec<WebUrl>| urls.iter().map(|url| url.as_str().replace("https://a.example", "")).collect();
        let links = feeds(html, &WebUrl::parse("https://a.example/desk/").unwrap());
        (text(links.declared), text(links.likely))
    }

    #[test]
    fn declared_feeds_come_in_the_pages_order_and_comments_last() {
        let (declared, likely) = found(
            r#"<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
            <link rel="alternate" type="application/atom+xml" href="atom.xml"><link rel="alternate" hreflang="de" href="/de">
            <link rel="feed" href="/feed.json"><link rel="ALTERNATE home" type="text/xml" href="/rss">
            <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">
            <link rel="alternate" type="application/rss+xml" href="atom.xml"><link rel="stylesheet" href="/feed.css">"#,
        );
        assert_eq!(declared, ["/desk/atom.xml", "/feed.json", "/rss", "/comments/feed/"]);
        assert_eq!(likely, [""; 0]);
    }

    #[test]
    fn links_in_the_text_are_likely_by_address_or_words() {
        let (declared, likely) = found(
            r#"<base href="https://a.example/x/"><a href="news.rss">News</a><a href="/subscribe">RSS</a>
            <a href="https://feeds.b.example/all">all</a><a href="/feedback">write to us</a><a href="/crisis">Crisis</a>
            <a href="/rss.html">About our feeds</a><a href="?format=rss">x</a><a href="javascript:rss()">RSS</a>"#,
        );
        assert_eq!(declared, [""; 0]);
        assert_eq!(likely, ["/x/news.rss", "/subscribe", "https://feeds.b.example/all", "/x/?format=rss"]);
    }
}
