//! Throws away what is over: dead sessions, processes, counters and browsers, and entries of the journal whose term is over.
//! One node at a time does it. Once a day it erases former clients, where that is set.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::TimeDelta;

use super::{Cabinet, ServiceError};
use crate::cabinet::journal::Journal;
use crate::cabinet::store::audit::begins;
use crate::cabinet::store::cleaning::{self, Over};
use crate::cabinet::store::{StoreError, leases};
use crate::cabinet::vault::draw_reference;
use crate::cabinet::{audit, former};

/// The name of the lease.
const WORK: &str = "cleaning";

/// How long a node has the work; longer than a round takes.
const TERM: TimeDelta = TimeDelta::minutes(5);

/// The name of the lease of looking for former clients. Whoever has come to the end keeps it for the rest of the day, so
/// they are looked for once a day, by whichever node comes first.
const FORMER: &str = "former-clients";

/// How often former clients are looked for.
const DAILY: TimeDelta = TimeDelta::days(1);

/// How long a node has that work; longer than all of it takes. One that is killed, or fails, delays it so much.
const WALK: TimeDelta = TimeDelta::hours(1);

/// Rows of a table at a time.
const ROWS: i64 = 500;

/// Portions of a round; what is left waits for the next.
const PORTIONS: usize = 40;

/// How long after its term an entry of the journal may stay. Each cut is an entry itself, so there is not one a round.
const LATE: TimeDelta = TimeDelta::days(1);

impl Cabinet {
    /// One round, if no other node has the work; how many rows went. `node` names this one.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn clean(&self, node: &str) -> Result<u64, ServiceError> {
        self.clean_unless(node, &|| false).await
    }

    /// The same, until it is to stop; what is left is for another round.
    ///
    /// # Errors
    /// As [`Cabinet::clean`].
    pub(in crate::cabinet) async fn clean_unless(
        &self,
        node: &str,
        stopping: &(impl Fn() -> bool + Sync),
    ) -> Result<u64, ServiceError> {
        let limits = self.limits();
        let mut all = 0;
        for _ in 0..PORTIONS {
            let now = self.clock.now();
            if !leases::take(&self.db, WORK, node, TERM, now).await? {
                break;
            }
            let over =
                Over { now, idle: limits.idle, mourned: limits.form_life, counters: limits.counters, rows: ROWS };
            let gone = cleaning::clean(&self.db, &over).await?;
            all += gone;
            let trimmed = self.trim_journal().await?;
            if stopping() || (gone < ROWS.unsigned_abs() && !trimmed) {
                break;
            }
        }
        Ok(all + self.erase_former(stopping).await?)
    }

    /// Once a day, on one node, erases the clients whose term is over, if it is set that they are erased; how many.
    async fn erase_former(&self, stopping: &(impl Fn() -> bool + Sync)) -> Result<u64, ServiceError> {
        let Some(years) = self.former_years.filter(|_| !stopping()) else { return Ok(0) };
        let (now, walk) = (self.clock.now(), draw_reference()?);
        if !leases::take(&self.db, FORMER, &walk, WALK, now).await? {
            return Ok(0);
        }
        let erased = former::erase_all(&self.db, &self.vault, now, years, stopping).await;
        // A walk that came to no end is no walk of the day. One that was stopped is begun anew by the next round. One that
        // failed keeps its term: what is wrong may last, and not every round of every node is to walk into it.
        let term = match erased {
            _ if stopping() => TimeDelta::zero(),
            Ok(_) => DAILY,
            Err(_) => WALK,
        };
        let kept = leases::take(&self.db, FORMER, &walk, term, now).await;
        // What went wrong first is the cause; a lease that could not be given back ends by itself.
        let erased = erased?;
        kept?;
        Ok(erased)
    }

    /// Takes a portion of entries out of the journal, when one is over its term by a day; whether it did.
    async fn trim_journal(&self) -> Result<bool, StoreError> {
        let now = self.clock.now();
        match begins(&self.db).await? {
            Some(begun) if begun < now - audit::TERM - LATE => {
                audit::trim(&self.db, &self.vault, now, audit::PORTION).await
            }
            _ => Ok(false),
        }
    }

    /// Cleans again and again until `stop` is done; a round under way ends as soon as it can. A round that fails is made up
    /// for by the next; the first of several is told.
    ///
    /// # Errors
    /// [`ServiceError::Vault`] when the node cannot be given a name.
    pub async fn keep_clean(
        self: Arc<Self>,
        every: Duration,
        told: Arc<dyn Journal>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), ServiceError> {
        let node = draw_reference()?;
        let mut stop = std::pin::pin!(stop);
        let mut well = true;
        loop {
            tokio::select! {
                () = &mut stop => return Ok(()),
                () = tokio::time::sleep(every) => {}
            }
            let stopping = AtomicBool::new(false);
            let stops = || stopping.load(Ordering::Relaxed);
            let mut round = std::pin::pin!(self.clean_unless(&node, &stops));
            let (round, over) = tokio::select! {
                round = &mut round => (round, false),
                () = &mut stop => {
                    stopping.store(true, Ordering::Relaxed);
                    (round.await, true)
                }
            };
            if let Err(error) = &round
                && well
            {
                told.event("cleaning-failed", &[("cause", error)]);
            }
            if over {
                return Ok(());
            }
            well = round.is_ok();
        }
    }
}
