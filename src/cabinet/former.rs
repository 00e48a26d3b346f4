//! The term of former clients (KZ-3): whose is over, and how they are erased when it is.
//!
//! A client is gone when every contract has been closed for the whole term, the register has told nothing of the client
//! for as long, and no browser of theirs is remembered. Whatever is doubtful keeps them: a contract without a day of
//! closing, however long ago it should have ended, and a file of the register that names them.

use chrono::{DateTime, Months, Utc};

use super::audit::{self, Event, Origin};
use super::client_id::ClientId;
use super::store::counters::{self, Counted};
use super::store::former::{START, Since, erase, window};
use super::store::{Db, StoreError, credentials, flows};
use super::vault::Vault;
use crate::clock::almaty_date;

pub use super::store::former::Former;

/// A walk along all clients, portion by portion.
pub(in crate::cabinet) struct Walk {
    since: Since,
    after: ClientId,
}

impl Walk {
    /// For those whose term of so many years is over.
    pub(in crate::cabinet) fn begin(now: DateTime<Utc>, years: u32) -> Self {
        Self { since: since(now, years), after: START }
    }

    /// Those of the next portion, which may be none; no portion at the end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(in crate::cabinet) async fn next(&mut self, db: &Db) -> Result<Option<Vec<Former>>, StoreError> {
        let (former, last) = window(db, &self.since, self.after).await?;
        let Some(last) = last else { return Ok(None) };
        self.after = last;
        Ok(Some(former))
    }
}

/// Erases the clients whose term is over, as an operator does, each in a transaction of its own, until it is to stop; how
/// many.
///
/// # Errors
/// [`StoreError`]. Who was erased until then is.
pub(in crate::cabinet) async fn erase_all(
    db: &Db,
    vault: &Vault,
    now: DateTime<Utc>,
    years: u32,
    stopping: &(impl Fn() -> bool + Sync),
) -> Result<u64, StoreError> {
    let (mut walk, mut erased) = (Walk::begin(now, years), 0);
    while !stopping()
        && let Some(former) = walk.next(db).await?
    {
        for Former { id, account, .. } in former {
            if stopping() {
                return Ok(erased);
            }
            let mut tx = db.begin().await?;
            // The client's row comes first, as everywhere; then the consents that were given and became nobody's. Who is
            // kept after all keeps these too: nothing of the transaction lasts then.
            credentials::forget(&mut tx, id).await?;
            flows::end_of_client(&mut tx, id, None).await?;
            if erase(&mut tx, &walk.since, id).await? {
                counters::clear(&mut tx, &Counted::Account.name(vault, account.expose())).await?;
                audit::record(&mut tx, vault, now, Some(id), &Origin::COMMAND, &Event::TermOver { years }).await?;
                tx.commit().await?;
                erased += 1;
            }
        }
    }
    Ok(erased)
}

/// Since when one must have been gone. A term that reaches behind all time is never over.
fn since(now: DateTime<Utc>, years: u32) -> Since {
    let term = Months::new(years.saturating_mul(12));
    let told = now.checked_sub_months(term).unwrap_or(DateTime::<Utc>::MIN_UTC);
    Since { told, closed: almaty_date(told), now }
}

#[cfg(test)]
#[path = "former_tests.rs"]
mod tests;
