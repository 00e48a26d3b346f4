//! What operators do on the machine, by command: look at a client, unlock, erase, copy the database, seal it anew,
//! read the journal.
//! Imports ([`super::import`]) are theirs too. There is no way here over the network (security, ACL-6).
//!
//! Clients are named by their account number, as people name them. Whatever is changed here goes into the journal in the
//! same transaction; a look at a client, and a copy, before anything is read: nobody sees what the journal does not know of.

pub mod backup;
pub mod clients;
mod export;
pub mod journal;
pub mod reseal;

use std::sync::Arc;

use super::audit::{self, Event, Origin};
use super::client_id::ClientId;
use super::import::{ImportError, Imported, Options, Progress};
use super::service::Cabinet;
use super::store::{Db, StoreError, Tx};
use super::vault::Vault;
use crate::clock::Clock;

/// What operators work with. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    pub(in crate::cabinet) db: Db,
    pub(in crate::cabinet) vault: Arc<Vault>,
    pub(in crate::cabinet) clock: Arc<dyn Clock>,
}

impl Office {
    /// An office on a database.
    pub const fn new(db: Db, vault: Arc<Vault>, clock: Arc<dyn Clock>) -> Self {
        Self { db, vault, clock }
    }

    /// The same with other keys.
    #[must_use]
    pub fn with(&self, vault: Arc<Vault>) -> Self {
        Self { vault, ..self.clone() }
    }

    /// The database.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Applies the migrations that are missing; their numbers.
    ///
    /// # Errors
    /// [`StoreError`]: then nothing was applied.
    pub async fn migrate(&self) -> Result<Vec<i64>, StoreError> {
        let (mut tx, numbers) = self.db.migrating(self.clock.now()).await?;
        if !numbers.is_empty() {
            self.note(&mut tx, None, &Event::Migrate { numbers: numbers.clone() }).await?;
        }
        tx.commit().await?;
        Ok(numbers)
    }

    /// Writes into the journal.
    async fn note(&self, tx: &mut Tx, client: Option<ClientId>, event: &Event) -> Result<(), StoreError> {
        audit::record(tx, &self.vault, self.clock.now(), client, &Origin::COMMAND, event).await
    }
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").field("engine", &self.db.engine()).finish_non_exhaustive()
    }
}

impl Cabinet {
    /// The office on the same database.
    pub fn office(&self) -> Office {
        Office::new(self.db.clone(), Arc::clone(&self.vault), Arc::clone(&self.clock))
    }

    /// Imports a file, as [`Office::import`] does.
    ///
    /// # Errors
    /// [`ImportError`].
    pub async fn import(&self, options: &Options, progress: impl FnMut(Progress)) -> Result<Imported, ImportError> {
        self.office().import(options, progress).await
    }
}

#[cfg(test)]
mod backup_tests;
#[cfg(test)]
mod reseal_tests;
#[cfg(test)]
mod tests;
