//! Whether anything still moves on a connection of HTTP/2 (security, NET-1, NET-2).
//!
//! Below HTTP/2 the socket tells nothing: a client that opens no window for our answers takes no byte of them and yet
//! answers every ping. So answers say themselves when a part of them is taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::sleep;

/// The most of an answer that is handed over at a time: what has been handed over, a client may leave in our memory.
pub(super) const PORTION: usize = 16 * 1024;

/// What moves on a connection.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    asked: AtomicBool,
    open: AtomicUsize,
    moves: AtomicU64,
}

impl Pulse {
    /// A request came.
    pub(super) fn ask(&self) {
        self.asked.store(true, Relaxed);
    }

    /// Ends when the connection is good for nothing: no request came within `first`, or answers stand ready of which nothing
    /// was taken for `stall`.
    pub(super) async fn ceases(&self, first: Duration, stall: Duration) {
        sleep(first).await;
        if !self.asked.load(Relaxed) {
            return;
        }
        let mut before = None;
        loop {
            let waiting = (self.open.load(Relaxed) > 0).then(|| self.moves.load(Relaxed));
            if waiting.is_some() && waiting == before {
                return;
            }
            before = waiting;
            sleep(stall).await;
        }
    }
}

/// An answer under way.
#[derive(Debug)]
pub(super) struct Pace(Arc<Pulse>);

impl Pace {
    /// One more answer.
    pub(super) fn new(pulse: Arc<Pulse>) -> Self {
        pulse.open.fetch_add(1, Relaxed);
        let pace = Self(pulse);
        pace.moved();
        pace
    }

    /// A part of it was taken.
    pub(super) fn moved(&self) {
        self.0.moves.fetch_add(1, Relaxed);
    }
}

impl Drop for Pace {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Relaxed);
    }
}
