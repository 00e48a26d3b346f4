//! A statement for a period: what was owed before, what was added and paid, what is owed after.
//!
//! Sums reconcile: opening + accruals + late fees + fines + duty − payments = closing, and the closing of a period is
//! the opening of the next. What is owed may be below zero: then money waits on the account.

use chrono::{Datelike as _, Months, NaiveDate};

use super::error::coded;
use super::money::{Money, MoneyError};
use super::schedule::Schedule;

/// A period of civil days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

coded! {
    /// Why there is no statement.
    pub enum StatementError {
        /// The period ends before it begins.
        Reversed {
            /// Its first day.
            from: NaiveDate,
            /// Its last day.
            to: NaiveDate,
        } = "statement-reversed",
        /// There is no such month or quarter.
        NoSuchPeriod = "statement-no-such-period",
        /// A movement of less than nothing.
        Amount {
            /// Its day.
            day: NaiveDate,
        } = "statement-amount",
        /// The sums do not fit.
        Overflow = "statement-overflow",
    }
}

impl From<MoneyError> for StatementError {
    fn from(_: MoneyError) -> Self {
        Self::Overflow
    }
}

impl Period {
    /// From one day to another.
    ///
    /// # Errors
    /// [`StatementError::Reversed`], naming both.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, StatementError> {
        if from <= to { Ok(Self { from, to }) } else { Err(StatementError::Reversed { from, to }) }
    }

    /// A month, 1–12.
    ///
    /// # Errors
    /// [`StatementError::NoSuchPeriod`].
    pub fn month(year: i32, month: u32) -> Result<Self, StatementError> {
        Self::months(year, month, 1)
    }

    /// A quarter, 1–4.
    ///
    /// # Errors
    /// [`StatementError::NoSuchPeriod`].
    pub fn quarter(year: i32, quarter: u32) -> Result<Self, StatementError> {
        if !(1..=4).contains(&quarter) {
            return Err(StatementError::NoSuchPeriod);
        }
        Self::months(year, 3 * quarter - 2, 3)
    }

    /// A year.
    ///
    /// # Errors
    /// [`StatementError::NoSuchPeriod`].
    pub fn year(year: i32) -> Result<Self, StatementError> {
        Self::months(year, 1, 12)
    }

    /// The first day.
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub const fn to(&self) -> NaiveDate {
        self.to
    }

    fn months(year: i32, month: u32, count: u32) -> Result<Self, StatementError> {
        let from = NaiveDate::from_ymd_opt(year, month, 1).ok_or(StatementError::NoSuchPeriod)?;
        let after = from.checked_add_months(Months::new(count)).and_then(|next| next.pred_opt());
        after.map(|to| Self { from, to }).ok_or(StatementError::NoSuchPeriod)
    }
}

/// What a movement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A payment of the schedule fell due.
    Accrual,
    /// A late fee (өсімпұл / пеня).
    LateFee,
    /// A fine (айыппұл / штраф).
    Fine,
    /// State duty (мемлекеттік баж салығы / государственная пошлина).
    StateDuty,
    /// Money came.
    Payment,
}

impl Kind {
    /// All of them, in the order in which movements of one day are shown.
    pub const ALL: [Self; 5] = [Self::Accrual, Self::LateFee, Self::Fine, Self::StateDuty, Self::Payment];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accrual => "accrual",
            Self::LateFee => "late_fee",
            Self::Fine => "fine",
            Self::StateDuty => "state_duty",
            Self::Payment => "payment",
        }
    }
}

/// A movement. Its amount is zero or more; the kind tells whether it adds to the debt or takes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The day.
    pub day: NaiveDate,
    /// What it is.
    pub kind: Kind,
    /// How much.
    pub amount: Money,
}

/// A movement with what is owed after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The movement.
    pub movement: Movement,
    /// Owed after it.
    pub owed: Money,
}

/// The statement of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The period.
    pub period: Period,
    /// Owed at the beginning of its first day.
    pub opening: Money,
    /// The movements in it, by day; those of a day in the order of [`Kind`].
    pub entries: Vec<Entry>,
    /// Owed at the end of its last day.
    pub closing: Money,
}

impl Statement {
    /// The statement of a contract: payments of the schedule on their due dates, deposits on the days they came, and
    /// `charges` (late fees, fines, duty).
    ///
    /// # Errors
    /// [`StatementError::Amount`], [`StatementError::Overflow`].
    pub fn of(schedule: &Schedule, charges: &[Movement], period: Period) -> Result<Self, StatementError> {
        let accrual = schedule.rows().iter().map(|row| (row.due(), Kind::Accrual, row.accrued()));
        let payment = schedule.deposits().iter().map(|deposit| (deposit.day, Kind::Payment, deposit.amount));
        let facts = accrual.chain(payment).map(|(day, kind, amount)| Movement { day, kind, amount });
        Self::new(facts.chain(charges.iter().copied()), period)
    }

    /// The statement of movements in any order, from the beginning of the contract on.
    ///
    /// # Errors
    /// [`StatementError::Amount`], [`StatementError::Overflow`].
    pub fn new(movements: impl IntoIterator<Item = Movement>, period: Period) -> Result<Self, StatementError> {
        let mut movements: Vec<Movement> = movements.into_iter().filter(|it| it.day <= period.to).collect();
        if let Some(bad) = movements.iter().find(|movement| movement.amount.is_negative()) {
            return Err(StatementError::Amount { day: bad.day });
        }
        movements.sort_by_key(|movement| (movement.day, movement.kind, movement.amount));
        let (before, within): (Vec<_>, Vec<_>) = movements.into_iter().partition(|it| it.day < period.from);
        let opening = before.iter().try_fold(Money::ZERO, after)?;
        let mut closing = opening;
        let mut entries = Vec::with_capacity(within.len());
        for movement in within {
            closing = after(closing, &movement)?;
            entries.push(Entry { movement, owed: closing });
        }
        Ok(Self { period, opening, entries, closing })
    }

    /// The sum of the movements of a kind.
    ///
    /// # Errors
    /// [`StatementError::Overflow`].
    pub fn total(&self, kind: Kind) -> Result<Money, StatementError> {
        let of_kind = self.entries.iter().filter(|entry| entry.movement.kind == kind);
        Ok(Money::sum(of_kind.map(|entry| entry.movement.amount))?)
    }

    /// Did nothing happen? Then the closing is the opening.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

fn after(owed: Money, movement: &Movement) -> Result<Money, MoneyError> {
    match movement.kind {
        Kind::Payment => owed.checked_sub(movement.amount),
        Kind::Accrual | Kind::LateFee | Kind::Fine | Kind::StateDuty => owed.checked_add(movement.amount),
    }
}

/// The quarter of a date, 1–4.
pub fn quarter_of(day: NaiveDate) -> u32 {
    day.month0() / 3 + 1
}

#[cfg(test)]
#[path = "statement_tests.rs"]
mod tests;
