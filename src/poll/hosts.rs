//! How many feeds are asked at once, from all hosts together and from one.

use std::collections::HashMap;

/// Counts the requests under way. Says who may start; waits for nobody.
#[derive(Debug)]
pub(super) struct Hosts {
    overall: usize,
    per_host: usize,
    running: usize,
    busy: HashMap<String, usize>,
}

impl Hosts {
    /// At most `overall` requests, and `per_host` of them to one host; each at least one.
    pub fn new(overall: usize, per_host: usize) -> Self {
        Self { overall: overall.max(1), per_host: per_host.max(1), running: 0, busy: HashMap::new() }
    }

    /// Whether no further request may start, to any host.
    pub fn is_full(&self) -> bool {
        self.running >= self.overall
    }

    /// Whether a request to this host may start now.
    pub fn admits(&self, host: &str) -> bool {
        !self.is_full() && self.busy.get(host).is_none_or(|busy| *busy < self.per_host)
    }

    /// A request to this host has started.
    pub fn start(&mut self, host: &str) {
        self.running += 1;
        *self.busy.entry(host.to_owned()).or_default() += 1;
    }

    /// A request to this host has ended.
    pub fn end(&mut self, host: &str) {
        self.running = self.running.saturating_sub(1);
        if let Some(busy) = self.busy.get_mut(host) {
            *busy -= 1;
            if *busy == 0 {
                self.busy.remove(host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_has_its_share_and_all_together_theirs() {
        let mut hosts = Hosts::new(3, 2);
        hosts.start("a.example");
        hosts.start("a.example");
        assert!(!hosts.admits("a.example"));
        assert!(hosts.admits("b.example"));
        hosts.start("b.example");
        assert!(hosts.is_full());
        assert!(!hosts.admits("c.example"));
        hosts.end("a.example");
        assert!(hosts.admits("a.example") && hosts.admits("c.example"));
    }

    #[test]
    fn a_share_of_none_is_one() {
        assert!(Hosts::new(0, 0).admits("a.example"));
    }
}
