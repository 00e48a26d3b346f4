//! The journal: entries that are only added, each chained to the one before it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, instant, millis};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::vault::Vault;

/// Entries read at once when the chain is walked.
const STEP: i64 = 1000;

/// What the first entry is chained to.
const BEGINNING: &str = "";

/// An entry to be written.
#[derive(Debug)]
pub(in crate::cabinet) struct New {
    /// When.
    pub at: DateTime<Utc>,
    /// Its stable name.
    pub event: &'static str,
    /// Whose data it is about.
    pub client: Option<ClientId>,
    /// Where from.
    pub network: Option<String>,
    /// Keyed hash of the browser.
    pub agent: Option<String>,
    /// JSON.
    pub detail: String,
}

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Its stable name.
    pub event: String,
    /// Number of the client, if it is about one.
    pub client: Option<i64>,
    /// Where from.
    pub network: Option<String>,
    /// Keyed hash of the browser.
    pub agent: Option<String>,
    /// JSON.
    pub detail: String,
    /// Hash of the entry before it.
    pub prev: String,
    /// Its own.
    pub hash: String,
}

/// What the walk along the chain gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every entry is what it was, and none is missing between the first and the last.
    Whole {
        /// How many entries there are.
        entries: u64,
        /// Number and hash of the last, to be kept elsewhere: entries cut off at the end show by it alone.
        last: Option<(i64, String)>,
    },
    /// The chain breaks.
    Broken {
        /// Number of the first entry that does not fit.
        seq: i64,
    },
}

type Row = (i64, i64, String, Option<i64>, Option<String>, Option<String>, String, String, String);

fn entry((seq, at, event, client, network, agent, detail, prev, hash): Row) -> Entry {
    Entry { seq, at, event, client, network, agent, detail, prev, hash }
}

impl Entry {
    fn hash(&self, vault: &Vault) -> String {
        let client = self.client.map_or_else(String::new, |client| client.to_string());
        // Nothing and an empty text are not the same.
        let text = |text: &Option<String>| text.as_ref().map_or_else(String::new, |text| format!("={text}"));
        let (seq, at) = (self.seq.to_string(), self.at.to_string());
        let (network, agent) = (text(&self.network), text(&self.agent));
        vault.digest("audit", &[&self.prev, &seq, &at, &self.event, &client, &network, &agent, &self.detail])
    }
}

/// Adds an entry. Others who want to wait until the transaction ends.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn append(tx: &mut Tx, vault: &Vault, new: New) -> Result<(), StoreError> {
    let lock = tx.engine().lock_audit();
    on_tx!(tx, on => sqlx::query(lock).execute(on).await.map(drop))?;
    let last: Option<(i64, String)> = on_tx!(tx, on => sqlx::query_as(
        "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
    ).fetch_optional(on).await)?;
    let (seq, prev) = last.map_or((1, BEGINNING.to_owned()), |(seq, hash)| (seq + 1, hash));
    let mut entry = Entry {
        seq,
        at: millis(new.at),
        event: new.event.to_owned(),
        client: new.client.map(ClientId::get),
        network: new.network,
        agent: new.agent,
        detail: new.detail,
        prev,
        hash: String::new(),
    };
    entry.hash = entry.hash(vault);
    insert(tx, &entry).await
}

/// Writes an entry as it is.
pub(super) async fn insert(tx: &mut Tx, entry: &Entry) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query(
        "INSERT INTO audit (seq, at, event, client_id, network, agent, detail, prev, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    ).bind(entry.seq).bind(entry.at).bind(&entry.event).bind(entry.client).bind(&entry.network).bind(&entry.agent)
    .bind(&entry.detail).bind(&entry.prev).bind(&entry.hash).execute(on).await.map(drop))?;
    Ok(())
}

/// Entries after a number, by number.
async fn after(db: &Db, seq: i64) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = on_db!(db, on => sqlx::query_as(
        "SELECT seq, at, event, client_id, network, agent, detail, prev, hash FROM audit \
         WHERE seq > $1 ORDER BY seq LIMIT $2"
    ).bind(seq).bind(STEP).fetch_all(on).await)?;
    Ok(rows.into_iter().map(entry).collect())
}

