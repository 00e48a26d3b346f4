//! Sends what waits in the store.
//!
//! Any number of nodes may run a queue on one store: a message is taken by a conditional update and belongs to one node
//! until its lease ends. What a lost node had may have reached the gateway a moment before, or not at all; nobody can tell.
//! So it counts as a try with unknown end, like a time-out: it is sent **once more at most**, with the same code, only while
//! that code lives. A message whose sending was seen is never sent again, and none is sent after its end.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::breaker::{Breaker, Change};
use super::tally::{Counts, Tally};
use super::texts::Purpose;
use super::{Gateway, Outcome, Sms};
use crate::cabinet::journal::Journal;
use crate::cabinet::store::messages::{self, Back, End, MOST_TRIES, Taken};
use crate::cabinet::store::{Db, StoreError};
use crate::cabinet::vault::Vault;
use crate::clock::{Clock, almaty_date, until_tomorrow};

/// How a queue works.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Messages a day of the whole system.
    pub daily_limit: u32,
    /// Messages under way at once.
    pub at_once: usize,
    /// How often to look without being told: for tries that are due again, and for messages of lost nodes.
    pub look: Duration,
    /// How long a node has a message. Longer than any call to a gateway takes.
    pub lease: TimeDelta,
    /// How long one call may take.
    pub call: TimeDelta,
    /// How long a message is known after its end, without its number and text.
    pub keep: TimeDelta,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            daily_limit: 5000,
            at_once: 4,
            look: Duration::from_secs(1),
            lease: TimeDelta::seconds(30),
            call: TimeDelta::seconds(10),
            keep: TimeDelta::days(30),
        }
    }
}

/// What a queue works with.
#[derive(Clone)]
pub struct Parts {
    /// Where messages wait.
    pub db: Db,
    /// Opens them.
    pub vault: Arc<Vault>,
    /// Takes them.
    pub gateway: Arc<dyn Gateway>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Is told what happens.
    pub journal: Arc<dyn Journal>,
}

/// The queue of one node.
pub struct Queue {
    parts: Parts,
    settings: Settings,
    breaker: Mutex<Breaker>,
    tally: Tally,
    woken: Notify,
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("gateway", &self.parts.gateway).finish_non_exhaustive()
    }
}

impl Queue {
    /// A queue that has not begun.
    pub fn new(parts: Parts, settings: Settings) -> Arc<Self> {
        Arc::new(Self { parts, settings, breaker: Mutex::default(), tally: Tally::default(), woken: Notify::new() })
    }

    /// Something was put in: the queue looks at once.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// What was done since the start, and whether the gateway is left alone.
    pub fn counts(&self) -> Counts {
        self.tally.now()
    }

    /// Sends until `stop` is done, then ends the calls that are under way. Nothing else is lost by stopping: what waits is
    /// in the store.
    pub async fn run(self: Arc<Self>, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        let mut calls = JoinSet::new();
        let mut well = true;
        let mut swept = None;
        loop {
            let worked = self.work(&mut calls, &mut swept).await;
            if let Err(error) = &worked
                && well
            {
                self.parts.journal.event("sms-store", &[("error", error)]);
            }
            well = worked.is_ok();
            let look = if well { self.settings.look } else { self.settings.look * 5 };
            tokio::select! {
                // First of all: a call that ends at the same moment must not begin another.
                biased;
                () = &mut stop => break,
                Some(_) = calls.join_next(), if !calls.is_empty() => {}
                () = self.woken.notified() => {}
                () = tokio::time::sleep(look) => {}
            }
        }
        while calls.join_next().await.is_some() {}
    }

