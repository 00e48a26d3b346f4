//! Counters of tries, by a keyed hash of what was typed or where it came from (security, LOCK-1).
//!
//! Each use is one conditional statement whose result tells whether the try is allowed: there is nothing to read first, so
//! parallel tries on several nodes cannot slip past a bound together.

use chrono::{DateTime, TimeDelta, Utc};

use super::db::{on_db, on_tx};
use super::{Db, StoreError, Tx, instant, millis};
use crate::cabinet::vault::Vault;

/// What is counted. The name of a row is its code and a keyed hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cabinet) enum Counted {
    /// Wrong passwords for a typed account number.
    Account,
    /// Wrong passwords from a browser that signed in before.
    Device,
    /// Wrong passwords of a client who is signed in.
    Proof,
    /// Wrong sign-ins from an address.
    SignInsFrom,
    /// Sessions opened by one form, of which there is one.
    SignInOf,
    /// Codes asked for from an address.
    CodesFrom,
    /// Codes sent to a number.
    CodesTo,
    /// Codes sent for a client.
    CodesOf,
    /// Codes sent by the whole system.
    Codes,
    /// Codes tried for a client.
    TriesOf,
    /// As [`Counted::CodesTo`], for a decoy: counted alike, and in nobody's way.
    DecoyTo,
    /// As [`Counted::CodesOf`], for a decoy.
    DecoyOf,
    /// As [`Counted::Codes`], for a decoy.
    Decoys,
    /// As [`Counted::TriesOf`], for a decoy.
    DecoyTriesOf,
}

impl Counted {
    const fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Device => "device",
            Self::Proof => "proof",
            Self::SignInsFrom => "sign-ins-from",
            Self::SignInOf => "sign-in-of",
            Self::CodesFrom => "codes-from",
            Self::CodesTo => "codes-to",
            Self::CodesOf => "codes-of",
            Self::Codes => "codes",
            Self::TriesOf => "tries-of",
            Self::DecoyTo => "decoy-to",
            Self::DecoyOf => "decoy-of",
            Self::Decoys => "decoys",
            Self::DecoyTriesOf => "decoy-tries-of",
        }
    }

    /// The name of the row for a value.
    pub(in crate::cabinet) fn name(self, vault: &Vault, value: &str) -> String {
        format!("{}:{}", self.code(), vault.index(&format!("counters.{}", self.code()), value))
    }
}

/// So many within a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cabinet) struct Bound {
    /// How many.
    pub most: i64,
    /// Within which time.
    pub within: TimeDelta,
    /// Whether the time runs from the last try: then no span of that length ever holds more. Otherwise it runs from the
    /// first one, so that an address shared by many is not shut for good.
    pub from_last: bool,
}

/// Waits that grow: so many failures are free, then each doubles the wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cabinet) struct Ladder {
    /// Failures without a wait.
    pub free: i64,
    /// The first wait.
    pub first: TimeDelta,
    /// The longest.
    pub longest: TimeDelta,
    /// After how long without a try it begins anew.
    pub forgotten: TimeDelta,
}

impl Ladder {
    /// How often the first wait can be doubled before it is over the longest.
    fn doublings(&self) -> i64 {
        let fits =
            |times: &i64| self.first * 2_i32.saturating_pow(u32::try_from(*times).unwrap_or(u32::MAX)) <= self.longest;
        (0..=20).take_while(fits).last().unwrap_or(-1)
    }
}

/// Takes one of a bound: the how-manieth it is, or none when the bound is reached; then nothing was counted.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn take(
    tx: &mut Tx,
    name: &str,
    bound: Bound,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let count: Option<(i64,)> = on_tx!(tx, on => sqlx::query_as(
        "INSERT INTO counters (name, count, wait_until, ends_at) VALUES ($1, 1, 0, $3) \
         ON CONFLICT (name) DO UPDATE SET \
         count = CASE WHEN counters.ends_at <= $2 THEN 1 ELSE counters.count + 1 END, \
         ends_at = CASE WHEN counters.ends_at <= $2 OR $5 = 1 THEN $3 ELSE counters.ends_at END \
         WHERE counters.ends_at <= $2 OR counters.count < $4 RETURNING count"
    ).bind(name).bind(millis(now)).bind(millis(now + bound.within)).bind(bound.most).bind(i64::from(bound.from_last))
    .fetch_optional(on).await)?;
    Ok(count.map(|(count,)| count))
}

/// Gives one back that was taken.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn give_back(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("UPDATE counters SET count = count - 1 WHERE name = $1 AND count > 0")
        .bind(name).execute(on).await.map(drop))?;
    Ok(())
}

/// How many were taken, and when they are forgotten.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn taken(
    db: &Db,
    name: &str,
    now: DateTime<Utc>,
) -> Result<(i64, DateTime<Utc>), StoreError> {
    let row: Option<(i64, i64)> = on_db!(db, on => sqlx::query_as(
        "SELECT count, ends_at FROM counters WHERE name = $1 AND ends_at > $2"
    ).bind(name).bind(millis(now)).fetch_optional(on).await)?;
    row.map_or(Ok((0, now)), |(count, ends)| Ok((count, instant(ends)?)))
}

/// Counts a try before its outcome is known; whether it is allowed. While a wait runs, nothing is counted (LOCK-6).
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn attempt(
    tx: &mut Tx,
    name: &str,
    ladder: Ladder,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let count: Option<(i64,)> = on_tx!(tx, on => sqlx::query_as(
        "INSERT INTO counters (name, count, wait_until, ends_at) VALUES ($1, 1, 0, $3) \
         ON CONFLICT (name) DO UPDATE SET \
         count = CASE WHEN counters.ends_at <= $2 THEN 1 ELSE counters.count + 1 END, \
         wait_until = CASE \
             WHEN counters.ends_at <= $2 OR counters.count < $4 THEN 0 \
             WHEN counters.count - $4 > $7 THEN $2 + $6 \
             ELSE $2 + ($5 << CAST(counters.count - $4 AS INTEGER)) END, \
         ends_at = $3 \
         WHERE counters.wait_until <= $2 RETURNING count"
    ).bind(name).bind(millis(now)).bind(millis(now + ladder.forgotten)).bind(ladder.free)
    .bind(ladder.first.num_milliseconds()).bind(ladder.longest.num_milliseconds()).bind(ladder.doublings())
    .fetch_optional(on).await)?;
    Ok(count.is_some())
}

/// Forgets a counter.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn clear(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    on_tx!(tx, on => sqlx::query("DELETE FROM counters WHERE name = $1").bind(name).execute(on).await.map(drop))?;
    Ok(())
}

/// Until when a counter makes its tries wait.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn waits_until(db: &Db, name: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row: Option<(i64,)> = on_db!(db, on => sqlx::query_as("SELECT wait_until FROM counters WHERE name = $1")
        .bind(name).fetch_optional(on).await)?;
    row.map(|(until,)| instant(until)).transpose()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn s_lock_02_the_first_wait_is_doubled_as_often_as_fits(first in 1..3600_i64, times in 1..100_i64) {
            let seconds = TimeDelta::seconds;
            let ladder = Ladder { free: 5, first: seconds(first), longest: seconds(first * times), forgotten: seconds(1) };
            let doublings = u32::try_from(ladder.doublings()).unwrap();
            prop_assert!(first << doublings <= first * times);
            prop_assert!(first << (doublings + 1) > first * times);
        }
    }
}
