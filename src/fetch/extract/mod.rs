//! The article of a web page, without what stands around it.
//!
//! Which part of a page is its article is decided by Mozilla's Readability, as dom_smoothie has it. Around it stand
//! bounds, so that no page takes long or overflows a stack (`tree`), the address and charset of the page
//! (`charset`), and a verdict on what was found: a paywall's teaser, a consent page or a list of headlines is said
//! to be that, and is no article (`verdict`). See `docs/decisions/0009-extraction.md`.

mod charset;
mod tree;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use dom_smoothie::{Config, Readability};
use jiff::Timestamp;

use super::guard::guarded;
use crate::domain::{FullText, NoArticle, PageFailure, SafeText, WebUrl};

pub use self::charset::page_text;

/// The most bytes of a page that are read; a longer one is refused.
const PAGE_MAX_BYTES: usize = 5 << 20;
/// How long extraction may take; then it is given up.
const TIME_MAX: Duration = Duration::from_secs(2);
/// The stack of the thread that walks over trees of at most `tree::DEPTH_MAX` levels and what cleaning adds.
const STACK_BYTES: usize = 64 << 20;

/// The article of the page that was found at `url`.
///
/// Blocks for some milliseconds, at most for two seconds: to be called where blocking is no harm.
///
/// # Errors
/// When the page holds no article, or no whole one; the sentence says why.
pub fn extract(html: &str, url: &WebUrl, now: Timestamp) -> Result<FullText, PageFailure> {
    let failed = |sentence: &'static str| failure(NoArticle::Failed, sentence, now);
    if html.len() > PAGE_MAX_BYTES {
        return Err(failed("The page is too large to be read; open it in the browser."));
    }
    let (answer, answered) = mpsc::sync_channel(1);
    let (html, url) = (html.to_owned(), url.clone());
    let work = move || {
        // Nobody waits any longer if this fails.
        let _ = answer.send(guarded(|| article(&html, &url, now)));
    };
    if thread::Builder::new().name("extract".into()).stack_size(STACK_BYTES).spawn(work).is_err() {
        return Err(failed("The system gave no thread to read the page with; try again later."));
    }
    match answered.recv_timeout(TIME_MAX) {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => {
            tracing::warn!(%panic, "a page broke the extraction");
            Err(failed("The page could not be read; open it in the browser."))
        }
        Err(_) => Err(failed("Reading the page took too long; open it in the browser.")),
    }
}

fn article(html: &str, url: &WebUrl, now: Timestamp) -> Result<FullText, PageFailure> {
    let too_much =
        || failure(NoArticle::Failed, "The page is too deeply nested to be read; open it in the browser.", now);
    let nothing = || failure(NoArticle::NotAnArticle, "The page holds no article; open it in the browser.", now);
    let document = tree::parse(html).map_err(|tree::TooMuch| too_much())?;
    let mut reading =
        Readability::with_document(document, Some(url.as_str()), Some(Config::default())).map_err(|_| nothing())?;
    let found = reading.parse().map_err(|_| nothing())?;
    Ok(FullText {
        url: url.clone(),
        title: SafeText::line(&found.title),
        byline: SafeText::line(&found.byline.unwrap_or_default()),
        body: SafeText::block(&found.content),
        fetched: now,
    })
}

fn failure(why: NoArticle, sentence: &'static str, at: Timestamp) -> PageFailure {
    PageFailure { why, sentence: sentence.into(), at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extracted(html: &str) -> Result<FullText, PageFailure> {
        extract(html, &WebUrl::parse("https://news.example/2026/talks").unwrap(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn an_article_is_found_among_what_stands_around_it() {
        let sentence = "The delegations met again in the evening, and spoke for two hours, without a result. ";
        let paragraphs = format!("<p>{}</p>", sentence.repeat(4)).repeat(4);
        let page = format!(
            "<html><head><title>Talks go on - News</title></head><body><nav><a href=/>Home</a></nav>
             <article><h1>Talks go on</h1>{paragraphs}<p>See <a href='/more'>more</a>.</p></article>
             <footer>Imprint</footer></body></html>"
        );
        let found = extracted(&page).unwrap();
        assert_eq!(&*found.title, "Talks go on - News");
        assert!(found.body.contains("delegations") && found.body.contains("https://news.example/more"));
        assert!(!found.body.contains("Home") && !found.body.contains("Imprint"));
    }

    #[test]
    fn a_page_without_text_is_no_article() {
        assert_eq!(extracted("<p>").map_err(|failure| failure.why), Err(NoArticle::NotAnArticle));
    }
}
