//! The page of one article: asked for as politely as a feed, and read for the article that it holds.
//!
//! What answers is believed to be the page only when it looks like it: a network's sign-in page stands in the place of
//! every page, and must never be kept as the article.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::{
    Access, FailureKind, FeedUrl, FullText, NoArticle, PageFailure, SafeText, Source, Verdict, WebUrl,
};
use crate::text::{document, fold_case, page_links};

use super::body::Limits;
use super::client::{Asked, Client};
use super::extract::{extract, page_text};
use super::failure::{self, FetchError, Stage};
use super::follow::Wanted;
use super::reach::is_private;
use super::response::{Answer, Response, Validators, same_site};

/// How much is read of one page.
const LIMITS: Limits = Limits { on_the_wire: 5 << 20, unpacked: 5 << 20 };
/// A page that only sends on is shorter than this.
const SENDING_ON_MAX: usize = 64 << 10;
/// More than one of so many of a title's words stand on its own page.
const OWN_WORDS: usize = 3;

/// A page, or what came in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The address that was asked for.
    asked: WebUrl,
    response: Response,
    /// Why the server refused the article, where it did: then this is what it says of that.
    refusal: Option<PageError>,
}

/// Why a page gave no article.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{sentence}")]
pub struct PageError {
    pub why: NoArticle,
    /// For the reader, with a hint.
    pub sentence: SafeText,
    pub fault: Fault,
}

/// Whose fault it is that a page gave no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The page's.
    Page,
    /// Its server asks for patience, for so long if it says.
    Patience(Option<Duration>),
    /// Perhaps the network's: no server was reached, or a sign-in page answered. It says nothing of the page.
    Network,
}

impl Client {
    /// Asks for the page of an article that a feed links to, following redirects. The feed's own headers and login go
    /// to its own server; a page elsewhere is asked for at public addresses only, unless the feed is of this network
    /// itself.
    ///
    /// # Errors
    /// When no page came; what the page itself says shows when it is read ([`Page::article`]).
    pub async fn page(&self, link: &WebUrl, source: Option<&Source>) -> Result<Page, PageError> {
        let page = self.page_at(link, source).await?;
        match page.sends_on() {
            Some(next) => Ok(Page { asked: link.clone(), ..self.page_at(&next, source).await? }),
            None => Ok(page),
        }
    }

    async fn page_at(&self, link: &WebUrl, source: Option<&Source>) -> Result<Page, PageError> {
        match self.ask_led(link, source, Wanted::Page, LIMITS).await {
            Ok(Answer::Full(response)) => Ok(Page { asked: link.clone(), response, refusal: None }),
            Ok(Answer::NotModified(_)) => Err(of_page("The server sent no page.")),
            Err(mut error) => match error.page.take() {
                Some(response) if may_explain(&error) => {
                    Ok(Page { asked: link.clone(), response: *response, refusal: Some(of_fetch(&error)) })
                }
                _ => Err(of_fetch(&error)),
            },
        }
    }
}

impl Client {
    /// Asks for what an article of a feed leads to.
    pub(super) async fn ask_led(
        &self,
        link: &WebUrl,
        source: Option<&Source>,
        wanted: Wanted,
        limits: Limits,
    ) -> Result<Answer, FetchError> {
        let nobody = Access::default();
        let (own_server, access) = match source.map(|source| (&source.url, &source.access)) {
            Some((FeedUrl::Web(url), access)) => (Some(url), access),
            _ => (None, &nobody),
        };
        let is_led = own_server.is_none_or(|feed| !link.is_same_origin(feed) && !is_at_home(feed));
        if is_led && link.ip().is_some_and(is_private) {
            return Err(failure::private_link(link));
        }
        let own_server = own_server.unwrap_or(link);
        let asked = Asked { url: link, wanted, own_server, is_led, access, limits };
        self.ask(asked, &Validators::default()).await
    }
}

impl FetchError {
    /// Whose fault it is that nothing came of what an article leads to.
    pub fn fault(&self) -> Fault {
        match (self.failure.kind, self.failure.verdict) {
            (FailureKind::RateLimited, Verdict::Retry { after }) => Fault::Patience(after),
            (FailureKind::RateLimited, _) => Fault::Patience(None),
            _ if self.status == Some(503) => Fault::Patience(None),
            (FailureKind::Offline | FailureKind::Portal, _) => Fault::Network,
            _ if !self.reached || self.stage == Stage::WrongName => Fault::Network,
            _ => Fault::Page,
        }
    }
}

impl Page {
    /// How many bytes came over the wire for it.
    pub fn bytes(&self) -> u64 {
        self.response.meta.bytes
    }

