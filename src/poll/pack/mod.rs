//! Packing for a journey: the pages and pictures of many articles are fetched while there is a network.
//!
//! What matters most comes first (`plan.rs`), every host is asked as gently as for feeds, and all is stored at once, so
//! that it may be stopped or killed at any time: what is there is not asked for again. What is told at the end is read
//! from the store (`report.rs`).

mod plan;
mod report;
mod run;
mod silence;

use tokio::sync::{mpsc, watch};

use super::Pages;
use crate::config::Polling;
use crate::domain::{PackProgress, PackReport, Query, Scope};
use crate::store::{Store, StoreError};

/// How many pages and pictures are fetched at once, unless the user says so.
pub const PACK_JOBS: usize = 4;
/// How much is fetched, unless the user says so: bytes on the wire.
pub const PACK_BUDGET: u64 = 200_000_000;

/// How many events wait for a listener before packing waits too.
const EVENTS_WAITING: usize = 64;

/// What packing runs on.
#[derive(Clone, Debug)]
pub struct PackSetup {
    pub pages: Pages,
    pub store: Store,
    pub settings: Polling,
}

/// What is to be packed.
#[derive(Clone, Debug)]
pub struct PackOrder {
    pub scope: Scope,
    /// Articles of these come before others, but behind the starred.
    pub watched: Vec<Query>,
    /// Bytes on the wire.
    pub budget: u64,
    /// Whether pictures are fetched too, once all texts are there.
    pub pictures: bool,
    /// How many requests at once.
    pub jobs: usize,
}

/// How packing goes.
#[derive(Debug)]
pub enum PackEvent {
    Progress(PackProgress),
    /// It is over; no more follows.
    Ended(Result<PackReport, StoreError>),
}

/// Packing that is under way. It ends when this is dropped.
#[derive(Debug)]
pub struct Packing {
    stop: watch::Sender<bool>,
}

impl Packing {
    /// Stops it; what is there already is told.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }
}

/// Starts packing on the current tokio runtime. The receiver has to be read.
pub fn pack(setup: PackSetup, order: PackOrder) -> (Packing, mpsc::Receiver<PackEvent>) {
    let (events, listener) = mpsc::channel(EVENTS_WAITING);
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        let report = run::run(setup, order, stopped, &events).await;
        // That nobody listens any more is no fault.
        let _ = events.send(PackEvent::Ended(report)).await;
    });
    (Packing { stop }, listener)
}
