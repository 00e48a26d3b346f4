//! First authorizations and recoveries under way, by the hash of the secret that the browser keeps. A row without a client
//! is a decoy (security, ENUM-5); everything here treats it like any other.

use chrono::{DateTime, TimeDelta, Utc};

use super::db::{on_db, on_tx, write_db};
use super::row::row;
use super::{Db, StoreError, Tx, instant, millis};
use crate::cabinet::client_id::ClientId;
use crate::portal::authorization::{Facts, Purpose};

/// A process as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinet) struct Kept {
    /// What the domain needs to know of it.
    pub facts: Facts,
    /// Whose it is; none of a decoy.
    pub client: Option<ClientId>,
    /// The typed form, sealed.
    pub form: String,
    /// What is kept of the code.
    pub code_mac: String,
}

/// A process that begins.
#[derive(Clone, Debug)]
pub(in crate::cabinet) struct New<'a> {
    /// The hash of its secret.
    pub hash: &'a str,
    /// The process.
    pub kept: &'a Kept,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it ends, whatever its step.
    pub ends_at: DateTime<Utc>,
}

/// What the right code makes of a process.
#[derive(Clone, Copy, Debug)]
pub(in crate::cabinet) struct Renewed<'a> {
    /// The hash of its new secret.
    pub hash: &'a str,
    /// The typed form, sealed for it.
    pub form: &'a str,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
}

/// Where a form is sealed: that of one process opens under no other.
pub(in crate::cabinet) fn place(hash: &str) -> String {
    format!("flows.form {hash}")
}

row! {
    struct Row {
        purpose: String,
        client_id: Option<i64>,
        form: String,
        code_mac: String,
        sent_at: i64,
        codes: i64,
        tries: i64,
        confirmed_at: Option<i64>,
        set_at: Option<i64>,
    }
}

fn kept(row: Row) -> Result<Kept, StoreError> {
    const DAMAGED: StoreError = StoreError::Damaged { what: "authorization" };
    let facts = Facts {
        purpose: Purpose::from_code(&row.purpose).ok_or(DAMAGED)?,
        sent_at: Some(instant(row.sent_at)?),
        codes: row.codes.try_into().map_err(|_| DAMAGED)?,
        tries: row.tries.try_into().map_err(|_| DAMAGED)?,
        confirmed_at: row.confirmed_at.map(instant).transpose()?,
        set_at: row.set_at.map(instant).transpose()?,
    };
    Ok(Kept { facts, client: row.client_id.map(ClientId::new), form: row.form, code_mac: row.code_mac })
}

/// Keeps a process whose first code is sent; whether there was none of this secret yet.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn begin(tx: &mut Tx, new: &New<'_>) -> Result<bool, StoreError> {
    let Facts { purpose, sent_at, codes, tries, .. } = new.kept.facts;
    let row: Option<(String,)> = on_tx!(tx, on => sqlx::query_as(
        "INSERT INTO flows (id_hash, purpose, client_id, form, created_at, ends_at, sent_at, codes, tries, code_mac) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id_hash) DO NOTHING RETURNING id_hash"
    ).bind(new.hash).bind(purpose.code()).bind(new.kept.client.map(ClientId::get)).bind(&new.kept.form)
    .bind(millis(new.created_at)).bind(millis(new.ends_at))
    .bind(millis(sent_at.unwrap_or(new.created_at))).bind(i64::from(codes)).bind(i64::from(tries))
    .bind(&new.kept.code_mac).fetch_optional(on).await)?;
    Ok(row.is_some())
}

/// The process of a hash, unless it had ended by `now`.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn find(db: &Db, hash: &str, now: DateTime<Utc>) -> Result<Option<Kept>, StoreError> {
    let row: Option<Row> = on_db!(db, on => sqlx::query_as(
        "SELECT purpose, client_id, form, code_mac, sent_at, codes, tries, confirmed_at, set_at \
         FROM flows WHERE id_hash = $1 AND ends_at > $2"
    ).bind(hash).bind(millis(now)).fetch_optional(on).await)?;
    row.map(kept).transpose()
}