    /// Sends all that is due now and waits for it: for commands and tests.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn drain(self: &Arc<Self>) -> Result<(), StoreError> {
        let mut calls = JoinSet::new();
        loop {
            self.work(&mut calls, &mut None).await?;
            if calls.join_next().await.is_none() {
                return Ok(());
            }
        }
    }

    /// Takes as many messages as may be under way; now and then sweeps.
    async fn work(
        self: &Arc<Self>,
        calls: &mut JoinSet<()>,
        swept: &mut Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        while calls.try_join_next().is_some() {}
        let Parts { db, clock, .. } = &self.parts;
        let now = clock.now();
        if swept.is_none_or(|at| now - at >= self.settings.lease || now < at) {
            messages::sweep(db, now).await?;
            messages::forget(db, now - self.settings.keep).await?;
            *swept = Some(now);
        }
        let free = self.breaker().allowed(now, self.settings.at_once).saturating_sub(calls.len());
        if free == 0 {
            return Ok(());
        }
        for id in messages::due(db, now, i64::try_from(free).unwrap_or(i64::MAX)).await? {
            let now = clock.now();
            if let Some(taken) = messages::take(db, id, now, now + self.settings.lease).await? {
                calls.spawn(Arc::clone(self).deliver(taken, now));
            }
        }
        Ok(())
    }

    /// Sends a message that this node has and writes down how it ended.
    async fn deliver(self: Arc<Self>, taken: Taken, taken_at: DateTime<Utc>) {
        let step = self.send(&taken, taken_at).await;
        let recorded = self.record(&taken, &step, taken_at).await;
        let now = self.parts.clock.now();
        let id = format!("{:x}", taken.id);
        let took = (now - taken_at).num_milliseconds();
        let phone = step.phone.as_deref().unwrap_or("-");
        self.parts.journal.event(
            step.event,
            &[
                ("message", &id),
                ("purpose", &taken.purpose),
                ("phone", &phone),
                ("gateway", &self.parts.gateway.name()),
                ("gateway_id", &step.gateway_id.as_deref().unwrap_or("-")),
                ("outcome", &step.outcome),
                ("try", &taken.tries),
                ("millis", &took),
            ],
        );
        if !recorded {
            self.parts.journal.event("sms-not-recorded", &[("message", &id)]);
        }
        if step.alert {
            let gateway = self.parts.gateway.name();
            self.parts.journal.event("sms-alert", &[("gateway", &gateway), ("outcome", &step.outcome)]);
        }
    }

    async fn send(&self, taken: &Taken, now: DateTime<Utc>) -> Step {
        let patience = Patience::of(&taken.purpose);
        if taken.tries > 1 && now > patience.last(taken) {
            return Step::failed("lost");
        }
        let Ok((phone, text)) = taken.open(&self.parts.vault) else {
            return Step { alert: true, ..Step::failed("sealed") };
        };
        match self.spend(taken, now).await {
            Ok(None) => {}
            Ok(Some(step)) => return step,
            // Without a count there is no sending; the message stays for later.
            Err(_) => return Step::back("store", now + patience.wait, taken, now, true),
        }
        let time = (taken.ends_at - now).min(self.settings.call).to_std().unwrap_or_default();
        let sms = Sms { id: taken.id, phone: &phone, text: &text, time };
        // A gateway keeps to the time by itself; one that does not is cut off.
        let sent = tokio::time::timeout(time + Duration::from_secs(1), self.parts.gateway.send(&sms)).await;
        let outcome = sent.unwrap_or(Outcome::Unknown { reason: "timeout" });
        let now = self.parts.clock.now();
        self.remember(&outcome, now);
        Step { phone: Some(phone.to_string()), ..Step::after(outcome, taken, patience, now) }
    }

    /// Counts the message against the day's limit; what to do instead of sending when that is used up.
    async fn spend(&self, taken: &Taken, now: DateTime<Utc>) -> Result<Option<Step>, StoreError> {
        let (day, limit) = (almaty_date(now).to_string(), self.settings.daily_limit);
        let Some(number) = messages::count(&self.parts.db, &day, limit, now + TimeDelta::days(2)).await? else {
            self.tally.over_limit();
            let tomorrow = now + TimeDelta::from_std(until_tomorrow(now)).unwrap_or(TimeDelta::days(1));
            return Ok(Some(Step::back("daily-limit", tomorrow, taken, now, true)));
        };
        let limit = i64::from(limit);
        // The count goes up by one at a time, so of all nodes one sees each of these numbers.
        for (at, event) in [((limit * 4 + 4) / 5, "sms-daily-80-percent"), (limit, "sms-daily-limit")] {
            if number == at {
                self.parts.journal.event(event, &[("day", &day), ("limit", &limit)]);
            }
        }
        Ok(None)
    }

    fn remember(&self, outcome: &Outcome, now: DateTime<Utc>) {
        self.tally.outcome(outcome);
        let change = {
            let mut breaker = self.breaker();
            match outcome {
                Outcome::Accepted { .. } | Outcome::Held { .. } | Outcome::Permanent { alert: false, .. } => {
                    breaker.success()
                }
                Outcome::Pause { time, .. } => {
                    breaker.pause(now + TimeDelta::from_std(*time).unwrap_or(TimeDelta::minutes(10)))
                }
                Outcome::Permanent { .. } | Outcome::Retry { .. } | Outcome::Unknown { .. } => breaker.failure(now),
            }
        };
        let Some(change) = change else { return };
        self.tally.paused(change == Change::Opened);
        let event = match change {
            Change::Opened => "sms-gateway-paused",
            Change::Closed => "sms-gateway-back",
        };
        self.parts.journal.event(event, &[("gateway", &self.parts.gateway.name())]);
    }

    /// Writes down how it ended, again and again while the message is this node's: a sent message that is not known to be
    /// sent would be sent once more.
    async fn record(&self, taken: &Taken, step: &Step, taken_at: DateTime<Utc>) -> bool {
        let Parts { db, clock, gateway, .. } = &self.parts;
        loop {
            let done = match &step.next {
                Next::End(end) => {
                    let end = match end {
                        End::Sent(_) => End::Sent(step.gateway_id.as_deref()),
                        end => *end,
                    };
                    messages::finish(db, taken, end, gateway.name(), &step.outcome).await
                }
                Next::Back { due_at, unclear, untried } => {
                    let (due_at, unclear, untried) = (*due_at, *unclear, *untried);
                    let back = Back { due_at, unclear, untried, gateway: gateway.name(), outcome: &step.outcome };
                    messages::put_back(db, taken, &back).await
                }
            };
            match done {
                Ok(done) => return done,
                Err(_) if clock.now() - taken_at < self.settings.lease => tokio::time::sleep(self.settings.look).await,
                Err(_) => return false,
            }
        }
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long a message is tried.
#[derive(Clone, Copy)]
struct Patience {
    /// From its being put in.
    whole: TimeDelta,
    /// Before the next try; three times as long before the one after.
    wait: TimeDelta,
}

impl Patience {
    /// A person waits for a code and may ask for another after a minute. A notice can wait.
    fn of(purpose: &str) -> Self {
        if Purpose::from_code(purpose).is_some_and(|purpose| !purpose.has_code()) {
            return Self { whole: TimeDelta::days(1), wait: TimeDelta::minutes(5) };
        }
        Self { whole: TimeDelta::seconds(60), wait: TimeDelta::seconds(5) }
    }

    fn last(self, taken: &Taken) -> DateTime<Utc> {
        taken.ends_at.min(taken.created_at + self.whole)
    }

    fn next(self, taken: &Taken, now: DateTime<Utc>) -> DateTime<Utc> {
        now + if taken.tries > 1 { self.wait * 3 } else { self.wait }
    }
}

/// What becomes of a message.
struct Step {
    next: Next,
    event: &'static str,
    outcome: String,
    gateway_id: Option<String>,
    alert: bool,
    phone: Option<String>,
}

enum Next {
    End(End<'static>),
    Back { due_at: DateTime<Utc>, unclear: bool, untried: bool },
}

impl Step {
    fn new(next: Next, event: &'static str, outcome: impl Into<String>) -> Self {
        Self { next, event, outcome: outcome.into(), gateway_id: None, alert: false, phone: None }
    }

    fn failed(outcome: impl Into<String>) -> Self {
        Self::new(Next::End(End::Failed), "sms-failed", outcome)
    }

    /// Back into the queue, if it is still worth something then. `untried`: the gateway was not asked.
    fn back(outcome: &str, due_at: DateTime<Utc>, taken: &Taken, now: DateTime<Utc>, untried: bool) -> Self {
        if due_at >= taken.ends_at || now >= taken.ends_at {
            return Self::failed(outcome);
        }
        Self::new(Next::Back { due_at, unclear: false, untried }, "sms-retry", outcome)
    }

    fn after(outcome: Outcome, taken: &Taken, patience: Patience, now: DateTime<Utc>) -> Self {
        let next = patience.next(taken, now);
        // Another try of so many, not before an instant.
        let again = |code: String, most: i64, due_at: DateTime<Utc>, unclear: bool| {
            if taken.tries >= most.min(MOST_TRIES) || due_at >= patience.last(taken) {
                return Self::failed(code);
            }
            Self::new(Next::Back { due_at, unclear, untried: false }, "sms-retry", code)
        };
        match outcome {
            Outcome::Accepted { id } => {
                Self { gateway_id: id, ..Self::new(Next::End(End::Sent(None)), "sms-sent", "accepted") }
            }
            Outcome::Held { id } => {
                let held = Self::new(Next::End(End::Sent(None)), "sms-sent", "held");
                Self { gateway_id: id, alert: true, ..held }
            }
            Outcome::Permanent { code, alert } => Self { alert, ..Self::failed(code) },
            Outcome::Retry { code, after, once } => {
                let after = TimeDelta::from_std(after).unwrap_or(TimeDelta::MAX);
                let most = if once { 2 } else { MOST_TRIES };
                again(code, most, next.max(now.checked_add_signed(after).unwrap_or(DateTime::<Utc>::MAX_UTC)), false)
            }
            Outcome::Pause { code, time } => {
                let time = TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
                let due_at = now.checked_add_signed(time).unwrap_or(DateTime::<Utc>::MAX_UTC);
                Self { alert: true, ..again(code, MOST_TRIES, due_at, false) }
            }
            Outcome::Unknown { reason } if taken.unclear > 0 => Self::failed(reason),
            Outcome::Unknown { reason } => again(reason.to_owned(), MOST_TRIES, next, true),
        }
    }
}
