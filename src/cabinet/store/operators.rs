//! Statements that only operators' commands need.

use super::db::on_tx;
use super::{StoreError, Tx};
use crate::cabinet::client_id::ClientId;

/// Forgets how often in a row the password was missed.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn forget_failures(tx: &mut Tx, client: ClientId) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("UPDATE clients SET failures = 0 WHERE id = $1")
        .bind(client.get()).execute(on).await.map(drop))?;
    Ok(())
}

/// Erases a client; what refers to it goes with it.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn erase(tx: &mut Tx, client: ClientId) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("DELETE FROM clients WHERE id = $1")
        .bind(client.get()).execute(on).await.map(drop))?;
    Ok(())
}

/// Ends every session there is; how many.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn end_sessions_of_all(tx: &mut Tx) -> Result<u64, StoreError> {
    let ended =
        on_tx!(tx, on => sqlx::query("DELETE FROM sessions").execute(on).await.map(|done| done.rows_affected()))?;
    Ok(ended)
}
