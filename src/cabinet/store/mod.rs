//! What is kept, in SQLite or PostgreSQL: one set of queries, one numbering of migrations, one suite.
//!
//! A file a noun; each function is one use of that noun. A query is written once, with `$1` placeholders, inside
//! `on_db!` or `on_tx!`, which expand it for both engines; the few real differences stand in [`dialect`].
//! **To add a query**: a function in the file of its noun, a case in the store suite. **To add a table or column**: the
//! next number in `migrations/`; an applied migration is never edited.
//!
//! Types: ids and sums (tiyn) `BIGINT`, instants `BIGINT` (milliseconds since 1970, UTC), civil dates `TEXT` (ISO 8601),
//! enumerations `TEXT` codes, sealed values and hashes `TEXT`.

pub mod audit;
pub(in crate::cabinet) mod cleaning;
pub mod clients;
pub mod consents;
pub mod contracts;
pub(in crate::cabinet) mod counters;
pub(in crate::cabinet) mod credentials;
pub mod db;
pub(in crate::cabinet) mod devices;
pub mod dialect;
pub(in crate::cabinet) mod dump;
pub mod endings;
pub mod error;
pub(in crate::cabinet) mod flows;
pub mod former;
pub mod imports;
pub(in crate::cabinet) mod leases;
pub mod ledger;
pub mod messages;
pub mod migrate;
pub(in crate::cabinet) mod operators;
mod profile;
mod row;
pub(in crate::cabinet) mod sealed;
pub mod sessions;
pub mod visits;

#[cfg(test)]
mod connection_tests;
#[cfg(test)]
mod migrate_tests;
#[cfg(test)]
mod sql_tests;
#[cfg(test)]
pub(in crate::cabinet) mod testing;

pub use db::{Db, Tx};
pub use error::StoreError;
pub use ledger::Ledger;

use chrono::{DateTime, Utc};

/// An instant as it is kept. Sub-millisecond parts are dropped.
pub(in crate::cabinet) fn millis(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_millis()
}

/// The instant of kept milliseconds.
///
/// # Errors
/// [`StoreError::Damaged`] when there is no such instant.
pub(in crate::cabinet) fn instant(millis: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(millis).ok_or(StoreError::Damaged { what: "instant" })
}
