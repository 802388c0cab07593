//! Whole articles: what their pages hold, beside what their feeds give.

use jiff::Timestamp;

use super::{SafeText, WebUrl, safe};

/// The article that a page holds, without what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub struct FullText {
    /// Where the page was found at last.
    pub url: WebUrl,
    /// One line; empty where the page names none.
    pub title: SafeText,
    /// Who wrote it, on one line; empty where the page does not say.
    pub byline: SafeText,
    /// HTML, cleaned by [`SafeText::block`].
    pub body: SafeText,
    pub fetched: Timestamp,
}

/// Why a page gave no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoArticle {
    /// It shows the beginning, and the rest to subscribers.
    Paywall,
    /// It asks for consent, or whether a human reads it, in place of the article.
    Consent,
    /// Nothing on it reads like an article.
    NotAnArticle,
    /// It could not be fetched, or not be read.
    Failed,
}

impl NoArticle {
    /// Every reason, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Paywall, Self::Consent, Self::NotAnArticle, Self::Failed];

    /// Its name in the store and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paywall => "paywall",
            Self::Consent => "consent",
            Self::NotAnArticle => "no-article",
            Self::Failed => "failed",
        }
    }

    /// The reason with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// A page that was asked for and gave no article.
#[derive(Clone, Debug, PartialEq)]
pub struct PageFailure {
    pub why: NoArticle,
    /// For the reader, with a hint.
    pub sentence: SafeText,
    pub at: Timestamp,
}

impl PageFailure {
    /// What stands in the article's place, and what to do about it.
    pub fn line(&self) -> SafeText {
        match self.what() {
            Some(what) => safe!("{}: {}", what, self.sentence),
            None => self.sentence.clone(),
        }
    }

    /// What the page is, if it came but holds no article.
    pub fn what(&self) -> Option<&'static str> {
        match self.why {
            NoArticle::Paywall => Some("paywall"),
            NoArticle::Consent => Some("consent page"),
            NoArticle::NotAnArticle => Some("no article"),
            NoArticle::Failed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_by_its_name() {
        for reason in NoArticle::ALL {
            assert_eq!(NoArticle::named(reason.name()), Some(reason));
        }
        assert_eq!(NoArticle::named("weather"), None);
    }
}
