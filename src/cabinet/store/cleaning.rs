//! Throws away what is over: so much at a time, so that nobody waits long for it.

use chrono::{DateTime, TimeDelta, Utc};

use super::db::{on_db, write_db};
use super::{Db, StoreError, millis};

/// What is over, and what is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cabinet) struct Over {
    /// The time it is.
    pub now: DateTime<Utc>,
    /// How long after its last use a session is dead.
    pub idle: TimeDelta,
    /// How long a process is kept after its end: what was typed into it fills the form again.
    pub mourned: TimeDelta,
    /// Most counters.
    pub counters: i64,
    /// Most rows of a table at a time.
    pub rows: i64,
}

const COUNTERS: &str =
    "DELETE FROM counters WHERE name IN (SELECT name FROM counters WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2)";

/// Beyond the bound goes what anybody can make any number of. First decoys and accounts of a few failures, then accounts
/// whose wait is over, and addresses only when nothing else is left. What is counted for a client, a browser that is known or
/// the system, and a wait under way, never go: there are no more of them than clients, or than can be made in a quarter of an
/// hour.
///
/// Of each kind the least tried goes first: the rows of a flood have one try each and push out one another, while what is
/// tried again and again stays. Of equals it is the one that ends first, and never the latest: when a flood has filled the
/// table, a guess would else be forgotten before the next, and no wait would ever begin.
const FLOOD: &str = "DELETE FROM counters WHERE name IN (SELECT name FROM counters \
     WHERE ends_at > $1 AND wait_until <= $1 AND (name LIKE 'decoy-%' OR name LIKE 'account:%' \
         OR name LIKE 'sign-ins-from:%' OR name LIKE 'codes-from:%') \
     ORDER BY CASE WHEN name LIKE '%-from:%' THEN 2 WHEN wait_until > 0 THEN 1 ELSE 0 END, count, ends_at, name LIMIT $2)";

/// Throws away one portion of each table; how many rows went. When a portion was full there may be more.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn clean(db: &Db, over: &Over) -> Result<u64, StoreError> {
    let now = millis(over.now);
    let ended = millis(over.now - over.mourned);
    // A statement, and until when what it throws away had its time.
    let portions: [(&str, i64); 6] = [
        (
            "DELETE FROM sessions WHERE id_hash IN \
            (SELECT id_hash FROM sessions WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2)",
            now,
        ),
        (
            "DELETE FROM sessions WHERE id_hash IN \
            (SELECT id_hash FROM sessions WHERE used_at <= $1 ORDER BY used_at LIMIT $2)",
            millis(over.now - over.idle),
        ),
        (
            "DELETE FROM endings WHERE id_hash IN \
            (SELECT id_hash FROM endings WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2)",
            now,
        ),
        // A consent that became no client's goes with its process.
        (
            "DELETE FROM consents WHERE client_id IS NULL AND flow_hash IN \
            (SELECT id_hash FROM flows WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2)",
            ended,
        ),
        (
            "DELETE FROM flows WHERE id_hash IN \
            (SELECT id_hash FROM flows WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2) \
            AND NOT EXISTS (SELECT 1 FROM consents WHERE client_id IS NULL AND flow_hash = flows.id_hash)",
            ended,
        ),
        (
            "DELETE FROM devices WHERE id_hash IN \
            (SELECT id_hash FROM devices WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2)",
            now,
        ),
    ];
    let mut gone = 0;
    for (sql, until) in portions {
        gone += delete(db, sql, until, over.rows).await?;
    }
    gone += delete(db, COUNTERS, now, over.rows).await?;
    let (left,): (i64,) = on_db!(db, on => sqlx::query_as("SELECT COUNT(*) FROM counters WHERE ends_at > $1")
        .bind(now).fetch_one(on).await)?;
    let beyond = (left - over.counters).min(over.rows);
    if beyond > 0 {
        gone += delete(db, FLOOD, now, beyond).await?;
    }
    Ok(gone)
}

async fn delete(db: &Db, sql: &'static str, until: i64, rows: i64) -> Result<u64, StoreError> {
    let gone =
        write_db!(db, on => sqlx::query(sql).bind(until).bind(rows).execute(on).await.map(|it| it.rows_affected()))?;
    Ok(gone)
}
