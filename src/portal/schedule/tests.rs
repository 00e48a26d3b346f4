//! The statuses as a specification: the instruction's example day by day, one row per rule, and what holds for any data.

use std::num::NonZeroUsize;

use chrono::Days;
use proptest::prelude::*;

use super::*;

fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

fn tenge(sum: i64) -> Money {
    Money::from_tenge(sum).unwrap()
}

fn deposit(on: &str, sum: i64) -> Deposit {
    Deposit { day: day(on), amount: tenge(sum) }
}

fn debit(on: &str, sum: i64) -> Debit {
    Debit { day: day(on), time: None, amount: tenge(sum) }
}

fn row(due: &str, principal: i64, interest: i64, debits: Vec<Debit>) -> Row {
    Row::new(day(due), tenge(principal), tenge(interest), debits).unwrap()
}

/// The status of the only row of a schedule.
fn judge(row: &Row, deposits: &[Deposit], now: impl Into<Moment>) -> Status {
    status(row, &allot(std::slice::from_ref(row), deposits)[0], now)
}

#[test]
fn the_instructions_example_day_by_day() {
    // Due 10.07.2022, debit 25.07.2022, money deposited before 10.07.2022.
    let payment = row("2022-07-10", 70_000, 30_000, vec![debit("2022-07-25", 100_000)]);
    let deposits = [deposit("2022-07-08", 100_000)];
    for today in day("2022-06-25").iter_days().take(60) {
        let expected = if today <= day("2022-07-25") { Status::AwaitingDebit } else { Status::Paid };
        assert_eq!(judge(&payment, &deposits, today), expected, "{today}");
    }
}

#[test]
fn each_step_of_the_rule() {
    use Status::{AwaitingDebit, Overdue, Paid};
    let (due, full) = ("2022-07-10", 100);
    let none: &[Deposit] = &[];
    let on_day = &[deposit("2022-07-10", 100)][..];
    let late = &[deposit("2022-07-11", 100)][..];
    let short = &[deposit("2022-07-01", 99)][..];
    let two = &[deposit("2022-07-01", 60), deposit("2022-07-10", 40)][..];
    let second_late = &[deposit("2022-07-01", 60), deposit("2022-07-11", 40)][..];
    let debited = || vec![debit("2022-07-25", full)];
    let partly = || vec![debit("2022-07-12", 40)];
    let in_parts = || vec![debit("2022-07-12", 40), debit("2022-07-25", 60)];
    for (debits, deposits, today, expected, reason) in [
        (debited(), on_day, "2022-07-25", AwaitingDebit, "1: the debit's day has not passed"),
        (debited(), on_day, "2022-07-26", Paid, "1: debited in full, the day has passed"),
        (debited(), none, "2022-07-26", Paid, "1: debited in full, whatever deposits are known"),
        (debited(), late, "2022-07-26", Paid, "1: a late deposit, debited in full at last"),
        (in_parts(), on_day, "2022-07-25", AwaitingDebit, "1: a part is debited, the rest not yet"),
        (in_parts(), on_day, "2022-07-26", Paid, "1: the parts make the whole"),
        (vec![], on_day, "2022-07-10", AwaitingDebit, "2: deposited on the due day"),
        (vec![], on_day, "2027-01-01", AwaitingDebit, "2: however late the debit comes"),
        (vec![], two, "2022-07-11", AwaitingDebit, "2: two deposits in time make the sum"),
        (partly(), on_day, "2022-08-01", AwaitingDebit, "2: partly debited, but all deposited in time"),
        (vec![], none, "2022-07-09", AwaitingDebit, "3: a future payment"),
        (vec![], none, "2022-07-10", AwaitingDebit, "3: the due day itself"),
        (vec![], short, "2022-07-10", AwaitingDebit, "3: too little, but there is still time"),
        (vec![], none, "2022-07-11", Overdue, "4: nothing came"),
        (vec![], short, "2022-07-11", Overdue, "4: less than the payment came"),
        (vec![], second_late, "2022-07-11", Overdue, "4: the second part came late"),
        (debited(), late, "2022-07-25", Overdue, "4: a late deposit stays overdue until the debit's day has passed"),
        (partly(), none, "2022-08-01", Overdue, "4: partly debited, the rest never came"),
    ] {
        let payment = row(due, 70, 30, debits);
        assert_eq!(judge(&payment, deposits, day(today)), expected, "{today}: {reason}");
    }
}

