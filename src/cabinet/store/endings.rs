//! Why a session is over that somebody ended. Only who holds its secret can ask, and nothing is opened by it; a row that is
//! missing costs no more than the reason.

use chrono::{DateTime, Utc};

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, millis};
use crate::cabinet::client_id::ClientId;

/// Who or what ended a session before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The client, from another session.
    Elsewhere,
    /// A new password.
    Password,
    /// A newer session, when there were as many as there may be.
    Crowded,
}

impl Ending {
    const ALL: [Self; 3] = [Self::Elsewhere, Self::Password, Self::Crowded];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Elsewhere => "elsewhere",
            Self::Password => "password",
            Self::Crowded => "crowded",
        }
    }
}

/// Notes why the sessions of a client are about to end: the one of a handle, or all but that one.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn note(
    tx: &mut Tx,
    client: ClientId,
    which: Which<'_>,
    reason: Ending,
) -> Result<(), StoreError> {
    match which {
        Which::One(handle) => on_tx!(tx, on => sqlx::query(
            "INSERT INTO endings (id_hash, client_id, reason, ends_at) \
             SELECT id_hash, client_id, $3, ends_at FROM sessions WHERE client_id = $1 AND handle = $2 \
             ON CONFLICT (id_hash) DO NOTHING"
        ).bind(client.get()).bind(handle).bind(reason.code()).execute(on).await.map(drop))?,
        Which::AllBut(handle) => on_tx!(tx, on => sqlx::query(
            "INSERT INTO endings (id_hash, client_id, reason, ends_at) \
             SELECT id_hash, client_id, $3, ends_at FROM sessions WHERE client_id = $1 AND handle <> $2 \
             ON CONFLICT (id_hash) DO NOTHING"
        ).bind(client.get()).bind(handle.unwrap_or_default()).bind(reason.code()).execute(on).await.map(drop))?,
        Which::Beyond(most) => on_tx!(tx, on => sqlx::query(
            "INSERT INTO endings (id_hash, client_id, reason, ends_at) \
             SELECT id_hash, client_id, $3, ends_at FROM sessions WHERE client_id = $1 AND id_hash IN \
             (SELECT id_hash FROM sessions WHERE client_id = $1 ORDER BY created_at DESC, id_hash LIMIT 1000 OFFSET $2) \
             ON CONFLICT (id_hash) DO NOTHING"
        ).bind(client.get()).bind(most).bind(reason.code()).execute(on).await.map(drop))?,
    }
    Ok(())
}

/// Which sessions of a client.
#[derive(Clone, Copy, Debug)]
pub(in crate::cabinet) enum Which<'a> {
    /// The one of a handle.
    One(&'a str),
    /// All but the one of a handle, if one is given.
    AllBut(Option<&'a str>),
    /// The oldest, beyond so many.
    Beyond(i64),
}

/// Why the session of a hash is over, if somebody ended it.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn find(db: &Db, hash: &str, now: DateTime<Utc>) -> Result<Option<Ending>, StoreError> {
    let row: Option<(String,)> = on_db!(db, on => sqlx::query_as(
        "SELECT reason FROM endings WHERE id_hash = $1 AND ends_at > $2"
    ).bind(hash).bind(millis(now)).fetch_optional(on).await)?;
    Ok(row.and_then(|(code,)| Ending::ALL.into_iter().find(|ending| ending.code() == code)))
}
