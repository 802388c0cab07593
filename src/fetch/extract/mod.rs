//! The article of a web page, without what stands around it.
//!
//! Which part of a page is its article is decided by Mozilla's Readability, as dom_smoothie has it. Around it stand
//! bounds, so that no page takes long or overflows a stack (`tree`), the address and charset of the page
//! (`charset`), and a verdict on what was found: a paywall's teaser, a consent page or a list of headlines is said
//! to be that, and is no article (`verdict`). See `docs/decisions/0009-extraction.md`.

mod byline;
mod charset;
#[cfg(test)]
mod fidelity;
#[cfg(test)]
mod hostile;
mod phrases;
mod statements;
#[cfg(test)]
mod tests;
mod tree;
mod verdict;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use dom_smoothie::Readability;
use jiff::Timestamp;

use self::statements::Statements;
use self::verdict::verdict;
use super::guard::guarded;
use crate::domain::{FullText, NoArticle, PageFailure, SafeText, WebUrl};
use crate::text::document;

pub use self::charset::page_text;

/// The most bytes of a page that are read; a longer one is refused.
pub const PAGE_MAX_BYTES: usize = 5 << 20;
/// How long extraction may take; then it is given up.
const TIME_MAX: Duration = Duration::from_secs(2);
/// The stack of the thread that walks over trees of at most `tree::DEPTH_MAX` levels and what cleaning adds.
const STACK_BYTES: usize = 64 << 20;

/// What was found on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Extraction {
    pub text: FullText,
    /// Why that is no article, or not the whole of it.
    pub doubt: Option<PageFailure>,
}

/// The article of the page that was found at `url`.
///
/// Blocks for some milliseconds, at most for two seconds: to be called where blocking is no harm.
///
/// # Errors
/// When the page holds no article, or no whole one; the sentence says why.
pub fn extract(html: &str, url: &WebUrl, now: Timestamp) -> Result<FullText, PageFailure> {
    let Extraction { text, doubt } = extract_with_doubt(html, url, now)?;
    doubt.map_or(Ok(text), Err)
}

/// As [`extract`], with what was found also where that is doubted.
///
/// # Errors
/// When nothing is found.
pub fn extract_with_doubt(html: &str, url: &WebUrl, now: Timestamp) -> Result<Extraction, PageFailure> {
    let failed = |sentence: &'static str| failure(NoArticle::Failed, sentence, now);
    if html.len() > PAGE_MAX_BYTES {
        return Err(failed("The page is too large to be read; open it in the browser."));
    }
    if is_binary(html) {
        return Err(failure(NoArticle::NotAnArticle, "The page is no text but a file of some other kind.", now));
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

/// Whether a text begins with what stands in no text, as [browsers] tell, but not only once, by mistake.
///
/// [browsers]: https://mimesniff.spec.whatwg.org/#binary-data-byte
fn is_binary(text: &str) -> bool {
    const LOOKED_AT: usize = 1_445;
    const MISTAKES_MAX: usize = 3;
    let is_stray = |c: &char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}');
    text.chars().take(LOOKED_AT).filter(is_stray).count() > MISTAKES_MAX
}

/// The article, looked for without regard to time and stack.
fn article(html: &str, url: &WebUrl, now: Timestamp) -> Result<Extraction, PageFailure> {
    let tree = tree::parse(html).map_err(|tree::TooMuch| {
        failure(
            NoArticle::Failed,
            "The page is too large or too deeply nested to be read; open it in the browser.",
            now,
        )
    })?;
    let statements = Statements::take(&tree);
    let title = tree.select_single("title").text();
    let found = Readability::with_document(tree, Some(url.as_str()), None).ok().and_then(|mut page| page.parse().ok());
    let (name, byline, body) = match found {
        Some(found) => (found.title, found.byline.unwrap_or_default(), SafeText::block(&found.content)),
        None => (title.to_string(), String::new(), SafeText::default()),
    };
    let text = document(&body, Some(url));
    let (body, doubt) = match statements.body_instead_of(&text.text) {
        Some(stated) => (stated, None),
        None => (body, verdict(&title, &text, &statements, || document(&SafeText::block(html), Some(url)))),
    };
    let doubt = doubt.map(|why| failure(why, sentence(why), now));
    match doubt {
        Some(nothing) if text.text.is_empty() => Err(nothing),
        doubt => {
            let (title, byline) = (SafeText::line(&name), byline::names(&byline));
            Ok(Extraction { text: FullText { url: url.clone(), title, byline, body, fetched: now }, doubt })
        }
    }
}

fn sentence(why: NoArticle) -> &'static str {
    match why {
        NoArticle::Paywall => "The page shows the whole article to subscribers only; open it in the browser to log in.",
        NoArticle::Consent => {
            "The site asks for consent, or whether you are human, before it shows the article; open it in the browser."
        }
        NoArticle::NotAnArticle | NoArticle::Failed => {
            "The page holds no article but a list, a notice or an error; open it in the browser."
        }
    }
}

fn failure(why: NoArticle, sentence: &'static str, at: Timestamp) -> PageFailure {
    PageFailure { why, sentence: sentence.into(), at }
}
