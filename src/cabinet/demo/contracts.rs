//! Contracts: schedules by the annuity formula in whole tiyn, deposits and debits as people and registers make them.

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveTime};

use super::dice::Dice;
use super::people::CITIES;
use crate::cabinet::import::{Facts, Stated};
use crate::cabinet::store::Ledger;
use crate::portal::contract::{Address, Collateral, Contract, Kind, PaymentDay};
use crate::portal::contract_number::ContractNumber;
use crate::portal::debt::Debt;
use crate::portal::money::Money;
use crate::portal::schedule::{Debit, Deposit, Row, Schedule, Status};
use crate::portal::statement::{Kind as Charge, Movement};

/// Which contract of which client.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Number of the client in the set.
    pub number: u64,
    /// Which of the client's contracts.
    pub at: u64,
    /// Index of the city.
    pub region: u64,
}

/// What is agreed.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The number.
    pub number: String,
    /// The kind.
    pub kind: Kind,
    /// What secures it.
    pub collateral: Collateral,
    /// The home.
    pub address: String,
    /// When it was concluded; the first payment is due a month later.
    pub concluded: NaiveDate,
    /// Number of payments.
    pub months: u32,
    /// Interest a year, in tenths of a per cent.
    pub rate: i64,
    /// The sum, in whole tenge.
    pub sum: i64,
    /// Day of the month.
    pub day: u8,
}

/// How a payment is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// All of it so many days before it is due, debited so many days after.
    InTime(u64, u64),
    /// All of it so many days late, debited the day after.
    Late(u64),
    /// Half of it before, half of it so many days late.
    InParts(u64),
    /// So many per cent of it in time, and no more.
    Short(i64),
    /// Not at all.
    Missing,
}

/// Draws a contract.
pub fn draw(dice: &mut Dice, place: &Place, today: NaiveDate) -> (Facts, Stated) {
    let lease = dice.happens(45);
    let months = u32::try_from(dice.between(10, 20) * 12).unwrap_or(120);
    // Some have run their whole term, most are somewhere in the middle, some have just begun.
    let elapsed = match dice.below(100) {
        0..5 => i64::from(months) + dice.between(1, 24),
        5..10 => dice.between(0, 2),
        _ => dice.between(3, i64::from(months) * 9 / 10),
    };
    let concluded = super::people::before(today, elapsed, dice.below(28));
    let (city, streets) = &CITIES[usize::try_from(place.region).unwrap_or(0) % CITIES.len()];
    let (street, house, flat) = (dice.pick(streets), dice.between(1, 180), dice.between(1, 240));
    let terms = Terms {
        number: format!(
            "{}-{}/{:07}{}",
            if lease { "АР" } else { "ЖЗ" },
            concluded.year(),
            place.number % 10_000_000,
            place.at + 1
        ),
        kind: if lease { Kind::LeaseWithPurchase } else { Kind::Loan },
        collateral: match (lease, dice.below(20)) {
            (true, _) => Collateral::None,
            (false, 0) => Collateral::House,
            (false, 1) => Collateral::Deposit,
            (false, 2) => Collateral::Guarantee,
            (false, _) => Collateral::Flat,
        },
        address: format!("{city}, {street}, {house}-үй, {flat}-пәтер"),
        concluded,
        months,
        rate: *dice.pick(&[20, 35, 50, 70, 100, 135]),
        sum: dice.between(60, 450) * 100_000,
        day: u8::try_from(if dice.happens(85) { dice.between(1, 28) } else { dice.between(29, 31) }).unwrap_or(10),
    };
    let habit = dice.below(100);
    let unpaid = dice.between(1, 7);
    let due = due_dates(&terms);
    let last = due.iter().filter(|due| **due < today).count();
    let conduct = |at: usize| {
        let behind = i64::try_from(last).unwrap_or(0) - i64::try_from(at).unwrap_or(0);
        let wait = if lease { 5 + dice.below(16) } else { dice.below(2) };
        let in_time = Conduct::InTime(dice.below(9), wait);
        match habit {
            // In arrears: the last few payments did not come, the first of them only in part.
            0..12 if behind == unpaid => Conduct::Short(dice.between(20, 80)),
            0..12 if behind < unpaid => Conduct::Missing,
            // Now and then late.
            12..30 if dice.happens(8) => Conduct::Late(1 + dice.below(25)),
            30..38 if dice.happens(10) => Conduct::InParts(1 + dice.below(12)),
            // Late at the moment.
            38..42 if behind == 1 => Conduct::Missing,
            _ => in_time,
        }
    };
    make(&terms, conduct, u64::from(habit > 85), today)
}

