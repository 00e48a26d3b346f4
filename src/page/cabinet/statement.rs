//! The statement of a contract for a month, a quarter, a year or any period; its sums reconcile.

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::schedule::Head;
use super::strip::{Above, Strip};
use super::{Facts, Instant};
use crate::portal::date;
use crate::portal::error::Coded as _;
use crate::portal::statement::{Kind, Period, Statement, StatementError, quarter_of};
use crate::routes;

/// Which period is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A part of a year.
    Part {
        /// The year.
        year: i32,
        /// The part.
        part: Part,
    },
    /// From one day to another, as they were typed.
    Own {
        /// The first day.
        from: String,
        /// The last day.
        to: String,
    },
}

impl Asked {
    /// The field that is to be mended where the period as a whole is wrong.
    const fn field(&self) -> &'static str {
        match self {
            Self::Part { .. } => "part",
            Self::Own { .. } => "from",
        }
    }
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Year,
    /// A quarter, 1–4.
    Quarter(u32),
    /// A month, 1–12.
    Month(u32),
}

impl Part {
    /// The word in addresses: `year`, `q3`, `m07`.
    pub fn code(self) -> String {
        match self {
            Self::Year => "year".to_owned(),
            Self::Quarter(quarter) => format!("q{quarter}"),
            Self::Month(month) => format!("m{month:02}"),
        }
    }

    /// The part of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|part| part.code() == code)
    }

    fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Year).chain((1..=4).map(Self::Quarter)).chain((1..=12).map(Self::Month))
    }
}

/// `cabinet/statement.html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementPage {
    /// What stands above.
    pub strip: Strip,
    /// The contract.
    pub contract: Head,
    /// The forms that ask for a period.
    pub form: Form,
    /// Why there is no statement.
    pub fault: Option<Fault>,
    /// The statement; none where there is a fault.
    pub statement: Option<StatementView>,
    /// When it was made.
    pub made: Instant,
}

/// Variables of `cabinet/statement.html`.
pub(super) const VARIABLES: &[&str] = &["cabinet", "strip", "contract", "form", "fault", "statement", "made"];

/// The forms that ask for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// Where they lead.
    pub action: String,
    /// Years to choose from.
    pub years: Vec<i32>,
    /// The year chosen.
    pub year: i32,
    /// The part chosen: `year`, `q1`–`q4`, `m01`–`m12`; empty where days were typed.
    pub part: String,
    /// The first day, as it was typed.
    pub from: String,
    /// The last day, as it was typed.
    pub to: String,
}

/// Why there is no statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Its code.
    pub code: &'static str,
    /// The field to mend: `part`, `from` or `to`.
    pub field: &'static str,
    /// The first day, where it can be read.
    pub from: Option<NaiveDate>,
    /// The last day, where it can be read.
    pub to: Option<NaiveDate>,
}

/// The statement of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementView {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day: not after today.
    pub to: NaiveDate,
    /// The last day that was asked for, where it is still to come.
    pub asked_to: Option<NaiveDate>,
    /// Owed at the beginning of the first day; below zero when money waited on the account.
    pub opening: i64,
    /// The movements.
    pub entries: Vec<EntryView>,
    /// Owed at the end of the last day.
    pub closing: i64,
    /// Sums of the movements by kind; those that did not happen are left out.
    pub totals: Vec<KindTotal>,
    /// As CSV.
    pub csv_url: String,
    /// As XLSX.
    pub xlsx_url: String,
}

/// A movement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryView {
    /// The day.
    pub day: NaiveDate,
    /// Code of its kind.
    pub kind: &'static str,
    /// How much; what takes from the debt is below zero.
    pub amount: i64,
    /// Owed after it.
    pub owed: i64,
}

/// The sum of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct KindTotal {
    /// Code of the kind.
    pub kind: &'static str,
    /// The sum; what takes from the debt is below zero.
    pub amount: i64,
}

/// Earliest and latest year that can be typed.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