/// Walks along the whole chain.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn verify(db: &Db, vault: &Vault) -> Result<Chain, StoreError> {
    let (mut entries, mut seq) = (0, 0);
    let mut last: Option<(i64, String)> = None;
    // Entries whose term is over are gone; then one that is left says where the chain goes on. It need not be the last that
    // says so: more may be taken out while this walks.
    let mut claim = None;
    let mut said = false;
    loop {
        let step = after(db, seq).await?;
        let Some(end) = step.last() else { break };
        seq = end.seq;
        for entry in &step {
            let follows = match &last {
                Some((seq, hash)) => entry.seq == seq + 1 && entry.prev == *hash,
                None if entry.seq == 1 => entry.prev == BEGINNING,
                None => {
                    claim = Some((entry.seq - 1, entry.prev.clone()));
                    true
                }
            };
            if !follows || entry.hash != entry.hash(vault) {
                return Ok(Chain::Broken { seq: entry.seq });
            }
            if entry.event == "trimmed" {
                said |= read_trimmed(&entry.detail) == claim;
            }
            entries += 1;
            last = Some((entry.seq, entry.hash.clone()));
        }
    }
    match claim {
        Some((seq, _)) if !said => Ok(Chain::Broken { seq: seq + 1 }),
        _ => Ok(Chain::Whole { entries, last }),
    }
}

fn read_trimmed(detail: &str) -> Option<(i64, String)> {
    let detail: serde_json::Value = serde_json::from_str(detail).ok()?;
    Some((detail["through"].as_i64()?, detail["hash"].as_str()?.to_owned()))
}

/// When the first entry that is kept was written.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn begins(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row: Option<(i64,)> =
        on_db!(db, on => sqlx::query_as("SELECT at FROM audit ORDER BY seq LIMIT 1").fetch_optional(on).await)?;
    row.map(|(at,)| instant(at)).transpose()
}

/// Of the first entries that were written before an instant, so many at the most, the last: where the chain may be cut.
/// Others who want to write wait until the transaction ends.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn last_before(
    tx: &mut Tx,
    end: DateTime<Utc>,
    most: i64,
) -> Result<Option<(i64, String)>, StoreError> {
    // Else another node could cut at the same time, and what is said last would not be where the chain begins.
    let lock = tx.engine().lock_audit();
    on_tx!(tx, on => sqlx::query(lock).execute(on).await.map(drop))?;
    let last: Option<(i64, String)> = on_tx!(tx, on => sqlx::query_as(
        "SELECT seq, hash FROM audit WHERE at < $1 ORDER BY at DESC, seq DESC LIMIT 1"
    ).bind(millis(end)).fetch_optional(on).await)?;
    let Some(last) = last else { return Ok(None) };
    let portion: Option<(i64, String)> = on_tx!(tx, on => sqlx::query_as(
        "SELECT seq, hash FROM audit WHERE seq <= $1 ORDER BY seq LIMIT 1 OFFSET $2"
    ).bind(last.0).bind(most - 1).fetch_optional(on).await)?;
    Ok(Some(portion.unwrap_or(last)))
}

/// Takes out the entries up to a number.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn cut(tx: &mut Tx, through: i64) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("DELETE FROM audit WHERE seq <= $1").bind(through).execute(on).await.map(drop))?;
    Ok(())
}

/// The entries of a period, of one client or of all, by number (KZ-4).
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn of_period(
    db: &Db,
    client: Option<ClientId>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = match client {
        Some(client) => on_db!(db, on => sqlx::query_as(
            "SELECT seq, at, event, client_id, network, agent, detail, prev, hash FROM audit \
             WHERE client_id = $1 AND at >= $2 AND at < $3 ORDER BY at, seq"
        ).bind(client.get()).bind(millis(from)).bind(millis(to)).fetch_all(on).await)?,
        None => on_db!(db, on => sqlx::query_as(
            "SELECT seq, at, event, client_id, network, agent, detail, prev, hash FROM audit \
             WHERE at >= $1 AND at < $2 ORDER BY at, seq"
        ).bind(millis(from)).bind(millis(to)).fetch_all(on).await)?,
    };
    Ok(rows.into_iter().map(entry).collect())
}

impl Entry {
    /// When.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when there is no such instant.
    pub fn at(&self) -> Result<DateTime<Utc>, StoreError> {
        instant(self.at)
    }
}
