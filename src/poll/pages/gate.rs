//! Who may ask which host for a page now: as many at once, and as far apart, as feeds are asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::config::Polling;
use crate::poll::hosts::{Hosts, Next};

/// How long a host is left alone that wants to be and does not say how long.
const SPARED: Duration = Duration::from_secs(15 * 60);
/// The longest that a host is left alone on its own word.
const SPARED_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Shared by all that fetch pages.
#[derive(Clone, Debug)]
pub(super) struct Gate(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    /// A request has ended.
    ended: Notify,
}

#[derive(Debug)]
struct State {
    hosts: Hosts,
    /// Hosts that asked for patience, until then.
    spared: HashMap<String, Instant>,
}

/// The host wants to be left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spared;

/// Leave to ask a host, until it is dropped.
#[derive(Debug)]
pub(super) struct Pass {
    gate: Gate,
    host: String,
}

impl Gate {
    pub fn new(settings: &Polling) -> Self {
        let state = State { hosts: Hosts::new(settings), spared: HashMap::new() };
        Self(Arc::new(Inner { state: Mutex::new(state), ended: Notify::new() }))
    }

    /// Waits until this host may be asked.
    pub async fn enter(&self, host: &str) -> Result<Pass, Spared> {
        loop {
            // Registered before looking, so that no end is missed in between.
            let ended = self.0.ended.notified();
            let next = self.try_enter(host, Instant::now())?;
            match next {
                Next::Start(_) => return Ok(Pass { gate: self.clone(), host: host.to_owned() }),
                Next::At(at) => tokio::time::sleep_until(at.into()).await,
                Next::Ended => ended.await,
            }
        }
    }

    fn try_enter(&self, host: &str, now: Instant) -> Result<Next, Spared> {
        let mut state = self.state();
        state.spared.retain(|_, until| *until > now);
        if state.spared.contains_key(host) {
            return Err(Spared);
        }
        let next = state.hosts.next([host], false, now);
        if let Next::Start(_) = next {
            state.hosts.start(host, now);
        }
        Ok(next)
    }

    /// Leaves a host alone that asked for it, for as long as it said.
    pub fn spare(&self, host: &str, time: Option<Duration>) {
        let until = Instant::now() + time.unwrap_or(SPARED).min(SPARED_MAX);
        self.state().spared.insert(host.to_owned(), until);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.gate.state().hosts.end(&self.host, Instant::now());
        self.gate.0.ended.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(per_host: usize) -> Gate {
        Gate::new(&Polling { per_host, host_pause: Duration::from_secs(1), ..Polling::default() })
    }

    #[test]
    fn a_host_has_its_share_and_its_pause() {
        let (gate, now) = (gate(2), Instant::now());
        assert_eq!(gate.try_enter("a.example", now), Ok(Next::Start(0)));
        let then = now + Duration::from_secs(1);
        assert_eq!(gate.try_enter("a.example", now), Ok(Next::At(then)));
        assert_eq!(gate.try_enter("b.example", now), Ok(Next::Start(0)));
        assert_eq!(gate.try_enter("a.example", then), Ok(Next::Start(0)));
        assert_eq!(gate.try_enter("a.example", then + Duration::from_secs(1)), Ok(Next::Ended));
    }

    #[test]
    fn a_host_that_asks_for_patience_is_left_alone() {
        let gate = gate(2);
        gate.spare("a.example", Some(Duration::from_secs(60)));
        let now = Instant::now();
        assert_eq!(gate.try_enter("a.example", now), Err(Spared));
        assert_eq!(gate.try_enter("b.example", now), Ok(Next::Start(0)));
        assert_eq!(gate.try_enter("a.example", now + Duration::from_secs(61)), Ok(Next::Start(0)));
    }

    #[tokio::test]
    async fn who_waits_goes_in_when_another_is_done() {
        let gate = gate(1);
        let first = gate.enter("localhost").await.unwrap();
        let waiting = tokio::spawn({
            let gate = gate.clone();
            async move { gate.enter("localhost").await.is_ok() }
        });
        drop(first);
        assert!(waiting.await.unwrap());
    }
}