#[test]
fn an_exact_time_counts_where_the_register_gives_one() {
    let at = |time: &str| Moment { day: day("2022-07-25"), time: time.parse().unwrap() };
    let exact = Debit { day: day("2022-07-25"), time: Some("14:30:00".parse().unwrap()), amount: tenge(100) };
    let payment = row("2022-07-10", 70, 30, vec![exact]);
    let deposits = [deposit("2022-07-08", 100)];
    for (now, expected, reason) in [
        (at("14:29:59"), Status::AwaitingDebit, "a second before"),
        (at("14:30:00"), Status::Paid, "at that time"),
        (day("2022-07-25").into(), Status::AwaitingDebit, "a bare date is the first instant of the day"),
        (day("2022-07-26").into(), Status::Paid, "the day after"),
    ] {
        assert_eq!(judge(&payment, &deposits, now), expected, "{reason}");
    }
}

#[test]
fn deposits_go_to_the_oldest_due_date_first() {
    use Status::{AwaitingDebit, Overdue};
    let months = || vec![row("2022-05-10", 70, 30, vec![]), row("2022-06-10", 70, 30, vec![])];
    for (deposits, expected, reason) in [
        (vec![deposit("2022-06-01", 100)], [Overdue, Overdue], "June's money is taken by May, too late for it"),
        (vec![deposit("2022-05-01", 200)], [AwaitingDebit, AwaitingDebit], "one deposit for two months"),
        (vec![deposit("2022-05-01", 150)], [AwaitingDebit, Overdue], "the rest is too little for June"),
        (
            vec![deposit("2022-05-11", 100), deposit("2022-06-01", 100)],
            [Overdue, AwaitingDebit],
            "May came a day late, June in time",
        ),
    ] {
        let schedule = Schedule::new(months(), deposits).unwrap();
        let statuses: Vec<Status> = schedule.lines(day("2022-07-01")).iter().map(|line| line.status).collect();
        assert_eq!(statuses, expected, "{reason}");
    }
}

#[test]
fn a_line_tells_when_money_came_and_when_it_is_debited() {
    let payment = row("2022-07-10", 70, 30, vec![debit("2022-07-25", 100)]);
    let schedule = Schedule::new(vec![payment], vec![deposit("2022-07-08", 100)]).unwrap();
    let before = schedule.lines(day("2022-07-07"))[0];
    assert!(before.awaits_money() && before.received.is_zero(), "what comes tomorrow is not there today");
    let waiting = schedule.lines(day("2022-07-20"))[0];
    assert_eq!((waiting.received_on, waiting.debit_on), (Some(day("2022-07-08")), Some(day("2022-07-25"))));
    assert!(!waiting.awaits_money());
}

#[test]
fn the_next_payment_is_the_first_that_is_still_to_come() {
    let paid = || row("2022-05-10", 70, 30, vec![debit("2022-05-10", 100)]);
    let months = || vec![paid(), row("2022-06-10", 70, 30, vec![]), row("2022-07-10", 70, 30, vec![])];
    let may = deposit("2022-05-01", 100);
    for (more, today, due, days, short, reason) in [
        (vec![], "2022-06-01", "2022-06-10", 9, 100, "nothing has come"),
        (vec![deposit("2022-06-01", 40)], "2022-06-10", "2022-06-10", 0, 60, "a part has come"),
        (vec![deposit("2022-06-01", 250)], "2022-06-03", "2022-06-10", 7, 0, "enough; the debit is awaited"),
        (vec![], "2022-06-20", "2022-07-10", 20, 100, "an overdue one is not the next"),
        (vec![deposit("2022-06-01", 100)], "2022-06-20", "2022-07-10", 20, 100, "one that awaits its debit is past"),
        (vec![deposit("2022-06-01", 200)], "2022-07-20", "2022-06-10", -40, 0, "no day to come: the debit is awaited"),
        (vec![deposit("2022-06-20", 200)], "2022-07-20", "2022-07-10", -10, 0, "June came late, July in time"),
    ] {
        let deposits = [vec![may], more].concat();
        let next = Schedule::new(months(), deposits).unwrap().next_payment(day(today)).unwrap();
        assert_eq!((next.due, next.days_left, next.short_by), (day(due), days, tenge(short)), "{reason}");
    }
    assert_eq!(Schedule::new(vec![paid()], vec![may]).unwrap().next_payment(day("2022-06-01")), None, "all are paid");
    for (more, today, reserved, reason) in [
        (vec![], "2022-06-20", 0, "what was debited is gone"),
        (vec![deposit("2022-06-01", 130)], "2022-06-20", 100, "June's money waits; the rest is July's"),
        (vec![deposit("2022-06-15", 40)], "2022-06-20", 40, "a part that came for an overdue one"),
        (vec![deposit("2022-06-01", 130)], "2022-06-05", 0, "June itself is the next"),
    ] {
        let deposits = [vec![may], more].concat();
        let next = Schedule::new(months(), deposits).unwrap().next_payment(day(today)).unwrap();
        assert_eq!(next.reserved, tenge(reserved), "{reason}");
    }
    let unpaid = Schedule::new(months(), vec![may]).unwrap();
    assert_eq!(unpaid.next_payment(day("2022-08-01")), None, "all that are left are overdue");
}

