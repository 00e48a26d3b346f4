//! Portal values for tests: a client with a lease whose July waits for its debit, a loan that is overdue, and a contract
//! closed long ago. The day is 12 July 2022.

use chrono::{DateTime, Datelike as _, FixedOffset, Months, NaiveDate};

use super::Facts;
use super::faq::Entry;
use super::security::{SessionFacts, SignInFacts};
use crate::portal::client::Client;
use crate::portal::contract::{Address, Collateral, Contract, Kind, PaymentDay};
use crate::portal::contract_number::ContractNumber;
use crate::portal::debt::Debt;
use crate::portal::iin::{Iin, Sex};
use crate::portal::money::Money;
use crate::portal::phone::Phone;
use crate::portal::schedule::{Debit, Deposit, Row, Schedule};
use crate::portal::statement::{Kind as MovementKind, Movement};

pub(super) fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

/// An instant on the wall clock of Almaty, which was six hours ahead in 2022.
pub(super) fn at(local: &str) -> DateTime<FixedOffset> {
    format!("{local}+06:00").parse().unwrap()
}

pub(super) fn tenge(sum: i64) -> Money {
    Money::from_tenge(sum).unwrap()
}

pub(super) fn client() -> Client {
    Client {
        surname: "Серікбай".to_owned(),
        given_name: "Айдар".to_owned(),
        patronymic: Some("Нұрланұлы".to_owned()),
        sex: Sex::Male,
        birth_date: day("1985-03-12"),
        iin: Iin::parse("850312390008", day("2022-01-01")).unwrap(),
        document_number: Some("041234567".to_owned()),
        document_issued: Some(day("2012-08-20")),
        document_expires: Some(day("2022-08-19")),
        document_issuer: Some("ҚР Ішкі істер министрлігі".to_owned()),
        email: Some("aidar.serikbay@mail.kz".to_owned()),
        phone: Some(Phone::parse("+7 700 123 45 67").unwrap()),
    }
}

/// What of one contract the register holds.
pub(super) struct Held {
    pub(super) reference: &'static str,
    pub(super) contract: Contract,
    pub(super) debt: Debt,
    pub(super) schedule: Schedule,
    pub(super) charges: Vec<Movement>,
}

impl Held {
    pub(super) fn facts(&self) -> Facts<'_> {
        Facts {
            reference: self.reference,
            contract: &self.contract,
            debt: &self.debt,
            schedule: &self.schedule,
            charges: &self.charges,
            as_of: at("2022-07-12T03:10:00"),
        }
    }
}

