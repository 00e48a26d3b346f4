//! Short messages on their way.
//!
//! `queued` → `sending` (one node has it, until its lease ends) → `sent`, `failed` or `expired`. Every step is one
//! conditional statement, so that of several nodes one takes a message; `tries` goes up with each taking and tells a
//! node that was given up from the one that has the message now. Phone and text are sealed, and wiped with the last step.
//!
//! The queue works for all clients, so looking for messages, taking one and wiping old ones ask for no client; all other
//! statements name theirs.

use chrono::{DateTime, Utc};

use super::db::{on_db, on_tx, write_db};
use super::row::row;
use super::{Db, StoreError, Tx, instant, millis};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::vault::{Vault, draw_id};
use crate::portal::phone::Phone;

/// Tries that a message gets, the first among them.
pub const MOST_TRIES: i64 = 3;

/// A message to send.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// Whose it is; none for a decoy, which is written in the same way and never sent (security, ENUM-5).
    pub client: Option<ClientId>,
    /// What it is for.
    pub purpose: &'a str,
    /// Where to: the number of the register, never the one that was typed (security, OTP-1).
    pub phone: &'a Phone,
    /// What it says.
    pub text: &'a str,
    /// When it is put in.
    pub now: DateTime<Utc>,
    /// When it is worth nothing any more: for a code, its end.
    pub ends_at: DateTime<Utc>,
}

/// A message that this node has taken.
#[derive(Debug)]
pub struct Taken {
    /// Its id.
    pub id: i64,
    /// Whose it is.
    pub client: ClientId,
    /// What it is for.
    pub purpose: String,
    /// When it was put in.
    pub created_at: DateTime<Utc>,
    /// When it is worth nothing any more.
    pub ends_at: DateTime<Utc>,
    /// How often it was taken, this time included.
    pub tries: i64,
    /// How many tries before ended in nobody knows what.
    pub unclear: i64,
    sealed: [Option<String>; 2],
}

impl Taken {
    /// Where to and what.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it does not open.
    pub fn open(&self, vault: &Vault) -> Result<(Phone, String), StoreError> {
        let damaged = || StoreError::Damaged { what: "message" };
        let open = |field: usize, name: &str| {
            let sealed = self.sealed[field].as_deref()?;
            String::from_utf8(vault.open(&place(name, self.id), sealed).ok()?).ok()
        };
        let phone = open(0, "phone").and_then(|text| Phone::from_register(&text).ok()).ok_or_else(damaged)?;
        Ok((phone, open(1, "body").ok_or_else(damaged)?))
    }
}

/// How a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End<'a> {
    /// The gateway took it and gave it an id.
    Sent(Option<&'a str>),
    /// It was given up.
    Failed,
    /// Its time ran out.
    Expired,
}

/// Where a sealed value belongs.
fn place(field: &str, id: i64) -> String {
    format!("messages.{field} {id:x}")
}

/// Puts a message in, as a part of the use case that needs it, and withdraws those of the same client and purpose that are
/// not sent yet: a new code ends the old one (security, OTP-8). One that is under way is not tried again. Work and
/// statements are the same for a decoy.
///
/// # Errors
/// [`StoreError`]; [`StoreError::Vault`] when nothing can be sealed.
pub async fn put(tx: &mut Tx, vault: &Vault, draft: &Draft<'_>) -> Result<i64, StoreError> {
    let id = draw_id()?;
    let seal = |field: &str, text: &str| vault.seal(&place(field, id), text.as_bytes());
    let sealed = (seal("phone", &draft.phone.expose())?, seal("body", draft.text)?);
    let client = draft.client.map(ClientId::get);
    let (state, phone, body) = match client {
        Some(_) => ("queued", Some(sealed.0), Some(sealed.1)),
        None => ("decoy", None, None),
    };
    on_tx!(&mut *tx, on => sqlx::query(
        "UPDATE messages SET state = CASE WHEN state = 'queued' THEN 'expired' ELSE state END, \
             ends_at = $3, outcome = 'withdrawn', phone = NULL, body = NULL \
         WHERE client_id = $1 AND purpose = $2 AND state IN ('queued', 'sending')"
    ).bind(client).bind(draft.purpose).bind(millis(draft.now)).execute(on).await.map(drop))?;
    on_tx!(tx, on => sqlx::query(
        "INSERT INTO messages (id, client_id, purpose, phone, body, state, due_at, ends_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)"
    ).bind(id).bind(client).bind(draft.purpose).bind(phone).bind(body).bind(state)
    .bind(millis(draft.now)).bind(millis(draft.ends_at)).execute(on).await.map(drop))?;
    Ok(id)
}

