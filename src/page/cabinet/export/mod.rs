//! Files written from the views of pages: a table for a spreadsheet, as CSV or XLSX, and coming payments for a calendar.
//!
//! A [`Sheet`] is the table, with words in the reader's language and values that still know what they are; [`csv`] and
//! [`xlsx`] write it. What the client asked for is never masked in it.

pub mod csv;
pub mod ics;
pub mod xlsx;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::schedule::{RowView, SchedulePage};
use super::statement::StatementPage;

/// Gives the words of a key in the reader's language.
pub type Words<'a> = &'a dyn Fn(&str) -> String;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The table cannot be written as CSV.
    #[error("cannot write the table as CSV")]
    Csv(#[from] ::csv::Error),
    /// The table cannot be written as XLSX.
    #[error("cannot write the table as XLSX")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the table.
    pub name: String,
    /// What it is about, above the table.
    pub about: Vec<String>,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// The rows; each has a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// The last row, of sums.
    pub totals: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words or a number that is a name.
    Text(String),
    /// A civil day.
    Date(NaiveDate),
    /// A sum in tiyn.
    Money(i64),
    /// Nothing.
    Empty,
}

impl Sheet {
    /// The rows of a payment schedule.
    pub fn of_schedule(page: &SchedulePage, words: Words<'_>) -> Self {
        let number = page.contract.as_ref().map(|contract| contract.number.clone()).unwrap_or_default();
        let mut about = vec![format!("{}: {number}", words("contract-number"))];
        if let Some(year) = page.filter.year {
            about.push(format!("{}: {year}", words("schedule-year")));
        }
        if let Some(status) = page.filter.status {
            about.push(format!("{}: {}", words("schedule-status"), words(&status_key(status))));
        }
        let heads = [
            "schedule-due",
            "schedule-accrued",
            "schedule-principal",
            "schedule-interest",
            "schedule-debit",
            "schedule-debit-date",
            "schedule-status",
        ];
        let row = |row: &RowView| {
            vec![
                Cell::Date(row.due),
                Cell::Money(row.accrued),
                Cell::Money(row.principal),
                Cell::Money(row.interest),
                Cell::Money(row.debited),
                row.debits.last().map_or(Cell::Empty, |debit| Cell::Date(debit.day)),
                Cell::Text(words(row.label)),
            ]
        };
        let totals = page.totals;
        Self {
            name: words("cabinet-menu-schedule"),
            about,
            heads: heads.map(words).to_vec(),
            rows: page.rows.iter().map(row).collect(),
            totals: vec![
                Cell::Text(words("schedule-total")),
                Cell::Money(totals.accrued),
                Cell::Money(totals.principal),
                Cell::Money(totals.interest),
                Cell::Money(totals.debited),
                Cell::Empty,
                Cell::Empty,
            ],
        }
    }

    /// The movements of a statement between what was and what is owed; none where there is no statement.
    pub fn of_statement(page: &StatementPage, words: Words<'_>) -> Option<Self> {
        let statement = page.statement.as_ref()?;
        let border = |key: &str, day: NaiveDate, owed: i64| {
            vec![Cell::Date(day), Cell::Text(words(key)), Cell::Empty, Cell::Money(owed)]
        };
        let mut rows = vec![border("statement-opening", statement.from, statement.opening)];
        rows.extend(statement.entries.iter().map(|entry| {
            vec![
                Cell::Date(entry.day),
                Cell::Text(words(&format!("movement-{}", entry.kind))),
                Cell::Money(entry.amount),
                Cell::Money(entry.owed),
            ]
        }));
        let number = format!("{}: {}", words("contract-number"), page.contract.number);
        let [from, to] = [statement.from, statement.to].map(|day| day.format("%d.%m.%Y").to_string());
        Some(Self {
            name: words("statement-title"),
            about: vec![number, format!("{}: {from} – {to}", words("statement-period"))],
            heads: ["statement-day", "statement-movement", "statement-amount", "statement-owed"].map(words).to_vec(),
            rows,
            totals: border("statement-closing", statement.to, statement.closing),
        })
    }
}

/// The key of the words for the code of a status.
fn status_key(code: &str) -> String {
    format!("status-{}", code.replace('_', "-"))
}