/// The days on which payments are due; in shorter months the last day is meant.
fn due_dates(terms: &Terms) -> Vec<NaiveDate> {
    let of_month = |step: u32| {
        let month = terms.concluded.with_day(1)?.checked_add_months(Months::new(step + 1))?;
        let day = u32::from(terms.day).min(u32::from(month.num_days_in_month()));
        month.with_day(day)
    };
    (0..terms.months).filter_map(of_month).collect()
}

/// Principal and interest of every payment: equal payments but for the last, principals that make the sum.
pub fn annuity(sum: i64, rate: i64, months: u32) -> Vec<(i64, i64)> {
    let interest = |left: i64| (left * rate + 6_000) / 12_000;
    let left_after = |payment: i64| (0..months).fold(sum, |left, _| left - (payment - interest(left)).min(left));
    // The least payment in whole tiyn that repays everything.
    let (mut low, mut high) = (0, sum + interest(sum));
    while low < high {
        let middle = low.midpoint(high);
        if left_after(middle) == 0 { high = middle } else { low = middle + 1 }
    }
    let mut left = sum;
    let payment = |step: u32| {
        let of_interest = interest(left);
        let principal = if step + 1 == months { left } else { (low - of_interest).min(left) };
        left -= principal;
        (principal, of_interest)
    };
    (0..months).map(payment).collect()
}

/// Makes a contract of its terms and of how each payment is made; `ahead` payments that are not due yet are there already.
///
/// # Panics
/// When the terms make no contract: whoever makes contracts up has to see it.
pub fn make(terms: &Terms, mut conduct: impl FnMut(usize) -> Conduct, ahead: u64, today: NaiveDate) -> (Facts, Stated) {
    let sum = terms.sum * 100;
    let payments = annuity(sum, terms.rate, terms.months);
    let (mut rows, mut deposits) = (Vec::new(), Vec::new());
    let mut coming = 0;
    for (at, (due, (principal, interest))) in due_dates(terms).into_iter().zip(&payments).enumerate() {
        let accrued = principal + interest;
        let (came, debits) = if due < today {
            settled(due, accrued, conduct(at))
        } else {
            coming += 1;
            let early = (coming <= ahead).then(|| (before(today, 2), accrued));
            (early.into_iter().collect(), Vec::new())
        };
        deposits.extend(came.into_iter().filter(|(day, _)| *day <= today));
        let debits = debits.into_iter().map(|(day, amount)| Debit {
            day,
            time: (terms.kind == Kind::Loan).then(|| NaiveTime::from_hms_opt(18, 0, 0)).flatten(),
            amount: Money::from_tiyn(amount),
        });
        let [principal, interest] = [*principal, *interest].map(Money::from_tiyn);
        rows.extend(Row::new(due, principal, interest, debits.collect()));
    }
    let deposits = deposits.into_iter().map(|(day, amount)| Deposit { day, amount: Money::from_tiyn(amount) });
    #[expect(
        clippy::expect_used,
        reason = "a made-up schedule that is none must not go unseen; the tests draw thousands"
    )]
    let schedule = Schedule::new(rows, deposits.collect()).expect("one payment a month makes a schedule");
    facts(terms, schedule, payments[0].0 + payments[0].1, today)
}