#[test]
fn of_several_contracts_the_nearest_payment_without_its_money_is_told() {
    let next = |due: &str, short: i64| {
        let deposits = if short < 100 { vec![deposit("2022-05-01", 100 - short)] } else { vec![] };
        Schedule::new(vec![row(due, 70, 30, vec![])], deposits).unwrap().next_payment(day("2022-06-05")).unwrap()
    };
    for (due, short, others, reason) in [
        ("2022-06-20", 100, vec![("2022-06-10", 0)], "money that is there can wait"),
        ("2022-06-20", 1, vec![("2022-06-10", 0), ("2022-06-25", 100)], "a part is not enough"),
        ("2022-06-10", 60, vec![("2022-06-20", 100)], "of two without money, the nearer"),
        ("2022-06-10", 0, vec![("2022-06-20", 0)], "of two with money, the nearer"),
        ("2022-06-20", 0, vec![("2022-06-01", 0)], "a day to come before one that has passed"),
    ] {
        let told = next(due, short).urgency();
        assert!(others.iter().all(|(due, short)| told < next(due, *short).urgency()), "{reason}");
    }
}

#[test]
fn overdue_rows_are_counted_from_the_oldest() {
    let months = vec![row("2022-05-10", 70, 30, vec![]), row("2022-06-10", 70, 30, vec![debit("2022-06-20", 20)])];
    let schedule = Schedule::new(months, vec![]).unwrap();
    assert_eq!(schedule.overdue(day("2022-05-10")), None, "the due day is not late");
    let overdue = schedule.overdue(day("2022-07-01")).unwrap();
    assert_eq!((overdue.since, overdue.totals.rows, overdue.totals.left), (day("2022-05-10"), 2, tenge(180)));
}

#[test]
fn a_partial_debit_repays_interest_first() {
    let schedule = |debits| Schedule::new(vec![row("2022-05-10", 70, 30, debits)], vec![]).unwrap();
    for (debited, left, reason) in
        [(0, 70, "nothing"), (30, 70, "the interest"), (31, 69, "a tenge more"), (100, 0, "all")]
    {
        let debits = if debited == 0 { vec![] } else { vec![debit("2022-05-10", debited)] };
        assert_eq!(schedule(debits).principal_left(day("2022-06-01")), tenge(left), "{reason}");
    }
}

