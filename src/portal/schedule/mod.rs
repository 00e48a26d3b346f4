//! The payment schedule (төлем кестесі / график платежей): facts of the register, and what follows from them for a day.
//!
//! The register gives due dates, accruals, deposits and debits. A status is never stored: [`status`] derives it for a
//! moment, so it cannot be stale. Start there; [`allot`] says whose money a deposit is, [`Schedule::list`] makes tables of rows.

mod allot;
mod listing;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::error::coded;
use super::money::{Money, MoneyError};

pub use allot::{Allotment, allot};
pub use listing::{Filter, Line, Listing, NextPayment, Overdue, PageSize, Paging, Totals};

/// Most rows of one schedule: a century of months.
pub const MAX_ROWS: usize = 1200;

/// Most deposits of one schedule.
pub const MAX_DEPOSITS: usize = 36_600;

/// The civil day and the wall clock in Asia/Almaty, computed once at the edge.
///
/// A bare date means the first instant of that day: nothing that has an exact time that day has happened yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// “Today”.
    pub day: NaiveDate,
    /// Time of day.
    pub time: NaiveTime,
}

impl From<NaiveDate> for Moment {
    fn from(day: NaiveDate) -> Self {
        Self { day, time: NaiveTime::MIN }
    }
}

impl From<NaiveDateTime> for Moment {
    fn from(now: NaiveDateTime) -> Self {
        Self { day: now.date(), time: now.time() }
    }
}

/// Money that a client put on the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// The day it came.
    pub day: NaiveDate,
    /// How much; more than zero.
    pub amount: Money,
}

/// Money taken from the account for a payment; may lie in the future, when the register plans it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Debit {
    /// The day.
    pub day: NaiveDate,
    /// The exact time in Asia/Almaty, where the register gives one.
    pub time: Option<NaiveTime>,
    /// How much; more than zero.
    pub amount: Money,
}

impl Debit {
    /// Has its day passed, or its exact time, where there is one?
    pub fn has_passed(&self, now: Moment) -> bool {
        match self.time {
            Some(time) => (self.day, time) <= (now.day, now.time),
            None => self.day < now.day,
        }
    }
}

coded! {
    /// Why facts of the register make no schedule.
    pub enum ScheduleError {
        /// A sum below zero or over [`Money::LIMIT`], or a deposit or debit of nothing.
        Amount {
            /// The payment's due date, or the day of the deposit.
            day: NaiveDate,
        } = "schedule-amount",
        /// A payment of nothing has none of the three statuses.
        NothingAccrued {
            /// The payment's due date.
            due: NaiveDate,
        } = "schedule-nothing-accrued",
        /// More debited than accrued.
        DebitOverAccrued {
            /// The payment's due date.
            due: NaiveDate,
        } = "schedule-debit-over-accrued",
        /// Two payments are due on one day.
        DuplicateDue {
            /// The day.
            due: NaiveDate,
        } = "schedule-duplicate-due",
        /// More than [`MAX_ROWS`] rows or [`MAX_DEPOSITS`] deposits.
        TooLong {
            /// The most there may be.
            max: usize,
        } = "schedule-too-long",
        /// The sums do not fit.
        Overflow = "schedule-overflow",
    }
}

impl From<MoneyError> for ScheduleError {
    fn from(_: MoneyError) -> Self {
        Self::Overflow
    }
}

/// One payment. Accrued = principal + interest, always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    due: NaiveDate,
    principal: Money,
    interest: Money,
    accrued: Money,
    debits: Vec<Debit>,
}

impl Row {
    /// A payment with what was or will be debited for it.
    ///
    /// # Errors
    /// [`ScheduleError::Amount`], [`ScheduleError::NothingAccrued`], [`ScheduleError::DebitOverAccrued`],
    /// [`ScheduleError::Overflow`].
    pub fn new(
        due: NaiveDate,
        principal: Money,
        interest: Money,
        mut debits: Vec<Debit>,
    ) -> Result<Self, ScheduleError> {
        let in_bounds = |sum: Money| !sum.is_negative() && sum <= Money::LIMIT;
        let debits_good = debits.iter().all(|debit| in_bounds(debit.amount) && !debit.amount.is_zero());
        if !in_bounds(principal) || !in_bounds(interest) || !debits_good {
            return Err(ScheduleError::Amount { day: due });
        }
        let accrued = principal.checked_add(interest)?;
        if accrued.is_zero() {
            return Err(ScheduleError::NothingAccrued { due });
        }
        if Money::sum(debits.iter().map(|debit| debit.amount))? > accrued {
            return Err(ScheduleError::DebitOverAccrued { due });
        }
        debits.sort_by_key(|debit| (debit.day, debit.time, debit.amount));
        Ok(Self { due, principal, interest, accrued, debits })
    }

