//! A contract's ledger as it is kept: one compact JSON document of schedule rows with their debits, deposits and charges.
//!
//! A status needs all rows and all deposits, and an import replaces all of them, so they are one value: a page costs one
//! indexed query. Days are counted from 1 January 1970, times of day in seconds, sums in tiyn; a row without debits has
//! no list of them: `{"v":1,"rows":[[19183,1200000,345000,[[19198,1545000]]]],"deposits":[[19181,1545000]],"charges":[]}`.
//! `v` is the version of this form; a form that was ever written is read for good.

use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::portal::money::Money;
use crate::portal::schedule::{Debit, Deposit, Row, Schedule};
use crate::portal::statement::{Kind, Movement};

/// The form that is written.
const VERSION: u8 = 1;

/// Days from the first day of year 1 to 1 January 1970.
const EPOCH: i32 = 719_163;

/// What happened and will happen on a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// Payments with their debits, and deposits.
    pub schedule: Schedule,
    /// Late fees, fines and duty, on the days they were charged.
    pub charges: Vec<Movement>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    v: u8,
    rows: Vec<RowEntry>,
    deposits: Vec<(i32, i64)>,
    charges: Vec<(i32, u8, i64)>,
}

/// Due, principal, interest, debits.
#[derive(Serialize, Deserialize)]
struct RowEntry(i32, i64, i64, #[serde(default, skip_serializing_if = "Vec::is_empty")] Vec<DebitEntry>);

/// Day, sum, time of day if there is one.
#[derive(Serialize, Deserialize)]
struct DebitEntry(i32, i64, #[serde(default, skip_serializing_if = "Option::is_none")] Option<u32>);

impl Ledger {
    /// The document.
    pub(in crate::cabinet) fn encode(&self) -> String {
        let debit = |it: &Debit| {
            DebitEntry(number(it.day), it.amount.tiyn(), it.time.map(|time| time.num_seconds_from_midnight()))
        };
        let row = |it: &Row| {
            let debits = it.debits().iter().map(debit).collect();
            RowEntry(number(it.due()), it.principal().tiyn(), it.interest().tiyn(), debits)
        };
        let document = Document {
            v: VERSION,
            rows: self.schedule.rows().iter().map(row).collect(),
            deposits: self.schedule.deposits().iter().map(|it| (number(it.day), it.amount.tiyn())).collect(),
            charges: self.charges.iter().map(|it| (number(it.day), code(it.kind), it.amount.tiyn())).collect(),
        };
        // Numbers and lists only: there is nothing in it that JSON cannot say.
        serde_json::to_string(&document).unwrap_or_default()
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is none, or one that a newer program wrote.
    pub(in crate::cabinet) fn decode(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).ok().and_then(read).ok_or(StoreError::Damaged { what: "ledger" })
    }
}

fn read(document: Document) -> Option<Ledger> {
    if document.v != VERSION {
        return None;
    }
    let debit = |DebitEntry(on, sum, time)| {
        let time = match time {
            None => None,
            Some(seconds) => Some(NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?),
        };
        Some(Debit { day: day(on)?, time, amount: Money::from_tiyn(sum) })
    };
    let row = |RowEntry(due, principal, interest, debits)| {
        let debits = debits.into_iter().map(debit).collect::<Option<Vec<Debit>>>()?;
        Row::new(day(due)?, Money::from_tiyn(principal), Money::from_tiyn(interest), debits).ok()
    };
    let deposit = |(on, sum)| Some(Deposit { day: day(on)?, amount: Money::from_tiyn(sum) });
    let charge =
        |(on, kind, sum)| Some(Movement { day: day(on)?, kind: kind_of(kind)?, amount: Money::from_tiyn(sum) });
    let rows = document.rows.into_iter().map(row).collect::<Option<_>>()?;
    let deposits = document.deposits.into_iter().map(deposit).collect::<Option<_>>()?;
    let charges = document.charges.into_iter().map(charge).collect::<Option<_>>()?;
    Some(Ledger { schedule: Schedule::new(rows, deposits).ok()?, charges })
}

fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH
}

fn day(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number.checked_add(EPOCH)?)
}

