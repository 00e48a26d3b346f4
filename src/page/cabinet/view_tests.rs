//! What the views say, day by day and client by client.

use super::contracts::Contracts;
use super::profile::{Profile, Reveal, Secret};
use super::samples::{at, client, closed, day, history, lease, loan, questions, sessions};
use super::schedule::{Asked, SchedulePage};
use super::security::{Security, Told};
use super::statement::{self, Part, StatementPage};
use super::strip::Above;
use super::*;
use crate::i18n::Locale;
use crate::page::cabinet::faq::Questions;
use crate::portal::contract::Kind;
use crate::portal::schedule::Status;
use crate::routes;

const NOW: &str = "2022-07-12T10:30:00";

pub(super) fn above<'a>(locale: Locale, all: &'a [Facts<'a>], shown: Option<usize>, now: &str) -> Above<'a> {
    Above { locale, all, shown, address: routes::cabinet_schedule, now: at(now) }
}

#[test]
fn the_dated_example_is_told_day_by_day() {
    let held = lease();
    let facts = [held.facts()];
    for (today, status, label, received_on, debit_on, mark) in [
        ("2022-06-30", "awaiting_debit", "payment-awaited", None, None, None),
        ("2022-07-07", "awaiting_debit", "payment-awaited", None, None, Some("month")),
        (
            "2022-07-08",
            "awaiting_debit",
            "status-awaiting-debit",
            Some("2022-07-08"),
            Some("2022-07-25"),
            Some("month"),
        ),
        (
            "2022-07-10",
            "awaiting_debit",
            "status-awaiting-debit",
            Some("2022-07-08"),
            Some("2022-07-25"),
            Some("today"),
        ),
        (
            "2022-07-11",
            "awaiting_debit",
            "status-awaiting-debit",
            Some("2022-07-08"),
            Some("2022-07-25"),
            Some("month"),
        ),
        (
            "2022-07-25",
            "awaiting_debit",
            "status-awaiting-debit",
            Some("2022-07-08"),
            Some("2022-07-25"),
            Some("month"),
        ),
        ("2022-07-26", "paid", "status-paid", None, None, Some("month")),
        ("2022-08-01", "paid", "status-paid", None, None, None),
    ] {
        let above = above(Locale::Kk, &facts, Some(0), &format!("{today}T09:00:00"));
        let page = SchedulePage::of(above, Asked { year: Some(2022), ..Asked::default() });
        let row = page.rows.iter().find(|row| row.due == day("2022-07-10")).unwrap();
        let seen = (row.status, row.label, row.received_on, row.debit_on, row.mark);
        assert_eq!(seen, (status, label, received_on.map(day), debit_on.map(day), mark), "{today}");
    }
}

#[test]
fn a_schedule_opens_where_the_current_month_is() {
    let held = [lease(), closed()];
    let facts: Vec<Facts<'_>> = held.iter().map(super::samples::Held::facts).collect();
    for (shown, today, asked, page, first, reason) in [
        (0, "2022-07-12", Asked::default(), 3, "2022-02-10", "the twelve rows with July among them"),
        (0, "2019-01-01", Asked::default(), 1, "2020-02-10", "before the first payment"),
        (0, "2050-01-01", Asked::default(), 15, "2034-02-10", "after the last"),
        (0, "2022-07-12", Asked { page: Some(1), ..Asked::default() }, 1, "2020-02-10", "a page that was asked for"),
        (0, "2022-07-12", Asked { page: Some(99), ..Asked::default() }, 15, "2034-02-10", "beyond the end: the last"),
        (0, "2022-07-12", Asked { size: schedule::ALL, ..Asked::default() }, 1, "2020-02-10", "all on one page"),
        (0, "2022-07-12", Asked { year: Some(2022), ..Asked::default() }, 1, "2022-01-10", "a year is one page"),
        (1, "2022-07-12", Asked::default(), 5, "2016-03-05", "a closed contract opens at its end"),
    ] {
        let above = above(Locale::Ru, &facts, Some(shown), &format!("{today}T09:00:00"));
        let made = SchedulePage::of(above, asked);
        assert_eq!((made.pager.page, made.rows[0].due), (page, day(first)), "{reason}");
    }
}

#[test]
fn links_of_a_schedule_keep_what_was_asked() {
    let held = lease();
    let facts = [held.facts()];
    let asked = Asked { year: Some(2022), status: Some(Status::Paid), size: 24, page: None };
    let page = SchedulePage::of(above(Locale::Kk, &facts, Some(0), NOW), asked);
    let base = "/kk/cabinet/schedule/k3m9q2x7w4t8b6n5/";
    assert_eq!(page.filter.any_year_url.as_deref(), Some(&*format!("{base}?status=paid&n=24")));
    assert_eq!(page.filter.any_status_url.as_deref(), Some(&*format!("{base}?year=2022&n=24")));
    let files = page.files.unwrap();
    assert_eq!(files.csv, format!("{base}export.csv?year=2022&status=paid"), "a file has all filtered rows");
    assert_eq!(files.ics, format!("{base}payments.ics"));
    let all =
        SchedulePage::of(above(Locale::Kk, &facts, Some(0), NOW), Asked { size: schedule::ALL, ..Asked::default() });
    let sizes: Vec<(usize, &str)> = all.pager.sizes.iter().map(|size| (size.size, size.url.as_str())).collect();
    let expected = [(12, ""), (24, "?n=24"), (60, "?n=60"), (0, "?n=all")];
    assert_eq!(
        sizes,
        expected
            .map(|(size, query)| (size, format!("{base}{query}")))
            .each_ref()
            .map(|(size, url)| (*size, url.as_str()))
    );
}

#[test]
fn totals_of_pages_make_the_total() {
    let held = loan();
    let facts = [held.facts()];
    let page = |number| {
        let asked = Asked { page: Some(number), size: 24, ..Asked::default() };
        SchedulePage::of(above(Locale::Kk, &facts, Some(0), NOW), asked)
    };
    let pages: Vec<SchedulePage> = (1..=10).map(page).collect();
    let sum = |of: fn(&schedule::TotalsView) -> i64| pages.iter().map(|page| of(&page.page_totals)).sum::<i64>();
    let whole = pages[0].totals;
    assert_eq!((sum(|t| t.accrued), sum(|t| t.principal)), (whole.accrued, whole.principal));
    assert_eq!((sum(|t| t.debited), sum(|t| t.left)), (whole.debited, whole.left));
    assert_eq!(whole.debited + whole.left, whole.accrued);
    let chart = &pages[0].chart;
    assert_eq!((chart.principal, chart.interest), (whole.principal, whole.interest));
    assert_eq!(chart.years.iter().map(|year| year.accrued).sum::<i64>(), whole.accrued);
}

#[test]
fn the_strip_tells_the_next_payment_and_the_debt() {
    let held = [lease(), loan(), closed()];
    let facts: Vec<Facts<'_>> = held.iter().map(super::samples::Held::facts).collect();
    let all = Contracts::of(above(Locale::Kk, &facts, None, NOW)).strip;
    let next = all.next.unwrap();
    assert_eq!((next.due, next.days_left, next.short_by), (day("2022-07-20"), 8, 9_872_000), "May and June are debt");
    let late = all.overdue.unwrap();
    assert_eq!((late.rows, late.since, late.days), (2, day("2022-05-20"), 53));
    let urls: Vec<&str> = late.contracts.iter().map(|contract| contract.url.as_str()).collect();
    assert_eq!(urls, ["/kk/cabinet/schedule/p8d4h6v2c9r3y5j7/?status=overdue"]);
    assert_eq!(all.debt.as_ref().unwrap().total, 16_625_245);
    assert_eq!(all.debt.unwrap().since, Some(day("2022-05-20")));
    assert_eq!(all.contracts.len(), 3, "a way to each of several contracts");

    let lease = Contracts::of(above(Locale::Kk, &facts, Some(0), NOW)).strip;
    let next = lease.next.unwrap();
    let seen = (next.due, next.short_by, next.account_balance, next.reserved);
    assert_eq!(seen, (day("2022-08-10"), 14_235_000, 14_235_000, 14_235_000), "July has its money, August has none");
    assert!(lease.debt.unwrap().total == 0 && lease.overdue.is_none());

    let before = Contracts::of(above(Locale::Kk, &facts, Some(0), "2022-07-09T10:00:00")).strip.next.unwrap();
    assert_eq!((before.due, before.short_by, before.debit_on), (day("2022-07-10"), 0, Some(day("2022-07-25"))));
    let all = Contracts::of(above(Locale::Kk, &facts, None, "2022-07-09T10:00:00")).strip.next.unwrap();
    assert_eq!((all.due, all.short_by), (day("2022-07-20"), 9_872_000), "money that is missing goes first");

    let closed = Contracts::of(above(Locale::Kk, &facts[2..], Some(0), NOW)).strip;
    assert!(closed.next.is_none() && closed.contracts.is_empty(), "one contract needs no way to it");

    for (now, stale) in [("2022-07-13T03:10:00", false), ("2022-07-13T03:10:01", true)] {
        assert_eq!(
            Contracts::of(above(Locale::Kk, &facts, None, now)).strip.stale,
            stale,
            "{now}: figures of 03:10 the day before"
        );
    }
}

#[test]
fn secrets_stand_under_masks_until_they_are_asked_for() {
    let held = lease();
    let facts = [held.facts()];
    let profile =
        |reveal| serde_json::to_string(&Profile::of(&client(), above(Locale::Kk, &facts, None, NOW), reveal)).unwrap();
    let secrets = [
        (Secret::Iin, "850312390008"),
        (Secret::Document, "041234567"),
        (Secret::Email, "aidar.serikbay@mail.kz"),
        (Secret::Phone, "+7 700 123 45 67"),
    ];
    for (asked, _) in secrets {
        let shown = profile(Reveal::One(asked));
        for (secret, value) in secrets {
            assert_eq!(
                shown.contains(value),
                secret == asked,
                "{} where {} was asked for",
                secret.code(),
                asked.code()
            );
        }
        assert_eq!(Secret::from_code(asked.code()), Some(asked));
    }
    assert!(secrets.iter().all(|(_, value)| !profile(Reveal::Nothing).contains(value)));
    assert!(secrets.iter().all(|(_, value)| profile(Reveal::Everything).contains(value)));
}

#[test]
fn a_statement_reconciles_and_ends_today() {
    let held = loan();
    let facts = held.facts();
    let all = [facts];
    let made = |asked: &statement::Asked| StatementPage::of(above(Locale::Kk, &all, Some(0), NOW), &facts, asked);
    let year = made(&statement::Asked::Part { year: 2022, part: Part::Year }).statement.unwrap();
    assert_eq!((year.from, year.to), (day("2022-01-01"), day("2022-07-12")), "nothing is told of days to come");
    assert_eq!(year.asked_to, Some(day("2022-12-31")), "and that is said");
    let june = made(&statement::Asked::Part { year: 2022, part: Part::Month(6) }).statement.unwrap();
    assert_eq!((june.to, june.asked_to), (day("2022-06-30"), None));
    assert_eq!(year.opening + year.entries.iter().map(|entry| entry.amount).sum::<i64>(), year.closing);
    assert_eq!(year.opening + year.totals.iter().map(|total| total.amount).sum::<i64>(), year.closing);
    assert_eq!(year.closing, 16_625_245, "what the box of the debt says");
    let own = |from: &str, to: &str| statement::Asked::Own { from: from.to_owned(), to: to.to_owned() };
    for (asked, code, field) in [
        (own("10.07.2022", "01.07.2022"), "statement-reversed", "to"),
        (own("", "01.07.2022"), "date-empty", "from"),
        (own("01.07.2022", "31.06.2022"), "date-day", "to"),
        (own("01.08.2022", "31.08.2022"), "statement-future", "from"),
        (own("٠١.٠٧.٢٠٢٢", "01.07.2022"), "date-shape", "from"),
    ] {
        let page = made(&asked);
        let fault = page.fault.unwrap();
        assert_eq!((fault.code, fault.field, page.statement), (code, field, None), "{asked:?}");
        let statement::Asked::Own { from, to } = asked else { unreachable!() };
        assert_eq!((page.form.from, page.form.to), (from, to), "what was typed stays");
    }
    let ahead = made(&statement::Asked::Part { year: 2022, part: Part::Quarter(4) });
    let fault = ahead.fault.unwrap();
    assert_eq!((fault.code, fault.field, ahead.form.part.as_str()), ("statement-future", "part", "q4"));
    for part in [Part::Year, Part::Quarter(3), Part::Month(7), Part::Month(12)] {
        assert_eq!(Part::from_code(&part.code()), Some(part));
    }
    assert!(["", "q0", "q5", "m00", "m13", "m7", "Q1", "year "].iter().all(|code| Part::from_code(code).is_none()));
}

#[test]
fn questions_on_the_clients_kind_of_contract_come_first() {
    let list = questions();
    let found: Vec<&faq::Entry> = list.iter().collect();
    let asked = |query: &str, size, page| faq::Asked { query: query.to_owned(), size, page };
    let keys = |page: &Questions| page.questions.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>();
    let lease = Questions::of(Locale::Kk, &found, &[Kind::LeaseWithPurchase], &asked("", 10, 1));
    assert_eq!(keys(&lease)[..4], ["question-2", "question-7", "question-12", "question-0"]);
    assert_eq!((lease.own, lease.total, lease.pager.pages), (3, 16, 2));
    let loan = Questions::of(Locale::Kk, &found, &[Kind::Loan], &asked("", 0, 1));
    assert_eq!((loan.own, loan.questions.len()), (0, 16));
    let searched = Questions::of(Locale::Kk, &found[5..], &[Kind::LeaseWithPurchase], &asked("a b", 10, 2));
    assert_eq!(keys(&searched), ["question-15"], "what was searched for keeps the order of how well it fits");
    assert_eq!(searched.pager.prev.as_deref(), Some("/kk/cabinet/faq?q=a%20b"));
    let beyond = Questions::of(Locale::Kk, &found, &[], &asked("", 10, 99));
    assert_eq!(beyond.pager.page, 2);
}

#[test]
fn this_session_comes_first_then_the_last_used() {
    let page = Security::of(Locale::Kk, sessions(), history(), Told::default());
    let handles: Vec<&str> = page.sessions.iter().map(|session| session.handle.as_str()).collect();
    assert_eq!((handles, page.others), (vec!["s-1", "s-3", "s-2"], true));
}