/// Ids of messages that may be taken now, those that wait longest first: due ones, and those of a node that was lost while
/// it had them. Such a message may have been sent, so it is taken once more and no oftener.
///
/// # Errors
/// [`StoreError`].
pub async fn due(db: &Db, now: DateTime<Utc>, most: i64) -> Result<Vec<i64>, StoreError> {
    Ok(on_db!(db, on => sqlx::query_scalar(
        "SELECT id FROM messages WHERE ends_at > $1 AND ((state = 'queued' AND due_at <= $1) \
         OR (state = 'sending' AND lease_until <= $1 AND unclear = 0 AND tries < $2)) ORDER BY due_at LIMIT $3"
    ).bind(millis(now)).bind(MOST_TRIES).bind(most).fetch_all(on).await)?)
}

row! {
    /// What taking a message returns.
    struct TakenRow {
        client_id: Option<i64>,
        purpose: String,
        phone: Option<String>,
        body: Option<String>,
        created_at: i64,
        ends_at: i64,
        tries: i64,
        unclear: i64,
    }
}

/// Takes a message, unless another node was faster.
///
/// # Errors
/// [`StoreError`].
pub async fn take(
    db: &Db,
    id: i64,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<Taken>, StoreError> {
    let row: Option<TakenRow> = write_db!(db, on => sqlx::query_as(
        "UPDATE messages SET state = 'sending', lease_until = $2, tries = tries + 1, \
             unclear = unclear + CASE WHEN state = 'sending' THEN 1 ELSE 0 END \
         WHERE id = $3 AND ends_at > $1 AND ((state = 'queued' AND due_at <= $1) \
             OR (state = 'sending' AND lease_until <= $1 AND unclear = 0 AND tries < $4)) \
         RETURNING client_id, purpose, phone, body, created_at, ends_at, tries, unclear"
    ).bind(millis(now)).bind(millis(lease_until)).bind(id).bind(MOST_TRIES).fetch_optional(on).await)?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Taken {
        id,
        client: ClientId::new(row.client_id.ok_or(StoreError::Damaged { what: "message" })?),
        purpose: row.purpose,
        created_at: instant(row.created_at)?,
        ends_at: instant(row.ends_at)?,
        tries: row.tries,
        unclear: row.unclear,
        sealed: [row.phone, row.body],
    }))
}

