//! The payment schedule: filters and pages in the address, six columns, three statuses, totals, the chart.

use std::fmt::Write as _;
use std::num::NonZeroUsize;

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use serde::Serialize;

use super::Facts;
use super::chart::Chart;
use super::contracts::share;
use super::strip::{Above, Strip};
use crate::i18n::Locale;
use crate::page::pager::page_numbers;
use crate::page::view::{Pager, PagerNumber, PagerSize};
use crate::portal::money::Money;
use crate::portal::schedule::{self as portal, Filter, Line, Moment, PageSize, Paging, Status};
use crate::routes;

/// Rows on a page: a year, two, five, all.
pub const SIZES: [usize; 4] = [12, 24, 60, ALL];
/// The size that stands for all rows.
pub const ALL: usize = 0;
/// Rows on a page, unless asked otherwise.
const SIZE: usize = SIZES[0];

/// What of a schedule is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Due in this year.
    pub year: Option<i32>,
    /// With this status.
    pub status: Option<Status>,
    /// Rows on a page, one of [`SIZES`].
    pub size: usize,
    /// The page; none for the one with the current month.
    pub page: Option<usize>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { year: None, status: None, size: SIZE, page: None }
    }
}

impl Asked {
    /// All rows on one page.
    pub const EVERYTHING: Self = Self { year: None, status: None, size: ALL, page: None };

    /// The part of an address after `?`; empty for the default.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut put = |name: &str, value: &dyn std::fmt::Display| {
            let _ = write!(query, "{}{name}={value}", if query.is_empty() { "" } else { "&" });
        };
        if let Some(year) = self.year {
            put("year", &year);
        }
        if let Some(status) = self.status {
            put("status", &status.code());
        }
        if self.size == ALL {
            put("n", &"all");
        } else if self.size != SIZE {
            put("n", &self.size);
        }
        if let Some(page) = self.page {
            put("p", &page);
        }
        query
    }

    fn at(&self, base: &str) -> String {
        let query = self.query();
        if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
    }

    fn filter(&self) -> Filter {
        Filter { year: self.year, status: self.status }
    }
}

/// `cabinet/schedule.html` and `cabinet/schedule-print.html`.
#[derive(Clone, Debug, Serialize)]
pub struct SchedulePage {
    /// What stands above.
    pub strip: Strip,
    /// The contract; none when the client has none, and then nothing else is shown.
    pub contract: Option<Head>,
    /// Today.
    pub today: NaiveDate,
    /// The filters.
    pub filter: FilterView,
    /// The rows of this page.
    pub rows: Vec<RowView>,
    /// Sums of this page.
    pub page_totals: TotalsView,
    /// Sums of all rows that pass the filter.
    pub totals: TotalsView,
    /// Pages and sizes.
    pub pager: Pager,
    /// Principal and interest by year.
    pub chart: Chart,
    /// Files made of the filtered rows.
    pub files: Option<Files>,
}

/// Variables of `cabinet/schedule.html`.
pub(super) const VARIABLES: &[&str] =
    &["cabinet", "strip", "contract", "today", "filter", "rows", "page_totals", "totals", "pager", "chart", "files"];

/// The contract of a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Public reference.
    pub reference: String,
    /// Number.
    pub number: String,
    /// Code of its kind.
    pub kind: &'static str,
    /// Address of the home.
    pub address: String,
    /// Its page.
    pub url: String,
    /// Its statement.
    pub statement_url: String,
}

impl Head {
    /// The head of a contract.
    pub fn of(locale: Locale, facts: &Facts<'_>) -> Self {
        Self {
            reference: facts.reference.to_owned(),
            number: facts.contract.number.shown().to_owned(),
            kind: facts.contract.kind.code(),
            address: facts.contract.address.expose().to_owned(),
            url: routes::cabinet_contract(locale, facts.reference),
            statement_url: routes::cabinet_statement(locale, facts.reference),
        }
    }
}

