//! Former clients: those whose contracts are closed, and of whom the register tells nothing any more (KZ-3).

use chrono::{DateTime, NaiveDate, Utc};

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, instant, millis};
use crate::cabinet::client_id::ClientId;
use crate::portal::account::AccountNumber;

/// Clients looked at by one statement.
const WINDOW: i64 = 500;

/// Before the first client.
pub(in crate::cabinet) const START: ClientId = ClientId::new(i64::MIN);

/// Since when a client must have been gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cabinet) struct Since {
    /// The register told the client last before this instant.
    pub told: DateTime<Utc>,
    /// Every contract was closed on this day or before it.
    pub closed: NaiveDate,
    /// No browser is remembered at this instant.
    pub now: DateTime<Utc>,
}

/// A client whose term is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The client.
    pub(in crate::cabinet) id: ClientId,
    /// The account number.
    pub account: AccountNumber,
    /// When the last contract was closed; none when the register told none at last.
    pub closed: Option<NaiveDate>,
    /// When the register told the client last.
    pub as_of: DateTime<Utc>,
}

/// One window of the clients behind `after`: those of them whose term is over, and the last that was looked at; none when
/// there are no more.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn window(
    db: &Db,
    since: &Since,
    after: ClientId,
) -> Result<(Vec<Former>, Option<ClientId>), StoreError> {
    let rows: Vec<(i64, String, i64, Option<String>)> = on_db!(db, on => sqlx::query_as(
        "SELECT id, account, as_of, CASE WHEN as_of >= $2 \
             OR EXISTS (SELECT 1 FROM contracts WHERE client_id = clients.id AND (closed IS NULL OR closed > $3)) \
             OR EXISTS (SELECT 1 FROM devices WHERE client_id = clients.id AND ends_at > $4) THEN NULL \
             ELSE COALESCE((SELECT MAX(closed) FROM contracts WHERE client_id = clients.id), '') END \
         FROM clients WHERE id > $1 ORDER BY id LIMIT $5"
    ).bind(after.get()).bind(millis(since.told)).bind(since.closed.to_string()).bind(millis(since.now)).bind(WINDOW)
    .fetch_all(on).await)?;
    let last = rows.last().map(|(id, ..)| ClientId::new(*id));
    let over = rows.into_iter().filter_map(|(id, account, as_of, closed)| Some((id, account, as_of, closed?)));
    let former = over.map(|(id, account, as_of, closed)| {
        const DAMAGED: StoreError = StoreError::Damaged { what: "client" };
        let closed = Some(closed).filter(|day| !day.is_empty());
        Ok(Former {
            id: ClientId::new(id),
            account: AccountNumber::parse(&account).map_err(|_| DAMAGED)?,
            closed: closed.map(|day| day.parse()).transpose().map_err(|_| DAMAGED)?,
            as_of: instant(as_of)?,
        })
    });
    Ok((former.collect::<Result<_, StoreError>>()?, last))
}

/// Erases a client if the term is still over: an import or a sign-in may have come in between. Whether it was.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn erase(tx: &mut Tx, since: &Since, client: ClientId) -> Result<bool, StoreError> {
    let gone = on_tx!(tx, on => sqlx::query(
        "DELETE FROM clients WHERE id = $1 AND as_of < $2 \
         AND NOT EXISTS (SELECT 1 FROM contracts WHERE client_id = clients.id AND (closed IS NULL OR closed > $3)) \
         AND NOT EXISTS (SELECT 1 FROM devices WHERE client_id = clients.id AND ends_at > $4)"
    ).bind(client.get()).bind(millis(since.told)).bind(since.closed.to_string()).bind(millis(since.now))
    .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(gone == 1)
}