/// Money on a day, in tiyn.
type Move = (NaiveDate, i64);

/// What came for a payment, and what was or will be debited for it.
fn settled(due: NaiveDate, accrued: i64, conduct: Conduct) -> (Vec<Move>, Vec<Move>) {
    let half = accrued / 2;
    match conduct {
        Conduct::InTime(early, wait) => (vec![(before(due, early), accrued)], vec![(after(due, wait), accrued)]),
        Conduct::Late(days) => (vec![(after(due, days), accrued)], vec![(after(due, days + 1), accrued)]),
        Conduct::InParts(days) => (
            vec![(before(due, 1), half), (after(due, days), accrued - half)],
            vec![(due, half), (after(due, days + 1), accrued - half)],
        ),
        Conduct::Short(percent) => {
            let part = accrued * percent / 100;
            (vec![(due, part)], vec![(after(due, 1), part)])
        }
        Conduct::Missing => (Vec::new(), Vec::new()),
    }
}

fn facts(terms: &Terms, schedule: Schedule, payment: i64, today: NaiveDate) -> (Facts, Stated) {
    let (debt, charges) = owed(&schedule, today);
    let totals = schedule.totals(today);
    let received: i64 = schedule.deposits().iter().map(|it| it.amount.tiyn()).sum();
    let ends = schedule.rows().last().map_or(terms.concluded, Row::due);
    let last_debit = schedule.rows().iter().flat_map(Row::debits).map(|debit| debit.day).max();
    #[expect(clippy::expect_used, reason = "a made-up number or day that is none must not go unseen")]
    let contract = Contract {
        number: ContractNumber::parse(&terms.number).expect("a contract number"),
        kind: terms.kind,
        concluded: terms.concluded,
        ends,
        closed: last_debit.filter(|_| totals.paid_rows == totals.rows).map(|day| after(day, 1)),
        collateral: terms.collateral,
        address: Address::new(&terms.address),
        sum: Money::from_tiyn(terms.sum * 100),
        monthly_payment: Money::from_tiyn(payment),
        payment_day: PaymentDay::new(terms.day).expect("a day of the month"),
        account_balance: Money::from_tiyn(received - totals.debited.tiyn()),
    };
    let stated =
        Stated { payments: Some(schedule.rows().len() as u64), principal_left: Some(schedule.principal_left(today)) };
    (Facts { contract, debt, ledger: Ledger { schedule, charges } }, stated)
}

/// What is owed: payments that are overdue, a late fee by the day, after three months a fine, after five the duty.
fn owed(schedule: &Schedule, today: NaiveDate) -> (Debt, Vec<Movement>) {
    let mut charges = Vec::new();
    let mut charge = |day, kind, tiyn: i64| {
        let amount = Money::from_tiyn(tiyn);
        if tiyn > 0 {
            charges.push(Movement { day, kind, amount });
        }
        tiyn.max(0)
    };
    let (mut missing, mut fees, mut fines, mut duty) = (0, 0, 0, 0);
    for line in schedule.lines(today).into_iter().filter(|line| line.status == Status::Overdue) {
        let short = line.row.accrued().tiyn() - line.received.tiyn();
        let days = today.signed_duration_since(line.row.due()).num_days();
        missing += short;
        fees += charge(today.pred_opt().unwrap_or(today), Charge::LateFee, short * days * 3 / 10_000);
        if days > 90 && fines == 0 {
            fines = charge(after(line.row.due(), 91), Charge::Fine, 1_500_000);
        }
        if days > 150 && duty == 0 {
            duty = charge(after(line.row.due(), 151), Charge::StateDuty, short * 3 / 100);
        }
    }
    let [instalments, late_fees, fines, state_duty] = [missing, fees, fines, duty].map(Money::from_tiyn);
    charges.sort_by_key(|charge| (charge.day, charge.kind, charge.amount));
    (Debt { instalments, late_fees, fines, state_duty }, charges)
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
