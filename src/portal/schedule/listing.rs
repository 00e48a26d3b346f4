//! Tables of payments: filters, pages, totals, and what is said above them.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use chrono::{Datelike as _, NaiveDate};

use super::{Moment, Row, Schedule, Status, status};
use crate::portal::money::Money;

/// A payment as it stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The payment.
    pub row: &'a Row,
    /// Its status.
    pub status: Status,
    /// Debited so far.
    pub debited: Money,
    /// Money that has come for it so far.
    pub received: Money,
    /// The day on which all of it had come, if it has.
    pub received_on: Option<NaiveDate>,
    /// The day of the last debit: past for a paid row, planned for one whose money waits.
    pub debit_on: Option<NaiveDate>,
}

impl Line<'_> {
    /// Not debited yet. With [`Line::debited`] it makes the accrued payment.
    pub fn left(&self) -> Money {
        self.debited.short_of(self.row.accrued())
    }

    /// Awaiting the client's money rather than the debit: such a row may be labelled «Төлем күтілуде».
    pub fn awaits_money(&self) -> bool {
        self.status == Status::AwaitingDebit && self.received_on.is_none()
    }
}

/// Which rows are wanted; nothing set means all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Due in this year.
    pub year: Option<i32>,
    /// With this status.
    pub status: Option<Status>,
}

impl Filter {
    fn takes(self, line: &Line<'_>) -> bool {
        self.year.is_none_or(|year| line.row.due().year() == year)
            && self.status.is_none_or(|status| line.status == status)
    }
}

/// How many rows a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    /// So many.
    Rows(NonZeroUsize),
    /// All on one page.
    All,
}

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// From 1. Below 1 the first page is meant, beyond the end the last: a link must not break when rows are filtered out.
    pub page: usize,
    /// Rows a page.
    pub size: PageSize,
}

impl Paging {
    /// Everything on one page.
    pub const ALL: Self = Self { page: 1, size: PageSize::All };
}

/// Sums of some rows; all of them come from one function. `debited + left = accrued = principal + interest`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many rows.
    pub rows: usize,
    /// How many of them are paid.
    pub paid_rows: usize,
    /// Accrued.
    pub accrued: Money,
    /// Principal.
    pub principal: Money,
    /// Interest.
    pub interest: Money,
    /// Debited so far.
    pub debited: Money,
    /// Not debited yet.
    pub left: Money,
}

impl Totals {
    /// The sums of these rows. Rows of one schedule cannot overflow: each is bounded, and so is their number.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a Line<'a>>) -> Self {
        lines.into_iter().fold(Self::default(), |sum, line| Self {
            rows: sum.rows + 1,
            paid_rows: sum.paid_rows + usize::from(line.status == Status::Paid),
            accrued: sum.accrued.plus(line.row.accrued()),
            principal: sum.principal.plus(line.row.principal()),
            interest: sum.interest.plus(line.row.interest()),
            debited: sum.debited.plus(line.debited),
            left: sum.left.plus(line.left()),
        })
    }
}

/// A page of rows with its sums and those of all that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<'a> {
    /// The rows of the page.
    pub lines: Vec<Line<'a>>,
    /// The page shown, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// Sums of the page.
    pub page_totals: Totals,
    /// Sums of all rows that pass the filter.
    pub found_totals: Totals,
}

/// The payment that comes next, and whether the money for it is there. It is never overdue: [`Overdue`] tells of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextPayment {
    /// Due date.
    pub due: NaiveDate,
    /// Days from today to the due date; negative when it has passed and only the debit is awaited.
    pub days_left: i64,
    /// Accrued payment.
    pub accrued: Money,
    /// Money that has come for it so far.
    pub received: Money,
    /// What is missing; zero when there is enough.
    pub short_by: Money,
    /// Money that has come for payments before it and is not debited yet: on the account, but not for this one.
    pub reserved: Money,
    /// The day of its debit, where the register plans one.
    pub debit_on: Option<NaiveDate>,
}

impl NextPayment {
    /// Which of the next payments of several contracts is told: the least. Money that is missing goes before money
    /// that is there, a day to come before one that has passed, then the nearer day.
    pub fn urgency(&self) -> (bool, bool, NaiveDate) {
        (self.short_by.is_zero(), self.days_left < 0, self.due)
    }
}