#[test]
fn pages_and_filters() {
    let due = |month: u32| format!("202{}-{:02}-10", 2 + (month - 1) / 12, (month - 1) % 12 + 1);
    let months = (1..=24).map(|month| row(&due(month), 70, 30, vec![])).collect();
    let schedule = Schedule::new(months, vec![]).unwrap();
    let rows = |n| PageSize::Rows(NonZeroUsize::new(n).unwrap());
    let today = day("2022-03-01");
    let year = |year| Filter { year: Some(year), status: None };
    let overdue = Filter { year: None, status: Some(Status::Overdue) };
    for (filter, page, size, shown, at, pages, found, reason) in [
        (Filter::default(), 1, PageSize::All, 24, 1, 1, 24, "everything"),
        (Filter::default(), 3, rows(10), 4, 3, 3, 24, "the last page is short"),
        (Filter::default(), 9, rows(10), 4, 3, 3, 24, "beyond the end: the last page"),
        (Filter::default(), 0, rows(10), 10, 1, 3, 24, "before the beginning: the first"),
        (year(2023), 2, rows(10), 2, 2, 2, 12, "one year"),
        (overdue, 1, rows(10), 2, 1, 1, 2, "one status"),
        (year(2030), 1, rows(10), 0, 1, 1, 0, "a year without payments"),
    ] {
        let listing = schedule.list(filter, Paging { page, size }, today);
        let seen = (listing.lines.len(), listing.page, listing.pages, listing.found_totals.rows);
        assert_eq!(seen, (shown, at, pages, found), "{reason}");
    }
    assert_eq!(schedule.years(), [2022, 2023]);
}

#[test]
fn facts_that_make_no_schedule_are_refused() {
    let due = day("2022-07-10");
    let make = |principal, interest, debits| Row::new(due, Money::from_tiyn(principal), tenge(interest), debits);
    let too_much = Money::LIMIT.tiyn() + 1;
    for (made, error, reason) in [
        (make(-1, 5, vec![]), ScheduleError::Amount { day: due }, "principal below zero"),
        (make(too_much, 0, vec![]), ScheduleError::Amount { day: due }, "principal over the limit"),
        (make(100, 0, vec![debit("2022-07-10", 0)]), ScheduleError::Amount { day: due }, "a debit of nothing"),
        (make(0, 0, vec![]), ScheduleError::NothingAccrued { due }, "nothing to pay"),
        (make(100, 0, vec![debit("2022-07-10", 2)]), ScheduleError::DebitOverAccrued { due }, "debited too much"),
    ] {
        assert_eq!(made, Err(error), "{reason}");
    }
    let one = || row("2022-07-10", 1, 0, vec![]);
    assert_eq!(Schedule::new(vec![one(), one()], vec![]), Err(ScheduleError::DuplicateDue { due }));
    assert_eq!(Schedule::new(vec![], vec![deposit("2022-07-10", 0)]), Err(ScheduleError::Amount { day: due }));
    assert_eq!(Schedule::new(vec![one(); 1201], vec![]), Err(ScheduleError::TooLong { max: MAX_ROWS }));
}

#[test]
fn codes_of_statuses_go_both_ways() {
    assert!(Status::ALL.into_iter().all(|status| Status::from_code(status.code()) == Some(status)));
    assert_eq!(Status::from_code("Paid"), None);
}

prop_compose! {
    /// A monthly schedule from January 2022 with full, partial, late, planned and missing debits.
    fn rows_of_a_schedule()(
        months in prop::collection::vec((0i64..1_000, 1i64..1_000, 0u8..=4, 0u64..90), 1..30),
    ) -> Vec<Row> {
        let start = day("2022-01-15");
        months.into_iter().zip(0u32..).map(|((principal, interest, quarters, lag), month)| {
            let due = start + chrono::Months::new(month);
            let amount = Money::from_tiyn((principal + interest) * i64::from(quarters) / 4);
            let debits = if amount.is_zero() {
                vec![]
            } else {
                vec![Debit { day: due + Days::new(lag), time: None, amount }]
            };
            Row::new(due, Money::from_tiyn(principal), Money::from_tiyn(interest), debits).unwrap()
        }).collect()
    }
}

fn deposits() -> impl Strategy<Value = Vec<Deposit>> {
    let one = (0u64..900, 1i64..3_000).prop_map(|(offset, tiyn)| Deposit {
        day: day("2022-01-01") + Days::new(offset),
        amount: Money::from_tiyn(tiyn),
    });
    prop::collection::vec(one, 0..40)
}

