//! Whether anything still moves on a connection of HTTP/2 (security, NET-1, NET-2).
//!
//! Below HTTP/2 the socket tells nothing: a client that opens no window for our answers takes no byte of them and yet
//! answers every ping. So answers say themselves when a part of them is taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;

/// The most of an answer that is handed over at a time: what has been handed over, a client may leave in our memory.
pub(super) const PORTION: usize = 16 * 1024;

/// What moves on a connection.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    /// Requests that came.
    asked: AtomicU64,
    /// Those that are being worked at.
    worked: AtomicUsize,
    /// Answers of which something is left to take.
    open: AtomicUsize,
    /// Parts of answers that were taken.
    moves: AtomicU64,
    dismissed: Notify,
}

impl Pulse {
    /// A request came; it is being worked at until what is given back goes.
    pub(super) fn ask(self: &Arc<Self>) -> Work {
        self.asked.fetch_add(1, Relaxed);
        self.worked.fetch_add(1, Relaxed);
        Work(Arc::clone(self))
    }

    /// Nobody may stay who is not being answered.
    pub(super) fn dismiss(&self) {
        self.dismissed.notify_one();
    }

    /// Ends when nobody may stay.
    pub(super) async fn dismissed(&self) {
        self.dismissed.notified().await;
    }

    /// Ends when for `idle` no request came, none was worked at and no answer was open: pings alone keep nobody here.
    pub(super) async fn rests(&self, idle: Duration) {
        let mut before = None;
        loop {
            let resting = self.worked.load(Relaxed) == 0 && self.open.load(Relaxed) == 0;
            let now = resting.then(|| self.asked.load(Relaxed));
            if now.is_some() && now == before {
                return;
            }
            before = now;
            sleep(idle).await;
        }
    }

    /// Ends when the connection is good for nothing: no request came within `first`, or answers stand ready of which nothing
    /// was taken for `stall`.
    pub(super) async fn ceases(&self, first: Duration, stall: Duration) {
        sleep(first).await;
        if self.asked.load(Relaxed) == 0 {
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

/// A request that is being worked at.
#[derive(Debug)]
pub(super) struct Work(Arc<Pulse>);

impl Drop for Work {
    fn drop(&mut self) {
        self.0.worked.fetch_sub(1, Relaxed);
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
