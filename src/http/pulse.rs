//! Whether anything still moves on a connection of HTTP/2 (security, NET-1, NET-2).
//!
//! Below HTTP/2 the socket tells nothing: a client that opens no window for our answers takes no byte of them and yet
//! answers every ping. So answers say themselves when a part of them is taken. What has been taken of them may still wait in
//! our memory for a slow line: so the bytes that leave are counted too.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;

/// The most of an answer that is handed over at a time: what has been handed over, a client may leave in our memory.
pub(super) const PORTION: usize = 16 * 1024;

/// Bytes that say nothing: so many leave in a while for pings and the like, though no answer does.
const CHATTER: u64 = 1024;

/// What moves on a connection.
#[derive(Debug)]
pub(super) struct Pulse {
    /// Requests that came.
    asked: AtomicU64,
    /// Those that are being worked at.
    worked: AtomicUsize,
    /// Answers of which something is left to take.
    open: AtomicUsize,
    /// Parts of answers that were taken.
    moves: AtomicU64,
    /// Bytes of anything that left.
    left: Arc<AtomicU64>,
    dismissed: Notify,
}

impl Pulse {
    /// That of a connection whose bytes are counted in `left` when they go.
    pub(super) fn new(left: Arc<AtomicU64>) -> Self {
        let (asked, worked, open, moves) = Default::default();
        Self { asked, worked, open, moves, left, dismissed: Notify::new() }
    }

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

    /// Ends when for `idle` no request came, none was worked at, no answer was open and none was on its way out: pings alone
    /// keep nobody here.
    pub(super) async fn rests(&self, idle: Duration) {
        let mut before = None;
        loop {
            let resting = self.worked.load(Relaxed) == 0 && self.open.load(Relaxed) == 0;
            let now = resting.then(|| (self.asked.load(Relaxed), self.left.load(Relaxed)));
            if is_still(before, now, CHATTER) {
                return;
            }
            before = now;
            sleep(idle).await;
        }
    }

    /// Ends when the connection is good for nothing: no request came within `first`, or answers stand ready of which nothing
    /// was taken for `stall` and of which less than a portion left, though others may stand before them.
    pub(super) async fn ceases(&self, first: Duration, stall: Duration) {
        sleep(first).await;
        if self.asked.load(Relaxed) == 0 {
            return;
        }
        let mut before = None;
        loop {
            let waiting = self.open.load(Relaxed) > 0;
            let now = waiting.then(|| (self.moves.load(Relaxed), self.left.load(Relaxed)));
            if is_still(before, now, PORTION as u64) {
                return;
            }
            before = now;
            sleep(stall).await;
        }
    }
}

/// Whether a count stands where it stood, and fewer than `few` bytes have left since.
fn is_still(before: Option<(u64, u64)>, now: Option<(u64, u64)>, few: u64) -> bool {
    before.zip(now).is_some_and(|((then, left_then), (now, left))| then == now && left - left_then < few)
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