proptest! {
    #[test]
    fn accrued_is_principal_and_interest_and_what_is_paid_and_left(
        rows in rows_of_a_schedule(), deposits in deposits(), offset in 0u64..1_000,
    ) {
        let schedule = Schedule::new(rows, deposits).unwrap();
        let totals = schedule.totals(day("2022-01-01") + Days::new(offset));
        prop_assert_eq!(totals.accrued, totals.principal.checked_add(totals.interest).unwrap());
        prop_assert_eq!(totals.accrued, totals.debited.checked_add(totals.left).unwrap());
    }

    #[test]
    fn totals_of_pages_years_and_statuses_make_the_whole(
        rows in rows_of_a_schedule(), deposits in deposits(), offset in 0u64..1_000, size in 1usize..12,
    ) {
        let schedule = Schedule::new(rows, deposits).unwrap();
        let today = day("2022-01-01") + Days::new(offset);
        let whole = schedule.totals(today);
        let paging = |page| Paging { page, size: PageSize::Rows(NonZeroUsize::new(size).unwrap()) };
        let pages = schedule.list(Filter::default(), paging(1), today).pages;
        let by_page: Vec<Totals> =
            (1..=pages).map(|page| schedule.list(Filter::default(), paging(page), today).page_totals).collect();
        let by_year: Vec<Totals> = schedule.by_year(today).into_iter().map(|(_, totals)| totals).collect();
        let of = |status| Filter { year: None, status: Some(status) };
        let by_status: Vec<Totals> =
            Status::ALL.into_iter().map(|status| schedule.list(of(status), Paging::ALL, today).found_totals).collect();
        for parts in [by_page, by_year, by_status] {
            prop_assert_eq!(Money::sum(parts.iter().map(|part| part.accrued)).unwrap(), whole.accrued);
            prop_assert_eq!(Money::sum(parts.iter().map(|part| part.left)).unwrap(), whole.left);
            prop_assert_eq!(parts.iter().map(|part| part.rows).sum::<usize>(), whole.rows);
            prop_assert_eq!(parts.iter().map(|part| part.paid_rows).sum::<usize>(), whole.paid_rows);
        }
    }

    #[test]
    fn paid_stays_paid_and_overdue_never_waits_again(rows in rows_of_a_schedule(), deposits in deposits()) {
        let schedule = Schedule::new(rows, deposits).unwrap();
        let rank = |status| match status {
            Status::AwaitingDebit => 0,
            Status::Overdue => 1,
            Status::Paid => 2,
        };
        let mut before = vec![0; schedule.rows().len()];
        for today in day("2021-12-25").iter_days().step_by(3).take(400) {
            let ranks: Vec<i32> = schedule.lines(today).iter().map(|line| rank(line.status)).collect();
            prop_assert!(before.iter().zip(&ranks).all(|(earlier, later)| earlier <= later), "{}", today);
            before = ranks;
        }
    }

    #[test]
    fn the_order_of_facts_does_not_matter(rows in rows_of_a_schedule(), deposits in deposits(), turn in 0usize..40) {
        let (mut other_rows, mut other) = (rows.clone(), deposits.clone());
        let (row_turn, turn) = (turn % rows.len(), turn % deposits.len().max(1));
        other_rows.rotate_left(row_turn);
        other_rows.reverse();
        other.rotate_left(turn);
        other.reverse();
        prop_assert_eq!(Schedule::new(rows, deposits).unwrap(), Schedule::new(other_rows, other).unwrap());
    }

    #[test]
    fn no_more_is_allotted_than_was_deposited_or_accrued(rows in rows_of_a_schedule(), deposits in deposits()) {
        let schedule = Schedule::new(rows, deposits).unwrap();
        let given = Money::sum(schedule.deposits().iter().map(|deposit| deposit.amount)).unwrap();
        let taken = Money::sum(schedule.allotments().iter().map(Allotment::total)).unwrap();
        let accrued = schedule.totals(day("2022-01-01")).accrued;
        prop_assert_eq!(taken, given.min(accrued), "all that can be allotted is");
        for (row, allotment) in schedule.rows().iter().zip(schedule.allotments()) {
            prop_assert!(allotment.total() <= row.accrued());
        }
        for piece in schedule.allotments().iter().flat_map(Allotment::pieces) {
            let from = |list: &[Deposit]| Money::sum(list.iter().filter(|d| d.day <= piece.day).map(|d| d.amount)).unwrap();
            let pieces: Vec<Deposit> = schedule.allotments().iter().flat_map(|a| a.pieces().to_vec()).collect();
            prop_assert!(from(&pieces) <= from(schedule.deposits()), "money is never used before it came");
        }
    }
}
