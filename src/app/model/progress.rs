//! What goes on behind the reader: polling and packing.

use std::collections::HashMap;

use jiff::Zoned;

use crate::domain::{Failure, FeedId, HealthState, PackProgress, PackReport};

/// Packing for a journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackStatus {
    /// How far it is, while it is under way.
    pub under_way: Option<PackProgress>,
    /// What the last one brought.
    pub report: Option<PackReport>,
}

/// What polling is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PollStatus {
    /// Feeds done, of all in the round that is on.
    pub round: Option<(usize, usize)>,
    /// Articles tagged anew, of all that are to be.
    pub tagging: Option<(u64, u64)>,
    /// Whole articles fetched unasked, of all that are to be.
    pub full_texts: Option<(usize, usize)>,
    pub failing: HashMap<FeedId, Failure>,
    pub offline_since: Option<Zoned>,
}

impl PollStatus {
    /// Whether a feed's last poll failed by its own fault.
    pub fn is_failing(&self, feed: FeedId) -> bool {
        self.failing.get(&feed).is_some_and(|failure| HealthState::of_failure(failure).is_failing())
    }

    /// How many such feeds there are.
    pub fn failing_feeds(&self) -> usize {
        self.failing.keys().filter(|feed| self.is_failing(**feed)).count()
    }
}
