//! The consent to the processing of personal data (law, KZ-1): what was given, and its withdrawal. It is the same
//! withdrawal whether the client asks for it in the cabinet or an operator writes it down.

use chrono::{DateTime, Utc};

use super::access::Caller;
use super::sessions::Session;
use super::{Cabinet, ServiceError};
use crate::cabinet::audit::Event;
use crate::cabinet::client_id::ClientId;
use crate::cabinet::store::counters::{self, Counted};
use crate::cabinet::store::{StoreError, Tx, consents, credentials, devices, flows, sessions};
use crate::cabinet::vault::Vault;
use crate::portal::password::Password;

pub use crate::cabinet::store::consents::Consent;

impl Cabinet {
    /// What the client agreed to, the latest first.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn consents(&self, client: ClientId) -> Result<Vec<Consent>, ServiceError> {
        Ok(consents::of_client(&self.db, client).await?)
    }

    /// Withdraws the consent of a client who knows the present password, and closes the cabinet. Whether
    /// the password was right.
    ///
    /// # Errors
    /// [`ServiceError`], [`ServiceError::TooMany`] after many wrong passwords.
    pub async fn withdraw_consent(
        &self,
        session: &Session,
        present: &Password,
        caller: &Caller,
    ) -> Result<bool, ServiceError> {
        let client = session.client;
        let Some(stored) = self.prove_by(client, present).await? else { return Ok(false) };
        let mut tx = self.db.begin().await?;
        if !credentials::hold(&mut tx, client, &stored, false).await? {
            // The password was changed since it was looked up, or another request was faster.
            return Ok(false);
        }
        let count = withdraw(&mut tx, &self.vault, client, self.clock.now()).await?;
        self.note(&mut tx, Some(client), caller, &Event::ConsentWithdrawn { count }).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// What a withdrawal does: the password is forgotten, sessions, processes and known browsers end, waits are over. A first
/// authorization, with a new consent, opens the cabinet again. How many consents were in force.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn withdraw(
    tx: &mut Tx,
    vault: &Vault,
    client: ClientId,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    // The client's row comes first: who signs in at this moment has done so before, and is signed out, or cannot any more.
    credentials::forget(tx, client).await?;
    sessions::end_all(tx, client, None).await?;
    flows::end_of_client(tx, client, None).await?;
    devices::forget(tx, client).await?;
    if let Some(account) = credentials::account(tx, client).await? {
        counters::clear(tx, &Counted::Account.name(vault, &account)).await?;
    }
    consents::withdraw(tx, client, now).await
}
