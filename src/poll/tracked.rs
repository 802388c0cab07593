//! A feed in the poller's hands.

use jiff::Timestamp;

use crate::config::Polling;
use crate::domain::{Failure, FailureKind, Feed, PollState, Verdict, WebUrl};

use super::schedule::{self, Limits};

/// A feed with what polling learned of it.
pub(super) struct Tracked {
    pub feed: Feed,
    pub state: PollState,
    pub limits: Limits,
    /// The host it is asked at.
    pub host: String,
    /// That host with its port.
    pub server: String,
    /// It is not subscribed any more, and forgotten once no job has it in hand.
    pub removed: bool,
}

impl Tracked {
    pub fn new(feed: Feed, state: PollState, settings: &Polling) -> Self {
        let address = feed.address();
        Self {
            state,
            limits: Limits::new(settings, &feed.source),
            host: address.host().to_owned(),
            server: address.web().map(server).unwrap_or_default(),
            feed,
            removed: false,
        }
    }

    /// Whether it is asked without being named.
    pub fn is_asked(&self) -> bool {
        !self.removed && !self.feed.source.disabled
    }

    /// Whether it says anything of the network; what lies on this machine does not.
    pub fn is_of_the_web(&self) -> bool {
        !self.server.is_empty()
    }

    /// Whether it did well when it was last asked.
    pub fn is_in_order(&self) -> bool {
        self.state.failures == 0 && self.state.last_success.is_some()
    }

    /// Whether its server asked not to be asked yet. Not even a reader in a hurry is impolite to it.
    pub fn asked_for_patience(&self, now: Timestamp) -> bool {
        let asked = self.state.failure.as_ref().is_some_and(|Failure { kind, verdict, .. }| {
            *kind == FailureKind::RateLimited || *verdict == Verdict::Gone
        });
        asked && !schedule::is_due(&self.state, self.limits, now)
    }
}

fn server(url: &WebUrl) -> String {
    let (_, rest) = url.as_str().split_once("://").unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_host_with_its_port() {
        for (url, expected) in [
            ("https://news.example/feed", "news.example"),
            ("http://name:word@news.example:8080?x=@y", "news.example:8080"),
            ("http://[::1]:80/", "[::1]"),
        ] {
            assert_eq!(server(&WebUrl::parse(url).unwrap()), expected);
        }
    }
}
