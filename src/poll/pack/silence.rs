//! Whether there is no network any more, or only this or that host is down. Pure.

use std::collections::HashSet;

/// So many requests in vain are enough to believe it.
const IN_VAIN: u32 = 3;
/// So many hosts that are silent, one after the other, are the network.
const HOSTS: usize = 3;

/// Who was heard, and who was silent since.
#[derive(Debug, Default)]
pub(super) struct Silence {
    heard: HashSet<String>,
    silent: HashSet<String>,
    in_vain: u32,
}

impl Silence {
    /// A host answered: there is a network.
    pub fn note_heard(&mut self, host: &str) {
        self.heard.insert(host.to_owned());
        self.silent.clear();
        self.in_vain = 0;
    }

    /// A host could not be reached.
    pub fn note_silent(&mut self, host: &str) {
        self.silent.insert(host.to_owned());
        self.in_vain += 1;
    }

    /// Whether it is likelier that the network is gone than that all of these are down: several hosts are, or there is
    /// no other to hear, neither among those that were heard nor among `others` that are still to be asked.
    pub fn is_network<'a>(&self, mut others: impl Iterator<Item = &'a str>) -> bool {
        let is_silent = |host: &str| self.silent.contains(host);
        self.in_vain >= IN_VAIN && (self.silent.len() >= HOSTS || self.is_everyone() && others.all(is_silent))
    }

    /// The same at the end, when nobody is left to ask.
    pub fn was_network(&self) -> bool {
        self.in_vain > 0 && (self.silent.len() >= HOSTS || self.is_everyone())
    }

    fn is_everyone(&self) -> bool {
        self.heard.is_subset(&self.silent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(heard: &[&str], silent: &[&str]) -> Silence {
        let mut silence = Silence::default();
        heard.iter().for_each(|host| silence.note_heard(host));
        silent.iter().for_each(|host| silence.note_silent(host));
        silence
    }

    #[test]
    fn one_host_that_is_down_is_not_the_network() {
        let silence = after(&["b"], &["a", "a", "a", "a"]);
        assert!(!silence.is_network(["a"].into_iter()) && !silence.was_network());
        let silence = after(&[], &["a", "a", "a"]);
        assert!(!silence.is_network(["a", "b"].into_iter()), "b may be heard yet");
        assert!(!after(&[], &["a"]).is_network([].into_iter()), "one request in vain says little");
    }

    #[test]
    fn several_hosts_or_all_there_are_that_fall_silent_are_the_network() {
        assert!(after(&["d"], &["a", "b", "c"]).is_network(["d"].into_iter()));
        assert!(after(&["a"], &["a", "a", "a"]).is_network(["a"].into_iter()), "the only one");
        assert!(after(&["a"], &["a"]).was_network());
        assert!(!after(&["a"], &[]).was_network());
        let mut silence = after(&[], &["a", "b", "c"]);
        silence.note_heard("d");
        assert!(!silence.is_network([].into_iter()) && !silence.was_network());
    }
}