impl StatementPage {
    /// The statement of a contract. `above.now` is when it is made.
    pub fn of(above: Above<'_>, facts: &Facts<'_>, asked: &Asked) -> Self {
        let today = above.now.date_naive();
        let action = routes::cabinet_statement(above.locale, facts.reference);
        let mut years = facts.schedule.years();
        years.extend([facts.contract.concluded.year(), today.year()]);
        years.sort_unstable();
        years.dedup();
        // Nothing has happened in years to come.
        years.retain(|year| *year <= today.year());
        let (outcome, query) = period(asked);
        let field = asked.field();
        let made =
            outcome.and_then(|asked| Ok((asked.to(), until(asked, today, field)?))).and_then(|(asked_to, period)| {
                let statement =
                    Statement::of(facts.schedule, facts.charges, period).map_err(|error| fault(error, field))?;
                let asked_to = Some(asked_to).filter(|last| *last > period.to());
                Ok(StatementView { asked_to, ..view(&statement, &action, &query) })
            });
        let (statement, fault) = match made {
            Ok(statement) => (Some(statement), None),
            Err(fault) => (None, Some(fault)),
        };
        let form = match asked {
            Asked::Part { year, part } => Form {
                action,
                years,
                year: *year,
                part: part.code(),
                from: typed(statement.as_ref().map(|it| it.from)),
                to: typed(statement.as_ref().map(|it| it.to)),
            },
            Asked::Own { from, to } => {
                Form { action, years, year: today.year(), part: String::new(), from: from.clone(), to: to.clone() }
            }
        };
        let contract = Head::of(above.locale, facts);
        Self { strip: Strip::of(above), contract, form, fault, statement, made: above.now.into() }
    }

    /// What is shown when nothing is asked for: the quarter of a day.
    pub fn usual(today: NaiveDate) -> Asked {
        Asked::Part { year: today.year(), part: Part::Quarter(quarter_of(today)) }
    }
}

/// A date as people type it.
fn typed(day: Option<NaiveDate>) -> String {
    day.map(|day| day.format("%d.%m.%Y").to_string()).unwrap_or_default()
}

/// The period asked for, and the part of an address that asks for it.
fn period(asked: &Asked) -> (Result<Period, Fault>, String) {
    match asked {
        Asked::Part { year, part } => {
            let period = match *part {
                Part::Year => Period::year(*year),
                Part::Quarter(quarter) => Period::quarter(*year, quarter),
                Part::Month(month) => Period::month(*year, month),
            };
            (period.map_err(|error| fault(error, asked.field())), format!("year={year}&part={}", part.code()))
        }
        Asked::Own { from, to } => {
            let (first, last) = (date::parse(from, YEARS), date::parse(to, YEARS));
            let wrong = |field: &'static str, error: date::DateError| Fault {
                code: error.code(),
                field,
                from: first.ok(),
                to: last.ok(),
            };
            match (first, last) {
                (Err(error), _) => (Err(wrong("from", error)), String::new()),
                (_, Err(error)) => (Err(wrong("to", error)), String::new()),
                (Ok(from), Ok(to)) => {
                    (Period::new(from, to).map_err(|error| fault(error, "to")), format!("from={from}&to={to}"))
                }
            }
        }
    }
}

/// The period up to today: a statement tells what has happened.
fn until(period: Period, today: NaiveDate, field: &'static str) -> Result<Period, Fault> {
    let (from, to) = (period.from(), period.to());
    let future = Fault { code: "statement-future", field, from: Some(from), to: Some(to) };
    Period::new(from, to.min(today)).map_err(|_| future)
}

fn fault(error: StatementError, field: &'static str) -> Fault {
    let (from, to) = match error {
        StatementError::Reversed { from, to } => (Some(from), Some(to)),
        _ => (None, None),
    };
    Fault { code: error.code(), field, from, to }
}

fn view(statement: &Statement, action: &str, query: &str) -> StatementView {
    let file = |name: &str| format!("{action}{name}?{query}");
    let total = |kind: Kind| {
        let amount = statement.total(kind).map_or(0, |sum| signed(kind, sum.tiyn()));
        KindTotal { kind: kind.code(), amount }
    };
    StatementView {
        from: statement.period.from(),
        to: statement.period.to(),
        asked_to: None,
        opening: statement.opening.tiyn(),
        entries: statement
            .entries
            .iter()
            .map(|entry| EntryView {
                day: entry.movement.day,
                kind: entry.movement.kind.code(),
                amount: signed(entry.movement.kind, entry.movement.amount.tiyn()),
                owed: entry.owed.tiyn(),
            })
            .collect(),
        closing: statement.closing.tiyn(),
        totals: Kind::ALL.into_iter().map(total).filter(|total| total.amount != 0).collect(),
        csv_url: file("export.csv"),
        xlsx_url: file("export.xlsx"),
    }
}

/// What a movement does to the debt.
fn signed(kind: Kind, amount: i64) -> i64 {
    if kind == Kind::Payment { -amount } else { amount }
}
