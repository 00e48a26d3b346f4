//! Statements: a worked example, and that sums reconcile for any movements and any period.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::portal::schedule::{Deposit, Row};

fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

fn tenge(sum: i64) -> Money {
    Money::from_tenge(sum).unwrap()
}

#[test]
fn a_quarter_of_a_contract() {
    let rows = ["2022-03-10", "2022-04-10", "2022-05-10", "2022-07-10"]
        .map(|due| Row::new(day(due), tenge(70), tenge(30), vec![]).unwrap());
    let deposits = [("2022-03-09", 100), ("2022-05-20", 150), ("2022-07-01", 50)]
        .map(|(on, sum)| Deposit { day: day(on), amount: tenge(sum) });
    let schedule = Schedule::new(rows.to_vec(), deposits.to_vec()).unwrap();
    let charge = |on, kind, sum| Movement { day: day(on), kind, amount: tenge(sum) };
    let charges = [charge("2022-05-10", Kind::LateFee, 3), charge("2022-06-30", Kind::Fine, 7)];
    let statement = Statement::of(&schedule, &charges, Period::quarter(2022, 2).unwrap()).unwrap();
    let seen: Vec<_> = statement
        .entries
        .iter()
        .map(|entry| (entry.movement.day.to_string(), entry.movement.kind.code(), entry.owed))
        .collect();
    let expected = [
        ("2022-04-10", "accrual", 100),
        ("2022-05-10", "accrual", 200),
        ("2022-05-10", "late_fee", 203),
        ("2022-05-20", "payment", 53),
        ("2022-06-30", "fine", 60),
    ];
    assert_eq!(seen, expected.map(|(on, kind, owed)| (on.to_owned(), kind, tenge(owed))));
    assert_eq!((statement.opening, statement.closing), (Money::ZERO, tenge(60)));
    assert_eq!(statement.total(Kind::Accrual), Ok(tenge(200)));
}

#[test]
fn periods() {
    let period = |from, to| Period::new(day(from), day(to));
    for (made, expected, reason) in [
        (Period::month(2024, 2), period("2024-02-01", "2024-02-29"), "a leap February"),
        (Period::month(2022, 12), period("2022-12-01", "2022-12-31"), "December"),
        (Period::quarter(2022, 1), period("2022-01-01", "2022-03-31"), "the first quarter"),
        (Period::quarter(2022, 4), period("2022-10-01", "2022-12-31"), "the last quarter"),
        (Period::year(2022), period("2022-01-01", "2022-12-31"), "a year"),
        (Period::month(2022, 13), Err(StatementError::NoSuchPeriod), "month 13"),
        (Period::quarter(2022, 0), Err(StatementError::NoSuchPeriod), "quarter 0"),
        (Period::quarter(2022, u32::MAX), Err(StatementError::NoSuchPeriod), "no quarter at all"),
        (Period::year(i32::MAX), Err(StatementError::NoSuchPeriod), "beyond the calendar"),
        (period("2022-07-10", "2022-07-10"), period("2022-07-10", "2022-07-10"), "a day"),
    ] {
        assert_eq!(made, expected, "{reason}");
    }
    let (from, to) = (day("2022-07-11"), day("2022-07-10"));
    assert_eq!(Period::new(from, to), Err(StatementError::Reversed { from, to }), "the error names both");
    assert_eq!(quarter_of(day("2022-09-30")), 3);
}

#[test]
fn an_empty_period_closes_as_it_opened() {
    let before = Movement { day: day("2022-01-01"), kind: Kind::Accrual, amount: tenge(5) };
    let statement = Statement::new([before], Period::year(2023).unwrap()).unwrap();
    assert!(statement.is_empty());
    assert_eq!((statement.opening, statement.closing), (tenge(5), tenge(5)));
}

#[test]
fn bad_sums_are_refused() {
    let movement = |tiyn| Movement { day: day("2022-01-01"), kind: Kind::Fine, amount: Money::from_tiyn(tiyn) };
    let year = Period::year(2022).unwrap();
    assert_eq!(Statement::new([movement(-1)], year), Err(StatementError::Amount { day: day("2022-01-01") }));
    assert_eq!(Statement::new([movement(i64::MAX), movement(1)], year), Err(StatementError::Overflow));
}

fn movements() -> impl Strategy<Value = Vec<Movement>> {
    let one = (0u64..400, 0usize..5, 0i64..1_000_000).prop_map(|(offset, kind, tiyn)| Movement {
        day: day("2022-01-01") + Days::new(offset),
        kind: Kind::ALL[kind],
        amount: Money::from_tiyn(tiyn),
    });
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn sums_reconcile(movements in movements(), from in 0u64..400, length in 0u64..200, next in 0u64..200) {
        let first = day("2022-01-01") + Days::new(from);
        let period = Period::new(first, first + Days::new(length)).unwrap();
        let statement = Statement::new(movements.clone(), period).unwrap();
        let total = |kind| statement.total(kind).unwrap();
        let added = Money::sum([Kind::Accrual, Kind::LateFee, Kind::Fine, Kind::StateDuty].map(total)).unwrap();
        let expected = statement.opening.checked_add(added).unwrap().checked_sub(total(Kind::Payment)).unwrap();
        prop_assert_eq!(statement.closing, expected);

        let after = period.to().succ_opt().unwrap();
        let following = Period::new(after, after + Days::new(next)).unwrap();
        let following = Statement::new(movements.clone(), following).unwrap();
        prop_assert_eq!(following.opening, statement.closing, "one period hands over to the next");

        let whole = Period::new(period.from(), following.period.to()).unwrap();
        let whole = Statement::new(movements.into_iter().rev(), whole).unwrap();
        prop_assert_eq!(whole.closing, following.closing, "two periods are one, in any order of facts");
        prop_assert_eq!(whole.entries.len(), statement.entries.len() + following.entries.len());
    }
}
