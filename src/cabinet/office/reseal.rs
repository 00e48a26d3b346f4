//! Takes everything that is sealed over to the first sealing key, so that an older one can be retired (SEC-1).
//!
//! Each page of rows is a transaction of its own with its entry in the journal; a run that is broken off is made up for by
//! the next, which finds the rest. Imports wait meanwhile: both write many rows, each in an order of its own.

use chrono::TimeDelta;
use serde_json::Value;

use super::Office;
use crate::cabinet::audit::Event;
use crate::cabinet::import::run::TERM;
use crate::cabinet::store::StoreError;
use crate::cabinet::store::dump::Table;
use crate::cabinet::store::sealed::{SEALED, of_rows};
use crate::cabinet::vault::{Token, VaultError};

/// Why not everything was sealed anew. What was until then is.
#[derive(Debug, thiserror::Error)]
pub enum ResealError {
    /// An import, or another of these, is under way.
    #[error("an import is under way")]
    Busy,
    /// The database.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Random numbers.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Values that are sealed with the first key now and were not before.
    pub anew: u64,
    /// Values that no key opens. They are left as they are.
    pub unopened: u64,
}

impl Office {
    /// Seals with the first key every value that another one sealed.
    ///
    /// # Errors
    /// [`ResealError`].
    pub async fn reseal(&self) -> Result<Resealed, ResealError> {
        let holder = Token::draw()?.hash();
        let done = self.reseal_all(&holder).await;
        let given_back = self.hold(&holder, TimeDelta::zero()).await;
        // What went wrong first is the cause; a lease that could not be given back ends by itself.
        let done = done?;
        given_back?;
        Ok(done)
    }

    async fn reseal_all(&self, holder: &str) -> Result<Resealed, ResealError> {
        let mut all = Resealed::default();
        for table in SEALED {
            let mut after = None;
            loop {
                if !self.hold(holder, TERM).await? {
                    return Err(ResealError::Busy);
                }
                let rows = table.page(&mut self.db.snapshot().await?, after.as_ref()).await?;
                let Some(last) = rows.last() else { break };
                after = last.first().cloned();
                self.reseal_page(table, &rows, &mut all).await?;
            }
        }
        Ok(all)
    }

    async fn reseal_page(
        &self,
        table: &'static Table,
        rows: &[Vec<Value>],
        all: &mut Resealed,
    ) -> Result<(), ResealError> {
        let mut changes = Vec::new();
        for sealed in of_rows(table, rows) {
            match self.vault.seal_anew(&sealed.place(), sealed.text) {
                Ok(None) => {}
                Ok(Some(anew)) => changes.push((sealed, anew)),
                Err(VaultError::Sealed) => all.unopened += 1,
                Err(error) => return Err(error.into()),
            }
        }
        if changes.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        let mut count = 0;
        for (sealed, anew) in changes {
            count += u64::from(sealed.replace(&mut tx, &anew).await?);
        }
        self.note(&mut tx, None, &Event::Resealed { table: table.name, count }).await?;
        tx.commit().await?;
        all.anew += count;
        Ok(())
    }
}
