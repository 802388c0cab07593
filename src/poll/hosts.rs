//! Which request may start now: so many at once, so many to one host, a pause between two to one host, and no burst
//! when many feeds come due together. Says who may start; waits for nobody.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use crate::config::Polling;

/// What the clock starts is started two a second at most, once the first few are: a list of eighty feeds is through in
/// half a minute, one of five hundred in four, and neither a home's line nor its name server is flooded when a machine
/// wakes up and all are due.
const START_EVERY: Duration = Duration::from_millis(500);
/// So many may start without waiting for that.
const BURST: u32 = 16;

/// Counts the requests under way, and remembers when the last began.
#[derive(Debug)]
pub(super) struct Hosts {
    overall: usize,
    per_host: usize,
    pause: Duration,
    running: usize,
    hosts: HashMap<String, Host>,
    /// When the requests that were started so far would be through, if they came one by one.
    paced_until: Option<Instant>,
}

#[derive(Debug, Default)]
struct Host {
    running: usize,
    free_at: Option<Instant>,
}

/// What may be done with a queue of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The request at this place of the queue may start.
    Start(usize),
    /// None may before this moment.
    At(Instant),
    /// None may before another has ended.
    Ended,
}

impl Hosts {
    /// Hosts of which none is being asked.
    pub fn new(settings: &Polling) -> Self {
        Self {
            overall: settings.concurrency.max(1),
            per_host: settings.per_host.max(1),
            pause: settings.host_pause,
            running: 0,
            hosts: HashMap::new(),
            paced_until: None,
        }
    }

    /// Which of the requests to these hosts may start; the first that may. Those that nobody waits for are `paced`.
    pub fn next<'a>(&self, queue: impl IntoIterator<Item = &'a str>, paced: bool, now: Instant) -> Next {
        if self.running >= self.overall {
            return Next::Ended;
        }
        let paced_until = self.paced_until.filter(|_| paced).and_then(|at| at.checked_sub(START_EVERY * (BURST - 1)));
        if let Some(at) = paced_until.filter(|at| *at > now) {
            return Next::At(at);
        }
        let mut soonest: Option<Instant> = None;
        for (place, host) in queue.into_iter().enumerate() {
            let Some(Host { running, free_at }) = self.hosts.get(host) else { return Next::Start(place) };
            if *running >= self.per_host {
                continue;
            }
            match free_at.filter(|at| *at > now) {
                None => return Next::Start(place),
                Some(at) => soonest = Some(soonest.map_or(at, |soonest| soonest.min(at))),
            }
        }
        soonest.map_or(Next::Ended, Next::At)
    }

    /// A request to this host starts.
    pub fn start(&mut self, host: &str, now: Instant) {
        self.running += 1;
        self.paced_until = Some(self.paced_until.filter(|at| *at > now).unwrap_or(now) + START_EVERY);
        let pause = if is_own_machine(host) { Duration::ZERO } else { self.pause };
        let host = self.hosts.entry(host.to_owned()).or_default();
        host.running += 1;
        host.free_at = Some(now + pause);
    }

    /// This host wants to be left alone until then.
    pub fn rest(&mut self, host: &str, until: Instant) {
        let host = self.hosts.entry(host.to_owned()).or_default();
        host.free_at = host.free_at.max(Some(until));
    }

    /// A request to this host has ended.
    pub fn end(&mut self, host: &str, now: Instant) {
        self.running = self.running.saturating_sub(1);
        if let Some(host) = self.hosts.get_mut(host) {
            host.running = host.running.saturating_sub(1);
        }
        if self.running == 0 {
            self.hosts.retain(|_, host| host.free_at.is_some_and(|at| at > now));
        }
    }
}

/// Whether a host is this machine, which is spared by nobody but its owner. What is no host at all is of it too.
fn is_own_machine(host: &str) -> bool {
    let number = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host.is_empty() || host == "localhost" || host.ends_with(".localhost") || number.is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(concurrency: usize, per_host: usize) -> Hosts {
        let host_pause = Duration::from_secs(1);
        Hosts::new(&Polling { concurrency, per_host, host_pause, ..Polling::default() })
    }

    #[test]
    fn one_host_has_its_share_and_all_together_theirs() {
        let (mut hosts, now) = (hosts(3, 2), Instant::now());
        for _ in 0..2 {
            assert_eq!(hosts.next(["localhost"], true, now), Next::Start(0));
            hosts.start("localhost", now);
        }
        assert_eq!(hosts.next(["localhost"], true, now), Next::Ended);
        assert_eq!(hosts.next(["localhost", "b.example"], true, now), Next::Start(1));
        hosts.start("b.example", now);
        assert_eq!(hosts.next(["c.example"], true, now), Next::Ended);
        hosts.end("localhost", now);
        assert_eq!(hosts.next(["localhost"], true, now), Next::Start(0));
        assert_eq!(hosts.next(["c.example"], true, now), Next::Start(0));
    }

    #[test]
    fn a_share_of_none_is_one() {
        assert_eq!(hosts(0, 0).next(["a.example"], true, Instant::now()), Next::Start(0));
    }

    #[test]
    fn a_host_has_a_pause_between_two_requests_even_when_one_ended_at_once() {
        let (mut hosts, now) = (hosts(8, 2), Instant::now());
        hosts.start("a.example", now);
        hosts.end("a.example", now);
        let free_at = now + Duration::from_secs(1);
        for paced in [true, false] {
            assert_eq!(hosts.next(["a.example"], paced, now), Next::At(free_at));
            assert_eq!(hosts.next(["a.example", "b.example"], paced, now), Next::Start(1));
            assert_eq!(hosts.next(["a.example"], paced, free_at), Next::Start(0));
        }
    }

    #[test]
    fn what_nobody_waits_for_comes_two_a_second() {
        let (mut hosts, start) = (hosts(64, 64), Instant::now());
        let (mut now, mut starts) = (start, 0);
        while now < start + Duration::from_secs(60) {
            match hosts.next(["localhost"], true, now) {
                Next::Start(_) => {
                    hosts.start("localhost", now);
                    hosts.end("localhost", now);
                    starts += 1;
                }
                Next::At(at) => now = at,
                Next::Ended => panic!("none is under way"),
            }
        }
        assert_eq!(starts, 120 + BURST - 1);
        // The reader's own refresh does not wait, and the others wait for it.
        assert_eq!(hosts.next(["localhost"], false, now), Next::Start(0));
        let rested = now + Duration::from_secs(60);
        assert_eq!(hosts.next(["localhost"], true, rested), Next::Start(0));
    }

    #[test]
    fn the_own_machine_is_told_from_others() {
        for own in ["", "localhost", "feeds.localhost", "127.0.0.1", "127.8.8.8", "[::1]", "::1"] {
            assert!(is_own_machine(own), "{own}");
        }
        for other in ["a.example", "10.0.0.1", "localhost.example", "[fe80::1]"] {
            assert!(!is_own_machine(other), "{other}");
        }
    }

    #[test]
    fn hosts_that_nobody_asks_any_more_are_forgotten() {
        let (mut hosts, now) = (hosts(8, 2), Instant::now());
        for number in 0..8 {
            hosts.start(&format!("{number}.example"), now);
        }
        for number in 0..8 {
            hosts.end(&format!("{number}.example"), now + Duration::from_secs(5));
        }
        assert!(hosts.hosts.is_empty());
    }
}
