//! Files written from the views of pages: a table for a spreadsheet, as CSV or XLSX, and coming payments for a calendar.
//!
//! A [`Sheet`] is the table, with words in the reader's language and values that still know what they are; [`csv`] and
//! [`xlsx`] write it under its [`FileName`]. What the client asked for is never masked in it.

pub mod csv;
pub mod ics;
pub mod xlsx;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::schedule::{DebitView, RowView, SchedulePage};
use super::statement::StatementPage;
use crate::i18n::Locale;
use crate::i18n::slug::slug;

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

/// The name of a file, without its ending: it tells files of several contracts apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    /// In ASCII, for programs that know nothing else: `schedule-ar-2020-004518`.
    pub plain: String,
    /// In the reader's language: «График платежей АР-2020-004518».
    pub shown: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Name of its file.
    pub file: FileName,
    /// Name of the table.
    pub name: String,
    /// The label of a contract's number, and the number.
    pub contract: [String; 2],
    /// What else it is about, above the table.
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
        let mut about = Vec::new();
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
            "schedule-planned-debit",
            "schedule-planned-debit-date",
            "schedule-status",
        ];
        let row = |row: &RowView| {
            vec![
                Cell::Date(row.due),
                Cell::Money(row.accrued),
                Cell::Money(row.principal),
                Cell::Money(row.interest),
                Cell::Money(row.debited),
                last_day(row.debits.iter().filter(|debit| !debit.planned)),
                Cell::Money(planned(row)),
                last_day(row.debits.iter().filter(|debit| debit.planned)),
                Cell::Text(words(row.label)),
            ]
        };
        let totals = page.totals;
        let year = page.filter.year.map(|year| year.to_string());
        Self {
            file: FileName::of("schedule", &words("cabinet-menu-schedule"), &number, &year.unwrap_or_default()),
            name: words("cabinet-menu-schedule"),
            contract: [words("contract-number"), number],
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
                Cell::Money(page.rows.iter().map(planned).sum()),
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
        let number = page.contract.number.clone();
        let [from, to] = [statement.from, statement.to].map(|day| day.format("%d.%m.%Y").to_string());
        let period = format!("{} {}", statement.from, statement.to);
        Some(Self {
            file: FileName::of("statement", &words("statement-title"), &number, &period),
            name: words("statement-title"),
            contract: [words("contract-number"), number],
            about: vec![format!("{}: {from} – {to}", words("statement-period"))],
            heads: ["statement-day", "statement-movement", "statement-amount", "statement-owed"].map(words).to_vec(),
            rows,
            totals: border("statement-closing", statement.to, statement.closing),
        })
    }
}

impl FileName {
    /// The name of a table of a contract; `part` says which part of the table it is, if it is not the whole.
    fn of(kind: &str, name: &str, number: &str, part: &str) -> Self {
        // The same ASCII name in both languages: the table of letters is that of Kazakh, which has them all.
        let plain = [kind.to_owned(), slug(Locale::Kk, number), part.replace(' ', "-")];
        let shown = [name, &number.replace('/', "-"), part];
        let filled = |parts: &[&str], between: &str| {
            parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
        };
        Self { plain: filled(&plain.each_ref().map(String::as_str), "-"), shown: filled(&shown, " ") }
    }
}

/// What is still to be debited for a payment.
fn planned(row: &RowView) -> i64 {
    row.debits.iter().filter(|debit| debit.planned).map(|debit| debit.amount).sum()
}

/// The day of the last of these debits.
fn last_day<'a>(debits: impl DoubleEndedIterator<Item = &'a DebitView>) -> Cell {
    debits.last().map_or(Cell::Empty, |debit| Cell::Date(debit.day))
}

/// The key of the words for the code of a status.
fn status_key(code: &str) -> String {
    format!("status-{}", code.replace('_', "-"))
}
