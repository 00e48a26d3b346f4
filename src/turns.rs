//! Turns at work that is dear: only so much of it runs at once, only so many wait for it, and not for long; who comes later
//! is told to come again. Passwords are hashed by turns, and searches made.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout;

/// What is given out by turns.
#[derive(Debug)]
pub struct Turns {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
    patience: Duration,
}

/// All run that may, and as many wait as may; or the wait was too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many wait")]
pub struct Busy;

impl Turns {
    /// So many runs at once; so many wait for theirs, so long.
    pub fn new(runs: usize, waiting: usize, patience: Duration) -> Self {
        Self { permits: Arc::new(Semaphore::new(runs)), waiting: AtomicUsize::new(0), most: waiting, patience }
    }

    /// A turn, at once or after a wait.
    ///
    /// # Errors
    /// [`Busy`].
    pub async fn turn(&self) -> Result<Turn, Busy> {
        if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
            return Ok(Turn(permit));
        }
        let _place = Place::take(&self.waiting, self.most).ok_or(Busy)?;
        let permit = timeout(self.patience, Arc::clone(&self.permits).acquire_owned()).await;
        permit.ok().and_then(Result::ok).map(Turn).ok_or(Busy)
    }

    /// How many more could run now.
    pub fn free(&self) -> usize {
        self.permits.available_permits()
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Acquire)
    }
}

/// A turn: good for one run.
#[derive(Debug)]
pub struct Turn(OwnedSemaphorePermit);

impl Turn {
    /// Runs `work` on a thread for blocking work. The turn stays with the work: a visitor who goes away does not free a place
    /// that is still in use.
    ///
    /// # Errors
    /// The work panicked.
    pub async fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
        let Self(permit) = self;
        let done = spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        });
        done.await
    }
}

/// A place in the queue; given back when dropped, also when the visitor goes away.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, most: usize) -> Option<Self> {
        let taken = waiting.fetch_update(Ordering::AcqRel, Ordering::Acquire, |now| (now < most).then_some(now + 1));
        taken.is_ok().then(|| Self(waiting))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
