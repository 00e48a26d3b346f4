//! Notes the uses of sessions (security, SES-4) beside the answers: what is only read waits for no write, and a graceful stop
//! waits for the notes.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::cabinet::visit::Visit;

/// Most notes under way. What comes on top is not noted: its session ends sooner than it should, never later, and its next
/// request is noted again.
const MOST: u32 = 256;

/// The notes under way.
#[derive(Debug)]
pub struct Uses(Arc<Semaphore>);

impl Default for Uses {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST as usize)))
    }
}

impl Uses {
    /// Begins to note that the session of a visit is in use, where that is due.
    pub(super) fn note(&self, visit: &Visit) {
        if !visit.session.is_to_be_noted() {
            return;
        }
        let Ok(place) = Arc::clone(&self.0).try_acquire_owned() else { return };
        let (cabinet, session) = (Arc::clone(&visit.cabinet), visit.session.clone());
        tokio::spawn(async move {
            cabinet.note_use(&session).await;
            drop(place);
        });
    }

    /// Waits until all are noted that had begun.
    pub async fn noted(&self) {
        // The semaphore is never closed.
        drop(self.0.acquire_many(MOST).await);
    }
}
