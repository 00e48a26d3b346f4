//! What the cabinet itself knows of a client: the hash of the password, and how often in a row it was missed.

use chrono::{DateTime, Utc};

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, millis};
use crate::cabinet::client_id::ClientId;

/// No client has this id: a statement that must run whether or not there is a client changes nothing with it.
const NOBODY: i64 = -1;

/// The numbers of the client's contracts.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn contract_numbers(db: &Db, client: ClientId) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = on_db!(db, on => sqlx::query_as("SELECT number FROM contracts WHERE client_id = $1")
        .bind(client.get()).fetch_all(on).await)?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// The client's account number, as it is kept.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn account(tx: &mut Tx, client: ClientId) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = on_tx!(tx, on => sqlx::query_as("SELECT account FROM clients WHERE id = $1")
        .bind(client.get()).fetch_optional(on).await)?;
    Ok(row.map(|(account,)| account))
}

/// Sets the password; failures are forgotten. With `first`, only where there was none. Whether it was set.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn set(
    tx: &mut Tx,
    client: ClientId,
    hash: &str,
    first: bool,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = on_tx!(tx, on => sqlx::query_as(
        "UPDATE clients SET password = $2, password_set_at = $3, failures = 0 \
         WHERE id = $1 AND ($4 = 0 OR password IS NULL) RETURNING id"
    ).bind(client.get()).bind(hash).bind(millis(now)).bind(i64::from(first)).fetch_optional(on).await)?;
    Ok(row.is_some())
}

/// Forgets the password: the client is as before the first authorization.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn forget(tx: &mut Tx, client: ClientId) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query(
        "UPDATE clients SET password = NULL, password_set_at = NULL, failures = 0 WHERE id = $1"
    ).bind(client.get()).execute(on).await.map(drop))?;
    Ok(())
}

/// Puts a hash of the same password in the place of an older one.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn rehash(tx: &mut Tx, client: ClientId, old: &str, new: &str) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("UPDATE clients SET password = $3 WHERE id = $1 AND password = $2")
        .bind(client.get()).bind(old).bind(new).execute(on).await.map(drop))?;
    Ok(())
}

/// Counts a failure of a client, if there is one.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn failed(tx: &mut Tx, client: Option<ClientId>) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("UPDATE clients SET failures = failures + 1 WHERE id = $1")
        .bind(client.map_or(NOBODY, ClientId::get)).execute(on).await.map(drop))?;
    Ok(())
}

/// Holds the client's row until the transaction ends, so that sessions are opened one after another; whether the password
/// is still the one of `hash`. With `forget`, failures are forgotten.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn hold(
    tx: &mut Tx,
    client: ClientId,
    hash: &str,
    forget: bool,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = on_tx!(tx, on => sqlx::query_as(
        "UPDATE clients SET failures = CASE WHEN $3 = 1 THEN 0 ELSE failures END \
         WHERE id = $1 AND password = $2 RETURNING id"
    ).bind(client.get()).bind(hash).bind(i64::from(forget)).fetch_optional(on).await)?;
    Ok(row.is_some())
}
