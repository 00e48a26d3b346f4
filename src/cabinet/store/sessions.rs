//! Sessions of clients. The store knows only the hash of a session's secret (security, SES-1).

use chrono::{DateTime, TimeDelta, Utc};

use super::db::{on_db, on_tx, write_db};
use super::endings::{self, Ending, Which};
use super::row::row;
use super::{Db, StoreError, Tx, instant, millis};
use crate::cabinet::client_id::ClientId;

/// What holds the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// A browser, by a cookie.
    Page,
    /// A program, by a header.
    Api,
}

impl SessionKind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
        }
    }

    fn from_code(code: &str) -> Result<Self, StoreError> {
        [Self::Page, Self::Api]
            .into_iter()
            .find(|kind| kind.code() == code)
            .ok_or(StoreError::Damaged { what: "kind of session" })
    }
}

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinet) struct Kept {
    /// Names it to its owner.
    pub handle: String,
    /// Whose it is.
    pub client: ClientId,
    /// What holds it.
    pub kind: SessionKind,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last used, give or take a minute.
    pub used_at: DateTime<Utc>,
    /// When it ends, used or not.
    pub ends_at: DateTime<Utc>,
    /// When its holder last gave the password.
    pub proved_at: DateTime<Utc>,
    /// The address it was opened from.
    pub network: String,
    /// The browser it was opened with.
    pub agent: String,
}

row! {
    struct Row {
        handle: String,
        client_id: i64,
        kind: String,
        created_at: i64,
        used_at: i64,
        ends_at: i64,
        proved_at: i64,
        network: String,
        agent: String,
    }
}

fn kept(row: Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        handle: row.handle,
        client: ClientId::new(row.client_id),
        kind: SessionKind::from_code(&row.kind)?,
        created_at: instant(row.created_at)?,
        used_at: instant(row.used_at)?,
        ends_at: instant(row.ends_at)?,
        proved_at: instant(row.proved_at)?,
        network: row.network,
        agent: row.agent,
    })
}

/// Opens a session under a hash; ends what is dead of the client's, and the oldest when there are more than `most`. The
/// caller holds the client's row, so that two openings do not count each other out.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Conflict`].
pub(in crate::cabinet) async fn open(
    tx: &mut Tx,
    hash: &str,
    session: &Kept,
    idle: TimeDelta,
    most: i64,
) -> Result<(), StoreError> {
    let client = session.client.get();
    on_tx!(tx, on => sqlx::query("DELETE FROM sessions WHERE client_id = $1 AND (ends_at <= $2 OR used_at <= $3)")
        .bind(client).bind(millis(session.created_at)).bind(millis(session.created_at - idle))
        .execute(on).await.map(drop))?;
    endings::note(tx, session.client, Which::Beyond(most - 1), Ending::Crowded).await?;
    on_tx!(tx, on => sqlx::query(
        "DELETE FROM sessions WHERE client_id = $1 AND id_hash IN \
         (SELECT id_hash FROM sessions WHERE client_id = $1 ORDER BY created_at DESC, id_hash LIMIT 1000 OFFSET $2)"
    ).bind(client).bind(most - 1).execute(on).await.map(drop))?;
    on_tx!(tx, on => sqlx::query(
        "INSERT INTO sessions (id_hash, handle, client_id, kind, created_at, used_at, ends_at, proved_at, network, agent) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    ).bind(hash).bind(&session.handle).bind(client).bind(session.kind.code()).bind(millis(session.created_at))
    .bind(millis(session.used_at)).bind(millis(session.ends_at)).bind(millis(session.proved_at))
    .bind(&session.network).bind(&session.agent).execute(on).await.map(drop))?;
    Ok(())
}

/// The session of a hash, alive or dead: whoever asks compares the times.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn find(db: &Db, hash: &str, kind: SessionKind) -> Result<Option<Kept>, StoreError> {
    let row: Option<Row> = on_db!(db, on => sqlx::query_as(
        "SELECT handle, client_id, kind, created_at, used_at, ends_at, proved_at, network, agent \
         FROM sessions WHERE id_hash = $1 AND kind = $2"
    ).bind(hash).bind(kind.code()).fetch_optional(on).await)?;
    row.map(kept).transpose()
}

/// Notes that a session is in use, unless that was done after `earlier` or the session has ended.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn touch(
    db: &Db,
    hash: &str,
    client: ClientId,
    earlier: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    write_db!(db, on => sqlx::query(
        "UPDATE sessions SET used_at = $4 WHERE id_hash = $1 AND client_id = $2 AND used_at <= $3 AND ends_at > $4"
    ).bind(hash).bind(client.get()).bind(millis(earlier)).bind(millis(now)).execute(on).await.map(drop))?;
    Ok(())
}

/// Gives a session a new secret, its password having been asked for again; the old one dies at once (SES-3). Whether there
/// was such a session.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn rotate(
    tx: &mut Tx,
    old: &str,
    new: &str,
    client: ClientId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = on_tx!(tx, on => sqlx::query_as(
        "UPDATE sessions SET id_hash = $2, used_at = $4, proved_at = $4 \
         WHERE id_hash = $1 AND client_id = $3 AND ends_at > $4 RETURNING client_id"
    ).bind(old).bind(new).bind(client.get()).bind(millis(now)).fetch_optional(on).await)?;
    Ok(row.is_some())
}

/// Ends the session of a hash; whose it was.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn end_by_hash(tx: &mut Tx, hash: &str) -> Result<Option<ClientId>, StoreError> {
    let row: Option<(i64,)> = on_tx!(tx, on => sqlx::query_as("DELETE FROM sessions WHERE id_hash = $1 RETURNING client_id")
        .bind(hash).fetch_optional(on).await)?;
    Ok(row.map(|(client,)| ClientId::new(client)))
}

/// A client's sessions that are alive, the latest first.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn of_client(
    db: &Db,
    client: ClientId,
    idle: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<Row> = on_db!(db, on => sqlx::query_as(
        "SELECT handle, client_id, kind, created_at, used_at, ends_at, proved_at, network, agent FROM sessions \
         WHERE client_id = $1 AND ends_at > $2 AND used_at > $3 ORDER BY created_at DESC, id_hash"
    ).bind(client.get()).bind(millis(now)).bind(millis(now - idle)).fetch_all(on).await)?;
    rows.into_iter().map(kept).collect()
}

/// Ends one session of a client; whether there was one.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn end(tx: &mut Tx, client: ClientId, handle: &str) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = on_tx!(tx, on => sqlx::query_as(
        "DELETE FROM sessions WHERE client_id = $1 AND handle = $2 RETURNING client_id"
    ).bind(client.get()).bind(handle).fetch_optional(on).await)?;
    Ok(row.is_some())
}

/// Ends all sessions of a client but the one of a handle, if one is given; how many.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn end_all(
    tx: &mut Tx,
    client: ClientId,
    except: Option<&str>,
) -> Result<u64, StoreError> {
    let ended = on_tx!(tx, on => sqlx::query("DELETE FROM sessions WHERE client_id = $1 AND handle <> $2")
        .bind(client.get()).bind(except.unwrap_or_default()).execute(on).await.map(|done| done.rows_affected()))?;
    Ok(ended)
}
