//! Whether there is a network, judged across feeds: lost, behind a sign-in page, or there. Pure but for the clock.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;

use super::PollEvent;
use super::portal::WITNESSES;
use crate::domain::{FeedId, SafeText};

/// How long after the network went the first attempt is made to find it again, when the interval is not shorter;
/// doubled with each.
const FIRST_PATIENCE: Duration = Duration::from_secs(5);
const LAST_PATIENCE: Duration = Duration::from_secs(30);

/// Why no feed can be asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cause {
    /// No server can be reached.
    Lost,
    /// A sign-in page answers for them, which this sentence says.
    Portal(SafeText),
}

/// What is known of the network.
#[derive(Debug, Default)]
pub(super) struct Network {
    /// The servers of feeds in good order that could not be reached since any was.
    unreached: HashMap<FeedId, String>,
    away: Option<Away>,
}

#[derive(Debug)]
struct Away {
    cause: Cause,
    since: Timestamp,
    patience: Duration,
}

impl Network {
    /// A feed in good order could not be reached at its server.
    pub fn note_unreached(&mut self, feed: FeedId, server: &str) {
        self.unreached.insert(feed, server.to_owned());
    }

    /// Whether it is likelier that there is no network than that all these servers are down, of so many in all.
    pub fn is_gone(&self, servers: usize) -> bool {
        let unreached = self.unreached.values().collect::<HashSet<_>>().len();
        self.away.is_some() || (self.unreached.len() >= WITNESSES && unreached >= WITNESSES.min(servers))
    }

    /// How long to wait before it is looked for again; `None` while it is there.
    pub fn patience(&self) -> Option<Duration> {
        self.away.as_ref().map(|away| away.patience)
    }

    /// Whether it is away for want of a sign-in.
    pub fn is_portal(&self) -> bool {
        matches!(self.away, Some(Away { cause: Cause::Portal(_), .. }))
    }

    /// No feed can be asked. Returns what to tell, when it is news or was `asked`; else grows more patient.
    pub fn leave(&mut self, cause: Cause, asked: bool, interval: Duration, now: Timestamp) -> Option<PollEvent> {
        let (since, patience, is_news) = match &self.away {
            Some(away) if is_alike(&away.cause, &cause) => {
                let longer = (away.patience * 2).min(LAST_PATIENCE.min(interval));
                (away.since, if asked { away.patience } else { longer }, asked)
            }
            Some(away) => (away.since, FIRST_PATIENCE.min(interval), true),
            None => (now, FIRST_PATIENCE.min(interval), true),
        };
        let event = match &cause {
            Cause::Lost => PollEvent::Offline { since },
            Cause::Portal(sentence) => PollEvent::Portal { sentence: sentence.clone() },
        };
        self.away = Some(Away { cause, since, patience });
        is_news.then_some(event)
    }

    /// A server was reached, `genuine` when it sent a feed; another answer may still be a sign-in page's. Returns
    /// whether the network was away.
    pub fn come_back(&mut self, genuine: bool) -> bool {
        if self.is_portal() && !genuine {
            return false;
        }
        self.unreached.clear();
        self.away.take().is_some()
    }
}

fn is_alike(a: &Cause, b: &Cause) -> bool {
    matches!(a, Cause::Lost) == matches!(b, Cause::Lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUARTER: Duration = Duration::from_secs(15 * 60);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + seconds).unwrap()
    }

    #[test]
    fn three_servers_that_cannot_be_reached_are_the_network() {
        let mut network = Network::default();
        for (feed, server) in [(1, "a"), (2, "a"), (3, "a"), (3, "a")] {
            network.note_unreached(FeedId(feed), server);
        }
        assert!(!network.is_gone(40), "one server of forty");
        assert!(network.is_gone(1), "there is no other");
        network.note_unreached(FeedId(4), "b");
        assert!(!network.is_gone(40));
        network.note_unreached(FeedId(5), "c");
        assert!(network.is_gone(40));
        assert!(!network.come_back(false), "it was never told to be away");
        assert!(!network.is_gone(40));
    }

    #[test]
    fn it_is_told_once_and_looked_for_with_growing_patience() {
        let mut network = Network::default();
        let event = network.leave(Cause::Lost, false, QUARTER, at(0));
        assert_eq!(event, Some(PollEvent::Offline { since: at(0) }));
        let mut patience = Vec::new();
        for second in 1..6 {
            patience.push(network.patience().unwrap().as_secs());
            assert_eq!(network.leave(Cause::Lost, false, QUARTER, at(second)), None);
        }
        assert_eq!(patience, [5, 10, 20, 30, 30]);
        let event = network.leave(Cause::Lost, true, QUARTER, at(9));
        assert_eq!(event, Some(PollEvent::Offline { since: at(0) }), "who asks is told");
        assert!(network.come_back(false));
        assert_eq!(network.patience(), None);
    }

    #[test]
    fn a_sign_in_page_is_left_only_when_a_feed_comes() {
        let mut network = Network::default();
        network.leave(Cause::Lost, false, QUARTER, at(0));
        let portal = Cause::Portal("Sign in.".into());
        let event = network.leave(portal.clone(), false, QUARTER, at(5));
        assert_eq!(event, Some(PollEvent::Portal { sentence: "Sign in.".into() }));
        assert_eq!(network.leave(portal, false, QUARTER, at(10)), None);
        assert!(!network.come_back(false) && network.is_portal());
        assert!(network.come_back(true) && !network.is_portal());
    }
}