    /// Payment date (төлем күні / дата платежа).
    pub fn due(&self) -> NaiveDate {
        self.due
    }

    /// Accrued payment (есептелген төлем / начисленный платёж).
    pub fn accrued(&self) -> Money {
        self.accrued
    }

    /// Principal (негізгі қарыз / основной долг).
    pub fn principal(&self) -> Money {
        self.principal
    }

    /// Interest (сыйақы / вознаграждение).
    pub fn interest(&self) -> Money {
        self.interest
    }

    /// Debits (есептен шығару / списание), earliest first, planned ones among them.
    pub fn debits(&self) -> &[Debit] {
        &self.debits
    }

    /// Debited so far.
    pub fn debited(&self, now: impl Into<Moment>) -> Money {
        let now = now.into();
        self.debits.iter().filter(|debit| debit.has_passed(now)).fold(Money::ZERO, |sum, debit| sum.plus(debit.amount))
    }

    /// The part of the principal repaid so far: a partial debit covers interest first (Civil Code, article 282).
    pub fn principal_repaid(&self, now: impl Into<Moment>) -> Money {
        self.interest.short_of(self.debited(now))
    }
}

/// The three statuses of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Өтелді / Погашено: the payment has been debited in full.
    Paid,
    /// Мерзімі өткен / Просрочено: the money was not deposited in time, or less than the payment was.
    Overdue,
    /// Есептен шығару күтілуде / Ожидает списания: a future payment, or one deposited in time and not yet debited.
    AwaitingDebit,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Paid, Self::Overdue, Self::AwaitingDebit];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Overdue => "overdue",
            Self::AwaitingDebit => "awaiting_debit",
        }
    }

    /// The status of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// The status of a payment at a moment: the four steps of the domain's rule, the first that holds.
pub fn status(row: &Row, allotted: &Allotment, now: impl Into<Moment>) -> Status {
    let now = now.into();
    match () {
        () if row.debited(now) >= row.accrued => Status::Paid,
        () if allotted.made_by(row.due) >= row.accrued => Status::AwaitingDebit,
        () if now.day <= row.due => Status::AwaitingDebit,
        () => Status::Overdue,
    }
}

/// The whole schedule of a contract: rows by due date, deposits allotted to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    rows: Vec<Row>,
    allotments: Vec<Allotment>,
    deposits: Vec<Deposit>,
}

impl Schedule {
    /// A schedule of rows and deposits in any order.
    ///
    /// Deposits are the whole history of the contract: money the register only knows as debited must be given as a
    /// deposit too, or later deposits are allotted to rows paid long ago.
    ///
    /// # Errors
    /// [`ScheduleError::TooLong`], [`ScheduleError::DuplicateDue`], [`ScheduleError::Amount`].
    pub fn new(mut rows: Vec<Row>, mut deposits: Vec<Deposit>) -> Result<Self, ScheduleError> {
        for (length, max) in [(rows.len(), MAX_ROWS), (deposits.len(), MAX_DEPOSITS)] {
            if length > max {
                return Err(ScheduleError::TooLong { max });
            }
        }
        rows.sort_by_key(Row::due);
        if let Some(pair) = rows.windows(2).find(|pair| pair[0].due == pair[1].due) {
            return Err(ScheduleError::DuplicateDue { due: pair[0].due });
        }
        if let Some(bad) = deposits.iter().find(|it| it.amount <= Money::ZERO || it.amount > Money::LIMIT) {
            return Err(ScheduleError::Amount { day: bad.day });
        }
        deposits.sort_by_key(|deposit| (deposit.day, deposit.amount));
        let allotments = allot(&rows, &deposits);
        Ok(Self { rows, allotments, deposits })
    }

    /// The payments, oldest first.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The deposits, oldest first.
    pub fn deposits(&self) -> &[Deposit] {
        &self.deposits
    }

    /// The money allotted to each payment, in the order of [`Schedule::rows`].
    pub fn allotments(&self) -> &[Allotment] {
        &self.allotments
    }
}

#[cfg(test)]
mod tests;
