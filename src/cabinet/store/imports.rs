//! Imports of the register: how far each file came.

use chrono::{DateTime, Utc};

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, millis};

/// An import that was begun before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinet) struct Begun {
    /// Bytes of the file that are filed.
    pub position: u64,
    /// Counts so far, in JSON.
    pub report: String,
    /// Was it finished?
    pub finished: bool,
}

/// The import of a file with this digest.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn find(db: &Db, digest: &str) -> Result<Option<Begun>, StoreError> {
    let row: Option<(i64, String, Option<i64>)> = on_db!(db, on => sqlx::query_as(
        "SELECT position, report, finished_at FROM imports WHERE digest = $1"
    ).bind(digest).fetch_optional(on).await)?;
    let begun = |(position, report, finished): (i64, String, Option<i64>)| {
        let position = u64::try_from(position).map_err(|_| StoreError::Damaged { what: "import" })?;
        Ok(Begun { position, report, finished: finished.is_some() })
    };
    row.map(begun).transpose()
}

/// A new import, or one that begins anew.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn begin(
    tx: &mut Tx,
    digest: &str,
    file: &str,
    as_of: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query(
        "INSERT INTO imports (digest, file, position, as_of, started_at, finished_at, report) \
         VALUES ($1, $2, 0, $3, $4, NULL, '{}') ON CONFLICT (digest) DO UPDATE SET file = excluded.file, position = 0, \
         as_of = excluded.as_of, started_at = excluded.started_at, finished_at = NULL, report = '{}'"
    ).bind(digest).bind(file).bind(millis(as_of)).bind(millis(now)).execute(on).await.map(drop))?;
    Ok(())
}

/// How far it came; in the transaction that files what comes before.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn advance(
    tx: &mut Tx,
    digest: &str,
    position: u64,
    report: &str,
    finished: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let position = i64::try_from(position).unwrap_or(i64::MAX);
    on_tx!(tx, on => sqlx::query("UPDATE imports SET position = $2, report = $3, finished_at = $4 WHERE digest = $1")
        .bind(digest).bind(position).bind(report).bind(finished.map(millis)).execute(on).await.map(drop))?;
    Ok(())
}