/// What is filtered, and by what it can be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FilterView {
    /// Where the form leads.
    pub action: String,
    /// The year chosen.
    pub year: Option<i32>,
    /// The years there are.
    pub years: Vec<i32>,
    /// Code of the status chosen.
    pub status: Option<&'static str>,
    /// Codes of the three statuses.
    pub statuses: Vec<&'static str>,
    /// Rows on a page, 0 for all; told in the form unless it is the default.
    pub size: usize,
    /// Is that the default?
    pub usual_size: bool,
    /// Without the year, when one is chosen.
    pub any_year_url: Option<String>,
    /// Without the status, when one is chosen.
    pub any_status_url: Option<String>,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// Төлем күні / Дата платежа.
    pub due: NaiveDate,
    /// Есептелген төлем / Начисленный платёж.
    pub accrued: i64,
    /// Негізгі қарыз / Основной долг.
    pub principal: i64,
    /// Сыйақы / Вознаграждение.
    pub interest: i64,
    /// Есептен шығару / Списание: what was and will be debited.
    pub debits: Vec<DebitView>,
    /// Мәртебесі / Статус: its code.
    pub status: &'static str,
    /// Key of the words for it: a future row that awaits money is told so.
    pub label: &'static str,
    /// Debited so far.
    pub debited: i64,
    /// Money that has come for it so far.
    pub received: i64,
    /// The day on which all of it had come.
    pub received_on: Option<NaiveDate>,
    /// The day on which money that waits will be debited.
    pub debit_on: Option<NaiveDate>,
    /// What is missing for an overdue payment; else 0.
    pub short_by: i64,
    /// `today` when it is due today, `month` when it is that of the current month.
    pub mark: Option<&'static str>,
}

/// Money taken from the account for a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DebitView {
    /// The day.
    pub day: NaiveDate,
    /// The exact time, `HH:MM:SS`, where the register gives one.
    pub time: Option<NaiveTime>,
    /// How much.
    pub amount: i64,
    /// Is it still to come?
    pub planned: bool,
}

/// Sums of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TotalsView {
    /// How many rows.
    pub rows: usize,
    /// How many of them are paid.
    pub paid_rows: usize,
    /// Accrued.
    pub accrued: i64,
    /// Principal.
    pub principal: i64,
    /// Interest.
    pub interest: i64,
    /// Debited so far.
    pub debited: i64,
    /// Not debited yet.
    pub left: i64,
    /// Share of the accrued that is debited, in tenths of a per cent.
    pub debited_tenths: i64,
}

impl From<portal::Totals> for TotalsView {
    fn from(totals: portal::Totals) -> Self {
        let [accrued, principal, interest, debited, left] =
            [totals.accrued, totals.principal, totals.interest, totals.debited, totals.left].map(Money::tiyn);
        let debited_tenths = share(debited, accrued);
        let (rows, paid_rows) = (totals.rows, totals.paid_rows);
        Self { rows, paid_rows, accrued, principal, interest, debited, left, debited_tenths }
    }
}

/// Addresses of the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Files {
    /// CSV of the filtered rows.
    pub csv: String,
    /// XLSX of the filtered rows.
    pub xlsx: String,
    /// Coming payments for a calendar.
    pub ics: String,
    /// The whole schedule for paper.
    pub print: String,
}

impl SchedulePage {
    /// The schedule of the contract that the strip shows.
    pub fn of(above: Above<'_>, asked: Asked) -> Self {
        let strip = Strip::of(above);
        let now = above.moment();
        match above.shown.and_then(|at| above.all.get(at)) {
            Some(facts) => Self::of_contract(strip, above.locale, facts, asked, now),
            None => Self::empty(strip, now.day),
        }
    }

    fn empty(strip: Strip, today: NaiveDate) -> Self {
        Self {
            strip,
            contract: None,
            today,
            filter: FilterView::default(),
            rows: Vec::new(),
            page_totals: TotalsView::default(),
            totals: TotalsView::default(),
            pager: pager(0, 1, Asked::default(), ""),
            chart: Chart::of(&[]),
            files: None,
        }
    }