    /// Its address, after redirects.
    fn url(&self) -> &WebUrl {
        self.response.meta.url.as_ref().unwrap_or(&self.asked)
    }

    /// Where a page that holds nothing else sends on to at once, within its site
    /// ([HTML](https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh)).
    fn sends_on(&self) -> Option<WebUrl> {
        if self.refusal.is_some() || self.response.body.len() > SENDING_ON_MAX {
            return None;
        }
        let next = page_links(&String::from_utf8_lossy(&self.response.body)).refresh?;
        let next = self.url().join(&next).ok()?;
        (next != *self.url() && same_site(next.host(), self.url().host())).then_some(next)
    }

    /// The article that the page holds, whose title in the feed is this. Blocks for as long as reading takes, two
    /// seconds at most.
    ///
    /// # Errors
    /// When it holds none, or is not the page of this article.
    pub fn article(&self, title: &SafeText, now: Timestamp) -> Result<FullText, PageError> {
        let html = page_text(&self.response.body, self.response.charset.as_deref());
        let found = extract(&html, self.url(), now);
        if let Some(refusal) = &self.refusal {
            return Err(match found {
                Err(failure) if matches!(failure.why, NoArticle::Paywall | NoArticle::Consent) => of_verdict(failure),
                _ => refusal.clone(),
            });
        }
        let is_elsewhere = !same_site(self.asked.host(), self.url().host());
        let is_sign_in = || page_links(&html).asks_password;
        match found {
            Ok(full_text) if (is_elsewhere || is_sign_in()) && !is_of(title, &full_text) => Err(self.of_portal()),
            Err(failure) if failure.why == NoArticle::NotAnArticle && is_elsewhere && is_sign_in() => {
                Err(self.of_portal())
            }
            found => found.map_err(of_verdict),
        }
    }

    fn of_portal(&self) -> PageError {
        let (asked, host) = (self.asked.host(), self.url().host());
        let sentence = format!(
            "A page of {host} that is not the article stands in its place at {asked}: sign in to the network, or open \
             it in a browser."
        );
        PageError { why: NoArticle::Failed, sentence: SafeText::line(&sentence), fault: Fault::Network }
    }
}

/// Whether enough of a title's words stand in an article for it to be the title's own.
fn is_of(title: &SafeText, article: &FullText) -> bool {
    let text = document(&article.body, Some(&article.url)).text;
    let on_page: HashSet<String> = words(&format!("{} {text}", article.title)).collect();
    let wanted: HashSet<String> = words(title).collect();
    let found = wanted.iter().filter(|word| on_page.contains(*word)).count();
    wanted.is_empty() || found * OWN_WORDS > wanted.len()
}

/// The words of a text, without case and accents; of scripts that do not part them, the characters.
fn words(text: &str) -> impl Iterator<Item = String> {
    const SHORT: usize = 3;
    let folded = fold_case(text);
    let is_ideograph = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || c >= '\u{20000}';
    let spaced: String =
        folded.chars().flat_map(|c| if is_ideograph(c) { vec![' ', c, ' '] } else { vec![c] }).collect();
    let words: Vec<String> = spaced
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > SHORT || word.chars().any(is_ideograph))
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// Whether a feed is of this machine or of an address of its network.
fn is_at_home(feed: &WebUrl) -> bool {
    let host = feed.host();
    feed.ip().is_some_and(is_private) || host == "localhost" || host.ends_with(".localhost")
}

/// Whether a page that came with a status may say what the status does not: that it is for subscribers, or that a
/// human is wanted.
fn may_explain(error: &FetchError) -> bool {
    matches!(error.status, Some(401 | 403 | 503)) && error.failure.kind != FailureKind::RateLimited
}

fn of_page(sentence: &str) -> PageError {
    PageError { why: NoArticle::Failed, sentence: SafeText::line(sentence), fault: Fault::Page }
}

fn of_verdict(failure: PageFailure) -> PageError {
    PageError { why: failure.why, sentence: failure.sentence, fault: Fault::Page }
}