/// Counts a try of a code before it is compared, if the code is alive and tries are left; the process with the try counted
/// (OTP-4). Lasts whatever comes after.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn count_try(
    db: &Db,
    hash: &str,
    most: u32,
    code_life: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Option<Kept>, StoreError> {
    let row: Option<Row> = write_db!(db, on => sqlx::query_as(
        "UPDATE flows SET tries = tries + 1 WHERE id_hash = $1 AND tries < $2 AND sent_at > $3 AND ends_at > $4 \
         AND confirmed_at IS NULL \
         RETURNING purpose, client_id, form, code_mac, sent_at, codes, tries, confirmed_at, set_at"
    ).bind(hash).bind(i64::from(most)).bind(millis(now - code_life)).bind(millis(now)).fetch_optional(on).await)?;
    row.map(kept).transpose()
}

/// Counts that the code of a process is compared once more after it was right; the process with that counted, unless it
/// has ended or that was too often.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn count_again(
    db: &Db,
    hash: &str,
    most: u32,
    now: DateTime<Utc>,
) -> Result<Option<Kept>, StoreError> {
    let row: Option<Row> = write_db!(db, on => sqlx::query_as(
        "UPDATE flows SET tries = tries + 1 WHERE id_hash = $1 AND tries < $2 AND ends_at > $3 \
         AND confirmed_at IS NOT NULL \
         RETURNING purpose, client_id, form, code_mac, sent_at, codes, tries, confirmed_at, set_at"
    ).bind(hash).bind(i64::from(most)).bind(millis(now)).fetch_optional(on).await)?;
    row.map(kept).transpose()
}

/// Consumes the code that was compared: of several right ones at a time, one (OTP-5). From then on the process is known by
/// its new secret alone (SES-3); a page that has given its secret to another process gives it to no second.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn confirm(
    tx: &mut Tx,
    hash: &str,
    code_mac: &str,
    renewed: &Renewed<'_>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row: Option<(String,)> = on_tx!(tx, on => sqlx::query_as(
        "UPDATE flows SET confirmed_at = $4, ends_at = $3, id_hash = $5, form = $6 \
         WHERE id_hash = $1 AND code_mac = $2 AND confirmed_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM flows WHERE id_hash = $5) RETURNING id_hash"
    ).bind(hash).bind(code_mac).bind(millis(renewed.ends_at)).bind(millis(now)).bind(renewed.hash).bind(renewed.form)
    .fetch_optional(on).await)?;
    Ok(row.is_some())
}

/// Replaces the code, if the process is still as it was seen: a second request at the same time does nothing.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn send_again(
    tx: &mut Tx,
    hash: &str,
    seen: &Facts,
    sent: &Facts,
    code_mac: &str,
) -> Result<bool, StoreError> {
    let at = |facts: &Facts| facts.sent_at.map_or(0, millis);
    let row: Option<(String,)> = on_tx!(tx, on => sqlx::query_as(
        "UPDATE flows SET codes = $4, sent_at = $5, code_mac = $6 \
         WHERE id_hash = $1 AND codes = $2 AND sent_at = $3 AND confirmed_at IS NULL RETURNING id_hash"
    ).bind(hash).bind(i64::from(seen.codes)).bind(at(seen)).bind(i64::from(sent.codes)).bind(at(sent)).bind(code_mac)
    .fetch_optional(on).await)?;
    Ok(row.is_some())
}

/// Uses the right to set a password, once (OTP-9).
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn finish(
    tx: &mut Tx,
    hash: &str,
    client: ClientId,
    right: TimeDelta,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row: Option<(String,)> = on_tx!(tx, on => sqlx::query_as(
        "UPDATE flows SET set_at = $4 \
         WHERE id_hash = $1 AND client_id = $2 AND confirmed_at > $3 AND set_at IS NULL RETURNING id_hash"
    ).bind(hash).bind(client.get()).bind(millis(now - right)).bind(millis(now)).fetch_optional(on).await)?;
    Ok(row.is_some())
}

/// Ends the client's other processes; a consent that was given with one and became nobody's goes with it.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn end_of_client(
    tx: &mut Tx,
    client: ClientId,
    except: Option<&str>,
) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query(
        "DELETE FROM consents WHERE client_id IS NULL AND flow_hash IN \
         (SELECT id_hash FROM flows WHERE client_id = $1 AND id_hash <> $2)"
    ).bind(client.get()).bind(except.unwrap_or_default()).execute(on).await.map(drop))?;
    on_tx!(tx, on => sqlx::query("DELETE FROM flows WHERE client_id = $1 AND id_hash <> $2")
        .bind(client.get()).bind(except.unwrap_or_default()).execute(on).await.map(drop))?;
    Ok(())
}
