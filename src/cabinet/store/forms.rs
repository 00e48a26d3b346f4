//! Values of forms whose session ended in the middle: sealed, for the same client, for half an hour.

use chrono::{DateTime, Utc};

use super::db::{on_tx, write_db};
use super::{Db, StoreError, Tx, millis};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::vault::Vault;

/// Most forms of one client; the ones that end first are thrown away.
const MOST: i64 = 5;

/// Keeps a form; what was kept for the same address goes.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Vault`].
pub(in crate::cabinet) async fn keep(
    tx: &mut Tx,
    vault: &Vault,
    client: ClientId,
    address: &str,
    content: &[u8],
    ends: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sealed = vault.seal(&place(client, address), content)?;
    on_tx!(tx, on => sqlx::query(
        "INSERT INTO forms (client_id, address, content, ends_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (client_id, address) DO UPDATE SET content = excluded.content, ends_at = excluded.ends_at"
    ).bind(client.get()).bind(address).bind(&sealed).bind(millis(ends)).execute(on).await.map(drop))?;
    on_tx!(tx, on => sqlx::query(
        "DELETE FROM forms WHERE client_id = $1 AND address IN \
         (SELECT address FROM forms WHERE client_id = $1 ORDER BY ends_at DESC, address LIMIT 1000 OFFSET $2)"
    ).bind(client.get()).bind(MOST).execute(on).await.map(drop))?;
    Ok(())
}

/// Takes a kept form: it is given once.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn take(
    db: &Db,
    vault: &Vault,
    client: ClientId,
    address: &str,
    now: DateTime<Utc>,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(String, i64)> = write_db!(db, on => sqlx::query_as(
        "DELETE FROM forms WHERE client_id = $1 AND address = $2 RETURNING content, ends_at"
    ).bind(client.get()).bind(address).fetch_optional(on).await)?;
    let alive = row.filter(|(_, ends)| *ends > millis(now));
    let open = |(sealed, _): (String, i64)| {
        vault.open(&place(client, address), &sealed).map_err(|_| StoreError::Damaged { what: "form" })
    };
    alive.map(open).transpose()
}

fn place(client: ClientId, address: &str) -> String {
    format!("forms.content {:x} {address}", client.get())
}
