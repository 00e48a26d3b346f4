//! Consents to the processing of personal data (law, KZ-1). Given with a form, before anybody knows whose it is; they
//! become the client's with the right code, and are thrown away with a process that comes to nothing.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, instant, millis};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::vault::draw_id;

/// A consent of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// Of which text.
    pub version: String,
    /// The code of the language it was read in.
    pub language: String,
    /// Where it was given: the code of a kind of session.
    pub channel: String,
    /// When.
    pub given_at: DateTime<Utc>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// Keeps the consent of a process that begins.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Vault`].
pub(in crate::cabinet) async fn give(tx: &mut Tx, flow_hash: &str, consent: &Consent) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query(
        "INSERT INTO consents (id, client_id, flow_hash, version, language, channel, given_at) \
         VALUES ($1, NULL, $2, $3, $4, $5, $6)"
    ).bind(draw_id()?).bind(flow_hash).bind(&consent.version).bind(&consent.language).bind(&consent.channel)
    .bind(millis(consent.given_at)).execute(on).await.map(drop))?;
    Ok(())
}

/// The consent of a process, which has a new secret from now on, is this client's; its version.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn belongs_to(
    tx: &mut Tx,
    flow_hash: &str,
    renewed: &str,
    client: ClientId,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = on_tx!(tx, on => sqlx::query_as(
        "UPDATE consents SET client_id = $2, flow_hash = $3 WHERE flow_hash = $1 AND client_id IS NULL RETURNING version"
    ).bind(flow_hash).bind(client.get()).bind(renewed).fetch_all(on).await)?;
    Ok(rows.into_iter().map(|(version,)| version).collect())
}

/// The consents of a client that are in force are so no more; how many.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn withdraw(tx: &mut Tx, client: ClientId, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let withdrawn = on_tx!(tx, on => sqlx::query(
        "UPDATE consents SET withdrawn_at = $2 WHERE client_id = $1 AND withdrawn_at IS NULL"
    ).bind(client.get()).bind(millis(now)).execute(on).await.map(|done| done.rows_affected()))?;
    Ok(withdrawn)
}

/// A client's consents, the latest first.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn of_client(db: &Db, client: ClientId) -> Result<Vec<Consent>, StoreError> {
    type Row = (String, String, String, i64, Option<i64>);
    let rows: Vec<Row> = on_db!(db, on => sqlx::query_as(
        "SELECT version, language, channel, given_at, withdrawn_at FROM consents \
         WHERE client_id = $1 ORDER BY given_at DESC, id"
    ).bind(client.get()).fetch_all(on).await)?;
    let read = |(version, language, channel, given_at, withdrawn_at): Row| {
        let withdrawn_at = withdrawn_at.map(instant).transpose()?;
        Ok(Consent { version, language, channel, given_at: instant(given_at)?, withdrawn_at })
    };
    rows.into_iter().map(read).collect()
}
