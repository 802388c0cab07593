//! Packing for a journey: making articles readable without a network, and what is told of it.

use std::time::Duration;

use super::{ArticleId, NoArticle, SafeText, safe};

/// How far packing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackProgress {
    /// Articles and pictures that are dealt with, of all that are to be.
    pub done: usize,
    pub of: usize,
    /// On the wire, so far.
    pub bytes: u64,
    /// How long the rest will take; unknown before anything was measured.
    pub left: Option<Duration>,
}

impl PackProgress {
    /// How long the rest will take: "1 min", "3 h 20 min".
    pub fn left_in_words(&self) -> Option<SafeText> {
        let minutes = self.left?.as_secs().div_ceil(60).max(1);
        Some(minutes_in_words(usize::try_from(minutes).unwrap_or(usize::MAX)))
    }
}

/// Why an article cannot be read whole without a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// Its page was asked for, and gave no article.
    Page(NoArticle),
    /// Its feed names no page.
    NoLink,
    /// The budget was used up before.
    Budget,
    /// There was no network any more.
    Network,
    /// It was not asked for before packing was stopped.
    Stopped,
}

impl Lack {
    /// Every reason, in the order of reports.
    pub const ALL: [Self; 8] = [
        Self::Page(NoArticle::Paywall),
        Self::Page(NoArticle::Consent),
        Self::Page(NoArticle::NotAnArticle),
        Self::Page(NoArticle::Failed),
        Self::NoLink,
        Self::Budget,
        Self::Network,
        Self::Stopped,
    ];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page(why) => why.name(),
            Self::NoLink => "no-link",
            Self::Budget => "budget",
            Self::Network => "network",
            Self::Stopped => "stopped",
        }
    }

    /// What is said of the articles that it concerns.
    pub fn label(self) -> &'static str {
        match self {
            Self::Page(NoArticle::Paywall) => "paywalled",
            Self::Page(NoArticle::Consent) => "behind a consent page",
            Self::Page(NoArticle::NotAnArticle) => "without an article on their page",
            Self::Page(NoArticle::Failed) => "failed",
            Self::NoLink => "without a link",
            Self::Budget => "over the budget",
            Self::Network => "without a network",
            Self::Stopped => "not asked for",
        }
    }
}

/// An article that cannot be read whole without a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    pub id: ArticleId,
    pub title: SafeText,
    pub why: Lack,
    /// For the reader, with a hint.
    pub sentence: SafeText,
}

/// What can be read without a network after packing, of what was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackReport {
    /// Articles that can be read whole, those too that could be before.
    pub readable: usize,
    /// How long it takes to read them.
    pub minutes: usize,
    /// The others.
    pub lacking: Vec<Lacking>,
    /// Where pictures were asked for: how many there are, of all that the readable articles show.
    pub pictures: Option<(usize, usize)>,
    /// On the wire.
    pub bytes: u64,
    /// Why it ended before everything was asked for.
    pub halt: Option<SafeText>,
}

impl PackReport {
    /// How many articles were asked for.
    pub fn asked(&self) -> usize {
        self.readable + self.lacking.len()
    }

    /// Whether packing the same again would bring more, because it ended before everything was asked for.
    pub fn can_go_on(&self) -> bool {
        let is_left = |lacking: &Lacking| matches!(lacking.why, Lack::Budget | Lack::Network | Lack::Stopped);
        self.halt.is_some() || self.lacking.iter().any(is_left)
    }

    /// "412 of 430 · 3 h 20 min of reading · 18 not: 11 paywalled, 7 failed".
    pub fn sentence(&self) -> SafeText {
        if self.asked() == 0 {
            return "there is nothing to pack".into();
        }
        let mut parts = vec![
            safe!("{} of {}", self.readable, self.asked()),
            safe!("{} of reading", minutes_in_words(self.minutes)),
        ];
        if !self.lacking.is_empty() {
            let count = |why| self.lacking.iter().filter(|lacking| lacking.why == why).count();
            let reasons = Lack::ALL.into_iter().map(|why| (count(why), why)).filter(|(count, _)| *count > 0);
            let reasons: Vec<_> = reasons.map(|(count, why)| safe!("{} {}", count, why.label())).collect();
            parts.push(safe!("{} not: {}", self.lacking.len(), SafeText::join(&reasons, ", ")));
        }
        if let Some((there, of)) = self.pictures {
            parts.push(safe!("{} of {} pictures", there, of));
        }
        SafeText::join(&parts, " · ")
    }
}

/// "45 min", "3 h 20 min".
fn minutes_in_words(minutes: usize) -> SafeText {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => safe!("{} min", minutes),
        (hours, 0) => safe!("{} h", hours),
        (hours, minutes) => safe!("{} h {} min", hours, minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(readable: usize, minutes: usize, whys: &[(Lack, usize)]) -> PackReport {
        let lacking = |why| Lacking { id: ArticleId(1), title: "T".into(), why, sentence: "S.".into() };
        let lacking = whys.iter().flat_map(|(why, count)| vec![lacking(*why); *count]).collect();
        PackReport { readable, minutes, lacking, ..PackReport::default() }
    }

    #[test]
    fn what_is_left_is_told_in_minutes() {
        let words = |seconds| {
            let left = Some(Duration::from_secs(seconds));
            PackProgress { left, ..PackProgress::default() }.left_in_words().map(|words| words.to_string())
        };
        for (seconds, text) in [(0, "1 min"), (61, "2 min"), (7_200, "2 h"), (11_999, "3 h 20 min")] {
            assert_eq!(words(seconds).as_deref(), Some(text));
        }
        assert_eq!(PackProgress::default().left_in_words(), None);
    }

    #[test]
    fn a_report_says_what_can_be_read_and_why_the_rest_cannot() {
        let (paywalled, failed) = (Lack::Page(NoArticle::Paywall), Lack::Page(NoArticle::Failed));
        for (report, sentence) in [
            (
                report(412, 200, &[(failed, 7), (paywalled, 11)]),
                "412 of 430 · 3 h 20 min of reading · 18 not: 11 paywalled, 7 failed",
            ),
            (report(2, 60, &[]), "2 of 2 · 1 h of reading"),
            (report(0, 0, &[(Lack::Network, 1)]), "0 of 1 · 0 min of reading · 1 not: 1 without a network"),
            (report(0, 0, &[]), "there is nothing to pack"),
            (PackReport { pictures: Some((3, 4)), ..report(1, 5, &[]) }, "1 of 1 · 5 min of reading · 3 of 4 pictures"),
        ] {
            assert_eq!(report.sentence(), sentence);
        }
    }

    #[test]
    fn what_was_not_asked_for_can_be_asked_for_again() {
        let whys = [Lack::Page(NoArticle::Paywall), Lack::NoLink, Lack::Budget, Lack::Network, Lack::Stopped];
        let can_go_on = whys.map(|why| report(1, 5, &[(Lack::NoLink, 1), (why, 1)]).can_go_on());
        assert_eq!(can_go_on, [false, false, true, true, true]);
        let stopped_at_pictures = PackReport { halt: Some("Stopped.".into()), ..report(1, 5, &[]) };
        assert!(stopped_at_pictures.can_go_on());
    }
}
