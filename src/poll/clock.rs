//! Seeing that the machine slept, or that its clock was set.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// From this difference on, connections that were kept open are not trusted any more.
const GAP: Duration = Duration::from_secs(60);

/// Compares the clock on the wall, by which feeds are due, with the one that only counts while the machine is awake.
#[derive(Debug)]
pub(super) struct Watch {
    wall: Timestamp,
    steady: Instant,
}

impl Watch {
    pub fn new(wall: Timestamp, steady: Instant) -> Self {
        Self { wall, steady }
    }

    /// Whether the two went apart since the last look: the machine slept, or its clock was set.
    pub fn has_jumped(&mut self, wall: Timestamp, steady: Instant) -> bool {
        let passed = wall.duration_since(self.wall);
        let counted = steady.saturating_duration_since(self.steady);
        (self.wall, self.steady) = (wall, steady);
        let counted = jiff::SignedDuration::try_from(counted).unwrap_or(jiff::SignedDuration::MAX);
        passed.saturating_sub(counted).unsigned_abs() >= GAP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sleep_and_a_clock_that_is_set_are_seen_once() {
        let (wall, steady) = (Timestamp::from_second(1_790_000_000).unwrap(), Instant::now());
        let mut watch = Watch::new(wall, steady);
        let second = Duration::from_secs(1);
        assert!(!watch.has_jumped(wall + second * 300, steady + second * 300));
        assert!(!watch.has_jumped(wall + second * 630, steady + second * 600), "half a minute is a slow clock");
        assert!(watch.has_jumped(wall + second * 30_000, steady + second * 660), "it slept");
        assert!(!watch.has_jumped(wall + second * 30_060, steady + second * 720));
        assert!(watch.has_jumped(wall, steady + second * 780), "it was set back");
    }
}
