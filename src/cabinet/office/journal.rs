//! The journal for operators: is it whole, what does it say, what may go.

use chrono::{DateTime, TimeDelta, Utc};

use super::Office;
use crate::cabinet::audit::Event;
use crate::cabinet::store::audit::{self, Chain, Entry};
use crate::cabinet::store::{StoreError, clients};
use crate::portal::account::AccountNumber;

/// How long entries are kept (LOG-2).
pub const TERM: TimeDelta = TimeDelta::days(366);

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

    /// Takes out the entries whose term is over; whether there were any. The journal says so itself, and from which hash
    /// on it goes on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn trim_journal(&self) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let Some((through, hash)) = audit::last_before(&mut tx, self.clock.now() - TERM).await? else {
            return Ok(false);
        };
        audit::cut(&mut tx, through).await?;
        self.note(&mut tx, None, &Event::Trimmed { through, hash }).await?;
        tx.commit().await?;
        Ok(true)
    }
}