/// A fetch that brought no page, in the words for one.
fn of_fetch(error: &FetchError) -> PageError {
    let (failure, host) = (&error.failure, &error.host);
    let why = if error.status == Some(402) { NoArticle::Paywall } else { NoArticle::Failed };
    let said = match error.status {
        Some(code @ 401) => {
            format!("{host} shows this page to those who are signed in ({code}): open it in a browser.")
        }
        Some(code @ 402) => format!("{host} asks for money for this article ({code})."),
        Some(code @ 403) => format!("{host} refuses this reader ({code}): open the page in a browser."),
        Some(code @ (404 | 410)) => format!("{host} has no such page any more ({code})."),
        Some(code @ 429) => format!("{host} asks for patience ({code}): try again later."),
        Some(code @ 451) => format!("{host} may not show this page here for legal reasons ({code})."),
        Some(511) => failure.sentence.to_string(),
        Some(code @ 500..=599) => format!("{host} has trouble of its own ({code}): try again later."),
        Some(code) => format!("{host} gave an answer without a page ({code})."),
        None if failure.kind == FailureKind::TooLarge => {
            format!("The page of {host} is larger than 5 MiB: a browser may show it.")
        }
        None if error.stage == Stage::Reset => format!("{host} broke off in the middle of the page: try again later."),
        None => failure.sentence.replace("it is asked again later", "try again later"),
    };
    PageError { why, sentence: SafeText::line(&said), fault: error.fault() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Meta;

    fn url(text: &str) -> WebUrl {
        WebUrl::parse(text).unwrap()
    }

    fn page(asked: &str, at: &str, html: &str) -> Page {
        let response = Response {
            asked: url(asked).into(),
            body: html.into(),
            charset: None,
            meta: Meta { url: Some(url(at)), ..Meta::default() },
        };
        Page { asked: url(asked), response, refusal: None }
    }

    #[test]
    fn a_page_that_only_sends_on_is_followed_within_its_site() {
        let next = |html: &str| page("https://a.example/1", "https://a.example/1", html).sends_on();
        let sends = |content: &str| next(&format!("<meta http-equiv=Refresh content=\"{content}\">"));
        assert_eq!(sends("0; url=/2"), Some(url("https://a.example/2")));
        assert_eq!(sends("0;URL='https://www.a.example/2'"), Some(url("https://www.a.example/2")));
        for other in ["300", "60; url=/2", "0; url=https://b.example/", "0; url=/1", "0; url=javascript:x()"] {
            assert_eq!(sends(other), None, "{other}");
        }
        assert_eq!(next("<p>An article</p>"), None);
    }

    #[test]
    fn the_words_of_a_title_stand_on_its_own_page() {
        let article = |body: &'static str| FullText {
            url: url("https://a.example/1"),
            title: SafeText::default(),
            byline: SafeText::default(),
            body: body.into(),
            fetched: Timestamp::UNIX_EPOCH,
        };
        for (title, body, own) in [
            ("Serbia accuses Kosovo of delay", "<p>In Belgrade, Serbia said that Kosovo …</p>", true),
            ("Serbia accuses Kosovo of delay", "<p>Welcome to the hotel. Accept the terms to go online.</p>", false),
            ("外交部发言人答问", "<p>外交部今天表示</p>", true),
            ("外交部发言人答问", "<p>欢迎使用酒店网络</p>", false),
            ("Öl: Krise", "<p>Die OL-KRISE</p>", true),
            ("“No”", "<p>Anything</p>", true),
        ] {
            assert_eq!(is_of(&title.into(), &article(body)), own, "{title} {body}");
        }
    }

    #[test]
    fn a_feed_of_this_network_may_link_into_it() {
        for (feed, home) in [
            ("http://127.0.0.1:8080/feed", true),
            ("http://localhost/feed", true),
            ("http://192.168.0.7/feed", true),
            ("https://news.example/feed", false),
        ] {
            assert_eq!(is_at_home(&url(feed)), home, "{feed}");
        }
    }

    #[test]
    fn a_refused_page_has_its_own_sentence_and_fault() {
        let of = |code: u16, after: Option<u64>| {
            let status = reqwest::StatusCode::from_u16(code).unwrap();
            of_fetch(&failure::of_status(&url("https://a.example/1"), status, after.map(Duration::from_secs)))
        };
        for (code, after, why, fault) in [
            (401, None, NoArticle::Failed, Fault::Page),
            (402, None, NoArticle::Paywall, Fault::Page),
            (403, None, NoArticle::Failed, Fault::Page),
            (404, None, NoArticle::Failed, Fault::Page),
            (429, Some(60), NoArticle::Failed, Fault::Patience(Some(Duration::from_secs(60)))),
            (451, None, NoArticle::Failed, Fault::Page),
            (500, None, NoArticle::Failed, Fault::Page),
            (503, None, NoArticle::Failed, Fault::Patience(None)),
            (511, None, NoArticle::Failed, Fault::Network),
        ] {
            let error = of(code, after);
            assert_eq!((error.why, error.fault), (why, fault), "{code}");
            assert!(error.sentence.contains(&code.to_string()), "{}", error.sentence);
            assert!(!error.sentence.contains("feed"), "{}", error.sentence);
        }
    }
}
