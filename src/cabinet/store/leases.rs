//! Work that one node at a time does.

use chrono::{DateTime, TimeDelta, Utc};

use super::db::write_db;
use super::{Db, StoreError, millis};

/// Takes or renews the lease of some work; whether it is ours.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn take(
    db: &Db,
    work: &str,
    holder: &str,
    term: TimeDelta,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row: Option<(String,)> = write_db!(db, on => sqlx::query_as(
        "INSERT INTO leases (name, holder, ends_at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at \
         WHERE leases.ends_at <= $4 OR leases.holder = excluded.holder RETURNING name"
    ).bind(work).bind(holder).bind(millis(now + term)).bind(millis(now)).fetch_optional(on).await)?;
    Ok(row.is_some())
}
