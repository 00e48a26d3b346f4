//! What can be done in the cabinet: use cases, one file a subject. They own the transactions and the clock; they know
//! neither HTTP nor words.
//!
//! Start with [`register`] (what a client sees).

pub mod error;
pub mod register;

use std::sync::Arc;

use super::store::Db;
use super::vault::Vault;
use crate::clock::Clock;

pub use error::ServiceError;

/// Everything that use cases need; one for the whole process.
pub struct Cabinet {
    pub(in crate::cabinet) db: Db,
    pub(in crate::cabinet) vault: Arc<Vault>,
    pub(in crate::cabinet) clock: Arc<dyn Clock>,
}

impl Cabinet {
    /// A cabinet on a database whose schema is the program's.
    pub fn new(db: Db, vault: Vault, clock: Arc<dyn Clock>) -> Self {
        Self { db, vault: Arc::new(vault), clock }
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
