//! Whose fault it is that a feed did not come: its own, or the network's.
//!
//! As long as no server was reached, who cannot be reached is only suspected; as long as no feed came, so is the page
//! that stands in a feed's place. Before a few feeds are blamed, another one is heard as a witness.

use super::super::job;
use super::super::network::Cause;
use super::super::portal::{self, Sign, WITNESSES};
use super::*;
use crate::domain::{SafeText, Verdict};

impl Round<'_> {
    /// Whether so many feeds were not reached that it is wiser to see what becomes of those under way.
    pub(super) fn is_holding(&self) -> bool {
        let in_vain = !self.suspects.is_empty() && !self.reached && self.desk.is_network_gone();
        let behind_portal = !self.strange.is_empty() && !self.genuine && self.desk.network.is_portal();
        self.portal || (!self.is_probe() && (in_vain || behind_portal))
    }

    /// Nothing came from a feed.
    pub(super) async fn unreached(&mut self, at: usize, failure: Failure) -> Result<(), Closed> {
        if self.reached {
            return self.blame(at, failure).await;
        }
        self.wants_witness |= self.desk.note_unreached(at);
        self.suspects.push((at, failure));
        Ok(())
    }

    /// Something else came in a feed's place.
    pub(super) async fn strange(&mut self, at: usize, sign: Sign, failure: Failure) -> Result<(), Closed> {
        let has_failed = self.desk.feeds[at].state.failures > 0;
        if !self.desk.network.is_portal() && (has_failed || (self.genuine && !sign.was_feed)) {
            return self.blame(at, failure).await;
        }
        self.wants_witness |= sign.was_feed || failure.kind == FailureKind::Portal;
        self.strange.push((at, sign, failure));
        let signs: Vec<_> = self.strange.iter().map(|(_, sign, _)| sign.clone()).collect();
        self.portal |= portal::is_portal(&signs, self.genuine);
        Ok(())
    }

    /// A server was reached: there is a network, and who was not reached has to blame himself. When it was `genuine`, a
    /// feed came too, and what never was a feed has to blame itself.
    pub(super) async fn reach(&mut self, genuine: bool) -> Result<(), Closed> {
        if self.desk.come_back(genuine).await? && self.is_probe() {
            self.kind = Kind::Due;
            let due = self.desk.due();
            self.join(due);
        }
        if self.desk.network.is_portal() {
            return Ok(());
        }
        self.announce().await?;
        if genuine && !std::mem::replace(&mut self.genuine, true) {
            for (at, _, failure) in self.strange.extract_if(.., |(_, sign, _)| !sign.was_feed).collect::<Vec<_>>() {
                self.blame(at, failure).await?;
            }
        }
        self.reached = true;
        for (at, failure) in std::mem::take(&mut self.suspects) {
            self.blame(at, failure).await?;
        }
        Ok(())
    }

    /// Hears one more feed before those that did not come are blamed; says whether there is one to hear.
    pub(super) fn call_witness(&mut self) -> bool {
        let is_open = self.wants_witness && !self.reached && !self.genuine && !self.is_holding();
        let is_heard = self.desk.servers(&self.members).len() >= WITNESSES;
        let may = matches!(self.kind, Kind::Due | Kind::Wanted) && !*self.cancel.borrow();
        if !is_open || is_heard || !may {
            return false;
        }
        let witness = self.desk.witness(&self.members);
        self.join(witness.into_iter().collect());
        witness.is_some()
    }

    pub(super) async fn own_fault(&mut self, at: usize, panic: &JoinError) -> Result<(), Closed> {
        let failure = job::own_fault(&self.desk.feeds[at].feed, &panic.to_string());
        self.blame(at, failure).await
    }

    async fn blame(&mut self, at: usize, failure: Failure) -> Result<(), Closed> {
        let Tracked { feed, state, limits, .. } = &self.desk.feeds[at];
        let state = job::fail(&self.desk.store, feed, state, *limits, &failure).await;
        self.desk.feeds[at].state = state;
        self.finish(at, Outcome::Failed(failure)).await
    }

    /// At the end: what to make of feeds that did not come.
    pub(super) async fn judge(&mut self) -> Result<(), Closed> {
        let (suspects, strange) = (std::mem::take(&mut self.suspects), std::mem::take(&mut self.strange));
        for (_, failure) in &suspects {
            tracing::info!(cause = %failure.detail, "not reached");
        }
        let of_network = |failure: &Failure| failure.kind == FailureKind::Offline;
        if self.portal || (!strange.is_empty() && self.desk.network.is_portal()) {
            let sentence = sentence(strange.iter().map(|(_, sign, _)| sign));
            let failed = suspects.into_iter().map(|(at, _)| at).chain(strange.into_iter().map(|(at, ..)| at));
            return self.leave(Cause::Portal(sentence), failed.collect()).await;
        }
        let is_lost = self.desk.is_network_gone() || suspects.iter().all(|(_, failure)| of_network(failure));
        if !suspects.is_empty() && is_lost {
            let failed = suspects.into_iter().map(|(at, _)| at).chain(strange.into_iter().map(|(at, ..)| at));
            return self.leave(Cause::Lost, failed.collect()).await;
        }
        for (at, failure) in suspects.into_iter().chain(strange.into_iter().map(|(at, _, failure)| (at, failure))) {
            self.blame(at, failure).await?;
        }
        Ok(())
    }

    /// No feed can be asked: the round ends, and who wanted to hear of every feed hears that.
    async fn leave(&mut self, cause: Cause, failed: Vec<usize>) -> Result<(), Closed> {
        let failure = match &cause {
            Cause::Lost => offline(),
            Cause::Portal(sentence) => of_network(FailureKind::Portal, sentence.clone(), "a sign-in page"),
        };
        self.desk.leave(cause, matches!(self.kind, Kind::Wanted | Kind::Every)).await?;
        if self.kind == Kind::Every {
            let left = std::mem::take(&mut self.queue);
            for at in failed.into_iter().chain(left) {
                self.finish(at, Outcome::Failed(failure.clone())).await?;
            }
        }
        Ok(())
    }
}

/// What is told of a feed that could not be asked for want of a network.
pub(in super::super) fn offline() -> Failure {
    let sentence = "The network cannot be reached; what was fetched before is still there to read.";
    of_network(FailureKind::Offline, sentence.into(), "offline")
}

fn of_network(kind: FailureKind, sentence: SafeText, detail: &'static str) -> Failure {
    Failure { kind, sentence, detail: detail.into(), verdict: Verdict::Retry { after: None } }
}

/// What is said of a portal, with the host of its page where that is known.
fn sentence<'a>(signs: impl Iterator<Item = &'a Sign>) -> SafeText {
    let host = signs.filter(|sign| !sign.host.is_empty() && sign.host != sign.asked).map(|sign| &sign.host).next();
    let who = host.map(|host| format!(" ({host})")).unwrap_or_default();
    SafeText::line(&format!(
        "A sign-in page{who} stands between this machine and the feeds: open a browser and sign in to the network."
    ))
}
