//! Browsers that signed in before, each with failures of its own (security, LOCK-3).

use chrono::{DateTime, Utc};

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, millis};
use crate::cabinet::client_id::ClientId;

/// No device has this hash: see [`failures`].
const NONE: &str = "";

/// Most devices of a client; the ones that end first are forgotten.
const MOST: i64 = 20;

/// Failures in a row of a client's device; none if it is not one. Asks also when there is neither.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn failures(
    db: &Db,
    hash: Option<&str>,
    client: Option<ClientId>,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let row: Option<(i64,)> = on_db!(db, on => sqlx::query_as(
        "SELECT failures FROM devices WHERE id_hash = $1 AND client_id = $2 AND ends_at > $3"
    ).bind(hash.unwrap_or(NONE)).bind(client.map_or(-1, ClientId::get)).bind(millis(now)).fetch_optional(on).await)?;
    Ok(row.map(|(failures,)| failures))
}

/// Counts a failure of a client's device, if there is one.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn failed(
    tx: &mut Tx,
    hash: Option<&str>,
    client: Option<ClientId>,
) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("UPDATE devices SET failures = failures + 1 WHERE id_hash = $1 AND client_id = $2")
        .bind(hash.unwrap_or(NONE)).bind(client.map_or(-1, ClientId::get)).execute(on).await.map(drop))?;
    Ok(())
}

/// Keeps a device that signed in, new or known, until `ends`; its failures are forgotten.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn keep(
    tx: &mut Tx,
    hash: &str,
    client: ClientId,
    ends: DateTime<Utc>,
) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query(
        "INSERT INTO devices (id_hash, client_id, failures, ends_at) VALUES ($1, $2, 0, $3) \
         ON CONFLICT (id_hash) DO UPDATE SET failures = 0, ends_at = excluded.ends_at \
         WHERE devices.client_id = excluded.client_id"
    ).bind(hash).bind(client.get()).bind(millis(ends)).execute(on).await.map(drop))?;
    on_tx!(tx, on => sqlx::query(
        "DELETE FROM devices WHERE client_id = $1 AND id_hash IN \
         (SELECT id_hash FROM devices WHERE client_id = $1 ORDER BY ends_at DESC, id_hash LIMIT 1000 OFFSET $2)"
    ).bind(client.get()).bind(MOST).execute(on).await.map(drop))?;
    Ok(())
}

/// Forgets all devices of a client.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn forget(tx: &mut Tx, client: ClientId) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("DELETE FROM devices WHERE client_id = $1")
        .bind(client.get()).execute(on).await.map(drop))?;
    Ok(())
}