/// Ends a message that this node has; false if it was given to another meanwhile.
///
/// # Errors
/// [`StoreError`].
pub async fn finish(db: &Db, taken: &Taken, end: End<'_>, gateway: &str, outcome: &str) -> Result<bool, StoreError> {
    let (state, gateway_id) = match end {
        End::Sent(id) => ("sent", id),
        End::Failed => ("failed", None),
        End::Expired => ("expired", None),
    };
    let done = write_db!(db, on => sqlx::query(
        "UPDATE messages SET state = $1, gateway = $2, gateway_id = $3, outcome = $4, phone = NULL, body = NULL \
         WHERE id = $5 AND client_id = $6 AND state = 'sending' AND tries = $7"
    ).bind(state).bind(gateway).bind(gateway_id).bind(outcome).bind(taken.id).bind(taken.client.get())
    .bind(taken.tries)
    .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Puts a message back that this node has; false if it was given to another meanwhile.
///
/// # Errors
/// [`StoreError`].
pub async fn put_back(db: &Db, taken: &Taken, back: &Back<'_>) -> Result<bool, StoreError> {
    let done = write_db!(db, on => sqlx::query(
        "UPDATE messages SET state = 'queued', due_at = $1, unclear = $2, gateway = $3, outcome = $4, \
             tries = tries - $5 \
         WHERE id = $6 AND client_id = $7 AND state = 'sending' AND tries = $8"
    ).bind(millis(back.due_at)).bind(taken.unclear + i64::from(back.unclear)).bind(back.gateway).bind(back.outcome)
    .bind(i64::from(back.untried)).bind(taken.id).bind(taken.client.get()).bind(taken.tries)
    .execute(on).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Why and until when a message goes back.
#[derive(Clone, Copy, Debug)]
pub struct Back<'a> {
    /// Not before.
    pub due_at: DateTime<Utc>,
    /// Nobody knows whether it was sent.
    pub unclear: bool,
    /// The gateway was not asked, so it was no try.
    pub untried: bool,
    /// The gateway.
    pub gateway: &'a str,
    /// What happened.
    pub outcome: &'a str,
}

/// Ends what cannot be sent any more and wipes it: dead messages, and those that a lost node had for the last time. Tells
/// how many ended.
///
/// # Errors
/// [`StoreError`].
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<u64, StoreError> {
    Ok(write_db!(db, on => sqlx::query(
        "UPDATE messages SET phone = NULL, body = NULL, \
             outcome = CASE WHEN state = 'sending' THEN 'lost' ELSE COALESCE(outcome, 'late') END, \
             state = CASE WHEN state = 'sending' THEN 'failed' ELSE 'expired' END \
         WHERE (state = 'queued' AND ends_at <= $1) OR (state = 'sending' AND lease_until <= $1 \
             AND (ends_at <= $1 OR unclear > 0 OR tries >= $2))"
    ).bind(millis(now)).bind(MOST_TRIES).execute(on).await.map(|done| done.rows_affected()))?)
}

/// Deletes what was put in before an instant.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(db: &Db, before: DateTime<Utc>) -> Result<u64, StoreError> {
    Ok(write_db!(db, on => sqlx::query("DELETE FROM messages WHERE created_at < $1")
        .bind(millis(before)).execute(on).await.map(|done| done.rows_affected()))?)
}

/// Counts one more message of a day, of all nodes; its number, or none when the day's are used up.
///
/// # Errors
/// [`StoreError`].
pub async fn count(db: &Db, day: &str, most: u32, forget_at: DateTime<Utc>) -> Result<Option<i64>, StoreError> {
    if most == 0 {
        return Ok(None);
    }
    Ok(write_db!(db, on => sqlx::query_scalar(
        "INSERT INTO counters (name, count, wait_until, ends_at) VALUES ($1, 1, 0, $2) \
         ON CONFLICT (name) DO UPDATE SET count = counters.count + 1 WHERE counters.count < $3 RETURNING count"
    ).bind(format!("sms {day}")).bind(millis(forget_at)).bind(i64::from(most)).fetch_optional(on).await)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cabinet::store::testing::{clock, sqlite, vault};
    use crate::clock::Clock as _;

    #[tokio::test]
    async fn keys_that_seal_nothing_are_no_damage_of_the_store() {
        let (_folder, db) = sqlite().await;
        db.migrate(clock().now()).await.unwrap();
        let (phone, now) = (Phone::parse("+77001234567").unwrap(), clock().now());
        let draft = Draft { client: None, purpose: "first", phone: &phone, text: "", now, ends_at: now };
        let put = put(&mut db.begin().await.unwrap(), &vault().without_keys(), &draft).await;
        assert!(matches!(put, Err(StoreError::Vault(_))), "{put:?}");
    }
}