/// Rows of equal payments from `first` on, with the day of each one's debit where there is one.
fn rows(first: &str, count: u32, payment: i64, debit: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Vec<Row> {
    let row = |at: u32| {
        let due = day(first).checked_add_months(Months::new(at)).unwrap();
        // Interest goes down by equal steps to a tenth of the payment.
        let interest = Money::from_tiyn(payment * 60 - payment * 50 * i64::from(at) / i64::from(count));
        let principal = tenge(payment).checked_sub(interest).unwrap();
        let debits = debit(due).map(|day| Debit { day, time: None, amount: tenge(payment) });
        Row::new(due, principal, interest, debits.into_iter().collect()).unwrap()
    };
    (0..count).map(row).collect()
}

fn deposits(first: &str, until: &str, payment: i64) -> Vec<Deposit> {
    (0..1200)
        .map(|at| day(first).checked_add_months(Months::new(at)).unwrap())
        .take_while(|on| *on <= day(until))
        .map(|day| Deposit { day, amount: tenge(payment) })
        .collect()
}

fn principal(schedule: &Schedule) -> Money {
    Money::sum(schedule.rows().iter().map(Row::principal)).unwrap()
}

/// Сатып алу құқығымен жалдау: due on the 10th, deposited on the 8th, debited on the 25th; July is the dated example.
pub(super) fn lease() -> Held {
    let debit = |due: NaiveDate| due.with_day(25).filter(|day| *day <= self::day("2022-07-25"));
    let schedule =
        Schedule::new(rows("2020-02-10", 180, 142_350, debit), deposits("2020-02-08", "2022-07-08", 142_350)).unwrap();
    let contract = Contract {
        number: ContractNumber::parse("АР-2020/004518").unwrap(),
        kind: Kind::LeaseWithPurchase,
        concluded: day("2020-01-15"),
        ends: day("2035-01-10"),
        closed: None,
        collateral: Collateral::Flat,
        address: Address::new("Астана қ., Тұран даңғ., 55/2 үй, 118-пәтер"),
        sum: principal(&schedule),
        monthly_payment: tenge(142_350),
        payment_day: PaymentDay::new(10).unwrap(),
        account_balance: tenge(142_350),
    };
    Held { reference: "k3m9q2x7w4t8b6n5", contract, debt: Debt::default(), schedule, charges: vec![] }
}

/// A loan: nothing came for May but a part, and nothing for June.
pub(super) fn loan() -> Held {
    let debit = |due: NaiveDate| Some(due).filter(|due| *due < self::day("2022-05-01"));
    let mut paid = deposits("2018-09-20", "2022-04-20", 98_720);
    paid.push(Deposit { day: day("2022-05-18"), amount: tenge(40_000) });
    let schedule = Schedule::new(rows("2018-09-20", 240, 98_720, debit), paid).unwrap();
    let contract = Contract {
        number: ContractNumber::parse("ЗД-2018/000731").unwrap(),
        kind: Kind::Loan,
        concluded: day("2018-08-21"),
        ends: day("2038-08-20"),
        closed: None,
        collateral: Collateral::House,
        address: Address::new("Алматы обл., Талғар ауд., Бесағаш ауылы, Наурыз көш., 14-үй"),
        sum: principal(&schedule),
        monthly_payment: tenge(98_720),
        payment_day: PaymentDay::new(20).unwrap(),
        account_balance: tenge(40_000),
    };
    let late = |on: &str, kind, sum: i64| Movement { day: day(on), kind, amount: Money::from_tiyn(sum) };
    Held {
        reference: "p8d4h6v2c9r3y5j7",
        contract,
        debt: Debt {
            instalments: tenge(157_440),
            late_fees: Money::from_tiyn(381_245),
            fines: tenge(5_000),
            state_duty: Money::ZERO,
        },
        schedule,
        charges: vec![
            late("2022-06-21", MovementKind::LateFee, 381_245),
            late("2022-06-21", MovementKind::Fine, 500_000),
        ],
    }
}

/// Closed: everything is paid.
pub(super) fn closed() -> Held {
    let schedule = Schedule::new(rows("2012-03-05", 60, 51_000, Some), deposits("2012-03-01", "2017-02-01", 51_000));
    let schedule = schedule.unwrap();
    let contract = Contract {
        number: ContractNumber::parse("АР-2012/000077").unwrap(),
        kind: Kind::LeaseWithPurchase,
        concluded: day("2012-02-10"),
        ends: day("2017-02-05"),
        closed: Some(day("2017-02-20")),
        collateral: Collateral::None,
        address: Address::new("Қарағанды қ., Ермеков көш., 7-үй"),
        sum: principal(&schedule),
        monthly_payment: tenge(51_000),
        payment_day: PaymentDay::new(5).unwrap(),
        account_balance: Money::ZERO,
    };
    Held { reference: "z5f8s2g6l9a3e7u4", contract, debt: Debt::default(), schedule, charges: vec![] }
}

pub(super) fn sessions() -> Vec<SessionFacts> {
    let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/103.0.0.0 Safari/537.36";
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 Version/15.5 Safari/604.1";
    let session = |handle: &str, current, program, opened, used, agent: &str, network: &str| SessionFacts {
        handle: handle.to_owned(),
        current,
        program,
        opened: at(opened),
        used: at(used),
        agent: agent.to_owned(),
        network: network.to_owned(),
    };
    vec![
        session("s-2", false, false, "2022-07-11T19:02:00", "2022-07-11T19:20:00", phone, "2.132.64.0"),
        session("s-1", true, false, "2022-07-12T09:58:00", "2022-07-12T10:29:00", chrome, "95.56.234.0"),
        session("s-3", false, true, "2022-07-10T08:15:00", "2022-07-12T07:40:00", "", ""),
    ]
}

pub(super) fn history() -> Vec<SignInFacts> {
    let visit = |when: &str, outcome, network: &str| SignInFacts { at: at(when), outcome, network: network.to_owned() };
    vec![
        visit("2022-07-12T09:58:00", "signed_in", "95.56.234.10"),
        visit("2022-07-11T19:02:00", "signed_in", "2.132.64.7"),
        visit("2022-07-09T23:11:00", "sign_in_failed", "45.9.148.3"),
        visit("2022-07-09T23:10:00", "sign_in_delayed", ""),
    ]
}

pub(super) fn questions() -> Vec<Entry> {
    let entry = |number: usize| {
        let lease = number % 5 == 2;
        Entry {
            key: format!("question-{number}"),
            title: format!("Төлем неге «Есептен шығару күтілуде» деп тұр? ({number})"),
            category: format!("category-{}", number / 8),
            category_title: if number < 8 {
                "Төлем кестесі".to_owned()
            } else {
                "Менің шарттарым".to_owned()
            },
            topics: if lease { vec!["lease-with-buyout".to_owned()] } else { vec![] },
            url: format!("/kk/faq/suraq-{number}/"),
            lang: (number == 3).then(|| "ru".to_owned()),
            answer: "<p>Ақша уақытында салынған, бірақ әлі есептен шығарылмаған.</p>".to_owned(),
        }
    };
    (0..16).map(entry).collect()
}
