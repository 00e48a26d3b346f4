//! What a node's queue has done since it began, for whoever shows numbers.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use super::Outcome;

/// Numbers of one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls whose message was taken.
    pub accepted: u64,
    /// Calls whose message was taken and waits for approval.
    pub held: u64,
    /// Calls that were refused for good.
    pub refused: u64,
    /// Calls that were refused for now.
    pub retried: u64,
    /// Calls of which nobody knows how they ended.
    pub unknown: u64,
    /// Messages given up because a day's limit was reached.
    pub over_limit: u64,
    /// The gateway is left alone.
    pub paused: bool,
}

/// Counts while messages are sent.
#[derive(Debug, Default)]
pub(super) struct Tally {
    accepted: AtomicU64,
    held: AtomicU64,
    refused: AtomicU64,
    retried: AtomicU64,
    unknown: AtomicU64,
    over_limit: AtomicU64,
    paused: AtomicBool,
}

impl Tally {
    pub(super) fn outcome(&self, outcome: &Outcome) {
        let counter = match outcome {
            Outcome::Accepted { .. } => &self.accepted,
            Outcome::Held { .. } => &self.held,
            Outcome::Permanent { .. } => &self.refused,
            Outcome::Retry { .. } | Outcome::Pause { .. } => &self.retried,
            Outcome::Unknown { .. } => &self.unknown,
        };
        counter.fetch_add(1, Relaxed);
    }

    pub(super) fn over_limit(&self) {
        self.over_limit.fetch_add(1, Relaxed);
    }

    pub(super) fn paused(&self, paused: bool) {
        self.paused.store(paused, Relaxed);
    }

    pub(super) fn now(&self) -> Counts {
        Counts {
            accepted: self.accepted.load(Relaxed),
            held: self.held.load(Relaxed),
            refused: self.refused.load(Relaxed),
            retried: self.retried.load(Relaxed),
            unknown: self.unknown.load(Relaxed),
            over_limit: self.over_limit.load(Relaxed),
            paused: self.paused.load(Relaxed),
        }
    }
}
