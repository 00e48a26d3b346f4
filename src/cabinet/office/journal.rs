//! The journal for operators: is it whole, what does it say, what may go.

use chrono::{DateTime, Utc};

use super::Office;
use crate::cabinet::audit::{PORTION, trim};
use crate::cabinet::store::audit::{self, Chain, Entry};
use crate::cabinet::store::{StoreError, clients};
use crate::portal::account::AccountNumber;

impl Office {
    /// Walks along the chain of the journal.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn verify_journal(&self) -> Result<Chain, StoreError> {
        audit::verify(&self.db, &self.vault).await
    }

    /// The entries from one instant to another, without it; of one client or of all (KZ-4). None when no client has the
    /// account.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn journal(
        &self,
        account: Option<&AccountNumber>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Option<Vec<Entry>>, StoreError> {
        let client = match account {
            None => None,
            Some(account) => match clients::find(&self.db, account).await? {
                None => return Ok(None),
                Some(known) => Some(known.id),
            },
        };
        audit::of_period(&self.db, client, from, to).await.map(Some)
    }

    /// Takes out all entries whose term is over; whether there were any. A server does so by itself, about once a day.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn trim_journal(&self) -> Result<bool, StoreError> {
        let mut any = false;
        while trim(&self.db, &self.vault, self.clock.now(), PORTION).await? {
            any = true;
        }
        Ok(any)
    }
}