    fn of_contract(strip: Strip, locale: Locale, facts: &Facts<'_>, asked: Asked, now: Moment) -> Self {
        let base = routes::cabinet_schedule(locale, facts.reference);
        let size = NonZeroUsize::new(asked.size).map_or(PageSize::All, PageSize::Rows);
        let page = asked.page.unwrap_or_else(|| current_page(facts, asked, now));
        let listing = facts.schedule.list(asked.filter(), Paging { page, size }, now);
        let file = |name| routes::cabinet_schedule_file(locale, facts.reference, name);
        let unpaged = Asked { page: None, ..asked };
        let filtered = Asked { size: SIZE, ..unpaged };
        Self {
            strip,
            contract: Some(Head::of(locale, facts)),
            today: now.day,
            filter: FilterView {
                action: base.clone(),
                year: asked.year,
                years: facts.schedule.years(),
                status: asked.status.map(Status::code),
                statuses: Status::ALL.map(Status::code).to_vec(),
                size: asked.size,
                usual_size: asked.size == SIZE,
                any_year_url: asked.year.map(|_| Asked { year: None, ..unpaged }.at(&base)),
                any_status_url: asked.status.map(|_| Asked { status: None, ..unpaged }.at(&base)),
            },
            pager: pager(listing.found_totals.rows, listing.page, asked, &base),
            page_totals: listing.page_totals.into(),
            totals: listing.found_totals.into(),
            rows: rows(&listing.lines, now),
            chart: Chart::of(&facts.schedule.by_year(now)),
            files: Some(Files {
                csv: filtered.at(&file("export.csv")),
                xlsx: filtered.at(&file("export.xlsx")),
                ics: file("payments.ics"),
                print: file("print"),
            }),
        }
    }
}

/// The page on which the current month stands; where it has no row, the first one after it, or the last of all.
fn current_page(facts: &Facts<'_>, asked: Asked, now: Moment) -> usize {
    if asked.size == ALL {
        return 1;
    }
    let all = facts.schedule.list(asked.filter(), Paging::ALL, now).lines;
    let first = now.day.with_day(1).unwrap_or(now.day);
    let before = all.iter().take_while(|line| line.row.due() < first).count();
    before.min(all.len().saturating_sub(1)) / asked.size + 1
}

fn rows(lines: &[Line<'_>], now: Moment) -> Vec<RowView> {
    lines.iter().map(|line| row(line, now)).collect()
}

fn row(line: &Line<'_>, now: Moment) -> RowView {
    let due = line.row.due();
    let awaits = line.status == Status::AwaitingDebit;
    RowView {
        due,
        accrued: line.row.accrued().tiyn(),
        principal: line.row.principal().tiyn(),
        interest: line.row.interest().tiyn(),
        debits: line.row.debits().iter().map(|debit| debit_view(debit, now)).collect(),
        status: line.status.code(),
        label: match line.status {
            Status::Paid => "status-paid",
            Status::Overdue => "status-overdue",
            Status::AwaitingDebit if line.awaits_money() => "payment-awaited",
            Status::AwaitingDebit => "status-awaiting-debit",
        },
        debited: line.debited.tiyn(),
        received: line.received.tiyn(),
        received_on: line.received_on.filter(|_| line.status != Status::Paid),
        debit_on: line.debit_on.filter(|day| awaits && line.received_on.is_some() && *day >= now.day),
        short_by: if line.status == Status::Overdue { line.received.short_of(line.row.accrued()).tiyn() } else { 0 },
        mark: match () {
            () if due == now.day => Some("today"),
            () if (due.year(), due.month()) == (now.day.year(), now.day.month()) => Some("month"),
            () => None,
        },
    }
}

fn debit_view(debit: &portal::Debit, now: Moment) -> DebitView {
    DebitView { day: debit.day, time: debit.time, amount: debit.amount.tiyn(), planned: !debit.has_passed(now) }
}

/// The pages of a listing, and the sizes that make a difference.
fn pager(total: usize, page: usize, asked: Asked, base: &str) -> Pager {
    let size = if asked.size == ALL { total.max(1) } else { asked.size };
    let pages = total.div_ceil(size).max(1);
    let from = (page - 1) * size;
    let at = |page: usize| Asked { page: Some(page), ..asked }.at(base);
    let number = |number: usize| PagerNumber {
        number,
        url: if number == 0 { String::new() } else { at(number) },
        current: number == page,
    };
    let sized = |size: usize| PagerSize {
        size,
        url: Asked { size, page: None, ..asked }.at(base),
        current: size == asked.size,
    };
    Pager {
        total,
        from: if total == 0 { 0 } else { from + 1 },
        to: total.min(from + size),
        page,
        pages,
        numbers: page_numbers(page, pages).into_iter().map(number).collect(),
        prev: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
        sizes: if total > SIZE { SIZES.into_iter().map(sized).collect() } else { Vec::new() },
    }
}
