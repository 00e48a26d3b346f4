//! Clients of the register: who there is, and their sealed profiles.

use chrono::{DateTime, Utc};

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, instant, millis, profile};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::vault::{Vault, draw_id};
use crate::portal::account::AccountNumber;
use crate::portal::client::Client;

/// The field of the index by IIN.
pub(in crate::cabinet) const IIN: &str = "iin";

/// The field of the index by phone.
pub(in crate::cabinet) const PHONE: &str = "phone";

/// What is known of a client without opening the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinet) struct Known {
    /// The client.
    pub id: ClientId,
    /// Keyed index of the IIN.
    pub iin_index: String,
    /// Keyed index of the phone, if the register has one.
    pub phone_index: Option<String>,
    /// Hash of the password, once there is one.
    pub password: Option<String>,
    /// When it was set, in milliseconds.
    pub password_set_at: Option<i64>,
    /// Wrong passwords in a row.
    pub failures: i64,
}

/// What became of a client that the register told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cabinet) enum Filed {
    /// Was not known before.
    Added(ClientId),
    /// Known, and something is different now.
    Changed(ClientId),
    /// Known, and nothing is different.
    Unchanged(ClientId),
    /// What is kept is newer.
    Stale,
    /// The IIN is that of another account.
    IinTaken,
}

type KnownRow = (i64, String, Option<String>, Option<String>, Option<i64>, i64);

fn known((id, iin_index, phone_index, password, password_set_at, failures): KnownRow) -> Known {
    Known { id: ClientId::new(id), iin_index, phone_index, password, password_set_at, failures }
}

/// The client of an account number.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn find(db: &Db, account: &AccountNumber) -> Result<Option<Known>, StoreError> {
    let row: Option<KnownRow> = on_db!(db, on => sqlx::query_as(
        "SELECT id, iin_index, phone_index, password, password_set_at, failures FROM clients WHERE account = $1"
    ).bind(account.expose()).fetch_optional(on).await)?;
    Ok(row.map(known))
}

/// What is known of a client.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn get(db: &Db, client: ClientId) -> Result<Option<Known>, StoreError> {
    let row: Option<KnownRow> = on_db!(db, on => sqlx::query_as(
        "SELECT id, iin_index, phone_index, password, password_set_at, failures FROM clients WHERE id = $1"
    ).bind(client.get()).fetch_optional(on).await)?;
    Ok(row.map(known))
}

/// The account number of a client.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn account(db: &Db, client: ClientId) -> Result<Option<AccountNumber>, StoreError> {
    let row: Option<(String,)> = on_db!(db, on => sqlx::query_as(
        "SELECT account FROM clients WHERE id = $1"
    ).bind(client.get()).fetch_optional(on).await)?;
    let read =
        |(text,): (String,)| AccountNumber::parse(&text).map_err(|_| StoreError::Damaged { what: "account number" });
    row.map(read).transpose()
}

/// A client's profile, and when the register told it.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn profile(
    db: &Db,
    vault: &Vault,
    client: ClientId,
) -> Result<Option<(Client, DateTime<Utc>)>, StoreError> {
    let row: Option<(String, i64)> = on_db!(db, on => sqlx::query_as(
        "SELECT profile, as_of FROM clients WHERE id = $1"
    ).bind(client.get()).fetch_optional(on).await)?;
    let Some((sealed, as_of)) = row else { return Ok(None) };
    let plain = vault.open(&place(client), &sealed).map_err(|_| StoreError::Damaged { what: "profile" })?;
    Ok(Some((profile::decode(&plain)?, instant(as_of)?)))
}

/// Files what the register tells of a client at `as_of`. What the cabinet itself knows (the password) stays.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Vault`].
pub(in crate::cabinet) async fn file(
    tx: &mut Tx,
    vault: &Vault,
    account: &AccountNumber,
    client: &Client,
    as_of: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Filed, StoreError> {
    let document = profile::encode(client);
    let digest = vault.index("clients.digest", &document);
    let iin_index = vault.index(IIN, &client.iin.expose());
    let there: Option<(i64, String, String, i64)> = on_tx!(tx, on => sqlx::query_as(
        "SELECT id, iin_index, digest, as_of FROM clients WHERE account = $1"
    ).bind(account.expose()).fetch_optional(on).await)?;
    match &there {
        Some((_, _, _, kept)) if *kept > millis(as_of) => return Ok(Filed::Stale),
        Some((id, _, kept, _)) if *kept == digest => {
            on_tx!(tx, on => sqlx::query("UPDATE clients SET as_of = $2 WHERE id = $1 AND as_of < $2")
                .bind(id).bind(millis(as_of)).execute(on).await.map(drop))?;
            return Ok(Filed::Unchanged(ClientId::new(*id)));
        }
        _ => {}
    }
    if there.as_ref().is_none_or(|(_, kept, _, _)| *kept != iin_index) {
        let taken: Option<(i64,)> = on_tx!(tx, on => sqlx::query_as("SELECT id FROM clients WHERE iin_index = $1")
            .bind(&iin_index).fetch_optional(on).await)?;
        if taken.is_some() {
            return Ok(Filed::IinTaken);
        }
    }
    let id = ClientId::new(there.as_ref().map_or_else(draw_id, |(id, _, _, _)| Ok(*id))?);
    let sealed = vault.seal(&place(id), document.as_bytes())?;
    let phone_index = client.phone.map(|phone| vault.index(PHONE, &phone.expose()));
    let sql = if there.is_some() {
        "UPDATE clients SET account = $2, iin_index = $3, phone_index = $4, profile = $5, digest = $6, \
         as_of = $7, changed_at = $8 WHERE id = $1"
    } else {
        "INSERT INTO clients (id, account, iin_index, phone_index, profile, digest, as_of, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    };
    on_tx!(tx, on => sqlx::query(sql).bind(id.get()).bind(account.expose()).bind(&iin_index).bind(&phone_index)
        .bind(&sealed).bind(&digest).bind(millis(as_of)).bind(millis(now)).execute(on).await.map(drop))?;
    Ok(if there.is_some() { Filed::Changed(id) } else { Filed::Added(id) })
}

/// Where a profile is sealed for.
fn place(client: ClientId) -> String {
    format!("clients.profile {:x}", client.get())
}
