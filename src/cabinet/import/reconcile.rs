//! Compares sums that must agree: those of a contract among each other, and those of a whole file with its last line.
//! A difference is reported and refuses nothing; somebody has to look at it.

use chrono::NaiveDate;
use serde::Serialize;

use super::raw::Totals;
use super::{Facts, Stated, Told};
use crate::portal::client::IinMismatch;
use crate::portal::money::Money;

/// Two figures that should be the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Line of the record, 0 for the file as a whole.
    pub line: u64,
    /// Which contract, by its place in the record; none for the client or the file.
    pub contract: Option<usize>,
    /// A stable code.
    pub what: &'static str,
    /// The figure that the register states; sums in tenge.
    pub stated: String,
    /// The figure that follows from the rest.
    pub found: String,
}

/// A sum as files write it.
pub(super) fn written(sum: Money) -> String {
    let tiyn = sum.tiyn();
    format!("{}{}.{:02}", if tiyn < 0 { "-" } else { "" }, tiyn.abs() / 100, tiyn.abs() % 100)
}

/// The differences in a record, as of a day.
pub fn differences(told: &Told, line: u64, today: NaiveDate) -> Vec<Difference> {
    let client = &told.client;
    let mut found: Vec<Difference> = client
        .iin_mismatches()
        .into_iter()
        .map(|mismatch| Difference {
            line,
            contract: None,
            what: match mismatch {
                IinMismatch::BirthDate => "iin-birth-date",
                IinMismatch::Sex => "iin-sex",
            },
            // The values themselves are personal, and stand in the file on that line.
            stated: String::new(),
            found: String::new(),
        })
        .collect();
    for (at, (facts, stated)) in told.contracts.iter().zip(&told.stated).enumerate() {
        let differences = of_contract(facts, *stated, today);
        found.extend(differences.into_iter().map(|(what, stated, found)| Difference {
            line,
            contract: Some(at),
            what,
            stated,
            found,
        }));
    }
    found
}

fn of_contract(facts: &Facts, stated: Stated, today: NaiveDate) -> Vec<(&'static str, String, String)> {
    let schedule = &facts.ledger.schedule;
    let totals = schedule.totals(today);
    let sum = |what, stated: Money, found: Money| (stated != found).then(|| (what, written(stated), written(found)));
    let principal = sum("principal-sum", facts.contract.sum, totals.principal);
    let payments = stated.payments.filter(|stated| *stated != schedule.rows().len() as u64);
    let payments = payments.map(|stated| ("payments", stated.to_string(), schedule.rows().len().to_string()));
    let left = stated.principal_left.and_then(|stated| sum("principal-left", stated, schedule.principal_left(today)));
    let deposited = Money::sum(schedule.deposits().iter().filter(|it| it.day <= today).map(|it| it.amount));
    let balance = deposited.and_then(|deposited| deposited.checked_sub(totals.debited)).unwrap_or_default();
    let balance = sum("account-balance", facts.contract.account_balance, balance);
    [principal, payments, left, balance].into_iter().flatten().collect()
}

/// What a file holds, to be compared with its last line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Sums {
    /// Records of clients, refused ones too.
    pub clients: u64,
    /// Contracts of records that could be read.
    pub contracts: u64,
    /// Their schedule rows.
    pub rows: u64,
    /// Sum of their principals, in tiyn.
    pub principal: i64,
}

impl Sums {
    /// Adds a record that could be read.
    pub fn add(&mut self, told: &Told) {
        self.contracts += told.contracts.len() as u64;
        for facts in &told.contracts {
            let rows = facts.ledger.schedule.rows();
            self.rows += rows.len() as u64;
            let sum = |sum: i64, row: &crate::portal::schedule::Row| sum.saturating_add(row.principal().tiyn());
            self.principal = rows.iter().fold(self.principal, sum);
        }
    }

    /// The last line of a file that holds this.
    pub fn totals(&self) -> Totals {
        Totals {
            clients: self.clients,
            contracts: self.contracts,
            rows: self.rows,
            principal: written(Money::from_tiyn(self.principal)),
        }
    }

    /// Where the last line says otherwise.
    pub fn differences(&self, end: &Totals) -> Vec<Difference> {
        let own = self.totals();
        let count = |what, stated: u64, found: u64| (what, stated.to_string(), found.to_string());
        let pairs = [
            count("file-clients", end.clients, own.clients),
            count("file-contracts", end.contracts, own.contracts),
            count("file-rows", end.rows, own.rows),
            ("file-principal", end.principal.clone(), own.principal),
        ];
        let differ = pairs.into_iter().filter(|(_, stated, found)| stated != found);
        differ.map(|(what, stated, found)| Difference { line: 0, contract: None, what, stated, found }).collect()
    }
}