/// Numbers of kinds; never given to another kind.
const fn code(kind: Kind) -> u8 {
    match kind {
        Kind::Accrual => 0,
        Kind::LateFee => 1,
        Kind::Fine => 2,
        Kind::StateDuty => 3,
        Kind::Payment => 4,
    }
}

fn kind_of(number: u8) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| code(*kind) == number)
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    fn days() -> impl Strategy<Value = NaiveDate> {
        (0..60_000).prop_map(|number| day(number).unwrap())
    }

    fn sums() -> impl Strategy<Value = i64> {
        1..=Money::LIMIT.tiyn() / 2
    }

    /// Payments with up to three debits that are not more than was accrued.
    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let debit = (days(), option::of(0_u32..86_400), 1..=3_i64);
        let row = (sums(), sums(), vec(debit, 0..3));
        btree_map(days(), row, 0..40).prop_map(|rows| {
            let made = rows.into_iter().map(|(due, (principal, interest, debits))| {
                let time = |seconds| NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
                let debits = debits.into_iter().map(|(day, seconds, parts)| Debit {
                    day,
                    time: seconds.map(time),
                    amount: Money::from_tiyn(((principal + interest) / 10 * parts).max(1)),
                });
                let [principal, interest] = [principal, interest].map(Money::from_tiyn);
                Row::new(due, principal, interest, debits.take(2).collect())
            });
            made.filter_map(Result::ok).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_was_given(
            rows in rows(),
            deposits in vec((days(), sums()), 0..40),
            charges in vec((days(), 0..Kind::ALL.len(), sums()), 0..10),
        ) {
            let deposits = deposits.into_iter().map(|(day, sum)| Deposit { day, amount: Money::from_tiyn(sum) });
            let charge = |(day, kind, sum): (NaiveDate, usize, i64)| {
                Movement { day, kind: Kind::ALL[kind], amount: Money::from_tiyn(sum) }
            };
            let schedule = Schedule::new(rows, deposits.collect()).unwrap();
            let ledger = Ledger { schedule, charges: charges.into_iter().map(charge).collect() };
            let text = ledger.encode();
            prop_assert_eq!(Ledger::decode(&text).unwrap(), ledger);
        }
    }

    #[test]
    fn the_form_of_version_one_stays_readable() {
        let text = r#"{"v":1,"rows":[[19183,1200000,345000,[[19198,1000000],[19199,545000,52200]]],[19214,1200000,340000]],"deposits":[[19181,1545000]],"charges":[[19190,1,500]]}"#;
        let ledger = Ledger::decode(text).unwrap();
        let row = &ledger.schedule.rows()[0];
        assert_eq!((row.due().to_string(), row.accrued()), ("2022-07-10".to_owned(), Money::from_tiyn(1_545_000)));
        assert_eq!(row.debits()[1].time, NaiveTime::from_hms_opt(14, 30, 0));
        assert_eq!(ledger.schedule.deposits()[0].day.to_string(), "2022-07-08");
        assert_eq!(ledger.charges[0].kind, Kind::LateFee);
        assert_eq!(ledger.encode(), text);
    }

    #[test]
    fn a_damaged_document_is_told() {
        for (text, reason) in [
            ("", "nothing"),
            ("{}", "no lists"),
            (r#"{"v":2,"rows":[],"deposits":[],"charges":[]}"#, "a form not known yet"),
            (r#"{"v":1,"rows":[[19183,-1,5]],"deposits":[],"charges":[]}"#, "a sum below zero"),
            (r#"{"v":1,"rows":[[19183,1,5,[[19183,9]]]],"deposits":[],"charges":[]}"#, "more debited than accrued"),
            (r#"{"v":1,"rows":[],"deposits":[[19183,0]],"charges":[]}"#, "a deposit of nothing"),
            (r#"{"v":1,"rows":[],"deposits":[],"charges":[[19183,9,1]]}"#, "no such kind"),
            (r#"{"v":1,"rows":[],"deposits":[],"charges":[],"more":1}"#, "something else"),
        ] {
            let read = Ledger::decode(text);
            assert!(matches!(read, Err(StoreError::Damaged { what: "ledger" })), "{reason}");
        }
    }
}