/// Payments that are overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The oldest due date among them.
    pub since: NaiveDate,
    /// Their sums.
    pub totals: Totals,
}

impl Schedule {
    /// Every payment as it stands at a moment, oldest first.
    pub fn lines(&self, now: impl Into<Moment>) -> Vec<Line<'_>> {
        let now = now.into();
        let line = |(row, allotted): (_, &super::Allotment)| {
            let row: &Row = row;
            Line {
                row,
                status: status(row, allotted, now),
                debited: row.debited(now),
                received: allotted.made_by(now.day),
                received_on: allotted.reached_on(row.accrued()).filter(|day| *day <= now.day),
                debit_on: row.debits().last().map(|debit| debit.day),
            }
        };
        self.rows.iter().zip(&self.allotments).map(line).collect()
    }

    /// A page of the rows that pass the filter.
    pub fn list(&self, filter: Filter, paging: Paging, now: impl Into<Moment>) -> Listing<'_> {
        let mut found = self.lines(now);
        found.retain(|line| filter.takes(line));
        let found_totals = Totals::of(&found);
        let size = match paging.size {
            PageSize::Rows(rows) => rows.get(),
            PageSize::All => found.len().max(1),
        };
        let pages = found.len().div_ceil(size).max(1);
        let page = paging.page.clamp(1, pages);
        let lines: Vec<Line<'_>> = found.into_iter().skip((page - 1) * size).take(size).collect();
        let page_totals = Totals::of(&lines);
        Listing { lines, page, pages, page_totals, found_totals }
    }

    /// The years that have payments, earliest first.
    pub fn years(&self) -> Vec<i32> {
        let years: BTreeSet<i32> = self.rows.iter().map(|row| row.due().year()).collect();
        years.into_iter().collect()
    }

    /// The sums of every year, for the chart and its table.
    pub fn by_year(&self, now: impl Into<Moment>) -> Vec<(i32, Totals)> {
        let lines = self.lines(now);
        let of_year = |year| Totals::of(lines.iter().filter(|line| line.row.due().year() == year));
        self.years().into_iter().map(|year| (year, of_year(year))).collect()
    }

    /// The sums of all rows.
    pub fn totals(&self, now: impl Into<Moment>) -> Totals {
        Totals::of(&self.lines(now))
    }

    /// The first payment due today or later that is not paid; where there is none, the first whose money came in time
    /// and is not debited yet. An overdue one is never the next: it is part of the debt.
    pub fn next_payment(&self, now: impl Into<Moment>) -> Option<NextPayment> {
        let now = now.into();
        let lines = self.lines(now);
        let mut awaiting = lines.iter().filter(|line| line.status == Status::AwaitingDebit);
        let next = awaiting.clone().find(|line| line.row.due() >= now.day).or_else(|| awaiting.next())?;
        Some(NextPayment {
            due: next.row.due(),
            days_left: next.row.due().signed_duration_since(now.day).num_days(),
            accrued: next.row.accrued(),
            received: next.received,
            short_by: next.received.short_of(next.row.accrued()),
            reserved: lines
                .iter()
                .filter(|line| line.row.due() < next.row.due())
                .fold(Money::ZERO, |sum, line| sum.plus(line.debited.short_of(line.received))),
            debit_on: next.debit_on,
        })
    }

    /// The overdue payments; none when there are none.
    pub fn overdue(&self, now: impl Into<Moment>) -> Option<Overdue> {
        let lines = self.lines(now);
        let overdue = || lines.iter().filter(|line| line.status == Status::Overdue);
        let since = overdue().next()?.row.due();
        Some(Overdue { since, totals: Totals::of(overdue()) })
    }

    /// The part of the principal not repaid yet.
    pub fn principal_left(&self, now: impl Into<Moment>) -> Money {
        let now = now.into();
        let left = |row: &Row| row.principal_repaid(now).short_of(row.principal());
        self.rows.iter().fold(Money::ZERO, |sum, row| sum.plus(left(row)))
    }
}
