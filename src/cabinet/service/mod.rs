//! What can be done in the cabinet: use cases, one file a subject. They own the transactions and the clock; they know
//! neither HTTP nor words.
//!
//! Start with [`register`] (what a client sees), [`sign_in`], [`authorization`] (the way to a first password) or
//! [`sessions`].

pub mod access;
pub mod authorization;
pub mod cleaning;
pub mod confirmation;
pub mod consent;
mod demonstration;
mod door;
pub mod error;
pub mod password;
pub mod register;
pub mod sessions;
pub mod sign_in;

#[cfg(test)]
pub(in crate::cabinet) mod testing;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::sms::Queue;
use super::store::Db;
use super::vault::Vault;
use crate::clock::Clock;

pub use access::{Access, Caller, Opened, Sent, SessionKind};
pub use authorization::{AuthorizationForm, FlowState};
pub use confirmation::Confirmed;
pub use consent::Consent;
pub use error::ServiceError;
pub use password::{ChangeRefused, PasswordRefused, Proof};
pub use sessions::{Ending, Listed, Outcome, Session, Visit};
pub use sign_in::SignIn;

/// Everything that use cases need; one for the whole process.
pub struct Cabinet {
    pub(in crate::cabinet) db: Db,
    pub(in crate::cabinet) vault: Arc<Vault>,
    pub(in crate::cabinet) clock: Arc<dyn Clock>,
    access: Arc<Access>,
    queue: Option<Arc<Queue>>,
    /// After how many years the regular cleaning erases former clients, if it does.
    former_years: Option<u32>,
}

impl Cabinet {
    /// A cabinet on a database whose schema is the program's.
    pub fn new(db: Db, vault: Arc<Vault>, clock: Arc<dyn Clock>, access: Access) -> Self {
        Self { db, vault, clock, access: Arc::new(access), queue: None, former_years: None }
    }

    /// The queue of this node is told of each message, and sends it at once; without one a message waits until some queue
    /// looks by itself.
    #[must_use]
    pub fn with_queue(self, queue: Arc<Queue>) -> Self {
        Self { queue: Some(queue), ..self }
    }

    /// The regular cleaning erases former clients after so many years (KZ-3); without it, it erases none.
    #[must_use]
    pub fn erasing_former(self, years: Option<u32>) -> Self {
        Self { former_years: years, ..self }
    }

    /// The database, to be asked whether it answers and to be closed at the end.
    pub const fn db(&self) -> &Db {
        &self.db
    }
}

impl std::fmt::Debug for Cabinet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cabinet").field("engine", &self.db.engine()).finish_non_exhaustive()
    }
}
