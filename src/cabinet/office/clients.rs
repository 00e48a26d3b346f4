//! One client, by account number: show, write out (KZ-3), unlock, end sessions, withdraw the consent (KZ-1), erase (KZ-7).
//! And those who are no clients any more (KZ-3).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::Office;
use super::export::export;
use crate::cabinet::audit::Event;
use crate::cabinet::client_id::ClientId;
use crate::cabinet::former::{self, Former, Walk};
use crate::cabinet::service::consent;
use crate::cabinet::store::consents::Consent;
use crate::cabinet::store::counters::{self, Counted};
use crate::cabinet::store::{
    Db, StoreError, clients, consents, contracts, credentials, flows, instant, operators, sessions,
};
use crate::portal::account::AccountNumber;

/// What an operator sees of a client: enough to help, no more. Personal numbers are masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The IIN, masked.
    pub iin: String,
    /// The phone, masked, if the register has one.
    pub phone: Option<String>,
    /// How many contracts there are.
    pub contracts: usize,
    /// When the register told it.
    pub as_of: DateTime<Utc>,
    /// When the password was set, once there is one.
    pub password_set_at: Option<DateTime<Utc>>,
    /// Wrong passwords in a row.
    pub failures: i64,
    /// Sessions that are kept.
    pub sessions: usize,
    /// The last consent, in force or withdrawn.
    pub consent: Option<Consent>,
}

pub(super) const GONE: StoreError = StoreError::Damaged { what: "profile" };

impl Office {
    /// The client of an account number; none when there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find(&self, account: &AccountNumber) -> Result<Option<ClientId>, StoreError> {
        Ok(clients::find(&self.db, account).await?.map(|known| known.id))
    }

    /// What there is to see of a client; none when no client has the account.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn show(&self, account: &AccountNumber) -> Result<Option<Shown>, StoreError> {
        let Some(known) = clients::find(&self.db, account).await? else { return Ok(None) };
        self.noted(known.id, &Event::OperatorShowed).await?;
        let (client, as_of) = clients::profile(&self.db, &self.vault, known.id).await?.ok_or(GONE)?;
        let contracts = contracts::of_client(&self.db, &self.vault, known.id).await?.len();
        let sessions = all_sessions(&self.db, known.id).await?.len();
        let consent = consents::of_client(&self.db, known.id).await?.into_iter().next();
        Ok(Some(Shown {
            iin: client.iin.to_string(),
            phone: client.phone.map(|phone| phone.to_string()),
            contracts,
            as_of,
            password_set_at: known.password_set_at.map(instant).transpose()?,
            failures: known.failures,
            sessions,
            consent,
        }))
    }

    /// Everything that is kept of a client, opened, as one document; none when no client has the account. What is secret
    /// even from the client is not in it: hashes of passwords and secrets, and texts of messages, which hold codes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn export(&self, account: &AccountNumber) -> Result<Option<Value>, StoreError> {
        let Some(known) = clients::find(&self.db, account).await? else { return Ok(None) };
        self.noted(known.id, &Event::OperatorExported).await?;
        export(&self.db, &self.vault, account, &known).await.map(Some)
    }

    /// Lifts the wait of an account and forgets its failures; no when no client has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unlock(&self, account: &AccountNumber) -> Result<bool, StoreError> {
        let Some(known) = clients::find(&self.db, account).await? else { return Ok(false) };
        let mut tx = self.db.begin().await?;
        operators::forget_failures(&mut tx, known.id).await?;
        counters::clear(&mut tx, &Counted::Account.name(&self.vault, account.expose())).await?;
        self.note(&mut tx, Some(known.id), &Event::OperatorUnlocked).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends all sessions of a client; how many, none when no client has the account.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_sessions(&self, account: &AccountNumber) -> Result<Option<u64>, StoreError> {
        let Some(known) = clients::find(&self.db, account).await? else { return Ok(None) };
        let mut tx = self.db.begin().await?;
        let count = sessions::end_all(&mut tx, known.id, None).await?;
        self.note(&mut tx, Some(known.id), &Event::OperatorEndedSessions { count }).await?;
        tx.commit().await?;
        Ok(Some(count))
    }

    /// Ends all sessions of all clients; how many (SES-6).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_all_sessions(&self) -> Result<u64, StoreError> {
        let mut tx = self.db.begin().await?;
        let count = operators::end_sessions_of_all(&mut tx).await?;
        self.note(&mut tx, None, &Event::OperatorEndedSessions { count }).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// Writes down that a client withdrew the consent, and closes the cabinet. How many consents
    /// were in force; none when no client has the account.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn withdraw_consent(&self, account: &AccountNumber) -> Result<Option<u64>, StoreError> {
        let Some(known) = clients::find(&self.db, account).await? else { return Ok(None) };
        let mut tx = self.db.begin().await?;
        let count = consent::withdraw(&mut tx, &self.vault, known.id, self.clock.now()).await?;
        self.note(&mut tx, Some(known.id), &Event::OperatorWithdrewConsent { count }).await?;
        tx.commit().await?;
        Ok(Some(count))
    }

    /// Erases a client with everything that belongs to it but the journal; no when no client has the account. An import
    /// that tells the client again adds it anew.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn erase(&self, account: &AccountNumber) -> Result<bool, StoreError> {
        let Some(known) = clients::find(&self.db, account).await? else { return Ok(false) };
        let mut tx = self.db.begin().await?;
        // The client's row comes first, as everywhere; then the consents that were given and became nobody's.
        credentials::forget(&mut tx, known.id).await?;
        flows::end_of_client(&mut tx, known.id, None).await?;
        operators::erase(&mut tx, known.id).await?;
        counters::clear(&mut tx, &Counted::Account.name(&self.vault, account.expose())).await?;
        self.note(&mut tx, Some(known.id), &Event::OperatorErased).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Clients who have been gone for so many years: every contract is closed, the register tells nothing of them, and no
    /// browser of theirs is remembered (KZ-3).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn former(&self, years: u32) -> Result<Vec<Former>, StoreError> {
        let (mut walk, mut all) = (Walk::begin(self.clock.now(), years), Vec::new());
        while let Some(mut some) = walk.next(&self.db).await? {
            all.append(&mut some);
        }
        Ok(all)
    }

    /// Erases those clients, as [`Office::erase`] does; how many.
    ///
    /// # Errors
    /// [`StoreError`]. Who was erased until then is.
    pub async fn erase_former(&self, years: u32) -> Result<u64, StoreError> {
        former::erase_all(&self.db, &self.vault, self.clock.now(), years, &|| false).await
    }

    async fn noted(&self, client: ClientId, event: &Event) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        self.note(&mut tx, Some(client), event).await?;
        tx.commit().await
    }
}

/// Alive or not: what is kept is told.
pub(super) async fn all_sessions(db: &Db, client: ClientId) -> Result<Vec<sessions::Kept>, StoreError> {
    sessions::of_client(db, client, TimeDelta::days(36_500), DateTime::UNIX_EPOCH).await
}
