//! Whose money a deposit is: deposits go to payments, oldest due date first (domain, section 8).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Deposit, Row};
use crate::portal::money::Money;

/// The deposits, or parts of them, that belong to one payment, oldest first, one piece a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allotment {
    pieces: Vec<Deposit>,
}

impl Allotment {
    /// The pieces, oldest first.
    pub fn pieces(&self) -> &[Deposit] {
        &self.pieces
    }

    /// All of it.
    pub fn total(&self) -> Money {
        self.made_by(NaiveDate::MAX)
    }

    /// What came on or before `day`.
    pub fn made_by(&self, day: NaiveDate) -> Money {
        self.pieces.iter().filter(|piece| piece.day <= day).fold(Money::ZERO, |sum, piece| sum.plus(piece.amount))
    }

    /// The day on which `goal` was reached, if it was.
    pub fn reached_on(&self, goal: Money) -> Option<NaiveDate> {
        let mut sum = Money::ZERO;
        self.pieces.iter().find_map(|piece| {
            sum = sum.plus(piece.amount);
            (sum >= goal).then_some(piece.day)
        })
    }
}

/// Allots deposits to payments: the oldest money to the oldest due date, until it is covered, then to the next.
///
/// Answers in the order of `rows`. The order of the deposits does not matter, nor does that of the rows. What is left
/// over belongs to no payment. Deposits of nothing or less are passed over.
pub fn allot(rows: &[Row], deposits: &[Deposit]) -> Vec<Allotment> {
    let mut days: BTreeMap<NaiveDate, Money> = BTreeMap::new();
    for deposit in deposits.iter().filter(|deposit| deposit.amount > Money::ZERO) {
        let sum = days.entry(deposit.day).or_default();
        *sum = sum.plus(deposit.amount);
    }
    let mut money = days.into_iter().map(|(day, amount)| Deposit { day, amount });
    let mut rest = money.next();
    let mut allotments = vec![Allotment::default(); rows.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|at| rows[*at].due());
    for at in order {
        let mut wanted = rows[at].accrued();
        while let Some(piece) = rest.filter(|_| !wanted.is_zero()) {
            let taken = piece.amount.min(wanted);
            allotments[at].pieces.push(Deposit { day: piece.day, amount: taken });
            wanted = wanted.minus(taken);
            let left = piece.amount.minus(taken);
            rest = if left.is_zero() { money.next() } else { Some(Deposit { day: piece.day, amount: left }) };
        }
    }
    allotments
}
